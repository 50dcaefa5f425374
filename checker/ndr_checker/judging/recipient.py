"""Who did not get the mail, each with the code, the reply and what became of it."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from ndr_checker.base.limits import MAX_LEAD, MAX_RECIPIENTS
from ndr_checker.base.pattern import pattern
from ndr_checker.finding.finder import REPLIED, Evidence
from ndr_checker.reading.message import Message
from ndr_checker.rules.wording import ADDRESS, BLANKS

if TYPE_CHECKING:
    from ndr_checker.reading.dsn import Group
    from ndr_checker.reading.log import Record

_TO = (
    r"recipient(?: ?address)?|failed recipient|original recipient|to(?: email)?|e-?mail|address|rcpt to|destinataire"
    r"|adresse du destinataire|destinatario|indirizzo(?: del)? destinatario|dirección del destinatario|destinatário"
    r"|endereço do destinatário|empfänger(?:adresse)?|geadresseerde|mottagare|получатель"
)


def _written(name: str) -> str:
    """Return the pattern of an address as mail programs print it: bare, in brackets, with its mailto: link behind."""
    link = r"(?:[<(\[]mailto:[^>)\]\n]{0,320}[>)\]])?"
    return rf"[<(\[*]{{0,8}}(?:mailto:)?(?P<{name}>{ADDRESS.pattern})[>)\]*]{{0,8}}{link}"


#: Where a notice names who did not get the mail: after a label, alone on a line, before the reply, as a program's key.
#: What each of them can begin with comes first: other characters are done with at once.
_ABOVE = pattern(
    r"(?=['\"ymdtr]|^)(?:"
    + "|".join(
        (
            rf"(?:^{BLANKS}|['\"])(?:{_TO})['\"]?{BLANKS}:{BLANKS}['\"]?{_written('labelled')}",
            rf"^{BLANKS}(?:[^\n@:]{{1,80}}[ \t])?{_written('alone')}{BLANKS}$",
            rf"^{BLANKS}{_written('before')} ?:(?=\s)",
            rf"\b(?:your message to|message(?: that you sent)? to|delivered to|to=){BLANKS}{_written('told')}",
            rf"\brecipient[ \t]{BLANKS}{_written('meant')}",
            rf"['\"]{_written('key')}['\"] ?:",
        )
    )
    + ")",
    re.MULTILINE | re.IGNORECASE,
)
#: The reply itself names the recipient: "<a@b>: Recipient address rejected", "a@b... User unknown".
_INSIDE = pattern(
    rf"^[^@\n]{{0,40}}?<?(?P<address>{ADDRESS.pattern})>?[:.]{{0,8}}\s{{1,40}}"
    r"(?!sender|from |is not (?:allowed|permitted|authori[sz]ed)|to (?:be|get|request))(?:\S{1,380}\s{1,40}){0,3}?"
    r"(?:recipient|user|mailbox|account|address|unknown|does|is|not|no)\b",
    re.IGNORECASE,
)
#: A field that holds one of these holds more than the address.
_APART = frozenset(" <>,;")
_MACHINES = ("postmaster@", "mailer-daemon@", "microsoftexchange")


class Recipient(NamedTuple):
    """One recipient; `action` is a DSN's word (RFC 3464, section 2.3.3) or None, `code` and `reply` may be unknown."""

    address: str
    code: str | None
    reply: int | None
    action: str | None


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


def outcomes(evidence: tuple[Evidence, ...]) -> list[Outcome]:
    """Join Status and Diagnostic-Code of one recipient, and dsn= and the reply of one log record.

    `Status: 5.0.0` yields to a Diagnostic-Code that knows more (RFC 3463: detail 0 is "other or undefined").
    """
    joined: dict[int, list[Evidence]] = {}
    for e in evidence:
        if e.group is not None:
            joined.setdefault(e.group, []).append(e)
    if not joined:
        return [Outcome(e) for e in evidence]
    found: dict[int, Outcome] = {}
    for group in joined.values():
        unwrapped = [e for e in group if not e.wrapped] or group
        status = next(
            (e for e in unwrapped if e.kind == "status-field" or (e.kind == "log-reply" and e.code and not e.reply)),
            None,
        )
        replies = [e for e in unwrapped if e is not status]
        reply = next((e for e in replies if e.code), None) or next(iter(replies), None)
        if status and not (reply and reply.code and (status.code or "").endswith(".0") and reply.code != status.code):
            found[id(status)] = Outcome(status, reply)
        elif reply:
            found[id(reply)] = Outcome(reply, status)
    told = (Outcome(e) if e.group is None else found.get(id(e)) for e in evidence)
    return [outcome for outcome in told if outcome]


def recipients(message: Message, evidence: tuple[Evidence, ...], joined: list[Outcome]) -> tuple[Recipient, ...]:
    """Return the recipients of a message: of its DSN or log where there is one, else those named beside a reply."""
    by_group = {o.decisive.group: o for o in joined if o.decisive.group is not None}
    found: dict[tuple[str, str | None], Recipient] = {}
    number = 0
    for part in message.parts:
        if part.role in ("headers", "original"):
            continue
        rows: list[Group | Record] = [*part.groups[1], *part.records]
        for row in rows:
            outcome = by_group.get(number)
            number += 1
            address, action = _clean(row.address), row.action
            if address and len(found) < MAX_RECIPIENTS:
                code, reply = (outcome.code, outcome.reply) if outcome else (None, None)
                found.setdefault((address, code), Recipient(address, code, reply, action))
    return tuple(found.values()) or _named(evidence)


def _clean(address: str | None) -> str:
    named = (address or "").strip("<> ")
    match = ADDRESS.search(named) if not _APART.isdisjoint(named) else None
    return match[0].strip(".") if match else named


def _named(evidence: tuple[Evidence, ...]) -> tuple[Recipient, ...]:
    """Return the recipients that a notice's words name, each beside its reply."""
    found: dict[str, Recipient] = {}
    replies = (e for e in evidence if e.counts and e.rank <= REPLIED)
    for e in islice(replies, MAX_RECIPIENTS):
        address = (_last(e.above) or _inside(e.words)) if "@" in e.whole else None
        if address:
            found.setdefault(address.lower(), Recipient(address, e.code, e.reply, e.action))
    return tuple(found.values())


def listed(message: Message) -> tuple[Recipient, ...]:
    """Return the addresses of a notice without a code, where it names them as recipients."""
    texts = [part.view.text[:MAX_LEAD] for part in message.parts if part.role in ("notice", "pasted")]
    found = {address.lower(): address for text in texts for address in _addresses(text)}
    rows = [Recipient(address=address, code=None, reply=None, action=None) for address in found.values()]
    return tuple(rows[:MAX_RECIPIENTS])


def _addresses(text: str, *kinds: str) -> Iterator[str]:
    """Yield the addresses that a text names as recipients; only in the ways named by `kinds`, if any are."""
    at = text.find("@")
    while at >= 0:
        begin, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
        end = end if end >= 0 else len(text)
        yield from _of_line(text, begin, end, *kinds)
        at = text.find("@", end)


def _of_line(text: str, begin: int, end: int, *kinds: str) -> Iterator[str]:
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
