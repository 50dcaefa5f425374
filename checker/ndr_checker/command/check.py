"""`ndr-checker check`: judge the inputs, print the verdicts in their order, return the exit code."""

import os
import sys
from collections.abc import Callable, Iterable
from contextlib import closing
from itertools import chain, islice
from typing import TYPE_CHECKING, Final

from ndr_checker.verdict import Verdict

from . import forms
from .inputs import inputs, listed
from .records import CODED, UNREAD, NoWorkerError, Record, Recorder

if TYPE_CHECKING:
    import argparse
    from collections.abc import Generator

#: What one process can feed, and wait for on Windows.
_MOST_JOBS: Final = 60


def run(options: "argparse.Namespace") -> int:
    """Judge what the options name. Raises OSError where the output can't be written."""
    form = forms.chosen(options)
    names = options.files or ([] if options.files_from else ["-"])
    found = inputs(chain(names, chain.from_iterable(map(listed, options.files_from))))
    try:
        with closing(_judged(found, form.write, options.jobs or _jobs(options))) as records:
            return _printed(records, form.sink())
    except NoWorkerError as error:
        print(f"ndr-checker: {error}", file=sys.stderr)
        return UNREAD


def _jobs(options: "argparse.Namespace") -> int | None:
    """Return 1 where standard input is all there is: each verdict is wanted at once. Else None, for what is best."""
    return 1 if options.files in ([], ["-"]) and not options.files_from else None


def cores() -> int:
    """Return how many cores this process may use."""
    count: Callable[[], int | None] = getattr(os, "process_cpu_count", os.cpu_count)  # since Python 3.13
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else count() or 1


def _judged(
    found: Iterable[str | list[Record]], write: Callable[[Verdict], str], jobs: int | None
) -> "Generator[list[Record], None, None]":
    """Yield the records of each document in order; [] after a piece of a file.

    Without a number of jobs there are as many as cores, where there is enough to do.
    """
    recorder = Recorder(write)
    if jobs != 1:
        from .batches import batches  # noqa: PLC0415 – an input alone needs none

        cut = batches(found, recorder)
        begin = list(islice(cut, 1 if jobs else 2))
        if jobs or len(begin) > 1:
            from .pool import Pool  # noqa: PLC0415 – it takes as long to import as all the rest

            with Pool(min(jobs or cores(), _MOST_JOBS), write, recorder) as pool:
                yield from pool.run(chain(begin, cut))
            return
        for item in chain.from_iterable(begin):
            yield from recorder.of(item)
        return
    for item in found:
        yield from recorder.of(item)


def _printed(found: Iterable[list[Record]], sink: forms.Sink) -> int:
    """Print the records as they come; return the exit code."""
    progress = None
    if sys.stderr.isatty():
        from .progress import Progress  # noqa: PLC0415 – only for a person who waits

        progress = Progress()
    shared = sys.stdout.isatty()  # then output and progress are on the same screen
    worst, judged = CODED, 0
    try:
        for records in found:
            if progress and (shared or any(record.error for record in records)):
                progress.hide()
            for text, code, error in records:
                if text:
                    sink.add(text)
                    judged += 1
                if error:
                    print(f"ndr-checker: {error}", file=sys.stderr)
                worst = max(worst, code)
            sink.flush()
            if progress:
                progress.count(len(records))
        if progress:
            progress.hide()
        sink.end()
        sys.stdout.flush()
    except BrokenPipeError:  # "| head": the reader has seen enough
        print(f"ndr-checker: the output is no longer being read; {judged:,} judged", file=sys.stderr)
        raise
    return worst
