"""Hosts of the links in a bounce: anyone can write a notice, so its links are named, judged by host, never followed."""

from collections.abc import Iterator
from typing import NamedTuple

from ndr_checker.base.limits import MAX_LINKS
from ndr_checker.base.pattern import pattern
from ndr_checker.reading.message import Message

#: From the colon on, which is rare, and back.
_URL = pattern(r":[/\\](?:(?<=\bhttps:.)|(?<=\bhttp:.)|(?<=\bhxxps:.)|(?<=\bhxxp:.))[/\\]{0,9}([^\s<>\"'`|]{1,2000})")
_END = pattern(r"[/\\?#]")
#: Exact hosts, from genuine notices and Microsoft's own pages; hosts where customers publish pages are not among them.
_MICROSOFT = frozenset(
    {
        "admin.cloud.microsoft",
        "admin.exchange.microsoft.com",
        "admin.microsoft.com",
        "aka.ms",
        "compliance.microsoft.com",
        "docs.microsoft.com",
        "entra.microsoft.com",
        "go.microsoft.com",
        "learn.microsoft.com",
        "mail.live.com",
        "microsoft.com",
        "office.com",
        "outlook.com",
        "outlook.live.com",
        "outlook.office.com",
        "outlook.office365.com",
        "portal.office.com",
        "postmaster.live.com",
        "products.office.com",
        "protection.office.com",
        "security.microsoft.com",
        "sender.office.com",
        "sendersupport.olc.protection.outlook.com",
        "support.microsoft.com",
        "support.office.com",
        "techcommunity.microsoft.com",
        "technet.microsoft.com",
        "www.microsoft.com",
        "www.office.com",
        "www.outlook.com",
    }
)


class Link(NamedTuple):
    """A link's host in lower case, as a browser would go there, and whether it is one of Microsoft's."""

    host: str
    microsoft: bool


def links(message: Message) -> tuple[Link, ...]:
    """Return the hosts that the report itself (not what came back) links to, each once, in order."""
    found = {host: Link(host=host, microsoft=_is_microsoft(host)) for host in _hosts(message)}
    return tuple(found.values())[:MAX_LINKS]


def _is_microsoft(host: str) -> bool:
    """Tell whether a host is Microsoft's; a mail program may have made links of its servers' names, too."""
    return host in _MICROSOFT or host.endswith(".prod.outlook.com")


def _hosts(message: Message) -> Iterator[str]:
    for part in message.parts:
        if part.role in ("notice", "pasted", "status"):
            for match in _URL.finditer(part.view.lines) if ":" in part.view.lines else ():
                host = host_of(match[1])
                if host:
                    yield host


def host_of(rest: str) -> str:
    r"""Return the host that a browser reads behind `https://`: userinfo dropped, `\` as `/`, percent signs decoded."""
    authority = _END.split(rest.replace("[.]", "."), maxsplit=1)[0]  # a program may have defanged it
    host = authority.rpartition("@")[2]
    if "%" in host:
        from urllib.parse import unquote  # noqa: PLC0415 – hardly ever needed, and slow to import

        host = unquote(host)
    host = host.lower()
    if host.startswith("["):  # an IPv6 address (RFC 3986, section 3.2.2)
        return f"{host.partition(']')[0]}]"[:253]
    host = host.partition(":")[0].rstrip(".,;)]}>*")
    if not host.isascii():
        try:
            host = host.encode("idna").decode("ascii")
        except UnicodeError:
            return host[:253]
    return host[:253]
