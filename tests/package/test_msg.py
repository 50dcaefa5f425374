"""An Outlook .msg is judged as the report that it was made from."""

import pytest

from tests.support.compound_file import Storage, compound, mail, message, properties
from tests.support.expectation import judge
from tests.support.outlook import (
    ADDRESS,
    BODY,
    CLASS,
    CODE_PAGE,
    DATA,
    DOMAINS,
    FILE_NAME,
    HEADERS,
    HTML,
    LEAD,
    NAME,
    NDR,
    REPORT_TEXT,
    RETURNED,
    SENDER,
    STATUS,
    SUBJECT,
    THRESHOLD,
    TYPE,
    failed,
    said,
)
from tests.support.reading import STATUS as STATUS_FIELDS
from tests.support.reading import message as read
from tests.support.reading import report


@pytest.mark.parametrize(
    "reply",
    [
        THRESHOLD,
        DOMAINS,
        "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup",
        "452 4.5.3 Too many recipients",
        "550 5.7.64 TenantAttribution; Relay Access Denied",
    ],
    ids=lambda reply: reply.split()[1],
)
def test_a_report_item_has_its_code_in_the_table_of_recipients(reply: str) -> None:
    item = message(NDR, recipients=(failed("pat@fabrikam.com", said(reply)),), attachments=(mail(RETURNED),))
    verdict = judge(compound(item))
    number, code = reply.split()[:2]
    assert (verdict["kind"], verdict["code"], verdict["reply"]) == ("failure", code, int(number))
    assert verdict["certainty"] == ("likely" if code in {"5.7.705", "5.7.750"} else "certain")
    assert verdict["recipients"] == [
        {"address": "pat@fabrikam.com", "code": code, "reply": int(number), "action": "failed", "evidence": 0}
    ]
    assert verdict["defects"] == []


def test_each_recipient_has_its_own_code_and_the_organization_s_block_decides() -> None:
    both = (
        failed("kim@fabrikam.com", said("550 5.1.1 User unknown")),
        failed("pat@fabrikam.com", said(DOMAINS)),
    )
    verdict = judge(compound(message(NDR, recipients=both)))
    assert verdict["code"] == "5.7.750"
    assert [(row["address"], row["code"]) for row in verdict["recipients"]] == [
        ("kim@fabrikam.com", "5.1.1"),
        ("pat@fabrikam.com", "5.7.750"),
    ]


def test_the_mail_that_came_back_decides_nothing_but_tells_whose_side_it_is() -> None:
    item = message(NDR, recipients=(failed("pat@fabrikam.com", said(THRESHOLD)),), attachments=(mail(RETURNED),))
    verdict = judge(compound(item))
    assert verdict["code"] == "5.7.705"
    assert [row["code"] for row in verdict["other_codes"]] == ["5.1.10"]
    assert verdict["whose"] == "sender-side"


@pytest.mark.parametrize("number", [BODY, REPORT_TEXT, HTML], ids=["body", "report text", "HTML"])
@pytest.mark.parametrize("wide", [True, False], ids=["UTF-16", "code page"])
def test_where_the_table_says_nothing_the_report_s_text_decides(number: int, *, wide: bool) -> None:
    text = f"{LEAD}\r\npat@fabrikam.com\r\nRemote Server returned '{DOMAINS}'\r\n"
    if number == HTML:
        text = f"<html><body><p>{text}</p></body></html>"
    item = message({**NDR, number: text.encode() if number == HTML else text}, wide=wide, recipients=({NAME: "Pat"},))
    verdict = judge(compound(item))
    assert (verdict["kind"], verdict["code"]) == ("failure", "5.7.750")
    assert [row["address"] for row in verdict["recipients"]] == ["pat@fabrikam.com"]


def test_three_digits_for_a_code_are_no_rival_of_the_code_in_the_text() -> None:
    # 5.7.705 becomes 570 (MS-OXCMAIL: a detail over 9 is set to 0).
    text = f"{LEAD}\r\npat@fabrikam.com\r\nRemote Server returned '{THRESHOLD}'\r\n"
    item = message({**NDR, BODY: text}, recipients=({ADDRESS: "pat@fabrikam.com", STATUS: 570},))
    assert judge(compound(item))["code"] == "5.7.705"


def test_three_digits_that_say_it_all_are_the_code() -> None:
    verdict = judge(compound(message(NDR, recipients=({ADDRESS: "pat@fabrikam.com", STATUS: 511},))))
    assert (verdict["kind"], verdict["code"]) == ("failure", "5.1.1")


def test_a_report_that_gives_no_reason_is_a_bounce_without_a_code() -> None:
    verdict = judge(compound(message(NDR, recipients=({ADDRESS: "pat@fabrikam.com", STATUS: 570},))))
    assert (verdict["kind"], verdict["code"]) == ("failure", None)
    assert [row["address"] for row in verdict["recipients"]] == ["pat@fabrikam.com"]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("REPORT.IPM.Note.NDR", "failure"),
        ("REPORT.IPM.Note.DELAYED", "delay"),
        ("REPORT.IPM.Note.DR", "not-a-bounce"),
        ("report.ipm.note.ndr", "failure"),
    ],
)
def test_the_class_of_a_report_says_what_became_of_the_mail(kind: str, expected: str) -> None:
    info = said("451 4.4.1 Connection timed out" if expected == "delay" else "250 2.1.5 OK")
    info = info if expected != "failure" else said(THRESHOLD)
    item = {**NDR, CLASS: kind, SUBJECT: "About your mail"}
    assert judge(compound(message(item, recipients=(failed("pat@fabrikam.com", info),))))["kind"] == expected


