"""Writes compound files (MS-CFB) and Outlook messages in them (MS-OXMSG), for tests.

A storage is a dict by name, a stream is bytes. Nothing is shared with the reader, and olefile reads what is written
here as well (test_compound.py).
"""

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Union

Storage = Mapping[str, Union[bytes, "Storage"]]

FREE, END, TABLE, LIST, NONE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFC, 0xFFFFFFFF
CUTOFF = 4096
MINI = 64


@dataclass
class _Entry:
    name: str
    kind: int
    data: bytes = b""
    left: int = NONE
    right: int = NONE
    child: int = NONE
    start: int = END
    size: int = 0


@dataclass
class _File:
    size: int
    sectors: list[bytes] = field(default_factory=list)
    table: list[int] = field(default_factory=list)

    def add(self, data: bytes) -> int:
        """Append a stream in sectors one after the other; return the first."""
        if not data:
            return END
        start = len(self.table)
        pieces = [data[at : at + self.size].ljust(self.size, b"\0") for at in range(0, len(data), self.size)]
        self.sectors += pieces
        self.table += [*range(start + 1, start + len(pieces)), END]
        return start


def compound(root: Storage, *, shift: int = 9, branch: bool = False) -> bytes:
    """Return the file; `branch`: each storage's tree is one long branch instead of balanced."""
    entries = [_Entry("Root Entry", 5)]
    _fill(entries, 0, root, branch=branch)
    file = _File(1 << shift)
    small, small_table = bytearray(), list[int]()
    for entry in entries[1:]:
        entry.size = len(entry.data)
        if 0 < entry.size < CUTOFF:
            entry.start = len(small_table)
            count = -(-entry.size // MINI)
            small += entry.data.ljust(count * MINI, b"\0")
            small_table += [*range(entry.start + 1, entry.start + count), END]
        else:
            entry.start = file.add(entry.data)
    entries[0].start, entries[0].size = file.add(bytes(small)), len(small)
    mini_start = file.add(struct.pack(f"<{len(small_table)}I", *small_table))
    directory = file.add(b"".join(map(_packed, entries)))
    return _closed(file, shift, directory, mini_start, -(-4 * len(small_table) // file.size))


def _closed(file: _File, shift: int, directory: int, mini_start: int, minis: int) -> bytes:
    """Add the table of sectors, and the list of the sectors that hold it, and put the header before all."""
    each = file.size // 4
    used = len(file.table)
    tables = lists = 0
    while tables * each < used + tables + lists or lists * (each - 1) < tables - 109:
        tables = -(-(used + tables + lists) // each)
        lists = max(0, -(-(tables - 109) // (each - 1)))
    numbers = list(range(used, used + tables))
    file.table += [TABLE] * tables + [LIST] * lists
    file.table += [FREE] * (tables * each - len(file.table))
    file.sectors.append(struct.pack(f"<{len(file.table)}I", *file.table))
    rest = numbers[109:]
    for i in range(lists):
        row = rest[i * (each - 1) : (i + 1) * (each - 1)]
        following = used + tables + i + 1 if i + 1 < lists else END
        file.sectors.append(struct.pack(f"<{each}I", *row, *[FREE] * (each - 1 - len(row)), following))
    first_list = used + tables if lists else END
    header = struct.pack(
        "<8s16xHHHHH6xIIIIIIIII",
        *(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3 if shift == 9 else 4, 0xFFFE, shift, 6, 0, tables, directory),
        *(0, CUTOFF, mini_start, minis, first_list, lists),
    )
    listed = (numbers + [FREE] * 109)[:109]
    return (header + struct.pack("<109I", *listed)).ljust(file.size, b"\0") + b"".join(file.sectors)


def _fill(entries: list[_Entry], parent: int, storage: Storage, *, branch: bool) -> None:
    numbers = []
    for name in sorted(storage, key=lambda name: (len(name), name.upper())):
        content = storage[name]
        numbers.append(len(entries))
        entries.append(_Entry(name, 2, content) if isinstance(content, bytes) else _Entry(name, 1))
        if not isinstance(content, bytes):
            _fill(entries, numbers[-1], content, branch=branch)
    entries[parent].child = _tree(entries, numbers, branch=branch)


def _tree(entries: list[_Entry], numbers: list[int], *, branch: bool) -> int:
    if branch:
        for number, following in zip(numbers, [*numbers[1:], NONE], strict=True):
            entries[number].right = following
        return numbers[0] if numbers else NONE
    if not numbers:
        return NONE
    middle = len(numbers) // 2
    entry = entries[numbers[middle]]
    entry.left = _tree(entries, numbers[:middle], branch=False)
    entry.right = _tree(entries, numbers[middle + 1 :], branch=False)
    return numbers[middle]


def _packed(entry: _Entry) -> bytes:
    name = entry.name.encode("utf-16-le") + b"\0\0"
    return struct.pack(
        "<64sHBBIII16xIQQIQ",
        *(name, len(name), entry.kind, 1, entry.left, entry.right, entry.child, 0, 0, 0, entry.start, entry.size),
    )


def properties(head: int, values: Mapping[int, str | bytes | int], *, wide: bool = True) -> dict[str, bytes | Storage]:
    """Return the streams of a message (`head` 32, inside another 24), a recipient or an attachment (8)."""
    streams: dict[str, bytes | Storage] = {}
    rows = bytes(head)
    for number, value in values.items():
        if isinstance(value, int):
            rows += struct.pack("<HHIII", 3, number, 6, value, 0)
            continue
        kind = 0x0102 if isinstance(value, bytes) else 0x001F if wide else 0x001E
        data = value if isinstance(value, bytes) else value.encode("utf-16-le" if wide else "cp1252")
        streams[f"__substg1.0_{number:04X}{kind:04X}"] = data
        rows += struct.pack("<HHIII", kind, number, 6, len(data), 0)
    return {"__properties_version1.0": rows, **streams}


def message(
    values: Mapping[int, str | bytes | int],
    *,
    recipients: tuple[Mapping[int, str | bytes | int], ...] = (),
    attachments: tuple[Storage, ...] = (),
    inside: bool = False,
    wide: bool = True,
) -> dict[str, bytes | Storage]:
    """Return the storage of a message."""
    return {
        **properties(24 if inside else 32, values, wide=wide),
        **{f"__recip_version1.0_#{i:08X}": properties(8, row, wide=wide) for i, row in enumerate(recipients)},
        **{f"__attach_version1.0_#{i:08X}": attachment for i, attachment in enumerate(attachments)},
    }


def mail(inner: Storage) -> Storage:
    """Return the attachment that is a mail."""
    return {**properties(8, {}), "__substg1.0_3701000D": inner}
