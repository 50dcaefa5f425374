"""Whatever a bounce, a file's name or a link holds, the page shows as text: it makes, runs and asks nothing."""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, Final
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Dialog, Page, Request, expect

from tests.support.checker_page import PATIENCE, CheckerPage, golden_text, shared_page
from tests.support.hostile_bounces import SHAPES
from tests.support.links import NAMED, fragments
from tests.support.matrix import WHOLE, sample
from tests.support.paths import ROOT
from tests.support.payloads import CLASSES

#: What a run tries in the page: some of each class.
PAYLOADS: Final = sample(*CLASSES, each=3)
#: One of each kind of verdict.
KINDS: Final = (
    "mention-question",
    "delay-notice",
    "not-a-bounce-newsletter",
    "705-dsn-outsider",
    "511-postfix-user-unknown",
)
#: What acts or hides where it is pasted, but for line breaks.
ACTING: Final = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e01ef]"
)
FROM: Final = "From MAILER-DAEMON Fri Nov 20 08:14:05 2026\n"

#: Hands each text over, waits for the verdict, and returns the faults, by the number of the text.
_HAND_OVER: Final = """
async ({ way, items, panels, learn }) => {
  const page = window[Symbol.for("hostile")];
  const found = { faults: [], states: {}, shown: 0, copied: [] };
  for (const [at, { text, name, seen }] of items.entries()) {
    const settled = page.settled();
    page.hand[way](text, name);
    const state = await settled;
    found.states[state] = (found.states[state] ?? 0) + 1;
    await page.choose();
    if (panels) found.copied.push(...(await page.panels()));
    if (document.getElementById("ndr-result").textContent.includes(seen)) found.shown += 1;
    if (learn) page.learn();
    else found.faults.push(...page.faults().map((fault) => `${at}: ${fault}`));
  }
  return found;
}
"""


def listen(page: Page, said: list[str]) -> None:
    """Put the watch into a page, and write down what the browser says of it."""

    def dialog(shown: Dialog) -> None:
        said.append(f"dialog: {shown.message}")
        shown.dismiss()

    page.add_init_script(path=ROOT / "tests" / "support" / "hostile_page.mjs")
    page.on("dialog", dialog)
    page.on("pageerror", lambda error: said.append(f"error: {error}"))
    page.on("console", lambda message: said.append(f"{message.type}: {message.text}"))
    page.on("popup", lambda popup: said.append(f"window: {popup.url}"))
    page.on("download", lambda file: said.append(f"download: {file.url}"))


class Watched:
    """The checker on the home page, watched for all that a hostile text could do.

    It learns what a verdict looks like from goldens of these `kinds` and harmless bounces of these `shapes`.
    """

    def __init__(self, page: Page, server: str, kinds: Iterable[str] = KINDS, shapes: Iterable[str] = SHAPES) -> None:
        self.page = page
        self.said: list[str] = []
        self.asked: list[str] = []
        listen(page, self.said)
        self.checker = CheckerPage(page, server)
        page.set_default_timeout(PATIENCE)
        plain = [SHAPES[name]("kim") for name in shapes]
        self.hand_over("paste", [golden_text(stem) for stem in kinds], learn=True)
        self.hand_over("paste", ["550 5.7.1 kim"], learn=True)  # words that fit no meaning
        self.hand_over("paste", plain, panels=True, learn=True)
        self.hand_over("drop", [*plain, *map(_mbox, plain)], learn=True)
        page.on("request", self._ask)
        self.before = self.surroundings()

    def _ask(self, request: Request) -> None:
        if not request.url.endswith("/favicon.svg"):  # the browser's own wish at each new address
            self.asked.append(request.url)

    def surroundings(self) -> dict[str, str]:
        """Return what the page is beside the result."""
        found = self.page.evaluate("window[Symbol.for('hostile')].surroundings()")
        assert isinstance(found, dict)
        return found

    def hand_over(
        self, way: str, texts: list[str], *, names: tuple[str, ...] = (), panels: bool = False, learn: bool = False
    ) -> dict[str, Any]:
        """Paste or drop the texts one after the other; `names` are the files', and shall be seen."""
        files = names or ("bounce.eml",) * len(texts)
        items = [{"text": t, "name": n, "seen": n} for t, n in zip(texts, files, strict=True)]
        found = self.page.evaluate(_HAND_OVER, {"way": way, "items": items, "panels": panels, "learn": learn})
        assert isinstance(found, dict)
        return found

    def unharmed(self) -> None:
        """Assert that nothing has happened to the page but its verdicts."""
        assert self.page.evaluate("window[Symbol.for('hostile')].violations") == []
        assert self.said == []
        assert self.asked == []
        assert self.surroundings() == self.before


