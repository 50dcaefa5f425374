"""A verdict is passed on: each text is shown first and copied as shown, with nothing else of the paste."""

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from ndr_checker.telling.private_patterns import KINDS
from tests.support.checker_page import PATIENCE, CheckerPage, golden_text, shared_page

REPOSITORY = "https://git.example/contoso/ndr"
LOG = (
    "Anna Keller <anna.keller@fabrikam.com>, relay=contoso-com.mail.protection.outlook.com[192.0.2.36]:25, "
    "dsn=5.7.705, "
    "status=bounced (host contoso-com.mail.protection.outlook.com[192.0.2.36] said: 550 5.7.705 Access denied, tenant "
    "has exceeded threshold. AS(831) "
    "[ZZ0PR05MB0615.zzzprd05.prod.outlook.com 2026-11-20T08:14:22.117Z 08DE2A0C5B1F7E11])"
)
SECRETS = ("Anna", "Keller", "fabrikam", "contoso", "192.0.2.36")


def of_a_fork(page: Page, repository: str = REPOSITORY) -> None:
    """Have the build name this place of the source code."""

    def named(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(
            response=answer, body=re.sub('"repository": "[^"]*"', f'"repository": "{repository}"', answer.text())
        )

    page.route("**/manifest.mjs", named)


@pytest.fixture(scope="module")
def opened(browser: Browser, server: str) -> Iterator[CheckerPage]:
    """Open the home page once: Python stays."""
    with shared_page(browser, server) as page:
        of_a_fork(page)
        yield CheckerPage(page, server)


@pytest.fixture
def page(cleared_page: Page) -> Page:
    """Open what has to be opened again in one tab."""
    return cleared_page


@pytest.fixture
def checker(opened: CheckerPage) -> CheckerPage:
    """Begin with an empty box in the usual window."""
    opened.page.set_viewport_size({"width": 1280, "height": 720})
    opened.forget()
    return opened


def judged(checker: CheckerPage, text: str, *seen: str) -> CheckerPage:
    """Paste a text and wait for its verdict."""
    checker.forget()
    checker.paste(text)
    checker.see(*(seen or ("5.7.705",)))
    return checker


def panel(checker: CheckerPage, button: str) -> Locator:
    """Open one of the panels and return it."""
    checker.button(button).click()
    found = checker.card.locator(".ndr-panel")
    found.locator("pre").wait_for(timeout=PATIENCE)
    found.locator("details").evaluate_all("nodes => nodes.forEach((node) => (node.open = true))")
    return found


def copied(checker: CheckerPage) -> str:
    """Press the panel's button and return the clipboard."""
    checker.page.evaluate("navigator.clipboard.writeText('before')")
    checker.button("Copy this").click()
    return _clipboard_after(checker)


def _clipboard_after(checker: CheckerPage) -> str:
    """Return the clipboard once it holds something else than "before": the status may be that of an earlier copy."""
    checker.page.wait_for_function("async () => (await navigator.clipboard.readText()) !== 'before'")
    expect(checker.status).to_contain_text("Copied as shown")
    found = checker.page.evaluate("navigator.clipboard.readText()")
    assert isinstance(found, str)
    return found


@pytest.mark.parametrize("form", ["Plain text", "Markdown"])
def test_the_ticket_note_is_shown_redacted_and_copied_as_it_is_shown(checker: CheckerPage, form: str) -> None:
    shown = panel(judged(checker, LOG), "Copy ticket note")
    shown.get_by_label(form).check()
    text = shown.locator("pre").text_content() or ""
    assert copied(checker) == text
    assert [secret for secret in SECRETS if secret in text] == []
    expect(shown.locator("pre")).to_contain_text(
        "[name 1] [name 2] <[address 1]>, relay=[host 1].mail.protection.outlook.com[[IP 1]]"
    )
    for part in (
        "5.7.705: the sender's organization is blocked from sending",
        "550 5.7.705",
        "Evidence, line 1: ",
        "said: 550 5.7.705 Access denied, tenant has exceeded threshold. AS(831) [ZZ0PR05MB0615.zzzprd05.prod.",
        "Who must act: The sender's admin, then Microsoft.",
        f"{checker.page.url}unblock/#contain",
        f"{checker.page.url}codes/5.7.705/",
        checker.page.evaluate("new Date().toLocaleDateString('sv')"),
        "NDR checker 0.",
        "page reviewed 20",
    ):
        assert part in text


def test_the_note_as_markdown_is_a_list_with_the_line_in_a_code_span(checker: CheckerPage) -> None:
    shown = panel(judged(checker, "550 5.7.705 tenant `has` exceeded threshold"), "Copy ticket note")
    shown.get_by_label("Markdown").check()
    lines = (shown.locator("pre").text_content() or "").split("\n")
    assert lines[0] == "**5.7.705: the sender's organization is blocked from sending**"
    assert all(line.startswith("- ") for line in lines[2:])
    assert "- Evidence, line 1: `` 550 5.7.705 tenant `has` exceeded threshold ``" in lines


def test_the_reader_shows_again_what_is_hidden_kind_by_kind(checker: CheckerPage) -> None:
    shown = panel(judged(checker, LOG), "Copy ticket note")
    shown.get_by_label("IP addresses (1)").uncheck()
    expect(shown.locator("pre")).to_contain_text("[192.0.2.36]:25")
    expect(shown.locator("pre")).not_to_contain_text("anna.keller")
    shown.get_by_label("mail addresses (1)").uncheck()
    expect(shown.locator("pre")).to_contain_text("<anna.keller@fabrikam.com>")
    shown.get_by_label("mail addresses (1)").check()
    expect(shown.locator("pre")).not_to_contain_text("anna.keller")
    assert "192.0.2.36" in copied(checker)


def test_one_press_on_a_hidden_word_shows_it_wherever_it_is_in_the_note(checker: CheckerPage) -> None:
    shown = panel(judged(checker, f"to {LOG}\nFrom: anna.keller@fabrikam.com"), "Copy ticket note")
    note = shown.locator("pre")
    everywhere = note.get_by_text("[address 1]", exact=True)
    assert everywhere.count() > 1
    everywhere.first.click()
    expect(everywhere).to_have_count(0)
    for form in ("Markdown", "Plain text"):
        shown.get_by_label(form).check()
        text = note.text_content() or ""
        assert text.count("anna.keller@fabrikam.com") > 1
        assert "[IP 1]" in text
        assert copied(checker) == text
    addresses = shown.get_by_label(re.compile("mail addresses"))
    expect(addresses).not_to_be_checked()
    note.get_by_text("[name 1]", exact=True).click()
    assert shown.get_by_label("names (2)").evaluate("box => box.indeterminate && !box.checked")
    note.get_by_text("anna.keller@fabrikam.com", exact=True).first.click()
    expect(addresses).to_be_checked()
    assert "anna.keller@" not in copied(checker)


def test_a_hidden_word_is_shown_from_the_keyboard_and_says_whether_it_is(checker: CheckerPage) -> None:
    shown = panel(judged(checker, LOG), "Copy ticket note")
    word = shown.get_by_role("button", name="[IP 1]").first
    expect(word).to_have_attribute("aria-pressed", "false")
    word.focus()
    checker.page.keyboard.press("Enter")
    seen = shown.get_by_role("button", name="192.0.2.36").first
    expect(seen).to_be_focused()
    expect(seen).to_have_attribute("aria-pressed", "true")
    checker.page.keyboard.press(" ")
    expect(shown.locator("pre")).not_to_contain_text("192.0.2.36")
    expect(word).to_be_focused()
    checker.page.keyboard.press("Tab")
    expect(shown.locator("pre [aria-pressed]:focus")).to_have_count(1)


def test_the_reader_hides_words_that_no_program_could_know(checker: CheckerPage) -> None:
    line = "apple [a.b]*(c has had enough, Mu\u0308ller: 550 5.7.705 tenant has exceeded threshold"
    shown = panel(judged(checker, line), "Copy ticket note")
    for box in shown.get_by_role("checkbox").all():
        box.uncheck()
    expect(shown.locator("pre")).to_contain_text("apple [a.b]*(c has had enough, Mu\u0308ller")
    shown.get_by_label("Hide these words too").fill("Apple, [A.B]*(c, müller, enough")
    expect(shown.locator("pre")).to_contain_text("[hidden] [hidden] has had [hidden], [hidden]: 550 5.7.705")
    assert "enough" not in copied(checker)
    shown.get_by_label("Hide these words too").fill("Apple")
    expect(shown.locator("pre")).to_contain_text("[hidden] [a.b]*(c has had enough")


def test_a_copy_waits_for_the_word_that_was_just_typed(checker: CheckerPage) -> None:
    shown = panel(judged(checker, "apple: 550 5.7.705 tenant has exceeded threshold"), "Copy ticket note")
    expect(shown.locator("pre")).to_contain_text("apple")
    checker.page.evaluate("navigator.clipboard.writeText('before')")
    shown.locator("input[type=text]").evaluate(
        "(box, copy) => { box.value = 'apple'; box.dispatchEvent(new InputEvent('input')); copy.click(); }",
        checker.button("Copy this").element_handle(),
    )
    assert "apple" not in _clipboard_after(checker)


def test_names_of_the_sender_elsewhere_in_the_paste_are_hidden_in_the_quoted_line(checker: CheckerPage) -> None:
    text = "From: anna.keller@contoso.com\n\n550 5.7.705 Access denied, contoso and keller have exceeded the threshold"
    shown = panel(judged(checker, text), "Copy ticket note")
    expect(shown.locator("pre")).to_contain_text("[host 1] and [name 1] have exceeded the threshold")


def test_characters_that_turn_text_round_are_not_copied(checker: CheckerPage) -> None:
    shown = panel(
        judged(checker, "550 5.7.705 \u202etenant\u202c has \u200bexceeded \x1b[31mthreshold"), "Copy ticket note"
    )
    assert not re.search("[\u202e\u202c\u200b\x1b]", shown.locator("pre").text_content() or "\u202e")
    assert not re.search("[\u202e\u202c\u200b\x1b]", copied(checker))


def test_where_the_browser_forbids_copying_the_text_is_selected(checker: CheckerPage) -> None:
    page = checker.page
    shown = panel(judged(checker, LOG), "Copy ticket note")
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')) }")
    try:
        checker.button("Copy this").click()
        expect(checker.status).to_contain_text("The text is selected, so copy it yourself")
    finally:
        page.evaluate("() => { delete navigator.clipboard.writeText }")  # the browser's own is back
    page.keyboard.press("ControlOrMeta+C")
    assert page.evaluate("navigator.clipboard.readText()") == shown.locator("pre").text_content()


#: From then on, Python fails at each note.
BROKEN = """() => {
  const read = self.onmessage;
  self.onmessage = (event) => {
    if (event.data.question?.kind === "note") throw new Error("broken");
    return read(event);
  };
}"""


def break_notes(checker: CheckerPage) -> None:
    """Have Python fail at the next note; the page then puts a fresh one in its place."""
    (worker,) = [worker for worker in checker.page.workers if worker.url.startswith("blob:")]
    worker.evaluate(BROKEN)


def test_a_note_that_cannot_be_redacted_is_not_shown(checker: CheckerPage) -> None:
    panel(judged(checker, LOG), "Copy ticket note")
    checker.button("Close").click()
    break_notes(checker)
    checker.paste(LOG.replace("5.7.705", "5.7.750"))
    checker.see("5.7.750")
    checker.button("Copy ticket note").click()
    expect(checker.card.locator(".ndr-panel p")).to_have_text("That didn't work. Reload the page and try again.")


def test_a_note_whose_words_cannot_be_hidden_is_neither_shown_nor_copied(checker: CheckerPage) -> None:
    page = checker.page
    shown = panel(judged(checker, LOG), "Copy ticket note")
    break_notes(checker)
    page.evaluate("navigator.clipboard.writeText('before')")
    shown.get_by_label("Hide these words too").fill("tenant")
    expect(shown.locator("pre")).to_have_text("That didn't work. Reload the page and try again.")
    checker.button("Copy this").click()
    expect(checker.status).to_have_text("That didn't work. Reload the page and try again.")
    assert page.evaluate("navigator.clipboard.readText()") == "before"


@pytest.mark.parametrize(
    ("label", "ending"), [("Short", "705/"), ("To the page", "codes/5.7.705/"), ("To this code", "#code=5.7.705")]
)
def test_a_link_carries_the_code_and_no_word_of_the_paste(checker: CheckerPage, label: str, ending: str) -> None:
    shown = panel(judged(checker, LOG), "Copy link")
    shown.get_by_label(label).check()
    assert copied(checker) == f"{checker.page.url}{ending}"


def test_the_link_for_an_outsider_does_not_lead_to_a_page_about_their_own_organization(checker: CheckerPage) -> None:
    text = golden_text("705-dsn-outsider-recipient-organization-barred")
    shown = panel(judged(checker, text, "nothing on your side is blocked"), "Copy link")
    assert copied(checker) == f"{checker.page.url}not-yours/"
    expect(shown.get_by_role("radio")).to_have_count(0)
    expect(shown).to_contain_text("It contains nothing from your text.")


def test_the_link_to_a_code_opens_its_verdict(page: Page, server: str) -> None:
    checker = CheckerPage(page, f"{server}#code=5.7.705")
    expect(checker.card).to_contain_text("5.7.705: your organization is blocked from sending")
    expect(checker.button("Copy ticket note")).to_have_count(0)
    expect(checker.button("Copy link")).to_be_visible()


def test_the_message_to_the_admin_has_no_word_of_the_paste(checker: CheckerPage) -> None:
    shown = panel(judged(checker, LOG), "Copy message to my admin")
    text = copied(checker)
    assert text == shown.locator("pre").text_content()
    assert [secret for secret in SECRETS if secret.casefold() in text.casefold()] == []
    assert "What to do first: Stop what is sending the unwanted mail." in text
    assert f"{checker.page.url}unblock/#contain" in text
    expect(shown).to_contain_text("Use chat or the phone: your mail may not arrive.")
    expect(shown.get_by_role("link")).to_have_count(0)


def test_a_reader_who_can_send_mail_may_open_the_message_in_the_mail_program(checker: CheckerPage) -> None:
    shown = panel(judged(checker, "550 5.7.711 Access denied", "5.7.711"), "Copy message to my admin")
    text = copied(checker)
    mail = urlsplit(str(shown.get_by_role("link", name="Open in my mail program").get_attribute("href")))
    fields = parse_qs(mail.query)
    assert (mail.scheme, mail.path) == ("mailto", "")
    assert fields == {"subject": ["My mail was refused with 5.7.711"], "body": [text.replace("\n", "\r\n")]}


def test_a_link_to_a_code_carries_its_message_without_python(page: Page, server: str) -> None:
    page.route("**/assets/python/**", lambda route: route.abort())
    checker = CheckerPage(page, f"{server}#code=5.7.705")
    shown = panel(checker, "Copy message to my admin")
    expect(shown.locator("pre")).to_contain_text(f"Step by step: {server}unblock/#contain")
    expect(shown.locator("pre")).to_contain_text("Code: 5.7.705")


def test_an_outsider_is_not_told_to_write_to_an_admin_of_his_own(checker: CheckerPage) -> None:
    judged(checker, golden_text("705-dsn-outsider"), "the recipient's organization is blocked")
    expect(checker.button("Copy message to my admin")).to_have_count(0)
    expect(checker.card.get_by_role("link", name="Start the case for Support")).to_have_count(0)
    expect(checker.button("Copy ticket note")).to_be_visible()


@pytest.mark.parametrize(
    ("text", "code"), [(LOG, ["5.7.705"]), (golden_text("712-"), ["5.7.712"]), ("Lunch at noon with Anna?", None)]
)
def test_wrong_verdict_leads_to_the_form_with_the_code_and_the_version_alone(
    checker: CheckerPage, text: str, code: list[str] | None
) -> None:
    judged(checker, text, *(code or ["This isn't a bounce"]))
    url = urlsplit(str(checker.card.get_by_role("link", name="Wrong verdict?").get_attribute("href")))
    fields = parse_qs(url.query)
    assert f"{url.scheme}://{url.netloc}{url.path}" == f"{REPOSITORY}/issues/new"
    assert fields.pop("template") == ["wrong-verdict.yml"]
    assert re.fullmatch(r"\d+\.\d+\.\d+", fields.pop("version")[0])
    assert fields == ({"code": code} if code else {})


def test_without_a_place_for_issues_a_wrong_verdict_can_be_reported_to_whoever_runs_the_copy(
    page: Page, server: str
) -> None:
    of_a_fork(page, "")
    shown = panel(judged(CheckerPage(page, server), LOG), "Wrong verdict?")
    text = page.evaluate("navigator.clipboard.readText()")
    assert text == shown.locator("pre").text_content()
    assert "Code: 5.7.705" in text
    assert [secret for secret in SECRETS if secret in text] == []
    expect(shown.get_by_role("link", name="about this site")).to_have_attribute("href", f"{server}about/")


def test_one_panel_is_open_at_a_time_and_its_button_says_so(checker: CheckerPage) -> None:
    judged(checker, LOG)
    panel(checker, "Copy link")
    expect(checker.button("Copy link")).to_have_attribute("aria-expanded", "true")
    panel(checker, "Copy message to my admin")
    expect(checker.button("Copy link")).to_have_attribute("aria-expanded", "false")
    expect(checker.card.locator("pre.ndr-preview")).to_have_count(1)
    checker.button("Close").click()
    expect(checker.card.locator(".ndr-panel")).to_be_hidden()
    expect(checker.button("Copy message to my admin")).to_be_focused()


@pytest.mark.parametrize(
    ("button", "part"),
    [
        ("Copy ticket note", "said: 550 5.7.705 Access denied"),
        ("Copy message to my admin", "Step by step: "),
        ("Copy link", "/705/"),
    ],
)
def test_one_press_copies_what_is_then_shown(checker: CheckerPage, button: str, part: str) -> None:
    judged(checker, LOG)
    checker.page.evaluate("navigator.clipboard.writeText('before')")
    checker.button(button).click()
    expect(checker.status).to_contain_text("Copied as shown")
    text = checker.page.evaluate("navigator.clipboard.readText()")
    assert part in text
    assert text == checker.card.locator(".ndr-panel pre").text_content()


def test_an_open_panel_stays_open_for_the_next_bounce_with_its_choices(checker: CheckerPage) -> None:
    shown = panel(judged(checker, LOG), "Copy ticket note")
    shown.get_by_label("mail addresses (1)").uncheck()
    checker.paste(LOG.replace("anna.keller", "bob.meier").replace("5.7.705", "5.7.750"))
    checker.see("5.7.750")
    expect(shown.locator("pre")).to_contain_text("bob.meier@fabrikam.com")
    expect(checker.button("Copy ticket note")).to_have_attribute("aria-expanded", "true")
    shown.locator("details").evaluate("node => (node.open = true)")
    shown.get_by_label("mail addresses (1)").check()
    checker.button("Close").click()


def test_a_help_desk_needs_one_press_from_the_paste_to_the_note_and_none_back(checker: CheckerPage) -> None:
    page = checker.page
    page.set_viewport_size({"width": 1366, "height": 633})
    page.evaluate("scrollTo(0, 0)")
    for code in ("5.7.705", "5.7.750"):
        checker.paste(LOG.replace("5.7.705", code), focus="body" if code == "5.7.705" else "#ndr-text")
        checker.see(code)
        expect(checker.button("Copy ticket note")).to_be_in_viewport(ratio=1)
        expect(checker.card.locator(".ndr-who")).to_be_in_viewport(ratio=1)
        expect(page.locator("#ndr-line")).to_be_in_viewport(ratio=1)
        checker.button("Copy ticket note").click()
        expect(checker.status).to_contain_text("Copied as shown: the ticket note.")
        assert code in page.evaluate("navigator.clipboard.readText()")


@pytest.mark.parametrize(
    ("text", "severity", "word"),
    [
        (LOG, "organization", "Urgent"),
        ("Since Monday all our mail fails with 5.7.705.", "organization", "Urgent, if it's yours"),
        (golden_text("705-dsn-outsider"), "recipient", "On the recipient's side"),
        (golden_text("5190-daily"), "you", "You can fix it"),
        ("Lunch at noon with Anna?", "info", "Nothing to act on"),
    ],
)
def test_how_serious_it_is_is_said_in_a_word_and_a_colour(
    checker: CheckerPage, text: str, severity: str, word: str
) -> None:
    judged(checker, text, word)
    expect(checker.card).to_have_attribute("data-severity", severity)


def test_the_next_steps_are_grouped_by_who_the_reader_is(checker: CheckerPage) -> None:
    judged(checker, LOG)
    for role, way in {
        "You sent the mail": "If you only sent the mail",
        "You are the admin": "What to do, step by step",
        "More": "It isn't my organization",
    }.items():
        expect(checker.card.get_by_role("region", name=role).get_by_role("link", name=way)).to_be_visible()
    expect(checker.card.get_by_role("region", name="You are the help desk").get_by_role("button")).to_have_count(2)


@pytest.mark.parametrize("width", [1350, 412, 320])
def test_by_keyboard_alone_to_the_copied_note(checker: CheckerPage, width: int) -> None:
    page = checker.page
    page.set_viewport_size({"width": width, "height": 800})
    judged(checker, LOG)
    checker.button("Copy ticket note").focus()
    page.keyboard.press("Enter")
    checker.card.locator("pre.ndr-preview").wait_for(timeout=PATIENCE)
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == "Copy this":
            break
    page.keyboard.press("Space")
    expect(checker.status).to_contain_text("Copied as shown: the ticket note.")
    assert page.evaluate("navigator.clipboard.readText()") == checker.card.locator("pre.ndr-preview").text_content()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_all_that_can_be_pressed_is_at_least_24_pixels_high(page: Page, server: str) -> None:
    page.set_viewport_size({"width": 320, "height": 800})
    checker = judged(CheckerPage(page, server), LOG)
    for name in ("Copy ticket note", "Copy message to my admin", "Copy link", "Wrong verdict?"):
        shown = panel(checker, name)
        low = shown.locator("button, label, a:not(p a), input[type=text]").evaluate_all(
            "nodes => nodes.filter((node) => node.getBoundingClientRect().height < 24).map((node) => node.outerHTML)"
        )
        assert low == [], name


def test_the_page_knows_every_kind_that_is_hidden(checker: CheckerPage) -> None:
    folder = checker.page.evaluate("document.querySelector('[src$=\"page.mjs\"]').src.replace('page/page.mjs', '')")
    hidden = checker.page.evaluate(
        "url => import(url).then(({ hidden }) => Object.keys(hidden))", f"{folder}strings/share.mjs"
    )
    assert hidden == list(KINDS)
