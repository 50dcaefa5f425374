"""The labelled corpus in the tree: how often the verdict is right, and that it is never certain where it is wrong."""

import re
from collections import Counter

from ndr_checker import check
from tests.support.own_corpus import cases, is_certain, misses

#: Of each label, how many verdicts may differ. The floors of `../shared/corpus` are tighter; this runs in any clone.
_MOST = {"kind": 0, "code": 0, "meaning": 1, "acts_first": 1, "recipients": 2}


def test_the_corpus_has_every_shape() -> None:
    shapes = Counter(case["shape"] for case in cases())
    assert (len(shapes) >= 30, shapes.total() >= 100) == (True, True)


def test_the_verdicts_are_those_of_the_labels() -> None:
    wrong = {case["name"]: found for case in cases() if (found := misses(case))}
    counts = Counter(label for found in wrong.values() for label in found)
    assert {label: count for label, count in counts.items() if count > _MOST[label]} == {}, wrong


def test_no_verdict_is_certain_and_wrong() -> None:
    wrong = {case["name"]: found for case in cases() if (found := misses(case)) and is_certain(case)}
    assert {name for name, found in wrong.items() if set(found) - {"recipients"}} == set(), wrong


def test_no_verdict_contradicts_itself() -> None:
    """Who must act, what becomes of the message and how long it lasts are derived apart; they have to agree."""
    for case in cases():
        verdict = check(case["text"])
        facts = {fact.name: fact.text for fact in verdict.facts}
        answer, long = verdict.answer or "", facts.get("How long", "")
        failed = verdict.kind == "failure" and not verdict.holder
        contradictions = {
            "can't fix it but must act": "can't fix this yourself" in answer and "sender" in verdict.acts,
            "can fix it but others must act": answer.startswith("You can fix") and verdict.acts != ("sender",),
            "nobody lifts it": "obody" in long,
            "over, but ends by itself": failed and long == "It ends by itself.",
            "over, but retried": failed and re.search(r"keeps? (?:retry|try)ing", verdict.says or ""),
            "late, but failed": verdict.kind == "delay" and any(r.action == "failed" for r in verdict.recipients),
        }
        assert [name for name, holds in contradictions.items() if holds] == [], case["name"]
