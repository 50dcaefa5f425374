"""Times as exports write them: ISO 8601, a computer's own way with day and month in either order, or Unix time."""

from functools import lru_cache
from typing import Final, NamedTuple

from ndr_checker.base.pattern import pattern

_ISO = pattern(
    r"(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d{1,9})?)?"
    r"(?:\s?(?P<sign>[+\-])(?P<hours>\d\d):?(?P<minutes>\d\d))?"
)
_LOCAL = pattern(
    r"(\d{1,4})([./\-])\s?(\d{1,2})[./\-]\s?(\d{1,4})\.?"
    r"(?:,?\s+(?:([^\s\d]{1,6})\s+)?(\d{1,2})[:.](\d\d)(?:[:.](\d\d))?\s?([^\s\d]{1,4}(?:\s[Mm]\.?)?)?)?"
)
#: Seconds or milliseconds since 1970, between 2001 and 2033.
_UNIX = pattern(r"(1[0-9]{9})(?:[0-9]{3}|\.[0-9]{1,9})?$")
#: The days and clocks that there are, but for the 29th of February.
_EXISTING = pattern(
    r"(?!0000)\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\d|30)"
    r"|02-(?:0[1-9]|[12]\d))T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d"
)
_ENGLISH = pattern(r"\d\s?[AaPp][Mm]\s?$")
#: Before noon and after it, before or after the clock, as Windows writes them where a day has two times twelve hours.
_HALVES: Final = {
    "am": 0,
    "πμ": 0,
    "上午": 0,
    "午前": 0,
    "오전": 0,
    "pm": 12,
    "μμ": 12,
    "下午": 12,
    "午後": 12,
    "오후": 12,
}
#: A year beyond this is counted from the Buddha, as Windows in Thai does.
_BUDDHIST: Final = 2400
_BUDDHA: Final = 543
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
    """Return a time as `YYYY-MM-DDTHH:MM:SS`, both ways where it may be read both ways; in UTC if it has an offset."""
    first, second = _written(text)
    existing = _existing(first)
    return Time(existing, existing if first == second else _existing(second))


def _existing(time: str) -> str:
    """Return a time, "" where no calendar or clock has it."""
    if not _EXISTING.fullmatch(time):
        return ""
    year = int(time[:_YEAR])
    is_leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return time if is_leap or time[_YEAR + 1 : 10] != "02-29" else ""


def _written(text: str) -> Time:
    iso = _ISO.match(text)
    if iso:
        whole = f"{iso[1]}-{iso[2]}-{iso[3]}T{iso[4]}:{iso[5]}:{iso[6] or '00'}"
        if iso["sign"]:
            whole = shifted(whole, int(f"{iso['sign']}1") * (int(iso["hours"]) * 60 + int(iso["minutes"])))
        return Time(whole, whole)
    local = _LOCAL.match(text)
    if not local:
        return _of_unix(text)
    one, mark, two, three, before, hour, minute, second, after = local.groups()
    if hour is None and any(map(str.isdigit, text[local.end() :])):  # a clock that isn't known is not midnight
        return NONE
    clock = _clock(hour, minute, second, before or after)
    if len(one) == _YEAR:
        whole = _date(one, two, three) + clock
        return Time(whole, whole)
    if mark == ".":  # no one writes the month first with dots
        whole = _date(three, two, one) + clock
        return Time(whole, whole)
    first = _date(three, one, two) + clock if int(one) <= _MONTHS else ""
    second_ = _date(three, two, one) + clock if int(two) <= _MONTHS else ""
    return Time(first, second_)


def is_unix(text: str) -> bool:
    """Return whether a text may be a Unix time; without a name it may be any other number."""
    return bool(_UNIX.match(text))


def _of_unix(text: str) -> Time:
    found = _UNIX.match(text)
    if not found:
        return NONE
    from datetime import UTC, datetime  # noqa: PLC0415 – few texts need it

    whole = datetime.fromtimestamp(int(found[1]), UTC).isoformat()[: len("2026-11-20T14:00:11")]
    return Time(whole, whole)


@lru_cache(maxsize=4096)
def shifted(time: str, minutes: int) -> str:
    """Return an ISO time in UTC that was so many minutes ahead of UTC; "" where there is no such time."""
    from datetime import datetime, timedelta  # noqa: PLC0415 – few texts need it

    if not time or not minutes:
        return time
    try:
        return (datetime.fromisoformat(time) - timedelta(minutes=minutes)).isoformat()
    except (ValueError, OverflowError):
        return ""


def is_month_first(text: str) -> bool | None:
    """Return whether a time shows by itself that its month comes first; None where it doesn't show."""
    time = read(text)
    if time.first == time.second:
        return None
    if not time.first or not time.second:
        return bool(time.first)
    # English (United States) has no zeros in front; Australia writes 3/09/2026 6:15:09 AM.
    return True if _ENGLISH.search(text) and not text.startswith("0") and "/0" not in text else None


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
    noon = _HALVES.get("".join(filter(str.isalpha, half or "")).lower())
    if noon is not None:
        number = number % 12 + noon
    return f"T{number:02}:{minute}:{second or '00'}"


def _date(year: str, month: str, day: str) -> str:
    full = f"20{year}" if len(year) == len("26") else year
    if int(full) > _BUDDHIST:
        full = str(int(full) - _BUDDHA)
    return f"{full}-{int(month):02}-{int(day):02}"
