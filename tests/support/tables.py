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


def _asciidoc(table: Table) -> str:
    lines = ["".join(f"|{cell} " for cell in row).rstrip(" ") for row in table]
    return "\n".join(["[options=header]", "|===", lines[0], "", *lines[1:], "|===", ""])


def _asciidoc_cells(table: Table) -> str:
    rows = ["\n".join(f"| {cell}" for cell in row) for row in table]
    return "\n".join(["|===", "\n\n".join(rows), "|===", ""])


def _dokuwiki(table: Table) -> str:
    head, *rows = table
    return "\n".join([f"^ {' ^ '.join(head)} ^", *(f"| {' | '.join(row)} |" for row in rows), ""])


def _mediawiki(table: Table) -> str:
    head, *rows = table
    lines = [f"! {' !! '.join(head)}", *(f"|-\n| {' || '.join(row)}" for row in rows)]
    return "\n".join(['{| class="wikitable"', *lines, "|}", ""])


def _mediawiki_cells(table: Table) -> str:
    head, *rows = table
    lines = ["\n".join(f"! {name}" for name in head), *("|-\n" + "\n".join(f"| {c}" for c in row) for row in rows)]
    return "\n".join(["{|", *lines, "|}", ""])


def _ruled(table: Table) -> str:
    widths = _widths(table)
    rule = "  ".join("=" * width for width in widths)
    head, *rows = _aligned(table).splitlines()
    return "\n".join([rule, head, rule, *rows, rule, ""])


def _values(row: list[str]) -> str:
    return ", ".join("'" + cell.replace("'", "''") + "'" if cell else "NULL" for cell in row)


def _sql(table: Table) -> str:
    head, *rows = table
    lines = ["--", "-- Data of the table `mails`", "--", "", f"INSERT INTO `mails` (`{'`, `'.join(head)}`) VALUES"]
    return "\n".join([*lines, ",\n".join(f"({_values(row)})" for row in rows)]) + ";\n"


def _statements(table: Table) -> str:
    head, *rows = table
    statement = f"INSERT [dbo].[Mails] ([{'], ['.join(head)}]) VALUES"
    return "".join(f"{statement} ({_values(row)})\nGO\n" for row in rows)


def _html(table: Table) -> str:
    def row(cells: list[str], name: str) -> str:
        return "<tr>" + "".join(f"<{name}>{html.escape(cell)}</{name}>" for cell in cells) + "</tr>"

    lines = ["<html><body>", "<table>", row(table[0], "th"), *(row(cells, "td") for cells in table[1:]), "</table>"]
    return "\n".join([*lines, "</body></html>"]) + "\n"


def _turned(table: Table) -> str:
    """Return the table with a column for each mail, as spreadsheets turn it."""
    return WAYS["semicolons"]([list(line) for line in zip(*table, strict=True)])


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
    "tildes": _delimited("~"),
    "markdown": _markdown,
    "boxed": _boxed,
    "aligned": _aligned,
    "printed": _printed,
    "html": _html,
    "asciidoc": _asciidoc,
    "asciidoc-cells": _asciidoc_cells,
    "dokuwiki": _dokuwiki,
    "mediawiki": _mediawiki,
    "mediawiki-cells": _mediawiki_cells,
    "ruled": _ruled,
    "sql": _sql,
    "statements": _statements,
    "turned": _turned,
}


def _named(row: list[str], names: list[str], form: str) -> list[str]:
    return [form.format(name.replace(" ", "_"), cell) for name, cell in zip(names, row, strict=True)]


def _logfmt(table: Table) -> str:
    rows = (" ".join(_named(row, table[0], '{}="{}"')) for row in table[1:])
    return "".join(f"Nov 20 14:00:01 gw mail: {row}\n" for row in rows)


def _cef(table: Table) -> str:
    """Return records as ArcSight writes them: values have no quotation marks, and go on to the next name."""
    rows = (" ".join(_named(row, table[0], "{}={}")) for row in table[1:])
    return "".join(f"Nov 20 14:00:01 siem CEF:0|Contoso|Gateway|1.0|MSG|Message|5|{row}\n" for row in rows)


