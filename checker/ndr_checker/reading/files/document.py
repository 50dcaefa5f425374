"""What a file is cut into: each document is read and judged by itself."""

from collections.abc import Iterator
from typing import NamedTuple

from ndr_checker.reading.message import Message, read


class Document(NamedTuple):
    """A file, a mail of an mbox, or an entry of a packed file, under its name.

    `content` is its bytes, which are still to be read, or the message that was read from it piece by piece.
    """

    name: str
    content: bytes | Message

    def messages(self) -> Iterator[Message]:
        """Yield the messages of the document: reading its bytes is the costly part."""
        if isinstance(self.content, bytes):
            yield from read(self.content)
        else:
            yield self.content
