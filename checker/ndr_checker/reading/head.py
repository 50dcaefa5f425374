"""The head of a raw mail or of one of its parts: where it ends, and its fields (RFC 5322, section 2.2)."""

import re

from ndr_checker.base.limits import MAX_FIELD, MAX_HEADERS
from ndr_checker.base.normalise import lined
from ndr_checker.base.pattern import pattern

#: The fields that are read, here or by whoever gets them, and those that every raw mail has one of.
_FIELD = pattern(
    r"\n(?=[acdfmrstx])(subject|from|to|return-path|auto-submitted|x-failed-recipients"
    r"|content-(?:type|transfer-encoding|disposition)|message-id|mime-version|delivered-to)"
    r"[ \t]*:[ \t]*(.*(?:\n[ \t].*)*)",
    re.IGNORECASE,
)
#: Of these, those that a part of a mail may have as well (RFC 2045, section 3).
_OF_PART = frozenset({"content-type", "content-transfer-encoding", "content-disposition", "mime-version"})
_FOLD = pattern(r"\n[ \t]+")
#: Lines that are fields, as far as they go; a name has any printable characters but a colon (RFC 5322, section 2.2).
HEAD = pattern(r"(?:[A-Za-z][!-9;-~]*:.*(?:\n[ \t]+\S.*)*(?:\n|\Z))+")
_BLANKS = frozenset("\ufeff \t\n")
_BLANK_LINES = pattern("[\ufeff \\t\\n]+")
_BLANK = pattern(r"\n[ \t]*\n")
_SECOND = pattern(r"\n[^ \t]")
#: Fields that only machines write: a block with one of them and a second field is the head of a mail.
_MACHINE = pattern(
    r"\n(?=[cdmrx])(?:received|return-path|message-id|mime-version|content-type|delivered-to|x-[a-z0-9-]+):"
)
#: Fields of a report or of an application's log, which no head of a mail has: who failed and why.
_REPORTED = pattern(
    r"\n(?=[abdeflorst])(?:final-recipient|original-recipient|action|diagnostic-code|reporting-mta|remote-mta"
    r"|last-attempt-date|(?:failed )?recipient(?:s| address)?|error(?: code| message)?|reason|details?"
    r"|(?:server )?response|smtp[ -]\w+|failure(?: reason)?|bounce \w+)[ \t]*:"
)
_PARAMETER = pattern(r";\s*([A-Za-z-]+)\s*=\s*(?:\"([^\"]*)\"|([^\s;\"]+))")


def is_mail(text: str, start: int) -> bool:
    """Return whether the head of a raw mail begins at `start` (after blank lines, or an mbox `From ` line).

    A head is nothing but fields up to its blank line, at least two, one of them such as only machines write, and none
    of them a report's own: fields copied out of a report or a log are not a mail.
    """
    start = begin(text, start)
    limit = min(len(text), start + MAX_HEADERS)
    head = HEAD.match(text, start, limit)
    if not head or not _SECOND.search(text, start, head.end()):
        return False
    lines = lined(head[0])
    if not _MACHINE.search(lines) or _REPORTED.search(lines):
        return False
    return head.end() == limit or text.startswith(("\n", " \n", "\t\n"), head.end())


def fields(head: str) -> dict[str, str]:
    """Return the header fields that are read by lower-case name, unfolded; the first of a name wins."""
    found: dict[str, str] = {}
    for name, value in _FIELD.findall("\n" + head):
        line = _FOLD.sub(" ", value[:MAX_FIELD]) if "\n" in value else value[:MAX_FIELD]
        found.setdefault(name.lower(), line.strip())
    return found


def is_of_part(head: dict[str, str]) -> bool:
    """Return whether a head, of whose fields these were read, may be that of a part which was cut out of its mail."""
    return _OF_PART.issuperset(head)


def begin(text: str, start: int) -> int:
    """Return where the head begins: after blank lines and the line an mbox puts before each mail."""
    if text[start : start + 1] in _BLANKS:
        blank = _BLANK_LINES.match(text, start)
        start = blank.end() if blank else start
    if text.startswith(("From ", ">From "), start):  # the line an mbox puts before each mail
        start = text.find("\n", start) + 1 or len(text)
    return start


def borders(text: str, start: int, end: int) -> tuple[int, int]:
    """Return where the head at `start` ends and where the body after its blank line begins."""
    limit = start if text.startswith("\n", start) else min(end, start + MAX_HEADERS)
    blank = _BLANK.search(text, start, limit)
    if blank:
        return blank.span()
    blank = _BLANK.search(text, max(limit - 1, 0), end)
    return limit, min(blank.end(), end) if blank else end


def content_type(value: str) -> tuple[str, dict[str, str]]:
    """Return type and parameters of a Content-Type, in lower case but for the parameters' values.

    What isn't a type is read as plain text (RFC 2045, section 5.2).
    """
    kind, more, _ = value.partition(";")
    kind = kind.strip().lower()
    if not all(kind.partition("/")):
        kind = "text/plain"
    if not more:
        return kind, {}
    return kind, {name.lower(): quoted or bare for name, quoted, bare in _PARAMETER.findall(value[:MAX_FIELD])}
