"""Tables whose columns say nothing of deliveries: what of them is read, and which are left out.

A column may hold texts: the lines of a log that a collector exported, an event in JSON, a notice in a ticket. Each is
read without the cells beside it, whose addresses are those of owners, hosts and requesters. The titles of bugs and
tickets only mention what they quote. Versions, chapters and article numbers aren't codes.
"""

from collections.abc import Sequence
from typing import Final, Literal, NamedTuple

from ndr_checker.base.normalise import normalise
from ndr_checker.base.pattern import pattern
from ndr_checker.rules import wording
from ndr_checker.rules.catalogue import lookup
from ndr_checker.rules.phrases import names as names_meaning

from .contents import CODED, is_text
from .delivery import REPLY, address
from .meant import MOST_COLUMNS, SAMPLE, Table
from .named import OF_MAIL, is_named, tokens

#: What a verdict says of a table that isn't about mail.
FOREIGN: Final = "A table was left out: none of its columns is about the delivery of mail."
#: What could be taken for a refusal, and how far it is looked for.
_SEEN = pattern(r"(?<![0-9.])[245](?:\.[0-9]{1,3}\.[0-9]|[0-5][0-9](?![0-9]))")
_LOOKED: Final = 64 * 1024
_NUMBER = pattern(r"[45][0-5][0-9]$")
#: A record of a log, or a program's error: a table with these is read as text.
_LOGGED = pattern(
    r"LED=|\bto=<|\bdsn=[245]|\bstatus=[a-z]|\bstat=| (?:\*\*|==) \S"
    r"|\b(?:NDR|DSN|SMTP|[Ee]rror)[ :=#]{1,3}[45]\.[0-9]\.[0-9]|\bDCID [0-9]|\bSMTP (?:[Ee]rror|code)"
)
#: A reply and words, as a sentence quotes it.
_QUOTED = pattern(r"(?<![0-9.\-])[45][0-7][0-9] [45]\.[0-9]\.[0-9]{1,3} [A-Za-z]")
#: Columns of which even a bare number is a reply's.
_OF_SMTP: Final = frozenset(("smtp", "dsn", "ndr", "mta"))


class Foreign(NamedTuple):
    """What to read of a table that says nothing of deliveries: cells, each with the number of its row, and as what.

    `role`: `texts` are read as if each had been pasted alone; `titles` only mention what they quote; where all of the
    table is `told`, its text is read as it is, but nothing in it shows whose mail was refused.
    """

    role: Literal["texts", "titles", "told"]
    cells: list[tuple[int, str]]


def read(text: str, names: Sequence[str], rows: Sequence[Sequence[str]]) -> Foreign | None:
    """Return what to read of a table that says nothing of deliveries; None where it is text like any other.

    `text` is the table as it was written.
    """
    seen = text[:_LOOKED]
    if len(names) > MOST_COLUMNS or not (_SEEN.search(seen) or wording.FAILED.search(normalise(seen))):
        return None
    table = Table(names, rows[:SAMPLE])
    is_of_numbers = bool(table.numbered) and not table.coded
    if not all(map(_is_name, names)) and (any(names) or not is_of_numbers):
        return None
    worded = [place for place in table.free if any(map(_is_worded, table.cells[place]))]
    place = next(iter((*table.texts, *worded)), None)
    if place is not None and (table.addresses or '""' in seen):
        held = ((at, row[place]) for at, row in enumerate(rows) if place < len(row))
        return Foreign("texts", [(at, cell) for at, cell in held if cell and ("\n" not in cell or is_text(cell))])
    is_glossary = _is_glossary(table)
    of_mail = any(word.startswith(OF_MAIL) for name in names for word in tokens(name))
    if of_mail or (not is_glossary and _is_of_server(table)):
        return None
    if not is_glossary and (worded or table.answered):
        return Foreign("told", [])
    mails = table.subjects if table.addresses else ()  # what a mail's sender wrote, and no title
    places = [place for place in range(len(names)) if place not in mails]
    cells = ((at, row[place]) for at, row in enumerate(rows) for place in places if place < len(row))
    return Foreign("titles", [(at, cell) for at, cell in cells if _QUOTED.search(cell)])


def _is_of_server(table: Table) -> bool:
    """Return whether any cell, but those of a subject, holds a code in its column or what a mail server logs.

    A list of codes calls their column just that; those of rooms and articles say whose they are. Parts have codes, too,
    so some word in the table has to be one of mail.
    """
    cells = [cell for place in table.free for cell in table.cells[place]]
    numbered = any(
        _NUMBER.match(cell)
        for place in table.free
        if not _OF_SMTP.isdisjoint(tokens(table.names[place]))
        for cell in table.cells[place]
    )
    listed = any(
        is_named(table.names[place], "code") and not tokens(table.names[place])[1:] for place in table.numbered
    )
    listed = listed and any(_is_of_mail(cell) for cell in (*table.names, *cells))
    return listed or bool(table.coded) or numbered or any(map(_LOGGED.search, cells))


def _is_of_mail(cell: str) -> bool:
    low = normalise(cell)
    return bool(wording.OF_MAIL.search(low) or wording.RECIPIENT.search(low))


def _is_glossary(table: Table) -> bool:
    """Return whether most rows have the same reply twice: in two languages, as expected and as given."""
    replies = ([found[0] for cell in row if (found := REPLY.match(cell.strip()))] for row in table.rows)
    return 2 * sum(len(said) > len(set(said)) for said in replies) > len(table.rows)


def _is_worded(cell: str) -> bool:
    """Return whether a cell has a code and words of its page, of a program's error about SMTP, or of a failure."""
    codes = [said[0] for said in CODED.finditer(cell)]
    if not codes:
        return False
    entries = filter(None, map(lookup, codes))
    return (
        "SMTP" in cell
        or any(names_meaning(entry, cell) for entry in entries)
        or bool(wording.FAILED.search(normalise(cell)))
    )


def _is_name(name: str) -> bool:
    return name == "#" or (any(map(str.isalpha, name)) and len(name) <= 60 and not address(name) and "=" not in name)  # noqa: PLR2004
