"""Tables whose cells have their names beside them: lines of `key=value`, databases' vertical rows, YAML, XML.

A record that lacks a field has an empty cell for it.
"""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final, NamedTuple

from ndr_checker.base.limits import MAX_CODES, MAX_DEPTH
from ndr_checker.base.pattern import pattern
from ndr_checker.reading.tags import Tag, tags, unescaped

from .grid import FEWEST, XML, Grid, Line, lines_of
from .meant import meant

_MOST_NAMES: Final = 60
_LONGEST: Final = 4000
#: A pair as ArcSight's CEF, QRadar's LEEF, logfmt and syslog's structured data (RFC 5424) write it.
_PAIR = pattern(r'(?<![^ \t|,;\[(])([A-Za-z][\w.\-]{0,40})=(?:"((?:[^"\\]|\\.){0,2000})")?')
#: Postfix, Sendmail and Exim write records of their own (`log`).
_OF_SERVERS: Final = ("to=<", " => ", " -> ", " ** ", " == ")
#: The rules between rows of `SELECT ...\G` in MySQL and of `\x` in PostgreSQL.
_ROW = pattern(r"(?:\*{3,60} \d{1,9}\. row \*{3,60}|-\[ RECORD \d{1,9} \][-+]{0,400})[ \t]{0,9}$")
_FIELD = pattern(r"[ \t]{0,40}([A-Za-z_][\w .\-]{0,60}?)[ \t]{0,40}[:|](?: (.{0,4000}))?$")
#: An item of a list in YAML, and a field of one; `>-` and `|` say that the value is on the lines below.
_ITEM = pattern(r"( {0,40})- ([A-Za-z_][\w .\-]{0,60}):(?: (.{0,4000}))?$")
_ITEMS = pattern(r"\n {0,40}- [A-Za-z_][\w .\-]{0,60}:[ \n]")
_KEY = pattern(r" {0,42}([A-Za-z_][\w .\-]{0,60}):(?: (.{0,4000}))?$")
_QUOTES: Final = frozenset("\"'")
_BELOW: Final = frozenset((">", ">-", ">+", "|", "|-", "|+"))
#: What HTML has and records in XML don't.
_OF_HTML = pattern(r"<(?:html|body|table|td|div|br|p)[ />]")


class Record(NamedTuple):
    """The fields of a record by name, and where it begins and ends."""

    fields: dict[str, str]
    start: int
    end: int


def recorded(text: str, start: int, end: int) -> Iterator[Grid]:
    """Yield the table that the records of a text make, those of the first way of writing them that it has."""
    piece = text[start:end]
    if XML.match(piece):
        if not _OF_HTML.search(piece):
            yield from _grid(list(islice(_elements(piece, start), MAX_CODES)), exact=False)
    elif ". row **" in piece or "-[ RECORD " in piece:
        yield from _grid(list(_vertical(text, start, end)), exact=True)
    elif "- " in piece and _ITEMS.search("\n" + piece):
        yield from _grid(list(_listed(text, start, end)), exact=False)
    elif not any(mark in piece for mark in _OF_SERVERS):  # a mail server's log is read as text if it isn't understood
        keyed = _grid(list(_keyed(text, start, end)), exact=True)
        yield from (grid for grid in keyed if meant(grid.names, [row.values for row in grid.rows]))


def _grid(records: Sequence[Record], *, exact: bool) -> Iterator[Grid]:
    names = list(dict.fromkeys(name for record in records for name in record.fields))[:_MOST_NAMES]
    if len(names) >= FEWEST:
        rows = [Line([one.fields.get(name, "") for name in names], one.start, one.end) for one in records]
        yield Grid(names, rows, records[0].start, records[-1].end, exact)


