"""A code or reply as evidence: its kind, its place in the input, and the line itself."""

from typing import NamedTuple

from .limits import MAX_LINE
from .message import Message, Part
from .occurrence import Occurrence
from .place import Place
from .plain import QUOTE
from .setting import is_denied

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
_RANKS = {kind: rank for rank, kind in enumerate(KINDS)}

_AROUND = 300
#: How far above its reply a notice may name the recipient.
_ABOVE = 1500


class Evidence(NamedTuple):
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
    group: int | None = None
    denied: bool = False
    subject: bool = False
    wrapped: str = ""

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
        return _RANKS[self.kind]


def quote(message: Message, part: Part, o: Occurrence, kind: str, place: Place | None = None) -> Evidence:
    """Return what stands at an occurrence as evidence of a kind; `place` is the field or record that it is in."""
    view, text, source = part.view, part.view.text, message.source
    before = text[max(0, o.from_ - 80) : o.from_].rpartition("\n")[2]
    words = text[o.end : o.end + _AROUND].partition("\n\n")[0]
    quoted = QUOTE.match(view.line(o.start))
    span = view.span(o.start, o.end)
    return Evidence(
        kind=kind,
        part=part.role,
        report=part.report + (quoted[0].count(">") + quoted[0].count("|") if quoted else 0),
        code=o.code or None,
        reply=o.reply,
        text=_line(text, o.start, o.end),
        words=f"{before} {words}",
        above=text[max(0, o.from_ - _ABOVE) : o.from_],
        at=o.start,
        line=source.line(span[0]) if span else None,
        start=source.locate(span[0]) if span else None,
        end=source.locate(span[1]) if span else None,
        action=place.action if place else None,
        group=place.group if place else None,
        denied=is_denied(text, o.from_),
    )


def _line(text: str, start: int, end: int) -> str:
    """Return the line that holds `text[start:end]`; of a long one what is near, without looking for its ends."""
    first, last = max(0, start - MAX_LINE), min(len(text), end + MAX_LINE)
    begin, stop = text.rfind("\n", first, start) + 1 or first, text.find("\n", end, last)
    stop = last if stop < 0 else stop
    if stop - begin > MAX_LINE:
        begin = max(begin, min(start - MAX_LINE // 4, stop - MAX_LINE))
        stop = begin + MAX_LINE
    return text[begin:stop].strip()
