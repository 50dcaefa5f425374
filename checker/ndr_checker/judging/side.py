"""Whose side refused: an outsider gets 5.7.705 too, when the recipient's organization forwards and is blocked."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ndr_checker.base.limits import MAX_EVIDENCE
from ndr_checker.base.pattern import pattern
from ndr_checker.base.terms import Blocked, Whose
from ndr_checker.finding.evidence import Evidence
from ndr_checker.reading.dsn import PASSED
from ndr_checker.reading.message import Message, Part
from ndr_checker.rules.wording import ADDRESS, BLANKS, GENERATING

from .address import MACHINES
from .forwarding import forwarder, written_to
from .host import domain_of, is_public, same
from .recipient import Recipient

#: Exchange Online's own endpoint of a domain: contoso-com.mail.protection.outlook.com takes mail for contoso.com.
#: A label has 63 characters at most (RFC 1035, section 2.3.4).
_ENDPOINT = pattern(r"\b([a-z0-9-]{1,63}+)\.(?:mail\.protection\.outlook\.com|[a-z0-9.-]{0,100}?mx\.microsoft)\b")
#: How such a name ends is searched for first, then its beginning: most words aren't names.
_ENDPOINT_END = pattern(r"mail\.protection\.outlook\.com\b|mx\.microsoft\b")
#: One of Microsoft's own front ends, which take mail for everybody: dm3nam02ft046.mail.protection.outlook.com.
_FRONT_END = pattern(r"[a-z0-9]{3}[a-z]{3}[0-9]{2}ft[0-9]{3}")
_IN_HOST = "abcdefghijklmnopqrstuvwxyz0123456789.-"
_MAX_HOST = 253
_ORIGINAL_FROM = pattern(
    rf"\n(?:from|sender address|sender|return-path|mail from|x-postfix-sender){BLANKS}:[^\n]{{0,998}}"
)
_LOG_FROM = pattern(r"\bfrom=<([^<>\s]+)>")


#: How Postfix names the ports on which a server takes its own users' mail (RFC 8314, section 7.3; RFC 6409).
_SUBMISSION = ("]:465", "]:587")
#: The same in an error of Windows Live Mail or Outlook Express, a line for each setting: "Port: 465", "Porta: 465".
_PORT = pattern(r"\n[ \t]*(?:(?:server )?port|porta?|puerto|poort|anschluss)[ \t]?: ?(?:465|587)(?![0-9])")


class Side(NamedTuple):
    """Whose server refused, and the name of that server or of its domain, as far as the text tells; else "".

    Attributes:
        whose: the side.
        name: in lower case, what the text has of its name.
        passed_on: whether the recipient's own server made the report, so that it had taken the mail and was refused.
        either: whether the blocked organization may just as well be the recipient's as the sender's.
        at_recipient: whether the server that refused is of the recipient's own domain, as its name or the mail's way
            tells.

    """

    whose: Whose
    name: str = ""
    passed_on: bool = False
    either: bool = False
    at_recipient: bool = False


def side(
    message: Message,
    recipients: tuple[Recipient, ...],
    mailer: str,
    *,
    accused: bool = False,
    barred: Blocked | None = None,
) -> Side:
    """Return the side that refused, from the reporting server, the endpoint and the addresses.

    The report's own domain is that of the organization whose server made it. If the sender belongs to it, its own side
    refused; if the mail was for it and the sender does not belong to it, it is the recipient's side. A sender who just
    doesn't belong to it proves nothing: with 5.7.750 the sender's own domain is the one that isn't registered. Nor does
    another server that refused prove anything if its reply says that the sender is blocked (`accused`): Exchange Online
    says so to servers on both sides.

    If an organization is (`barred`: what of it), it isn't that of a person with a mailbox at a public service, unless
    their address is on mail from its own servers, which is refused for the domain. A server of the sender's own domain
    hands its mail to its own organization. Any other that isn't Microsoft's may have handed it to the one that sends it
    on, or to the recipient's. Without such a name, it may be that of whoever passed the mail on to recipients that it
    wasn't written to.
    """
    endpoints, servers = _refusers(message)
    sender = domain_of(mailer)
    outside = barred is not None and _is_from_outside(message)
    if outside:
        servers += filter(None, (generating(part) for part in message.parts if part.own))
    if sender and (outside or barred == "organization") and is_public(sender) and not _is_logged(message):
        return Side("recipient-side")
    at_home = bool(sender) and any(same(server, sender) for server in servers)
    missed = _few(filter(None, (domain_of(r.address) for r in recipients if r.action not in PASSED)))
    peers = [] if accused and not at_home else _peers(message, [*servers, sender] if sender else servers)
    if not (endpoints or servers or peers):
        return _of_route(message, missed, sender, barred=barred is not None, outside=outside)
    targets = _few(filter(None, (*missed, *map(domain_of, written_to(message)))))
    theirs = {label for label in (*endpoints, *servers) if any(same(label, target) for target in targets)}
    own = {label for label in (*endpoints, *servers) if sender and same(label, sender)}
    handed_on = any(server in theirs and server not in own for server in servers)
    if not own.intersection(endpoints):
        peer = min((host for host in peers if at_home or _takes_mail(host, targets)), default="")
        if peer:
            home = any(same(peer, target) for target in targets)
            return Side("recipient-side", peer, handed_on, at_recipient=home)
    label = next((label for label in (*endpoints, *servers) if (label in own) != (label in theirs)), "")
    if label:
        at_recipient = label in theirs
        return Side("recipient-side" if at_recipient else "sender-side", label, handed_on, at_recipient=at_recipient)
    return _of_route(message, missed, sender, barred=barred is not None, outside=outside)


def _of_route(message: Message, missed: list[str], sender: str, *, barred: bool, outside: bool) -> Side:
    """Return the side by the mail's route, where no server's name tells: who passed it on may be the one blocked."""
    passed_on = forwarder(message, missed, sender) if barred else None
    if passed_on and passed_on.shown:
        return Side("recipient-side", passed_on.domain, at_recipient=True)
    return Side("unknown", either=outside or passed_on is not None)


#: A line may end there, and begin with blanks.
_GAP = "[ \n]{1,12}"
_NAME = r"([a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,8})"
#: How qmail and Postfix say who they are.
_AUTHOR = pattern(rf"\b(?:qmail-send program|mail system) at (?:host )?{_NAME}")
#: Where a mail server names the one that refused, each with a text that such a report has in it: Postfix and Exim in a
#: notice, Exim in a log, sendmail, Exchange Server.
_PEERS = (
    (
        "]",
        pattern(
            rf"\bhost{_GAP}{_NAME}(?= ?\[[^]\n]{{0,60}}\](?::|{_GAP}said|{_GAP}refused to talk|{_GAP}smtp error))"
            rf"|\bh={_NAME}(?= \[[^]\n]{{0,60}}\]: smtp error)",
            by_letter=True,
        ),
    ),
    (" talking to ", pattern(rf"\bwhile talking to {_NAME}(?=\.?:)", by_letter=True)),
    ("#", pattern(rf"\n[ ]{{0,8}}{_NAME}(?={_GAP}#[45][0-9]{{2}} )")),
    ("remote server returned ", pattern(rf"\n[ ]{{0,8}}{_NAME}(?={_GAP}remote server returned )")),
    # Gmail: "[mx.fabrikam.com. (10): Connection dropped]", "[mx.fabrikam.com 192.0.2.44: timed out]"
    (
        " did not accept our requests to connect",
        pattern(
            rf"\[(?:\([0-9]{{1,5}}\) )?{_NAME}\.?{_GAP}"
            r"(?:\([0-9]{1,5}\)|\[?[0-9a-f.:]{3,45}\]?(?::[0-9]{1,5})?): "
        ),
    ),
)
#: Microsoft's servers take mail for everybody, from senders' servers too: only their endpoints say for whom. Those of
#: outlook.com take it for that service's own mailboxes.
_MICROSOFT = pattern(r"\.(?:microsoft|office365\.com|office\.com|outlook\.com|exchangelabs\.com)$")
_CONSUMER = ".olc.protection.outlook.com"
#: How a server is called that passes on its own users' mail.
_RELAY = pattern(r"(?:email-)?(?:smtp|relay|smarthost|submission|mailout|out|outbound|gateway)[0-9]*(?:[.-])")

#: What systems other than Microsoft's write in their notices: Google in any language ("** Message not delivered **"),
#: Yahoo, Exim, GMX, Postfix, qmail.
_OUTSIDE = pattern(
    r"\n[ \t]{0,3}\*\* [^\n*]{4,80} \*\*\n|\bthe response (?:from the remote server )?was:"
    r"|\bsorry, we were unable to deliver your message to the following address"
    r"|\bcreated automatically by mail delivery software|\bsmtp error from remote server for "
    r"|\b(?:qmail-send program|mail system) at ",
    by_letter=True,
)


def is_submitted(e: Evidence) -> bool:
    """Return whether a log's record or a mail app's error names the port that takes a server's own users' mail."""
    if not e.row:
        return bool(_PORT.search(e.around.lower(), e.from_))
    return e.around.partition(" relay=")[2].partition(",")[0].endswith(_SUBMISSION)


def _is_from_outside(message: Message) -> bool:
    """Return whether a server that isn't Microsoft's made the notice, as its words or fields tell."""
    for part in message.parts:
        if not part.own:
            continue
        reporter = generating(part) or part.groups[0].text("reporting-mta").lower()
        if ("." in reporter and not _MICROSOFT.search(reporter)) or _OUTSIDE.search(part.view.lines):
            return True
    return False


def generating(part: Part) -> str:
    """Return the server that made Exchange's notice, in lower case, as its words name it; "" where they don't."""
    text = part.view.text
    named = GENERATING.search(part.view.lines) if ":" in text or "\uff1a" in text else None
    return named[1] if named else ""


def is_of_exchange_online(message: Message) -> bool:
    """Return whether Exchange Online made the notice: then it handed the mail on itself, and no device or program."""
    return any(generating(part).endswith(".outlook.com") for part in message.parts if part.own)


def _is_logged(message: Message) -> bool:
    """Return whether a server's log tells it: its mail may be from anybody, and an admin reads it."""
    return any(part.records for part in message.parts)


