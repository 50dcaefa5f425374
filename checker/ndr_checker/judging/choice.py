"""Choose what decides, and say what kind of report it makes.

1. A report's own fields outrank the quoted remote reply, that the notice, that the rest (`evidence.KINDS`).
2. What stands in the original message that came back, or in a subject, never decides; an older mail of the thread
   only where no newer one holds a report.
3. An organization-wide block is chosen if one recipient's report has it; else the first failed recipient's code.
"""

from functools import cached_property
from typing import NamedTuple

from ndr_checker.base.limits import MAX_LEAD
from ndr_checker.base.normalise import normalise
from ndr_checker.finding.finder import REPLIED, STRUCTURED, Evidence
from ndr_checker.finding.occurrence import PERMANENT
from ndr_checker.reading.message import Message
from ndr_checker.rules.catalogue import lookup
from ndr_checker.rules.wording import DAEMON, DELAYED, FAILED

from .recipient import Outcome

_WIDE = ("organization", "unregistered-domains")


class Signs:
    """What the form of a message says, read only when it is asked for: most reports have a field that says it."""

    def __init__(self, *, message: Message, evidence: tuple[Evidence, ...]) -> None:
        self.message = message
        self.evidence = evidence

    @cached_property
    def lead(self) -> str:
        """The words before the reply, which may itself say "could not be delivered" of another server."""
        first: dict[str, int] = {}
        for e in self.evidence:
            if e.rank <= REPLIED:
                first[e.part] = min(e.at, first.get(e.part, MAX_LEAD))
        leads = [self.message.head.get("subject", "")]
        leads += (
            part.view.text[: first.get(part.role, MAX_LEAD)]
            for part in self.message.parts
            if part.role in ("notice", "pasted", "status")
        )
        return normalise(" ".join(leads)[: 4 * MAX_LEAD])

    @cached_property
    def failed(self) -> bool:
        """Whether the lead says that mail failed, or the record of a log or a trace."""
        return bool(FAILED.search(self.lead)) or "failed" in self._actions

    @cached_property
    def delayed(self) -> bool:
        """Whether the lead says that mail waits and is tried again, or the record of a log or a trace."""
        return bool(DELAYED.search(self.lead)) or "delayed" in self._actions

    @cached_property
    def _actions(self) -> set[str]:
        parts = (part for part in self.message.parts if part.role in ("notice", "pasted"))
        return {record.action for part in parts for record in part.records}

    @property
    def report(self) -> bool | None:
        """Whether a raw mail is a report (RFC 6522); None for pasted text, which has no head."""
        return self._is_report if self.message.head else None

    @cached_property
    def _is_report(self) -> bool:
        """RFC 5321, section 4.5.5: a report has the null sender."""
        head = self.message.head
        kind = head.get("content-type", "").lower()
        if kind.startswith("multipart/report") and "disposition-notification" not in kind:
            return "feedback-report" not in kind
        if "x-failed-recipients" in head or any(part.role == "status" for part in self.message.parts):
            return True
        if DAEMON.search(head.get("from", "")):
            return any(e.counts and e.rank <= REPLIED for e in self.evidence) or self.failed or self.delayed
        named = "<>" in (head.get("return-path"), head.get("from")) or FAILED.match(normalise(head.get("subject", "")))
        return bool(named) and (self.failed or self.delayed)

    @property
    def answer(self) -> bool:
        """Whether it is a person's automatic reply (RFC 3834), whatever it quotes."""
        automatic = self.message.head.get("auto-submitted", "no").lower().startswith("auto-replied")
        return automatic and self.report is False


class Choice(NamedTuple):
    """The outcome that decides, and the kind it makes of the message: failure, delay or mention."""

    outcome: Outcome
    kind: str


