"""`ndr-checker check`: judge the inputs, print the verdicts in their order, return the exit code."""

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

from . import forms
from .records import CODED, Record, Recorder

if TYPE_CHECKING:
    import argparse


def run(options: "argparse.Namespace") -> int:
    """Judge what the options name. Raises OSError where the output can't be written."""
    form = forms.chosen(options)
    recorder = Recorder(form.write)
    records = (found for name in options.files or ["-"] for found in recorder.of(name))
    return _printed(records, form.sink())


def _printed(found: Iterable[list[Record]], sink: forms.Sink) -> int:
    worst = CODED
    for records in found:
        for text, code, error in records:
            if text:
                sink.add(text)
            if error:
                print(f"ndr-checker: {error}", file=sys.stderr)
            worst = max(worst, code)
        sink.flush()
    sink.end()
    return worst
