"""Where a table with a delimiter begins, and what its columns are, also where a log has lost its own head."""

from collections.abc import Sequence
from itertools import islice
from typing import Final, NamedTuple

from ndr_checker.base.pattern import pattern

from .columns import Columns, may_be_columns
from .delimited import cells, rows

#: What divides cells, the usual ones first.
_DELIMITERS: Final = ",;\t|~^¦"
#: The columns are named in the first so many characters.
_LONGEST: Final = 64 * 1024
#: Lines above a table: those of a log's head, a title, a few sentences.
_LINES_ABOVE: Final = 40
#: What the lines of a protocol log are: sent, received, connected, disconnected, and remarks.
_MARKS: Final = ("-", "+", "<", ">", "*")
#: How much of the rows is looked at, and the fewest cells of a line whose names aren't known.
_SAMPLE: Final = 16 * 1024
_FEWEST: Final = 2
_ROWS: Final = 50
_NEAR: Final = 5
#: How a line of Exchange's logs begins; its columns stand only in the log's head, which a log that was cut has lost.
_STAMP = pattern(r"\ufeff?\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,7})?Z$")
_PAIR = pattern(r"[A-Za-z][\w.\-]{0,40}=")
#: A command whose output is below it, with PowerShell's prompt or without: "[PS] C:\\>Get-Queue | ft Identity,Status".
_COMMAND = pattern(r"(?:\[?PS\]? [^>\n]{0,200}>|(?:Export|Format|Get|Import|Search|Select|Start|Where)-[A-Z]\w{2,40} )")
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


def head(text: str, start: int = 0, end: int | None = None) -> Head | None:
    """Return the head of the first table of mails or of settings that begins near `start`; None where none does.

    Above the columns there may be what PowerShell (#TYPE), Excel (sep=) and Exchange's logs (#Software) write, a title,
    or what a person says of the table.
    """
    at, limit = start, min(len(text) if end is None else end, start + _LONGEST)
    said = named = False
    for _ in range(_LINES_ABOVE):
        stop = text.find("\n", at, limit)
        if stop < 0:
            return None
        line = text[at:stop].strip("\ufeff \r\n")
        # A sentence has a blank after its comma, a mail program wraps what it quotes, and `grids` reads drawn tables.
        passed = line[:1] in ("|", "+", "") or (said and (", " in line or line[:1] == ">"))
        passed = passed or bool(_COMMAND.match(line))
        count = 0 if passed else max(map(line.count, _DELIMITERS))
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
        if line.count('"') % 2:  # a quoted cell goes on in the next line
            whole = next(rows(text[at : min(limit, at + _SAMPLE)], delimiter), None)
            return whole is not None and len(whole.values) == count
        if line.count(delimiter) >= count - 1 and len(_joined(cells(line, delimiter), count, delimiter)) == count:
            return True
        if delimiter not in line or stop < 0:
            return False
        at = stop + 1
    return False


def _sample(text: str, delimiter: str, count: int) -> list[list[str]]:
    """Return the first rows below a line that has so many cells."""
    return [_joined(row.values, count, delimiter) for row in islice(rows(text, delimiter), _ROWS)]


def _joined(values: list[str], count: int, delimiter: str) -> list[str]:
    if len(values) <= count:
        return values
    from .unquoted import bracketed  # noqa: PLC0415 – only for such a row

    return bracketed(values, delimiter)
