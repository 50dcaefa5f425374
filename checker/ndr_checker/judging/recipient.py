"""Who did not get the mail, each with the code, the reply and what became of it."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from ndr_checker.base.limits import MAX_LEAD, MAX_RECIPIENTS
from ndr_checker.base.pattern import pattern
from ndr_checker.finding.finder import PHRASE, REPLIED, Evidence
from ndr_checker.reading.head import fields
from ndr_checker.reading.message import Message
from ndr_checker.rules.wording import ADDRESS, BLANKS, DAEMON

if TYPE_CHECKING:
    from ndr_checker.reading.dsn import Group
    from ndr_checker.reading.log import Record

_TO = (
    r"(?:failed |original |intended )?recipients?(?: ?address)?|to(?: email)?|e-?mail|address|rcpt to|destinataire"
    r"|adresse du destinataire|destinatario|indirizzo(?: del)? destinatario|dirección del destinatario|destinatário"
    r"|endereço do destinatário|empfänger(?:adresse)?|geadresseerde|mottagare|получатель"
)


#: Outlook writes behind each recipient when it failed, in the reader's language.
_WHEN = r"(?:on|am|le|el|il|em|op|den|dne) (?:\w{2,9}[.,]{0,2} )?[0-9][^\n]{1,60}"
#: What is wrong with a recipient, in the words of a notice that names the address beside it.
_WRONG = (
    "unknown|full|quota|exceed(?:s|ed)|invalid|not found|undeliverable|affected|failed|errors?|no such|not exist"
    "|disabled"
)


def _written(name: str) -> str:
    """Return the pattern of an address as mail programs print it: bare, in brackets, with itself or its link behind."""
    link = rf"(?:[ \t]?[<(\[](?:mailto:)?{ADDRESS.pattern}[^>)\]\n]{{0,80}}[>)\]]{{1,3}})?"
    return rf"[<(\[*]{{0,8}}(?:mailto:|smtp:)?(?P<{name}>{ADDRESS.pattern})[>)\]*]{{0,8}}{link}"


#: Where a notice names who did not get the mail: after a label, alone on a line, before the reply, as a program's key.
#: What each of them can begin with comes first: other characters are done with at once.
_ABOVE = pattern(
    r"(?=['\"ymdtr \t]|^)(?:"
    + "|".join(
        (
            rf"(?:^{BLANKS}|['\"])(?:{_TO})['\"]?{BLANKS}:{BLANKS}['\"]?{_written('labelled')}",
            rf"^{BLANKS}(?:[^\n@:]{{1,80}}[ \t])?{_written('alone')}{BLANKS}(?:{_WHEN})?$",
            rf"^{BLANKS}\"{_written('quoted')}\"(?: <[^>\n]{{3,200}}>)?{BLANKS}$",
            rf"^{BLANKS}{_written('first')}[ \t](?=[^\n@]{{0,120}}(?:remote server|#|smtp|[45]\d\d ))",
            rf"^{BLANKS}(?:[*•-] )?{_written('before')} ?:(?=\s)",
            rf"[ \t]{_written('prefix')} ?:[ \t]{{0,3}}$",
            (
                rf"\b(?:(?:mail|message)(?: that you sent)? to|(?:delivered|addressed) to|to=|rcpt to(?=:)):?{BLANKS}"
                rf"['\"]?{_written('told')}"
            ),
            rf"\brecipient[ \t]{BLANKS}['\"]?{_written('meant')}",
            rf"['\"]{_written('key')}['\"] ?:",
            rf"^[^\n@]{{0,80}}\b(?:{_WRONG})\b[^\n@:]{{0,40}}:{BLANKS}{_written('named')}",
            rf"^{BLANKS}{_written('listed')}[ \t]{{1,9}}(?=[\[(.-][^\n]{{0,60}}(?:{_WRONG}))",
        )
    )
    + ")",
    re.MULTILINE | re.IGNORECASE,
)
#: The reply itself names the recipient: "<a@b>: Recipient address rejected", "a@b... User unknown".
_INSIDE = pattern(
    rf"^[^@\n]{{0,40}}?[<\[]?(?P<address>{ADDRESS.pattern})[>\]]?[:.]{{0,8}}\s{{1,40}}"
    r"(?!sender|from |(?:is |are )?not (?:allowed|permitted|authori[sz]ed|owned)|to (?:be|get|request))"
    r"(?:\S{1,380}\s{1,40}){0,3}?"
    r"(?:recipient|user|mailbox|account|address|unknown|does|is|not|no)\b",
    re.IGNORECASE,
)
#: The reply's own line goes on with it in Postfix's log: "...; from=<a@b> to=<c@d> proto=ESMTP".
_LOGGED = pattern(rf"[ ,;]to=<(?P<address>{ADDRESS.pattern})>")
#: The reply refuses the address it begins with, as the recipient's: "<a@b>: Relay access denied".
_REFUSED = pattern(
    rf"[ \t]?<(?P<address>{ADDRESS.pattern})>(?::|\.\.\.)? (?:[45][0-9]{{2}} )?(?:relay access denied|relaying denied"
    r"|host unknown|remote protocol error|deferred"
    r"|recipient address rejected|(?:user|recipient|mailbox) unknown|unknown user|no such user)",
    re.IGNORECASE,
)
#: A program says to whom it was sending: `Sending email to "a@b" failed`, "Could not send to a@b", "Email To: a@b".
_SENDING = pattern(
    r"\b(?:send(?:ing)?|sent|deliver(?:y|ing)?|e-?mail(?:ing)?|mail|message|notification)[^\n@]{0,40}"
    rf"(?:from:?[ \t]{{0,3}}['\"<(]{{0,2}}{ADDRESS.pattern}['\">)]{{0,2}},?[ \t])?\bto\b:?[ \t]{{0,3}}"
    rf"['\"`<(\[]{{0,3}}(?P<address>{ADDRESS.pattern})",
    re.IGNORECASE,
)
#: A line that says where an address comes from, and not that it failed; one that names who sent or who helps.
_OF_ANOTHER = pattern(
    r"(?:generated|expanded|forwarded|redirected|relayed) (?:from|by|via)"
    r"|\b(?:from|sender|contact|help|questions?|support|write to|reply-to|cc)[ :][^\n@]{0,60}@",
    re.IGNORECASE,
)
#: One of these is in each such line.
_OTHERS = (
    *("from", " by", " via", "sender", "contact", "help", "question", "support", "write to", "reply-to"),
    *("cc:", "cc "),
)
#: The line above the recipients that a mail did not reach.
_HEADING = pattern(
    r"\b(?:following|these|failed) (?:e-?mail )?(?:recipient|address|people)[^\n]{0,80}:?[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
#: How far into a text the head of a pasted report goes, and the name of its first field.
_HEAD, _NAME = 2000, 40
#: A field that holds one of these holds more than the address: a name, Markdown, a type, a route (RFC 5321, 4.1.1.3).
_APART = frozenset(" <>,;:[]()")
_MACHINES = ("postmaster@", "mailer-daemon@", "microsoftexchange")


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


class Outcome(NamedTuple):
    """What is said of one recipient, or one reply on its own: the evidence that decides and the one beside it."""

    decisive: Evidence
    beside: Evidence | None = None

    @property
    def code(self) -> str | None:
        """The enhanced status code."""
        return self.decisive.code

    @property
    def reply(self) -> int | None:
        """The reply code: that of the deciding line, else that of its neighbour."""
        return self.decisive.reply or (self.beside.reply if self.beside else None)

    @property
    def words(self) -> str:
        """The reply's words, for its meaning."""
        return f"{self.decisive.words} {self.beside.words if self.beside else ''}"

    @property
    def row(self) -> "Group | Record | None":
        """The DSN's group or the log's record that it is of."""
        return self.decisive.row or (self.beside.row if self.beside else None)


