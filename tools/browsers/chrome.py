"""Chromium, or Chrome: the one found on the machine. Playwright's own download is never used.

Chromium's headless shell comes first: it is the same engine without windows, and takes a fifth less of the processor.
"""

import os
import shutil
from typing import Final

_SHELL: Final = "chromium-headless-shell"
_NAMES: Final = (_SHELL, "chromium", "google-chrome", "chromium-browser")


def find() -> str | None:
    """Return the path of `$CHROME`, or of the first browser on the path, or None."""
    named = os.environ.get("CHROME")
    return shutil.which(named) if named else next(filter(None, map(shutil.which, _NAMES)), None)


def find_fastest() -> str | None:
    """Return the path of `$CHROME`, or of the headless shell, or None."""
    return shutil.which(os.environ.get("CHROME") or _SHELL)
