"""Tables in pasted text: with bars as Markdown and databases print them, in HTML, aligned by blanks, a cell a line.

What a table is about is not asked here. Its cells come with the place of their row, so that evidence can be shown.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby, islice, pairwise
from typing import TYPE_CHECKING, Final

from ndr_checker.base.pattern import pattern
from ndr_checker.reading.plain import REFERENCE

from . import delimited
from .delivery import address
from .grid import FEWEST, POINTED, XML, Grid, Line, lines_of, paired
from .meant import meant
from .named import is_named

if TYPE_CHECKING:
    from ndr_checker.reading.tags import Tag

#: Lines, cells and rows that are looked at.
_MOST_CELLS: Final = 60
_LONGEST: Final = 20_000
#: Lines that are looked at for the names of columns, and lines that one row may have.
_LINES_ABOVE: Final = 60
_MOST_LINES: Final = 20
#: The marks that databases and consoles draw tables with, as ASCII has them.
_DRAWN: Final = dict.fromkeys(range(0x2500, 0x2580), "-") | dict.fromkeys(map(ord, "│┃║"), "|")
#: Two bars in a line, as two lines of a table have at least.
_BARS = pattern(r"\|[^|\n]{0,999}\|")
_DRAWING = pattern("[\u2500-\u257f]")
_RULE: Final = "-=+|: \t"
_NUMBERED = pattern("[0-9]")
_BAR = pattern(r"(?<!\\)\|")
_COLUMN = pattern(r"[^ \t\n]+(?:[ ][^ \t\n]+)*")
#: A cell that begins with its column's name.
_LABEL = pattern(r"([^\W\d][\w .\-]{0,40}):(?=[ \t]|$)")
#: What is between columns: a run of blanks inside a line.
_GAP = pattern(r"  (?<=[^ \t\n]  ) *[^ \t\n]")
#: Gaps of the smallest table: two below the names of its columns, one in its row.
_FEWEST_GAPS: Final = 3
#: A line that begins with a time, one that is an address, one that says what became of the mail to an address, and one
#: with a time and two addresses, to be found fast.
_TIMED = pattern(r"\n[ \t]{0,9}(?:\d{1,4}[./\-]\d|[A-Z][a-z]{2} \d)")
_ALONE = pattern(r"\n[ \t]{0,9}[^\s@]{1,64}@[^\s@]{1,255}[ \t]{0,9}\n")
_POINTED = pattern(rf"\n{POINTED}")
_IN_A_LINE = pattern(r"\n(?:\d|[A-Z][a-z]{2} \d)[^\n@]{1,99}@[^\n@]{1,400}@")
#: What such a list or a row of a queue begins with: "- name:", "*** 1. row", "-[ RECORD 1 ]", "--Q-ID--", "26h 3.4K",
#: "Count  Volume", "T  5 10", "20 Nov 2026 07:10:00 GMT  #".
_RECORDED = pattern(
    r"\n(?:\*{3,60} \d|-\[ R|[ \t>]{0,40}(?:-{1,9}Q(?:ueue )?-?ID|Count {1,9}Volume|T {1,9}5 {1,9}10 "
    r"|[0-9A-Za-z]{6,32}[*!]?[ \t]{1,40}\d{1,12}[ \t]{1,20}[A-Z])| {0,40}- [A-Za-z_][\w .\-]{0,60}:"
    r"|[ \t]{0,9}\d{1,4}[mhdw] {1,9}\d|\d{1,2} [A-Z][a-z]{2} \d{4} [\d:]{8} GMT {1,9}#)"
)
#: An address as a value, and the end of a name that is a recipient's.
_VALUED = pattern(r'="?[^\s@<>":=]{1,64}@')
_NAMES_RECIPIENT = pattern(r"(?:[Rr]cpt|[Rr]ecipient|duser|[Tt]o)[\w.]{0,20}$")


def grids(text: str, start: int, end: int) -> Iterator[Grid]:
    """Yield the tables of a text, in one way of writing them: those of another way may be prose."""
    piece = text[start:end]
    lines = f"\n{piece}"
    marked: tuple[tuple[Callable[[], bool], Callable[[str, int, int], Iterator[Grid]]], ...] = (
        (lambda: _may_have_records(piece, lines), _recorded),
        (lambda: "<t" in piece or "<T" in piece, _html),
        (lambda: "VALUES" in piece or "values" in piece, _inserted),
        (lambda: "|===" in piece or "{|" in piece or "^ " in piece, _marked),
        (lambda: bool(_BARS.search(piece) or (not piece.isascii() and _DRAWING.search(piece))), _barred),
        (lambda: max(map(piece.count, ",;\t")) > FEWEST, _divided),
        (lambda: "---" in piece, _printed),
        (lambda: sum(1 for _ in islice(_GAP.finditer(piece), _FEWEST_GAPS)) == _FEWEST_GAPS, _aligned),
        (lambda: bool(_ALONE.search(piece) and _TIMED.search(lines)), _stacked),
        (lambda: bool(_IN_A_LINE.search(lines)), _loose),
        (lambda: bool(_POINTED.search(lines)), _pointed),
    )
    for may_be, shape in marked:
        found = list(shape(text, start, end)) if may_be() else []
        found = [grid for grid in found if grid.names[FEWEST - 1 :]] or [*_records(found), *filter(_is_tally, found)]
        if found:
            yield from found
            return


def _records(pairs: Sequence[Grid]) -> Iterator[Grid]:
    """Yield tables of names and values that are about deliveries; others are text, such as codes and their meanings.

    One value may be a word for what became of a mail by chance, so one of the names has to call it that.
    """
    for grid in filter(None, map(paired, pairs)):
        is_stated = any(is_named(name, "state") for name in grid.names)
        if is_stated and meant(grid.names, [row.values for row in grid.rows]):
            yield grid


def _is_tally(grid: Grid) -> bool:
    """Return whether a table of two columns counts mails by what became of them."""
    columns = meant(grid.names, [row.values for row in grid.rows])
    return columns is not None and columns.is_tally


def _may_have_records(piece: str, lines: str) -> bool:
    """Return whether a text may be a queue's listing, or may have the names of its cells beside them."""
    if XML.match(piece):
        return True
    valued = islice(_VALUED.finditer(piece), _LINES_ABOVE) if piece.count("=") > FEWEST else ()
    keyed = any(_NAMES_RECIPIENT.search(piece, max(0, value.start() - 30), value.start()) for value in valued)
    return bool(keyed or _RECORDED.search(lines))


