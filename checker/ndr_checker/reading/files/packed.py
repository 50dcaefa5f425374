"""A packed file as the documents of its entries."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from ndr_checker.reading.message import unread_message

from . import unread
from .archive import Gzip, Piece, RefusedError, Zip
from .document import Document
from .tar import Tar

if TYPE_CHECKING:
    from .intake import Intake


class Packed:
    """Takes a packed file in pieces; each entry is a file of its own, `archive/entry`, and `opens` makes its reader."""

    def __init__(self, name: str, archive: Gzip | Zip | Tar, opens: "Callable[[str], Intake]") -> None:
        self._name = name
        self._opens = opens
        self._archive = archive
        self._entry: Intake | None = None
        self._path = ""
        self._refused = ""

    @property
    def is_full(self) -> bool:
        """Whether the rest can't be read."""
        return bool(self._refused)

    def feed(self, piece: bytes) -> Iterator[Document]:
        """Take a piece; yield the documents that end in it."""
        if not self._refused:
            yield from self._read(self._archive.feed(piece))

    def end(self) -> Iterator[Document]:
        """Yield what is left, or why the rest can't be read."""
        if not self._refused:
            yield from self._read(self._archive.end())
        if self._refused:
            yield Document(self._path or self._name, unread_message(self._refused))

    def _read(self, pieces: Iterator[Piece]) -> Iterator[Document]:
        try:
            for name, data, last in pieces:
                office = next((words for start, words in unread.OFFICE.items() if name.startswith(start)), "")
                if office:
                    self._refused, self._path = office, ""
                    return
                if name.endswith("/") or name.startswith(("__MACOSX/", "[Content_Types]", "_rels/", "docProps/")):
                    continue
                yield from self._taken(name, data, last=last)
        except RefusedError as error:
            self._refused = str(error)

    def _taken(self, name: str, data: bytes, *, last: bool) -> Iterator[Document]:
        if self._entry is None:
            self._path = f"{self._name}/{name}" if name else self._name
            self._entry = self._opens(self._path)
        yield from self._entry.feed(data)
        if last:
            yield from self._entry.end()
            self._entry, self._path = None, ""
