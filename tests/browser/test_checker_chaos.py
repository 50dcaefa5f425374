"""What happens around the checker: a crash, a line that breaks, storage that is blocked, other tabs, an old page."""

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.support.checker_page import PATIENCE, CheckerPage, golden_text
from tools.browsers import chrome

TEXT = golden_text("705-smtp-line").strip()
OTHER = golden_text("750-smtp-line").strip()


@pytest.fixture
def page(cleared_page: Page) -> Page:
    """Go through it all in one page, with nothing kept."""
    return cleared_page


def test_after_a_crash_a_fresh_python_reads_the_text_once_more_unasked(new_page: Page, server: str) -> None:
    page = new_page
    page.add_init_script("""addEventListener("DOMContentLoaded", () => {
      window.said = [];
      const status = document.getElementById("ndr-status");
      new MutationObserver(() => window.said.push(status.textContent)).observe(status, { childList: true });
    })""")
    crashes = 1

    def crash_once(route: Route) -> None:
        nonlocal crashes
        script = route.fetch().text()
        if crashes:
            script = script.replace("json: ask(asked)", "json: null.crash")
            crashes -= 1
        route.fulfill(content_type="text/javascript", body=script)

    page.route("**/worker.mjs", crash_once)
    checker = CheckerPage(page, server)
    checker.paste(TEXT)
    checker.see("5.7.705")
    assert "Python crashed. It is restarting and will read your text again." in page.evaluate("window.said")
    expect(checker.alert).to_have_text("")


def test_a_line_that_breaks_while_python_loads_is_said_and_trying_again_works(page: Page, server: str) -> None:
    def cut(route: Route) -> None:
        page.context.set_offline(offline=True)
        route.abort("internetdisconnected")

    page.route("**/stdlib.*", cut)
    checker = CheckerPage(page, server)
    checker.paste(TEXT)
    expect(checker.alert).to_contain_text("couldn't be loaded or started", timeout=PATIENCE)
    expect(checker.box).to_have_value(TEXT)
    page.unroute("**/stdlib.*")
    page.context.set_offline(offline=False)
    checker.button("Try again").click()
    checker.see("5.7.705")


def test_an_old_page_of_a_site_that_was_updated_offers_to_reload(page: Page, server: str) -> None:
    checker = CheckerPage(page, server)
    gone = ("**/assets/python/**", "**/worker.mjs")
    for files in gone:
        page.route(files, lambda route: route.fulfill(status=404, content_type="text/html", body="gone"))
    checker.paste(TEXT)
    expect(checker.alert).to_contain_text("the site has probably been updated", timeout=PATIENCE)
    expect(checker.box).to_have_value(TEXT)
    for files in gone:
        page.unroute(files)
    with page.expect_navigation():
        checker.button("Reload the page").click()
    page.locator(".ndr-checker[data-wired]").wait_for()
    checker.paste(TEXT)
    checker.see("5.7.705")


@pytest.mark.parametrize(
    "storage",
    [
        """for (const name of ["localStorage", "sessionStorage", "indexedDB", "caches"])
             Object.defineProperty(window, name, { get() { throw new DOMException("denied", "SecurityError"); } });""",
        """for (let size = 2 ** 20; size; size >>= 1)
             try { for (let i = 0; ; i++) localStorage.setItem(`${size} ${i}`, "x".repeat(size)); } catch {}""",
    ],
    ids=["blocked", "full"],
)
def test_a_verdict_needs_no_storage(new_page: Page, server: str, storage: str) -> None:
    page = new_page
    page.add_init_script(storage)
    checker = CheckerPage(page, server)
    checker.paste(TEXT)
    checker.see("5.7.705")


def test_a_wrong_clock_changes_nothing(own_page: Page, server: str) -> None:
    page = own_page
    page.clock.set_system_time(0)
    checker = CheckerPage(page, server)
    checker.paste(TEXT)
    checker.see("5.7.705")


def test_two_tabs_get_a_verdict_each(page: Page, server: str) -> None:
    first, second = CheckerPage(page, server), CheckerPage(page.context.new_page(), server)
    first.paste(TEXT)
    second.paste(OTHER)
    second.see("5.7.750")
    first.page.bring_to_front()
    first.see("5.7.705")


def test_going_away_and_back_finds_a_checker_that_works(page: Page, server: str) -> None:
    checker = CheckerPage(page, server)
    checker.paste(TEXT)
    checker.see("5.7.705")
    page.goto(f"{server}codes.json")
    page.go_back()
    page.locator(".ndr-checker[data-wired]").wait_for()
    checker.paste(OTHER)
    checker.see("5.7.750")


def test_a_page_that_the_browser_has_kept_still_has_its_python(browser: Browser, server: str) -> None:
    off = ["--disable-back-forward-cache"]  # Playwright turns that cache off
    path = chrome.find_whole()
    with browser.browser_type.launch(executable_path=path, args=["--disable-gpu"], ignore_default_args=off) as other:
        # On a busy machine the browser keeps a page now and then not: a few visits, until it has.
        for checker in (CheckerPage(other.new_page(), server) for _ in range(5)):
            checker.paste(TEXT)
            checker.see("5.7.705")
            why_not = _go_away_and_back(checker)
            if why_not is None:
                break
        assert why_not is None, f"the browser loaded the page anew each time: {why_not}"
        checker.see("5.7.705")
        checker.paste(OTHER)
        checker.see("5.7.750")


def _go_away_and_back(checker: CheckerPage) -> str | None:
    """Return why the browser loaded the page again; None if it had kept it."""
    page = checker.page
    page.evaluate("window.kept = true")
    page.goto(f"{page.url}codes.json")
    page.evaluate("() => { setTimeout(() => history.back()); }")  # the answer comes before the page goes
    page.locator(".ndr-checker[data-wired]").wait_for()
    if page.evaluate("window.kept"):
        return None
    return str(page.evaluate("JSON.stringify(performance.getEntriesByType('navigation')[0].notRestoredReasons)"))
