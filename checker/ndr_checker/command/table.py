"""Verdicts as CSV (RFC 4180), one a line."""

from typing import Final

from ndr_checker.telling.escape import csv_row
from ndr_checker.verdict import Verdict

#: Named as in the JSON; a list has spaces between its words.
_COLUMNS: Final = (
    *("source", "kind", "code", "reply", "meaning", "certainty", "title", "permanence", "blocked", "acts", "lifted_by"),
    *("whose", "severity", "recipient", "recipients", "sender", "sender_domain", "time", "server", "id", "page"),
    "defects",
)


def head() -> str:
    """Return the names of the columns as a line."""
    return csv_row(_COLUMNS)


def row(verdict: Verdict) -> str:
    """Return a verdict as a line; no cell is a formula to a spreadsheet, and none has a newline."""
    sender = verdict.sender
    values = {
        **verdict._asdict(),
        "acts": " ".join(verdict.acts),
        "lifted_by": " ".join(verdict.lifted_by),
        "recipient": verdict.recipients[0].address if verdict.recipients else None,
        "recipients": len(verdict.recipients),
        "sender": sender.address if sender else None,
        "sender_domain": sender.domain if sender else None,
        "page": verdict.entry.page if verdict.entry else None,
        "defects": " ".join(verdict.defects),
    }
    return csv_row(values[name] for name in _COLUMNS)
