"""Of each record of a delivery log: the recipient, and what became of the mail."""

import pytest

from ndr_checker.base.limits import MAX_CODES
from ndr_checker.reading.log import records

ADDRESS = "pat@fabrikam.com"
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


@pytest.mark.parametrize(("result", "action"), [("TempFail", "delayed"), ("PermFail", "failed"), ("Ok", "delivered")])
def test_opensmtpd_s_result_counts_whatever_is_said_beside_it(result: str, action: str) -> None:
    line = f'smtp-out: 3f1c mta delivery from=<sam@contoso.com> to=<{ADDRESS}> rcpt=<-> result="{result}" stat="{{}}"\n'
    for stat in ("Network error on destination MXs", "250 2.0.0 Ok", "Loop detected"):
        assert _records(line.format(stat)) == [(ADDRESS, action)]


_UNREACHED = "Nov 20 08:15:31 mail postfix/{}[4711]: connect to mx.fabrikam.com[192.0.2.10]:25: {}\n"


@pytest.mark.parametrize("program", ["smtp", "lmtp", "slow/smtp"])
@pytest.mark.parametrize("reason", ["Connection timed out", "Connection refused", "No route to host"])
def test_a_server_that_postfix_did_not_reach_is_a_delay_of_a_mail_that_no_record_is_on(
    program: str, reason: str
) -> None:
    line = _UNREACHED.format(program, reason)
    assert _records(2 * line) == [("", "delayed")] * 2
    assert _records(line + POSTFIX.format("sent (250 2.0.0 Ok)")) == [("pat@fabrikam.com", "delivered")]
    assert _records(line.replace("mtp[", "mtpd[").replace("connect to", "connect from")) == []


@pytest.mark.parametrize(
    "line",
    [
        'WARN requeued (queue.next) from = <kim@contoso.com>, to = ["<{}>", "<{}>"], nextRetry = 2026-11-20T17:01:29Z',
        'queue: will retry\t{{"attempts_count":2,"next_try_delay":"14m59.9s","rcpts":["{}","{}"]}}',
        'l=info m="delivery attempt failed" from=kim@contoso.com nextattempt=2026-11-20T10:00:00Z rcpt={},{} pkg=queue',
        "Attempt 2 of 9, recipients: {},{}; next attempt: 10:15",
    ],
)
def test_those_to_whom_a_server_tries_again_at_a_time_that_it_names_are_waiting(line: str) -> None:
    assert _records(line.format("lee@adatum.com", ADDRESS)) == [("lee@adatum.com", "delayed"), (ADDRESS, "delayed")]


@pytest.mark.parametrize(
    "line",
    [
        "job 17 failed, nextRetry = 2026-11-20T10:00:00Z, owner = <kim@contoso.com>",
        '{"to": "kim@contoso.com", "call": 3, "next_attempt": "2026-11-20T10:00:00Z"}',
        "to = <kim@contoso.com>, next_attempt = null",
        "Mail to: kim@contoso.com\nNext attempt: 10:15",
    ],
)
def test_another_attempt_of_something_else_is_no_record(line: str) -> None:
    assert _records(line) == []
