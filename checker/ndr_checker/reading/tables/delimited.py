"""A table as text with one delimiter, quoted as RFC 4180 has it, cut into rows piece by piece."""

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from .columns import Columns

#: A quotation mark that is never closed swallows no more than this.
_MAX_ROW: Final = 64 * 1024
#: Nor do so many of them cost that much each: then each line is a row.
_MOST_OPEN: Final = 100
_PIECE: Final = 1024


class Row(NamedTuple):
    """One row: its cells, and where it is in all of the text so far; `line` counts from 0."""

    values: list[str]
    start: int
    end: int
    line: int


def cells(line: str, delimiter: str) -> list[str]:
    """Return the cells of one line."""
    if '"' not in line:
        return line.split(delimiter)
    import csv  # noqa: PLC0415 – only for such a file

    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return []


def rows(text: str, delimiter: str) -> Iterator[Row]:
    """Yield the rows of a text; no more of it is read than is asked for."""
    splitter, at = Splitter(delimiter), 0
    while at < len(text):
        cut = text.find("\n", at + _PIECE) + 1 or len(text)
        yield from splitter.feed(text[at:cut], last=cut == len(text))
        at = cut


class Splitter:
    """Takes a table's text in pieces and gives its rows; a row that goes on in the next piece waits for it.

    Where its `columns` are known, a row with more cells has one that should have been quoted.
    """

    def __init__(self, delimiter: str, columns: Columns | None = None) -> None:
        self._delimiter = delimiter
        self._columns = columns
        self.text = ""
        #: Where `text` begins in all of the text so far.
        self.offset = 0
        self._done = 0
        self._begin = 0
        self._dry = False
        self._line_number = 0
        self._open = 0

    def feed(self, piece: str, *, last: bool = False) -> Iterator[Row]:
        """Take a piece and yield the rows that end in it; `last` of the last piece."""
        self.offset += self._done
        self.text = self.text[self._done :] + piece
        self._done = self._begin = 0
        end = len(self.text) if last else self.text.rfind("\n") + 1
        yield from self._plain(end)
        while self._done < end:
            if self._open < _MOST_OPEN:
                yield from self._rows(end, last=last)
                if self._dry:
                    return
            yield from self._line(end)

    def _plain(self, end: int) -> Iterator[Row]:
        """Yield the rows of all lines if each line is a row, as nearly always; or none, for a closer look."""
        import csv  # noqa: PLC0415 – only for such a file

        lines = self.text[:end].split("\n")
        lines.pop()
        try:
            rows = list(self._reader(iter(lines)))
        except csv.Error:
            return
        if len(rows) != len(lines) or not lines or lines[-1].count('"') % 2:
            return
        begin, first = self.offset, self._line_number
        for number, (values, line) in enumerate(zip(rows, lines, strict=True), first):
            stop = begin + len(line) + 1
            if values:
                yield Row(self._whole(values), begin, stop, number)
            begin = stop
        self._done, self._line_number = begin - self.offset, first + len(lines)

    def _rows(self, end: int, *, last: bool) -> Iterator[Row]:
        """Yield rows until the text has run out (`_dry`) or a row can't be read."""
        import csv  # noqa: PLC0415 – only for such a file

        self._dry = False
        reader = self._reader(self._lines(end))
        while True:
            begin = self._begin = self._done
            line = self._line_number
            try:
                values = next(reader)
            except StopIteration:
                self._dry = True
                return
            except (csv.Error, _TooLongError):
                self._done, self._line_number, self._dry = begin, line, False
                self._open += 1
                return
            if self._dry:
                open_ = self.text.count('"', begin, self._done) % 2
                if open_ or not last:
                    self._done, self._line_number, self._dry = begin, line, not last
                    return
            if values:
                yield Row(self._whole(values), self.offset + begin, self.offset + self._done, line)

    def _lines(self, end: int) -> Iterator[str]:
        text = self.text
        while self._done < end:
            stop = text.find("\n", self._done, end) + 1 or end
            if stop - self._begin > _MAX_ROW and self._done > self._begin:
                raise _TooLongError
            piece, self._done = text[self._done : stop], stop
            self._line_number += 1
            yield piece
        self._dry = True

    def _line(self, end: int) -> Iterator[Row]:
        """Yield a row of the one line that comes next, whatever quotation marks it has."""
        import csv  # noqa: PLC0415 – only for such a file

        begin, line = self._done, self._line_number
        self._done = self.text.find("\n", begin, end) + 1 or end
        self._line_number += 1
        try:
            values = next(self._reader(iter([self.text[begin : self._done].rstrip("\n")])), None)
        except csv.Error:  # a cell of more than 128 kB
            return
        if values:
            yield Row(self._whole(values), self.offset + begin, self.offset + self._done, line)

    def _whole(self, values: list[str]) -> list[str]:
        if not self._columns or len(values) <= len(self._columns.given):
            return values
        from .unquoted import whole  # noqa: PLC0415 – only for such a row

        return whole(values, self._columns, self._delimiter)

    def _reader(self, lines: Iterator[str]) -> Any:
        import csv  # noqa: PLC0415 – only for such a file

        if self._delimiter == " ":
            return csv.reader(lines, delimiter=" ", quoting=csv.QUOTE_NONE)
        return csv.reader(lines, delimiter=self._delimiter)


class _TooLongError(Exception):
    """A row has gone on for too long."""