def outcomes(evidence: tuple[Evidence, ...]) -> list[Outcome]:
    """Join Status and Diagnostic-Code of one recipient, and dsn= and the reply of one log record.

    `Status: 5.0.0` yields to a Diagnostic-Code that knows more (RFC 3463: detail 0 is "other or undefined").
    """
    rows: dict[int, list[Evidence]] = {}
    for e in evidence:
        if e.row:
            rows.setdefault(id(e.row), []).append(e)
    decided = {id(outcome.decisive): outcome for row in rows.values() if (outcome := _of_row(row))}
    told = [decided.get(id(e)) if e.row else Outcome(e) for e in evidence]
    found = [outcome for outcome in told if outcome]
    quoted = [e for e in evidence if not e.row and e.counts and e.rank <= REPLIED] if rows else []
    return [_with_notice(outcome, quoted) for outcome in found] if quoted else found


def _with_notice(outcome: Outcome, quoted: list[Evidence]) -> Outcome:
    """Return a field's outcome with what the notice quotes for it: its reply's words, or what 5.0.0 leaves open."""
    e, code = outcome.decisive, outcome.code or ""
    address = _clean(e.row.address) if e.row else ""
    if not e.row or outcome.beside or e.kind != "status-field":
        return outcome
    for q in quoted:
        same = q.code == code
        finer = code.endswith(".0.0") and (q.code or "")[:1] == code[0] and bool(address) and address in q.text
        if same or finer:
            return Outcome(e, q) if same else Outcome(q, e)
    return outcome


