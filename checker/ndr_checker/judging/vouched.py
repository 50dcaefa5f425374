"""Whether a mail server vouches for the sender of a raw mail: anyone can write its text."""

import re
from collections.abc import Mapping

from ndr_checker.base.pattern import pattern

#: What the reader's own server found (RFC 8601, section 2.2; RFC 7489, section 11.2): the From domain is true.
_PASSED = pattern(r"\bdmarc=pass\b[^;]{0,400}\bheader\.from=([\w.-]{1,253})", re.IGNORECASE)
_DOMAIN = pattern(r"@([\w.-]{1,253})>?\s*$")
_MICROSOFT = ("microsoft.com", "outlook.com")


def is_vouched_for(head: Mapping[str, str]) -> bool:
    """Tell whether the head of a raw mail has a server's word that a report is from the reader's own side.

    Exchange marks what its own organization wrote, and strips the mark (`X-MS-Exchange-Organization-*`) from mail that
    comes in from outside: learn.microsoft.com/exchange/header-firewall-exchange-2013-help. Any other server says
    whether the sender's domain is true: it has to be the recipient's, or Microsoft's.
    """
    if head.get("x-ms-exchange-organization-authas", "").lower() == "internal":
        return True
    passed = _PASSED.search(head.get("authentication-results", ""))
    sender, recipient = (_DOMAIN.search(head.get(name, "").lower()) for name in ("from", "to"))
    if not (passed and sender and passed[1].lower() == sender[1]):
        return False
    ours = (*_MICROSOFT, *([recipient[1]] if recipient else []))
    return sender[1].endswith(tuple(f".{domain}" for domain in ours)) or sender[1] in ours
