"""A mailbox, or several files at once, give a table: a row for each bounce, the organization's block on top."""

import io
import re
import zipfile
from email.message import EmailMessage

import pytest
from playwright.sync_api import FilePayload, Locator, Page, expect

from tests.support.checker_page import PATIENCE, CheckerPage, golden_path, golden_text
from tests.support.compound_file import compound, message
from tests.support.matrix import sample
from tests.support.outlook import DOMAINS, NDR, failed, said

TABLE = "One row for each bounce or mention of a code"
FROM = "From MAILER-DAEMON Fri Nov 20 08:14:05 2026\n"
UNKNOWN, THRESHOLD = golden_text("511-postfix-user-unknown"), golden_text("705-dsn-two-recipients")
NEWSLETTER = golden_text("not-a-bounce-newsletter")


def _mbox(*mails: str) -> str:
    return "".join(f"{FROM}{mail.rstrip()}\n\n" for mail in mails)


def _zip(files: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in files.items():
            file.writestr(name, data)
    return out.getvalue()


def _rows(checker: CheckerPage) -> Locator:
    expect(checker.page.get_by_role("table", name=TABLE)).to_be_visible(timeout=PATIENCE)
    return checker.page.locator(".ndr-several tbody tr")


def _file(name: str, data: str | bytes) -> FilePayload:
    return {"name": name, "mimeType": "", "buffer": data.encode() if isinstance(data, str) else data}


def test_a_dropped_mbox_gives_a_row_a_bounce_the_organization_s_block_on_top(checker: CheckerPage) -> None:
    checker.hand_over("drop", "inbox.mbox", _mbox(UNKNOWN, NEWSLETTER, THRESHOLD))
    rows = _rows(checker)
    expect(rows).to_have_count(2)
    expect(rows.nth(0)).to_contain_text("inbox.mbox#3")
    expect(rows.nth(0)).to_contain_text("5.7.705")
    expect(rows.nth(0)).to_contain_text("Failed")
    expect(rows.nth(0)).to_contain_text("Your admin needs to act")
    expect(rows.nth(1)).to_contain_text("inbox.mbox#1")
    expect(rows.nth(0).get_by_role("link", name="5.7.705")).to_have_attribute("href", re.compile(r"/codes/5\.7\.705/$"))
    expect(checker.status).to_contain_text(
        "2 bounces in 3 messages. 1 of them says that a whole organization is blocked"
    )


def test_choosing_a_row_shows_its_verdict(checker: CheckerPage) -> None:
    checker.hand_over("drop", "inbox.mbox", _mbox(UNKNOWN, THRESHOLD))
    rows = _rows(checker)
    expect(checker.card).to_have_count(0)
    rows.nth(1).get_by_role("button").click()
    checker.see("5.1.1", "Read from inbox.mbox#1")
    expect(checker.card).to_be_in_viewport()
    rows.nth(0).get_by_role("button").press("Enter")
    checker.see("5.7.705: your organization is blocked")
    expect(checker.card).to_have_count(1)
    expect(rows.nth(0).get_by_role("button")).to_have_attribute("aria-pressed", "true")
    expect(rows.nth(1).get_by_role("button")).to_have_attribute("aria-pressed", "false")


def test_several_files_give_a_table_and_what_can_t_be_read_is_named(checker: CheckerPage) -> None:
    checker.page.locator("#ndr-file").set_input_files(
        [
            _file("one.eml", UNKNOWN),
            _file("two.msg", compound(message(NDR, recipients=(failed("pat@fabrikam.com", said(DOMAINS)),)))),
            _file("three.zip", b"PK\x03\x04"),
            _file("more.mbox", _mbox(THRESHOLD, NEWSLETTER)),
        ]
    )
    rows = _rows(checker)
    expect(rows.get_by_role("button")).to_have_text(["two.msg", "more.mbox#1", "one.eml"])
    expect(checker.page.locator(".ndr-several")).to_contain_text("can't be opened: three.zip.")
    expect(checker.status).to_contain_text("3 bounces in 4 messages")


def test_a_zip_is_opened_and_each_file_in_it_has_a_row(checker: CheckerPage) -> None:
    checker.page.locator("#ndr-file").set_input_files(_file("all.zip", _zip({"a.eml": UNKNOWN, "b.eml": THRESHOLD})))
    expect(_rows(checker).get_by_role("button")).to_have_text(["all.zip/b.eml", "all.zip/a.eml"])


def test_a_zip_of_one_bounce_gives_its_verdict(checker: CheckerPage) -> None:
    checker.page.locator("#ndr-file").set_input_files(_file("one.zip", _zip({"a.eml": THRESHOLD})))
    checker.see("5.7.705: your organization is blocked", "Read from one.zip")


def test_a_log_longer_than_ten_megabytes_is_read_to_its_end(checker: CheckerPage) -> None:
    sent = "Nov 20 09:00:00 gw postfix/smtp[1]: 4A: to=<u@fabrikam.example>, relay=mx, dsn=2.6.0, status=sent (ok)\n"
    refused = sent.replace(
        "dsn=2.6.0, status=sent (ok)", "dsn=5.7.705, status=bounced (said: 550 5.7.705 Access denied)"
    )
    checker.page.locator("#ndr-file").set_input_files(_file("maillog", (sent * 100_000 + refused).encode()))
    checker.see("5.7.705")


def test_a_single_msg_gives_its_verdict(checker: CheckerPage) -> None:
    data = compound(message(NDR, recipients=(failed("pat@fabrikam.com", said(DOMAINS)),)))
    checker.page.locator("#ndr-file").set_input_files(_file("bounce.msg", data))
    checker.see("5.7.750: mail from unregistered domains is blocked", "Read from bounce.msg", "pat@fabrikam.com")
    expect(checker.page.locator(".ndr-several")).to_have_count(0)


def test_a_message_trace_gives_one_verdict(checker: CheckerPage) -> None:
    checker.page.locator("#ndr-file").set_input_files(golden_path("705-csv-historical-report"))
    checker.see("5.7.705: your organization is blocked", "kim@contoso.com")


def test_a_pasted_mbox_gives_the_table_too(checker: CheckerPage) -> None:
    checker.paste(_mbox(UNKNOWN, THRESHOLD))
    expect(_rows(checker)).to_have_count(2)
    expect(checker.box).not_to_have_value("")


@pytest.mark.parametrize("way", ["paste", "drop"])
def test_one_mail_under_a_from_line_is_that_mail(checker: CheckerPage, way: str) -> None:
    if way == "paste":
        checker.paste(_mbox(THRESHOLD))
    else:
        checker.hand_over("drop", "one.mbox", _mbox(THRESHOLD))
    checker.see("5.7.705: your organization is blocked")
    expect(checker.page.locator(".ndr-several")).to_have_count(0)


def test_a_mailbox_without_a_bounce_says_so(checker: CheckerPage) -> None:
    checker.hand_over("drop", "inbox.mbox", _mbox(NEWSLETTER, NEWSLETTER))
    expect(checker.page.locator(".ndr-several")).to_contain_text(
        "There are no bounces among 2 messages.", timeout=PATIENCE
    )


def test_what_only_mentions_a_code_is_not_counted_as_a_bounce(checker: CheckerPage) -> None:
    question = "From: a@contoso.com\nSubject: a question\nMIME-Version: 1.0\n\nWhat does 5.7.705 mean for a tenant?\n"
    checker.hand_over("drop", "inbox.mbox", _mbox(UNKNOWN, question, NEWSLETTER))
    expect(_rows(checker)).to_have_count(2)
    expect(checker.status).to_contain_text("1 bounce in 3 messages. 1 message only mentions a code.")


def test_a_long_mailbox_shows_its_progress_and_a_thousand_rows(checker: CheckerPage) -> None:
    small = "Subject: Undeliverable\nFrom: MAILER-DAEMON@fabrikam.com\nMIME-Version: 1.0\n\n550 5.1.1 User unknown\n"
    mail = EmailMessage()
    mail["Subject"] = "Holiday"
    mail.set_content("picture " * 100_000)
    big = _mbox(*[small] * 1100, *[mail.as_string()] * 3, THRESHOLD)
    checker.page.evaluate("""() => {
      const bar = document.querySelector("#ndr-progress");
      window.seen = [];
      const note = () => bar.hidden || window.seen.push(bar.value / bar.max);
      new MutationObserver(note).observe(bar, { attributes: true });
    }""")
    checker.page.locator("#ndr-file").set_input_files(_file("long.mbox", big))
    rows = _rows(checker)
    expect(rows).to_have_count(1000)
    expect(rows.nth(0)).to_contain_text("long.mbox#1104")
    expect(checker.page.locator(".ndr-several")).to_contain_text("The first 1,000 are shown, 101 are not.")
    expect(checker.page.locator(".ndr-several")).to_contain_text("1,101 bounces in 1,104 messages")
    assert len({value for value in checker.page.evaluate("window.seen") if 0 < value < 1}) > 1


def test_what_is_pasted_meanwhile_takes_the_mailbox_s_place(checker: CheckerPage) -> None:
    mail = (
        "Subject: x\nFrom: MAILER-DAEMON@fabrikam.com\nMIME-Version: 1.0\n\n550 5.1.1 User unknown\n"
        + "line\n" * 50_000
    )
    checker.page.locator("#ndr-file").set_input_files(_file("long.mbox", _mbox(*[mail] * 40)))
    checker.paste(golden_text("750-smtp-line"))
    checker.see("5.7.750")
    checker.paste(UNKNOWN)  # Python takes one after the other: by then nothing of the mailbox is still to come
    checker.see("5.1.1")
    expect(checker.page.locator(".ndr-several")).to_have_count(0)


@pytest.mark.parametrize("width", sample([320, 1350], each=1))
def test_the_table_can_be_used_by_keyboard_and_on_a_phone(page: Page, server: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    checker = CheckerPage(page, server)
    checker.hand_over("drop", "inbox.mbox", _mbox(UNKNOWN, THRESHOLD))
    expect(_rows(checker)).to_have_count(2)
    assert page.evaluate("document.documentElement.scrollWidth") <= width, "nothing sticks out to the right"
    checker.button("Go to the result").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="What came back")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("region", name="What came back")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    checker.see("5.7.705")
    expect(checker.status).to_contain_text("Result: 5.7.705")
    expect(page.get_by_role("table", name=TABLE).get_by_role("columnheader")).to_have_count(5)
    expect(page.get_by_role("table", name=TABLE).get_by_role("rowheader")).to_have_count(2)
