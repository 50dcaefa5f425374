"""The mails that are read: the corpus where it lies beside the project, and mails of our own making."""

from collections.abc import Iterator
from email import message_from_bytes
from pathlib import Path

from tools.paths import ROOT

CORPUS = ROOT.parent / "shared" / "corpus" / "samples"

LINE = b"Remote Server returned '550 5.7.705 Access denied, tenant has exceeded threshold'\n"

_REASONS = (
    ("5.7.705", "Access denied, tenant has exceeded threshold"),
    ("5.7.750", "Service unavailable. Client blocked from sending from unregistered domain"),
    ("5.1.10", "RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup"),
    ("5.2.2", "STOREDRV.Deliver; mailbox full. The recipient's mailbox is over its quota"),
    ("5.7.1", "RESOLVER.RST.NotAuthorized; not authorized to send to this recipient"),
    ("5.1.8", "Access denied, bad outbound sender"),
    ("5.4.1", "Recipient address rejected: Access denied"),
    ("5.7.708", "Service unavailable. Access denied, traffic not accepted from this IP"),
)

_REPORT = """\
From: Microsoft Outlook <postmaster@contoso.com>
To: user{n}@contoso.com
Subject: Undeliverable: Order {n}
Date: Mon, 23 Nov 2026 10:00:00 +0000
Message-ID: <{n}@AB1PR01MB{n}.prod.outlook.com>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b{n}"

--b{n}
Content-Type: text/plain; charset="utf-8"

Your message to recipient{n}@fabrikam.com couldn't be delivered.

{filler}
Remote Server returned '550 {code} {reason}'

--b{n}
Content-Type: message/delivery-status

Reporting-MTA: dns;AB1PR01MB{n}.prod.outlook.com
Arrival-Date: Mon, 23 Nov 2026 09:59:58 +0000

Final-Recipient: rfc822;recipient{n}@fabrikam.com
Action: failed
Status: {code}
Diagnostic-Code: smtp;550 {code} {reason}

--b{n}
Content-Type: message/rfc822

From: user{n}@contoso.com
To: recipient{n}@fabrikam.com
Subject: Order {n}
Message-ID: <order-{n}@contoso.com>
Content-Type: text/plain; charset="utf-8"

{filler}
--b{n}--
"""

_BROKEN = """\
From: (((((
To: user{n}@contoso.com, x<, <[0@
Subject: =?utf-8?q?=C3?= =?nothing?b?{n}
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b{n}

--b{n}
Content-Type: text/plain; charset="no-such-charset"
Content-Transfer-Encoding: base64

%%%{n}\ud83d
"""

#: Each this many mails of an mbox is broken.
_ONE_BROKEN_IN = 50


def report(n: int) -> bytes:
    """Return a mail of our own making: a report, or now and then a broken one."""
    if n % _ONE_BROKEN_IN == _ONE_BROKEN_IN - 1:
        return _BROKEN.format(n=n).encode("utf-8", "surrogatepass")
    code, reason = _REASONS[n % len(_REASONS)]
    filler = f"The order of day {n} is attached, with kind regards from all of us.\n" * (n % 30)
    return _REPORT.format(n=n, code=code, reason=reason, filler=filler).encode()


def corpus() -> list[Path]:
    """Return the corpus's mails, to be read in place; none where it is absent.

    The rest of it is pasted lines, logs and tables. A parser of mail finds nothing in them, however fast.
    """
    return sorted(path for path in CORPUS.rglob("*") if path.is_file() and _is_mail(path.read_bytes()))


def _is_mail(data: bytes) -> bool:
    head = message_from_bytes(data)
    return any(name in head for name in ("From", "To", "Subject"))


def write_reports(folder: Path, count: int) -> list[Path]:
    """Write that many reports, a file each."""
    paths = [folder / f"{n}.eml" for n in range(count)]
    for n, path in enumerate(paths):
        path.write_bytes(report(n))
    return paths


def write_mbox(path: Path, count: int) -> None:
    """Write an mbox of `count` reports."""
    with path.open("wb") as file:
        file.writelines(_entries(count))


def _entries(count: int) -> Iterator[bytes]:
    for n in range(count):
        yield b"From postmaster@contoso.com Mon Nov 23 10:00:00 2026\n" + report(n) + b"\n"