def _recorded(text: str, start: int, end: int) -> Iterator[Grid]:
    """Yield the rows of a queue, and tables whose cells have their names beside them."""
    from . import queues, records  # noqa: PLC0415 – only for such a text

    if queues.is_queue(text[start:end]):
        yield from queues.queued(text, start, end)
    else:
        yield from records.recorded(text, start, end)


def _grid(lines: list[Line], start: int, end: int, *, exact: bool = True) -> Grid:
    """Return the table whose first line names its columns, unless that is itself a row: it has an address."""
    first = lines[0].values
    labels = [_LABEL.match(cell) for cell in first]
    if all(labels):
        names = [label[1] for label in labels if label]
        if all(cell.startswith(f"{name}:") for line in lines for name, cell in zip(names, line.values, strict=False)):
            rows = [
                line._replace(values=[cell.partition(":")[2].strip() for cell in line.values[: len(names)]])
                for line in lines
            ]
            return Grid(names, rows, start, end, exact)
    if any("@" in cell and address(cell) for cell in first):
        return Grid([""] * len(first), lines, start, end, exact)
    return Grid(first, lines[1:], start, end, exact)


def _barred(text: str, start: int, end: int) -> Iterator[Grid]:
    """Yield tables whose cells have bars between them."""
    text = text.translate(_DRAWN) if _DRAWING.search(text) else text
    for is_row, block in groupby(lines_of(text, start, end), lambda line: line[0].count("|") > 1 or _is_rule(line[0])):
        lines = list(block)
        if is_row and len(lines) > 1:
            yield from _of_bars(lines)


def _is_rule(line: str) -> bool:
    return not line.strip(_RULE) and ("-" in line or "=" in line) and len(line) > 2  # noqa: PLR2004


def _of_bars(lines: Sequence[tuple[str, int, int]]) -> Iterator[Grid]:
    rows = [Line(_between_bars(line), at, stop) for line, at, stop in lines if not _is_rule(line)]
    if len(rows) < 2:  # noqa: PLR2004 – the names and a row
        return
    width, exact, more = len(rows[0].values), True, 0
    merged = rows[:1]
    for row in rows[1:]:
        values = row.values[:width]
        goes_on = not values[0] and sum(map(bool, values)) * 2 <= width and len(merged) > 1
        more = more + 1 if goes_on else 0
        if 0 < more < _MOST_LINES:  # a cell of several lines
            last = merged[-1]
            joined = [" ".join(filter(None, pair)) for pair in zip(last.values, values, strict=False)]
            merged[-1], exact = Line(joined, last.start, row.end), False
        else:
            merged.append(Line(values, row.start, row.end))
    yield _grid(merged, lines[0][1], lines[-1][2], exact=exact)


def _between_bars(line: str) -> list[str]:
    bare = line.strip()
    bare = bare.replace("||", "|") if bare.startswith("||") else bare  # names as Jira's wiki markup has them
    cells = _BAR.split(bare.removeprefix("|").removesuffix("|"))
    return [cell.strip(" \t`*{}") for cell in cells[:_MOST_CELLS]]


def _divided(text: str, start: int, end: int) -> Iterator[Grid]:
    """Yield the table whose cells have commas, semicolons or tabs between them."""
    lines = list(lines_of(text, start, min(end, start + _LONGEST)))
    for (line, at, stop), (below, _, _) in islice(pairwise(lines), _LINES_ABOVE):
        delimiter = max(",;\t", key=line.count)
        if line.count(delimiter) < FEWEST - 1 or below.count(delimiter) < FEWEST - 1:
            continue
        if (delimiter == "," and ", " in line) or (delimiter == ";" and REFERENCE.search(line)):  # a sentence
            continue
        names = [name.strip() for name in delimited.cells(line, delimiter)]
        rows: list[Line] = []
        for row in delimited.rows(text[stop + 1 : end], delimiter):
            if len(row.values) != len(names):
                break
            rows.append(Line(row.values, stop + 1 + row.start, stop + 1 + row.end))
        if rows:
            yield _grid([Line(names, at, stop), *rows], at, rows[-1].end)
            return


