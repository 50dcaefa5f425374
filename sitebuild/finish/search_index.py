"""What the search knows: titles, codes, phrases and headings.

Material fetches the index when the search is first used, so everything else stays out of it.
"""

import json
from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final

from ndr_checker.rules.catalogue import Entry
from sitebuild.sources.page_faults import HEADINGS

#: A code's own page comes before pages that only name it.
_BOOST: Final = 4


def trim(index: str, entries: Iterable[Entry]) -> str:
    """Return the text of search_index.json, cut down."""
    found = json.loads(index)
    pages = {entry.page: entry for entry in entries}
    own = {entry.code for entry in pages.values()}
    found["docs"] = [kept for section in found["docs"] if (kept := _kept(section, pages, own))]
    return json.dumps(found, ensure_ascii=False, separators=(",", ":"))


def _kept(section: dict[str, Any], pages: Mapping[str, Entry], own: Collection[str]) -> dict[str, Any] | None:
    """Return what the index keeps of a section; None where it tells no page from another."""
    page, _, heading = section["location"].partition("#")
    kept = {"location": section["location"], "title": section["title"], "text": ""}
    entry = pages.get(page)
    if entry is None:
        return kept
    kept["boost"] = _BOOST
    if not heading:
        return kept | {"text": _numbers(entry, own)}
    phrases = [phrase for meaning in entry.meanings for phrase in meaning.phrases]
    if heading == "meaning" and phrases:  # in the title, since words there count for more than elsewhere
        return kept | {"title": " · ".join((section["title"], *phrases))}
    return None if heading in HEADINGS else kept


def _numbers(entry: Entry, own: Collection[str]) -> str:
    """Return the last number of each code for which a range stands; its title has the rest.

    The search cuts codes at their dots.
    """
    return " ".join(code.rpartition(".")[2] for code in entry.codes() if code == entry.code or code not in own)
