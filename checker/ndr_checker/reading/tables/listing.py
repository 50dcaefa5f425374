"""What PowerShell prints: a list of `Name : value` lines for each object, or a table with a line of hyphens.

Both may appear between prompts and prose, as in a transcript.
"""

from bisect import bisect_left
from collections.abc import Iterator
from itertools import accumulate, islice, pairwise
from typing import Final, NamedTuple

from ndr_checker.base.pattern import pattern

from .columns import Columns, export_of
from .table import Reading, Rows

#: A name, which has blanks where a report's columns are written out ("Sender Address"), and its value.
_FIELD = pattern(r"([A-Za-z][\w.@-]{0,60}(?: [\w.@-]{1,40}){0,4})[ ]{0,60} :(?: |$)")
_LATER = pattern(r"\n[A-Za-z][\w.@-]{0,60}(?: [\w.@-]{1,40}){0,4}[ ]{0,60} : ")
_HYPHENS = pattern(r"\n[ ]{0,40}-{2,200}(?:[ ]{1,200}-{1,200}){1,60}[ \r]{0,400}(?=\n)")
_RUN = pattern(r"-+")
_CODE = pattern(r"(?<![0-9.])[45]\.[0-9]\.[0-9]{1,3}(?![0-9.])")
#: A list has so many fields at least; fewer are lines of prose with a colon.
_FEWEST: Final = 2
_MOST: Final = 100
#: Characters with another width on the screen: Chinese ones, or one that an editor put in the place of three dots.
_WIDTHS: Final[tuple[dict[str, int], ...]] = ({"W": 2, "F": 2}, {"…": 3}, {"…": 3, "W": 2, "F": 2})
#: Objects read of one text: each takes a dozen times as much memory as its lines.
_MOST_OBJECTS: Final = 100_000


class Object(NamedTuple):
    """One object that was printed: its fields, where its text begins and ends, and whether that has them as they are.

    It hasn't where a table wrapped them.
    """

    fields: dict[str, str]
    start: int
    end: int
    exact: bool = True


def read(text: str, start: int, end: int, defects: list[str]) -> Reading | None:
    """Return what the objects printed in a text say; None where there are none, or where prose has codes as well."""
    objects, end = _bounded(_objects(text, start, end), end, defects)
    if not objects or _CODE.search(_outside(text, start, end, objects)):
        return None
    exports = map(export_of, (item.fields for item in objects))
    mails = [item for item, export in zip(objects, exports, strict=True) if export and export.rows == "deliveries"]
    mails = mails or objects
    columns, items = _as_table(mails)
    exact = all(item.exact for item in items)
    rows = Rows(columns)
    for item in items:
        values = _values(columns, item)
        rows.add(values, text[item.start : item.end] if exact else "\n".join(values), item.start)
    return rows.reading(text, defects, decoded=not exact)


def _bounded(objects: list[Object], end: int, defects: list[str]) -> tuple[list[Object], int]:
    """Return as many objects as are read, and where the text ends that they are in."""
    if len(objects) <= _MOST_OBJECTS:
        return objects, end
    defects.append(f"There are more than {_MOST_OBJECTS:,} objects; the rest weren't read.")
    return objects[:_MOST_OBJECTS], objects[_MOST_OBJECTS].start


def printed(text: str) -> list[tuple[Columns, list[tuple[list[str], str]]]]:
    """Return the tables that the objects printed in a text make, one for each export: columns, and rows with text."""
    by_export: dict[str, list[Object]] = {}
    for item in _objects(text, 0, len(text)):
        export = export_of(item.fields)
        if export:
            by_export.setdefault(export.name, []).append(item)
    tables = [_as_table(items) for items in by_export.values()]
    return [
        (columns, [(_values(columns, item), text[item.start : item.end]) for item in items])
        for columns, items in tables
    ]


def _objects(text: str, start: int, end: int) -> list[Object]:
    start += text.startswith("\ufeff", start)
    ways = (islice(way(text, start, end), _MOST_OBJECTS + 1) for way in (_listed, tabled))
    found = sorted((item for way in ways for item in way), key=lambda item: item.start)
    return [item for item in found if _is_known(item)]


def _as_table(items: list[Object]) -> tuple[Columns, list[Object]]:
    names = list(dict.fromkeys(name for item in items for name in item.fields))[:_MOST]
    return Columns(names), items


def _values(columns: Columns, item: Object) -> list[str]:
    return [item.fields.get(name, "") for name in columns.given]


