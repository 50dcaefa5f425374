"""The sums of a table of mails, and of its rows those that are worth showing."""

from collections import Counter
from collections.abc import Sequence
from typing import Final, NamedTuple

from ndr_checker.base.limits import MAX_RECIPIENTS
from ndr_checker.base.pattern import pattern
from ndr_checker.reading.summary import Summary

from . import times
from .columns import Columns
from .delivery import NOTHING, Told

_ORDER: Final = {"failed": 4, "delivered": 3, "expanded": 2, "delayed": 1, "other": 0}
_ENDS: Final = (_ORDER["delivered"], _ORDER["delayed"])
_NAMES: Final = {rank: name for name, rank in _ORDER.items()}
_CODE = pattern(r"[245]\.[0-9]\.[0-9]{1,3}")
#: Sender domains, and unknown words, that are counted by name.
_NAMED: Final = 1000
_SHOWN: Final = 5
_WORD: Final = 50
#: The name of the fact that lists domains.
SENDERS: Final = "Sender domains of failed messages"
#: Exports whose times are in UTC whatever the column is called (Microsoft Learn, the cmdlets' and reports' pages).
_UTC: Final = frozenset({"message trace", "enhanced summary report", "extended report", "message tracking log"})


class Pick(NamedTuple):
    """A row worth showing: its text, where that is, where in it the reason is, and what it says."""

    text: str
    start: int
    line: int
    reason: tuple[int, int]
    outcomes: tuple[tuple[str, str], ...]


