"""Postfix's log: who sent, from where, and what became of each recipient's copy."""

from typing import TYPE_CHECKING, Final

from ndr_checker.base.pattern import pattern

from .book import RANKS, Delivery

if TYPE_CHECKING:
    from .clock import FileClock
    from .workspace import Found, Workspace

_CODE = pattern(r"(?<![0-9.])[45]\.[0-9]{1,3}\.[0-9]{1,3}(?![0-9.])")
_STATUS: Final = {
    "sent": "delivered",
    "bounced": "failed",
    "expired": "failed",
    "undeliverable": "failed",
    "deferred": "delayed",
}
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_CLOCK: Final = len("Nov 20 09:00:00")
_STAMP: Final = len("2026-09-03T08:15:09.123456+02:00")
#: Mails in the queue at once; the oldest is forgotten.
_MOST: Final = 50_000
_LONGEST: Final = 1024 * 1024
_NAME, _ADDRESS, _ID, _REASON = 20, 45, 400, 2000
#: What is learned of a mail before it is delivered; its queue id comes before it.
_LEARNED: Final = ("client", "message-id", "from")


class Log:
    """Takes a log in pieces and counts its deliveries in the workspace."""

    def __init__(self, workspace: "Workspace", found: "Found", clock: "FileClock") -> None:
        self._workspace, self._found, self._clock = workspace, found, clock
        found.format, found.rows_of = "Postfix log", "deliveries"
        self._queue: dict[str, list[str]] = {}
        self._rest = ""
        self._day = self._date = ""

    def feed(self, text: str, *, last: bool = False) -> None:
        """Take a piece of the text."""
        text = self._rest + text
        end = len(text) if last else text.rfind("\n") + 1
        for line in text[:end].split("\n"):
            name, _, said = line.partition("]: ")[2].partition(": ")
            field, _, value = said.partition("=")
            if field == "to":
                self._deliver(line, name, value)
            elif field in _LEARNED:
                self._learn(name, field, value)
            elif said == "removed":
                self._queue.pop(name, None)
        self._found.rows += text.count("\n", 0, end)
        self._rest = text[end:][-_LONGEST:]

    def _learn(self, name: str, field: str, value: str) -> None:
        """Take note of where a mail came from, of its id, or of its sender."""
        mail = self._queue.get(name)
        if mail is None:
            if len(name) > _NAME:
                return
            if len(self._queue) >= _MOST:
                del self._queue[next(iter(self._queue))]
            mail = self._queue[name] = ["", "", ""]
        if field == "client":
            mail[0] = value.rpartition("[")[2].partition("]")[0][:_ADDRESS]
        elif field == "message-id":
            mail[1] = value.strip("<> ")[:_ID].lower()
        else:
            mail[2] = value[1:].partition(">")[0][:_ID].lower()

    def _deliver(self, line: str, name: str, value: str) -> None:
        recipient, _, more = value[1:].partition(">, ")
        status, _, reason = more.partition("status=")[2][:_REASON].partition(" ")
        if status not in _STATUS:
            return
        mail = self._queue.get(name)
        client, message, sender = mail or ("", "", "")
        rank = RANKS[_STATUS[status]]
        code = _CODE.search(reason) if rank == RANKS["failed"] else None
        time = self._time(line[:_STAMP])
        self._workspace.book.add(
            Delivery(
                message or name.lower(),
                message,
                sender,
                recipient[:_ID].lower(),
                rank,
                time,
                code[0] if code else "",
                client,
                "",
                "",
            )
        )
        self._found.used += 1
        self._found.stamped(time)

    def _time(self, text: str) -> int:
        stamps = self._workspace.stamps
        if text[:4].isdigit():
            # rsyslog: 2026-09-03T08:15:09.123456+02:00, with its offset.
            return stamps.stamp(text.split(" ", 1)[0], self._clock)
        if text[:6] != self._day:
            self._day, self._date = text[:6], self._date_of(text[:3], text[4:6].strip())
        return stamps.stamp(f"{self._date}T{text[7:_CLOCK]}" if self._date else "", self._clock)

    def _date_of(self, name: str, day: str) -> str:
        """Return a day of the last twelve months as YYYY-MM-DD; "" if it isn't one."""
        if name not in _MONTHS or not day.isdigit():
            return ""
        today = self._workspace.today
        date = f"{_MONTHS.index(name) + 1:02}-{int(day):02}"
        return f"{int(today[:4]) - (date > today[5:10])}-{date}"
