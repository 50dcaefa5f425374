"""The page on privacy ties each promise to a test, and each of those is there."""

import ast
import re

import pytest
from playwright.sync_api import Page

from tests.support.paths import ROOT

TESTS = ROOT / "tests"
TEXT = (TESTS.parent / "docs" / "about" / "privacy.md").read_text(encoding="utf-8")
PROMISES = re.findall(r"^\| (?!What happens|---)(.+?) \| (.+?) \|$", TEXT, re.MULTILINE)
#: What a reader may do with the checker, each with a section of its own.
FEATURES = {
    *("paste", "content", "note", "links", "clipboard", "ticks", "case", "storage", "network", "worker", "framing"),
    *("issue", "archive", "host", "limits", "triage"),
}


def test_every_feature_has_its_section() -> None:
    assert set(re.findall(r"^## .*\{#([a-z-]+)\}$", TEXT, re.MULTILINE)) == FEATURES


@pytest.mark.parametrize(("promise", "proof"), PROMISES, ids=[promise for promise, _ in PROMISES])
def test_every_promise_names_a_test_that_is_there(promise: str, proof: str) -> None:
    named = re.findall(r"`(test_\w+\.py)::(test_\w+)`", proof)
    assert named, promise
    for file, name in named:
        tree = ast.parse(next(TESTS.rglob(file)).read_text(encoding="utf-8"))
        assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_the_theme_keeps_the_choice_of_colours_and_nothing_else(page: Page, server: str) -> None:
    page.goto(server)
    page.get_by_title("Switch to light colours").click()
    assert page.evaluate("Object.keys(localStorage)") == ["/ndr/.__palette"]
    assert page.evaluate("[document.cookie, Object.keys(sessionStorage).length]") == ["", 0]
