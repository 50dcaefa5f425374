"""Forged mails: raw mails of every kind that imitate, quote or carry a report, and that no mail server vouches for.

All are of our own making. What they carry is always the same refusal, in the forms in which it is met.
"""

import base64
import json
import quopri
from collections.abc import Iterator
from typing import Final

from tests.support.compound_file import compound, message
from tests.support.outlook import BODY, CLASS, HEADERS

REPLY: Final = "550 5.7.705 Access denied, tenant has exceeded threshold"
NOTICE: Final = f"""\
Delivery has failed to these recipients or groups:

pat@fabrikam.com
Your message couldn't be delivered because your organization isn't allowed to send email.

Diagnostic information for administrators:

Generating server: ZZ0PR05MB0615.zzzprd05.prod.outlook.com

pat@fabrikam.com
Remote Server returned '{REPLY}'

Original message headers:

From: Anna <anna@contoso.com>
Subject: Hello
"""
STATUS: Final = f"""\
Reporting-MTA: dns;ZZ0PR05MB0615.zzzprd05.prod.outlook.com

Final-Recipient: rfc822;pat@fabrikam.com
Action: failed
Status: 5.7.705
Diagnostic-Code: smtp;{REPLY}
"""
SESSION: Final = f"MAIL FROM:<anna@contoso.com>\n250 2.1.0 OK\nRCPT TO:<pat@fabrikam.com>\n{REPLY}\n"
LOG: Final = (
    "Nov 20 08:14:02 mx postfix/smtp[884]: 4BxYz1: to=<pat@fabrikam.com>, relay=mx[192.0.2.1]:25, dsn=5.7.705, "
    f"status=bounced (host mx said: {REPLY})\n"
)
EVENT: Final = f'{{"event":"bounce","email":"pat@fabrikam.com","status":"5.7.705","reason":"{REPLY}","type":"blocked"}}'
ROWS: Final = f"sender_address,recipient_address,status,detail\nanna@contoso.com,pat@fabrikam.com,Failed,{REPLY}\n"
#: What a forged mail carries, by what it is.
CARRIED: Final = {
    "notice": NOTICE,
    "reply": REPLY,
    "notice in news": f"Dear reader,\n\nmany saw this:\n\n{NOTICE}\nCall us.\n",
    "fields": STATUS,
    "session": SESSION,
    "log": LOG,
    "event": EVENT,
    "rows": ROWS,
    "ticket": f"Ticket 123\nThe customer sees {REPLY}\nPlease update.\n",
    "digest of a quarantine": f"Release\tBlock sender\nSubject: Undeliverable\n{REPLY}\nRelease\n",
}

