"""Whether the organization that a mail was written to passed it on, so that it may be the one that was refused."""

import re
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from ndr_checker.base.pattern import pattern
from ndr_checker.reading.dsn import PASSED
from ndr_checker.reading.message import Message
from ndr_checker.rules.wording import ADDRESS, BLANKS

from .host import domain_of, same

_TO = pattern(r"\nto[ \t]*:[^\n]*(?:\n[ \t][^\n]*)*")
_CC = pattern(r"\ncc[ \t]*:[^\n]*(?:\n[ \t][^\n]*)*")
#: What a server adds to a mail that it forwards (RFC 5322, section 3.6.6, and Exchange's marks against loops).
_PASSED_ON = pattern(
    rf"\n(?:resent-from|x-ms-exchange-(?:inbox-rules-|forwarding)loop|x-forwarded-for){BLANKS}:[^\n]{{0,998}}"
)
#: Exchange names who refused so, in any language: "The following organization rejected your message: mx.fabrikam.com".
_REJECTED = ("organi", ":")


class Forwarder(NamedTuple):
    """The organization that a mail was written to, and whether the text itself shows that it passed the mail on.

    A recipient who isn't among those that the mail was written to may also have been in its Bcc.
    """

    domain: str
    shown: bool


def forwarder(message: Message, refused: Collection[str], sender: str) -> Forwarder | None:
    """Return who passed a mail on to recipients that it wasn't written to; None where nothing looks like it.

    Args:
        message: the message.
        refused: the domains of the recipients that didn't get it.
        sender: the domain of who sent it, "" where that isn't known.

    """
    if not refused:
        return None
    meant = next(_others(_original_recipients(message), refused, sender), "")
    if meant:
        return Forwarder(meant, shown=True)
    written = [domain_of(address) for address in written_to(message)]
    copied = [domain_of(address) for address in _named_in(message, _CC)]
    if any(same(domain, other) for domain in (*written, *copied) for other in refused):
        return None
    signs = list(_signs(message))
    for domain in _others(written, refused, sender):
        return Forwarder(domain, shown=any(same(sign, domain) for sign in signs))
    return None


def written_to(message: Message) -> Iterator[str]:
    """Return to whom the refused mail was sent: the report may name where it was forwarded."""
    return _named_in(message, _TO)


def _named_in(message: Message, field: re.Pattern[str]) -> Iterator[str]:
    for part in message.parts:
        if part.role == "original" and "@" in part.view.text:
            for line in field.finditer(part.view.lines):
                yield from (match[0] for match in ADDRESS.finditer(line[0]))


def _others(domains: Iterable[str], refused: Collection[str], sender: str) -> Iterator[str]:
    """Yield the domains that are neither the sender's nor any of the recipients that were refused."""
    for domain in domains:
        if domain and not (sender and same(domain, sender)) and not any(same(domain, other) for other in refused):
            yield domain


def _original_recipients(message: Message) -> Iterator[str]:
    for part in message.parts:
        for group in part.groups[1] if part.own else ():
            if group.action not in PASSED:
                yield domain_of(group.text("original-recipient"))


def _signs(message: Message) -> Iterator[str]:
    """Yield the domains that the text names as passing the mail on, or as refusing it."""
    yield from (domain_of(address) for address in _named_in(message, _PASSED_ON))
    for part in message.parts:
        if part.words:
            lines = (line for line in part.view.lines.split("\n") if all(words in line for words in _REJECTED))
            yield from (line.rpartition(":")[2].strip() for line in lines)
