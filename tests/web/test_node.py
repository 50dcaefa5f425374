"""What of the page's JavaScript needs no page is tested under Node, as the site sends it."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from ndr_checker.telling import escape
from tests.support.links import NAMED, fragments


@pytest.fixture(scope="module")
def modules(site: Path) -> Path:
    """Return the folder with the site's modules."""
    (folder,) = (site / "assets" / "checker").iterdir()
    return folder


def _passes(test: str, repo: Path, **environment: str) -> None:
    run = subprocess.run(
        [shutil.which("node") or "node", "--test", f"tests/web/{test}"],
        cwd=repo,
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if run.returncode:
        pytest.fail(run.stdout, pytrace=False)


def test_of_ten_thousand_links_only_those_that_name_a_code_open_one(modules: Path, repo: Path, tmp_path: Path) -> None:
    links = fragments(atleast=10_000)
    assert sum(map(len, links.values())) >= 10_000
    given = tmp_path / "links.json"
    given.write_text(json.dumps({"codes": NAMED, "fragments": links}), encoding="utf-8")
    _passes("links.test.mjs", repo, LINKS=str(given), MODULE=str(modules / "web" / "parts" / "codes.mjs"))


def test_what_is_not_seen_is_taken_out_here_as_python_writes_it_out(repo: Path) -> None:
    every = (chr(number) for number in range(0x110000))
    unseen = [sign for sign in every if escape.visible(sign) != sign and sign != "\t"]
    assert len(unseen) > 4000
    _passes("text.test.mjs", repo, UNSEEN=json.dumps(unseen))