#: Heads that a stranger can write, each with what makes it look like a report's.
HEADS: Final = {
    "news": "From: News <news@evil.example>\nSubject: Your mailbox\n",
    "subject": "From: News <news@evil.example>\nSubject: Undeliverable: Hello\n",
    "code as subject": f"From: News <news@evil.example>\nSubject: {REPLY}\n",
    "display name": 'From: "Microsoft Outlook" <news@evil.example>\nSubject: Undeliverable: Hello\n',
    "address as name": 'From: "postmaster@outlook.com" <news@evil.example>\nSubject: Undeliverable: Hello\n',
    "folded name": "From: MAILER-DAEMON\n <news@evil.example>\nSubject: Undeliverable: Hello\n",
    "daemon": "From: MAILER-DAEMON <mailer-daemon@evil.example>\nSubject: Undeliverable: Hello\n",
    "postmaster": "From: postmaster@evil.example\nSubject: Undeliverable: Hello\n",
    "own postmaster": "From: postmaster@contoso.com\nSubject: Undeliverable: Hello\n",
    "exchange": "From: <MicrosoftExchange329e71ec88ae4615bbc36ab6@contoso.com>\nSubject: Undeliverable: Hello\n",
    "null sender": "Return-Path: <>\nFrom: postmaster@evil.example\nSubject: Undeliverable: Hello\n",
    "automatic": "From: postmaster@evil.example\nSubject: Undeliverable: Hello\nAuto-Submitted: auto-generated\n",
    "failed recipients": "From: a@evil.example\nSubject: Undeliverable: Hello\nX-Failed-Recipients: pat@fabrikam.com\n",
    "marked": "From: postmaster@evil.example\nSubject: Undeliverable: Hello\nX-MS-Exchange-Message-Is-Ndr:\n",
    "list": "From: News <news@evil.example>\nSubject: Undeliverable\nList-Id: <x.evil.example>\nPrecedence: bulk\n",
    "away": "From: Bob <bob@evil.example>\nSubject: Automatic reply: Hello\nAuto-Submitted: auto-replied\n",
    "no sender": "Subject: Undeliverable: Hello\n",
    "two senders": "From: postmaster@outlook.com\nFrom: News <news@evil.example>\nSubject: Undeliverable: Hello\n",
    "vouched for another": (
        "From: postmaster@outlook.com\nSubject: Undeliverable: Hello\n"
        "Authentication-Results: mx.contoso.com; dmarc=pass action=none header.from=evil.example\n"
    ),
    "vouched for himself": (
        "From: postmaster@evil.example\nSubject: Undeliverable: Hello\n"
        "Authentication-Results: mx.contoso.com; spf=pass; dmarc=pass header.from=evil.example\n"
    ),
    "failed the check": (
        "From: postmaster@contoso.com\nSubject: Undeliverable: Hello\n"
        "Authentication-Results: mx.contoso.com; spf=fail; dmarc=fail action=quarantine header.from=contoso.com\n"
    ),
    "outsider to Exchange": (
        "From: postmaster@contoso.com\nSubject: Undeliverable: Hello\nX-MS-Exchange-Organization-AuthAs: Anonymous\n"
    ),
    "own domain as recipient": (
        "Authentication-Results: mx.contoso.com; dmarc=pass header.from=evil.example\n"
        "From: ndr@evil.example\nTo: info@evil.example\nSubject: Undeliverable: Hello\n"
    ),
    "free mailbox": (
        "Authentication-Results: mx.contoso.com; dmarc=pass header.from=outlook.com\n"
        "From: Postmaster <ndr.team@outlook.com>\nSubject: Undeliverable: Hello\n"
    ),
    "result in quotes": (
        'Authentication-Results: mx.contoso.com; spf=pass smtp.mailfrom="x;dmarc=pass header.from=contoso.com"'
        "@evil.example; dmarc=fail header.from=contoso.com\n"
        "From: postmaster@contoso.com\nSubject: Undeliverable: Hello\n"
    ),
    "result in a comment": (
        "Authentication-Results: mx.contoso.com; none (a ; dmarc=pass header.from=microsoft.com;)\n"
        "From: postmaster@microsoft.com\nSubject: Undeliverable: Hello\n"
    ),
    "result written by himself": (
        "Authentication-Results: mx.contoso.com; dmarc=pass header.from=microsoft.com\n"
        "From: postmaster@microsoft.com\nSubject: Undeliverable: Hello\n"
    ),
    "result of his own server": (
        "Received: from q by mx.evil.example; Fri, 20 Nov 2026 08:14:02 +0000\n"
        "Authentication-Results: mx.evil.example; dmarc=pass header.from=contoso.com\n"
        "From: postmaster@contoso.com\nSubject: Undeliverable: Hello\n"
    ),
    "mark of Exchange": (
        "X-MS-Exchange-Organization-AuthAs: Internal\nX-MS-Exchange-CrossTenant-AuthAs: Internal\n"
        "From: postmaster@contoso.com\nSubject: Undeliverable: Hello\n"
    ),
    "mark of Exchange below Exchange's server": (
        "Received: from a.prod.outlook.com (192.0.2.7) by b.contoso.com (192.0.2.8) with Microsoft SMTP Server id 15\n"
        "X-MS-Exchange-Organization-AuthAs: Internal\n"
        "From: postmaster@contoso.com\nSubject: Undeliverable: Hello\n"
    ),
    "server's name as greeting": (
        "X-MS-Exchange-Organization-AuthAs: Internal\nX-Note: by b.contoso.com (192.0.2.8) with Microsoft SMTP Server\n"
        "From: postmaster@contoso.com\nSubject: Undeliverable: Hello\n"
    ),
}
#: What Exchange writes into the head of a mail from inside.
MARK: Final = "X-MS-Exchange-Organization-AuthAs: Internal\n"
#: What a server of the reader's writes on top: here no Exchange, which alone strips a stranger's mark.
RECEIVED: Final = "Received: from mx.evil.example ([192.0.2.7]) by mx.contoso.com; Fri, 20 Nov 2026 08:14:03 +0000\n"
#: The same, of Exchange.
BY_EXCHANGE: Final = (
    "Received: from ZZ0PR05MB0615.zzzprd05.prod.outlook.com (2001:db8:10a6:8b::22) by\n"
    " ZZ0PR05MB0699.zzzprd05.prod.outlook.com (2001:db8:10a6:8b::9) with Microsoft SMTP\n"
    " Server id 15.20.8723.13 via Mailbox Transport; Fri, 20 Nov 2026 08:14:05 +0000\n"
)


