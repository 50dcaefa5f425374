"""A copy of the project with one change of each kind that an owner makes, built once, with nothing compiled for it."""

import gzip
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from sitebuild.finish.addresses import read
from sitebuild.sources.redirects import load
from tests.support import html_page
from tests.support.checker_page import CheckerPage
from tests.support.checkout import Checkout
from tools import urls_lock
from tools.serve import SiteServer, running

_COMMIT = "0123456789abcdef0123456789abcdef01234567"
_MOVED = {
    "codes/5.7.703/#old-words": "codes/5.7.703/#admin",
    "codes/5.1.8/#old-place": "codes/5.7.703/#admin",
    "codes/old/": "codes/5.7.703/",
}


@pytest.fixture(scope="module")
def copy(repo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the changed copy."""
    checkout = Checkout(repo, tmp_path_factory.mktemp("changed") / "checkout")
    shutil.copyfile(repo / "organization.example.json", checkout.folder / "organization.json")
    page = "docs/codes/5.7.703.md"
    checkout.change(page, '"title": "5.7.703: a recipient', '"title": "5.7.703: one recipient')
    checkout.change(page, "The list is your organization's own.", "\n| a | b |\n|:-:|--:|\n| 1 | 2 |")
    redirects = checkout.folder / "docs" / "redirects.json"
    written = json.loads(redirects.read_text(encoding="utf-8"))
    written["moved"] = dict(load(redirects).moved) | _MOVED
    redirects.write_text(json.dumps(written), encoding="utf-8")
    return checkout.build(
        COMPILE="0",
        PATH="",  # so Node can't be found
        SOURCE_COMMIT=_COMMIT,
        SOURCE_DATE_EPOCH="1767225600",
        REPOSITORY_URL="https://github.com/contoso/ndr",
    )


@pytest.fixture(scope="module")
def address(copy: Path) -> Iterator[str]:
    """Serve the copy."""
    with running(SiteServer(copy, prefix="/sub/path/")) as server:
        yield server.url


def test_the_changed_page_is_there(copy: Path) -> None:
    assert "5.7.703: one recipient" in (copy / "codes/5.7.703/index.html").read_text()


def test_with_nothing_compiled_the_library_is_the_one_that_pyodide_ships(copy: Path, repo: Path) -> None:
    (library,) = (copy / "assets" / "python").glob("stdlib.*")
    stock = repo / "node_modules" / "pyodide" / "python_stdlib.zip"
    assert gzip.decompress(library.read_bytes()) == stock.read_bytes()


def test_with_nothing_compiled_the_checker_still_works(browser: Browser, address: str) -> None:
    with browser.new_context() as context:
        checker = CheckerPage(context.new_page(), address)
        checker.paste("550 5.7.705 Access denied, tenant has exceeded threshold")
        checker.see("5.7.705: your organization is blocked")


def test_aligned_table_columns_pass_since_they_become_classes(copy: Path) -> None:
    html = (copy / "codes/5.7.703/index.html").read_text()
    assert '<td class="ndr-center">1</td>' in html
    assert '<td class="ndr-right">2</td>' in html


def test_the_example_shows_on_code_pages_on_the_home_page_and_in_the_guide(copy: Path) -> None:
    for path in ("", "unblock/", "codes/5.7.705/", "codes/5.1.8/"):
        page = html_page.read(copy / path / "index.html")
        assert "At Contoso" in page.text
        assert "Help desk: Service desk, extension 4242" in page.text
        assert "https://help.contoso.com/" in page.values("href")
        assert ("Call the security team at extension 9" in page.text) == (path == "codes/5.7.705/")
        twin = copy / (f"{path.rstrip('/')}.md" if path else "index.md")
        assert "Service desk, extension 4242" in twin.read_text(encoding="utf-8")
    assert "At Contoso" not in html_page.read(copy / "about/verdict/index.html").text


def test_every_page_names_the_edition_that_it_is_of(copy: Path) -> None:
    edition = json.loads((copy / "version.json").read_bytes())
    assert edition == {"version": edition["version"], "commit": _COMMIT, "date": "2026-01-01"}
    for path in ("", "codes/5.7.705/", "unblock/"):
        page = html_page.read(copy / path / "index.html")
        assert f"Version {edition['version']}, 2026-01-01, 0123456" in page.text
        assert f"https://github.com/contoso/ndr/commit/{_COMMIT}" in page.values("href")


def test_a_moved_address_counts_as_there_with_every_id_that_its_new_page_has(copy: Path, tmp_path: Path) -> None:
    lock = tmp_path / "urls.lock"
    lock.write_text("/codes/5.1.8/#old-place\n/codes/5.7.703/#old-words\n")
    found = read(copy)
    assert urls_lock.gone(lock, found) == []
    lock.write_text("/codes/old/#admin\n/codes/old/#nothing\n")
    assert urls_lock.gone(lock, found) == ["codes/old/#nothing"]


def test_a_redirect_leads_the_reader_on(browser: Browser, address: str) -> None:
    new = f"{address}codes/5.7.703/#admin"
    with browser.new_context() as context:
        page = context.new_page()
        for old in ("codes/5.7.703/#old-words", "codes/5.1.8/#old-place", "codes/old/#admin"):
            page.goto("about:blank")
            page.goto(f"{address}{old}")
            expect(page).to_have_url(new)
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{address}codes/5.1.8/#old-place")
        page.locator("#old-place").get_by_role("link").click()
        expect(page).to_have_url(new)