def test_a_read_receipt_is_no_bounce() -> None:
    item = message(
        {**NDR, CLASS: "REPORT.IPM.Note.IPNRN", SUBJECT: "Read: Delivery dates", BODY: "Your message was read."}
    )
    assert judge(compound(item))["kind"] == "not-a-bounce"


def test_a_mail_that_is_no_report_is_judged_by_its_text() -> None:
    plain = message({CLASS: "IPM.Note", SUBJECT: "Lunch", SENDER: "kim@contoso.com", BODY: "At noon?"})
    assert judge(compound(plain))["kind"] == "not-a-bounce"
    forwarded = message(
        {CLASS: "IPM.Note", SUBJECT: "FW: Undeliverable", BODY: f"{LEAD}Remote Server returned '{THRESHOLD}'"}
    )
    assert judge(compound(forwarded))["code"] == "5.7.705"


def test_a_report_forwarded_as_an_attachment_is_found() -> None:
    inner = message(
        NDR, recipients=(failed("pat@fabrikam.com", said(DOMAINS)),), attachments=(mail(RETURNED),), inside=True
    )
    outer = message({CLASS: "IPM.Note", SUBJECT: "What is this?", BODY: "See attached."}, attachments=(mail(inner),))
    verdict = judge(compound(outer))
    assert (verdict["kind"], verdict["code"]) == ("failure", "5.7.750")


def test_the_parts_of_a_dsn_that_outlook_kept_as_files_are_read() -> None:
    attached: Storage = properties(
        8, {TYPE: "message/delivery-status", FILE_NAME: "details.txt", DATA: STATUS_FIELDS.encode()}
    )
    head = (
        "From: MAILER-DAEMON@fabrikam.com\r\nTo: robin@contoso.com\r\n"
        "Content-Type: multipart/report; report-type=delivery-status\r\n"
    )
    item = message({CLASS: "IPM.Note", HEADERS: head, BODY: "I'm sorry."}, attachments=(attached, mail(RETURNED)))
    verdict = judge(compound(item))
    assert (verdict["kind"], verdict["code"], verdict["certainty"]) == ("failure", "5.7.705", "likely")
    assert verdict["evidence"][0]["kind"] == "status-field"


def test_pages_that_are_attached_are_named_once() -> None:
    pages = [properties(8, {FILE_NAME: name, DATA: b"<a href=//example.com>"}) for name in ("Message.HTML", "b.htm")]
    verdict = judge(compound(message({CLASS: "IPM.Note", BODY: "550 5.7.705 Open it."}, attachments=(*pages,))))
    assert verdict["defects"] == ["A web page is attached. It wasn't read, and its links aren't listed."]


def test_a_raw_mail_attached_as_a_file_is_read() -> None:
    attached: Storage = properties(8, {FILE_NAME: "bounce.EML", DATA: report().encode()})
    verdict = judge(compound(message({CLASS: "IPM.Note", BODY: "See attached."}, attachments=(attached,))))
    assert (verdict["kind"], verdict["code"]) == ("failure", "5.7.705")
    assert {row["line"] for row in verdict["evidence"]} == {None}


def test_other_attachments_are_left_alone() -> None:
    attached: Storage = properties(8, {TYPE: "text/plain", FILE_NAME: "notes.txt", DATA: THRESHOLD.encode()})
    assert judge(compound(message({CLASS: "IPM.Note", BODY: "See attached."}, attachments=(attached,))))["code"] is None


def test_text_in_another_code_page_is_read() -> None:
    item = message({**NDR, CODE_PAGE: 1251}, recipients=())
    text = "Доставка не удалась"
    item = {**item, f"__substg1.0_{BODY:04X}001E": text.encode("cp1251")}
    assert text in [part.view.text for part in read(compound(item)).parts]


def test_a_code_page_that_no_one_knows_is_no_obstacle() -> None:
    item = message({**NDR, CODE_PAGE: 4711, BODY: f"{LEAD}Remote Server returned '{THRESHOLD}'"}, wide=False)
    assert judge(compound(item))["code"] == "5.7.705"


def test_nothing_of_it_is_said_to_be_in_the_input() -> None:
    verdict = judge(compound(message(NDR, recipients=(failed("pat@fabrikam.com", said(THRESHOLD)),))))
    assert {(row["line"], row["start"], row["end"]) for row in verdict["evidence"]} == {(None, None, None)}


def test_a_file_that_was_cut_off_is_said_to_be() -> None:
    whole = compound(message({**NDR, BODY: LEAD * 200}, recipients=(failed("pat@fabrikam.com", said(THRESHOLD)),)))
    for size in range(8, len(whole), 100):
        verdict = judge(whole[:size])
        assert verdict["code"] == "5.7.705" or any("damaged" in defect for defect in verdict["defects"]), size


def test_mails_in_mails_without_end_are_left_out_and_said() -> None:
    inner: Storage = message({CLASS: "IPM.Note", BODY: THRESHOLD}, inside=True)
    for _ in range(50):
        inner = message({CLASS: "IPM.Note", BODY: "See attached."}, attachments=(mail(inner),), inside=True)
    defects = judge(compound(message({CLASS: "IPM.Note", BODY: "See attached."}, attachments=(mail(inner),))))[
        "defects"
    ]
    assert ["nested too deeply" in defect for defect in defects] == [True]


def test_a_report_to_many_recipients_names_as_many_as_one_verdict_does() -> None:
    many = tuple(failed(f"pat{i}@fabrikam.com", said(THRESHOLD)) for i in range(1200))
    assert len(judge(compound(message(NDR, recipients=many)))["recipients"]) == 1000