def mail(head: str, kind: str, body: str, received: str = RECEIVED) -> str:
    """Return a raw mail to anna@contoso.com; `kind` is its type, with further fields of MIME if it has any."""
    return f"{received}{head}To: anna@contoso.com\nMIME-Version: 1.0\nContent-Type: {kind}\n\n{body}"


def parts(kind: str, *pieces: tuple[str, str]) -> tuple[str, str]:
    """Return the type and the body of a mail of several parts, each a head and a text."""
    body = "".join(f"--b1\n{head}\n\n{text}\n" for head, text in pieces)
    return f'multipart/{kind}; boundary="b1"', f"{body}--b1--\n"


def _markup(text: str) -> str:
    return "".join(f"<p>{line}</p>\n" for line in text.replace("<", "&lt;").split("\n") if line)


def _html(body: str) -> tuple[str, str]:
    return "text/html; charset=utf-8", f"<html><body>{body}</body></html>"


def _quoted(text: str) -> str:
    return "".join(f"> {line}\n" for line in text.split("\n"))


def forms(text: str, head: str = HEADS["news"]) -> Iterator[tuple[str, str, str]]:
    """Yield the forms in which a mail can carry a text: the form's name, the mail's type and its body."""
    plain, words = "Content-Type: text/plain", "See below.\n"
    base64_of, quoted_of = base64.encodebytes(text.encode()).decode(), quopri.encodestring(text.encode()).decode()
    yield "text", "text/plain; charset=utf-8", text
    yield "base64", "text/plain; charset=utf-8\nContent-Transfer-Encoding: base64", base64_of
    yield "quoted-printable", "text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable", quoted_of
    yield "base64 in the text", "text/plain", f"{words}{base64_of}"
    yield "html", *_html(_markup(text))
    yield "pre", *_html(f"<pre>{text}</pre>")
    yield "blockquote", *_html(f"<p>See</p><blockquote>{_markup(text)}</blockquote>")
    yield "not displayed", *_html(f'<p>Buy</p><div style="display:none">{_markup(text)}</div>')
    yield "comment", *_html(f"<p>Buy</p><!-- {_markup(text)} -->")
    yield "alternative", *parts("alternative", (plain, "Buy"), ("Content-Type: text/html", _html(_markup(text))[1]))
    yield "attachment", *parts("mixed", (plain, words), (f"{plain}\nContent-Disposition: attachment", text))
    yield "inline part", *parts("mixed", (plain, words), (plain, text))
    yield "status part", *parts("mixed", (plain, words), ("Content-Type: message/delivery-status", STATUS))
    yield "status as body", "message/delivery-status", STATUS
    yield "report without status", *parts("report", (plain, text), (plain, STATUS))
    yield "feedback", *parts("report; report-type=feedback-report", (plain, text), ("Content-Type: text/plain", STATUS))
    yield (
        "receipt",
        *parts(
            "report; report-type=disposition-notification",
            (plain, text),
            ("Content-Type: message/disposition-notification", f"Disposition: displayed\nError: {REPLY}"),
        ),
    )
    yield (
        "report",
        *parts("report; report-type=delivery-status", (plain, text), ("Content-Type: message/delivery-status", STATUS)),
    )
    inner = mail(head, "text/plain", text)
    yield "forwarded as file", *parts("mixed", (plain, words), ("Content-Type: message/rfc822", inner))
    yield "digest", *parts("digest", ("Content-Type: message/rfc822", inner), ("", inner))
    yield "mail as body", "message/rfc822", inner
    older = "From: postmaster@evil.example\nSent: Friday\nTo: bob@evil.example\nSubject: Undeliverable: Hello\n\n"
    yield "answered", "text/plain", f"What is this?\n\n-----Original Message-----\n{older}{text}"
    yield "forwarded", "text/plain", f"{'_' * 32}\n{older}{text}"
    yield "forwarded by Gmail", "text/plain", f"---------- Forwarded message ---------\n{older}{text}"
    yield "quoted", "text/plain", f"On Friday, Bob wrote:\n{_quoted(text)}"
    yield "calendar", "text/calendar", f"BEGIN:VCALENDAR\nDESCRIPTION:{text}\nEND:VCALENDAR\n"


