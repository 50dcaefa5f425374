"""The adapter between MkDocs and the functions beside it, which another site generator could call as well."""

import logging
import os
import tempfile
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from jinja2 import Environment
from markdown import Markdown
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.utils import meta

from ndr_checker.rules.catalogue import Entry
from pyodide_start import wheel
from pyodide_start.runtime import NoRuntime, runtime
from sitebuild.browser_files import BrowserFiles, browser_files
from sitebuild.build_error import BuildError
from sitebuild.finish import early
from sitebuild.finish.after_build import Site, Written, finish
from sitebuild.pages import (
    about_page,
    actor_index,
    api_page,
    code_block,
    code_index,
    code_page,
    help_desk,
    review,
    twin,
    wording_index,
)
from sitebuild.sources import page_markup, project

_LOG = logging.getLogger("mkdocs.hooks")
#: By the names of their pages in codes/.
_INDEXES = {"index": code_index.markdown, "by-wording": wording_index.markdown, "by-who-acts": actor_index.markdown}
#: Where an organization says whom to ask, beside all code pages.
_WITH_HELP_DESK = ("index.md", "unblock.md")
#: Is in a page for the name of the wheel's file, which holds the version.
_WHEEL_MARK = "{wheel}"
#: Where about/python.md has the reference of the package.
_REFERENCE_MARK = "{reference}"
#: What goes where a page has a mark, from checker/web/.
_WORKSPACE_MARK = "<!-- triage -->"
_PARTIALS = {code_page.CHECKER_MARK: "checker.html", _WORKSPACE_MARK: "triage.html"}
#: Stands for them in a preview.
_NO_CHECKER = """<div class="admonition note">
<p class="admonition-title">Preview of the pages</p>
<p>The checker is left out here. <code>make serve</code> builds the whole site.</p>
</div>"""


@dataclass(slots=True)
class _Build:
    """What one event hands to a later one."""

    project: project.Project
    browser: BrowserFiles | None
    partials: dict[str, str]  # by the marks where they go
    entries: dict[str, Entry]  # by the page's file
    files: dict[str, str]  # the file beside it, by code
    wheel: str = ""  # the name of its file
    pages: list[Written] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


_SERVED = False
_BUILD: _Build


