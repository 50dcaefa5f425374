"""All deliveries: a short row of numbers for each, from which the sums are made at the end."""

import sys
from array import array
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, NamedTuple
from zlib import crc32

if TYPE_CHECKING:
    from .clock import Stamps

#: Of several outcomes of one delivery the highest counts.
FAILED, DELIVERED, EXPANDED, WAITING, OTHER = 4, 3, 2, 1, 0
RANKS: Final = {"failed": FAILED, "delivered": DELIVERED, "expanded": EXPANDED, "delayed": WAITING}
#: Recipients' domains, and senders, that are counted by name; any others count as one.
_MOST_DOMAINS: Final = 5000
_MOST_SENDERS: Final = 20_000
_MOST_DETAILS: Final = 20_000
#: Servers with their connectors, and codes; any others are as if the row didn't name one.
_MOST_WAYS: Final = 20_000
_MOST_CODES: Final = 1000
#: Directions of mail to the organization itself: directionality of traces, EmailDirection of EmailEvents.
_INCOMING: Final = ("incoming", "inbound", "intra-org")

#: In the browser Python's hashes have 32 bits and are weak (FNV): of 600,000 ids 10,000 had the hash of another one.
_IS_WIDE: Final = sys.hash_info.width == 64  # noqa: PLR2004 – bits


def key(text: str) -> int:
    """Return a number of 64 bits for a text, the same one within a process."""
    if _IS_WIDE:
        return hash(text)
    return hash(text) << 32 | crc32(text.encode("utf-8", "surrogatepass"))


class Delivery(NamedTuple):
    """What one row of a file says about one message to one recipient; `time` is a number of `Stamps`."""

    id: str
    message: str
    sender: str
    recipient: str
    rank: int
    time: int
    code: str
    client: str
    connector: str
    direction: str
    #: The envelope's sender (MAIL FROM) where the row has the header's too.
    envelope: str = ""


#: How mail came: the client's address, and the connector if a row names it.
Way = tuple[str, str]
_NO_WAY: Final[Way] = ("", "")


class Detail(NamedTuple):
    """What is known of a message of which a file names no sender or no recipient; `time` is of its highest outcome."""

    rank: int
    time: int
    code: str
    sender: str
    way: Way


class Names:
    """Strings by number, and back; those above `most` are number 0, the empty name."""

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


class Rows:
    """One row for each delivery, as columns of numbers: a log has hundreds of thousands of them."""

    def __init__(self) -> None:
        #: The recipient's key, the numbers of the sender, of the recipient's domain and of the way.
        self.recipient = array("q")
        self.sender, self.to, self.way = array("I"), array("I"), array("I")
        self.time = array("Q")
        self.rank = bytearray()


