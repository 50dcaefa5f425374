"""Test the package as it is installed: `python -m tools.installed dist/ndr_checker-*.whl`, or the sdist.

First it is installed alone, as its users do, and judges a bounce. Then the package's tests run against it.
It works on every system that has Python, without make and without what the checkout has set up.
"""

import os
import subprocess
import sys
import venv
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from tools.paths import ROOT

#: Tests of the source, which look at the files of the checkout or at what the wheel doesn't carry.
_OF_THE_SOURCE: Final = ("test_import_walk.py", "test_pythons.py", "test_regexes.py", "test_zipped.py")
_WHERE: Final = "import ndr_checker; print(ndr_checker.__file__)"
_BOUNCE: Final = "Remote Server returned '550 5.7.705 Access denied, tenant has exceeded threshold.'"


def main(package: Path) -> int:
    """Return pytest's exit code."""
    with TemporaryDirectory(prefix="ndr-installed-") as name:
        folder = Path(name).resolve()
        venv.create(folder / "venv", with_pip=True)
        programs = folder / "venv" / ("Scripts" if sys.platform == "win32" else "bin")
        environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}

        def run(*arguments: str | Path, text: str | None = None) -> str:
            command = [programs / arguments[0], *arguments[1:]]
            done = subprocess.run(
                command, cwd=folder, env=environment, input=text, stdout=subprocess.PIPE, text=True, check=True
            )
            return done.stdout

        pip = ("python", "-m", "pip", "--quiet", "--disable-pip-version-check")
        if package.suffix == ".whl":
            run(*pip, "install", "--no-index", package)
            _first_verdict(run("ndr-checker", "check", text=_BOUNCE))
        run(*pip, "install", "--require-hashes", "--requirement", ROOT / "requirements" / "dev.txt")
        if package.suffix != ".whl":  # it is built, by what the requirements have just brought
            run(*pip, "install", "--no-index", "--no-deps", "--no-build-isolation", package)
            _first_verdict(run("ndr-checker", "check", text=_BOUNCE))
        if not Path(run("python", "-c", _WHERE).strip()).resolve().is_relative_to(folder):
            raise RuntimeError("the tests would run against the checkout, not against the installed package")
        tests = ["-m", "pytest", "-n", "2", "-m", "not node", "tests/package"]
        ignored = [f"--ignore=tests/package/{name}" for name in _OF_THE_SOURCE]
        return subprocess.run(
            [programs / "python", *tests, *ignored], cwd=ROOT, env=environment, check=False
        ).returncode


def _first_verdict(said: str) -> None:
    print(said)
    if "5.7.705: your organization is blocked from sending" not in said:
        raise RuntimeError("the first verdict is wrong")


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve()))
