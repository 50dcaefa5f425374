"""What the search knows of the code pages: titles, codes, phrases and headings.

Material fetches the index with the first page, so the prose of the code pages stays out of it.
"""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from ndr_checker.catalogue import Entry
from page_faults import HEADINGS

_COMMANDS: Final = re.compile(r"<pre>.*?</pre>", re.DOTALL)
_TAGS: Final = re.compile(r"<[^>]*>")
#: A code's own page comes before pages that only name it.
_BOOST: Final = 4


def trim(index: str, entries: Iterable[Entry]) -> str:
    """Return the text of search_index.json, cut down."""
    found = json.loads(index)
    pages = {entry.page: entry for entry in entries}
    found["docs"] = [kept for section in found["docs"] if (kept := _kept(section, pages))]
    return json.dumps(found, ensure_ascii=False, separators=(",", ":"))


def _kept(section: dict[str, Any], pages: Mapping[str, Entry]) -> dict[str, Any] | None:
    """Return what the index keeps of a section; None where it tells no page from another."""
    page, _, heading = section["location"].partition("#")
    entry = pages.get(page)
    if page == "codes/":  # its rows are the titles of the pages
        return section | {"text": ""}
    if entry is None:
        return section | {"text": " ".join(_TAGS.sub(" ", _COMMANDS.sub(" ", section["text"])).split())}
    if not heading:
        return section | {"text": f"{entry.front['description']} {' '.join(entry.codes())}", "boost": _BOOST}
    if heading not in HEADINGS:
        return section | {"text": "", "boost": _BOOST}
    phrases = [phrase for meaning in entry.meanings for phrase in meaning.phrases]
    if heading != "meaning" or not phrases:
        return None
    return section | {"title": "; ".join((section["title"], *phrases)), "text": "", "boost": _BOOST}
