"""Long tables, logs and lists of JSON, read in pieces to their end: only sums and some lines are kept of them."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final, Protocol

from ndr_checker.base.limits import MAX_HEAD, MAX_RECIPIENTS, MAX_TAIL
from ndr_checker.base.pattern import pattern
from ndr_checker.reading import message
from ndr_checker.reading.message import Message, Part
from ndr_checker.reading.tables import delimited, heading, items, objects
from ndr_checker.reading.tables.columns import Columns
from ndr_checker.reading.tables.table import Rows, shown
from ndr_checker.reading.view import View

from .excerpt import Excerpt, Line

#: How a line of a log begins: syslog's time, or one that begins with the year.
_STAMP = pattern(
    r"(?:<\d{1,3}>)?(?:[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d |\[?\d{4}[-/.]\d\d[-/.]\d\d[T ,]{1,2}\d\d:\d\d"
    r"|\[?\d\d[-/.]\d\d[-/.]\d{4}[T ,]{1,2}\d\d:\d\d)"
)
#: What makes a line of a log worth keeping. Each begins with a letter or mark of its own, which is found fast.
_REFUSED = (
    pattern(r"\.[0-9]\.(?<=[45]\.[0-9]\.)[0-9]{1,3}(?![0-9.])"),
    pattern(r"status=(?:bounced|deferred|expired|undeliverable)"),
    pattern(r"said: [45][0-9][0-9]"),
    pattern(r" (?:\*\*|==) \S"),
    pattern(r"stat=(?!Sent)"),
)
_CODE = pattern(r"(?<![0-9.])[45]\.[0-9]\.[0-9]{1,3}(?![0-9.])")
_SAMPLE: Final = 50
_SHARE: Final = 0.8
_LAST: Final = 200
_MAX_LINE: Final = 16 * 1024
#: Of all lines that are kept so much: more isn't judged of any text.
_MAX_KEPT: Final = MAX_HEAD + MAX_TAIL
#: One object of a list may be so long.
_MAX_OBJECT: Final = 4 * 1024 * 1024
_MOST_NAMES: Final = 200


def is_log(text: str) -> bool:
    """Return whether a text begins as a log does: most of its first lines with a time."""
    lines = [line for line in text.split("\n", _SAMPLE)[:_SAMPLE] if line.strip()]
    return len(lines) > 1 and sum(map(bool, map(_STAMP.match, lines))) >= _SHARE * len(lines)


class Sink(Protocol):
    """Takes the rows of a table, each with its text and the place and line of that."""

    def add(self, values: Sequence[str], text: str, start: int, line: int = 0) -> object:
        """Take a row."""


class Table:
    """A long table with a head; its rows go to a sink."""

    def __init__(self, head: heading.Head, sink: Sink) -> None:
        self._sink, self._head = sink, head
        self._splitter = delimited.Splitter(head.delimiter, head.columns)
        self._above = self._lines = 0

    def feed(self, text: str, *, last: bool = False) -> None:
        """Take a piece of the text; the first one begins with the table's head."""
        if self._head.start > self._above:
            self._lines = text.count("\n", 0, self._head.start)
            self._above, text = self._head.start, text[self._head.start :]
        splitter = self._splitter
        for row in splitter.feed(text, last=last):
            raw = splitter.text[row.start - splitter.offset : row.end - splitter.offset]
            self._sink.add(row.values, raw, row.start + self._above, row.line + self._lines + 1)


class Log:
    """A long log: of the lines that report a refusal the first, the first of each code, and the last."""

    def __init__(self, *, crlf: bool) -> None:
        self._crlf = crlf
        self._first: list[Line] = []
        self._last: deque[Line] = deque(maxlen=_LAST)
        self._codes: set[str] = set()
        self._kept = 0
        self._rest = ""
        self._at = 0
        self._line = 1

    def feed(self, text: str, *, last: bool = False) -> None:
        """Take a piece of the text."""
        text = self._rest + text
        end = len(text) if last else text.rfind("\n") + 1
        seen = 0
        for begin in sorted({text.rfind("\n", 0, at) + 1 for at in _places(text, end)}):
            stop = text.find("\n", begin, end)
            stop = stop if stop >= 0 else end
            self._line += text.count("\n", seen, begin)
            self._keep(Line(text[begin : min(stop, begin + _MAX_LINE)], self._at + begin, self._line))
            seen = begin
        self._line += text.count("\n", seen, end)
        self._at += end
        self._rest = text[end:]
        if len(self._rest) > _MAX_OBJECT:
            self._rest = ""

    def _keep(self, line: Line) -> None:
        codes = set(_CODE.findall(line.text))
        if self._kept < _MAX_KEPT and (len(self._first) < MAX_RECIPIENTS or codes - self._codes):
            self._first.append(line)
            self._kept += len(line.text)
        else:
            self._last.append(line)
        self._codes |= codes

    def message(self) -> Message:
        """Return the lines that were kept as the message that they are."""
        source = Excerpt([*self._first, *self._last], crlf=self._crlf)
        return message.pasted(source, 0, len(source.text), [])


