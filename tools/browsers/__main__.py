"""Install Debian's browsers for the tests where none are found: the machine's package manager keeps them patched."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from typing import Final, NamedTuple

from tools.browsers import chrome, firefox, webkit


class _Browser(NamedTuple):
    """How it is found, Debian's packages, and what to do where those can't be installed."""

    find: Callable[[], object]
    packages: tuple[str, ...]
    otherwise: str


_BROWSERS: Final = (
    _Browser(
        chrome.find, ("chromium",), "No Chromium or Chrome found: install one, or name one: make test CHROME=/path"
    ),
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
    wanted = [browser for browser in _BROWSERS[: 3 if sys.platform == "linux" else 2] if not browser.find()]
    right = _may_install() if wanted else None
    if right is not None:
        packages = [name for browser in wanted for name in browser.packages]
        print(f"Installing for the tests: {', '.join(packages)} ...", flush=True)
        quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        for command in (
            ("apt-get", "update", "--quiet", "--quiet"),
            ("apt-get", "install", "--quiet", "--quiet", "--yes", "--no-install-recommends", *packages),
        ):
            subprocess.run((*right, *command), env=quiet, check=False, stdout=subprocess.DEVNULL)
    return "\n".join(browser.otherwise for browser in wanted if not browser.find()) or None


if __name__ == "__main__":
    sys.exit(main())
