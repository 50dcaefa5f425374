"""How far the work is, on a terminal."""

import sys
import time
from typing import Final

#: Seconds between two looks; work that is done sooner isn't worth a word.
_AGAIN: Final = 0.5
_PIECES_A_MB: Final = 4


class Progress:
    """One line on standard error, written over and over."""

    def __init__(self) -> None:
        self._judged = self._pieces = 0
        self._shown = time.monotonic()
        self._line = ""
        self._hidden = True

    def count(self, records: int) -> None:
        """Count the records of a document, or a piece of a file where there are none."""
        self._judged += records
        self._pieces += not records
        if time.monotonic() - self._shown >= _AGAIN:
            read = f", {self._pieces // _PIECES_A_MB:,} MB of long files read" if self._pieces >= _PIECES_A_MB else ""
            self._show(f"{self._judged:,} judged{read}")
        elif self._line and self._hidden:
            self._show(self._line)

    def hide(self) -> None:
        """Take the line away, so that something else can be printed in its place."""
        if not self._hidden:
            print(f"\r{' ' * len(self._line)}\r", end="", flush=True, file=sys.stderr)
            self._hidden = True

    def _show(self, line: str) -> None:
        print(f"\r{line}", end="", flush=True, file=sys.stderr)  # it only grows
        self._line, self._hidden, self._shown = line, False, time.monotonic()
