"""Hosts of the links in a bounce: anyone can write a notice, so its links are named, judged by host, never followed."""

import re
from collections.abc import Iterator
from itertools import islice
from operator import attrgetter
from typing import NamedTuple

from ndr_checker.base.limits import MAX_FOUND, MAX_LINKS
from ndr_checker.base.pattern import pattern
from ndr_checker.reading.message import Message
from ndr_checker.reading.mime import decode_base64, decode_quoted

#: What an address goes up to its path, after the colon of its scheme, which is rare: searched from there, and back.
#: A quotation mark with more of a host after it ends none: `https://aka.ms".evil.example`.
_AUTHORITY = r"((?:[^\s<>\"/\\?#]|\"(?=[\w@-]|\.\w))+)"
_URL = pattern(rf":[/\\]{{1,9}}{_AUTHORITY}")
_SCHEME = pattern(r"[a-z][a-z0-9+.-]*$")
_LONGEST_SCHEME = 20
#: Schemes of which one slash is enough. `hxxp` is an address that a program defanged.
_WEB = ("http", "https", "hxxp", "hxxps", "ftp")
#: What a redirector is given to lead to, percent-encoded, once or again: `?url=https%3A%2F%2Fevil.example%2Fa`.
_GIVEN = pattern(r"%(?:25){0,9}3a(?:%(?:25){0,9}(?:2f|5c)|[/\\]){1,9}[^\s<>\"'&]{1,400}")
#: The same as version 2 of Proofpoint's URL Defense writes it, with "-" for "%" and "_" for "/".
_DEFENDED = pattern(r"-3a__([a-z0-9.-]{1,253})")
#: `://`, and `:\/\/` as JSON has it, in base64 (RFC 4648, section 4): a group holds its bytes in one of three ways, by
#: which the groups at 0, 2 or 3 characters before are whole.
_IN_BASE64 = pattern("(?P<first>Oi8v|OlwvX)|(?P<second>ovL|pcL1wv)|(?P<third>6Ly[89]|6XC9cL)")
_BASE64_SIGNS = ("Oi8v", "ovL", "6Ly", "OlwvX", "pcL1wv", "6XC9cL")
_AT_IN_GROUP = {"first": 0, "second": 2, "third": 3}
#: The groups in which a scheme fits, and those after it in which a host does.
_SCHEME_GROUPS, _HOST_GROUPS = 8, 100
_BASE64 = pattern("(?:[A-Za-z0-9+/_-]{4})*[A-Za-z0-9+/_-]{0,3}")
_BASE64_END = pattern("(?:[A-Za-z0-9+/_-]{4}){0,8}$")
#: What mail programs make links of although no scheme comes before: www.host, host/path, \\host\share.
_WWW = pattern(rf"www[0-9]{{0,3}}\.{_AUTHORITY}")
_IN_ADDRESS = pattern(r"[\w.@/\\:%-]")
#: From its slash on: letters are everywhere.
_PATH = pattern(r"/(?<=[a-z]/)(?=[\w~?#%])")
_IN_HOST = "abcdefghijklmnopqrstuvwxyz0123456789.-"
_WORD_BREAK = pattern(r"[\s<>\"'`()\[\]{},;=|]")
_HOST = pattern(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}")
_SHARE = pattern(r"\\\\(?<![\w\\:]\\\\)([a-z0-9][^\s\\/<>\"]+)\\")
#: Fields in the head of what came back in which a program or a list names its own pages (RFC 2369).
_OF_PROGRAMS = pattern(r"\n(?:x-mailer|user-agent|list-[a-z]{2,20}):[^\n]*(?:\n[ \t][^\n]*)*")
#: Fields of a mail's own head that a mail program shows, or makes a button of (RFC 2369, section 3.2).
_SHOWN = pattern(r"\n(?:subject|list-unsubscribe)[ \t]*:[^\n]*(?:\n[ \t][^\n]*)*")
_FOLD = pattern(r"\n[ \t]+")
#: A host's name, a label of it, and its last one with the stop before.
_MAX_HOST, _MAX_LABEL, _MAX_TOP = 253, 63, 25
_STOPS = pattern("[.\u3002\uff0e\uff61]")
#: What a browser leaves out of a host (UTS 46): soft hyphen, zero width, variation selectors.
_IGNORED = pattern("[\u00ad\u034f\u200b-\u200f\u2060-\u2064\ufe00-\ufe0f\ufeff]")
_NUMBER = pattern(r"0x[0-9a-f]{1,16}|0[0-7]{0,16}|[1-9][0-9]{0,16}")
_OCTETS, _OCTET = 4, 255
#: What may be right after an address in a sentence.
_CLOSING = ".,;:!)]}>*'`|\u2019\u201d\u00bb"
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
    """Where a link in the text leads.

    Attributes:
        host: the host in lower case, as a browser would go there.
        microsoft: whether the host is known to be Microsoft's.

    """

    host: str
    microsoft: bool


