"""A visit to the page in a real browser: a profile of its own, the paste, the renderer's memory and its processor."""

import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from signal import SIGCONT, SIGSTOP, Signals
from threading import Event, Thread
from typing import Final

from playwright.sync_api import Page, Playwright

from tools.benchmarks.mail import report
from tools.benchmarks.process import processor_seconds as process_seconds

_DRIVER: Final = Path(__file__).with_name("visit.js").read_text(encoding="utf-8")
_FLAGS: Final = ("--disable-gpu", "--disable-quic", "--disable-sync")
#: Milliseconds until a page that shows no verdict has failed.
_PATIENCE: Final = 120_000
#: A processor four times slower: seconds that the renderer runs, and that it stands still.
_RUN, _STAND = 0.006, 0.018
#: Seconds that a browser which has just been started needs for windows of its own, which nobody sees.
_START: Final = 2.0
#: Seconds between two looks for renderers that have been added.
_LOOK: Final = 0.1


@contextmanager
def visit(playwright: Playwright, browser: str, profile: Path, *, eager: bool = True) -> Iterator[Page]:
    """Start the browser with that profile; the page that is opened pastes by itself if `eager`."""
    with playwright.chromium.launch_persistent_context(profile, executable_path=browser, args=_FLAGS) as context:
        context.set_default_timeout(_PATIENCE)
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        given = json.dumps({"text": report(0).decode(), "eager": eager})
        context.add_init_script(f"window.ndrVisit = {given};\n{_DRIVER}")
        time.sleep(_START)
        yield context.pages[0]


def first_verdict(page: Page, url: str) -> float:
    """Open the page; return the milliseconds from the paste, as soon as the box is there, to the verdict."""
    page.goto(url, wait_until="commit")
    return float(page.evaluate("window.ndrVisit.verdict"))


def next_verdict(page: Page, text: str) -> float:
    """Paste into the open page; return the milliseconds to the verdict."""
    return float(page.evaluate("text => window.ndrVisit.paste(text)", text))


def large_paste(page: Page, text: str) -> None:
    """Paste by keyboard, so that the box's own limit counts, and wait for the verdict."""
    page.evaluate("text => navigator.clipboard.writeText(text)", text)
    page.locator("#ndr-text").focus()
    page.evaluate("document.querySelector('.ndr-checker').dataset.state = 'benchmark'")
    page.keyboard.press("Control+A")
    page.keyboard.press("Control+V")
    page.locator(".ndr-checker[data-state=verdict]").wait_for()


def private_memory(profile: Path) -> int:
    """Return the bytes that no other process shares of the page's renderer: of the largest, the rest are in reserve."""
    return max(
        sum(int(line.split()[1]) * 1024 for line in rollup.splitlines() if line.startswith("Private_"))
        for rollup in (Path(f"/proc/{process}/smaps_rollup").read_text("ascii") for process in _renderers(profile))
    )


def highest_memory(profile: Path) -> int:
    """Return the bytes that the largest renderer had in memory at most."""
    lines = [Path(f"/proc/{process}/status").read_text("ascii") for process in _renderers(profile)]
    return max(int(status.partition("VmHWM:")[2].split()[0]) * 1024 for status in lines)


def processor_seconds(profile: Path) -> float:
    """Return the processor seconds that the renderers have spent so far."""
    return sum(map(process_seconds, _renderers(profile)))


def _renderers(profile: Path) -> Iterator[int]:
    for command in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = command.read_bytes().replace(b"\0", b" ").split()  # a forked process has its title in one piece
        except OSError:
            continue  # it has ended meanwhile
        if b"--type=renderer" in words and f"--user-data-dir={profile}".encode() in words:
            yield int(command.parent.name)


@contextmanager
def slow_processor(profile: Path) -> Iterator[None]:
    """Let the renderers of that profile run a quarter of the time; DevTools' own throttle may not reach workers."""
    over = Event()
    thread = Thread(target=_slow, args=(profile, over))
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _slow(profile: Path, over: Event) -> None:
    found: set[int] = set()
    looked = 0.0
    while not over.is_set():
        if time.monotonic() - looked > _LOOK:
            found, looked = set(_renderers(profile)), time.monotonic()
        _signal(found, SIGCONT)
        time.sleep(_RUN)
        _signal(found, SIGSTOP)
        time.sleep(_STAND)
    _signal(found, SIGCONT)


def _signal(processes: set[int], number: Signals) -> None:
    for process in processes:
        with suppress(ProcessLookupError):
            os.kill(process, number)
