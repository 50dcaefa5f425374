"""Text as the checker reads it, with the way back to where each character stood in the input.

A notice is read without its quote marks, tags and invisible characters, but the evidence is shown in the
reader's own text. So every rewriting step keeps a table of runs: from this offset on, the text stands there.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence

from ndr_checker.base.normalise import lined

_Runs = tuple[Sequence[int], Sequence[int]]
#: Start, end, and what is put in place of what stands there.
_Edit = tuple[int, int, str]


class View:
    """A text and the origin of its runs; made once, never changed.

    `base` is the text that was read, or what was decoded from it, which stands nowhere in the input: then `decoded` is
    true. The runs are made when the first place is asked for: most texts hold nothing that has to be shown.
    """

    __slots__ = ("_lines", "_make", "_runs", "base", "decoded", "text")

    def __init__(self, text: str, starts: Sequence[int], origins: Sequence[int], base: str, *, decoded: bool) -> None:
        """Take the runs that are known: from `starts[i]` on the text stood at `origins[i]` of `base`."""
        self.text = text
        self.base = base
        self.decoded = decoded
        self._runs: _Runs | None = (starts, origins)
        self._make: Callable[[], _Runs] | None = None
        self._lines = ""

    @classmethod
    def of(cls, base: str, start: int = 0, end: int | None = None) -> "View":
        """Return a view of a piece of the input."""
        return cls(base[start:end], (0,), (start,), base, decoded=False)

    @classmethod
    def of_decoded(cls, text: str) -> "View":
        """Return a view of text that was decoded from the input."""
        return cls(text, (0,), (0,), text, decoded=True)

    def _rewritten(self, text: str, make: Callable[[], _Runs]) -> "View":
        view = View(text, (), (), self.base, decoded=self.decoded)
        view._runs, view._make = None, make
        return view

    @property
    def lines(self) -> str:
        """The text as `lined` gives it, to search for lines in: what stands there at `i` begins at `text[i]`."""
        if not self._lines:
            self._lines = lined(self.text)
        return self._lines

    @property
    def runs(self) -> _Runs:
        """Ascending offsets into `text`, the first one 0, and where in `base` the run from each of them on stood."""
        if self._runs is None and self._make:
            self._runs, self._make = self._make(), None
        return self._runs or ((0,), (0,))

    def origin(self, offset: int) -> int:
        """Return where the character at `offset` stood in `base`."""
        starts, origins = self._runs or self.runs
        if len(starts) == 1:
            return origins[0] + offset
        run = bisect_right(starts, offset) - 1
        origin = origins[run] + offset - starts[run]
        # What was put in place of a shorter piece goes no further than that piece.
        limit = origins[run + 1] if run + 1 < len(origins) else len(self.base)
        return origin if origin < limit or limit <= origins[run] else limit - 1

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """Return where `text[start:end]` (not empty) stood in the input; None in decoded text."""
        if self.decoded:
            return None
        starts, origins = self._runs or self.runs
        if len(starts) == 1:
            return origins[0] + start, origins[0] + end
        return self.origin(start), self.origin(end - 1) + 1

    def line(self, offset: int) -> str:
        """Return the line of `base` that the character at `offset` stood in, up to it."""
        origin = self.origin(offset)
        return self.base[self.base.rfind("\n", 0, origin) + 1 : origin]

    def cut(self, start: int, end: int) -> "View":
        """Return the view of `text[start:end]`."""
        text = self.text[start:end]
        return self if len(text) == len(self.text) else self._rewritten(text, lambda: self._cut_runs(start, end))

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
        return self._rewritten("".join(pieces), lambda: self._edited_runs(edits))

    def translate(self, table: dict[int, int]) -> "View":
        """Return the view with single characters exchanged one for one."""
        return self.with_text(self.text.translate(table))

    def with_text(self, text: str) -> "View":
        """Return the view with another text of the same length, each character in its old one's place."""
        return self._rewritten(text, lambda: self.runs)

    def _cut_runs(self, start: int, end: int) -> _Runs:
        starts, origins = self.runs
        first, last = bisect_right(starts, start), bisect_left(starts, end)
        behind = [begin - start for begin in starts[first:last]]
        return [0, *behind], [origins[first - 1] + start - starts[first - 1], *origins[first:last]]

    def _edited_runs(self, edits: Sequence[_Edit]) -> _Runs:
        starts, origins = self.runs
        new_starts: list[int] = []
        new_origins: list[int] = []
        length = done = 0
        if len(starts) == 1:  # mostly, and then there is no run to look for
            origin = origins[0]
            for start, end, put in edits:
                if done < start:
                    new_starts.append(length)
                    new_origins.append(origin + done)
                    length += start - done
                if put:
                    new_starts.append(length)
                    new_origins.append(origin + start)
                    length += len(put)
                done = end
            edits = ()
        for start, end, put in (*edits, (len(self.text), len(self.text), "")):
            if done < start:
                run = bisect_right(starts, done)
                new_starts.append(length)
                new_origins.append(origins[run - 1] + done - starts[run - 1])
                length += start - done
                while run < len(starts) and starts[run] < start:
                    new_starts.append(length - start + starts[run])
                    new_origins.append(origins[run])
                    run += 1
            if put:
                new_starts.append(length)
                new_origins.append(self.origin(start))
                length += len(put)
            done = end
        return (new_starts, new_origins) if new_starts else ((0,), (0,))
