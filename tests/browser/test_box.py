"""The box: a paste anywhere on the page replaces the last one and can be undone; what was judged stays at hand."""

import re
from collections.abc import Iterator
from itertools import pairwise, permutations

import pytest
from playwright.sync_api import Page, Route, expect

from tests.support.checker_page import PATIENCE, CheckerPage, golden_path, golden_text
from tests.support.matrix import sample

#: Texts of different codes: a verdict that stays is seen.
TEXTS = {
    code: golden_text(stem)
    for code, stem in {
        "5.7.705": "705-outlook-diagnostic.txt",
        "5.7.750": "750-outlook-diagnostic.txt",
        "5.7.703": "703-own-block-list",
        "5.1.90": "5190-daily",
        "5.7.57": "5757-device",
        "5.7.64": "5764-on-premises",
        "5.7.711": "711-outlook",
        "5.7.233": "57233-daily",
        "5.7.712": "712-undocumented",
    }.items()
}
LINE = "550 5.7.705 Access denied, tenant has exceeded threshold"
OTHER = "550 5.7.750 Client blocked from sending from unregistered domains"


def _each_pair_once(codes: list[str]) -> Iterator[str]:
    """Yield codes so that each ordered pair of different ones follows upon another once (Hierholzer)."""
    left = {code: [other for one, other in permutations(codes, 2) if one == code] for code in codes}
    path, trail = [codes[0]], []
    while path:
        if left[path[-1]]:
            path.append(left[path[-1]].pop())
        else:
            trail.append(path.pop())
    yield from reversed(trail)


def test_a_paste_over_a_judged_text_replaces_it_in_each_ordered_pair(checker: CheckerPage) -> None:
    tried = sample([*TEXTS], each=5)
    codes = [*_each_pair_once([*tried])]
    assert {*pairwise(codes)} == {*permutations(tried, 2)}
    for code in codes:
        checker.paste(TEXTS[code])
        expect(checker.heading).to_contain_text(code, timeout=PATIENCE)
        expect(checker.box).to_have_value(TEXTS[code])


@pytest.mark.parametrize("way", ["Control+Z", "button"])
def test_what_was_replaced_comes_back(checker: CheckerPage, way: str) -> None:
    checker.paste(LINE)
    checker.see("5.7.705")
    checker.paste(OTHER)
    checker.see("5.7.750")
    for code, text in (("5.7.705", LINE), ("5.7.750", OTHER)):
        if way == "button":
            checker.button("Undo").click()
        else:
            checker.page.keyboard.press("ControlOrMeta+Z")
        checker.see(code)
        expect(checker.box).to_have_value(text)


def test_starting_over_can_be_undone(checker: CheckerPage) -> None:
    checker.paste(LINE)
    checker.see("5.7.705")
    checker.button("Paste another").click()
    expect(checker.box).to_have_value("")
    expect(checker.box).to_be_focused()
    expect(checker.card).to_have_count(0)
    expect(checker.status).to_have_text("Cleared. Undo brings your text back.")
    checker.page.keyboard.press("ControlOrMeta+Z")
    checker.see("5.7.705")
    expect(checker.box).to_have_value(LINE)


def test_a_text_still_being_written_takes_a_paste_where_the_reader_is(checker: CheckerPage) -> None:
    checker.box.press_sequentially("550 5.7.")
    checker.paste("705 tenant has exceeded threshold")
    checker.see("5.7.705")
    expect(checker.box).to_have_value("550 5.7.705 tenant has exceeded threshold")


def test_a_paste_anywhere_on_the_page_goes_into_the_box(checker: CheckerPage) -> None:
    for text, code in ((LINE, "5.7.705"), (OTHER, "5.7.750")):
        checker.page.evaluate("document.activeElement.blur()")
        checker.paste(text, focus="article a")
        checker.see(code)
        expect(checker.box).to_have_value(text)


def test_a_paste_on_a_codes_page_opens_its_folded_box_and_shows_the_verdict(page: Page, server: str) -> None:
    checker = CheckerPage(page, f"{server}codes/5.7.57/")
    folded = page.locator(".ndr-checker").bounding_box()
    assert folded
    assert folded["height"] < 120, "one line beside the page's own text"
    checker.paste(LINE, focus="body")
    checker.see("5.7.705")
    expect(checker.heading).to_be_in_viewport()
    assert page.url == f"{server}codes/5.7.57/"


def test_a_paste_into_the_search_stays_there(checker: CheckerPage) -> None:
    checker.paste(LINE, focus=".md-search__input")
    expect(checker.page.locator(".md-search__input")).to_have_value(LINE)
    expect(checker.box).to_have_value("")
    expect(checker.page.locator("#__search")).to_be_checked()
    checker.page.keyboard.press("Escape")
    expect(checker.page.locator("#__search"), "the next test finds the search closed").not_to_be_checked()


