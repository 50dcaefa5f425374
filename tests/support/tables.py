"""One table in each way in which people paste it."""

import csv
import html
import io
import json
from collections.abc import Callable, Mapping

Table = list[list[str]]


def _delimited(delimiter: str, *, quoted: bool = False) -> Callable[[Table], str]:
    def render(table: Table) -> str:
        out = io.StringIO(newline="")
        dialect: type[csv.Dialect] = csv.unix_dialect if quoted else csv.excel
        csv.writer(out, dialect, delimiter=delimiter, lineterminator="\n").writerows(table)
        return out.getvalue()

    return render


def _markdown(table: Table) -> str:
    lines = [f"| {' | '.join(row)} |" for row in table]
    return "\n".join([lines[0], "|" + " --- |" * len(table[0]), *lines[1:]]) + "\n"


def _widths(table: Table) -> list[int]:
    return [max(map(len, cells)) for cells in zip(*table, strict=True)]


def _boxed(table: Table) -> str:
    widths = _widths(table)
    rule = "+" + "+".join("-" * (width + 2) for width in widths) + "+"
    lines = [
        "|" + "|".join(f" {cell:<{width}} " for cell, width in zip(row, widths, strict=True)) + "|" for row in table
    ]
    return "\n".join([rule, lines[0], rule, *lines[1:], rule]) + "\n"


def _aligned(table: Table) -> str:
    widths = _widths(table)
    rows = ("  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)) for row in table)
    return "\n".join(row.rstrip() for row in rows) + "\n"


def _printed(table: Table) -> str:
    widths = _widths(table)
    ruled = [table[0], ["-" * len(name) for name in table[0]], *table[1:]]
    rows = (" ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)) for row in ruled)
    return "\n" + "\n".join(row.rstrip() for row in rows) + "\n\n"


def _html(table: Table) -> str:
    def row(cells: list[str], name: str) -> str:
        return "<tr>" + "".join(f"<{name}>{html.escape(cell)}</{name}>" for cell in cells) + "</tr>"

    lines = ["<html><body>", "<table>", row(table[0], "th"), *(row(cells, "td") for cells in table[1:]), "</table>"]
    return "\n".join([*lines, "</body></html>"]) + "\n"


def json_lines(table: Table) -> str:
    """Return each row as an object on a line of its own."""
    return "".join(json.dumps(dict(zip(table[0], row, strict=True))) + "\n" for row in table[1:])


def stacked(table: Table) -> str:
    """Return each cell on a line of its own; none may be empty."""
    return "\n".join(cell for row in table for cell in row) + "\n"


#: The ways that need no cell to be filled, by name.
WAYS: Mapping[str, Callable[[Table], str]] = {
    "commas": _delimited(","),
    "quoted": _delimited(",", quoted=True),
    "semicolons": _delimited(";"),
    "tabs": _delimited("\t"),
    "bars": _delimited("|"),
    "markdown": _markdown,
    "boxed": _boxed,
    "aligned": _aligned,
    "printed": _printed,
    "html": _html,
}
