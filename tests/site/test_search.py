"""The search finds what people type. It is asked as a page would ask it: the theme's worker with the site's index."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.support.paths import DATA

SUPPORT = Path(__file__).parent.parent / "support"
#: What people type, and the page that must come first.
QUERIES: dict[str, str] = json.loads((DATA / "queries.json").read_text(encoding="utf-8"))


def ask(site: Path, folder: Path, queries: list[str]) -> list[list[str]]:
    """Return the pages found for each query, best first."""
    node = shutil.which("node")
    assert node
    (folder / "queries.json").write_text(json.dumps(queries), encoding="utf-8")
    command = [node, str(SUPPORT / "search.mjs"), str(site), str(folder / "queries.json")]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    found: list[list[str]] = json.loads(done.stdout)
    return found


@pytest.fixture(scope="module")
def found(site: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """Return the pages found for each query of ours."""
    return dict(zip(QUERIES, ask(site, tmp_path_factory.mktemp("search"), list(QUERIES)), strict=True))


@pytest.mark.parametrize(("query", "page"), QUERIES.items(), ids=list(QUERIES))
def test_the_right_page_comes_first(found: dict[str, list[str]], query: str, page: str) -> None:
    assert found[query][:1] == [page]


def test_words_that_say_nothing_are_searched_for_where_there_is_nothing_else(site: Path, tmp_path: Path) -> None:
    (pages,) = ask(site, tmp_path, ["how to"])
    assert pages
