"""Choose what decides, and say what kind of report it makes.

1. A report's own fields outrank the quoted remote reply, that the notice, that the rest (`evidence.KINDS`).
2. What stands in the original message that came back, or in a subject, never decides; an older mail of the thread
   only where no newer one holds a report.
3. An organization-wide block is chosen if one recipient's report has it; else the first failed recipient's code.
"""

import re
from functools import cached_property
from typing import NamedTuple

from ndr_checker.base.limits import MAX_LEAD
from ndr_checker.base.normalise import lined, normalise
from ndr_checker.base.pattern import pattern
from ndr_checker.base.terms import Certainty, Kind
from ndr_checker.finding.context import subjects
from ndr_checker.finding.finder import ALONE, REPLIED, STRUCTURED, Evidence
from ndr_checker.finding.occurrence import PERMANENT
from ndr_checker.reading import events
from ndr_checker.reading.dsn import Group
from ndr_checker.reading.head import fields
from ndr_checker.reading.log import Record
from ndr_checker.reading.message import Message
from ndr_checker.rules.catalogue import WIDE, lookup
from ndr_checker.rules.wording import DAEMON, DELAYED, ENDED, FAILED, NOT, SOME_OR_ALL, WAITING

from .recipient import Outcome

#: As far as the head of a forwarded mail, and the first words below it, go.
_HEAD = 1000
#: How far behind a code the reply inside its own may begin.
_INSIDE = 200
#: The lines above a mail that a program shows or copies.
_PASTED_HEAD = pattern(
    r"\s{0,99}(?:(?:from|to|cc|date|sent|subject|reply-to|importance)[ \t]*:[^\n]*(?:\n[ \t][^\n]*)*(?:\n|\Z)){2,12}",
    re.IGNORECASE,
)
_PASSED = {"delivered", "relayed", "expanded"}
#: A line of at least two separators, as the first one of a table has.
_TABLE = pattern(r"\s*+(?:[^\n,;\t]{1,80}[,;\t]){2,99}[^\n,;\t]{0,80}\n[^\n]*(?:,[^\n]*,|;[^\n]*;|\t[^\n]*\t)")
#: What stands beside each mail of a quarantine's digest.
_LISTED = pattern(r"\b(?:release|quarantine|block sender|freigeben)\b", re.IGNORECASE)
#: Words, and those without which no text is about mail.
_WORDS = pattern(r"[^\W\d_]{3}")
_OF_MAIL = pattern(
    r"mail|smtp|bounce|ndr\b|error|fehler|erreur|errore|erro\b|ошибк|code|statu|deliver|reject|refus|den(?:y|ied)|block"
    r"|send|sent\b|recipient|tenant|exchange|outlook|office|microsoft|postmaster|spam|relay|authenticat|[45][0-5]\d ",
    re.IGNORECASE,
)
_OF_VERSIONS = pattern(
    r"\b(?:versions?|releases?d?|upgraded?|changelog|plugins?|packages?|builds?|kernel|firmware|php)\b", re.IGNORECASE
)
#: What ends a sentence, and how much of one is read on either side.
_STOP = pattern(r"[.!?:。]")
_SENTENCE = 100


