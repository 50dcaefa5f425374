"""A person's text is cut into what refused the mail, what came back, and older mails."""

import pytest

from ndr_checker.base.limits import MAX_ORIGINAL, MAX_SECTIONS
from ndr_checker.reading.section import sections
from ndr_checker.reading.view import View

WORDS = "550 5.7.705 Access denied"


def _sections(text: str) -> list[tuple[str, int, str]]:
    return [(section.role, section.depth, section.view.text.strip()) for section in sections(View.of(text))]


def test_a_text_without_a_mark_is_one_section() -> None:
    assert _sections(WORDS) == [("words", 0, WORDS)]


@pytest.mark.parametrize("text", ["", " \n\n "])
def test_nothing_has_no_sections(text: str) -> None:
    assert _sections(text) == []


@pytest.mark.parametrize(
    "heading",
    [
        "Original message headers:",
        "  Original Message Headers",
        "En-têtes de message d’origine :",
        "Ursprüngliche Nachrichtenkopfzeilen:",
        "元のメッセージ ヘッダー:",
        "------ This is a copy of the message, including all the headers. ------",
        "--- Below this line is a copy of the message.",
        "--- Returned message ---",
        "The original message follows",
        "Content-Type: message/rfc822",
        "Received: from mail.contoso.com by mail.fabrikam.com",
        "Return-Path: <robin@contoso.com>",
        "MIME-Version: 1.0",
        "DKIM-Signature: v=1; a=rsa-sha256",
    ],
)
def test_below_its_heading_is_what_came_back(heading: str) -> None:
    found = _sections(f"{WORDS}\n\n{heading}\nSubject: x")
    assert [(role, depth) for role, depth, _ in found] == [("words", 0), ("original", 0)]
    assert found[1][2].endswith("Subject: x")


def test_the_lines_of_a_head_under_that_heading_begin_nothing_new() -> None:
    head = "Received: from a by b\nMIME-Version: 1.0\nSubject: x"
    found = _sections(f"{WORDS}\n\nOriginal message headers:\n\n{head}")
    assert [(role, depth) for role, depth, _ in found] == [("words", 0), ("original", 0)]


@pytest.mark.parametrize(
    "mark",
    [
        "-----Original Message-----",
        "---------- Forwarded message ----------",
        "-----Ursprüngliche Nachricht-----",
        "________________________________",
        "Begin forwarded message:",
        "On Fri, 20 Nov 2026, Sam wrote:",
        "Am 20.11.2026 um 08:15 schrieb Sam:",
        "Le 20 nov. 2026, Sam a écrit :",
        "From: Sam\nSent: Friday",
        "Von: Sam\n\nGesendet: Freitag",
        "发件人: Sam\n发送时间: x",
    ],
)
def test_an_older_mail_is_one_level_deeper(mark: str) -> None:
    found = _sections(f"{WORDS}\n\n{mark}\n{WORDS}")
    assert [(role, depth) for role, depth, _ in found] == [("words", 0), ("words", 1)]


def test_the_first_mail_of_a_thread_is_no_older_one() -> None:
    assert [depth for _, depth, _ in _sections(f"-----Original Message-----\n{WORDS}")] == [0]


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("MIME-Version: 1.0", "headers"),
        ("Original message headers:", "original"),
        ("-----Original Message-----", "words"),
        ("Delivery has failed to these recipients", "words"),
    ],
)
def test_a_line_alone_is_what_it_is_above_others(line: str, role: str) -> None:
    assert _sections(line) == _sections(f"{line}\n")[:1] == [(role, 0, line)]
    assert _sections(f"{line}\n{WORDS}")[0][:2] == (role, 0)


@pytest.mark.parametrize(
    "mark",
    ["Delivery has failed to these recipients", "Your message to pat couldn't be delivered", "Reporting-MTA: dns;x"],
)
def test_a_second_report_is_beside_the_first(mark: str) -> None:
    found = _sections(f"{WORDS}\n\nOriginal message headers:\nSubject: x\n\n{mark}\n{WORDS}")
    assert [(role, depth) for role, depth, _ in found] == [("words", 0), ("original", 0), ("words", 0)]


def test_what_came_back_ends_where_an_older_mail_begins() -> None:
    found = _sections(f"{WORDS}\n\nReceived: from a by b\nSubject: x\n\nOn Fri, 20 Nov 2026, Sam wrote:\n{WORDS}")
    assert [(role, depth) for role, depth, _ in found] == [("words", 0), ("original", 0), ("words", 1)]


def test_a_head_on_top_is_that_of_the_pasted_mail() -> None:
    found = _sections(f"Received: from a by b\nSubject: x\n\n{WORDS}")
    assert found == [("headers", 0, "Received: from a by b\nSubject: x"), ("words", 0, WORDS)]


def test_where_only_what_came_back_was_pasted_it_is_no_report() -> None:
    assert [role for role, _, _ in _sections(f"Original message headers:\n\nSubject: x\n{WORDS}")] == ["original"]


def test_an_indented_head_on_top_ends_with_its_line() -> None:
    assert _sections(f"  MIME-Version: 1.0\n{WORDS}") == [("headers", 0, "MIME-Version: 1.0"), ("words", 0, WORDS)]


def test_of_what_came_back_only_the_beginning_is_read() -> None:
    (_, original) = sections(View.of(f"{WORDS}\nOriginal message headers:\n" + "x\n" * MAX_ORIGINAL))
    assert len(original.view.text) == MAX_ORIGINAL


def test_of_a_text_with_very_many_mails_the_last_section_is_all_the_rest() -> None:
    found = _sections(f"-----Original Message-----\n{WORDS}\n" * (2 * MAX_SECTIONS))
    assert len(found) <= MAX_SECTIONS + 1
    assert found[-1][2].count(WORDS) > MAX_SECTIONS / 2
