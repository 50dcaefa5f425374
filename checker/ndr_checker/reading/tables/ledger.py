"""The sums of a table of mails, and of its rows those that are worth showing."""

from collections import Counter
from collections.abc import Sequence
from typing import Final, NamedTuple

from ndr_checker.base.limits import MAX_RECIPIENTS
from ndr_checker.base.pattern import pattern
from ndr_checker.reading.summary import Cause, Summary
from ndr_checker.rules.phrases import said_by_server

from . import states, times
from .columns import Columns
from .delivery import NOTHING, Told

_ORDER: Final = {"failed": 4, "delivered": 3, "expanded": 2, "delayed": 1, "other": 0}
_ARRIVED: Final = _ORDER["delivered"]
_MISSED: Final = ("failed", "delayed")
_NAMES: Final = {rank: name for name, rank in _ORDER.items()}
_CODE = pattern(r"[245]\.[0-9]\.[0-9]{1,3}")
#: Sender domains, and unknown words, that are counted by name.
_NAMED: Final = 1000
#: Rows on mails that didn't arrive that are remembered, for a later one to say that they did.
_MOST_MISSED: Final = 100_000
_SHOWN: Final = 5
#: Different words of a table that are looked up.
_LOOKED_UP: Final = 1000
_WORD: Final = 50
#: The longest number of mails in a queue.
_DIGITS: Final = 12
#: The name of the fact that lists domains.
SENDERS: Final = "Sender domains of failed messages"
_NEXT: Final = (
    "Look for the reply and its code in the bounce of one of these messages, or in the log of the server that sent it."
)
_RELEASE: Final = (
    "Nothing bounced. The recipient can move mail out of the Junk Email folder; the recipient, if their organization"
    " allows it, or its admin can release mail from quarantine."
)
#: Exports whose times are in UTC whatever the column is called (Microsoft Learn, the cmdlets' and reports' pages).
_UTC: Final = frozenset({"message trace", "enhanced summary report", "extended report", "message tracking log"})


class Pick(NamedTuple):
    """A row worth showing: its text, where that is, where in it the pieces of the reason are, and what it says.

    `keys` are those of its outcomes among the mails that are counted. It `explains` if its words say why.
    """

    text: str
    start: int
    line: int
    reason: tuple[tuple[int, int], ...]
    outcomes: tuple[tuple[str, str], ...]
    keys: tuple[int, ...] = ()
    explains: bool = False


class _Miss(NamedTuple):
    """A row on a mail that didn't arrive: the key that it is counted by, its time, and the sender's domain.

    A mail that only waits has no domain, since those of failures are counted.
    """

    key: int
    time: str
    waits: bool
    domain: str = ""


