"""Who did not get the mail, each with the code, the reply and what became of it."""

from collections.abc import Collection, Iterable
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from ndr_checker.base.limits import MAX_LEAD, MAX_RECIPIENTS, MAX_SECTIONS
from ndr_checker.base.pattern import pattern
from ndr_checker.finding.finder import PHRASE, REPLIED, Evidence
from ndr_checker.reading.dsn import PASSED
from ndr_checker.reading.message import Message
from ndr_checker.reading.section import FROM
from ndr_checker.rules.wording import ADDRESS, BLANKS, DAEMON

from .address import (
    addresses,
    announced,
    bare,
    below_heading,
    is_open,
    names_nobody,
    of_field,
    of_list,
    of_list_below,
    of_reply,
    sender_refused,
)
from .outcome import Outcome
from .sentence import (
    alike,
    in_sentence,
    of_alias,
    of_next_notice,
    of_program,
    of_programs,
    of_sending,
    of_sentence,
    of_sentence_below,
)

if TYPE_CHECKING:
    from ndr_checker.reading.dsn import Group
    from ndr_checker.reading.log import Record


#: How far the head of a report goes on either side of its From, in the reader's language.
_HEAD = 1000
_AUTHOR = pattern(rf"\n{BLANKS}(?:{FROM}) ?:[^\n]{{0,998}}")
#: Its lines with the address of who reads it.
_READER = pattern(
    rf"\n{BLANKS}(?:(?:envelope-|delivered-|reply-)?to|cc|an|à|a|para|aan|do|til|till|vastaanottaja|komu|кому"
    r"|收件人|收件者|宛先|받는 사람) ?:[^\n]{0,998}"
)


#: A session's command with a recipient, in lower case, and the line below it, which is the server's answer.
_COMMAND = pattern(r"\brcpt to: ?<([^<>\s]{1,320})>[^\n]{0,80}\n([^\n]{0,400})")
_ACCEPTS = pattern(r"(?<![0-9.:])25[01](?: 2\.|[ -][a-z<])")
#: So a notice speaks to its reader.
_YOURS = pattern(r"\byour (?:e-?)?(?:mail|message)\b")


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
    """Return the recipients of a message: of its DSN or log where there is one, or those named beside a reply."""
    by_row = {id(o.row): o for o in joined if o.row}
    found: dict[tuple[str, str | None], Recipient] = {}
    parts = [part for part in message.parts if part.own]
    failed = any(record.action == "failed" for part in parts for record in part.records)
    for part in parts:
        # A log or a table lists other mails as well, and those that wait aren't those that failed.
        rows: list[Group | Record] = [*part.groups[1]]
        rows += (record for record in part.records if not (failed and record.action == "delayed"))
        for row in rows:
            outcome = by_row.get(id(row))
            address = of_field(row.address)
            if address and not is_open(address) and len(found) < MAX_RECIPIENTS:
                code, reply = (outcome.code, outcome.reply) if outcome else (None, None)
                decisive = outcome.decisive if outcome else None
                found.setdefault((address, code), Recipient(address, code, reply, row.action, decisive))
    if found:
        # A report and a table say of each of a mail's recipients what became of it; a log is of other mails as well.
        of_log = not any(part.groups[1] or part.rows is not None for part in parts)
        of_rows = _still_named(_missed(found.values()) if of_log else found.values())
        if all(row.action in PASSED for row in of_rows):  # then what was refused has no row
            return (*of_rows, *_named(tuple(e for e in evidence if not e.row)))
        return (*of_rows, *_left_out(message, {address.lower() for address, _ in found}))
    return _in_head(message, evidence) or _told(message, evidence)


def waiting(message: Message, named: Collection[Recipient]) -> int:
    """Return how many recipients of a log or a table still wait beside those that are named."""
    rows = [row for part in message.parts if part.own for row in part.records]
    known = {r.address.lower() for r in named}
    return len({of_field(row.address).lower() for row in rows if row.action == "delayed"} - known - {""})


def _missed(rows: Collection[Recipient]) -> Collection[Recipient]:
    """Return the recipients of a log without those whose copy went through, unless all did."""
    return [row for row in rows if row.action not in PASSED] or rows


