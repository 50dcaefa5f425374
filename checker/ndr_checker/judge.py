"""Judge one input: what it says, how sure that is, and on which evidence.

The wording chooses among a code's meanings, or names a code if there is no number. If two fit equally well, the
verdict is unsure.
"""

import re
from typing import TYPE_CHECKING, Any

from ndr_checker.base.limits import MAX_EVIDENCE, MAX_RECIPIENTS
from ndr_checker.base.pattern import pattern
from ndr_checker.base.terms import Certainty, Permanence
from ndr_checker.finding.finder import REPLIED, Evidence, find, left_out
from ndr_checker.finding.finder import spoken as said_by
from ndr_checker.finding.links import links
from ndr_checker.finding.occurrence import PERMANENT
from ndr_checker.judging.choice import Choice, Signs, certainty, choose
from ndr_checker.judging.meaning import meaning as meaning_in
from ndr_checker.judging.other_code import other_codes
from ndr_checker.judging.particulars import Refusal, refusal, sender
from ndr_checker.judging.recipient import Outcome, Recipient, listed, outcomes, recipients
from ndr_checker.judging.side import Side, side
from ndr_checker.judging.sign import sign
from ndr_checker.judging.vouched import is_vouched_for
from ndr_checker.reading.message import Message, read, unread_message
from ndr_checker.rules.catalogue import OF_SENDER, Entry, Meaning, is_restriction, lookup
from ndr_checker.rules.phrases import names, spoken
from ndr_checker.rules.wording import ADDRESS
from ndr_checker.telling.advice import advised

from .verdict import BOUNCES, Step, Verdict

if TYPE_CHECKING:
    from ndr_checker.reading.tables.ledger import Summary

#: Without a code, a short text is taken for the words of a bounce; a longer one has to look like one.
_SHORT = 600
_READ = 64 * 1024
#: What a notice of Microsoft's or a program's exception has, where the text was cut so that it names no address.
_FORMED = pattern(r"go\.microsoft\.com/fwlink|\bsmtp\w{0,40}(?:exception|error)\b", re.IGNORECASE)
#: Between two parts: no phrase goes over from one into the next.
_APART = "\n\0\n"


def check(data: bytes | str, *, source: str = "") -> Verdict:
    """Judge one bounce.

    Args:
        data: a file's bytes or pasted text; a str is text, never a path.
        source: the name to put into the verdict, for instance the file's.

    Returns the verdict; never raises for what is in `data`. Of an mbox, the verdict on its first bounce.

    """
    messages = tuple(read(data))
    verdict = decide(messages[0], source=source)
    if len(messages) == 1:
        return verdict
    later = (decide(message, source=source) for message in messages[1:])
    first = verdict if verdict.kind in BOUNCES else next((v for v in later if v.kind in BOUNCES), verdict)
    note = f"This file holds {len(messages)} mails; only its first bounce was judged. The command line judges each."
    return first._replace(defects=(note, *first.defects))


def decide(message: Message, *, source: str) -> Verdict:
    """Return the verdict on a message that was read, with everything that it says to its reader."""
    return advised(_to_keep(_decided(message, source)))


def unread(sentence: str, *, source: str) -> Verdict:
    """Return the verdict on an input that can't be read; the sentence says why."""
    return decide(unread_message(sentence), source=source)


def of_code(code: str, entry: Entry) -> Verdict:
    """Return what can be said of a code that came in a link, without a bounce; `code` is how to write it."""
    meaning = entry.meanings[0] if len(entry.meanings) == 1 else None
    verdict = Verdict(source="", kind="link", code=code, title=_title(code, entry), entry=entry)
    return advised(_meaning(verdict, meaning))


def _to_keep(verdict: Verdict) -> Verdict:
    """Return the verdict with the evidence that it lists, and no more.

    Each piece holds the words around it: thousands of them weigh more than the mail, and a program keeps many verdicts.
    """
    if len(verdict.evidence) <= MAX_EVIDENCE:
        return verdict
    evidence = verdict.evidence[:MAX_EVIDENCE]
    listed = {id(e) for e in (*evidence, *verdict.decisive)}
    named = (r if id(r.evidence) in listed else r._replace(evidence=None) for r in verdict.recipients)
    return verdict._replace(evidence=evidence, recipients=tuple(named))


def _decided(message: Message, source: str) -> Verdict:
    if message.unread:
        sentence = message.defects[-1]
        return Verdict(source, "not-a-bounce", certainty="unsure", headline=sentence, defects=(sentence,), unread=True)
    evidence = find(message)
    cut = left_out(message, evidence)
    message = message._replace(defects=(*message.defects, cut)) if cut else message
    seen, found = Signs(message=message, evidence=evidence), outcomes(evidence)
    choice = choose(found, seen)
    if choice and not choice.outcome.code and choice.kind == "failure":
        choice = _named_by_words(message, choice)
    table = message.table
    if table and (not choice or (table.kind == "failure" and choice.kind != "failure")):
        return _without_reason(source, message, table, recipients(message, evidence, found))
    if choice:
        verdict = _coded(source, message, evidence, choice, found)
        told = verdict.kind == "mention" and not seen.report and _is_unvouched(message)
        return verdict._replace(unvouched=True) if told else verdict
    return _uncoded(source, message, evidence, found, seen)


