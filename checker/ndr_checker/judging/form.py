"""What the form of a message says: whether it is a report, and whether its words say that mail failed or waits."""

import re
from collections.abc import Iterator
from functools import cached_property
from itertools import islice

from ndr_checker.base.limits import MAX_LEAD
from ndr_checker.base.normalise import lined, normalise
from ndr_checker.base.pattern import pattern
from ndr_checker.finding.context import is_explained, subjects
from ndr_checker.finding.finder import ALONE, REPLIED, Evidence
from ndr_checker.finding.listing import in_code, is_all_code
from ndr_checker.finding.sequence import is_personal
from ndr_checker.reading import events
from ndr_checker.reading.dsn import PASSED, Group
from ndr_checker.reading.head import fields, is_of_part
from ndr_checker.reading.log import Record
from ndr_checker.reading.message import Message
from ndr_checker.rules.wording import (
    ADDRESS,
    ATTEMPTS_LEFT,
    DAEMON,
    DELAYED,
    DELIVERY,
    ENDED,
    FAILED,
    FIRST_PERSON,
    FULL,
    LATE,
    MAIL,
    MESSAGE,
    NOT,
    PARCEL,
    RECIPIENT,
    RETRYING,
    RETURNED,
    RETURNED_TOO,
    SOME_OR_ALL,
    TEMPORARY,
    TRYING,
    WAITING,
    YET,
)

from .address import addresses
from .program_error import says_unsent

#: As far as the head of a forwarded mail, and the first words below it, go.
_HEAD = 1000
#: The lines above a mail that a program shows or copies.
_PASTED_HEAD = pattern(
    r"\s{0,99}(?:(?:from|to|cc|date|sent|subject|reply-to|importance)[ \t]*:[^\n]*(?:\n[ \t][^\n]*)*(?:\n|\Z)){2,12}",
    re.IGNORECASE,
)
#: A line of at least two separators, as the first one of a table has.
_TABLE = pattern(r"\s*+(?:[^\n,;\t]{1,80}[,;\t]){2,99}[^\n,;\t]{0,80}\n[^\n]*(?:,[^\n]*,|;[^\n]*;|\t[^\n]*\t)")
#: A line of a program's daily summary, such as pflogsumm's: how many, and of what.
_COUNTED = pattern(r"^[ \t]{0,40}[0-9]{1,9}[km]?[ \t]{2,20}(?:[a-z\[]|[45][0-9]{2}[ -])", re.MULTILINE | re.IGNORECASE)
_SUMMARY = 3
#: What is beside each mail of a quarantine's digest.
_LISTED = pattern(r"\b(?:release|quarantine|block sender|freigeben)\b", re.IGNORECASE)
#: What a mail server writes above the mail that came back: a rule that mentions its return or its headers, as no
#: contact form's copy does, or Exchange's heading; no field.
_RETURNED = pattern(
    r"\s{0,99}(?:-{2}[^\n]{0,80}(?:returned|undelivered|unsent|header|below this line is a copy)"
    r"|(?!-)[^\s:]{1,40} [^\n:]{1,60}:?[ \t]*\n)",
    re.IGNORECASE,
)
#: What comes after a server's reply, in lower case; not after a place that a template leaves open for one.
_MARKED = pattern(
    r"\((?<![>}] \()in reply to [a-z -]{4,20}\s{1,20}command\)"
    r"|\.prod\.(?:protection\.)?outlook\.com 20[0-9]{2}-[0-9]{2}-[0-9]{2}t[0-9:.]{8,16}z [0-9a-f]{16}\b"
)
#: A refusal as Postfix words it (smtpd_check.c names what it refused so), where somebody left out the number before it:
#: "Recipient address rejected: ...", in lower case. In a sentence, other words would come right before it.
_REJECTED = pattern(
    r"\b(?<![\w,;] )(?:(?:recipient|sender) address|client host|helo command|data command|end-of-data)"
    r" rejected: ([a-z][^\n\"'`”»]{4,120})"
)
#: ... and says that it may be taken later.
_AGAIN = pattern(r"\b(?:try|retry)\b[^.;!]{0,20}\b(?:again|later|in)\b|\bgr[ae]y-?list|\btemporar|\bdeferred\b")
#: In a longer text somebody has to say "I" or "we": an article explains such words, too.
_SHORT = 600
#: What ends a sentence, and how much of one is read on either side.
_STOP = pattern(r"[!?。]|[.:](?=\s|[\u3000-\ud7ff])")
_SENTENCE = 100
#: Who says "I" is no server.
_OF_A_PERSON = pattern(r"\b(?:ich|je|j'ai|io|yo|eu|ik|jag|jeg|minä|я)\b")
#: Sentences on a delivery that are read: a notice comes to the point.
_DELIVERIES = 20


