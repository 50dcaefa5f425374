"""Find what a message says of its refusal: each code or reply with its kind, its place, and the line itself.

Finding does not judge: `verdict` weighs. Nothing here raises, and every list is bounded (`limits`).
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from .catalogue import lookup
from .limits import MAX_CODES, MAX_LINE
from .message import Message, Part
from .occurrence import Occurrence, occurrences
from .phrases import names
from .place import places_of
from .plain import QUOTE
from .setting import in_subject, is_session, labelled
from .wording import DENIED

#: Kinds by rank, the strongest first. Those up to STRUCTURED stand in a place that only a report, a log or a trace has.
KINDS = (
    "status-field",
    "diagnostic-code",
    "trace-led",
    "log-reply",
    "remote-reply",
    "notice-line",
    "smtp-reply",
    "phrase",
    "code-alone",
)
STRUCTURED = KINDS.index("notice-line")
REPLIED = KINDS.index("smtp-reply")

_REPLY_ONLY = re.compile(r"(?<![0-9.\-])([45][0-5][0-9])(?:[ \-]|[ \-]?\n[ \t]*)(?=[^\s0-9]|[0-9] )")
_LINE_START = re.compile(r"(?:^|\n)[ \t]*(?:\S{1,60}: )?$")
#: What opens a quoted reply inside another.
_OPENED = re.compile(r"(?:['\"“‘(]|(?<!reported )\berror ?:|\bsaid:)\s*$", re.IGNORECASE)
_AROUND = 300
_FEW_LINES = 3
#: How far above its reply a notice may name the recipient.
_ABOVE = 1500


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One thing found.

    `code` None is a reply without an enhanced code. `text` is the line itself, `words` the reply round the code, for
    its meaning, `above` what stands over it, for its recipient, `at` the offset in its part. `line`, `start`, `end`
    count in the input as given, None in decoded text. `report` is the part's, and one more for each quote mark before
    the line. `action` is a DSN's word (`failed`, `delayed`, `delivered`) where a field or a log says it, and `group`
    numbers that DSN group or log record. `wrapped` is how this reply stands in another one: "" not at all, "->" as the
    other server's, "'" quoted, "earlier" in a session. `denied`: the words rule it out. `subject`: it is in a subject
    line.
    """

    kind: str
    part: str
    report: int
    code: str | None
    reply: int | None
    text: str
    words: str
    above: str
    at: int
    line: int | None = None
    start: int | None = None
    end: int | None = None
    action: str | None = None
    wrapped: str = ""
    group: int | None = None
    denied: bool = False
    subject: bool = False

    @property
    def passed(self) -> bool:
        """Whether this recipient's copy went through: by its Action, or by a code of class 2 (RFC 3463: success)."""
        return self.action in ("delivered", "relayed", "expanded") or (self.code or "").startswith("2")

    @property
    def counts(self) -> bool:
        """Whether it may decide: it is the report's own, of a copy that didn't go through, inside no other reply."""
        return self.part not in ("original", "headers") and not (self.wrapped or self.passed or self.subject)

    @property
    def rank(self) -> int:
        """Where the kind stands in KINDS: 0 is the strongest."""
        return KINDS.index(self.kind)


def find(message: Message) -> tuple[Evidence, ...]:
    """Return the evidence of a message in the order of its parts."""
    found: list[Evidence] = []
    group = 0
    for part in message.parts:
        more, group = _of_part(message, part, group)
        found += more
    return tuple(found)


class _Reader:
    """Reads one part; its groups and records are those of the text."""

    def __init__(self, message: Message, part: Part, first: int) -> None:
        self._message, self._part = message, part
        self._text = part.view.text
        places, self.groups = places_of(part, first)
        self._places = sorted(places, key=lambda place: place.start)
        self._starts = [place.start for place in self._places]

    def read(self) -> Iterator[Evidence]:
        """Yield the evidence of a part that can decide: codes, and replies that have no code of their own."""
        previous: tuple[Occurrence, Evidence] | None = None
        replied: set[int | None] = set()
        for o in occurrences(self._text):
            found = self._coded(o)
            if found.rank <= REPLIED and not (found.code or "").startswith("2"):
                if previous:
                    found = replace(found, wrapped=_wrapping(self._text, previous, o, found))
                previous = (o, found)
                replied |= {found.group} if found.reply else set()
            yield found
        if not previous:
            yield from self._replies()
        elif self._places:
            yield from (e for e in self._replies() if e.group is not None and e.group not in replied)

    def _coded(self, o: Occurrence) -> Evidence:
        placed = self._placed(o)
        if placed:
            return placed
        if in_subject(self._text, o.start):
            return replace(_evidence(self._message, self._part, o, "code-alone"), subject=True)
        if not o.reply:
            o = self._behind_reply(o)
        found = _evidence(
            self._message, self._part, o, labelled(self._text, o.from_) or ("smtp-reply" if o.reply else "code-alone")
        )
        entry = lookup(o.code) if found.kind == "code-alone" else None
        return replace(found, kind="phrase") if entry and names(entry, found.words) else found

    def _behind_reply(self, o: Occurrence) -> Occurrence:
        """Give a code the reply some words before it: "said: 511 sorry, no mailbox here (#5.1.1 - chkuser)"."""
        before = self._text[max(0, o.start - _AROUND) : o.start].rpartition("\n\n")[2]
        reply = next((m for m in _REPLY_ONLY.finditer(before) if labelled(before, m.start())), None)
        return replace(o, reply=int(reply[1]), from_=o.start - len(before) + reply.start()) if reply else o

    def _replies(self) -> Iterator[Evidence]:
        """Yield replies without an enhanced code: "554 Too many hops", "said: 550 unknown user"."""
        bare = self._text.strip().count("\n") < _FEW_LINES or is_session(self._text)
        for match in islice(_REPLY_ONLY.finditer(self._text), MAX_CODES):
            o = Occurrence(code="", reply=int(match[1]), start=match.start(), end=match.end(1), from_=match.start())
            placed = self._placed(o)
            kind = labelled(self._text, o.start)
            if placed:
                yield placed
            elif kind or (bare and _LINE_START.search(self._text[max(0, o.start - 70) : o.start])):
                yield _evidence(self._message, self._part, o, kind or "smtp-reply")

    def _placed(self, o: Occurrence) -> Evidence | None:
        """Return the evidence of a code in a DSN's field or a log's record."""
        place = self._places[bisect_right(self._starts, o.start) - 1] if self._places else None
        if place is None or not place.start <= o.start < place.end:
            return None
        found = _evidence(self._message, self._part, o, place.kind)
        return replace(found, action=place.action, group=place.group)


