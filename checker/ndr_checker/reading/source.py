"""The input as given: bytes or text, any newline, any charset; and where in it an offset stands."""

import codecs
import re
from bisect import bisect_right
from functools import cached_property

from ndr_checker.base.limits import MAX_INPUT
from ndr_checker.base.pattern import pattern

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_BOM_STARTS = frozenset(bom[:1] for bom, _ in _BOMS)
#: The five bytes that windows-1252 leaves undefined become C1 controls, and back (Encoding Standard, section 9).
_AS_CONTROL = "ndr_checker.as_control"
_START = 64
_SURROGATE = pattern("[\ud800-\udfff]")


class Source:
    """The given text, and the same text with every newline as LF, which all reading is done on.

    `text` is the normalised text, `codec` what bytes were decoded with (None for a `str`), `defects` what was lost.
    """

    def __init__(self, data: bytes | str) -> None:
        self.defects: list[str] = []
        self.codec: str | None = None
        if len(data) > MAX_INPUT:
            self.defects.append(f"The input is longer than {MAX_INPUT // 2**20} MB; the rest wasn't read.")
        self.given = printable(data[:MAX_INPUT]) if isinstance(data, str) else self._decode(data)
        text = self.given
        if "\r" in text:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        self.text = text
        self._newlines = text.count("\n") if len(text) < len(self.given) else 0
        self._seen = (0, 1)  # the offset asked for last and its line: usually the next one is further on

    def _decode(self, data: bytes) -> str:
        read = memoryview(data)[:MAX_INPUT]  # of a long input a slice would be a copy
        for bom, codec in _BOMS if data[:1] in _BOM_STARTS else ():
            if data.startswith(bom):
                self.codec = codec
                # The mark stays as one code point, so that offsets count what the input holds.
                return str(read, codec, "replace")
        start = data[:_START]
        # UTF-16 without a mark: every second byte of Latin text is NUL. A log has rows of them where a disk failed.
        if start.count(0) * 4 > len(start) and b"\0\0\0" not in start:
            self.codec = "utf-16-le" if data[1:2] == b"\0" else "utf-16-be"
            return str(read, self.codec, "replace")
        try:
            self.codec = "utf-8"
            return str(read, "utf-8")
        except UnicodeDecodeError as error:
            if self.defects and error.reason == "unexpected end of data":  # the limit cut a character in two
                return str(read[: error.start], "utf-8")
            self.codec = "cp1252"
            return str(read, "cp1252", _AS_CONTROL)

    def encode(self, text: str) -> bytes:
        """Return the bytes that a piece of the given text came from, to decode them with another charset."""
        return text.encode(self.codec or "utf-8", _AS_CONTROL if self.codec == "cp1252" else "replace")

    @cached_property
    def _folded(self) -> tuple[int, ...]:
        # Offsets into the normalised text after which one CR of a CRLF was dropped.
        return tuple(match.start() - i for i, match in enumerate(re.finditer("\r\n", self.given)))

    def locate(self, offset: int) -> int:
        """Return where the character at `offset` of the normalised text is in the given text."""
        folded = len(self.given) - len(self.text)
        if not folded:
            return offset
        # Nearly always every newline was a CRLF.
        return offset + (self.line(offset) - 1 if folded == self._newlines else bisect_right(self._folded, offset - 1))

    def place(self, start: int, end: int) -> tuple[int, int, int]:
        """Return the line that holds `start` of the normalised text, and where both ends are in the given text."""
        line = self.line(start)
        if len(self.given) == len(self.text):
            return line, start, end
        begin = self.locate(start)
        return line, begin, begin + end - start if self.text.find("\n", start, end) < 0 else self.locate(end)

    def line(self, offset: int) -> int:
        """Return the number, from 1, of the line that holds `offset` of the normalised text."""
        known, line = self._seen if self._seen[0] <= offset else (0, 1)
        line += self.text.count("\n", known, offset)
        self._seen = (offset, line)
        return line


def printable(text: str) -> str:
    """Return `text` with lone surrogates replaced: neither UTF-8 nor a page can carry them."""
    return text if text.isascii() else _SURROGATE.sub("\ufffd", text)


def _as_control(error: UnicodeError) -> tuple[str | bytes, int]:
    if isinstance(error, UnicodeDecodeError):
        return error.object[error.start : error.end].decode("latin-1"), error.end
    if isinstance(error, UnicodeEncodeError):
        return error.object[error.start : error.end].encode("latin-1", "replace"), error.end
    raise error


codecs.register_error(_AS_CONTROL, _as_control)
