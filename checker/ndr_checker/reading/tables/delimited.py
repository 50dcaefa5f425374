"""A message trace as a file: CSV with commas, semicolons or tabs, quoted as RFC 4180 has it."""

from collections.abc import Iterator

from ndr_checker.base.limits import MAX_ROWS
from ndr_checker.reading.log import Record
from ndr_checker.reading.view import View

from . import trace

_DELIMITERS = ",;\t"
#: A quotation mark that is never closed swallows no more than this.
_MAX_ROW = 64 * 1024
_LINES_ABOVE = 10
_FEWEST = trace.ENOUGH - 1


def read(text: str, start: int, end: int, defects: list[str]) -> tuple[View, tuple[Record, ...]] | None:
    """Return the rows of a trace that are worth reading and their records; None for a text that is no trace."""
    found = _header(text, start, min(end, start + _MAX_ROW))
    if not found:
        return None
    import csv  # noqa: PLC0415 – only for such a file

    at, delimiter, names = found
    rows: list[trace.Row] = []
    for begin, stop in _rows(text, at, end):
        if len(rows) == MAX_ROWS:
            defects.append(f"The table has more than {MAX_ROWS} rows; the rest was not read.")
            break
        try:
            values = next(csv.reader([text[begin:stop]], delimiter=delimiter))
        except csv.Error:  # a cell of more than 128 kB
            continue
        cells = dict(zip(names, values, strict=False))
        outcomes = trace.outcomes(cells)
        span = _find(text, begin, stop, trace.reason(cells)) if outcomes else (begin, begin)
        rows.append(trace.Row(*span, trace.message(cells), outcomes))
    return trace.read(text, rows, defects)


def _header(text: str, start: int, end: int) -> tuple[int, str, list[str]] | None:
    """Return where the rows begin, the delimiter and the columns.

    Above the columns there may be what PowerShell (#TYPE), Excel (sep=) and Exchange's logs (#Software) write.
    """
    at = start
    for _ in range(_LINES_ABOVE):
        stop = text.find("\n", at, end)
        if stop < 0:
            return None
        line, at = text[at:stop].strip("\ufeff \t"), stop + 1
        delimiter = max(_DELIMITERS, key=line.count)
        if line.count(delimiter) >= _FEWEST:
            names = [trace.column(name) for name in line.split(delimiter)]
            if trace.is_trace(names):
                return at, delimiter, names
        if line and not line.startswith(("#", "sep=")):
            return None
    return None


def _rows(text: str, at: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield start and end of each row; a quoted cell may hold line breaks."""
    while at < end:
        stop = _line_end(text, at, end)
        marks = text.count('"', at, stop)
        beyond = stop
        while marks % 2 and beyond < end and beyond - at < _MAX_ROW:
            line = beyond + 1
            beyond = _line_end(text, line, end)
            marks += text.count('"', line, beyond)
        if marks % 2 == 0:
            stop = beyond
        if text[at:stop].strip():
            yield at, stop
        at = stop + 1


def _find(text: str, start: int, end: int, cell: str) -> tuple[int, int]:
    """Return where a cell stands in its row, its quotation marks doubled or not."""
    for raw in (cell.replace('"', '""'), cell):
        at = text.find(raw, start, end)
        if at >= 0:
            return at, at + len(raw)
    return start, start


def _line_end(text: str, at: int, end: int) -> int:
    stop = text.find("\n", at, end)
    return stop if stop >= 0 else end
