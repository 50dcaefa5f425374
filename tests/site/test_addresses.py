"""What has been published once keeps working: docs/urls.lock names every address, docs/redirects.json where it went."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from sitebuild.build_error import BuildError
from sitebuild.finish.addresses import read
from sitebuild.sources.redirects import faults, load
from tests.support.checkout import Checkout
from tools import urls_lock
from tools.serve import SiteServer, running

_LOCK = "docs/urls.lock"


def test_every_address_that_was_ever_published_still_leads_somewhere(site: Path, repo: Path) -> None:
    gone = urls_lock.gone(repo / _LOCK, read(site))
    assert gone == [], "say in docs/redirects.json where these stand now"


def test_every_address_of_the_site_is_written_down(site: Path, repo: Path) -> None:
    assert urls_lock.unlisted(repo / _LOCK, read(site)) == [], "run `make urls`"


def test_the_lock_holds_pages_ids_aliases_twins_and_what_scripts_read(repo: Path) -> None:
    lines = (repo / _LOCK).read_text(encoding="utf-8").splitlines()
    pages = {
        "/",
        "/705/",
        "/5.7.705/",
        "/codes/5.7.706/",
        "/codes/5.7.705/",
        "/codes/5.7.705/#admin",
        "/unblock/#domains",
    }
    files = {"/codes/5.7.705.md", "/unblock.md", "/codes.json", "/schema/verdict-1.json"}
    assert pages | files <= set(lines)
    assert lines == sorted(set(lines))


def test_the_command_adds_what_is_new_and_takes_nothing_out(site: Path, tmp_path: Path) -> None:
    lock = tmp_path / "urls.lock"
    lock.write_text("/705/\n/gone/#long-since\n")
    urls_lock.main(site, lock)
    assert urls_lock.unlisted(lock, read(site)) == []
    assert urls_lock.gone(lock, read(site)) == ["gone/#long-since"]


def test_a_changed_id_is_found_out_and_its_redirect_leads_the_reader_on(
    repo: Path, tmp_path: Path, browser: Browser
) -> None:
    checkout = Checkout(repo, tmp_path / "checkout")
    lock = checkout.folder / _LOCK
    checkout.change("docs/codes/5.7.703.md", "{#meaning}", "{#meaning} \n\n### Old words {#old-words}")
    checkout.change("docs/codes/5.1.8.md", "{#meaning}", "{#meaning} \n\n### Old place {#old-place}")
    urls_lock.main(checkout.build(), lock)
    checkout.change("docs/codes/5.7.703.md", "{#old-words}", "{#new-words}")
    checkout.change("docs/codes/5.1.8.md", "\n\n### Old place {#old-place}", "")
    assert urls_lock.gone(lock, read(checkout.build())) == ["codes/5.1.8/#old-place", "codes/5.7.703/#old-words"]

    checkout.change(
        "docs/redirects.json",
        '"moved": {',
        '"moved": {"codes/5.7.703/#old-words": "codes/5.7.703/#new-words",'
        '"codes/5.1.8/#old-place": "codes/5.7.703/#new-words", "codes/old/": "codes/5.7.703/"'
        + (", " if load(checkout.folder / "docs/redirects.json").moved else ""),
    )
    site = checkout.build()
    assert urls_lock.gone(lock, read(site)) == []
    lock.write_text("/codes/old/#admin\n/codes/old/#nothing\n")
    assert urls_lock.gone(lock, read(site)) == ["codes/old/#nothing"]
    new = "codes/5.7.703/#new-words"
    with running(SiteServer(site, prefix="/sub/path/")) as server:
        with browser.new_context() as context:
            page = context.new_page()
            for old in ("codes/5.7.703/#old-words", "codes/5.1.8/#old-place"):
                page.goto("about:blank")
                page.goto(f"{server.url}{old}")
                expect(page).to_have_url(f"{server.url}{new}")
            page.goto(f"{server.url}codes/old/#admin")
            expect(page).to_have_url(f"{server.url}codes/5.7.703/#admin")
        with browser.new_context(java_script_enabled=False) as context:
            page = context.new_page()
            page.goto(f"{server.url}codes/5.1.8/#old-place")
            page.locator("#old-place").get_by_role("link").click()
            expect(page).to_have_url(f"{server.url}{new}")


@pytest.mark.parametrize(
    ("moved", "told"),
    [
        ({"old/": "nowhere/"}, "old/: nowhere/ is not there"),
        ({"old/": "new/#nowhere"}, "old/: new/#nowhere is not there"),
        ({"older/": "old/", "old/": "new/"}, "older/: old/ is not there"),
        ({"new/": ""}, "new/: it is there again"),
        ({"new/#here": "#top"}, "new/#here: it is there again"),
        ({"old/#here": "new/#here"}, "old/ is no page any more: say where the page has gone"),
        ({"/old/": "new/"}, "/old/: write an address below the site's root"),
        ({"old": "new/"}, "old: write an address below the site's root"),
        ({"new/#": "new/#here"}, "new/#: write an address below the site's root"),
    ],
)
def test_a_redirect_that_helps_nobody_is_told_with_its_remedy(moved: dict[str, str], told: str) -> None:
    assert any(told in fault for fault in faults(moved, {"": {"top"}, "new/": {"here"}}))


def test_a_redirect_of_a_page_or_an_id_is_no_fault() -> None:
    moved = {"old/": "new/", "older/": "new/#here", "new/#old": "new/#here", "#old": "new/"}
    assert [*faults(moved, {"": {"top"}, "new/": {"here"}})] == []


@pytest.mark.parametrize("text", ["{", "[]", json.dumps({"moved": {}})])
def test_a_broken_file_of_redirects_is_told(text: str, tmp_path: Path) -> None:
    path = tmp_path / "redirects.json"
    path.write_text(text)
    with pytest.raises(BuildError, match=r"redirects\.json: .*write an object with codes and moved"):
        load(path)
