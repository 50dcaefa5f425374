"""A table of any kind, read row by row: what it says as a whole, and a record for each row worth showing."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from ndr_checker.base.limits import MAX_FOUND, MAX_RECIPIENTS
from ndr_checker.reading.log import Record
from ndr_checker.reading.summary import Summary
from ndr_checker.reading.view import View

from . import delimited, heading
from .columns import Columns
from .delivery import LOST, told
from .ledger import Ledger, Pick
from .protocol import PROTOCOLS, Sessions

_JOIN: Final = (
    "Lists were exported as System.String[] or System.Object[], so their values are lost. Join them before the export:"
    " Select-Object ...,@{n='SenderIPAddresses';e={$_.SenderIPAddresses -join ';'}}, or use ConvertTo-Json."
)
#: The export with the steps of one mail, and the one of them in which a mail flow rule refuses it.
_DETAILS: Final = "message trace details"
_RULED: Final = ("transport rule", "rejectmessage")


class Reading(NamedTuple):
    """What was read: the reasons of the rows worth showing, a line each, a record for each recipient, and the sums."""

    view: View
    records: tuple[Record, ...]
    summary: Summary


class Rows:
    """Takes the rows of one table, whatever they were written in."""

    def __init__(self, columns: Columns) -> None:
        self.columns = columns
        self._ledger = Ledger(columns)
        is_protocol = columns.export is not None and columns.export.name in PROTOCOLS
        self._sessions = Sessions(columns) if is_protocol else None
        self._lost = False
        # Whether a mail flow rule refused the mail, and whether it was submitted in the organization whose trace it is.
        self._has_details = columns.export is not None and columns.export.name == _DETAILS
        self._ruled = self._submitted = False

    def add(self, values: Sequence[str], text: str, start: int, line: int = 0) -> bool:
        """Take a row: its cells, its text, and where and in which line that is; return whether it belongs to the table.

        A line of prose or of totals below the table doesn't.
        """
        if not values or values[0][:1] == "#" or self.columns.is_head(values):
            return True
        if self._sessions:
            said = self._sessions.told(values)
            if said:
                self._ledger.add(values, said[0], said[1], (text, start, line))
            return True
        if not self.columns.has_deliveries:
            self._ledger.rows += 1
            self._lost = self._lost or any(cell.startswith(LOST) for cell in values)
            return True
        if len(values) * 2 < len(self.columns.given) or self.columns.is_total(values):
            return False
        if self._has_details:
            event, action = (self.columns.named(values, name).lower() for name in ("event", "action"))
            self._submitted = self._submitted or event == "submit"
            self._ruled = self._ruled or (event, action) == _RULED
        self._ledger.add(values, told(self.columns, values, text), "", (text, start, line))
        return True

    def result(self, defects: list[str]) -> Summary | None:
        """Return what the table says as a whole; None for one that isn't known and says nothing of a mail."""
        export, ledger = self.columns.export, self._ledger
        if not self.columns.has_deliveries:
            if not export:
                return None
            defects += [_JOIN] if self._lost else []
            headline = f"This file lists {export.lists} ({ledger.rows:,} {_rows(ledger.rows)})"
            return Summary(export.name, "not-a-bounce", headline, (("Export", export.name),), export.next)
        if not ledger.says_something and not (export and (self._sessions or ledger.rows)):
            return None
        if not ledger.says_something and not self._sessions and not ledger.unknown and not ledger.lost:
            return ledger.summary() if export else None
        defects += (_unknown(word, count) for word, count in ledger.unknown.most_common(3))
        if ledger.left_out:
            defects.append(
                f"More than {MAX_RECIPIENTS} rows report a failure; the list has the first ones and one for each code."
            )
        if ledger.lost and not ledger.replied:
            defects.append(_JOIN if not export or not export.next else f"The reason was lost. {export.next}")
        of_one = ledger.counts().total() == 1
        return ledger.summary()._replace(by_own_rule=of_one and self._ruled and self._submitted)

    def reading(self, text: str, defects: list[str], *, decoded: bool = False) -> Reading | None:
        """Return what the rows say, None where `result` is; `text` holds them, or they were `decoded` from it."""
        summary = self.result(defects)
        if not summary:
            return None
        view, records = shown(self.picks, text)
        return Reading(View.of_decoded(view.text) if decoded else view, records, summary)

    @property
    def picks(self) -> list[Pick]:
        """The rows to show."""
        return self._ledger.picks


def read(text: str, head: heading.Head, end: int, defects: list[str]) -> tuple[int, Reading | None]:
    """Return where the table below a head ends, at `end` the latest, and what it says.

    That is None for a table that says nothing of mails or of settings.
    """
    rows, splitter = Rows(head.columns), delimited.Splitter(head.delimiter, head.columns)
    done = head.start
    for row in splitter.feed(text[head.start : end], last=True):
        begin, stop = head.start + row.start, head.start + row.end
        if rows.add(row.values, text[begin:stop], begin):
            done = stop
    return done, rows.reading(text, defects)


def shown(picks: Sequence[Pick], base: str) -> tuple[View, tuple[Record, ...]]:
    """Return the reasons of rows that are in `base`, a line each, and a record for each recipient.

    The reason belongs to one of them: the first that didn't get the mail.
    """
    pieces: list[str] = []
    starts: list[int] = []
    origins: list[int] = []
    records: list[Record] = []
    length = 0
    for pick in picks:
        if len(records) > MAX_FOUND:
            break
        begin = length
        for at, (start, end) in enumerate(pick.reason, 1):
            piece = pick.text[start:end].replace("+", " ") + ("\n" if at == len(pick.reason) else " ")
            pieces.append(piece)
            starts.append(length)
            origins.append(pick.start + start)
            length += len(piece)
        worst = next((outcome for outcome in pick.outcomes if outcome[1] == "failed"), pick.outcomes[0])
        records.append(Record(begin, length - 1, *worst))
        records += (Record(length - 1, length - 1, *outcome) for outcome in pick.outcomes if outcome is not worst)
    return View.of_pieces("".join(pieces), starts or [0], origins or [0], base), tuple(records)


def _unknown(word: str, count: int) -> str:
    rows = "1 row is" if count == 1 else f"{count:,} rows are"
    return f'Unknown status word "{word}": {rows} counted as neither delivered nor failed.'


def _rows(count: int) -> str:
    return "row" if count == 1 else "rows"
