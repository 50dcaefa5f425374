"""Who did not get the mail, each with the code, the reply and what became of it."""

import re
from dataclasses import dataclass

from . import dsn, log
from .evidence import STRUCTURED, Evidence
from .limits import MAX_RECIPIENTS
from .message import Message
from .source import printable
from .wording import ADDRESS

#: Lines that name the sender or a machine, not who did not get the mail.
_SENDERS = ("from:", "sender", "von:", "de:", "de :", "da:", "message-id", "sent by", "cc:", "reply-to", "mail from:")
_MACHINES = ("postmaster@", "mailer-daemon@", "microsoftexchange")
_LINE = re.compile(rf"^[ \t]*<?({ADDRESS.pattern})>?[ \t]*(?::|$)", re.MULTILINE)
#: How far above its reply a notice may name the recipient.
_NEAR = 1500


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """One recipient; `action` is a DSN's word (RFC 3464, section 2.3.3) or None, `code` and `reply` may be unknown."""

    address: str
    code: str | None
    reply: int | None
    action: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
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
    order = {id(e): number for number, e in enumerate(evidence)}
    joined: dict[int, list[Evidence]] = {}
    found: list[Outcome] = []
    for e in evidence:
        if e.group is None:
            found.append(Outcome(decisive=e))
        else:
            joined.setdefault(e.group, []).append(e)
    for group in joined.values():
        unwrapped = [e for e in group if not e.wrapped] or group
        status = next(
            (e for e in unwrapped if e.kind == "status-field" or (e.kind == "log-reply" and e.code and not e.reply)),
            None,
        )
        replies = [e for e in unwrapped if e is not status]
        reply = next((e for e in replies if e.code), None) or next(iter(replies), None)
        if status and not (reply and reply.code and (status.code or "").endswith(".0") and reply.code != status.code):
            found.append(Outcome(decisive=status, beside=reply))
        elif reply:
            found.append(Outcome(decisive=reply, beside=status))
    return sorted(found, key=lambda o: order[id(o.decisive)])


def recipients(message: Message, evidence: tuple[Evidence, ...], chosen: Outcome | None) -> tuple[Recipient, ...]:
    """Return the recipients of a message: of its DSN or log where there is one, else those its words name."""
    by_group = {o.decisive.group: o for o in outcomes(evidence) if o.decisive.group is not None}
    found: dict[tuple[str, str | None], Recipient] = {}
    number = 0
    for part in message.parts:
        if part.role in ("headers", "original"):
            continue
        _, groups = dsn.groups(part.view.text)
        for row in [
            *((g.address, g.action) for g in groups),
            *((r.address, r.action) for r in log.records(part.view.text)),
        ]:
            outcome = by_group.get(number)
            number += 1
            address = _clean(row[0])
            if address and len(found) < MAX_RECIPIENTS:
                code, reply = (outcome.code, outcome.reply) if outcome else (None, None)
                found.setdefault((address, code), Recipient(address=address, code=code, reply=reply, action=row[1]))
    return tuple(found.values()) or _named(message, evidence) or (_listed(message) if not chosen else ())


def _clean(address: str | None) -> str:
    named = printable((address or "").strip("<> "))
    match = ADDRESS.search(named) if any(mark in named for mark in " <>,;") else None
    return match[0].strip(".") if match else named


def _named(message: Message, evidence: tuple[Evidence, ...]) -> tuple[Recipient, ...]:
    """Return the recipients that a notice's words name: in the reply itself, else the last address before it."""
    found: dict[str, Recipient] = {}
    for e in evidence:
        if e.part in ("headers", "original") or e.wrapped or e.rank > STRUCTURED + 1:
            continue
        text = next(
            (p.view.text for p in message.parts if (p.role, p.report) == (e.part, e.report) and e.text in p.view.text),
            "",
        )
        address = _beside(text, e)
        if address:
            found.setdefault(address.lower(), Recipient(address=address, code=e.code, reply=e.reply, action=e.action))
    return tuple(found.values())[:MAX_RECIPIENTS]


def _listed(message: Message) -> tuple[Recipient, ...]:
    """Return the addresses that stand alone on a line of a notice without a code, as every mail system lists them."""
    texts = [part.view.text for part in message.parts if part.role in ("notice", "pasted")]
    found = {m[1].lower(): m[1] for text in texts for m in _LINE.finditer(text)}
    return tuple(Recipient(address=address, code=None, reply=None, action=None) for address in found.values())[
        :MAX_RECIPIENTS
    ]


def _beside(text: str, e: Evidence) -> str | None:
    for match in reversed(list(ADDRESS.finditer(text, max(0, e.at - _NEAR), e.at))):
        line = text[text.rfind("\n", 0, match.start()) + 1 : match.start()].lower()
        if not line.lstrip(" \t*<").startswith(_SENDERS) and not match[0].lower().startswith(_MACHINES):
            return match[0].strip(".")
    inside = ADDRESS.search(e.words)
    return inside[0].strip(".") if inside else None
