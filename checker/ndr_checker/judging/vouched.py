"""Whether a mail server vouches for the sender of a raw mail: anyone can write its text."""

from collections.abc import Mapping
from typing import Final

from .side import domain_of

_MICROSOFT: Final = ("microsoft.com", "outlook.com")
_PASSED: Final = "dmarc=pass"
_SENDER: Final = "header.from="


def is_vouched_for(head: Mapping[str, str]) -> bool:
    """Tell whether the head of a raw mail has a server's word that a report is from the reader's own side.

    Exchange marks what its own organization wrote, and strips the mark (`X-MS-Exchange-Organization-*`) from mail that
    comes in from outside: learn.microsoft.com/exchange/header-firewall-exchange-2013-help. Any other server says
    whether the sender's domain is true (RFC 8601, section 2.2): it has to be the recipient's, or Microsoft's.
    """
    if head.get("x-ms-exchange-organization-authas", "").lower() == "internal":
        return True
    sender, recipient = (domain_of(head.get(name, "")) for name in ("from", "to"))
    if not sender or sender not in _passed(head.get("authentication-results", "").lower()):
        return False
    return sender == recipient or f".{sender}".endswith(tuple(f".{domain}" for domain in _MICROSOFT))


def _passed(results: str) -> set[str]:
    """Return the From domains that passed DMARC (RFC 7489, section 11.2)."""
    found = (result.split() for result in results.split(";"))
    passed = (words[1:] for words in found if words and words[0] == _PASSED)
    return {word.removeprefix(_SENDER) for words in passed for word in words if word.startswith(_SENDER)}
