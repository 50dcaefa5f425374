"""Many inputs on many cores: the same output in the same order, whatever happens to a process on the way."""

import gzip
import io
import json
import os
import signal
import subprocess
import sys
import tarfile
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from ndr_checker.__main__ import main
from tools.benchmarks import mail

pytestmark = pytest.mark.long

COUNT = 90
Capture = pytest.CaptureFixture[str]

#: The command in which some mails are poison: `Poison: KIND` in the text says which. A kill with a count is one that
#: happens so often and then no more, each time on another of its mails.
POISONED = """\
import os, signal, sys, threading, time
from functools import partial

from ndr_checker.__main__ import main
from ndr_checker.command import clock, records

decide = records.decide


def poisoned(message, *, source):
    text = message.source.text
    if "Poison: kill" in text:
        os.kill(os.getpid(), signal.SIGKILL)
    if "Poison: once" in text:
        try:
            os.close(os.open(os.path.join(sys.argv[-1], "killed-" + source.rpartition("#")[2]), os.O_CREAT | os.O_EXCL))
            os.kill(os.getpid(), signal.SIGKILL)
        except FileExistsError:
            pass
    while "Poison: loop" in text:
        pass
    if "Poison: memory" in text:
        raise MemoryError
    if "Poison: fault" in text:
        raise ValueError
    return decide(message, source=source)


records.decide = poisoned
records.Clock = partial(clock.Clock, 0.3)
if __name__ == "__main__":
    if "spawn" in os.environ:
        threading.Thread(target=time.sleep, args=(1,), daemon=True).start()
    if "silence" in os.environ:
        from ndr_checker.command import pool

        records.Clock = partial(clock.Clock, 100)
        pool._SILENCE, pool._GLANCE = 0.5, 0.1
    sys.exit(main(sys.argv[1:-1]))
"""


def poison(kind: str, number: int = 0) -> bytes:
    """Return a mail that does to its reader what the kind says."""
    return mail.report(number).replace(b"\n\n", f"\nPoison: {kind}\n\n".encode(), 1)


def write_mbox(path: Path, mails: list[bytes]) -> str:
    """Write an mbox and return its name."""
    path.write_bytes(b"".join(b"From postmaster@contoso.com Mon Nov 23 10:00:00 2026\n%b\n" % data for data in mails))
    return str(path)


