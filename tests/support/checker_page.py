"""The checker in a page of the built site, as its reader meets it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Locator, Page, Request, expect

from tests.support.paths import GOLDENS

#: A start of Python on a slow, shared machine.
PATIENCE = 60_000

_FILE_EVENT = """
([box, kind, name, type, text]) => {
  const transfer = new DataTransfer();
  transfer.items.add(new File([text], name, { type }));
  const options = { bubbles: true, cancelable: true, dataTransfer: transfer, clipboardData: transfer };
  box.dispatchEvent(kind === "paste" ? new ClipboardEvent(kind, options) : new DragEvent(kind, options));
}
"""


class CheckerPage:
    """What a reader sees of the checker and does with it."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.page.goto(address)
        self.page.locator(".ndr-checker[data-wired]").wait_for()
        self.box = page.get_by_label("Paste the bounce")
        self.status = page.locator("#ndr-status")
        self.alert = page.get_by_role("alert")
        self.heading = page.locator(".ndr-card h2")
        self.card = page.locator(".ndr-card")

    def button(self, name: str) -> Locator:
        """Return a button by what is written on it."""
        return self.page.get_by_role("button", name=name, exact=True)

    def paste(self, text: str, focus: str = "#ndr-text") -> None:
        """Put a text on the clipboard and paste it by keyboard, with the focus on `focus`."""
        self.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        self.page.evaluate("text => navigator.clipboard.writeText(text)", text)
        self.page.locator(focus).first.focus()
        self.page.keyboard.press("ControlOrMeta+V")

    def forget(self) -> None:
        """Begin with an empty box and an empty list."""
        self.page.locator("#ndr-forget").evaluate("button => button.click()")

    def hand_over(self, kind: str, name: str, text: str, mime: str = "", place: str = "#ndr-text") -> None:
        """Drop or paste a file onto `place`: `kind` is the event's name."""
        self.page.evaluate(_FILE_EVENT, [self.page.locator(place).first.element_handle(), kind, name, mime, text])

    def see(self, *words: str) -> None:
        """Wait until the card has all the words."""
        for text in words:
            expect(self.card).to_contain_text(text, timeout=PATIENCE)


def python_requests(requests: list[str]) -> list[str]:
    """Return the requests that belong to Python: its files, and the workers that fetch and run it."""
    signs = ("/assets/python/", "/worker.mjs", "blob:")
    return [url for url in requests if any(sign in url for sign in signs)]


@contextmanager
def shared_page(browser: Browser, server: str) -> Iterator[Page]:
    """Open a page for many tests; it ends in failure if any of their requests left the site."""
    foreign: list[str] = []

    def watch(sent: Request) -> None:
        if urlsplit(sent.url).netloc not in {urlsplit(server).netloc, ""}:
            foreign.append(sent.url)

    with browser.new_context() as context:
        context.on("request", watch)
        yield context.new_page()
        for page in context.pages:
            page.unroute_all(behavior="ignoreErrors")  # what a page still asks for while it closes
    assert not foreign, f"requests left the site: {foreign}"


def golden_path(stem: str) -> Path:
    """Return the one golden whose name begins so."""
    found = sorted(path for path in GOLDENS.glob(f"{stem}*") if path.suffix != ".json")
    assert found, f"no golden begins with {stem}"
    return found[0]


def golden_text(stem: str) -> str:
    """Return the text of the golden whose name begins so."""
    return golden_path(stem).read_text(encoding="utf-8")