def _of_row(row: list[Evidence]) -> Outcome | None:
    """Return what decides in one DSN group or log record, and what is beside it."""
    unwrapped = [e for e in row if not e.wrapped] or row
    status = next(
        (e for e in unwrapped if e.code and (e.kind == "status-field" or (e.kind == "log-reply" and not e.reply))), None
    )
    replies = [e for e in unwrapped if e is not status]
    reply = next((e for e in replies if e.code), None) or next(iter(replies), None)
    if status and not (reply and _knows_more(reply, status)):
        return Outcome(status, reply)
    beside = status or next((e for e in replies if e is not reply), None)
    return Outcome(reply, beside) if reply else None


def _knows_more(reply: Evidence, status: Evidence) -> bool:
    """Tell whether a reply's own code is to be believed more than the Status beside it.

    Sendmail and others write a Status of their own; the reply's code is what the refusing server said.
    """
    code, own = status.code or "", reply.code or ""
    if not own or own == code:
        return False
    return code.endswith(".0") or (bool(reply.reply) and reply.kind == "diagnostic-code" and own[0] == code[0])


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
            address = _clean(row.address)
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


def _clean(address: str | None) -> str:
    named = (address or "").strip("<> ")
    match = ADDRESS.search(named) if not _APART.isdisjoint(named) or named[:1] == "@" else None
    return match[0].strip(".") if match else named


def _named(evidence: tuple[Evidence, ...]) -> tuple[Recipient, ...]:
    """Return the recipients that a notice's words name, each beside its reply."""
    found: dict[str, Recipient] = {}
    replies = [e for e in evidence if e.counts and e.rank <= REPLIED]
    named = (replies or [e for e in evidence if e.counts and e.rank == PHRASE])[:MAX_RECIPIENTS]
    for by in (_of_reply, _of_program):
        for e in named:
            address = by(e) if "@" in e.around else None
            if address:
                found.setdefault(address.lower(), Recipient(address, e.code, e.reply, e.action, e))
        if found:
            break
    return tuple(found.values())


def _of_reply(e: Evidence) -> str | None:
    """Return whom a reply, its line, or the notice above it names as the recipient."""
    words = e.around[e.to :].partition("\n")[0]
    match = (_LOGGED.search(words) if "to=<" in words else None) or _REFUSED.match(words)
    return match["address"] if match else _last(e.above) or _inside(e.words)


def _of_program(e: Evidence) -> str | None:
    """Return to whom a program says it was sending when it met the reply: the last one above it."""
    sending = [match["address"].strip(".'") for match in _SENDING.finditer(e.above)]
    return next((address for address in reversed(sending) if not address.lower().startswith(_MACHINES)), None)


def listed(message: Message) -> tuple[Recipient, ...]:
    """Return the addresses of a notice without a code, where it names them as recipients."""
    texts = [part.view.text[:MAX_LEAD] for part in message.parts if part.role in ("notice", "pasted")]
    texts = [_behind_heading(text) for text in texts]
    found = {address.lower(): address for text in texts for address in _addresses(text)}
    found = {address.lower(): address for address in _failed(message)} or found
    found.pop(_reader(message), None)
    rows = [Recipient(address=address, code=None, reply=None, action=None) for address in found.values()]
    return tuple(rows[:MAX_RECIPIENTS])


def _behind_heading(text: str) -> str:
    """Return what follows the line that announces the recipients, if an address does."""
    heading = _HEADING.search(text)
    return text[heading.end() :] if heading and "@" in text[heading.end() :] else text


def _addresses(text: str, *kinds: str) -> Iterator[str]:
    """Yield the addresses that a text names as recipients; only in the ways named by `kinds`, if any are."""
    at = text.find("@")
    while at >= 0:
        begin, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
        end = end if end >= 0 else len(text)
        yield from _of_line(text, begin, end, *kinds)
        at = text.find("@", end)


def _of_line(text: str, begin: int, end: int, *kinds: str) -> Iterator[str]:
    line = text[begin:end].lower()
    if any(word in line for word in _OTHERS) and _OF_ANOTHER.search(text, begin, end):
        return
    for match in _ABOVE.finditer(text, begin, end + 1):
        kind = str(match.lastgroup)
        address = str(match[kind]).strip(".'")
        if (not kinds or kind in kinds) and not address.lower().startswith(_MACHINES):
            yield address


def _last(above: str) -> str | None:
    """Return the last address that a text names as a recipient; its lines are read from the last one up."""
    end = len(above)
    while (at := above.rfind("@", 0, end)) >= 0:
        begin, stop = above.rfind("\n", 0, at) + 1, above.find("\n", at)
        named = list(_of_line(above, begin, stop if stop >= 0 else len(above)))
        if named:
            return named[-1]
        end = begin
    return None


def _inside(words: str) -> str | None:
    match = _INSIDE.search(words.strip()) if "@" in words else None
    return match["address"].strip(".") if match else next(_addresses(words, "labelled", "meant"), None)
