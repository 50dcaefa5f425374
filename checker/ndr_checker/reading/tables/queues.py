"""What a mail server prints of its queue: each recipient that waits, with the reason given for it.

Postfix's and Sendmail's `mailq`: a line for each mail, the reason in parentheses, then the recipients that it is for.
qmail's `qmail-qread`: a line for each mail, then `local` or `remote` before its recipients, `done` before that.
Exim's `exim -bp`: a line for each mail, then its recipients, `D` before those that have the mail.
"""

from collections.abc import Iterator
from typing import Final

from ndr_checker.base.pattern import pattern

from .grid import Grid, Line, lines_of

NAMES: Final = ("Queue ID", "Sender", "Recipient", "Status", "Reason")
#: The heads that mailq prints, how a mail begins below it, and how one of Exim's queue does: its age, size, ID, sender.
_HEADED = pattern(r"-{1,9}Q(?:ueue )?-?ID-{1,9}[ \t][- ]{0,9}-Size-")
_SIZED = pattern(
    r"\n[ \t>]{0,40}[0-9A-Za-z]{6,32}[*!]?[ \t]{1,40}\d{1,12}[ \t]{1,20}[A-Z][a-z]{2} [A-Z][a-z]{2} {1,2}\d{1,2} "
    r"\d\d:\d\d(?::\d\d)?[ \t]{1,20}<?[^\s<>@]{1,64}@"
)
_NUMBERED = pattern(r" GMT {1,9}#\d{1,12} {1,9}\d{1,12} {1,9}<")
_AGED = pattern(r"\n[ \t]{0,9}\d{1,4}[mhdw] {1,9}[\d.]{1,9}[KMG]? {1,9}[\w\-]{10,40} {1,4}<")
#: A mail in a queue: its ID, size, time and sender.
_MAIL = pattern(
    r"[ \t>]{0,40}(?:(?P<id>[0-9A-Za-z]{6,32})[*!#\-+?XDMlM]{0,2}[ \t]{1,40}(?:\(?[\w \t]{0,40}\)?[ \t]{1,9})?\d{1,12}"
    r"[ \t]{1,20}[A-Z][a-z]{2} [A-Z][a-z]{2} {1,2}\d{1,2} \d\d:\d\d(?::\d\d)?[ \t]{1,20}"
    r"|\d{1,4}[mhdw] {1,9}[\d.]{1,9}[KMG]? {1,9}(?P<exim>[\w\-]{10,40}) {1,4}"
    r"|\d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT {1,9}#(?P<qmail>\d{1,12}) {1,9}\d{1,12} {1,9})"
    r"<?(?P<sender>[^\s<>]{0,320})"
)
_REASON = pattern(r"[ \t>]{0,80}\((.{1,2000})\)[ \t]{0,9}$")
_RECIPIENT = pattern(
    r"(?P<set_in>[ \t>]{0,99})(?P<done>D |done)?[ \t]{0,9}(?:(?:local|remote)[ \t]{1,9})?"
    r"<?(?P<address>[^\s<>@()]{1,64}@[^\s<>()]{1,255})>?[ \t]{0,9}$"
)


def is_queue(piece: str) -> bool:
    """Return whether a text may be the listing of a queue."""
    if ("-Size-" in piece and _HEADED.search(piece)) or _SIZED.search("\n" + piece):
        return True
    return "<" in piece and bool(_AGED.search("\n" + piece) or _NUMBERED.search(piece))


def queued(text: str, start: int, end: int) -> Iterator[Grid]:
    """Yield the table of the recipients in a queue, a row each; its lines end with the last of them.

    Where somebody's copy has lost its columns, an address alone is a recipient right below the mail or another one.
    """
    rows: list[Line] = []
    mail = reason = sender = ""
    first = last = begin = start
    below = False
    for line, at, stop in lines_of(text, start, end):
        is_below, below = below, True
        found = _MAIL.match(line)
        if found:
            mail, sender, reason = found["id"] or found["exim"] or found["qmail"], found["sender"], ""
            first, begin = (at if not rows else first), at
        elif mail and (said := _REASON.match(line)):
            reason, begin = said[1], at
        elif mail and (named := _RECIPIENT.match(line)) and (is_below or named["set_in"]):
            state = "delivered" if named["done"] else "deferred"
            rows.append(Line([mail, sender, named["address"], state, reason], begin, stop))
            last = stop
        else:
            below = False
    if rows:
        head = _HEADED.search(text, start, first)
        yield Grid(list(NAMES), rows, text.rfind("\n", start, head.start()) + 1 if head else first, last)
