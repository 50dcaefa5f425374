"""Reasons beside the one that decides: those of other recipients, and the one in a reply that it quotes."""

from collections.abc import Iterator
from typing import NamedTuple

from ndr_checker.finding.evidence import Evidence
from ndr_checker.finding.occurrence import PERMANENT
from ndr_checker.reading.dsn import PASSED
from ndr_checker.reading.message import Message
from ndr_checker.rules.catalogue import Meaning, is_restriction, lookup
from ndr_checker.rules.phrases import said_by_server

from .meaning import meaning, of_words
from .outcome import Outcome
from .recipient import Recipient

#: Recipients whose replies are looked at, and reasons that are told: a mail rarely has more than two.
_READ, _TOLD = 200, 5


#: So far into a reply the one inside it begins at most.
_INSIDE = 200
#: How lines of a session begin.
_SESSION = ("<<<", ">>>", "C:", "S:")


class OtherReason(NamedTuple):
    """A reason beside the one that decides.

    Attributes:
        number: the enhanced status code, or else the reply code; "" where only words say it.
        late: whether the mail still waits.
        title: that of the page that explains it; None if there is none.
        meaning: what the words say; None if they leave it open.
        passed_on: whether it's another server's reply, which the deciding one only passes on ("... -> 554 5.7.1 ...").

    """

    number: str
    late: bool
    title: str | None
    meaning: Meaning | None
    passed_on: bool = False

    @property
    def happened(self) -> str:
        """What happened, in a clause: the meaning's, or the page's."""
        return (self.meaning and self.meaning.headline) or (self.title or "").partition(": ")[2]


def other_reasons(
    message: Message, named: tuple[Recipient, ...], outcomes: list[Outcome], own: Outcome, said: Meaning | None
) -> tuple[tuple[OtherReason, int], ...]:
    """Return the reasons that recipients have beside the one that decides (`own`, whose meaning is `said`).

    Each with how many recipients have it, in their order. The same code is another reason only if its words are.
    """
    causes = message.table.causes if message.table else ()
    if len(named) < len("ab") and not causes:
        return ()
    counts: dict[OtherReason, int] = {}
    coded = _reasons(named, {id(o.decisive): o for o in outcomes}, own)
    for reason in (*coded, *_in_words(message, named)):
        same = reason.number in ("", own.code) or (own.code is None and reason.number == str(own.reply))
        if not (same and (said is None or reason.meaning in (None, said))):
            counts[reason] = counts.get(reason, 0) + 1
    for cause, count in causes:
        if cause.meaning != said:
            counts[OtherReason("", cause.late, cause.entry.title, cause.meaning)] = count
    return tuple(counts.items())[:_TOLD]


def inner_reason(evidence: tuple[Evidence, ...], own: Outcome) -> OtherReason | None:
    """Return the reason in the innermost reply that the one that decides (`own`) quotes: it says why.

    "5.7.57 Client not authenticated to send mail. Error: 535 5.7.139 Authentication unsuccessful, ..."
    """
    e, inner = own.decisive, None
    inside = ("'",) if is_restriction(own.code or "") else ("'", "->")  # an organization's block needs no other reason
    for other in evidence:
        near = other.part == e.part and e.at < other.at < e.at + _INSIDE and other.wrapped in inside
        above = e.line and other.line and other.line < e.line  # in another notice, whose places are counted from 0
        if near and other.code not in (None, own.code) and not above and not _is_next(e, other):
            inner = other
    if not inner or not inner.code:
        return None
    late = (inner.reply or int(inner.code[0]) * 100) < PERMANENT
    alone = inner._replace(around=inner.around[inner.from_ :], from_=0, to=inner.to - inner.from_)
    return OtherReason(inner.code, late, *_explained(Outcome(alone), late=late), passed_on=inner.wrapped == "->")


def _is_next(e: Evidence, other: Evidence) -> bool:
    """Return whether a session or another notice begins between two replies, so that the later one is inside none."""
    between = e.around[e.to : e.to + other.at - e.at]
    return "\n\n" in between or any(line.lstrip().startswith(_SESSION) for line in between.split("\n")[1:])


def _reasons(named: tuple[Recipient, ...], by_evidence: dict[int, Outcome], own: Outcome) -> Iterator[OtherReason]:
    known: dict[tuple[str, bool, str], OtherReason] = {}
    for recipient in named[:_READ]:
        e = recipient.evidence
        its = e and e is not own.decisive and e.report <= own.decisive.report and recipient.action not in PASSED
        outcome = by_evidence.get(id(e)) if its else None
        number = recipient.code or str(recipient.reply or "")
        if outcome and number and not number.startswith("2"):
            late = recipient.action == "delayed" or (recipient.action is None and _is_temporary(recipient))
            key = (number, late, outcome.words)
            if key not in known:
                known[key] = OtherReason(number, late, *_explained(outcome, late=late))
            yield known[key]


def _in_words(message: Message, named: tuple[Recipient, ...]) -> Iterator[OtherReason]:
    """Yield the reasons of a log's recipients that only words say: "** pat@fabrikam.com: Unrouteable address"."""
    without = {r.address.lower() for r in named if not r.evidence and r.action in ("failed", "delayed")}
    for part in message.parts if without else ():
        for record in part.records if part.rows is None else ():
            if record.address.lower() in without:
                late = record.action == "delayed"
                found = said_by_server(part.view.text[record.start : record.end], late=late)
                if found:
                    without.discard(record.address.lower())
                    yield OtherReason("", late, found[0].title, found[1])


def _is_temporary(recipient: Recipient) -> bool:
    return recipient.reply < PERMANENT if recipient.reply else (recipient.code or "").startswith("4")


def _explained(outcome: Outcome, *, late: bool) -> tuple[str | None, Meaning | None]:
    entry = lookup(outcome.code) if outcome.code else None
    found, torn = meaning(entry, outcome, "delay" if late else "failure") if entry else (None, False)
    explained, found = (entry, found) if found or torn else of_words(outcome) or (entry, None)
    return (explained.title if explained else None), found
