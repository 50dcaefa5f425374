"""What a mail server prints of its queue: each recipient that waits, with the reason given for it.

Postfix's and Sendmail's `mailq`: a line for each mail, the reason in parentheses, then the recipients that it is for.
qmail's `qmail-qread`: a line for each mail, then `local` or `remote` before its recipients, `done` before that.
Exim's `exim -bp`: a line for each mail, `*** frozen ***` behind or below it if Exim gave up trying, then its
recipients, `D` before those that have the mail. Postfix's `mailq` has `!` behind the ID of a mail on hold.
Exim's `exiqsumm` and Postfix's `qshape`: how many mails wait for each domain, as Exchange's Get-Queue says it.
"""

from collections.abc import Iterator
from typing import Final

from ndr_checker.base.pattern import pattern

from .grid import Grid, Line, lines_of

NAMES: Final = ("Queue ID", "Sender", "Recipient", "Status", "Reason")
#: The columns of Get-Queue.
COUNTED: Final = ("NextHopDomain", "MessageCount", "Status")
#: The heads of `exiqsumm` and `qshape`, and their lines: how many mails, and for which domain.
_SUMMED = pattern(r"\n[ \t>]{0,40}(?:Count {1,9}Volume {1,9}Oldest {1,9}Newest|T {1,9}5 {1,9}10 {1,9}20 {1,9}40)")
_SUM = pattern(
    r"[ \t>]{0,40}(?:(?P<exim>\d{1,9}) {1,20}[\d.]{1,12}(?:[KMG]B?)? {1,20}\d{1,4}[smhdw] {1,20}\d{1,4}[smhdw] {1,20}"
    r"(?P<to>[\w.\-]{1,253})|(?P<domain>[\w.\-]{1,253}) {1,40}(?P<postfix>\d{1,9})(?: {1,20}\d{1,9}){5,20})[ \t]{0,9}$"
)
_TOTAL: Final = "TOTAL"
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
    r"[ \t>]{0,40}(?:(?P<id>[0-9A-Za-z]{6,32})(?P<marks>[*!#\-+?XDMlM]{0,2})[ \t]{1,40}"
    r"(?:\(?[\w \t]{0,40}\)?[ \t]{1,9})?\d{1,12}[ \t]{1,20}"
    r"[A-Z][a-z]{2} [A-Z][a-z]{2} {1,2}\d{1,2} \d\d:\d\d(?::\d\d)?[ \t]{1,20}"
    r"|\d{1,4}[mhdw] {1,9}[\d.]{1,9}[KMG]? {1,9}(?P<exim>[\w\-]{10,40}) {1,4}"
    r"|\d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT {1,9}#(?P<qmail>\d{1,12}) {1,9}\d{1,12} {1,9})"
    r"<?(?P<sender>[^\s<>]{0,320})"
)
#: What shows that nobody tries to deliver a mail: Exim's words, and Postfix's mark behind its ID.
_FROZEN: Final = "*** frozen ***"
_ON_HOLD: Final = "!"
_REASON = pattern(r"[ \t>]{0,80}\((.{1,2000})\)[ \t]{0,9}$")
_RECIPIENT = pattern(
    r"(?P<set_in>[ \t>]{0,99})(?P<done>D |done)?[ \t]{0,9}(?:(?:local|remote)[ \t]{1,9})?"
    r"<?(?P<address>[^\s<>@()]{1,64}@[^\s<>()]{1,255})>?[ \t]{0,9}$"
)


def is_queue(piece: str) -> bool:
    """Return whether a text may be the listing of a queue."""
    if ("-Size-" in piece and _HEADED.search(piece)) or _SIZED.search("\n" + piece) or _SUMMED.search("\n" + piece):
        return True
    return "<" in piece and bool(_AGED.search("\n" + piece) or _NUMBERED.search(piece))


def queued(text: str, start: int, end: int) -> Iterator[Grid]:
    """Yield the table of the recipients in a queue, a row each; its lines end with the last of them.

    Of those that are only counted, a row for each domain.

    Where somebody's copy has lost its columns, an address alone is a recipient right below the mail or another one.
    """
    sums = _SUMMED.search(f"\n{text[start:end]}")
    if sums:
        yield from _summed(text, start + sums.start(), end)
        return
    rows: list[Line] = []
    mail = reason = sender = ""
    state = "deferred"
    first = last = begin = start
    below = False
    for line, at, stop in lines_of(text, start, end):
        is_below, below = below, True
        found = _MAIL.match(line)
        if found:
            mail, sender, reason = found["id"] or found["exim"] or found["qmail"], found["sender"], ""
            state = "frozen" if _FROZEN in line else "on hold" if _ON_HOLD in (found["marks"] or "") else "deferred"
            first, begin = (at if not rows else first), at
        elif mail and (said := _REASON.match(line)):
            reason, begin = said[1], at
        elif mail and (named := _RECIPIENT.match(line)) and (is_below or named["set_in"]):
            became = "delivered" if named["done"] else state
            rows.append(Line([mail, sender, named["address"], became, reason], begin, stop))
            last = stop
        elif mail and _FROZEN in line:
            state = "frozen"
        else:
            below = False
    if rows:
        head = _HEADED.search(text, start, first)
        yield Grid(list(NAMES), rows, text.rfind("\n", start, head.start()) + 1 if head else first, last)


def _summed(text: str, start: int, end: int) -> Iterator[Grid]:
    """Yield the table of the domains that mails wait for, or just their total, since a list may have been cut short."""
    found = ((_SUM.match(line), at, stop) for line, at, stop in lines_of(text, start, end))
    sums = [
        Line([row["to"] or row["domain"], row["exim"] or row["postfix"], "Retry"], at, stop)
        for row, at, stop in found
        if row
    ]
    rows = [row for row in sums if row.values[0] == _TOTAL] or sums
    if rows:
        yield Grid(list(COUNTED), rows, start, rows[-1].end, exact=False)
