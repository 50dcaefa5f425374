"""What was lost or left out, for the reader to know."""

from ndr_checker.base.limits import MAX_EVIDENCE, MAX_RECIPIENTS
from ndr_checker.judging.recipient import Recipient
from ndr_checker.judging.vouched import is_unvouched
from ndr_checker.reading.message import Message


def defects_of(
    message: Message, named: tuple[Recipient, ...], *, links_left: int = 0, others: int = 0
) -> tuple[str, ...]:
    """Return the defects of a message, and a sentence for each list that is cut in its verdict."""
    codes = [f"At most {MAX_EVIDENCE} other codes are listed."] if others == MAX_EVIDENCE else []
    cut = [f"At most {MAX_RECIPIENTS} recipients are listed."] if len(named) == MAX_RECIPIENTS else []
    left = [f"Link hosts that aren't listed: {links_left}."] if links_left else []
    back = ["Links in the message that came back aren't listed."] if _has_returned_links(message) else []
    return (*message.defects, *codes, *cut, *left, *back)


def _has_returned_links(message: Message) -> bool:
    """Return whether a mail that a stranger may have written has links in what it says came back.

    Some mail programs show it below the report. In a genuine report they are the reader's own.
    """
    returned = [part.view.lines for part in message.parts if part.role == "original" and not part.inline]
    return any("://" in text or "text/html" in text for text in returned) and is_unvouched(message)