def _printed(text: str, start: int, end: int) -> Iterator[Grid]:
    """Yield tables with a line of hyphens below the names, as PowerShell's Format-Table prints them."""
    from . import listing  # noqa: PLC0415 – only for such a text

    for names, found in groupby(listing.tabled(text, start, end), lambda item: tuple(item.fields)):
        items = list(found)
        rows = [Line(list(item.fields.values()), item.start, item.end) for item in items]
        above = text.rfind("\n", start, text.rfind("\n", start, rows[0].start - 1)) if rows else start
        begin = text.rfind("\n", start, max(start, above)) + 1 or start
        yield Grid(list(names), rows, begin, rows[-1].end, exact=all(item.exact for item in items))


def _aligned(text: str, start: int, end: int) -> Iterator[Grid]:
    """Yield tables whose columns are two blanks apart or more."""
    for is_row, block in groupby(lines_of(text, start, end), lambda line: _has_gap(line[0])):
        lines = [line for line in block if not _is_rule(line[0])]
        if not is_row or len(lines) < 2:  # noqa: PLR2004 – the names and a row
            continue
        if _NUMBERED.search(lines[0][0]) and not _NUMBERED.search(lines[1][0]):  # a title with a date
            lines = lines[1:]
        head = list(_COLUMN.finditer(lines[0][0][:_LONGEST]))
        if len(head) < FEWEST:
            continue
        edges = [name.start() for name in head]
        rows = [Line(_below(line[:_LONGEST], edges), at, stop) for line, at, stop in lines]
        yield _grid(rows, lines[0][1], lines[-1][2])


def _has_gap(line: str) -> bool:
    return "  " in line and bool(_GAP.search(line[:_LONGEST]))


def _below(line: str, edges: list[int]) -> list[str]:
    """Return the cells of a line below columns that begin at these edges."""
    found = list(_COLUMN.finditer(line))
    if len(found) == len(edges):
        return [cell[0] for cell in found]
    cells = [""] * len(edges)
    for cell in found:
        place = max((place for place, edge in enumerate(edges) if edge <= cell.start() + 1), default=0)
        cells[place] = f"{cells[place]} {cell[0]}".strip()
    return cells


def _stacked(text: str, start: int, end: int) -> Iterator[Grid]:
    from . import copied  # noqa: PLC0415 – only for such a text

    yield from copied.stacked(text, start, end)


def _loose(text: str, start: int, end: int) -> Iterator[Grid]:
    from . import copied  # noqa: PLC0415 – only for such a text

    yield from copied.loose(text, start, end)


def _pointed(text: str, start: int, end: int) -> Iterator[Grid]:
    from . import copied  # noqa: PLC0415 – only for such a text

    yield from copied.pointed(text, start, end)


def _inserted(text: str, start: int, end: int) -> Iterator[Grid]:
    from . import sql  # noqa: PLC0415 – only for such a text

    yield from sql.inserted(text, start, end)


def _marked(text: str, start: int, end: int) -> Iterator[Grid]:
    from . import markups  # noqa: PLC0415 – only for such a text

    yield from markups.marked(text, start, end)


def _html(text: str, start: int, end: int) -> Iterator[Grid]:
    """Yield the tables of HTML source, the innermost where they are nested."""
    rows: list[Line] = []
    cells: list[str] = []
    row = table = start
    for tag, said in _of_tables(text[start:end]):
        at = start + tag.start
        if said is not None:
            cells.append(said)
        if tag.name in ("tr", "table"):
            if any(cells):
                rows.append(Line(cells, row, at))
            cells, row = [], at
        if tag.name == "table":
            if len(rows) > 1:
                yield _grid(_of_width(rows), table, start + tag.end, exact=False)
            rows, table = [], at


def _of_tables(source: str) -> "Iterator[tuple[Tag, str | None]]":
    """Yield the tags of tables, each with what the cell that it ends holds, None where it ends no cell."""
    from ndr_checker.reading.tags import tags, unescaped  # noqa: PLC0415 – only for such a text

    pieces: list[str] | None = None
    done = 0
    for tag in tags(source):
        if pieces is not None:
            pieces += (source[done : tag.start], " " if tag.name in ("br", "p", "div", "li") else "")
        done = tag.end
        if tag.name in ("td", "th", "tr", "table"):
            yield tag, None if pieces is None else " ".join(unescaped("".join(pieces)).split())
            pieces = [] if tag.name in ("td", "th") and not tag.closes else None


def _of_width(rows: Sequence[Line]) -> list[Line]:
    return [row for row in rows if len(row.values) == len(rows[0].values)]
