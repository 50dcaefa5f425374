"""Hours of files whose times may be read in two ways, until the file shows which one is right."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Final

from ndr_checker.base.pattern import pattern
from ndr_checker.reading.tables import times

_MINUTES = pattern(r"[0-5][0-9]:[0-5][0-9]$")
_DIGITS: Final = "0123456789"
#: What an offset of no whole hours ends with: +05:30, +0545. Seconds may end so too, and are read the long way.
_HALVES: Final = ("30", "45")
_HOUR: Final = len("2026-11-20T08")
_CLOCK: Final = len("41:12")
#: No trace has more hours than this; a time in any other hour is unknown.
_MOST: Final = 1_000_000
#: Bits of a time's number that are its minutes and seconds, MMSS.
_BITS: Final = 14
_MASK: Final = (1 << _BITS) - 1
_UNKNOWN: Final = ("", "", -1)


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


def hour_of(time: int) -> int:
    """Return the number of a time's hour."""
    return time >> _BITS


def clock_of(time: int) -> int:
    """Return a time's minutes and seconds, MMSS."""
    return time & _MASK


def time_of(hour: str, clock: int) -> str:
    """Return the time of an hour, YYYY-MM-DDTHH, and a clock, MMSS, as YYYY-MM-DDTHH:MM:SSZ."""
    return f"{hour}:{clock // 100:02}:{clock % 100:02}Z"


@lru_cache(maxsize=4096)
def _clock(minutes: str) -> int | None:
    """Return MM:SS as MMSS."""
    return int(minutes[:2]) * 100 + int(minutes[3:]) if _MINUTES.match(minutes) else None


class Stamps:
    """Times as numbers: that of the hour, which may be read in two ways, with minutes and seconds; 0 is unknown."""

    def __init__(self) -> None:
        self._list: list[tuple[str, str, int]] = [_UNKNOWN]
        self._numbers = {_UNKNOWN: 0}
        self.files: list[FileClock] = []

    def file(self, zone: int = 0) -> FileClock:
        """Return the clock of a new file."""
        clock = FileClock(len(self.files), zone)
        self.files.append(clock)
        return clock

    def stamp(self, text: str, clock: FileClock) -> int:
        """Return the number of a time."""
        hour, _, rest = text.partition(":")
        minutes = _clock(rest[:_CLOCK])
        if minutes is None or clock.zone % 60 or text[-2:] in _HALVES:
            return self._stamp(text, clock)
        # Most rows have a time of their own, but few hours are new.
        rest = rest[_CLOCK:]
        hour += rest[1:].lstrip(_DIGITS) if rest[:1] == "." else rest  # 2026-11-20T08:41:12.0480000+01:00
        number = clock.hours.get(hour)
        if number is None:
            number = clock.hours[hour] = self._stamp(text, clock) & ~_MASK
        return number and number | minutes

    def _stamp(self, text: str, clock: FileClock) -> int:
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
                return 0
            number = self._numbers[key] = len(self._list)
            self._list.append(key)
        return number and number << _BITS | (_clock((first or second)[_HOUR + 1 :]) or 0)

    def compare(self, time: int, other: int) -> None:
        """Learn from two times of one delivery, one of which may be read in two ways."""
        hours = self._list[hour_of(time)], self._list[hour_of(other)]
        for one, two in (hours, hours[::-1]):
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

    def text(self, time: int) -> str:
        """Return a time as YYYY-MM-DDTHH:MM:SSZ, "" where it isn't known."""
        return time_of(self.hour(hour_of(time)), clock_of(time)) if time else ""

    def earlier(self, time: int, other: int) -> int:
        """Return the earlier of two times, as far as they can be read by now."""
        return min(time, other, key=self.text) if time and other else time or other

    def later(self, time: int, other: int) -> int:
        """Return the later of two times, as far as they can be read by now."""
        return max(time, other, key=self.text)

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
