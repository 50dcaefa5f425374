"""Bounces with a stranger's text in every place that a bounce has: each shape puts it into its own fields."""

from collections.abc import Callable
from typing import Final

from tests.support.reading import report

Shape = Callable[[str], str]

_REPLY: Final = "550 5.7.705 Access denied, tenant has exceeded threshold"


def _dsn(text: str) -> str:
    fields = (
        f"Reporting-MTA: dns;{text}\nX-{text}: {text}\n\nOriginal-Recipient: rfc822;{text}\n"
        f"Final-Recipient: rfc822;{text}\nAction: failed\nStatus: 5.7.705 ({text})\nRemote-MTA: dns;{text}\n"
        f"Diagnostic-Code: smtp;{_REPLY} {text}\n\n"
        f"Final-Recipient: rfc822;pat@{text}\nAction: {text}\nStatus: 5.1.1\nDiagnostic-Code: smtp;550 5.1.1 {text}\n"
    )
    mail = report(
        notice=f"{text}\nhttps://{text}/ https://evil.example/{text}\n",
        status=fields,
        original=f"From: {text}\nSubject: {text} 5.1.10\n\n{text}\n",
        to=f"{text} <robin@contoso.com>",
    )
    return mail.replace("From: postmaster@contoso.com", f"From: {text} <postmaster@contoso.com>", 1).replace(
        "Delivery dates", text, 1
    )


def _notice(text: str) -> str:
    return (
        f"Your message to {text} couldn't be delivered.\n{text} 5.7.705{text} 5.7.{text}705 {text}5.1.10\n"
        f"See https://{text}.example/ or https://x@{text}:8/ or hxxps://evil.example\\{text}\n"
        f"Diagnostic information for administrators:\n\nGenerating server: {text}\n\npat.{text}@fabrikam.com\n"
        f"{text}@fabrikam.com\nRemote Server returned '{_REPLY} {text} -> 554 5.7.1 {text}'\n\n"
        f"Original message headers:\n\nFrom: {text}\nSubject: {text}\nX-{text}: {text}\n"
    )


def _html(text: str) -> str:
    return (
        f"<html><head><title>{text}</title></head><body><p>Your message to {text} couldn't be delivered.</p>"
        f'<a href="https://evil.example/{text}">{text}</a><p title="{text}">'
        f"Remote Server returned '{_REPLY} {text}'</p>"
        f"<!-- {text} --><table><tr><td>{text}</td><td>550 5.1.1 {text}</td></tr></table></body></html>"
    )


def _log(text: str) -> str:
    return (
        f"Nov 20 08:15:31 {text} postfix/smtp[2211]: 4F1C92A: to=<{text}>, relay={text}[192.0.2.10]:25, dsn=5.7.705, "
        f"status=bounced (host {text}[192.0.2.10] said: {_REPLY} {text} (in reply to end of DATA command))\n"
        f"2026-11-20 08:15:31 1uAbCd-01Xy-2Z ** {text}@fabrikam.com R={text} T=remote_smtp H={text} [192.0.2.10]: "
        f"SMTP error from remote mail server after end of data: 550 5.1.1 {text}\n"
    )


def _trace(text: str) -> str:
    cell = text.replace('"', '""')
    detail = f"Reason: [{{LED={_REPLY} {cell}}};{{MSG={cell}}};{{FQDN={cell}}}]"
    row = f'"2026-11-20T08:14:22","{cell}","{cell}","{cell}","Failed","{detail}"'
    return f"Received,SenderAddress,RecipientAddress,Subject,Status,Detail\n{row}\n{row.replace('5.7.705', '5.1.1')}\n"


def _line(text: str) -> str:
    return f"{text} {_REPLY} {text}"


SHAPES: Final[dict[str, Shape]] = {
    "a report": _dsn,
    "a notice": _notice,
    "a notice as HTML": _html,
    "a log": _log,
    "a message trace": _trace,
    "a line": _line,
}
