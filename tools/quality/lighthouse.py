"""Lighthouse on the home page, a code page and the guide, as a phone and a desktop: the median of several runs.

Performance depends on the machine and on what else it does. So each page takes turns with the same Markdown in the
plain theme; where that scores less than the least, its score is the least.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from statistics import median
from typing import Any, Final

from tools.browsers import chrome  # beside the tests, which say which browser is taken
from tools.paths import ROOT

_CLI: Final = ROOT / ".cache" / "quality" / "node_modules" / "lighthouse" / "cli" / "index.js"
_PAGES: Final = ("", "codes/5.7.750/", "unblock/")
#: Lighthouse's own settings, and the least that each category may score; a phone's performance varies.
_FORMS: Final[dict[str, tuple[tuple[str, ...], dict[str, int]]]] = {
    "mobile": ((), {"performance": 95}),
    "desktop": (("--preset=desktop",), {}),
}
_CATEGORIES: Final = ("performance", "accessibility", "best-practices", "seo")
_FLAGS: Final = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --disable-sync --disable-background-networking"
)


def faults(url: str, plain: str, runs: int) -> list[str]:
    """Print the scores of each page, and return which are too low, with the audits that cost points.

    Args:
        url: the address of the site.
        plain: that of the same pages in the plain theme.
        runs: how often each page is loaded.

    """
    found = []
    for form, (settings, least) in _FORMS.items():
        for page in _PAGES:
            pairs = [(_report(url + page, settings), _report(plain + page, settings)) for _ in range(runs)]
            ours, theirs = zip(*pairs, strict=True)
            scores = {name: _median(ours, name) for name in _CATEGORIES}
            bare = _median(theirs, "performance")
            shown = (f"{name} {score}" for name, score in scores.items())
            print(f"Lighthouse, {form}, /{page}:", *shown, f"(plain theme: performance {bare})", flush=True)
            for name, score in scores.items():
                needed = least.get(name, 100)
                if score < (min(needed, bare) if name == "performance" else needed):
                    found.append(f"{form}, /{page}: {name} {score}: {', '.join(_lost(ours[-1], name))}")
    return found


def _median(reports: Iterable[Any], category: str) -> int:
    return round(100 * median(_score(report, category) for report in reports))


def _report(url: str, settings: tuple[str, ...]) -> Any:
    browser = chrome.find_whole()
    if browser is None:
        sys.exit("No Chromium or Chrome found: install one, or name one: make quality CHROME=/path")
    command: list[str | os.PathLike[str]] = [
        "node",
        _CLI,
        url,
        "--output=json",
        "--quiet",
        "--no-enable-error-reporting",
        f"--chrome-flags={_FLAGS}",
    ]
    done = subprocess.run(
        [*command, *settings], env=os.environ | {"CHROME_PATH": browser}, stdout=subprocess.PIPE, check=True
    )
    return json.loads(done.stdout)


def _score(report: Any, category: str) -> float:
    return float(report["categories"][category]["score"] or 0)


def _lost(report: Any, category: str) -> list[str]:
    """Return the audits of a category that did not pass."""
    audits = (report["audits"][ref["id"]] for ref in report["categories"][category]["auditRefs"] if ref["weight"])
    return [
        f"{audit['id']} {audit.get('displayValue', '')}".strip()
        for audit in audits
        if audit["score"] is not None and audit["score"] < 1
    ]
