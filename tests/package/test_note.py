"""What is passed on about a verdict: the note for a ticket, the message to the admin, the case for Support."""

import json
from pathlib import Path

import pytest

from ndr_checker import check
from ndr_checker.telling.case import case
from ndr_checker.telling.letter import letter
from ndr_checker.telling.note import Made, note, plain
from ndr_checker.telling.redact import Piece
from tests.support import organization as org
from tests.support.paths import GOLDENS

SITE = "https://ndr.example/"
NOTICE = """\
From: Anna Keller <anna.keller@shop.contoso.com>
Delivery has failed to these recipients or groups:

pat@fabrikam.com
Remote Server returned '550 5.7.750 Client blocked from sending from unregistered domains (pat@fabrikam.com) \
[ZZ1PR07MB2244.zzzprd07.prod.outlook.com 2026-11-20T09:31:47.208Z 08DE2A16D3C0A971]'
"""
SECRETS = ("anna", "keller", "contoso", "pat@", "fabrikam")


def hidden(pieces: list[Piece]) -> str:
    """Return the note as it is with everything private hidden."""
    return "".join(piece.by or piece.text for piece in pieces)


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_a_note_can_be_shown_without_anything_private(form: str) -> None:
    pieces = note(check(NOTICE).to_dict(), "markdown" if form == "markdown" else "text", known=[])
    assert [secret for secret in SECRETS if secret in hidden(pieces).lower()] == []
    assert [
        secret for secret in ("anna.keller@shop.contoso.com", "pat@fabrikam.com") if secret not in plain(pieces)
    ] == []


@pytest.mark.parametrize(("said", "shown"), [("08DE2A16D3C0A971", True), ("kim.lee", False), ("kimlee2026ab", False)])
def test_microsofts_id_is_shown_for_support_and_nothing_else_in_its_place(said: str, *, shown: bool) -> None:
    pieces = note(check(NOTICE.replace("08DE2A16D3C0A971", said)).to_dict(), "text")
    assert hidden(pieces).count(said) == (2 if shown else 0)


def test_the_same_thing_has_the_same_number_all_over_a_note() -> None:
    (number,) = {p.by for p in note(check(NOTICE).to_dict(), "text") if p.text == "pat@fabrikam.com"}
    (other,) = {p.by for p in note(check(NOTICE).to_dict(), "text") if p.text.startswith("anna.keller@")}
    assert number != other


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_the_host_of_a_link_is_hidden_like_any_other_and_inert_when_it_is_shown(form: str) -> None:
    text = f"{NOTICE}\nSee https://contoso.sharepoint.com/hr and https://intranet.contoso.example/\n"
    pieces = note(check(text).to_dict(), "markdown" if form == "markdown" else "text")
    assert "contoso" not in hidden(pieces).lower()
    assert hidden(pieces).count("Not a known Microsoft host") == 2
    assert "intranet[.]contoso[.]example" in plain(pieces)
    assert "intranet.contoso.example" not in plain(pieces)


def test_a_note_reads_as_a_help_desk_writes_it_and_says_where_and_when() -> None:
    text = plain(note(check(NOTICE).to_dict(), "text", made=Made(site=SITE, day="2026-11-23", version="0.1.0")))
    assert "your" not in text.lower().replace("because it asks you to", "")
    for line in (
        "Code: 550 5.7.750",
        "Who must act: The sender's admin, then Microsoft.",
        "Sent from: anna.keller@shop.contoso.com",
        "Refused: 2026-11-20T09:31:47.208Z, by ZZ1PR07MB2244.zzzprd07.prod.outlook.com",
        "Microsoft's ID: 08DE2A16D3C0A971",
        "Recipient: pat@fabrikam.com (5.7.750)",
        f"Next: {SITE}unblock/#contain",
        f"Page: {SITE}codes/5.7.750/",
    ):
        assert f"\n{line}" in text
    assert "\nChecked: 2026-11-23, NDR checker 0.1.0, page reviewed 20" in text


def test_a_note_on_words_alone_names_the_page_that_explains_them() -> None:
    made = Made(site=SITE, day="2026-11-23", version="0.1.0")
    text = plain(note(check("550 No such user here").to_dict(), "text", made=made))
    assert f"\nPage: {SITE}codes/5.1.1/" in text
    assert "page reviewed 20" in text


def test_a_note_is_made_from_the_json_alone() -> None:
    verdict = check(NOTICE).to_dict()
    assert note(json.loads(json.dumps(verdict)), "markdown") == note(verdict, "markdown")


@pytest.mark.parametrize(
    "path", [path for path in sorted(GOLDENS.iterdir()) if path.suffix != ".json"], ids=lambda path: path.name
)
def test_every_golden_can_be_passed_on(path: Path) -> None:
    verdict = check(path.read_bytes()).to_dict()
    assert plain(note(verdict, "markdown"))
    assert case(verdict)["rows"]
    assert verdict["kind"] == "not-a-bounce" or letter(verdict, SITE).body


def test_a_message_to_the_admin_has_no_word_of_the_bounce() -> None:
    found = letter(check(NOTICE).to_dict(), SITE)
    assert [secret for secret in SECRETS if secret in found.body.lower()] == []
    assert found.subject == "My mail was refused with 5.7.750"
    assert "“Our organization has sent too much mail" in found.body
    assert f"Step by step: {SITE}unblock/#contain" in found.body
    assert f"About the code: {SITE}codes/5.7.750/" in found.body


