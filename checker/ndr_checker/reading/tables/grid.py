"""A table as it was found in a text: the names of its columns, and its rows with their places."""

from collections.abc import Iterator
from itertools import zip_longest
from typing import Final, NamedTuple

from ndr_checker.base.pattern import pattern

#: Fewer columns, or fields of a record, don't say what became of a mail.
FEWEST: Final = 3
#: More rows aren't the fields of mails.
_TALLEST: Final = 60
#: How a line of a list begins that a person typed: "pat@fabrikam.com -> bounced". Its last blank may be one of several.
POINTED: Final = r"[ \t*•\-]{0,9}([^\s@*•<]{1,64}@[^\s@]{1,255})[ \t]{1,9}(?:[-=]>|[→⇒–—-])[ \t]"
#: How a text of XML begins, which a record of syslog with its priority, "<38>1 ", doesn't.
XML = pattern(r"[\ufeff \t\n]{0,99}<[a-zA-Z?!]")


class Line(NamedTuple):
    """A row: its cells, and where it begins and ends in the text."""

    values: list[str]
    start: int
    end: int


class Grid(NamedTuple):
    """A table: the names of its columns, its rows, and where it begins and ends.

    `exact`: each cell is in the text as it is here.
    """

    names: list[str]
    rows: list[Line]
    start: int
    end: int
    exact: bool = True


def turned(grid: Grid) -> Grid | None:
    """Return a table whose columns are mails as one whose rows are; None where no row has an address in each column."""
    lines = [grid.names] * any(grid.names) + [row.values for row in grid.rows]
    if len(lines) > _TALLEST or not any(all("@" in cell for cell in line[1:]) for line in lines):
        return None
    names, *mails = zip_longest(*lines, fillvalue="")
    rows = [Line(list(mail), grid.start, grid.end) for mail in mails]
    return Grid(list(names), rows, grid.start, grid.end, exact=False)


def paired(grid: Grid) -> Grid | None:
    """Return a table of names and values as that of the one record that it is; None where it isn't one."""
    lines = [grid.names, *(row.values for row in grid.rows)]
    names = [line[0] for line in lines]
    if not FEWEST <= len(set(names)) == len(lines) <= _TALLEST or any(len(line) != 2 for line in lines):  # noqa: PLR2004
        return None
    row = Line([line[1] for line in lines], grid.start, grid.end)
    return Grid(names, [row], grid.start, grid.end, exact=False)


def lines_of(text: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    """Yield each line of a piece of text, without its break, and where it begins and ends."""
    at = start
    while at < end:
        stop = text.find("\n", at, end)
        stop = stop if stop >= 0 else end
        yield text[at:stop].strip("\ufeff\r"), at, stop
        at = stop + 1
