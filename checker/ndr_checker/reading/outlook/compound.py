"""The compound file that Outlook saves a message in: named streams inside named storages (MS-CFB).

A file lies about itself at no cost: 2 kB whose table of sectors names itself hold olefile up for minutes, and a
directory that is one long branch overruns its recursion. So here every walk is a loop over what was not yet seen, and
all streams together give no more bytes than the file has.
"""

import struct
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from ndr_checker.base.limits import MAX_DEPTH, MAX_STREAMS

_HEADER = 512
_MINI = 64
_ENTRY = 128
#: Numbers from here on are no sectors but marks: free, the end of a chain.
_MARKS = 0xFFFFFFFA
_STORAGE, _STREAM = 1, 2
#: Sectors of 512 or 4096 bytes; there are no others.
_SHIFTS = (9, 12)
#: A mail inside a mail is an attachment's storage and in that the mail's own.
_DEEPEST = 2 * (MAX_DEPTH + 1)
#: A directory entry: name, its length, kind, the neighbours and the first child, where it begins, how long it is.
_FIELDS = struct.Struct("<64sHBxIII36xII")


class _Entry(NamedTuple):
    start: int
    size: int


class Compound:
    """The streams of a compound file by path; names are in upper case, since case makes no difference between them.

    `damaged` tells, after reading, whether something that the file names is not in it.
    """

    def __init__(self, data: bytes) -> None:
        self._data, self._left = data, len(data)
        self._streams: dict[tuple[str, ...], _Entry] = {}
        self._storages: dict[tuple[str, ...], list[str]] = {}
        self._shift = int.from_bytes(data[30:32], "little")
        self.damaged = len(data) < _HEADER or self._shift not in _SHIFTS
        if not self.damaged:
            directory, self._cutoff, self._mini_table, chained = struct.unpack_from("<I4xII4xI", data, 48)
            self._fat = self._table(chained)
            self._walk(self._read(directory, MAX_STREAMS * _ENTRY))

    def storages(self, path: tuple[str, ...], prefix: str) -> list[tuple[str, ...]]:
        """Return the paths of the storages right below `path` whose names begin with `prefix`, sorted."""
        return [(*path, name) for name in sorted(self._storages.get(path, ())) if name.startswith(prefix)]

    def read(self, path: tuple[str, ...], limit: int) -> bytes | None:
        """Return a stream, of a longer one the first `limit` bytes; None where there is none."""
        entry = self._streams.get(path)
        if entry is None:
            return None
        size = min(entry.size, limit)
        data = self._read_mini(entry.start, size) if entry.size < self._cutoff else self._read(entry.start, size)
        data = data[: self._left]
        self._left -= len(data)
        self.damaged |= len(data) < size
        return data

    def _table(self, chained: int) -> list[int]:
        """Return the table that says which sector follows which; `chained` is where the list of its sectors goes on."""
        sectors = -(-len(self._data) >> self._shift) - 1
        most = (sectors << 2 >> self._shift) + 1
        listed = list(struct.unpack_from("<109I", self._data, 76))
        while len(listed) < most and (numbers := self._numbers(self._sector(chained))):
            listed += numbers[:-1]
            chained = numbers[-1]
        table = [number for sector in listed[:most] for number in self._numbers(self._sector(sector))]
        self.damaged = any(sectors <= number < _MARKS for number in (*listed[:most], *table))
        return table

    @staticmethod
    def _numbers(data: bytes) -> tuple[int, ...]:
        return struct.unpack_from(f"<{len(data) // 4}I", data)

    def _sector(self, number: int) -> bytes:
        return self._data[number + 1 << self._shift : number + 2 << self._shift]

    def _read(self, start: int, size: int) -> bytes:
        chain = _chain(self._fat, start, -(-size >> self._shift))
        return b"".join(map(self._sector, chain))[:size]

    def _read_mini(self, start: int, size: int) -> bytes:
        table, stream = self._mini
        chain = _chain(table, start, -(-size // _MINI))
        return b"".join(stream[at * _MINI : (at + 1) * _MINI] for at in chain)[:size]

    @cached_property
    def _mini(self) -> tuple[tuple[int, ...], bytes]:
        """The table of the small sectors, and the stream that they are cut from."""
        stream = self._read(self._root.start, min(self._root.size, len(self._data)))
        return self._numbers(self._read(self._mini_table, len(stream) // _MINI * 4)), stream

    def _walk(self, directory: bytes) -> None:
        """Find the streams and the storages: what is in a storage is a tree, balanced or not."""
        self._root = _Entry(0, 0)
        waiting: list[tuple[int, tuple[str, ...]]] = [(0, ())]
        seen: set[int] = set()
        while waiting:
            number, path = waiting.pop()
            if number in seen or (number + 1) * _ENTRY > len(directory):
                continue
            seen.add(number)
            raw, length, kind, left, right, child, start, size = _FIELDS.unpack_from(directory, number * _ENTRY)
            own = (*path, raw[: max(length - 2, 0)].decode("utf-16-le", "replace").upper())
            if not number:  # the root: its stream is the one that small streams are cut from
                self._root = _Entry(start, size)
                waiting.append((child, ()))
                continue
            waiting += [(left, path), (right, path)]
            if kind == _STREAM:
                self._streams[own] = _Entry(start, size)
            elif kind == _STORAGE and len(own) <= _DEEPEST:
                self._storages.setdefault(path, []).append(own[-1])
                waiting.append((child, own))
        self.damaged |= not seen


def _chain(table: Sequence[int], start: int, most: int) -> Iterator[int]:
    """Yield the numbers of a chain, at most so many; one that leaves the table or bites its tail ends there."""
    seen: set[int] = set()
    at = start
    while len(seen) < most and at < len(table) and at not in seen:
        seen.add(at)
        yield at
        at = table[at]
