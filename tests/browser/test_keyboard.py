"""By keyboard alone: the focus is seen on every stop, in the order of the page, and no single key does anything."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.support.checker_page import PATIENCE, CheckerPage, golden_text
from tests.support.guide_page import ALERTS
from tests.support.matrix import sample

#: Where the focus is, whether something shows that, and whether the header or anything else lies over its beginning.
_FOCUS = """() => {
  const node = document.activeElement;
  if (!node || node === document.body) return null;
  const seen = node.matches(".md-option") ? node.nextElementSibling : node;
  const style = getComputedStyle(seen);
  const writing = node.matches("input[type=text], textarea");  // where the caret shows it
  const ring = writing || (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2);
  const box = seen.getClientRects()[0];
  const top = document.elementFromPoint(
    Math.min(innerWidth, Math.max(0, box.left) + Math.min(box.width, 24) / 2),
    Math.min(innerHeight, Math.max(0, box.top) + Math.min(box.height, 24) / 2),
  );
  return {
    name: (node.getAttribute("aria-label") || node.labels?.[0]?.textContent || node.textContent).trim(),
    id: node.id,
    ring: Boolean(ring),
    covered: !(top && (seen.contains(top) || top.contains(seen))),
  };
}"""


def _settled(page: Page) -> Any:
    """Return where the focus is, once what opens for it has opened."""
    for _ in range(40):
        focus: Any = page.evaluate(_FOCUS)
        if focus and not focus["covered"]:
            break
        page.wait_for_timeout(50)
    return focus


def _walk(page: Page, until: str, most: int = 120) -> list[str]:
    """Press Tab until the focus is on what is called so, seen on every stop; return the names on the way."""
    names: list[str] = []
    for _ in range(most):
        page.keyboard.press("Tab")
        focus = _settled(page)
        if focus and focus["covered"]:
            # On a busy machine Chromium now and then scrolls past what it focuses; back and forth it doesn't.
            page.keyboard.press("Shift+Tab")
            page.keyboard.press("Tab")
            focus = _settled(page)
        assert focus is not None, f"the focus has left the page behind {names}"
        assert focus["ring"], f"nothing shows the focus on {focus}"
        assert not focus["covered"], f"something covers {focus}"
        names.append(focus["name"])
        if until in (focus["name"], focus["id"]):
            return names
    pytest.fail(f"Tab does not reach {until}: {names}", pytrace=False)


def _skip(page: Page) -> None:
    """Take the skip link and wait for its jump: a browser makes it in its own time, and Tab goes on from there."""
    assert _walk(page, "Skip to content") == ["Skip to content"]
    page.keyboard.press("Enter")
    page.wait_for_function("() => location.hash && document.activeElement === document.body")


@pytest.fixture
def page(cleared_page: Page) -> Page:
    """Scroll at once: where the focus is must be seen when it is looked for."""
    cleared_page.emulate_media(reduced_motion="reduce")
    cleared_page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    return cleared_page


@pytest.mark.parametrize("width", sample([1350], [320, 412], each=1))
def test_from_the_address_to_the_verdict_and_the_ticket_note(page: Page, server: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    checker = CheckerPage(page, server)
    page.evaluate("text => navigator.clipboard.writeText(text)", golden_text("705-message-trace-led"))
    _skip(page)
    before = _walk(page, "ndr-text")
    assert len(before) <= 3, f"the skip link leads to the box: {before}"
    page.keyboard.press("ControlOrMeta+V")
    checker.see("5.7.705")
    assert _walk(page, "Go to the result") == ["Go to the result"]
    page.keyboard.press("Enter")
    expect(checker.heading).to_be_focused()
    expect(checker.heading).to_be_in_viewport()
    assert _walk(page, "Copy ticket note")[:2] == ["If you only sent the mail", "Copy message to my admin"]
    page.keyboard.press("Enter")
    checker.card.locator("pre.ndr-preview").wait_for(timeout=PATIENCE)
    _walk(page, "Copy this")
    page.keyboard.press("Space")
    expect(checker.status).to_contain_text("Copied as shown: the ticket note.")
    assert "5.7.705" in page.evaluate("navigator.clipboard.readText()")


@pytest.mark.parametrize("width", [1350, 320])
def test_through_the_guide_with_its_ticks_and_the_case(page: Page, server: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    page.goto(f"{server}unblock/")
    page.locator(".ndr-steps").wait_for()
    _skip(page)
    _walk(page, f"Done: {ALERTS}")
    page.keyboard.press("Space")
    expect(page.get_by_role("status")).to_have_text(re.compile(r"^1 of \d+ steps done"))
    page.locator(".ndr-case summary").focus()
    page.keyboard.press("Enter")
    page.locator(".ndr-case pre").wait_for(timeout=PATIENCE)
    _walk(page, "Main domain")
    page.keyboard.type("nps/f,.")
    expect(page.get_by_label("Main domain")).to_have_value("nps/f,.")
    _walk(page, "Copy this")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Copied as shown")
    assert "Main domain: nps/f,." in page.evaluate("navigator.clipboard.readText()")


def test_escape_leaves_the_question_whether_to_clear_the_ticks(page: Page, server: str) -> None:
    page.goto(f"{server}unblock/")
    page.get_by_role("region", name="Your progress").get_by_role("button", name="Clear").press("Enter")
    dialog = page.get_by_role("dialog", name="Clear")
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(page.get_by_role("region", name="Your progress").get_by_role("button", name="Clear")).to_be_focused()


@pytest.mark.parametrize(
    ("path", "width"),
    sample(
        [("unblock/", 320), ("unblock/", 1350)],
        [("codes/5.7.750/", 320), ("codes/5.7.750/", 1350)],
        [("codes/by-who-acts/", 1350), ("codes/by-who-acts/", 320)],
        [("about/verdict/", 1350), ("about/verdict/", 320)],
        each=1,
    ),
)
def test_the_focus_is_seen_on_every_stop_of_a_page(page: Page, server: str, path: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    page.goto(server + path)
    page.locator("article :is(a:not(.headerlink), button):visible").last.evaluate("node => (node.id = 'the-last')")
    assert len(_walk(page, "the-last", most=600)) > 10


def test_no_single_key_does_anything_by_itself(page: Page, server: str) -> None:
    page.goto(f"{server}codes/")
    for start in ("body", "article a"):
        page.locator(start).first.evaluate("node => node.focus()")
        for key in "nps/f,.":
            page.keyboard.press(key)
    page.wait_for_timeout(300)
    assert page.url == f"{server}codes/"
    expect(page.locator("#__search")).not_to_be_checked()
    expect(page.locator(".md-search__input")).not_to_be_focused()


def test_the_search_opens_with_the_focus_and_escape_closes_it(page: Page, server: str) -> None:
    page.goto(server)
    search = page.get_by_role("textbox", name="Search")
    _walk(page, "Search")
    page.keyboard.type("5.7.705")
    page.locator(".md-search-result__item").first.wait_for(timeout=PATIENCE)
    page.keyboard.press("ArrowDown")
    expect(page.locator(".md-search-result__link").first).to_be_focused()
    search.focus()
    page.keyboard.press("Escape")
    expect(page.locator("#__search")).not_to_be_checked()


@pytest.mark.parametrize(("width", "keys"), [(1000, "Control+k"), (412, "Control+k"), (1000, "Control+K")])
def test_control_k_opens_the_search_and_the_field_says_so(page: Page, server: str, width: int, keys: str) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    page.goto(server)
    page.keyboard.press(keys)
    expect(page.get_by_placeholder("Search (Ctrl+K)")).to_be_focused()
    expect(page.locator("#__search")).to_be_checked()


@pytest.mark.parametrize("width", [1000, 412])
def test_the_menu_of_a_narrow_window_opens_leads_on_goes_back_and_closes(page: Page, server: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    page.goto(f"{server}about/verdict/")
    menu = page.get_by_role("button", name="Menu")
    expect(menu).to_have_attribute("aria-expanded", "false")
    assert "How the verdict is made" not in _walk(page, "Menu")
    page.keyboard.press("Enter")
    expect(menu).to_have_attribute("aria-expanded", "true")
    expect(page.locator("label.md-nav__title", has_text="About")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("label.md-nav__link", has_text="About")).to_be_focused()
    page.locator("label.md-nav__link", has_text="Codes").focus()
    page.keyboard.press("Enter")
    expect(page.locator("label.md-nav__title", has_text="Codes")).to_be_focused()
    wording = page.locator(".md-sidebar--primary").get_by_role("link", name="Codes by wording")
    expect(wording).to_be_visible()
    expect(page.locator("label.md-nav__link", has_text="About")).to_be_hidden()
    page.keyboard.press("Escape")
    expect(menu).to_be_focused()
    expect(menu).to_have_attribute("aria-expanded", "false")
    expect(wording).to_be_hidden()
    page.keyboard.press("Enter")
    wording.press("Enter")
    page.wait_for_url(f"{server}codes/by-wording/")
