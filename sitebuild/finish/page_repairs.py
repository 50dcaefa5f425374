"""What Material's HTML lacks for accessibility, valid HTML and a strict policy, mended in the built pages.

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
    # A number is asked for, and the label of a section that stands open needs no stop.
    ('_label" tabindex="">', '_label">'),
)
#: Markdown aligns table cells by a style attribute, which the policy forbids; site.css has the classes.
_ALIGNED: Final = re.compile(r'(<t[hd]) style="text-align: (left|center|right);"')


def repair(html: str) -> str:
    """Return the page with every repair made."""
    for old, new in _REPAIRS:
        html = html.replace(old, new)
    if ' id="__toc"' not in html:
        html = html.replace(' for="__toc"', "")  # a label of nothing, where the page is not in the sidebar
    return _ALIGNED.sub(r'\1 class="ndr-\2"', html)


def check(pages: Iterable[str]) -> None:
    """Raise BuildError if the theme no longer has what a repair mends: then the repair is to be looked at again."""
    text = "\n".join(pages)
    for old, _ in _REPAIRS:
        if old not in text:
            raise BuildError(f"the theme no longer has {old!r}: look at page_repairs.py again")
