"""What the theme's script leaves out while a page starts: work that changes nothing, but has all of it styled again.

That takes a slow phone a twentieth of a second each time on the guide. The theme does it

- twice by switching off all transitions while it sets the colours, which a page usually has already. So the colour of a
  link now fades when a reader chooses others;
- once by telling the browser whether they are light or dark in an element of its own; docs/overrides/main.html has it;
- once by writing out the address of each style sheet, which loads it again. Instant navigation needs the addresses only
  to find the sheets that the next page has too.
"""

import re
from pathlib import Path
from typing import Final

from sitebuild.finish import theme_script

_CHANGES: Final = (
    (re.compile(r'document\.body\.setAttribute\("data-md-color-switching",""\),'), ""),
    (
        re.compile(r'(\w+)=\w+\("meta",\{name:"color-scheme"\}\);document\.head\.appendChild\(\1\)'),
        r'\1=document.head.querySelector("[name=color-scheme]")',
    ),
    (
        re.compile(r"return (\w+)\.content=(\w+)\.colorScheme,"),
        r"return \1.content===\2.colorScheme||(\1.content=\2.colorScheme),",
    ),
    (
        re.compile(r'\.set\((\w+)\.outerHTML,\1\)(;return \w+\}function \w+\(\w+\)\{for\(let \w+ of \w+\("\[href\])'),
        r'.set(\1.matches("[rel=stylesheet]")?(\1.sheet||\1).href:\1.outerHTML,\1)\2:not([rel=stylesheet])',
    ),
)


def change(site: Path) -> None:
    """Change the theme's script in the built site. Raises BuildError where the theme has changed."""
    theme_script.change(site, "bundle.*.min.js", _CHANGES)
