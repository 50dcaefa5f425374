"""Whether no person sent the refused mail: it was a bounce, or a server's own mail, which admins read."""

import re

from ndr_checker.base.pattern import pattern
from ndr_checker.reading.log import Record
from ndr_checker.reading.message import Message

from .outcome import Outcome

#: The accounts of a server itself (RFC 2142, section 5, and those that run its programs), and a host without a domain.
_ACCOUNT = r"(?:root|postmaster|mailer-daemon|www-data|daemon|nobody|cron|apache)"
_HOST = r"@[a-z0-9-]{1,63}(?:\.local(?:host|domain)?)?"
#: Such an account of any domain, and whoever sends from a host.
_SENDER = pattern(rf"{_ACCOUNT}(?:@[^@\s]{{1,255}})?|[^@\s]{{1,64}}(?:{_HOST})?", re.IGNORECASE)
#: Such an account on its own server as the address that was refused: "to=postmaster,", "<root@web01>: Sender address
#: rejected", "<root>... Domain name required", "the sender address <www-data> is not valid"; not whom a notice's
#: sentence names. To one of another domain a person may write.
_LOCAL = pattern(
    rf"(?:=<?|\baddress <|<(?=[^<>\s]{{1,80}}>(?:\)?:|\.{{3}}))){_ACCOUNT}(?:{_HOST})?(?=[>,])", re.IGNORECASE
)
_FROM = "from=<"


def is_unattended(message: Message, outcome: Outcome, mailer: str) -> bool:
    """Return whether no person sent the mail of an outcome; `mailer` is whom the whole text names as its sender."""
    sent_by = _logged(message, outcome)
    if sent_by is None:
        sent_by = mailer or None
    if sent_by is not None and (not sent_by or _SENDER.fullmatch(sent_by)):
        return True
    return bool(_LOCAL.search(f"{outcome.decisive.text}\n{outcome.words}"))


def _logged(message: Message, outcome: Outcome) -> str | None:
    """Return the sender that a log has for the mail of a record, "" for a bounce's; None where it has none."""
    row = outcome.row
    mark = f"{row.mail} {_FROM}" if isinstance(row, Record) and row.mail else ""
    for part in message.parts if mark else ():
        begin = part.view.text.find(mark) + len(mark)
        if begin >= len(mark):
            return part.view.text[begin:].partition(">")[0]
    return None
