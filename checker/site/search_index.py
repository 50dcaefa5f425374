"""What the search knows of the code pages: titles, codes, phrases and headings.

Material fetches the index with the first page, so the prose of the code pages stays out of it.
"""

import json
from collections.abc import Container, Iterable
from typing import Final

from ndr_checker.catalogue import Entry
from ndr_checker.page_faults import HEADINGS

#: A code's own page comes before pages that only name it.
_BOOST: Final = 4


def trim(index: str, entries: Iterable[Entry]) -> str:
    """Return the text of search_index.json, cut down."""
    found = json.loads(index)
    pages = {entry.page: entry for entry in entries}
    found["docs"] = [section for section in found["docs"] if not _is_common(section["location"], pages)]
    for section in found["docs"]:
        page, _, heading = section["location"].partition("#")
        if entry := pages.get(page):
            section["text"] = "" if heading else f"{entry.front['description']} {' '.join(entry.codes())}"
            section["boost"] = _BOOST
            if heading == "meaning":  # in a title, where words weigh most
                section["title"] = "; ".join((section["title"], *_phrases(entry)))
    return json.dumps(found, ensure_ascii=False, separators=(",", ":"))


def _is_common(location: str, pages: Container[str]) -> bool:
    """Tell whether a section is one that every code page has; its heading tells no page from another."""
    page, _, heading = location.partition("#")
    return page in pages and heading in HEADINGS and heading != "meaning"


def _phrases(entry: Entry) -> Iterable[str]:
    return (phrase for meaning in entry.meanings for phrase in meaning.phrases)
