"""Patterns that are written for speed match what their sources say."""

import gc
import re
import subprocess
import sys
import tomllib
from typing import cast

import pytest

from ndr_checker.base.pattern import Lazy, pattern
from tests.support.golden import INPUTS
from tests.support.paths import TRAPS


def _spans(asked: re.Pattern[str], text: str) -> list[tuple[int, int]]:
    return [match.span() for match in asked.finditer(text)]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (r"ab|a|b", "abab ba aab"),
        (r"a|ab|\bb", "abab b ab"),
        (r"\b(?:not|no)\b|n't\b", "no knot isn't not none"),
        (r"\bsent(?: (?:to|by)|\)) x|[sb]o|\(s", "sent to x, sent) x, absent by x, so bo (s"),
        (r"[未没]送|送[^]|)]", "未送没送送)送|送x"),
        (r"x(?:a|b(?:c|d))|\.x|\|", "xa xbd xb .x |"),
    ],
)
def test_alternatives_by_letter_match_what_they_match_one_by_one(source: str, text: str) -> None:
    assert _spans(re.compile(source), text)
    assert _spans(pattern(source, by_letter=True), text) == _spans(re.compile(source), text)


#: Those of the package, wherever it keeps them; any other pattern is compiled from its source as it is.
_BY_LETTER = sorted(
    (one for one in gc.get_objects() if isinstance(one, Lazy) and one.by_letter), key=lambda one: str(one.pattern)
)


def test_there_are_patterns_by_letter() -> None:
    assert len(_BY_LETTER) > 20


@pytest.mark.parametrize("number", range(len(_BY_LETTER)))
def test_a_pattern_by_letter_matches_what_its_source_matches(number: int) -> None:
    traps = [tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(TRAPS.glob("*.toml"))]
    texts = [trap["paste"].lower() for family in traps for trap in family.values()]
    texts += [path.read_text(encoding="utf-8", errors="replace").lower() for path in INPUTS]
    one = cast("re.Pattern[str]", _BY_LETTER[number])
    source = re.compile(one.pattern, one.flags)
    assert [text for text in texts if _spans(one, text) != _spans(source, text)] == []


#: Prints how long the patterns are together that the first verdict of a process compiles.
_COMPILED = """
import gc, sys
from ndr_checker import check
from ndr_checker.base.pattern import Lazy

check(sys.argv[1])
print(sum(len(one.pattern) for one in gc.get_objects() if isinstance(one, Lazy) and "search" in vars(one)))
"""


@pytest.mark.parametrize(
    "reply",
    ["550 5.7.705 Access denied", "Remote Server returned '550 5.7.705 Access denied'", "550 5.1.1 No such user"],
)
def test_a_reply_in_one_line_compiles_few_patterns(reply: str) -> None:
    """That is most of the work of a first verdict; the words for a failure alone have 3,500 characters."""
    run = subprocess.run([sys.executable, "-c", _COMPILED, reply], capture_output=True, text=True, check=True)
    assert 0 < int(run.stdout) < 6000