@pytest.fixture
def script(tmp_path: Path) -> list[str]:
    """Return how to begin the command in which some mails are poison."""
    path = tmp_path / "poisoned.py"
    path.write_text(POISONED, encoding="utf-8")
    return [sys.executable, str(path)]


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with mails in every form in which many come."""
    folder = tmp_path_factory.mktemp("many")
    mails = [mail.report(number) for number in range(COUNT)]
    mbox = Path(write_mbox(folder / "all.mbox", mails))
    (folder / "all.mbox.gz").write_bytes(gzip.compress(mbox.read_bytes()))
    (folder / "sub").mkdir()
    for number, data in enumerate(mails[:30]):
        (folder / "sub" / f"{number}.eml").write_bytes(data)
    with tarfile.open(folder / "sub.tgz", "w:gz") as tar, zipfile.ZipFile(folder / "sub.zip", "w") as packed:
        for path in sorted((folder / "sub").iterdir()):
            tar.add(path, path.name)
            packed.write(path, path.name)
    (folder / "long.log").write_bytes(b"Nov 20 08:20:11 mail postfix/smtp[1]: 4F2A: status=sent\n" * 30_000)
    return folder


def run(command: list[str], *, given: bytes = b"", extra: dict[str, str] | None = None) -> tuple[int, bytes, list[str]]:
    """Return exit code, output and sentences of a command."""
    done = subprocess.run(command, input=given, capture_output=True, check=False, env=os.environ | (extra or {}))
    return done.returncode, done.stdout, done.stderr.decode().splitlines()


def ndr_checker(*arguments: str) -> list[str]:
    """Return the command."""
    return [sys.executable, "-m", "ndr_checker", *arguments]


def sources(output: bytes) -> list[str]:
    """Return the names in an output of JSON lines."""
    return [json.loads(line)["source"] for line in output.splitlines()]


def test_the_output_is_the_same_on_any_number_of_cores(many: Path) -> None:
    mbox = (many / "all.mbox").read_bytes()
    alone, several = (
        run(ndr_checker("check", "--json", "--jobs", jobs, str(many), "gone.eml", "-"), given=mbox) for jobs in "13"
    )
    assert alone == several
    assert alone[0] == 2
    assert alone[2] == ["ndr-checker: gone.eml can't be read: No such file or directory"]


@pytest.mark.parametrize("form", [[], ["--markdown", "--show-names"], ["--trace"]])
def test_every_form_is_written_by_workers_too(form: list[str], many: Path, capsys: Capture) -> None:
    assert main(["check", *form, str(many / "sub.zip")]) == 0
    assert run(ndr_checker("check", *form, "--jobs", "2", str(many / "sub.zip")))[1].decode() == capsys.readouterr().out


def test_the_order_is_that_of_the_inputs(many: Path) -> None:
    _, output, _ = run(ndr_checker("check", "--json", "--jobs", "2", str(many), str(many / "sub")))
    sub = sorted(f"{number}.eml" for number in range(30))
    assert sources(output) == [
        *(f"{many}/all.mbox#{number}" for number in range(1, COUNT + 1)),
        *(f"{many}/all.mbox.gz#{number}" for number in range(1, COUNT + 1)),
        f"{many}/long.log",
        *(f"{many}/sub.tgz/{name}" for name in sub),
        *(f"{many}/sub.zip/{name}" for name in sub),
        *(f"{many}/sub/{name}" for name in sub),
        *(f"{many}/sub/{name}" for name in sub),
    ]


def test_workers_that_are_not_forked_give_the_same(many: Path, script: list[str]) -> None:
    arguments = ["check", "--json", "--jobs", "2", str(many / "all.mbox"), ""]
    assert run([*script, *arguments], extra={"spawn": "1"}) == run([*script, *arguments])


@pytest.mark.parametrize(("kind", "said"), [("loop", "too long"), ("memory", "memory"), ("fault", "ValueError")])
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_poisoned_mail_is_one_record(kind: str, said: str, jobs: str, script: list[str], tmp_path: Path) -> None:
    name = write_mbox(tmp_path / "a.mbox", [mail.report(0), poison(kind), mail.report(1)])
    code, output, errors = run([*script, "check", "--json", "--jobs", jobs, name, ""])
    found = [json.loads(line) for line in output.splitlines()]
    assert [(o["source"], o["code"]) for o in found] == [
        (f"{name}#1", "5.7.705"),
        (f"{name}#2", None),
        (f"{name}#3", "5.7.750"),
    ]
    assert said in found[1]["defects"][0]
    assert (code, errors) == (2, [])


@pytest.mark.parametrize(("kind", "extra"), [("kill", {}), ("loop", {"silence": "1"})])
@pytest.mark.parametrize("packed", [False, True])
def test_a_mail_that_ends_its_process_is_one_record(
    kind: str, extra: dict[str, str], script: list[str], tmp_path: Path, *, packed: bool
) -> None:
    mails = [mail.report(0)] * 80
    mails[70] = poison(kind)
    if packed:  # read as a file by the worker that dies of it
        name = str(tmp_path / "a.zip")
        with zipfile.ZipFile(name, "w", zipfile.ZIP_DEFLATED) as file:
            for number, data in enumerate(mails):
                file.writestr(str(number + 1), data)
    else:
        name = write_mbox(tmp_path / "a.mbox", mails)
    code, output, errors = run([*script, "check", "--json", "--jobs", "2", name, ""], extra=extra)
    found = [json.loads(line) for line in output.splitlines()]
    sign = "/" if packed else "#"
    assert [o["source"] for o in found] == [f"{name}{sign}{number}" for number in range(1, 81)]
    assert [number for number, o in enumerate(found) if o["code"] != "5.7.705"] == [70]
    assert "crashed the process" in found[70]["defects"][0]
    assert code == 2
    assert set(errors) == {"ndr-checker: a worker process was ended by signal 9; its work is judged again"}


def test_nothing_is_lost_or_doubled_however_many_workers_are_killed(script: list[str], tmp_path: Path) -> None:
    mails = [poison("once", number) if number % 7 == 3 else mail.report(number) for number in range(150)]
    name = write_mbox(tmp_path / "a.mbox", mails)
    code, output, errors = run([*script, "check", "--json", "--jobs", "2", name, str(tmp_path)])
    undisturbed = run(ndr_checker("check", "--json", "--jobs", "1", name))
    assert (code, output) == undisturbed[:2]
    assert 0 < len(errors) <= len([number for number in range(150) if number % 7 == 3])


def started(command: list[str]) -> "subprocess.Popen[bytes]":
    """Start a command and wait for the first line that it prints."""
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, bufsize=0)
    assert running.stdout is not None
    running.stdout.readline()
    return running


def children(process: int) -> list[int]:
    """Return the processes that a process has started."""
    return [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text("ascii").split()]


def gone(processes: list[int]) -> bool:
    """Return whether processes end soon."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        if not any(Path(f"/proc/{process}").exists() for process in processes):
            return True
        time.sleep(0.01)
    return False


