"""No text makes a regular expression of the package cost more than its length is worth.

recheck has said so of those in `patterns.lock`; it takes minutes for all, and seconds for what is new.
`python -m tests.package.test_regexes` asks about all of them again and writes that lock.
`bounded.lock` lists those that recheck doesn't call safe, by name and hash: a changed pattern loses its exemption.
No program writes that list: run the command, read what it says about the pattern, and add the line by hand, with the
most milliseconds that `python -m tests.support.worst` measures for 400 and for 4,000 characters.
"""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest

from tests.support.paths import DATA, ROOT
from tests.support.patterns import identity
from tools.fuzz.growth import UNITS

_LOCK = DATA / "patterns.lock"
_EXEMPT = DATA / "bounded.lock"
#: Patterns that recheck finds steep, or can't tell of, and why they can't be so here: the most that they are tried on,
#: or the units of fuzz.growth, which measures the whole checker, that are made of their worst texts.
_BOUNDED = {
    "rules.wording.LABELS": "the 120 characters before a reply",
    "telling.private_patterns.RULES": "one line of evidence, 400 characters",
    "judging.address._INSIDE": "a reply, 380 characters",
    "judging.address._ABOVE": "units: addresses; labelled addresses; labels; mailto:; blanks; hyphens",
    "rules.wording.ADDRESS": "units: dots of an address; addresses without an end; addresses; letters and a stop",
    "rules.wording.DELAYED": "units: delivery of; blanks; letters",
    "rules.wording.FAILED": "units: delivery of; blanks; letters",
    "reading.log._TO": "units: to=; to= and at signs; to= and addresses; records without a status",
    "reading.section._ALONE": "units: headings; rules; hyphens; blanks; blank lines",
    "reading.section._MARK": "units: headings; older mails; mails answered; rules; hyphens; blanks; blank lines; "
    "on … wrote",
    "finding.links._SCHEME": "the 20 characters before a colon",
    "finding.links._OF_PROGRAMS": "units: fields of programs; folded lines; blank lines",
    "judging.side._ENDPOINT": "units: labels of a host; letters and a stop",
    "finding.context._ASKED": "the 40 characters before a code",
    "finding.context._EXPLAINED": "the 120 characters after a code",
    "finding.reply._CELL_START": "the 70 characters before a reply",
    "finding.reply._OPENED": "the 17 characters before a reply",
    "finding.reply._REFUSING": "600 characters of a line; 1.7 ms for 4,000",
    "judging.form._PASTED_HEAD": "tried once, at a text's start",
    "judging.form._RETURNED": "tried once, at a part's start",
    "judging.form._TABLE": "tried once, at a text's start",
    "judging.meaning._NO_WORDS": "a reply's words, 460 characters; 0.3 ms for 4,000",
    "judging.meaning._SAYS": "a reply's words, 460 characters; 0.7 ms for 4,000",
    "judging.address._OF_ANOTHER": "a line; linear: 1.2 ms for 4,000 characters, 5 ms for 16,000",
    "judging.sentence._SENDING": "the 1,500 characters above a reply; 4.1 ms for 4,000",
    "judging.address._HEADING": "linear: 1.5 ms for 16,000 characters, 4.5 ms for 64,000",
    "judging.address._MEANT": "a reply's line; linear: 0.7 ms for 4,000 characters",
    "judging.address._REJECTED": "the 1,800 characters round a reply; 0.2 ms for 4,000",
    "reading.literals._PIECE": "linear: 5.5 ms for 4,000 characters",
    "reading.dumps._DUMPED": "units: what var_dump prints",
    "reading.dumps._PRINTED": "units: what print_r prints; a long value of print_r",
    "judging.complaint._FAILS": "the 480 characters round a code; 1.1 ms for 4,000",
    "judging.complaint._OWN_MAIL": "the 480 characters round a code; 0.3 ms for 4,000",
    "judging.program_error._NAMED": "linear: 1.0 ms for 4,000 characters",
    "judging.program_error._LOGGED": "linear: 2.9 ms for 4,000 characters",
    "judging.program_error._CALLED": "linear: 0.1 ms for 4,000 characters",
    "judging.program_error._SENDING": "the 400 characters of a saying; 0.2 ms for 4,000",
    "finding.context._GENERAL": "the 100 characters before a code",
    "finding.context._CONDITION": "the 240 characters before a code",
    "finding.context._INSTRUCTING": "the 240 characters before a code",
    "finding.context._USUAL": "the 240 characters before a code",
    "finding.listing._ROW": "the 300 characters before a code",
    "finding.surroundings._QUOTING": "the 60 characters before a reply",
    "finding.surroundings._TAUGHT": "the 4,000 characters above a reply; linear: at most 15 ms for them",
    "finding.listing._STATEMENT": "the 800 characters round a code",
    "finding.listing._STRING": "the 300 characters before a code",
    "judging.sign._SIGNS": "linear: at most 2.2 ms for 16,000 characters, 8.1 ms for 64,000",
    "reading.concealed._GONE": "an attribute's value; linear: 1.8 ms for 16,000 characters",
    "reading.markup._URL": "linear: 1.5 ms for 16,000 characters, 4.7 ms for 64,000",
    "judging.side._PEERS": "linear: 2.2 ms for 16,000 characters, 8.6 ms for 64,000",
    "rules.wording.FULL": "linear: 0.3 ms for 4,000 characters",
    "rules.wording.NOT": "a sentence; linear: 0.4 ms for 4,000 characters, 1.9 ms for 16,000",
    "rules.wording.TEMPORARY": "linear: 1.1 ms for 4,000 characters",
    "rules.wording.SOME_OR_ALL": "linear: 2.8 ms for 4,000 characters, 11 ms for 16,000",
}