def _keyed(text: str, start: int, end: int) -> Iterator[Record]:
    for line, at, stop in lines_of(text, start, end):
        if line.count("=") < FEWEST:
            continue
        pairs = list(islice(_PAIR.finditer(line[:_LONGEST]), _MOST_NAMES))
        ends = [*(pair.start() for pair in pairs), len(line)][1:]
        found = {
            pair[1]: pair[2] if pair[2] is not None else line[pair.end() : below].strip(" \t|,;])")
            for pair, below in zip(pairs, ends, strict=True)
        }
        if len(found) > FEWEST:
            yield Record(_labelled(found), at, stop)


def _labelled(fields: dict[str, str]) -> dict[str, str]:
    """Return the fields by the labels that CEF gives its own: `cs1Label=subject cs1=Hello`."""
    return {fields.get(f"{name}Label") or name: value for name, value in fields.items() if not name.endswith("Label")}


def _vertical(text: str, start: int, end: int) -> Iterator[Record]:
    fields: dict[str, str] | None = None
    begin = last = start
    for line, at, stop in lines_of(text, start, end):
        if _ROW.match(line):
            if fields:
                yield Record(fields, begin, last)
            fields, begin = {}, at
        elif fields is not None and (found := _FIELD.match(line)):
            fields[found[1]] = (found[2] or "").strip()
            last = stop
    if fields:
        yield Record(fields, begin, last)


def _listed(text: str, start: int, end: int) -> Iterator[Record]:
    fields: dict[str, str] = {}
    begin = last = start
    indent, level, name = -1, 0, ""
    for line, at, stop in lines_of(text, start, end):
        item = _ITEM.match(line)
        depth = len(line) - len(line.lstrip(" "))
        if fields and (depth < level or not fields[name]):  # out of a nested object, or into the one that a key has
            level = depth
        found = item or (_KEY.match(line) if fields and depth == level else None)
        if fields and line.strip() and depth <= indent:
            yield Record(_unquoted(fields), begin, last)
            fields = {}
        if item and not fields:
            begin, indent, level = at, depth, depth + 2
            name = item[2]
            fields[name] = item[3] or ""
        elif found and fields and not item:
            name = found[1]
            fields[name] = found[2] or ""
        elif fields and line.strip():
            said = "" if fields[name].strip() in _BELOW else fields[name]
            fields[name] = f"{said} {line.strip()}".strip()[:_LONGEST]
        last = stop if fields and line.strip() else last
    if fields:
        yield Record(_unquoted(fields), begin, last)


def _unquoted(fields: dict[str, str]) -> dict[str, str]:
    values = ((name, value.strip()) for name, value in fields.items())
    return {
        name: value[1:-1] if value[:1] in _QUOTES and value[1:].endswith(value[0]) else value for name, value in values
    }


class _Element:
    """An element that is open: its name, where it and its content begin, and the fields that were found in it."""

    def __init__(self, name: str, start: int, inside: int, fields: dict[str, str]) -> None:
        self.name = name
        self.start = start
        self.inside = inside
        self.fields = fields
        self.has_elements = False


def _elements(source: str, start: int) -> Iterator[Record]:
    """Yield the elements that have fields: attributes, or elements with nothing but text in them."""
    stack = [_Element("", 0, 0, {})]
    for tag in tags(source):
        if tag.name[:1] in ("", "!", "#", "?") or len(stack) > MAX_DEPTH:
            continue
        if not tag.closes:
            stack[-1].has_elements = True
            stack.append(_opened(source, tag))
        if len(stack) > 1 and (tag.closes or source[tag.end - 2] == "/"):
            one = stack.pop()
            said = unescaped(source[one.inside : tag.start]).strip() if tag.closes and not one.has_elements else ""
            if said:
                stack[-1].fields.setdefault(one.fields.pop("N", "") or one.name, " ".join(said[:_LONGEST].split()))
            if len(one.fields) >= FEWEST:
                yield Record(one.fields, start + one.start, start + tag.end)
            else:
                stack[-1].fields.update(one.fields)


def _opened(source: str, tag: Tag) -> _Element:
    name = source[tag.start + 1 : tag.start + 1 + len(tag.name)]
    given = {"N" if key == "n" else key: value for key, value in tag.attributes.items() if key != "refid"}
    return _Element(name, tag.start, tag.end, given)
