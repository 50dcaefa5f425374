"""Bytes that come in pieces as text, its newlines LF."""

import codecs
from typing import Final

from ndr_checker.reading.source import Source, printable

_FALLBACK: Final = "cp1252"
#: Enough to see a mark, or the zeros of UTF-16.
_START: Final = 64


class Decoder:
    """Decodes as `Source` would: by the mark or the zeros of the beginning, otherwise UTF-8, otherwise windows-1252."""

    def __init__(self, start: bytes) -> None:
        """Choose the charset by the file's beginning, which may end inside a character."""
        codec = Source(start[:_START]).codec or "utf-8"
        if codec in ("utf-8", _FALLBACK):
            try:
                codecs.getincrementaldecoder("utf-8")().decode(start)
                codec = "utf-8"
            except UnicodeDecodeError:
                codec = _FALLBACK
        self._decoder = codecs.getincrementaldecoder(codec)("strict" if codec == "utf-8" else "replace")
        self._held = ""

    def feed(self, piece: bytes, *, last: bool = False) -> str:
        """Return the text of a piece; the end of a newline or of a character may wait for the next one."""
        try:
            text = self._decoder.decode(piece, last)
        except UnicodeDecodeError:
            waiting = self._decoder.getstate()[0]
            self._decoder = codecs.getincrementaldecoder(_FALLBACK)("replace")
            text = self._decoder.decode(waiting + piece, last)
        text = self._held + text
        self._held = ""
        if text.endswith("\r") and not last:
            text, self._held = text[:-1], "\r"
        if "\r" in text:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        return printable(text)
