"""A table as text with one delimiter, quoted as RFC 4180 has it, cut into rows piece by piece."""

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from ndr_checker.base.pattern import pattern

from .columns import Columns, may_be_columns

_DELIMITERS: Final = ",;\t|"
#: A quotation mark that is never closed swallows no more than this.
_MAX_ROW: Final = 64 * 1024
_LINES_ABOVE: Final = 10
#: What the lines of a protocol log are: sent, received, connected, disconnected, and remarks.
_MARKS: Final = ("-", "+", "<", ">", "*")
#: Rows that are looked at where the columns' names aren't known, and the most columns of such a list.
_SAMPLE: Final = 4096
_LISTED: Final = 6
_ADDRESSES: Final = ("Sender", "Recipient")
#: How a line of Exchange's logs begins; its columns stand only in the log's head, which a log that was cut has lost.
_STAMP = pattern(r"\ufeff?\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,7})?Z$")
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
    """Where the rows begin, what divides the cells, and the columns."""

    start: int
    delimiter: str
    columns: Columns


class Row(NamedTuple):
    """One row: its cells, and where it stands in all of the text so far; `line` counts from 0."""

    values: list[str]
    start: int
    end: int
    line: int


def head(text: str, start: int = 0, end: int | None = None) -> Head | None:
    """Return the head of a table that begins at `start`; None for a text that is no table of mails or of settings.

    Above the columns there may be what PowerShell (#TYPE), Excel (sep=) and Exchange's logs (#Software) write.
    """
    at, limit = start, min(len(text) if end is None else end, start + _MAX_ROW)
    for _ in range(_LINES_ABOVE):
        stop = text.find("\n", at, limit)
        if stop < 0:
            return None
        line = text[at:stop].strip("\ufeff \r\n")
        if line.startswith("#Fields:") or any(mark in line for mark in _DELIMITERS):
            names = _headless(line)
            if names:
                return Head(at, ",", Columns(names))
            found = _columns(line) or _inferred(line, text[stop + 1 : min(limit, stop + 1 + _SAMPLE)])
            if found:
                return Head(stop + 1, *found)
        if line and not line.startswith(("#", "sep=")):
            return None
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


def _columns(line: str) -> tuple[str, Columns] | None:
    delimiter = max(_DELIMITERS, key=line.count)
    if line.startswith("#Fields:"):
        line = line.removeprefix("#Fields:").strip()
        delimiter = delimiter if delimiter in line else " "
    names = _cells(line, delimiter) if delimiter in line else []
    if not may_be_columns(names):
        return None
    columns = Columns(names)
    return (delimiter, columns) if columns.export or columns.has_deliveries else None


def _cells(line: str, delimiter: str) -> list[str]:
    if '"' not in line:
        return line.split(delimiter)
    import csv  # noqa: PLC0415 – only for such a file

    return next(csv.reader([line], delimiter=delimiter))


def _inferred(line: str, rows: str) -> tuple[str, Columns] | None:
    """Return the columns of the admin center's list in a language that isn't known.

    Its date names a zone, two of its columns hold addresses, the sender first, and the status comes last.
    """
    if "(UTC" not in line:
        return None
    delimiter = max(_DELIMITERS, key=line.count)
    if delimiter not in line:
        return None
    import csv  # noqa: PLC0415 – only for such a file

    try:
        names, *sample = csv.reader([line, *rows.split("\n")[:-1]], delimiter=delimiter)
    except (csv.Error, ValueError):
        return None
    full = [row for row in sample if len(row) == len(names)]
    addresses = [place for place in range(len(names)) if full and all("@" in row[place] for row in full)]
    if len(addresses) != len(_ADDRESSES) or len(names) > _LISTED:
        return None
    known = dict(zip(addresses, _ADDRESSES, strict=True)) | {len(names) - 1: "Status"}
    return delimiter, Columns(
        [known.get(place, name if "(UTC" in name else "Subject") for place, name in enumerate(names)]
    )


class Splitter:
    """Takes a table's text in pieces and gives its rows; a row that goes on in the next piece waits for it."""

    def __init__(self, delimiter: str) -> None:
        self._delimiter = delimiter
        self.text = ""
        #: Where `text` begins in all of the text so far.
        self.offset = 0
        self._done = 0
        self._begin = 0
        self._dry = False
        self._line_number = 0

    def feed(self, piece: str, *, last: bool = False) -> Iterator[Row]:
        """Take a piece and yield the rows that end in it; `last` of the last piece."""
        self.offset += self._done
        self.text = self.text[self._done :] + piece
        self._done = self._begin = 0
        end = len(self.text) if last else self.text.rfind("\n") + 1
        while self._done < end:
            yield from self._rows(end, last=last)
            if self._dry:
                return
            yield from self._line(end)

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
                return
            if self._dry:
                open_ = self.text.count('"', begin, self._done) % 2
                if open_ or not last:
                    self._done, self._line_number, self._dry = begin, line, not last
                    return
            if values:
                yield Row(values, self.offset + begin, self.offset + self._done, line)

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
            yield Row(values, self.offset + begin, self.offset + self._done, line)

    def _reader(self, lines: Iterator[str]) -> Any:
        import csv  # noqa: PLC0415 – only for such a file

        if self._delimiter == " ":
            return csv.reader(lines, delimiter=" ", quoting=csv.QUOTE_NONE)
        return csv.reader(lines, delimiter=self._delimiter)


class _TooLongError(Exception):
    """A row has gone on for too long."""
