"""Text as the checker reads it, with the way back to where each character stood in the input.

A notice is read without its quote marks, tags and invisible characters, but the evidence is shown in the
reader's own text. So every rewriting step keeps a table of runs: from this offset on, the text stands there.
"""

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class View:
    """A text and the origin of its runs.

    `starts` are ascending offsets into `text`, the first one 0; the run from `starts[i]` on stood at
    `origins[i]` of the input. Both are empty where the text was decoded and stands nowhere in the input.
    """

    text: str
    starts: tuple[int, ...] = ()
    origins: tuple[int, ...] = ()

    @classmethod
    def of(cls, text: str, origin: int = 0) -> "View":
        """Return a view of text that stands in the input as it is, from `origin` on."""
        return cls(text, (0,), (origin,))

    def origin(self, offset: int) -> int | None:
        """Return where the character at `offset` stood in the input; None in decoded text."""
        if not self.starts:
            return None
        run = bisect_right(self.starts, offset) - 1
        return self.origins[run] + offset - self.starts[run]

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """Return where `text[start:end]` (not empty) stood in the input; None in decoded text."""
        first, last = self.origin(start), self.origin(end - 1)
        return None if first is None or last is None else (first, last + 1)

    def cut(self, start: int, end: int) -> "View":
        """Return the view of `text[start:end]`."""
        runs = _Runs()
        runs.keep(self, start, end)
        return runs.view(decoded=not self.starts)

    def ends(self, head: int, tail: int) -> "View":
        """Return the view of the first `head` and the last `tail` characters, which must not overlap."""
        runs = _Runs()
        runs.keep(self, 0, head)
        runs.keep(self, len(self.text) - tail, len(self.text))
        return runs.view(decoded=not self.starts)

    def replace(self, pattern: re.Pattern[str], by: Callable[[re.Match[str]], str]) -> "View":
        """Return the view with every match of `pattern` replaced; what is put in keeps the match's place."""
        runs, done = _Runs(), 0
        for match in pattern.finditer(self.text):
            runs.keep(self, done, match.start())
            runs.put(by(match), self.origin(match.start()))
            done = match.end()
        if not done:
            return self
        runs.keep(self, done, len(self.text))
        return runs.view(decoded=not self.starts)

    def translate(self, table: dict[int, int]) -> "View":
        """Return the view with single characters exchanged one for one."""
        return View(self.text.translate(table), self.starts, self.origins)


class _Runs:
    """Collect pieces of text with their origins."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0
        self._starts: list[int] = []
        self._origins: list[int] = []

    def keep(self, view: View, start: int, end: int) -> None:
        if start >= end:
            return
        run = bisect_right(view.starts, start) - 1
        offset = start
        while view.starts and offset < end:
            self._starts.append(self._length + offset - start)
            self._origins.append(view.origins[run] + offset - view.starts[run])
            run += 1
            offset = view.starts[run] if run < len(view.starts) else end
        self._append(view.text[start:end])

    def put(self, text: str, origin: int | None) -> None:
        if text and origin is not None:
            self._starts.append(self._length)
            self._origins.append(origin)
        self._append(text)

    def _append(self, text: str) -> None:
        self._pieces.append(text)
        self._length += len(text)

    def view(self, *, decoded: bool) -> View:
        if decoded or not self._starts:
            return View("".join(self._pieces), *(((), ()) if decoded else ((0,), (0,))))
        return View("".join(self._pieces), tuple(self._starts), tuple(self._origins))
