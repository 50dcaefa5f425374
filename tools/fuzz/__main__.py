"""`make fuzz`: each target for so many seconds, then every input that the grammar makes, then what growth costs."""

import argparse
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from tools.paths import ROOT

from . import kept
from .targets import TARGETS

#: Not kept in the project: what coverage found, and the inputs that broke something.
_CACHE = ROOT / ".cache" / "fuzz"
_FOUND, _BROKEN = _CACHE / "found", _CACHE / "broken"
_LIMITS = ("-max_len=16384", "-timeout=20", "-rss_limit_mb=512", "-print_final_stats=1", "-verbosity=1")
#: In bytes; the least compound file has four sectors.
_KEPT_LENGTH = {"msg": 8192}
_EXECUTIONS = re.compile(r"stat::number_of_executed_units: *([0-9]+)")
_COVERAGE = re.compile(r"cov: ([0-9]+)")


def main() -> int:
    """Run what was asked for, all if nothing was; return the exit code."""
    options = _parser().parse_args()
    if options.merge:
        for name in options.targets or TARGETS:
            _merge(name)
        return 0
    broken = [path for name in options.targets or TARGETS for path in _run(name, options.seconds)]
    if not broken:
        return 0
    print(f"{len(broken)} inputs broke something:", *broken, sep="\n  ")
    return 1


def _run(name: str, seconds: int) -> Iterator[Path]:
    """Fuzz one target, say how far it came, and yield the inputs that broke something, or are slow."""
    _BROKEN.mkdir(parents=True, exist_ok=True)
    (_FOUND / name).mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="ndr-fuzz-") as seeds:
        _write_goldens(Path(seeds))
        kept.unpack(Path(seeds), name)
        prefix = _BROKEN / f"{name}-"
        options = (f"-max_total_time={seconds}", f"-artifact_prefix={prefix}")
        run = _worker(name, *options, _FOUND / name, seeds)
    count, reached = _EXECUTIONS.search(run.stderr), _COVERAGE.findall(run.stderr)
    print(f"{name}: {count[1] if count else 0} inputs, coverage {reached[-1] if reached else 0}, exit {run.returncode}")
    if run.returncode:
        print(run.stdout[-3000:], run.stderr[-1000:], sep="\n")
    yield from sorted(_BROKEN.glob(f"{name}-*"))


def _merge(name: str) -> None:
    """Keep a few small inputs that reach all that the kept ones and those found do."""
    (_FOUND / name).mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="ndr-fuzz-") as before, TemporaryDirectory(prefix="ndr-fuzz-") as smallest:
        kept.unpack(Path(before), name)
        prefix = f"-artifact_prefix={_BROKEN / name}-"
        longest = f"-max_len={_KEPT_LENGTH.get(name, 1024)}"
        run = _worker(name, "-set_cover_merge=1", longest, prefix, smallest, before, _FOUND / name)
        found = {f"{name}/{path.name}": path.read_bytes() for path in Path(smallest).iterdir()}
    if not found:
        raise RuntimeError(f"{name} could not be merged:\n{run.stderr[-2000:]}")
    others = {path: data for path, data in kept.read().items() if not path.startswith(f"{name}/")}
    kept.write(others | found)


def _worker(name: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [
            sys.executable,
            "-m",
            "tools.fuzz.worker",
            name,
            *_LIMITS,
            f"-dict={ROOT / 'tools' / 'fuzz' / 'tokens.dict'}",
            *arguments,
        ],
        cwd=ROOT,
        env=os.environ | {"PYTHONHASHSEED": "0"},
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )


def _write_goldens(folder: Path) -> None:
    for path in (ROOT / "tests" / "data" / "goldens").iterdir():
        if path.suffix != ".json":
            (folder / path.name).write_bytes(path.read_bytes())


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tools.fuzz", description=__doc__)
    parser.add_argument("targets", nargs="*", metavar="TARGET", choices=[[], *TARGETS], help=f"{', '.join(TARGETS)}")
    parser.add_argument("--seconds", type=int, default=60, help="how long each target is fuzzed")
    parser.add_argument("--merge", action="store_true", help="fuzz nothing: bring the kept corpus up to date")
    return parser


if __name__ == "__main__":
    sys.exit(main())
