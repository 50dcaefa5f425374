"""The catalogue's wording: which of a code's meanings a reply names, and which code, where it has no number.

The code decides; the words only choose among a code's meanings, or speak where there is no code.
Phrases are substrings of normalised text, so a writer can read them and none can blow up.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from functools import cache
from operator import itemgetter

from ndr_checker.base.normalise import normalise
from ndr_checker.base.terms import Permanence

from . import catalogue
from .catalogue import Entry, Meaning, entries


def meaning_of(entry: Entry, reply: str, *, speakers: Collection[str] = ()) -> tuple[Meaning | None, bool]:
    """Return the meaning that a reply's words choose, and whether two fit equally well.

    The longest phrase wins, since it contains what the shorter ones say. `speakers` are who may be speaking, where
    that is known: the meanings of other systems are left out.
    """
    text = normalise(reply)
    best = 0
    fitting: list[Meaning] = []
    for meaning in entry.meanings:
        if speakers and meaning.speaker and meaning.speaker not in speakers:
            continue
        longest = max([len(phrase) for phrase in (*meaning.phrases, *meaning.also) if phrase in text], default=0)
        if longest > best:
            best, fitting = longest, [meaning]
        elif longest and longest == best:
            fitting.append(meaning)
    return (fitting[0], False) if len(fitting) == 1 else (None, bool(fitting))


def meaning_without_code(
    text: str, permanence: Permanence, *, speakers: Collection[str], least: int = 0
) -> tuple[Entry, Meaning] | None:
    """Return the page and the meaning that words have where no number has a page; None if they are torn.

    The longest wording wins, if it has several words and `least` bytes, of which a Chinese character has three: a
    single word confirms what a code says, but says too little without it. What only one system means by its words
    counts only if that system speaks, and then before what they mean elsewhere. A server that may take the mail later
    gives the reasons of one that won't, too. Meanings that agree in who acts first and in what is blocked aren't torn:
    the first of them speaks that sends nobody to the recipient's side. One that leaves open whose setup is the reason
    says what one-sided ones say, too.
    """
    fitting = [
        (len(phrase), entry, meaning)
        for phrase, entry, meaning in _in(text, _wordings())
        if _has_words(phrase) and len(phrase.encode()) >= least
        if not meaning.speaker or meaning.speaker in speakers
    ]
    found = [hit for hit in fitting if hit[2].permanence == permanence]
    found = found or (fitting if permanence == "transient" else [])
    longest = max((size for size, _, _ in found), default=0)
    best = [(entry, meaning) for size, entry, meaning in found if size == longest]
    best = [(entry, meaning) for entry, meaning in best if meaning.either_side] or best
    best = [(entry, meaning) for entry, meaning in best if meaning.speaker] or best
    if len({(meaning.acts[:1], meaning.blocked) for _, meaning in best}) != 1:
        return None
    return min(best, key=lambda hit: "recipient-admin" in hit[1].acts)


def said_by_server(text: str, *, late: bool) -> tuple[Entry, Meaning] | None:
    """Return the page and the meaning of a server's words without a code, in a log or a table; `late`: mail waits."""
    return meaning_without_code(text, "transient" if late else "permanent", speakers=("other",))


def _has_words(phrase: str) -> bool:
    """Return whether a phrase has several words: Chinese and Japanese have no blanks between theirs."""
    return " " in phrase or phrase[-1] > "\u2e7f"


def names(entry: Entry, text: str) -> bool:
    """Return whether a text holds one of a page's phrases."""
    low = normalise(text)
    return any(phrase in low for meaning in entry.meanings for phrase in meaning.phrases)


def is_known(text: str) -> bool:
    """Return whether a text holds the wording of any page, also one that others have for the same problem."""
    return any(_in(text, _wordings()))


def spoken(text: str) -> list[tuple[str, Entry, Meaning]]:
    """Return phrase, page and meaning that a text without a code names: the longest; several where they fit equally."""
    found = list(_in(text, _phrases()))
    best = max((len(phrase) for phrase, _, _ in found), default=0)
    return [hit for hit in found if len(hit[0]) == best]


_Hit = tuple[str, Entry, Meaning]
#: Phrases with their places in the catalogue, by a word that a text with them has, or by the beginning of one.
_Index = dict[str, list[tuple[int, _Hit]]]
#: As many letters are a beginning.
_BEGINNING = 4


def _in(text: str, index: _Index) -> Iterator[_Hit]:
    """Yield the phrases that a text holds, in the catalogue's order."""
    low = normalise(text)
    words = low.split()
    had = index.keys() & {"", *words, *[word[:_BEGINNING] for word in words]}
    found = [placed for word in had for placed in index[word] if placed[1][0] in low]
    return (hit for _, hit in sorted(found, key=itemgetter(0)))


@cache
def _phrases() -> _Index:
    """Return all phrases."""
    return _by_word((phrase, entry, m) for entry in entries() for m in entry.meanings for phrase in m.phrases)


@cache
def _wordings() -> _Index:
    """Return all phrases and those that only confirm a code."""
    rows = ((entry, m) for entry in entries() for m in entry.meanings)
    return _by_word((phrase, entry, m) for entry, m in rows for phrase in (*m.phrases, *m.also))


def _by_word(hits: Iterable[_Hit]) -> _Index:
    """Return the phrases by the longest word inside them, or by how their last one begins, which may go on."""
    index: _Index = defaultdict(list)
    for placed in enumerate(hits):
        inside = placed[1][0].split(" ")[1:]
        last = inside.pop()[:_BEGINNING] if inside else ""
        words = [*inside, last] if len(last) == _BEGINNING else inside
        index[max(words, key=len, default="")].append(placed)
    return index


def forget() -> None:
    """Read the pages again from now on: the site's build checks them again after each change."""
    catalogue.forget()
    _phrases.cache_clear()
    _wordings.cache_clear()
