"""Text as the checker reads it, with the way back to where each character was in the input.

A notice is read without its quote marks, tags and invisible characters, but the evidence is shown in the
reader's own text. So each step that rewrites a text knows how to find a character in the text before it.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from functools import cached_property
from itertools import accumulate

from ndr_checker.base.normalise import lined

#: Start, end, and what is put in place of what is between them.
_Edit = tuple[int, int, str]
#: From an offset in a text to the offset in another one that the same character had.
_Way = Callable[[int], int]


class View:
    """A text and where its characters come from; made once, never changed.

    `base` is the text that was read. If that was decoded from the input, it isn't in the input itself, and `decoded`
    is true.
    """

    def __init__(self, text: str, way: _Way, base: str, *, decoded: bool) -> None:
        """Take a text, and the way from each of its offsets to `base`."""
        self.text = text
        self.base = base
        self.decoded = decoded
        self._way = way

    @classmethod
    def of(cls, base: str, start: int = 0, end: int | None = None) -> "View":
        """Return a view of a piece of the input."""
        return cls(base[start:end], start.__add__, base, decoded=False)

    @classmethod
    def of_decoded(cls, text: str) -> "View":
        """Return a view of text that was decoded from the input."""
        return cls(text, int, text, decoded=True)

    @classmethod
    def of_pieces(cls, text: str, starts: Sequence[int], origins: Sequence[int], base: str) -> "View":
        """Return a view of pieces of the input: from `starts[i]` on the text is that at `origins[i]` of `base`."""
        shifts = [origin - start for start, origin in zip(starts, origins, strict=True)]
        return cls(text, lambda offset: offset + shifts[bisect_right(starts, offset) - 1], base, decoded=False)

    @cached_property
    def lines(self) -> str:
        """The text as `lined` gives it, to search for lines in: what is there at `i` begins at `text[i]`."""
        return lined(self.text)

    def origin(self, offset: int) -> int:
        """Return where the character at `offset` was in `base`."""
        return self._way(offset)

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """Return where `text[start:end]` (not empty) was in the input; None in decoded text."""
        return None if self.decoded else (self._way(start), self._way(end - 1) + 1)

    def line(self, offset: int) -> str:
        """Return the line of `base` that the character at `offset` was in, up to it."""
        origin = self._way(offset)
        return self.base[self.base.rfind("\n", 0, origin) + 1 : origin]

    def cut(self, start: int, end: int) -> "View":
        """Return the view of `text[start:end]`."""
        text = self.text[start:end]
        if len(text) == len(self.text):
            return self
        way = self._way
        return self._rewritten(text, lambda offset: way(start + offset))

    def ends(self, head: int, tail: int) -> "View":
        """Return the view of the first `head` and the last `tail` characters, which must not overlap."""
        return self.edited([(head, len(self.text) - tail, "")])

    def replace(self, pattern: re.Pattern[str], by: Callable[[re.Match[str]], str], *, lines: bool = False) -> "View":
        """Return the view with every match of `pattern` replaced; what is put in keeps the match's place.

        Decoded text has no place to keep but its lines, and those only where `lines` asks for them.
        """
        if self.decoded and not lines:
            return View.of_decoded(pattern.sub(by, self.text))
        return self.edited([(*match.span(), by(match)) for match in pattern.finditer(self.text)])

    def edited(self, edits: Sequence[_Edit]) -> "View":
        """Return the view with each piece from start to end replaced by a text; they come in order, none overlaps."""
        if not edits:
            return self
        pieces: list[str] = []
        done = 0
        for start, end, put in edits:
            pieces += (self.text[done:start], put)
            done = end
        pieces.append(self.text[done:])
        return self._rewritten("".join(pieces), _Edited(edits, self._way))

    def with_text(self, text: str) -> "View":
        """Return the view with another text of the same length, each character in its old one's place."""
        return self._rewritten(text, self._way)

    def _rewritten(self, text: str, way: _Way) -> "View":
        return View(text, way, self.base, decoded=self.decoded)


class _Edited:
    """The way from an edited text back to that before; most texts have nothing that has to be shown, and never ask."""

    __slots__ = ("_before", "_edits", "_starts")

    def __init__(self, edits: Sequence[_Edit], before: _Way) -> None:
        self._edits = edits
        self._before = before
        self._starts: list[int] = []

    def __call__(self, offset: int) -> int:
        """Return where a character was; one that was put in is no further on than what it replaces."""
        if not self._starts:
            grown = accumulate((len(put) - end + start for start, end, put in self._edits), initial=0)
            self._starts = [edit[0] + by for edit, by in zip(self._edits, grown, strict=False)]
        at = bisect_right(self._starts, offset) - 1
        if at < 0:
            return self._before(offset)
        start, end, put = self._edits[at]
        inside = offset - self._starts[at]
        behind = inside - len(put)
        return self._before(end + behind if behind >= 0 else max(start, min(start + inside, end - 1)))
