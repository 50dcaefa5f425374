"""What the search knows: titles, headings, codes, replies, the beginning of each section, and what people type.

Material fetches the index when the search is first used, so what finds nothing stays out of it.
"""

import json
import re
from collections.abc import Collection, Iterable, Mapping
from html import unescape
from pathlib import Path
from typing import Any, Final

from ndr_checker.rules.catalogue import Entry
from sitebuild.sources.page_faults import HEADINGS

#: A page comes before parts of pages, a code's own page before pages that only name it, and the two blocks before other
#: codes.
_BOOST: Final = 4
_BLOCKS: Final = {"5.7.705", "5.7.750"}
#: Fields of ours, searched and never shown. What people type counts as much as a title; the other weights were found
#: by trying some 200 queries, those of tests/data/queries.json among them.
_FIELDS: Final = {
    "keywords": {"boost": 1000.0},
    "synonyms": {"boost": 300.0},
    "replies": {"boost": 500.0},
    "commands": {"boost": 500.0},
    "names": {"boost": 1.0},
}
#: Words of ours, and what people type instead: other words, and the words of other languages.
_TYPED: Final[Mapping[str, str]] = {
    word: typed
    for words, typed in json.loads((Path(__file__).parents[1] / "sources" / "search_words.json").read_text("utf-8"))
    for word in words.split()
}
_WORD: Final = re.compile(r"[a-z][a-z-]*")
#: A reply in an example: its code and words, without the part in brackets that names a server.
_REPLY: Final = re.compile(r"\b[245]\d\d[ -]#?([245]\.\d+\.\d+)(?: SMTP;)?([^\n\[]*)")
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
    replies = {
        page: _replies(section["text"])
        for section in found["docs"]
        for page, _, heading in [section["location"].partition("#")]
        if heading == "example" and page in pages
    }
    found["docs"] = [kept for section in found["docs"] if (kept := _kept(section, pages, own, fronts))]
    for kept in found["docs"]:
        if said := replies.get(kept["location"]):
            kept["replies"] = said
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
        kept["boost"] = _BOOST * (1.5 if entry and entry.code in _BLOCKS else 1)
    if not heading:
        kept |= {"text": str(front.get("description", "")), "keywords": " ".join(front.get("keywords", ()))}
        kept["synonyms"] = _synonyms(f"{kept['title']} {kept['keywords']}")
        return kept | {"names": " ".join(_numbers(entry, own)) if entry else ""}
    if entry is None:
        commands = sorted(set(_COMMAND.findall(_TAG.sub("", section["text"]))))
        return kept | {"text": _excerpt(section["text"]), "commands": " ".join(commands)}
    if heading == "meaning":
        phrases = _once(phrase for meaning in entry.meanings for phrase in meaning.phrases)
        return kept | {"text": _excerpt(section["text"]), "replies": phrases}
    return None if heading in HEADINGS else kept | {"text": _excerpt(section["text"])}


def _synonyms(words: str) -> str:
    """Return what people type instead of these words, each once."""
    return _once(_TYPED.get(word, "") for word in _WORD.findall(words.lower()))


def _replies(html: str) -> str:
    """Return the words of the replies in a page's examples, each once: people paste a piece of one."""
    return _once(" ".join(reply.groups()) for reply in _REPLY.finditer(unescape(_TAG.sub("", html))))


def _once(texts: Iterable[str]) -> str:
    """Return the words, each once, so that a word that a page repeats counts no more than others."""
    return " ".join(dict.fromkeys(" ".join(texts).split()))


def _excerpt(html: str) -> str:
    """Return the beginning of a section in words, cut between two of them."""
    words = _BLANKS.sub(" ", unescape(_TAG.sub(" ", _NOISE.sub(" ", html)))).strip()
    return words if len(words) <= _EXCERPT else f"{words[:_EXCERPT].rpartition(' ')[0]} …"


def _numbers(entry: Entry, own: Collection[str]) -> list[str]:
    """Return the last number of each code for which a page stands and whose title doesn't have it.

    The search cuts codes at their dots.
    """
    return [code.rpartition(".")[2] for code in entry.codes() if code != entry.code and code not in own]
