"""An input of any kind is read into parts with a role, and never raises."""

from base64 import b64encode

import pytest

from ndr_checker.reading.message import read
from tests.support.reading import NOTICE, ORIGINAL, STATUS, message, report

REPLY = "Remote Server returned '550 5.7.705 Access denied, tenant has exceeded threshold'"


def _parts(data: str | bytes) -> list[tuple[str, int]]:
    return [(part.role, part.report) for part in message(data).parts]


def test_pasted_text_is_one_part_and_has_no_head() -> None:
    found = message(REPLY)
    assert [(part.role, part.report, part.view.text) for part in found.parts] == [("pasted", 0, REPLY)]
    assert (found.head, found.defects) == ({}, ())


@pytest.mark.parametrize("data", ["", b"", "  \n"], ids=["text", "bytes", "blanks"])
def test_nothing_is_one_message_without_parts(data: str | bytes) -> None:
    assert [len(found.parts) for found in read(data)] == [0]


def test_a_report_is_read_into_its_parts() -> None:
    assert _parts(report()) == [("headers", 0), ("notice", 0), ("status", 0), ("original", 0)]
    assert message(report()).head["subject"] == "Undeliverable: Delivery dates"


def test_bytes_and_text_give_the_same_parts() -> None:
    assert [part.view.text for part in message(report().encode()).parts] == [
        p.view.text for p in message(report()).parts
    ]


def test_a_str_is_never_taken_for_a_path() -> None:
    assert message(__file__).parts[0].view.text == __file__


def test_what_came_back_is_kept_apart_from_a_pasted_notice() -> None:
    assert _parts(f"{NOTICE}\n{REPLY}\n\nOriginal message headers:\n\n{ORIGINAL}") == [("pasted", 0), ("original", 0)]


def test_an_older_mail_of_a_thread_is_an_older_report() -> None:
    assert _parts(f"Hello\n\n-----Original Message-----\n{REPLY}") == [("pasted", 0), ("pasted", 1)]


def test_what_a_block_of_base64_holds_is_a_part_too() -> None:
    found = message(f"Hello\n\n{b64encode(REPLY.encode()).decode()}\n")
    assert [part.view.text for part in found.parts][1:] == [REPLY]


def test_a_block_of_base64_in_an_older_mail_is_as_old() -> None:
    found = message(f"Hello\n\n-----Original Message-----\n{b64encode(REPLY.encode()).decode()}\n")
    assert [(part.report, part.view.text) for part in found.parts][-1] == (1, REPLY)


def test_a_mail_attached_to_another_is_an_older_report() -> None:
    outer = "From: sam@contoso.com\nMIME-Version: 1.0\nContent-Type: message/rfc822\n\n"
    assert _parts(outer + report())[1:] == [("notice", 1), ("status", 1), ("original", 1)]


def test_an_html_part_is_read_without_its_tags() -> None:
    mail = f"MIME-Version: 1.0\nContent-Type: text/html\n\n<i>{REPLY}"
    assert message(mail).parts[-1].view.text == REPLY


def test_the_mails_of_an_mbox_are_read_one_by_one() -> None:
    line = "From MAILER-DAEMON Fri Nov 20 08:15:31 2026\n"
    found = list(read(f"{line}{report()}\n\n{line}{report(to='sam@contoso.com')}"))
    assert [mail.head["to"] for mail in found] == ["robin@contoso.com", "sam@contoso.com"]


def test_the_fields_of_a_report_are_found_in_its_status_part() -> None:
    fields, recipients = next(part for part in message(report(status=STATUS)).parts if part.role == "status").groups
    assert fields.text("reporting-mta") == "AM0CONTOSO0101.eurprd99.prod.outlook.com"
    assert [group.address for group in recipients] == ["pat@fabrikam.com"]


def test_what_is_left_out_is_said() -> None:
    assert message("x" * 2_000_000).defects == ("The text is very long; only its beginning and its end were read.",)
