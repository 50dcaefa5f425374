"""Packed files, opened in pieces: gzip (RFC 1952), and zip by its local headers (PKWARE's APPNOTE, section 4.3.7).

Nothing is trusted: the number of entries, the bytes that come out and how many times more they are than the bytes that
go in are all bounded, and no packed file is opened inside another one.
"""

import zlib
from collections.abc import Iterator
from struct import unpack_from
from typing import Final, NamedTuple

from . import unread

GZIP: Final = b"\x1f\x8b\x08"
ZIP: Final = b"PK\x03\x04"
#: What comes out at once.
_PIECE: Final = 1024 * 1024
#: Each entry costs a verdict, and its bytes the time to judge them, as those of an mbox do: no memory stays behind.
_MOST_ENTRIES: Final = 1_000_000
_MOST_BYTES: Final = 64 * 1024 * 1024 * 1024
#: Logs of nothing but one line shrink to a two-hundredth; a bomb to a thousandth.
_RATIO: Final = 250
_FREE: Final = 16 * 1024 * 1024
_HEADER: Final = 30
_STORED, _DEFLATED = 0, 8
_ENCRYPTED, _DESCRIBED = 1, 8
_ENDS: Final = (b"PK\x01\x02", b"PK\x05\x06", b"PK\x06\x06")
#: The lengths of what may be before the next record: no data descriptor, or one of any kind (section 4.3.9).
_DESCRIPTORS: Final = (0, 12, 16, 20, 24)
_SIGNATURE: Final = 4
#: What is inflated at once: at an entry's end the rest of it is copied.
_CHUNK: Final = 16 * 1024


class RefusedError(Exception):
    """A packed file that can't be opened, or not to its end; its words say why."""


class Piece(NamedTuple):
    """What came out of an entry: its name, some of its bytes; `last` at its end."""

    name: str
    data: bytes
    last: bool = False


class Budget:
    """Counts what goes in and comes out of one packed file. Raises RefusedError where it is too much."""

    def __init__(self) -> None:
        self._in = self._out = self._entries = 0

    def taken(self, count: int) -> None:
        """Count bytes that went in."""
        self._in += count

    def entry(self) -> None:
        """Count an entry."""
        self._entries += 1
        if self._entries > _MOST_ENTRIES:
            raise RefusedError(unread.TOO_LARGE)

    def given(self, count: int) -> None:
        """Count bytes that came out."""
        self._out += count
        if self._out > _MOST_BYTES or self._out > _FREE + _RATIO * self._in:
            raise RefusedError(unread.TOO_LARGE)


class Gzip:
    """One gzip file, of one or several members."""

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self._inside = zlib.decompressobj(31)
        #: What may be the beginning of the next member, and whether something else follows the last one.
        self._rest = b""
        self._done = False

    def feed(self, data: bytes) -> Iterator[Piece]:
        """Take a piece; yield what comes out of it. Raises RefusedError."""
        self._budget.taken(len(data))
        # A member may hold one byte. What comes out of many is joined, since each piece costs its reader a look at all
        # that waits; and what goes in is parted, since a member's end copies what follows it.
        joined = bytearray()
        for at in range(0, len(data), _CHUNK):
            for out in self._members(data[at : at + _CHUNK]):
                joined += out
                if len(joined) >= _PIECE:
                    yield Piece("", bytes(joined))
                    joined.clear()
        if joined:
            yield Piece("", bytes(joined))

    def _members(self, data: bytes) -> Iterator[bytes]:
        data, self._rest = self._rest + data, b""
        while data and not self._done:
            if self._inside.eof:
                data = data.lstrip(b"\0")
                if len(data) < len(GZIP):
                    self._rest = data
                    return
                self._done = not data.startswith(GZIP)
                self._inside = self._inside if self._done else zlib.decompressobj(31)
            else:
                yield from _inflated(self._inside, data, self._budget)
                data = self._inside.unused_data

    def end(self) -> Iterator[Piece]:
        """Yield the end of the entry. Raises RefusedError where the file was cut."""
        if not self._inside.eof:
            raise RefusedError(unread.DAMAGED)
        yield Piece("", b"", last=True)


class Zip:
    """One zip file, its entries in the order of the file."""

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self._data = b""
        self._at = 0
        self._name = ""
        self._left = 0
        self._inside: "zlib._Decompress | None" = None  # noqa: UP037 – the class has no public name
        self._open = self._done = False

    def feed(self, data: bytes) -> Iterator[Piece]:
        """Take a piece; yield what comes out of it. Raises RefusedError."""
        self._budget.taken(len(data))
        if self._done:
            return
        self._data, self._at = self._data[self._at :] + data, 0
        while self._open or self._header():
            yield from self._entry()
            if self._open:
                return

    def end(self) -> Iterator[Piece]:
        """Yield nothing more. Raises RefusedError where the file was cut."""
        if self._open or not self._done:
            raise RefusedError(unread.DAMAGED)
        yield from ()

    def _header(self) -> bool:
        """Read the next entry's header; return False at the end of the entries, and where it hasn't come yet."""
        at = self._record()
        if at is None or self._data[at : at + _SIGNATURE] in _ENDS:
            self._done = at is not None
            return False
        if len(self._data) - at < _HEADER:
            return False
        flags, method = unpack_from("<HH", self._data, at + 6)
        packed, _size, name, extra = unpack_from("<IIHH", self._data, at + 18)
        begin = at + _HEADER + name + extra
        if len(self._data) < begin:
            return False
        if flags & _ENCRYPTED:
            raise RefusedError(unread.ENCRYPTED)
        if method not in (_STORED, _DEFLATED) or (method == _STORED and flags & _DESCRIBED):
            raise RefusedError(unread.DAMAGED)
        self._budget.entry()
        codec = "utf-8" if flags & 0x800 else "cp437"
        self._name = self._data[at + _HEADER : at + _HEADER + name].decode(codec, "replace")
        self._left, self._open = packed, True
        self._inside = zlib.decompressobj(-15) if method == _DEFLATED else None
        self._at = begin
        return True

    def _record(self) -> int | None:
        """Return where the next record begins; None if that hasn't come yet. Raises RefusedError for anything else."""
        for length in _DESCRIPTORS:
            at = self._at + length
            if self._data[at : at + _SIGNATURE] in (ZIP, *_ENDS):
                return at
        if len(self._data) - self._at < _DESCRIPTORS[-1] + _SIGNATURE:
            return None
        raise RefusedError(unread.DAMAGED)

    def _entry(self) -> Iterator[Piece]:
        while self._inside and not self._inside.eof and self._at < len(self._data):
            chunk = self._data[self._at : self._at + _CHUNK]
            for out in _inflated(self._inside, chunk, self._budget):
                yield Piece(self._name, out)
            self._at += len(chunk) - len(self._inside.unused_data)
        if self._inside:
            self._open = not self._inside.eof
        else:
            out = self._data[self._at : self._at + self._left]
            self._at += len(out)
            self._left -= len(out)
            self._budget.given(len(out))
            yield Piece(self._name, out)
            self._open = self._left > 0
        if not self._open:
            yield Piece(self._name, b"", last=True)


def _inflated(inside: "zlib._Decompress", data: bytes, budget: Budget) -> Iterator[bytes]:
    """Yield what comes out of packed bytes, never much at a time. Raises RefusedError."""
    while data and not inside.eof:
        try:
            out = inside.decompress(data, _PIECE)
        except zlib.error as error:
            raise RefusedError(unread.DAMAGED) from error
        budget.given(len(out))
        if out:
            yield out
        data = inside.unconsumed_tail
