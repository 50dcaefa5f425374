"""Find what a message says of its refusal: each code or reply with its kind, its place, and the line itself.

Finding does not judge: `verdict` weighs. Nothing here raises, and every list is bounded (`limits`).
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from ndr_checker.base.limits import MAX_CODES, MAX_FOUND
from ndr_checker.base.pattern import pattern
from ndr_checker.reading.dsn import Group
from ndr_checker.reading.events import is_json
from ndr_checker.reading.message import Message, Part
from ndr_checker.rules.catalogue import lookup
from ndr_checker.rules.phrases import names

from .context import in_subject, is_explained, is_session, is_subject, labelled, subjects
from .evidence import ALONE, INTRODUCED, KINDS, PHRASE, REPLIED, Evidence, quote
from .field import Place, places_of
from .listing import in_code, is_all_code
from .occurrence import Occurrence, has_more_codes, occurrences, typed
from .reply import has_more_replies, is_apart, is_multiline, is_paired, opens_line, refuses, replies, wrapping
from .sequence import as_a_whole, as_told
from .surroundings import (
    is_after_address,
    is_in_prose,
    is_named,
    is_reason,
    is_said,
    is_spoken_of,
    is_tagged,
    is_title,
    marked,
    quoted,
)

if TYPE_CHECKING:
    from ndr_checker.base.terms import EvidenceKind

__all__ = ["ALONE", "INTRODUCED", "KINDS", "PHRASE", "REPLIED", "Evidence", "find", "left_out", "spoken"]

_AROUND = 300
_FEW_LINES = 3
#: How far after a field its last reply is seen to be one.
_EDGE = 100
#: The number of a reply, which is found faster than the words before it.
_REPLY = pattern(r"[45][0-5][0-9](?![0-9.])")
#: A reply code in a field or in its own words: "SMTP code: 550", `code "550", with message`, `smtp_code=550`.
_NUMBER = pattern(
    r"(?:code|status|reply|number|smtp(?:[ -][^\W\d_]{1,20})?)['\"]?[ \t]{0,9}(?:[:=(]|=>|is|was)?[ \t]{0,9}['\"]?"
    r"([45][0-5][0-9])(?![0-9.])",
    re.IGNORECASE,
)
#: The code that a report's field is.
_CODE = pattern(r"[45]\.[0-9]\.[0-9]{1,3}")
#: The reply that Exchange 2003 to 2010 write after a code: "#5.5.0 smtp;554 ...".
_INNER = pattern(r"[ \t]smtp;[ \t]?([45][0-5][0-9])[ \-]", re.IGNORECASE)
#: A reply that a sentence quotes, beginning as a server's words do.
_CITED = pattern(r"(?<=[ \t]['\"“„«‘`])[45][0-9]{2}[ -][A-Z<]")
#: Kinds of evidence that an article's sentence about a code may look like.
_EXPLAINED = ("smtp-reply", "notice-line", "code-alone")


def find(message: Message) -> tuple[Evidence, ...]:
    """Return the evidence of a message in the order of its parts, MAX_FOUND pieces at most."""
    found: list[Evidence] = []
    for part in message.parts:
        if len(found) >= MAX_FOUND:
            break
        found += _Reader(message, part).read() if part.own else _only_mentioned(message, part)
    return tuple(found[:MAX_FOUND])


def left_out(message: Message, found: tuple[Evidence, ...]) -> str | None:
    """Return the sentence that not all codes and replies of a message were read; None if they were."""
    long = [part for part in message.parts if len(part.view.text) > MAX_CODES]
    texts = [part.view.text for part in long if part.own]
    crowded = any(has_more_codes(text) or (not found and has_more_replies(text)) for text in texts)
    if len(found) < MAX_FOUND and not crowded:
        return None
    return (
        f"There are too many codes to read them all: at most {MAX_CODES} of one part and {MAX_FOUND} of the whole mail."
    )


def _only_mentioned(message: Message, part: Part) -> Iterator[Evidence]:
    """Yield the codes of a part that can't decide: of a mail's own head those of its subject."""
    text = part.view.text
    for start, end in subjects(part.view.lines) if part.role == "headers" else ((0, len(text)),):
        yield from (quote(message, part, o, "code-alone") for o in occurrences(text, start, end))


class _Reader:
    """Reads one part that can decide."""

    def __init__(self, message: Message, part: Part) -> None:
        self._message, self._part = message, part
        self._text = part.view.text
        self._places = places_of(part)
        self._starts = [place.start for place in self._places]

    def read(self) -> list[Evidence]:
        """Return the part's evidence: codes, and replies that have no code of their own."""
        found: list[Evidence] = []
        previous: tuple[Occurrence, Evidence] | None = None
        replied: set[int] = set()
        for o in occurrences(self._text):
            e = self._coded(o)
            if e.rank <= REPLIED and not (e.code or "").startswith("2"):
                outer = previous or self._unnumbered(found, o)
                wrapped = self._wrapping(*outer, o, e) if outer else ""
                e = e._replace(wrapped=wrapped) if wrapped else e
                previous = (o, e)
                if e.reply and e.row:
                    replied.add(id(e.row))
            found.append(e)
        hand = [] if found else [self._coded(o) for o in typed(self._text)]
        if hand:
            found = hand
        elif not previous:
            found += self._replies()
        elif self._places:
            found += (e for place in self._places if id(place.row) not in replied for e in self._replies_in(place))
        if self._places:
            found += self._numbers({id(e.row) for e in found})
        found = as_a_whole(self._part.view, found)
        if self._part.role != "pasted" or self._part.rows is not None:
            return found
        if self._message.told:
            return [e._replace(typed=True) for e in found]
        return as_told(self._part.view, found)

    def _numbers(self, told: set[int]) -> Iterator[Evidence]:
        """Yield the codes in parts and the reply codes that have a field, of the rows that have no other evidence."""
        for place in self._places:
            row = place.row
            if not isinstance(row, Group) or id(row) in told:
                continue
            code = row.text("status") if place.kind == "status-field" else ""
            if _CODE.fullmatch(code) or (row.reply and row.fields["number"].start == place.start):
                o = Occurrence(code, row.reply, place.start, place.end, place.start)
                yield quote(self._message, self._part, o, place.kind, place)

    def _coded(self, o: Occurrence) -> Evidence:
        place = self._place(o.start)
        if place:
            return quote(self._message, self._part, o, place.kind, place)
        if in_subject(self._text, o.start):
            return quote(self._message, self._part, o, "code-alone")._replace(subject=True)
        slipped = o.typed and o.from_ < o.start
        slipped = slipped and (opens_line(self._text, o.from_) or refuses(self._text, o.start, anywhere=True))
        if not o.reply:
            o = self._numbered(o)
        kind: EvidenceKind | None = labelled(self._text, o.from_)
        code = self._in_code(o, alone=not kind and self._is_quoted(o))
        if not kind and not code and is_reason(self._text, o):
            kind, o = "smtp-reply", o._replace(typed=not is_tagged(self._text, o))
        kind = kind or ("smtp-reply" if o.reply or slipped or is_tagged(self._text, o) else "code-alone")
        opened = marked(self._text, o)
        mentioned = opened is not None or is_named(self._text, o)
        begin = o.from_ if opened is None else opened
        code = code or (kind in _EXPLAINED and is_title(self._text, o))
        defined = code or ((mentioned or kind in _EXPLAINED) and is_explained(self._part.view, begin, o.end))
        defined = defined or (kind != "trace-led" and is_subject(self._text, o.from_, o.end))
        if defined or is_spoken_of(self._text, o, kind):
            kind = "code-alone"
        if mentioned or (kind == "smtp-reply" and is_in_prose(self._text, o)):
            o = o._replace(typed=True)
        found = quote(self._message, self._part, o, kind)
        entry = lookup(o.code) if kind == "code-alone" and not defined else None
        return found._replace(rank=PHRASE) if entry and names(entry, found.words) else found

    def _in_code(self, o: Occurrence, *, alone: bool) -> bool:
        alone = alone and self._is_source
        return in_code(self._part.view.line(o.from_), self._text, o.from_, alone=alone)

    def _is_defined(self, o: Occurrence) -> bool:
        return is_explained(self._part.view, o.from_, o.end) or is_subject(self._text, o.from_, o.end)

    @cached_property
    def _is_source(self) -> bool:
        return is_all_code(self._text)

    @cached_property
    def _is_json(self) -> bool:
        return is_json(self._text)

    def _is_quoted(self, o: Occurrence) -> bool:
        return self._text[o.from_ - 1 : o.from_] in ("'", '"', "`")

    def _numbered(self, o: Occurrence) -> Occurrence:
        """Give a code the reply some words before it, or its number in words or a field of its own.

        "said: 511 sorry, no mailbox here (#5.1.1 - chkuser)"; "Detail: 5.7.60 SMTP; Client ... SMTP code: 550".
        """
        inner = _INNER.match(self._text, o.end) if self._text[o.start - 1 : o.start] == "#" else None
        if inner and inner[1][0] == o.code[0]:
            return o._replace(reply=int(inner[1]))
        before = self._text[max(0, o.start - _AROUND) : o.start].rpartition("\n\n")[2]
        for reply in replies(before):
            if labelled(before, reply.start):
                return o._replace(reply=reply.reply, from_=o.start - len(before) + reply.start)
        behind = self._text[o.end : o.end + _AROUND].partition("\n\n")[0]
        if not _REPLY.search(f"{before}:{behind}"):
            return o
        numbers = [*_NUMBER.findall(before)[-1:], *_NUMBER.findall(behind)[:1]]
        same = next((number for number in numbers if number[0] == o.code[0]), None)
        return o._replace(reply=int(same)) if same else o

    def _unnumbered(self, found: list[Evidence], o: Occurrence) -> tuple[Occurrence, Evidence] | None:
        """Return the code without a number, right before an arrow, whose reply holds the one at `o`; promote it.

        "5.4.300 Message expired -> 452 4.2.2 The recipient's inbox is out of storage space."
        """
        outer = found[-1] if found else None
        if not outer or not outer.code or outer.subject or outer.rank < PHRASE:
            return None
        end = outer.at + len(outer.code)
        gap = self._text[end : o.from_]
        if "->" not in gap or is_apart(gap):
            return None
        found[-1] = outer._replace(rank=REPLIED)
        return Occurrence(outer.code, None, outer.at, end, outer.at), found[-1]

    def _replies_in(self, place: Place) -> Iterator[Evidence]:
        """Yield replies without an enhanced code in a field or record."""
        for o in replies(self._text, place.start, place.end + _EDGE):
            if self._place(o.start) is place:
                yield quote(self._message, self._part, o, place.kind, place)

    def _replies(self) -> Iterator[Evidence]:
        """Yield replies without an enhanced code, where a field, a record, a label or the start of a line makes one."""
        bare: bool | None = None
        for o in replies(self._text):
            place = self._place(o.start)
            named: EvidenceKind | None = place.kind if place else labelled(self._text, o.start)
            kind = named or quoted(self._text, o)
            if not kind and self._text[o.end : o.end + 1] == "," and self._is_json:
                continue  # a number of JSON, and the next key
            # "street": "550 Main Street" is a value of JSON too.
            sure = bool(named or (kind and not self._is_json)) or refuses(self._text, o.start)
            if not kind and opens_line(self._text, o.start):
                if bare is None:
                    session = is_session(self._part.view.lines)
                    bare = session or self._text.strip().count("\n") < _FEW_LINES
                several = is_multiline(self._text, o.start)
                sure = sure or session or several
                worded = not self._text[o.end + 1 : o.end + 2].islower()  # "550 new roses" opens a line too
                kind = "smtp-reply" if (bare and worded) or several else None
            if not kind and sure:
                kind = "smtp-reply"
            cited = not kind and self._is_cited(o)
            if (kind or cited) and not place and (self._in_code(o, alone=cited) or self._is_defined(o)):
                continue
            if cited:
                kind, sure = "smtp-reply", False
            if kind:
                yield quote(self._message, self._part, o if sure else o._replace(typed=True), kind, place)

    def _is_cited(self, o: Occurrence) -> bool:
        """Return whether a person, or a program within a line, quotes a reply that nothing introduces."""
        if _CITED.match(self._text, o.start) or is_paired(self._text, o.start):
            return True
        return is_after_address(self._text, o) or is_said(self._text, o)

    def _place(self, at: int) -> Place | None:
        """Return the DSN's field or the log's record that an offset is in."""
        run = bisect_right(self._starts, at) - 1 if self._starts else -1
        return self._places[run] if run >= 0 and at < self._places[run].end else None

    def _wrapping(self, earlier: Occurrence, outer: Evidence, o: Occurrence, e: Evidence) -> str:
        """Tell how a reply is in the one before: "" not at all."""
        if outer.row is not e.row or "status-field" in (outer.kind, e.kind) or e.kind == "trace-led":
            return ""
        taken = outer.kind == "log-reply" and not outer.reply  # dsn=5.7.705, and then the reply it was taken from
        # A code that says little isn't the refusal: the reply inside it is.
        if taken or outer.is_general or is_apart(self._text[earlier.end : o.from_]):
            return ""
        return wrapping(self._text, earlier, o) or ("'" if outer.row and outer.kind == e.kind != "log-reply" else "")


def spoken(message: Message, phrase: str, code: str) -> Evidence | None:
    """Return the evidence of a catalogue phrase that names a code where the text has none."""
    words = re.compile(r"\s+".join(re.escape(word).replace("'", "['‘’‚]") for word in phrase.split()), re.IGNORECASE)
    for part in message.parts:
        match = words.search(part.view.text) if part.words else None
        if match:
            o = Occurrence(code, None, match.start(), match.end(), match.start())
            return quote(message, part, o, "phrase")
    return None
