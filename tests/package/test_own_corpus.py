"""The labelled corpus in the tree: how often the verdict is right, and that it is never certain where it is wrong."""

from collections import Counter

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
