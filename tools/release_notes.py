"""Print what CHANGELOG.md says about a version: `python -m tools.release_notes v0.1.0`."""

import re
import sys
from typing import Final

from tools.paths import ROOT

_CHANGELOG: Final = ROOT / "CHANGELOG.md"


def notes(changelog: str, version: str) -> str:
    """Return the text of the version's section, without its heading.

    Raises ValueError if there is no section for it with a date, as in `## 0.1.0 - 2026-11-29`.
    """
    heading = rf"^## {re.escape(version)} - \d{{4}}-\d{{2}}-\d{{2}}\n(.*?)(?=^## |\Z)"
    found = re.search(heading, changelog, re.MULTILINE | re.DOTALL)
    if not found:
        raise ValueError(f"CHANGELOG.md has no section for {version} with a date: add `## {version} - YYYY-MM-DD`")
    return found[1].strip() + "\n"


if __name__ == "__main__":
    print(notes(_CHANGELOG.read_text(encoding="utf-8"), sys.argv[1].removeprefix("v")), end="")
