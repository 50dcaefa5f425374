"""How the pages are found, and what each says of itself to search engines, chats, programs and those who check it."""

import hashlib
import re
from datetime import date
from pathlib import Path
from urllib.parse import urljoin

import pytest

from ndr_checker.rules.catalogue import front_matter
from tests.support import html_page
from tests.support.sha256sum import complaints


@pytest.fixture(scope="session")
def listed(site: Path) -> dict[str, str]:
    """Return the sitemap: each page's address below the root, with its day."""
    text = (site / "sitemap.xml").read_text(encoding="utf-8")
    found = re.findall(r"<loc>(.*)</loc>\s*<lastmod>(.*)</lastmod>", text)
    root = min(address for address, _ in found)
    return {address.removeprefix(root): day for address, day in found}


@pytest.fixture(scope="session")
def root(site: Path) -> str:
    """Return the address for which the site was built."""
    (home,) = canonical(html_page.read(site / "index.html"))
    return home


def canonical(page: html_page.HtmlPage) -> list[str]:
    """Return the addresses that a page calls its own."""
    return [link.attributes["href"] or "" for link in page.named("link") if link.attributes.get("rel") == "canonical"]


def meta(page: html_page.HtmlPage) -> dict[str, str]:
    """Return what a page says of itself, by name."""
    rows = (element.attributes for element in page.named("meta"))
    return {row.get("name") or row.get("property") or "": row.get("content") or "" for row in rows}


def test_every_page_describes_itself_in_words_of_its_own_that_search_engines_show_whole(
    site: Path, listed: dict[str, str]
) -> None:
    described = {path: meta(html_page.read(site / path / "index.html"))["description"] for path in listed}
    assert len(described) > 100
    assert {path: words for path, words in described.items() if not 50 <= len(words) <= 160} == {}
    assert len(set(described.values())) == len(described)


def test_every_page_has_one_address_of_its_own_and_says_so_to_those_who_link_it(
    site: Path, listed: dict[str, str], root: str
) -> None:
    for path in listed:
        page = html_page.read(site / path / "index.html")
        assert canonical(page) == [f"{root}{path}"]
        said = meta(page)
        assert said["og:url"] == f"{root}{path}"
        assert said["og:description"] == said["description"]
        assert said["og:title"]
        assert said["og:image"].startswith(root)
        assert (site / said["og:image"].removeprefix(root)).is_file()


def test_redirects_are_no_pages_of_their_own(site: Path, listed: dict[str, str], root: str) -> None:
    page = html_page.read(site / "705" / "index.html")
    assert canonical(page) == [f"{root}codes/5.7.705/"]
    assert meta(page)["robots"] == "noindex"
    assert "705/" not in listed


def test_the_sitemap_tells_the_day_of_each_page_s_last_review(site: Path, repo: Path, listed: dict[str, str]) -> None:
    pages = {str(path.parent.relative_to(site)): path for path in site.rglob("index.html")}
    assert {path for path in pages if f"{path}/" in listed} == {path.rstrip("/") for path in listed} - {""}
    for path, day in listed.items():
        source = repo / "docs" / (f"{path.rstrip('/')}.md" if path else "index.md")
        if source.is_file():
            assert day == front_matter(source.read_text(encoding="utf-8"))["reviewed"]
        assert day == date.fromisoformat(day).isoformat()


def test_robots_txt_leads_to_the_sitemap(site: Path, root: str) -> None:
    assert f"Sitemap: {root}sitemap.xml\n" in (site / "robots.txt").read_text()


def test_every_page_has_a_markdown_twin_and_names_it(site: Path, listed: dict[str, str], root: str) -> None:
    index = (site / "llms.txt").read_text(encoding="utf-8")
    for path in listed:
        page = html_page.read(site / path / "index.html")
        (link,) = [
            element.attributes["href"] or ""
            for element in page.named("link")
            if element.attributes.get("type") == "text/markdown"
        ]
        address = urljoin(f"{root}{path}", link)
        twin = (site / address.removeprefix(root)).read_text(encoding="utf-8")
        assert twin.startswith("# ")
        assert "<!--" not in twin
        assert f"]({address}): " in index


def test_every_page_shows_the_day_of_its_last_review_and_its_sources_with_theirs(
    site: Path, repo: Path, listed: dict[str, str]
) -> None:
    for path, day in listed.items():
        page = html_page.read(site / path / "index.html")
        assert f"Last reviewed: {day}" in page.text
        source = repo / "docs" / (f"{path.rstrip('/')}.md" if path else "index.md")
        front = front_matter(source.read_text(encoding="utf-8")) if source.is_file() else {}
        for row in front.get("sources", ()):
            assert row["url"] in page.values("href")
            assert f"checked {row['checked']}" in page.text


def test_the_list_of_checksums_names_every_published_file(site: Path) -> None:
    listed = (site / "SHA256SUMS").read_text(encoding="utf-8")
    names = sorted(path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file())
    names.remove("SHA256SUMS")
    assert re.findall(r"^[0-9a-f]{64}  (.+)$", listed, re.MULTILINE) == names
    assert complaints(site) == ""
    assert hashlib.sha256((site / "index.html").read_bytes()).hexdigest() in listed
