"""A labelled corpus of our own: bounces, exports and other texts with invented names, for floors in every clone.

`tests/data/corpus.jsonl` has an object a line: `name`, `shape`, `text`, and in `want` what a person says of it: `kind`,
`code`, `meaning` and `acts_first` (null where the wording leaves them open), and the addresses of the `recipients`.
`python -m tests.support.own_corpus` prints how many are right, and each miss.
"""

import sys
from collections.abc import Iterator, Mapping
from typing import Any, Final

from tests.support.expectation import judge
from tests.support.field import Case, read
from tests.support.paths import DATA

CORPUS: Final = DATA / "corpus.jsonl"


def cases() -> list[Case]:
    """Return the labelled texts."""
    return read(CORPUS)


def misses(case: Case) -> dict[str, str]:
    """Say for each label what the verdict has instead, where it differs."""
    said = _said(judge(case["text"]))
    return {label: f"{want!r}, got {said[label]!r}" for label, want in case["want"].items() if said[label] != want}


def is_certain(case: Case) -> bool:
    """Return whether the verdict on a text is certain."""
    return bool(judge(case["text"])["certainty"] == "certain")


def _said(verdict: Mapping[str, Any]) -> dict[str, Any]:
    bounced = verdict["kind"] in {"failure", "delay"}
    return {
        "kind": verdict["kind"],
        "code": verdict["code"],
        "meaning": verdict["meaning"] if bounced else None,
        "acts_first": next(iter(verdict["acts"]), None) if bounced else None,
        "recipients": [recipient["address"] for recipient in verdict["recipients"]],
    }


def _lines() -> Iterator[str]:
    judged = [(case, misses(case)) for case in cases()]
    yield f"{sum(not found for _, found in judged)} of {len(judged)} right"
    yield from (f"{case['name']}: {found}" for case, found in judged if found)


if __name__ == "__main__":
    sys.stdout.writelines(f"{line}\n" for line in _lines())
