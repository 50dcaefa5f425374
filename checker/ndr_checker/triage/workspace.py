"""The workspace: takes files in pieces, in any order, and joins what they say."""

from collections import Counter
from typing import Any, Final

from ndr_checker.reading.files import unread
from ndr_checker.reading.files.archive import GZIP, ZIP, Budget, Gzip, RefusedError, Zip
from ndr_checker.reading.files.decoding import Decoder
from ndr_checker.reading.files.streams import Objects, Table, is_log
from ndr_checker.reading.tables import heading, listing, times
from ndr_checker.reading.tables.columns import Columns

from . import bounces, contract, rows
from .book import Book
from .clock import FileClock, Stamps, hour_of
from .postfix import Log

_LOOK: Final = 1024 * 1024
#: So much is kept of a file that isn't read row by row.
_MOST: Final = 32 * _LOOK
_LOCAL_TIME: Final = "the server's local time, taken as UTC"


class Found:
    """What one file turned out to be: its format, and the first and last time in each hour."""

    def __init__(self, name: str) -> None:
        self.name = name.replace("\\", "/").rpartition("/")[2]
        self.format = ""
        self.rows_of = ""
        self.rows = self.used = self.untimed = 0
        self.zone = ""
        #: Why rows may be missing.
        self.cut: list[str] = []
        #: PowerShell wrote the name of a list's type in place of the list.
        self.lost = False
        #: It names connectors, but of outgoing mail those to the destination.
        self.outbound = False
        self.has_ids = True
        self.unknown: Counter[str] = Counter()
        self.clock: FileClock | None = None
        #: The first and the last time in each hour.
        self.hours: dict[int, list[int]] = {}

    def stamped(self, time: int) -> None:
        """Take note of a row's time."""
        hour = hour_of(time)
        span = self.hours.get(hour)
        if span is None:
            self.hours[hour] = [time, time]
        elif time < span[0]:
            span[0] = time
        elif time > span[1]:
            span[1] = time


class Workspace:
    """All that was read so far. `today` is a date, YYYY-MM-DD: logs without a year are of the year before it."""

    def __init__(self, today: str) -> None:
        self.today = today
        self.stamps = Stamps()
        self.book = Book(self.stamps)
        self.files: list[Found] = []
        #: The names of files that were looked at as a whole before they were read, by their size and hash.
        self.seen: dict[tuple[int, int], str] = {}
        self.settings: dict[str, list[Any]] = {"domains": [], "connectors": [], "acts": [], "counts": []}
        self.defects: list[str] = []
        #: Why files weren't given to be read at all.
        self.refused: list[str] = []

    def result(self) -> dict[str, Any]:
        """Return what the files say together: the JSON contract, version 1."""
        return contract.result(self)

    def refuse(self, name: str, sentence: str) -> None:
        """List a file that isn't read; the sentence says why."""
        found = Found(name)
        found.format = "not read"
        self.files.append(found)
        self.refused.append(f"{found.name}: {sentence}")

    def open(self, name: str) -> "File":
        """Return what takes the pieces of a file."""
        return File(name, self)


