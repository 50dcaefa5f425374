"""JSON from Graph and PowerShell: a mail is judged as mail, the rows of a trace as rows."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from ndr_checker.reading.tables import objects as graph
from tests.support.expectation import judge

HTML = """\
<html><body><p>Your message to <a href="mailto:pat@fabrikam.com">pat@fabrikam.com</a> couldn't be delivered.</p>
<table><tr><td>Error:</td><td>550 5.7.750 Service unavailable. Client blocked from sending from unregistered domains.
</td></tr></table></body></html>"""
BOUNCE: Mapping[str, Any] = {
    "@odata.type": "#microsoft.graph.message",
    "subject": "Undeliverable: Delivery dates, 5.1.10",
    "body": {"contentType": "html", "content": HTML},
    "from": {"emailAddress": {"name": "Microsoft Outlook", "address": "postmaster@contoso.com"}},
    "toRecipients": [{"emailAddress": {"address": "robin@contoso.com"}}],
}
OTHER: Mapping[str, Any] = {
    "subject": "Lunch",
    "body": {"contentType": "text", "content": "The server returned 550 5.7.705, said Kim."},
    "from": {"emailAddress": {"address": "kim@contoso.com"}},
    "toRecipients": [],
}
RECEIVED = {"Date": "1", "Event": "Receive", "Action": None, "Detail": "Message received by: X", "Data": "5.1.1"}
FAILED = {
    "Date": "2",
    "Event": "Fail",
    "Action": "",
    "Detail": "Reason: [{LED=550 5.7.705 Access denied}]",
    "Data": "x",
}
LISTED = {
    "senderAddress": "robin@contoso.com",
    "recipientAddress": "pat@fabrikam.com",
    "subject": "5.1.1",
    "status": "failed",
    "detail": "550 5.1.10 RESOLVER.ADR.RecipientNotFound",
}


def _as_powershell(text: str) -> str:
    """Return JSON as Windows PowerShell's ConvertTo-Json escapes it."""
    for letter in "<>'&":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return text


@pytest.mark.parametrize("wrapped", [False, True], ids=["one", "in a list"])
@pytest.mark.parametrize("powershell", [False, True], ids=["Graph", "PowerShell"])
def test_a_mail_from_graph_is_judged_as_the_mail(*, wrapped: bool, powershell: bool) -> None:
    text = json.dumps({"value": [OTHER, BOUNCE]} if wrapped else BOUNCE, indent=2)
    verdict = judge(_as_powershell(text) if powershell else text)
    assert (verdict["kind"], verdict["code"], verdict["reply"]) == ("failure", "5.7.750", 550)
    assert [row["address"] for row in verdict["recipients"]] == ["pat@fabrikam.com"]
    assert verdict["whose"] == "sender-side"


def test_the_keys_may_be_written_as_powershell_writes_them() -> None:
    item = {"Subject": "Undeliverable", "Body": {"Content": HTML, "ContentType": "Html"}}
    assert judge(json.dumps(item))["code"] == "5.7.750"


def test_of_several_reports_the_organization_s_block_decides() -> None:
    unknown = {**BOUNCE, "body": {"contentType": "text", "content": "Remote server returned '550 5.1.1 User unknown'"}}
    verdict = judge(json.dumps([unknown, BOUNCE]))
    assert verdict["code"] == "5.7.750"
    assert "5.1.1" in {row["code"] for row in verdict["other_codes"]}


def test_the_headers_tell_a_report_from_another_mail() -> None:
    headers = [{"name": "Content-Type", "value": "multipart/report; report-type=delivery-status; boundary=x"}]
    item = {"internetMessageHeaders": headers, "subject": "Hm", "body": {"content": "550 5.7.705 Access denied"}}
    assert judge(json.dumps(item))["kind"] == "failure"


def test_a_mail_that_is_no_bounce_is_none() -> None:
    plain = {**OTHER, "body": {"contentType": "text", "content": "At noon?"}}
    assert judge(json.dumps(plain))["kind"] == "not-a-bounce"


def test_the_parts_that_are_attached_are_read() -> None:
    status = "RmluYWwtUmVjaXBpZW50OiByZmM4MjI7cGF0QGZhYnJpa2FtLmNvbQpBY3Rpb246IGZhaWxlZApTdGF0dXM6IDUuNy43MDUK"
    attachments = [
        {"contentType": "message/delivery-status", "contentBytes": status},
        {"item": {"Subject": "about 5.1.10", "Body": {"Content": "Hi"}}},
        {"contentType": "image/png", "contentBytes": "iVBORw0K"},
        None,
    ]
    item = {**BOUNCE, "body": {"content": "See below."}, "attachments": attachments}
    verdict = judge(json.dumps(item))
    assert [item["kind"] for item in verdict["evidence"] if item["decisive"]] == ["status-field"]
    assert verdict["code"] == "5.7.705"
    assert [row["code"] for row in verdict["other_codes"]] == ["5.1.10"]


def test_a_page_that_is_attached_is_named() -> None:
    attachments = [{"name": name, "contentType": "application/octet-stream"} for name in ("a.htm", "b.HTML", "c.pdf")]
    verdict = judge(json.dumps({**BOUNCE, "attachments": attachments}))
    assert [defect for defect in verdict["defects"] if "web page" in defect] == verdict["defects"][:1] != []


