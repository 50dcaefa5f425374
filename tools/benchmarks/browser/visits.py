"""What is measured in the browser: each round, every variant is visited in turn, each time with a fresh profile."""

import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from contextlib import ExitStack, nullcontext
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Playwright, sync_playwright

from tools.benchmarks import build
from tools.benchmarks.mail import LINE, report
from tools.benchmarks.row import MB, Row, rows
from tools.browsers import chrome
from tools.serve import running

from . import variants, visit
from .server import BenchServer, Line

#: A mobile line: 9 Mbit/s, and 60 ms until an answer begins.
_MOBILE = (9e6 / 8, 0.06)
#: Seconds for a page to come to rest before its memory is read or its requests are counted.
_SETTLE = 1.0
_LARGE = (LINE + b"The order of the day is attached, with kind regards.\n" * 200_000).decode()

_UNITS = {
    "browser-cold": "ms",
    "browser-again": "ms",
    "browser-cold-9mbit": "ms",
    "browser-cold-cpu4": "ms",
    "browser-second-paste": "ms",
    "browser-bytes": "bytes",
    "browser-requests": "requests",
    "browser-memory": "MB",
    "browser-memory-10mb": "MB",
}


@dataclass(slots=True)
class _Bench:
    """The browser, the served site, and the figures so far: work -> variant -> one figure a round."""

    playwright: Playwright
    browser: str
    server: BenchServer
    figures: dict[str, dict[str, list[float]]] = field(
        default_factory=lambda: {work: defaultdict(list) for work in _UNITS}
    )

    def round(self, variant: str) -> None:
        """Measure a variant once."""
        with tempfile.TemporaryDirectory(prefix="ndr-bench-", ignore_cleanup_errors=True) as folder:
            work = Path(folder)
            self.server.swapped = variants.swapped(variant, self.server.site, work)
            self._note(variant, self._cold(variant, work / "plain"))
            self._note(variant, {"browser-again": self._verdict(work / "plain")})
            self.server.line = Line(*_MOBILE)
            self._note(variant, {"browser-cold-9mbit": self._verdict(work / "mobile")})
            self.server.line = None
            self._note(variant, {"browser-cold-cpu4": self._verdict(work / "slow", slow=True)})
            if not self.figures["browser-requests"][variant]:  # they are the same each time
                self._note(variant, {"browser-requests": self._requests(work / "requests")})

    def _note(self, variant: str, found: dict[str, float]) -> None:
        for work, figure in found.items():
            self.figures[work][variant].append(figure)

    def _cold(self, variant: str, profile: Path) -> dict[str, float]:
        self.server.sent.clear()
        with visit.visit(self.playwright, self.browser, profile) as page:
            first = visit.first_verdict(page, self.server.url)
            sent = sum(length for name, length in self.server.sent if variants.is_python(name, variant))
            time.sleep(_SETTLE)
            memory = visit.private_memory(profile)
            second = visit.next_verdict(page, report(1).decode())
            visit.large_paste(page, _LARGE)
            time.sleep(_SETTLE)
            return {
                "browser-cold": first,
                "browser-second-paste": second,
                "browser-bytes": sent,
                "browser-memory": memory / MB,
                "browser-memory-10mb": visit.private_memory(profile) / MB,
            }

    def _verdict(self, profile: Path, *, slow: bool = False) -> float:
        with (
            visit.visit(self.playwright, self.browser, profile) as page,
            visit.slow_processor(profile) if slow else nullcontext(),
        ):
            return visit.first_verdict(page, self.server.url)

    def _requests(self, profile: Path) -> float:
        """Count what is asked for from the first sign of intent to the verdict, on a page that has loaded."""
        with visit.visit(self.playwright, self.browser, profile, eager=False) as page:
            page.goto(self.server.url, wait_until="networkidle")
            page.locator(".ndr-checker[data-wired]").wait_for()
            time.sleep(_SETTLE)  # a busy machine may look idle in the midst of the page
            self.server.sent.clear()
            visit.next_verdict(page, report(0).decode())
            return len(self.server.sent)


def run(visits: int, chosen: Sequence[str] = variants.ALL) -> list[Row]:
    """Build the site, visit it, and return the rows. Raises FileNotFoundError where no browser is found."""
    browser = chrome.find_whole()
    if browser is None:
        raise FileNotFoundError("No browser found: run `make test`, which installs one")
    with ExitStack() as stack:
        site = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="ndr-bench-")))
        server = stack.enter_context(running(BenchServer(site)))
        build.build(site, server.url)
        bench = _Bench(stack.enter_context(sync_playwright()), browser, server)
        for number in range(visits):
            start = number % len(chosen)  # another one begins each round, so that none always follows the same
            for variant in (*chosen[start:], *chosen[:start]):
                print(f"  {number + 1}: {variant}", file=sys.stderr)
                bench.round(variant)
    return [
        row
        for work, unit in _UNITS.items()
        for row in rows(work, unit, {variant: bench.figures[work][variant] for variant in chosen}, variants.STOCK)
    ]
