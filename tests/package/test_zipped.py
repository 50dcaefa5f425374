"""The package works from a zip on Python's path, the way Spark ships it to its workers."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ndr_checker.browser import check
from ndr_checker.rules.catalogue import page
from pyodide_start import wheel
from tests.support.paths import GOLDENS, ROOT

#: Without `site`, and so without what is installed: the package can come from the zip only.
_PYTHON = (sys.executable, "-S", "-m", "ndr_checker")


@pytest.fixture(scope="module", params=["ndr_checker.zip", "ndr checker.whl"])
def zipped(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the wheel under a name of its own, never unpacked."""
    built = wheel.build(ROOT, tmp_path_factory.mktemp("wheel"))
    return built.rename(built.with_name(request.param))


def _run(zipped: Path, *arguments: str) -> str:
    run = subprocess.run(
        [*_PYTHON, *arguments],
        cwd=zipped.parent,
        env={**os.environ, "PYTHONPATH": str(zipped)},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return run.stdout


def test_it_gives_the_same_verdicts(zipped: Path) -> None:
    path = GOLDENS / "750-dsn-three-recipients.eml"
    found = json.loads(_run(zipped, "check", "--json", str(path)))
    assert {**found, "source": ""} == json.loads(check(path.read_bytes()))


def test_it_finds_the_page_of_a_range(zipped: Path, tmp_path: Path) -> None:
    (tmp_path / "in.txt").write_text("550 5.7.712 Access denied", encoding="utf-8")
    assert '"page":"codes/5.7.700-749/"' in _run(zipped, "check", "--json", str(tmp_path / "in.txt"))


def test_it_prints_the_page_of_a_code_and_the_list_of_codes(zipped: Path) -> None:
    assert _run(zipped, "explain", "5.7.705") == f"{page('5.7.705')}\n"
    assert "\n5.7.705 " in _run(zipped, "codes")
