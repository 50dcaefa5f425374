"""What is done to the folder of the built site: files that no Markdown makes, and the finish of every page."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import alias
import code_list
import content_policy
import page_repairs
import search_index
from browser_files import BrowserFiles
from ndr_checker.catalogue import Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What goes into the site beside the pages: `twins` maps paths below the site's root to Markdown."""

    entries: tuple[Entry, ...]
    browser: BrowserFiles
    twins: Mapping[str, str]


def finish(site: Path, made: Made, *, site_url: str, with_policy: bool) -> None:
    """Complete the site in the folder `site`. Raises BuildError."""
    entries = made.entries
    found = alias.aliases(entries)
    texts = {
        "codes.json": code_list.text(entries, found),
        **made.twins,
        **{f"{path}index.html": alias.html(path, entry, site_url) for entry in entries for path in found[entry.code]},
    }
    for name, data in {**{name: text.encode() for name, text in texts.items()}, **made.browser.files}.items():
        target = site / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    index = site / "search" / "search_index.json"
    index.write_text(search_index.trim(index.read_text(encoding="utf-8"), entries), encoding="utf-8")
    _finish_pages(site, made.browser.folder, with_policy=with_policy)


def _finish_pages(site: Path, checker: str, *, with_policy: bool) -> None:
    pages = {str(path.relative_to(site)): path.read_text(encoding="utf-8") for path in sorted(site.rglob("*.html"))}
    page_repairs.check(pages.values())
    pages = {path: page_repairs.repair(html) for path, html in pages.items()}
    policy = content_policy.policy(pages)
    for path, html in pages.items():
        (site / path).write_text(content_policy.with_policy(html, policy if with_policy else None), encoding="utf-8")
    headers = content_policy.headers(policy, lasting=(f"/{checker}/*", "/assets/python/*"))
    (site / "_headers").write_text(headers, encoding="utf-8")
