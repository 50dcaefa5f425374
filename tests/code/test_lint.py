"""The checks that read the code and don't run it: lint, format, types."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

_MODULE = [sys.executable, "-m"]


@pytest.mark.parametrize(
    "command",
    [
        pytest.param([*_MODULE, "ruff", "check"], id="ruff check"),
        pytest.param([*_MODULE, "ruff", "format", "--check", "--diff"], id="ruff format"),
        pytest.param([*_MODULE, "mypy"], id="mypy"),
        pytest.param(["node_modules/.bin/biome", "ci", "--error-on-warnings"], id="biome", marks=pytest.mark.node),
        pytest.param(["node_modules/.bin/tsc", "--project", "."], id="tsc", marks=pytest.mark.node),
    ],
)
def test_tool_finds_nothing(command: list[str], repo: Path) -> None:
    run = subprocess.run(
        command, cwd=repo, env=os.environ | {"NO_COLOR": "1"}, capture_output=True, text=True, check=False
    )
    if run.returncode:
        pytest.fail(run.stdout + run.stderr, pytrace=False)
