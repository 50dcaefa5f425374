"""The clock of the command: no input may keep it for longer than a step's time.

What an input says is decided by budgets that count bytes and parts, so that it is the same on every machine. The clock
only turns an input that no budget stops into one that wasn't read.
"""

import signal
from types import TracebackType
from typing import Final

from ndr_checker.reading.files.unread import OverdueError

#: Processor seconds for one step: a piece of a file, or a document. The slowest hostile input of 50 MB takes 1 s.
LIMIT: Final = 10.0


class Clock:
    """Raises OverdueError inside a `with` that takes more than the limit of this process's own processor time.

    Other programs and a suspended terminal don't count. Windows has no such timer: there only a worker process has a
    limit, which its parent keeps.
    """

    def __init__(self, limit: float = LIMIT) -> None:
        self._limit = limit if hasattr(signal, "setitimer") else 0
        self._runs = False
        if self._limit:
            signal.signal(signal.SIGVTALRM, self._ring)

    def __enter__(self) -> None:
        """Start."""
        if self._limit:
            self._runs = True
            # Again each second: an exception that is raised while an object is deleted goes nowhere.
            signal.setitimer(signal.ITIMER_VIRTUAL, self._limit, 1)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Stop."""
        self._runs = False
        if self._limit:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)

    def _ring(self, _signal: int, _frame: object) -> None:
        if self._runs:
            raise OverdueError
