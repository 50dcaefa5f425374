"""What an admin or Microsoft Support looks a refusal up by: who sent the mail, when it was refused, by which server."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from ndr_checker.finding.finder import Evidence
from ndr_checker.reading.message import Message
from ndr_checker.rules.wording import ADDRESS

from .side import author_of, sender_of

#: Exchange Online's servers have names in these zones.
_ZONES = (".outlook.com", ".office365.com", ".exchangelabs.com")
_GENERATING = "generating server:"
#: Evidence read for the server's name: it is beside the reply that decides, or beside one of its repeats.
_READ = 20


class Sender(NamedTuple):
    """Who sent the mail that was refused."""

    address: str
    domain: str


class Refusal(NamedTuple):
    """What Exchange Online writes after a reply: `[server time id]`; the time is UTC (ISO 8601)."""

    server: str | None = None
    time: str | None = None
    id: str | None = None


def sender(message: Message) -> Sender | None:
    """Return the sender that the text names: the From of the mail that came back, else who the report went to."""
    authors = (author_of(part) for part in message.parts if part.role == "original")
    match = ADDRESS.search(next(filter(None, authors), "") or sender_of(message))
    return Sender(address=match[0], domain=match[0].rpartition("@")[2].lower()) if match else None


def refusal(message: Message, evidence: Iterable[Evidence]) -> Refusal:
    """Return where and when Exchange Online refused, as the reply says it, else the server that a notice names."""
    for e in islice(evidence, _READ):
        found = next(_places(" ".join(e.words.split())), None) if "[" in e.around else None
        if found:
            return found
    for part in message.parts:
        lines = part.view.lines
        at = lines.find(_GENERATING)
        if at >= 0:
            server = next(iter(lines[at + len(_GENERATING) :].split(None, 1)), "")
            if server.endswith(_ZONES):
                return Refusal(server=server)
    return Refusal()


def _places(words: str) -> Iterator[Refusal]:
    for bracketed in words.split("[")[1:]:
        inside, closed, _ = bracketed.partition("]")
        server, _, rest = inside.partition(" ")
        time, _, number = rest.partition(" ")
        if closed and server.lower().endswith(_ZONES) and " " not in number:
            yield Refusal(server=server, time=time or None, id=number or None)
