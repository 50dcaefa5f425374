"""What is said of one recipient: the fields of a report or the record of a log, joined."""

from functools import cached_property
from typing import TYPE_CHECKING

from ndr_checker.base.normalise import normalise
from ndr_checker.base.pattern import pattern
from ndr_checker.finding.finder import REPLIED, Evidence
from ndr_checker.finding.reply import is_paired

from .address import of_field

if TYPE_CHECKING:
    from ndr_checker.reading.dsn import Group
    from ndr_checker.reading.log import Record


#: How Postfix, Sendmail and Exim log, up to the reply, that they took no mail.
_TAKES_NONE = pattern(
    r"\b(?:reject: [A-Z]{4}|milter-reject: [A-Z-]{4,20}) from |\bruleset=check_|\brejected (?:RCPT|MAIL) "
)
#: A client of such a server that is near it: in a private network (RFC 1918) or on the same machine.
_NEAR = pattern(r" from \S{1,255}\[(?:(?:10|127|192\.168|172\.(?:1[6-9]|2[0-9]|3[01]))\.|::1\])")


class Outcome:
    """What is said of one recipient, or one reply on its own: the evidence that decides and the one beside it.

    `code` is the enhanced status code, `reply` the reply code: that of the deciding line, otherwise that of its
    neighbour. `row` is the DSN's group or the log's record that it is of.
    """

    def __init__(self, decisive: Evidence, beside: Evidence | None = None) -> None:
        self.decisive = decisive
        self.beside = beside
        self.code = decisive.code
        self.reply = decisive.reply or (beside.reply if beside else None)
        self.row: Group | Record | None = decisive.row or (beside.row if beside else None)

    @cached_property
    def words(self) -> str:
        """The reply's words, for its meaning."""
        return f"{self.decisive.words} {self.beside.words if self.beside else ''}"

    @cached_property
    def said(self) -> str:
        """The same in the form in which words are compared."""
        return normalise(self.words)

    @property
    def from_own_log(self) -> bool:
        """Whether the server that refused logged it itself; so no sender reads it, but the admin of that server."""
        return bool(_TAKES_NONE.search(self._line))

    @property
    def from_outside(self) -> bool:
        """Whether that server refused a client neither near it nor signed in, so that its admin is the recipient's."""
        return self.from_own_log and not _NEAR.search(self._line) and "sasl_username=" not in self.decisive.text

    @property
    def from_program(self) -> bool:
        """Whether the reply is a pair of a number and its words, as Python prints one: a program's admin reads that."""
        return is_paired(self.decisive.around, self.decisive.from_)

    @property
    def _line(self) -> str:
        return self.decisive.above.rpartition("\n")[2]


def outcomes(evidence: tuple[Evidence, ...]) -> list[Outcome]:
    """Join Status and Diagnostic-Code of one recipient, and dsn= and the reply of one log record.

    `Status: 5.0.0` yields to a Diagnostic-Code that knows more (RFC 3463: detail 0 is "other or undefined").
    """
    rows: dict[int, list[Evidence]] = {}
    for e in evidence:
        if e.row:
            rows.setdefault(id(e.row), []).append(e)
    decided = {id(outcome.decisive): outcome for row in rows.values() if (outcome := _of_row(row))}
    told = [decided.get(id(e)) if e.row else Outcome(e) for e in evidence]
    found = [outcome for outcome in told if outcome]
    quoted = [e for e in evidence if not e.row and e.counts and e.rank <= REPLIED] if rows else []
    return [_with_notice(outcome, quoted) for outcome in found] if quoted else found


def _with_notice(outcome: Outcome, quoted: list[Evidence]) -> Outcome:
    """Return a field's outcome with what the notice quotes for it: its reply's words, or what 5.0.0 leaves open."""
    e, code = outcome.decisive, outcome.code or ""
    address = of_field(e.row.address) if e.row else ""
    if not e.row or outcome.beside or e.kind != "status-field":
        return outcome
    for q in quoted:
        same = q.code == code
        finer = code.endswith(".0.0") and (q.code or "")[:1] == code[0] and bool(address) and address in q.text
        if same or finer:
            return Outcome(e, q) if same else Outcome(q, e)
    return outcome


def _of_row(row: list[Evidence]) -> Outcome | None:
    """Return what decides in one DSN group or log record, and what is beside it."""
    unwrapped = [e for e in row if not e.wrapped] or row
    status = next(
        (e for e in unwrapped if e.code and (e.kind == "status-field" or (e.kind == "log-reply" and not e.reply))), None
    )
    replies = [e for e in unwrapped if e is not status]
    coded = [e for e in replies if e.code]
    reply = next((e for e in coded if not e.is_general), None) or next(iter(coded or replies), None)
    if status and not (reply and _knows_more(reply, status)):
        return Outcome(status, reply)
    beside = status or next((e for e in replies if e is not reply), None)
    return Outcome(reply, beside) if reply else None


def _knows_more(reply: Evidence, status: Evidence) -> bool:
    """Return whether a reply's own code is to be believed more than the Status beside it.

    Sendmail and others write a Status of their own; the reply's code is what the refusing server said. Postfix with
    soft_bounce keeps the mail and makes the code one of class 4.
    """
    code, own = status.code or "", reply.code or ""
    if not own or own == code:
        return False
    if code.endswith(".0") or f"5{code[1:]}" == own:
        return True
    return bool(reply.reply) and reply.kind != "log-reply" and own[0] == code[0]
