"""Hours of files whose times may be read in two ways, until the file shows which one is right."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from ndr_checker.base.pattern import pattern
from ndr_checker.reading.tables import times

#: MM:SS of a time, and its fraction: 2026-11-20T08:41:12.0480000+01:00.
_MINUTES = pattern(r":(\d\d:\d\d)(?:\.\d{1,9})?")
#: What an offset of no whole hours ends with: +05:30, +0545. Seconds may end so too, and are read the long way.
_HALVES: Final = ("30", "45")
_HOUR: Final = len("2026-11-20T08")
#: More hours than this are no trace; the rest counts as the last one.
_MOST: Final = 1_000_000


class FileClock:
    """The times of one file: `zone` in minutes ahead of UTC, and what was learned of day and month.

    What shows which comes first, the surest first: a number above 12 (`is_shown`), the same messages in another file,
    the reading that takes up fewer days, and English with AM and PM (`month_first` alone).
    """

    def __init__(self, number: int, zone: int) -> None:
        self.number = number
        self.zone = zone
        self.month_first: bool | None = None
        self.is_shown = self.is_ambiguous = False
        self.votes = 0
        #: How many days fewer the file takes up with the month first.
        self.fewer = 0
        #: The number of each hour by a time without its minutes.
        self.hours: dict[str, int] = {}

    @property
    def is_day_first(self) -> bool:
        """Whether the day comes before the month, as far as is known."""
        if self.is_shown:
            return not self.month_first
        said = self.votes or self.fewer
        return said < 0 if said else self.month_first is False

    @property
    def is_unsure(self) -> bool:
        """Whether nothing shows which of the two comes first."""
        return self.is_ambiguous and self.month_first is None and not self.votes and not self.fewer


class Stamps:
    """Hours by number."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[str, str, int], int] = {}
        self._list: list[tuple[str, str, int]] = []
        self.files: list[FileClock] = []

    def file(self, zone: int = 0) -> FileClock:
        """Return the clock of a new file."""
        clock = FileClock(len(self.files), zone)
        self.files.append(clock)
        return clock

    def stamp(self, text: str, clock: FileClock) -> tuple[int, str]:
        """Return the number of a time's hour, and its MM:SS."""
        minutes = _MINUTES.search(text)
        if not minutes or clock.zone % 60 or text[-2:] in _HALVES:
            return self._stamp(text, clock)
        # Most rows have a time of their own, but few hours are new.
        hour = text[: minutes.start()] + text[minutes.end() :]
        number = clock.hours.get(hour)
        if number is None:
            number = clock.hours[hour] = self._stamp(text, clock)[0]
        return number, minutes[1] if any(self._list[number][:2]) else ""

    def _stamp(self, text: str, clock: FileClock) -> tuple[int, str]:
        time = times.read(text)
        first, second = time
        if first != second:
            clock.is_ambiguous = True
            if not clock.is_shown:
                clock.is_shown = not (first and second)
                clock.month_first = times.is_month_first(text) if clock.is_shown or clock.month_first is None else True
        if clock.zone:
            first, second = times.shifted(first, clock.zone), times.shifted(second, clock.zone)
        key = (first[:_HOUR], second[:_HOUR], -1 if first == second else clock.number)
        number = self._numbers.get(key)
        if number is None:
            if len(self._list) >= _MOST:
                return len(self._list) - 1, ""
            number = self._numbers[key] = len(self._list)
            self._list.append(key)
        return number, (first or second)[_HOUR + 1 :]

    def compare(self, stamp: int, other: int) -> None:
        """Learn from two times of one delivery, one of which may be read in two ways."""
        for one, two in ((self._list[stamp], self._list[other]), (self._list[other], self._list[stamp])):
            first, second, file = one
            if file >= 0 and two[2] < 0 and first[:10] != second[:10]:
                self.files[file].votes += (first[:10] == two[0][:10]) - (second[:10] == two[0][:10])

    def settle(self) -> None:
        """Compare how many days each file takes up in each of the two ways to read its dates."""
        for clock in self.files:
            if not clock.is_ambiguous:
                continue
            both = [row[:2] for row in self._list if row[2] == clock.number and all(row[:2])]
            first, second = (_days([row[way] for row in both]) for way in (0, 1))
            clock.fewer = second - first

    def hour(self, number: int) -> str:
        """Return an hour as YYYY-MM-DDTHH, "" where the file had no time."""
        first, second, file = self._list[number]
        if file >= 0 and self.files[file].is_day_first:
            return second or first
        return first or second

    def hours(self) -> Sequence[str]:
        """Return all hours by number."""
        return [self.hour(number) for number in range(len(self._list))]


def _days(hours: Sequence[str]) -> int:
    """Return how many days lie between the first and the last of some hours; 0 where one of them is no date."""
    try:
        first, last = (date.fromisoformat(end(hours)[:10]) for end in (min, max))
    except ValueError:
        return 0
    return (last - first).days
