"""The same journeys in Firefox and in WebKit as in Chromium: a verdict, nothing sent, the policy held."""

import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

import pytest

from tests.support.checker_page import golden_path, golden_text
from tests.support.recording import NETWORK, RecordingServer, Stranger, forms, prove_that_it_answers
from tools.browsers import firefox, webkit
from tools.serve import running

TITLES = {"705": "5.7.705: your organization is blocked", "750": "5.7.750: mail from unregistered domains is blocked"}
CANARY = "kanarie-7f3a9c@canary.example"
CONTROL = "\ue009"

#: Appended to the worker's own script. It tries to get out before Python runs and when a text comes, then reports what
#: happened the one way that is left: by importing from the site's own server.
PROBE = """
const out = (tried) => tried.then(() => "out", () => "held");
const early = out(fetch("{stranger}x.mjs"));
addEventListener("message", async ({{ data }}) => {{
  if (typeof data !== "string") return;
  const left = {names}.filter((name) => name in self);
  const late = await out(import("{stranger}x.mjs"));
  out(import(`/ndr/told/early-${{await early}}/late-${{late}}/left-${{left.join("+")}}/`));
}});
"""
WIRED = """async () => {
  while (!document.querySelector(".ndr-checker[data-wired]")) await new Promise((wake) => setTimeout(wake, 50));
}"""
FILL = """(text) => {
  const box = document.getElementById("ndr-text");
  box.focus();
  box.value = text;
  box.select();
}"""
SEE = """async (words) => {
  const end = Date.now() + 60_000;
  const result = document.getElementById("ndr-result");
  while (!result.textContent.includes(words)) {
    if (Date.now() > end) return document.querySelector(".ndr-checker").innerText;
    await new Promise((wake) => setTimeout(wake, 50));
  }
  return "seen";
}"""
FORGET = """() => document.getElementById("ndr-forget").click()"""
DROP = """(name, text) => {
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(new File([text], name));
  const drop = new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer });
  document.getElementById("ndr-text").dispatchEvent(drop);
}"""
FETCH = """(url) => fetch(url).then(() => "out", () => "held")"""
SPY = """() => {
  window.copied = [];
  if (navigator.clipboard) navigator.clipboard.writeText = async (text) => { window.copied.push(text); };
}"""
KEPT = """async () => ({
  local: { ...localStorage }, session: { ...sessionStorage }, cookie: document.cookie, title: document.title,
  databases: await indexedDB.databases?.(), caches: await globalThis.caches?.keys(), history: history.length,
  address: location.href, copied: window.copied,
})"""


class Browser(Protocol):
    """What Firefox and WebKit can both be asked."""

    def open(self, address: str) -> None:
        """Go to an address."""

    def call(self, function: str, *arguments: str) -> Any:
        """Call a JavaScript function."""

    def press(self, *keys: str) -> None:
        """Press keys together."""


class CutServer(RecordingServer):
    """Takes no connection while `cut` is set."""

    cut = False

    def verify_request(self, *_: object) -> bool:
        """Hang up on a browser that the test has cut off."""
        return not self.cut


class Reader:
    """A reader with one of these browsers, on the home page of the site."""

    def __init__(self, browser: Browser, server: CutServer, stranger: Stranger) -> None:
        self.browser = browser
        self.server = server
        self.stranger = stranger
        self.browser.open(server.url)
        self.browser.call(WIRED)
        self.browser.call(SPY)
        self.unused = self.browser.call(KEPT)

    def paste(self, text: str) -> None:
        """Paste by keyboard, from the clipboard."""
        self.browser.call(FILL, text)
        self.browser.press(CONTROL, "x")
        self.browser.press(CONTROL, "v")

    def see(self, words: str) -> None:
        """Wait until the verdict has the words."""
        assert self.browser.call(SEE, words) == "seen"


@pytest.fixture(scope="module", params=["firefox", "webkit"])
def browser(request: pytest.FixtureRequest) -> Iterator[Browser]:
    """Start the browser once."""
    if request.param == "firefox":
        path = firefox.find()
        if path is None:
            pytest.fail("No Firefox found: run `make test`, which sees to it", pytrace=False)
        with firefox.firefox(path) as running:
            yield running
    else:
        if sys.platform != "linux":
            pytest.skip("WebKit is driven as WebKitGTK, which only Linux has")
        paths = webkit.find()
        if paths is None:
            pytest.fail("No WebKitGTK with its driver found: run `make test`, which sees to it", pytrace=False)
        with webkit.webkit(*paths) as running:
            yield running


@pytest.fixture(scope="module")
def _opened(browser: Browser, site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    """Open the site with the probe at the end of its worker's script; Python starts once in each browser."""
    with running(Stranger(tmp_path_factory.mktemp("stranger"))) as stranger:
        prove_that_it_answers(stranger)
        probe = {"/worker.mjs": PROBE.format(stranger=stranger.url, names=NETWORK)}
        with running(CutServer(site, probe)) as server:
            yield Reader(browser, server, stranger)


@pytest.fixture
def reader(_opened: Reader) -> Reader:
    """Begin with an empty box."""
    _opened.browser.call(FORGET)
    return _opened


def test_pasted_bounces_and_a_dropped_file_get_their_verdicts(reader: Reader) -> None:
    for code, title in TITLES.items():
        reader.paste(golden_text(f"{code}-outlook-diagnostic"))
        reader.see(title)
    reader.browser.call(DROP, "bounce.eml", golden_path("705-dsn").read_text(encoding="utf-8"))
    reader.see("Read from bounce.eml")
    reader.see(TITLES["705"])


def test_nothing_that_is_pasted_is_sent_or_kept(browser: Browser, reader: Reader) -> None:
    reader.paste(f"To: {CANARY}\n550 5.7.750 Client blocked from sending from unregistered domains")
    reader.see(CANARY)
    browser.call(DROP, f"{CANARY}.txt", f"{CANARY} 550 5.7.705 tenant has exceeded threshold")
    reader.see("5.7.705")
    assert browser.call(KEPT) == reader.unused
    asked = [*reader.server.asked, *reader.stranger.asked, *getattr(browser, "asked", ())]
    assert len(asked) > 20
    assert [text for text in asked if any(form in text for form in forms(CANARY))] == []


def test_a_foreign_fetch_fails_in_the_page_and_in_the_worker(reader: Reader) -> None:
    assert reader.browser.call(FETCH, f"{reader.stranger.url}x.mjs") == "held"
    reader.paste(golden_text("705-smtp-line"))
    reader.see("5.7.705")
    assert _told(reader.server) == "early-held/late-held/left-"
    assert reader.stranger.asked == []


def _told(server: RecordingServer) -> str:
    for _ in range(100):
        if told := [text.split()[1] for text in server.asked if "/told/" in text]:
            return told[0].partition("/told/")[2].rstrip("/")
        time.sleep(0.1)
    pytest.fail("the probe sent no message")


def test_a_verdict_comes_with_the_network_cut_once_python_runs(reader: Reader) -> None:
    reader.paste(golden_text("705-smtp-line"))
    reader.see(TITLES["705"])
    before = len(reader.server.asked)
    reader.server.cut = True
    try:
        reader.paste(golden_text("750-smtp-line"))
        reader.see(TITLES["750"])
    finally:
        reader.server.cut = False
    kept_open = [text for text in reader.server.asked[before:] if "/told/" not in text]
    assert kept_open == [], "nothing comes over a connection from before the cut either"
