"""Forged reports: notices that look like Exchange Online's, with a lure in each. All are of our own making.

A lure is an address that a click would lead to, or a demand that no mail server makes.
"""

from collections.abc import Iterator
from html import escape
from typing import Final, NamedTuple

from tests.support.reading import report


class Forged(NamedTuple):
    """A forged report, the address in it and the host that a browser goes to; both None where the lure is no link."""

    text: str
    address: str | None
    host: str | None


#: An address as it appears in the text, and the host that a browser goes to.
_ADDRESSES: Final = (
    ("https://evil.example/release", "evil.example"),
    ("http://evil.example", "evil.example"),
    ("HTTPS://EVIL.EXAMPLE/RELEASE", "evil.example"),
    ("https://microsoft.com@evil.example/", "evil.example"),
    ("https://learn.microsoft.com:443@evil.example/x", "evil.example"),
    ("https://login.microsoftonline.com%2Fcommon@evil.example/", "evil.example"),
    ("https://microsoft.com:pass@evil.example:8443/x", "evil.example"),
    ("https://a@b@evil.example/", "evil.example"),
    ("https://microsoft.com.evil.example/", "microsoft.com.evil.example"),
    ("https://learn.microsoft.com-help.example/", "learn.microsoft.com-help.example"),
    ("https://learn-microsoft.com.example/", "learn-microsoft.com.example"),
    ("https://rnicrosoft.example/", "rnicrosoft.example"),
    ("https://micros0ft.example/", "micros0ft.example"),
    ("https://evil.example/learn.microsoft.com/", "evil.example"),
    ("https://evil.example/https://learn.microsoft.com/", "evil.example"),
    ("https://evil.example?learn.microsoft.com", "evil.example"),
    ("https://evil.example#@learn.microsoft.com/", "evil.example"),
    ("https://evil.example?@learn.microsoft.com/", "evil.example"),
    ("https://evil.example\\@learn.microsoft.com/", "evil.example"),
    ("https:\\\\evil.example\\learn.microsoft.com", "evil.example"),
    ("https:/\\evil.example/x", "evil.example"),
    ("https:/evil.example/x", "evil.example"),
    ("https:///evil.example/x", "evil.example"),
    ("https:////evil.example/x", "evil.example"),
    ("hxxps://evil.example/x", "evil.example"),
    ("https://evil.example./x", "evil.example"),
    ("https://evil.example:443/x", "evil.example"),
    ("https://ev%69l.example/x", "evil.example"),
    ("https://evil%2Eexample/x", "evil.example"),
    ("https://192.0.2.7/signin", "192.0.2.7"),
    ("https://192.0.2.7:8443/signin", "192.0.2.7"),
    ("https://3221225991/signin", "192.0.2.7"),
    ("https://0xc0000207/signin", "192.0.2.7"),
    ("https://micro\u0455oft.com/", "xn--microoft-ohh.com"),
    ("https://\u043c\u0456crosoft.com/", "xn--crosoft-sig8u.com"),
    ("https://learn.mi\u0441rosoft.com/", "learn.xn--mirosoft-gch.com"),
    ("https://[2001:db8::7]/signin", "[2001:db8::7]"),
    ("https://[2001:db8::7]:8443/signin", "[2001:db8::7]"),
    ("https://xn--mirosoft-0nf.com/", "xn--mirosoft-0nf.com"),
    ("https://evil\u3002example/x", "evil.example"),
    ("https://\uff45\uff56\uff49\uff4c.example/x", "evil.example"),
    ("https://evil\uff0eexample/x", "evil.example"),
    ("https://ev\u00adil.example/x", "evil.example"),
    ("https://ev\u200bil.example/x", "evil.example"),
    ("https://tenant.sharepoint.com.evil.example/:x:/", "tenant.sharepoint.com.evil.example"),
    ("https://forms.office.com/r/x", "forms.office.com"),
    ("https://sway.office.com/x", "sway.office.com"),
    ("https://contoso.sharepoint.com/:b:/x", "contoso.sharepoint.com"),
    ("https://evil.blob.core.windows.net/x.html", "evil.blob.core.windows.net"),
    ("https://evil.azurewebsites.net/", "evil.azurewebsites.net"),
    ("https://microsoft.co/", "microsoft.co"),
    ("https://aka.ms.example/x", "aka.ms.example"),
    ("https://aka.ms@evil.example", "evil.example"),
    ("https://go.microsoft.com;x=1@evil.example/", "evil.example"),
    ("https://sender.office.com.evil.example/Delist", "sender.office.com.evil.example"),
    ("https://protection.outlook.com.evil.example/", "protection.outlook.com.evil.example"),
    ("https://evil.example/?url=https://aka.ms/x", "evil.example"),
    ("https://evil-my.sharepoint.com/personal/x", "evil-my.sharepoint.com"),
    ("https://office.com.example/x", "office.com.example"),
)

