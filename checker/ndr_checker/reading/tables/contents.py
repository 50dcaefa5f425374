"""What one cell of a table holds: an address, an ID, a reply, a code, a time, a status, or a text of its own."""

from typing import Final

from ndr_checker.base.pattern import pattern
from ndr_checker.reading import events, log
from ndr_checker.rules.wording import ADDRESS

from . import states
from .delivery import CODE, REPLY, address

#: A reply or a code that a cell begins with, or that comes after a label, in quotation marks or in brackets.
_ANSWER = pattern(
    r"(?:^|[:;,('\"\[{=>][ \t]?|\bsaid )(?:LED=)?"
    r"(?:[245][0-7][0-9](?:[ \-](?![0-9.\-]*$)|, ?b?['\"])|[245]\.[0-9]\.[0-9]{1,3}:? [A-Z<(#])"
)
#: A status is a word or two, whatever is in brackets after it: "Sent (<1@contoso.com> Queued mail for delivery)".
_STATUS: Final = 40
#: A code in words.
CODED: Final = pattern(r"(?<![0-9.])[45]\.[0-9]\.[0-9]{1,3}(?![0-9.])")
#: How far into a cell the reply is that it says: a sentence comes to it later.
_LEAD: Final = 80
_SPLIT = pattern(r"[;,]")
_ID = pattern(r"<[^<>\s]{1,400}>$")
_DATE = pattern(r"\d{1,4}[./\-]\s?\d{1,2}[./\-]\s?\d{1,4}(?:\b|T\d)|[A-Z][a-z]{2} \d{1,2},? ")


def is_text(cell: str) -> bool:
    """Return whether a cell is a text that says by itself what became of a mail: a record, an event, a notice."""
    if log.records(cell) or (events.is_json(cell) and events.groups(cell)):
        return True
    replied = CODED.search(cell) and not REPLY.match(cell) and "LED=" not in cell
    return bool(replied) and ("\n" in cell or bool(ADDRESS.search(cell)))


def is_answer(cell: str) -> bool:
    """Return whether a cell is a reply, or comes to one soon."""
    return bool(_ANSWER.search(cell, 0, _LEAD))


def is_address(cell: str) -> bool:
    """Return whether a cell is an address, or a list of them."""
    return "@" in cell and (bool(address(cell)) or all(map(address, filter(str.strip, _SPLIT.split(cell)))))


def is_id(cell: str) -> bool:
    """Return whether a cell is the ID of a mail."""
    return bool(_ID.match(cell))


def is_code(cell: str) -> bool:
    """Return whether a cell begins with a code."""
    return bool(CODE.match(cell)) or cell[:2] == "2."


def is_time(cell: str) -> bool:
    """Return whether a cell begins with a date."""
    return bool(_DATE.match(cell))


def is_word(cell: str) -> bool:
    """Return whether a cell is short enough for a status, and has letters."""
    return len(cell.partition("(")[0]) <= _STATUS and any(map(str.isalpha, cell))


def is_flag(cell: str) -> bool:
    """Return whether a cell says yes or no."""
    return states.flag(cell) is not None


def is_status(cell: str) -> bool:
    """Return whether a cell is a word for what became of a mail."""
    return len(cell.partition("(")[0]) <= _STATUS and bool(states.action(cell, of_service=True))
