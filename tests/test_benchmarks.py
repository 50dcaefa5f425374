"""`make bench` in small: two mails and a start or two; nothing here depends on how long anything takes."""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

_SMALL = ["--rounds=1", "--starts=1", "--mails=2", "--megabytes=0.01", "--variant=ours", "--variant=email"]


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a page with a place for figures, and the figures in it; results.json lies beside it."""
    path = tmp_path_factory.mktemp("bench") / "page.md"
    path.write_text("Before.\n\n<!-- figures -->\nyesterday\n<!-- end of figures -->\n\nAfter.\n", encoding="utf-8")
    out = path.with_name("results.json")
    command = [sys.executable, "-m", "benchmarks", *_SMALL, "--generated", f"--out={out}", f"--page={path}"]
    run = subprocess.run(command, cwd=Path(__file__).parents[1], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return path


@pytest.fixture(scope="module")
def results(page: Path) -> Mapping[str, Any]:
    """Return what results.json holds."""
    found: dict[str, Any] = json.loads(page.with_name("results.json").read_text(encoding="utf-8"))
    return found


def test_results_have_the_day_the_machine_and_rows(results: Mapping[str, Any]) -> None:
    assert list(results) == ["date", "machine", "rows"]
    for row in results["rows"]:
        assert {"work", "variant", "median", "unit", "n", "ratio"} <= row.keys() <= {*row, "note"}
        assert row["n"] == 1
        assert (row["median"] is None) == bool(row.get("note")), row


def test_every_work_is_measured_for_the_checker(results: Mapping[str, Any]) -> None:
    works = {row["work"] for row in results["rows"] if row["variant"] == "ours" and row["median"] is not None}
    assert {"classify-generated", "start", "mbox", "mbox-memory"} <= works
    assert len([work for work in works if work.startswith("hostile-") and not work.endswith("-memory")]) == 22


def test_a_ratio_is_null_where_the_reference_is_not_installed(results: Mapping[str, Any]) -> None:
    assert {row["work"] for row in results["rows"] if row["ratio"] is not None} == {"start"}


def test_the_page_keeps_its_words_and_gets_the_new_figures(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert text.startswith("Before.\n")
    assert text.endswith("After.\n")
    assert "yesterday" not in text
    assert "| classify-generated | ours |" in text
    assert "| nested-mail |" in text
