"""What a screen reader says: where the work is, once, and the result in a sentence; an alarm for a failure alone."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.support.checker_page import PATIENCE, CheckerPage, golden_text

_LISTEN = """() => {
  window.heard = { status: [], alert: [], shown: [] };
  for (const [name, id] of [["status", "ndr-status"], ["alert", "ndr-alert"], ["shown", "ndr-loaded"]]) {
    const node = document.getElementById(id);
    const note = () => node.textContent && window.heard[name].push(node.textContent);
    new MutationObserver(note).observe(node, { childList: true, characterData: true, subtree: true });
  }
}"""


@pytest.fixture
def checker(page: Page, server: str) -> CheckerPage:
    """Open the home page and begin to listen."""
    checker = CheckerPage(page, server)
    for region in (checker.status, checker.alert):
        expect(region).to_be_attached()
        expect(
            region
        ).to_be_empty()  # a region that is there before its words is read out; one that comes with them isn't
    page.evaluate(_LISTEN)
    return checker


def _heard(checker: CheckerPage) -> Callable[[str], list[str]]:
    heard: Any = checker.page.evaluate("window.heard")
    return lambda name: [str(text) for text in heard[name]]


def test_a_paste_is_told_from_the_loading_to_the_result(checker: CheckerPage) -> None:
    checker.paste(golden_text("705-smtp-line"))
    checker.see("5.7.705")
    heard = _heard(checker)
    said = heard("status")
    assert said[-1] == (
        "Result: 5.7.705: your organization is blocked from sending. "
        "Not your fault. Your admin needs to act, then Microsoft."
    )
    assert said[-2] == "Reading your text."
    loading = said[:-2]
    assert loading
    assert all(text.startswith(("Starting Python.", "Loading Python into this page: ")) for text in loading)
    assert len([text for text in loading if text.startswith("Loading")]) < len(heard("shown")), "not each step is told"
    assert heard("alert") == []


def test_a_second_paste_is_told_without_loading(checker: CheckerPage) -> None:
    checker.paste(golden_text("705-smtp-line"))
    checker.see("5.7.705")
    checker.page.evaluate("window.heard.status.length = 0")
    checker.paste(golden_text("750-smtp-line"))
    checker.see("5.7.750")
    said = _heard(checker)("status")
    assert [text.partition(":")[0] for text in said] == ["Reading your text.", "Result"]


def test_what_is_no_bounce_and_what_is_empty_are_told_politely(checker: CheckerPage) -> None:
    checker.button("Check").click()
    expect(checker.status).to_contain_text("There is nothing to read yet.")
    checker.paste(golden_text("not-a-bounce-ticket"))
    checker.see("isn't a bounce")
    heard = _heard(checker)
    assert heard("status")[-1].startswith("Result: This isn't a bounce, or it's only part of one. Paste the message")
    assert heard("alert") == []


def test_a_failure_is_an_alarm(checker: CheckerPage) -> None:
    checker.page.route("**/assets/python/**", lambda route: route.fulfill(status=404))
    checker.box.fill(golden_text("705-smtp-line"))
    checker.button("Check").click()
    expect(checker.alert).not_to_be_empty(timeout=PATIENCE)
    heard = _heard(checker)
    assert heard("status")[-1] == "No result yet."
    assert {"Reload the page" in text for text in heard("alert")} == {True}
