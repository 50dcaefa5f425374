"""A page is words: whatever else its Markdown or front matter brings along is a fault, with its line."""

import json
import re
from pathlib import Path

import pytest
from markdown import Markdown
from mkdocs.config import load_config
from mkdocs.utils import meta

from sitebuild.build_error import BuildError
from sitebuild.sources import page_markup, redirects, site_files
from sitebuild.sources.source_faults import source_faults
from tests.support.paths import ROOT
from tests.support.ways_in import IN_FRONT_MATTER, IN_MARKDOWN

DOCS = ROOT / "docs"
_FRONT = {"title": "A page", "description": "A page of a test.", "reviewed": "2026-11-23"}


def page(body: str, **front: object) -> str:
    """Return a whole page: its body begins in line 9."""
    fields = json.dumps(_FRONT | front, ensure_ascii=False, indent=0)
    return f"---\n{fields}\n---\n\n## Words {{#words-before}}\n\n{body}\n"


@pytest.fixture(scope="module")
def markdown() -> Markdown:
    """Return Markdown as mkdocs.yml sets it up."""
    config = load_config(str(ROOT / "mkdocs.yml"))
    return Markdown(extensions=config.markdown_extensions, extension_configs=config.mdx_configs)


def faults(markdown: Markdown, text: str) -> list[page_markup.Fault]:
    """Return the faults of a page's markup, in which the build would have put the name of the wheel."""
    text = text.replace("{wheel}", "ndr_checker-0.1.0-py3-none-any.whl")
    return [*page_markup.faults(markdown.reset().convert(meta.get_data(text)[0]), text)]


@pytest.mark.parametrize("way", IN_MARKDOWN)
def test_markup_that_is_more_than_words_is_a_fault_with_its_line(markdown: Markdown, way: str) -> None:
    text = page(IN_MARKDOWN[way])
    found = faults(markdown, text)
    assert found
    body = text.count("\n", 0, text.index(IN_MARKDOWN[way])) + 1
    last = body + IN_MARKDOWN[way].count("\n")
    assert [fault for fault in found if not body <= fault.line <= last] == []


@pytest.mark.parametrize("way", IN_FRONT_MATTER)
def test_front_matter_that_is_more_than_words_is_a_fault(way: str) -> None:
    text = page("Words.", **IN_FRONT_MATTER[way])
    assert [*source_faults({"x.md": text}, lambda text: meta.get_data(text)[1])]


@pytest.mark.parametrize("sign", ["\u202e", "\u200b", "\u00ad", "\ufeff", "\U000e0041", "\x02", "\x0c"])
def test_what_nobody_sees_in_a_page_is_a_fault_with_its_line(sign: str) -> None:
    text = page(f"Words.\n\n```powershell\nGet-Accepted{sign}Domain\n```")
    (fault,) = source_faults({"x.md": text}, lambda text: meta.get_data(text)[1])
    assert fault.startswith(f"docs/x.md:{text.count(chr(10), 0, text.index(sign)) + 1}: ")


def test_every_page_of_the_site_is_words(markdown: Markdown) -> None:
    pages = sorted(DOCS.rglob("*.md"))
    assert len(pages) > 140
    assert {path: found for path in pages if (found := faults(markdown, path.read_text(encoding="utf-8")))} == {}
    assert [*site_files.faults(DOCS)] == []


def test_ordinary_markdown_is_no_fault(markdown: Markdown) -> None:
    text = page(
        "Words with `<script>` and **stress**, a [link](../unblock.md#domains), [another][there], <https://example.com/>.\n\n"
        "[there]: https://learn.microsoft.com/exchange?view=x#y\n\n"
        "```ndr\n550 5.7.705 <script>alert(1)</script>\n```\n\n"
        '```powershell\nGet-Mailbox "<name>"\n```\n\n'
        '| a | b |\n|:-:|--:|\n| 1 | 2 |\n\n1. one\n2. two\n\n!!! note "Title"\n    Words & more, 5 < 6.\n'
    )
    assert faults(markdown, text) == []


