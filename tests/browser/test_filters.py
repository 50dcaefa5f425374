"""What filters a long page: the list of codes, and the steps of the guide."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.checker_page import CheckerPage, shared_page

#: A guide in small, with the classes that the true one has.
_GUIDE = """
<article class="md-content__inner md-typeset"><h1>Guide</h1>
<h2 id="contain">Stop</h2><p>intro</p>
<h3 id="alerts" class="for-705 for-750">Alerts</h3><p>both</p>
<h3 id="rules" class="for-705">Rules</h3><p>only 705</p>
<h2 id="domains">Domains</h2><p>intro of domains</p>
<h3 id="find" class="for-750">Find</h3><p>only 750</p>
<h2 id="support">Support</h2><p>for everybody</p></article>
"""


@pytest.fixture(scope="module")
def codes(browser: Browser, server: str) -> Iterator[Page]:
    """Open the list of all codes once."""
    with shared_page(browser, server) as page:
        page.goto(f"{server}codes/")
        yield page


@pytest.mark.parametrize(
    ("typed", "first", "most"),
    [("705", "5.7.705", 3), ("5.1.10", "5.1.10", 1), ("MAILBOX full", "5.2.2", 5), ("zzz", None, 0)],
)
def test_the_list_of_codes_keeps_the_rows_with_all_the_words(
    codes: Page, typed: str, first: str | None, most: int
) -> None:
    codes.get_by_label("Filter by code or by words").fill(typed)
    rows = codes.locator("article tbody tr:visible")
    expect(codes.get_by_role("status")).to_have_text(re.compile(rf"^{rows.count()} of \d+ codes$"))
    assert rows.count() <= most
    assert (first is None) == (rows.count() == 0)
    if first:
        expect(rows.filter(has_text=first).first).to_be_visible()
    expect(codes.locator("article h2:visible")).to_have_count(codes.locator("article table:visible").count())
    codes.get_by_label("Filter by code or by words").fill("")
    expect(codes.get_by_role("status")).to_have_text("")
    assert rows.count() > 100


def test_the_list_begins_with_the_two_blocks_of_an_organization(codes: Page) -> None:
    expect(codes.locator("article table").first.locator("tbody a")).to_have_text(["5.7.705", "5.7.750"])


def _guide(page: Page, server: str) -> None:
    """Open the true guide's address with the small guide in it."""

    def small(route: object) -> None:
        answer = route.fetch()  # type: ignore[attr-defined]
        body = re.sub(r"<article.*</article>", _GUIDE, answer.text(), flags=re.DOTALL)
        route.fulfill(response=answer, body=body)  # type: ignore[attr-defined]

    page.route("**/unblock/", small)
    page.goto(f"{server}unblock/")
    page.locator(".ndr-steps").wait_for()


def test_the_guide_shows_the_steps_for_one_code_and_counts_them(page: Page, server: str) -> None:
    _guide(page, server)
    progress = page.get_by_role("region", name="Your progress")
    expect(progress).to_contain_text("0 of 4 steps done")
    progress.get_by_label("5.7.750").check()
    for shown, text in ((True, "both"), (False, "only 705"), (True, "only 750"), (True, "for everybody")):
        expect(page.get_by_text(text, exact=True)).to_be_visible(visible=shown)
    expect(progress).to_contain_text("0 of 3 steps done")
    progress.get_by_label("5.7.705").check()
    expect(page.get_by_text("intro of domains")).to_be_hidden()
    page.evaluate("location.hash = '#find'")
    expect(page.get_by_text("only 750")).to_be_visible()
    expect(progress.get_by_label("every code")).to_be_checked()


def test_a_tick_shows_in_the_table_of_contents(page: Page, server: str) -> None:
    page.goto(f"{server}unblock/")
    page.locator(".ndr-tick input").first.check()
    ticked = page.locator(".md-sidebar--secondary a.ndr-ticked")
    expect(ticked).to_have_count(1)
    step = page.locator("article :is(h2, h3):has(+ .ndr-tick)").first.get_attribute("id")
    expect(ticked).to_have_attribute("href", re.compile(rf"#{step}$"))
    page.locator(".ndr-tick input").first.uncheck()
    expect(ticked).to_have_count(0)


def test_a_code_s_page_lists_its_look_alikes_and_has_a_box_of_one_line(page: Page, server: str) -> None:
    page.set_viewport_size({"width": 1350, "height": 900})
    checker = CheckerPage(page, f"{server}codes/5.7.705/")
    expect(page.get_by_role("navigation", name="Related codes").get_by_role("link", name="5.7.750")).to_be_visible()
    assert page.locator(".ndr-checker").evaluate("node => node.offsetHeight") < 130
    checker.box.focus()
    expect(checker.button("Check")).to_be_visible()
