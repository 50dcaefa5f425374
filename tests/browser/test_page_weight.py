"""What the home page weighs before the reader does anything: every response, as a static host sends it."""

import gzip
import json

import pytest
from playwright.sync_api import Browser, Response

from tests.support.checker_page import CheckerPage

#: Bytes, plain and as GitHub Pages compresses what is text.
MOST = {"plain": 430_000, "sent": 110_000}
TEXT = ("text/", "javascript", "json", "xml")


@pytest.fixture(scope="module")
def weights(browser: Browser, server: str) -> dict[str, tuple[int, int]]:
    """Open the home page with nothing cached, look around without touching the checker, and weigh what came."""
    found: list[Response] = []
    with browser.new_context() as context:
        context.on("response", lambda response: found.append(response))  # noqa: PLW0108 – Playwright marks its handlers
        page = context.new_page()
        CheckerPage(page, server)
        page.mouse.wheel(0, 2000)
        page.wait_for_load_state("networkidle")
        return {response.url: _weight(response) for response in found}


def _weight(response: Response) -> tuple[int, int]:
    body = response.body()
    compressed = any(kind in response.headers.get("content-type", "") for kind in TEXT)
    return len(body), len(gzip.compress(body, 6, mtime=0)) if compressed else len(body)


def test_the_home_page_is_light_before_the_reader_does_anything(weights: dict[str, tuple[int, int]]) -> None:
    assert len(weights) > 10
    plain, sent = (sum(column) for column in zip(*weights.values(), strict=True))
    assert plain <= MOST["plain"], json.dumps(weights, indent=1)
    assert sent <= MOST["sent"], json.dumps(weights, indent=1)


def test_nothing_of_python_and_of_the_search_comes_before_it_is_wanted(weights: dict[str, tuple[int, int]]) -> None:
    late = ("/assets/python/", "/worker.mjs", "codes.json", "/search/", "/workers/")
    assert [url for url in weights if any(part in url for part in late)] == []


def test_the_search_comes_when_the_reader_turns_to_it(browser: Browser, server: str) -> None:
    with browser.new_context() as context:
        asked: list[str] = []
        context.on("request", lambda request: asked.append(request.url))
        page = context.new_page()
        page.goto(server)
        page.get_by_role("textbox", name="Search").click()
        page.keyboard.type("5.7.705")
        page.locator(".md-search-result__item").first.wait_for()
    assert {url.rpartition("/")[2].partition(".")[0] for url in asked if "search" in url} == {"search", "search_index"}