@pytest.mark.parametrize("place", ["h1", "body", ".md-footer", "#ndr-line"])
def test_a_file_dropped_beside_the_box_is_read_and_never_opened_by_the_browser(
    checker: CheckerPage, place: str
) -> None:
    address = checker.page.url
    checker.page.evaluate("addEventListener('drop', (event) => (window.prevented = event.defaultPrevented))")
    checker.hand_over("drop", "a.txt", LINE, place=place)
    checker.see("5.7.705", "Read from a.txt")
    assert checker.page.evaluate("window.prevented")
    assert checker.page.url == address


def test_a_file_dropped_before_the_scripts_have_come_is_read(page: Page, server: str) -> None:
    held: list[Route] = []
    page.route("**/journey.mjs", lambda route: held.append(route))  # noqa: PLW0108 – Playwright marks its handlers
    page.goto(server, wait_until="commit")
    drop = """([name, text]) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([text], name));
      const event = new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer });
      document.querySelector(".ndr-checker + *")?.dispatchEvent(event);
      return event.defaultPrevented;
    }"""
    page.wait_for_function(drop, arg=["a.txt", LINE])
    for route in held:
        route.continue_()
    page.unroute("**/journey.mjs")
    expect(page.locator("#ndr-result")).to_contain_text("5.7.705", timeout=PATIENCE)


@pytest.mark.parametrize("path", ["", "triage/", "about/privacy/"])
@pytest.mark.parametrize("kind", ["dragover", "drop"])
@pytest.mark.parametrize("what", ["file", "link"])
def test_no_page_opens_a_file_or_a_link_that_is_dropped_on_it(
    page: Page, server: str, path: str, kind: str, what: str
) -> None:
    page.goto(f"{server}{path}")
    page.wait_for_load_state("networkidle")
    prevented = page.evaluate(
        """([kind, what]) => {
      const dataTransfer = new DataTransfer();
      if (what === "file") dataTransfer.items.add(new File(["550 5.7.705"], "a.txt"));
      else dataTransfer.setData("text/uri-list", "https://evil.example/");
      const event = new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true });
      return !document.querySelector("h1").dispatchEvent(event);
    }""",
        [kind, what],
    )
    assert prevented


@pytest.mark.parametrize("way", ["drop", "paste"])
def test_a_refused_file_leaves_the_text_and_puts_its_verdict_away(checker: CheckerPage, way: str) -> None:
    checker.paste(LINE)
    checker.see("5.7.705")
    for name, data, said in (("a.pdf", "%PDF-1.7", "This is a PDF"), ("a.eml", "", "This file is empty")):
        checker.hand_over(way, name, data)
        expect(checker.status).to_contain_text(said)
        expect(checker.status).to_be_visible()
        expect(checker.card, "it would be taken for the file's").to_have_count(0)
        expect(checker.box).to_have_value(LINE)
        expect(checker.page.locator("#ndr-line")).to_be_hidden()
        expect(checker.page.locator("#ndr-earlier-list [aria-current=true]")).to_have_count(0)
    checker.button("Undo").click()
    checker.see("5.7.705")


def test_the_code_typed_after_a_picture_was_pasted_takes_the_place_of_the_earlier_text(checker: CheckerPage) -> None:
    checker.paste(LINE)
    checker.see("5.7.705")
    checker.hand_over("paste", "shot.png", "", "image/png")
    expect(checker.status).to_contain_text("Type the code you see")
    expect(checker.box).to_be_focused()
    checker.page.keyboard.type("5.1.10")
    expect(checker.box).to_have_value("5.1.10")
    checker.see("5.1.10")


def test_undo_brings_a_file_s_verdict_back_past_those_that_can_t_be_read(checker: CheckerPage) -> None:
    checker.hand_over("drop", "a.txt", LINE)
    checker.see("5.7.705")
    for name in ("a.pdf", "b.pdf"):
        checker.hand_over("drop", name, "%PDF-1.7")
        expect(checker.card).to_have_count(0)
    checker.page.keyboard.press("ControlOrMeta+Z")
    checker.see("5.7.705", "Read from a.txt")
    expect(checker.button("Undo")).to_be_hidden()


def test_the_judged_text_folds_to_the_line_that_decided(checker: CheckerPage) -> None:
    checker.paste(TEXTS["5.7.705"])
    checker.see("5.7.705")
    line = checker.page.locator("#ndr-line")
    expect(line).to_contain_text("Remote Server returned '550 5.7.705 Access denied")
    expect(line.locator("mark")).to_have_text("5.7.705")
    assert checker.page.locator(".ndr-paste").evaluate("node => node.offsetHeight") < 80
    checker.button("Show the text").click()
    expect(line).to_be_hidden()
    expect(checker.box).to_be_focused()
    expect(checker.box).to_have_value(TEXTS["5.7.705"])
    checker.paste(golden_text("not-a-bounce-ticket"))
    checker.see("isn't a bounce")
    expect(line).to_be_hidden()


