"""Who has a mail that was put off: a server, which tries again, or the program or person that handed it in."""

from itertools import islice

from ndr_checker.base.limits import MAX_CODES, MAX_LEAD
from ndr_checker.base.normalise import normalise
from ndr_checker.base.pattern import pattern
from ndr_checker.base.terms import Holder, Kind
from ndr_checker.finding.evidence import Evidence
from ndr_checker.reading.message import Message
from ndr_checker.rules.wording import ERROR, REMOTE, SENDING

from .attested import is_of_program
from .choice import is_retried
from .form import Form
from .outcome import Outcome

#: What only servers write: the fields of a report or a trace, and the records of a log.
_FIELDS = ("status-field", "diagnostic-code", "trace-led", "log-reply")
#: How much of a line before a reply is read.
_LINE = 300
#: How a server that was sending names the other one before its reply, in lower case: with the address it looked up;
#: or in the fields of a report and of a queue.
_PEER = pattern(r"\.[\w-]{2,63}\s?[\[(][0-9a-f:.]{7,45}[\])]|smtp ?; ?$|#smtp#|\blast ?error\b|\brefused to talk to me")
#: A class of an error in a program's language, with what it belongs to: "Net::SMTPServerBusy",
#: "smtplib.SMTPDataError", "Symfony\Component\Mailer\Exception\TransportException"; its last name is in capitals and
#: small letters, as no host's is.
_CLASS = pattern(r"(?<![\w.:\\])[A-Za-z_][\w.:\\]{4,200}")
_CAMEL = pattern(r"[A-Z]\w{0,60}[a-z][A-Z]|[A-Z]{2,9}[a-z]")
#: Windows' numbers for what a mail app met while it was sending; how PHPMailer and what is made with it begin an error.
_OF_CLIENT = pattern(
    r"\b0x800ccc[67][0-9a-f]\b|\bsmtp[ -][^\W\d_]{1,20} ?\([45][0-9]{2}\)"
    r"|\bsmtp (?:server )?error: ?\S|\bsmtp code: ?[45]"
)
#: "Delivery time expired" (RFC 3463, section 3.5): only who has a mail in a queue says that it's late.
_LATE = "4.4.7"
#: Postfix says so of its own queue when it isn't running.
_STOPPED = "mail system is down"


def holder(seen: Form, outcome: Outcome, kind: Kind) -> Holder | None:
    """Return who has the mail that a reply put off, as far as a text shows it; of one that failed, who still tries."""
    if kind == "failure":
        return "server" if seen.retrying else None
    if kind != "delay":
        return None
    if is_stopped(seen.message):
        return "stopped"
    if seen.report or seen.retried or seen.retrying or is_retried(outcome.decisive):
        return "server"
    if is_of_program(seen, outcome) or _is_of_client(seen, outcome):
        return "client"
    return "server" if seen.late or outcome.code == _LATE or _is_queued(seen, outcome) else None


def is_stopped(message: Message) -> bool:
    """Return whether a queue's listing says that nothing in it is sent."""
    return any(_STOPPED in part.view.lines for part in message.parts if part.own)


def _is_queued(seen: Form, outcome: Outcome) -> bool:
    """Return whether a server says that another one put the mail off: in a report, a log, a queue, or by how it quotes.

    What a server logs of the mail that it takes itself doesn't show who was sending it.
    """
    e = outcome.decisive
    if outcome.row or e.kind in _FIELDS or _is_peers(normalise(_before(e))):
        return not outcome.from_own_log
    return any(other.part == e.part and other.at > e.at and other.wrapped in ("->", "'") for other in seen.evidence)


def _is_of_client(seen: Form, outcome: Outcome) -> bool:
    """Return whether an error's class, its number or its words show that a program or a mail app got the reply."""
    texts = [part.view for part in seen.message.parts if part.words and part.role == "pasted"]
    if outcome.row or seen.message.head or not texts:
        return False
    if any(_OF_CLIENT.search(view.lines[:MAX_LEAD]) for view in texts):
        return True
    classes = (match[0] for view in texts for match in islice(_CLASS.finditer(view.text[:MAX_LEAD]), MAX_CODES))
    if any(map(_is_of_mail, classes)):
        return True
    said = normalise(_before(outcome.decisive))
    return bool(SENDING.search(said) and ERROR.search(said)) and not _is_peers(said)


def _is_peers(said: str) -> bool:
    """Return whether the words before a reply say that another server gave it to the one that was sending."""
    return bool(_PEER.search(said) or REMOTE.search(said))


def _is_of_mail(name: str) -> bool:
    low = name.lower()
    rest, _, last = name.strip(".:\\").replace("\\", ".").replace(":", ".").rpartition(".")
    return bool(rest and ("smtp" in low or "mail" in low) and _CAMEL.match(last))


def _before(e: Evidence) -> str:
    """Return what is before a reply on its line, and where it begins one, the line above."""
    above, _, line = e.above[-_LINE:].rpartition("\n")
    return line if line.strip() else above.rstrip("\n").rpartition("\n")[2]
