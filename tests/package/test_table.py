"""A message trace as CSV is one verdict, and each row a recipient's."""

from typing import Any

import pytest

from ndr_checker.reading.tables import heading
from tests.support.expectation import judge

HEAD = "Date,SenderAddress,RecipientAddress,Subject,Status,Detail\n"
FAILED = (
    '11/20/2026,robin@contoso.com,pat@fabrikam.com,"Hi, 5.1.10",Failed,"[{LED=550 5.7.705 Access denied, tenant}]"\n'
)
SENT = "11/20/2026,robin@contoso.com,kim@fabrikam.com,Hi,Delivered,\n"


def _codes(text: str | bytes) -> list[tuple[str, str | None]]:
    return [(row["address"], row["code"]) for row in judge(text)["recipients"]]


def test_each_row_is_a_recipient_and_one_verdict_comes_of_all() -> None:
    other = FAILED.replace("pat@", "lee@").replace("5.7.705", "5.1.1")
    assert judge(HEAD + other + FAILED + SENT)["code"] == "5.7.705"
    assert _codes(HEAD + other + FAILED + SENT) == [
        ("lee@fabrikam.com", "5.1.1"),
        ("pat@fabrikam.com", "5.7.705"),
        ("kim@fabrikam.com", None),
    ]


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_semicolons_and_tabs_divide_as_well(delimiter: str) -> None:
    text = "Date,Event,RecipientAddress,Detail\n1,Fail,pat@fabrikam.com,550 5.7.750 Service unavailable\n"
    assert _codes(text.replace(",", delimiter)) == [("pat@fabrikam.com", "5.7.750")]


@pytest.mark.parametrize("above", ["\ufeff", "\n\n", "sep=,\n", "#TYPE Selected.Object\n", "#Software: X\n#Date: Y\n"])
def test_what_is_above_the_columns_is_passed_over(above: str) -> None:
    assert _codes(above + HEAD + FAILED) == [("pat@fabrikam.com", "5.7.705")]


@pytest.mark.parametrize("form", ["utf-16", "utf-8-sig", "utf-16-le"])
def test_the_charsets_of_the_exports_are_read(form: str) -> None:
    assert _codes((HEAD + FAILED.replace("Hi", "Grüße")).encode(form)) == [("pat@fabrikam.com", "5.7.705")]


def test_a_quoted_cell_may_hold_quotes_commas_and_line_breaks() -> None:
    row = (
        '1,a@contoso.com,pat@fabrikam.com,"one\nFail,""two"", 5.1.10",Failed,"said ""550 5.7.705\nAccess denied"", x"\n'
    )
    verdict = judge(HEAD + row + SENT)
    assert (verdict["code"], len(verdict["recipients"])) == ("5.7.705", 2)
    decisive = next(item for item in verdict["evidence"] if item["decisive"])
    assert (HEAD + row)[decisive["start"] : decisive["end"]] == "5.7.705"
    assert decisive["line"] == 3


def test_a_code_in_a_subject_is_no_evidence() -> None:
    assert "5.1.10" not in {item["code"] for item in judge(HEAD + FAILED)["evidence"]}


def test_a_quotation_mark_that_is_never_closed_costs_one_row() -> None:
    broken = '1,a@contoso.com,lee@fabrikam.com,"Hi,Delivered,\n'
    text = HEAD + broken + SENT * 2000 + FAILED.replace('"', "").replace("Hi, ", "Hi ")
    assert ("pat@fabrikam.com", "5.7.705") in _codes(text)


def test_a_long_table_is_read_to_its_end() -> None:
    verdict = judge(HEAD + SENT * 60_000 + FAILED)
    assert (verdict["code"], verdict["defects"]) == ("5.7.705", [])


def test_a_cell_too_long_for_a_cell_costs_its_row() -> None:
    assert _codes(f"{HEAD}1,a@contoso.com,lee@fabrikam.com,{'x' * 200_000},Failed,550 5.1.1\n{FAILED}") == [
        ("pat@fabrikam.com", "5.7.705")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Date,Sender,Recipient,Status",
        "Name,Price,Amount\n550 5.7.705,1,2\n",
        "",
    ],
)
def test_a_text_that_is_no_trace_is_none(text: str) -> None:
    assert heading.head(text) is None


QUEUE = """-Queue ID-  --Size-- ----Arrival Time---- -Sender/Recipient-------
C800B104BA4     848 Sun Aug  2 16:49:03  kim@contoso.com
(connect to mx.adatum.com[192.0.2.5]:25: Connection refused)
                                         pat@adatum.com

C5233104BA7     846 Sun Aug  2 16:49:03  kim@contoso.com
         ({})
                                         lee@fabrikam.com

-- 1 Kbytes in 2 Requests.
"""
REFUSED = "connect to mx.fabrikam.com[192.0.2.9]:25: Connection refused"
NO_DOMAIN = "Host or domain name not found. Name service error for name=fabrikam.com type=MX: Host not found"


def _fact(verdict: dict[str, Any], name: str) -> str | None:
    return next((fact["text"] for fact in verdict["facts"] if fact["name"] == name), None)


def test_words_that_are_the_same_for_all_mails_explain_a_table_without_codes() -> None:
    verdict = judge(QUEUE.format(REFUSED))
    assert (verdict["kind"], verdict["certainty"], verdict["acts"]) == ("delay", "likely", ["itself", "sender-admin"])
    assert verdict["headline"].startswith("2 of 2 messages waiting to be delivered: the next server refuses")
    assert verdict["steps"][-1]["address"] == "codes/4.4.1/"


def test_words_that_differ_are_told_apart_with_who_acts() -> None:
    verdict = judge(QUEUE.format(NO_DOMAIN))
    assert verdict["headline"] == "2 of 2 messages waiting to be delivered; none failed"
    assert verdict["answer"] == "Who has to act differs: see the reasons below."
    assert "1 waits: no mail server was found" in (_fact(verdict, "Reasons") or "")


def test_words_that_no_page_has_leave_a_table_without_a_reason() -> None:
    verdict = judge(QUEUE.replace("connect to mx.adatum.com[192.0.2.5]:25: Connection refused", "quux").format("quux"))
    assert (_fact(verdict, "Reasons"), verdict["meaning"]) == (None, None)


def test_words_that_explain_some_mails_leave_the_others_open() -> None:
    verdict = judge(QUEUE.format("quux"))
    assert (verdict["meaning"], (_fact(verdict, "Reasons") or "")[:8]) == (None, "1 waits:")


@pytest.mark.parametrize(
    ("cells", "meaning"),
    [
        ("5.7.1,Client host blocked using zen.spamhaus.org", "blocklist"),
        ("5.7.1,550 5.7.1 Client host blocked using zen.spamhaus.org", "blocklist"),
        ("5.7.1,550 Client host blocked using zen.spamhaus.org", "blocklist"),
        ("5.7.1,5.7.1 Client host blocked using zen.spamhaus.org", "blocklist"),
        ("5.7.1,Unable to relay", "unable-to-relay"),
        ("5.7.1,-", None),
    ],
)
def test_a_code_in_one_column_has_the_words_in_another(cells: str, meaning: str | None) -> None:
    text = f"recipient,event,dsn,reason\na@fabrikam.com,bounced,{cells}\nc@fabrikam.com,delivered,2.0.0,ok\n"
    verdict = judge(text)
    assert (verdict["code"], verdict["meaning"]) == ("5.7.1", meaning)
    said = next(item for item in verdict["evidence"] if item["decisive"])
    assert text[said["start"] : said["end"]].startswith(("5.7.1", "550"))
