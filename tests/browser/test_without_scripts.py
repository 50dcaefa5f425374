"""With JavaScript off every way leads on: from the home page to the page of a code, by number, wording and who acts."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect


@pytest.fixture
def page(browser: Browser, server: str) -> Iterator[Page]:
    """Open a browser that runs no script."""
    foreign: list[str] = []
    with browser.new_context(java_script_enabled=False) as context:
        context.on("request", lambda sent: foreign.append(sent.url))
        yield context.new_page()
    assert [url for url in foreign if urlsplit(url).netloc != urlsplit(server).netloc] == []


def test_the_checker_says_that_it_needs_scripts_and_leads_to_the_table(page: Page, server: str) -> None:
    page.goto(f"{server}codes/5.7.750/")
    checker = page.get_by_role("region", name="Bounce checker")
    words = checker.locator("noscript p")
    expect(words).to_be_visible()
    assert words.inner_text().startswith("The checker needs JavaScript, which is off.")
    expect(checker.get_by_role("textbox")).to_have_count(0)
    expect(checker.get_by_role("button")).to_have_count(0)
    late = checker.get_by_text("hasn't started")
    late.evaluate("late => late.getAnimations().forEach((animation) => animation.finish())")
    expect(late).to_be_hidden()
    words.locator("a").click()
    page.wait_for_url(f"{server}#by-hand")
    expect(page.get_by_role("heading", name="Without the checker")).to_be_in_viewport()


def test_the_workspace_says_that_it_needs_scripts_and_offers_nothing_to_press(page: Page, server: str) -> None:
    page.goto(f"{server}triage/")
    workspace = page.get_by_role("region", name="Workspace")
    words = workspace.locator("noscript p")
    expect(words).to_be_visible()
    assert words.inner_text().startswith("The workspace needs JavaScript, which is off.")
    expect(workspace.get_by_text("Drop your exports here")).to_be_hidden()
    expect(workspace.get_by_role("button")).to_have_count(0)


@pytest.mark.parametrize(
    ("start", "link", "title"),
    [
        ("", "5.7.705", "5.7.705: organization blocked"),
        ("codes/", "5.7.750", "5.7.750"),
        ("codes/by-wording/", "5.7.708", "5.7.708"),
        ("codes/by-who-acts/", "5.7.711", "5.7.711"),
        ("no-such-page/", "all codes", "All codes"),
    ],
)
def test_a_list_leads_to_the_page(page: Page, server: str, start: str, link: str, title: str) -> None:
    page.goto(server + start)
    page.get_by_role("main").get_by_role("link", name=link, exact=True).first.click()
    expect(page.locator("h1")).to_contain_text(title[:7])
    expect(page.locator("h1")).to_be_in_viewport()


def test_the_steps_of_the_way_out_are_reached_from_the_page_of_a_code(page: Page, server: str) -> None:
    page.goto(f"{server}codes/5.7.705/")
    page.get_by_role("main").locator("a[href*='unblock/#contain']").first.click()
    expect(page.locator("#contain")).to_be_in_viewport()
    expect(page.get_by_role("button")).to_have_count(0)
