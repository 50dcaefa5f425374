"""A long file of text that is read to its end: a table, a log, or a list of JSON."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Union

from ndr_checker.base.limits import MAX_HEAD
from ndr_checker.reading import message
from ndr_checker.reading.head import is_mail
from ndr_checker.reading.source import Source
from ndr_checker.reading.tables import delimited

from .decoding import Decoder
from .streams import Log, Objects, Table, is_log

if TYPE_CHECKING:
    from .intake import Named


class Long:
    """Takes the file in pieces; of one that turns out to say nothing of mails, the beginning is read as text."""

    def __init__(self, name: str, decoder: Decoder, stream: Union["Table", "Log", "Objects"]) -> None:
        self._name, self._decoder, self._stream = name, decoder, stream
        self._begin: str | None = None

    @classmethod
    def of(cls, name: str, start: bytes) -> "Long | None":
        """Return the reader of a file that begins so; None for one that is no table, no log and no JSON."""
        text = Decoder(start).feed(start)
        if is_mail(text, 0):
            return None
        crlf = start.count(b"\r") * 2 > text.count("\n")
        head = delimited.head(text)
        stream: Table | Log | Objects | None = None
        if head:
            stream = Table(head, crlf=crlf)
        elif text.lstrip("\ufeff \n\t")[:1] in ("[", "{"):
            stream = Objects()
        elif is_log(text):
            stream = Log(crlf=crlf)
        return cls(name, Decoder(start), stream) if stream else None

    def feed(self, piece: bytes) -> Iterator["Named"]:
        """Take a piece; nothing is known before the end."""
        text = self._decoder.feed(piece)
        if self._begin is None:
            self._begin = text[:MAX_HEAD]
        self._stream.feed(text)
        yield from ()

    def end(self) -> Iterator["Named"]:
        """Yield the message that the file is."""
        self._stream.feed(self._decoder.feed(b"", last=True), last=True)
        found = self._stream.message()
        if found:
            yield self._name, found
            return
        source = Source(self._begin or "")
        yield (
            self._name,
            message.pasted(source, 0, len(source.text), ["Only the beginning of this long file was read."]),
        )
