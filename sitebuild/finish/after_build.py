"""What is done to the folder of the built site: files that no Markdown makes, and the finish of every page."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sitebuild.browser_files import BrowserFiles
from sitebuild.build_error import BuildError
from sitebuild.finish import (
    alias,
    checksums,
    code_list,
    content_policy,
    llms_txt,
    moved,
    page_repairs,
    search_index,
    search_script,
    start_script,
)
from sitebuild.finish.addresses import ids_in
from sitebuild.sources.project import Project


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A page that Markdown made: its address, its Markdown twin's, that one's text, and the front matter."""

    address: str
    twin: str
    text: str
    front: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Where the site stands and what it is called; `url` ends with a slash."""

    folder: Path
    url: str
    name: str
    description: str


def finish(site: Site, project: Project, browser: BrowserFiles, pages: list[Written], *, with_policy: bool) -> None:
    """Complete the built site. Raises BuildError."""
    titles = {page.address: str(page.front["title"]) for page in pages}
    aliases = alias.aliases(project.entries, project.redirects.codes)
    leading_on = project.redirects.moved
    named = {address.partition("#")[0] for pair in leading_on.items() for address in pair}
    ids = {address: ids_in(_html(site, address)) if address in named else () for address in titles}
    if faults := [*moved.faults(leading_on, ids)]:
        raise BuildError("\n".join(f"redirects.json: {fault}" for fault in faults))
    elsewhere = {address: entry.page for entry in project.entries for address in aliases[entry.code]}
    elsewhere |= {old: new for old, new in leading_on.items() if "#" not in old}
    texts = {
        "codes.json": code_list.text(project.entries, aliases),
        "llms.txt": llms_txt.text(
            site.name, site.description, ((f"{site.url}{page.twin}", page.front) for page in pages)
        ),
        "robots.txt": f"User-agent: *\nAllow: /\nSitemap: {site.url}sitemap.xml\n",
        "version.json": project.edition.json(),
        **{page.twin: page.text for page in pages},
        **{
            f"{old}index.html": moved.page(old, new, titles[new.partition("#")[0]], site.url)
            for old, new in elsewhere.items()
        },
    }
    for name, data in {**{name: text.encode() for name, text in texts.items()}, **browser.files}.items():
        target = site.folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    for address in named & ids.keys():
        html = moved.with_old_ids(_html(site, address), address, leading_on, titles)
        (site.folder / address / "index.html").write_text(html, encoding="utf-8")
    index = site.folder / "search" / "search_index.json"
    fronts = {page.address: page.front for page in pages}
    trimmed = search_index.trim(index.read_text(encoding="utf-8"), project.entries, fronts)
    index.write_text(trimmed, encoding="utf-8")
    search_script.change(site.folder)
    start_script.change(site.folder)
    _finish_pages(site.folder, browser.folder, with_policy=with_policy)
    (site.folder / checksums.NAME).write_text(checksums.text(site.folder), encoding="utf-8")


def _html(site: Site, address: str) -> str:
    return (site.folder / address / "index.html").read_text(encoding="utf-8")


def _finish_pages(site: Path, checker: str, *, with_policy: bool) -> None:
    pages = {str(path.relative_to(site)): path.read_text(encoding="utf-8") for path in sorted(site.rglob("*.html"))}
    page_repairs.check(pages.values())
    pages = {path: page_repairs.repair(html) for path, html in pages.items()}
    policy = content_policy.policy(pages)
    for path, html in pages.items():
        (site / path).write_text(content_policy.with_policy(html, policy if with_policy else None), encoding="utf-8")
    # Not the search's worker: its name is the theme's, and what is in it ours.
    lasting = (f"/{checker}/*", "/assets/python/*", "/assets/stylesheets/*")
    headers = content_policy.headers(policy, lasting)
    (site / "_headers").write_text(headers, encoding="utf-8")