class Ledger:
    """Counts each mail to each recipient once; of several outcomes the worst counts, and a delivery ends a delay.

    A list of events without the IDs of mails has several for a mail, which is known by its sender and subject. A mail
    of every day has the same ones each day, so there the last event says whether it was delivered or waits.
    """

    def __init__(self, columns: Columns) -> None:
        self.columns = columns
        self.rows = 0
        self.lost = 0
        self.replied = False
        self._has_reasons = False
        self.unknown: Counter[str] = Counter()
        self._outcomes: dict[int, int] = {}
        self._domains: Counter[str] = Counter()
        self._times: dict[str, list[str]] = {}
        self._month_first: bool | None = None
        self._bad: list[Pick] = []
        self._good: list[Pick] = []
        self._waiting: dict[int, Pick] = {}
        self._codes: set[str] = set()
        self.left_out = 0
        recipient = any(name != "recipientstatus" for name in self._names("recipient"))
        self._keyed = bool(columns.places("id") or columns.places("message"))
        self._single = not (recipient or self._keyed or columns.places("sender"))
        self._has_events = columns.of_events and not self._keyed
        self._last: dict[int, str] = {}

    def _names(self, role: str) -> list[str]:
        return [self.columns.names[place] for place in self.columns.places(role)]

    def add(self, values: Sequence[str], told: Told, sender: str, pick: tuple[str, int, int]) -> None:
        """Count a row: its cells, what it says, who sent the mail, and its text with its place and line."""
        self.rows += 1
        self.lost += told.lost
        self.replied = self.replied or told.replied
        if told.unknown and len(self.unknown) < _NAMED:
            self.unknown[told.unknown[:_WORD]] += 1
        message = self._message(values, pick[0])
        time = times.read(self.columns.time(values)).first if self._has_events else ""
        changed = False
        keys = []
        for address, action in told.outcomes:
            key = hash((message, address.lower()))
            keys.append(key)
            rank, known = _ORDER.get(action, 0), self._outcomes.get(key, -1)
            if self._outweighs(key, rank, known, time):
                self._outcomes[key] = rank
                changed = True
                if action == "failed":
                    self._domain(sender or self.columns.cell(values, "sender"))
                    self._has_reasons = self._has_reasons or self._has_reason(values)
        self._time(self.columns.time(values), told)
        self._keep(told, keys, pick, changed=changed)

    def _message(self, values: Sequence[str], text: str) -> str:
        """Return what the rows on one mail have in common."""
        cell = self.columns.cell
        if self._keyed:
            return cell(values, "id") or cell(values, "message")
        subject = cell(values, "subject") if self._has_events else ""
        return f"{cell(values, 'sender')} {subject}" if subject else "" if self._single else text

    def _outweighs(self, key: int, rank: int, known: int, time: str) -> bool:
        """Return whether what a row says of a mail replaces what those before said of it."""
        if not self._has_events or rank not in _ENDS:
            return rank > known
        is_last = time >= self._last.get(key, "")
        if is_last:
            self._last[key] = time
        return is_last and rank != known if known in _ENDS else rank > known

    def _has_reason(self, values: Sequence[str]) -> bool:
        """Return whether a row says why in its own words; those of Microsoft's exports only name an event."""
        return self.columns.export is None and self.columns.cell(values, "words") not in NOTHING

    def _domain(self, sender: str) -> None:
        domain = sender.rpartition("@")[2].strip("<> ").lower()
        if domain and (domain in self._domains or len(self._domains) < _NAMED):
            self._domains[domain] += 1

    def _time(self, text: str, told: Told) -> None:
        if not text:
            return
        if self._month_first is None:
            self._month_first = times.is_month_first(text)
        time = times.read(text)
        for action in {action for _, action in told.outcomes}:
            spans = self._times.setdefault(action, ["", "", "", ""])
            for at, value in ((0, time.first), (2, time.second)):
                if value:
                    spans[at] = min(spans[at] or value, value)
                    spans[at + 1] = max(spans[at + 1], value)

    def _keep(self, told: Told, keys: list[int], pick: tuple[str, int, int], *, changed: bool) -> None:
        actions = {action for _, action in told.outcomes}
        if "failed" in actions:
            for key in keys:
                self._waiting.pop(key, None)
            codes = set(_CODE.findall(told.reason))
            if not changed and not codes - self._codes:
                return
            if len(self._bad) < MAX_RECIPIENTS or codes - self._codes:
                self._bad.append(self._pick(told, pick))
            else:
                self.left_out += 1
            self._codes |= codes
        elif "delayed" in actions:
            if changed and len(self._waiting) < MAX_RECIPIENTS:
                self._waiting[keys[0]] = self._pick(told, pick)
        elif changed:
            for key in keys:
                self._waiting.pop(key, None)
            if len(self._good) < MAX_RECIPIENTS and "delivered" in actions:
                self._good.append(self._pick(told, pick))

    @staticmethod
    def _pick(told: Told, pick: tuple[str, int, int]) -> Pick:
        text, start, line = pick
        for raw in (told.reason.replace('"', '""'), told.reason, told.reason.replace(" ", "+")):
            at = text.find(raw) if raw else -1
            if at >= 0:
                return Pick(text, start, line, (at, at + len(raw)), told.outcomes)
        return Pick(text, start, line, (0, 0), told.outcomes)

    @property
    def says_something(self) -> bool:
        """Whether any row says what became of a mail."""
        return any(self._outcomes.values())

    @property
    def picks(self) -> list[Pick]:
        """The rows to show, in order: of very many failures the first ones, and the first of each code.

        A recipient who missed one mail isn't listed for another that arrived.
        """
        bad = [*self._bad, *self._waiting.values()]
        missed = {address for pick in bad for address, _ in pick.outcomes}
        good = [pick for pick in self._good if not missed.issuperset(address for address, _ in pick.outcomes)]
        return sorted((*bad, *good[: max(0, MAX_RECIPIENTS - len(bad))]), key=lambda pick: pick.start)

    def counts(self) -> Counter[str]:
        """Return how many mails, counted by recipient, came to which end."""
        return Counter(_NAMES[rank] for rank in self._outcomes.values())

    def span(self, action: str) -> tuple[str, str]:
        """Return the first and the last time of an outcome, "" where the table has none."""
        first, last, other_first, other_last = self._times.get(action, ["", "", "", ""])
        if self._month_first is False or not first:
            return other_first, other_last
        return first, last

    def summary(self) -> Summary:
        """Return what the table says as a whole."""
        counts, total = self.counts(), len(self._outcomes)
        failed, waiting = counts["failed"], counts["delayed"]
        export = self.columns.export
        name = export.name if export else "table of deliveries"
        facts = [("Export", name)]
        if failed:
            ranked = sorted(self._domains.items(), key=lambda item: (-item[1], item[0]))
            domains = ", ".join(f"{domain} ({count})" for domain, count in ranked[:_SHOWN])
            more = len(self._domains) - _SHOWN
            facts += [(SENDERS, domains + (f" and {more} more" if more > 0 else ""))]
            first, last = self.span("failed")
            facts += [("First failure", self._told(first)), ("Last failure", self._told(last))]
        delivered = self.span("delivered")[1]
        facts += [("Last delivery", self._told(delivered))]
        kept = tuple(fact for fact in facts if fact[1])
        if failed:
            lacks = "no enhanced status code" if self._has_reasons else "no reason"
            headline = f"{failed:,} of {total:,} {_messages(total)} failed; this export has {lacks}"
            return Summary(name, "failure", headline, kept, export.next if export else "")
        if waiting:
            headline = f"{waiting:,} of {total:,} {_messages(total)} waiting to be delivered; none failed"
            return Summary(name, "delay", headline, kept)
        unknown = sum(self.unknown.values())
        also = f"; {unknown:,} with an unknown status word" if unknown else ""
        headline = f"{total:,} {_messages(total)}, none failed{also}"
        return Summary(name, "not-a-bounce", headline, kept, known=not unknown)

    def _told(self, time: str) -> str:
        if not time:
            return ""
        export = self.columns.export
        zone = next((part for name in self.columns.given if (part := _zone(name))), "")
        utc = " UTC" if time and export and export.name in _UTC else ""
        return time.replace("T", " ") + (f" ({zone})" if zone else utc)


def _zone(name: str) -> str:
    """Return the zone in a column's name: "Date (UTC+01:00)"."""
    at = name.find("(UTC")
    zone = name[at + 1 :].partition(")")[0] if at >= 0 else ""
    return "" if zone.strip("UTC+-\u22120123456789: ") else zone


def _messages(count: int) -> str:
    return "message" if count == 1 else "messages"
