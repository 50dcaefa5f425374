"""What is no file can't keep the command waiting: pipes, devices and sockets, however they are named."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ndr_checker.__main__ import main
from ndr_checker.command import source
from ndr_checker.reading.files.intake import Intake
from ndr_checker.triage import Workspace

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="has no pipes and devices among its files")
BOUNCE = b"550 5.7.705 Access denied, tenant has exceeded threshold\n"
Capture = pytest.CaptureFixture[str]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return a folder with a bounce, a pipe, a socket, and links to a device and to nothing."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(source, "_PATIENCE", 0.05)
    (tmp_path / "bounce").write_bytes(BOUNCE)
    os.mkfifo("pipe")
    Path("zero").symlink_to("/dev/zero")
    Path("gone").symlink_to("nothing")
    with socket.socket(socket.AF_UNIX) as one:
        one.bind("socket")
        yield tmp_path


@pytest.mark.parametrize(
    "arguments", [["."], ["[a-z]*"], ["--files-from", "../list"]], ids=["folder", "pattern", "list"]
)
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_what_is_no_file_is_named_and_the_others_are_judged(
    arguments: list[str], jobs: str, folder: Path, capsys: Capture
) -> None:
    (folder.parent / "list").write_bytes(b"\0".join(map(bytes, folder.iterdir())))
    assert main(["check", "--json", "--jobs", jobs, *arguments]) == 2
    out, err = capsys.readouterr()
    assert [json.loads(line)["code"] for line in out.splitlines()] == ["5.7.705"]
    said = sorted(line.replace(str(folder), ".").replace("./", "") for line in err.splitlines())
    assert said == [
        "ndr-checker: gone can't be read: No such file or directory",
        "ndr-checker: pipe is a pipe, not a file",
        "ndr-checker: socket is a socket, not a file",
        "ndr-checker: zero is a device, not a file",
    ]


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("pipe", "it is a pipe, and nothing was written to it"),
        ("zero", "it is a device, not a file"),
        ("socket", "it is a socket, not a file"),
    ],
)
@pytest.mark.parametrize("command", ["check", "triage"])
def test_what_is_no_file_does_not_hang_where_it_is_named(
    command: str, name: str, why: str, folder: Path, capsys: Capture
) -> None:
    assert main([command, name, str(folder / "bounce")]) == 2
    out, err = capsys.readouterr()
    assert "5.7.705" in out
    assert why in err


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_pipe_that_is_named_is_read_as_shells_name_theirs(
    jobs: str, folder: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(source, "_PATIENCE", 30)
    ours, theirs = os.pipe()
    os.write(theirs, BOUNCE)
    os.close(theirs)
    with subprocess.Popen([sys.executable, "-c", f"open('pipe', 'wb').write({BOUNCE!r})"]):
        assert main(["check", "--json", "--jobs", jobs, f"/dev/fd/{ours}", "pipe", str(folder / "bounce")]) == 0
    os.close(ours)
    assert [json.loads(line)["code"] for line in capsys.readouterr().out.splitlines()] == ["5.7.705"] * 3


def test_standard_input_has_a_name_of_its_own(folder: Path) -> None:
    command = [sys.executable, "-m", "ndr_checker", "check", "--json", "/dev/stdin"]
    piped = subprocess.run(command, input=BOUNCE, capture_output=True, check=True).stdout
    with (folder / "bounce").open("rb") as file:
        from_file = subprocess.run(command, stdin=file, capture_output=True, check=True).stdout
    assert piped == from_file
    assert json.loads(piped)["code"] == "5.7.705"


@pytest.mark.parametrize(
    "start",
    [
        pytest.param(b"\0", id="text of any length"),
        pytest.param(b"%PDF-1.7\n", id="not read"),
        pytest.param(b'[{"Status": "Failed"}]', id="a list that has ended"),
        pytest.param(b"PK\3\4" + b"\0" * 60 + b"no record", id="a damaged archive"),
    ],
)
def test_an_endless_input_is_read_until_nothing_more_of_it_counts(start: bytes) -> None:
    intake, file = Intake("x"), Workspace("2026-09-10").open("x")
    piece = start + b"\0" * 2**20
    for read in (lambda piece: list(intake.feed(piece)), file.feed):
        read(piece)
        for _ in range(34):
            read(b"\0" * 2**20)
    assert intake.is_full
    assert file.is_full
