"""The note for a ticket, as a help desk would write it: about the sender, with what is private marked as such.

It is made of pieces: the reader of the page chooses what to show, and `--show-names` shows everything.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, Literal, NamedTuple

from ndr_checker.reading.tables.ledger import SENDERS
from ndr_checker.rules.catalogue import lookup

from .escape import code_fence, visible
from .hide import hide
from .redact import Piece, redact
from .voice import third_person
from .words import FOREIGN, LISTED, MORE, ON_NO_LINE, result

#: Recipients whose names are looked for in the quoted line.
_SOUGHT: Final = 20
#: The digits of the ID by which Microsoft Support finds a refusal, and how many it has.
_HEX: Final = "0123456789abcdef"
_DIGITS: Final = 16

Form = Literal["text", "markdown"]
_Row = tuple[str, list[Piece]]


class Made(NamedTuple):
    """Where and when a note is made: the site's address or "", the day (2026-11-23), the checker's version."""

    site: str = ""
    day: str = ""
    version: str = ""


def note(
    verdict: Mapping[str, Any],
    form: Form,
    *,
    known: Iterable[str] = (),
    hidden: Iterable[str] = (),
    made: Made | None = None,
) -> list[Piece]:
    """Return the note on a verdict.

    Args:
        verdict: the JSON contract.
        form: plain text, or Markdown with everything from the bounce in code spans.
        known: addresses of the same bounce; names and domains in them are private in the quoted line as well.
        hidden: words that the reader wants out of it, as in `hide`: out of what comes from the bounce, except for the
            code. Our own sentences and addresses stay whole, since nobody's name is in them.
        made: what the page adds; without it the note names no address, day or version.

    """
    writer = _Writer(form, hidden, verdict["code"] or "")
    private = _Private(verdict, known)
    title = _ours(visible(third_person(verdict["headline"], "the sender")))
    strong = [Piece(text="**")] if form == "markdown" else []
    source = [*writer.verbatim(private.name(verdict["source"])), Piece(text=": ")] if verdict["source"] else []
    pieces = [*source, *strong, *title, *strong, *([Piece(text="\n")] if strong else [])]
    bullet = "- " if form == "markdown" else ""
    for name, content in _rows(verdict, writer, private, made or Made()):
        pieces += [Piece(text=f"\n{bullet}{name}: "), *content]
    return pieces


def plain(pieces: Iterable[Piece]) -> str:
    """Return the note with nothing hidden."""
    return "".join(piece.text for piece in pieces)


def redacted(pieces: Iterable[Piece]) -> str:
    """Return the note with everything hidden that is private."""
    return "".join(piece.by or piece.text for piece in pieces)


def _ours(text: str) -> list[Piece]:
    """Return words of ours."""
    return [Piece(text=text)]


class _Writer:
    """Writes a form of the note, with what comes from the bounce without the words that the reader wants out of it."""

    def __init__(self, form: Form, hidden: Iterable[str], code: str) -> None:
        self.markdown = form == "markdown"
        self._hidden, self._code = tuple(hidden), code

    def verbatim(self, pieces: Iterable[Piece]) -> list[Piece]:
        """Return what comes from the bounce; in Markdown in a code span, whichever of its pieces are hidden."""
        return self.span(hide(pieces, self._hidden, kept=self._code))

    def span(self, pieces: Iterable[Piece]) -> list[Piece]:
        """Return pieces as they are; in Markdown in a code span."""
        shown = [piece._replace(text=visible(piece.text)) for piece in pieces]
        if not self.markdown:
            return shown
        before, after = code_fence("".join(piece.text for piece in shown))
        return [Piece(text=before), *shown, Piece(text=after)]

    def quoting(self, text: str) -> list[Piece]:
        """Return a sentence of ours, in which what stands between quotation marks comes from the bounce."""
        before, mark, rest = text.partition('"')
        quoted, end, after = rest.rpartition('"')
        if not end:
            return _ours(visible(text))
        return [*_ours(visible(before + mark)), *self.verbatim(redact(quoted)), *_ours(visible(end + after))]


class _Private:
    """The quoted line with its private pieces, and the same numbers for the same things elsewhere in the note."""

    def __init__(self, verdict: Mapping[str, Any], known: Iterable[str]) -> None:
        self.decisive = next((item for item in verdict["evidence"] if item["decisive"]), None)
        people = [row["address"] for row in verdict["recipients"][:_SOUGHT]]
        people += [verdict["sender"]["address"]] if verdict["sender"] else []
        self._id = verdict["id"] if _is_microsofts(verdict["id"] or "") else None
        line = redact(self.decisive["text"], [*people, *known]) if self.decisive else ()
        self.line = [Piece(text=piece.text) if piece.text == self._id else piece for piece in line]
        self._by = {(piece.kind, piece.text.casefold()): piece.by for piece in self.line if piece.kind}

    def pieces(self, text: str) -> list[Piece]:
        """Return other words of the bounce in pieces."""
        return [self.piece(piece.kind, piece.text) if piece.kind else piece for piece in redact(text)]

    def name(self, source: str) -> list[Piece]:
        """Return a file's name in pieces, its form and which of its mails it is shown: Outlook names it by subject."""
        path, mark, number = source.rpartition("#")
        if not number.isdecimal():
            path, mark, number = source, "", ""
        stem, dot, ending = path.rpartition(".")
        return [*self.pieces(stem), Piece(text=dot), *self.pieces(ending), Piece(text=mark + number)]

    def senders(self, text: str) -> list[Piece]:
        """Return domains with their counts in pieces: `plant.contoso.com (2), contoso.com (1) and 3 more`."""
        pieces: list[Piece] = []
        for item in text.split(", "):
            domain, mark, count = item.rpartition(" (")
            pieces += [
                Piece(text=", "),
                self.piece("host", domain or item),
                Piece(text=f"{mark}{count if mark else ''}"),
            ]
        return pieces[1:]

    def piece(self, kind: str, text: str) -> Piece:
        """Return a word of the note that is private, unless it is Microsoft's ID."""
        if text == self._id:
            return Piece(text=text)
        number = len({by for (other, _), by in self._by.items() if other == kind}) + 1
        return Piece(text=text, kind=kind, by=self._by.setdefault((kind, text.casefold()), f"[{kind} {number}]"))


