"""Times as exports write them: ISO 8601, or a computer's own way with day and month in either order."""

from functools import lru_cache
from typing import Final, NamedTuple

from ndr_checker.base.pattern import pattern

_ISO = pattern(r"(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d))?")
_LOCAL = pattern(
    r"(\d{1,4})([./\-])\s?(\d{1,2})[./\-]\s?(\d{1,4})\.?(?:,?\s+(\d{1,2})[:.](\d\d)(?:[:.](\d\d))?\s?([AaPp]\.?\s?[Mm]\.?)?)?"
)
_ZONE = pattern(r"UTC\s?([+\-\u2212])?\s?(\d{1,2})?(?::(\d\d))?", 2)
_MONTHS: Final = 12
_YEAR: Final = 4


class Time(NamedTuple):
    """A time of a table: `first` reads the date as month and day, `second` as day and month; "" where that can't be."""

    first: str
    second: str


NONE: Final = Time("", "")


@lru_cache(maxsize=4096)
def read(text: str) -> Time:
    """Return a time as `YYYY-MM-DDTHH:MM:SS`, both ways where it may be read both ways."""
    iso = _ISO.match(text)
    if iso:
        whole = f"{iso[1]}-{iso[2]}-{iso[3]}T{iso[4]}:{iso[5]}:{iso[6] or '00'}"
        return Time(whole, whole)
    local = _LOCAL.match(text)
    if not local:
        return NONE
    one, mark, two, three, hour, minute, second, half = local.groups()
    clock = _clock(hour, minute, second, half)
    if len(one) == _YEAR:
        whole = _date(one, two, three) + clock
        return Time(whole, whole)
    if mark == ".":  # no one writes the month first with dots
        whole = _date(three, two, one) + clock
        return Time(whole, whole)
    first = _date(three, one, two) + clock if int(one) <= _MONTHS else ""
    second_ = _date(three, two, one) + clock if int(two) <= _MONTHS else ""
    return Time(first, second_)


def is_month_first(text: str) -> bool | None:
    """Return whether a time shows by itself that its month comes first; None where it doesn't show."""
    time = read(text)
    if time.first == time.second:
        return None
    if not time.first or not time.second:
        return bool(time.first)
    return True if text.rstrip(". ")[-1:] in "Mm" else None


def zone(column: str) -> int:
    """Return the minutes that a column's name says its times are ahead of UTC: "Date (UTC+01:00)" is 60."""
    found = _ZONE.search(column)
    if not found or not found[2]:
        return 0
    minutes = int(found[2]) * 60 + int(found[3] or 0)
    return minutes if found[1] == "+" else -minutes


def _clock(hour: str | None, minute: str | None, second: str | None, half: str | None) -> str:
    if hour is None:
        return "T00:00:00"
    number = int(hour)
    if half:
        number = number % 12 + (12 if half[0] in "Pp" else 0)
    return f"T{number:02}:{minute}:{second or '00'}"


def _date(year: str, month: str, day: str) -> str:
    full = f"20{year}" if len(year) == len("26") else year
    return f"{full}-{int(month):02}-{int(day):02}"
