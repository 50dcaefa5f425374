"""Which pages have to be reviewed again: those whose last review is older than 180 days.

Needs nothing but Python: `PYTHONPATH=checker python3 -m tools.freshness` says which, and fails if there are any.
"""

import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final

from ndr_checker.rules.catalogue import front_matter
from tools.paths import ROOT

_AGE: Final = timedelta(days=180)
_DOCS: Final = ROOT / "docs"


def stale(docs: Path, today: date) -> Iterator[str]:
    """Yield a sentence for each page that was reviewed too long ago, the oldest first."""
    for reviewed, path in sorted(_reviewed(docs)):
        if today - reviewed > _AGE:
            yield f"{path}: reviewed {reviewed}, {(today - reviewed).days} days ago: read it against its sources"


def _reviewed(docs: Path) -> Iterator[tuple[date, str]]:
    for path in docs.rglob("*.md"):
        day = front_matter(path.read_text(encoding="utf-8")).get("reviewed")
        if day:  # the page of figures has none: it says when it was measured
            yield date.fromisoformat(day), path.relative_to(docs).as_posix()


def main() -> None:
    """Print the pages to review; exit 1 if there are some."""
    found = [*stale(_DOCS, datetime.now(UTC).date())]
    print("\n".join(found) or f"No page was reviewed more than {_AGE.days} days ago")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
