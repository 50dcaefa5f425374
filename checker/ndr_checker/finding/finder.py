"""Find what a message says of its refusal: each code or reply with its kind, its place, and the line itself.

Finding does not judge: `verdict` weighs. Nothing here raises, and every list is bounded (`limits`).
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from operator import attrgetter

from ndr_checker.base.limits import MAX_FOUND
from ndr_checker.reading.message import Message, Part
from ndr_checker.rules.catalogue import lookup
from ndr_checker.rules.phrases import names

from .context import in_subject, is_session, labelled, subjects
from .evidence import KINDS, REPLIED, STRUCTURED, Evidence, quote
from .field import Place, places_of
from .occurrence import Occurrence, occurrences
from .reply import is_apart, opens_line, replies, wrapping

__all__ = ["KINDS", "REPLIED", "STRUCTURED", "Evidence", "find", "spoken"]

_START = attrgetter("start")
_AROUND = 300
_FEW_LINES = 3
#: How far behind a field its last reply is seen to be one.
_EDGE = 100


def find(message: Message) -> tuple[Evidence, ...]:
    """Return the evidence of a message in the order of its parts, MAX_FOUND pieces at most."""
    found: list[Evidence] = []
    group = 0
    for part in message.parts:
        if len(found) >= MAX_FOUND:
            break
        if part.role in ("headers", "original"):
            found += _only_mentioned(message, part)
        else:
            reader = _Reader(message, part, group)
            found += reader.read()
            group += reader.groups
    return tuple(found[:MAX_FOUND])


def _only_mentioned(message: Message, part: Part) -> Iterator[Evidence]:
    """Yield the codes of a part that can't decide: of a mail's own head those of its subject."""
    text = part.view.text
    for start, end in subjects(text) if part.role == "headers" else ((0, len(text)),):
        yield from (quote(message, part, o, "code-alone") for o in occurrences(text, start, end))


class _Reader:
    """Reads one part that can decide; `groups` counts its DSN groups and log records, numbered from `first` on."""

    def __init__(self, message: Message, part: Part, first: int) -> None:
        self._message, self._part = message, part
        self._text = part.view.text
        places, self.groups = places_of(part, first)
        self._places = sorted(places, key=_START) if len(places) > 1 else places
        self._starts = [place.start for place in self._places]

    def read(self) -> list[Evidence]:
        """Return the part's evidence: codes, and replies that have no code of their own."""
        found: list[Evidence] = []
        previous: tuple[Occurrence, Evidence] | None = None
        replied: set[int | None] = set()
        for o in occurrences(self._text):
            e = self._coded(o)
            if e.rank <= REPLIED and not (e.code or "").startswith("2"):
                wrapped = self._wrapping(*previous, o, e) if previous else ""
                e = e._replace(wrapped=wrapped) if wrapped else e
                previous = (o, e)
                if e.reply:
                    replied.add(e.group)
            found.append(e)
        if not previous:
            found += self._replies()
        elif self._places:
            found += (e for place in self._places if place.group not in replied for e in self._replies_in(place))
        last = max([e.at for e in found if e.rank == REPLIED and not e.passed], default=0)
        if last and is_session(self._text):  # of a session the last refusal counts
            return [e._replace(wrapped="earlier") if e.rank == REPLIED and e.at < last else e for e in found]
        return found

    def _coded(self, o: Occurrence) -> Evidence:
        place = self._place(o.start)
        if place:
            return quote(self._message, self._part, o, place.kind, place)
        if in_subject(self._text, o.start):
            return quote(self._message, self._part, o, "code-alone")._replace(subject=True)
        if not o.reply:
            o = self._behind_reply(o)
        kind = labelled(self._text, o.from_) or ("smtp-reply" if o.reply else "code-alone")
        found = quote(self._message, self._part, o, kind)
        entry = lookup(o.code) if kind == "code-alone" else None
        return found._replace(rank=KINDS.index("phrase")) if entry and names(entry, found.words) else found

    def _behind_reply(self, o: Occurrence) -> Occurrence:
        """Give a code the reply some words before it: "said: 511 sorry, no mailbox here (#5.1.1 - chkuser)"."""
        before = self._text[max(0, o.start - _AROUND) : o.start].rpartition("\n\n")[2]
        for reply in replies(before):
            if labelled(before, reply.start):
                return o._replace(reply=reply.reply, from_=o.start - len(before) + reply.start)
        return o

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
            kind = place.kind if place else labelled(self._text, o.start)
            if not kind and opens_line(self._text, o.start):
                if bare is None:
                    bare = self._text.strip().count("\n") < _FEW_LINES or is_session(self._text)
                kind = "smtp-reply" if bare else None
            if kind:
                yield quote(self._message, self._part, o, kind, place)

    def _place(self, at: int) -> Place | None:
        """Return the DSN's field or the log's record that an offset is in."""
        run = bisect_right(self._starts, at) - 1 if self._starts else -1
        return self._places[run] if run >= 0 and at < self._places[run].end else None

    def _wrapping(self, earlier: Occurrence, outer: Evidence, o: Occurrence, e: Evidence) -> str:
        """Tell how a reply stands in the one before: "" not at all."""
        if outer.group != e.group or "status-field" in (outer.kind, e.kind) or e.kind == "trace-led":
            return ""
        taken = outer.kind == "log-reply" and not outer.reply  # dsn=5.7.705, and then the reply it was taken from
        gap = self._text[earlier.end : o.from_]
        if taken or is_apart(gap):
            return ""
        return wrapping(gap) or ("'" if outer.kind == e.kind == "diagnostic-code" else "")


def spoken(message: Message, phrase: str, code: str) -> Evidence | None:
    """Return the evidence of a catalogue phrase that names a code where the text has none."""
    words = re.compile(r"\s+".join(re.escape(word).replace("'", "['‘’‚]") for word in phrase.split()), re.IGNORECASE)
    for part in message.parts:
        match = words.search(part.view.text) if part.role in ("notice", "pasted") else None
        if match:
            o = Occurrence(code, None, match.start(), match.end(), match.start())
            return quote(message, part, o, "phrase")
    return None
