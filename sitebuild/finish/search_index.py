"""What the search knows: titles, headings, codes, replies, what people type, the beginning of each section, rare words.

Material fetches the index when the search is first used, so what finds nothing stays out of it.
"""

import json
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from html import unescape
from typing import Any, Final

from ndr_checker.rules.catalogue import Entry
from sitebuild.sources.page_faults import HEADINGS

#: The two blocks come before other pages.
_BLOCKS: Final = {"5.7.705", "5.7.750"}
_BOOST: Final = 1.2
#: Fields of ours, searched and never shown; ranking.mjs says what each counts.
_FIELDS: Final = ("keywords", "replies", "commands", "codes", "words")
#: A word that more pages have leads to none of them, and would only make the index larger.
_FEW: Final = 8
#: Longer words are our tests' names on the privacy page.
_WORD: Final = re.compile(r"\b\w[\w'’]{2,39}\b")
#: A reply in an example: the words after its code, without the part in brackets that names a server.
_REPLY: Final = re.compile(r"\b[245]\d\d[ -]#?[245]\.\d+\.\d+(?: SMTP;)?([^\n\[]*)")
#: A command's noun: its verb is a word like others.
_COMMAND: Final = re.compile(r"\b[A-Z][a-z]+-([A-Z][A-Za-z0-9]+)\b")
#: So much of a section is kept, in characters: the theme shows about as much as an excerpt.
_EXCERPT: Final = 320
#: Sections whose words say little about the page, or are in the index already.
_ELSEWHERE: Final = {"example", "not-this", "sources"}
_TAG: Final = re.compile(r"<[^>]*>")
_BLANKS: Final = re.compile(r"\s+")
#: Code and tables: an excerpt of them reads as noise.
_NOISE: Final = re.compile(r"<(pre|table)\b.*?</\1>", re.DOTALL)


def trim(index: str, entries: Iterable[Entry], fronts: Mapping[str, Mapping[str, Any]]) -> str:
    """Return the text of search_index.json, cut down. `fronts` is each page's front matter, by its address."""
    found = json.loads(index)
    found["config"]["fields"] |= {field: {} for field in _FIELDS}
    found["config"]["pipeline"] = []  # "can I" and "not my" are words too: ranking.mjs lets them count little
    pages = {entry.page: entry for entry in entries}
    own = {entry.code for entry in pages.values()}
    replies = {
        page: _replies(section["text"])
        for section in found["docs"]
        for page, _, heading in [section["location"].partition("#")]
        if heading == "example" and page in pages
    }
    texts = _texts(found["docs"])
    found["docs"] = [kept for section in found["docs"] if (kept := _kept(section, pages, own, fronts))]
    for kept in found["docs"]:
        if said := replies.get(kept["location"]):
            kept["replies"] = said
    _add_words(found["docs"], texts)
    return json.dumps(found, ensure_ascii=False, separators=(",", ":"))


def _texts(sections: Iterable[Mapping[str, Any]]) -> dict[str, set[str]]:
    """Return the words of each page, by its address."""
    texts: dict[str, set[str]] = {}
    for section in sections:
        page, _, heading = section["location"].partition("#")
        if heading not in _ELSEWHERE:
            texts.setdefault(page, set()).update(_words(_TAG.sub(" ", unescape(_TAG.sub(" ", section["text"])))))
    return texts


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _add_words(kept: Iterable[dict[str, Any]], texts: Mapping[str, set[str]]) -> None:
    """Add to each page the words that it has and its part of the index hasn't, if few pages have them."""
    pages = Counter(word for words in texts.values() for word in words)
    known: dict[str, set[str]] = {}
    for section in kept:
        page = section["location"].partition("#")[0]
        known.setdefault(page, set()).update(_words(json.dumps(section, ensure_ascii=False)))
    for section in kept:
        page = section["location"]
        if page in texts:
            section["words"] = " ".join(sorted(w for w in texts[page] - known[page] if pages[w] <= _FEW))


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
    if not heading:
        if entry and entry.code in _BLOCKS:
            kept["boost"] = _BOOST
        kept |= {"text": str(front.get("description", "")), "keywords": front.get("keywords", [])}
        return kept | {"codes": " ".join(_codes(entry, own)) if entry else ""}
    if entry is None:
        commands = sorted(set(_COMMAND.findall(_TAG.sub("", section["text"]))))
        return kept | {"text": _excerpt(section["text"]), "commands": " ".join(commands)}
    if heading == "meaning":
        phrases = list(dict.fromkeys(phrase for meaning in entry.meanings for phrase in meaning.phrases))
        return kept | {"text": _excerpt(section["text"]), "replies": phrases}
    return None if heading in HEADINGS else kept | {"text": _excerpt(section["text"])}


def _replies(html: str) -> list[str]:
    """Return the words of the replies in a page's examples: people paste a piece of one."""
    return list(dict.fromkeys(reply[1].strip() for reply in _REPLY.finditer(unescape(_TAG.sub("", html)))))


def _excerpt(html: str) -> str:
    """Return the beginning of a section in words, cut between two of them."""
    words = _BLANKS.sub(" ", unescape(_TAG.sub(" ", _NOISE.sub(" ", html)))).strip()
    return words if len(words) <= _EXCERPT else f"{words[:_EXCERPT].rpartition(' ')[0]} …"


def _codes(entry: Entry, own: Collection[str]) -> list[str]:
    """Return the codes for which a page stands, each as one word: the search cuts words at dots."""
    return [code.replace(".", "_") for code in entry.codes() if code == entry.code or code not in own]
