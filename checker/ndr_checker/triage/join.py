"""The joins: whose domain it is, whether it is registered, by which connector mail came, and who made that."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

from .book import DELIVERED, EXPANDED, FAILED, WAITING
from .clock import clock_of, hour_of, time_of
from .networks import Networks
from .settings import Act, Connector, Domain

if TYPE_CHECKING:
    from .workspace import Workspace

#: What was made so many days before the first failure, or later, is new.
_NEW: Final = timedelta(days=14)
OWN: Final = ("accepted", "covered")


class Source(NamedTuple):
    """Where mail came from: the client's address, the connector, and how that is known: named, address or None.

    `also` are the other connectors that have the address: the mail may have come through any of them.
    """

    address: str
    connector: str
    how: str | None
    also: tuple[str, ...] = ()

    @property
    def connectors(self) -> tuple[str, ...]:
        """All connectors that the mail may have come by."""
        return (self.connector, *self.also) if self.connector else ()


class Hour:
    """What became of one sender domain's deliveries in one hour, and when, MMSS, some failed or were delivered."""

    __slots__ = ("counts", "deliveries", "failures")

    def __init__(self) -> None:
        self.counts = [0, 0, 0, 0, 0]
        self.failures: set[int] = set()
        self.deliveries: set[int] = set()


class Sums:
    """What became of the deliveries of one domain outside, in all and by the hour; "" is the hour of unknown times.

    `failures` and `deliveries` are times: of each hour the first and last one, and every one where both were in it.
    """

    def __init__(self, hours: Mapping[str, Hour]) -> None:
        self.codes: Counter[str] = Counter()
        self.sources: Counter[Source] = Counter()
        self.hours: dict[str, tuple[int, int, int]] = {}
        self.all = self.failed = self.delivered = self.waiting = 0
        self.failures: list[str] = []
        self.deliveries: list[str] = []
        for name, hour in hours.items():
            delivered = hour.counts[DELIVERED] + hour.counts[EXPANDED]
            self.all += sum(hour.counts)
            self.failed += hour.counts[FAILED]
            self.delivered += delivered
            self.waiting += hour.counts[WAITING]
            if name:
                self.hours[name] = (delivered, hour.counts[FAILED], hour.counts[WAITING])
                is_mixed = bool(hour.failures and hour.deliveries)
                self.failures += (time_of(name, clock) for clock in _ends(hour.failures))
                shown = hour.deliveries if is_mixed else _ends(hour.deliveries)
                self.deliveries += (time_of(name, clock) for clock in shown)

    @cached_property
    def first_bad(self) -> str | None:
        """The first failure."""
        return min(self.failures, default=None)

    @cached_property
    def last_bad(self) -> str | None:
        """The last failure."""
        return max(self.failures, default=None)

    @property
    def last_good(self) -> str | None:
        """The last delivery before the first failure."""
        bad = self.first_bad
        return max((time for time in self.deliveries if not bad or time < bad), default=None)

    @property
    def again(self) -> str | None:
        """The first delivery after the last failure."""
        bad = self.last_bad
        return min((time for time in self.deliveries if bad and time > bad), default=None)


def _ends(clocks: set[int]) -> Iterable[int]:
    """Return the first and the last of some clocks."""
    return (min(clocks), max(clocks)) if clocks else ()


class Account:
    """What one account sent outside: `hours` are its messages by the hour's number, `first` the first of each."""

    __slots__ = ("failed", "first", "hours", "messages", "recipients")

    def __init__(self) -> None:
        self.messages = self.failed = 0
        self.hours: dict[int, int] = {}
        self.first: dict[int, int] = {}
        self.recipients: set[int] = set()

    def tick(self, rank: int, time: int, recipient: int) -> None:
        """Count a message to a recipient."""
        hour = hour_of(time)
        self.messages += 1
        self.failed += rank == FAILED
        self.hours[hour] = self.hours.get(hour, 0) + 1
        if time < self.first.get(hour, time + 1):
            self.first[hour] = time
        self.recipients.add(recipient)