def test_all_faults_of_a_page_are_told_each_with_its_line(markdown: Markdown) -> None:
    text = page('<script>alert(1)</script>\n\nWords.\n\n<p id="ndr-text">x</p>\n\n[x](javascript:alert(1))')
    first = text.count("\n", 0, text.index("<script")) + 1
    assert [fault.line for fault in faults(markdown, text)] == [first, first + 4, first + 6]


@pytest.mark.parametrize(
    "name",
    [
        "codes/evil.html", "assets/evil.js", "evil.svg", "_headers", "_redirects", "CNAME", "codes/x.markdown",
        "overrides/base.html", "overrides/partials/header.html", "assets/evil.svgz", "evil.xhtml", "x.pdf",
    ],
)  # fmt: skip
def test_a_file_that_could_act_by_itself_is_not_published(tmp_path: Path, name: str) -> None:
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / name).write_text("x")
    (fault,) = site_files.faults(tmp_path)
    assert fault.startswith(f"docs/{name}: ")


def test_a_link_to_a_file_elsewhere_is_not_published(tmp_path: Path) -> None:
    (tmp_path / "x.md").symlink_to(ROOT / "README.md")
    (fault,) = site_files.faults(tmp_path)
    assert "symbolic link" in fault


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        "<rect onclick='alert(1)'/>",
        '<rect onclick="alert(1)"/>',
        '<a href="javascript:alert(1)"><text>x</text></a>',
        "<foreignObject><p>x</p></foreignObject>",
        '<use href="https://evil.example/x.svg#y"/>',
        '<image href="https://evil.example/x.png"/>',
        '<h:script xmlns:h="http://www.w3.org/1999/xhtml">alert(1)</h:script>',
        '<set attributeName="href" to="javascript:alert(1)"/>',
        "<!DOCTYPE svg [<!ENTITY x 'y'>]>",
        "<?xml-stylesheet href='https://evil.example/x.css'?>",
        '<style>@import "https://evil.example/x.css";</style>',
        "<style>@font-face { src: URL( https://evil.example/x ) }</style>",
        "<style>rect { fill: url(//evil.example/x#y) }</style>",
        r"<style>rect { fill: \75rl(https://evil.example/x) }</style>",
        '<rect fill="url(//evil.example/x.svg#y)"/>',
        '<rect fill="&#117;rl(https://evil.example/x.svg#y)"/>',
        '<g xml:base="https://evil.example/"><path d="M0 0"/></g>',
        "<text>&xxe;</text>",
    ],
)
def test_a_picture_is_shapes_and_words(tmp_path: Path, inside: str) -> None:
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "x.svg").write_text(f'<svg xmlns="http://www.w3.org/2000/svg">\n{inside}\n</svg>\n')
    found = [*site_files.faults(tmp_path)]
    assert found
    assert all(re.match(r"docs/assets/x\.svg:2: ", fault) for fault in found)


@pytest.mark.parametrize(
    "settings",
    [
        {"codes": {"": ["../{code}/"]}},
        {"codes": {"": ["{code.__class__}/"]}},
        {"codes": {"": ["/{code}/"]}},
        {"codes": {"": ["https://evil.example/{code}/"]}},
        {"moved": {"unblock/#ndr-text": "unblock/#after"}},
        {"moved": {"../x/": "unblock/"}},
        {"moved": {"x/": "https://evil.example/"}},
        {"moved": {'x"><script>/': "unblock/"}},
        {"moved": {"x/": 'unblock/#"><script>alert(1)</script>'}},
        {"moved": ["x/"]},
    ],
    ids=json.dumps,
)
def test_a_redirect_leads_from_and_to_addresses_of_this_site(tmp_path: Path, settings: dict[str, object]) -> None:
    path = tmp_path / "redirects.json"
    path.write_text(json.dumps({"codes": {}, "moved": {}} | settings), encoding="utf-8")
    with pytest.raises(BuildError, match=r"redirects\.json: "):
        redirects.load(path)
