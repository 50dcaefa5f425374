"""Reviews grow old, and the weekly workflow then says so."""

import os
import re
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

from tools.freshness import stale


def write(docs: Path, name: str, reviewed: str) -> None:
    """Write a page that was last reviewed on a day."""
    path = docs / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(f'---\n{{"title": "A page", "reviewed": "{reviewed}"}}\n---\n\nWords.\n')


def test_a_page_is_stale_once_its_review_is_older_than_180_days(tmp_path: Path) -> None:
    write(tmp_path, "unblock.md", "2026-06-01")
    reviewed = date(2026, 6, 1)
    assert [*stale(tmp_path, reviewed + timedelta(days=180))] == []
    assert [*stale(tmp_path, reviewed + timedelta(days=181))] == [
        "unblock.md: reviewed 2026-06-01, 181 days ago: read it against its sources"
    ]


def test_the_oldest_review_comes_first_and_pages_in_folders_count(tmp_path: Path) -> None:
    write(tmp_path, "unblock.md", "2026-03-01")
    write(tmp_path, "codes/5.7.705.md", "2026-02-01")
    write(tmp_path, "index.md", "2026-12-01")
    assert [line.partition(":")[0] for line in stale(tmp_path, date(2026, 12, 2))] == ["codes/5.7.705.md", "unblock.md"]


def test_every_page_of_the_project_is_watched(repo: Path) -> None:
    pages = [path for path in (repo / "docs").rglob("*.md") if '"reviewed"' in path.read_text(encoding="utf-8")]
    assert len([*stale(repo / "docs", date(2200, 1, 1))]) == len(pages) > 100


def test_the_command_needs_nothing_but_python_and_says_what_it_found(repo: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-S", "-m", "tools.freshness"],
        env={"PYTHONPATH": str(repo / "checker"), "PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.stderr == ""
    assert (run.returncode, bool(re.search(r"days ago: read it", run.stdout))) in {(0, False), (1, True)}
