"""Replies of a mail server as they appear in text: those without an enhanced code, and one wrapped in another."""

import re
from collections.abc import Iterator
from itertools import islice

from ndr_checker.base.limits import MAX_CODES
from ndr_checker.base.pattern import pattern
from ndr_checker.rules.wording import HTTP

from .occurrence import Occurrence

#: The look-behind comes after the first digit: a pattern that begins with one is tried at each character.
#: SMTP has no 40z and no 41z; they are HTTP's (RFC 9110, section 15.5).
_REPLY = pattern(
    r"[45](?<![0-9.\-][45])(?:[2-5]|(?<=5)[017])[0-9](?:[ \-]|[ \-]?\n[ \t]*|, b?(?=['\"])|\): ?)"
    r"(?=[^\s0-9]|[0-9] |[0136-9]\.[0-9]\.)"
)
_HTTP = pattern(HTTP, re.IGNORECASE)
#: What says before a number on its line that it is a reply of FTP, which has the same numbers (RFC 959, section 4.2).
_OF_FTP = pattern(r"\bs?ftps? (?:server )?(?:response|reply|status|error)\b", re.IGNORECASE)
_LINE_START = pattern(r"(?:^|\n)[ \t]*(?:\S{1,60}: |SMTP[<>]{2} ?|<[<~*-]{0,3} )?$")
#: Where a cell of a table begins: after a bar, a tab, two blanks or a percentage.
_CELL_START = pattern(
    r"(?:^|\n|[|\t]|  |%)[ \t]*['\"`]?(?:\S{1,60}: |SMTP[<>]{2} ?|[^\W\d_][^\n:|]{0,30}[^\W\d_] ?: ?)?$"
)
#: What a refusal says after its number, and no number of things or houses: "550 Message rejected", "550 https://...".
_REFUSING = pattern(
    r"\b(?:reject|den(?:y|ied)|refus|block(?:ed|list)|black ?list|rbl\b|dnsbl|spam|unknown user|user unknown"
    r"|no such (?:user|mailbox|address)|(?:mailbox|user|recipient|address)[^\n]{0,40} (?:unknown|not found|full)"
    r"|not (?:accept|allow|permit|authori)|relay|quota|too (?:many|big|large|long)\b|unavailable|authenticat|policy"
    r"|virus|must be\b|https?://)",
    re.IGNORECASE,
)
#: A number that only SMTP has, and the words that Python prints after it: "(554, b'relay access denied')".
_PAIRED = pattern(r"(?:421|4[3-5][0-9]|5[1-57][0-9]), b['\"]\w")
_LINE = 70
#: What opens a quoted reply inside another.
_OPENED = pattern(r"(?:['\"“‘(]|<\s*#?|(?<!reported )\berror ?:|\bsaid:|\[message=)\s*$", re.IGNORECASE)
_OPENING = len(" reported error :")
#: What a reply may be in, and what closes it: `'451 4.4.0 ...'`, `{LED=450 4.7.0 ...}`, `(550 ...)`.
_CLOSES = {
    "'": pattern(r"'(?!\w)"),
    '"': pattern('"'),
    "“": pattern("”"),
    "‘": pattern(r"’(?!\w)"),
    "{": pattern(r"\}"),
    "(": pattern(r"\)"),
}
_ENCLOSING = len("{LED=")
#: A line of a notice that begins with the next recipient.
_NEXT = pattern(r"\n[^\w\n]{0,9}\w[^\s@]{0,63}@\w")
_FAR = 600


def replies(text: str, start: int = 0, end: int | None = None) -> Iterator[Occurrence]:
    """Yield replies without an enhanced code in a piece of text: "554 Too many hops", "said: 550 unknown user"."""
    for match in islice(_REPLY.finditer(text, start, len(text) if end is None else end), MAX_CODES):
        start = match.start()
        before = text[max(0, start - _LINE) : start].rpartition("\n")[2]
        if not _HTTP.match(text, start) and not _OF_FTP.search(before):
            yield Occurrence("", int(text[start : start + 3]), start, start + 3, start)


def has_more_replies(text: str) -> bool:
    """Return whether a text has more numbers that look like a reply than are read."""
    return next(islice(_REPLY.finditer(text), MAX_CODES, None), None) is not None


def opens_line(text: str, start: int) -> bool:
    """Return whether a reply is first on its line, or after the name of who gave it."""
    return bool(_LINE_START.search(text[max(0, start - _LINE) : start]))


def is_multiline(text: str, start: int) -> bool:
    """Return whether a reply goes on in a line that begins with its number too (RFC 5321, section 4.2.1)."""
    following = text.find("\n", start, start + _FAR)
    if following < 0 or text[start + 3 : start + 4] != "-":
        return False
    line = text[following + 1 : following + _LINE].lstrip(" \t>|<~*-")
    return line.startswith(text[start : start + 3]) and line[3:4] in ("-", " ")


def refuses(text: str, start: int, *, anywhere: bool = False) -> bool:
    """Return whether a number that a line or a cell of a table begins with is followed by the words of a refusal."""
    if not anywhere and not _CELL_START.search(text[max(0, start - _LINE) : start]):
        return False
    end = text.find("\n", start, start + _FAR)
    return bool(_REFUSING.search(text, start, end if end >= 0 else start + _FAR))


def is_paired(text: str, start: int) -> bool:
    """Return whether it is a pair of a number and its words, as Python prints one."""
    return bool(_PAIRED.match(text, start))


def closing(before: str, text: str, start: int, end: int) -> int | None:
    """Return where in `text[start:end]` the quotes, brackets or braces close that `before` opens; None if nowhere."""
    opened = before[-_ENCLOSING:].removesuffix("\n").removesuffix("LED=")[-1:]
    closed = _CLOSES[opened].search(text, start, end) if opened in _CLOSES else None
    return closed.start() if closed else None


def wrapping(text: str, outer: Occurrence, inner: Occurrence) -> str:
    """Return how a reply is in the one before it: "->", "'", or "" where that one has ended.

    `550 5.7.350 ... -> 554 5.7.1 ...`, `'451 4.4.0 "451 5.7.3 ...'`.
    """
    gap = text[outer.end : inner.from_]
    opened = _OPENED.search(gap.rstrip()[-_OPENING:])
    arrow = gap.rfind("->")
    if arrow < 0 and not opened:
        return ""
    before, last = text[max(0, outer.from_ - _ENCLOSING) : outer.from_], len(gap.rstrip()) - 1
    if closing(before, gap, 0, last) is not None or _begins_anew(text, outer, inner):
        return ""  # `last` is where the inner one's own quote opens
    return "'" if arrow < 0 else "->"


def _begins_anew(text: str, outer: Occurrence, inner: Occurrence) -> bool:
    """Return whether a reply is the next one of a list: that of the next recipient, or after the same words."""
    if "\n" not in text[outer.end : inner.from_]:
        return False
    lead = _lead(text, inner)
    return bool(_NEXT.search(text, outer.end, inner.from_)) or (bool(lead) and lead == _lead(text, outer))


def _lead(text: str, o: Occurrence) -> list[str]:
    """Return the words before a reply, without names: of its line, or of the line above if it begins one."""
    before = text[max(0, o.from_ - _FAR) : o.from_].rstrip().rpartition("\n")[2]
    return [word for part in before.split() if (word := part.strip(":'\"“‘(<,")).isalpha()]


def is_apart(gap: str) -> bool:
    """Return whether two replies are too far from each other for one to hold the other."""
    return len(gap) > _FAR or "\n\n" in gap
