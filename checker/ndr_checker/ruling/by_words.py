"""The verdict on a message without a code of its own: its words may name one, or show that it is a bounce."""

import re

from ndr_checker.base.pattern import pattern
from ndr_checker.finding.context import is_session
from ndr_checker.finding.finder import Evidence
from ndr_checker.finding.finder import spoken as said_by
from ndr_checker.finding.links import links
from ndr_checker.judging.choice import Choice
from ndr_checker.judging.form import Form
from ndr_checker.judging.meaning import of_notice, words_of
from ndr_checker.judging.outcome import Outcome
from ndr_checker.judging.particulars import sender
from ndr_checker.judging.recipient import listed, recipients
from ndr_checker.judging.side import sender_of, side
from ndr_checker.judging.sign import against_success, may_be_about_mail, sign
from ndr_checker.reading.log import Record
from ndr_checker.reading.message import Message
from ndr_checker.rules.catalogue import lookup
from ndr_checker.rules.phrases import names, said_by_server, spoken
from ndr_checker.rules.wording import ADDRESS
from ndr_checker.verdict import Verdict

from .by_code import by_code, clause, waiting_acts, with_meaning
from .defects import defects_of

#: Without a code, a short text is taken for the words of a bounce; a longer one has to look like one.
_SHORT = 600
#: So long is a reply.
_LINE = 200
#: What a notice of Microsoft's or Google's, a program's exception or PHP's error has, where it was cut so that it names
#: no address; and Thunderbird's errors, in any language: "Postausgangs-Server (SMTP) smtp.contoso.com".
#: Exchange names who refused: "The following organization rejected your message: mx.fabrikam.com", in any language.
_FORMED = pattern(
    r"go\.microsoft\.com/fwlink|\bsee https?://support\.google\.com/mail/\S{1,80} for more information"
    r"|\(smtp\) [\w-]{1,63}\.|\bsmtp\w{0,40}(?:exception|error)\b|\bmail\(\)"
    r"|\borgani[sz]\w{3,8}\b[^\n:]{0,60}[ \xa0]?:[ \xa0]?[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}",
    re.IGNORECASE,
)
#: An address that a person or a web page hid: "[REDACTED]@fabrikam.com", "<masked>@fabrikam.com", "[email protected]".
_MASKED = pattern(r"@(?<=[\])>}*.\u2026\u2022]@)[\w-]{1,63}\.\w|\[email[ \xa0]protected\]", re.IGNORECASE)
#: Roles of parts whose codes are only mentioned.
_MENTIONING = ("headers", "table", "source")
_PASSED = "It reports only deliveries; nothing failed."
_PROGRAM = "A program couldn't send mail, and gives no enhanced status code"
_IN_LOG = "Look in the program's log for a line with a number such as 550 5.1.10, and paste that too."
_OTHER_LINES = "Look for other lines about this message: one of them may have a server's reply, with its code."
_SUCCESS = "This reports a success, not a failure: a code that begins with 2 means that a server took what it was sent."


def named_by_words(message: Message, choice: Choice) -> Choice:
    """Return the choice with the code that the words after a bare reply number name, if they name just one."""
    hits = spoken(choice.outcome.words)
    codes = {entry.code for _, entry, _ in hits if entry.code[0] == "5"}
    said = said_by(message, hits[0][0], codes.pop()) if len(codes) == 1 and "-" not in hits[0][1].code else None
    if not said:
        return choice
    reply = choice.outcome.decisive
    return choice._replace(outcome=Outcome(said._replace(reply=reply.reply, row=reply.row), reply))


