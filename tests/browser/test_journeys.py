"""A reader pastes a bounce, reads the verdict and follows its link: by mouse, by keyboard alone, at a phone's width."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.support.checker_page import PATIENCE, CheckerPage, golden_path, golden_text, python_requests, shared_page
from tests.support.golden import SHAPES
from tests.support.matrix import sample

TITLES = {"705": "5.7.705: your organization is blocked", "750": "5.7.750: mail from unregistered domains is blocked"}


@pytest.fixture(scope="module")
def checker(browser: Browser, server: str) -> Iterator[CheckerPage]:
    """Open the home page once for all shapes: Python stays."""
    with shared_page(browser, server) as page:
        yield CheckerPage(page, server)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("code", TITLES)
def test_a_pasted_bounce_gets_its_verdict_in_every_shape(checker: CheckerPage, code: str, shape: str) -> None:
    checker.paste(golden_text(f"{code}-{shape}"))
    checker.see(TITLES[code], "Not your fault. Your admin needs to act, then Microsoft.")
    expect(checker.card.locator("mark").first).to_contain_text(f"5.7.{code}")


@pytest.mark.parametrize("code", TITLES)
@pytest.mark.parametrize("way", ["button", "drop", "paste"])
def test_a_file_gets_its_verdict_with_the_lines_that_say_so(checker: CheckerPage, code: str, way: str) -> None:
    path = golden_path(f"{code}-dsn")
    if way == "button":
        with checker.page.expect_file_chooser() as chooser:
            checker.button("Open a file").click()
        chooser.value.set_files(path)
    else:
        checker.hand_over(way, path.name, path.read_text(encoding="utf-8"), "message/rfc822")
    checker.see(TITLES[code], f"Read from {path.name}")
    expect(checker.card.locator("pre mark").first).to_contain_text(f"5.7.{code}")
    expect(checker.box).to_have_value("")


@pytest.fixture
def page(cleared_page: Page) -> Page:
    """Start each journey in one page, with nothing kept."""
    return cleared_page


def test_by_mouse_from_the_home_page_to_the_step(page: Page, server: str) -> None:
    checker = CheckerPage(page, server)
    checker.box.click()
    checker.paste(golden_text("705-outlook-diagnostic"))
    checker.see(TITLES["705"])
    checker.card.get_by_role("link", name="What to do, step by step").click()
    page.wait_for_url(f"{server}unblock/#contain")
    expect(page.locator("#contain")).to_be_in_viewport()


def test_by_mouse_from_a_code_page_to_the_page_of_the_true_code(page: Page, server: str) -> None:
    checker = CheckerPage(page, f"{server}codes/5.7.750/")
    checker.paste(golden_text("705-exchange-online-notice"))
    checker.see(TITLES["705"])
    checker.card.get_by_role("link", name="All about 5.7.705").click()
    page.wait_for_url(f"{server}codes/5.7.705/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("5.7.705")


@pytest.mark.parametrize("width", sample([1350], [320, 412], each=1))
def test_by_keyboard_alone(page: Page, server: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    checker = CheckerPage(page, f"{server}codes/5.7.750/")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate("text => navigator.clipboard.writeText(text)", golden_text("750-outlook-diagnostic"))
    _tab_to(page, "#ndr-text")
    page.keyboard.press("ControlOrMeta+V")
    checker.see(TITLES["750"])
    expect(checker.box, "focus stays where the reader has put it").to_be_focused()
    expect(checker.status).to_contain_text(f"Result: {TITLES['750']}. Not your fault.")
    _tab_to(page, "#ndr-jump")
    expect(checker.button("Go to the result")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(checker.heading).to_be_focused()
    expect(checker.heading).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= width, "nothing sticks out to the right"
    _tab_to(page, ".ndr-role .ndr-button--main")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{server}unblock/#contain")


def _tab_to(page: Page, selector: str) -> None:
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"Tab never comes to {selector}")


def test_on_a_phone_the_verdict_comes_into_view(page: Page, server: str) -> None:
    page.set_viewport_size({"width": 412, "height": 700})
    checker = CheckerPage(page, server)
    checker.paste(golden_text("750-exchange-online-notice"))
    checker.see(TITLES["750"])
    expect(checker.heading).to_be_in_viewport()
    expect(checker.card.locator(".ndr-who")).to_be_in_viewport()


def test_the_next_page_s_box_lives_though_the_theme_comes_after_the_checker(page: Page, server: str) -> None:
    held: dict[str, Route] = {}
    page.route("**/page.mjs", lambda route: held.update(page=route))
    page.route("**/bundle.*.js", lambda route: held.update(theme=route))
    page.goto(f"{server}codes/5.7.750/", wait_until="commit")
    # Parsed, while the theme's deferred script is still out.
    page.wait_for_function("() => document.readyState === 'interactive'")
    for _ in range(500):
        if len(held) == 2:
            break
        page.wait_for_timeout(20)
    held["page"].continue_()
    page.locator(".ndr-checker[data-wired]").wait_for()
    held["theme"].continue_()
    page.unroute_all()
    # Material swaps pages only once it has read the sitemap; until then a click loads the next page.
    page.wait_for_load_state("networkidle")
    page.evaluate("window.sameWindow = true")
    page.get_by_role("article").get_by_role("link", name="5.7.705", exact=True).first.click()
    page.wait_for_url(f"{server}codes/5.7.705/**")
    expect(page.get_by_role("heading", level=1)).to_contain_text("5.7.705")
    page.get_by_label("Paste the bounce").fill(golden_text("705-smtp-line"))
    expect(page.locator(".ndr-card")).to_contain_text(TITLES["705"], timeout=PATIENCE)
    assert page.evaluate("window.sameWindow"), "Material has swapped the page, not loaded it"


def test_nothing_of_python_is_asked_for_before_the_reader_shows_intent(new_page: Page, server: str) -> None:
    page = new_page
    requests: list[str] = []
    page.on("request", lambda sent: requests.append(sent.url))
    checker = CheckerPage(page, server)
    page.mouse.move(5, 300)
    page.mouse.wheel(0, 2000)
    page.wait_for_load_state("networkidle")
    assert python_requests(requests) == []
    assert "codes.json" not in "".join(requests)
    checker.box.focus()
    expect(checker.status).to_contain_text("Python is ready", timeout=PATIENCE)
    assert len(python_requests(requests)) == len(set(python_requests(requests))), "each file once"
    assert len(python_requests(requests)) == 8, (
        "two workers, each from a blob, the script of one, and five files of Python"
    )


def test_python_is_kept_from_page_to_page(new_page: Page, server: str) -> None:
    page = new_page
    requests: list[str] = []
    checker = CheckerPage(page, server)
    checker.paste(golden_text("705-smtp-line"))
    checker.see(TITLES["705"])
    page.on("request", lambda sent: requests.append(sent.url))
    page.evaluate("window.sameWindow = true")
    checker.card.get_by_role("link", name="All about 5.7.705").click()
    page.wait_for_url(f"{server}codes/5.7.705/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("5.7.705")
    checker.paste(golden_text("750-smtp-line"))
    checker.see(TITLES["750"])
    assert page.evaluate("window.sameWindow"), "Material has swapped the page, not loaded it"
    assert python_requests(requests) == []
    page.go_back()
    page.wait_for_url(server)
    checker.see(TITLES["705"])
    expect(checker.box, "what was pasted here is still here").to_have_value(
        golden_text("705-smtp-line").rstrip("\n") + "\n"
    )
