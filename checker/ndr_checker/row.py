"""One row of a table of mails: whatever is in its cell, there is a verdict, so that no mail stops a job of millions."""

from typing import Final

from ndr_checker.reading.files.unread import failure

from .judge import check, unread
from .verdict import Verdict

#: A file's bytes, text, or null.
Cell = bytes | str | None

_NO_CONTENT: Final = "This row has no content: its cell is null."


def check_row(mail: Cell, *, source: str = "") -> Verdict:
    """Return what `check` says of a mail, or a verdict that says why there is none: None is a cell that is null."""
    try:
        return unread(_NO_CONTENT, source=source) if mail is None else check(mail, source=source)
    except Exception as error:  # noqa: BLE001 – a fault of ours costs this mail, not the others
        return unread(failure(error, what="mail"), source=source)