class Ledger:
    """Counts each mail to each recipient once, by what became of it in the end.

    The last event counts: a mail that was refused, or waited, and arrived later is no failure and no delay. Times say
    what is later, where the rows have them, and otherwise the order of the rows. Without the IDs of mails, one is known
    by its sender and subject. Where nothing names the subject, a later delivery to the same recipient ends a delay, but
    what failed for good was another mail.
    """

    def __init__(self, columns: Columns) -> None:
        self.columns = columns
        self.rows = 0
        self.lost = 0
        self.replied = False
        self._has_reasons = False
        self.unknown: Counter[str] = Counter()
        self._outcomes: dict[int, int] = {}
        # Where mails are that didn't reach the inbox.
        self._places: dict[int, str] = {}
        # How many mails each row of queues is.
        self._sizes: dict[int, int] = {}
        # The mails that nobody tries to deliver until an admin releases them.
        self._held: set[int] = set()
        self._domains: Counter[str] = Counter()
        self._times: dict[str, list[str]] = {}
        self._month_first: bool | None = None
        self._bad: dict[int, list[Pick]] = {}
        self._listed = 0
        self._good: list[Pick] = []
        self._waiting: dict[int, Pick] = {}
        self._codes: set[str] = set()
        # Why mails didn't arrive, where words say it and no code; and what words say.
        self._causes: dict[int, Cause] = {}
        self._said: dict[tuple[str, bool], Cause | None] = {}
        self.left_out = 0
        recipient = any(name != "recipientstatus" for name in self._names("recipient"))
        self._keyed = bool(columns.places("id") or columns.places("message"))
        self._cells = columns.picker(*(("id", "message") if self._keyed else ("sender", "subject")))
        self._single = not (recipient or self._keyed or columns.places("sender") or columns.counts_mails)
        # Whether rows of the same mail are one; a list of mails without IDs has a row for each.
        self._is_one = self._keyed or self._single or columns.of_events
        # Microsoft's lists of mails give the last state of each, so a later row is another mail's.
        self._may_settle = self._is_one or not columns.lists_mails
        self._arrived: dict[int, str] = {}
        self._missed: dict[int, list[_Miss]] = {}
        # The time of the row before, and whether the rows go back in time.
        self._before = ""
        self._falls = False

    def _names(self, role: str) -> list[str]:
        return [self.columns.names[place] for place in self.columns.places(role)]

    def add(self, values: Sequence[str], told: Told, sender: str, pick: tuple[str, int, int]) -> None:
        """Count a row: its cells, what it says, who sent the mail, and its text with its place and line."""
        self.rows += 1
        self.lost += told.lost
        self.replied = self.replied or told.replied
        if told.unknown and not self.columns.is_tally and len(self.unknown) < _NAMED:
            self.unknown[told.unknown[:_WORD]] += 1
        actions = {action for _, action in told.outcomes}
        message, is_named = self._message(values)
        time = self._time(self.columns.time(values), actions)
        changed = False
        keys = []
        places = iter(told.places)
        for address, action in told.outcomes:
            low = address.lower()
            key = hash((message if self._is_one else pick[0], low))
            mail = key if self._is_one or not low else hash((message, low))
            keys.append(key)
            self._put(key, next(places, ""), action)
            if self.columns.counts_mails:
                self._sizes[key] = _number(self.columns.cell(values, "count"))
            if action in _MISSED:
                is_new = self._miss(mail, key, _Miss(key, time, action == "delayed"), is_named=is_named)
                if is_new and action == "failed":
                    self._domain(mail, sender or self.columns.cell(values, "sender"))
                    self._has_reasons = self._has_reasons or self._has_reason(values)
                if action == "delayed" and any(map(states.is_held, self.columns.cells(values, "state"))):
                    self._held.add(key)
                if is_new and not told.replied:
                    self._explain(key, values, waits=action == "delayed")
            elif action == "delivered":
                is_new = self._arrive(mail, key, time)
            else:
                is_new = self._rank(key, _ORDER.get(action, 0))
            changed = changed or is_new
        if changed or "failed" in actions:
            self._keep(values, told, keys, pick, changed=changed)

    def _message(self, values: Sequence[str]) -> tuple[str, bool]:
        """Return what the rows on one mail have in common, and whether nothing else has it."""
        first, second = self._cells(values)
        if self._keyed:
            return first or second, True
        return f"{first} {second}", self._single or bool(second)

    def _put(self, key: int, place: str, action: str) -> None:
        """Note where a mail is instead of the inbox, until it's delivered there."""
        if place:
            self._places[key] = place
        elif self._places and action == "delivered":
            self._places.pop(key, None)

    def _rank(self, key: int, rank: int) -> bool:
        """Note an outcome that says more of a mail than those before, and return whether it does."""
        if rank <= self._outcomes.get(key, -1):
            return False
        self._outcomes[key] = rank
        return True

    def _miss(self, mail: int, key: int, miss: _Miss, *, is_named: bool) -> bool:
        """Note that a mail didn't arrive, unless it arrived later, and return whether that says more than before."""
        can_end = self._may_settle and (miss.waits or is_named)
        arrived = self._arrived.get(mail) if can_end else None
        if arrived is not None and not self._is_after(miss, arrived):
            return False
        is_new = self._rank(key, _ORDER["delayed" if miss.waits else "failed"])
        if arrived is not None and self._outcomes[key] == _ARRIVED:
            self._outcomes[key], is_new = _ORDER["delayed"], True
        misses = self._missed.get(mail, []) if can_end else None
        if misses and self._is_one:
            last = misses[0]
            misses[0] = last._replace(time=max(last.time, miss.time), waits=last.waits and miss.waits)
        elif misses is not None and len(self._missed) < _MOST_MISSED:
            self._missed[mail] = [*misses, miss]
        return is_new

    def _is_after(self, miss: _Miss, arrived: str) -> bool:
        """Return whether a mail that had arrived by a row above was refused, or waited, later than that."""
        if miss.time != arrived or (miss.waits and arrived):  # at the same time it waited before it arrived
            return miss.time > arrived
        return not (_is_day(arrived) and self._falls)

    def _arrive(self, mail: int, key: int, time: str) -> bool:
        """Note that a mail arrived, which settles what was said of it before, and return whether that is new."""
        if not self._may_settle:
            return self._rank(key, _ARRIVED)
        if self._arrived.setdefault(mail, time) < time:
            self._arrived[mail] = time
        misses = self._missed.pop(mail, None) if self._missed else None
        if not misses:
            return self._rank(key, _ARRIVED)
        left = []
        for miss in misses:
            is_last = miss.waits or (_is_day(time) and not self._falls)
            if time > miss.time or (time == miss.time and is_last):
                self._settle(miss)
            else:
                left.append(miss)
        if left:
            self._missed[mail] = left
        return not (left and self._is_one) and self._rank(key, _ARRIVED)

    def _settle(self, miss: _Miss) -> None:
        self._outcomes.pop(miss.key, None)
        if miss.domain:
            self._domains[miss.domain] -= 1
        waiting, listed = self._waiting.get(miss.key), self._bad.get(miss.key, [])
        if waiting and len(waiting.keys) == 1:
            del self._waiting[miss.key]
        if listed and len(listed[0].keys) == 1:
            self._listed -= len(self._bad.pop(miss.key))

    def _has_reason(self, values: Sequence[str]) -> bool:
        """Return whether a row says why in its own words; those of Microsoft's exports only name an event."""
        return not self.columns.lists_mails and self.columns.cell(values, "words") not in NOTHING

    def _explain(self, key: int, values: Sequence[str], *, waits: bool) -> None:
        """Note why a mail didn't arrive, if a row without a code says it in words that a page has."""
        words = " ".join((*self.columns.cells(values, "words"), *self.columns.cells(values, "state")))
        if (words, waits) not in self._said and len(self._said) < _LOOKED_UP:
            found = said_by_server(words, late=waits)
            self._said[words, waits] = Cause(*found, late=waits) if found else None
        cause = self._said.get((words, waits))
        if cause:
            self._causes[key] = cause

    def _domain(self, mail: int, sender: str) -> None:
        domain = sender.rpartition("@")[2].strip("<> ").lower()
        if domain and (domain in self._domains or len(self._domains) < _NAMED):
            self._domains[domain] += 1
            if mail in self._missed:
                self._missed[mail][-1] = self._missed[mail][-1]._replace(domain=domain)

    def _time(self, text: str, actions: set[str]) -> str:
        """Note the time of a row, and return it so that times can be compared; "" where it has none."""
        if not text:
            return ""
        time = times.read(text)
        if self._month_first is None and time.first != time.second:
            self._month_first = times.is_month_first(text)
        for action in actions:
            spans = self._times.setdefault(action, ["", "", "", ""])
            for at, value in ((0, time.first), (2, time.second)):
                spans[at + 1] = max(spans[at + 1], value)
                if value and (value < spans[at] or not spans[at]):
                    spans[at] = value
        said = time.second if self._month_first is False or not time.first else time.first
        if said and said != self._before:
            self._falls = said < self._before
            self._before = said
        return said

    def _keep(
        self, values: Sequence[str], told: Told, keys: list[int], pick: tuple[str, int, int], *, changed: bool
    ) -> None:
        actions = {action for _, action in told.outcomes}
        if "failed" in actions:
            codes = set(_CODE.findall(told.reason))
            if not changed and (not codes - self._codes or all(self._outcomes.get(key) == _ARRIVED for key in keys)):
                return
            if self._listed < MAX_RECIPIENTS or codes - self._codes:
                self._bad.setdefault(keys[0], []).append(self._pick(told, keys, pick))
                self._listed += 1
            else:
                self.left_out += 1
            self._codes |= codes
        elif "delayed" in actions:
            if len(self._waiting) < MAX_RECIPIENTS:
                explains = self._has_reason(values)
                self._waiting[keys[0]] = self._pick(told, keys, pick)._replace(explains=explains)
        elif "delivered" in actions and len(self._good) < MAX_RECIPIENTS:
            self._good.append(self._pick(told, keys, pick))

    @staticmethod
    def _pick(told: Told, keys: list[int], pick: tuple[str, int, int]) -> Pick:
        text, start, line = pick
        found = tuple(span for cell in (told.reason, told.words) if (span := _span(cell, text)))
        return Pick(text, start, line, found or ((0, 0),), told.outcomes, tuple(keys))

    @property
    def says_something(self) -> bool:
        """Whether any row says what became of a mail."""
        return any(self._outcomes.values())

    @property
    def picks(self) -> list[Pick]:
        """The rows to show, in order: of very many failures the first ones, and the first of each code.

        A recipient who missed one mail isn't listed for another that arrived. Of a queue in which some wait for a
        reason, those without one aren't listed: their mail is on hold, or being sent right now.
        """
        listed = (pick for picks in self._bad.values() for pick in picks)
        waiting = list(filter(None, map(self._unsettled, self._waiting.values())))
        if self.columns.of_queue:
            waiting = [pick for pick in waiting if pick.explains] or waiting
        bad = [*filter(None, map(self._unsettled, listed)), *waiting]
        missed = {address for pick in bad for address, _ in pick.outcomes}
        good = [pick for pick in self._good if not missed.issuperset(address for address, _ in pick.outcomes)]
        return sorted((*bad, *good[: max(0, MAX_RECIPIENTS - len(bad))]), key=lambda pick: pick.start)

    def _unsettled(self, pick: Pick) -> Pick | None:
        """Return a row without those who got the mail in the end; None where nobody is left who didn't."""
        kept = [
            (address, action)
            for (address, action), key in zip(pick.outcomes, pick.keys, strict=True)
            if action not in _MISSED or self._outcomes.get(key) == _ORDER[action]
        ]
        return pick._replace(outcomes=tuple(kept)) if any(action in _MISSED for _, action in kept) else None

    def counts(self) -> Counter[str]:
        """Return how many mails, counted by recipient, came to which end."""
        found: Counter[str] = Counter(_NAMES[rank] for rank in self._outcomes.values())
        for key, size in self._sizes.items():
            found[_NAMES[self._outcomes[key]]] += size - 1
        return found

    def span(self, action: str) -> tuple[str, str]:
        """Return the first and the last time of an outcome, "" where the table has none.

        Where no row shows whether the month or the day comes first, both readings.
        """
        first, last, other_first, other_last = self._times.get(action, ["", "", "", ""])
        if self._month_first is False or not first:
            return other_first, other_last
        if self._month_first is None and other_first:
            return _either(first, other_first), _either(last, other_last)
        return first, last

    def summary(self) -> Summary:
        """Return what the table says as a whole."""
        counts = self.counts()
        total = counts.total()
        failed, waiting = counts["failed"], counts["delayed"]
        export = self.columns.export
        name = export.name if export else "mail queue" if self.columns.of_queue else "table of deliveries"
        facts = [("Export", name)]
        if failed:
            senders = +self._domains
            ranked = sorted(senders.items(), key=lambda item: (-item[1], item[0]))
            domains = ", ".join(f"{domain} ({count})" for domain, count in ranked[:_SHOWN])
            more = len(senders) - _SHOWN
            facts += [(SENDERS, domains + (f" and {more} more" if more > 0 else ""))]
            first, last = self.span("failed")
            facts += [("First failure", self._told(first)), ("Last failure", self._told(last))]
        delivered = self.span("delivered")[1]
        facts += [("Last delivery", self._told(delivered))]
        elsewhere = self._elsewhere()
        facts += [("Not in the inbox", elsewhere), ("On hold", self._on_hold())]
        kept = tuple(fact for fact in facts if fact[1])
        if self.columns.is_tally and (failed or waiting):
            said = f"{failed:,} {'failure' if failed == 1 else 'failures'}" if failed else f"{waiting:,} delayed"
            headline = f"{said}; this table only counts, and has no reason"
            return Summary(name, "failure" if failed else "delay", headline, kept, certainty="likely")
        if failed:
            lacks = "no enhanced status code" if self._has_reasons else "no reason"
            headline = f"{failed:,} of {total:,} {_messages(total)} failed; this export has {lacks}"
            summary = Summary(name, "failure", headline, kept, (export and export.next) or _NEXT)
            return self._explained(summary, failed)
        if waiting:
            headline = f"{waiting:,} of {total:,} {_messages(total)} waiting to be delivered; none failed"
            summary = Summary(name, "delay", headline, kept, certainty="likely" if self._sizes else "certain")
            return self._explained(summary, waiting)
        unknown = sum(self.unknown.values())
        also = f"; {unknown:,} with an unknown status word" if unknown else ""
        headline = f"{total:,} {_messages(total)}, none failed{also}" + (f"; {elsewhere}" if elsewhere else "")
        release = _RELEASE if elsewhere else ""
        return Summary(name, "not-a-bounce", headline, kept, release, "unsure" if unknown else "certain")

    def _explained(self, summary: Summary, missed: int) -> Summary:
        """Return the summary with why its mails didn't arrive, as far as words say it."""
        rank = _ORDER["delayed" if summary.kind == "delay" else "failed"]
        causes = [cause for key, cause in self._causes.items() if self._outcomes.get(key) == rank]
        by_name = {(cause.entry.code, cause.meaning.id): cause for cause in causes}
        counts = Counter((cause.entry.code, cause.meaning.id) for cause in causes)
        ranked = tuple((by_name[name], count) for name, count in counts.most_common(_SHOWN))
        return summary._replace(causes=ranked, unexplained=missed - len(causes))

    def _on_hold(self) -> str:
        """Return how many of the mails that wait nobody tries to deliver."""
        count = sum(self._outcomes.get(key) == _ORDER["delayed"] for key in self._held)
        released = "it" if count == 1 else "them"
        return f"{count:,} {_messages(count)}, not retried until an admin releases {released}" if count else ""

    def _elsewhere(self) -> str:
        """Return how many mails are where, of those that neither failed nor are in the inbox."""
        failed = _ORDER["failed"]
        counted = Counter(place for key, place in self._places.items() if self._outcomes.get(key) != failed)
        return ", ".join(f"{count:,} {place}" for place, count in sorted(counted.items()))

    def _told(self, time: str) -> str:
        if not time:
            return ""
        export = self.columns.export
        zone = next((part for name in self.columns.given if (part := _zone(name))), "")
        utc = " UTC" if time and export and export.name in _UTC else ""
        return time.replace("T", " ") + (f" ({zone})" if zone else utc)


def _span(cell: str, text: str) -> tuple[int, int] | None:
    """Return where a cell is in the text of its row, as that has it; None where it is empty or isn't there."""
    for raw in (cell.replace('"', '""'), cell, cell.replace(" ", "+")) if cell else ():
        at = text.find(raw)
        if at >= 0:
            return at, at + len(raw)
    return None


def _either(time: str, other: str) -> str:
    return time if time == other else f"{time} or {other}"


def _zone(name: str) -> str:
    """Return the zone in a column's name: "Date (UTC+01:00)"."""
    at = name.find("(UTC")
    zone = name[at + 1 :].partition(")")[0] if at >= 0 else ""
    return "" if zone.strip("UTC+-\u22120123456789: ") else zone


def _is_day(time: str) -> bool:
    """Return whether a time is a day at most, so that only the order of the rows says more."""
    return not time or time.endswith("T00:00:00")


def _number(cell: str) -> int:
    """Return how many mails a cell says; those of an unreadable one are a mail at least."""
    return int(cell) if cell.isascii() and cell.isdigit() and len(cell) <= _DIGITS else 1


def _messages(count: int) -> str:
    return "message" if count == 1 else "messages"
