"""Chromium, or Chrome: the one found on the machine. Playwright's own download is never used.

Chromium's headless shell comes first: it is the same engine without windows, and takes a sixth less of the processor.
"""

import os
import shutil
from typing import Final

_SHELL: Final = "chromium-headless-shell"
_WHOLE: Final = ("chromium", "google-chrome", "chromium-browser")


def find() -> str | None:
    """Return the path of `$CHROME`, or of the first browser on the path, or None."""
    return _first((_SHELL, *_WHOLE))


def find_whole() -> str | None:
    """Return the path of `$CHROME`, or of a browser with windows, or None: the shell keeps no page that was left."""
    return _first(_WHOLE)


def find_shell() -> str | None:
    """Return the path of `$CHROME`, or of the headless shell, or None."""
    return _first((_SHELL,))


def _first(names: tuple[str, ...]) -> str | None:
    named = os.environ.get("CHROME")
    return shutil.which(named) if named else next(filter(None, map(shutil.which, names)), None)