class File:
    """Takes one file in pieces: `feed` each, then `end`."""

    def __init__(self, name: str, workspace: Workspace, *, opened: bool = False) -> None:
        self._name, self._workspace, self._opened = name, workspace, opened
        self._start = bytearray()
        self._decoder: Decoder | None = None
        self._archive: Gzip | Zip | None = None
        self._entry: File | None = None
        self._stream: Table | Objects | Log | None = None
        self._whole: bytearray | None = None
        self._ended_line = True
        self._stopped = False
        self.found: Found | None = None

    def feed(self, piece: bytes) -> None:
        """Take a piece."""
        if self._stopped:
            return
        if self._archive:
            self._unpacked(self._archive.feed(piece))
        elif self._stream and self._decoder:
            self._text(self._decoder.feed(piece))
        elif self._whole is not None:
            self._whole += piece[: max(0, _MOST - len(self._whole))]
        else:
            self._start += piece
            if len(self._start) >= _LOOK or self._start.startswith((GZIP, ZIP)):
                self._choose(last=False)

    @property
    def is_full(self) -> bool:
        """Whether no further piece of the file counts."""
        full = self._whole is not None and len(self._whole) >= _MOST
        return self._stopped or full or (isinstance(self._stream, Objects) and self._stream.is_over)

    def end(self) -> None:
        """Take the file's end."""
        if not (self._archive or self._stream or self._whole is not None or self._stopped):
            self._choose(last=True)
        if self._archive and not self._stopped:
            self._unpacked(self._archive.end())
        if self._stream and self._decoder:
            self._text(self._decoder.feed(b"", last=True), last=True)
            self._finish()
        elif self._whole is not None:
            data, self._whole = bytes(self._whole), None
            self._read_whole(data)

    def _choose(self, *, last: bool) -> None:
        start, self._start = bytes(self._start), bytearray()
        if start.startswith((GZIP, ZIP)):
            if self._opened:
                self._refuse(unread.NESTED)
                return
            self._archive = Gzip(Budget()) if start.startswith(GZIP) else Zip(Budget())
            self._unpacked(self._archive.feed(start))
            return
        sentence = unread.sentence(start)
        if sentence:
            self._refuse(sentence)
            return
        if last and self._is_again(start):
            return
        decoder = Decoder(start)
        text = Decoder(start).feed(start, last=last)
        stream = self._stream_of(text)
        if stream:
            self._stream, self._decoder = stream, decoder
            self._text(decoder.feed(start))
        else:
            self._whole = bytearray(start)

    def _is_again(self, data: bytes) -> bool:
        """Return whether a file was read before; it is listed, and not read again."""
        key = len(data), hash(data)
        before = self._workspace.seen.get(key)
        if before is None:
            self._workspace.seen[key] = Found(self._name).name
            return False
        self._stopped = True
        self._new().format = f"the same as {before}, so it was used only once"
        return True

    def _stream_of(self, text: str) -> "Table | Objects | Log | None":
        head = heading.head(text)
        if head:
            return Table(head, self._table(head.columns))
        if text.lstrip("\ufeff \n\t")[:1] in ("[", "{") and not bounces.is_mail(text):
            return Objects(self._table)
        if is_log(text) and "postfix/" in text:
            found = self._new()
            stamp = text.lstrip("\ufeff").split(" ", 1)[0]
            has_offset = "T" in stamp and (stamp.endswith("Z") or stamp[-6:-5] in ("+", "-"))
            found.zone = "UTC, from the offset in each line" if has_offset else _LOCAL_TIME
            clock = self._workspace.stamps.file()
            found.clock = clock
            return Log(self._workspace, found, clock)
        return None

    def _table(self, columns: Columns) -> rows.Table:
        found = self._new()
        zone = next((part for name in columns.given if (part := times.zone(name)) or "(UTC" in name), None)
        found.zone = "UTC" if not zone else f"UTC{'+' if zone > 0 else '-'}{abs(zone) // 60:02}:{abs(zone) % 60:02}"
        if columns.export and columns.export.name == "Get-MessageTrackingLog":
            found.zone = _LOCAL_TIME
        found.clock = self._workspace.stamps.file(zone or 0)
        return rows.Table(columns, self._workspace, found, found.clock)

    def _new(self) -> Found:
        found = Found(self._name)
        self._workspace.files.append(found)
        self.found = found
        return found

    def _text(self, text: str, *, last: bool = False) -> None:
        if text:
            self._ended_line = text.endswith("\n") or text.rstrip().endswith(("]", "}"))
        if self._stream:
            self._stream.feed(text, last=last)

    def _finish(self) -> None:
        found = self.found
        if not found:
            self._refuse("It has no rows of a known kind.")
            return
        if rows.is_full(found.rows):
            found.cut.append(
                f"It has exactly {found.rows:,} rows, the most that such an export shows: there may be more."
            )
        if isinstance(self._stream, Objects):
            found.cut += self._stream.defects()
        elif not self._ended_line:
            found.cut.append("Its last line is incomplete: the file may be cut off.")

    def _read_whole(self, data: bytes) -> None:
        printed = listing.printed(Decoder(data).feed(data, last=True))
        for columns, items in printed:
            table = self._table(columns)
            for values, raw in items:
                table.add(values, raw)
        if printed:
            return
        found = self._new()
        found.clock = self._workspace.stamps.file()
        bounces.read(data, self._name, self._workspace, found)

    def _refuse(self, sentence: str) -> None:
        self._stopped = True
        found = self.found or self._new()
        found.format = found.format or "not read"
        self._workspace.defects.append(f"{found.name}: {sentence}")

    def _unpacked(self, pieces: Any) -> None:
        try:
            for name, data, last in pieces:
                office = next((words for start, words in unread.OFFICE.items() if name.startswith(start)), "")
                if office:
                    self._refuse(office)
                    return
                if name.endswith("/") or name.startswith(("__MACOSX/", "[Content_Types]", "_rels/", "docProps/")):
                    continue
                if self._entry is None:
                    self._entry = File(f"{self._name}/{name}" if name else self._name, self._workspace, opened=True)
                self._entry.feed(data)
                if last:
                    self._entry.end()
                    self._entry = None
        except RefusedError as error:
            self._refuse(str(error))
