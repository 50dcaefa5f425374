"""The fields of a delivery status notification (RFC 3464, sections 2.2 and 2.3), in a MIME part or pasted."""

import re
from itertools import islice
from typing import NamedTuple

from ndr_checker.base.limits import MAX_CODES
from ndr_checker.base.pattern import pattern

from .view import View

#: What people put before a line that they copy: a list's mark, Markdown, blanks.
LIST_MARKS = r"[ \t]{0,160}(?:[-*•+_`]{1,3}[ \t]{0,20})?(?:[*_`]{1,3})?"

_NAME = pattern(
    rf"\n(?=[ \t\-*•+_`adflorswx]){LIST_MARKS}"
    r"(?=[adflorswx])(original-recipient|final-recipient|action|status|diagnostic-code|remote-mta|reporting-mta"
    r"|received-from-mta|arrival-date|last-attempt-date|will-retry-until|x-[a-z-]+|original-envelope-id|dsn-gateway)"
    r"[*_`]{0,3}[ \t]*:[*_`]{0,3}[ \t]*"
)
#: A line that has all: "lee@adatum.com; Failed; 4.2.2 (mailbox full)", "...; Action: Failed; Status: 5.3.0 (...)".
#: Where a paste has lost its line breaks, it comes after a colon.
_LINE = pattern(
    r"[\n:] ?(?:[-*•] )?([^\s;:<>@]{1,64}@[^\s;:<>@]{1,255}); (?:action: )?"
    r"(failed|delayed|delivered|relayed|expanded); (?:status: )?([245]\.[0-9]{1,3}\.[0-9]{1,3}\b[^\n]{0,200})"
)
#: What the other server said of it, in a line or two below.
_SAID = pattern(r"\n(?:[^\n]{0,200}\n)?[^\n]{0,200}\bdiagnostic: (?=[245][0-9]{2}[ -])([^\n]{1,500})")
_END = pattern(r"\n[ \t]*\n|\n--")
_MAX_VALUE = 2000


class Field(NamedTuple):
    """One field: `start` and `end` are offsets of its value in the text."""

    value: str
    start: int
    end: int


class Group:
    """The fields of one recipient by lower-case name; `report` those of the message as a whole."""

    __slots__ = ("fields",)

    def __init__(self) -> None:
        self.fields: dict[str, Field] = {}

    def __contains__(self, name: str) -> bool:
        return name in self.fields

    def text(self, name: str) -> str:
        """Return a field's value on one line, without its type ("rfc822;", "smtp;", "dns;"); "" where absent."""
        if name not in self.fields:
            return ""
        value = " ".join(self.fields[name].value.split())
        kind, _, rest = value.partition(";") if ";" in value else ("", "", "")
        return rest.strip() if kind.strip().lower() in _TYPES else value

    @property
    def address(self) -> str | None:
        """The recipient, as Final-Recipient or Original-Recipient name it; to an address inside nobody wrote."""
        final, original = self.text("final-recipient"), self.text("original-recipient")
        inside = "@" not in final or final.lower().rstrip(">").endswith(_INSIDE)
        return (original if "@" in original and inside else final or original) or None

    @property
    def reply(self) -> int | None:
        """The reply code, where it is in a field of its own, as services' events have it."""
        return int(self.fields["number"].value) if "number" in self.fields else None

    @property
    def action(self) -> str | None:
        """What became of the mail: one of the five words of RFC 3464 (section 2.3.3), whatever follows it; or None."""
        said = self.text("action").lower()
        return next((word for word in _ACTIONS if said.startswith(word)), None)


#: Of the words of an Action field, those of a copy that went through (RFC 3464, section 2.3.3).
PASSED = ("delivered", "relayed", "expanded")
_ACTIONS = ("failed", "delayed", *PASSED)
_TYPES = {
    "rfc822",
    "smtp",
    "dns",
    "x400",
    "utf-8",
    "unknown",
    "x-local",
    "x-unix",
    "local",
    "x-postfix",
    "x.400",
    "lmtp",
    "ip",
    "x-smtp",
}
#: How the names of hosts end that no other network can reach (RFC 6761, section 6.3; RFC 6762, section 3, appendix G).
_INSIDE = (".local", ".localhost", ".intranet", ".internal", ".private", ".corp", ".home", ".lan")
_RECIPIENT = {"original-recipient", "final-recipient"}
#: Of other fields it counts only that they are there.
_READ = {*_RECIPIENT, "action", "status", "diagnostic-code", "reporting-mta", "remote-mta"}
_UNREAD = Field("", 0, 0)
_PER_MESSAGE = {"reporting-mta", "received-from-mta", "arrival-date", "original-envelope-id", "dsn-gateway"}


def groups(view: View) -> tuple[Group, list[Group]]:
    """Return the per-message fields and the per-recipient groups of a text; pasted text may have lost its blank lines.

    A group counts when it says what became of a recipient: it has a Final-Recipient, or an Action or a Diagnostic-Code
    beside its Status.
    """
    text, lines = view.text, view.lines
    # Without one of these no field counts, and most texts have none.
    if not ("status" in lines or "diagnostic-code" in lines or "final-recipient" in lines or "reporting-mta" in lines):
        return Group(), _of_lines(view)
    message, found, current = Group(), [], Group()
    # The first line begins after a line break too; so offsets are one too high.
    matches = list(islice(_NAME.finditer(lines), 4 * MAX_CODES))
    if not matches:
        return message, _of_lines(view)
    ended = 0
    limits = [*(match.start() for match in matches[1:]), len(text)]
    for match, limit in zip(matches, limits, strict=True):
        name, start = match[1], match.end() - 1
        value = _UNREAD
        if name in _READ:
            said = text[start : min(limit, start + _MAX_VALUE)].rstrip()
            if "\n" in said and (stop := _END.search(said)):
                said = said[: stop.start()].rstrip()
            value = Field(said, start, start + len(said))
        if name in _PER_MESSAGE:
            message.fields.setdefault(name, value)
            ended = match.end()
            continue
        # An Action among the fields of the message says nothing of a recipient (RFC 3464, section 2.2).
        recipient = name in _RECIPIENT
        strange = recipient and bool(message.fields) and text.find("\n\n", ended, match.start()) >= 0
        known = not current.fields.keys().isdisjoint(_RECIPIENT)
        begins = name in current.fields or (recipient and known and "status" in current.fields) or strange
        if begins and not name.startswith("x-"):
            found.append(current)
            current = Group()
        current.fields.setdefault(name, value)
        ended = match.end()
    found.append(current)
    return message, [
        g for g in found if "final-recipient" in g or ("status" in g and ("action" in g or "diagnostic-code" in g))
    ]


def _of_lines(view: View) -> list[Group]:
    """Return the groups of a text each of whose recipients has a line for everything."""
    lines = view.lines
    if not ("; failed; " in lines or "; delayed; " in lines or "; action: " in lines):
        return []
    return [_of_line(match, view.text, lines) for match in islice(_LINE.finditer(lines), MAX_CODES)]


def _of_line(match: re.Match[str], text: str, lines: str) -> Group:
    """Return the group that one line makes, with what is said below it."""
    said = _SAID.match(lines, match.end())
    group, found = Group(), {"final-recipient": match.span(1), "action": match.span(2), "status": match.span(3)}
    found |= {"diagnostic-code": said.span(1)} if said else {}
    for name, (start, end) in found.items():
        group.fields[name] = Field(text[start - 1 : end - 1], start - 1, end - 1)
    return group