def saved(head: str, body: str) -> bytes:
    """Return the mail as Outlook saves it."""
    return compound(message({CLASS: "IPM.Note", HEADERS: f"{RECEIVED}{head}To: anna@contoso.com\r\n", BODY: body}))


def forged_mails() -> Iterator[tuple[str, str]]:
    """Yield every head with every form, and every text with every form under the plainest head."""
    for name, head in HEADS.items():
        for form, kind, body in forms(NOTICE, head):
            yield f"{name}, {form}", mail(head, kind, body)
    for name, text in CARRIED.items():
        for form, kind, body in forms(text):
            yield f"{name}, {form}", mail(HEADS["news"], kind, body)
    for form, kind, body in forms(NOTICE):
        for place, text in _places(mail(HEADS["mark of Exchange"], kind, body, BY_EXCHANGE)):
            yield f"{place}, {form}", text
        for place, text in _places(mail(HEADS["null sender"], kind, body)):
            yield f"{place}, no mark, {form}", text
        yield f"one field in an mbox, {form}", f"{FIRST_MAIL}{FROM_LINE}Content-Type: {kind}\n\n{body}"
        yield from ((f"{place}, {form}", text) for place, text in _carried(kind, body))


#: The line between the mails of an mbox, and a harmless mail in one.
FROM_LINE: Final = "From ndr@evil.example Fri Nov 20 08:14:05 2026\n"
FIRST_MAIL: Final = (
    f"{FROM_LINE}Received: from a by mx.contoso.com; Fri\nFrom: pat@fabrikam.com\nSubject: x\n\nHello\n\n"
)


def _carried(kind: str, body: str) -> Iterator[tuple[str, str]]:
    """Yield what passes a mail on that its sender marked as Exchange would: a colleague, and what encodes it whole."""
    text = mail(HEADS["mark of Exchange"], kind, body, BY_EXCHANGE)
    attached = f"--b2\n\nSee this.\n--b2\nContent-Type: message/rfc822\n\n{text}\n--b2--\n"
    colleague = f"{MARK}From: bob@contoso.com\nSubject: Fw\n"
    yield "attached by a colleague", mail(colleague, 'multipart/mixed; boundary="b2"', attached, BY_EXCHANGE)
    encoded = base64.encodebytes(text.encode()).decode()
    yield "in base64", encoded
    yield "in base64, below words", f"This is what I got:\n\n{encoded}\nWhat is it?\n"
    yield "in JSON", json.dumps({"raw": text})
    yield "in JSON, in base64", json.dumps({"raw": encoded})


def _places(text: str) -> Iterator[tuple[str, str]]:
    """Yield the same mail in places that a stranger's text can imitate, and below what a program puts above it."""
    yield "in an mbox", f"{FROM_LINE}{text}"
    yield "second in an mbox", f"{FIRST_MAIL}{FROM_LINE}{text}"
    yield "below a banner", f"CAUTION: This email originated from outside of the organization.\n\n{text}"
    yield "below a stray line", f"<?xml version='1.0'?>\n{text}"
    yield "below the rest of a field", f" tail of a field\n{text}"