linux = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


@pytest.fixture
def endless(tmp_path: Path) -> list[str]:
    """Return a command that wouldn't end during a test."""
    name = write_mbox(tmp_path / "a.mbox", [mail.report(number) for number in range(400)])
    return ndr_checker("check", "--json", "--jobs", "2", *[name] * 2000)


@pytest.fixture
def _with_interrupts() -> Iterator[None]:
    """Give Ctrl+C back to what a test starts: a shell that runs the tests in the background has it ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@linux
@pytest.mark.usefixtures("_with_interrupts")
@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_no_process_is_left_when_the_command_is_stopped(sign: signal.Signals, endless: list[str]) -> None:
    with started(endless) as running:
        workers = children(running.pid)
        assert len(workers) == 2
        running.send_signal(sign)
        _, errors = running.communicate()
    assert gone(workers)
    if sign == signal.SIGINT:
        assert (running.returncode, errors) == (130, b"ndr-checker: stopped\n")
    else:
        assert (running.returncode, errors) == (-sign, b"")


@linux
def test_a_worker_that_is_killed_at_any_moment_costs_nothing(endless: list[str]) -> None:
    command = [*endless[:-1999], endless[-1]]
    with started(command) as running:
        os.kill(children(running.pid)[-1], signal.SIGKILL)
        output, errors = running.communicate()
    name = endless[-1]
    assert sources(output) == [f"{name}#{number}" for _ in range(2) for number in range(1, 401)][1:]
    assert errors == b"ndr-checker: a worker process was ended by signal 9; its work is judged again\n"


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_reader_of_the_output_who_leaves_is_told_in_a_sentence(jobs: str, endless: list[str]) -> None:
    with started([jobs if word == "2" else word for word in endless]) as running:
        assert running.stdout is not None
        running.stdout.close()
        assert running.stderr is not None
        errors = running.stderr.read().decode()
    assert errors.startswith("ndr-checker: the output is no longer being read; ")
    assert (errors.count("\n"), running.returncode) == (1, 0)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("arguments", [["check", "--jobs", "1"], ["check", "--json", "--jobs", "2"], ["codes"]])
def test_a_full_disk_is_said_in_a_sentence(arguments: list[str], many: Path) -> None:
    names = [str(many)] if arguments[0] == "check" else []
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(ndr_checker(*arguments, *names), stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 3
    assert done.stderr == b"ndr-checker: the output can't be written: No space left on device\n"


@pytest.mark.parametrize(
    ("closed", "arguments", "code"),
    [("stdout", ["check", __file__], 3), ("stdin", ["check"], 2), ("stdin", ["check", "--files-from", "-"], 2)],
)
def test_what_is_closed_is_said_in_a_sentence(
    closed: str, arguments: list[str], code: int, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setattr(sys, closed, None)  # as Python does
    assert main(arguments) == code
    assert capsys.readouterr().err.endswith(": it is closed\n")


def test_a_file_without_lines_is_no_list(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "x").write_bytes(b"a" * 200_000)
    assert main(["check", "--files-from", str(tmp_path / "x")]) == 2
    assert capsys.readouterr().err.endswith("x can't be read: it isn't a list of names\n")


def test_an_input_alone_starts_no_process(tmp_path: Path) -> None:
    name = write_mbox(tmp_path / "a.mbox", [mail.report(0)])
    program = (
        "import sys; from ndr_checker.__main__ import main; main(sys.argv[1:]); assert 'subprocess' not in sys.modules;"
        "sys.exit('multiprocessing' in sys.modules)"
    )
    for names in ([name], ["-"], [name, name]):
        assert run([sys.executable, "-c", program, "check", "--json", *names])[0] == 0


@pytest.mark.skipif(sys.platform == "win32", reason="a terminal of its own kind")
def test_a_terminal_is_told_how_far_the_work_is(endless: list[str]) -> None:
    import pty  # noqa: PLC0415 – not on Windows

    ours, theirs = pty.openpty()
    with subprocess.Popen(endless, stdout=subprocess.DEVNULL, stderr=theirs) as running:
        os.close(theirs)
        assert b" judged" in os.read(ours, 1000)
        running.kill()
    os.close(ours)


@pytest.mark.parametrize("number", ["0", "-1", "two", "", "²"])
def test_a_number_of_jobs_is_one_from_1(number: str, capsys: Capture) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["check", "--jobs", number])
    assert "--jobs" in capsys.readouterr().err


@pytest.mark.parametrize(
    "listing",
    [
        b"a.eml\nb c.eml\n",
        b"a.eml\r\n\r\nb c.eml",
        b"a.eml\0b c.eml\0",
        "\ufeffa.eml\r\nb c.eml\r\n".encode("utf-16-le"),
    ],
    ids=["lines", "CRLF", "find -print0", "PowerShell"],
)
def test_a_list_names_the_files(
    listing: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("a.eml", "b c.eml"):
        Path(name).write_bytes(mail.report(0))
    Path("list").write_bytes(listing)
    assert main(["check", "--json", "--files-from", "list"]) == 0
    assert sources(capsys.readouterr().out.encode()) == ["a.eml", "b c.eml"]
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(listing))))
    assert main(["check", "--json", "b c.eml", "--files-from", "-"]) == 0
    assert sources(capsys.readouterr().out.encode()) == ["b c.eml", "a.eml", "b c.eml"]


def test_a_list_that_is_not_there_is_said(capsys: Capture) -> None:
    assert main(["check", "--files-from", "gone"]) == 2
    assert capsys.readouterr().err == "ndr-checker: gone can't be read: No such file or directory\n"


def test_folders_and_patterns_mean_the_files_in_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("b/2.eml", "b/.hidden", "b/.Junk/cur/1:2,S", "a[1].eml", "a2.eml", "c.txt"):
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_bytes(mail.report(0))
    Path("b/round").symlink_to(tmp_path, target_is_directory=True)
    Path("empty").mkdir()
    assert main(["check", "--json", "a*.eml", "b", "a[1].eml"]) == 0
    found = [source.replace(os.sep, "/") for source in sources(capsys.readouterr().out.encode())]
    assert found == ["a2.eml", "a[1].eml", "b/2.eml", "b/.Junk/cur/1:2,S", "a[1].eml"]
    assert main(["check", "--json", "empty", "x*.eml", "c.txt"]) == 2
    assert capsys.readouterr().err.splitlines() == [
        "ndr-checker: empty is a folder without files",
        "ndr-checker: x*.eml can't be read: No such file or directory",
    ]


def test_a_folder_that_cannot_be_listed_is_said_and_the_others_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    for name in ("a", "secret", "z"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "1.eml").write_bytes(mail.report(0))
    scandir = os.scandir

    def refusing(path: str) -> object:
        if path.endswith("secret"):
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refusing)
    assert main(["check", "--json", str(tmp_path)]) == 2
    out, err = capsys.readouterr()
    assert sources(out.encode()) == [str(tmp_path / "a" / "1.eml"), str(tmp_path / "z" / "1.eml")]
    assert err == f"ndr-checker: {tmp_path / 'secret'} can't be read: Permission denied\n"


@pytest.mark.skipif(sys.platform == "win32", reason="a terminal of its own kind")
def test_progress_and_output_share_a_terminal(many: Path, tmp_path: Path) -> None:
    import pty  # noqa: PLC0415 – not on Windows

    program = (
        "import sys; from ndr_checker.command import progress; from ndr_checker.__main__ import main;"
        "progress._AGAIN = 0; sys.exit(main(sys.argv[1:]))"
    )
    ours, theirs = pty.openpty()
    command = [sys.executable, "-c", program, "check", str(many / "sub" / "1.eml"), str(many / "sub" / "2.eml")]
    with subprocess.Popen(command, stdout=theirs, stderr=theirs, cwd=tmp_path) as running:
        running.wait()
    os.close(theirs)
    shown = os.read(ours, 100_000).decode()
    os.close(ours)
    lines = [line.rpartition("\r")[2] for line in shown.replace("\r\n", "\n").split("\n")]
    expected = run(ndr_checker(*command[3:]))[1].decode()
    assert "\n".join(lines) == expected
    assert "1 judged" in shown
