"""What coverage-guided fuzzing and the grammar found in long runs (`make fuzz`) stays found: in small, each time."""

import json
from typing import Any

import pytest

from tests.support.expectation import judge
from tests.support.matrix import WHOLE
from tools.fuzz import kept, oracle
from tools.fuzz.grammar import TOKENS, made
from tools.fuzz.oracle import faults
from tools.fuzz.targets import TARGETS

#: What a run makes; `make fuzz` makes 10,000.
_MADE = 1000 if WHOLE else 400


@pytest.mark.parametrize("target", TARGETS)
def test_every_kept_input_gets_a_faultless_verdict(target: str) -> None:
    inputs = kept.read(target)
    assert inputs
    found = {name: list(faults(TARGETS[target](data))) for name, data in inputs.items()}
    assert {name: sentences for name, sentences in found.items() if sentences} == {}


def test_the_kept_inputs_are_small_and_few() -> None:
    sizes = [len(data) for data in kept.read().values()]
    assert max(sizes) <= 16 * 1024
    assert sum(sizes) <= 1024 * 1024


@pytest.mark.parametrize("start", range(0, _MADE, 100))
def test_every_input_that_the_grammar_makes_gets_a_faultless_verdict(start: int) -> None:
    found = {number: list(faults(made(number))) for number in range(start, start + 100)}
    assert {number: sentences for number, sentences in found.items() if sentences} == {}


def test_the_grammar_makes_the_same_inputs_every_time_and_hardly_one_twice() -> None:
    inputs = [made(number) for number in range(200)]
    assert inputs == [made(number) for number in range(200)]
    assert len(set(inputs)) >= 195
    assert b"5.7.705" in TOKENS
    assert "\u202e".encode() in TOKENS


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"kind": "bounce"}, "The schema says: data.kind must be one of"),
        ({"more": 1}, "The schema says: data must not contain"),
        ({"code": "5.9.9"}, "No evidence that decides has the code 5.9.9."),
        ({"other_codes": [{"code": "5.9.9", "why_not": "x"}]}, "No evidence has ['5.9.9']."),
        ({"evidence": {"start": 9_999, "end": 9_999}}, "Evidence stands outside the input"),
        ({"evidence": {"start": None}}, "Evidence has half a place"),
        ({"evidence": {"start": 0, "end": 3}}, "Evidence points at '<pa'"),
        ({"evidence": {"text": "550"}}, "Evidence shows a line without its code"),
    ],
    ids=["word", "key", "code", "other code", "outside", "half", "elsewhere", "line"],
)
def test_the_oracle_sees_a_broken_verdict(change: dict[str, Any], sentence: str) -> None:
    text = "<pat@contoso.com>: host mx.contoso.com said: 550 5.7.705 Access denied"
    answer = judge(text)
    assert list(oracle.wrong(answer, text)) == []
    answer |= (
        {"evidence": [item | change["evidence"] for item in answer["evidence"]]} if "evidence" in change else change
    )
    assert any(fault.startswith(sentence) for fault in oracle.wrong(answer, text))


def test_the_oracle_sees_a_verdict_that_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter((json.dumps(judge("")), json.dumps(judge("550 5.7.705"))))
    monkeypatch.setattr(oracle, "to_json", lambda _: next(answers))
    assert next(faults(b"x")) == "The same input gives another verdict the second time."


def test_the_oracle_sees_a_report_that_cant_be_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(oracle, "to_text", lambda _: "\ud83d")
    assert "A report can't be written as UTF-8." in list(faults(b"x"))
