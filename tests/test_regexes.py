"""No text makes a regular expression of the package cost more than its length is worth.

recheck says so of all. Those in `patterns.lock` it has said so of before: it takes minutes for all, and seconds for
what is new. `python tests/test_regexes.py` asks it of all again and writes the lock.
What it can't say is how much a pattern costs up to the ends of its repeats, where all have one: what comes before those
is a few hundred characters, or measured by fuzz.growth, on the whole checker.
"""

import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[1]
_LOCK = Path(__file__).with_name("patterns.lock")


def test_every_pattern_is_safe() -> None:
    known = set(_LOCK.read_text(encoding="utf-8").splitlines())
    new = [pattern for pattern in _patterns() if _key(pattern) not in known]
    assert [answer for answer in _asked(new) if answer["status"] != "safe"] == []


@pytest.mark.parametrize(
    ("source", "safe"), [("^(?:a+)+$", False), ("(.*?)@(.*?)>", False), ("[245][.][0-9][.][0-9]{1,3}", True)]
)
def test_recheck_tells_a_steep_pattern_from_a_safe_one(source: str, *, safe: bool) -> None:
    (answer,) = _asked([{"name": "x", "source": source, "flags": ""}])
    assert (answer["status"] == "safe") == safe


def _patterns() -> list[dict[str, str]]:
    """Return the patterns of the package; in a process of its own, since all its modules are imported anew."""
    run = subprocess.run([sys.executable, "tests/patterns.py"], cwd=_ROOT, capture_output=True, text=True, check=True)
    found: list[dict[str, str]] = json.loads(run.stdout)
    assert len(found) > 50
    return found


def _asked(patterns: Iterable[dict[str, str]]) -> list[dict[str, str]]:
    run = subprocess.run(
        [shutil.which("node") or "node", "tests/recheck.mjs"],
        cwd=_ROOT,
        input=json.dumps(list(patterns)),
        capture_output=True,
        text=True,
        check=True,
    )
    return [json.loads(line) for line in run.stdout.splitlines()]


def _key(pattern: dict[str, str]) -> str:
    digest = hashlib.sha256(f"{pattern['flags']} {pattern['source']}".encode()).hexdigest()
    return f"{pattern['name']} {digest[:16]}"


def main() -> int:
    """Ask recheck of every pattern, write those that are safe, and say which are not."""
    patterns = _patterns()
    answers = list(zip(patterns, _asked(patterns), strict=True))
    safe = sorted({_key(pattern) for pattern, answer in answers if answer["status"] == "safe"})
    _LOCK.write_text("".join(f"{line}\n" for line in safe), encoding="utf-8")
    steep = [answer for _, answer in answers if answer["status"] != "safe"]
    print(f"{len(safe)} of {len(patterns)} are safe", *steep, sep="\n")
    return bool(steep)


if __name__ == "__main__":
    sys.exit(main())
