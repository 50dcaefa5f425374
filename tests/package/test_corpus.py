"""The labelled corpus of real bounces, read where it lies beside the project: see `corpus` for the rules of scoring."""

import pytest

from tests.support.corpus import CORPUS, FIRST_HAND, Score, scores, share

pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason="../shared/corpus is not on this machine")

TENANT_BLOCKS = {"5.7.705", "5.7.750"}
# Parts that must be right, of a hundred. They only ever rise.
FLOORS = {"code": 98, "kind": 97, "recipients": 90}
# No bounce to its label, a failure to us, and why; a name that is no longer needed fails the test.
DISPUTED = {
    "soe-not-rb-issue-368-bug.eml": "it says itself that it is a bounce and that the mail was rejected",
}


@pytest.fixture(scope="module")
def judged() -> list[Score]:
    """Judge the corpus once."""
    return list(scores())


def test_the_corpus_is_not_empty(judged: list[Score]) -> None:
    assert len(judged) >= 300


def test_every_tenant_block_is_named(judged: list[Score]) -> None:
    blocks = [score for score in judged if score.label["tenant_block"] in TENANT_BLOCKS]
    assert blocks
    assert [s.name for s in blocks if s.verdict["code"] != s.label["tenant_block"] or not s.kind] == []


def test_no_other_failure_is_called_a_tenant_block(judged: list[Score]) -> None:
    others = [score for score in judged if score.label["tenant_block"] not in TENANT_BLOCKS]
    assert [score.name for score in others if score.verdict["code"] in TENANT_BLOCKS] == []


def test_what_is_no_bounce_is_called_no_failure_but_for_the_disputed_ones(judged: list[Score]) -> None:
    others = [score for score in judged if score.label["kind"] not in {"ndr", "many", "delayed"}]
    assert others
    assert sorted(score.name for score in others if score.verdict["kind"] == "failure") == sorted(DISPUTED)


def test_no_code_is_made_up(judged: list[Score]) -> None:
    without = [score for score in judged if score.label["primary"] is None]
    assert [(score.name, score.verdict["code"]) for score in without if not score.code] == []


@pytest.mark.parametrize("part", FLOORS)
def test_the_share_of_right_verdicts_does_not_fall(judged: list[Score], part: str) -> None:
    right, count = share(getattr(score, part) for score in judged)
    assert right * 100 >= FLOORS[part] * count, f"{right} of {count}; `python -m tests.support.corpus` lists the misses"


def test_first_hand_samples_are_judged_as_well_as_quoted_ones(judged: list[Score]) -> None:
    right, count = share(score.code for score in judged if score.label["authenticity"] in FIRST_HAND)
    assert right * 100 >= FLOORS["code"] * count
