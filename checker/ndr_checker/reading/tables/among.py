"""Tables among what a person wrote: those about deliveries are read by row, others are left out of the text."""

from typing import TYPE_CHECKING, NamedTuple

from ndr_checker.base.pattern import pattern
from ndr_checker.reading.view import View

from . import heading

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .columns import Columns
    from .grid import Grid
    from .table import Reading

#: Where none of these is, there is no table that a delimiter doesn't make.
_MARKS = ("<t", "<T", "</", "|", "│", "║", "---", "  ", "@", ";", "\t")
#: Tables of one text that are read.
_MOST_TABLES = 20
#: A quotation mark as a quoted cell has it (RFC 4180).
_DOUBLED = pattern('""')
#: Commas of a table, at least.
_COMMAS = 4


class Tables(NamedTuple):
    """What the tables of a text say: `readings` of those about deliveries, in order.

    `spans` are the pieces of the text, in order, that are no prose. `texts` are in the cells of other tables, to be
    read as if they had been pasted alone, and `quoted` are cells that only mention a reply. Where the
    text is `told`, it has a table with replies in which nothing shows whose mail was refused.
    """

    readings: "tuple[Reading, ...]"
    spans: list[tuple[int, int]]
    texts: tuple[View, ...] = ()
    quoted: tuple[View, ...] = ()
    told: bool = False


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
    while len(readings) < _MOST_TABLES and (head := heading.head(text, start, end)):
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
    from . import foreign  # noqa: PLC0415 – only for such a text

    readings: list[Reading] = []
    texts: list[View] = []
    quoted: list[View] = []
    spans = []
    told = False
    for grid in found:
        reading = _reading(text, grid, defects) if len(readings) < _MOST_TABLES else None
        readings += [reading] if reading else []
        rows = [row.values for row in grid.rows]
        other = None if reading else foreign.read(text[grid.start : grid.end], grid.names, rows)
        if other and other.role == "told":
            told = True
        elif other:
            (texts if other.role == "texts" else quoted).extend(_texts(text, grid, other.cells))
        if reading or (other and other.role != "told"):
            spans.append((grid.start, grid.end))
    if spans and not readings and not texts:
        defects.append(foreign.FOREIGN)
    return Tables(tuple(readings), spans, tuple(texts), tuple(quoted), told=told) if spans or told else None


def _texts(text: str, grid: "Grid", cells: "Sequence[tuple[int, str]]") -> "Iterator[View]":
    """Yield cells as texts: those of a line as the lines of one, as a log has them, and each longer one by itself."""
    lines = [cell for cell in cells if "\n" not in cell[1]]
    for together in ([lines] if lines else []) + [[cell] for cell in cells if "\n" in cell[1]]:
        yield _text(text, grid, together)


def _text(text: str, grid: "Grid", cells: "Sequence[tuple[int, str]]") -> View:
    """Return cells as one text, a paragraph each, in their places in the text of the table, if it has them so."""
    edits: list[tuple[int, int, str]] = []
    done = grid.start
    for at, cell in cells:
        raw = cell.replace('"', '""')
        begin = text.find(raw, max(done, grid.rows[at].start), grid.rows[at].end)
        if begin < 0:
            raw, begin = cell, text.find(cell, max(done, grid.rows[at].start), grid.rows[at].end)
        if begin < 0:
            return View.of_decoded("\n\n".join(cell for _, cell in cells))
        edits.append((done - grid.start, begin - grid.start, "\n\n" if edits else ""))
        edits += (
            (mark.start() - grid.start, mark.end() - grid.start, '"')
            for mark in _DOUBLED.finditer(text, begin, begin + len(raw))
            if raw != cell
        )
        done = begin + len(raw)
    return View.of(text, grid.start, grid.end).edited([*edits, (done - grid.start, grid.end - grid.start, "")])


def _reading(text: str, grid: "Grid", defects: list[str]) -> "Reading | None":
    from .grid import turned  # noqa: PLC0415 – only for such a text
    from .table import Rows  # noqa: PLC0415

    columns = _meant(grid)
    other = None if columns else turned(grid)
    if other:
        grid, columns = other, _meant(other)
    if not columns:
        return None
    rows = Rows(columns)
    for row in grid.rows:
        rows.add(row.values, text[row.start : row.end] if grid.exact else "\n".join(row.values), row.start)
    return rows.reading(text, defects, decoded=not grid.exact)


def _meant(grid: "Grid") -> "Columns | None":
    from .meant import meant  # noqa: PLC0415 – only for such a text

    return meant(grid.names, [row.values for row in grid.rows])
