"""Tar files, opened in pieces: the format of POSIX (pax, ustar) and GNU's long names.

POSIX.1-2017, pax, "pax Interchange Format" and "ustar Interchange Format".
"""

from collections.abc import Iterator
from typing import Final

from . import unread
from .archive import Budget, Piece, RefusedError

_BLOCK: Final = 512
_NAME, _SIZE, _SUM, _PREFIX = slice(0, 100), slice(124, 136), slice(148, 156), slice(345, 500)
_TYPE: Final = 156
_MAGIC: Final = slice(257, 262)
_FILES: Final = (b"0", b"\0", b"7")
#: An entry whose content is the next one's name: GNU's, and the fields of pax.
_LONG_NAME, _FIELDS = b"L", b"x"
_LONGEST: Final = 64 * 1024


class Tar:
    """One tar file, its entries in the order of the file."""

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self._rest = b""
        self._kind = b""
        self._name = self._given = ""
        self._content = b""
        self._left = self._pad = 0
        self._done = False

    def feed(self, data: bytes) -> Iterator[Piece]:
        """Take a piece; yield what comes out of it. Raises RefusedError."""
        self._budget.taken(len(data))
        data, at = self._rest + data, 0
        while not self._done:
            if self._kind:
                out = data[at : at + self._left]
                at += len(out)
                self._left -= len(out)
                yield from self._took(out)
                if self._left:
                    break
                self._kind = b""
            if len(data) - at < self._pad + _BLOCK:
                break
            at += self._pad
            self._header(data[at : at + _BLOCK])
            at += _BLOCK
        self._rest = b"" if self._done else data[at:]

    def end(self) -> Iterator[Piece]:
        """Yield nothing more. Raises RefusedError where the file was cut."""
        if self._left or len(self._rest) > self._pad:
            raise RefusedError(unread.DAMAGED)
        yield from ()

    def _header(self, block: bytes) -> None:
        if not block.strip(b"\0"):
            self._done = True
            return
        if sum(block) - sum(block[_SUM]) + 8 * ord(" ") != _number(block[_SUM]):
            raise RefusedError(unread.DAMAGED)
        self._kind = block[_TYPE : _TYPE + 1]
        self._left = _number(block[_SIZE])
        self._pad = -self._left % _BLOCK
        if self._kind in _FILES:
            self._budget.entry()
            prefix = _text(block[_PREFIX]) if block[_MAGIC.stop : _MAGIC.stop + 1] == b"\0" else ""  # GNU's has none
            self._name = self._given or "/".join(filter(None, (prefix, _text(block[_NAME]))))
            self._given = ""

    def _took(self, out: bytes) -> Iterator[Piece]:
        """Take some of an entry's content."""
        if self._kind in _FILES:
            self._budget.given(len(out))
            if out:
                yield Piece(self._name, out)
            if not self._left:
                yield Piece(self._name, b"", last=True)
        elif self._kind in (_LONG_NAME, _FIELDS):
            self._content += out[: max(0, _LONGEST - len(self._content))]
            if not self._left:
                content, self._content = self._content, b""
                self._given = _text(content) if self._kind == _LONG_NAME else _path(content)


def _number(field: bytes) -> int:
    """Return a number: octal, or GNU's binary one with its first bit set. Raises RefusedError."""
    if field[0] & 0x80:
        return int.from_bytes(field[1:], "big")
    try:
        return int(field.strip(b" \0") or b"0", 8)
    except ValueError as error:
        raise RefusedError(unread.DAMAGED) from error


def _path(fields: bytes) -> str:
    """Return the path among the fields of pax, each `LENGTH NAME=VALUE` and a newline; "" if there is none."""
    _, found, rest = fields.partition(b" path=")
    return _text(rest.partition(b"\n")[0]) if found else ""


def _text(field: bytes) -> str:
    return field.partition(b"\0")[0].decode("utf-8", "replace")
