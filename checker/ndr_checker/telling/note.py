"""The note for a ticket, as a help desk would write it: about the sender, with what is private marked as such.

It is made of pieces: the reader of the page chooses what to show, and `--show-names` shows everything.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from typing import Any, Final, Literal, NamedTuple

from ndr_checker.rules.catalogue import lookup

from .escape import code_fence, visible
from .redact import Piece, redact
from .voice import third_person
from .words import KIND

#: Recipients listed; the JSON has all of them.
_LISTED: Final = 20

Form = Literal["text", "markdown"]
_Row = tuple[str, list[Piece]]
#: Shows what comes from the bounce, so that it can't act as Markdown.
_Verbatim = Callable[[Iterable[Piece]], list[Piece]]


class Made(NamedTuple):
    """Where and when a note is made: the site's address or "", the day (2026-11-23), the checker's version."""

    site: str = ""
    day: str = ""
    version: str = ""


def note(verdict: Mapping[str, Any], form: Form, *, known: Iterable[str] = (), made: Made | None = None) -> list[Piece]:
    """Return the note on a verdict.

    Args:
        verdict: the JSON contract.
        form: plain text, or Markdown with everything from the bounce in code spans.
        known: addresses of the same bounce; names and domains in them are private in the quoted line as well.
        made: what the page adds; without it the note names no address, day or version.

    """
    verbatim = _spanned if form == "markdown" else _shown
    title = visible(third_person(verdict["headline"], "the sender"))
    private = _Private(verdict, known)
    source = [*verbatim([Piece(text=verdict["source"])]), Piece(text=": ")] if verdict["source"] else []
    pieces = [*source, Piece(text=f"**{title}**\n" if form == "markdown" else title)]
    bullet = "- " if form == "markdown" else ""
    for name, content in _rows(verdict, verbatim, private, made or Made()):
        pieces += [Piece(text=f"\n{bullet}{name}: "), *content]
    return pieces


def plain(pieces: Iterable[Piece]) -> str:
    """Return the note with nothing hidden."""
    return "".join(piece.text for piece in pieces)


def redacted(pieces: Iterable[Piece]) -> str:
    """Return the note with everything hidden that is private."""
    return "".join(piece.by or piece.text for piece in pieces)


class _Private:
    """The quoted line with its private pieces, and the same numbers for the same things elsewhere in the note."""

    def __init__(self, verdict: Mapping[str, Any], known: Iterable[str]) -> None:
        self.decisive = next((item for item in verdict["evidence"] if item["decisive"]), None)
        people = [row["address"] for row in verdict["recipients"][:_LISTED]]
        people += [verdict["sender"]["address"]] if verdict["sender"] else []
        self.line = list(redact(self.decisive["text"], [*people, *known])) if self.decisive else []
        self._by = {(piece.kind, piece.text.casefold()): piece.by for piece in self.line if piece.kind}

    def pieces(self, text: str) -> list[Piece]:
        """Return other words of the bounce in pieces."""
        return [self.piece(piece.kind, piece.text) if piece.kind else piece for piece in redact(text)]

    def piece(self, kind: str, text: str) -> Piece:
        """Return a private word of the note."""
        number = len({by for (other, _), by in self._by.items() if other == kind}) + 1
        return Piece(text=text, kind=kind, by=self._by.setdefault((kind, text.casefold()), f"[{kind} {number}]"))


def _rows(verdict: Mapping[str, Any], verbatim: _Verbatim, private: _Private, made: Made) -> Iterator[_Row]:
    if verdict["kind"] == "not-a-bounce":
        yield from (("Note", _words(visible(defect))) for defect in verdict["defects"])
        return
    code = " ".join(str(number) for number in (verdict["code"] and verdict["reply"], verdict["code"]) if number)
    if verdict["kind"] != "mention" or verdict["notice"]:
        yield "Result", _words(KIND[verdict["kind"]])
    if code:
        yield "Code", verbatim([Piece(text=code)])
    yield "Meaning" if verdict["page"] else "What to do", _words(third_person(verdict["says"], "the sender"))
    if verdict["severity"] == "open":
        yield "Who must act", _words(verdict["answer"])
    for fact in verdict["facts"]:
        yield fact["name"], _fact(fact["text"], verdict, verbatim, private)
    if private.decisive:
        line = private.decisive["line"]
        yield f"Evidence, line {line}" if line else "Evidence, in an encoded part", verbatim(private.line)
    for row in verdict["recipients"][:_LISTED]:
        words = [verbatim([Piece(text=word)]) for word in (row["action"], row["code"]) if word]
        fate = [piece for word in words for piece in (Piece(text=", "), *word)][1:]
        address = verbatim([private.piece("address", row["address"])])
        yield "Recipient", [*address, Piece(text=" ("), *fate, Piece(text=")")] if fate else address
    yield from ((f"Not {other['code']}", _words(other["why_not"])) for other in verdict["other_codes"])
    for link in verdict["links"]:
        if not link["microsoft"]:  # so written that no program makes a link of it
            yield "Not a Microsoft host, don't open it", verbatim([Piece(text=link["host"].replace(".", "[.]"))])
    yield from (("Note", _words(visible(defect))) for defect in verdict["defects"])
    yield from _ways(verdict, verbatim, made)


def _ways(verdict: Mapping[str, Any], verbatim: _Verbatim, made: Made) -> Iterator[_Row]:
    """Yield where it goes on, and when it was checked."""
    if verdict["page"] and not made.site:
        yield "Next", verbatim([Piece(text=verdict["way"][0])])
        yield "Page", verbatim([Piece(text=verdict["page"])])
    elif verdict["page"]:
        frame = "<{}>" if verbatim is _spanned else "{}"
        yield "Next", _words(frame.format(made.site + verdict["way"][0]))
        yield "Page", _words(frame.format(made.site + verdict["page"]))
    if made.day:
        entry = lookup(verdict["code"]) if verdict["page"] else None
        reviewed = f", page reviewed {entry.front['reviewed']}" if entry else ""
        yield "Checked", _words(f"{made.day}, NDR checker {made.version}{reviewed}")


def _fact(text: str, verdict: Mapping[str, Any], verbatim: _Verbatim, private: _Private) -> list[Piece]:
    """Return a fact in our words, or in the bounce's, of which addresses and ids are private."""
    if verdict["sender"] and text == verdict["sender"]["address"]:
        return verbatim([private.piece("address", text)])
    if text == verdict["id"]:
        return verbatim([private.piece("id", text)])
    server = verdict["server"] and text.endswith(verdict["server"])
    return verbatim(private.pieces(text)) if server else _words(text)


def _words(text: str) -> list[Piece]:
    return [Piece(text=text)] if text else []


def _shown(pieces: Iterable[Piece]) -> list[Piece]:
    return [piece._replace(text=visible(piece.text)) for piece in pieces]


def _spanned(pieces: Iterable[Piece]) -> list[Piece]:
    """Return what comes from the bounce in a Markdown code span, whichever of its pieces are hidden."""
    shown = _shown(pieces)
    before, after = code_fence("".join(piece.text for piece in shown))
    return list(chain([Piece(text=before)], shown, [Piece(text=after)]))
