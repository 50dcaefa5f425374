"""What the checker says to whatever a reader gives it."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.support.checker_page import CheckerPage, golden_text


def test_the_box_says_what_it_is_and_what_to_put_in(checker: CheckerPage) -> None:
    expect(checker.box).to_have_accessible_description(re.compile("nothing you paste leaves your browser"))
    for name, value in {"autocomplete": "off", "spellcheck": "false", "translate": "no"}.items():
        expect(checker.box).to_have_attribute(name, value)
    expect(checker.page.get_by_role("link", name="Find the page by code or by wording")).to_be_visible()


def test_an_empty_box_asks_for_the_bounce(checker: CheckerPage) -> None:
    checker.button("Check").click()
    expect(checker.status).to_have_text(re.compile("There is nothing to read yet. Paste the bounce"))
    expect(checker.box).to_have_attribute("aria-invalid", "true")
    expect(checker.card).to_have_count(0)


def test_what_is_no_bounce_is_told_so_and_what_to_paste(checker: CheckerPage) -> None:
    checker.paste(golden_text("not-a-bounce-ticket"))
    checker.see("This isn't a bounce", "often called “Undeliverable”")
    expect(checker.box).to_have_attribute("aria-invalid", "true")
    checker.paste(golden_text("705-smtp-line"))
    checker.see("5.7.705")
    expect(checker.box).to_have_attribute("aria-invalid", "false")


def test_a_code_still_being_typed_is_no_mistake(checker: CheckerPage) -> None:
    checker.page.evaluate("""() => {
      const box = document.querySelector(".ndr-checker");
      window.states = [];
      const note = new MutationObserver(() => window.states.push(box.dataset.state));
      note.observe(box, { attributeFilter: ["data-state"] });
    }""")
    checker.box.press_sequentially("5.7.")
    checker.page.wait_for_function("() => window.states.join().endsWith('checking,idle')")
    expect(checker.card).to_have_count(0)
    checker.box.press_sequentially("705")
    checker.see("5.7.705: your organization is blocked", "Your admin needs to act")


@pytest.mark.parametrize(
    ("name", "mime", "content", "said"),
    [
        ("shot.png", "image/png", "\x89PNG", "This is a picture, and the checker reads text. Type the code you see"),
        ("mail.pdf", "application/pdf", "%PDF-1.7", "This is a PDF"),
        ("mail.bin", "", "a\x00b", "This file isn't text"),
        ("mail.eml", "message/rfc822", "", "This file is empty: there is nothing in it to read."),
    ],
)
def test_a_file_that_cannot_be_read_is_answered_with_what_to_do_instead(
    checker: CheckerPage, name: str, mime: str, content: str, said: str
) -> None:
    data = content.encode("latin-1")
    checker.page.locator("#ndr-file").set_input_files({"name": name, "mimeType": mime, "buffer": data})
    expect(checker.status).to_contain_text(said)
    expect(checker.card).to_have_count(0)


def test_a_pasted_picture_asks_to_type_the_code(checker: CheckerPage) -> None:
    checker.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    checker.page.evaluate("""async () => {
      const canvas = new OffscreenCanvas(2, 2);
      canvas.getContext("2d");
      await navigator.clipboard.write([new ClipboardItem({ "image/png": await canvas.convertToBlob() })]);
    }""")
    checker.box.focus()
    checker.page.keyboard.press("ControlOrMeta+V")
    expect(checker.status).to_contain_text("Type the code you see, such as 5.7.705, into the box")
    expect(checker.box).to_have_value("")


#: Milliseconds without an answer after which a browser offers to end the page; a busy machine takes some two seconds.
FROZEN = 5_000
LONG = "550 5.7.705 Access denied, tenant has exceeded threshold\n" + "and so on it goes, line by line\n" * 312_000


@pytest.fixture
def standstill(checker: CheckerPage) -> Callable[[], int]:
    """Begin to watch how long the page stands still at most; what is returned tells."""
    checker.page.evaluate("""() => {
      let last = performance.now();
      window.standstill = 0;
      setInterval(() => {
        const now = performance.now();
        window.standstill = Math.max(window.standstill, now - last);
        last = now;
      }, 10);
    }""")
    return lambda: checker.page.evaluate("window.standstill")


def test_a_paste_of_10_mb_is_read_to_its_end_and_does_not_freeze_the_page(
    checker: CheckerPage, standstill: Callable[[], int]
) -> None:
    first, _, rest = LONG.partition("\n")
    checker.paste(rest + first)
    checker.see("5.7.705", "Read from pasted text")
    expect(checker.box).to_have_value("")
    assert standstill() < FROZEN


def test_a_file_of_more_than_10_mb_is_read_to_its_end_and_does_not_freeze_the_page(
    checker: CheckerPage, standstill: Callable[[], int], tmp_path: Path
) -> None:
    path = tmp_path / "a.log"
    path.write_text(LONG.partition("\n")[2] + LONG.partition("\n")[0], encoding="utf-8")
    checker.page.locator("#ndr-file").set_input_files(path)
    checker.see("5.7.705", "Read from a.log")
    assert standstill() < FROZEN


def test_a_file_that_is_no_utf_8_is_decoded_by_python(checker: CheckerPage) -> None:
    data = "Zugriff verweigert für Jürgen: 550 5.7.705 tenant has exceeded threshold".encode("utf-16")
    checker.page.locator("#ndr-file").set_input_files({"name": "a.txt", "mimeType": "text/plain", "buffer": data})
    checker.see("5.7.705", "line 1: Zugriff verweigert für Jürgen: 550")


def test_the_latest_paste_wins(checker: CheckerPage) -> None:
    checker.page.evaluate(
        """([box, texts]) => texts.forEach((text) => {
          box.value = text;
          box.dispatchEvent(new InputEvent("input", { inputType: "insertFromPaste", bubbles: true }));
        })""",
        [checker.box.element_handle(), ["550 5.7.705 tenant has exceeded threshold", "550 5.1.8 bad outbound sender"]],
    )
    checker.see("5.1.8")
    expect(checker.card).to_have_count(1)


def test_single_keys_of_the_theme_do_nothing_on_our_controls(checker: CheckerPage) -> None:
    address = checker.page.url
    for key in "nps/f,.":
        checker.button("Check").focus()
        checker.page.keyboard.press(key)
        expect(checker.button("Check")).to_be_focused()
    assert checker.page.url == address


def test_a_link_to_a_code_shows_it_without_python(page: Page, server: str) -> None:
    requests: list[str] = []
    page.on("request", lambda sent: requests.append(sent.url))
    checker = CheckerPage(page, f"{server}#code=5.7.705")
    checker.see("5.7.705: your organization is blocked", "You opened a link to this code", "Your admin needs to act")
    assert [url for url in requests if "/assets/python/" in url] == []
    page.evaluate("location.hash = '#code=5.7.706'")
    checker.see("5.7.706: ")
    for bad in ("5.9.999", "%3Cimg%20src=x%3E", "5.7.705&text=secret", ""):
        page.evaluate("bad => { location.hash = `#code=${bad}` }", bad)
        expect(checker.status).to_contain_text("doesn't contain a code that this site knows")
        expect(checker.card).to_have_count(0)