def _peers(message: Message, own: list[str]) -> list[str]:
    """Return the other servers that the report's Remote-MTA or its "host ... said" names, but those of `own` domains.

    A sender's server may hand everything to a relay of its own side, so a name that could be one counts only if the
    sender's own server made the report; and if the reply says that the sender is blocked, so does any.
    """
    hosts: set[str] = set()
    for part in message.parts:
        if part.own:
            hosts |= {group.text("remote-mta").lower() for group in part.groups[1]}
            lines = part.view.lines
            names = [says for mark, says in _PEERS if mark in lines]
            named = {found[found.lastindex or 0] for says in names for found in says.finditer(lines)}
            hosts |= {host for host in named if f": {host}\n" not in lines}  # "Generating server: mx.example.net"
    return [host for host in hosts if "." in host and not any(same(host, name) for name in own)]


def _takes_mail(host: str, targets: list[str]) -> bool:
    """Return whether a server takes mail for recipients, as far as its name tells."""
    if any(same(host, target) for target in targets) or host.endswith(_CONSUMER):
        return True
    return any(map(str.isalpha, host)) and not _MICROSOFT.search(host) and not _RELAY.match(host)


def _few(names: Iterable[str]) -> list[str]:
    """Return the first MAX_EVIDENCE different names: each endpoint is compared with each target."""
    return list(dict.fromkeys(names))[:MAX_EVIDENCE]


