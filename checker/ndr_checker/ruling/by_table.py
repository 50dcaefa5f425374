"""The verdict on a table that gives no reason for a refusal, or only words without a code."""

from ndr_checker.judging.holder import is_stopped
from ndr_checker.judging.other_reason import OtherReason
from ndr_checker.judging.recipient import Recipient
from ndr_checker.reading.message import Message
from ndr_checker.reading.summary import Summary
from ndr_checker.verdict import BOUNCES, Fact, Step, Verdict

from .by_code import may_end, still_waiting, waiting_acts, with_meaning
from .defects import defects_of

#: A queue's listing gives no reply.
_IN_LOG = "Look for these messages in the mail server's log: it has the reply to each attempt, with its code."
_DIFFERS = "Who has to act differs: see the reasons below."


def by_table(source: str, message: Message, table: Summary, named: tuple[Recipient, ...]) -> Verdict:
    """Judge a table that gives no code: by what became of the mails, and what words say of them, or what it lists."""
    bounced = table.kind in BOUNCES
    waits = still_waiting(message, named) if table.kind == "failure" else ()
    verdict = Verdict(
        source=source,
        kind=table.kind,
        certainty=table.certainty,
        title=table.headline if bounced else None,
        headline=table.headline,
        says=table.next or (_IN_LOG if table.kind == "delay" else None),
        recipients=named if bounced else (),
        steps=(Step(address="triage/", text="Join it with your other exports", reader="all"),),
        facts=(*(Fact(name=name, text=text) for name, text in table.facts), *waits),
        defects=defects_of(message, named),
        recorded=True,
        holder=("stopped" if is_stopped(message) else "server") if table.kind == "delay" else None,
    )
    return _explained(verdict, table) if table.causes else verdict


def _explained(verdict: Verdict, table: Summary) -> Verdict:
    """Return the verdict with why the mails didn't arrive: with a meaning if they all have the same."""
    reasons = tuple((OtherReason("", c.late, c.entry.title, c.meaning), count) for c, count in table.causes)
    if len(reasons) > 1 or table.unexplained:
        return verdict._replace(answer=_DIFFERS, other_reasons=reasons)
    (cause, _), (reason, _) = table.causes[0], reasons[0]
    told = with_meaning(verdict, cause.meaning)
    return told._replace(
        acts=waiting_acts(told.acts) if cause.late and may_end(cause.meaning) else told.acts,
        certainty="likely",
        doubts=("no-code",),
        entry=cause.entry,
        headline=f"{table.headline.partition(';')[0]}: {reason.happened}",
        permanence="transient" if cause.late else "permanent",
        says=None,
        steps=(),
    )
