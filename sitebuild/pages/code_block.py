"""A block of code as a page shows it: with the button that copies it, and with no more elements than it has colours.

The theme's script would make the buttons while the page starts, and have the whole page laid out again after each.
"""

import re
from itertools import count
from typing import Final

_CODE: Final = re.compile(r"(<pre\b[^>]*>(?:<span></span>)?)<code\b")
#: What the theme's script makes, but for the ids: that script gives names of its own to them.
_BUTTON: Final = (
    '<span class="md-code__nav"><button type="button" class="md-code__button" title="Copy to clipboard"'
    ' data-clipboard-target="[data-block=&quot;{0}&quot;]" data-md-type="copy"></button></span>'
    '<code data-block="{0}"'
)
#: A name has the colour that code has anyway, and is a third of what is coloured in PowerShell.
_NAME: Final = re.compile(r'<span class="n">([^<]*)</span>')


def finished(html: str) -> str:
    """Return a page's HTML with all of its blocks so."""
    number = count(1)
    html = _CODE.sub(lambda code: code[1] + _BUTTON.format(next(number)), html)
    return _NAME.sub(r"\1", html)
