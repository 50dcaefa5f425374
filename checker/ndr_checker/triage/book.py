"""The sums over deliveries: one short key a delivery, and counts by domain, hour, account and source."""

from collections import Counter
from typing import Final, NamedTuple

#: Of several outcomes of one delivery the first counts.
FAILED, DELIVERED, EXPANDED, WAITING, OTHER = 4, 3, 2, 1, 0
RANKS: Final = {"failed": FAILED, "delivered": DELIVERED, "expanded": EXPANDED, "delayed": WAITING}
#: Recipients' domains, and senders, that are counted by name; what is beyond counts as one.
_MOST_DOMAINS: Final = 5000
_MOST_SENDERS: Final = 20_000
_SHIFT: Final = 20
_MASK: Final = (1 << _SHIFT) - 1


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
        at = 0 if rank == FAILED else 2
        self.clocks[at] = min(self.clocks[at] or clock, clock)
        self.clocks[at + 1] = max(self.clocks[at + 1], clock)


class Account:
    """What one sender sent to one recipient domain."""

    __slots__ = ("failed", "hours", "messages", "recipients")

    def __init__(self) -> None:
        self.messages = self.failed = 0
        self.hours: Counter[int] = Counter()
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
        #: The key of the message, the client and the connector of each failed delivery.
        self.failed: dict[int, tuple[int, str, str]] = {}
        self.sent: Counter[tuple[int, int, str, str]] = Counter()
        self.named: dict[str, Counter[str]] = {}
        self.incoming: set[int] = set()
        self.known: dict[int, int] = {}
        self._aliases: dict[int, int] = {}

    def add(self, d: Delivery) -> int:
        """Count a delivery; return the stamp under which it was known before, -1 for a new one."""
        message = self._message(d)
        self._learn(d, message)
        at = d.sender.rfind("@")
        if at < 0 or not d.recipient:  # a trace's details name neither
            return -1
        sender = self.domains.number(d.sender[at + 1 :])
        recipient = self.domains.number(d.recipient[d.recipient.rfind("@") + 1 :])
        key = hash((message, d.recipient))
        cell = (sender << 2 * _SHIFT | recipient << _SHIFT | d.stamp) << 3 | d.rank
        before = self.known.get(key, -1)
        if before < 0:
            self.sent[sender, recipient, d.client, d.connector] += 1
            if d.direction.lower() == "incoming":
                self.incoming.add(recipient)
        elif before & 7 < d.rank:
            self.hours[before >> 3].counts[before & 7] -= 1
        else:
            return before >> 3 & _MASK
        self.known[key] = cell
        self._hour(cell >> 3).tick(d.rank, d.clock)
        self._account(d, recipient, is_new=before < 0)
        if d.rank == FAILED:
            self.failed[key] = (message, d.client, d.connector)
        return before >> 3 & _MASK if before >= 0 else -1

    def _message(self, d: Delivery) -> int:
        """Return the key of a message: its Message-ID, which most exports have, else what is known of its other id."""
        id_ = hash(d.id)
        if not d.message:
            return self._aliases.get(id_, id_)
        message = hash(d.message)
        if d.id and d.id != d.message:
            self._aliases[id_] = message
        return message

    def _learn(self, d: Delivery, message: int) -> None:
        """Take note of the code of a message, and of the connector that an address came by."""
        if d.code and d.rank == FAILED:
            self.codes[message] = d.code
        if d.client and d.connector:
            self.named.setdefault(d.client, Counter())[d.connector] += 1

    def _hour(self, cell: int) -> Hour:
        found = self.hours.get(cell)
        if found is None:
            found = self.hours[cell] = Hour()
        return found

    def _account(self, d: Delivery, recipient: int, *, is_new: bool) -> None:
        number = self.senders.number(d.sender) << _SHIFT | recipient
        account = self.accounts.get(number)
        if account is None:
            account = self.accounts[number] = Account()
        if is_new:
            account.messages += 1
            account.hours[d.stamp] += 1
            account.recipients.add(hash(d.recipient) & 0xFFFFFFFF)
        account.failed += d.rank == FAILED
