"""Tables among what a person wrote: those about deliveries are read by row, others are left out of the text."""

from typing import TYPE_CHECKING, NamedTuple

from . import delimited

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .grid import Grid
    from .table import Reading

#: Where none of these is, there is no table that a delimiter doesn't make.
_MARKS = ("<t", "<T", "</", "|", "│", "║", "---", "  ", "@", ";", "\t")
#: Tables of one text that are read.
_MOST_TABLES = 20
#: Commas of a table, at least.
_COMMAS = 4


class Tables(NamedTuple):
    """What the tables of a text say: `readings` of those about deliveries, in order.

    `spans` are the pieces of the text, in order, that are no prose.
    """

    readings: "tuple[Reading, ...]"
    spans: list[tuple[int, int]]


def read(text: str, start: int, end: int, defects: list[str]) -> Tables | None:
    """Return what the tables in `text[start:end]` say; None where there are none, or where they are read as text."""
    divided = _divided(text, start, end, defects)
    if divided:
        return divided
    if text.find(" : ", start, end) >= 0 or text.find("---", start, end) >= 0:
        from . import listing  # noqa: PLC0415 – only for such a text

        printed = listing.read(text, start, end, defects)
        if printed:
            return Tables((printed,), [(start, end)])
    piece = text[start:end]
    if piece.count(",") < _COMMAS and not any(mark in piece for mark in _MARKS):
        return None
    from .grids import grids  # noqa: PLC0415 – only for such a text

    return _of_grids(text, list(grids(text, start, end)), defects)


def _divided(text: str, start: int, end: int, defects: list[str]) -> Tables | None:
    """Return what the tables say that have a delimiter between their cells, one below the other."""
    readings: list[Reading] = []
    spans = []
    while len(readings) < _MOST_TABLES and (head := delimited.head(text, start, end)):
        from . import table  # noqa: PLC0415 – only for such a text

        done, reading = table.read(text, head, end, defects)
        if not reading:
            break
        above = text[start : head.begin]
        spans.append((start if all(line[:1] in ("#", "") for line in above.split("\n")) else head.begin, done))
        readings.append(reading)
        start = done
    return Tables(tuple(readings), spans) if readings else None


def _of_grids(text: str, found: "Sequence[Grid]", defects: list[str]) -> Tables | None:
    if not found:
        return None
    from .meant import FOREIGN, is_misleading  # noqa: PLC0415 – only for such a text

    readings: list[Reading] = []
    spans = []
    for grid in found:
        reading = _reading(text, grid, defects) if len(readings) < _MOST_TABLES else None
        readings += [reading] if reading else []
        if reading or is_misleading(text[grid.start : grid.end], grid.names, [row.values for row in grid.rows]):
            spans.append((grid.start, grid.end))
    if spans and not readings:
        defects.append(FOREIGN)
    return Tables(tuple(readings), spans) if spans else None


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
