"""Whole ways through the site: of an agent, of a user who only sent a mail, and of an admin over two days."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, Request, expect

from tests.support.checker_page import PATIENCE, CheckerPage, golden_text
from tests.support.guide_page import ACCOUNTS, ALERTS, CASE, Guide
from tools.browsers import chrome

BOUNCE = golden_text("705-message-trace-led")


def test_an_agent_comes_with_a_bounce_and_leaves_with_the_note_for_the_ticket(page: Page, server: str) -> None:
    checker = CheckerPage(page, server)
    checker.paste(BOUNCE)
    checker.see("5.7.705: your organization is blocked from sending")
    checker.button("Copy ticket note").click()
    shown = checker.card.locator("pre.ndr-preview")
    expect(shown).to_contain_text("tenant has exceeded threshold", timeout=PATIENCE)
    checker.card.get_by_text("Edit before you copy").click()
    checker.card.get_by_label("Markdown").check()
    checker.button("Copy this").click()
    expect(checker.card).to_contain_text("✓ Copied")
    note = page.evaluate("navigator.clipboard.readText()")
    assert note == shown.text_content()
    assert "**5.7.705: the sender's organization is blocked from sending**" in note
    assert "Who must act: The sender's admin, then Microsoft." in note
    assert f"<{server}codes/5.7.705/>" in note
    assert "@" not in note
    assert "contoso" not in note.casefold()


def test_a_user_comes_with_a_bounce_and_leaves_with_a_message_to_the_admin(page: Page, server: str) -> None:
    page.set_viewport_size({"width": 412, "height": 800})
    checker = CheckerPage(page, server)
    checker.paste(golden_text("750-exchange-online-notice"))
    checker.see("5.7.750: mail from unregistered domains is blocked")
    checker.button("Copy message to my admin").click()
    expect(checker.card).to_contain_text("Use chat or the phone: your mail may not arrive.")
    expect(checker.status).to_contain_text("Copied as shown: the message to your admin.")
    message = page.evaluate("navigator.clipboard.readText()")
    assert "Code: 550 5.7.750" in message
    assert "What to do first: Register every domain" in message or "What to do first: Stop what is sending" in message
    assert f"{server}codes/5.7.750/" in message
    assert not re.search("fault|wrong|blame", message)
    step = next(line.removeprefix("Step by step: ") for line in message.split("\n") if line.startswith("Step by step"))
    page.goto(step)
    expect(page.locator(urlsplit(step).fragment and f"#{urlsplit(step).fragment}")).to_be_in_viewport()


@contextmanager
def profile(browser: Browser, folder: Path, server: str) -> Iterator[BrowserContext]:
    """Open a browser of its own that keeps what it kept when it was closed last."""
    foreign: list[str] = []

    def watch(sent: Request) -> None:
        if urlsplit(sent.url).netloc not in {urlsplit(server).netloc, ""}:
            foreign.append(sent.url)

    with browser.browser_type.launch_persistent_context(
        folder, executable_path=chrome.find(), args=["--disable-gpu", "--disable-quic", "--disable-sync"]
    ) as context:
        context.on("request", watch)
        yield context
    assert not foreign, f"requests left the site: {foreign}"


def test_who_starts_the_case_before_python_has_read_it_finds_it_filled_in_all_the_same(page: Page, server: str) -> None:
    checker = CheckerPage(page, server)
    page.wait_for_load_state("networkidle")
    page.evaluate(
        """() => {
            const box = document.querySelector(".ndr-checker");
            const press = () => box.querySelector(".ndr-roles a[href$='#support-text']")?.click();
            new MutationObserver(press).observe(box, { childList: true, subtree: true });
        }"""
    )
    checker.paste(BOUNCE)
    page.wait_for_url(f"{server}unblock/#support-text")
    fold = page.locator("details.ndr-case[open]")
    expect(fold.get_by_label("Code in the NDR")).to_have_value("550 5.7.705")


def test_an_admin_works_through_the_guide_closes_the_browser_and_copies_the_case_the_next_day(
    browser: Browser, server: str, tmp_path: Path
) -> None:
    with profile(browser, tmp_path, server) as context:
        page = context.new_page()
        checker = CheckerPage(page, server)
        checker.paste(BOUNCE)
        checker.see("5.7.705")
        page.wait_for_load_state("networkidle")
        checker.card.get_by_role("link", name="Start the case for Support").click()
        page.wait_for_url(f"{server}unblock/#support-text")
        page.locator(".ndr-steps").wait_for()
        fold = page.locator("details.ndr-case[open]")  # it leads right to the form, filled in
        expect(fold).to_be_in_viewport()
        guide = Guide.__new__(Guide)
        guide.page, guide.url = page, f"{server}unblock/"
        guide.step(ALERTS).check()
        expect(fold.get_by_label("First refused message")).to_be_empty()
        expect(fold.get_by_label("Code in the NDR")).to_have_value("550 5.7.705")
        expect(fold.get_by_label("Server, time and ID")).to_have_value(
            "ZZ0PR05MB0615.zzzprd05.prod.outlook.com 2026-11-20T08:14:05.117Z 08DE2A0C5B1F7E11"
        )
        kept = page.evaluate("JSON.stringify({ ...localStorage, ...sessionStorage })")
        assert "08DE2A0C5B1F7E11" not in kept, "nothing of the paste is kept before the admin asks for it"
        fold.get_by_label("Main domain").fill("contoso.com")
        fold.get_by_label("Keep these fields in this browser").check()
    with profile(browser, tmp_path, server) as context:
        guide = Guide(context.new_page(), server)
        expect(guide.step(ALERTS)).to_be_checked()
        guide.step(ACCOUNTS).check()
        fold = guide.unfold(CASE)
        fold.get_by_label("Cause found").fill("A stolen account sent spam.")
        text = guide.copied(fold)
        assert text == fold.locator("pre").text_content()
        assert "NDR code: 550 5.7.705\n" in text
        assert (
            "Server, time and ID in the NDR: ZZ0PR05MB0615.zzzprd05.prod.outlook.com 2026-11-20T08:14:05.117Z" in text
        )
        assert "Main domain: contoso.com\n" in text
        assert "Cause found: A stolen account sent spam.\n" in text
        assert re.search(rf"- 20.{{14}} UTC: {ALERTS}\n- 20.{{14}} UTC: {ACCOUNTS}\n", text)
        assert "Tenant ID" not in text, "what is empty isn't sent"