def choose(outcomes: list[Outcome], seen: Signs) -> Choice | None:
    """Return what decides among the outcomes; None where no code and no reply stands in the report's own words."""
    usable = [o for o in outcomes if o.decisive.counts]
    if not usable:
        return None
    pool = [o for o in usable if o.decisive.rank <= STRUCTURED and not o.decisive.denied and not seen.answer]
    if not pool and seen.report is not False:
        # A reply in prose, or a phrase beside a code, decides only where no report stands, never in a stranger's mail.
        pool = [o for o in usable if o.decisive.rank <= REPLIED + 1 and not o.decisive.denied]
    if pool:
        return _first(pool, usable, seen)
    coded = sorted((o for o in usable if o.code), key=lambda o: o.decisive.denied)
    if not coded:
        return None
    kind = _kind(coded[0], seen) if seen.report and seen.failed and not coded[0].decisive.denied else "mention"
    return Choice(outcome=coded[0], kind=kind)


def _first(pool: list[Outcome], usable: list[Outcome], seen: Signs) -> Choice:
    newest = min(o.decisive.report for o in pool)
    choices = [Choice(outcome=o, kind=_kind(o, seen)) for o in pool if o.decisive.report == newest]
    chosen = choices[0] if len(choices) == 1 else _strongest(choices)
    return Choice(outcome=_refined(chosen.outcome, usable), kind=chosen.kind)


def _strongest(choices: list[Choice]) -> Choice:
    best = min(map(_rank, choices))
    first = [choice for choice in choices if _rank(choice) == best]
    # Where a report has fields, its words name no other recipient's block.
    wide = [choice for choice in (choices if best else first) if choice.kind == "failure" and _is_wide(choice.outcome)]
    return (wide or [choice for choice in first if choice.kind == "failure"] or first)[0]


def _rank(choice: Choice) -> int:
    return 0 if choice.outcome.decisive.group is not None else choice.outcome.decisive.rank


def _is_wide(outcome: Outcome) -> bool:
    entry = lookup(outcome.code) if outcome.code else None
    return entry is not None and all(meaning.blocked in _WIDE for meaning in entry.meanings)


def _kind(outcome: Outcome, seen: Signs) -> str:
    """Return failure or delay: by an Action or a log's word, then the lead, the reply, the code's class (RFC 3463)."""
    action, reply = outcome.decisive.action, outcome.reply
    if action in ("failed", "delayed"):
        return "failure" if action == "failed" else "delay"
    # The lead can't say otherwise of a final reply, and to read it costs more than all the rest.
    if (reply and reply >= PERMANENT) or (seen.failed and not seen.delayed):
        return "failure"
    if reply:
        return "delay"
    if seen.delayed and not seen.failed:
        return "delay"
    return "delay" if (outcome.code or "5").startswith("4") else "failure"


def _refined(chosen: Outcome, usable: list[Outcome]) -> Outcome:
    """Return the reply that a bare `Status: 4.0.0` is too general for, where the report's words quote just one."""
    code = chosen.code or ""
    if not code.endswith(".0.0"):
        return chosen
    finer = {
        o.code: o
        for o in usable
        if o.code
        and o.decisive.rank <= REPLIED
        and o.code.startswith(code[0])
        and not o.code.endswith(".0.0")
        and o.decisive.report == chosen.decisive.report
    }
    return next(iter(finer.values()))._replace(beside=chosen.decisive) if len(finer) == 1 else chosen


def certainty(choice: Choice, outcomes: list[Outcome], *, torn: bool) -> str:
    """Return how sure the choice is; `torn` where two meanings fit equally well."""
    decisive = choice.outcome.decisive
    if torn:
        return "unsure"
    if choice.kind == "mention" or decisive.rank > REPLIED:
        return "likely"
    if decisive.rank <= STRUCTURED:
        return "certain"
    rivals = {o.code for o in outcomes if o.code and o.decisive.counts and o.decisive.rank <= decisive.rank}
    return "likely" if len(rivals | {decisive.code}) > 1 else "certain"
