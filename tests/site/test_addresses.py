"""What has been published once keeps working: docs/urls.lock names every address, docs/redirects.json where it went."""

import json
from pathlib import Path

import pytest

from sitebuild.build_error import BuildError
from sitebuild.finish.addresses import Addresses, read
from sitebuild.finish.moved import faults
from sitebuild.sources.redirects import load
from tools import urls_lock

_LOCK = "docs/urls.lock"


@pytest.fixture(scope="module")
def addresses(site: Path) -> Addresses:
    """Return what the built site has: reading it takes seconds."""
    return read(site)


def test_every_address_that_was_ever_published_still_leads_somewhere(addresses: Addresses, repo: Path) -> None:
    gone = urls_lock.gone(repo / _LOCK, addresses)
    assert gone == [], "say in docs/redirects.json where these stand now"


def test_every_address_of_the_site_is_written_down(addresses: Addresses, repo: Path) -> None:
    assert urls_lock.unlisted(repo / _LOCK, addresses) == [], "run `make urls`"


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


def test_the_command_adds_what_is_new_and_takes_nothing_out(site: Path, addresses: Addresses, tmp_path: Path) -> None:
    lock = tmp_path / "urls.lock"
    lock.write_text("/705/\n/gone/#long-since\n")
    urls_lock.main(site, lock)
    assert urls_lock.unlisted(lock, addresses) == []
    assert urls_lock.gone(lock, addresses) == ["gone/#long-since"]


def test_a_published_address_that_the_site_no_longer_has_is_found_out(addresses: Addresses, tmp_path: Path) -> None:
    lock = tmp_path / "urls.lock"
    lock.write_text("/codes/5.1.8/#old-place\n/codes/5.7.703/#meaning\n/codes/5.7.703/#old-words\n")
    assert urls_lock.gone(lock, addresses) == ["codes/5.1.8/#old-place", "codes/5.7.703/#old-words"]


@pytest.mark.parametrize(
    ("moved", "told"),
    [
        ({"old/": "nowhere/"}, "old/: nowhere/ doesn't exist"),
        ({"old/": "new/#nowhere"}, "old/: new/#nowhere doesn't exist"),
        ({"older/": "old/", "old/": "new/"}, "older/: old/ doesn't exist"),
        ({"new/": ""}, "new/: it exists again"),
        ({"new/#here": "#top"}, "new/#here: it exists again"),
        ({"old/#here": "new/#here"}, "old/ is no longer a page: say where the page has moved"),
    ],
)
def test_a_redirect_that_helps_nobody_is_told_with_its_remedy(moved: dict[str, str], told: str) -> None:
    assert any(told in fault for fault in faults(moved, {"": {"top"}, "new/": {"here"}}))


@pytest.mark.parametrize("old", ["/old/", "old", "new/#"])
def test_an_address_that_is_not_below_the_root_is_refused(old: str, tmp_path: Path) -> None:
    path = tmp_path / "redirects.json"
    path.write_text(json.dumps({"codes": {}, "moved": {old: "new/#here"}}), encoding="utf-8")
    with pytest.raises(BuildError, match=f"{old}: write an address below the site's root"):
        load(path)


def test_a_redirect_of_a_page_or_an_id_is_no_fault() -> None:
    moved = {"old/": "new/", "older/": "new/#here", "new/#old": "new/#here", "#old": "new/"}
    assert [*faults(moved, {"": {"top"}, "new/": {"here"}})] == []


@pytest.mark.parametrize("text", ["{", "[]", json.dumps({"moved": {}})])
def test_a_broken_file_of_redirects_is_told(text: str, tmp_path: Path) -> None:
    path = tmp_path / "redirects.json"
    path.write_text(text)
    with pytest.raises(BuildError, match=r"redirects\.json: .*write an object with codes and moved"):
        load(path)
