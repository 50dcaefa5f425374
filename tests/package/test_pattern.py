"""Patterns that are written for speed match what their sources say."""

import re
import tomllib
from typing import cast

import pytest

from ndr_checker.base.pattern import Lazy, pattern
from ndr_checker.finding import context
from ndr_checker.judging import address, side
from ndr_checker.rules import wording
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


@pytest.mark.parametrize("module", [wording, address, side, context])
def test_the_wording_matches_what_its_sources_match(module: object) -> None:
    traps = [tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(TRAPS.glob("*.toml"))]
    texts = [trap["paste"].lower() for family in traps for trap in family.values()]
    texts += [path.read_text(encoding="utf-8", errors="replace").lower() for path in INPUTS]
    found = {name: cast("re.Pattern[str]", one) for name, one in vars(module).items() if isinstance(one, Lazy)}
    wrong = [
        name
        for name, one in found.items()
        if any(_spans(one, text) != _spans(re.compile(one.pattern, one.flags), text) for text in texts)
    ]
    assert found
    assert wrong == []
