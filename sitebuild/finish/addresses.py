"""Every address of a built site that somebody may have kept: pages, the ids in them, and the files for scripts."""

from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Final
from urllib.parse import urljoin

#: The theme's own ids, and those by which our scripts find their parts: no link was ever made of them.
_INNER: Final = ("__", "ndr-")
_FILES: Final = ("*.md", "*.json")


@dataclass(frozen=True, slots=True, kw_only=True)
class Addresses:
    """`pages` maps a page to its ids, `redirects` an address to the page it leads on to; all below the site's root."""

    pages: dict[str, set[str]]
    redirects: dict[str, str]
    files: set[str]

    def all(self) -> set[str]:
        """Return every address; those of a redirect without the ids that it takes along."""
        ids = {f"{page}#{name}" for page, names in self.pages.items() for name in names}
        return {*self.pages, *self.redirects, *self.files, *ids}

    def leads_somewhere(self, address: str) -> bool:
        """Return whether a link to an address, with or without an id, still finds what it named."""
        page, _, name = address.partition("#")
        if not name:
            return page in self.pages or page in self.redirects or page in self.files
        return name in self.pages.get(self.redirects.get(page, page), ())


def read(site: Path) -> Addresses:
    """Return the addresses of the site in a folder."""
    found = Addresses(pages={}, redirects={}, files=set())
    for path in sorted(site.rglob("index.html")):
        address = f"{path.parent.relative_to(site)}/" if path.parent != site else ""
        page = _Page(path.read_text(encoding="utf-8"))
        if page.leads_on:
            found.redirects[address] = _below_root(address, page.link)
        else:
            found.pages[address] = page.ids
    for kind in _FILES:
        names = (str(path.relative_to(site)) for path in site.rglob(kind))
        found.files.update(name for name in names if not name.startswith("search/"))
    return found


def ids_in(html: str) -> set[str]:
    """Return the ids of a page that a link may name."""
    return _Page(html).ids


def _below_root(address: str, link: str) -> str:
    return urljoin(f"http://site/{address}", link).removeprefix("http://site/").partition("#")[0]


class _Page(HTMLParser):
    """Reads the ids inside a page's article, or where a redirect leads."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.leads_on = False
        self.link = ""
        self._inside = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self._inside |= tag == "article"
        self.leads_on |= (found.get("src") or "").endswith("assets/redirect.mjs")
        if self.leads_on and tag == "a":
            self.link = found.get("href") or ""
        name = found.get("id")
        if self._inside and name and not name.startswith(_INNER):
            self.ids.add(name)

    def handle_endtag(self, tag: str) -> None:
        self._inside &= tag != "article"
