"""Tables among what a person wrote: those about deliveries are read by row, others are left out of the text."""

from typing import TYPE_CHECKING, NamedTuple

from . import delimited

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .grid import Grid
    from .table import Reading

#: Where none of these is, there is no table that a delimiter doesn't make.
_MARKS = ("<t", "<T", "</", "|", "│", "║", "---", "  ", "@", ";", "\t")
#: Commas of a table, at least.
_COMMAS = 4


class Tables(NamedTuple):
    """What the tables of a text say: `reading` of the one about deliveries, None without one.

    `spans` are the pieces of the text, in order, that are no prose.
    """

    reading: "Reading | None"
    spans: list[tuple[int, int]]


def read(text: str, start: int, end: int, defects: list[str]) -> Tables | None:
    """Return what the tables in `text[start:end]` say; None where there are none, or where they are read as text."""
    head = delimited.head(text, start, end)
    if head:
        from . import table  # noqa: PLC0415 – only for such a text

        done, reading = table.read(text, head, end, defects)
        if reading:
            above = text[start : head.begin]
            begin = start if all(line[:1] in ("#", "") for line in above.split("\n")) else head.begin
            return Tables(reading, [(begin, done)])
    if text.find(" : ", start, end) >= 0 or text.find("---", start, end) >= 0:
        from . import listing  # noqa: PLC0415 – only for such a text

        printed = listing.read(text, start, end, defects)
        if printed:
            return Tables(printed, [(start, end)])
    piece = text[start:end]
    if piece.count(",") < _COMMAS and not any(mark in piece for mark in _MARKS):
        return None
    from .grids import grids  # noqa: PLC0415 – only for such a text

    return _of_grids(text, list(grids(text, start, end)), defects)


def _of_grids(text: str, found: "Sequence[Grid]", defects: list[str]) -> Tables | None:
    if not found:
        return None
    from .meant import FOREIGN, is_misleading  # noqa: PLC0415 – only for such a text

    reading: Reading | None = None
    spans = []
    for grid in found:
        mine = None if reading else _reading(text, grid, defects)
        reading = reading or mine
        if mine or is_misleading(text[grid.start : grid.end], grid.names, [row.values for row in grid.rows]):
            spans.append((grid.start, grid.end))
    if spans and not reading:
        defects.append(FOREIGN)
    return Tables(reading, spans) if spans else None


def _reading(text: str, grid: "Grid", defects: list[str]) -> "Reading | None":
    from .meant import meant  # noqa: PLC0415 – only for such a text
    from .table import Rows  # noqa: PLC0415

    columns = meant(grid.names, [row.values for row in grid.rows])
    if not columns:
        return None
    rows = Rows(columns)
    for row in grid.rows:
        rows.add(row.values, text[row.start : row.end] if grid.exact else "\n".join(row.values), row.start)
    return rows.reading(text, defects, decoded=not grid.exact)
