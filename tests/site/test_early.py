"""A page's scripts are named in its head: the theme's, which runs last, and the checker's modules."""

import re
from pathlib import Path

import pytest

from sitebuild.finish import early

PAGE = '<head><title>x</title></head><body><script src="../assets/javascripts/bundle.0a1b.min.js"></script></body>'
_STATIC = re.compile(r'^import [^;]*"(\.[^"]+\.mjs)";', re.MULTILINE)


def test_the_theme_s_script_is_named_in_the_head_and_put_off() -> None:
    html = early.named(PAGE, [])
    head, _, body = html.partition("</head>")
    assert '<link rel="preload" as="script" href="../assets/javascripts/bundle.0a1b.min.js">' in head
    assert '<script defer src="../assets/javascripts/bundle.0a1b.min.js"></script>' in body


def test_modules_are_named_in_order_after_it() -> None:
    html = early.named(PAGE, ["../a.mjs", "../b.mjs"])
    assert html.index("bundle") < html.index('href="../a.mjs"') < html.index('href="../b.mjs"') < html.index("</head>")


def imported(folder: Path, entry: str) -> set[str]:
    """Return a module and all that it imports at its start, by their paths in the folder."""
    waiting, found = [folder / entry], set[str]()
    while waiting:
        module = waiting.pop().resolve()
        found.add(module.relative_to(folder.resolve()).as_posix())
        beside = {(module.parent / name).resolve() for name in _STATIC.findall(module.read_text(encoding="utf-8"))}
        waiting += [path for path in beside if path.relative_to(folder.resolve()).as_posix() not in found]
    return found


@pytest.mark.parametrize(
    ("page", "leads", "entry"),
    [
        ("index.html", "./", "web/page/journey.mjs"),
        ("codes/5.7.705/index.html", "../../", "web/page/journey.mjs"),
        ("triage/index.html", "../", "web/triage/workspace.mjs"),
    ],
)
def test_a_page_names_all_that_its_box_or_workspace_imports_and_nothing_else(
    site: Path, page: str, leads: str, entry: str
) -> None:
    (folder,) = (site / "assets" / "checker").iterdir()
    html = (site / page).read_text(encoding="utf-8")
    named = re.findall(rf'<link rel="modulepreload" href="{leads}assets/checker/[0-9a-f]+/([^"]+)">', html)
    assert sorted(named) == sorted(imported(folder, entry))


def test_a_page_with_neither_names_no_modules(site: Path) -> None:
    assert "modulepreload" not in (site / "unblock" / "index.html").read_text(encoding="utf-8")
