"""On paper, or as a PDF: every step and address, what is folded, which edition; nothing to press, and no paste."""

import io
import re
from importlib.metadata import version
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.support.checker_page import PATIENCE, CheckerPage, golden_text
from tests.support.matrix import sample

TO_PRESS = {
    *("Copy ticket note", "Copy this", "Start over", "Open a file", "Check", "Pass it on", "Wrong verdict?"),
    *("Export", "Clear", "Print", "Copy to clipboard", "Skip to content", "Search", "¶"),
}


@pytest.fixture
def page(cleared_page: Page) -> Page:
    """Print from one page, one test after the other."""
    return cleared_page


def _paper(page: Page) -> str:
    """Return the words of the page's PDF, which has signs of its own for fi and ff."""
    pages = PdfReader(io.BytesIO(page.pdf(format="A4"))).pages
    text = "\n".join(page.extract_text() for page in pages)
    for sign, letters in (("ﬃ", "ffi"), ("ﬄ", "ffl"), ("ﬀ", "ff"), ("ﬁ", "fi"), ("ﬂ", "fl")):
        text = text.replace(sign, letters)
    return text


def _joined(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _missing(texts: list[str], paper: str) -> list[str]:
    """Return what the paper lacks; the end of a page may part a text, and then its second half is elsewhere."""
    paper = _joined(paper)

    def stands(text: str) -> bool:
        return any(text[:at] in paper and text[at:] in paper for at in range(len(text)))

    return [text for text in texts if not stands(_joined(text))]


def _edition(page: Page) -> list[str]:
    address = page.locator("link[rel=canonical]").get_attribute("href")
    return [str(address), "reviewed 20", f"Version {version('ndr-checker')}"]


@pytest.mark.parametrize(
    "path", sample(["codes/5.7.750/"], ["unblock/"], ["while-blocked/", "codes/by-wording/"], each=1)
)
def test_a_page_on_paper_has_all_its_words_and_the_address_of_each_link(page: Page, server: str, path: str) -> None:
    page.goto(server + path)
    if path == "unblock/":
        page.locator(".ndr-steps").wait_for()
    words = page.locator("article :is(h1, h2, h3, p, li, td, th, code)").evaluate_all(
        r"""nodes => nodes
          .filter((node) => !node.closest(".ndr-checker, .ndr-tool, .ndr-tick, .ndr-printed, .ndr-moved"))
          .flatMap((node) => [...node.childNodes].filter(({ nodeType }) => nodeType === Node.TEXT_NODE))
          .flatMap(({ data }) => data.split("\n").map((line) => line.trim())).filter(Boolean)"""
    )
    links = page.locator("article a[href]:not(.headerlink)").evaluate_all(
        "nodes => nodes.filter((node) => !node.closest('.ndr-checker, .ndr-tool, .ndr-moved')).map(({ href }) => href)"
    )
    here = [link for link in links if link.startswith(f"{server}{path}#")]
    links = [link for link in links if link not in here]
    paper = _paper(page)
    assert len(words) > 40
    assert len(links) > 10
    assert _missing(words, paper) == []
    assert _missing([f"({link})" for link in links], paper) == []
    assert [link for link in here if f"({link})" in _joined(paper)] == [], "a place on the same paper has no address"
    assert _missing(_edition(page), paper) == []


def test_the_guide_on_paper_says_how_far_the_admin_is_and_has_nothing_to_press(page: Page, server: str) -> None:
    page.goto(f"{server}unblock/")
    page.locator(".ndr-tick input").first.check()
    paper = _paper(page)
    assert re.search(r"1 of \d+ steps done", paper)
    assert re.search(r"Done\s+20\d\d-\d\d-\d\d \d\d:\d\d UTC", paper)
    assert TO_PRESS.isdisjoint(paper.splitlines())


def test_a_verdict_on_paper_has_its_ways_on_and_neither_the_paste_nor_the_rest_of_the_page(
    page: Page, server: str
) -> None:
    checker = CheckerPage(page, server)
    checker.paste(golden_text("705-message-trace-led"))
    checker.see("5.7.705")
    paper = _paper(page)
    verdict = ["is blocked from sending", "Your admin needs to act", "What to do, step by step"]
    ways = [f"({server}{place})" for place in ("unblock/#contain", "codes/5.7.705/", "codes/5.7.705/#sender")]
    assert _missing([*verdict, *ways, *_edition(page)], paper) == []
    assert "5.7.711" in paper, "what it is easily mistaken for is folded on the screen"
    assert TO_PRESS.isdisjoint(paper.splitlines())
    assert [text for text in ("tenant has exceeded", "LED=", "Without the checker", "help desk") if text in paper] == []
    checker.button("Copy ticket note").click()
    checker.card.locator("pre.ndr-preview").wait_for(timeout=PATIENCE)
    assert "tenant has exceeded" in _paper(page), "the note that the reader has opened, with its line redacted"
    page.emulate_media(media="print")
    for edge in ("top", "right", "bottom", "left"):
        expect(checker.card).to_have_css(f"border-{edge}-style", "solid")


def test_what_is_dark_on_the_screen_is_dark_on_white_on_paper(page: Page, server: str, tmp_path: Path) -> None:
    def ink() -> str:
        (tmp_path / "page.pdf").write_bytes(page.pdf())
        colour = page.locator("article p a").first.evaluate("link => getComputedStyle(link).color")
        return str(colour)

    page.goto(f"{server}codes/5.7.750/")
    page.emulate_media(media="print", color_scheme="light")
    light = ink()
    page.emulate_media(media="print", color_scheme="dark")
    page.locator("body[data-md-color-scheme=slate]").wait_for()
    assert ink() == light
