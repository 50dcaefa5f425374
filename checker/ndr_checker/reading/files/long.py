"""A long file of text that is read to its end: a table, a log, or a list of JSON."""

from collections.abc import Iterator

from ndr_checker.base.limits import MAX_HEAD
from ndr_checker.reading import message
from ndr_checker.reading.head import is_mail
from ndr_checker.reading.source import Source
from ndr_checker.reading.tables import heading
from ndr_checker.reading.tables.columns import Columns
from ndr_checker.reading.tables.table import Rows

from .decoding import Decoder
from .document import Document
from .streams import Log, Objects, Table, is_log, of_rows


class Long:
    """Takes the file in pieces; of one that turns out to say nothing of mails, the beginning is read as text."""

    def __init__(self, name: str, start: bytes) -> None:
        self._name, self._decoder = name, Decoder(start)
        text = Decoder(start).feed(start)
        self._begin = text[:MAX_HEAD]
        self._crlf = start.count(b"\r") * 2 > text.count("\n")
        self._rows: Rows | None = None
        self._is_json = text.lstrip("\ufeff \n\t")[:1] in ("[", "{")
        self._stream = self._chosen(text)

    @classmethod
    def of(cls, name: str, start: bytes) -> "Long | None":
        """Return the reader of a file that begins so; None for one that isn't a table, a log or JSON."""
        long = cls(name, start)
        return long if long._stream else None

    def _chosen(self, text: str) -> Table | Log | Objects | None:
        head = None if is_mail(text, 0) else heading.head(text)
        if head:
            return Table(head, self._sink(head.columns))
        if self._is_json:
            return Objects(self._sink)
        return Log(crlf=self._crlf) if is_log(text) else None

    def _sink(self, columns: Columns) -> Rows:
        self._rows = Rows(columns)
        return self._rows

    @property
    def is_full(self) -> bool:
        """Whether the rest of a list isn't read."""
        return isinstance(self._stream, Objects) and self._stream.is_over

    def feed(self, piece: bytes) -> Iterator[Document]:
        """Take a piece; nothing is known before the end."""
        self._taken(self._decoder.feed(piece))
        yield from ()

    def end(self) -> Iterator[Document]:
        """Yield the message that the file is."""
        self._taken(self._decoder.feed(b"", last=True), last=True)
        if isinstance(self._stream, Log):
            yield Document(self._name, self._stream.message())
            return
        defects = list(self._stream.defects()) if isinstance(self._stream, Objects) else []
        found = of_rows(self._rows, defects, crlf=self._crlf, is_json=self._is_json) if self._rows else None
        if found:
            yield Document(self._name, found)
            return
        source = Source(self._begin)
        beginning = message.pasted(source, 0, len(source.text), ["Only the beginning of this long file was read."])
        yield Document(self._name, beginning)

    def _taken(self, text: str, *, last: bool = False) -> None:
        if self._stream:
            self._stream.feed(text, last=last)
