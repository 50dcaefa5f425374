"""What several test files share: the built site, a server for it, a browser, a page that may not leave the site."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Request, WebSocket, sync_playwright

from tests.support.checker_page import CheckerPage, shared_page
from tests.support.paths import ROOT
from tests.support.recording import Stranger, prove_that_it_answers
from tools.browsers import chrome
from tools.serve import SiteServer, running

# As a project's page on GitHub Pages: an address that forgets its path is found out.
_PREFIX = "/ndr/"

# Beside playwright's own flags, which keep Chromium from calling home.
_FLAGS = ("--disable-gpu", "--disable-quic", "--disable-sync")


@pytest.fixture(scope="session")
def repo() -> Path:
    """Return the folder of the project."""
    return ROOT


@pytest.fixture(scope="session")
def listening(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SiteServer]:
    """Take a port for a folder that is still empty, so that the site can be built for its true address.

    Instant navigation is off where the address in the site's sitemap isn't the one in the browser.
    """
    with SiteServer(tmp_path_factory.mktemp("site"), prefix=_PREFIX) as server:
        yield server


@pytest.fixture(scope="session")
def site(repo: Path, listening: SiteServer) -> Path:
    """Build the site as it is published, once, and return its folder."""
    build = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", listening.site],
        cwd=repo,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1", "SITE_URL": listening.url},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if build.returncode:
        pytest.fail(f"mkdocs build --strict failed:\n{build.stdout}", pytrace=False)
    return listening.site


@pytest.fixture(scope="session")
def server(site: Path, listening: SiteServer) -> Iterator[str]:  # noqa: ARG001 – what is served has to be built
    """Serve the built site under a sub-path and return its address, which ends with a slash."""
    with running(listening):
        yield listening.url


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start the browser that tools/browsers/chrome.py finds."""
    path = chrome.find()
    if path is None:
        pytest.fail("No browser found: run `make test`, which sees to it", pytrace=False)
    with sync_playwright() as playwright, playwright.chromium.launch(executable_path=path, args=_FLAGS) as browser:
        yield browser


@pytest.fixture
def page(browser: Browser, server: str) -> Iterator[Page]:
    """Open a page with a fresh profile; the test fails if any request, the worker's too, leaves the site's origin."""
    origin = urlsplit(server).netloc
    foreign: list[str] = []

    def watch(sent: Request | WebSocket) -> None:
        url = urlsplit(sent.url)
        if url.scheme not in {"data", "blob"} and url.netloc != origin:
            foreign.append(sent.url)

    with browser.new_context() as context:
        context.on("request", watch)
        page = context.new_page()
        page.on("websocket", watch)
        yield page
    if foreign:
        pytest.fail(f"requests left the site: {foreign}", pytrace=False)


@pytest.fixture(scope="module")
def shared(browser: Browser, server: str) -> Iterator[CheckerPage]:
    """Open the home page once: Python stays."""
    with shared_page(browser, server) as page:
        yield CheckerPage(page, server)


@pytest.fixture
def checker(shared: CheckerPage) -> CheckerPage:
    """Begin with an empty box."""
    if shared.button("Start over").is_visible():
        shared.button("Start over").click()
    return shared


@pytest.fixture
def stranger(tmp_path: Path) -> Iterator[Stranger]:
    """Serve on another origin, and prove that it answers."""
    with running(Stranger(tmp_path)) as server:
        prove_that_it_answers(server)
        yield server
