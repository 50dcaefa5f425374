"""Fix what the HTML of Material lacks for accessibility, validity and a strict policy, and drop its blank lines.

A replacement spares an override, which would be a copy of the theme's file; each must still find its place.
"""

import re
from collections.abc import Iterable
from typing import Final

from sitebuild.build_error import BuildError

#: The theme's text, and ours.
_REPAIRS: Final = (
    # A dialog needs a name.
    (
        '<div class="md-search" data-md-component="search" role="dialog">',
        '<div class="md-search" data-md-component="search" role="dialog" aria-label="Search">',
    ),
    # A checkbox can't have autocomplete.
    ('type="checkbox" id="__drawer" autocomplete="off">', 'type="checkbox" id="__drawer">'),
    ('type="checkbox" id="__search" autocomplete="off">', 'type="checkbox" id="__search">'),
    # A number is asked for, and the label of a section that is open needs no stop.
    ('_label" tabindex="">', '_label">'),
)
#: Markdown aligns table cells by a style attribute, which the policy forbids; site.css has the classes.
_ALIGNED: Final = re.compile(r'(<t[hd]) style="text-align: (left|center|right);"')
#: Blanks after a line's end say nothing, except where text is kept as written.
_KEPT: Final = re.compile(r"(<(?:pre|textarea|script)\b.*?</(?:pre|textarea|script)>)", re.DOTALL)
_BLANK: Final = re.compile(r"\n\s+")


def repair(html: str) -> str:
    """Return the page with every repair made, and without the theme's indentation: a tenth of the home page's bytes."""
    for old, new in _REPAIRS:
        html = html.replace(old, new)
    if ' id="__toc"' not in html:
        html = html.replace(' for="__toc"', "")  # a label of nothing, where the page is not in the sidebar
    html = _ALIGNED.sub(r'\1 class="ndr-\2"', html)
    return "".join(part if _KEPT.match(part) else _BLANK.sub("\n", part) for part in _KEPT.split(html))


def check(pages: Iterable[str]) -> None:
    """Raise BuildError if the theme no longer has what a repair fixes: then the repair is to be looked at again."""
    text = "\n".join(pages)
    for old, _ in _REPAIRS:
        if old not in text:
            raise BuildError(f"the theme no longer has {old!r}: review page_repairs.py")
