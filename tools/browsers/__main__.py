"""Install Debian's browsers for the tests where none are found: the machine's package manager keeps them patched."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from typing import Final, NamedTuple

from tools.browsers import chrome, firefox, webkit


class _Browser(NamedTuple):
    """How it is found, Debian's packages, and what to do where those can't be installed; "" where it may be missing."""

    find: Callable[[], object]
    packages: tuple[str, ...]
    otherwise: str


_BROWSERS: Final = (
    _Browser(
        chrome.find_whole,
        ("chromium",),
        "No Chromium or Chrome found: install one, or name one: make test CHROME=/path",
    ),
    _Browser(chrome.find_shell, ("chromium-headless-shell",), ""),
    _Browser(firefox.find, ("firefox-esr",), "No Firefox found: install it, or name one: make test FIREFOX=/path"),
    _Browser(
        webkit.find,
        ("webkit2gtk-driver", "xvfb"),
        "No WebKitGTK with its driver and Xvfb found: install webkit2gtk-driver and xvfb, or what they are called here",
    ),
)


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
    """See to it that the browsers are there; return what to say of those that aren't."""
    # WebKit is driven as WebKitGTK, which only Linux has; elsewhere its tests say that they are skipped.
    wanted = [browser for browser in _BROWSERS[: 4 if sys.platform == "linux" else 3] if not browser.find()]
    right = _may_install() if wanted else None
    if right is not None:
        quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run((*right, "apt-get", "update", "-qq"), env=quiet, check=False, stdout=subprocess.DEVNULL)
        for browser in wanted:  # each on its own: not every distribution has all of them
            print(f"Installing for the tests: {', '.join(browser.packages)} ...", flush=True)
            install = ("apt-get", "install", "-qq", "--yes", "--no-install-recommends", *browser.packages)
            subprocess.run((*right, *install), env=quiet, check=False, stdout=subprocess.DEVNULL)
    return "\n".join(browser.otherwise for browser in wanted if browser.otherwise and not browser.find()) or None


if __name__ == "__main__":
    sys.exit(main())
