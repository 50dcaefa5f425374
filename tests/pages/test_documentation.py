"""The pages on the command line and on the verdict: each example is run as the page has it, and must give its output.

A fence with a title is a file that the examples read; ```console holds commands after `$ ` and what they print;
in ```python, a comment after a print is what that prints.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from ndr_checker import check
from ndr_checker.command import table
from ndr_checker.finding.finder import KINDS
from ndr_checker.telling.words import BLOCKED, CERTAINTY, KIND, PERMANENCE, WHO, WHOSE
from tests.support import html_page
from tests.support.paths import DOCS

ABOUT = DOCS / "about"
PAGES = sorted(ABOUT.glob("*.md"))
_FENCE = re.compile(r'^```(\w+)(?: title="([^"]+)")?\n(.*?)^```$', re.MULTILINE | re.DOTALL)
_PRINTED = re.compile(r"^print\(.*\)  # (.+)$", re.MULTILINE)


class Example(NamedTuple):
    """A command or a program of a page, and what it must print."""

    page: Path
    code: str
    printed: str


def fences(page: Path) -> list[tuple[str, str, str]]:
    """Return language, title and text of each fence of a page."""
    return _FENCE.findall(page.read_text(encoding="utf-8"))


def commands(page: Path) -> Iterator[Example]:
    """Yield every command of a page."""
    for language, _, text in fences(page):
        if language == "console":
            for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
                command, _, printed = part.partition("\n")
                yield Example(page, command, printed)


def programs(page: Path) -> Iterator[Example]:
    """Yield every Python program of a page."""
    for language, _, text in fences(page):
        if language == "python":
            yield Example(page, text, "".join(f"{line}\n" for line in _PRINTED.findall(text)))


COMMANDS = [example for page in PAGES for example in commands(page)]
PROGRAMS = [example for page in PAGES for example in programs(page)]


def run(example: Example, folder: Path, *program: str) -> str:
    """Run an example beside the files of its page, as in a terminal, and return what that shows."""
    for _, name, text in fences(example.page):
        if name:
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
    # Unbuffered, so that both streams come in the order in which a terminal shows them.
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        [*program, example.code],
        cwd=folder,
        env=os.environ | {"PATH": path, "PYTHONUNBUFFERED": "1", "PYTHONUTF8": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    return done.stdout


@pytest.mark.parametrize("example", COMMANDS, ids=lambda example: example.code)
def test_a_command_prints_what_the_page_shows(example: Example, tmp_path: Path) -> None:
    assert run(example, tmp_path, "/bin/sh", "-c") == example.printed


@pytest.mark.parametrize("example", PROGRAMS, ids=lambda example: example.printed.partition("\n")[0])
def test_a_program_prints_what_its_comments_say(example: Example, tmp_path: Path) -> None:
    assert example.printed
    assert run(example, tmp_path, sys.executable, "-c") == example.printed


def first_column(page: str) -> dict[str, list[str]]:
    """Return what is in backticks in the first column of each section's table, by the section's id."""
    sections = re.split(r"^##.*\{#([a-z-]+)\}$", (ABOUT / page).read_text(encoding="utf-8"), flags=re.MULTILINE)
    cells = [" ".join(re.findall(r"^\| (`.*?) \|", text, re.MULTILINE)) for text in sections]
    return {name: re.findall("`(.+?)`", cell) for name, cell in zip(sections[1::2], cells[2::2], strict=True)}


def test_the_page_lists_the_keys_and_words_of_the_contract_in_their_order() -> None:
    verdict = check("550 5.7.705 Access denied, tenant has exceeded threshold").to_dict()
    listed = first_column("command-line.md")
    assert listed["json"] == list(verdict)
    assert isinstance(evidence := verdict["evidence"], list)
    assert listed["evidence"] == list(evidence[0])
    for name, words in (("kind", KIND), ("certainty", CERTAINTY), ("blocked", BLOCKED), ("who", WHO)):
        assert listed[name] == list(words)
    text = (ABOUT / "command-line.md").read_text(encoding="utf-8")
    assert [word for word in (*PERMANENCE, *WHOSE, *KINDS) if f"`{word}`" not in text] == []
    assert ", ".join(f"`{name}`" for name in table.head().split(",")) in text


def test_the_page_lists_the_kinds_of_evidence_by_their_rank() -> None:
    text = (ABOUT / "verdict.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| (\d) \| `(.+?)` \|", text, re.MULTILINE) == [
        (str(rank), kind) for rank, kind in enumerate(KINDS, 1)
    ]


def test_the_wheel_that_the_site_offers_installs_offline_and_checks_a_bounce(site: Path, tmp_path: Path) -> None:
    links = html_page.read(site / "about" / "command-line" / "index.html").values("href")
    (link,) = [link for link in links if link and link.endswith(".whl")]
    wheel = (site / "about" / "command-line" / link).resolve()
    assert wheel.parent == site.resolve() / "downloads"
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-index", "--disable-pip-version-check"]
    subprocess.run([*pip, "--target", tmp_path, wheel], check=True)
    done = subprocess.run(
        [tmp_path / "bin" / "ndr-checker", "explain", "705"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(tmp_path), "PYTHONUTF8": "1"},  # before the package under test here
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert done.stdout.startswith("# 5.7.705: ")
    assert (tmp_path / "ndr_checker" / "codes" / "5.7.705.md").is_file()
