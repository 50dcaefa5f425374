"""When Python can't run: one clear sentence each, the text is kept, «Try again» works, and the static way stays."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests.support.checker_page import PATIENCE, CheckerPage, golden_text
from tests.support.matrix import sample

TEXT = golden_text("705-smtp-line").strip()
#: Places in the worker's script where something can go wrong.
WORKER = {"judging": "json: ask(asked)", "starting": "cutOff();\n"}
CRASHING = "json: (() => { throw new RangeError('Maximum call stack size exceeded'); })()"
OUT_OF_MEMORY = "throw new RangeError('WebAssembly.Memory.grow(): Maximum memory size exceeded');"
LOOPING = "json: (() => { for (;;); })()"


def _missing(route: Route) -> None:
    route.fulfill(status=404, content_type="text/html", body="<h1>Not found</h1>")


def _page_instead(route: Route) -> None:
    route.fulfill(status=200, content_type="text/html", body="<h1>Welcome to our network</h1>")


def _cut_off(route: Route) -> None:
    body = route.fetch().body()
    route.fulfill(status=200, body=body[: len(body) // 2])


def _damaged(route: Route) -> None:
    body = bytearray(route.fetch().body())
    body[len(body) // 2] ^= 0xFF
    route.fulfill(status=200, body=bytes(body))


def _with(**changes: str) -> Callable[[Route], None]:
    """Return what sends the worker's script with words of it changed."""

    def send(route: Route) -> None:
        script = route.fetch().text()
        for old, new in ((WORKER[name], new) for name, new in changes.items()):
            assert old in script
            script = script.replace(old, new)
        route.fulfill(content_type="text/javascript", body=script)

    return send


#: While the library doesn't come, the checker isn't asked for.
HELD = ("stdlib.", "ndr_checker.")


def _bytes_without(site: Path, *names: str) -> str:
    files = (site / "assets" / "python").iterdir()
    return str(sum(file.stat().st_size for file in files if not file.name.startswith(names)))


def _expect_failure(checker: CheckerPage, words: str) -> None:
    expect(checker.alert).to_contain_text(words, timeout=PATIENCE)
    expect(checker.alert).to_contain_text("Your text is still in the box.")
    expect(checker.box).to_have_value(TEXT)
    expect(checker.page.get_by_role("link", name="Find the page by code or by wording")).to_be_visible()
    expect(checker.card).to_have_count(0)


GONE, DAMAGED = "One of the checker's files is gone", "arrived damaged or incomplete"
BARRED, CRASHED = "couldn't be loaded or started", "Python crashed"
SCRIPT, WASM = "**/worker.mjs", "**/*.wasm*"
FAULTS: dict[str, tuple[str | re.Pattern[str], Callable[[Route], object], str]] = {
    "the WebAssembly is missing": (WASM, _missing, GONE),
    "the WebAssembly is cut off": (WASM, _cut_off, DAMAGED),
    "a page comes in place of the WebAssembly": (WASM, _page_instead, DAMAGED),
    "the library is damaged": ("**/stdlib.*", _damaged, DAMAGED),
    "the library is blocked": ("**/stdlib.*", lambda route: route.abort(), BARRED),
    "a page comes in place of the checker": ("**/ndr_checker.*", _page_instead, DAMAGED),
    "the runtime's script is missing": ("**/python/pyodide.asm.*.mjs", _missing, GONE),
    "the runtime's script is cut off": ("**/python/pyodide.asm.*.mjs", _cut_off, DAMAGED),
    "a page comes in place of the loader": (re.compile(r"/pyodide\.[0-9a-f]{12}\.mjs$"), _page_instead, DAMAGED),
    "the worker's script is missing": (SCRIPT, _missing, GONE),
    "the worker's script is blocked": (SCRIPT, lambda route: route.abort(), BARRED),
    "a page comes in place of the worker's script": (SCRIPT, _page_instead, BARRED),
    "the interpreter dies of every text": (SCRIPT, _with(judging=CRASHING), CRASHED),
    "there is no memory for Python": (SCRIPT, _with(starting=OUT_OF_MEMORY), CRASHED),
}


#: For each reason that the page gives, the faults with that reason.
REASONS = {
    reason: [name for name, (*_, words) in FAULTS.items() if words == reason] for _, _, reason in FAULTS.values()
}
#: "Try again" is tried once a reason.
RETRIED = {names[0] for names in REASONS.values()}


@pytest.fixture
def page(cleared_page: Page) -> Page:
    """Start Python in one page, one test after the other."""
    return cleared_page


