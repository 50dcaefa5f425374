"""The steps before the verdict, for the tests of one of them; and a report to try them on."""

from ndr_checker.finding.finder import Evidence, find
from ndr_checker.reading.message import Message, read

NOTICE = "Your message to pat@fabrikam.com couldn't be delivered.\n"
STATUS = """\
Reporting-MTA: dns;AM0CONTOSO0101.eurprd99.prod.outlook.com

Final-Recipient: rfc822;pat@fabrikam.com
Action: failed
Status: 5.7.705
Diagnostic-Code: smtp;550 5.7.705 Access denied, tenant has exceeded threshold
"""
ORIGINAL = """\
From: Robin <robin@contoso.com>
To: pat@fabrikam.com
Subject: about 5.1.10

Hello
"""


def report(
    *, notice: str = NOTICE, status: str = STATUS, original: str = ORIGINAL, to: str = "robin@contoso.com"
) -> str:
    """Return a report as RFC 6522 has it: a notice, the fields, and the mail that came back."""
    return f"""\
From: postmaster@contoso.com
To: {to}
Subject: Undeliverable: Delivery dates
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b1"

--b1
Content-Type: text/plain; charset=utf-8

{notice}
--b1
Content-Type: message/delivery-status

{status}
--b1
Content-Type: message/rfc822

{original}
--b1--
"""


def message(data: str | bytes) -> Message:
    """Return the first message of an input."""
    return next(read(data))


def evidence(data: str | bytes) -> tuple[Evidence, ...]:
    """Return the evidence in the first message of an input."""
    return find(message(data))
