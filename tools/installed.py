"""Test the package as it is installed: `python -m tools.installed` builds the wheel, installs it and runs its tests.

It works on every system that has Python, without make and without what the checkout has set up.
"""

import os
import subprocess
import sys
import venv
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

_ROOT: Final = Path(__file__).parents[1]
#: Tests of the source, which look at the files of the checkout or at what the wheel doesn't carry.
_OF_THE_SOURCE: Final = ("test_import_walk.py", "test_pythons.py", "test_regexes.py")
_WHERE: Final = "import ndr_checker; print(ndr_checker.__file__)"


def main() -> int:
    """Return pytest's exit code."""
    with TemporaryDirectory(prefix="ndr-installed-") as name:
        folder = Path(name).resolve()
        venv.create(folder / "venv", with_pip=True)
        python = folder / "venv" / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
        environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}

        def run(*arguments: str | Path, check: bool = True) -> int:
            return subprocess.run([python, *arguments], cwd=_ROOT, env=environment, check=check).returncode

        pip = ("-m", "pip", "--quiet", "--disable-pip-version-check")
        run(*pip, "install", "--require-hashes", "--requirement", "requirements/dev.txt")
        run(*pip, "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", folder, ".")
        run(*pip, "install", "--no-deps", *folder.glob("*.whl"))
        where = subprocess.run([python, "-c", _WHERE], cwd=_ROOT, env=environment, stdout=subprocess.PIPE, check=True)
        if not Path(where.stdout.decode().strip()).resolve().is_relative_to(folder):
            raise RuntimeError(f"not the installed package: {where.stdout.decode()}")
        ignored = [f"--ignore=tests/package/{name}" for name in _OF_THE_SOURCE]
        return run("-m", "pytest", "-n", "2", "-m", "not node", "tests/package", *ignored, check=False)


if __name__ == "__main__":
    sys.exit(main())
