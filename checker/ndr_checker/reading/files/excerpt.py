"""The lines of a long input that are worth keeping, each with its place in that input."""

from bisect import bisect_right
from typing import NamedTuple

from ndr_checker.reading.source import Source


class Line(NamedTuple):
    """Some text of an input, whose first character is at `start` in line `line`, from 1."""

    text: str
    start: int
    line: int


class Excerpt(Source):
    """A source that holds only some lines of the input; places are those of the whole input."""

    def __init__(self, lines: list[Line], *, crlf: bool) -> None:
        """Take lines in order; `crlf` where each newline of the input was two characters."""
        super().__init__("\n".join(line.text.rstrip("\n") for line in lines))
        self._lines = lines
        self._crlf = crlf
        self.starts: list[int] = []
        at = 0
        for line in lines:
            self.starts.append(at)
            at += len(line.text.rstrip("\n")) + 1

    def locate(self, offset: int) -> int:
        """Return where the character at `offset` is in the input as given."""
        if not self._lines:
            return offset
        kept, at = self._kept(offset)
        return kept.start + at + (self.line(offset) - 1 if self._crlf else 0)

    def place(self, start: int, end: int) -> tuple[int, int, int]:
        """Return the line that holds `start`, and where both ends are in the input as given."""
        return self.line(start), self.locate(start), self.locate(end)

    def line(self, offset: int) -> int:
        """Return the number of the line of the input, from 1, that holds `offset`."""
        if not self._lines:
            return 1
        kept, at = self._kept(offset)
        return kept.line + kept.text.count("\n", 0, at)

    def _kept(self, offset: int) -> tuple[Line, int]:
        number = max(bisect_right(self.starts, offset) - 1, 0)
        return self._lines[number], offset - self.starts[number]
