"""No text makes a regular expression of the package cost more than its length is worth.

recheck says so of most. Those in `patterns.lock` it has said so of before: it takes minutes for all, and seconds for
what is new. `python -m tests.package.test_regexes` asks it of all again and writes the lock.
"""

import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Iterable

import pytest

from tests.support.paths import DATA, ROOT
from tools.fuzz.growth import UNITS

_LOCK = DATA / "patterns.lock"
#: Patterns that recheck finds steep, or can't tell of, and why they can't be so here: the most that they are tried on,
#: or the units of fuzz.growth, which measures the whole checker, that are made of their worst texts.
_BOUNDED = {
    "rules.wording.LABELS": "the 120 characters before a reply",
    "telling.private_patterns.RULES": "one line of evidence, 400 characters",
    "telling.redact._QUOTED": "one line of evidence, 400 characters",
    "judging.recipient._INSIDE": "a reply, 380 characters",
    "judging.recipient._ABOVE": "units: addresses; labelled addresses; labels; mailto:; blanks; hyphens",
    "rules.wording.ADDRESS": "units: dots of an address; addresses without an end; addresses; letters and a stop",
    "rules.wording.DELAYED": "units: delivery of; blanks; letters",
    "rules.wording.FAILED": "units: delivery of; blanks; letters",
    "reading.log._TO": "units: to=; to= and at signs; to= and addresses; records without a status",
    "reading.section._MARK": "units: headings; older mails; mails answered; rules; hyphens; blanks; blank lines; "
    "on … wrote",
    "finding.links._SCHEME": "the 20 characters before a colon",
    "finding.links._OF_PROGRAMS": "units: fields of programs; folded lines; blank lines",
    "judging.side._ENDPOINT": "units: labels of a host; letters and a stop",
}


@pytest.mark.node
def test_every_pattern_is_safe_or_bounded() -> None:
    known = set(_LOCK.read_text(encoding="utf-8").splitlines())
    new = [p for p in _patterns() if _key(p) not in known and p["name"] not in _BOUNDED]
    assert [answer for answer in _asked(new) if answer["status"] != "safe"] == []


def test_every_pattern_that_is_called_bounded_is_there_and_its_units_are_measured() -> None:
    assert set(_BOUNDED) - {pattern["name"] for pattern in _patterns()} == set()
    units = [reason.removeprefix("units: ").split("; ") for reason in _BOUNDED.values() if reason.startswith("units: ")]
    assert {unit for row in units for unit in row} - set(UNITS) == set()


@pytest.mark.node
@pytest.mark.parametrize(
    ("source", "safe"), [("^(?:a+)+$", False), ("(.*?)@(.*?)>", False), ("[245][.][0-9][.][0-9]{1,3}", True)]
)
def test_recheck_tells_a_steep_pattern_from_a_safe_one(source: str, *, safe: bool) -> None:
    (answer,) = _asked([{"name": "x", "source": source, "flags": ""}])
    assert (answer["status"] == "safe") == safe


def _patterns() -> list[dict[str, str]]:
    """Return the patterns of the package; in a process of its own, since all its modules are imported anew."""
    run = subprocess.run(
        [sys.executable, "-m", "tests.support.patterns"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    found: list[dict[str, str]] = json.loads(run.stdout)
    assert len(found) > 50
    return found


def _asked(patterns: Iterable[dict[str, str]]) -> list[dict[str, str]]:
    run = subprocess.run(
        [shutil.which("node") or "node", "tests/support/recheck.mjs"],
        cwd=ROOT,
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
    """Ask recheck of every pattern, write those that are safe, and say which of the others aren't bounded."""
    patterns = _patterns()
    answers = list(zip(patterns, _asked(patterns), strict=True))
    safe = sorted({_key(pattern) for pattern, answer in answers if answer["status"] == "safe"})
    _LOCK.write_text("".join(f"{line}\n" for line in safe), encoding="utf-8")
    steep = [answer for _, answer in answers if answer["status"] != "safe" and answer["name"] not in _BOUNDED]
    print(f"{len(safe)} of {len(patterns)} are safe", *steep, sep="\n")
    return bool(steep)


if __name__ == "__main__":
    sys.exit(main())
