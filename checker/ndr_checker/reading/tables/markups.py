"""Tables in the markup of AsciiDoc, DokuWiki and MediaWiki, whose rows may go over several lines."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from ndr_checker.base.pattern import pattern

from .grid import Grid, Line, lines_of

#: What a cell of AsciiDoc begins with: it may span others, or have a style of its own.
_CELL = pattern(r"(?:^|(?<=[ \t]))[0-9.+*<^>]{0,9}[adehlmsv]?\|")
_DOKU = pattern(r"[|^]")
#: What is between two cells of MediaWiki on one line.
_BETWEEN: Final = {"!": pattern(r"!!|\|\|"), "|": pattern(r"\|\|")}
_LONGEST: Final = 4000
#: One line of a text, without its break, and where it begins and ends.
_Placed = tuple[str, int, int]


def marked(text: str, start: int, end: int) -> Iterator[Grid]:
    """Yield the tables of a text in one of these markups."""
    piece = text[start:end]
    if "|===" in piece:
        yield from _asciidoc(text, start, end)
    elif "{|" in piece:
        yield from _mediawiki(text, start, end)
    else:
        yield from _dokuwiki(text, start, end)


def _asciidoc(text: str, start: int, end: int) -> Iterator[Grid]:
    inside: list[_Placed] | None = None
    for line in lines_of(text, start, end):
        if not line[0].startswith("|==="):
            if inside is not None:
                inside.append(line)
        elif inside is None:
            inside = []
        else:
            yield from _of_cells(inside)
            inside = None
    yield from _of_cells(inside or [])


def _of_cells(lines: Sequence[_Placed]) -> Iterator[Grid]:
    """Yield the table whose rows have as many cells as its first line, or its first lines up to an empty one."""
    cells: list[tuple[str, int, int]] = []
    in_line = above = 0
    exact = True
    for line, at, stop in lines:
        marks = list(_CELL.finditer(line))
        ends = [*(mark.start() for mark in marks), len(line)]
        if not line.strip():
            above = above or len(cells)
        elif cells and line[: ends[0]].strip():
            said, begin, _ = cells[-1]
            cells[-1], exact = (_joined(said, line[: ends[0]].strip()), begin, stop), False
        cells += ((line[mark.end() : below].strip(), at, stop) for mark, below in zip(marks, ends[1:], strict=True))
        in_line = in_line or len(cells)
    width = in_line if in_line > 1 else above
    rows = [cells[at : at + width] for at in range(0, len(cells) - width + 1, width)] if width else []
    yield from _grid([Line([cell[0] for cell in row], row[0][1], row[-1][2]) for row in rows], exact=exact)


def _mediawiki(text: str, start: int, end: int) -> Iterator[Grid]:
    rows: list[Line] | None = None
    exact = True
    for line, at, stop in lines_of(text, start, end):
        bare = line.strip()
        if bare.startswith("{|"):
            rows = [Line([], stop, stop)]
        elif rows is None:
            continue
        elif bare.startswith("|}"):
            yield from _grid([row for row in rows if row.values], exact=exact)
            rows = None
        elif bare.startswith("|-"):
            rows.append(Line([], stop, stop))
        elif bare[:1] in _BETWEEN and not bare.startswith("|+"):
            cells = [_without_attributes(cell) for cell in _BETWEEN[bare[0]].split(bare[1:])]
            values = rows[-1].values
            rows[-1] = Line(values, rows[-1].start if values else at, stop)
            values += cells
        elif bare and rows[-1].values:
            values, exact = rows[-1].values, False
            values[-1] = _joined(values[-1], bare)
            rows[-1] = rows[-1]._replace(end=stop)
    yield from _grid([row for row in rows or [] if row.values], exact=exact)


def _joined(said: str, more: str) -> str:
    """Return what a cell says that goes on in the next line."""
    return f"{said} {more}" if len(said) < _LONGEST else said


def _without_attributes(cell: str) -> str:
    attributes, _, said = cell.partition("|")
    return (said if said and "=" in attributes else cell).strip()


def _dokuwiki(text: str, start: int, end: int) -> Iterator[Grid]:
    for is_row, block in groupby(lines_of(text, start, end), lambda line: line[0][:1] in ("^", "|")):
        lines = list(block)
        if is_row and lines[0][0].startswith("^ "):
            yield from _grid([Line(_between(line), at, stop) for line, at, stop in lines], exact=True)


def _between(line: str) -> list[str]:
    return [cell.strip() for cell in _DOKU.split(line.rstrip()[1:-1])]


def _grid(rows: Sequence[Line], *, exact: bool) -> Iterator[Grid]:
    """Yield the table that these rows make, the first of which names its columns."""
    if len(rows) > 1:
        head, *others = rows
        yield Grid(head.values, others, head.start, rows[-1].end, exact)
