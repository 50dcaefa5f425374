"""What the search knows: titles, headings, codes, phrases, the beginning of each section, and what people type.

Material fetches the index when the search is first used, so what finds nothing stays out of it.
"""

import json
import re
from collections.abc import Collection, Iterable, Mapping
from html import unescape
from typing import Any, Final

from ndr_checker.rules.catalogue import Entry
from sitebuild.sources.page_faults import HEADINGS

#: A page comes before parts of pages, and a code's own page before pages that only name it.
_BOOST: Final = 4
#: Fields of ours, searched and never shown: what people type counts as much as a title, a number or a command as text.
_FIELDS: Final = {"keywords": {"boost": 1000.0}, "names": {"boost": 1.0}}
_COMMAND: Final = re.compile(r"\b[A-Z][a-z]+-[A-Z][A-Za-z0-9]+\b")
#: So much of a section is kept, in characters: the theme shows about as much as an excerpt.
_EXCERPT: Final = 320
_TAG: Final = re.compile(r"<[^>]*>")
_BLANKS: Final = re.compile(r"\s+")
#: Code and tables: an excerpt of them reads as noise.
_NOISE: Final = re.compile(r"<(pre|table)\b.*?</\1>", re.DOTALL)


def trim(index: str, entries: Iterable[Entry], fronts: Mapping[str, Mapping[str, Any]]) -> str:
    """Return the text of search_index.json, cut down. `fronts` is each page's front matter, by its address."""
    found = json.loads(index)
    found["config"]["fields"] |= _FIELDS
    pages = {entry.page: entry for entry in entries}
    own = {entry.code for entry in pages.values()}
    found["docs"] = [kept for section in found["docs"] if (kept := _kept(section, pages, own, fronts))]
    return json.dumps(found, ensure_ascii=False, separators=(",", ":"))


def _kept(
    section: dict[str, Any],
    pages: Mapping[str, Entry],
    own: Collection[str],
    fronts: Mapping[str, Mapping[str, Any]],
) -> dict[str, Any] | None:
    """Return what the index keeps of a section; None where it tells no page from another."""
    page, _, heading = section["location"].partition("#")
    entry = pages.get(page)
    front = fronts.get(page, {})
    kept = {"location": section["location"], "title": section["title"], "text": ""}
    if entry or not heading:
        kept["boost"] = _BOOST
    if not heading:
        kept |= {"text": str(front.get("description", "")), "keywords": " ".join(front.get("keywords", ()))}
        return kept | {"names": " ".join(_numbers(entry, own)) if entry else ""}
    if entry is None:
        commands = sorted(set(_COMMAND.findall(_TAG.sub("", section["text"]))))
        return kept | {"text": _excerpt(section["text"]), "names": " ".join(commands)}
    if heading == "meaning":  # phrases in the title, since words there count for more than elsewhere
        phrases = [phrase for meaning in entry.meanings for phrase in meaning.phrases]
        return kept | {"title": " · ".join((section["title"], *phrases)), "text": _excerpt(section["text"])}
    return None if heading in HEADINGS else kept | {"text": _excerpt(section["text"])}


def _excerpt(html: str) -> str:
    """Return the beginning of a section in words, cut between two of them."""
    words = _BLANKS.sub(" ", unescape(_TAG.sub(" ", _NOISE.sub(" ", html)))).strip()
    return words if len(words) <= _EXCERPT else f"{words[:_EXCERPT].rpartition(' ')[0]} …"


def _numbers(entry: Entry, own: Collection[str]) -> list[str]:
    """Return the last number of each code for which a page stands and whose title doesn't have it.

    The search cuts codes at their dots.
    """
    return [code.rpartition(".")[2] for code in entry.codes() if code != entry.code and code not in own]
