"""How long `mkdocs build` takes: from a clean checkout with the packages installed, and after one page has changed."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from .process import ROOT
from .row import Row, rows

#: What is installed, and no part of a checkout.
_INSTALLED = ("node_modules", ".cache/pyodide-build")
_CHECKOUT = ("checker", "docs", "requirements", "LICENSE", "README.md", "mkdocs.yml", "package.json", "pyproject.toml")


def build(site: Path, url: str, root: Path = ROOT) -> None:
    """Build the site of the checkout at `root` for its address. Raises CalledProcessError with what MkDocs said."""
    subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", site],
        cwd=root,
        # The checkout's own package goes before the one that is installed.
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1", "SITE_URL": url, "PYTHONPATH": str(root / "checker")},
        check=True,
    )


def builds(folder: Path, rounds: int) -> list[Row]:
    """Time both, in a copy of the project below `folder`."""
    runs: dict[str, list[float]] = {"site-build": [], "site-build-again": []}
    for number in range(rounds):
        root = folder / f"checkout-{number}"
        _check_out(root)
        runs["site-build"].append(_seconds(root))
        with (root / "docs" / "unblock.md").open("a", encoding="utf-8") as page:
            page.write("\nOne more line.\n")
        runs["site-build-again"].append(_seconds(root))
        shutil.rmtree(root)
    return [row for work, found in runs.items() for row in rows(work, "s", {"ours": found}, reference="")]


def _check_out(root: Path) -> None:
    for name in _CHECKOUT:
        source, target = ROOT / name, root / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copyfile(source, target)
    for name in _INSTALLED:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).symlink_to(ROOT / name)


def _seconds(root: Path) -> float:
    start = time.perf_counter()
    build(root / "site", "http://127.0.0.1:8000/", root)
    return time.perf_counter() - start
