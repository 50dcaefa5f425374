"""Why other recipients of a mail didn't get it, where the reason isn't the one that decides."""

from collections.abc import Iterator
from typing import NamedTuple

from ndr_checker.finding.occurrence import PERMANENT
from ndr_checker.reading.dsn import PASSED
from ndr_checker.rules.catalogue import Meaning, lookup

from .meaning import meaning, of_words
from .outcome import Outcome
from .recipient import Recipient

#: Recipients whose replies are looked at, and reasons that are told: a mail rarely has more than two.
_READ, _TOLD = 200, 5


class OtherReason(NamedTuple):
    """A reason that other recipients have.

    Attributes:
        number: the enhanced status code, or else the reply code.
        late: whether their mail still waits.
        title: that of the page that explains it; None if there is none.
        meaning: what the words say; None if they leave it open.

    """

    number: str
    late: bool
    title: str | None
    meaning: Meaning | None


def other_reasons(
    named: tuple[Recipient, ...], outcomes: list[Outcome], own: Outcome, said: Meaning | None
) -> tuple[tuple[OtherReason, int], ...]:
    """Return the reasons that recipients have beside the one that decides (`own`, whose meaning is `said`).

    Each with how many recipients have it, in their order. The same code is another reason only if its words are.
    """
    if len(named) < len("ab"):
        return ()
    counts: dict[OtherReason, int] = {}
    for reason in _reasons(named, {id(o.decisive): o for o in outcomes}, own):
        same = reason.number == own.code or (own.code is None and reason.number == str(own.reply))
        if not (same and (said is None or reason.meaning in (None, said))):
            counts[reason] = counts.get(reason, 0) + 1
    return tuple(counts.items())[:_TOLD]


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


def _is_temporary(recipient: Recipient) -> bool:
    return recipient.reply < PERMANENT if recipient.reply else (recipient.code or "").startswith("4")


def _explained(outcome: Outcome, *, late: bool) -> tuple[str | None, Meaning | None]:
    entry = lookup(outcome.code) if outcome.code else None
    found, torn = meaning(entry, outcome, "delay" if late else "failure") if entry else (None, False)
    explained, found = (entry, found) if found or torn else of_words(outcome) or (entry, None)
    return (explained.title if explained else None), found
