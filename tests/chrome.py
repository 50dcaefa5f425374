"""Find the browser that the tests drive, and install Debian's where none is found.

Run as a program, it installs; imported, it only looks.
Playwright's own download is never used: the machine's package manager keeps its browser patched.
"""

import os
import shutil
import subprocess
import sys

_NAMES = ("chromium", "google-chrome", "chromium-browser")
_INSTALL = (
    ("apt-get", "update", "--quiet", "--quiet"),
    ("apt-get", "install", "--quiet", "--quiet", "--yes", "--no-install-recommends", "chromium"),
)


def find() -> str | None:
    """Return the path of `$CHROME`, or of the first browser on the path, or None."""
    named = os.environ.get("CHROME")
    return shutil.which(named) if named else next(filter(None, map(shutil.which, _NAMES)), None)


def _may_install() -> tuple[str, ...] | None:
    """Return what goes before apt-get to have the right to install; None if there is no right."""
    if not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return ()
    sudo = ("sudo", "--non-interactive")
    if shutil.which("sudo") and subprocess.run((*sudo, "true"), check=False).returncode == 0:
        return sudo
    return None


def main() -> str | None:
    """See to it that there is a browser; return what to say if there is none."""
    if named := os.environ.get("CHROME"):
        return None if find() else f"CHROME names {named}, which is no program: correct or unset it"
    right = None if find() else _may_install()
    if right is not None:
        print("Installing Debian's chromium for the tests ...", flush=True)
        quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        for command in _INSTALL:
            subprocess.run((*right, *command), env=quiet, check=False, stdout=subprocess.DEVNULL)
    if find():
        return None
    return "No browser found for the tests: install Chromium or Chrome, or name one: make test CHROME=/path/to/it"


if __name__ == "__main__":
    sys.exit(main())
