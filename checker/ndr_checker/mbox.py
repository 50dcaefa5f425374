"""An mbox file as its mails, one at a time, so that a file of any size needs the memory of its largest mail."""

import re
from collections.abc import Iterator
from typing import BinaryIO

from .limits import MAX_INPUT

#: The line before each mail (RFC 4155): "From ", a sender, a date that ends in a year, perhaps with a zone behind it.
_FROM = re.compile(rb"From \S+ .*\d\d:\d\d.*\d{4}|From \S+ +[A-Z][a-z]{2} [A-Z][a-z]{2} +[0-9]")
_START = 99 + len("From ")
_SPLIT = re.compile(r"(?:\A[\ufeff\s]{0,99}|\n\n)(?=From \S+ .*\d\d:\d\d.*\n[!-9;-~]+:)")


def is_mbox(start: bytes) -> bool:
    """Tell whether a file begins as an mbox does."""
    return bool(_FROM.match(start))


def mails(file: BinaryIO) -> Iterator[bytes]:
    """Yield the mails of an mbox, each with the line before it; of one that is too long, its beginning."""
    lines: list[bytes] = []
    size, blank = 0, True
    for line in file:
        if blank and _FROM.match(line):
            if lines:
                yield b"".join(lines)
            lines, size = [], 0
        if size <= MAX_INPUT:
            lines.append(line)
            size += len(line)
        blank = not line.strip()
    if lines:
        yield b"".join(lines)


def spans(text: str) -> list[tuple[int, int]]:
    """Return start and end of each mail of an mbox in memory; one span for a text that is none."""
    starts = (
        [match.end() for match in _SPLIT.finditer(text)]
        if text[:_START].lstrip("\ufeff \t\n").startswith("From ")
        else []
    )
    return list(zip(starts, [*starts[1:], len(text)], strict=True)) if starts else [(0, len(text))]
