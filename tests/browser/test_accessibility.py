"""What axe finds (WCAG 2.2 A and AA, best practices): nothing, on any page, in any state, in any width and scheme."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Frame, Page, expect

from tests.support.checker_page import PATIENCE, CheckerPage, golden_text, shared_page
from tests.support.matrix import sample
from tests.support.stub import judging

_WIDTHS = (1350, 320)
#: Between the two, where axe finds nothing that it doesn't find there; but a page may be too wide.
_BETWEEN = 412
_SCHEMES = {"light": "default", "dark": "slate"}
_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
#: What the scheme changes: colours, and the pictures that are there in each. Any other rule finds in both the same.
_COLOURS = ["color-contrast", "link-in-text-block", "image-alt", "svg-img-alt"]
_RUN = """async ([within, runOnly]) => {
  const options = { runOnly, resultTypes: ["violations"], rules: { "target-size": { enabled: true } } };
  const { violations } = await axe.run(within, Array.isArray(runOnly) ? options : { ...options, rules: {} });
  return violations.map(({ id, help, nodes }) => `${id} (${help}): ${nodes.map(({ target }) => target).join(", ")}`);
}"""
#: The pages by what they are made of.
_PAGES = sample(
    ["", "while-blocked/", "not-yours/"],
    ["unblock/"],
    ["triage/"],
    ["codes/", "codes/by-wording/", "codes/by-who-acts/"],
    ["codes/5.7.750/", "codes/5.7.1/"],
    ["codes/5.7.700-749/"],
    ["about/benchmarks/"],
    ["about/verdict/", "about/privacy/", "about/command-line/", "about/fork/"],
    ["no-such-page/"],
    each=1,
)


@pytest.fixture(scope="module")
def axe(repo: Path) -> str:
    """Return axe's source: evaluated by the browser's driver, it is not bound by the site's policy."""
    return (repo / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def shared(browser: Browser, server: str) -> Iterator[Page]:
    """Open one page for all of them."""
    with shared_page(browser, server) as page:
        yield page


def _settle(shown: Frame) -> None:
    """Give the theme the time that it takes after a change of width, in which it makes stops of what scrolls."""
    for _ in range(40):
        if shown.evaluate(
            "[...document.querySelectorAll('pre > code')].every((c) => c.scrollWidth <= c.clientWidth || !c.tabIndex)"
        ):
            return
        shown.wait_for_timeout(50)


#: Another width lets the contents follow the page once more, and axe measures a link at their edge as cut off.
_TO_TOP = """() => {
  for (const wrap of document.querySelectorAll(".md-sidebar__scrollwrap"))
    wrap.scrollTo({ top: 0, behavior: "instant" });
}"""


def _violations(
    page: Page, axe: str, within: str = "html", *, frame: Frame | None = None, widths: Sequence[int] = _WIDTHS
) -> list[str]:
    """Return what axe finds in each width, and of the colours in each scheme; and where the page is too wide."""
    shown = frame or page.main_frame
    shown.evaluate(axe)
    found: list[str] = []
    for scheme, palette in _SCHEMES.items():
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        shown.locator(f"body[data-md-color-scheme={palette}]").wait_for()
        rules = _TAGS if scheme == "light" else {"type": "rule", "values": _COLOURS}
        for width in widths if scheme == "light" else widths[:1]:
            page.set_viewport_size({"width": width, "height": 900})
            _settle(shown)
            shown.evaluate(_TO_TOP)
            found += [f"{scheme}, {width}: {fault}" for fault in shown.evaluate(_RUN, [within, rules])]
            found += _too_wide(shown, width)
    page.set_viewport_size({"width": _BETWEEN, "height": 900})
    return found + _too_wide(shown, _BETWEEN)


def _too_wide(shown: Frame, width: int) -> list[str]:
    for _ in range(40):  # an open search follows the window's width in its own time
        if shown.evaluate("document.documentElement.scrollWidth <= innerWidth"):
            return []
        shown.wait_for_timeout(50)
    return [f"{width}: the page is wider than its window"]


@pytest.mark.parametrize("path", _PAGES)
def test_a_page_has_no_violation(shared: Page, server: str, axe: str, path: str) -> None:
    shared.goto(server + path)
    assert _violations(shared, axe) == []


@pytest.fixture(scope="module")
def checker(browser: Browser, server: str) -> Iterator[CheckerPage]:
    """Open the home page once: Python stays."""
    with shared_page(browser, server) as page:
        yield CheckerPage(page, server)


def _paste(stem: str, *seen: str) -> Callable[[CheckerPage], None]:
    def reach(checker: CheckerPage) -> None:
        checker.paste(golden_text(stem))
        checker.see(*seen)

    return reach


def _panel(button: str) -> Callable[[CheckerPage], None]:
    def reach(checker: CheckerPage) -> None:
        checker.paste(golden_text("705-message-trace-led"))
        checker.see("5.7.705")
        checker.button(button).click()
        expect(checker.card.locator(".ndr-panel :is(.ndr-preview, .ndr-points)")).to_be_visible(timeout=PATIENCE)

    return reach


def _ready(checker: CheckerPage) -> None:
    checker.box.focus()
    expect(checker.status).to_have_text("Python is ready. Paste the bounce.", timeout=PATIENCE)


def _empty(checker: CheckerPage) -> None:
    checker.button("Check").click()
    expect(checker.box).to_have_attribute("aria-invalid", "true")


def _too_long(checker: CheckerPage) -> None:
    checker.box.fill(golden_text("705-smtp-line") + f"{'and so on ' * 100}\n" * 501)
    checker.see("It read only the beginning")


def _several(checker: CheckerPage) -> None:
    mails = (golden_text("705-dsn-base64"), golden_text("511-postfix"))
    mailbox = "".join(f"From sender@contoso.com Fri Nov 20 08:14:05 2026\n{mail.rstrip()}\n\n" for mail in mails)
    checker.hand_over("drop", "inbox.mbox", mailbox)
    rows = checker.page.get_by_role("table", name="One row for each bounce or mention of a code").locator("tbody tr")
    expect(rows).to_have_count(2, timeout=PATIENCE)
    rows.first.get_by_role("button").click()
    checker.see("5.7.705")


@pytest.mark.parametrize(
    "reach",
    [
        pytest.param(_ready, id="ready"),
        pytest.param(_empty, id="empty"),
        pytest.param(_paste("705-smtp-line", "5.7.705"), id="match"),
        pytest.param(_paste("750-dsn-three", "5.7.750", "Recipients"), id="several recipients"),
        pytest.param(_paste("mention-question", "isn't a bounce"), id="mention"),
        pytest.param(_paste("delay-notice", "may still arrive"), id="delay"),
        pytest.param(_paste("712-undocumented", "5.7.712"), id="undocumented code"),
        pytest.param(_paste("not-a-bounce-ticket", "isn't a bounce"), id="not a bounce"),
        pytest.param(_too_long, id="too long"),
        pytest.param(_several, id="several bounces"),
        pytest.param(_panel("Copy ticket note"), id="ticket note"),
        pytest.param(_panel("Copy message to my admin"), id="send to admin"),
        pytest.param(_panel("Copy link"), id="copy link"),
        pytest.param(_panel("Wrong verdict?"), id="report"),
    ],
)
def test_a_state_of_the_checker_has_no_violation(
    checker: CheckerPage, axe: str, reach: Callable[[CheckerPage], None]
) -> None:
    checker.forget()
    reach(checker)
    assert _violations(checker.page, axe, ".ndr-checker") == []


def _loading(page: Page, server: str) -> None:
    page.route("**/assets/python/**", lambda _: None)  # never answered
    checker = CheckerPage(page, server)
    checker.box.focus()
    expect(page.locator(".ndr-checker")).to_have_attribute("data-state", "loading")


def _failed(page: Page, server: str) -> None:
    page.route("**/assets/python/**", lambda route: route.fulfill(status=404))
    checker = CheckerPage(page, server)
    checker.box.fill("550 5.7.705 Access denied")
    checker.button("Check").click()
    expect(checker.alert).not_to_be_empty(timeout=PATIENCE)


def _unsure(page: Page, server: str) -> None:
    judging(page, "550 5.7.1 Not authorized", certainty="unsure")
    checker = CheckerPage(page, server)
    checker.paste("550 5.7.1 Not authorized")
    checker.see("Needs a closer look")


def _linked(page: Page, server: str) -> None:
    CheckerPage(page, f"{server}#code=5.7.705").see("You opened a link to this code")


def _on_a_code_page(page: Page, server: str) -> None:
    judging(page, golden_text("705-dsn-base64"))
    checker = CheckerPage(page, f"{server}codes/5.7.750/")
    checker.paste(golden_text("705-dsn-base64"))
    checker.see("5.7.705")


def _guide(page: Page, server: str) -> None:
    page.goto(f"{server}unblock/")
    page.locator(".ndr-steps").wait_for()
    for tick in page.locator(".ndr-tick input").all()[:3]:
        tick.check()
    for fold in page.locator(".ndr-tool summary").all():
        fold.click()
    expect(page.locator(".ndr-case pre")).to_be_visible(timeout=PATIENCE)
    page.evaluate("scrollTo(0, 0)")
    # The contents follow the page a little later, and axe measures a link at their edge as cut off.
    contents = page.locator(".md-sidebar--secondary")
    expect(contents.locator(".md-nav__link--active")).to_have_count(0)
    contents.locator(".md-sidebar__scrollwrap").evaluate("wrap => wrap.scrollTo({ top: 0, behavior: 'instant' })")


def _asked_to_clear(page: Page, server: str) -> None:
    page.goto(f"{server}unblock/")
    page.get_by_role("region", name="Your progress").get_by_role("button", name="Clear").click()
    expect(page.get_by_role("dialog", name="Clear")).to_be_visible()


@pytest.mark.parametrize("reach", [_loading, _failed, _unsure, _linked, _on_a_code_page, _guide, _asked_to_clear])
def test_a_state_of_a_page_has_no_violation(
    cleared_page: Page, server: str, axe: str, reach: Callable[[Page, str], None]
) -> None:
    reach(cleared_page, server)
    assert _violations(cleared_page, axe) == []


@pytest.mark.parametrize("width", [1350, 412, 320])
def test_the_search_with_its_results_has_no_violation(shared: Page, server: str, axe: str, width: int) -> None:
    shared.set_viewport_size({"width": width, "height": 900})  # before: on a phone the search covers the page
    shared.goto(server)
    shared.locator(".md-search__input").focus()
    shared.keyboard.type("705")
    shared.locator(".md-search-result__item").first.wait_for(timeout=PATIENCE)
    assert _violations(shared, axe, widths=[width]) == []


def test_a_framed_page_that_refuses_input_has_no_violation(page: Page, server: str, axe: str) -> None:
    page.goto(f"{server}version.json")
    page.evaluate(
        """address => {
          const frame = document.createElement("iframe");
          frame.src = address;
          Object.assign(frame.style, { width: "100%", height: "800px", border: "0" });
          document.body.replaceChildren(frame);
        }""",
        server,
    )
    inner = page.frame_locator("iframe")
    expect(inner.get_by_text("This page is shown inside another one")).to_be_visible()
    assert _violations(page, axe, frame=page.frames[1]) == []