def _places(text: str, end: int) -> Iterator[int]:
    """Yield where refusals are, at most one place a line and pattern."""
    for refused in _REFUSED:
        at = 0
        while found := refused.search(text, at, end):
            yield found.start()
            at = text.find("\n", found.end(), end) + 1 or end


class Objects:
    """A long list of objects in JSON, or one object on each line; they go to a sink as rows of one table."""

    def __init__(self, make: Callable[[Columns], Sink]) -> None:
        self._make = make
        self._rest = ""
        self._begun = self._is_list = self._is_broken = False
        #: Whether what follows isn't read.
        self.is_over = False
        self._lost = 0
        #: An object that goes on is looked at again when there is twice as much of it.
        self._enough = 0
        self._waiting: list[dict[str, Any]] = []
        self._sink: Sink | None = None
        self._names: list[str] = []
        self._at = 0

    def feed(self, text: str, *, last: bool = False) -> None:
        """Take a piece of the text."""
        text = self._rest + text
        if len(text) < self._enough and not last:
            self._rest = text
            return
        at = 0
        if not self._begun:
            at = items.begin(text)
            self._begun, self._is_list = True, at > 0
        while not self.is_over:
            at = items.following(text, at)
            if at == len(text) or text[at] == "]":
                self.is_over = at < len(text)
                self._is_broken = last and self._is_list and not self.is_over
                break
            item = items.item(text, at)
            if not item:
                self.is_over = self._is_broken = last or len(text) - at > _MAX_OBJECT
                self._enough = min(2 * (len(text) - at), _MAX_OBJECT + 1)
                break
            at = item.end
            self._lost += item.lost
            self.is_over = self._is_broken = self._lost > items.MOST_LOST
            if isinstance(item.value, dict):
                self._add({name.lower(): part for name, part in item.value.items()})
        self._rest = "" if self.is_over else text[at:]
        if last and self._sink is None and self._waiting:
            self._start()

    def defects(self) -> Iterator[str]:
        """Yield what wasn't read of the list, as sentences."""
        if self._lost:
            yield items.unread(self._lost)
        if self._is_broken:
            yield "This JSON is cut off or damaged; the rest wasn't read."

    def _add(self, item: dict[str, Any]) -> None:
        if self._sink is None:
            self._waiting.append(item)
            if len(self._waiting) == _SAMPLE:
                self._start()
            return
        values = [objects.cell(item.get(name)) for name in self._names]
        text = "\n".join(values)
        self._sink.add(values, text, self._at)
        self._at += len(text) + 1

    def _start(self) -> None:
        names = dict.fromkeys(name for item in self._waiting for name in item)
        self._names = list(names)[:_MOST_NAMES]
        self._sink = self._make(Columns(self._names))
        waiting, self._waiting = self._waiting, []
        for item in waiting:
            self._add(item)


def of_rows(rows: Rows, defects: list[str], *, crlf: bool, is_json: bool) -> Message | None:
    """Return what the rows of a long file say; None where they say nothing of any mail."""
    summary = rows.result(defects)
    if not summary:
        return None
    source = Excerpt([Line(pick.text, pick.start, pick.line) for pick in rows.picks], crlf=crlf)
    picks = [pick._replace(start=start) for pick, start in zip(rows.picks, source.starts, strict=True)]
    view, records = shown(picks, source.text)
    view = View.of_decoded(view.text) if is_json else view
    return Message(source, (Part("pasted", 0, view, records),), {}, tuple(defects), summary)
