"""Each other code in a bounce comes with the reason why it doesn't count."""

import pytest

from ndr_checker import check
from ndr_checker.finding.finder import find
from ndr_checker.judging.other_code import other_codes
from ndr_checker.judging.outcome import Outcome
from ndr_checker.reading.message import read

FIELDS = "Final-Recipient: rfc822;{}@fabrikam.com\nAction: {}\nStatus: {}\nDiagnostic-Code: smtp;550 {} no\n\n"
RETURNED = """\
From: postmaster@contoso.com
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: message/delivery-status

Final-Recipient: rfc822;pat@fabrikam.com
Action: failed
Status: 5.7.705

--b
Content-Type: message/rfc822

Subject: {}

{}

--b--
"""


def why_not(text: str, decisive: str = "5.7.705") -> dict[str, str]:
    """Return the reasons by code, as if the first evidence of a code decides."""
    (message,) = read(text)
    evidence = find(message)
    others = other_codes(evidence, Outcome(next(e for e in evidence if e.code == decisive and e.counts)))
    return {other.code: other.why_not for other in others}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (
            RETURNED.format("Hi", "said: 550 5.1.1 no"),
            "It's in the original message that came back, not in the refusal.",
        ),
        ("Subject: 5.1.1\n\nsaid: 550 5.7.705 no", "It's in a subject line."),
        ("said: 550 5.7.705 no.\n\nIt is not 5.1.1", "The text mentions it only to rule it out."),
        (
            FIELDS.format("a", "failed", "5.7.705", "5.7.705") + FIELDS.format("b", "relayed", "5.1.1", "5.1.1"),
            "That recipient's copy was delivered.",
        ),
        ("said: 550 5.7.705 no -> 554 5.1.1 unknown", "It's the other server's own reply, wrapped in this one."),
        ("said: '550 5.7.705 no: \"550 5.1.1 unknown\"'", "It's the reason, quoted inside the reply that counts."),
        (
            "EHLO a\n450 5.1.1 wait\nMAIL FROM:<a@contoso.com>\n550 5.7.705 no\n",
            "It's an earlier reply in the session; the last one counts.",
        ),
        (FIELDS.format("a", "failed", "5.7.705", "5.1.1"), "This recipient's status takes precedence."),
        (
            FIELDS.format("a", "failed", "5.7.705", "5.7.705") + FIELDS.format("b", "failed", "5.1.1", "5.1.1"),
            "It's another recipient's code.",
        ),
        ("said: 550 5.7.705 no\n\n> said: 550 5.1.1 no", "It's from an older message further down."),
        (
            "said: 550 5.7.705 no.\n\nSee also 5.1.1 in the list.",
            "It's only mentioned; the report itself says otherwise.",
        ),
        ("said: 550 5.7.705 no.\n\n\nsaid: 550 5.1.1 no.", "Another code in the same text takes precedence."),
    ],
)
def test_the_reason_says_where_the_other_code_is(text: str, reason: str) -> None:
    assert why_not(text) == {"5.1.1": reason}


def test_a_status_that_yields_says_that_the_diagnostic_code_knows_more() -> None:
    assert why_not(FIELDS.format("a", "failed", "5.0.0", "5.7.705")) == {
        "5.0.0": "The Diagnostic-Code is more specific."
    }


def test_each_code_is_named_once_and_the_deciding_one_never() -> None:
    text = "said: 550 5.7.705 no.\n\n5.1.1, then 5.1.1 again, 5.7.705 and 5.2.2."
    assert list(why_not(text)) == ["5.1.1", "5.2.2"]


def test_where_a_code_is_in_the_report_and_in_what_came_back_the_report_gives_the_reason() -> None:
    text = RETURNED.format("5.1.1", "x").replace(
        "Status: 5.7.705", "Status: 5.7.705\n\nFinal-Recipient: rfc822;k@b.example\nAction: failed\nStatus: 5.1.1"
    )
    assert why_not(text) == {"5.1.1": "It's another recipient's code."}


_SESSION = """\
EHLO mail.contoso.com
250 mx.fabrikam.com
MAIL FROM:<kim@contoso.com>
250 2.1.0 Sender OK
RCPT TO:<pat@fabrikam.com>
550 5.1.1 <pat@fabrikam.com>: Recipient address rejected: User unknown
QUIT
221 2.0.0 Bye
"""
_LOG = (
    "Nov 20 06:14:02 mx1 postfix/smtp[811]: {}: to=<{}@fabrikam.com>, relay={}[192.0.2.44]:25, delay=2, dsn={}, "
    "status={} ({})\n"
)


@pytest.mark.parametrize(
    "text",
    [
        _SESSION,
        _LOG.format("4A1B2C3D4E", "pat", "127.0.0.1", "2.0.0", "sent", "250 2.0.0 Ok: queued as 5F6A7B8C9D")
        + _LOG.format("5F6A7B8C9D", "pat", "mx", "5.1.1", "bounced", "host mx said: 550 5.1.1 User unknown"),
    ],
)
def test_a_success_is_no_copy_that_was_delivered_if_the_same_mail_failed_later(text: str) -> None:
    assert (check(text).code, check(text).other_codes) == ("5.1.1", ())
