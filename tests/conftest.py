"""What several test files share: the built site, its server, a browser, a page that may not leave the site.

`make test` runs two workers. A file's tests stay together on one.
The long files come first, so that the short ones fill up whatever time is left.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Request, WebSocket, sync_playwright

from tests.support import built_site
from tests.support.checker_page import CheckerPage, shared_page
from tests.support.matrix import WHOLE
from tests.support.paths import ROOT
from tests.support.recording import Stranger, prove_that_it_answers
from tools.browsers import chrome
from tools.serve import running

_PLACE = pytest.StashKey[built_site.Place]()

# What runs before anything else. The first needs the built site last, the second not at all, so no worker waits for it;
# the others are the files outside of site and browser that take longest and would run alone at the end.
_FIRST = (
    *("site/test_build.py", "code/test_lint.py"),
    *("package/test_regexes.py", "package/test_hostile_terminal.py", "package/test_growth.py"),
    *("package/test_limits.py", "package/test_pythons.py", "package/test_hostile.py", "package/test_fuzz.py"),
    *("package/test_properties_of_bounces.py", "package/test_traps.py", "pages/test_documentation.py"),
)

# The folders of the others, the slowest first; those for which the site is built, and those for which it isn't.
_BUILT = ("site", "browser", "web")
_ORDER = (*_BUILT, "code", "package", "pages")

# Beside playwright's own flags, which keep Chromium from calling home. V8 spends a fifth of the processor time on
# making Python faster, and few pages of tests live long enough to gain from it; a whole run has it.
_FLAGS = ("--disable-gpu", "--disable-quic", "--disable-sync", *(() if WHOLE else ("--js-flags=--liftoff-only",)))


def pytest_configure(config: pytest.Config) -> None:
    """Serve the site from the process that starts the workers, or from the only one."""
    if not hasattr(config, "workerinput"):
        stack = ExitStack()
        config.add_cleanup(stack.close)
        config.stash[_PLACE] = stack.enter_context(built_site.served())
    else:
        config.stash[_PLACE] = built_site.Place(*config.workerinput["site"])


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Give a worker of pytest-xdist the address of the site."""
    node.workerinput["site"] = tuple(node.config.stash[_PLACE])


def _turn(path: Path) -> tuple[int, int]:
    """Return when a file's turn is."""
    name = path.relative_to(ROOT / "tests").as_posix()
    return (_FIRST.index(name) if name in _FIRST else len(_FIRST), _ORDER.index(_folder(path)))


def _folder(path: Path) -> str:
    """Return in which folder of tests a file is."""
    return path.relative_to(ROOT / "tests").parts[0]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the long files first, and mark the tests that need a built site or a browser, and all in their folders."""
    items.sort(key=lambda item: _turn(item.path))
    for item in items:
        if {"site", "browser"} & set(getattr(item, "fixturenames", ())) or _folder(item.path) in _BUILT:
            item.add_marker("node")


@pytest.fixture(scope="session")
def repo() -> Path:
    """Return the folder of the project."""
    return ROOT


@pytest.fixture(scope="session")
def site(pytestconfig: pytest.Config) -> Path:
    """Return the folder of the site, built as it is published."""
    place = pytestconfig.stash[_PLACE]
    if failure := built_site.built(place):
        pytest.fail(failure, pytrace=False)
    return place.site


@pytest.fixture(scope="session")
def server(site: Path, pytestconfig: pytest.Config) -> str:  # noqa: ARG001 – what is served has to be built
    """Return the address of the built site, which is under a sub-path and ends with a slash."""
    return pytestconfig.stash[_PLACE].url


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start the browser that tools/browsers/chrome.py finds."""
    path = chrome.find()
    if path is None:
        pytest.fail("No browser found: run `make test`, which sees to it", pytrace=False)
    with sync_playwright() as playwright, playwright.chromium.launch(executable_path=path, args=_FLAGS) as browser:
        yield browser


@pytest.fixture(scope="session")
def _kept_page(browser: Browser, server: str) -> Iterator[Page]:
    """Open one page for all tests of a worker: Python takes half as long to start where it has been before."""
    with shared_page(browser, server) as page:
        yield page


@pytest.fixture
def cleared_page(_kept_page: Page, server: str) -> Page:
    """Return the kept page as if it were new: no other tab, nothing kept, the usual window and medium.

    Listeners and scripts that a test adds stay, so a test that adds any takes `new_page`.
    """
    _kept_page.unroute_all(behavior="ignoreErrors")
    for other in _kept_page.context.pages:
        if other is not _kept_page:
            other.close()
    _kept_page.context.clear_permissions()
    _kept_page.context.set_offline(offline=False)
    _kept_page.set_viewport_size({"width": 1280, "height": 720})
    _kept_page.emulate_media(media="null", color_scheme="null", reduced_motion="null", forced_colors="null")
    _kept_page.goto(f"{server}version.json")  # of the site, and runs no script
    _kept_page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
    return _kept_page


@pytest.fixture
def new_page(cleared_page: Page, server: str) -> Iterator[Page]:
    """Open a tab with nothing kept; the test fails if any request, the worker's too, leaves the site's origin."""
    origin = urlsplit(server).netloc
    foreign: list[str] = []

    def watch(sent: Request | WebSocket) -> None:
        url = urlsplit(sent.url)
        if url.scheme not in {"data", "blob"} and url.netloc != origin:
            foreign.append(sent.url)

    context = cleared_page.context
    context.on("request", watch)
    page = context.new_page()
    page.on("websocket", watch)
    yield page
    # What the page still asks for while it closes is nobody's failure.
    page.unroute_all(behavior="ignoreErrors")
    page.close()
    context.remove_listener("request", watch)
    if foreign:
        pytest.fail(f"requests left the site: {foreign}", pytrace=False)


@pytest.fixture
def page(new_page: Page) -> Page:
    """Return a new tab; a file whose tests add no listener and no script takes `cleared_page` under this name."""
    return new_page


@pytest.fixture
def own_page(browser: Browser, server: str) -> Iterator[Page]:
    """Open a page in a profile of its own, for a test that changes the clock: a profile has one for all its pages."""
    with shared_page(browser, server) as page:
        yield page


@pytest.fixture(scope="module")
def shared(browser: Browser, server: str) -> Iterator[CheckerPage]:
    """Open the home page once: Python stays."""
    with shared_page(browser, server) as page:
        yield CheckerPage(page, server)


@pytest.fixture
def checker(shared: CheckerPage) -> CheckerPage:
    """Begin with an empty box."""
    shared.forget()
    return shared


@pytest.fixture
def stranger(tmp_path: Path) -> Iterator[Stranger]:
    """Serve on another origin, and prove that it answers."""
    with running(Stranger(tmp_path)) as server:
        prove_that_it_answers(server)
        yield server