def _mbox(mail: str) -> str:
    return f"{FROM}{mail.rstrip()}\n\n{FROM}{mail.rstrip()}\n\n"


@pytest.fixture(scope="module")
def watched(browser: Browser, server: str) -> Iterator[Watched]:
    """Open the home page once, and learn what its verdicts are drawn with."""
    with shared_page(browser, server) as page:
        yield Watched(page, server)


def test_the_watch_sees_an_element_a_script_and_a_request(browser: Browser, server: str) -> None:
    """Without this, the tests below could not fail."""
    with browser.new_context() as context:
        watched = Watched(context.new_page(), server, (), ())
        watched.page.evaluate("""async () => {
          const hurt = (html) => (document.getElementById("ndr-result").innerHTML = html);
          hurt("<img src='//evil.example/x' onerror='alert(7)'><iframe srcdoc='x'></iframe>");
          document.body.append(document.createElement("b"));
          window.pwned = 7;
          await new Promise((resolve) => setTimeout(resolve, 200));
        }""")
        faults = watched.page.evaluate("window[Symbol.for('hostile')].faults()")
        assert [fault.split(" ")[0] for fault in faults][:2] == ["IMG", "IFRAME"]
        assert any("policy: img-src" in fault for fault in faults)
        assert any("policy: script-src-attr" in fault for fault in faults)
        changed = watched.surroundings()
        assert {name for name in changed if changed[name] != watched.before[name]} == {"elements", "globals"}
        assert watched.said


#: Instead of Python: a verdict whose every word that isn't the catalogue's own is the text itself.
_ECHO: Final = """
() => {
  const verdict = (text) => ({
    version: 1, source: text, kind: "failure", code: "5.7.705", reply: 550, meaning: "threshold", certainty: "certain",
    title: "5.7.705: blocked", page: "codes/5.7.705/", permanence: "permanent", blocked: "organization",
    acts: ["sender-admin"], lifted_by: ["microsoft"], whose: "sender-side",
    recipients: [{ address: text, code: text, reply: text, action: text }],
    evidence: [
      { kind: "status-field", part: "status", code: null, text, line: 1, start: 0, end: text.length, decisive: true },
      { kind: "notice-line", part: "notice", code: text, text, line: null, start: null, end: null, decisive: false },
    ],
    other_codes: [{ code: text, why_not: text }], defects: [`read: ${text}`],  // not the headline: a refused file
    links: [{ host: text, microsoft: false }, { host: text, microsoft: true }],
    headline: text, says: text, way: ["codes/5.7.705/"], sender: { address: text, domain: text }, time: text,
    server: text, id: text, severity: "organization", badge: text, answer: text, notice: text,
    steps: [{ address: "codes/5.7.705/", text, reader: "all" }], facts: [{ name: text, text }],
    offers: ["note", "letter", "link", "case"],
  });
  // Python's own words, in which it has made everything harmless.
  const ours = (text) => ({ text, kind: "", by: "" });
  const hidden = { text: "y", kind: "host", by: "[host 1]" };
  const passedOn = {
    note: { text: [ours("x "), hidden], markdown: [ours("**x**\\n\\n- `"), hidden, ours("`")] },
    letter: { subject: "x", body: "y", hint: "z", mail: true },
    case: { fields: { code: "5.7.705" }, rows: [{ name: "x", text: "y" }] },
  };
  const judged = (asked) => {
    if (typeof asked === "string") return verdict(asked);
    if ("question" in asked) return passedOn[asked.question.kind];
    if (asked instanceof Uint8Array) return verdict(new TextDecoder().decode(asked));
    return asked.piece ? [verdict(asked.mailbox), verdict(asked.mailbox)] : [];
  };
  self.onmessage = ({ data }) => self.postMessage({ type: "verdict", json: JSON.stringify(judged(data)) });
}
"""


