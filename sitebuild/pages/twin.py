"""A page's Markdown twin, for tools that would rather read that than HTML: without what is only there for its looks."""

import re
from typing import Final

_LOOKS: Final = re.compile(r"^(?:</?div\b[^>\n]*>|\{ ?\.[^}\n]*\}|<!--[^\n]*-->)\n", re.MULTILINE)


def text(title: str, markdown: str) -> str:
    """Return the twin of a page that has this title and this Markdown."""
    headed = markdown.lstrip().startswith("# ")
    return _LOOKS.sub("", markdown if headed else f"# {title}\n\n{markdown}")
