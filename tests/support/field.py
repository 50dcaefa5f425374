"""Texts that people really post, each standing for its kind, and what the verdict on them must and must not say.

`tests/data/field/cases.jsonl` has invented ones, an object a line: `name`, `text`, and `want`:

- `kind`: the kind, or a list of those allowed; `code`, `meaning`, `whose`; `recipients`: the addresses, in any order;
- `acts_first`, `lifted_by_first`: who comes first in the list;
- `not_meaning`, `not_acts_first`: what must not be said; `not_certain`: the verdict must not be certain.

`../shared/field/real.jsonl` has real ones, read in place: `want_kind` and `want_code`, alternatives beside a bar.
`python -m tests.support.field` lists the misses of both.
"""

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from tests.support.expectation import judge
from tests.support.paths import DATA, ROOT

CASES: Final = DATA / "field" / "cases.jsonl"
REAL: Final = ROOT.parent / "shared" / "field" / "real.jsonl"

Case = Mapping[str, Any]


def read(path: Path) -> list[Case]:
    """Return the objects of a file of JSON lines."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def faults(case: Case) -> list[str]:
    """Say each difference between what an invented text wants and the verdict on it in a line."""
    verdict = judge(case["text"])
    return [
        f"{key}: {want!r}, got {got!r}" for key, want in case["want"].items() if (got := _fault(verdict, key, want))
    ]


def real_faults(case: Case) -> list[str]:
    """Say each difference between what a real text wants and the verdict on it in a line."""
    verdict = judge(case["text"])
    got = {"kind": verdict["kind"], "code": verdict["code"] or "none"}
    return [f"{key}: {case[f'want_{key}']}, got {got[key]}" for key in got if got[key] not in _either(case, key)]


def _either(case: Case, key: str) -> list[str]:
    return str(case[f"want_{key}"]).split("|")


def _fault(verdict: Mapping[str, Any], key: str, want: Any) -> str:
    """Return what the verdict says where that isn't what is wanted; "" where it is."""
    got: Any = verdict.get(key)
    match key:
        case "recipients":
            got = sorted(recipient["address"] for recipient in verdict["recipients"])
            right = got == sorted(want)
        case "acts_first" | "lifted_by_first":
            got = verdict[key.removesuffix("_first")]
            right = got[:1] == [want]
        case "not_acts_first":
            got = verdict["acts"]
            right = got[:1] != [want]
        case "not_certain":
            got = verdict["certainty"]
            right = got != "certain"
        case "not_meaning":
            got = verdict["meaning"]
            right = got != want
        case _:
            right = got in want if isinstance(want, list) else got == want
    return "" if right else f"{got!r} ({verdict['kind']}, {verdict['code']}, {verdict['certainty']})"


def _misses() -> Iterator[str]:
    for path, judged in ((CASES, faults), (REAL, real_faults)):
        cases = read(path) if path.is_file() else []
        wrong = {case.get("name", case.get("id")): found for case in cases if (found := judged(case))}
        yield f"{path.name}: {len(cases) - len(wrong)} of {len(cases)} right"
        yield from (f"  {name}: {'; '.join(found)}" for name, found in wrong.items())


if __name__ == "__main__":
    sys.stdout.writelines(f"{line}\n" for line in _misses())
