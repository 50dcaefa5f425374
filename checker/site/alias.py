"""Other addresses of a code's page: /5.7.705/, /705/, and every number inside a range."""

from collections.abc import Iterable
from html import escape
from typing import Final

from ndr_checker.catalogue import Entry

#: The tenant-restriction family: its last number alone is enough of an address.
_FAMILY: Final = "5.7.7"
_FAMILY_DIGITS: Final = 3


def aliases(entries: Iterable[Entry]) -> dict[str, tuple[str, ...]]:
    """Return each page's other addresses, by the page's code. An own page beats a range."""
    entries = tuple(entries)
    own = {entry.code for entry in entries}
    return {entry.code: tuple(_of(entry, own)) for entry in entries}


def _of(entry: Entry, own: set[str]) -> Iterable[str]:
    yield f"{entry.code}/"
    for code in entry.codes():
        if code != entry.code:
            if code in own:
                continue
            yield f"codes/{code}/"
            yield f"{code}/"
        last = code.rpartition(".")[2]
        if code.startswith(_FAMILY) and len(last) == _FAMILY_DIGITS:
            yield f"{last}/"


def html(alias: str, entry: Entry, site_url: str) -> str:
    """Return the page that stands at `alias` and leads on.

    The script keeps the `#id`; a refresh can't, so it stands in `noscript`, where it can't overtake the script.
    """
    root = "../" * alias.count("/")
    title = escape(entry.title)
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="robots" content="noindex">
<noscript><meta http-equiv="refresh" content="0; url={root}{entry.page}"></noscript>
<title>{title}</title>
<link rel="canonical" href="{escape(site_url)}{entry.page}">
<script type="module" src="{root}assets/alias.mjs"></script>
</head>
<body>
<p><a href="{root}{entry.page}">{title}</a></p>
</body>
</html>
"""