class Book:
    """All deliveries so far. One is known by message and recipient; pages that repeat a row change nothing."""

    def __init__(self, stamps: "Stamps") -> None:
        self.stamps = stamps
        self.domains = Names(_MOST_DOMAINS)
        #: The address of each sender and the number of its domain; "@" and the domain where there are too many.
        self.senders: list[tuple[str, int]] = []
        self.ways: list[Way] = []
        self.rows = Rows()
        #: The first time of a delivery, where its outcome has another one, by its row.
        self.begun: dict[int, int] = {}
        #: The keys of the messages of deliveries that failed, by row, and codes by those keys.
        self.failed: dict[int, int] = {}
        self.codes: dict[int, str] = {}
        self.named: dict[str, Counter[str]] = {}
        self.incoming: set[int] = set()
        #: The domain of the envelope's sender, by its number, where the header's is another, by row.
        self.envelopes: dict[int, int] = {}
        #: Messages of which no row names the sender and the recipient, by key.
        self.details: dict[int, Detail] = {}
        self._row_of: dict[int, int] = {}
        self._sender_numbers: dict[str, int] = {}
        self._way_numbers: dict[Way, int] = {}
        self._aliases: dict[int, int] = {}
        #: One copy of each code, whatever the number of rows.
        self._codes: dict[str, str] = {}

    def add(self, delivery: Delivery) -> None:
        """Count a delivery."""
        id_, message, sender, recipient, rank, time, code, client, connector, direction, envelope = delivery
        message_key = self._message(id_, message)
        way = self._way_numbers.get((client, connector))
        if way is None:
            way = self._new_way((client, connector))
        if code and rank == FAILED and (code in self._codes or len(self._codes) < _MOST_CODES):
            self.codes[message_key] = self._codes.setdefault(code, code)
        if connector and client and (client in self.named or len(self.named) < _MOST_WAYS):
            self.named.setdefault(client, Counter())[connector] += 1
        if not recipient or "@" not in sender:  # a trace's details name neither
            self._detail(message_key, Detail(rank, time, code, sender if "@" in sender else "", self.ways[way]))
            return
        recipient_key = key(recipient)
        row = self._row_of.get(message_key ^ recipient_key)
        if row is None:
            rows = self.rows
            row = self._row_of[message_key ^ recipient_key] = len(rows.rank)
            number = self._sender_numbers.get(sender)
            rows.sender.append(self._new_sender(sender) if number is None else number)
            to = self.domains.number(recipient[recipient.rfind("@") + 1 :])
            rows.recipient.append(recipient_key)
            rows.to.append(to)
            rows.way.append(way)
            rows.time.append(time)
            rows.rank.append(rank)
            if direction and direction.lower() in _INCOMING:
                self.incoming.add(to)
        else:
            self._again(row, rank, time, way)
        if rank == FAILED:
            self.failed[row] = message_key
        if envelope and not sender.endswith(domain := envelope[envelope.rfind("@") :]):
            self.envelopes[row] = self.domains.number(domain[1:])

    def _detail(self, message: int, new: Detail) -> None:
        """Join what a row says of a message with what is known of it."""
        known = self.details.get(message)
        if known is None:
            if len(self.details) < _MOST_DETAILS:
                self.details[message] = new
            return
        best = max(known, new, key=lambda one: one.rank)
        self.details[message] = Detail(
            best.rank,
            best.time,
            known.code or new.code,
            known.sender or new.sender,
            max(known.way, new.way, key=_says),
        )

    def _again(self, row: int, rank: int, time: int, way: int) -> None:
        """Take what one more row says about a known delivery: the higher outcome counts, of the same one the later."""
        rows, stamps = self.rows, self.stamps
        before, known = rows.time[row], rows.rank[row]
        if time != before:
            stamps.compare(time, before)
            begun = stamps.earlier(self.begun.get(row, before), time)
            if rank > known:
                rows.time[row] = time
            elif rank == known:
                rows.time[row] = stamps.later(before, time)
            if begun != rows.time[row]:
                self.begun[row] = begun
        rows.rank[row] = max(rank, known)
        if way != rows.way[row] and _says(self.ways[way]) > _says(self.ways[rows.way[row]]):
            rows.way[row] = way

    def times_begun(self) -> Sequence[int]:
        """Return the first time of each delivery."""
        times = self.rows.time[:]
        for row, time in self.begun.items():
            times[row] = time
        return times

    def _new_sender(self, sender: str) -> int:
        domain = sender[sender.rfind("@") :]
        if len(self.senders) >= _MOST_SENDERS and sender != domain:  # counted as one of its domain
            number = self._sender_numbers.get(domain)
            return self._new_sender(domain) if number is None else number
        number = self._sender_numbers[sender] = len(self.senders)
        self.senders.append((sender, self.domains.number(domain[1:])))
        return number

    def _new_way(self, way: Way) -> int:
        if len(self.ways) >= _MOST_WAYS and any(way):
            known = self._way_numbers.get(_NO_WAY)
            return self._new_way(_NO_WAY) if known is None else known
        number = self._way_numbers[way] = len(self.ways)
        self.ways.append(way)
        return number

    def _message(self, id_: str, message: str) -> int:
        """Return the key of a message: its Message-ID, which most exports have, or what is known of its other id."""
        if not message:
            return self._aliases.get(key(id_), key(id_))
        found = key(message)
        if id_ and id_ != message:
            self._aliases[key(id_)] = found
        return found


def _says(way: Way) -> tuple[bool, bool]:
    """Return how much a way says: a connector that is named says more than an address."""
    client, connector = way
    return bool(connector), bool(client)
