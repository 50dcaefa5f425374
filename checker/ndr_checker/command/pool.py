"""Worker processes: batches go out, records come back in order, and an input that kills is found.

Workers are forked on Linux: that takes 5 ms instead of 200, and shares the memory of what is imported. It is safe only
in a process of one thread; beside other threads, and on other systems, each worker is a new Python.
"""

import os
import signal
import sys
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from types import TracebackType
from typing import Any, Final, Self

from ndr_checker.reading.files.document import Document
from ndr_checker.verdict import Verdict

from .records import CODED, Item, NoWorkerError, Record, Recorder
from .worker import FATAL, Answer, Order, work

#: A worker that says nothing for so many seconds is ended: its own clock should have rung long before.
_SILENCE: Final = 60.0
_GLANCE: Final = 1.0
#: So many batches may be out, or answered, before the first of them is.
_AHEAD: Final = 32
#: Deaths at one document until it isn't read any more, and until the rest of its file isn't either.
_FATAL, _HOPELESS = 2, 3


class _Task:
    """A batch, what is still to be asked of it, and what has been answered."""

    def __init__(self, items: list[Item]) -> None:
        self.order = Order(tuple(items))
        self.records: list[list[Record]] = []
        self._deaths: Counter[int] = Counter()

    def take(self, answers: list[Answer]) -> None:
        """Take what a worker says."""
        for answer in answers:
            if answer is None:
                self._next()
                continue
            self.records.append(answer)
            if answer:
                self.order = self.order._replace(done=self.order.done + 1)

    def died(self, recorder: Recorder) -> None:
        """Prepare the next try, after a worker has died of it: what is answered isn't asked again."""
        place = self.order.done
        if self.order.careful:
            self._deaths[place] += 1
        self.order = self.order._replace(careful=True)
        if self._deaths[place] == _FATAL:
            self.order = self.order._replace(fatal=self.order.fatal | {place})
        elif self._deaths[place] == _HOPELESS:
            item = self.order.items[0]
            name = item if isinstance(item, str) else item.name if isinstance(item, Document) else ""
            self.records.append([recorder.unread(name, FATAL)])
            self._next()

    def _next(self) -> None:
        self.order = self.order._replace(items=self.order.items[1:], done=0, fatal=frozenset())
        self._deaths.clear()


class _Worker:
    """A worker process, the task that it has, and for how long it has said nothing."""

    def __init__(self, form: Callable[[Verdict], str], others: list[Connection]) -> None:
        # Threads don't survive a fork, but the locks that they hold do.
        forks = sys.platform == "linux" and len(os.listdir("/proc/self/task")) == 1
        context: Any = get_context("fork" if forks else "spawn")  # the type of both lacks Process
        self.connection: Connection
        self.connection, theirs = context.Pipe()
        inherited = [*others, self.connection] if forks else []
        self.process = context.Process(target=work, args=(theirs, form, inherited), daemon=True)
        with _undisturbed():
            self.process.start()
        theirs.close()
        self.task: _Task | None = None
        self.silent = 0.0


class Pool:
    """So many workers, started when there is work for them; ended with the `with`."""

    def __init__(self, jobs: int, form: Callable[[Verdict], str], recorder: Recorder) -> None:
        self._jobs, self._form, self._recorder = jobs, form, recorder
        self._workers: list[_Worker] = []
        self._barren = 0

    def __enter__(self) -> Self:
        """Start."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """End all workers; after an exception at once."""
        for worker in self._workers:
            if kind:
                worker.process.kill()
            worker.connection.close()
        for worker in self._workers:
            worker.process.join()

    def run(self, batches: Iterator[list[Item]]) -> Iterator[list[Record]]:
        """Yield the records of each document in the order of the batches; [] after a piece of a file.

        Raises NoWorkerError.
        """
        ahead: deque[_Task] = deque()  # all that are begun, in order
        waiting: deque[_Task] = deque()  # those that no worker has
        while True:
            # As many as there are workers are ready when one asks.
            while len(ahead) < _AHEAD + self._jobs and len(waiting) < self._jobs and (items := next(batches, None)):
                ahead.append(_Task(items))
                waiting.append(ahead[-1])
                self._hand_out(waiting)
            self._hand_out(waiting)
            if not ahead:
                return
            self._listen(waiting)
            while ahead:
                found, ahead[0].records = ahead[0].records, []
                yield from found
                if ahead[0].order.items:
                    break
                ahead.popleft()

    def _hand_out(self, waiting: deque[_Task]) -> None:
        while waiting and (worker := self._idle()):
            worker.task, worker.silent = waiting.popleft(), 0.0
            try:
                worker.connection.send(worker.task.order)
            except OSError:
                self._bury(worker, waiting)

    def _idle(self) -> _Worker | None:
        """Return a worker without a task, a new one if there may be one more; None if all are busy."""
        for worker in self._workers:
            if not worker.task:
                return worker
        if len(self._workers) == self._jobs:
            return None
        try:
            self._workers.append(_Worker(self._form, [worker.connection for worker in self._workers]))
        except OSError as error:
            if not self._workers:
                raise NoWorkerError(f"worker processes can't be started: {error.strerror or error}") from error
            self._jobs = len(self._workers)
            return None
        return self._workers[-1]

    def _listen(self, waiting: deque[_Task]) -> None:
        """Wait until a worker says something, or dies."""
        begin = time.monotonic()
        busy = [worker for worker in self._workers if worker.task]
        heard = wait([worker.connection for worker in busy], _GLANCE)
        for worker in busy:
            if worker.connection not in heard:
                worker.silent += min(time.monotonic() - begin, _GLANCE)  # no more after a pause of the whole group
                if worker.silent > _SILENCE:
                    worker.process.kill()
                continue
            try:
                answers = worker.connection.recv()
            except (EOFError, OSError):
                self._bury(worker, waiting)
                continue
            self._barren, worker.silent = 0, 0.0
            if worker.task:
                worker.task.take(answers)
                if not worker.task.order.items:
                    worker.task = None

    def _bury(self, worker: _Worker, waiting: deque[_Task]) -> None:
        """Let another worker go on with the task of one that has died."""
        worker.connection.close()
        worker.process.join(_GLANCE)
        worker.process.kill()  # in case it has only closed its end
        worker.process.join()
        self._workers.remove(worker)
        self._barren += 1
        if self._barren > _HOPELESS * (self._jobs + 1):
            raise NoWorkerError("worker processes end before they answer; try --jobs 1")
        if task := worker.task:
            why = _why(worker.process.exitcode)
            task.records.append([Record("", CODED, f"a worker process {why}; its work is judged again")])
            task.died(self._recorder)
            waiting.appendleft(task)


def _why(code: int | None) -> str:
    return f"was ended by signal {-code}" if code and code < 0 else f"ended with exit code {code}"


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Let Ctrl+C wait until a worker has begun to ignore it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
