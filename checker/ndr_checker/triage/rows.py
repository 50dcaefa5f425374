"""The rows of one table as what the workspace counts: deliveries, settings, acts, counts."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from ndr_checker.base.pattern import pattern
from ndr_checker.reading.tables.columns import Columns
from ndr_checker.reading.tables.delivery import Told, told
from ndr_checker.reading.tables.protocol import PROTOCOLS, Sessions

from .book import RANKS, Delivery, key
from .clock import FileClock
from .settings import NAME, READERS, Count

if TYPE_CHECKING:
    from .workspace import Found, Workspace

_CODE = pattern(r"(?<![0-9.])[45]\.[0-9]{1,3}\.[0-9]{1,3}(?![0-9.])")
_CONNECTOR = pattern(r"S:InboundConnectorData=Name=([^;\"]{1,200})")
_CLIENT = pattern(r'Name="ClientIP" String="([0-9A-Fa-f:.]{2,45})"')
#: Exports that show a page of so many rows at most (Microsoft Learn, Get-MessageTraceV2, message trace reports).
_FULL: Final = (1000, 5000, 50_000, 100_000)
#: Status words that aren't known: how many of a file are counted, and how much of each.
_MOST_WORDS, _WORD = 1000, 50
#: Exports whose column of connectors names the one that a mail came in by.
_INBOUND: Final = ("extended report", "EmailEvents", "message tracking log")
#: The export in which it is, of outgoing mail, the one to the destination.
_OUTBOUND: Final = "enhanced summary report"


class Table:
    """Takes the rows of one table and counts them in the workspace."""

    def __init__(self, columns: Columns, workspace: "Workspace", found: "Found", clock: FileClock) -> None:
        self.columns, self._workspace, self._found, self._clock = columns, workspace, found, clock
        export = columns.export
        found.format = export.name if export else "table of deliveries"
        found.rows_of = export.rows if export else "deliveries"
        if found.format == "non-delivery details report":
            found.rows_of = "counts"
        self._read = READERS.get(found.rows_of)
        found.has_ids = bool(columns.places("id") or columns.places("message"))
        self._sessions = Sessions(columns) if export and export.name in PROTOCOLS else None
        self._names_inbound = found.format in _INBOUND
        self._may_name = self._names_inbound or bool({"data", "customdata"} & set(columns.names))
        self._pick = columns.picker("id", "message", "sender", "returnpath", "client", "direction")

    def add(self, values: Sequence[str], text: str, _start: int = 0, _line: int = 0) -> None:
        """Take a row: its cells and its text."""
        if not values or values[0][:1] == "#" or self.columns.is_head(values):
            return
        self._found.rows += 1
        if "System." in text and ("System.String[]" in text or "System.Object[]" in text):
            self._found.lost = True
        if self._read:
            item = self._read(self.columns, values)
            if item:
                self._found.used += 1
                self._workspace.settings[self._found.rows_of].append(item)
                if isinstance(item, Count) and item.code:
                    code = _found_code(item.code)
                    self._workspace.book.codes.update((key(id_.strip("<>").lower()), code) for id_ in item.samples)
        elif self._sessions:
            said = self._sessions.told(values)
            if said:
                self._deliver(values, text, *said)
        elif self.columns.has_deliveries and len(values) * 2 >= len(self.columns.given):
            if len(values) < len(self.columns.given) and text[-1:] != "\n":  # the file was cut here, in a cell
                return
            self._deliver(values, text, told(self.columns, values, text), "")

    def _deliver(self, values: Sequence[str], text: str, said: Told, sender: str) -> None:
        workspace, found = self._workspace, self._found
        word = said.unknown[:_WORD]
        if word and (word in found.unknown or len(found.unknown) < _MOST_WORDS):
            found.unknown[word] += 1
        id_, message, from_, envelope, client, direction = self._pick(values)
        written = self.columns.time(values)
        time = workspace.stamps.stamp(written, self._clock)
        message = message.strip("<> ").lower()
        sender = _address(from_ or sender or envelope)
        envelope = _address(envelope) if "@" in envelope else ""
        client = client.strip("[] ")[:NAME]
        if not client and "ClientIP" in text:
            client = _found(_CLIENT, self.columns.named(values, "data"))
        id_ = id_.lower() or message or f"{written}:{sender}:{self.columns.cell(values, 'subject')}"
        code = _found_code(said.reason) if said.replied else ""
        connector = self._came_by(values, text) if self._may_name else ""
        if found.format == _OUTBOUND and not found.outbound:
            found.outbound = bool(self.columns.cell(values, "connector"))
        way = (code, client, connector, direction, envelope)
        counted = False
        for address, action in said.outcomes:
            rank = RANKS.get(action, 0)
            counted = counted or rank > 0
            workspace.book.add(Delivery(id_, message, sender, _address(address), rank, time, *way))
        found.used += counted
        found.untimed += counted and not time
        found.stamped(time)

    def _came_by(self, values: Sequence[str], text: str) -> str:
        """Return the inbound connector that a row names."""
        if "InboundConnectorData=" in text:
            data = self.columns.named(values, "customdata") or self.columns.named(values, "data")
            return _found(_CONNECTOR, data).strip()
        if not self._names_inbound:
            return ""
        event = self.columns.named(values, "eventid")
        name = self.columns.cell(values, "connector")
        return "" if (event and event != "RECEIVE") or "\\" in name else name[:NAME]


def _address(cell: str) -> str:
    return cell.strip("<> ").lower()[:NAME]


def is_full(rows: int) -> bool:
    """Return whether a file holds just as many rows as an export shows at most."""
    return rows in _FULL


def _found(what: re.Pattern[str], text: str) -> str:
    match = what.search(text)
    return match[1] if match else ""


def _found_code(reason: str) -> str:
    match = _CODE.search(reason)
    return match[0] if match else ""
