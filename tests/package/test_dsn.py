"""The fields of a delivery status notification are read, in a report or pasted."""

import pytest

from ndr_checker.reading import dsn
from ndr_checker.reading.dsn import Group
from ndr_checker.reading.view import View

ONE = """\
Final-Recipient: rfc822;pat@fabrikam.com
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp;550 5.1.1 User unknown
"""
TWO = ONE.replace("pat", "kim").replace("5.1.1", "5.7.705")


def groups(text: str) -> tuple[Group, list[Group]]:
    return dsn.groups(View.of(text))


def _rows(text: str) -> list[tuple[str | None, str | None, str]]:
    return [(group.address, group.action, group.text("status")) for group in groups(text)[1]]


def test_the_fields_of_the_message_and_of_each_recipient_are_kept_apart() -> None:
    message, _ = groups(f"Reporting-MTA: dns;mail.contoso.com\n\n{ONE}\n{TWO}")
    assert message.text("reporting-mta") == "mail.contoso.com"
    assert _rows(f"Reporting-MTA: dns;mail.contoso.com\n\n{ONE}\n{TWO}") == [
        ("pat@fabrikam.com", "failed", "5.1.1"),
        ("kim@fabrikam.com", "failed", "5.7.705"),
    ]


def test_recipients_are_told_apart_without_blank_lines() -> None:
    assert _rows(ONE + TWO) == _rows(f"{ONE}\n{TWO}")


def test_extension_fields_begin_no_new_recipient() -> None:
    assert len(_rows(f"{ONE}X-Display-Name: Pat\nX-Display-Name: Pat\n")) == 1


@pytest.mark.parametrize(
    "text",
    ["", "Status: 5.1.1", "Action: failed\n", "Status of the work: good\nAction: none\n", "Reporting-MTA: dns;x\n"],
)
def test_fields_that_say_nothing_of_a_recipient_make_no_group(text: str) -> None:
    assert _rows(text) == []


@pytest.mark.parametrize("text", ["Status: 5.1.1\nAction: failed\n", "Status: 5.1.1\nDiagnostic-Code: smtp;550 x\n"])
def test_a_status_with_an_action_or_a_diagnostic_code_makes_one(text: str) -> None:
    assert [row[2] for row in _rows(text)] == ["5.1.1"]


def test_the_original_recipient_replaces_a_missing_final_one() -> None:
    assert _rows("Original-Recipient: rfc822;pat@fabrikam.com\nAction: Delayed\nStatus: 4.4.7\n") == [
        ("pat@fabrikam.com", "delayed", "4.4.7")
    ]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("rfc822;pat@fabrikam.com", "pat@fabrikam.com"),
        (" RFC822 ; pat@fabrikam.com ", "pat@fabrikam.com"),
        ("pat@fabrikam.com", "pat@fabrikam.com"),
        ("utf-8;päivi@fabrikam.com", "päivi@fabrikam.com"),
        ("a;b@fabrikam.com", "a;b@fabrikam.com"),
    ],
)
def test_a_value_is_given_without_its_type(value: str, text: str) -> None:
    assert groups(f"Final-Recipient: {value}\nStatus: 5.1.1\n")[1][0].text("final-recipient") == text


def test_a_folded_value_is_one_line_and_known_by_its_place() -> None:
    text = f"{ONE.rstrip()}\n  in a second line\n\nnot of it"
    (group,) = groups(text)[1]
    assert group.text("diagnostic-code") == "550 5.1.1 User unknown in a second line"
    field = group.fields["diagnostic-code"]
    assert text[field.start : field.end] == "smtp;550 5.1.1 User unknown\n  in a second line"


def test_the_first_of_two_fields_of_the_message_wins() -> None:
    assert groups("Reporting-MTA: dns;one\nReporting-MTA: dns;two\n")[0].text("reporting-mta") == "one"


def test_a_value_without_an_end_is_bounded() -> None:
    (group,) = groups(f"{ONE}{'x' * 10_000}")[1]
    assert len(group.fields["diagnostic-code"].value) == 2000


@pytest.mark.parametrize(
    ("said", "action"),
    [
        ("failed", "failed"),
        ("Delayed (will retry)", "delayed"),
        ("failed; Anna Keller, Leipzig", "failed"),
        ("relayed\t(to a gateway)", "relayed"),
        ("akeller", None),
        ("not failed", None),
        ("", None),
    ],
)
def test_an_action_is_one_of_five_words_and_whatever_follows_is_dropped(said: str, action: str | None) -> None:
    _, rows = dsn.groups(View.of(f"Final-Recipient: rfc822;pat@fabrikam.com\nAction: {said}\nStatus: 5.1.1\n"))
    assert [row.action for row in rows] == [action]