def _is_known(item: Object) -> bool:
    return len(item.fields) >= _FEWEST and export_of(item.fields) is not None


def _outside(text: str, start: int, end: int, objects: list[Object]) -> str:
    edges = [start, *(edge for item in objects for edge in (item.start, item.end)), end]
    return "\n".join(text[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True))


def _listed(text: str, start: int, end: int) -> Iterator[Object]:
    """Yield the objects that Format-List printed."""
    if not _FIELD.match(text, start, end) and not _LATER.search(text, start, end):
        return
    fields: dict[str, list[str]] = {}
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
                yield _object(fields, begin, at)
                fields, begin = {}, at
            fields[name] = [text[found.end() : stop].strip()]
        elif fields and text[at:stop].strip() and text.startswith(" " * max(1, min(colon, 8)), at):
            fields[name].append(text[at:stop].rstrip())
        elif fields:
            yield _object(fields, begin, at)
            fields, colon = {}, -1
        at = stop + 1
    if fields:
        yield _object(fields, begin, end)


def _object(fields: dict[str, list[str]], start: int, end: int) -> Object:
    return Object({name: "\n".join(lines) for name, lines in fields.items()}, start, end)


def tabled(text: str, start: int, end: int) -> Iterator[Object]:
    """Yield the rows that Format-Table printed, cut where the hyphens say that the columns begin."""
    done = start
    for match in _HYPHENS.finditer(text, start, end):
        if match.start() < done:  # a row of hyphens in the table before
            continue
        line = match.start() + 1
        above = text.rfind("\n", start, line - 1) + 1 or start
        edges = [run.start() - line for run in _RUN.finditer(text, line, match.end())]
        names = _cells(text[above : line - 1], edges)
        at = match.end() + 1
        last: Object | None = None
        while at < end:
            stop = text.find("\n", at, end)
            stop = stop if stop >= 0 else end
            row = text[at:stop]
            if not row.strip():
                break
            fields = dict(zip(names, _cells(row, edges), strict=True))
            if last and _goes_on(fields):
                last = Object(_joined(last.fields, fields, edges), last.start, stop, exact=False)
            else:
                if last:
                    yield last
                last = Object(fields, at, stop)
            at = stop + 1
        if last:
            yield last
        done = at


def _goes_on(fields: dict[str, str]) -> bool:
    """Tell whether a line has more of the cells above it, as Format-Table -Wrap prints them."""
    first, *others = fields.values()
    return not first and sum(map(bool, others)) * 2 <= len(fields)


def _joined(fields: dict[str, str], more: dict[str, str], edges: list[int]) -> dict[str, str]:
    """Return the cells of two lines as one: a word that fills its column was cut."""
    widths = [end - begin - 1 for begin, end in pairwise(edges)]
    cut = {name for name, width in zip(fields, widths, strict=False) if len(fields[name]) == width}
    return {name: f"{said}{'' if name in cut else ' '}{more[name]}".strip() for name, said in fields.items()}


def _cells(line: str, edges: list[int]) -> list[str]:
    if not line.isascii() and not _fits(line, edges):
        shifted = (_in_characters(line, edges, widths) for widths in _WIDTHS)
        edges = next((places for places in shifted if _fits(line, places)), edges)
    starts = [_start(line, edge) for edge in edges]
    return [line[begin:end].strip() for begin, end in (*pairwise(starts), (starts[-1], len(line)))]


def _fits(line: str, edges: list[int]) -> bool:
    return all(edge < len(line) and line[max(0, edge - 1)] == " " for edge in edges[1:])


def _start(line: str, edge: int) -> int:
    """Return where a cell begins: its word, or the one before it, may go beyond the edge of its column."""
    if not 0 < edge < len(line) or line[edge - 1] == " " or line[edge] == " ":
        return edge
    word, blank = line.rfind(" ", 0, edge) + 1, f"{line} ".find(" ", edge)
    return blank if blank < 2 * edge - word else word


def _in_characters(line: str, edges: list[int], widths: dict[str, int]) -> list[int]:
    """Return the edges of columns on a screen as places in a line, whose characters have these widths by their kind."""
    from unicodedata import east_asian_width  # noqa: PLC0415 – only for such a text

    wide = (widths.get(mark) or widths.get(east_asian_width(mark), 1) for mark in line)
    columns = list(accumulate(wide, initial=0))
    return [bisect_left(columns, edge) for edge in edges]