def _still_named(rows: Collection[Recipient]) -> list[Recipient]:
    """Return each recipient's last outcome, with a code where a record has one: who waited and then failed, failed."""
    failed = {row.address for row in rows if row.action == "failed"}
    coded = {row.address for row in rows if row.action == "failed" and row.code}
    ended = (row for row in rows if row.action != "delayed" or row.address not in failed)
    return [row for row in ended if row.action != "failed" or row.code or row.address not in coded]


def _left_out(message: Message, known: set[str]) -> list[Recipient]:
    """Return the recipients that a pasted notice lists beside those of its fields, where a paste has only the first."""
    pasted = [part for part in message.parts if part.role == "pasted"]
    texts = [part.view.text[:MAX_LEAD] for part in pasted] if any(part.groups[1] for part in pasted) else []
    if not _may_name_more(texts, known):
        return []
    return _more((address for text in texts for address in addresses(text, "before", "first")), known)


def _may_name_more(texts: list[str], known: Collection[object]) -> bool:
    """Return whether texts have more addresses than are known: most have just one, and no list."""
    return sum(text.count("@") for text in texts) > len(known)


def _more(listed: Iterable[str], known: set[str]) -> list[Recipient]:
    """Return the recipients of a list that holds all those that are known and more."""
    named = {address.lower(): address for address in listed}
    more = [Recipient(address, None, None, None) for low, address in named.items() if low not in known]
    return more if known < named.keys() else []


def _told(message: Message, evidence: tuple[Evidence, ...]) -> tuple[Recipient, ...]:
    """Return the recipients that words name, beside a reply or elsewhere; not to whom the report itself was sent."""
    readers = _readers(message)
    named = tuple(r for r in _named(evidence) if r.address.lower() not in readers)
    if named:
        texts = [part.view.text[:MAX_LEAD] for part in message.parts if part.words]
        if not _may_name_more(texts, named):
            return named
        accepted = _accepted(message)
        return tuple(r for r in _with_others(named, texts) if r.address.lower() not in accepted)
    if message.head or readers:
        return _below(evidence, listed(message))
    return _paired(message, evidence) or _below(evidence, _announced(message))


def _accepted(message: Message) -> set[str]:
    """Return the recipients, in lower case, whom the last server took that a session named them to; it refused others.

    Where it refused none of them, what it refused was the mail to all of them.
    """
    texts = [part.view.lines for part in message.parts if part.words and "rcpt to" in part.view.lines]
    said = {match[1]: match[2] for text in texts for match in islice(_COMMAND.finditer(text), MAX_RECIPIENTS)}
    accepted = {address for address, answer in said.items() if _ACCEPTS.search(answer)}
    return accepted if len(accepted) < len(said) else set()


def _with_others(named: tuple[Recipient, ...], texts: list[str]) -> tuple[Recipient, ...]:
    """Return the recipients that are named beside replies, and the others that the same texts list."""
    known = {r.address.lower() for r in named}
    below = (address for text in texts for address in of_list_below(text))
    notices = (address for text in texts for address in addresses(text, "before"))
    more = _more(below, known) or _more(notices, known)
    return (*named, *more) if more else _with_alike(named, texts)


def _with_alike(named: tuple[Recipient, ...], texts: list[str]) -> tuple[Recipient, ...]:
    """Return the recipients with those that the texts name in the same words, in the order of the texts."""
    rows = {r.address.lower(): r for r in named}
    said = [address for text in texts for address in alike(text, named[0].address)][:MAX_RECIPIENTS]
    ordered = {address.lower(): Recipient(address, None, None, None) for address in said} | rows
    return tuple(ordered.values())


def _readers(message: Message) -> set[str]:
    """Return to whom reports in pasted text were sent, in lower case, as the heads say that show a mail server's name.

    A report that was forwarded or quoted has its head further down.
    """
    found: set[str] = set()
    for part in message.parts:
        lines = part.view.lines if part.words and ":" in part.view.text else ""
        for author in islice(_AUTHOR.finditer(lines), MAX_SECTIONS):
            if DAEMON.search(author[0]):
                begin = max(lines.rfind("\n\n", 0, author.start() + 1), author.start() - _HEAD, 0)
                end = lines.find("\n\n", author.end())
                head = lines[begin : min(end if end >= 0 else len(lines), author.end() + _HEAD)]
                found.update(match[0] for to in _READER.finditer(head) for match in ADDRESS.finditer(to[0]))
    return found


