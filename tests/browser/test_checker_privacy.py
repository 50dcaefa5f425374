"""Nothing that is pasted leaves the page: the policy binds the worker too, and nothing is kept."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from tests.support.checker_page import CheckerPage
from tests.support.recording import NETWORK, RecordingServer, Stranger, forms
from tools.serve import running

CANARY = "kanarie-7f3a9c@canary.example"


@pytest.fixture
def probe(site: Path, stranger: Stranger) -> Iterator[Path]:
    """Put a worker into the site that tries to get out before anything is taken away from it.

    A file of the site's own: what Playwright fulfils itself, Chromium keeps from this machine's other servers anyway.
    """
    path = site / "probe.mjs"
    path.write_text(f"""
      const url = "{stranger.url}x.mjs";
      await Promise.allSettled([fetch(url), import(url), new Promise((open, shut) => {{
        const request = new XMLHttpRequest();
        request.onload = open; request.onerror = shut; request.open("GET", url); request.send();
      }})]);
      postMessage({{ type: "failed" }});
      export const run = () => {{}};
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
        expect(checker.alert).to_contain_text("Python crashed")
        assert stranger.asked == []
        # The same worker loaded by its address is not bound, and gets out: without this, the test could not fail.
        page.evaluate(
            """url => new Promise((resolve) => {
              new Worker(url, { type: "module" }).onmessage = resolve;
            })""",
            f"{server}{probe.name}",
        )
    assert len(stranger.asked) > 0


def test_a_running_worker_has_no_way_out(browser: Browser, server: str, stranger: Stranger) -> None:
    with browser.new_context() as context:
        checker = CheckerPage(context.new_page(), server)
        checker.paste("550 5.7.705 tenant has exceeded threshold")
        checker.see("5.7.705")
        (worker,) = [worker for worker in checker.page.workers if worker.url.startswith("blob:")]
        assert [name for name in NETWORK if worker.evaluate("name => name in self", name)] == []
        assert worker.evaluate("url => import(url).then(() => 'out', () => 'held')", f"{stranger.url}x.mjs") == "held"
    assert stranger.asked == []


def test_nothing_that_is_pasted_is_sent_or_kept(page: Page, server: str) -> None:
    sent: list[str] = []

    def note(request: Request) -> None:
        sent.append(f"{request.method} {request.url} {request.post_data or ''} {request.headers}")

    page.on("request", note)
    checker = CheckerPage(page, server)
    before = _kept(page)
    text = f"To: {CANARY}\n550 5.7.750 Client blocked from sending from unregistered domains"
    checker.paste(text)
    checker.see("5.7.750", CANARY)
    checker.hand_over("drop", f"{CANARY}.txt", f"{CANARY} 550 5.7.705 tenant has exceeded threshold")
    checker.see("5.7.705")
    expect(page.locator("#ndr-earlier-list button", has_text="5.7.705")).to_be_attached()
    checker.button("Undo").click()
    checker.see("5.7.750")
    checker.button("Copy ticket note").click()
    panel = checker.card.locator(".ndr-panel")
    panel.get_by_role("button", name="[address 1]").first.click()
    expect(panel.locator("pre")).to_contain_text(CANARY)
    panel.locator("details").evaluate("node => (node.open = true)")
    panel.get_by_label("Hide these words too").fill(CANARY)
    expect(panel.locator("pre")).not_to_contain_text(CANARY)
    page.evaluate("text => navigator.clipboard.writeText(text)", text)
    page.locator("#ndr-earlier").evaluate("node => (node.open = true)")
    page.locator("#ndr-earlier-list button", has_text="5.7.705").click()
    checker.see("5.7.705")
    assert [line for line in sent if any(form in line for form in forms(CANARY))] == []
    assert _kept(page) == before
    assert page.evaluate("navigator.clipboard.readText()") == text, "the clipboard is as the reader has left it"
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


def test_a_verdict_comes_with_the_network_cut_once_python_runs(browser: Browser, site: Path) -> None:
    with browser.new_context() as context, running(RecordingServer(site)) as server:
        checker = CheckerPage(context.new_page(), server.url)
        checker.paste("550 5.7.705 Access denied, tenant has exceeded threshold")
        checker.see("5.7.705: your organization is blocked")
        server.shutdown()
        server.server_close()
        checker.paste("550 5.7.750 Client blocked from sending from unregistered domains")
        checker.see("5.7.750: mail from unregistered domains is blocked")


def test_inside_another_page_the_checker_takes_no_input_and_offers_itself(
    browser: Browser, server: str, tmp_path: Path
) -> None:
    tmp_path.joinpath("index.html").write_text(f"<iframe src='{server}codes/5.7.705/'></iframe>", encoding="utf-8")
    with browser.new_context() as context, running(RecordingServer(tmp_path)) as outer:
        page = context.new_page()
        page.goto(outer.url)
        frame = page.frame_locator("iframe")
        expect(frame.get_by_text("This page is shown inside another one, so it accepts no input here.")).to_be_visible()
        expect(frame.get_by_label("Paste the bounce")).to_be_disabled()
        expect(frame.locator("#ndr-check")).to_be_disabled()
        frame.get_by_role("link", name="Open the checker on its own").click()
        page.wait_for_url(server)
        expect(page.get_by_label("Paste the bounce")).to_be_enabled()


def test_in_a_sandbox_that_lets_no_module_in_the_box_says_so_and_looks_dead(page: Page, server: str) -> None:
    page.goto(f"{server}version.json")
    page.evaluate(
        """address => {
          const frame = document.createElement("iframe");
          frame.setAttribute("sandbox", "allow-scripts");
          frame.src = address;
          document.body.replaceChildren(frame);
        }""",
        server,
    )
    inner = page.frame_locator("iframe")
    expect(inner.locator("#ndr-text")).to_be_attached()
    page.frames[1].evaluate("document.getAnimations().forEach((animation) => animation.finish())")
    expect(inner.get_by_text("The checker hasn't started")).to_be_visible()
    for part in ("#ndr-text", ".ndr-controls"):
        expect(inner.locator(part)).to_have_css("pointer-events", "none")
