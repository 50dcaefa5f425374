"""The catalogue speaks to the sender ("your admin"); the same sentence as somebody else would say it."""

import re
from collections.abc import Mapping

from ndr_checker.base.pattern import pattern

_SECOND = pattern(r"\b(?:you aren't|your own|yours|your|you)\b", re.IGNORECASE)
#: How the catalogue says that a server retries, up to what it says next.
_RETRIED = pattern(
    r" (?:(?:The sending server|The server|It|Exchange Online) keeps retrying(?: for a day)?"
    r"|The message waits and is retried)"
    r"(?:; nobody needs to do anything(?: unless it goes on)?\."
    r"|\.(?: If this goes on, (?=\w)| ?)|(?:;|, but) (?:if it goes on, )?(?=\w))"
)
_EITHER = {"your": "your or the recipient's"}
_FIRST = {"you aren't": "we aren't", "your own": "our own", "yours": "ours", "your": "our", "you": "us"}


def third_person(text: str, who: str) -> str:
    """Return a sentence of the catalogue about `who` (`the sender`, `the recipient`) instead of the reader."""
    own = f"{who}'s"
    return _said(text, {"you aren't": f"{who} isn't", "your own": f"{own} own", "yours": own, "your": own, "you": who})


def of_either(text: str) -> str:
    """Return a sentence of the catalogue about the reader's organization or the recipient's, whichever it is."""
    return _said(text, _EITHER)


def first_person(text: str) -> str:
    """Return a sentence of the catalogue as the sender says it about their own organization."""
    return _said(text, _FIRST)


def given_up(text: str) -> str:
    """Return a sentence of the catalogue about a delay for mail that no server retries."""
    first, *rest = _RETRIED.split(text, maxsplit=1) if "retr" in text else (text,)
    behind = "".join(rest)
    return f"{first} {behind[:1].upper()}{behind[1:]}".rstrip() if rest else text


def _said(text: str, forms: Mapping[str, str]) -> str:
    def put(match: re.Match[str]) -> str:
        said = forms.get(match[0].lower(), match[0])
        return said[0].upper() + said[1:] if match[0][0].isupper() else said

    return _SECOND.sub(put, text)
