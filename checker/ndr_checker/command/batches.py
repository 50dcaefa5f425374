"""The inputs in batches: each is enough work to be worth handing to another process."""

import os
from collections.abc import Iterable, Iterator
from typing import Final

from ndr_checker.reading.files.document import Document
from ndr_checker.reading.files.intake import holds_many

from .records import Item, Record, Recorder
from .source import is_stream

#: A batch takes some tens of milliseconds.
_ITEMS: Final = 64
_BYTES: Final = 512 * 1024
#: A smaller file isn't looked at before a worker reads it, whatever it holds.
_SMALL: Final = 64 * 1024


def batches(inputs: Iterable[str | list[Record]], recorder: Recorder) -> Iterator[list[Item]]:
    """Yield all inputs in order, in batches.

    A file is read where it is judged. Only one that holds many documents is cut here, so that many can share in it:
    to find the borders of an mbox, or to unpack a file, takes a fiftieth of the time that judging takes.
    """
    batch: list[Item] = []
    size = 0
    for name in inputs:
        for item, weight in _items(name, recorder):
            batch.append(item)
            size += weight
            if len(batch) >= _ITEMS or size >= _BYTES:
                yield batch
                batch, size = [], 0
    if batch:
        yield batch


def _items(name: str | list[Record], recorder: Recorder) -> Iterator[tuple[Item, int]]:
    """Yield what is handed on of an input, with its size in bytes."""
    if not isinstance(name, str):
        yield name, 0
        return
    size = _size(name)
    if not is_stream(name) and (size <= _SMALL or not _holds_many(name)):
        yield name, size
        return
    for part in recorder.cut(name):
        if isinstance(part, Document) and isinstance(part.content, bytes):
            yield part, len(part.content)
        else:  # what was read to be cut is judged here as well
            for records in recorder.of(part):
                yield records, 0


def _size(name: str) -> int:
    try:
        return os.path.getsize(name)
    except OSError:
        return 0  # who opens it says why it can't be read


def _holds_many(name: str) -> bool:
    try:
        with open(name, "rb") as file:
            return holds_many(file.read(_SMALL))
    except OSError:
        return False
