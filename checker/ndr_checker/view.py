"""Text as the checker reads it, with the way back to where each character stood in the input.

A notice is read without its quote marks, tags and invisible characters, but the evidence is shown in the
reader's own text. So every rewriting step keeps a table of runs: from this offset on, the text stands there.
"""

import re
from bisect import bisect_right
from collections.abc import Callable

from .normal import lined


class View:
    """A text and the origin of its runs; made once, never changed.

    `starts` are ascending offsets into `text`, the first one 0; the run from `starts[i]` on stood at `origins[i]`
    of `base`. `base` is the text that was read, or what was decoded from it, which stands nowhere in the input:
    then `decoded` is true.
    """

    __slots__ = ("_lines", "base", "decoded", "origins", "starts", "text")

    def __init__(
        self, text: str, starts: tuple[int, ...], origins: tuple[int, ...], base: str, *, decoded: bool
    ) -> None:
        self.text = text
        self.starts = starts
        self.origins = origins
        self.base = base
        self.decoded = decoded
        self._lines = ""

    @classmethod
    def of(cls, base: str, start: int = 0, end: int | None = None) -> "View":
        """Return a view of a piece of the input."""
        return cls(base[start:end], (0,), (start,), base, decoded=False)

    @classmethod
    def of_decoded(cls, text: str) -> "View":
        """Return a view of text that was decoded from the input."""
        return cls(text, (0,), (0,), text, decoded=True)

    @property
    def lines(self) -> str:
        """The text as `lined` gives it, to search for lines in: what stands there at `i` begins at `text[i]`."""
        self._lines = self._lines or lined(self.text)
        return self._lines

    def origin(self, offset: int) -> int:
        """Return where the character at `offset` stood in `base`."""
        run = bisect_right(self.starts, offset) - 1
        origin = self.origins[run] + offset - self.starts[run]
        # What was put in place of a shorter piece goes no further than that piece.
        limit = self.origins[run + 1] if run + 1 < len(self.origins) else len(self.base)
        return origin if origin < limit or limit <= self.origins[run] else limit - 1

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """Return where `text[start:end]` (not empty) stood in the input; None in decoded text."""
        return None if self.decoded else (self.origin(start), self.origin(end - 1) + 1)

    def line(self, offset: int) -> str:
        """Return the line of `base` that the character at `offset` stood in, up to it."""
        origin = self.origin(offset)
        return self.base[self.base.rfind("\n", 0, origin) + 1 : origin]

    def cut(self, start: int, end: int) -> "View":
        """Return the view of `text[start:end]`."""
        if start == 0 and end >= len(self.text):
            return self
        runs = _Runs()
        runs.keep(self, start, end)
        return runs.view(self)

    def ends(self, head: int, tail: int) -> "View":
        """Return the view of the first `head` and the last `tail` characters, which must not overlap."""
        runs = _Runs()
        runs.keep(self, 0, head)
        runs.keep(self, len(self.text) - tail, len(self.text))
        return runs.view(self)

    def replace(self, pattern: re.Pattern[str], by: Callable[[re.Match[str]], str], *, lines: bool = False) -> "View":
        """Return the view with every match of `pattern` replaced; what is put in keeps the match's place.

        Decoded text has no place to keep but its lines, and those only where `lines` asks for them.
        """
        if self.decoded and not lines:
            return View.of_decoded(pattern.sub(by, self.text))
        runs, done = _Runs(), 0
        for match in pattern.finditer(self.text):
            start = match.start()
            runs.keep(self, done, start)
            runs.put(by(match), self, start)
            done = match.end()
        if not done:
            return self
        runs.keep(self, done, len(self.text))
        return runs.view(self)

    def translate(self, table: dict[int, int]) -> "View":
        """Return the view with single characters exchanged one for one."""
        return self.with_text(self.text.translate(table))

    def with_text(self, text: str) -> "View":
        """Return the view with another text of the same length, each character in its old one's place."""
        return View(text, self.starts, self.origins, self.base, decoded=self.decoded)


class _Runs:
    """Collect pieces of text with their origins."""

    __slots__ = ("_length", "_origins", "_pieces", "_starts")

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0
        self._starts: list[int] = []
        self._origins: list[int] = []

    def keep(self, view: View, start: int, end: int) -> None:
        """Take over a piece of a view."""
        if start >= end:
            return
        starts, origins = view.starts, view.origins
        run = bisect_right(starts, start) - 1
        offset = start
        while offset < end:
            self._starts.append(self._length + offset - start)
            self._origins.append(origins[run] + offset - starts[run])
            run += 1
            offset = starts[run] if run < len(starts) else end
        self._pieces.append(view.text[start:end])
        self._length += end - start

    def put(self, text: str, view: View, start: int) -> None:
        """Add text of our own in place of what stands at `start` of a view."""
        if text:
            self._starts.append(self._length)
            self._origins.append(view.origin(start))
            self._pieces.append(text)
            self._length += len(text)

    def view(self, of: View) -> View:
        """Return the view of the pieces, of the same base."""
        starts, origins = tuple(self._starts) or (0,), tuple(self._origins) or (0,)
        return View("".join(self._pieces), starts, origins, of.base, decoded=of.decoded)
