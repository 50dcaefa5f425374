"""Whether a mail server vouches for the sender of a raw mail: anyone can write its text."""

import re
from typing import Final

from ndr_checker.base.pattern import pattern
from ndr_checker.finding.evidence import Evidence
from ndr_checker.reading.message import Message

#: What Exchange says of whoever handed in a mail: `Internal`, `Anonymous` or `Partner`.
_AUTHENTICATED: Final = pattern(
    r"\nx-ms-exchange-(organization|crosstenant)-authas[ \t]*:([^\n]*)", re.IGNORECASE | re.ASCII
)
_REFUTED: Final = pattern(r"\b(?:dmarc|compauth)[ \t]*=[ \t]*fail", re.IGNORECASE)
_RECEIVED: Final = pattern(r"\nreceived[ \t]*:([^\n]*(?:\n[ \t][^\n]*)*)", re.IGNORECASE | re.ASCII)
#: How Exchange names itself, after `by`, in a Received field.
_EXCHANGE: Final = pattern(
    r"(?:[\w.-]{1,253} (?:\([][0-9a-f.:%]{1,64}\) )?with (?:microsoft smtp server|mapi)"
    r"|[a-z0-9-]{1,63}\.[a-z0-9-]{1,63}\.prod\.outlook\.com (?:\([0-9a-f.:]{1,64}\) )?with)\b",
    re.IGNORECASE | re.ASCII,
)
#: The same field in a text of any kind, which servers put on top of a mail.
_TRACE: Final = pattern(r"(?:^|\n)[^\w\n]{0,9}(?:pre>)?[Rr]eceived:\s{0,99}(?:from|by)\b")
#: Ends a line here, but not for the server that looked for the mark.
_LONE: Final = pattern(r"\r(?!\n)")
#: The line that an mbox has above each mail.
_IN_MBOX: Final = ("From ", ">From ")
_START: Final = 99


def is_forgeable(message: Message, decisive: Evidence) -> bool:
    """Return whether a stranger may have written what decides, as part of a mail that no server vouches for.

    Who vouches for a mail that carries another one, as a file or below its own words, vouches for nothing in that.
    """
    if _is_raw(message):
        return decisive.report > 0 or is_unvouched(message)
    return _is_below_head(message, decisive)


def is_unvouched(message: Message) -> bool:
    """Return whether a message is a raw mail, and no server vouches for its sender.

    In an mbox nobody does: a stranger's body can look like the next mail, head and all, unless the program that wrote
    the mbox escaped it (RFC 4155 leaves that open).
    """
    if not _is_raw(message):
        return False
    if message.source.text[:_START].lstrip("\ufeff \t\n").startswith(_IN_MBOX):
        return True
    heads = [f"\n{part.view.text}" for part in message.parts if part.role == "headers" and not part.inline]
    return not (message.head and not _has_odd_lines(message) and all(map(is_vouched_for, heads)))


def _has_odd_lines(message: Message) -> bool:
    """Return whether a line of the head ends in a way that a mail server wouldn't take for its end."""
    head, source = message.parts[0].view, message.source
    place = head.span(0, len(head.text)) if head.text else None
    return bool(place and _LONE.search(source.given, 0, source.locate(place[1])))


def _is_below_head(message: Message, decisive: Evidence) -> bool:
    """Return whether a text, though it doesn't begin as a raw mail does, has a mail's head above what decides.

    A banner or a stray line above the head doesn't make a mail a notice, nor does base64: in a notice, what came back
    is below.
    """
    for part in message.parts:
        if part.role in ("headers", "original"):
            return True
        if part.role == decisive.part and decisive.around in part.view.text:
            break
    given, start = message.source.given, decisive.start
    return bool(_TRACE.search(given, 0, len(given) if start is None else start))


def _is_raw(message: Message) -> bool:
    return bool(message.parts) and message.parts[0].role == "headers"


def is_vouched_for(head: str) -> bool:
    """Return whether Exchange says that a mail comes from inside the reader's own organization.

    Exchange marks such mail, and strips the mark (`X-MS-Exchange-Organization-*`) from mail that comes in from outside:
    learn.microsoft.com/exchange/header-firewall-exchange-2013-help. Other servers don't strip it, so the server that
    took the mail last has to be Exchange, and no other field may say otherwise.

    `Authentication-Results` vouches for nobody. A passed DMARC check proves a domain, and strangers have domains; and
    a server that checks nothing delivers the field as the stranger wrote it (RFC 8601, section 7.1).

    A letter that only Unicode takes for one of ASCII's doesn't count: Exchange wouldn't have known the field.

    Args:
        head: the fields, after a line break.

    """
    authenticated = _AUTHENTICATED.findall(head)
    if "organization" not in (who.lower() for who, _ in authenticated) or _REFUTED.search(head):
        return False
    received = _RECEIVED.search(head)
    if received and not received[1].isascii():
        return False
    giver, *takers = " ".join(received[1].split()).split(" by ") if received else [""]
    # A greeting can hold a second "by"; then it isn't clear who took the mail.
    is_last = giver.lower().startswith("from ") and len(takers) == 1 and bool(_EXCHANGE.match(takers[0]))
    return is_last and all(said.strip(" \t").lower() == "internal" for _, said in authenticated)
