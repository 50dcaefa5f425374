"""What the package's steepest patterns cost: `python -m tests.support.worst [NAME ...]` prints milliseconds.

Each pattern is tried on every unit of `tools.fuzz.growth`, repeated to 400 and to 4,000 characters. Printed are its
name and hash, as in `bounded.lock`, the most for either size, and the unit that costs the most.
"""

import re
import sys
import time
from collections.abc import Iterator
from unittest.mock import patch

from tests.support import patterns
from tools.fuzz.growth import UNITS

_SIZES = (400, 4_000)
_TRIES = 2


def _compiled() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Yield each pattern of the package by its name and hash."""
    found: dict[str, re.Pattern[str]] = {}
    written = patterns._pattern  # noqa: SLF001 – what is written for recheck is noted where it is made

    def noting(name: str, text: str | bytes, flags: int) -> patterns.Pattern:
        pattern = written(name, text, flags)
        if isinstance(text, str):
            key = patterns.identity({"name": pattern.name, "source": pattern.source, "flags": pattern.flags})
            found[key] = re.compile(text, int(flags))
        return pattern

    with patch.object(patterns, "_pattern", noting):
        patterns.patterns()
    yield from sorted(found.items())


def _worst(pattern: re.Pattern[str], size: int) -> tuple[float, str]:
    """Return the most milliseconds that a text of a size costs, and the unit that it is made of."""
    best = (0.0, "")
    for unit, (before, repeated, behind) in UNITS.items():
        text = (before + repeated * (size // len(repeated) + 1))[: size - len(behind)] + behind
        taken = min(_milliseconds(pattern, text) for _ in range(_TRIES))
        best = max(best, (taken, unit))
    return best


def _milliseconds(pattern: re.Pattern[str], text: str) -> float:
    start = time.process_time()
    for _ in pattern.finditer(text):
        pass
    return (time.process_time() - start) * 1000


def main() -> None:
    """Print the figures of the patterns whose names were given."""
    for key, pattern in _compiled():
        if key.split()[0] in sys.argv[1:]:
            figures = [_worst(pattern, size) for size in _SIZES]
            print(key, *(f"{taken:.2f}" for taken, _ in figures), f"({figures[-1][1]})", flush=True)


if __name__ == "__main__":
    main()