def _of_part(message: Message, part: Part, first: int) -> tuple[list[Evidence], int]:
    """Return a part's evidence and the next free group number."""
    if part.role in ("headers", "original"):
        seen = occurrences(part.view.text)
        return [
            _evidence(message, part, o, "code-alone")
            for o in seen
            if part.role == "original" or in_subject(part.view.text, o.start)
        ], first
    reader = _Reader(message, part, first)
    found = list(reader.read())
    if is_session(part.view.text):  # of a session the last refusal counts
        last = max((e.at for e in found if e.kind == "smtp-reply" and not e.passed), default=0)
        found = [replace(e, wrapped="earlier") if e.kind == "smtp-reply" and e.at < last else e for e in found]
    return found, first + reader.groups


def _wrapping(text: str, before: tuple[Occurrence, Evidence], o: Occurrence, evidence: Evidence) -> str:
    """Tell how a reply stands in the one before: `550 5.7.350 ... -> 554 5.7.1 ...`, `'451 4.4.0 "451 5.7.3 ...'`."""
    earlier, outer = before
    gap = text[earlier.end : o.from_]
    apart = len(gap) > 2 * _AROUND or "\n\n" in gap or outer.group != evidence.group or evidence.kind == "trace-led"
    field = "status-field" in (outer.kind, evidence.kind)
    taken = outer.kind == "log-reply" and not outer.reply  # dsn=5.7.705, and then the reply it was taken from
    if apart or field or taken:
        return ""
    if "->" in gap:
        return "->"
    return "'" if _OPENED.search(gap) or outer.kind == evidence.kind == "diagnostic-code" else ""


def spoken(message: Message, phrase: str, code: str) -> Evidence | None:
    """Return the evidence of a catalogue phrase that names a code where the text has none."""
    words = re.compile(r"\s+".join(re.escape(word).replace("'", "['‘’]") for word in phrase.split()), re.IGNORECASE)
    for part in message.parts:
        match = words.search(part.view.text) if part.role in ("notice", "pasted") else None
        if match:
            o = Occurrence(code=code, reply=None, start=match.start(), end=match.end(), from_=match.start())
            return _evidence(message, part, o, "phrase")
    return None


def _evidence(message: Message, part: Part, o: Occurrence, kind: str) -> Evidence:
    view, text = part.view, part.view.text
    begin, stop = text.rfind("\n", 0, o.start) + 1, text.find("\n", o.end)
    line = _shortened(text[begin : stop if stop >= 0 else None], o.start - begin)
    span, source = view.span(o.start, o.end), message.source
    words = text[o.end : o.end + _AROUND].partition("\n\n")[0]
    before = text[max(0, o.from_ - 80) : o.from_].rpartition("\n")[2]
    quoted = QUOTE.match(view.line(o.start))
    return Evidence(
        kind=kind,
        part=part.role,
        report=part.report + (sum(map(quoted[0].count, ">|")) if quoted else 0),
        code=o.code or None,
        reply=o.reply,
        text=line.strip(),
        words=f"{before} {words}",
        above=text[max(0, o.from_ - _ABOVE) : o.from_],
        at=o.start,
        line=source.line(span[0]) if span else None,
        start=source.locate(span[0]) if span else None,
        end=source.locate(span[1]) if span else None,
        denied=bool(DENIED.search(text[max(0, o.from_ - 40) : o.from_])),
    )


def _shortened(line: str, at: int) -> str:
    if len(line) <= MAX_LINE:
        return line
    begin = max(0, min(at - MAX_LINE // 4, len(line) - MAX_LINE))
    return line[begin : begin + MAX_LINE]