def by_words(source: str, seen: Form, found: list[Outcome]) -> Verdict:
    """Judge a message whose own words hold no code: a phrase may name one; or it is a bounce by its form, or none."""
    message, evidence = seen.message, seen.evidence
    text = words_of(message, seen.unexplained)
    formed = seen.report if seen.report is not None else _names_one(text)
    told = seen.report is not False and any(row.action in ("failed", "delayed") for row in seen.rows)
    reported = (formed or told) and (seen.failed or seen.delayed)
    bounced = reported or seen.unreached or seen.typed or seen.returned or seen.unsent or seen.replied
    went_through = all(e.passed or seen.is_beside_success(e) for e in evidence)
    went_through = went_through and not (seen.failed and _is_cut_session(message, evidence))
    bounced = bounced and not (seen.passed or (evidence and went_through and not (told or seen.unsent)))
    bounced = bounced and not (evidence and not seen.report and all(e.listed for e in evidence))
    heard = bounced or (len(text) < _SHORT and seen.prose and not (seen.passed or (evidence and went_through)))
    hits = [hit for hit in spoken(text) if hit[1].code[0] != "2"] if heard else []
    if not bounced and not hits:
        only = next(
            (e for e in evidence if e.code and (e.subject or e.part in _MENTIONING or _is_told_success(e))), None
        )
        if only:
            return by_code(source, seen, Choice(outcome=Outcome(decisive=only), kind="mention"), [])
        delivered = seen.passed or any(e.action == "delivered" for e in evidence)
        if went_through and (delivered or (evidence and len(text) < _LINE)):
            contrary = against_success(message) if seen.passed else None
            if contrary:
                defects = (*message.defects, contrary)
                return Verdict(source, "not-a-bounce", certainty="unsure", defects=defects)
            says = _PASSED if delivered else _SUCCESS
            return Verdict(source, "not-a-bounce", certainty="likely", headline=says, defects=message.defects)
        hint = sign(message, evidence)
        doubted = hint or seen.failed or seen.delayed or seen.report or message.defects
        defects = (*message.defects, *([hint] if hint else []))
        verdict = Verdict(source=source, kind="not-a-bounce", certainty="unsure", defects=defects)
        return verdict if doubted else verdict._replace(certainty="likely" if may_be_about_mail(message) else "certain")
    named = recipients(message, evidence, found)
    if not named and (seen.prose or not told) and not seen.unexplained:  # data and records name theirs, or nobody
        named = listed(message)
    linked, more = links(message)
    mailer = sender_of(message)
    waits = (seen.waiting or seen.deferred) and not seen.unexplained
    logged = any(isinstance(row, Record) for row in seen.rows)
    whose = side(message, named, mailer).whose
    acts = waiting_acts(("recipient-admin",)) if whose == "recipient-side" else waiting_acts()
    verdict = Verdict(
        source=source,
        kind="delay" if waits else "failure",
        acts=acts if waits and seen.retried else (),
        certainty="unsure" if hits else "likely",
        title=_PROGRAM if seen.unsent else f"A {'delay' if waits else 'bounce'} without an enhanced status code",
        says=_IN_LOG if seen.unsent else _OTHER_LINES if logged else None,
        holder="server" if waits and seen.waiting else None,
        doubts=("no-code",),
        whose=whose,
        recipients=named,
        evidence=evidence,
        links=linked,
        sender=sender(message, mailer),
        defects=defects_of(message, (), links_left=more),
    )
    if len({(entry.code, meaning.id) for _, entry, meaning in hits}) != 1:
        return verdict if hits or (waits and not logged) else _explained(verdict, text, logged=logged, waits=waits)
    phrase, entry, meaning = hits[0]
    code = entry.code.partition("-")[0]
    named_by = said_by(message, phrase, code)
    return with_meaning(verdict, meaning)._replace(
        kind="failure" if meaning.permanence == "permanent" else "delay",
        code=code,
        certainty="likely",
        doubts=(),
        title=entry.title,
        says=None,
        entry=entry,
        evidence=(named_by, *evidence) if named_by else evidence,
        decisive=(named_by,) if named_by else (),
    )


def _explained(verdict: Verdict, text: str, *, logged: bool, waits: bool) -> Verdict:
    """Return the verdict on a message without a code; with a meaning if its words are a sentence that has one.

    The record of a log has few words, and they are a server's.
    """
    found = said_by_server(text, late=waits) if logged else of_notice(text, late=waits)
    if not found:
        return verdict
    entry, meaning = found
    title = f"{(verdict.title or '').partition(',')[0]}: {clause(entry)}"
    return with_meaning(verdict, meaning)._replace(title=title, says=None, entry=entry)


def _is_cut_session(message: Message, evidence: tuple[Evidence, ...]) -> bool:
    """Return whether a session ends where only addresses were taken (RFC 3463, section 3.2), and no mail yet."""
    of_addresses = bool(evidence) and all((e.code or "").startswith("2.1.") for e in evidence)
    return of_addresses and any(is_session(part.view.lines) for part in message.parts if part.own)


def _names_one(text: str) -> bool:
    """Return whether a text names a recipient, if only hidden, or has the form of a notice that was cut."""
    return bool(("@" in text and ADDRESS.search(text)) or _MASKED.search(text) or _FORMED.search(text))


def _is_told_success(e: Evidence) -> bool:
    """Return whether a reply reports a success that has a page, by its words too: any server may say 250 2.1.5."""
    entry = lookup(e.code) if e.code and e.code.startswith("2") else None
    return entry is not None and names(entry, e.words)
