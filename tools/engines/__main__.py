"""Run the page's programs on two workers, kill one of them halfway, and compare every verdict with that of `check`.

`make engines` sets up the Python that they run in, which has no ndr_checker: it reaches the workers as a zip.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, NamedTuple

from pyodide_start import wheel
from tools.engines import compared, mails
from tools.paths import ROOT

_PYTHON: Final = ROOT / ".cache" / "engines" / "bin" / "python"
_PAGE: Final = ROOT / "docs" / "about" / "clusters.md"
_PROGRAM: Final = re.compile(r'^```py title="([^"]+)"\n(.*?)^```$', re.MULTILINE | re.DOTALL)
_PATIENCE: Final = 900


class Engine(NamedTuple):
    """A program of the page, what goes before its two folders, and words in the command line of its workers."""

    program: str
    options: tuple[str, ...]
    worker: str


_ENGINES: Final[Mapping[str, Engine]] = {
    "Dask": Engine("dask_job.py", (), "multiprocessing.spawn"),
    "Spark": Engine("spark_job.py", ("local-cluster[2,1,1024]",), "CoarseGrainedExecutorBackend"),
}


def main(names: list[str]) -> int:
    """Run the engines of these names, or all; return 1 if a verdict is lost, there twice, or another one."""
    wrong = 0
    with TemporaryDirectory(prefix="ndr-engines-") as name:
        folder = Path(name)
        wheel.build(ROOT, folder).rename(folder / "ndr_checker.zip")
        for program, text in _PROGRAM.findall(_PAGE.read_text(encoding="utf-8")):
            (folder / program).write_text(text, encoding="utf-8")
        wanted = mails.write(folder / "bounces")
        for engine in names or _ENGINES:
            for kills in (False, True):
                began = time.monotonic()
                verdicts = folder / "verdicts"
                happened = _run(folder, _ENGINES[engine], kills=kills)
                faults = [*happened, *compared.faults(wanted, verdicts)]
                shutil.rmtree(verdicts, ignore_errors=True)
                title = f"{engine}, a worker killed" if kills else engine
                print(
                    f"{title}: {len(wanted)} mails, {len(faults)} faults, {time.monotonic() - began:.0f} s", flush=True
                )
                print(*faults[:20], sep="\n", end="\n" if faults else "")
                wrong += len(faults)
    return int(bool(wrong))


def _run(folder: Path, engine: Engine, *, kills: bool) -> Iterator[str]:
    """Run a program to its end; yield what went wrong."""
    command = [str(_PYTHON), engine.program, *engine.options, "bounces", "verdicts"]
    log = folder / "log.txt"
    with log.open("wb") as file:
        environment = {
            "PATH": f"{_PYTHON.parent}:/usr/bin:/bin",
            "PYSPARK_PYTHON": str(_PYTHON),
            "SPARK_LOCAL_IP": "127.0.0.1",
        }
        run = subprocess.Popen(command, cwd=folder, env=environment, stdout=file, stderr=file)
        try:
            if kills and not _killed(run, engine.worker, folder / "verdicts"):
                yield "the program ended before a worker could be killed"
            run.wait(_PATIENCE)
        finally:
            run.kill()
    if run.returncode:
        yield f"exit code {run.returncode}"
        yield from log.read_text(encoding="utf-8", errors="replace").splitlines()[-15:]


def _killed(run: "subprocess.Popen[bytes]", words: str, verdicts: Path) -> bool:
    """Kill one worker of a program when it has begun to write; return False if the program ends before."""
    while run.poll() is None:
        if any(path.is_file() for path in verdicts.rglob("*")):
            with suppress(FileNotFoundError, ProcessLookupError):  # a process that has just ended
                for pid in _descendants(run.pid):
                    if words in _command(pid):
                        os.kill(pid, signal.SIGKILL)
                        return True
        time.sleep(0.05)
    return False


def _descendants(pid: int) -> Iterator[int]:
    for thread in Path(f"/proc/{pid}/task").iterdir():
        for child in (thread / "children").read_text(encoding="ascii").split():
            yield int(child)
            yield from _descendants(int(child))


def _command(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
