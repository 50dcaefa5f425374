"""The processes that are measured: a worker that is asked, and a command from start to end."""

import json
import os
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from tools.paths import ROOT

from .variants import EMAIL, FLUFL, NPM, OURS

#: `make bench` installs the others here.
PACKAGES = ROOT / ".cache" / "bench"
#: Any other work than a hostile input is done within this many seconds of processor time.
PATIENCE = 600.0
#: How often a limit is looked at, in seconds.
_GLANCE = 0.2

Answer = dict[str, Any]


class Worker:
    """A variant in a process of its own."""

    def __init__(self, variant: str) -> None:
        self._process = subprocess.Popen(
            _worker(variant), cwd=ROOT, env=environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0
        )

    def kill(self) -> None:
        """End it, also in the midst of a task."""
        self._process.kill()
        self._process.communicate()

    def judge(self, paths: Iterable[Path], limit: float = PATIENCE) -> Answer:
        """Time the files from bytes to JSON; the answer has only `why` when it took too long or the process died."""
        return self._ask({"judge": [str(path) for path in paths]}, limit)

    def mbox(self, path: Path) -> Answer:
        """Time a way through an mbox."""
        return self._ask({"mbox": str(path)}, PATIENCE)

    def _ask(self, task: dict[str, Any], limit: float) -> Answer:
        stdin, stdout = self._process.stdin, self._process.stdout
        if stdin is None or stdout is None:
            raise AssertionError("both are pipes")
        stdin.write(json.dumps(task).encode() + b"\n")
        # A limit of the clock would be another one on a busy machine.
        until = processor_seconds(self._process.pid) + limit
        while not select.select([stdout], [], [], _GLANCE)[0]:
            if processor_seconds(self._process.pid) > until:
                self._process.kill()
                return {"why": f"over {limit:g} s"}
        line = stdout.readline()
        answer: Answer = json.loads(line) if line else {"why": "crash"}
        return answer


def processor_seconds(process: int) -> float:
    """Return the processor seconds that a running process has spent so far."""
    status = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(status[11]) + int(status[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def workers(variants: Sequence[str]) -> Iterator[dict[str, Worker]]:
    """Run a worker for each variant."""
    started = {variant: Worker(variant) for variant in variants}
    try:
        yield started
    finally:
        for worker in started.values():
            worker.kill()


def seconds(command: Sequence[str], given: bytes) -> float:
    """Return how long a command takes from start to end, with `given` on its standard input."""
    start = time.perf_counter()
    subprocess.run(command, input=given, cwd=ROOT, env=environment(), stdout=subprocess.DEVNULL, check=False)
    return time.perf_counter() - start


class Spent(NamedTuple):
    """What a command took: seconds by the clock and of the processor, and bytes of its largest process at the peak."""

    wall: float
    processor: float
    memory: int
    failed: bool


def spent(command: Sequence[str]) -> Spent:
    """Run a command to its end."""
    launch = [sys.executable, str(Path(__file__).with_name("launch.py")), *command]
    run = subprocess.run(launch, cwd=ROOT, env=environment(), stdout=subprocess.PIPE, check=True)
    return Spent(**json.loads(run.stdout))


def ndr_checker() -> list[str]:
    """Return our own command."""
    return [str(Path(sys.executable).with_name("ndr-checker"))]


def one_mail(variant: str) -> list[str]:
    """Return the command that judges the mail on its standard input, as a user of the variant would write it."""
    read = "import sys, email; mail = email.message_from_bytes(sys.stdin.buffer.read())"
    # It raises on a paste, and would log that: neither is charged to it.
    quiet = "import contextlib, logging, flufl.bounce; logging.disable()"
    scan = "with contextlib.suppress(Exception): print(flufl.bounce.all_failures(mail))"
    if variant in NPM:
        return [_node(), "--input-type=commonjs", "--eval", _one_mail_in_node(variant)]
    return {
        OURS: [*ndr_checker(), "check"],
        EMAIL: [sys.executable, "-c", read],
        FLUFL: [sys.executable, "-c", f"{read}\n{quiet}\n{scan}"],
    }[variant]


def _one_mail_in_node(variant: str) -> str:
    package = f"require({json.dumps(str(PACKAGES / 'node_modules' / variant))})"
    parse = {
        "mailparser": f"{package}.simpleParser(mail)",
        "postal-mime": f"{package}.parse(mail)",
        "email-bounce-parser": f"new ({package})().read(String(mail))",
    }[variant]
    return f"const mail = require('fs').readFileSync(0); (async () => console.log(JSON.stringify(await {parse})))()"


def _node() -> str:
    return shutil.which("node") or "node"


def installed(variants: Iterable[str]) -> list[str]:
    """Leave out the variants that `make bench` has not installed."""
    places = {FLUFL: PACKAGES / "python" / "flufl", **{name: PACKAGES / "node_modules" / name for name in NPM}}
    return [variant for variant in variants if variant not in places or places[variant].is_dir()]


def environment() -> dict[str, str]:
    """Return this process's environment with the packages to compare on the path."""
    return os.environ | {
        "PYTHONPATH": str(PACKAGES / "python"),
        "PYTHONDONTWRITEBYTECODE": "",
    }  # bytecode is written, as everywhere


def _worker(variant: str) -> list[str]:
    if variant in NPM:
        return [_node(), str(Path(__file__).with_name("worker.mjs")), variant, str(PACKAGES)]
    return [sys.executable, "-m", "tools.benchmarks.worker", variant]
