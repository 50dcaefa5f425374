"""Whether every Python on this machine gives the same JSON: `python -m tests.support.pythons` finds them and compares.

Each judges the goldens, the inputs of the fuzzers and, where it lies beside the project, the corpus; with another
seed for its hashes too. Equal means byte for byte.
"""

import os
import re
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from tests.support.corpus import CORPUS
from tests.support.paths import GOLDENS, ROOT
from tools.fuzz import kept

_OLDEST = (3, 11)
#: An order that hangs on hashes would be another with another seed.
SEEDS = ("0", "4711")
_NAME = re.compile(r"python3\.([0-9]+)")
#: Runs in the other Python, which has nothing installed: it judges the files named on standard input, a digest a line.
_JUDGE = """
import hashlib, sys
sys.path.insert(0, sys.argv[1])
from ndr_checker.browser import check
for line in sys.stdin:
    with open(line.rstrip("\\n"), "rb") as file:
        print(hashlib.sha256(check(file.read()).encode()).hexdigest())
"""


class Python(NamedTuple):
    """An interpreter: its version as it says it, and where it is."""

    version: str
    path: Path


def pythons() -> list[Python]:
    """Return the Pythons from 3.11 on, each version once: on the path, and where pyenv and uv put theirs."""
    folders = [Path(folder) for folder in os.get_exec_path()]
    for root in (Path.home() / ".pyenv" / "versions", Path.home() / ".local" / "share" / "uv" / "python"):
        folders += sorted(root.glob("*/bin"))
    found: dict[str, Python] = {}
    for path in (path for folder in folders if folder.is_dir() for path in sorted(folder.glob("python3.*"))):
        name = _NAME.fullmatch(path.name)
        if name and (3, int(name[1])) >= _OLDEST and "shims" not in path.parts:
            version = _version(path)
            if version:
                found.setdefault(version, Python(version, path))
    return sorted(found.values())


def _version(path: Path) -> str:
    run = subprocess.run(
        [path, "-c", "import sys; print(sys.version.split()[0])"], capture_output=True, text=True, check=False
    )
    return run.stdout.strip()


def inputs(work: Path) -> list[Path]:
    """Return the files that are judged; those of the fuzzers are unpacked into the folder `work`."""
    folders = [GOLDENS, *([CORPUS / "samples"] if CORPUS.is_dir() else [])]
    found = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    return sorted([*found, *kept.unpack(work)])


def digests(python: Path, paths: list[Path], *, seed: str = "0") -> list[str]:
    """Return the SHA-256 of the JSON that a Python gives for each file."""
    run = subprocess.run(
        [python, "-P", "-X", "utf8", "-c", _JUDGE, str(ROOT / "checker")],
        input="".join(f"{path}\n" for path in paths),
        env={"PATH": os.environ.get("PATH", ""), "PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        check=False,
    )
    if run.returncode:
        raise RuntimeError(f"{python} failed:\n{run.stderr}")
    return run.stdout.split()


def different(python: Python, expected: dict[Path, str], *, seed: str) -> list[Path]:
    """Return the files for which another Python's JSON has another digest than the one expected."""
    found = digests(python.path, list(expected), seed=seed)
    return [path for path, digest in zip(expected, found, strict=True) if digest != expected[path]]


def running(paths: list[Path]) -> dict[Path, str]:
    """Return the digest that the running Python gives for each file."""
    return dict(zip(paths, digests(Path(sys.executable), paths), strict=True))


def main() -> int:
    """Compare all, and say which there were."""
    with TemporaryDirectory(prefix="ndr-pythons-") as work:
        return _compare(running(inputs(Path(work))))


def _compare(expected: dict[Path, str]) -> int:
    wrong = 0
    print(f"{len(expected)} files, compared with {sys.version.split()[0]}:")
    for python in pythons():
        for seed in SEEDS:
            found = different(python, expected, seed=seed)
            print(f"{python.version}, PYTHONHASHSEED={seed}: {len(found)} differ", *found, sep="\n  ")
            wrong += len(found)
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