class Signs:
    """What the form of a message says, read only when it is asked for: most reports have a field that says it."""

    def __init__(self, *, message: Message, evidence: tuple[Evidence, ...]) -> None:
        self.message = message
        self.evidence = evidence

    @cached_property
    def lead(self) -> str:
        """The words before the reply, which may itself say "could not be delivered" of another server."""
        first: dict[str, int] = {}
        for e in self.evidence:
            if e.rank <= REPLIED:
                first[e.part] = min(e.at, first.get(e.part, MAX_LEAD))
        # In pasted text a line "Subject: Undeliverable ..." may be one of a list of mails: only a head's counts.
        leads = [self.message.head.get("subject", "")]
        leads += (
            _without_subjects(part.view.text[: first.get(part.role, MAX_LEAD)])
            for part in self.message.parts
            if part.role in ("notice", "pasted", "status")
        )
        return normalise(" ".join(leads)[: 4 * MAX_LEAD])

    @cached_property
    def failed(self) -> bool:
        """Whether the lead says that mail failed, or the record of a log or a trace."""
        return "failed" in self._actions or (self.prose and bool(FAILED.search(self.lead)))

    @cached_property
    def delayed(self) -> bool:
        """Whether the lead says that mail waits and is tried again, or the record of a log or a trace."""
        return "delayed" in self._actions or (self.prose and bool(DELAYED.search(self.lead)))

    @cached_property
    def waiting(self) -> bool:
        """Whether the mail still waits, though other words say that it was not delivered yet."""
        if not self.failed:
            return self.delayed
        return self.delayed and bool(WAITING.search(self.lead)) and not ENDED.search(self.lead)

    @cached_property
    def unreached(self) -> bool:
        """Whether it is a notice that mail "did not reach some or all of the intended recipients"."""
        said = SOME_OR_ALL.search(self.lead) if self.report is not False and self.prose else None
        sentence = said and _sentence(self.lead, said.start())
        return bool(sentence and NOT.search(sentence))

    @cached_property
    def passed(self) -> bool:
        """Whether all fields and records say that the mail went through."""
        return bool(self._actions) and self._actions <= _PASSED

    @cached_property
    def prose(self) -> bool:
        """Whether its words are sentences for a person: those of a table, of JSON or of a calendar are data."""
        text = next((part.view.text for part in self.message.parts if part.role in ("notice", "pasted")), "")
        return not (events.is_json(text) or _TABLE.match(text) or text.lstrip().startswith("BEGIN:V"))

    @cached_property
    def rows(self) -> list[Group | Record]:
        """The fields of each recipient, and the records of logs and tables."""
        parts = [part for part in self.message.parts if part.role in ("notice", "pasted", "status")]
        rows: list[Group | Record] = []
        for part in parts:
            rows += (*part.groups[1], *part.records)
        return rows

    @cached_property
    def _actions(self) -> set[str]:
        return {row.action for row in self.rows if row.action}

    @property
    def report(self) -> bool | None:
        """Whether a mail is a report (RFC 6522); None for pasted text that doesn't begin with the head of a mail."""
        return self._is_report if self.message.head else self._is_pasted_report

    @cached_property
    def _is_pasted_report(self) -> bool | None:
        """False for a mail that a person sent, as its From and Subject at the top show; else None."""
        text = self.message.parts[0].view.text if self.message.parts else ""
        head = _PASTED_HEAD.match(text)
        found = fields(head[0]) if head else {}
        if "from" not in found or not ("to" in found or "subject" in found):
            return None
        reported = DAEMON.search(found["from"]) or FAILED.search(normalise(found.get("subject", "")))
        return None if reported or DELAYED.search(normalise(found.get("subject", ""))) else False

    @cached_property
    def _is_report(self) -> bool:
        """RFC 5321, section 4.5.5: a report has the null sender."""
        head = self.message.head
        kind = head.get("content-type", "").lower()
        if kind.startswith("multipart/report") and "disposition-notification" not in kind:
            return "feedback-report" not in kind
        if "x-failed-recipients" in head or any(part.role == "status" for part in self.message.parts):
            return True
        if DAEMON.search(head.get("from", "")):
            return any(e.counts and e.rank <= REPLIED for e in self.evidence) or self.failed or self.delayed
        sent_by = head.get("return-path", "")
        named = (
            "<>" in (sent_by, head.get("from"))
            or DAEMON.search(sent_by)
            or FAILED.match(normalise(head.get("subject", "")))
        )
        return bool(named) and (self.failed or self.delayed)

    @property
    def typed(self) -> bool:
        """Whether a mail calls itself a delivery status report (RFC 6522, section 3)."""
        kind = self.message.head.get("content-type", "").lower()
        return kind.startswith("multipart/report") and "delivery-status" in kind

    @cached_property
    def forwards(self) -> bool:
        """Whether the mail forwards a report: an older mail in it begins as a report does."""
        older = (part.view.text[:_HEAD] for part in self.message.parts if part.report and part.role != "headers")
        return any(DAEMON.search(text) or FAILED.search(normalise(text)) for text in older)

    @property
    def answer(self) -> bool:
        """Whether it is a person's automatic reply (RFC 3834), whatever it quotes."""
        automatic = self.message.head.get("auto-submitted", "no").lower().startswith("auto-replied")
        return automatic and self.report is False


def _sentence(text: str, at: int) -> str:
    """Return the sentence that `at` is in, its nearer words where it is long."""
    before, behind = text[max(0, at - _SENTENCE) : at], text[at : at + _SENTENCE]
    return f"{_STOP.split(before)[-1]}{_STOP.split(behind)[0]}"


def _without_subjects(text: str) -> str:
    """Return a text without its subject lines, but that of the head it begins with, if a mail program sent it."""
    lines = list(subjects(lined(text)))
    if not lines or (DAEMON.search(text[:_HEAD]) and lines[0][0] < _HEAD and not _LISTED.search(text)):
        return text
    pieces, done = [], 0
    for start, end in lines:
        pieces.append(text[done:start])
        done = end
    return "".join((*pieces, text[done:]))


class Choice(NamedTuple):
    """The outcome that decides, and the kind it makes of the message: failure, delay or mention."""

    outcome: Outcome
    kind: Kind


