"""How long `mkdocs build` takes: from a clean checkout with the packages installed, and after one page has changed."""

import shutil
import subprocess
import sys
import time
from pathlib import Path

from tools.checkout import check_out, environment
from tools.paths import ROOT

from .row import Row, rows

#: What is installed, and no part of a checkout.
_INSTALLED = ("node_modules", ".cache/pyodide-build")


def build(site: Path, url: str, root: Path = ROOT) -> None:
    """Build the site of the checkout at `root` for its address. Raises CalledProcessError with what MkDocs said."""
    subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", site],
        cwd=root,
        env=environment(root, SITE_URL=url),
        check=True,
    )


def builds(folder: Path, rounds: int) -> list[Row]:
    """Time both, in a copy of the project below `folder`."""
    runs: dict[str, list[float]] = {"site-build": [], "site-build-again": []}
    for number in range(rounds):
        root = folder / f"checkout-{number}"
        check_out(ROOT, root, shared=_INSTALLED)
        runs["site-build"].append(_seconds(root))
        with (root / "docs" / "unblock.md").open("a", encoding="utf-8") as page:
            page.write("\nOne more line.\n")
        runs["site-build-again"].append(_seconds(root))
        shutil.rmtree(root)
    return [row for work, found in runs.items() for row in rows(work, "s", {"ours": found}, reference="")]


def _seconds(root: Path) -> float:
    start = time.perf_counter()
    build(root / "site", "http://127.0.0.1:8000/", root)
    return time.perf_counter() - start
