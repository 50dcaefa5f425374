"""Texts as people post them: see `tests.support.field`."""

import pytest

from tests.support.field import CASES, REAL, Case, faults, read, real_faults


@pytest.mark.parametrize("case", read(CASES), ids=lambda case: case["name"])
def test_a_posted_text_gets_the_verdict_that_it_wants(case: Case) -> None:
    assert faults(case) == []


@pytest.mark.skipif(not REAL.is_file(), reason="../shared/field is not on this machine")
def test_real_posted_texts_get_their_kind_and_code() -> None:
    assert {case["id"]: found for case in read(REAL) if (found := real_faults(case))} == {}
