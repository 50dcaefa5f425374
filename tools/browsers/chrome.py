"""Chromium, or Chrome: the one found on the machine. Playwright's own download is never used."""

import os
import shutil
from typing import Final

_NAMES: Final = ("chromium", "google-chrome", "chromium-browser")


def find() -> str | None:
    """Return the path of `$CHROME`, or of the first browser on the path, or None."""
    named = os.environ.get("CHROME")
    return shutil.which(named) if named else next(filter(None, map(shutil.which, _NAMES)), None)