def _refusers(message: Message) -> tuple[list[str], list[str]]:
    """Return the endpoints named in the reply, and the domains of who made the report: its From, server and words."""
    endpoints: list[str] = []
    author = message.head.get("from")
    servers = [domain_of(match[0]) for match in ADDRESS.finditer(author)] if author else []
    for part in message.parts:
        if part.own:
            endpoints += _endpoints(part.view.lines)
            server = part.groups[0].text("reporting-mta").lower()
            if not server.endswith(".outlook.com"):
                servers.append(server)
            named = _AUTHOR.search(part.view.lines) if " at " in part.view.text else None
            if named:
                servers.append(named[1])
    return _few(endpoints), _few(filter(None, servers))


def _endpoints(text: str) -> Iterator[str]:
    """Yield the first labels of the endpoints in a text, which is lower-case."""
    if "mail.protection.outlook.com" not in text and "mx.microsoft" not in text:  # the pattern is tried at every m
        return
    for found in _ENDPOINT_END.finditer(text):
        before = text[max(0, found.start() - _MAX_HOST) : found.start()]
        host = _ENDPOINT.search(text, found.start() - len(before) + len(before.rstrip(_IN_HOST)), found.end() + 1)
        if host and not _FRONT_END.fullmatch(host[1]):
            yield host[1]


def sender_of(message: Message) -> str:
    """Return who sent the refused mail: to whom the report went, or the From of what came back."""
    to = message.head.get("to")
    match = ADDRESS.search(to) if to else None
    if match:
        return match[0]
    for part in message.parts:
        text = part.view.text
        at = text.find("from=<")  # the pattern is tried at every character
        log_from = _LOG_FROM.search(text, at) if at >= 0 else None
        if log_from:
            return log_from[1]
        if author := author_of(part):
            return author
    return ""


def author_of(part: Part) -> str:
    """Return the address in the From of a part's headers, in lower case, if a person may have written it."""
    for line in _ORIGINAL_FROM.finditer(part.view.lines) if "@" in part.view.text else ():
        found = ADDRESS.search(line[0])
        if found and not found[0].startswith(MACHINES):
            return found[0]
    return ""
