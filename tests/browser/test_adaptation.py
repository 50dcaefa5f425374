"""The page as its reader sets it: at 400 %, with wider spacing, in forced colours, without motion, nothing is lost."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.support.checker_page import CheckerPage, golden_text
from tests.support.stub import judging

#: WCAG 1.4.12. A sheet of the browser's own, as a reader's extension sets it: the policy forbids style elements.
_SPACING = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
    p { margin-block-end: 2em !important; }`);
  document.adoptedStyleSheets = [sheet];
}"""
#: What the reader sees cut off: words wider or higher than the box that hides the rest of them.
_CUT = """() => [...document.querySelectorAll("article *, .md-tabs *, .md-copyright")]
  .filter((node) => !node.closest(".ndr-unseen, .ndr-status, .ndr-jump, .headerlink, .ndr-table thead, [hidden]"))
  .filter((node) => node.checkVisibility() && /hidden|clip/.test(getComputedStyle(node).overflow))
  .filter((node) => node.scrollWidth > node.clientWidth + 1 || node.scrollHeight > node.clientHeight + 1)
  .map((node) => `${node.tagName} ${node.className}: ${node.textContent.trim().slice(0, 40)}`)"""
_PATHS = ["", "unblock/", "codes/5.7.750/", "codes/by-who-acts/"]


@pytest.fixture
def page(cleared_page: Page) -> Page:
    """Set one page, one test after the other."""
    return cleared_page


def _judged(page: Page, server: str) -> CheckerPage:
    judging(page, golden_text("750-dsn-three"))
    checker = CheckerPage(page, server)
    checker.paste(golden_text("750-dsn-three"))
    checker.see("5.7.750")
    return checker


def _too_wide(page: Page) -> Any:
    return page.evaluate("document.documentElement.scrollWidth > innerWidth")


@pytest.mark.parametrize("path", _PATHS)
def test_at_400_percent_a_page_scrolls_one_way_and_with_wide_spacing_loses_nothing(
    page: Page, server: str, path: str
) -> None:
    page.set_viewport_size({"width": 320, "height": 256})  # a window of 1280 x 1024 at 400 %
    page.goto(server + path)
    page.locator(":is(.ndr-checker[data-wired], .ndr-steps, article table)").first.wait_for()
    assert not _too_wide(page)
    page.evaluate(_SPACING)
    assert not _too_wide(page)
    assert page.evaluate(_CUT) == []


@pytest.mark.parametrize("path", ["", "unblock/", "while-blocked/", "codes/", "codes/by-who-acts/"])
def test_on_a_phone_every_table_shows_its_last_column(page: Page, server: str, path: str) -> None:
    page.set_viewport_size({"width": 412, "height": 900})
    page.goto(server + path)
    frames = page.locator("article .md-typeset__scrollwrap")
    frames.first.wait_for()
    hidden = "frames => frames.map((frame) => frame.scrollWidth - frame.clientWidth)"
    assert [width for width in frames.evaluate_all(hidden) if width > 0] == []


def test_at_400_percent_with_wide_spacing_the_verdict_loses_nothing_and_the_header_leaves_room(
    page: Page, server: str
) -> None:
    page.set_viewport_size({"width": 320, "height": 256})
    checker = _judged(page, server)
    page.evaluate(_SPACING)
    assert not _too_wide(page)
    assert page.evaluate(_CUT) == []
    checker.heading.scroll_into_view_if_needed()
    covered = page.evaluate("document.querySelector('.md-header').getBoundingClientRect().height")
    assert covered <= 256 / 4


def test_in_forced_colours_what_counts_is_told_by_more_than_colour(page: Page, server: str) -> None:
    page.emulate_media(forced_colors="active")
    checker = _judged(page, server)
    style = "(node, names) => names.map((name) => getComputedStyle(node)[name])"
    for part in (checker.box, checker.button("Paste another"), checker.button("Copy ticket note"), checker.card):
        assert "none" not in part.evaluate(style, ["borderLeftStyle"]), part
    mark = checker.card.locator(".ndr-mark--decisive").first
    ground, around = mark.evaluate(style, ["backgroundColor"]), checker.card.evaluate(style, ["backgroundColor"])
    assert ground != around
    checker.box.focus()
    checker.button("Show the text").click()
    assert checker.box.evaluate(style, ["outlineStyle", "outlineWidth"]) == ["solid", "2px"]
    checker.button("Copy ticket note").click()
    assert "none" not in checker.button("Copy ticket note").evaluate(style, ["outlineStyle"])


def test_without_motion_nothing_moves_by_itself(page: Page, server: str) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.route("**/assets/python/**", lambda _: None)  # never answered: the page keeps loading
    checker = CheckerPage(page, server)
    checker.box.focus()
    expect(page.locator(".ndr-checker")).to_have_attribute("data-state", "loading")
    moving = page.evaluate("""() => document.getAnimations().filter(({ playState, effect }) =>
      playState === "running" && effect.getComputedTiming().iterations === Infinity).length""")
    assert moving == 0
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
