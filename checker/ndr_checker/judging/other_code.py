"""The codes that are in the input too, each with the reason why it doesn't count."""

from itertools import islice
from typing import NamedTuple

from ndr_checker.base.limits import MAX_EVIDENCE
from ndr_checker.finding.finder import REPLIED, Evidence
from ndr_checker.rules.catalogue import Entry, is_restriction, restrictions
from ndr_checker.rules.phrases import names

from .outcome import Outcome

_WRAPPED = {
    "->": "It's the other server's own reply, wrapped in this one.",
    "'": "It's the reason, quoted inside the reply that counts.",
    "earlier": "It's an earlier reply in the session; the last one counts.",
}
_MENTIONED = "Also only mentioned; paste it alone to see what it means."
_WORDED = "The reply has this code's words, but the code that it gives takes precedence."


class OtherCode(NamedTuple):
    """A code that is in the input too, but didn't decide.

    Attributes:
        code: the enhanced status code; of a reply whose words contradict its own code, the one that they belong to.
        why_not: a sentence on why it doesn't count.

    """

    code: str
    why_not: str


def other_codes(evidence: tuple[Evidence, ...], outcome: Outcome, *, mention: bool = False) -> tuple[OtherCode, ...]:
    """Return the codes beside the deciding one, each once, with the strongest reason to rule it out.

    `mention`: the deciding one is only mentioned. At most MAX_EVIDENCE, those of the strongest evidence first.
    """
    others = [e for e in evidence if e.code and e.code != outcome.code and not _is_no_delivery(e, outcome)]
    if not others:
        return ()
    others.sort(key=lambda e: (not e.own, e.rank))
    reasons: dict[str, str] = {}
    for e in others:
        if e.code and e.code not in reasons:
            reasons[e.code] = _of_another_part(e) or (_MENTIONED if mention else _of_this_report(e, outcome))
    return tuple(OtherCode(code=code, why_not=why_not) for code, why_not in islice(reasons.items(), MAX_EVIDENCE))


def worded(entry: Entry | None, outcome: Outcome, evidence: tuple[Evidence, ...]) -> OtherCode | None:
    """Return the code whose words a reply has instead of its own code's, both of which restrict an organization.

    Microsoft gives each of these codes its own words, so either the code or the words are wrong.
    """
    code = outcome.code or ""
    if not is_restriction(code) or (entry and names(entry, outcome.words)):
        return None
    seen = {e.code for e in evidence}  # the words of a code that is there too are its own
    others = (other.code for other in restrictions() if other.code not in seen and names(other, outcome.words))
    other = next(others, None)
    return OtherCode(code=other, why_not=_WORDED) if other else None


def _is_no_delivery(e: Evidence, outcome: Outcome) -> bool:
    """Return whether a success is that of a command, or of the recipient who failed later: no copy was delivered then.

    Each command of a session gets a reply, and a server that takes a mail may return it afterwards.
    """
    if not e.passed:
        return False
    row = outcome.decisive.row
    return e.row is None or (row is not None and bool(row.address) and e.row.address == row.address)


def _of_another_part(e: Evidence) -> str | None:
    if e.part == "original":
        return "It's in the original message that came back, not in the refusal."
    if e.part == "table":
        return "It's in a table that isn't about deliveries."
    if e.part == "source":
        return "It's in a string of a program's source."
    if e.part == "headers" or e.subject:
        return "It's in a subject line."
    if e.denied:
        return "The text mentions it only to rule it out."
    return _of_passed(e) if e.passed else None


def _of_passed(e: Evidence) -> str:
    if e.row and not (e.row.address or (e.code or "").startswith("2")):
        return "It's the answer to a notice that the server sent, not to the mail."
    return "That recipient's copy was delivered."


def _of_this_report(e: Evidence, outcome: Outcome) -> str:
    decisive = outcome.decisive
    if e.wrapped:
        return _WRAPPED[e.wrapped]
    if e.row and e.row is decisive.row:
        return (
            "The Diagnostic-Code is more specific."
            if e.kind == "status-field"
            else "This recipient's status takes precedence."
        )
    reasons = (
        ("It's too general; the reply that counts is more specific.", e is outcome.beside or e.is_general),
        ("It's another recipient's code.", e.row and decisive.row),
        ("It's from an older message further down.", e.report > decisive.report),
        ("It's in a less reliable part of the text.", decisive.rank < e.rank <= REPLIED),
        ("It's only mentioned; the report itself says otherwise.", e.rank > decisive.rank),
    )
    return next((says for says, holds in reasons if holds), "Another code in the same text takes precedence.")
