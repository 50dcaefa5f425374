"""What an admin or Microsoft Support looks a refusal up by: who sent the mail, when it was refused, by which server."""

import re
from collections.abc import Iterable
from itertools import islice
from typing import NamedTuple

from ndr_checker.base.pattern import pattern
from ndr_checker.finding.finder import Evidence
from ndr_checker.reading.message import Message
from ndr_checker.rules.wording import ADDRESS

from .side import author_of, generating

#: Exchange Online's servers have names in these zones.
_ZONES = (".outlook.com", ".office365.com", ".exchangelabs.com")
_ZONE = "|".join(map(re.escape, _ZONES))
#: What such a server writes after its reply: its name, sometimes with a label, the time, an id.
_SAID = pattern(
    rf"\[(?:Hostname=)?([^\s\[\]=]{{1,250}}(?:{_ZONE}))(?:\s+([^\s\[\]]+))?(?:\s+([^\s\[\]]+))?\s*\]",
    re.IGNORECASE,
)
#: Evidence read for the server's name: it is beside the reply that decides, or beside one of its repeats.
_READ = 20


class Sender(NamedTuple):
    """Who sent the mail that was refused.

    Attributes:
        address: as the bounce has it.
        domain: the part of the address after the @, in lower case.

    """

    address: str
    domain: str


class Refusal(NamedTuple):
    """What Exchange Online writes after a reply: `[server time id]`; the time is UTC (ISO 8601)."""

    server: str | None = None
    time: str | None = None
    id: str | None = None


def sender(message: Message, mailer: str) -> Sender | None:
    """Return the sender that the text names: the From of the mail that came back, otherwise `mailer` (`sender_of`)."""
    authors = (author_of(part) for part in message.parts if part.role == "original")
    named = next(filter(None, authors), "") or mailer
    match = ADDRESS.search(named) if named else None
    return Sender(address=match[0], domain=match[0].rpartition("@")[2].lower()) if match else None


def refusal(message: Message, evidence: Iterable[Evidence]) -> Refusal:
    """Return where and when Exchange Online refused, as the reply says it, otherwise the server that a notice names."""
    parts = [part for part in message.parts if any(zone in part.view.lines for zone in _ZONES)]
    if not parts:
        return Refusal()
    for e in islice(evidence, _READ):
        said = _SAID.search(e.words) if "[" in e.around else None
        if said:
            return Refusal(server=said[1], time=said[2], id=said[3])
    for part in parts:
        server = generating(part)
        if server.endswith(_ZONES):
            at = part.view.lines.find(server) - 1  # as the text has it, in capitals or not
            return Refusal(server=part.view.text[at : at + len(server)])
    return Refusal()
