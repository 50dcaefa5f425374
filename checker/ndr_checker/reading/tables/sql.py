"""The rows that a database's dump or a script of SQL inserts."""

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Final, NamedTuple

from ndr_checker.base.limits import MAX_CODES
from ndr_checker.base.pattern import pattern

from .grid import Grid, Line

#: "INSERT INTO `queue` (`id`, `to`) VALUES (", "INSERT [dbo].[Mail] ([Id]) VALUES (", "REPLACE INTO queue VALUES (".
_INSERT = pattern(
    r"\b(?:INSERT|REPLACE)\s(?:(?:IGNORE|INTO)\s){0,2}[\w`\"\[][^\s()]{0,120}\s{0,9}(?:\(([^()]{1,4000})\)\s{0,9})?"
    r"VALUES\s{0,9}(?=\()",
    re.IGNORECASE,
)
#: A string, in which its quotation mark is doubled or escaped; a number, a word or a call; and what follows.
_STRING = pattern(r"\s*+[NE]?'((?:[^'\\]|\\.|'')*+)'\s*+([,)])", re.DOTALL)
_BARE = pattern(r"([^,()']*+(?:\([^()']*+\))?+)([,)])")
_NEXT = pattern(r"\s{0,40},\s{0,40}(?=\()")
_ESCAPED = pattern(r"''|\\(.)", re.DOTALL)
_PLAIN: Final = {"n": "\n", "r": "\n", "t": " "}
_QUOTES: Final = ' \t\n`"[]'


class _Inserted(NamedTuple):
    """One row with the names that its statement gives the columns; `exact` where no mark in it was escaped."""

    names: tuple[str, ...]
    row: Line
    exact: bool


def inserted(text: str, start: int, end: int) -> Iterator[Grid]:
    """Yield the tables that statements insert rows into: those with the same columns, one after the other, are one."""
    for names, block in groupby(_rows(text, start, end), lambda one: one.names):
        found = list(block)
        rows = [one.row for one in found]
        yield Grid(list(names), rows, rows[0].start, rows[-1].end, exact=all(one.exact for one in found))


def _rows(text: str, start: int, end: int) -> Iterator[_Inserted]:
    at = start
    while statement := _INSERT.search(text, at, end):
        named = [name.strip(_QUOTES) for name in (statement[1] or "").split(",")]
        begin, at = statement.start(), statement.end()
        more: re.Match[str] | None = statement
        while more:
            row = _row(text, at, end)
            if not row:  # whatever comes after a row that was cut may be inside its string
                return
            raw, at = row
            values = [_ESCAPED.sub(_unescaped, value) for value in raw]
            names = tuple(named) if statement[1] else ("",) * len(values)
            yield _Inserted(names, Line(values, begin, at), raw == values)
            more = _NEXT.match(text, at, end)
            begin = at = more.end() if more else at


def _row(text: str, at: int, end: int) -> tuple[list[str], int] | None:
    """Return the values in parentheses, strings as they are written, and where they end; None where they are cut."""
    values: list[str] = []
    at += 1
    while len(values) < MAX_CODES:
        string = _STRING.match(text, at, end)
        value = string or _BARE.match(text, at, end)
        if not value:
            break
        said = value[1] if string else value[1].strip()
        values.append("" if said.upper() == "NULL" else said)
        at = value.end()
        if value[2] == ")":
            return values, at
    return None


def _unescaped(match: re.Match[str]) -> str:
    return _PLAIN.get(match[1], match[1]) if match[1] else "'"
