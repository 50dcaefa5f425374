"""The verdict on a table that gives no reason for a refusal."""

from ndr_checker.judging.holder import is_stopped
from ndr_checker.judging.recipient import Recipient
from ndr_checker.reading.message import Message
from ndr_checker.reading.summary import Summary
from ndr_checker.verdict import BOUNCES, Fact, Step, Verdict

from .by_code import still_waiting
from .defects import defects_of

#: A queue's listing gives no reply.
_IN_LOG = "Look for these messages in the mail server's log: it has the reply to each attempt, with its code."


def by_table(source: str, message: Message, table: Summary, named: tuple[Recipient, ...]) -> Verdict:
    """Judge a table that gives no reason: by what became of the mails, or by what else it lists."""
    bounced = table.kind in BOUNCES
    waits = still_waiting(message, named) if table.kind == "failure" else ()
    return Verdict(
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
