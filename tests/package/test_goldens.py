"""Whole bounces, named by their story: each read with LF and CRLF, as bytes and as pasted text.

Beside `goldens/<story>.<ext>` stands `goldens/<story>.json`: what the verdict must say, in the keys that matter.
"""

import html
import json
import re
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from ndr_checker import check
from tests.support.contract import breaches
from tests.support.expectation import FORMS, faults, in_form, judge
from tests.support.golden import INPUTS, SHAPES, TEXTS, golden, verdict
from tests.support.paths import GOLDENS

# What Markdown may read as a mark of its own: all of ASCII's (CommonMark, section 2.4), or those that most texts have.
_ANY_MARK = re.compile(r"[!-/:-@\[-`{-~]")
_USUAL_MARK = re.compile(r"[-\\`*_{}\[\]()#+.!<,]")


def _between(text: str) -> str:
    return f"Hello,\n\nplease look at this:\n\n{text}\n\nThanks, Sam\n"


# What programs do to a text on its way from one window to another.
WAYS: dict[str, Callable[[str], str]] = {
    "quoted": lambda text: textwrap.indent(text, "> ", lambda _: True),
    "quoted three deep": lambda text: textwrap.indent(text, ">> > ", lambda _: True),
    "indented": lambda text: textwrap.indent(text, "    "),
    "blanks at line ends": lambda text: text.replace("\n", "   \n"),
    "newlines doubled": lambda text: text.replace("\n", "\n\n"),
    "newlines of CR alone": lambda text: text.replace("\n", "\r"),
    "no-break spaces": lambda text: text.replace(" ", "\u00a0"),
    "between other words": _between,
    "forwarded": lambda text: f"-----Original Message-----\nFrom: Kim\nSent: Friday\nTo: Sam\nSubject: FW\n\n{text}",
    "preformatted": lambda text: f"<html><body><pre>{html.escape(text)}</pre></body></html>",
    "lines of markup": lambda text: f"<div>{html.escape(text)}</div>".replace("\n", "<br>\n"),
    "escaped for Markdown": lambda text: _ANY_MARK.sub(r"\\\g<0>", _between(text)),
    "escaped so that it links to nobody": lambda text: re.sub(
        "^ |(?=:)|(?<=@)",
        lambda at: "&nbsp;" if at[0] else "&#8203;",
        _USUAL_MARK.sub(r"\\\g<0>", _between(text)),
        flags=re.MULTILINE,
    ),
    "hard-wrapped": lambda text: "\n".join(
        textwrap.fill(line, 72, break_long_words=False, break_on_hyphens=False) for line in text.split("\n")
    ),
}

each_golden = pytest.mark.parametrize("path", INPUTS, ids=lambda path: path.stem)


def test_there_is_a_golden_for_both_codes_in_each_of_the_eight_shapes() -> None:
    stems = [path.stem for path in INPUTS]
    assert [
        (code, shape)
        for code in ("705", "750")
        for shape in SHAPES
        if not any(stem.startswith(f"{code}-{shape}") for stem in stems)
    ] == []


def test_every_golden_has_its_expectation_and_every_expectation_its_golden() -> None:
    stems = [path.stem for path in INPUTS]
    assert sorted(stems) == sorted(path.stem for path in GOLDENS.glob("*.json"))


def test_a_key_that_no_verdict_has_is_said_in_a_sentence() -> None:
    (said,) = faults({"certaintly": "certain"}, verdict(INPUTS[0], "lf-text"))
    assert said.startswith("certaintly: a verdict has no such key; it has version, source, kind, ")


@each_golden
def test_the_verdict_is_the_expected_one(path: Path) -> None:
    found = {form: faults(golden(path).expected, verdict(path, form)) for form in FORMS}
    assert {form: faults for form, faults in found.items() if faults} == {}


@each_golden
def test_the_verdict_does_not_depend_on_how_the_bounce_is_handed_over(path: Path) -> None:
    first, *others = (
        {key: value for key, value in verdict(path, form).items() if key not in ("evidence", "defects")}
        for form in FORMS
    )
    assert [other for other in others if other != first] == []


def test_the_same_input_gives_the_same_bytes() -> None:
    first, second = ([json.dumps(verdict(path, "lf-bytes")) for path in INPUTS] for _ in range(2))
    assert first == second


@each_golden
def test_evidence_points_at_the_code_in_the_text_as_given(path: Path) -> None:
    text, encoding, _ = golden(path)
    for form in FORMS:
        if form.endswith("bytes") and encoding != "utf-8":
            continue  # whether the BOM counts as a code point is a matter of taste
        given = str(in_form(text, form.replace("bytes", "text")))
        for item in verdict(path, form)["evidence"]:
            start, end, line = (item[key] for key in ("start", "end", "line"))
            if (start, end, line) == (None, None, None):
                continue
            assert None not in (start, end, line), item
            assert 0 <= start < end <= len(given), item
            assert item["kind"] == "phrase" or item["code"] is None or item["code"] in given[start:end], item
            assert line == given.count("\n", 0, start) + 1, item


@each_golden
def test_a_verdict_with_a_code_shows_the_evidence_that_decided(path: Path) -> None:
    answer = verdict(path, "lf-text")
    decisive = {item["code"] for item in answer["evidence"] if item["decisive"]}
    assert answer["code"] in decisive or answer["code"] is None


@each_golden
def test_the_verdict_keeps_the_contract(path: Path) -> None:
    answer = verdict(path, "lf-bytes")
    assert [*breaches(answer)] == []
    assert answer["source"] == path.name
    assert [step["address"] for step in answer["steps"]] == answer["way"]
    assert bool(answer["way"]) == bool(answer["page"])
    for key in ("code", "meaning", "title", "page", "says", "answer", "notice", "time", "server", "id"):
        assert answer[key] is None or answer[key].strip(), key
    assert all(answer["defects"])
    assert json.loads(json.dumps(answer)) == answer, "nothing but what JSON has"


@pytest.mark.parametrize(
    "path", [path for path in INPUTS if path.stem.startswith("not-a-bounce")], ids=lambda path: path.stem
)
def test_what_is_no_bounce_has_no_code_and_empty_lists(path: Path) -> None:
    answer = verdict(path, "lf-text")
    assert [answer[key] for key in ("code", "reply", "meaning", "title", "page", "permanence")] == [None] * 6
    lists = ("acts", "lifted_by", "recipients", "evidence", "other_codes", "links", "defects", "way", "facts")
    assert [answer[key] for key in lists] == [[]] * len(lists)


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_the_verdict_survives_the_ways_of_pasting(path: Path) -> None:
    text, _, expected = golden(path)
    wanted = {key: expected[key] for key in ("kind", "code", "recipients") if key in expected}
    found = {way: faults(wanted, judge(pasted(text))) for way, pasted in WAYS.items()}
    assert {way: faults for way, faults in found.items() if faults} == {}


@each_golden
def test_a_byte_order_mark_changes_nothing_but_places(path: Path) -> None:
    text = golden(path).text
    plain, *marked = (
        check(data).to_dict() | {"evidence": None} for data in (text, text.encode("utf-8-sig"), text.encode("utf-16"))
    )
    assert marked == [plain, plain]
