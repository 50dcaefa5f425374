"""The forms of `ndr-checker check`: how a verdict is written, and where the written ones go."""

import sys
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, Protocol

from ndr_checker.telling.report import to_json, to_markdown, to_text
from ndr_checker.verdict import Verdict

if TYPE_CHECKING:
    import argparse


class Sink(Protocol):
    """Takes the texts in the order of the inputs."""

    def add(self, text: str) -> None:
        """Take the text of one verdict. Raises OSError where the output can't be written."""

    def flush(self) -> None:
        """Let what was taken be seen, where somebody may wait for it."""

    def end(self) -> None:
        """Write what comes at the end."""


class Form(NamedTuple):
    """How a verdict is written (workers do that too, so it can be pickled), and the sink of what is written."""

    write: Callable[[Verdict], str]
    sink: Callable[[], Sink]


class Lines:
    """Prints each text."""

    def __init__(self, *, head: str = "", between: str = "", flushed: bool = False) -> None:
        self._before, self._between, self._flushed = head, between, flushed

    def add(self, text: str) -> None:
        """Print a text."""
        sys.stdout.write(f"{self._before}{text}\n")
        self._before = self._between

    def flush(self) -> None:
        """Hand on what was printed, where each line is wanted at once."""
        if self._flushed:
            sys.stdout.flush()

    def end(self) -> None:
        """Print what is left: the head, where there was nothing under it."""
        if self._before != self._between:
            sys.stdout.write(self._before)


def chosen(options: "argparse.Namespace") -> Form:
    """Return the form that the options ask for."""
    match options.form:
        case "json":
            return Form(to_json, partial(Lines, flushed=True))
        case "markdown":  # a blank line between them, or the next note would go on with this one's list
            note = partial(to_markdown, show_names=options.show_names, hidden=options.hide)
            return Form(note, partial(Lines, between="\n"))
        case "trace":
            from ndr_checker.telling.trace import to_trace  # noqa: PLC0415 – the other forms never need it

            return Form(to_trace, Lines)
        case "csv":
            from . import table  # noqa: PLC0415 – as above

            return Form(table.row, partial(Lines, head=f"{table.head()}\n"))
        case "summary":
            from .summary import Summary, counted  # noqa: PLC0415 – as above

            return Form(counted, Summary)
        case _:
            return Form(to_text, Lines)
