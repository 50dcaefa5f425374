"""Hide words that the reader names: plain text, in any case, with or without accents and invisible characters."""

import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final

from .redact import Piece

HIDDEN: Final = "[hidden]"
_MARK: Final = Piece(text=HIDDEN, kind="hidden", by=HIDDEN)
#: Marks that combine with a letter, and characters of format.
_UNSEEN = ("Mn", "Mc", "Me", "Cf")


def hide(pieces: Iterable[Piece], typed: Iterable[str]) -> list[Piece]:
    """Return the pieces without the words that were typed, each text of which may name several, between commas.

    In what is hidden already, a word is taken out too: it doesn't come back with the rest.
    """
    pieces = list(pieces)
    words = [word for text in typed for word in text.split(",")]
    spans = _spans("".join(piece.text for piece in pieces), words) if words else []
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


def _spans(text: str, words: Iterable[str]) -> list[tuple[int, int]]:
    """Return where the words are, in order and apart from each other."""
    folded, places = _folded(text)
    places.append(len(text))
    found: list[tuple[int, int]] = []
    for word in filter(None, (_folded(word)[0].strip() for word in words)):
        at = folded.find(word)
        while at >= 0:
            end = at + len(word)
            found.append((places[at], max(places[end], places[end - 1] + 1)))
            at = folded.find(word, at + 1)
    joined: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _folded(text: str) -> tuple[str, list[int]]:
    """Return a text in the form in which words are compared, and where each of its characters was."""
    folded: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character).casefold())
        for one in (" " if one.isspace() else one for one in plain if unicodedata.category(one) not in _UNSEEN):
            if one != " " or folded[-1:] != [" "]:
                folded.append(one)
                places.append(place)
    return "".join(folded), places
