"""Hours of files whose times may be read in two ways, until the file shows which one is right."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final

from ndr_checker.reading.tables import times

_HOUR: Final = len("2026-11-20T08")
#: More hours than this are no trace; the rest counts as the last one.
_MOST: Final = 1_000_000


@lru_cache(maxsize=4096)
def shifted(time: str, minutes: int) -> str:
    """Return an ISO time in UTC that was so many minutes ahead of UTC."""
    if not time or not minutes:
        return time
    try:
        return (datetime.fromisoformat(time) - timedelta(minutes=minutes)).isoformat()
    except (ValueError, OverflowError):
        return ""


class FileClock:
    """The times of one file: `zone` in minutes ahead of UTC, and what was learned of day and month."""

    def __init__(self, number: int, zone: int) -> None:
        self.number = number
        self.zone = zone
        self.month_first: bool | None = None
        self.is_ambiguous = False
        self.votes = 0
        self.stamps: list[tuple[str, str]] = []

    @property
    def is_day_first(self) -> bool:
        """Whether the day comes before the month, as far as is known."""
        return self.month_first is False or (self.month_first is None and self.votes < 0)

    @property
    def is_unsure(self) -> bool:
        """Whether nothing shows which of the two comes first."""
        return self.is_ambiguous and self.month_first is None and not self.votes


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
        time = times.read(text)
        first, second = time
        if first != second:
            clock.is_ambiguous = True
            if clock.month_first is None:
                clock.month_first = times.is_month_first(text)
        if clock.zone:
            first, second = shifted(first, clock.zone), shifted(second, clock.zone)
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

    def hour(self, number: int) -> str:
        """Return an hour as YYYY-MM-DDTHH, "" where the file had no time."""
        first, second, file = self._list[number]
        if file >= 0 and self.files[file].is_day_first:
            return second or first
        return first or second

    def hours(self) -> Sequence[str]:
        """Return all hours by number."""
        return [self.hour(number) for number in range(len(self._list))]
