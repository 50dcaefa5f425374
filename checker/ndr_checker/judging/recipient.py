"""Who did not get the mail, each with the code, the reply and what became of it."""

from typing import TYPE_CHECKING, NamedTuple

from ndr_checker.base.limits import MAX_LEAD, MAX_RECIPIENTS
from ndr_checker.finding.finder import PHRASE, REPLIED, Evidence
from ndr_checker.reading.head import fields
from ndr_checker.reading.message import Message
from ndr_checker.rules.wording import ADDRESS, DAEMON

from .address import addresses, below_heading, of_field, of_program, of_reply
from .outcome import Outcome

if TYPE_CHECKING:
    from ndr_checker.reading.dsn import Group
    from ndr_checker.reading.log import Record


#: How far into a text the head of a pasted report goes, and the name of its first field.
_HEAD, _NAME = 2000, 40


class Recipient(NamedTuple):
    """Somebody who didn't get the mail, or whose copy a report or a log names.

    Attributes:
        address: as the bounce has it.
        code: the enhanced status code for this recipient; None if it isn't known.
        reply: the reply code for this recipient; None if it isn't known.
        action: what became of the copy, in the words of a DSN (RFC 3464, section 2.3.3), such as `failed`; None if
            nothing says so.
        evidence: what says so of this recipient; None where only the address is named.

    """

    address: str
    code: str | None
    reply: int | None
    action: str | None
    evidence: Evidence | None = None


def recipients(message: Message, evidence: tuple[Evidence, ...], joined: list[Outcome]) -> tuple[Recipient, ...]:
    """Return the recipients of a message: of its DSN or log where there is one, else those named beside a reply."""
    by_row = {id(o.row): o for o in joined if o.row}
    found: dict[tuple[str, str | None], Recipient] = {}
    for part in message.parts:
        if part.role in ("headers", "original"):
            continue
        rows: list[Group | Record] = [*part.groups[1], *part.records]
        for row in rows:
            outcome = by_row.get(id(row))
            address = of_field(row.address)
            if address and len(found) < MAX_RECIPIENTS:
                code, reply = (outcome.code, outcome.reply) if outcome else (None, None)
                decisive = outcome.decisive if outcome else None
                found.setdefault((address, code), Recipient(address, code, reply, row.action, decisive))
    return tuple(found.values()) or _in_head(message, evidence) or _told(message, evidence)


def _told(message: Message, evidence: tuple[Evidence, ...]) -> tuple[Recipient, ...]:
    """Return the recipients that words name, beside a reply or elsewhere; not to whom the report itself was sent."""
    reader = _reader(message)
    named = tuple(r for r in _named(evidence) if r.address.lower() != reader)
    return named or (_below(message, evidence) if message.head or reader else ())


def _reader(message: Message) -> str:
    """Return to whom a pasted report was sent, in lower case, as the head on its top says; "" where there is none."""
    text = message.parts[0].view.text if message.parts and not message.head else ""
    if ":" not in text[:_NAME]:
        return ""
    head = fields(text[:_HEAD].partition("\n\n")[0])
    match = ADDRESS.search(head.get("to", "")) if DAEMON.search(head.get("from", "")) else None
    return match[0].lower() if match else ""


def _below(message: Message, evidence: tuple[Evidence, ...]) -> tuple[Recipient, ...]:
    """Return the recipients that a mail names elsewhere than beside a reply, each with its only code or reply."""
    replies = [e for e in evidence if e.counts and e.rank <= PHRASE]
    if not replies:
        return ()
    alone = replies[0] if len({(e.code, e.reply) for e in replies}) == 1 else None
    code, reply = (alone.code, alone.reply) if alone else (None, None)
    return tuple(r._replace(code=code, reply=reply, evidence=alone) for r in listed(message))


def _in_head(message: Message, evidence: tuple[Evidence, ...]) -> tuple[Recipient, ...]:
    """Return the recipients that Exim's X-Failed-Recipients names, each with the reply beside its name."""
    failed = _failed(message)
    if not failed:
        return ()
    named = {recipient.address.lower(): recipient for recipient in _named(evidence)}
    replies = [e for e in evidence if e.counts and e.rank <= REPLIED]
    only = replies[0] if len({e.code for e in replies}) == 1 else None
    other = Recipient("", only.code if only else None, only.reply if only else None, None, only)
    return tuple(named.get(address.lower(), other)._replace(address=address) for address in failed)


def _failed(message: Message) -> list[str]:
    named = message.head.get("x-failed-recipients")
    return ADDRESS.findall(named)[:MAX_RECIPIENTS] if named else []


def _named(evidence: tuple[Evidence, ...]) -> tuple[Recipient, ...]:
    """Return the recipients that a notice's words name, each beside its reply."""
    found: dict[str, Recipient] = {}
    replies = [e for e in evidence if e.counts and e.rank <= REPLIED]
    named = (replies or [e for e in evidence if e.counts and e.rank == PHRASE])[:MAX_RECIPIENTS]
    for by in (of_reply, of_program):
        for e in named:
            address = by(e) if "@" in e.around else None
            if address:
                found.setdefault(address.lower(), Recipient(address, e.code, e.reply, e.action, e))
        if found:
            break
    return tuple(found.values())


def listed(message: Message) -> tuple[Recipient, ...]:
    """Return the addresses of a notice without a code, where it names them as recipients."""
    texts = [part.view.text[:MAX_LEAD] for part in message.parts if part.role in ("notice", "pasted")]
    texts = [below_heading(text) for text in texts]
    found = {address.lower(): address for text in texts for address in addresses(text)}
    found = {address.lower(): address for address in _failed(message)} or found
    found.pop(_reader(message), None)
    rows = [Recipient(address=address, code=None, reply=None, action=None) for address in found.values()]
    return tuple(rows[:MAX_RECIPIENTS])
