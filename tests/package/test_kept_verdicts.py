"""A program can keep the verdicts on many mails: they don't keep the mails."""

import tracemalloc
from collections.abc import Callable

import pytest

from ndr_checker import check

pytestmark = pytest.mark.long

_FIELDS = (
    "Final-Recipient: rfc822;r{i}@fabrikam.com\nAction: failed\nStatus: 5.1.1\n"
    "Diagnostic-Code: smtp;550 5.1.1 no such user, in words that are long enough for a long mail\n\n"
)
_LOG = "postfix/smtp[1]: to=<r{i}@fabrikam.com>, relay=x, dsn=5.7.705, status=bounced (said: 550 5.7.705 denied)\n"
_EVENT = '{{"event":"bounce","email":"r{i}@fabrikam.com","reason":"550 5.1.1 no such user","status":"5.1.1"}}'
_ORIGINAL = (
    "From: postmaster@contoso.com\nTo: user@contoso.com\nMIME-Version: 1.0\n"
    'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n'
    "--b\nContent-Type: text/plain\n\nRemote Server returned '550 5.7.705 Access denied'\n{words}\n"
    "--b\nContent-Type: message/rfc822\n\nFrom: user@contoso.com\nSubject:\n\n{words}\n--b--\n"
)


def _report(rows: int) -> str:
    return _ORIGINAL.format(n=rows, words="words of the mail that came back\n" * 8 * rows)


def _codes(rows: int) -> str:
    return "".join(f"Remote Server returned '550 5.7.{i % 800 + 1} Access denied'\n" for i in range(rows))


def _fields(rows: int) -> str:
    return "Reporting-MTA: dns;x.contoso.com\n\n" + "".join(_FIELDS.format(i=i) for i in range(rows))


def _log(rows: int) -> str:
    return "".join(_LOG.format(i=i) for i in range(rows))


def _events(rows: int) -> str:
    return f"[{','.join(_EVENT.format(i=i) for i in range(rows))}]"


@pytest.mark.parametrize(
    ("mail", "most"), [(_report, 20_000), (_codes, 2e6), (_fields, 2e6), (_log, 2e6), (_events, 2e6)]
)
def test_a_verdict_on_a_long_mail_stays_small(mail: Callable[[int], str], most: float) -> None:
    text = mail(3000)
    check(mail(1))  # what is read once for all mails
    tracemalloc.start()
    kept = check(text)
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert kept.kind == "failure"
    assert held < most


def test_evidence_that_is_not_listed_is_no_recipients_either() -> None:
    verdict = check(_fields(1500))
    assert len(verdict.recipients) == 1000
    assert {id(r.evidence) for r in verdict.recipients if r.evidence} <= set(map(id, verdict.evidence))
