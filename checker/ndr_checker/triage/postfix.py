"""Postfix's log: who sent, from where, and what became of each recipient's copy."""

from typing import TYPE_CHECKING, Final

from ndr_checker.base.pattern import pattern

from .book import RANKS, Delivery

if TYPE_CHECKING:
    from .clock import FileClock
    from .workspace import Found, Workspace

#: The lines that matter, each by what its program writes after the queue's id.
_LINE = pattern(r"\]: ([0-9A-Za-z]{5,20}): (client=|message-id=|from=<|to=<|removed)")
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
_ADDRESS, _ID, _REASON = 45, 400, 2000


class Log:
    """Takes a log in pieces and counts its deliveries in the workspace."""

    def __init__(self, workspace: "Workspace", found: "Found", clock: "FileClock") -> None:
        self._workspace, self._found, self._clock = workspace, found, clock
        found.format, found.rows_of = "Postfix log", "deliveries"
        self._queue: dict[str, list[str]] = {}
        self._rest = ""
        self._hour = ""
        self._stamp = 0

    def feed(self, text: str, *, last: bool = False) -> None:
        """Take a piece of the text."""
        text = self._rest + text
        end = len(text) if last else text.rfind("\n") + 1
        queue = self._queue
        for match in _LINE.finditer(text, 0, end):
            name, what = match.groups()
            if what == "removed":
                queue.pop(name, None)
                continue
            stop = text.find("\n", match.end())
            rest = text[match.end() : stop if stop >= 0 else end]
            if what == "to=<":
                self._deliver(text, match.start(), queue.get(name), (name, rest))
            else:
                self._learn(name, what, rest)
        self._found.rows += text.count("\n", 0, end)
        self._rest = text[end:][-_LONGEST:]

    def _learn(self, name: str, what: str, rest: str) -> None:
        """Take note of where a mail came from, of its id, or of its sender."""
        mail = self._queue.get(name)
        if mail is None:
            if len(self._queue) >= _MOST:
                del self._queue[next(iter(self._queue))]
            mail = self._queue[name] = ["", "", ""]
        if what == "client=":
            mail[0] = rest.rpartition("[")[2].partition("]")[0][:_ADDRESS]
        elif what == "message-id=":
            mail[1] = rest.strip("<> ")[:_ID].lower()
        else:
            mail[2] = rest.partition(">")[0][:_ID].lower()

    def _deliver(self, text: str, at: int, mail: list[str] | None, said: tuple[str, str]) -> None:
        name, rest = said
        recipient, _, more = rest.partition(">, ")
        status, _, reason = more.partition("status=")[2][:_REASON].partition(" ")
        if status not in _STATUS:
            return
        client, message, sender = mail or ("", "", "")
        rank = RANKS[_STATUS[status]]
        code = _CODE.search(reason) if rank == RANKS["failed"] else None
        begin = text.rfind("\n", 0, at) + 1
        stamp, clock = self._time(text[begin : begin + _STAMP])
        self._workspace.book.add(
            Delivery(
                message or name.lower(),
                message,
                sender,
                recipient.lower(),
                rank,
                stamp,
                clock,
                code[0] if code else "",
                client,
                "",
                "",
            )
        )
        self._found.used += 1
        self._found.stamped(stamp, clock)

    def _time(self, text: str) -> tuple[int, str]:
        if text[:4].isdigit():
            # rsyslog: 2026-09-03T08:15:09.123456+02:00, with its offset.
            return self._workspace.stamps.stamp(text.split(" ", 1)[0], self._clock)
        hour = text[:9]
        if hour != self._hour:
            month = _MONTHS.index(text[:3]) + 1 if text[:3] in _MONTHS else 0
            day = text[4:6].strip()
            if not month or not day.isdigit():
                return self._workspace.stamps.stamp("", self._clock)
            today = self._workspace.today
            year = int(today[:4]) - (f"{month:02}-{int(day):02}" > today[5:10])
            iso = f"{year}-{month:02}-{int(day):02}T{text[7:9]}:00:00"
            self._hour, self._stamp = hour, self._workspace.stamps.stamp(iso, self._clock)[0]
        return self._stamp, text[10:_CLOCK]
