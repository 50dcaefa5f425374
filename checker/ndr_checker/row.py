"""One row of a table of mails: whatever is in its cell, there is a verdict, so that no mail stops a job of millions."""

from typing import Final

from ndr_checker.reading.files import unread
from ndr_checker.reading.message import unread_message

from .judge import check, decide
from .verdict import Verdict

#: A file's bytes, text, or null.
Cell = bytes | str | None

_NO_CONTENT: Final = "This row has no content: its cell is null."
_FAILED: Final = "This mail could not be read: the checker failed on it ({})."


def check_row(mail: Cell, *, source: str = "") -> Verdict:
    """Return what `check` says of a mail, or a verdict that says why there is none: None is a cell that is null."""
    try:
        return _unread(_NO_CONTENT, source) if mail is None else check(mail, source=source)
    except unread.FAILURES as error:
        return _unread(unread.failure(error), source)
    except Exception as error:  # noqa: BLE001 – a fault of ours costs this mail, not the others
        return _unread(_FAILED.format(type(error).__name__), source)


def _unread(sentence: str, source: str) -> Verdict:
    return decide(unread_message(sentence), source=source)
