"""SMTP sessions in the protocol logs of Exchange and IIS: who sent what to whom, and what the other server replied."""

from collections.abc import Sequence
from typing import Final

from ndr_checker.base.limits import MAX_RECIPIENTS
from ndr_checker.base.pattern import pattern

from .columns import Columns
from .delivery import Told

#: The exports whose rows are lines of sessions.
PROTOCOLS: Final = ("SMTP protocol log", "SMTP service log")
#: Sessions interleave; one that never ends is forgotten when there are too many.
_MOST: Final = 10_000
_REPLY = pattern(r"([2-5])[0-7][0-9](?:[ \-]|$)")
_PATH = pattern(r"(?:FROM|TO):\s?<?([^<>\s]{0,320})", 2)
_LONGEST: Final = 2000


class _Session:
    __slots__ = ("recipients", "sender", "waiting")

    def __init__(self) -> None:
        self.sender = ""
        self.recipients: list[str] = []
        self.waiting: list[str] = []


class Sessions:
    """The sessions of one log, so far."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        self._open: dict[str, _Session] = {}
        self._is_iis = columns.place("csuriquery") is not None

    def told(self, values: Sequence[str]) -> tuple[Told, str] | None:
        """Return what a line says of mails, and their sender; None for a line that decides nothing."""
        name, text = self._line(values)
        session = self._open.get(name)
        if session is None:
            if len(self._open) == _MOST:
                del self._open[next(iter(self._open))]
            session = self._open[name] = _Session()
        reply = _REPLY.match(text)
        if not reply:
            _command(session, text)
            return None
        asked = session.waiting.pop(0) if session.waiting else ""
        if reply[1] in "45":
            outcomes = _refused(session, asked, "failed" if reply[1] == "5" else "delayed")
        elif asked.startswith(("BDAT", ".")) and session.recipients:
            outcomes = [(address, "delivered") for address in session.recipients]
        else:
            return None
        return Told(tuple(outcomes), text, replied=True), session.sender

    def _line(self, values: Sequence[str]) -> tuple[str, str]:
        named = self._columns.named
        if not self._is_iis:
            return named(values, "sessionid"), named(values, "data")
        text = named(values, "csuriquery").replace("+", " ")
        method = named(values, "csmethod").strip("-")
        return named(values, "cip"), f"{method} {text}" if method else text


def _command(session: _Session, text: str) -> None:
    command = text[:8].upper()
    if command.startswith("MAIL"):
        session.sender, session.recipients = _address(text), []
    elif command.startswith("RCPT") and len(session.recipients) < MAX_RECIPIENTS:
        session.recipients.append(_address(text))
    elif command.startswith("RSET"):
        session.recipients = []
    elif not command.startswith(("EHLO", "HELO", "STARTTLS", "AUTH", "DATA", "BDAT", "QUIT", "NOOP", "VRFY", "XEXCH")):
        return
    if command.startswith("DATA"):
        session.waiting.append("DATA")
        session.waiting.append(".")
    elif not command.startswith("BDAT") or "LAST" in text[:40].upper():
        session.waiting.append(text[:400] if command.startswith("RCPT") else command)


def _refused(session: _Session, asked: str, action: str) -> list[tuple[str, str]]:
    """Return whom a refusal meets: the recipient that was asked for, otherwise all of the mail."""
    if asked == "DATA" and session.waiting[:1] == ["."]:
        session.waiting.pop(0)
    if asked[:4].upper() == "RCPT":
        address = _address(asked)
        if address in session.recipients:
            session.recipients.remove(address)
        return [(address, action)]
    met = [(address, action) for address in session.recipients]
    session.recipients = []
    return met or [("", action)]


def _address(text: str) -> str:
    found = _PATH.search(text, 0, _LONGEST)
    return found[1] if found else ""