@pytest.mark.parametrize("name", sample(*REASONS.values(), each=2))
def test_a_file_that_does_not_come_is_explained_and_trying_again_works(page: Page, server: str, name: str) -> None:
    file, fault, words = FAULTS[name]
    page.route(file, fault)
    checker = CheckerPage(page, server)
    checker.paste(TEXT)
    _expect_failure(checker, words)
    if name not in RETRIED:
        return
    page.unroute(file)
    checker.button("Try again").click()
    checker.see("5.7.705")
    expect(checker.alert).to_have_text("")


def test_a_policy_that_forbids_webassembly_is_named(page: Page, server: str, site: Path) -> None:
    html = (site / "index.html").read_text(encoding="utf-8")
    assert "'wasm-unsafe-eval'" in html
    page.route(
        server, lambda route: route.fulfill(content_type="text/html", body=html.replace("'wasm-unsafe-eval'", ""))
    )
    checker = CheckerPage(page, server)
    checker.paste(TEXT)
    _expect_failure(checker, "a browser policy may be blocking it")


def test_a_browser_without_webassembly_is_told_so(new_page: Page, server: str) -> None:
    page = new_page
    page.add_init_script("delete window.WebAssembly")
    checker = CheckerPage(page, server)
    checker.paste(TEXT)
    _expect_failure(checker, "This browser can't run the checker")


def test_a_start_that_stands_still_is_given_up_after_a_minute(own_page: Page, server: str, site: Path) -> None:
    page = own_page
    page.clock.install()
    page.route("**/stdlib.*", lambda _route: None)
    checker = CheckerPage(page, server)
    checker.paste(TEXT)
    expect(checker.status).to_contain_text("Loading Python into this page")
    bar = page.get_by_role("progressbar", name="Loading Python")
    expect(bar).to_have_attribute("value", _bytes_without(site, *HELD), timeout=PATIENCE)
    page.clock.fast_forward(61_000)
    _expect_failure(checker, "there has been no progress for a minute")
    page.unroute("**/stdlib.*")
    checker.button("Try again").click()
    checker.see("5.7.705")


def test_a_text_that_takes_too_long_is_stopped(own_page: Page, server: str) -> None:
    page = own_page
    page.clock.install()
    page.route("**/worker.mjs", _with(judging=LOOPING))
    checker = CheckerPage(page, server)
    checker.paste(TEXT)
    expect(checker.status).to_have_text("Reading your text.", timeout=PATIENCE)
    page.clock.fast_forward(21_000)
    _expect_failure(checker, "was stopped after 20 seconds")
    page.unroute("**/worker.mjs")
    checker.button("Try again").click()
    checker.see("5.7.705")


def test_a_start_that_fails_before_the_paste_is_said_at_once(page: Page, server: str) -> None:
    page.route("**/*.wasm*", _missing)
    checker = CheckerPage(page, server)
    checker.box.focus()
    expect(checker.alert).to_contain_text("One of the checker's files is gone", timeout=PATIENCE)
    page.unroute("**/*.wasm*")
    checker.paste(TEXT)
    checker.see("5.7.705")


def test_progress_tells_the_bytes_that_came(page: Page, server: str, site: Path) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/stdlib.*", hold)
    checker = CheckerPage(page, server)
    checker.box.focus()
    bar = page.get_by_role("progressbar", name="Loading Python")
    expect(bar).to_have_attribute("value", _bytes_without(site, *HELD), timeout=PATIENCE)
    expect(bar).to_have_attribute("max", _bytes_without(site))
    held[0].continue_()
    expect(checker.status).to_contain_text("Python is ready", timeout=PATIENCE)
    expect(bar).to_be_hidden()


def test_without_the_catalogue_the_verdict_stays(page: Page, server: str) -> None:
    page.route("**/codes.json", _missing)
    checker = CheckerPage(page, server)
    checker.paste(TEXT)
    checker.see("5.7.705: your organization is blocked", "Your admin needs to act", "All about 5.7.705")


def test_without_javascript_the_page_names_the_static_way(page: Page, server: str) -> None:
    context = page.context.browser
    assert context
    with context.new_context(java_script_enabled=False) as bare:
        plain = bare.new_page()
        plain.goto(f"{server}codes/5.7.750/")
        expect(plain.locator("noscript p", has_text="The checker needs JavaScript, which is off.")).to_be_visible()
        plain.locator("noscript a", has_text="find your code in the table").click()
        plain.wait_for_url(f"{server}#by-hand")
        expect(plain.locator("#by-hand")).to_be_visible()


def test_a_checker_whose_own_script_is_gone_says_so_after_a_while(page: Page, server: str) -> None:
    page.route("**/page.mjs", _missing)
    page.goto(server)
    late = page.get_by_text("The checker hasn't started. Reload the page")
    assert late.evaluate("late => getComputedStyle(late).visibility") == "hidden"
    late.evaluate("late => late.getAnimations().forEach((animation) => animation.finish())")
    expect(late).to_be_visible()
