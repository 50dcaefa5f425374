"""What the workspace found as text for a terminal, as Markdown for the support case, and its domains as CSV."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from ndr_checker.telling.escape import code_fence, csv_row, visible

from .answers import QUESTIONS, connectors_of, main_source
from .join import OWN

#: The page's words for whether a domain is registered; CSV and JSON have the contract's.
REGISTERED: Final = {
    "accepted": "yes",
    "covered": "yes, by MatchSubDomains",
    "subdomain": "no: your subdomain",
    "foreign": "no: not your domain",
    "unknown": "not known",
}
#: Blocks that Support lifts.
_BLOCKS: Final = ("5.7.705", "5.7.750")
_COLUMNS: Final = ("domain", "registered", "messages", "failed", "delivered", "waiting", "first", "last", "advice")


def to_text(found: dict[str, Any]) -> str:
    """Return the report for a terminal; what comes from the files is escaped."""
    return "".join(f"{line}\n" for line in _lines(found))


def _lines(found: dict[str, Any]) -> Iterator[str]:
    for answer in found["answers"]:
        yield QUESTIONS[answer["question"]]
        yield from (f"  {visible(line)}" for line in _sentences(answer["text"]))
        yield f"  ({visible(', '.join(answer['files']))})"
        yield ""
    for file in found["files"]:
        span = f", {file['first']} to {file['last']}" if file["first"] else ""
        zone = f", times: {file['zone']}" if file["zone"] else ""
        rows = f", {file['used']:,} of {file['rows']:,} rows used" if file["rows"] else ""
        yield f"{visible(file['name'])}: {visible(file['format'])}{rows}{span}{zone}"
        if file["cut"]:
            yield f"  {file['cut']}"
    missed = found["missing"] if any(file["used"] for file in found["files"]) else ()
    if missed:
        yield ""
        yield "Missing:"
    for missing in missed:
        yield f"  {missing['format']}, for: {QUESTIONS[missing['question']]}"
        yield f"    {missing['command']}"
    yield from (f"Note: {visible(defect)}" for defect in found["defects"])


def _sentences(text: str) -> list[str]:
    return text.replace(". ", ".\n").split("\n")


def to_markdown(found: dict[str, Any]) -> str:
    """Return the table for the support case; what comes from the files is in code spans."""
    lines = [
        "| domain | registered | connector | server | failed | last seen (UTC) | moved or stopped |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for row in found["domains"]:
        if not row["failed"]:
            continue
        source = main_source(row)
        cells = (
            _span(row["domain"]),
            REGISTERED[row["registered"]],
            " or ".join(map(_span, connectors_of(source))) or "unknown",
            _span(source["address"]) if source["address"] else "unknown",
            f"{row['failed']:,} of {row['messages']:,}",
            row["last"] or "unknown",
            "",
        )
        lines.append(f"| {' | '.join(cells)} |")
    return "".join(f"{line}\n" for line in lines)


def to_case(found: dict[str, Any]) -> dict[str, Any]:
    """Return what goes into the guide's case for Support: `fields` of its form, and `senders`, the domains that failed.

    Of these those are `chosen` that aren't registered: the others are for the reader to choose.
    """
    rows = [row for row in found["domains"] if row["failed"]]
    counts = {code: sum(row["codes"].get(code, 0) for row in rows) for code in _BLOCKS}
    code = max(counts, key=lambda code: (counts[code], code))
    times = [row["first_bad"] for row in rows if row["first_bad"]]
    fields = {"code": code if counts[code] else "", "first": min(times, default="")}
    return {
        "fields": {name: value for name, value in fields.items() if value},
        "senders": [
            {
                **{name: row[name] for name in ("domain", "registered", "failed", "messages", "last")},
                "connector": " or ".join(connectors_of(main_source(row))) or None,
                "server": main_source(row)["address"],
                "chosen": row["registered"] not in OWN,
            }
            for row in rows
        ],
    }


def _span(text: str) -> str:
    """Return a cell's text in a code span; a bar is written out, since after a backslash it would end the cell."""
    shown = visible(text).replace("|", r"\x7c")
    before, after = code_fence(shown)
    return f"{before}{shown}{after}"


def to_csv(found: dict[str, Any]) -> str:
    """Return the domains as CSV (RFC 4180); no cell is a formula to a spreadsheet, wherever it parts cells."""
    rows: list[Iterable[object]] = [(*_COLUMNS, "codes", "address", "connector")]
    for row in found["domains"]:
        source = main_source(row)
        codes = "; ".join(f"{code} ({count})" for code, count in row["codes"].items())
        rows.append((*(row[name] for name in _COLUMNS), codes, source["address"], "; ".join(connectors_of(source))))
    return "".join(f"{csv_row(row)}\r\n" for row in rows)


#: The forms of the command's output.
FORMS: Final[Mapping[str, Callable[[dict[str, Any]], str]]] = {
    "text": to_text,
    "json": lambda found: f"{json.dumps(found, separators=(',', ':'))}\n",
    "markdown": to_markdown,
    "csv": to_csv,
}