def test_a_long_line_is_cut_between_words(checker: CheckerPage) -> None:
    checker.paste(f"{'Nov 20 mailserver smtpd status-bounced ' * 4}said: {LINE}")
    checker.see("5.7.705")
    expect(checker.page.locator("#ndr-line")).to_have_text(re.compile("^…(Nov|20|mailserver|smtpd|status-bounced) .*"))


@pytest.mark.parametrize(
    ("example", "code"),
    [("Organization blocked", "5.7.705"), ("Unregistered domains", "5.7.750"), ("Recipient not found", "5.1.10")],
)
def test_an_example_shows_what_the_checker_does(checker: CheckerPage, example: str, code: str) -> None:
    checker.button(example).click()
    checker.see(code)
    expect(checker.button(example)).to_be_hidden()


def test_enter_reads_a_code_that_was_typed_and_the_keys_are_told(checker: CheckerPage) -> None:
    expect(checker.page.locator(".ndr-keys")).to_contain_text("Ctrl+Enter checks what you type")
    checker.box.press_sequentially("5.7.705")
    checker.page.keyboard.press("Enter")
    checker.see("5.7.705")
    expect(checker.box).to_have_value("5.7.705")


def test_earlier_verdicts_of_the_tab_are_listed_to_return_to(checker: CheckerPage) -> None:
    checker.paste(LINE)
    checker.see("5.7.705")
    checker.hand_over("drop", "a.txt", OTHER)
    checker.see("5.7.750")
    checker.page.get_by_text("Verdicts in this tab").click()
    items = checker.page.locator("#ndr-earlier-list button")
    expect(items).to_have_count(2)
    expect(items.first).to_have_attribute("aria-current", "true")
    items.last.click()
    checker.see("5.7.705")
    expect(checker.box).to_have_value(LINE)
    expect(items).to_have_count(2)
    checker.page.locator("#ndr-earlier-list button", has_text="5.7.750").click()
    checker.see("5.7.750", "Read from a.txt")


def test_forget_all_leaves_nothing_of_any_paste_in_the_tab(page: Page, server: str) -> None:
    checker = CheckerPage(page, server)
    for text, code in ((f"canary-one {LINE}", "5.7.705"), (f"canary-two {OTHER}", "5.7.750")):
        checker.paste(text)
        checker.see(code)
    checker.page.get_by_text("Verdicts in this tab").click()
    checker.button("Forget all").click()
    expect(checker.box).to_have_value("")
    expect(checker.box).to_be_focused()
    expect(checker.card).to_have_count(0)
    expect(checker.button("Undo")).to_be_hidden()
    expect(page.locator("#ndr-earlier")).to_be_hidden()
    assert "canary" not in page.content()
    page.keyboard.press("ControlOrMeta+Z")
    page.get_by_role("navigation", name="Tabs").get_by_role("link", name="Codes").click()
    page.wait_for_url(f"{server}codes/")
    page.go_back()
    page.wait_for_url(server)
    page.locator(".ndr-checker[data-wired]").wait_for()
    expect(checker.box).to_have_value("")


def test_while_python_loads_the_codes_in_the_text_are_named_with_their_pages(page: Page, server: str) -> None:
    held: list[Route] = []
    page.route("**/assets/python/**", lambda route: held.append(route))  # noqa: PLW0108 – Playwright marks its handlers
    checker = CheckerPage(page, server)
    checker.paste(f"5.9.999 build 10.5.7.705 {LINE}")
    found = page.locator("#ndr-found")
    expect(found).to_have_text("Found, not yet judged: 5.7.705")
    expect(found.get_by_role("link", name="5.7.705")).to_have_attribute("href", f"{server}codes/5.7.705/")
    expect(page.get_by_role("progressbar", name="Loading Python")).to_be_visible()
    checker.paste("550 5.7.731 Access denied; 4.7.700")
    expect(found).to_have_text("Found 2 codes, not yet judged: 5.7.731, 4.7.700")
    expect(found.get_by_role("link", name="5.7.731")).to_have_attribute("href", f"{server}codes/5.7.700-749/")
    page.route("**/assets/python/**", lambda route: route.abort())
    for route in held:
        route.abort()
    expect(checker.alert).not_to_be_empty(timeout=PATIENCE)
    expect(found, "if Python can't come, the codes stay").to_be_visible()


def test_on_a_phone_the_progress_is_in_view(page: Page, server: str) -> None:
    page.set_viewport_size({"width": 412, "height": 732})
    page.route("**/assets/python/**", lambda _route: None)
    checker = CheckerPage(page, server)
    checker.paste(golden_path("705-outlook-diagnostic.txt").read_text(encoding="utf-8"))
    expect(page.get_by_role("progressbar", name="Loading Python")).to_be_in_viewport()
    expect(page.locator("#ndr-found")).to_be_in_viewport()