def choose(outcomes: list[Outcome], seen: Signs) -> Choice | None:
    """Return what decides among the outcomes; None where no code and no reply stands in the report's own words."""
    usable = [o for o in outcomes if o.decisive.counts]
    if not usable:
        return None
    pool = [o for o in usable if o.decisive.rank <= STRUCTURED and not o.decisive.denied and not seen.answer]
    if seen.report is False:
        # A stranger's mail is no report, whatever it quotes; what it forwards may be one.
        pool = [o for o in pool if o.decisive.report and seen.forwards]
    elif not pool:
        # A reply in prose, or a phrase beside a code, decides only where no report stands, never in a stranger's mail.
        pool = [o for o in usable if o.decisive.rank <= REPLIED + 1 and not o.decisive.denied]
    if pool:
        return _first(pool, usable, outcomes, seen)
    coded = sorted((o for o in usable if o.code and not _is_version(o.decisive)), key=lambda o: o.decisive.denied)
    if not coded:
        return None
    kind: Kind = _kind(coded[0], seen) if seen.report and seen.failed and not coded[0].decisive.denied else "mention"
    return Choice(outcome=coded[0], kind=kind)


def _first(pool: list[Outcome], usable: list[Outcome], outcomes: list[Outcome], seen: Signs) -> Choice:
    newest = min(o.decisive.report for o in pool)
    choices = [Choice(outcome=o, kind=_kind(o, seen)) for o in pool if o.decisive.report == newest]
    chosen = choices[0] if len(choices) == 1 else _strongest(choices)
    return Choice(outcome=_refined(chosen.outcome, usable, outcomes), kind=chosen.kind)


def _strongest(choices: list[Choice]) -> Choice:
    best = min(map(_rank, choices))
    first = [choice for choice in choices if _rank(choice) == best]
    # Where a report has fields, its words name no other recipient's block.
    wide = [choice for choice in (choices if best else first) if choice.kind == "failure" and _is_wide(choice.outcome)]
    return (wide or [choice for choice in first if choice.kind == "failure"] or first)[0]


def _rank(choice: Choice) -> int:
    return 0 if choice.outcome.decisive.row else choice.outcome.decisive.rank


def _is_wide(outcome: Outcome) -> bool:
    entry = lookup(outcome.code) if outcome.code else None
    return entry is not None and all(meaning.blocked in WIDE for meaning in entry.meanings)


def _kind(outcome: Outcome, seen: Signs) -> Kind:
    """Return failure or delay: by an Action or a log's word, then the lead, the reply, the code's class (RFC 3463)."""
    action, reply = outcome.decisive.action, outcome.reply
    if action in ("failed", "delayed"):
        return "failure" if action == "failed" else "delay"
    # The lead can't say otherwise of a final reply, and to read it costs more than all the rest.
    if (reply and reply >= PERMANENT) or (seen.failed and not seen.delayed):
        return "failure"
    if reply:
        return "delay"
    if seen.delayed and not seen.failed:
        return "delay"
    return "delay" if (outcome.code or "5").startswith("4") else "failure"


def _refined(chosen: Outcome, usable: list[Outcome], outcomes: list[Outcome]) -> Outcome:
    """Return the reply that a code like 5.0.0 is too general for, where the report's words quote just one.

    Detail 0 is "other or undefined" (RFC 3463, section 2): a reply inside it knows more, whatever its subject.
    """
    code, e = chosen.code or "", chosen.decisive
    if not code.endswith(".0"):
        return chosen
    if code.endswith(".0.0"):
        near = [o for o in usable if o.decisive.rank <= REPLIED and o.decisive.report == e.report]
    else:
        near = [o for o in outcomes if o.decisive.part == e.part and 0 < o.decisive.at - e.at < _INSIDE]
        near = [o for o in near if o.decisive.rank <= REPLIED and f"#{o.code}" in e.around]
    finer = {o.code: o for o in near if o.code and o.code[0] == code[0] and not o.code.endswith(".0")}
    return next(iter(finer.values()))._replace(beside=e) if len(finer) == 1 else chosen


def _is_like_a_version(e: Evidence) -> bool:
    """Tell whether a code may be a version: it has no long detail, and the words round it aren't about mail."""
    short = len((e.code or "").rpartition(".")[2]) < len("100")
    return bool(short and _WORDS.search(e.around) and not _OF_MAIL.search(e.around))


def _is_version(e: Evidence) -> bool:
    """Tell whether a bare code is a version: what is round it speaks of versions, and not of mail."""
    return e.rank == ALONE and _is_like_a_version(e) and bool(_OF_VERSIONS.search(e.around))


def certainty(choice: Choice, outcomes: list[Outcome], *, torn: bool) -> Certainty:
    """Return how sure the choice is; `torn` where two meanings fit equally well."""
    decisive = choice.outcome.decisive
    if torn:
        return "unsure"
    if choice.kind == "mention" and not decisive.reply and _is_like_a_version(decisive):
        return "unsure"
    if choice.kind == "mention" or decisive.rank > REPLIED or decisive.typed:
        return "likely"
    if decisive.rank <= STRUCTURED:
        return "certain"
    rivals = {o.code for o in outcomes if o.code and o.decisive.counts and o.decisive.rank <= decisive.rank}
    return "likely" if len(rivals | {decisive.code}) > 1 else "certain"
