"""Tables without what divides cells: copied from a page, with a cell a line or a single blank apart, or typed."""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from ndr_checker.base.pattern import pattern

from . import states
from .delivery import address
from .grid import FEWEST, POINTED, Grid, Line, lines_of
from .named import is_named

#: Lines that are looked at.
_LONGEST: Final = 20_000
#: The date and the time that a row of a portal's list begins with.
_TIME = pattern(
    r"(?:\d{1,4}[./\-]\d{1,2}[./\-]\d{1,4}|[A-Z][a-z]{2} \d{1,2}, \d{4})"
    r"(?:[,T]? ?\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?:\.\d{1,9})?Z?(?: ?[AaPp]\.?[Mm]\.?)?)?"
)
_ROW = pattern(r"([^\s@]{1,64}@[^\s@]{1,255}) ([^\s@]{1,64}@[^\s@]{1,255}) (.{1,400})$")
#: "pat@fabrikam.com -> bounced, 550 ...", and where the word for what became of a mail ends.
_POINTED = pattern(rf"{POINTED}{{1,9}}(\S.{{0,2000}})$")
_PAUSE = pattern(r"[,;:(]| (?=[245][0-9])| [–—-] ")
#: Cells of a row whose cells have a line each.
_WIDEST: Final = 14
#: What a cell on a line of its own may be, by its form, and what its column is named for.
_WORDS, _TIMES, _ADDRESSES = 0, 1, 2
_NAMED_FOR: Final = {_WORDS: ("subject", "state", "reason"), _TIMES: ("time",), _ADDRESSES: ("sender", "recipient")}
#: Rows that are looked at to see how the lines are cut.
_FEW: Final = 5


def stacked(text: str, start: int, end: int) -> Iterator[Grid]:
    """Yield the table that was copied from a page with each cell on a line of its own."""
    lines = [line for line in lines_of(text, start, end) if line[0].strip()][:_LONGEST]
    cells = [line.strip() for line, _, _ in lines]
    at = next((at for at, cell in enumerate(cells) if "@" in cell and address(cell)), len(cells))
    best = max(_ways(cells, at), key=lambda way: _likeness(cells, way), default=None)
    if not best:
        return
    first, width, named = best
    rows = []
    for begin in range(first, len(cells) - width + 1, width):
        values = cells[begin : begin + width]
        if not address(values[at - first]):
            break
        rows.append(Line(values, lines[begin][1], lines[begin + width - 1][2]))
    names = cells[first - named : first]
    yield Grid([*names, *[""] * (width - named)], rows, lines[first - named][1], rows[-1].end)


class _Way(NamedTuple):
    """How lines may be cut into rows: where the first begins, its cells, and how many names are above it."""

    first: int
    width: int
    named: int


def _ways(cells: Sequence[str], at: int) -> Iterator[_Way]:
    """Yield how the lines may be cut into rows; `at` is the first address.

    Each row has a time and two addresses in the same places, the names have none of these, and without names there are
    two rows at least. The last column, of details, may have no name.
    """
    near = max(0, at - 2 * _WIDEST)
    kinds = [0] * near + list(map(_kind, cells[near : at + 2 * _WIDEST]))
    if _TIMES not in kinds:
        return
    for width in range(FEWEST, _WIDEST + 1):
        for first in range(max(at - width + 1, 0), at + 1):
            row, rest = kinds[first : first + width], kinds[first + width : first + 2 * width]
            if len(row) < width or not (_TIMES in row and row.count(_ADDRESSES) > 1) or (rest and rest != row):
                continue
            for named in (width, width - 1, 0):
                above = slice(first - named, first)
                unnamed = not named and not rest
                if named <= first and not unnamed and not any(kinds[above]) and all(map(_is_short, cells[above])):
                    yield _Way(first, width, named)


def _likeness(cells: Sequence[str], way: _Way) -> tuple[int, int, int, int]:
    """Return how well a way fits: names above what they name, columns of known states, and names at all.

    A title above the names, or a line of the page below the rows, moves every cell by one: where two ways fit, the
    names that are next to the rows are theirs, and rows without names begin where the text does.
    """
    names, row = cells[way.first - way.named : way.first], cells[way.first : way.first + way.width]
    named = sum(_is_kind(name, _kind(cell)) for name, cell in zip(names, row, strict=False))
    starts = range(way.first, len(cells) - way.width + 1, way.width)[:_FEW]
    rows = [cells[at : at + way.width] for at in starts]
    known = sum(all(map(_is_state, column)) for column in zip(*rows, strict=True))
    return named, known, way.named, way.first if way.named else -way.first


def _is_kind(name: str, kind: int) -> bool:
    """Return whether a column's name is one for what its first cell is, and no state itself."""
    return not _is_state(name) and any(is_named(name, role) for role in _NAMED_FOR[kind])


def _is_state(cell: str) -> bool:
    return bool(states.action(cell, of_service=True))


def _kind(cell: str) -> int:
    return _ADDRESSES if "@" in cell and address(cell) else _TIMES if _TIME.match(cell) else _WORDS


def _is_short(cell: str) -> bool:
    return len(cell) <= 40 and cell[-1:] not in ".:!?"  # noqa: PLR2004 – longer lines are sentences


def loose(text: str, start: int, end: int) -> Iterator[Grid]:
    """Yield the table of a page's list whose cells lie a single blank apart: a time, two addresses, words."""
    rows: list[Line] = []
    begin = start
    for line, at, stop in lines_of(text, start, end):
        time = _TIME.match(line) if "@" in line else None
        found = _ROW.match(line, time.end() + 1) if time else None
        if time and found:
            rows.append(Line([time[0], found[1], found[2], *_subject_and_status(found[3])], at, stop))
        elif rows and line.strip():
            break
        elif not rows:
            begin = at if line.strip() else begin
    if rows:
        yield Grid(["Date (UTC)", "Sender", "Recipient", "Subject", "Status"], rows, begin, rows[-1].end)


def pointed(text: str, start: int, end: int) -> Iterator[Grid]:
    """Yield the list that a person typed: a line for each address, an arrow or a dash, and what became of the mail."""
    rows = []
    for line, at, stop in lines_of(text, start, end):
        found = _POINTED.match(line)
        if found:
            rows.append(Line([found[1], _PAUSE.split(found[2], 1)[0].strip(), found[2]], at, stop))
        elif rows and line.strip():
            break
    if len(rows) > 1:
        yield Grid([""] * FEWEST, rows, rows[0].start, rows[-1].end)


def _subject_and_status(words: str) -> list[str]:
    """Return the subject and the status that end a row: the longest known status, otherwise the last word."""
    pieces = words.split(" ")
    for count in (3, 2, 1):
        status = " ".join(pieces[-count:])
        if len(pieces) >= count and states.action(status) and states.action(pieces[-count]):
            return [" ".join(pieces[:-count]), status]
    return [" ".join(pieces[:-1]), pieces[-1]]