def test_a_payload_in_every_word_of_a_verdict_stays_text(browser: Browser, server: str) -> None:
    with shared_page(browser, server) as page:
        watched = Watched(page, server, (), ())  # what the answers below are drawn with is learned from them
        (worker,) = [worker for worker in page.workers if worker.url.startswith("blob:")]
        worker.evaluate(_ECHO)
        for way in ("paste", "drop", "drop"):
            learnt = [_mbox("kim"), "kim", "kim.of.sales@contoso.com"]  # a long word may be broken before a dot
            watched.hand_over(way, learnt, panels=True, learn=True)
        watched.asked.clear()
        pasted = watched.hand_over("paste", list(PAYLOADS), names=PAYLOADS, panels=True)
        dropped = watched.hand_over("drop", list(PAYLOADS), names=PAYLOADS)
        boxes = watched.hand_over("drop", [_mbox("kim")] * len(PAYLOADS), names=PAYLOADS)
        assert pasted["faults"] + dropped["faults"] + boxes["faults"] == []
        assert (pasted["shown"], boxes["shown"]) == (len(PAYLOADS), len(PAYLOADS))
        assert dropped["shown"] + dropped["states"]["refused"] == len(PAYLOADS), "a file with a NUL is no text"
        assert [text for text in pasted["copied"] if ACTING.search(text)] == []
        notes = [text for text in pasted["copied"] if "[host 1]" in text]
        assert len(notes) == 3 * len(PAYLOADS), "as it is shown first, and in its two forms"
        watched.unharmed()


def test_a_payload_in_every_field_of_a_bounce_stays_text(watched: Watched) -> None:
    shapes = list(SHAPES.values())
    reports = [SHAPES["a report"](payload) for payload in PAYLOADS]
    others = [shapes[at % len(shapes)](payload) for at, payload in enumerate(PAYLOADS)]
    pasted = watched.hand_over("paste", reports)
    dropped = watched.hand_over("drop", others, names=PAYLOADS)
    assert pasted["faults"] + dropped["faults"] == []
    watched.unharmed()


def test_what_is_copied_is_plain_text_as_shown_without_what_acts_where_it_is_pasted(watched: Watched) -> None:
    checker = watched.checker
    hidden = "\x1b]52;c;ZXZpbA==\x07 \u202e550 5.7.705\u202c t\ufe0fenant\U000e0041"
    text = f"{hidden} \x9b31m<b>has</b> \u200bexceeded\rthreshold"
    checker.paste(text)
    checker.see("5.7.705")
    checker.button("Copy ticket note").click()
    checker.button("Copy this").click()
    expect(checker.status).to_contain_text("Copied as shown")
    shown = checker.card.locator("pre.ndr-preview").text_content() or ""
    types, plain = watched.page.evaluate("""async () => {
      const [item, ...more] = await navigator.clipboard.read();
      return [[...item.types, ...more], await (await item.getType("text/plain")).text()];
    }""")
    assert (types, plain) == (["text/plain"], shown)
    assert "550 5.7.705" in shown
    assert ACTING.search(shown) is None


#: Opens each link and says what came of it; a browser may write the link otherwise, so its own writing is told as well.
_OPEN: Final = """
async (texts) => {
  const page = window[Symbol.for("hostile")];
  const start = location.pathname;
  const found = [];
  const status = document.getElementById("ndr-status");
  for (const text of texts) {
    status.textContent = "untouched";
    history.replaceState(null, "", "#" + text);
    dispatchEvent(new HashChangeEvent("hashchange"));
    for (let turn = 0; turn < (location.hash.startsWith("#code=") ? 2000 : 1); turn += 1) {
      await new Promise((next) => setTimeout(next)); // the card's modules come a task later
      if (status.textContent !== "untouched") break;
    }
    const { state } = page.section().dataset;
    const heading = document.getElementById("ndr-heading")?.textContent ?? "";
    found.push({ hash: location.hash, state, heading, said: status.textContent });
  }
  history.replaceState(null, "", start);
  return found;
}
"""


def test_of_all_links_only_those_that_name_a_code_open_one(watched: Watched) -> None:
    """Ask what the page does with a link; tests/web/links.test.mjs asks ten thousand times which one names a code."""
    texts = [*sample(*fragments(atleast=10_000).values(), each=40), "code=5.7.705"]  # the last leaves the page whole
    watched.page.evaluate(_OPEN, ["code=5.7.705"])
    watched.page.evaluate("window[Symbol.for('hostile')].learn()")
    opened = watched.page.evaluate(_OPEN, texts)
    codes = 0
    for link in opened:
        code = link["hash"].removeprefix("#code=")
        if not link["hash"].startswith("#code="):
            assert link["said"] == "untouched", link
        elif code in NAMED:
            codes += 1
            assert link["state"] == "verdict"
            assert f" {NAMED[code]}: " in f" {link['heading']}"
        else:
            assert (link["state"], link["heading"]) == ("idle", ""), link
            assert link["said"].startswith(
                "The link that brought you here doesn't contain a code that this site knows."
            )
    assert codes >= 20
    watched.unharmed()


