"""What PowerShell prints: a list of `Name : value` lines for each object, or a table with a line of hyphens.

Both may stand between prompts and prose, as in a transcript.
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import Final, NamedTuple

from ndr_checker.base.pattern import pattern

from .columns import Columns
from .table import Reading, Rows

_FIELD = pattern(r"([A-Za-z][\w.@-]{0,60})[ ]{0,60} : ?")
_LATER = pattern(r"\n[A-Za-z][\w.@-]{0,60}[ ]{0,60} : ")
_HYPHENS = pattern(r"(?:^|\n)[ ]{0,40}-{2,200}(?:[ ]{1,200}-{1,200}){1,60}[ \r]{0,400}(?=\n)")
_RUN = pattern(r"-+")
_CODE = pattern(r"(?<![0-9.])[45]\.[0-9]\.[0-9]{1,3}(?![0-9.])")
#: A list has so many fields at least; fewer are lines of prose with a colon.
_FEWEST: Final = 2
_MOST: Final = 100


class Object(NamedTuple):
    """One object that was printed: its fields, and where its text begins and ends."""

    fields: dict[str, str]
    start: int
    end: int


def read(text: str, start: int, end: int, defects: list[str]) -> Reading | None:
    """Return what the objects printed in a text say; None where there are none, or where prose has codes as well."""
    objects = _objects(text, start, end)
    if not objects or _CODE.search(_outside(text, start, end, objects)):
        return None
    mails = [item for item in objects if Columns(tuple(item.fields)).has_deliveries] or objects
    columns, items = _as_table(mails)
    rows = Rows(columns)
    for item in items:
        rows.add(_values(columns, item), text[item.start : item.end], item.start)
    return rows.reading(text, defects)


def printed(text: str) -> list[tuple[Columns, list[tuple[list[str], str]]]]:
    """Return the tables that the objects printed in a text make, one for each export: columns, and rows with text."""
    by_export: dict[str, list[Object]] = {}
    for item in _objects(text, 0, len(text)):
        export = Columns(tuple(item.fields)).export
        if export:
            by_export.setdefault(export.name, []).append(item)
    tables = [_as_table(items) for items in by_export.values()]
    return [
        (columns, [(_values(columns, item), text[item.start : item.end]) for item in items])
        for columns, items in tables
    ]


def _objects(text: str, start: int, end: int) -> list[Object]:
    start += text.startswith("\ufeff", start)
    found = sorted((*_listed(text, start, end), *tabled(text, start, end)), key=lambda item: item.start)
    return [item for item in found if _is_known(item)]


def _as_table(items: list[Object]) -> tuple[Columns, list[Object]]:
    names = list(dict.fromkeys(name for item in items for name in item.fields))[:_MOST]
    return Columns(names), items


def _values(columns: Columns, item: Object) -> list[str]:
    return [item.fields.get(name, "") for name in columns.given]


def _is_known(item: Object) -> bool:
    return len(item.fields) >= _FEWEST and Columns(tuple(item.fields)).export is not None


def _outside(text: str, start: int, end: int, objects: list[Object]) -> str:
    edges = [start, *(edge for item in objects for edge in (item.start, item.end)), end]
    return "\n".join(text[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True))


def _listed(text: str, start: int, end: int) -> Iterator[Object]:
    """Yield the objects that Format-List printed."""
    if not _FIELD.match(text, start, end) and not _LATER.search(text, start, end):
        return
    fields: dict[str, str] = {}
    begin = at = start
    name, colon = "", -1
    while at < end:
        stop = text.find("\n", at, end)
        stop = stop if stop >= 0 else end
        found = _FIELD.match(text, at, stop)
        place = text.rfind(":", at, found.end()) - at if found else -1
        if found and (place == colon or not fields):
            if not fields:
                begin, colon = at, place
            name = found[1]
            if name in fields:  # the next object, without a blank line
                yield Object(fields, begin, at)
                fields, begin = {}, at
            fields[name] = text[found.end() : stop].strip()
        elif fields and text[at:stop].strip() and text.startswith(" " * max(1, min(colon, 8)), at):
            fields[name] += "\n" + text[at:stop].rstrip()
        elif fields:
            yield Object(fields, begin, at)
            fields, colon = {}, -1
        at = stop + 1
    if fields:
        yield Object(fields, begin, end)


def tabled(text: str, start: int, end: int) -> Iterator[Object]:
    """Yield the rows that Format-Table printed, cut where the hyphens say that the columns begin."""
    done = start
    for match in _HYPHENS.finditer(text, start, end):
        if match.start() < done:  # a row of hyphens in the table before
            continue
        line = match.start() + (text[match.start()] == "\n")
        if line == start:  # no names above
            continue
        above = text.rfind("\n", start, line - 1) + 1 or start
        edges = [run.start() - line for run in _RUN.finditer(text, line, match.end())]
        names = _cells(text[above : line - 1], edges)
        at = match.end() + 1
        while at < end:
            stop = text.find("\n", at, end)
            stop = stop if stop >= 0 else end
            row = text[at:stop]
            if not row.strip():
                break
            yield Object(dict(zip(names, _cells(row, edges), strict=True)), at, stop)
            at = stop + 1
        done = at


def _cells(line: str, edges: list[int]) -> list[str]:
    spans = [*pairwise(edges), (edges[-1], len(line))]
    return [line[begin:end].strip() for begin, end in spans]