class Form:
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
            if part.own
        )
        return normalise(" ".join(leads)[: 4 * MAX_LEAD])

    @cached_property
    def failed(self) -> bool:
        """Whether the lead says that mail failed, or the record of a log or a trace."""
        if "failed" in self._actions:
            return True
        return self.prose and (self._says_failed or any(map(NOT.search, self._deliveries)) or self._is_full)

    @cached_property
    def delayed(self) -> bool:
        """Whether the lead says that mail waits and is retried, or the record of a log or a trace."""
        if "delayed" in self._actions:
            return True
        return self.prose and (bool(DELAYED.search(self.lead)) or self._passing or self.late)

    @cached_property
    def waiting(self) -> bool:
        """Whether the mail still waits, though other words say that it was not delivered yet."""
        if not self.failed:
            return self.delayed
        if not (self.delayed or self.retrying) or ENDED.search(self.lead):
            return False
        return self._passing or self.late or self.retrying or bool(WAITING.search(self.lead))

    @cached_property
    def retried(self) -> bool:
        """Whether a notice tells the sender that a server keeps the mail and tries again; a log is an admin's."""
        noticed = any(isinstance(row, Group) and row.action == "delayed" for row in self.rows)
        return noticed or (self.prose and bool(DELAYED.search(self.lead)))

    @cached_property
    def kept(self) -> bool:
        """Whether the last that a notice says above the reply is that a server keeps the mail and tries again."""
        delayed = list(DELAYED.finditer(self.lead)) if self.prose and self.waiting else []
        if not delayed or FAILED.search(self.lead, delayed[-1].end()):
            return False
        return self.lead[: delayed[-1].start()].split()[-1:] != ["i"]

    @cached_property
    def ended(self) -> bool:
        """Whether the mail failed, or somebody says above the reply that it came back or that the server gave up."""
        if self.failed or self.report is not None:
            return self.failed
        return bool(RETURNED.search(self.lead) or RETURNED_TOO.search(self.lead))

    @cached_property
    def retrying(self) -> bool:
        """Whether pasted text says anywhere that a mail is retried, or how many attempts are left."""
        if self.report is not None:
            return False
        texts = (part.view.text[:MAX_LEAD] for part in self.message.parts if part.words and part.role == "pasted")
        said = (text for text in map(normalise, texts) if any(word in text for word in TRYING))
        return any(RETRYING.search(text) or ATTEMPTS_LEFT.search(text) for text in said)

    @cached_property
    def _says_failed(self) -> bool:
        """Whether the lead has words of a failure, in a sentence on mail and not on a parcel."""
        said = (_sentence(self.lead, match.start()) for match in islice(FAILED.finditer(self.lead), _DELIVERIES))
        return any(map(_is_of_no_parcel, said))

    @cached_property
    def _is_full(self) -> bool:
        """Whether the lead says that a recipient's mailbox is full; that one's own is, many other mails say."""
        said = (_sentence(self.lead, match.start()) for match in islice(FULL.finditer(self.lead), _DELIVERIES))
        return any(map(RECIPIENT.search, said))

    @cached_property
    def _deliveries(self) -> list[str]:
        """The sentences of the lead that mention a mail's delivery in another language than English."""
        said = [_sentence(self.lead, match.start()) for match in islice(DELIVERY.finditer(self.lead), _DELIVERIES)]
        if not said or _OF_A_PERSON.search(self.lead):
            return []
        mails = (sentence for sentence in said if "@" in sentence or MAIL.search(sentence))
        return [sentence for sentence in mails if _is_of_no_parcel(sentence)]

    @cached_property
    def late(self) -> bool:
        """Whether one of the sentences on a delivery says that the delivery takes longer, or that it isn't over yet."""
        return any(LATE.search(said) or (YET.search(said) and NOT.search(said)) for said in self._deliveries)

    @cached_property
    def _passing(self) -> bool:
        """Whether the lead calls the failure a temporary one, and doesn't say that it ended."""
        return not ENDED.search(self.lead) and bool(TEMPORARY.search(self.lead))

    @cached_property
    def returned(self) -> bool:
        """Whether a pasted notice has below it what came back, and above it words of denial or an address alone."""
        returned = (part.view.text for part in self.message.parts if part.role == "original" and part.inline)
        if self.report is not None or not any(map(_RETURNED.match, returned)):
            return False
        words = next((part.view for part in self.message.parts if part.role == "pasted"), None)
        return words is not None and bool(
            NOT.search(words.lines) or next(addresses(words.text, "alone", "before"), None)
        )

    @cached_property
    def begins(self) -> bool:
        """Whether a pasted text begins as a notice, with the words that mail to an address failed; no source does."""
        if any(part.role == "source" for part in self.message.parts):
            return False
        words = next((part.view.text for part in self.message.parts if part.role == "pasted"), "")
        said = normalise(words[:_HEAD].lstrip().partition("\n\n")[0]) if self.report is None else ""
        return bool(FAILED.search(said) and ADDRESS.search(said)) and not FIRST_PERSON.search(said)

    @cached_property
    def unsent(self) -> bool:
        """Whether it is a program's error about a mail that it couldn't send."""
        return self.report is None and says_unsent(self.message)

    @property
    def replied(self) -> bool:
        """Whether pasted text has a refusal that lost its number, as what servers put round their replies shows.

        Outlook.com ends one with its servers' names and times, Postfix with the command that was refused; and it begins
        with what was. A text with several of those is a list, and a long one in which nobody says "I" an article.
        """
        return self.report is None and (any(self._unnumbered(_MARKED)) or len(self._rejections) == 1)

    @property
    def deferred(self) -> bool:
        """Whether such a refusal says that the mail may be taken later."""
        return len(self._rejections) == 1 and all(map(_AGAIN.search, self._rejections))

    @cached_property
    def _rejections(self) -> set[str]:
        words = next((part.view for part in self.message.parts if part.role == "pasted"), None)
        if not words or not self.prose or (len(words.text) > _SHORT and not is_personal(words, [*self.evidence])):
            return set()
        return {match[1] for match in self._unnumbered(_REJECTED)}

    def _unnumbered(self, words: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """Yield where pasted text has these words, not in a program's source, nor where a sentence explains them."""
        for view in (part.view for part in self.message.parts if part.role == "pasted"):
            found = list(islice(words.finditer(view.lines), _DELIVERIES))
            alone = bool(found) and is_all_code(view.text)
            for match in found:
                at = match.start() - 1
                in_source = in_code(view.line(at), view.text, at, alone=alone)
                if not in_source and not is_explained(view, at, match.end() - 1):
                    yield match

    @cached_property
    def unreached(self) -> bool:
        """Whether it is a notice that mail "did not reach some or all of the intended recipients"."""
        said = SOME_OR_ALL.search(self.lead) if self.report is not False and self.prose else None
        sentence = said and _sentence(self.lead, said.start())
        return bool(sentence and NOT.search(sentence))

    @cached_property
    def passed(self) -> bool:
        """Whether all fields and records say that the mail went through."""
        return bool(self._actions) and self._actions.issubset(PASSED)

    def is_beside_success(self, e: Evidence) -> bool:
        """Return whether a bare code is only beside a log's records of mail that went through, as in its subject."""
        if e.rank != ALONE or not self.passed:
            return False
        return any(part.records for part in self.message.parts if part.own and part.rows is None)

    @property
    def _first(self) -> str:
        """The text of the first part with words."""
        return next((part.view.text for part in self.message.parts if part.words), "")

    @cached_property
    def prose(self) -> bool:
        """Whether its words are sentences for a person: those of a table, a summary, JSON or a calendar are data."""
        text = self._first
        if events.is_json(text) or text.lstrip().startswith("BEGIN:V"):
            return False
        if "\n" not in text.strip("\n"):  # a line alone is no table and no summary
            return True
        return not (_TABLE.match(text) or self.counts)

    @cached_property
    def counts(self) -> bool:
        """Whether it's a program's summary, which says how many mails met with what."""
        return len(list(islice(_COUNTED.finditer(self._first, 0, 4 * MAX_LEAD), _SUMMARY))) == _SUMMARY

    @cached_property
    def rows(self) -> list[Group | Record]:
        """The fields of each recipient, and the records of logs and tables."""
        parts = [part for part in self.message.parts if part.own]
        rows: list[Group | Record] = []
        for part in parts:
            rows += (*part.groups[1], *part.records)
        return rows

    @cached_property
    def unexplained(self) -> list[str]:
        """The records of a log that give no reply for a mail that failed."""
        told = {id(e.row) for e in self.evidence}
        return [
            part.view.text[record.start : record.end]
            for part in self.message.parts
            if part.words
            for record in part.records
            if record.action == "failed" and id(record) not in told
        ]

    @cached_property
    def _actions(self) -> set[str]:
        return {row.action for row in self.rows if row.action}

    @cached_property
    def report(self) -> bool | None:
        """Whether a mail is a report (RFC 6522); None for text that doesn't begin with the head of a mail.

        A part that was cut out of its mail has a head too, which doesn't say who sent it.
        """
        if not self.message.head:
            return self._is_pasted_report
        if is_of_part(self.message.head):
            return self._is_report or self._is_pasted_report
        return self._is_report

    @cached_property
    def _is_pasted_report(self) -> bool | None:
        """False for a mail that a person sent, as its From and Subject at the top show; None otherwise."""
        text = self.message.parts[0].view.text if self.message.parts else ""
        head = _PASTED_HEAD.match(text)
        found = fields(head[0]) if head else {}
        if "from" not in found or not ("to" in found or "subject" in found):
            return None
        if DAEMON.search(found["from"]):
            return None
        subject = normalise(found.get("subject", ""))
        reported = FAILED.search(subject) or DELAYED.search(subject)
        # Anybody's mail can say in words that mail wasn't delivered; a report shows what a server said.
        return None if reported and (self.evidence or "@" not in found["from"]) else False

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


def _is_of_no_parcel(sentence: str) -> bool:
    return not PARCEL.search(sentence) or bool(MESSAGE.search(sentence))


def _sentence(text: str, at: int) -> str:
    """Return the sentence that `at` is in, its nearer words where it is long."""
    before, behind = text[max(0, at - _SENTENCE) : at], text[at : at + _SENTENCE]
    return f"{_STOP.split(before)[-1]}{_STOP.split(behind)[0]}"


def _without_subjects(text: str) -> str:
    """Return a text without its subject lines, but that of the head it begins with, if a mail program sent it."""
    lines = list(subjects(lined(text)))
    if not lines or (lines[0][0] < _HEAD and DAEMON.search(text[:_HEAD]) and not _LISTED.search(text)):
        return text
    pieces, done = [], 0
    for start, end in lines:
        pieces.append(text[done:start])
        done = end
    return "".join((*pieces, text[done:]))
