"""A table as text with one delimiter, quoted as RFC 4180 has it, cut into rows piece by piece."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, Final, NamedTuple

from ndr_checker.base.pattern import pattern

from .columns import Columns, may_be_columns

_DELIMITERS: Final = ",;\t|"
#: A quotation mark that is never closed swallows no more than this.
_MAX_ROW: Final = 64 * 1024
#: Nor do so many of them cost that much each: then each line is a row.
_MOST_OPEN: Final = 100
#: Lines above a table: those of a log's head, a title, a few sentences.
_LINES_ABOVE: Final = 40
#: What the lines of a protocol log are: sent, received, connected, disconnected, and remarks.
_MARKS: Final = ("-", "+", "<", ">", "*")
#: How much of the rows is looked at, and the fewest cells of a line whose names aren't known.
_SAMPLE: Final = 16 * 1024
_FEWEST: Final = 2
_ROWS: Final = 50
_PIECE: Final = 1024
_NEAR: Final = 5
#: How a line of Exchange's logs begins; its columns stand only in the log's head, which a log that was cut has lost.
_STAMP = pattern(r"\ufeff?\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,7})?Z$")
_PAIR = pattern(r"[A-Za-z][\w.\-]{0,40}=")
_SESSION_ID = pattern(r"[0-9A-F]{16}$")
_PROTOCOL: Final = [
    "date-time",
    "connector-id",
    "session-id",
    "sequence-number",
    "local-endpoint",
    "remote-endpoint",
    "event",
    "data",
    "context",
]
_TRACKING: Final = [
    "date-time",
    "client-ip",
    "client-hostname",
    "server-ip",
    "server-hostname",
    "source-context",
    "connector-id",
    "source",
    "event-id",
    "internal-message-id",
    "message-id",
    "network-message-id",
    "recipient-address",
    "recipient-status",
    "total-bytes",
    "recipient-count",
    "related-recipient-address",
    "reference",
    "message-subject",
    "sender-address",
    "return-path",
    "message-info",
    "directionality",
    "tenant-id",
    "original-client-ip",
    "original-server-ip",
    "custom-data",
    "transport-traffic-type",
    "log-id",
    "schema-version",
]


class Head(NamedTuple):
    """Where the rows begin, what divides the cells, the columns, and where the line with their names begins."""

    start: int
    delimiter: str
    columns: Columns
    begin: int


class Row(NamedTuple):
    """One row: its cells, and where it is in all of the text so far; `line` counts from 0."""

    values: list[str]
    start: int
    end: int
    line: int


def head(text: str, start: int = 0, end: int | None = None) -> Head | None:
    """Return the head of the first table of mails or of settings that begins near `start`; None where none does.

    Above the columns there may be what PowerShell (#TYPE), Excel (sep=) and Exchange's logs (#Software) write, a title,
    or what a person says of the table.
    """
    at, limit = start, min(len(text) if end is None else end, start + _MAX_ROW)
    said = named = False
    for _ in range(_LINES_ABOVE):
        stop = text.find("\n", at, limit)
        if stop < 0:
            return None
        line = text[at:stop].strip("\ufeff \r\n")
        # A sentence has a blank after its comma, a mail program wraps what it quotes, and `grids` reads drawn tables.
        passed = line[:1] in ("|", "+", "") or (said and (", " in line or line[:1] == ">"))
        count = 0 if passed else max(line.count(","), line.count(";"), line.count("\t"), line.count("|"))
        passed = passed or (said and count < _FEWEST)
        if line.startswith("#Fields:") or (count and not passed):
            names = _headless(line)
            if names:
                return Head(at, ",", Columns(names), at)
            found = None if named and "@" in line else _columns(line, text, stop + 1, limit, whole=said)
            if found:
                delimiter, columns, has_names = found
                return Head(stop + 1 if has_names else at, delimiter, columns, at)
            # Below columns that aren't those of mails are rows.
            named = named or (count >= _FEWEST and not _is_row(cells(line, max(_DELIMITERS, key=line.count))))
        said = said or bool(line and not line.startswith(("#", "sep=")))
        at = stop + 1
    return None


def _headless(line: str) -> list[str] | None:
    """Return the columns of a log of Exchange's by one of its lines."""
    cells = line.split(",", 9)
    if len(cells) < len(_PROTOCOL) or not _STAMP.match(cells[0]):
        return None
    if _SESSION_ID.match(cells[2]) and cells[3].isdigit() and cells[6] in _MARKS:
        return _PROTOCOL
    return _TRACKING if all(cell.isalpha() and cell.isupper() for cell in cells[7:9]) else None


def _columns(line: str, text: str, at: int, limit: int, *, whole: bool) -> tuple[str, Columns, bool] | None:
    """Return what divides a line, the columns that it names, and whether it names them or is itself a row.

    `whole`: the rows have to be whole: a mail program wraps those that a person pasted among words.
    """
    delimiter = max(_DELIMITERS, key=line.count)
    if line.startswith("#Fields:"):
        line = line.removeprefix("#Fields:").strip()
        delimiter = delimiter if delimiter in line else " "
    names = cells(line, delimiter) if delimiter in line else []
    if not may_be_columns(names) and not (len(names) > _FEWEST and _goes_on(text, at, limit, delimiter, len(names))):
        return None
    from .meant import meant  # noqa: PLC0415 – only for a line that may name columns

    rows = _sample(text[at : min(limit, at + _SAMPLE)], delimiter, len(names))
    is_row = _is_row(names)
    if is_row and 2 * sum(bool(_PAIR.match(name)) for name in names) > len(names):  # its cells have their names
        return None
    if (whole or is_row) and sum(len(row) == len(names) for row in rows) * 2 < len(rows):
        return None
    if is_row:
        columns = meant([""] * len(names), [names, *rows])
        return (delimiter, columns, False) if columns else None
    columns = meant(names, rows)
    return (delimiter, columns, True) if columns else None


def _is_row(names: Sequence[str]) -> bool:
    """Return whether what may be the names of columns has an address; log collectors have "@timestamp"."""
    return any("@" in name[1:] for name in names)


def _goes_on(text: str, at: int, limit: int, delimiter: str, count: int) -> bool:
    """Return whether the next line has as many cells, so that a line whose names say nothing may still name columns.

    An editor may have cut the tabs at the end of a line; then one of the next lines has to have as many.
    """
    for _ in range(_NEAR if delimiter == "\t" else 1):
        stop = text.find("\n", at, limit)
        line = text[at : stop if stop >= 0 else limit].strip(" \r")
        if line.count(delimiter) >= count - 1 and len(_joined(cells(line, delimiter), count, delimiter)) == count:
            return True
        if delimiter not in line or stop < 0:
            return False
        at = stop + 1
    return False


def cells(line: str, delimiter: str) -> list[str]:
    """Return the cells of one line."""
    if '"' not in line:
        return line.split(delimiter)
    import csv  # noqa: PLC0415 – only for such a file

    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return []


def _sample(text: str, delimiter: str, count: int) -> list[list[str]]:
    """Return the first rows below a line that has so many cells."""
    return [_joined(row.values, count, delimiter) for row in islice(rows(text, delimiter), _ROWS)]


def _joined(values: list[str], count: int, delimiter: str) -> list[str]:
    if len(values) <= count:
        return values
    from .unquoted import bracketed  # noqa: PLC0415 – only for such a row

    return bracketed(values, delimiter)


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
