"""The rows of a message trace: whose mail, what became of it, and which rows are read."""

import pytest

from ndr_checker.reading.tables import trace
from ndr_checker.reading.tables.trace import Row, column, is_trace, outcomes, read, reason


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Recipient Address", "recipientaddress"),
        ("recipient_address", "recipientaddress"),
        ("recipient-address", "recipientaddress"),
        ("#Fields: date-time", "datetime"),
        ('"Date (UTC)"', "dateutc"),
    ],
)
def test_a_column_is_known_however_it_is_written(name: str, expected: str) -> None:
    assert column(name) == expected


@pytest.mark.parametrize(
    "names",
    [
        "Received SenderAddress RecipientAddress Subject Status",
        "origin_timestamp_utc sender_address recipient_status",
        "Date Event Action Detail Data",
        "date event description",
    ],
)
def test_the_columns_of_a_trace_are_known(names: str) -> None:
    assert is_trace([column(name) for name in names.split()])


@pytest.mark.parametrize(
    "names", ["Date Sender Subject", "Recipient Price Amount", "Date Status", "Status Event Date", ""]
)
def test_the_columns_of_another_table_are_not(names: str) -> None:
    assert not is_trace([column(name) for name in names.split()])


@pytest.mark.parametrize(
    ("state", "action"),
    [
        *(("Failed", "failed"), ("FAIL", "failed"), ("Receive, Defer, Fail", "failed")),
        *(("Pending", "delayed"), ("DEFER", "delayed"), ("Receive, Defer", "delayed"), ("Defer, Send", "delivered")),
        *(("Delivered", "delivered"), ("FilteredAsSpam", "delivered"), ("Expanded", "expanded")),
    ],
)
def test_a_state_says_what_became_of_the_mail(state: str, action: str) -> None:
    assert outcomes({"recipientaddress": "pat@fabrikam.com", "status": state}) == (("pat@fabrikam.com", action),)


@pytest.mark.parametrize("state", ["Receive", "GettingStatus", "Submit", "AGENTINFO", "DSN", ""])
def test_a_step_on_the_way_is_no_outcome(state: str) -> None:
    assert outcomes({"recipientaddress": "pat@fabrikam.com", "event": state}) == ()


def test_the_summary_names_each_recipient_with_its_state() -> None:
    assert outcomes({"recipientstatus": "pat@fabrikam.com##Receive, Fail;kim@fabrikam.com##Receive, Send"}) == (
        ("pat@fabrikam.com", "failed"),
        ("kim@fabrikam.com", "delivered"),
    )


def test_the_reason_is_the_cell_with_a_code_and_never_the_subject() -> None:
    cells = {"subject": "5.1.1", "detail": "Failed to deliver", "data": "LED=550 5.7.705 Access denied"}
    assert reason(cells) == "LED=550 5.7.705 Access denied"
    assert reason({"subject": "5.1.1", "detail": "550 no such user"}) == "550 no such user"
    assert reason({"subject": "5.1.1", "recipientstatus": "pat@fabrikam.com##Fail"}) == ""


def _rows(*told: tuple[str, str, str]) -> tuple[str, list[Row]]:
    text, rows = "", []
    for why, address, action in told:
        rows.append(Row(len(text), len(text) + len(why), "m1", ((address, action),)))
        text += f"{why}|"
    return text, rows


def test_each_row_s_reason_is_a_line_and_keeps_its_place() -> None:
    text, rows = _rows(("550 5.7.705 a", "pat@fabrikam.com", "failed"), ("550 5.1.1 b", "kim@fabrikam.com", "failed"))
    view, records = read(text, rows, [])
    assert view.text == "550 5.7.705 a\n550 5.1.1 b\n"
    assert view.origin(view.text.index("5.1.1")) == text.index("5.1.1")
    assert [view.text[record.start : record.end] for record in records] == ["550 5.7.705 a", "550 5.1.1 b"]
    assert [record.address for record in records] == ["pat@fabrikam.com", "kim@fabrikam.com"]


@pytest.mark.parametrize("final", ["failed", "delivered", "expanded"])
@pytest.mark.parametrize("turned", [False, True])
def test_a_delay_counts_only_while_it_is_the_last_word(final: str, *, turned: bool) -> None:
    told = [("451 4.7.500", "pat@fabrikam.com", "delayed"), ("end", "pat@fabrikam.com", final)]
    _, records = read(*_rows(*(told[::-1] if turned else told)), [])
    assert [record.action for record in records] == [final]


def test_a_delay_of_another_recipient_stays() -> None:
    told = [("451 4.7.500", "pat@fabrikam.com", "delayed"), ("end", "kim@fabrikam.com", "failed")]
    assert [record.action for record in read(*_rows(*told), [])[1]] == ["delayed", "failed"]


def test_of_very_many_failures_each_code_is_read_and_the_rest_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trace, "MAX_RECIPIENTS", 3)
    told = [("550 5.1.1 x", f"p{i}@fabrikam.com", "failed") for i in range(10)]
    told[7] = ("550 5.7.705 y", "p7@fabrikam.com", "failed")
    defects: list[str] = []
    view, _ = read(*_rows(*told), defects)
    assert view.text.count("5.7.705") == 1
    assert view.text.count("\n") == 5
    assert ["More than 3 rows" in defect for defect in defects] == [True]


def test_failures_come_before_what_arrived(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trace, "MAX_RECIPIENTS", 3)
    told = [("", f"p{i}@fabrikam.com", "delivered") for i in range(10)] + [("5.1.1", "pat@fabrikam.com", "failed")]
    assert [record.action for record in read(*_rows(*told), [])[1]] == ["delivered", "delivered", "failed"]