#: Milliseconds that a pattern may cost on 400 characters, and how the reason of one begins that costs its square.
_SHORT_LIMIT = 10.0
_BOUNDS = ("the ", "one line of evidence", "tried once", "a reply")


@pytest.mark.node
def test_every_pattern_is_safe_or_bounded() -> None:
    assert _refused(_patterns()) == []


@pytest.mark.node
def test_another_pattern_under_an_exempted_name_is_refused() -> None:
    """A name alone would let any pattern through; the hash of the one that was reviewed doesn't."""
    steep = [{"name": name, "source": "(?:x+)+y", "flags": ""} for name in _BOUNDED]
    assert [answer["name"] for answer in _refused(steep)] == list(_BOUNDED)


def test_every_exemption_is_of_a_pattern_that_is_there_and_its_units_are_measured() -> None:
    exempt = set(_exempt())
    assert exempt == {identity(pattern) for pattern in _patterns()} & exempt
    assert {key.split()[0] for key in exempt} == set(_BOUNDED)
    units = [reason.removeprefix("units: ").split("; ") for reason in _BOUNDED.values() if reason.startswith("units: ")]
    assert {unit for row in units for unit in row} - set(UNITS) == set()


def test_every_exemption_has_its_worst_cases_and_a_bound_where_they_are_steep() -> None:
    for key, (short, long) in _exempt().items():
        assert 0 <= short <= _SHORT_LIMIT, key
        # What costs its square is never tried on a text of any length.
        steep = long > 30 * short and long > _SHORT_LIMIT
        assert not steep or _BOUNDED[key.split()[0]].startswith(_BOUNDS), key


@pytest.mark.node
def test_recheck_tells_a_steep_pattern_from_a_safe_one() -> None:
    sources = ("^(?:a+)+$", "(.*?)@(.*?)>", "[245][.][0-9][.][0-9]{1,3}")
    answers = _asked({"name": source, "source": source, "flags": ""} for source in sources)
    assert [answer["name"] for answer in answers if answer["status"] == "safe"] == [sources[2]]


@cache
def _patterns() -> list[dict[str, str]]:
    """Return the patterns of the package; in a process of its own, since all its modules are imported again."""
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


def _lines(path: Path) -> set[str]:
    return set(path.read_text(encoding="utf-8").splitlines())


def _exempt() -> dict[str, tuple[float, float]]:
    """Return the exemptions, each with its milliseconds for 400 and for 4,000 characters."""
    rows = (line.split() for line in _lines(_EXEMPT))
    return {f"{name} {digest}": (float(short), float(long)) for name, digest, short, long in rows}


def _refused(patterns: Iterable[dict[str, str]]) -> list[dict[str, str]]:
    """Return recheck's answers about the patterns that are neither known as safe nor exempt, and that it refuses."""
    known = _lines(_LOCK) | set(_exempt())
    answers = _asked(pattern for pattern in patterns if identity(pattern) not in known)
    return [answer for answer in answers if answer["status"] != "safe"]


def main() -> int:
    """Ask recheck about every pattern, write those that are safe, and print those that are neither safe nor exempt."""
    patterns, exempt = _patterns(), set(_exempt())
    answers = list(zip(map(identity, patterns), _asked(patterns), strict=True))
    safe = sorted({key for key, answer in answers if answer["status"] == "safe"})
    _LOCK.write_text("".join(f"{line}\n" for line in safe), encoding="utf-8")
    steep = [f"{key} {answer}" for key, answer in answers if answer["status"] != "safe" and key not in exempt]
    print(f"{len(safe)} of {len(patterns)} are safe", *steep, sep="\n")
    return bool(steep)


if __name__ == "__main__":
    sys.exit(main())
