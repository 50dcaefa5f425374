"""Whose side refused: an outsider gets 5.7.705 too, when the recipient's organization forwards and is barred."""

import re

from .message import Message
from .recipient import Recipient
from .wording import ADDRESS

#: Exchange Online's own endpoint of a domain: contoso-com.mail.protection.outlook.com takes mail for contoso.com.
_ENDPOINT = re.compile(r"\b([a-z0-9-]+)\.(?:mail\.protection\.outlook\.com|[a-z0-9.-]*mx\.microsoft)\b", re.IGNORECASE)
_ORIGINAL_FROM = re.compile(
    r"^(?:from|sender address|sender|return-path|mail from|x-postfix-sender)[ \t]*:[^\n]*", re.MULTILINE | re.IGNORECASE
)
_ORIGINAL_TO = re.compile(r"^to[ \t]*:[^\n]*(?:\n[ \t][^\n]*)*", re.MULTILINE | re.IGNORECASE)
_LOG_FROM = re.compile(r"\bfrom=<([^<>\s]+)>")


def whose(message: Message, recipients: tuple[Recipient, ...]) -> str:
    """Return `sender-side`, `recipient-side` or `unknown`, from the reporting server, the endpoint and the addresses.

    The report's own domain is that of the organization whose server made it. If the sender belongs to it, its own side
    refused; if the mail was for it and the sender does not belong to it, it is the recipient's side. A sender who just
    doesn't belong to it proves nothing: with 5.7.750 the sender's own domain is the one that isn't registered.
    """
    sender = _domain(_sender(message))
    targets = {_domain(address) for address in (*(r.address for r in recipients), *_written_to(message))} - {""}
    endpoints, servers = _refusers(message)
    for label in (*endpoints, *servers):
        own = bool(sender) and _same(label, sender)
        theirs = any(_same(label, target) for target in targets)
        if own != theirs:
            return "sender-side" if own else "recipient-side"
    if endpoints and targets and not sender:
        return "sender-side"  # mail for others was handed to it, as only the sender's own smart host takes it
    return "unknown"


def _refusers(message: Message) -> tuple[list[str], list[str]]:
    """Return the endpoints named in the reply, and the domains of who made the report: its From, its server."""
    endpoints, servers = [], [_domain(match[0]) for match in ADDRESS.finditer(message.head.get("from", ""))]
    for part in message.parts:
        if part.role not in ("original", "headers"):
            if "outlook.com" in part.view.text or "mx.microsoft" in part.view.text:
                endpoints += [match[1].lower() for match in _ENDPOINT.finditer(part.view.text)]
            server = part.groups[0].text("reporting-mta").lower()
            if not server.endswith(".outlook.com"):
                servers.append(server)
    return endpoints, [domain for domain in servers if domain]


def _sender(message: Message) -> str:
    """Return who sent the refused mail: to whom the report went, or the From of what came back."""
    match = ADDRESS.search(message.head.get("to", ""))
    if match:
        return match[0]
    for part in message.parts:
        log_from = _LOG_FROM.search(part.view.text)
        if log_from:
            return log_from[1]
        for line in _ORIGINAL_FROM.finditer(part.view.text):
            found = ADDRESS.search(line[0])
            if found and not found[0].lower().startswith(("postmaster@", "mailer-daemon@", "microsoftexchange")):
                return found[0]
    return ""


def _written_to(message: Message) -> list[str]:
    """Return to whom the refused mail was sent: the report may name where it was forwarded."""
    lines = [
        line for part in message.parts if part.role == "original" for line in _ORIGINAL_TO.finditer(part.view.text)
    ]
    return [match[0] for line in lines for match in ADDRESS.finditer(line[0])]


def _domain(address: str) -> str:
    return address.rpartition("@")[2].lower().strip("<>. ") if "@" in address else ""


def _same(label: str, domain: str) -> bool:
    """Tell whether a host, a domain or an endpoint's label (contoso-com) belongs to a domain.

    An organization's own name at Microsoft, contoso.onmicrosoft.com, most often begins as its domain does.
    """
    if f".{label}".endswith(f".{domain}") or domain.endswith(f".{label}") or label == domain.replace(".", "-"):
        return True
    own, other = sorted((label, domain), key=lambda name: not name.endswith(".onmicrosoft.com"))
    return own.endswith(".onmicrosoft.com") and re.split(r"[.-]", other)[0] == own.partition(".")[0]
