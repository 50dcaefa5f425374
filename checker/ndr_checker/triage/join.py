"""The joins: whose domain it is, whether it is registered, by which connector mail came, and who made that."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

from .book import DELIVERED, EXPANDED, FAILED, WAITING
from .networks import Networks
from .settings import Act, Connector, Domain

if TYPE_CHECKING:
    from .workspace import Workspace

_SHIFT: Final = 20
_MASK: Final = (1 << _SHIFT) - 1
#: What was made so many days before the first failure, or later, is new.
_NEW: Final = timedelta(days=14)
OWN: Final = ("accepted", "covered")


class Source(NamedTuple):
    """Where mail came from: the client's address, the connector, and how that is known: named, address or None."""

    address: str
    connector: str
    how: str | None


class Sums:
    """What became of the deliveries of one domain to outside, in all and by the hour."""

    def __init__(self) -> None:
        self.all = self.failed = self.delivered = self.waiting = 0
        self.codes: Counter[str] = Counter()
        self.sources: Counter[Source] = Counter()
        self.hours: dict[str, list[int]] = {}
        self.failures: list[str] = []
        self.deliveries: list[str] = []

    def add(self, hour: str, counts: Sequence[int], clocks: Sequence[str]) -> None:
        """Add an hour's counts by outcome, and the clocks of its first and last failure and delivery."""
        delivered = counts[DELIVERED] + counts[EXPANDED]
        self.all += sum(counts)
        self.failed += counts[FAILED]
        self.delivered += delivered
        self.waiting += counts[WAITING]
        if not hour:
            return
        row = self.hours.setdefault(hour, [0, 0, 0])
        for place, count in enumerate((delivered, counts[FAILED], counts[WAITING])):
            row[place] += count
        self.failures += [f"{hour}:{clock}Z" for clock in clocks[:2] if clock and counts[FAILED]]
        self.deliveries += [f"{hour}:{clock}Z" for clock in clocks[2:] if clock]

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


class Join:
    """What a workspace's files say together."""

    def __init__(self, workspace: "Workspace") -> None:
        self._workspace = workspace
        self.book = self._book = workspace.book
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
        names = self._book.domains.list
        if self.accepted:
            return {number for number, name in enumerate(names) if self.registered(name) in OWN}
        return set(self._book.incoming)

    @cached_property
    def sums(self) -> dict[str, Sums]:
        """The sums by the sender's domain, of deliveries to outside; never of the null sender."""
        names, inside = self._book.domains.list, self._inside
        found: dict[str, Sums] = {}
        for cell, hour in self._book.hours.items():
            sender, recipient = cell >> 2 * _SHIFT, cell >> _SHIFT & _MASK
            if recipient in inside or not names[sender]:
                continue
            sums = found.setdefault(names[sender], Sums())
            sums.add(self._hours[cell & _MASK], hour.counts, hour.clocks)
        for (sender, recipient, way), count in self._book.sent.items():
            if recipient not in inside and names[sender]:
                found[names[sender]].sources[self.source(*way)] += count
        for key, (message, _) in self._book.failed.items():
            cell = self._book.known[key] >> 3
            if cell >> _SHIFT & _MASK in inside or not names[cell >> 2 * _SHIFT]:
                continue
            code = self._book.codes.get(message)
            if code:
                found[names[cell >> 2 * _SHIFT]].codes[code] += 1
        return {name: sums for name, sums in found.items() if sums.all}

    @cached_property
    def envelopes(self) -> Counter[tuple[str, str]]:
        """Deliveries to outside by the sender's domains in the header and in the envelope, where these differ."""
        names = self._book.domains.list
        found: Counter[tuple[str, str]] = Counter()
        for key, envelope in self._book.envelopes.items():
            cell = self._book.known[key] >> 3
            if cell >> _SHIFT & _MASK not in self._inside:
                found[names[cell >> 2 * _SHIFT], names[envelope]] += 1
        return found

    @cached_property
    def failed_by_source(self) -> Counter[Source]:
        """How many deliveries to outside failed, by where they came from."""
        found: Counter[Source] = Counter()
        for key, (_, way) in self._book.failed.items():
            if self._book.known[key] >> 3 >> _SHIFT & _MASK not in self._inside:
                found[self.source(*way)] += 1
        return found

    def source(self, client: str, connector: str) -> Source:
        """Return where mail of a client came from: by the connector that a row names, else by its addresses."""
        key = (client, connector)
        if key not in self._sources:
            named = self._book.named.get(client)
            name = connector or (min(named, key=lambda name: (-named[name], name)) if named else "")
            if name:
                self._sources[key] = Source(client, name, "named")
            else:
                fitting = self._networks.of(client)
                self._sources[key] = Source(client, fitting[0] if fitting else "", "address" if fitting else None)
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
        for act in self.acts:
            if act.operation.lower() == "new-inboundconnector" and connector in (
                act.object,
                act.parameters.get("Name"),
            ):
                return act
        return None

    def is_new(self, connector: str) -> bool:
        """Tell whether a connector was made shortly before the first failure, or later."""
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
        makers = [(name, made) for name in self._new_connectors if (made := self.maker(name))]
        return [name for name, made in makers if act.who == made.who or (act.from_ and act.from_ == made.from_)]

    @cached_property
    def _new_connectors(self) -> list[str]:
        named = {source.connector for sums in self.sums.values() for source in sums.sources if source.connector}
        return sorted(name for name in {*self.connectors, *named} if self.is_new(name))

    def outside(self, recipient: int) -> bool:
        """Tell whether a recipient's domain, by its number, is no domain of the organization."""
        return recipient not in self._inside


def set_of(acts: Iterable[Act]) -> list[Act]:
    """Return each act once: pages of the audit log repeat them."""
    found = {(act.time, act.who, act.operation, act.object, act.from_): act for act in acts}
    return list(found.values())


def _above(domain: str) -> Iterable[str]:
    """Yield the domains above one."""
    while "." in domain:
        domain = domain.partition(".")[2]
        yield domain