def _coded(
    source: str, message: Message, evidence: tuple[Evidence, ...], choice: Choice, found: list[Outcome]
) -> Verdict:
    outcome, code = choice.outcome, choice.outcome.code
    entry = lookup(code) if code else None
    meaning, torn = meaning_in(entry, outcome) if entry else (None, False)
    if entry and not meaning and not torn:
        meaning = _repeated(entry, outcome, evidence)
    bounced = choice.kind in BOUNCES
    named = recipients(message, evidence, found) if bounced else ()
    refused = side(message, named) if bounced else Side("unknown")
    linked, more = links(message)
    sure = certainty(choice, found, torn=torn)
    forgeable = bounced and _is_accused(code, entry, meaning) and _is_unvouched(message)
    others = other_codes(evidence, outcome.decisive)
    where = refusal(message, (outcome.decisive, *evidence)) if bounced else Refusal()
    return Verdict(
        source=source,
        kind=choice.kind,
        code=code,
        reply=outcome.reply,
        certainty="likely" if sure == "certain" and forgeable else sure,
        title=_title(code, entry) if code else f"Refused with {outcome.reply}, without an enhanced status code",
        entry=entry,
        whose=refused.whose,
        refuser=_naming(refused.name, evidence),
        recipients=named,
        evidence=evidence,
        decisive=(outcome.decisive,),
        other_codes=others,
        links=linked,
        sender=sender(message) if bounced else None,
        time=where.time,
        server=where.server,
        id=where.id,
        defects=_defects(message, named, links_left=more, others=len(others)),
        permanence=_permanence(choice, meaning),
        **_of_meaning(meaning),
    )


def _naming(server: str, evidence: tuple[Evidence, ...]) -> Evidence | None:
    """Return the evidence that stands beside the name of the server that refused; None where that stands elsewhere."""
    own = (e for e in evidence if e.part not in ("original", "headers"))
    return next((e for e in own if server in e.around.lower()), None) if server else None


def _repeated(entry: Entry, outcome: Outcome, evidence: tuple[Evidence, ...]) -> Meaning | None:
    """Return the meaning that the same reply, quoted elsewhere for this recipient, names: a field may cut its words."""
    decisive, row = outcome.decisive, outcome.row
    address = (row.address or "").strip("<> ").lower() if row else ""
    for e in evidence:
        same = e.code == decisive.code and e.part == decisive.part and e.report == decisive.report
        if same and e is not decisive and e.counts and e.rank <= REPLIED and e.row in (None, row):
            if address and not e.row and "@" in e.around and address not in e.around.lower():
                continue
            found, _ = meaning_in(entry, outcome._replace(beside=e))
            if found:
                return found
    return None


def _is_accused(code: str | None, entry: Entry | None, meaning: Meaning | None) -> bool:
    """Tell whether a code says that its sender is blocked: what a forged mail would have the reader believe."""
    if not entry:
        return bool(code and is_restriction(code))
    return all(one.blocked in OF_SENDER for one in ((meaning,) if meaning else entry.meanings))


def _is_unvouched(message: Message) -> bool:
    """Tell whether it is a raw mail, whose head can be too long to be read, and no server vouches for its sender."""
    raw = bool(message.head) or (bool(message.parts) and message.parts[0].role == "headers")
    return raw and not is_vouched_for(message.head)


def _meaning(verdict: Verdict, meaning: Meaning | None) -> Verdict:
    """Return the verdict with what belongs to its meaning; without one it stays open."""
    if not meaning:
        return verdict
    return verdict._replace(permanence=meaning.permanence, **_of_meaning(meaning))


def _of_meaning(meaning: Meaning | None) -> dict[str, Any]:
    if not meaning:
        return {}
    return {
        "meaning": meaning.id,
        "blocked": meaning.blocked,
        "acts": meaning.acts,
        "lifted_by": meaning.lifted_by,
    }


def _without_reason(source: str, message: Message, table: "Summary", named: tuple[Recipient, ...]) -> Verdict:
    """Judge a table that gives no reason: by what became of the mails, or by what else it lists."""
    bounced = table.kind in BOUNCES
    facts = tuple(f"{name}: {text}" for name, text in table.facts)
    return Verdict(
        source=source,
        kind=table.kind,
        certainty="certain" if table.known else "unsure",
        title=table.headline if bounced else None,
        headline=table.headline,
        says=dict(table.facts).get("Next"),
        recipients=named if bounced else (),
        steps=(Step(address="triage/", text="Join it with your other exports", reader="all"),),
        defects=(*(facts if bounced else (f"{table.headline}.", *facts)), *_defects(message, named)),
    )


