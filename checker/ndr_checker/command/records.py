"""What the command says of each input: a record for each verdict, and one for an input that can't be read."""

from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from ndr_checker.judge import decide, unread
from ndr_checker.reading.files.document import Document
from ndr_checker.reading.files.intake import Intake
from ndr_checker.reading.files.unread import failure
from ndr_checker.telling.escape import visible
from ndr_checker.verdict import Verdict

from .clock import Clock
from .pages import meant
from .source import pieces

#: What an input makes of the exit code: it got a code, it got none, it can't be read. The worst counts.
CODED, UNCODED, UNREAD = 0, 1, 2
#: After so many bytes of a file a sign of life is due.
_PIECE: Final = 256 * 1024


class NoWorkerError(Exception):
    """Worker processes can't be started, or end before they answer; the words say why."""


class Record(NamedTuple):
    """What one verdict adds to standard output, to standard error, and to the exit code."""

    text: str
    exit: int
    error: str = ""


#: What can be given to a recorder: a file's name (`-` is standard input), a document, or what is recorded already.
Item = str | Document | list[Record]


def refused(error: str) -> list[Record]:
    """Return the records of an input that can't even be opened."""
    return [Record("", UNREAD, error)]


def unreadable(name: str, error: OSError) -> list[Record]:
    """Return the records of a file or folder that can't be read; the name of one that isn't there may be a code."""
    code = meant(name) if isinstance(error, FileNotFoundError) else None
    hint = f"; for the page of the code: ndr-checker explain {code}" if code else ""
    return refused(f"{visible(name)} can't be read: {error.strerror or error}{hint}")


class Recorder:
    """Reads and judges; no input keeps it for long or ends it."""

    def __init__(self, form: Callable[[Verdict], str]) -> None:
        """Take the form that each verdict gets."""
        self._form = form
        self._clock = Clock()

    def of(self, item: Item) -> Iterator[list[Record]]:
        """Yield the records of each document of an item; [] after each piece of a file."""
        if isinstance(item, str):
            for part in self.cut(item):
                yield from self.of(part)
        else:
            yield self._judged(item) if isinstance(item, Document) else item

    def cut(self, name: str) -> Iterator[Document | list[Record]]:
        """Yield the documents of a file, [] after each piece of it, and a record if it can't be read."""
        try:
            intake, read = Intake(name), 0
            for piece in pieces(name):
                yield from self._timed(intake.feed(piece))
                if intake.is_full:
                    break
                read += len(piece)
                if read >= _PIECE:
                    read -= _PIECE
                    yield []
            yield from self._timed(intake.end())
        except OSError as error:
            yield unreadable(name, error)
        except Exception as error:  # noqa: BLE001 – a fault of ours costs this file, not the others
            yield [self.unread(name, failure(error))]

    def unread(self, name: str, sentence: str) -> Record:
        """Return the record of a document that isn't read; the sentence says why."""
        return self._record(unread(sentence, source=name))

    def _timed(self, documents: Iterator[Document]) -> Iterator[Document]:
        while True:
            with self._clock:
                document = next(documents, None)
            if document is None:
                return
            yield document

    def _judged(self, document: Document) -> list[Record]:
        try:
            with self._clock:
                return [self._record(decide(message, source=document.name)) for message in document.messages()]
        except Exception as error:  # noqa: BLE001 – a fault of ours costs this document, not the others
            return [self.unread(document.name, failure(error))]

    def _record(self, verdict: Verdict) -> Record:
        return Record(self._form(verdict), UNREAD if verdict.unread else UNCODED if verdict.code is None else CODED)
