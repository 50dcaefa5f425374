"""Nothing that is pasted leaves the page: the policy binds the worker too, and nothing is kept."""

import base64
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from checker_page import CheckerPage

CANARY = "kanarie-7f3a9c@canary.example"


class _Stranger(BaseHTTPRequestHandler):
    """A server of somebody else's that lets everyone in."""

    asked: list[str]

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_response(200)
        self.send_header("Access-Control-Allow-Origin", "*")
        self.send_header("Content-Type", "text/javascript")
        self.end_headers()

    def log_message(self, *args: object) -> None:
        """Keep quiet."""


class Stranger:
    """Where it is, and what it was asked for."""

    def __init__(self, url: str, asked: list[str]) -> None:
        self.url = url
        self.asked = asked


@pytest.fixture
def stranger() -> Iterator[Stranger]:
    """Serve on another origin, and prove that it answers."""
    asked: list[str] = []
    handler = type("Handler", (_Stranger,), {"asked": asked})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        url = f"http://127.0.0.1:{server.server_port}/"
        with urlopen(f"{url}control") as answer:  # noqa: S310 - our own server
            assert answer.status == 200
        assert asked == ["/control"]
        asked.clear()
        yield Stranger(url, asked)
        server.shutdown()
        thread.join()


@pytest.fixture
def probe(site: Path, stranger: Stranger) -> Iterator[Path]:
    """Put a worker into the site that tries to get out before anything is taken away from it.

    A file of the site's own: what Playwright fulfils itself, Chromium keeps from this machine's other servers anyway.
    """
    path = site / "probe.mjs"
    path.write_text(f"""
      const url = {stranger.url!r};
      const out = await Promise.allSettled([fetch(url), import(url + "module.mjs"), new Promise((open, shut) => {{
        const request = new XMLHttpRequest();
        request.onload = open; request.onerror = shut; request.open("GET", url); request.send();
      }})]);
      const reason = out.some(({{ status }}) => status === "fulfilled") ? "crashed" : "blocked";
      postMessage({{ type: "failed", reason }});
    """)
    yield path
    path.unlink()


def test_the_policy_binds_the_worker_a_foreign_fetch_in_it_fails(
    browser: Browser, server: str, stranger: Stranger, probe: Path
) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.route("**/worker.mjs", lambda route: route.continue_(url=f"{server}{probe.name}"))
        checker = CheckerPage(page, server)
        checker.box.focus()
        expect(checker.alert).to_contain_text("a browser policy is in the way")
        assert stranger.asked == []
        # The same worker loaded by its address is not bound, and gets out: without this, the test could not fail.
        page.evaluate(
            """url => new Promise((resolve) => {
              new Worker(url, { type: "module" }).onmessage = resolve;
            })""",
            f"{server}{probe.name}",
        )
    assert "/" in stranger.asked


def test_a_running_worker_has_no_way_out(browser: Browser, server: str, stranger: Stranger) -> None:
    with browser.new_context() as context:
        checker = CheckerPage(context.new_page(), server)
        checker.paste("550 5.7.705 tenant has exceeded threshold")
        checker.see("5.7.705")
        (worker,) = [worker for worker in checker.page.workers if worker.url.startswith("blob:")]
        for name in ("fetch", "XMLHttpRequest", "WebSocket", "EventSource", "WebTransport", "importScripts"):
            assert worker.evaluate(f"typeof self.{name}") == "undefined", name
        assert worker.evaluate("url => import(url).then(() => 'out', () => 'held')", f"{stranger.url}x.mjs") == "held"
    assert stranger.asked == []


def test_nothing_that_is_pasted_is_sent_or_kept(page: Page, server: str) -> None:
    sent: list[str] = []

    def note(request: Request) -> None:
        sent.append(f"{request.method} {request.url} {request.post_data or ''} {request.headers}")

    page.on("request", note)
    checker = CheckerPage(page, server)
    before = _kept(page)
    checker.paste(f"To: {CANARY}\n550 5.7.750 Client blocked from sending from unregistered domains")
    checker.see("5.7.750", CANARY)
    checker.hand_over("drop", f"{CANARY}.txt", f"{CANARY} 550 5.7.705 tenant has exceeded threshold")
    checker.see("5.7.705")
    checker.button("Check").click()
    forms = {CANARY, base64.b64encode(CANARY.encode()).decode(), CANARY.encode().hex(), CANARY.replace("@", "%40")}
    assert [line for line in sent if any(form in line for form in forms)] == []
    assert _kept(page) == before
    assert page.url == server


def _kept(page: Page) -> object:
    return page.evaluate("""async () => ({
      local: { ...localStorage }, session: { ...sessionStorage }, cookie: document.cookie, title: document.title,
      databases: await indexedDB.databases(), caches: await caches.keys(), history: history.length,
    })""")


def test_the_policy_is_not_broken_on_the_way_to_a_verdict(page: Page, server: str) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    checker = CheckerPage(page, server)
    checker.paste("550 5.7.705 Access denied, tenant has exceeded threshold")
    checker.see("5.7.705")
    assert said == []
