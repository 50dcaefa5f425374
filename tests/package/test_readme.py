"""The README, CONTRIBUTING and ARCHITECTURE say what is so."""

import re
import subprocess
import sys

import pytest

from tests.support.paths import ROOT

_TEXTS = ("README.md", "CONTRIBUTING.md", "ARCHITECTURE.md", "SECURITY.md")


def test_the_terminal_says_what_the_readme_shows() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    (typed,) = re.findall(r'^echo "(.*)" \| ndr-checker check$', text, re.MULTILINE)
    (shown,) = re.findall(r"^```text\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    run = subprocess.run(
        [sys.executable, "-m", "ndr_checker", "check"], input=f"{typed}\n", capture_output=True, text=True, check=True
    )
    assert run.stdout.startswith(shown)


@pytest.mark.parametrize("name", _TEXTS)
def test_every_command_of_make_is_there(name: str) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = set(re.findall(r"(?:`|^)make ([a-z]+)", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE))
    assert named - targets == set()


@pytest.mark.parametrize("name", _TEXTS)
def test_every_file_that_a_text_links_or_names_is_there(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    links = {link.partition("#")[0] for link in re.findall(r"\]\(([^)\s]+)\)", text) if not link.startswith("https:")}
    named = set(re.findall(r"`((?:docs|checker|sitebuild|tests|tools|\.github)/[\w./-]+)`", text))
    gone = [path for path in sorted((links | named) - {""}) if not (ROOT / path).exists()]
    assert [path for path in gone if path != "docs/codes/5.7.69.md"] == []  # the one that make page writes