class Join:
    """What a workspace's files say together."""

    def __init__(self, workspace: "Workspace") -> None:
        self._workspace = workspace
        self.book = workspace.book
        self.accepted: dict[str, Domain] = {item.name: item for item in workspace.settings["domains"]}
        self.connectors: dict[str, Connector] = {item.name: item for item in workspace.settings["connectors"]}
        self.acts: list[Act] = sorted(
            set_of(workspace.settings["acts"]), key=lambda act: (act.time, act.who, act.object)
        )
        self._hours = workspace.stamps.hours()
        self._sources: dict[tuple[str, str], Source] = {}
        self._networks = Networks(self.connectors.values())

    def registered(self, domain: str) -> str:
        """Return accepted, covered, subdomain, foreign; unknown without a list of accepted domains."""
        if not self.accepted:
            return "unknown"
        if domain in self.accepted:
            return "accepted"
        above = [parent for parent in _above(domain) if parent in self.accepted]
        if any(self.accepted[parent].covers for parent in above):
            return "covered"
        return "subdomain" if above else "foreign"

    @cached_property
    def _inside(self) -> set[int]:
        """The recipients' domains that are the organization's own, by number."""
        names = self.book.domains.list
        if self.accepted:
            return {number for number, name in enumerate(names) if self.registered(name) in OWN}
        return set(self.book.incoming)

    @cached_property
    def sums(self) -> dict[str, Sums]:
        """The sums by the sender's domain, of deliveries outside; never of the null sender."""
        book, rows = self.book, self.book.rows
        found = {origin: Sums(hours) for origin, hours in self._by_hour().items()}
        for (sender, to, way), count in Counter(zip(rows.sender, rows.to, rows.way, strict=True)).items():
            if to not in self._inside:
                found[self._origins[sender]].sources[self.source(*book.ways[way])] += count
        for row in self._failed:
            code = book.codes.get(book.failed[row])
            if code:
                found[self._origins[rows.sender[row]]].codes[code] += 1
        return {book.domains.list[origin]: sums for origin, sums in found.items() if origin}

    def _by_hour(self) -> dict[int, dict[str, Hour]]:
        """Return what became of each sender domain's deliveries outside, by the hour."""
        rows, inside = self.book.rows, self._inside
        found: dict[int, dict[str, Hour]] = defaultdict(lambda: defaultdict(Hour))
        for sender, to, time, rank in zip(rows.sender, rows.to, rows.time, rows.rank, strict=True):
            if to not in inside:
                hour = found[self._origins[sender]][self._hours[hour_of(time)]]
                hour.counts[rank] += 1
                if rank == FAILED:
                    hour.failures.add(clock_of(time))
                elif rank == DELIVERED:
                    hour.deliveries.add(clock_of(time))
        return found

    @cached_property
    def _origins(self) -> list[int]:
        """The number of each sender's domain, by the sender's."""
        return [origin for _, origin in self.book.senders]

    @cached_property
    def _failed(self) -> list[int]:
        """The rows of deliveries outside that failed."""
        rows, inside = self.book.rows, self._inside
        return [row for row in self.book.failed if rows.to[row] not in inside and self._origins[rows.sender[row]]]

    @cached_property
    def accounts(self) -> dict[str, Account]:
        """What each account of the organization sent outside; of any account where the own domains aren't known."""
        rows, inside = self.book.rows, self._inside
        own = [self._own_account(sender) for sender, _ in self.book.senders]
        found: dict[str, Account] = defaultdict(Account)
        columns = (rows.sender, rows.to, rows.recipient, self.book.times_begun(), rows.rank)
        for sender, to, recipient, time, rank in zip(*columns, strict=True):
            if own[sender] and to not in inside:
                found[own[sender]].tick(rank, time, recipient)
        return found

    def _own_account(self, sender: str) -> str:
        """Return the address of the organization's sender, of any while its domains aren't known, else ""."""
        account, _, domain = sender.rpartition("@")
        return sender if account and self.registered(domain) in (*OWN, "unknown") else ""

    @cached_property
    def envelopes(self) -> Counter[tuple[str, str]]:
        """Deliveries outside by the sender's domains in the header and in the envelope, where these differ."""
        names, rows = self.book.domains.list, self.book.rows
        return Counter(
            (names[self._origins[rows.sender[row]]], names[envelope])
            for row, envelope in self.book.envelopes.items()
            if rows.to[row] not in self._inside
        )

    @cached_property
    def failed_by_source(self) -> Counter[Source]:
        """How many deliveries outside failed, by where they came from."""
        rows = self.book.rows
        ways = Counter(rows.way[row] for row in self._failed)
        found: Counter[Source] = Counter()
        for way, count in ways.items():
            found[self.source(*self.book.ways[way])] += count
        return found

    def source(self, client: str, connector: str) -> Source:
        """Return where mail of a client came from: by the connector that a row names, otherwise by its addresses."""
        key = (client, connector)
        if key not in self._sources:
            named = self.book.named.get(client)
            name = connector or (min(named, key=lambda name: (-named[name], name)) if named else "")
            if name:
                self._sources[key] = Source(client, name, "named")
            else:
                first, *others = self._networks.of(client) or ("",)
                self._sources[key] = Source(client, first, "address" if first else None, tuple(others))
        return self._sources[key]

    @cached_property
    def first_bad(self) -> str | None:
        """The first failure of all."""
        return min((sums.first_bad for sums in self.sums.values() if sums.first_bad), default=None)

    @cached_property
    def last_bad(self) -> str | None:
        """The last failure of all."""
        return max((sums.last_bad for sums in self.sums.values() if sums.last_bad), default=None)

    def maker(self, connector: str) -> Act | None:
        """Return the act that made a connector."""
        return self._makers.get(connector)

    @cached_property
    def _makers(self) -> dict[str, Act]:
        """The first act that made a connector, by the connector's name."""
        found: dict[str, Act] = {}
        for act in self.acts:
            if act.operation.lower() == "new-inboundconnector":
                for name in (act.object, act.name):
                    found.setdefault(name, act)
        return found

    def is_new(self, connector: str) -> bool:
        """Return whether a connector was made shortly before the first failure, or later."""
        made, known = self.maker(connector), self.connectors.get(connector)
        time = (made.time if made else "") or (known.created if known else "")
        if not time or not self.first_bad:
            return False
        try:
            return datetime.fromisoformat(time[:19]) >= datetime.fromisoformat(self.first_bad[:19]) - _NEW
        except ValueError:
            return False

    def related(self, act: Act) -> list[str]:
        """Return the new connectors that the account or the address behind an act has made."""
        behind = ((act.who, ""), ("", act.from_))
        return sorted({name for one in behind if any(one) for name in self._new_connectors.get(one, ())})

    @cached_property
    def _new_connectors(self) -> dict[tuple[str, str], list[str]]:
        """The new connectors, by the account that made them and by the address from where it did."""
        named = {name for sums in self.sums.values() for source in sums.sources for name in source.connectors}
        found: dict[tuple[str, str], list[str]] = defaultdict(list)
        for name in {*self.connectors, *named}:
            made = self.maker(name)
            if made and self.is_new(name):
                found[made.who, ""].append(name)
                found["", made.from_].append(name)
        return found


def set_of(acts: Iterable[Act]) -> list[Act]:
    """Return each act once: pages of the audit log repeat them."""
    found = {(act.time, act.who, act.operation, act.object, act.from_): act for act in acts}
    return list(found.values())


def _above(domain: str) -> Iterable[str]:
    """Yield the domains above one."""
    while "." in domain:
        domain = domain.partition(".")[2]
        yield domain