@pytest.mark.parametrize(
    ("line", "mail"),
    [
        ("550 5.7.705 tenant has exceeded threshold", False),
        ("550 5.7.750 unregistered domains", False),
        ("550 5.1.8 bad outbound sender", False),
        ("550 5.7.711 Access denied", True),
        ("550 5.7.64 TenantAttribution; Relay Access Denied", True),
    ],
)
def test_whoever_cannot_send_mail_is_told_to_use_chat_or_the_phone(line: str, *, mail: bool) -> None:
    found = letter(check(line).to_dict(), SITE)
    assert found.mail is mail
    assert ("chat or the phone" in found.hint and "chat or the phone" in found.body) is not mail
    assert ("forwarding" in found.body) is mail


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Your message to pat@fabrikam.com couldn't be delivered.", "A bounce without an enhanced status code."),
        ("550 Go away", "Refused with 550, without an enhanced status code."),
        ("550 5.9.9 Refused", "5.9.9: there is no page for this code."),
        ("550 5.7.799 Refused", "Codes that begin with 5.7.7 restrict a whole organization"),
    ],
)
def test_a_message_to_the_admin_says_what_was_found_and_gives_no_advice_to_the_sender(text: str, says: str) -> None:
    verdict = check(text)
    assert "letter" in verdict.offers
    assert f"The bounce checker says: “{says}" in letter(verdict.to_dict(), SITE).body


@pytest.mark.parametrize("code", ["5.7.705", "5.7.711"])
def test_from_a_log_or_a_trace_nothing_is_said_to_have_come_back(code: str) -> None:
    for line in (
        (
            f"Nov 20 08:20:11 mail postfix/smtp[4711]: 4F2A1B2C3D: to=<lee@adatum.com>, relay=mx[192.0.2.25]:25,"
            f" dsn={code}, status=bounced (host mx[192.0.2.25] said: 550 {code} Access denied)"
        ),
        org.text(org.details()).replace("5.7.750", code),
    ):
        body = letter(check(line).to_dict(), SITE).body
        assert "A log or a message trace shows that mail was refused." in body
        assert [word for word in ("came back", "bounce the same") if word in body] == []


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (
            (
                "Delivery is delayed to these recipients or groups:\n\npat@fabrikam.com\n\n"
                "Remote server returned '450 4.7.25 Client host rejected: cannot find your hostname'\n"
            ),
            "The mail server keeps retrying.",
        ),
        (
            (
                "Nov 20 08:20:11 mail postfix/smtp[4711]: 4F2A1B2C3D: to=<lee@adatum.com>, relay=mx[192.0.2.25]:25,"
                " dsn=4.7.25, status=deferred (host mx[192.0.2.25] said: 450 4.7.25 cannot find your hostname)"
            ),
            "The mail server keeps retrying.",
        ),
        (
            "smtplib.SMTPDataError: (421, b'4.7.28 Our system has detected an unusual rate of unsolicited mail')",
            "No server keeps it; the program or mail app has to send it again.",
        ),
        ("Delivery is delayed to these recipients:\n\npat@fabrikam.com\n", "If it doesn't arrive, it needs an admin"),
    ],
)
def test_a_message_about_a_delay_says_so_and_calls_nothing_refused(text: str, kept: str) -> None:
    verdict = check(text)
    assert (verdict.kind, "letter" in verdict.offers) == ("delay", True)
    found = letter(verdict.to_dict(), SITE)
    assert found.subject.startswith("My mail is delayed")
    assert "is delayed; it may still arrive." in found.body
    assert kept in found.body
    assert [word for word in ("refused", "came back", "bounce,") if word in f"{found.subject} {found.body}"] == []


@pytest.mark.parametrize(("reply", "kind"), [("550 5.7.705", "failure"), ("450 4.7.500", "delay")])
def test_no_row_of_a_delay_calls_it_refused(reply: str, kind: str) -> None:
    server = "ZZ1PR07MB2244.zzzprd07.prod.outlook.com 2026-11-20T09:31:47.208Z 08DE2A16D3C0A971"
    verdict = check(
        f"Final-Recipient: rfc822; pat@fabrikam.com\nReporting-MTA: dns; mx.contoso.com\nStatus: {reply[4:]}\n"
        f"Remote-MTA: dns; mx.fabrikam.com\nDiagnostic-Code: smtp; {reply} Access denied [{server}]\n"
    )
    names = {fact.name for fact in verdict.facts}
    assert verdict.kind == kind
    assert ("Deferred" if kind == "delay" else "Refused") in names
    assert any("refused" in name.lower() for name in names) is (kind == "failure")


def test_for_a_table_without_a_reply_no_message_is_offered() -> None:
    assert check(org.text(org.trace())).offers == ("note",)


def test_a_case_takes_the_senders_domain_and_the_place_along_and_calls_no_refusal_the_first() -> None:
    assert case(check(NOTICE).to_dict())["fields"] == {
        "code": "550 5.7.750",
        "server": "ZZ1PR07MB2244.zzzprd07.prod.outlook.com 2026-11-20T09:31:47.208Z 08DE2A16D3C0A971",
        "domains": "shop.contoso.com",
    }
    rows = {row["name"]: row["text"] for row in case(check("5.7.705").to_dict())["rows"]}
    assert rows["Server in the NDR"] == "not in the text you pasted"