def links(message: Message) -> tuple[tuple[Link, ...], int]:
    """Return the hosts that a click in the report would lead to, each once, and how many more there are.

    In order, but where there are more than MAX_LINKS, those that aren't Microsoft's come first. What came back as a
    part of its own isn't the report's; what is below a divider in its text is: a mail program shows it as the rest.
    """
    found = list(dict.fromkeys(islice(_hosts(message), MAX_FOUND)))
    named = [Link(host=host, microsoft=_is_microsoft(host)) for host in found]
    if len(named) > MAX_LINKS:
        named.sort(key=attrgetter("microsoft"))
    return tuple(named[:MAX_LINKS]), len(named[MAX_LINKS:])


def _is_microsoft(host: str) -> bool:
    """Return whether a host is Microsoft's; a mail program may have made links of its servers' names, too."""
    return host in _MICROSOFT or (host.endswith(".prod.outlook.com") and bool(_HOST.fullmatch(host)))


def _hosts(message: Message) -> Iterator[str]:
    for part in message.parts:
        if part.inline or part.role == "status":
            text = part.view.lines
            returned = not part.own
            yield from filter(None, _in_text(_OF_PROGRAMS.sub("", text) if returned else text))
            if "/" in text:  # what a redirector is given is in a link
                yield from _in_base64(part.view.text)
        elif part.role == "headers":
            for field in _SHOWN.finditer(part.view.lines):
                yield from _in_field(part.view.text[field.start() : field.end()])


def _in_field(field: str) -> Iterator[str]:
    """Yield the hosts in a field of a head, which may be folded, and have words in base64 or quoted-printable."""
    text = _FOLD.sub(" ", field.lstrip("\n"))
    text = decode_quoted(text).decode("utf-8", "replace") if "?q?" in text.lower() else text
    yield from filter(None, _in_text(text.lower()))
    yield from _in_base64(text)


def _in_text(text: str) -> Iterator[str]:
    """Yield the hosts of a text in lower case, by kind of link; "" where one turns out to be none."""
    slashes, backslashes = "/" in text, "\\" in text
    for match in _URL.finditer(text) if slashes or backslashes else ():
        colon = match.start()
        scheme = _SCHEME.search(text, max(0, colon - _LONGEST_SCHEME), colon)
        count = match.start(1) - colon - 1
        if scheme and (scheme[0].endswith(_WEB) or (count != 1 and len(scheme[0]) > 1)):
            local = scheme[0] == "file" and count % 2
            yield "" if local else host_of(match[1])
    for match in _GIVEN.finditer(text) if "%" in text and "3a" in text else ():
        yield from _given(text, match)
    for match in _DEFENDED.finditer(text) if "-3a__" in text else ():
        yield match[1].replace("-2d", "-")
    for match in _WWW.finditer(text) if "www" in text else ():
        yield "" if _IN_ADDRESS.match(text, max(0, match.start() - 1), match.start()) else host_of(match[0])
    for match in _PATH.finditer(text) if slashes else ():
        slash = match.start()
        if text.rfind(".", max(0, slash - _MAX_TOP), slash) < 0:  # no name of a host is before it
            continue
        before = text[max(0, slash - 1 - _MAX_HOST) : slash]
        start = len(before.rstrip(_IN_HOST))
        if not start or _WORD_BREAK.match(before, start - 1):
            yield before[start:] if _HOST.fullmatch(before, start) else ""
    for match in _SHARE.finditer(text) if backslashes else ():
        yield host_of(match[1].partition("@")[0])


