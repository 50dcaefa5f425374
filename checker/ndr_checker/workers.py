"""Processes that judge rows beside this one: `Workers` is the near end of their pipes, `_work` the far end.

For programs that have threads, such as DuckDB's: multiprocessing would fork them, or run the caller's script again.
"""

import os
import pickle
import subprocess
import sys
import threading
import weakref
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import chain
from typing import IO, Final

from ndr_checker.row import Cell, check_row
from ndr_checker.telling.report import to_json

#: So many mails are sent at once: some tens of milliseconds of work.
_PIECE: Final = 64
#: A process may be killed at any time, and mails that end two of them are to blame.
_TRIES: Final = 2
#: The folder or the zip that this package is in: a worker needs nothing else.
_HOME: Final = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


class Workers:
    """So many processes, each started when there is work for it, and ended with the last reference to this."""

    def __init__(self, jobs: int) -> None:
        self._threads = ThreadPoolExecutor(jobs)
        self._own = threading.local()

    def judged(self, mails: Sequence[Cell]) -> Iterator[str]:
        """Yield the JSON of each mail in order. Raises RuntimeError if they end two processes."""
        pieces = [mails[start : start + _PIECE] for start in range(0, len(mails), _PIECE)]
        return chain.from_iterable(self._threads.map(self._answer, pieces))

    def _answer(self, piece: Sequence[Cell]) -> list[str]:
        for _ in range(_TRIES):
            worker = getattr(self._own, "worker", None) or _Worker()
            self._own.worker = None  # unless it answers
            answer = worker.ask(piece)
            if answer is not None:
                self._own.worker = worker
                return answer
        raise RuntimeError(
            f"a worker process ended, and so did the next one on the same messages, with exit code {worker.end()}"
        )


class _Worker:
    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", __name__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": _HOME},
        )
        weakref.finalize(self, _end, self._process)

    def ask(self, mails: Sequence[Cell]) -> list[str] | None:
        """Return the JSON of each mail, None if the process has ended."""
        with suppress(OSError, EOFError, pickle.UnpicklingError):
            pickle.dump(mails, self._process.stdin)  # type: ignore[arg-type]  # both are pipes
            self._process.stdin.flush()  # type: ignore[union-attr]
            answer: list[str] = pickle.load(self._process.stdout)  # type: ignore[arg-type]  # noqa: S301 – our own
            return answer
        return None

    def end(self) -> int:
        """Return the exit code."""
        return _end(self._process)


def _end(process: "subprocess.Popen[bytes]") -> int:
    for pipe in (process.stdin, process.stdout):
        with suppress(OSError):  # what is left in it goes nowhere
            pipe.close()  # type: ignore[union-attr]
    return process.wait()


def _work(mails: IO[bytes], answers: IO[bytes]) -> None:
    with suppress(EOFError, KeyboardInterrupt):  # nobody asks any more
        while True:
            cells: list[Cell] = pickle.load(mails)  # noqa: S301 – from our own process
            pickle.dump([to_json(check_row(cell)) for cell in cells], answers)
            answers.flush()


if __name__ == "__main__":
    _work(sys.stdin.buffer, sys.stdout.buffer)
