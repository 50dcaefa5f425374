"""Text as the checker reads it, with the way back to where each character stood in the input.

A notice is read without its quote marks, tags and invisible characters, but the evidence is shown in the
reader's own text. So every rewriting step keeps a table of runs: from this offset on, the text stands there.
"""

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class View:
    """A text and the origin of its runs.

    `starts` are ascending offsets into `text`, the first one 0; the run from `starts[i]` on stood at `origins[i]`
    of `base`. `base` is the text that was read, or what was decoded from it, which stands nowhere in the input:
    then `decoded` is true.
    """

    text: str
    starts: tuple[int, ...]
    origins: tuple[int, ...]
    base: str
    decoded: bool

    @classmethod
    def of(cls, base: str, start: int = 0, end: int | None = None) -> "View":
        """Return a view of a piece of the input."""
        return cls(base[start:end], (0,), (start,), base, decoded=False)

    @classmethod
    def of_decoded(cls, text: str) -> "View":
        """Return a view of text that was decoded from the input."""
        return cls(text, (0,), (0,), text, decoded=True)

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
            runs.keep(self, done, match.start())
            runs.put(by(match), self.origin(match.start()))
            done = match.end()
        if not done:
            return self
        runs.keep(self, done, len(self.text))
        return runs.view(self)

    def translate(self, table: dict[int, int]) -> "View":
        """Return the view with single characters exchanged one for one."""
        return replace(self, text=self.text.translate(table))


class _Runs:
    """Collect pieces of text with their origins."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0
        self._starts: list[int] = []
        self._origins: list[int] = []

    def keep(self, view: View, start: int, end: int) -> None:
        """Take over a piece of a view."""
        if start >= end:
            return
        run = bisect_right(view.starts, start) - 1
        offset = start
        while offset < end:
            self._starts.append(self._length + offset - start)
            self._origins.append(view.origins[run] + offset - view.starts[run])
            run += 1
            offset = view.starts[run] if run < len(view.starts) else end
        self._append(view.text[start:end])

    def put(self, text: str, origin: int) -> None:
        """Add text of our own in place of what stood at `origin`."""
        if text:
            self._starts.append(self._length)
            self._origins.append(origin)
            self._append(text)

    def _append(self, text: str) -> None:
        self._pieces.append(text)
        self._length += len(text)

    def view(self, of: View) -> View:
        """Return the view of the pieces, of the same base."""
        starts, origins = tuple(self._starts) or (0,), tuple(self._origins) or (0,)
        return replace(of, text="".join(self._pieces), starts=starts, origins=origins)