def _vertical(table: Table) -> str:
    r"""Return rows as MySQL prints them for `\G`."""
    rule = "*" * 27
    rows = ("\n".join(_named(row, table[0], "{:>20}: {}")) for row in table[1:])
    return "".join(f"{rule} {at}. row {rule}\n{row}\n" for at, row in enumerate(rows, 1))


def _expanded(table: Table) -> str:
    r"""Return rows as PostgreSQL prints them for `\x`."""
    rows = ("\n".join(_named(row, table[0], "{:<20} | {}")) for row in table[1:])
    return "".join(f"-[ RECORD {at} ]--------+---------\n{row}\n" for at, row in enumerate(rows, 1))


def _yaml(table: Table) -> str:
    rows = ("\n    ".join(_named(row, table[0], '{}: "{}"')) for row in table[1:])
    return "mails:\n" + "".join(f"  - {row}\n" for row in rows)


def _folded(table: Table) -> str:
    rows = ("\n  ".join(_named(row, table[0], "{}: >-\n      {}")) for row in table[1:])
    return "".join(f"- {row}\n" for row in rows)


def _elements(table: Table) -> str:
    rows = ("".join(_named([html.escape(cell) for cell in row], table[0], "<{0}>{1}</{0}>")) for row in table[1:])
    return "<mails>\n" + "".join(f"  <mail>{row}</mail>\n" for row in rows) + "</mails>\n"


def _attributes(table: Table) -> str:
    rows = (" ".join(_named([html.escape(cell) for cell in row], table[0], '{}="{}"')) for row in table[1:])
    return '<?xml version="1.0"?>\n<mails>\n' + "".join(f"  <mail {row}/>\n" for row in rows) + "</mails>\n"


def _clixml(table: Table) -> str:
    form = '<S N="{}">{}</S>'
    rows = ("\n".join(_named([html.escape(cell) for cell in row], table[0], form)) for row in table[1:])
    return "<Objs>\n" + "".join(f"<Obj><Props>\n{row}\n</Props></Obj>\n" for row in rows) + "</Objs>\n"


def _listed(table: Table) -> str:
    """Return the rows as the items of a list inside an answer of an API, each address in an object of its own."""

    def item(row: list[str]) -> dict[str, object]:
        named = zip(table[0], row, strict=True)
        return {name: {"address": cell} if cell.endswith(".example") else cell for name, cell in named}

    data = [item(row) for row in table[1:]]
    return json.dumps({"meta": {"status": 200, "total": len(data)}, "data": data, "fail": []})


def _kusto(table: Table) -> str:
    columns = [{"name": name, "type": "string"} for name in table[0]]
    return json.dumps({"tables": [{"name": "PrimaryResult", "columns": columns, "rows": table[1:]}]})


def _nested(table: Table) -> str:
    """Return records in YAML, of which the later half of the fields is in an object of its own."""
    half = len(table[0]) // 2
    rows = (_named(row, table[0], '{}: "{}"') for row in table[1:])
    items = ("\n  ".join((*row[:half], "more:", *(f"  {field}" for field in row[half:]))) for row in rows)
    return "".join(f"- {item}\n" for item in items)


def _rows(table: Table) -> str:
    return json.dumps(table, indent=1)


def _by_column(table: Table) -> str:
    return json.dumps({name: [row[at] for row in table[1:]] for at, name in enumerate(table[0])})


#: The ways in which the cells have their names beside them or in a list, by name.
NAMED: Mapping[str, Callable[[Table], str]] = {
    "logfmt": _logfmt,
    "cef": _cef,
    "vertical": _vertical,
    "expanded": _expanded,
    "yaml": _yaml,
    "folded": _folded,
    "elements": _elements,
    "attributes": _attributes,
    "clixml": _clixml,
    "listed": _listed,
    "kusto": _kusto,
    "nested": _nested,
    "rows": _rows,
    "by-column": _by_column,
}
