"""A file in pieces: chooses its reader by its first bytes, and cuts it into documents, each under a name.

An mbox, a long table, a long log and a long list of JSON are read to their end, whatever their length; of any other
file as much as `limits.MAX_INPUT` says. Packed files are opened, but not inside each other.
"""

from collections.abc import Iterator
from typing import Final, Protocol

from ndr_checker.base.limits import MAX_INPUT
from ndr_checker.reading import mbox
from ndr_checker.reading.message import unread_message

from . import unread
from .document import Document

#: So much is looked at before a reader is chosen; a shorter file is read as a whole.
_LOOK: Final = 1024 * 1024
_GZIP: Final = b"\x1f\x8b\x08"
_ZIP: Final = b"PK\x03\x04"


class Reader(Protocol):
    """Takes the pieces of one file."""

    def feed(self, piece: bytes) -> Iterator[Document]:
        """Take a piece; yield the documents that end in it."""

    def end(self) -> Iterator[Document]:
        """Yield what is left at the file's end."""


class Intake:
    """Takes a file in pieces of any size. `name` is put before the documents' own names.

    What can't be read to its end, for want of memory or time, is one document that says so.
    """

    def __init__(self, name: str, *, opened: bool = False) -> None:
        self._name = name
        self._opened = opened
        self._start = bytearray()
        self._reader: Reader | None = None

    def feed(self, piece: bytes) -> Iterator[Document]:
        """Take a piece; yield the documents that end in it."""
        try:
            if self._reader:
                yield from self._reader.feed(piece)
                return
            self._start += piece
            if len(self._start) >= _LOOK or self._start.startswith((_GZIP, _ZIP)):
                yield from self._choose(last=False)
        except unread.FAILURES as error:
            self._reader = _Unread(self._name, unread.failure(error))

    def end(self) -> Iterator[Document]:
        """Yield what is left at the file's end."""
        try:
            if not self._reader:
                yield from self._choose(last=True)
            if self._reader:
                yield from self._reader.end()
        except unread.FAILURES as error:
            yield Document(self._name, unread_message(unread.failure(error)))

    def _choose(self, *, last: bool) -> Iterator[Document]:
        start, self._start = bytes(self._start), bytearray()
        self._reader = _reader(self._name, start, opened=self._opened, last=last)
        yield from self._reader.feed(start)


def inside(data: bytes, name: str = "") -> Iterator[Document]:
    """Yield the documents in a file that is in memory."""
    intake = Intake(name)
    yield from intake.feed(data)
    yield from intake.end()


def _reader(name: str, start: bytes, *, opened: bool, last: bool) -> Reader:
    if start.startswith((_GZIP, _ZIP)):
        from .packed import Packed  # noqa: PLC0415 – only for such a file

        return _Unread(name, unread.NESTED) if opened else Packed(name, start, lambda path: Intake(path, opened=True))
    sentence = unread.sentence(start)
    if sentence:
        return _Unread(name, sentence)
    if mbox.is_mbox(start):
        return _Mails(name)
    if not last:
        from .long import Long  # noqa: PLC0415 – only for such a file

        long = Long.of(name, start)
        if long:
            return long
    return _Whole(name)


class _Whole:
    """A file that is read when all of it is there."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._data = bytearray()

    def feed(self, piece: bytes) -> Iterator[Document]:
        self._data += piece[: max(0, MAX_INPUT + 1 - len(self._data))]
        yield from ()

    def end(self) -> Iterator[Document]:
        data, self._data = bytes(self._data), bytearray()
        yield Document(self._name, data)


class _Mails:
    """An mbox: of several mails each gets its number."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._mails = mbox.Mailbox()
        self._first: bytes | None = None
        self._count = 0

    def feed(self, piece: bytes) -> Iterator[Document]:
        yield from self._numbered(self._mails.feed(piece))

    def end(self) -> Iterator[Document]:
        yield from self._numbered(self._mails.end())
        if self._first is not None:  # one mail under a "From " line is that mail
            yield Document(self._name, self._first)

    def _numbered(self, mails: Iterator[bytes]) -> Iterator[Document]:
        for mail in mails:
            self._count += 1
            if self._count == 1:
                self._first = mail
                continue
            if self._first is not None:
                first, self._first = self._first, None
                yield Document(f"{self._name}#1", first)
            yield Document(f"{self._name}#{self._count}", mail)


class _Unread:
    """A file that isn't read."""

    def __init__(self, name: str, sentence: str) -> None:
        self._name, self._sentence = name, sentence

    def feed(self, _piece: bytes) -> Iterator[Document]:
        yield from ()

    def end(self) -> Iterator[Document]:
        yield Document(self._name, unread_message(self._sentence))