@pytest.mark.parametrize("rows", [[RECEIVED, FAILED], FAILED, {"value": [FAILED, RECEIVED], "Count": 2}])
def test_the_events_of_a_trace_are_judged(rows: object) -> None:
    verdict = judge(json.dumps(rows, indent=4))
    assert (verdict["kind"], verdict["code"]) == ("failure", "5.7.705")
    assert {item["code"] for item in verdict["evidence"]} == {"5.7.705"}


def test_the_rows_of_a_trace_each_have_a_recipient() -> None:
    rows = [LISTED, {**LISTED, "recipientAddress": "kim@fabrikam.com", "status": "delivered", "detail": ""}]
    assert [(row["address"], row["code"], row["action"]) for row in judge(json.dumps(rows))["recipients"]] == [
        ("pat@fabrikam.com", "5.1.10", "failed"),
        ("kim@fabrikam.com", None, "delivered"),
    ]


def test_mails_beyond_the_limit_are_left_out_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(graph, "MAX_PARTS", 1)
    assert ["more than 1 messages" in d for d in judge(json.dumps([BOUNCE, BOUNCE]))["defects"]] == [True]


def test_other_json_is_read_as_the_text_it_is() -> None:
    verdict = judge(
        '{"email": "pat@fabrikam.com", "reason": "550 5.7.705 Access denied, tenant has exceeded threshold"}'
    )
    assert verdict["code"] == "5.7.705"
    assert verdict["evidence"][0]["line"] == 1


@pytest.mark.parametrize(
    "text",
    [
        "[" * 5000,
        f'{{"a": {"[" * 300}{"]" * 300}}}',
        "{",
        '{"a": "\\',
        "[1,2,3]x",
        "[" + "0," * 1_000_001 + "0]",
    ],
    ids=[
        "open lists",
        "deep lists",
        "an open object",
        "an open string",
        "more behind",
        "a million values",
    ],
)
def test_what_json_can_t_or_shouldn_t_read_holds_no_objects(text: str) -> None:
    assert graph.load(text, []) == []


@pytest.mark.parametrize("value", [None, 1, "x", [], {}, [None], {"name": None, "Value": 2}, [[{"a": 1}]]])
@pytest.mark.parametrize("key", ["body", "from", "toRecipients", "internetMessageHeaders", "attachments", "subject"])
def test_a_key_with_the_wrong_kind_of_value_is_no_obstacle(key: str, value: object) -> None:
    items = graph.load(json.dumps({**BOUNCE, key: value}), [])
    assert all(leaf.view.decoded for leaf in graph.mails(items, []))


ODD = {
    "a number longer than Python reads": "-" + "9" * 5000,
    "a number that isn't finite": "1e999",
    "an exponent that is far too large": "-1E+99999999999999999999",
    "a fraction without an end": "0." + "1" * 6000,
    "no number": "NaN",
    "no end": "-Infinity",
    "half a pair of surrogates": '"\\ud83d"',
    "the same key twice": '1, "odd": 2',
}
BROKEN = {
    "lists deeper than Python reads": "[" * 100_000 + "]" * 100_000,
    "objects deeper than any mail has": '{"a":' * 60 + "1" + "}" * 60,
    "a brace in a string, and no JSON": '"}" tru',
}


def listed(odd: str, form: str) -> str:
    """Return the rows of a trace in JSON, the first with one field more."""
    rows = [json.dumps(row) for row in [LISTED] * 3]
    rows[0] = f'{rows[0][:-1]}, "odd": {odd}}}'
    return {"list": f"[{', '.join(rows)}]", "value": f'{{"value": [{", ".join(rows)}], "next": 1}}'}.get(
        form, "\n".join(rows)
    )


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("form", ["list", "value", "lines"])
def test_no_value_that_a_program_may_write_changes_what_a_file_says(odd: str, form: str) -> None:
    plain, found = (judge(listed(value, form)) for value in ("1", ODD[odd]))
    assert (found["code"], found["recipients"], found["defects"]) == ("5.1.10", plain["recipients"], plain["defects"])
    mail = json.dumps(BOUNCE)
    assert judge(f'{mail[:-1]}, "odd": {ODD[odd]}}}') == judge(f'{mail[:-1]}, "odd": 1}}')


@pytest.mark.parametrize("broken", BROKEN)
@pytest.mark.parametrize("form", ["list", "value", "lines"])
def test_an_item_that_cannot_be_read_costs_only_itself(broken: str, form: str) -> None:
    found = judge(listed(BROKEN[broken], form))
    assert (found["code"], found["recipients"]) == ("5.1.10", judge(listed("1", form))["recipients"])
    assert "One item of this JSON couldn't be read, so it isn't counted." in found["defects"]


def test_what_is_mostly_no_json_is_read_as_text() -> None:
    bad = '{"error": "550 5.7.705 Access denied", x}\n' * 200
    answer = judge(listed("1", "lines") + "\n" + bad)
    assert "5.7.705" in {item["code"] for item in answer["evidence"]}


def _halved(value: Any) -> Any:
    """Return a value with half a pair of surrogates in each of its texts."""
    if isinstance(value, str):
        return f"\ud800{value}\udc00"
    if isinstance(value, list):
        return list(map(_halved, value))
    return {key: _halved(part) for key, part in value.items()} if isinstance(value, dict) else value


@pytest.mark.parametrize("field", BOUNCE)
def test_half_a_surrogate_pair_is_replaced(field: str) -> None:
    answer = judge(json.dumps({**BOUNCE, field: _halved(BOUNCE[field])}))
    assert json.dumps(answer, ensure_ascii=False).encode()
