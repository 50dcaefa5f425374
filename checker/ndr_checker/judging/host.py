"""Names of mail servers and domains, and which of them belong together."""

import re
from collections.abc import Iterator

from ndr_checker.base.pattern import pattern

#: How an organization's own name at Microsoft ends.
_ONMICROSOFT = ".onmicrosoft.com"
#: Services where anybody has a mailbox, Microsoft's own too: no organization of Exchange Online is behind an address.
_PUBLIC = pattern(
    r"(?:yahoo|gmx|hotmail|live|outlook|yandex|aol|zoho)\.[a-z]{2,3}(?:\.[a-z]{2})?"
    r"|(?:g(?:oogle)?mail|ymail|icloud|me|mac|msn|protonmail|fastmail|qq|163|126|mail)\.com|(?:proton|pm)\.me"
    r"|(?:web|t-online|freenet|posteo)\.de|(?:orange|free|wanadoo|sfr)\.fr|laposte\.net|(?:libero|virgilio)\.it"
    r"|(?:comcast|verizon|att)\.net|(?:mail|bk|list)\.ru|(?:wp|o2|onet)\.pl|seznam\.cz|bluewin\.ch"
)


def domain_of(address: str) -> str:
    """Return the domain of an address, or of a field that ends with one, in lower case; "" where there is none."""
    return address.rpartition("@")[2].lower().strip("<>. ") if "@" in address else ""


def is_public(domain: str) -> bool:
    """Return whether a domain is that of a service where anybody has a mailbox."""
    return _PUBLIC.fullmatch(domain) is not None


def same(label: str, domain: str) -> bool:
    """Return whether a host, a domain or an endpoint's label (contoso-com) belongs to a domain.

    An organization's own name at Microsoft, contoso.onmicrosoft.com, most often begins as its domain does.
    """
    if f".{label}".endswith(f".{domain}") or domain.endswith(f".{label}"):
        return True
    if "." not in label and any(_is_endpoint(label, parent) for parent in _parents(domain)):
        return True
    own, other = (label, domain) if label.endswith(_ONMICROSOFT) else (domain, label)
    return own.endswith(_ONMICROSOFT) and re.split(r"[.-]", other)[0] == own.partition(".")[0]


def _parents(domain: str) -> Iterator[str]:
    """Yield a domain and those that it is in, which have the same organization, but for the last label."""
    while "." in domain:
        yield domain
        domain = domain.partition(".")[2]


def _is_endpoint(label: str, domain: str) -> bool:
    """Return whether Exchange Online names the endpoint of a domain so: clubinfo-org0c for club-info.org.

    Dots become hyphens, and the domain's own hyphens are left out. A suffix such as 0c or 02e keeps two domains apart
    that would get the same name; it can't be part of a domain, since no top-level domain has digits.
    """
    if label == domain.replace(".", "-"):
        return True
    name = domain.replace("-", "").replace(".", "-")
    suffix = label.removeprefix(name)
    return suffix != label and (not suffix or (suffix[0] == "0" and len(suffix) in range(2, 5) and suffix.isalnum()))
