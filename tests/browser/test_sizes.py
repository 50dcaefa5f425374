"""On a phone and at a desk, a reader sees what a press did, all columns of a table, and no hint that is for others."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect

from tests.support.checker_page import CheckerPage, golden_text, shared_page
from tests.support.stub import judging

#: An address with a hyphen, and a reply longer than a window.
BOUNCE = (
    golden_text("750-dsn-three")
    .replace("sales@fabrikam.com", "north-west.orders@repairs.fabrikam.com")
    .replace("from unregistered domains", "from unregistered domains, " + "as the service says at some length, " * 60)
)
PHONE: ViewportSize = {"width": 390, "height": 844}
DESK: ViewportSize = {"width": 1280, "height": 720}
_HEAR = """() => {
  window.heard = [];
  const status = document.getElementById("ndr-status");
  new MutationObserver(() => status.textContent && window.heard.push(status.textContent)).observe(status, {
    childList: true,
  });
}"""
#: The words of each line of a node's text.
_LINES = r"""node => {
  const texts = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
  const lines = [];
  let bottom = 0;
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    for (const { 0: word, index } of text.data.matchAll(/\S+/g)) {
      const range = new Range();
      range.setStart(text, index);
      range.setEnd(text, index + 1);
      const { top, bottom: end } = range.getBoundingClientRect();
      if (top >= bottom) lines.push([]);
      bottom = end;
      lines.at(-1).push(word);
    }
  }
  return lines;
}"""


@pytest.fixture
def page(cleared_page: Page) -> Page:
    """Use one tab, one test after the other."""
    return cleared_page


@pytest.fixture(scope="module")
def checker(browser: Browser, server: str) -> Iterator[CheckerPage]:
    """Judge the bounce once, with Python, which writes what is copied."""
    with shared_page(browser, server) as page:
        checker = CheckerPage(page, server)
        checker.paste(BOUNCE)
        checker.see("5.7.750")
        yield checker


def _top(part: Locator) -> float:
    return float(part.evaluate("node => node.getBoundingClientRect().top"))


def _judged(page: Page, server: str, size: ViewportSize) -> CheckerPage:
    page.set_viewport_size(size)
    judging(page, BOUNCE)
    checker = CheckerPage(page, server)
    checker.paste(BOUNCE)
    checker.see("5.7.750")
    return checker


def test_on_a_phone_every_button_that_copies_says_so_where_it_was_pressed(checker: CheckerPage) -> None:
    page = checker.page
    page.set_viewport_size(PHONE)
    page.evaluate(_HEAR)
    for name, what in (
        ("Copy message to my admin", "the message to your admin"),
        ("Copy ticket note", "the ticket note"),
        ("Copy link", "the link"),
        ("Copy this", "the link"),
    ):
        page.evaluate("window.heard.length = 0")
        button = checker.button(name)
        button.click()
        said = checker.card.get_by_text("✓ Copied")
        expect(said).to_have_count(1)
        expect(said).to_be_in_viewport(ratio=1)
        assert abs(_top(said) - _top(button)) < 40, name
        page.wait_for_function("window.heard.length > 0")
        assert page.evaluate("window.heard") == [f"Copied as shown: {what}."]
    checker.card.locator(".ndr-panel details").evaluate("node => (node.open = true)")
    checker.page.get_by_label("To the page about the code").check()
    expect(checker.card.get_by_text("✓ Copied")).to_have_count(0)


def test_however_long_a_text_is_its_buttons_are_in_sight(checker: CheckerPage) -> None:
    checker.page.set_viewport_size(DESK)
    checker.button("Copy ticket note").evaluate("button => button.scrollIntoView({ block: 'center' })")
    places = set()
    for name in ("Copy link", "Copy ticket note"):
        checker.button(name).click()
        expect(checker.card.locator(".ndr-said")).to_be_visible()
        for button in ("Copy this", "Close"):
            expect(checker.button(button)).to_be_in_viewport(ratio=1)
        places.add(_top(checker.button("Copy this")))
    assert len(places) == 1


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_a_recipient_is_whole_and_every_column_in_view(page: Page, server: str, size: ViewportSize) -> None:
    checker = _judged(page, server, size)
    frame = checker.card.get_by_role("region", name="Recipients")
    assert frame.evaluate("frame => frame.scrollWidth <= frame.clientWidth")
    rows = frame.get_by_role("row").filter(has_text="@")
    expect(rows).to_have_count(3)
    expect(rows.last.get_by_role("rowheader")).to_have_text("north-west.orders@repairs.fabrikam.com")
    expect(rows.last.get_by_role("cell")).to_have_text(["5.7.750", "550", "failed"])
    for cell in rows.locator("bdi").all():
        lines = cell.evaluate(_LINES)
        assert len(lines) == 1 or (size is PHONE and [line[0][0] for line in lines[1:]] == ["@"]), lines


def test_on_a_phone_a_sentence_begins_a_line_and_no_word_ends_a_paragraph_alone(page: Page, server: str) -> None:
    checker = _judged(page, server, PHONE)
    who = checker.card.locator(".ndr-who").evaluate(_LINES)
    assert "Your" in [line[0] for line in who], who
    for text in ("h2", "h2 + p"):
        lines = checker.card.locator(text).evaluate(_LINES)
        assert len(lines[-1]) > 1, lines


def test_only_who_has_a_mouse_reads_of_keys_and_of_dropping_files(browser: Browser, server: str) -> None:
    for touch in (False, True):
        with browser.new_context(has_touch=touch, is_mobile=touch, viewport=PHONE if touch else DESK) as context:
            page = context.new_page()
            checker = CheckerPage(page, server)
            for hint in (page.get_by_text("or drop files here"), page.locator("kbd").first):
                expect(hint).to_be_visible(visible=not touch)
            expect(page.get_by_text(".eml, .msg")).to_be_visible()
            search = page.locator(".md-search__input").get_attribute("placeholder") or ""
            assert ("Ctrl" in search) is not touch
            page.goto(f"{server}triage/")
            expect(page.get_by_text("Drop your exports here")).to_be_visible(visible=not touch)
            expect(page.get_by_text("Choose your exports")).to_be_visible(visible=touch)
            assert checker.page is page


@pytest.mark.parametrize("width", [390, 320])
def test_a_phone_has_room_for_the_site_s_name(page: Page, server: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(server)
    name = page.locator(".md-header__topic .md-ellipsis").first
    expect(name).to_have_text("NDR checker for Exchange Online")
    assert name.evaluate("node => node.scrollWidth <= node.clientWidth")
    fits = "(node, header) => node.getBoundingClientRect().bottom <= header.getBoundingClientRect().bottom"
    assert name.evaluate(fits, page.locator(".md-header").element_handle())
