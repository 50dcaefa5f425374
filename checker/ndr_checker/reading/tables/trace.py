"""Rows of a message trace: what became of the mail for each recipient, and which rows are worth reading.

Exports differ in their columns: the admin center's list, its two historical reports, PowerShell's cmdlets piped to a
file, Graph, the tracking log of a server of one's own. A row is known by the columns it has, whatever their order.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate, islice
from typing import Final, NamedTuple

from ndr_checker.base.limits import MAX_RECIPIENTS, MAX_ROWS
from ndr_checker.base.pattern import pattern
from ndr_checker.reading.log import Record
from ndr_checker.reading.view import View

#: Columns by their names in lower case, letters only.
_RECIPIENTS: Final = ("recipientaddress", "recipient", "recipientstatus")
_STATES: Final = ("status", "event", "eventid")
_REASONS: Final = ("detail", "details", "description", "reason", "recipientstatus", "customdata", "data")
_OTHERS: Final = (
    *("date", "dateutc", "datetime", "datetimeutc", "origintimestamputc", "received", "receiveddatetime", "action"),
    *("sender", "senderaddress", "subject", "messagesubject", "messageid", "networkmessageid", "messagetraceid"),
    *("toip", "fromip", "size", "totalbytes", "source", "sourcecontext", "connectorid", "directionality"),
)
_KNOWN: Final = frozenset((*_RECIPIENTS, *_STATES, *_REASONS, *_OTHERS))
ENOUGH: Final = 3
_MESSAGES: Final = ("messagetraceid", "networkmessageid", "messageid")

#: A word of a state or an event -> a DSN's word.
_ACTIONS: Final = {
    **dict.fromkeys(("fail", "failed"), "failed"),
    **dict.fromkeys(("defer", "deferred", "delay", "delayed", "pending"), "delayed"),
    **dict.fromkeys(("deliver", "delivered", "send", "sendexternal", "filteredasspam"), "delivered"),
    **dict.fromkeys(("expand", "expanded"), "expanded"),
}
#: Of several words in one cell the first of these that is there counts: "Receive, Defer, Fail".
_ORDER: Final = ("failed", "delivered", "expanded", "delayed")
_MAX_STATE: Final = 200
_WORD = pattern("[a-z]+")
_CODE = pattern(r"[245]\.[0-9]\.[0-9]{1,3}")


class Row(NamedTuple):
    """One row: its reason is `text[start:end]`; `outcomes` are recipients, each with what became of the mail."""

    start: int
    end: int
    message: str
    outcomes: tuple[tuple[str, str], ...]

    @property
    def waits(self) -> bool:
        """Whether it says no more than that the mail is still tried."""
        return {action for _, action in self.outcomes} == {"delayed"}

    @property
    def bad(self) -> bool:
        """Whether somebody did not get the mail, or not yet."""
        return any(action in ("failed", "delayed") for _, action in self.outcomes)


def column(name: str) -> str:
    """Return a column's name as it is compared: recipient_address and "Recipient Address" are one."""
    return "".join(_WORD.findall(name.lower().removeprefix("#fields:")))


def is_trace(names: Sequence[str]) -> bool:
    """Tell whether these columns (as `column` returns them) are those of a message trace."""
    here = set(names)
    told = here.intersection(_RECIPIENTS) or (here.intersection(_STATES) and here.intersection(_REASONS))
    return bool(told) and len(here & _KNOWN) >= ENOUGH


def outcomes(cells: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Return the recipients that the cells of a row, by column, name, each with what became of the mail."""
    action = next(filter(None, (_action(cells.get(name, "")[:_MAX_STATE]) for name in _STATES)), "")
    listed = next(filter(None, (cells.get(name, "") for name in _RECIPIENTS)), "")
    # The summary report writes each recipient with what became of the mail: "pat@fabrikam.com##Receive, Fail;...".
    pairs = [piece.partition("##") for piece in listed.split(";", MAX_RECIPIENTS)[:MAX_RECIPIENTS]]
    told = ((address.strip(), _action(state[:_MAX_STATE]) or action) for address, _, state in pairs)
    return tuple(outcome for outcome in told if outcome[1])


def reason(cells: Mapping[str, str]) -> str:
    """Return the cell that says why: a subject may hold a code as well."""
    told = [cell for name in _REASONS if (cell := cells.get(name, "")) and "##" not in cell]
    return next((cell for cell in told if _CODE.search(cell)), told[0] if told else "")


def message(cells: Mapping[str, str]) -> str:
    """Return the cell that tells one mail from another."""
    return next(filter(None, (cells.get(name, "") for name in _MESSAGES)), "")


@lru_cache(maxsize=64)  # a long table has few words for what happened
def _action(state: str) -> str:
    found = {_ACTIONS.get(word) for word in _WORD.findall(state.lower())}
    return next((action for action in _ORDER if action in found), "")


def read(
    text: str, rows: Sequence[Row], defects: list[str], *, decoded: bool = False
) -> tuple[View, tuple[Record, ...]]:
    """Return the reasons of the rows that are worth reading, a line each, and a record for each of their recipients."""
    picked = _picked(text, rows, defects)
    pieces = [f"{text[row.start : row.end]}\n" for row in picked]
    starts = tuple(accumulate(map(len, pieces[:-1]), initial=0)) if pieces else (0,)
    view = View("".join(pieces), starts, tuple(row.start for row in picked) or (0,), text, decoded=False)
    return View.of_decoded(view.text) if decoded else view, tuple(islice(_records(picked, starts), MAX_ROWS))


def _picked(text: str, rows: Sequence[Row], defects: list[str]) -> list[Row]:
    """Return the rows to read, in order: failures and delays first, of very many those with a code of their own.

    A delay counts only while nothing better or worse is known of the same mail to the same recipient.
    """
    settled = {(row.message, row.outcomes[0][0]) for row in rows if row.outcomes and not row.waits}
    bad = [row for row in rows if row.bad and not (row.waits and (row.message, row.outcomes[0][0]) in settled)]
    first, seen = bad[:MAX_RECIPIENTS], set[str]()
    for later in bad[MAX_RECIPIENTS:]:
        codes = set(_CODE.findall(text, later.start, later.end))
        if codes - seen:
            seen |= codes
            first.append(later)
    if len(bad) > MAX_RECIPIENTS:
        defects.append(f"More than {MAX_RECIPIENTS} rows tell of a failure; of the rest, one for each code was read.")
    good = (row for row in rows if row.outcomes and not row.bad)
    return sorted((*first, *islice(good, MAX_RECIPIENTS - min(len(bad), MAX_RECIPIENTS))), key=lambda row: row.start)


def _records(rows: Sequence[Row], starts: Sequence[int]) -> Iterator[Record]:
    """Yield a record for each recipient; the reason belongs to one of them: the first that didn't get the mail."""
    for row, start in zip(rows, starts, strict=False):
        end = start + row.end - row.start
        worst = next((outcome for outcome in row.outcomes if outcome[1] == "failed"), row.outcomes[0])
        yield Record(start, end, *worst)
        yield from (Record(end, end, *outcome) for outcome in row.outcomes if outcome is not worst)
