"""How much of a large matrix a run tries: a sample of each class, or with `MATRIX=whole` all of it.

CI's browser jobs and the weekly run try all; `make test` tries the sample.
"""

import os
from collections.abc import Sequence
from typing import Final, TypeVar

WHOLE: Final = os.environ.get("MATRIX") == "whole"

_Case = TypeVar("_Case")


def sample(*classes: Sequence[_Case], each: int) -> tuple[_Case, ...]:
    """Return `each` cases of every class, spread over it, or all cases in a whole run; none comes twice."""
    chosen = (cases if WHOLE else cases[:: max(1, -(-len(cases) // each))] for cases in classes)
    return tuple(dict.fromkeys(case for cases in chosen for case in cases))