def _announced(message: Message) -> tuple[Recipient, ...]:
    """Return the recipients that a pasted notice lists below the line that announces them."""
    texts = [part.view.text[:MAX_LEAD] for part in message.parts if part.words and part.role == "pasted"]
    found = {address.lower(): address for text in texts for address in announced(text)}
    return tuple(Recipient(address, None, None, None) for address in found.values())[:MAX_RECIPIENTS]


def _below(evidence: tuple[Evidence, ...], others: tuple[Recipient, ...]) -> tuple[Recipient, ...]:
    """Return the recipients that are named elsewhere than beside a reply, each with the only code or reply."""
    replies = [e for e in evidence if e.counts and e.rank <= PHRASE]
    if not replies:
        return ()
    alone = replies[0] if len({(e.code, e.reply) for e in replies}) == 1 else None
    code, reply = (alone.code, alone.reply) if alone else (None, None)
    return tuple(r._replace(code=code, reply=reply, evidence=alone) for r in others)


def _paired(message: Message, evidence: tuple[Evidence, ...]) -> tuple[Recipient, ...]:
    """Return the only recipient whom the other lines of a log name: "... REJECTED from=a@b to=c@d"."""
    texts = [part.view.text[:MAX_LEAD] for part in message.parts if part.words and part.role == "pasted"]
    named = {address.lower(): address for text in texts for address in addresses(text, "pair")}
    counting = [e for e in evidence if e.counts and e.rank <= REPLIED]
    if len(named) != 1 or not counting:
        return ()
    return tuple(Recipient(address, counting[0].code, counting[0].reply, None) for address in named.values())


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
    replies = [e for e in evidence if e.rank <= REPLIED and (e.counts or _is_of_an_earlier(e))]
    named = (replies or [e for e in evidence if e.counts and e.rank == PHRASE])[:MAX_RECIPIENTS]
    named = [e for e in named if "@" in e.around and not names_nobody(e)]
    told = [e for e in evidence if e.own][:MAX_RECIPIENTS] if replies else []
    senders = {sender_refused(e) for e in named}
    replying, telling = partial(of_reply, seen={}), partial(of_sentence, seen={})
    ways = (replying, of_program, telling, of_sentence_below, _of_alias)
    for by, beside in ((of_list, told), *((way, named) for way in ways)):
        for e in beside:
            for address in map(bare, by(e)):
                if address.lower() not in senders and not is_open(address):
                    found.setdefault(address.lower(), Recipient(address, e.code, e.reply, e.action, e))
        if found:
            break
    for address in of_next_notice(named[-1]) if found and named else ():
        found.setdefault(address.lower(), Recipient(address, None, None, None))
    return tuple(found.values())


def _of_alias(e: Evidence) -> list[str]:
    return of_alias(e.above) or of_alias(e.around)


def _is_of_an_earlier(e: Evidence) -> bool:
    """Return whether a session's earlier reply refused a recipient: the command above it named one."""
    command = e.above.rstrip("\n").rpartition("\n")[2].lower() if e.wrapped == "earlier" else ""
    return "rcpt to" in command


def _aliases(texts: list[str]) -> set[str]:
    """Return whom a person wrote to, in lower case, where the notice below says of "your message" who didn't get it.

    "Mail to info@fabrikam.com bounces: Your message wasn't delivered to pat@contoso.com".
    """
    lines = [line for text in texts for line in text.split("\n") if "@" in line]
    noticed = {a.lower() for line in lines if _YOURS.search(line.lower()) for a in addresses(line)}
    told = {a.lower() for line in lines for a in addresses(line, "told")}
    return told - noticed if noticed else set()


def listed(message: Message) -> tuple[Recipient, ...]:
    """Return the addresses of a notice without a code, where it names them as recipients."""
    texts = [part.view.text[:MAX_LEAD] for part in message.parts if part.words]
    texts = [below_heading(text) for text in texts]
    found = {address.lower(): address for text in texts for address in addresses(text)}
    aliases = _aliases(texts) if len(found) > 1 else ()
    found = {low: address for low, address in found.items() if low not in aliases}
    found = {address.lower(): address for address in _failed(message)} or found
    if not found:
        said = (of_programs(text) or in_sentence(text, {}) or of_alias(text) or of_sending(text) for text in texts)
        found = {address.lower(): address for several in said for address in several}
    readers = _readers(message)
    named = (address for low, address in found.items() if low not in readers and not is_open(address))
    return tuple(Recipient(address, None, None, None) for address in islice(named, MAX_RECIPIENTS))
