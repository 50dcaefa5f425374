"""A worker process: takes batches, and answers with their records."""

import signal
import time
from collections.abc import Callable, Iterable, Iterator
from multiprocessing.connection import Connection
from typing import Final, NamedTuple

from ndr_checker.reading.files.document import Document
from ndr_checker.verdict import Verdict

from .records import Item, Record, Recorder

#: An answer waits for others until it is so large, or so old in seconds.
_LARGE: Final = 256 * 1024
_OLD: Final = 0.25
#: What is said of a document that ended its process, whatever the reason.
FATAL: Final = "This file couldn't be read: reading it crashed the process twice."


class Order(NamedTuple):
    """What a worker is asked for.

    Where a worker died before, `done` documents of the first item are answered already, those at `fatal` aren't read
    again, and with `careful` each answer is given at once.
    """

    items: tuple[Item, ...]
    done: int = 0
    fatal: frozenset[int] = frozenset()
    careful: bool = False


#: The records of a document; [] after a piece of a file that ends none; None where an item ends.
Answer = list[Record] | None


def work(connection: Connection, form: Callable[[Verdict], str], others: Iterable[Connection]) -> None:
    """Answer orders until there is none left, or nobody asks any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C reaches the whole group; the parent ends its workers
    for other in others:
        other.close()  # a fork has them too, and would keep them open
    try:
        recorder = Recorder(form)
        while order := connection.recv():
            _answer(order, recorder, connection)
    except (EOFError, OSError, MemoryError):
        pass  # nobody asks any more; or there is no room for the answer, and another worker tries


def _answer(order: Order, recorder: Recorder, connection: Connection) -> None:
    waiting: list[Answer] = []
    size, sent = 0, time.monotonic()
    for answer in answers(order, recorder):
        waiting.append(answer)
        size += sum(len(record.text) for record in answer or ())
        if order.careful or size > _LARGE or time.monotonic() - sent > _OLD:
            connection.send(waiting)
            waiting, size, sent = [], 0, time.monotonic()
    connection.send(waiting)


def answers(order: Order, recorder: Recorder) -> Iterator[Answer]:
    """Yield the answers to an order."""
    done, fatal = order.done, order.fatal
    for item in order.items:
        place = 0
        for part in recorder.cut(item) if isinstance(item, str) else (item,):
            if not part:
                yield []
            elif place >= done:
                if place in fatal and isinstance(part, Document):
                    yield [recorder.unread(part.name, FATAL)]
                else:
                    yield from recorder.of(part)
            place += bool(part)
        yield None
        done, fatal = 0, frozenset()
