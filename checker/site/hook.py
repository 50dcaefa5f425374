"""The adapter between MkDocs and the functions beside it, which another site generator could call as well."""

import logging
import tempfile
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from mkdocs.config.config_options import ExtraScriptValue
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.utils import meta

import code_index
import code_page
import wheel
from after_build import Made, finish
from browser_files import browser_files
from build_error import BuildError
from ndr_checker.catalogue import Entry, front_matter
from runtime import runtime
from strict_catalogue import CatalogueError, load

_LOG = logging.getLogger("mkdocs.hooks")
_INDEX = "codes/index.md"
#: Stands in a page for the name of the wheel's file, which holds the version.
_WHEEL_MARK = "{wheel}"


@dataclass(slots=True)
class _Build:
    """What one event hands to a later one."""

    served: bool = False
    partial: str = ""
    wheel: str = ""  # the name of its file
    entries: dict[str, Entry] = field(default_factory=dict)  # by the page's file
    files: dict[str, str] = field(default_factory=dict)  # the file beside it, by code
    twins: dict[str, str] = field(default_factory=dict)
    made: Made | None = None


_BUILD = _Build()


def on_startup(*, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:  # noqa: ARG001 – MkDocs calls by name
    """Note whether the site is built or only served."""
    _BUILD.served = command == "serve"


def on_config(config: MkDocsConfig) -> None:
    """Read the catalogue, make what the browser loads, and name it in the configuration."""
    docs, root = Path(config.docs_dir), Path(config.config_file_path).parent
    entries = _entries(docs)
    ranges_first = sorted(entries, key=lambda entry: "-" not in entry.code)
    _BUILD.entries = {f"codes/{entry.code}.md": entry for entry in entries}
    _BUILD.files = {code: f"{entry.code}.md" for entry in ranges_first for code in (entry.code, *entry.codes())}
    _BUILD.twins = {}
    _BUILD.partial = (root / "checker" / "web" / "checker.html").read_text(encoding="utf-8")
    try:
        browser = browser_files(runtime(root), root / "checker" / "web", entries)
    except BuildError as error:
        raise PluginError(str(error)) from error
    _BUILD.made = Made(entries=entries, browser=browser, twins=_BUILD.twins)
    module = ExtraScriptValue(f"{browser.folder}/page.mjs")
    module.type = "module"
    config.extra_javascript.append(module)
    config.extra_css.append(f"{browser.folder}/check.css")
    # The theme's inline script names its scope. Relative to each page it would differ by folder, and so would its hash.
    config.extra["scope"] = urlsplit(config.site_url or "/").path


def on_files(files: Files, config: MkDocsConfig) -> None:
    """Add the index of all codes, and the wheel to download."""
    files.append(File.generated(config, _INDEX, content=code_index.markdown(_BUILD.entries.values())))
    with tempfile.TemporaryDirectory() as folder:
        built = wheel.build(Path(config.config_file_path).parent, Path(folder))
        files.append(File.generated(config, f"downloads/{built.name}", content=built.read_bytes()))
    _BUILD.wheel = built.name


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG001 – as above
    """Put into a code's page what its front matter knows, and keep the Markdown twin of every page."""
    entry = _BUILD.entries.get(page.file.src_uri)
    markdown = markdown.replace(_WHEEL_MARK, _BUILD.wheel)
    # The sitemap tells the day of the last review; with the day of the build, no two builds would be equal.
    page.update_date = str(page.meta.get("reviewed", max(entry.front["reviewed"] for entry in _BUILD.entries.values())))
    if entry is None:
        headed = "title" not in page.meta or markdown.lstrip().startswith("# ")
        _BUILD.twins[page.file.src_uri] = markdown if headed else f"# {page.meta['title']}\n\n{markdown}"
        return markdown
    _BUILD.twins[page.file.src_uri] = code_page.twin(entry, markdown, _BUILD.files)
    return code_page.markdown(entry, markdown, _BUILD.files)


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG001 – as above
    """Give the page its whole title: the theme would take the short one of the sidebar."""
    if "<h1" in html or "title" not in page.meta:
        return html
    return f"<h1>{escape(page.meta['title'], quote=False)}</h1>\n{html}"


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:  # noqa: ARG001 – as above
    """Put the checker where its mark stands."""
    root = "../" * page.url.count("/") or "./"
    return output.replace(code_page.CHECKER_MARK, _BUILD.partial.replace("{root}", root))


def on_post_build(config: MkDocsConfig) -> None:
    """Complete the built site."""
    if _BUILD.made is None:
        raise PluginError("on_config did not run")
    if _BUILD.served:
        _LOG.info("Served without the Content-Security-Policy, which would block live reload: `make serve` has it")
    try:
        finish(Path(config.site_dir), _BUILD.made, site_url=config.site_url or "/", with_policy=not _BUILD.served)
    except BuildError as error:
        raise PluginError(str(error)) from error


def on_serve(server: LiveReloadServer, config: MkDocsConfig, builder: Any) -> None:  # noqa: ARG001 – as above
    """Build anew when the checker changes."""
    server.watch(str(Path(config.config_file_path).parent / "checker"))


def _entries(docs: Path) -> tuple[Entry, ...]:
    """Return the pages of the codes. Raises PluginError with every fault of them and of all other front matter."""
    faults = []
    for path in sorted(docs.rglob("*.md")):
        text = path.read_text(encoding="utf-8")
        ours = _front_matter(text)
        if not text.startswith("---") or (ours is None and path.parent.name == "codes"):
            continue  # it has none; or the catalogue's own reader says more
        if meta.get_data(text)[1] != ours:
            faults.append(
                f"{path.relative_to(docs)}: MkDocs reads its front matter differently: write one JSON object between "
                "two lines of ---, in UTF-8, without tabs and \\u escapes"
            )
    try:
        entries = load()
    except CatalogueError as error:
        faults.insert(0, str(error))
    if faults:
        raise PluginError("\n".join(faults))
    return entries


def _front_matter(text: str) -> dict[str, Any] | None:
    try:
        return front_matter(text)
    except ValueError:
        return None