def _is_microsofts(word: str) -> bool:
    """Return whether a word is an ID as Exchange Online gives to a refusal: only Microsoft's logs say whose it is."""
    return len(word) == _DIGITS and not word.lower().strip(_HEX)


def _rows(verdict: Mapping[str, Any], writer: _Writer, private: _Private, made: Made) -> Iterator[_Row]:
    yield from _result(verdict, writer)
    for fact in verdict["facts"]:
        yield fact["name"], _fact(fact, verdict, writer, private)
    if private.decisive:
        line = private.decisive["line"]
        yield f"Evidence, {f'line {line}' if line else ON_NO_LINE}", writer.verbatim(private.line)
    yield from _recipients(verdict["recipients"], writer, private)
    yield from ((f"Not {other['code']}", _ours(other["why_not"])) for other in verdict["other_codes"])
    for link in verdict["links"]:
        if not link["microsoft"]:  # so written that no program makes a link of it
            host = private.piece("host", link["host"])
            inert = host._replace(text=host.text.replace(".", "[.]"))
            yield FOREIGN, writer.verbatim([inert])
    yield from (("Note", writer.quoting(defect)) for defect in verdict["defects"])
    yield from _ways(verdict, writer, made)


def _result(verdict: Mapping[str, Any], writer: _Writer) -> Iterator[_Row]:
    """Yield what the verdict is."""
    bounced = verdict["kind"] != "not-a-bounce"
    code = " ".join(str(number) for number in (verdict["code"] and verdict["reply"], verdict["code"]) if number)
    if bounced and (verdict["kind"] != "mention" or verdict["notice"]):
        yield "Result", _ours(result(verdict["kind"], (row["action"] for row in verdict["recipients"])))
    if code:
        yield "Code", writer.span(_ours(code))
    if bounced or verdict["facts"]:
        yield "Meaning" if verdict["page"] else "What to do", _ours(third_person(verdict["says"], "the sender"))
    if bounced and verdict["severity"] == "open":
        yield "Who must act", _ours(third_person(verdict["answer"], "the sender"))


def _recipients(rows: Sequence[Mapping[str, Any]], writer: _Writer, private: _Private) -> Iterator[_Row]:
    """Yield the first recipients, and how many more there are."""
    for row in rows[:LISTED]:
        words = [writer.verbatim([Piece(text=row["action"])])] if row["action"] else []
        words += [writer.span(_ours(row["code"]))] if row["code"] else []
        fate = [piece for word in words for piece in (Piece(text=", "), *word)][1:]
        address = writer.verbatim([private.piece("address", row["address"])])
        yield "Recipient", [*address, Piece(text=" ("), *fate, Piece(text=")")] if fate else address
    if len(rows) > LISTED:
        yield MORE, _ours(f"{len(rows) - LISTED:,}")


def _ways(verdict: Mapping[str, Any], writer: _Writer, made: Made) -> Iterator[_Row]:
    """Yield where it goes on, and when it was checked."""
    if verdict["page"] and not made.site:
        yield "Next", writer.span(_ours(verdict["way"][0]))
        yield "Page", writer.span(_ours(verdict["page"]))
    elif verdict["page"]:
        frame = "<{}>" if writer.markdown else "{}"
        yield "Next", _ours(frame.format(made.site + verdict["way"][0]))
        yield "Page", _ours(frame.format(made.site + verdict["page"]))
    if made.day:
        entry = lookup(verdict["page"].split("/")[1]) if verdict["page"] else None
        reviewed = f", page reviewed {entry.front['reviewed']}" if entry else ""
        yield "Checked", _ours(f"{made.day}, NDR checker {made.version}{reviewed}")


def _fact(fact: Mapping[str, str], verdict: Mapping[str, Any], writer: _Writer, private: _Private) -> list[Piece]:
    """Return a fact in our words, or in the bounce's, of which addresses and ids are private."""
    text = fact["text"]
    if verdict["sender"] and text == verdict["sender"]["address"]:
        return writer.verbatim([private.piece("address", text)])
    if text == verdict["id"]:
        return writer.verbatim([private.piece("id", text)])
    server = verdict["server"] and text.endswith(verdict["server"])
    if fact["name"] == SENDERS:
        return writer.verbatim(private.senders(text))
    return writer.verbatim(private.pieces(text)) if server else _ours(text)