def test_a_payload_in_an_address_stays_text(watched: Watched) -> None:
    """The theme reads what is after `?q=` and `?h=`, and shows what is typed into its search."""
    page = watched.page
    home = page.url
    some = PAYLOADS[:: max(1, len(PAYLOADS) // (6 if WHOLE else 2))]
    for payload in some:
        for start in ("?q=", "?h=", "#", "unblock/#", "unblock/?q="):
            page.goto("about:blank")
            page.goto(f"{home}{start}{quote(payload)}")
            page.locator("body").wait_for()
    page.goto(home)
    page.locator(".ndr-checker[data-wired]").wait_for()
    found = page.evaluate(
        """async (payloads) => {
          const field = document.querySelector("[data-md-component=search-query]");
          const place = document.querySelector("[data-md-component=search-result]");
          field.focus();
          for (const payload of payloads) {
            field.value = payload;
            field.dispatchEvent(new KeyboardEvent("keyup", { bubbles: true }));
            await new Promise((resolve) => setTimeout(resolve, 20));
          }
          const names = [...place.querySelectorAll("*")].flatMap((node) => node.getAttributeNames());
          return names.filter((name) => /^on|^style|^src/.test(name));
        }""",
        list(PAYLOADS),
    )
    assert found == []
    # The theme's search says so of what it can't look for.
    assert [said for said in watched.said if not said.startswith("warning: ")] == []


#: What is in the pages' previews and fields, and whether any of it is more than text.
_GUIDE: Final = """
async ({ payloads, acting }) => {
  const fold = document.querySelector(".ndr-case");
  fold.open = true;
  while (!fold.querySelector("pre")) await new Promise((resolve) => setTimeout(resolve));
  document.querySelector(".ndr-steps details").open = true;
  const fields = [...fold.querySelectorAll(".ndr-fields :is(input, textarea)")];
  const radios = [...document.querySelectorAll(".ndr-tool [type=radio]")];
  const found = { count: 0, fields: fields.length, elements: 0, acting: [] };
  for (const payload of payloads) {
    for (const field of fields) {
      field.value = payload;
      field.dispatchEvent(new InputEvent("input", { bubbles: true }));
      found.count += 1;
    }
    for (const radio of radios) {
      radio.click();
      for (const view of document.querySelectorAll("pre.ndr-preview")) {
        found.elements += view.childElementCount;
        if (new RegExp(acting, "u").test(view.textContent)) found.acting.push(payload);
      }
    }
  }
  return found;
}
"""


def test_a_payload_in_a_field_of_the_guide_or_in_its_storage_stays_text(browser: Browser, server: str) -> None:
    with shared_page(browser, server) as page:
        said: list[str] = []
        listen(page, said)
        page.goto(f"{server}unblock/")
        page.locator(".ndr-steps").wait_for()
        elements = "document.querySelectorAll('*').length"
        plain = page.evaluate(elements)
        found = page.evaluate(_GUIDE, {"payloads": list(PAYLOADS), "acting": ACTING.pattern})
        assert found["fields"] == 11
        assert found["count"] == 11 * len(PAYLOADS)
        assert (found["elements"], found["acting"]) == (0, [])

        times = dict.fromkeys(PAYLOADS, "2026-11-20T08:00:00.000Z") | {"alerts": "2026-11-20T09:00:00.000Z"}
        texts = {"accounts": f"2026 ({PAYLOADS[5]})", "audit": "2026-11-20T08:00:00.000Z\n\u202e<img src=x>"}
        case = {
            "fields": dict.fromkeys(["code", "first", "server", "cause", "__proto__"], PAYLOADS[5]),
            "attached": PAYLOADS,
        }
        kept = {"steps": {"version": 1, "done": times | texts}, "case": case}
        page.evaluate("localStorage.clear()")  # the payloads were typed into the choice of a code too
        for name, value in kept.items():
            page.evaluate(
                "([name, kept]) => localStorage.setItem('ndr-checker:/ndr/:' + name, kept)", [name, json.dumps(value)]
            )
        page.goto("about:blank")
        page.goto(f"{server}unblock/#%E0%A4%A")
        page.locator(".ndr-steps").wait_for()
        assert page.evaluate(elements) == plain
        found = page.evaluate(_GUIDE, {"payloads": [], "acting": ACTING.pattern})
        assert (found["elements"], found["acting"]) == (0, [])
        ids = [payload for payload in PAYLOADS if re.fullmatch("[a-z0-9-]+", payload)]
        assert page.locator(".ndr-count").inner_text().startswith(f"{1 + len(ids)} of ")
        assert page.evaluate("window[Symbol.for('hostile')].violations") == []
        assert said == []
