"""A file in pieces: chooses its reader by its first bytes, and cuts it into documents, each under a name.

An mbox, a long table, a long log and a long list of JSON are read to their end, whatever their length; of any other
file as much as `limits.MAX_INPUT` says. Packed files are opened, but not inside each other.
"""

from collections.abc import Iterator
from io import BytesIO
from typing import Final, Protocol

from ndr_checker.base.limits import MAX_INPUT
from ndr_checker.reading import mbox
from ndr_checker.reading.message import unread_message

from . import unread
from .document import Document
from .unread import is_tar

#: So much is looked at before a reader is chosen; a shorter file is read as a whole.
_LOOK: Final = 1024 * 1024
_GZIP: Final = b"\x1f\x8b\x08"
_ZIP: Final = b"PK\x03\x04"


class Reader(Protocol):
    """Takes the pieces of one file."""

    @property
    def is_full(self) -> bool:
        """Whether no further piece counts."""

    def feed(self, piece: bytes) -> Iterator[Document]:
        """Take a piece; yield the documents that end in it."""

    def end(self) -> Iterator[Document]:
        """Yield what is left at the file's end."""


class Intake:
    """Takes a file in pieces of any size. `name` is put before the documents' own names.

    `opened` is the kind of packed file that it comes from: gzip, zip or tar.
    What can't be read to its end, without memory or time, is one document that says so.
    """

    def __init__(self, name: str, *, opened: str = "") -> None:
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

    @property
    def is_full(self) -> bool:
        """Whether no further piece of the file counts, so that it may as well end here."""
        return self._reader is not None and self._reader.is_full

    def _choose(self, *, last: bool) -> Iterator[Document]:
        start, self._start = bytes(self._start), bytearray()
        self._reader = _reader(self._name, start, opened=self._opened, last=last)
        yield from self._reader.feed(start)


def inside(data: bytes, name: str = "") -> Iterator[Document]:
    """Yield the documents in a file that is in memory."""
    intake = Intake(name)
    yield from intake.feed(data)
    yield from intake.end()


def holds_many(start: bytes) -> bool:
    """Return whether a file that begins so is likely to hold many documents: an mbox or a packed folder."""
    from .archive import Budget, Gzip, RefusedError  # noqa: PLC0415 – only where many files are read

    if start.startswith(_GZIP):
        try:
            start = next(Gzip(Budget()).feed(start)).data
        except (RefusedError, StopIteration):
            return False
    return start.startswith(_ZIP) or is_tar(start) or mbox.is_mbox(start)


def _reader(name: str, start: bytes, *, opened: str, last: bool) -> Reader:
    if start.startswith((_GZIP, _ZIP)) or is_tar(start):
        return _opened(name, start, opened)
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


def _opened(name: str, start: bytes, opened: str) -> Reader:
    """Return the reader of a packed file. Inside another one it isn't opened, except for a tar file in gzip."""
    from .archive import Budget, Gzip, Zip  # noqa: PLC0415 – only for such a file
    from .packed import Packed  # noqa: PLC0415 – as above
    from .tar import Tar  # noqa: PLC0415 – as above

    kind = "gzip" if start.startswith(_GZIP) else "zip" if start.startswith(_ZIP) else "tar"
    if opened and (opened, kind) != ("gzip", "tar"):
        return _Unread(name, unread.NESTED)
    archives: dict[str, type[Gzip | Zip | Tar]] = {"gzip": Gzip, "zip": Zip, "tar": Tar}
    return Packed(name, archives[kind](Budget()), lambda path: Intake(path, opened=kind))


class _Whole:
    """A file that is read when all of it is there."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._data = BytesIO()  # gives its bytes without a copy

    @property
    def is_full(self) -> bool:
        return self._data.tell() > MAX_INPUT

    def feed(self, piece: bytes) -> Iterator[Document]:
        self._data.write(piece[: max(0, MAX_INPUT + 1 - self._data.tell())])
        yield from ()

    def end(self) -> Iterator[Document]:
        data = self._data.getvalue()
        self._data = BytesIO()
        yield Document(self._name, data)


class _Mails:
    """An mbox: of several mails each gets its number."""

    is_full = False

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

    is_full = True

    def __init__(self, name: str, sentence: str) -> None:
        self._name, self._sentence = name, sentence

    def feed(self, _piece: bytes) -> Iterator[Document]:
        yield from ()

    def end(self) -> Iterator[Document]:
        yield Document(self._name, unread_message(self._sentence))