def _given(text: str, match: re.Match[str]) -> Iterator[str]:
    """Yield the hosts in an address that is the value of another one; it may hold others, encoded once more."""
    from urllib.parse import unquote  # noqa: PLC0415 – hardly ever needed, and slow to import

    scheme = _SCHEME.search(text, max(0, match.start() - _LONGEST_SCHEME), match.start())
    if scheme:
        yield from _in_text(unquote(scheme[0] + match[0]))


def _in_base64(text: str) -> Iterator[str]:
    """Yield the hosts of addresses that a text holds in base64, as redirectors are given their targets."""
    if not any(map(text.__contains__, _BASE64_SIGNS)):
        return
    for match in _IN_BASE64.finditer(text):
        group = match.start() - _AT_IN_GROUP[match.lastgroup or "first"]
        before = _BASE64_END.search(text, max(0, group - 4 * _SCHEME_GROUPS), max(0, group))
        behind = _BASE64.match(text, max(0, group), group + 4 * _HOST_GROUPS)
        encoded = f"{before[0] if before else ''}{behind[0] if behind else ''}".replace("-", "+").replace("_", "/")
        yield from filter(None, _in_text(decode_base64(encoded).decode("utf-8", "replace").lower()))


def host_of(authority: str) -> str:
    """Return the host that a browser reads in what is between `https://` and the path (URL Standard, section 4.4).

    Userinfo and port are dropped, percent signs decoded, numbers read as an IPv4 address, and letters beyond ASCII
    encoded. A host that no browser accepts is returned as it is; it is none of Microsoft's.
    """
    host = authority.replace("[.]", ".").rpartition("@")[2].rstrip(_CLOSING).lower()  # a program may have defanged it
    if host.startswith("["):  # an IPv6 address (RFC 3986, section 3.2.2)
        return f"{host.partition(']')[0]}]"[:_MAX_HOST]
    host = host.partition(":")[0]
    if "%" in host:
        from urllib.parse import unquote  # noqa: PLC0415 – hardly ever needed, and slow to import

        host = unquote(host)
    if not host.isascii():
        host = ".".join(map(_encoded, _STOPS.split(host)))
    host = host.removesuffix(".")
    return (_address(host) or host)[:_MAX_HOST]


def _encoded(label: str) -> str:
    """Return a label of a host in ASCII (UTS 46, non-transitional, without its checks)."""
    from unicodedata import normalize  # noqa: PLC0415 – hardly ever needed

    label = _IGNORED.sub("", normalize("NFKC", normalize("NFKC", label).lower()))
    return label if label.isascii() or len(label) > _MAX_LABEL else f"xn--{label.encode('punycode').decode('ascii')}"


def _address(host: str) -> str:
    """Return the IPv4 address that a browser reads in numbers: 3221225991, 0xc0.0.0x207; "" where it reads none."""
    parts = host.split(".")
    if len(parts) > _OCTETS or not all(map(_NUMBER.fullmatch, parts)):
        return ""
    *first, last = (int(part, 16 if "x" in part else 8 if part.startswith("0") else 10) for part in parts)
    if max(first, default=0) > _OCTET or last >= 1 << 8 * (_OCTETS - len(first)):
        return ""
    value = last + sum(number << 8 * (_OCTETS - 1 - at) for at, number in enumerate(first))
    return ".".join(str(value >> shift & _OCTET) for shift in (24, 16, 8, 0))
