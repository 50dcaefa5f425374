"""Hide words that the reader names: plain text, in any case, with or without accents and invisible characters.

Only whole words are hidden: not `it` in "writes". Where letters have no case, as in Chinese, Thai or Arabic, names are
written without spaces around them or with particles joined to them: there, a word is hidden inside others too.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final

from .redact import Piece

HIDDEN: Final = "[hidden]"
_MARK: Final = Piece(text=HIDDEN, kind="hidden", by=HIDDEN)
#: Marks that combine with a letter, and characters of format.
_UNSEEN = ("Mn", "Mc", "Me", "Cf")
#: One beside another of the same is in one word with it: letters that have a case (all are folded), and digits.
_JOINED = ("Ll", "Nd")
#: A word has a letter, a number or a picture: signs alone name nobody.
_NAMING = ("L", "N", "So")
#: The apostrophes of print, as they are typed.
_APOSTROPHES = str.maketrans(dict.fromkeys("\u2018\u2019\u02bc", "'"))


def hide(pieces: Iterable[Piece], typed: Iterable[str], *, kept: str = "") -> list[Piece]:
    """Return the pieces without the words that were typed, each text of which may name several, between commas.

    In what is hidden already, a word is taken out too: it doesn't come back with the rest. What is to be `kept`, as a
    whole word, stays wherever it is readable.
    """
    pieces = list(pieces)
    words = [word for text in typed for word in text.split(",")]
    spans = _spans("".join(piece.text for piece in pieces), words) if words else []
    if spans and kept:
        readable = "".join(" " * len(piece.text) if piece.kind else piece.text for piece in pieces)
        spans = list(_without_kept(spans, _spans(readable, [kept])))
    found: list[Piece] = []
    start = 0
    for piece in pieces:
        end = start + len(piece.text)
        inside = [(a - start, min(b, end) - start) for a, b in spans if a < end and b > start]
        found += _without(piece, inside)
        start = end
    return found


def _without(piece: Piece, spans: list[tuple[int, int]]) -> Iterator[Piece]:
    """Yield what is left of a piece; `spans` may begin before it, and are marked where they begin."""
    if spans and spans[0][0] <= 0 and spans[0][1] == len(piece.text):
        if spans[0][0] == 0:
            yield _MARK
    elif piece.kind:
        text = piece.text
        for start, end in reversed(spans):
            text = text[: max(start, 0)] + (HIDDEN if start >= 0 else "") + text[end:]
        yield piece._replace(text=text)
    else:
        done = 0
        for start, end in spans:
            if done < start:
                yield Piece(text=piece.text[done:start])
            if start >= 0:
                yield _MARK
            done = end
        if done < len(piece.text):
            yield Piece(text=piece.text[done:])


def _without_kept(spans: list[tuple[int, int]], kept: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield what is left of spans, in order, where others are kept."""
    for start, end in spans:
        inside = [edge for first, last in kept if start < last and first < end for edge in (first, last)]
        edges = [start, *inside, end]
        yield from ((a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if a < b)


def _spans(text: str, words: Iterable[str]) -> list[tuple[int, int]]:
    """Return where the words are whole, in order and apart from each other."""
    folded, places = _folded(text)
    places.append(len(text))
    found: list[tuple[int, int]] = []
    for word in filter(_names, (_folded(word)[0].strip() for word in words)):
        at = folded.find(word)
        while at >= 0:
            end = at + len(word)
            if not _is_inside(folded, at) and not _is_inside(folded, end):
                found.append((places[at], max(places[end], places[end - 1] + 1)))
            at = folded.find(word, at + 1)
    joined: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _names(word: str) -> bool:
    return any(unicodedata.category(one).startswith(_NAMING) for one in word)


def _is_inside(folded: str, place: int) -> bool:
    """Return whether a place is between two characters of one word."""
    kinds = {unicodedata.category(one) for one in folded[place - 1 : place + 1]} if 0 < place < len(folded) else set()
    return len(kinds) == 1 and kinds.issubset(_JOINED)


def _folded(text: str) -> tuple[str, list[int]]:
    """Return a text in the form in which words are compared, and where each of its characters was."""
    folded: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text.translate(_APOSTROPHES)):
        plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character).casefold())
        for one in (" " if one.isspace() else one for one in plain if unicodedata.category(one) not in _UNSEEN):
            if one != " " or folded[-1:] != [" "]:
                folded.append(one)
                places.append(place)
    return "".join(folded), places