def _named_by_words(message: Message, choice: Choice) -> Choice:
    """Return the choice with the code that the words behind a bare reply number name, if they name just one."""
    hits = spoken(choice.outcome.words)
    codes = {entry.code for _, entry, _ in hits if entry.code[0] == "5"}
    said = said_by(message, hits[0][0], codes.pop()) if len(codes) == 1 and "-" not in hits[0][1].code else None
    if not said:
        return choice
    reply = choice.outcome.decisive
    return choice._replace(outcome=Outcome(said._replace(reply=reply.reply, row=reply.row), reply))


def _defects(
    message: Message, named: tuple[Recipient, ...], *, links_left: int = 0, others: int = 0
) -> tuple[str, ...]:
    codes = [f"At most {MAX_EVIDENCE} other codes are listed."] if others == MAX_EVIDENCE else []
    cut = [f"At most {MAX_RECIPIENTS} recipients are listed."] if len(named) == MAX_RECIPIENTS else []
    left = [f"Hosts of links that are not listed: {links_left}."] if links_left else []
    return (*message.defects, *codes, *cut, *left)


def _title(code: str, entry: Entry | None) -> str:
    if entry:
        return f"{code}: {entry.title.partition(': ')[2]}"  # the page's may name a range
    if is_restriction(code):
        return f"{code}: of the tenant-restriction family (5.7.7xx), but not documented"
    return f"{code}: no page here explains this code"


def _permanence(choice: Choice, meaning: Meaning | None) -> Permanence:
    """Return whether this message is tried again: as the report says, else as the meaning or the number says."""
    if choice.kind in BOUNCES:
        return "permanent" if choice.kind == "failure" else "transient"
    if meaning:
        return meaning.permanence
    code, reply = choice.outcome.code, choice.outcome.reply
    permanent = code.startswith("5") if code else (reply or PERMANENT) >= PERMANENT
    return "permanent" if permanent else "transient"


def _uncoded(
    source: str, message: Message, evidence: tuple[Evidence, ...], found: list[Outcome], seen: Signs
) -> Verdict:
    """Judge a message whose own words hold no code: a phrase may name one; else it is a bounce by its form, or none."""
    text = _APART.join(part.view.text for part in message.parts if part.role in ("notice", "pasted"))[:_READ]
    formed = seen.report if seen.report is not None else bool(ADDRESS.search(text) or _FORMED.search(text))
    told = seen.report is not False and any(row.action in ("failed", "delayed") for row in seen.rows)
    bounced = (((formed or told) and (seen.failed or seen.delayed)) or seen.unreached or seen.typed) and not seen.passed
    bounced = bounced and not (evidence and all(e.passed for e in evidence))
    heard = bounced or (len(text) < _SHORT and seen.prose)
    hits = [hit for hit in spoken(text) if hit[1].code[0] != "2"] if heard else []
    if not bounced and not hits:
        only = next((e for e in evidence if e.code and (e.subject or e.part == "headers" or _is_told_success(e))), None)
        if only:
            return _coded(source, message, evidence, Choice(outcome=Outcome(decisive=only), kind="mention"), [])
        hint = sign(message, evidence)
        doubted = hint or seen.failed or seen.delayed or seen.report or message.defects
        sure: Certainty = "unsure" if doubted else "certain"
        defects = (*message.defects, *([hint] if hint else []))
        return Verdict(source=source, kind="not-a-bounce", certainty=sure, defects=defects)
    named = recipients(message, evidence, found) or listed(message)
    linked, more = links(message)
    verdict = Verdict(
        source=source,
        kind="delay" if seen.waiting else "failure",
        certainty="unsure" if hits else "likely",
        title="A bounce without an enhanced status code",
        whose=side(message, named).whose,
        recipients=named,
        evidence=evidence,
        links=linked,
        sender=sender(message),
        defects=_defects(message, (), links_left=more),
    )
    if len({(entry.code, meaning.id) for _, entry, meaning in hits}) != 1:
        return verdict
    phrase, entry, meaning = hits[0]
    code = entry.code.partition("-")[0]
    said = said_by(message, phrase, code)
    return _meaning(verdict, meaning)._replace(
        kind="failure" if meaning.permanence == "permanent" else "delay",
        code=code,
        certainty="likely",
        title=entry.title,
        entry=entry,
        evidence=(said, *evidence) if said else evidence,
        decisive=(said,) if said else (),
    )


def _is_told_success(e: Evidence) -> bool:
    """Tell whether a reply reports a success that has a page, by its words too: any server may say 250 2.1.5."""
    entry = lookup(e.code) if e.code and e.code.startswith("2") else None
    return entry is not None and names(entry, e.words)
