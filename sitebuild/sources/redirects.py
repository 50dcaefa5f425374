"""Addresses that lead on to others, as docs/redirects.json has them.

- `codes`: which other addresses a code's page has (see alias.py);
- `moved`: what has been published and is elsewhere now, `old/` or `page/#old` -> `new/` or `page/#new`.

An old page keeps its address and takes the `#id` along.
An old id keeps its place in its page: unseen until a link leads there, and then it leads on.
"""

import json
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Final

from sitebuild.build_error import BuildError

_END: Final = "</article>"
_NAME: Final = r"[a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)*"
_CODE_START: Final = re.compile(r"[0-9.]*")
_PATTERN: Final = re.compile(rf"(?:{_NAME}/)*(?:\{{code\}}|\{{last\}})/")
#: An id that begins with ndr- belongs to the page's own scripts.
_ADDRESS: Final = re.compile(rf"(?:{_NAME}/)*(?:#(?!ndr-){_NAME})?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Redirects:
    """What docs/redirects.json says."""

    codes: Mapping[str, list[str]]
    moved: Mapping[str, str]


def load(path: Path) -> Redirects:
    """Return what the file says. Raises BuildError."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        redirects = Redirects(codes=found["codes"], moved=found["moved"])
        wrong = [*_misshapen(redirects)]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BuildError(f"{path.name}: {error!r}: write an object with codes and moved") from error
    if wrong:
        raise BuildError("\n".join(f"{path.name}: {fault}" for fault in wrong))
    return redirects


def _misshapen(redirects: Redirects) -> Iterator[str]:
    for start, addresses in redirects.codes.items():
        if not _CODE_START.fullmatch(start):
            yield f'codes: "{start}" must be what a code begins with, as 5.7.7'
        for address in addresses:
            if not _PATTERN.fullmatch(address):
                yield f'codes: "{address}" must be an address such as codes/{{code}}/ or {{last}}/'
    for pair in redirects.moved.items():
        for address in pair:
            if not _ADDRESS.fullmatch(address):
                yield f"{address}: write an address below the site's root, as unblock/ or unblock/#after"


def faults(moved: Mapping[str, str], ids: Mapping[str, Collection[str]]) -> Iterator[str]:
    """Yield what is wrong with what has moved. `ids` are the ids of each page that is there."""
    for old, new in moved.items():
        (page, _, name), (target, _, anchor) = old.partition("#"), new.partition("#")
        if target not in ids or (anchor and anchor not in ids[target]):
            yield f"{old}: {new} is not there: name the page or the id that stands there now"
        if name and page not in ids:
            yield f"{old}: {page} is no page any more: say where the page has gone, then what became of the id there"
        if name in ids[page] if name and page in ids else page in ids:
            yield f"{old}: it is there again: take the redirect out"


def page(old: str, new: str, title: str, site_url: str) -> str:
    """Return the page that is at `old` and leads on to `new`, which has the title.

    The script keeps the `#id`; a refresh can't, so it is in `noscript`, where it can't overtake the script.
    """
    root = "../" * old.count("/")
    title, link = escape(title), escape(f"{root}{new}")
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="robots" content="noindex">
<noscript><meta http-equiv="refresh" content="0; url={link}"></noscript>
<title>{title}</title>
<link rel="canonical" href="{escape(site_url + new.partition("#")[0])}">
<script type="module" src="{root}assets/redirect.mjs"></script>
</head>
<body>
<p><a href="{link}">{title}</a></p>
</body>
</html>
"""


def with_old_ids(html: str, path: str, moved: Mapping[str, str], titles: Mapping[str, str]) -> str:
    """Return the page at `path` with the ids that have left it.

    A browser shows what is hidden `until-found` once a link names its id; site.mjs then leads on.
    """
    root = "../" * path.count("/") or "./"
    marks = "".join(
        f'<p class="ndr-moved" id="{escape(old.partition("#")[2])}" hidden="until-found">This is now at '
        f'<a href="{escape(f"{root}{new}")}">{escape(titles[new.partition("#")[0]])}</a>.</p>\n'
        for old, new in moved.items()
        if "#" in old and old.partition("#")[0] == path
    )
    return html.replace(_END, marks + _END, 1) if marks else html
