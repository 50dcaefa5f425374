"""Shells complete commands, options and names of files, as the page about the command line says."""

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.paths import DOCS

PAGE = (DOCS / "about" / "command-line.md").read_text(encoding="utf-8")
(WRITTEN,) = re.findall(r"^(shtab --shell=bash .*?) >", PAGE, re.MULTILINE)
#: Calls the function that completes, the way bash does.
ASK = """
source "$1"; shift
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
$(complete -p ndr-checker | sed 's/.*-F \\([^ ]*\\).*/\\1/') ndr-checker "${@: -1}" "${@: -2:1}"
printf '%s\\n' "${COMPREPLY[@]}"
"""


@pytest.fixture(scope="module")
def script(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the completions for bash, written as the page says."""
    path = tmp_path_factory.mktemp("completion") / "ndr-checker"
    command = [sys.executable, "-m", *shlex.split(WRITTEN)]
    path.write_bytes(subprocess.run(command, check=True, capture_output=True).stdout)
    return path


@pytest.mark.skipif(not shutil.which("bash"), reason="needs bash")
@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        (["ch"], ["check"]),
        (["check", "--js"], ["--json"]),
        (["check", "--sum"], ["--summary"]),
        (["check", "bounce"], ["bounce.eml", "bounces"]),
        (["check", "--json", "bounce.eml", "bounces/"], ["bounces/1.eml"]),
        (["triage", "--cs"], ["--csv"]),
        (["triage", "bounce."], ["bounce.eml"]),
    ],
    ids=" ".join,
)
def test_a_shell_completes_what_is_typed(typed: list[str], offered: list[str], script: Path, tmp_path: Path) -> None:
    (tmp_path / "bounce.eml").touch()
    (tmp_path / "bounces").mkdir()
    (tmp_path / "bounces" / "1.eml").touch()
    command = ["bash", "-c", ASK, "bash", str(script), "ndr-checker", *typed]
    done = subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, text=True)
    assert sorted(line.rstrip("/") for line in done.stdout.split()) == offered
