"""The sums over deliveries: one short key a delivery, and counts by domain, hour, account and source."""

import sys
from collections import Counter
from typing import Final, NamedTuple
from zlib import crc32

#: Of several outcomes of one delivery the first counts.
FAILED, DELIVERED, EXPANDED, WAITING, OTHER = 4, 3, 2, 1, 0
RANKS: Final = {"failed": FAILED, "delivered": DELIVERED, "expanded": EXPANDED, "delayed": WAITING}
#: Recipients' domains, and senders, that are counted by name; what is beyond counts as one.
_MOST_DOMAINS: Final = 5000
_MOST_SENDERS: Final = 20_000
#: Directions of mail to the organization itself: directionality of traces, EmailDirection of EmailEvents.
_INCOMING: Final = ("incoming", "inbound", "intra-org")
_SHIFT: Final = 20
_MASK: Final = (1 << _SHIFT) - 1


#: In the browser Python's hashes have 32 bits and are weak (FNV): of 600,000 ids 10,000 had the hash of another one.
_IS_WIDE: Final = sys.hash_info.width == 64  # noqa: PLR2004 – bits


def key(text: str) -> int:
    """Return a number of 64 bits for a text, the same one within a process."""
    if _IS_WIDE:
        return hash(text)
    return hash(text) << 32 | crc32(text.encode("utf-8", "surrogatepass"))


class Delivery(NamedTuple):
    """One row's word on one mail to one recipient; `stamp` is an index of `Stamps`, `clock` its MM:SS."""

    id: str
    message: str
    sender: str
    recipient: str
    rank: int
    stamp: int
    clock: str
    code: str
    client: str
    connector: str
    direction: str
    #: The envelope's sender (MAIL FROM) where the row has the header's too.
    envelope: str = ""


#: How mail came: the client's address, and the connector if a row names it.
Way = tuple[str, str]


class Hour:
    """What became of the deliveries of one sender domain to one recipient domain in one hour."""

    __slots__ = ("clocks", "counts")

    def __init__(self) -> None:
        self.counts = [0, 0, 0, 0, 0]
        #: First and last MM:SS of failures, then of deliveries.
        self.clocks = ["", "", "", ""]

    def tick(self, rank: int, clock: str) -> None:
        """Count an outcome, and widen its span."""
        self.counts[rank] += 1
        if rank < DELIVERED:
            return
        at, clocks = 0 if rank == FAILED else 2, self.clocks
        if not clocks[at] or clock < clocks[at]:
            clocks[at] = clock
        clocks[at + 1] = max(clocks[at + 1], clock)


class Account:
    """What one sender sent to one recipient domain."""

    __slots__ = ("clocks", "failed", "hours", "messages", "recipients")

    def __init__(self) -> None:
        self.messages = self.failed = 0
        self.hours: dict[int, int] = {}
        #: The first MM:SS of each hour.
        self.clocks: dict[int, str] = {}
        self.recipients: set[int] = set()


class Names:
    """Strings by number, and back; what is beyond `most` is number 0, the empty name."""

    def __init__(self, most: int) -> None:
        self.list = [""]
        self._numbers = {"": 0}
        self._most = most

    def number(self, name: str) -> int:
        """Return the number of a name."""
        found = self._numbers.get(name)
        if found is None:
            if len(self.list) >= self._most:
                return 0
            found = self._numbers[name] = len(self.list)
            self.list.append(name)
        return found


class Book:
    """All deliveries so far. One is known by message and recipient; pages that repeat a row change nothing."""

    def __init__(self) -> None:
        self.senders, self.domains = Names(_MOST_SENDERS), Names(_MOST_DOMAINS)
        self.hours: dict[int, Hour] = {}
        self.accounts: dict[int, Account] = {}
        #: Codes by the key of a message.
        self.codes: dict[int, str] = {}
        #: The key of the message, and the client and connector of each failed delivery.
        self.failed: dict[int, tuple[int, Way]] = {}
        self.sent: Counter[tuple[int, int, Way]] = Counter()
        self.named: dict[str, Counter[str]] = {}
        self.incoming: set[int] = set()
        self.known: dict[int, int] = {}
        #: The domain of the envelope's sender, by its number, where the header's is another.
        self.envelopes: dict[int, int] = {}
        self._aliases: dict[int, int] = {}
        #: One copy of each way and of each code, whatever the number of rows.
        self._ways: dict[Way, Way] = {}
        self._codes: dict[str, str] = {}

    def add(self, d: Delivery) -> int:
        """Count a delivery; return the stamp under which it was known before, -1 for a new one."""
        message = self._message(d)
        way = (d.client, d.connector)
        way = self._ways.setdefault(way, way)
        if d.code and d.rank == FAILED:
            self.codes[message] = self._codes.setdefault(d.code, d.code)
        if d.client and d.connector:
            self.named.setdefault(d.client, Counter())[d.connector] += 1
        at = d.sender.rfind("@")
        if at < 0 or not d.recipient:  # a trace's details name neither
            return -1
        sender = self.domains.number(d.sender[at + 1 :])
        recipient = self.domains.number(d.recipient[d.recipient.rfind("@") + 1 :])
        recipient_key = key(d.recipient)
        delivery = message ^ recipient_key
        cell = (sender << 2 * _SHIFT | recipient << _SHIFT | d.stamp) << 3 | d.rank
        if d.envelope and not d.sender.endswith(envelope := d.envelope[d.envelope.rfind("@") :]):
            self.envelopes[delivery] = self.domains.number(envelope[1:])
        before = self.known.get(delivery, -1)
        if before < 0:
            self.sent[sender, recipient, way] += 1
            if d.direction.lower() in _INCOMING:
                self.incoming.add(recipient)
        elif before & 7 < d.rank:
            self.hours[before >> 3].counts[before & 7] -= 1
        else:
            return before >> 3 & _MASK
        self.known[delivery] = cell
        hour = self.hours.get(cell >> 3)
        if hour is None:
            hour = self.hours[cell >> 3] = Hour()
        hour.tick(d.rank, d.clock)
        self._account(d, recipient, recipient_key if before < 0 else 0)
        if d.rank == FAILED:
            self.failed[delivery] = (message, way)
        return before >> 3 & _MASK if before >= 0 else -1

    def _message(self, d: Delivery) -> int:
        """Return the key of a message: its Message-ID, which most exports have, else what is known of its other id."""
        if not d.message:
            id_ = key(d.id)
            return self._aliases.get(id_, id_)
        message = key(d.message)
        if d.id and d.id != d.message:
            self._aliases[key(d.id)] = message
        return message

    def _account(self, d: Delivery, recipient: int, new: int) -> None:
        """Count for the sender: `new` is the key of the recipient, 0 where the delivery was counted before."""
        number = self.senders.number(d.sender) << _SHIFT | recipient
        account = self.accounts.get(number)
        if account is None:
            account = self.accounts[number] = Account()
        if new:
            account.messages += 1
            account.hours[d.stamp] = account.hours.get(d.stamp, 0) + 1
            account.recipients.add(new)
        if d.clock:
            account.clocks[d.stamp] = min(account.clocks.get(d.stamp, d.clock), d.clock)
        account.failed += d.rank == FAILED