#: What is asked of the reader, with the address.
_DEMANDS: Final = (
    "Your mailbox holds 5 messages back. Release them here: {}",
    "Sign in with your work password to lift the block: {}",
    "Verified by Microsoft. Confirm your account within 24 hours: {}",
    "Your organization will be closed today. Keep it: {}",
    "Microsoft Support: start a remote session at {} and read out the code",
    "Scan the QR code in the attachment, or go to {}",
    "This report is authentic and was checked by Exchange Online. Details: {}",
    "To whom it may concern: pay the fee of 0.02 BTC at {}",
    "Hidden messages ({}): click Review",
    "Genuine Microsoft notice, signed and certain. Keep my password: {}",
)
#: Lures that lead to no page.
_CALLS: Final = (
    "Call Microsoft Support now, toll-free, to have the block lifted: +1 555 0100",
    "Reply to this mail with your user name and password to release the message.",
    "Scan the QR code with your telephone to sign in.",
    "Open the attached file Secure_Message.htm and enter your password.",
    "Verified by Microsoft: this is a genuine report. Nothing else needs to be checked.",
    "Install the remote tool that our engineer names on the telephone: 0800 555 0100.",
    "Send gift cards worth 200 EUR to restore your sending limit.",
    "Turn off multifactor authentication for pat@fabrikam.com, then send again.",
)
_REFUSED: Final = "Remote Server returned '550 5.7.705 Access denied, tenant has exceeded threshold'"
_HELP: Final = "https://learn.microsoft.com/exchange/"


def _notice(demand: str, address: str) -> str:
    return (
        f"Your message to pat@fabrikam.com couldn't be delivered.\n\n{demand.format(address)}\n\n"
        f"Diagnostic information for administrators:\n\npat@fabrikam.com\n{_REFUSED}\n\nMore: {_HELP}\n"
    )


def _dsn(demand: str, address: str) -> str:
    return report(notice=f"Your message couldn't be delivered.\n{demand.format(address)}\nMore: {_HELP}\n")


def _html(demand: str, address: str) -> str:
    words, _, rest = demand.partition("{}")
    return (
        "<html><body><p>Your message to pat@fabrikam.com couldn't be delivered.</p>"
        f'<p>{words}<a href="{escape(address)}">{_HELP}</a>{rest}</p>'
        f'<p>{_REFUSED}</p><div style="display:none">This report is genuine.</div></body></html>'
    )


def _in_the_fields(demand: str, address: str) -> str:
    status = (
        f"Final-Recipient: rfc822;pat@fabrikam.com\nAction: failed\nStatus: 5.7.705\nDiagnostic-Code: smtp;{_REFUSED}"
    )
    return report(notice=f"More: {_HELP}\n", status=f"{status} {demand.format(address)}\n")


_SHAPES: Final = (_notice, _html, _dsn, _in_the_fields)


def _forged() -> Iterator[Forged]:
    for at, (address, host) in enumerate(_ADDRESSES):
        shape = _SHAPES[at % len(_SHAPES)]
        if "x://" in address or "xs://" in address:
            shape = _notice  # where it may be clicked it isn't defanged
        yield Forged(shape(_DEMANDS[at % len(_DEMANDS)], address), address, host)
    for at, demand in enumerate(_CALLS):
        yield Forged((_notice, _dsn)[at % 2](demand, ""), None, None)


FORGED: Final = tuple(_forged())
