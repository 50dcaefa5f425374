"""The pages in Chromium: what scripts of the theme and of ours do to them, under the policy."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.support.matrix import sample

#: What is typed, and how the title of the page begins that must come first. Node asks for all of it: queries.json.
QUERIES = {
    "705": "5.7.705: ",
    "7.705": "5.7.705: ",
    "5.7.705": "5.7.705: ",
    "550 5 7 705": "5.7.705: ",
    "550 5 7 750": "5.7.750: ",
    "550 5.7.750": "5.7.750: ",
    "550-5.7.750": "5.7.750: ",
    "750": "5.7.750: ",
    "550 5.7.750;": "5.7.750: ",
    "(5.7.750)": "5.7.750: ",
    "706": "5.7.700-749: ",
    "5.7.706": "5.7.700-749: ",
    "5.1.8": "5.1.8: ",
    "4.7.700": "4.7.700: ",
    "tenant exceeded threshold": "5.7.705: ",
    "tenant has exceeded threshold": "5.7.705: ",
    "Tenant has exceeded threshold.": "5.7.705: ",
    "unregistered domain": "5.7.750: ",
    "blocked from sending from unregistered domain": "5.7.750: ",
    "bad outbound sender": "5.1.8: ",
}


@pytest.fixture
def complaints(page: Page) -> list[str]:
    """Collect what the browser complains of, refusals of the policy among it."""
    found: list[str] = []
    page.on("console", lambda message: found.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: found.append(str(error)))
    return found


def test_an_alias_leads_to_its_page_and_keeps_the_id(page: Page, server: str) -> None:
    for alias, target in {
        "5.7.705/#admin": "codes/5.7.705/#admin",
        "705/#sender": "codes/5.7.705/#sender",
        "codes/5.7.706/#meaning": "codes/5.7.700-749/#meaning",
        "5.7.706/": "codes/5.7.700-749/",
    }.items():
        page.goto(f"{server}{alias}")
        expect(page).to_have_url(f"{server}{target}")


def test_an_alias_leads_to_its_page_without_scripts_too(page: Page, server: str) -> None:
    assert page.context.browser is not None
    with page.context.browser.new_context(java_script_enabled=False) as context:
        plain = context.new_page()
        plain.goto(f"{server}5.7.750/")
        expect(plain).to_have_url(f"{server}codes/5.7.750/")


def test_an_address_that_leads_nowhere_shows_the_ways_on(page: Page, server: str) -> None:
    page.goto(f"{server}5.7.999/deep/")
    expect(page.get_by_role("heading", level=1)).to_have_text("This page doesn't exist")
    page.get_by_role("article").get_by_role("link", name="all codes").click()
    expect(page).to_have_url(f"{server}codes/")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("This page doesn't exist")
    page.get_by_role("article").get_by_role("link", name="on the home page").click()
    expect(page).to_have_url(server)


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("7.705/", "5.7.705"),
        ("550-5.7.705/", "5.7.705"),
        ("codes/705", "5.7.705"),
        ("5.7.706.html", "5.7.706"),
        ("5.9.999/deep/", ""),
    ],
)
def test_an_address_that_leads_nowhere_offers_the_code_that_it_names(
    page: Page, server: str, address: str, code: str
) -> None:
    with page.expect_response("**/lost.mjs"):
        page.goto(server + address)
    page.wait_for_load_state("networkidle")
    place = page.locator(".ndr-lost")
    expect(place).to_be_visible(visible=bool(code))
    if code:
        place.get_by_role("link", name=code, exact=True).click()
        expect(page.locator("h1")).to_contain_text(code[:5])


def test_the_search_finds_the_page_first(page: Page, server: str) -> None:
    page.goto(f"{server}unblock/")
    field = page.get_by_role("textbox", name="Search")
    field.click()
    first = page.locator(".md-search-result__item h1").first
    for query in sample(list(QUERIES), each=7):
        field.clear()
        expect(page.locator(".md-search-result__item")).to_have_count(0)
        page.keyboard.type(query)
        expect(first, query).to_contain_text(QUERIES[query])


def test_the_search_takes_what_comes_without_a_key(page: Page, server: str) -> None:
    page.goto(f"{server}unblock/")
    field = page.get_by_role("textbox", name="Search")
    field.click()
    for query in ("705", "bad outbound sender"):
        field.fill(query)
        expect(page.locator(".md-search-result__item h1").first).to_contain_text(QUERIES[query])


def test_the_theme_works_under_the_policy_without_a_complaint(page: Page, server: str, complaints: list[str]) -> None:
    for path in ("", "codes/", "codes/5.7.750/", "unblock/"):
        page.goto(f"{server}{path}")
        expect(page.locator("h1")).to_be_visible()
    page.locator("label[for='__palette_1']").click()
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "default")
    page.get_by_title("Copy to clipboard").first.click()
    page.get_by_role("textbox", name="Search").click()
    page.keyboard.type("quota")
    expect(page.locator(".md-search-result__item").first).to_be_visible()
    assert complaints == []


def test_every_block_of_code_is_copied_whole_though_the_theme_has_looked_only_at_those_in_sight(
    page: Page, server: str
) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{server}unblock/")
    blocks = page.locator("article pre:has(> code)")
    expect(page.locator(".ndr-steps")).to_be_visible()
    assert page.locator("article pre[id]").count() < blocks.count() / 2
    for block in (blocks.first, blocks.last):
        block.get_by_title("Copy to clipboard").click()
        expect(page.locator(".md-dialog--active")).to_have_text("Copied to clipboard")
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied == block.locator("code").inner_text().rstrip()


#: Runs first, and notes what has every element of a page styled again while it starts.
_RESTYLED = """window.restyled = [];
new MutationObserver((changes) => {
  for (const { target, attributeName, oldValue, addedNodes } of changes) {
    if (attributeName === "data-md-color-switching") restyled.push(attributeName);
    if (target.rel === "stylesheet" && attributeName) restyled.push(oldValue);
    for (const node of addedNodes) if (node.name === "color-scheme" && window.document$) restyled.push(node.outerHTML);
  }
}).observe(document, { attributes: true, attributeOldValue: true, childList: true, subtree: true });"""

_SHEETS = "[...document.querySelectorAll('link[rel=stylesheet]')]"


def test_a_page_that_starts_is_styled_once_and_the_next_one_takes_over_its_style_sheets(
    page: Page, server: str
) -> None:
    page.add_init_script(_RESTYLED)
    page.goto(server)
    expect(page.locator("html")).to_have_class(re.compile(r"\bjs\b"))
    sheets = page.evaluate_handle(_SHEETS)
    for link, address in (("5.7.750", "codes/5.7.750/"), ("Blocked", "unblock/")):
        page.get_by_role("link", name=link, exact=True).first.click()
        page.wait_for_url(f"{server}{address}")
        expect(page.locator("link[rel=canonical]")).to_have_attribute("href", f"{server}{address}")
        assert page.evaluate(f"sheets => {_SHEETS}.every((sheet, at) => sheet === sheets[at])", sheets)
    assert page.evaluate("restyled") == []


def test_the_browser_hears_which_colours_were_chosen_on_this_page_and_the_next(page: Page, server: str) -> None:
    page.emulate_media(color_scheme="light")
    page.goto(server)
    scheme = page.locator("meta[name='color-scheme']").first
    expect(scheme).to_have_attribute("content", "light")
    for following in ("__palette_1", "__palette_2"):
        page.locator(f"label[for='{following}']").click()
    expect(scheme).to_have_attribute("content", "dark")
    page.get_by_role("link", name="5.7.750", exact=True).first.click()
    page.wait_for_url(f"{server}codes/5.7.750/")
    expect(scheme).to_have_attribute("content", "dark")
    page.reload()
    expect(scheme).to_have_attribute("content", "dark")


def test_the_policy_refuses_what_the_page_did_not_bring(page: Page, server: str, complaints: list[str]) -> None:
    page.goto(server)
    page.evaluate(
        "document.body.append(Object.assign(document.createElement('script'), {text: 'window.injected = 1'}))"
    )
    page.evaluate("""() => new Promise((resolve) => {
      document.body.insertAdjacentHTML("beforeend", '<img src=x onerror="injected = 2">');
      document.body.lastElementChild.addEventListener("error", resolve);
    })""")
    assert page.evaluate("window.injected") is None
    assert any("Content Security Policy" in complaint for complaint in complaints)


def test_the_keyboard_can_scroll_every_wide_table(page: Page, server: str) -> None:
    page.set_viewport_size({"width": 360, "height": 700})
    page.goto(server)
    boxes = page.locator(".md-typeset__scrollwrap")
    expect(boxes.first).to_have_attribute("tabindex", "0")
    names = [box.get_attribute("aria-label") for box in boxes.all()]
    assert len(names) == len(set(names))
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("path", ["", "codes/5.7.1/", "unblock/"])
def test_a_phone_breaks_no_word_in_a_table(page: Page, server: str, path: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{server}{path}")
    assert page.locator("article td").count() > 4
    broken = page.evaluate(
        r"""() => {
          const range = document.createRange();
          const broken = [];
          for (const cell of document.querySelectorAll("article :is(th, td)")) {
            const walk = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
            while (walk.nextNode()) {
              const text = walk.currentNode;
              for (const word of text.data.matchAll(/\w+/g)) {
                range.setStart(text, word.index);
                range.setEnd(text, word.index + word[0].length);
                if (!text.parentElement.closest("code") && range.getClientRects().length > 1) broken.push(word[0]);
              }
            }
          }
          return broken;
        }"""
    )
    assert broken == []


def test_paper_shows_what_is_folded_and_where_links_lead_but_not_the_paste_box(page: Page, server: str) -> None:
    page.goto(f"{server}codes/5.7.705/")
    folded = "<details><p id=folded>folded</p></details>"
    page.locator("#sources").evaluate("(heading, html) => heading.insertAdjacentHTML('afterend', html)", folded)
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.locator("#folded")).to_be_visible()
    expect(page.locator("#ndr-text")).to_be_hidden()
    after = page.locator("#sources ~ ul a[href^='https://learn.microsoft.com']").first.evaluate(
        "link => getComputedStyle(link, '::after').content"
    )
    assert "https://learn.microsoft.com" in after


def test_after_instant_navigation_paper_has_no_address_of_a_place_on_it(page: Page, server: str) -> None:
    page.goto(f"{server}codes/5.7.705/")
    page.wait_for_load_state("networkidle")
    page.evaluate("window.kept = true")
    page.get_by_role("article").locator("a[href*='unblock/#contain']").first.click()
    page.wait_for_url("**/unblock/#contain")
    page.emulate_media(media="print")
    link = page.locator("article td a[href$='#contain']").first
    expect(link).to_have_css("content", "none", pseudo="after")
    assert page.evaluate("window.kept"), "the page was swapped, not loaded"


def test_a_link_leads_to_its_step_right_after_scrolling_and_on_a_slow_line(page: Page, server: str) -> None:
    page.goto(f"{server}codes/5.7.750/")

    def late(route: Route) -> None:
        page.wait_for_timeout(300)
        route.continue_()

    page.route("**/unblock/", late)
    page.evaluate("scrollTo(0, 900); document.querySelector('a[href$=\"unblock/#connectors\"]').click()")
    page.wait_for_url(f"{server}unblock/#connectors")
    expect(page.locator("#connectors")).to_be_in_viewport()
