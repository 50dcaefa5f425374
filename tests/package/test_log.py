"""Of each record of a delivery log: the recipient, and what became of the mail."""

import pytest

from ndr_checker.base.limits import MAX_CODES
from ndr_checker.reading.log import records

POSTFIX = "Nov 20 08:15:31 mail postfix/smtp[4711]: 4F1C2A: to=<pat@fabrikam.com>, relay=x, dsn=5.7.705, status={}\n"


def _records(text: str) -> list[tuple[str, str]]:
    return [(record.address, record.action) for record in records(text)]


@pytest.mark.parametrize(
    ("status", "action"),
    [
        ("bounced (host x said: 550 5.7.705 Access denied)", "failed"),
        ("expired, returned to sender", "failed"),
        ("undeliverable (x)", "failed"),
        ("deferred (host x said: 451 4.7.700)", "delayed"),
        ("sent (250 2.0.0 Ok)", "delivered"),
        ("deliverable (x)", "delivered"),
        ("somethingnew", "failed"),
    ],
)
def test_postfix_s_status_tells_what_became_of_the_mail(status: str, action: str) -> None:
    assert _records(POSTFIX.format(status)) == [("pat@fabrikam.com", action)]


@pytest.mark.parametrize(
    ("stat", "action"),
    [
        ("User unknown", "failed"),
        ("Deferred: x", "delayed"),
        ("Sent (Ok)", "delivered"),
        ("Service unavailable", "failed"),
    ],
)
@pytest.mark.parametrize("to", ["<pat@fabrikam.com>", "pat@fabrikam.com"])
def test_sendmail_s_stat_tells_it_too(to: str, stat: str, action: str) -> None:
    assert _records(f"sendmail[1]: 4AK: to={to}, delay=00:00:01, dsn=5.1.1, stat={stat}") == [
        ("pat@fabrikam.com", action)
    ]


@pytest.mark.parametrize(
    ("mark", "action"), [("**", "failed"), ("==", "delayed"), ("=>", "delivered"), ("->", "delivered")]
)
@pytest.mark.parametrize("to", ["pat@fabrikam.com", "<pat@fabrikam.com>", "pat <pat@fabrikam.com>"])
def test_exim_s_mark_tells_it_too(to: str, mark: str, action: str) -> None:
    line = f"2026-11-20 08:15:31 1tDabc-000001-2x {mark} {to} R=dnslookup T=remote_smtp: SMTP error: 550 5.7.705"
    assert _records(line) == [("pat@fabrikam.com", action)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "to=<pat@fabrikam.com>, and no more",
        "to=pat",
        "550 5.7.705 Access denied",
        "550 5.7.350 said -> 554 5.7.1 denied",
        "** pat@fabrikam.com: bold at the start of a line",
    ],
)
def test_other_text_has_no_records(text: str) -> None:
    assert _records(text) == []


def test_each_recipient_has_its_own_record() -> None:
    text = POSTFIX.format("sent (Ok)") + POSTFIX.replace("pat", "kim").format("bounced (said: 550 5.1.1)")
    first, second = records(text)
    assert (first.address, second.address) == ("pat@fabrikam.com", "kim@fabrikam.com")
    assert text[first.start : first.end].strip() == POSTFIX.format("sent (Ok)").strip()
    assert text[second.start : second.end].strip().endswith("550 5.1.1)")


def test_exim_s_records_end_where_the_next_one_begins() -> None:
    lines = [f"1tDabc ** {name}@fabrikam.com R=x: 550 {code}" for name, code in (("pat", "5.1.1"), ("kim", "5.7.705"))]
    text = "\n".join(lines)
    assert [text[record.start : record.end].strip() for record in records(text)] == lines


def test_a_record_that_a_ticket_wrapped_is_whole() -> None:
    text = POSTFIX.format("bounced\n(host x said:\n550 5.7.705 Access denied)")
    (record,) = records(text)
    assert text[record.start : record.end].strip().endswith("Access denied)")


def test_a_postfix_record_without_a_recipient_is_empty_addressed() -> None:
    assert _records("to=<>, dsn=5.0.0, status=bounced") == [("", "failed")]


@pytest.mark.parametrize(
    "line", [POSTFIX.format("bounced"), "1tDabc ** pat@fabrikam.com R=x: 550\n"], ids=["Postfix", "Exim"]
)
def test_of_a_very_long_log_the_first_records_are_read(line: str) -> None:
    found = list(records(line * (MAX_CODES + 100)))
    assert len(found) == MAX_CODES
    assert all(record.end - record.start <= 4000 for record in found)