def on_startup(*, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:  # noqa: ARG001 – MkDocs calls by name
    """Note whether the site is built or only served."""
    global _SERVED  # noqa: PLW0603 – MkDocs keeps nothing else from one event to the next
    _SERVED = command == "serve"


def on_config(config: MkDocsConfig) -> None:
    """Read the project, make what the browser loads, and name it in the configuration."""
    global _BUILD  # noqa: PLW0603 – as above
    docs, root = Path(config.docs_dir), Path(config.config_file_path).resolve().parent
    names = sorted(path.relative_to(docs).as_posix() for path in docs.rglob("*.md"))
    left_out = config.exclude_docs
    pages = {name: docs / name for name in names if left_out is None or not left_out.match_file(name)}
    try:
        found = project.read(root, pages, meta.get_data, lambda text: _html(text, config), os.environ)
        browser = _browser(root, found, config.extra["repository"])
    except (BuildError, NoRuntime) as error:
        raise PluginError(str(error)) from error
    ranges_first = sorted(found.entries, key=lambda entry: "-" not in entry.code)
    _BUILD = _Build(
        project=found,
        browser=browser,
        partials={
            mark: (root / "checker" / "web" / name).read_text(encoding="utf-8") if browser else _NO_CHECKER
            for mark, name in _PARTIALS.items()
        },
        entries={f"codes/{entry.code}.md": entry for entry in found.entries},
        files={code: f"{entry.code}.md" for entry in ranges_first for code in (entry.code, *entry.codes())},
    )
    if browser:
        config.extra["checker"] = browser.folder
        config.extra_css.append(browser.style)
    config.copyright = found.edition.html(config.extra["repository"])
    # The theme's inline script names its scope. Relative to each page it would differ by folder, and so would its hash.
    config.extra["scope"] = urlsplit(config.site_url or "/").path


def _browser(root: Path, found: project.Project, repository: str) -> BrowserFiles | None:
    """Return what the browser loads; None in a preview of the pages, which needs no Node.js."""
    if os.environ.get("PREVIEW"):
        return None
    # COMPILE=0 sends what Pyodide ships: slower to start, and with nothing of ours between the two.
    python = runtime(root, compiled=os.environ.get("COMPILE") != "0")
    return browser_files(python, root / "checker", found.entries, repository)


def _html(markdown: str, config: MkDocsConfig) -> str:
    """Return what MkDocs would make of a page's Markdown by itself."""
    converter = Markdown(extensions=config.markdown_extensions, extension_configs=config.mdx_configs or {})
    return converter.convert(markdown.replace(_WHEEL_MARK, "checker.whl"))


def on_files(files: Files, config: MkDocsConfig) -> None:
    """Add the indexes of all codes, and the wheel to download."""
    for name, index in _INDEXES.items():
        files.append(File.generated(config, f"codes/{name}.md", content=index(_BUILD.project.entries)))
    with tempfile.TemporaryDirectory() as folder:
        built = wheel.build(Path(config.config_file_path).parent, Path(folder))
        files.append(File.generated(config, f"downloads/{built.name}", content=built.read_bytes()))
    _BUILD.wheel = built.name


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG001 – as above
    """Put into a page what is known beside its Markdown, and keep its twin."""
    name = page.file.src_uri
    entry, own = _BUILD.entries.get(name), _BUILD.project.organization
    markdown = markdown.replace(_WHEEL_MARK, _BUILD.wheel)
    if _REFERENCE_MARK in markdown:
        package = Path(config.config_file_path).parent / "checker"
        markdown = markdown.replace(_REFERENCE_MARK, api_page.reference(package))
    if name.startswith("about/"):
        markdown = about_page.filled(markdown, own, config.extra["repository"], config.site_url or "/")
    if own and (entry or name in _WITH_HELP_DESK):
        markdown = help_desk.placed(markdown, own, entry.code if entry else "")
    front = entry.front if entry else page.meta
    if entry:
        text = code_page.twin(entry, markdown, _BUILD.files)
        markdown = code_page.markdown(entry, markdown, _BUILD.files)
    else:
        markdown = review.with_review(markdown, front)
        text = twin.text(front["title"], markdown)
    _BUILD.pages.append(Written(address=page.url.removeprefix("./"), twin=name, text=text, front=front))
    page.update_date = str(front["reviewed"])  # what the sitemap tells
    return markdown


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG001 – as above
    """Note what a page may not hold, finish its blocks of code, and give it its whole title: the sidebar's is short."""
    made_here = page.file.generated_by is not None
    source = "" if made_here else Path(page.file.abs_src_path or "").read_text(encoding="utf-8")
    _BUILD.faults += page_markup.named(page.file.src_uri, html, source)
    html = code_block.finished(html)
    return html if "<h1" in html else f"<h1>{escape(page.meta['title'], quote=False)}</h1>\n{html}"


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG001 – as above
    """Stop before anything is written if a page is more than words: all pages have been rendered by now."""
    if _BUILD.faults:
        raise PluginError("\n".join(_BUILD.faults))


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:  # noqa: ARG001 – as above
    """Put the checker and the workspace where their marks are, and name all scripts of the checker in the head."""
    root = "../" * page.url.count("/") or "./"
    modules: tuple[str, ...] = ()
    if _BUILD.browser and code_page.CHECKER_MARK in output:
        modules = _BUILD.browser.box
    elif _BUILD.browser and _WORKSPACE_MARK in output:
        modules = _BUILD.browser.workspace
    beside = "" if page.is_homepage else " ndr-checker--beside"  # the page has a text of its own
    assets = f"{root}{_BUILD.browser.folder}" if _BUILD.browser else ""
    for mark, partial in _BUILD.partials.items():
        filled = partial.replace("{root}", root).replace("{beside}", beside).replace("{assets}", assets)
        output = output.replace(mark, filled)
    return early.named(output, [f"{root}{module}" for module in modules])


def on_post_build(config: MkDocsConfig) -> None:
    """Complete the built site."""
    if _BUILD.browser is None:
        return
    if _SERVED:
        _LOG.info("Served without the Content-Security-Policy, which would block live reload: `make serve` has it")
    site = Site(
        folder=Path(config.site_dir),
        url=config.site_url or "/",
        name=config.site_name,
        description=config.site_description or "",
    )
    pages = sorted(_BUILD.pages, key=lambda page: page.address)
    try:
        finish(site, _BUILD.project, _BUILD.browser, pages, with_policy=not _SERVED)
    except BuildError as error:
        raise PluginError(str(error)) from error


def on_serve(server: LiveReloadServer, config: MkDocsConfig, builder: Any) -> None:  # noqa: ARG001 – as above
    """Build again when the checker changes."""
    server.watch(str(Path(config.config_file_path).parent / "checker"))
