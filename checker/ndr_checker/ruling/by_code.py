"""The verdict on a message by the code or the reply that decides."""

from typing import Any

from ndr_checker.base.limits import MAX_EVIDENCE
from ndr_checker.base.terms import Actor, Blocked, Doubt, Permanence
from ndr_checker.finding.finder import ALONE, REPLIED, Evidence
from ndr_checker.finding.links import links
from ndr_checker.finding.occurrence import PERMANENT
from ndr_checker.judging.aside import is_aside
from ndr_checker.judging.attested import is_attested, is_of_program
from ndr_checker.judging.choice import Choice, certainty, has_rivals
from ndr_checker.judging.complaint import is_complaint
from ndr_checker.judging.example import are_made_up
from ndr_checker.judging.form import Form
from ndr_checker.judging.holder import holder
from ndr_checker.judging.host import domain_of, is_public, same
from ndr_checker.judging.meaning import has_words, of_notice, of_words, only_meaning, words_of
from ndr_checker.judging.meaning import meaning as meaning_in
from ndr_checker.judging.other_code import other_codes, worded
from ndr_checker.judging.other_reason import inner_reason, other_reasons
from ndr_checker.judging.outcome import Outcome
from ndr_checker.judging.particulars import Refusal, refusal, sender
from ndr_checker.judging.recipient import Recipient, listed, recipients, waiting
from ndr_checker.judging.side import Side, is_of_exchange_online, is_submitted, sender_of, side
from ndr_checker.judging.unattended import is_unattended
from ndr_checker.judging.vouched import is_forgeable
from ndr_checker.reading.log import Record
from ndr_checker.reading.message import Message
from ndr_checker.rules.catalogue import OF_SENDER, WIDE, Entry, Meaning, is_restriction, lookup
from ndr_checker.verdict import BOUNCES, Fact, Verdict

from .defects import defects_of

#: The refusal by the organization whose mailbox forwards a mail: the sender's, or that of whom the mail was written to.
_FORWARDING = "5.7.520"


def by_code(source: str, seen: Form, choice: Choice, found: list[Outcome]) -> Verdict:
    """Judge a message by the outcome that was chosen; `found` are all of its outcomes."""
    message, evidence = seen.message, seen.evidence
    outcome, code = choice.outcome, choice.outcome.code
    entry = lookup(code) if code else None
    meaning, torn = meaning_in(entry, outcome, choice.kind) if entry else (None, False)
    if entry and not meaning and not torn:
        meaning = _repeated(entry, choice, evidence)
    complained = (choice.kind not in BOUNCES or outcome.decisive.typed) and is_complaint(message, outcome.decisive)
    if entry and not meaning and not torn and complained:
        meaning = only_meaning(entry)  # a person's words are no reply's, which might speak against it
    told = of_words(outcome) if not meaning and not torn and _is_explicable(choice) else None
    if not (told or entry) and _is_bare(outcome) and seen.report is not False:
        told = of_notice(words_of(message), late=choice.kind != "failure")
    entry, meaning = told or (entry, meaning)
    recorded = isinstance(outcome.row, Record)
    waits = choice.kind == "delay" and meaning and may_end(meaning) and seen.retried and not recorded
    bounced = choice.kind in BOUNCES
    named = _recipients(message, evidence, choice, found) if bounced else ()
    linked, more = links(message)
    accused = bounced and _is_accused(code, entry, meaning)
    mailer = sender_of(message) if bounced else ""
    barred = _barred(entry, meaning) if bounced else None
    by_own_rule = bounced and message.table is not None and message.table.by_own_rule
    if by_own_rule or (bounced and is_submitted(outcome.decisive)):
        refused = Side("sender-side")
    elif bounced:
        refused = side(message, _of_mail(named, outcome), mailer, accused=accused, barred=barred)
    else:
        refused = Side("unknown")
    theirs = refused.at_recipient and meaning is not None and meaning.theirs is not None
    meaning = meaning.at_recipient() if meaning and theirs else meaning
    where = refusal(message, (outcome.decisive, *evidence)) if bounced else Refusal()
    contrary = worded(entry, outcome, evidence)
    others = other_codes(evidence, outcome, mention=choice.kind == "mention")
    others = (contrary, *others)[:MAX_EVIDENCE] if contrary else others
    attested = bounced and is_attested(
        seen, outcome, named=bool(named), located=bool(where.server), understood=bool(meaning)
    )
    doubts: dict[Doubt, bool] = {
        "unvouched": accused and is_forgeable(message, outcome.decisive),
        "open-side": refused.either and barred in WIDE,
        "other-words": contrary is not None or (told is not None and code is not None),
        "no-code": told is not None and code is None,
        "either-setup": not waits and _is_of_either(message, meaning, refused, barred, theirs=theirs),
        "rivals": has_rivals(outcome.decisive, found),
        "typed": outcome.decisive.typed or (bounced and is_aside(seen, outcome, meaning)),
        "sample": not (seen.report or recorded) and are_made_up(named),
        "unattested": not attested,
    }
    held = tuple(doubt for doubt, holds in doubts.items() if holds) if bounced else ()
    sure = certainty(choice, torn=torn, complained=complained)
    last = _last(seen, outcome, meaning, theirs=refused.whose == "recipient-side") if meaning else None
    verdict = Verdict(
        source=source,
        kind=choice.kind,
        code=code,
        reply=outcome.reply,
        certainty="likely" if held and sure == "certain" else sure,
        doubts=held,
        title=title_of(code, entry) if code else _untitled(choice, entry),
        entry=entry,
        whose=refused.whose,
        refuser=_naming(refused.name, evidence),
        recipients=named,
        evidence=evidence,
        decisive=(outcome.decisive,),
        other_codes=others,
        other_reasons=other_reasons(message, named, found, outcome, meaning),
        inner=inner_reason(evidence, outcome) if bounced and meaning else None,
        links=linked,
        sender=sender(message, mailer) if bounced else None,
        time=where.time,
        server=where.server,
        id=where.id,
        defects=defects_of(message, named, links_left=more, others=len(others)),
        either_side=refused.either and barred in WIDE,
        theirs=theirs,
        holder=holder(seen, outcome, choice.kind),
        complained=complained,
        inbound=bounced and outcome.from_outside,
        recorded=recorded,
        facts=still_waiting(message, named) if recorded and choice.kind == "failure" else (),
        permanence=_permanence(choice, meaning),
        **_of_meaning(meaning, last=last),
    )
    if bounced:
        is_own = by_own_rule or _is_internal(mailer, _of_mail(named, outcome))
        verdict = _of_this_mail(verdict, seen, outcome, refused, is_own=is_own)
        if "sender" in verdict.acts and is_unattended(message, outcome, mailer):
            verdict = _with(verdict, "sender-admin", instead_of="sender")
    return verdict._replace(acts=waiting_acts(verdict.acts)) if waits else verdict


def _is_of_either(
    message: Message, meaning: Meaning | None, refused: Side, barred: Blocked | None, *, theirs: bool
) -> bool:
    """Return whether the setup of either side can be the reason.

    So it can if Exchange Online itself was asked for a sign-in or wasn't allowed to relay, which devices usually are.
    """
    if barred:
        return refused.either and barred not in WIDE
    at_other = meaning is not None and meaning.theirs is not None and not theirs and meaning.blocked not in OF_SENDER
    return (meaning is not None and meaning.either_side) or (at_other and is_of_exchange_online(message))


def _of_this_mail(verdict: Verdict, seen: Form, outcome: Outcome, refused: Side, *, is_own: bool) -> Verdict:
    """Return the verdict with who can act on this mail in the place of those whom the code's meaning names.

    A reply that another one passes on says why. A server that takes a mail passes it on for its own admin. Of a mail
    that its own organization refused (`is_own`), the recipient's admin is the sender's. Nobody on the recipient's side
    saw what the sender's side refused, and a public service has no admin to ask.
    """
    inner = verdict.inner
    if inner and inner.meaning and inner.passed_on:
        why = inner.meaning
        verdict = verdict._replace(acts=why.acts, lifted_by=why.lifted_by, blocked=why.blocked)
    if refused.passed_on and verdict.blocked == "ip":
        verdict = _with(verdict, "recipient-admin", instead_of="sender-admin")
    if is_own:
        verdict = _with(verdict, "sender-admin", instead_of="recipient-admin")
    if verdict.blocked == "message" and _is_near(seen, outcome, refused):
        return _without(verdict, "recipient-admin")
    return _as_public(verdict)


def _as_public(verdict: Verdict) -> Verdict:
    """Return the verdict without the recipient's admin if the recipients are at a public service, which has none."""
    at_public = bool(verdict.recipients) and all(is_public(domain_of(r.address)) for r in verdict.recipients)
    return _without(verdict, "recipient-admin") if at_public else verdict


def _is_internal(mailer: str, named: tuple[Recipient, ...]) -> bool:
    """Return whether a mail was written to the sender's own organization."""
    own = domain_of(mailer)
    return bool(own and named) and not is_public(own) and all(same(domain_of(r.address), own) for r in named)


def _with(verdict: Verdict, actor: Actor, *, instead_of: Actor) -> Verdict:
    """Return the verdict with another actor in one's place, also among those who lift the block."""
    acts, lifted_by = (_swapped(actors, actor, instead_of=instead_of) for actors in (verdict.acts, verdict.lifted_by))
    return verdict._replace(acts=acts, lifted_by=lifted_by)


def _is_near(seen: Form, outcome: Outcome, refused: Side) -> bool:
    """Return whether the sender's own server refused a message, so that the recipient's side never saw it."""
    return refused.whose == "sender-side" or is_of_program(seen, outcome)


def _without(verdict: Verdict, actor: Actor) -> Verdict:
    """Return the verdict without one of its actors, unless nobody else can act."""
    acts, lifted_by = (
        tuple(one for one in actors if one != actor) or actors for actors in (verdict.acts, verdict.lifted_by)
    )
    return verdict._replace(acts=acts, lifted_by=lifted_by)


def _swapped(actors: tuple[Actor, ...], actor: Actor, *, instead_of: Actor) -> tuple[Actor, ...]:
    return tuple(dict.fromkeys(actor if one == instead_of else one for one in actors))


def still_waiting(message: Message, named: tuple[Recipient, ...]) -> tuple[Fact, ...]:
    """Return the row on the recipients of a log or a table whose mail hasn't failed and hasn't arrived."""
    count = waiting(message, named)
    others = "1 other recipient" if count == 1 else f"{count:,} other recipients"
    return (Fact(name="Still waiting", text=f"The mail to {others}."),) if count else ()


def waiting_acts(acts: tuple[Actor, ...] = ()) -> tuple[Actor, ...]:
    """Return who has to act on mail that a server still tries to deliver: nobody yet, and these if it goes on."""
    return ("itself", *acts)


def may_end(meaning: Meaning) -> bool:
    """Return whether a delay for which somebody may have to act can also end without them."""
    return bool(meaning.acts) and meaning.lifted_by[:1] == ("itself",)


def _recipients(
    message: Message, evidence: tuple[Evidence, ...], choice: Choice, found: list[Outcome]
) -> tuple[Recipient, ...]:
    """Return who didn't get the mail; those that a notice lists if its code is in no reply and beside nobody's name."""
    named, code = recipients(message, evidence, found), choice.outcome.code
    if named or choice.outcome.decisive.rank < ALONE:
        return _once(named, choice.outcome.decisive)
    return tuple(recipient._replace(code=code) for recipient in listed(message))


def _once(named: tuple[Recipient, ...], decisive: Evidence) -> tuple[Recipient, ...]:
    """Return each recipient once, with what decides where that is said of them."""
    kept: dict[str, Recipient] = {}
    for recipient in named:
        known = kept.setdefault(recipient.address.lower(), recipient)
        if known.evidence is not decisive and recipient.evidence is decisive:
            kept[recipient.address.lower()] = recipient
    return tuple(kept.values())


def _of_mail(named: tuple[Recipient, ...], outcome: Outcome) -> tuple[Recipient, ...]:
    """Return the recipients of the mail that decides: each row of a log or a table may be another one's."""
    own = tuple(r for r in named if r.evidence is outcome.decisive) if isinstance(outcome.row, Record) else ()
    return own or named


def _naming(server: str, evidence: tuple[Evidence, ...]) -> Evidence | None:
    """Return the evidence that is beside the name of the server that refused; None where that is elsewhere."""
    own = (e for e in evidence if e.own)
    return next((e for e in own if server in e.around.lower()), None) if server else None


def _repeated(entry: Entry, choice: Choice, evidence: tuple[Evidence, ...]) -> Meaning | None:
    """Return the meaning that the same reply, quoted elsewhere for this recipient, names: a field may cut its words."""
    decisive, row = choice.outcome.decisive, choice.outcome.row
    address = (row.address or "").strip("<> ").lower() if row else ""
    for e in evidence:
        same = e.code == decisive.code and e.part == decisive.part and e.report == decisive.report
        if same and e is not decisive and e.counts and e.rank <= REPLIED and e.row in (None, row):
            if address and not e.row and "@" in e.text and address not in e.text.lower():
                continue
            found, _ = meaning_in(entry, Outcome(decisive, e), choice.kind)
            if found:
                return found
    return None


def _is_accused(code: str | None, entry: Entry | None, meaning: Meaning | None) -> bool:
    """Return whether a code says that its sender is blocked: what a forged mail would have the reader believe."""
    if not entry:
        return bool(code and is_restriction(code))
    return all(one.blocked in OF_SENDER for one in ((meaning,) if meaning else entry.meanings))


def _barred(entry: Entry | None, meaning: Meaning | None) -> Blocked | None:
    """Return what an organization may not send; None if it may, or that isn't known."""
    if entry and entry.code == _FORWARDING:
        return "message"
    blocked = {one.blocked for one in ((meaning,) if meaning else entry.meanings if entry else ())}
    return next(iter(blocked)) if len(blocked) == 1 and blocked.issubset(WIDE) else None


def with_meaning(verdict: Verdict, meaning: Meaning | None) -> Verdict:
    """Return the verdict with what belongs to its meaning; without one it stays open."""
    if not meaning:
        return verdict
    return _as_public(verdict._replace(permanence=meaning.permanence, **_of_meaning(meaning)))


def _last(seen: Form, outcome: Outcome, meaning: Meaning, *, theirs: bool) -> Actor | None:
    """Return who of those that can act is the last to; `theirs`: the recipients' side refused.

    An admin reads a server's own log, or an error of a program that they run, and no sender; the recipient's admin that
    of a server which refused a client from outside. If either side's setup can be the reason, it's more likely that of
    a server that takes no mail of its own side; but whoever reads the log of the server that sent checks that one
    first.
    """
    if meaning.either_side and theirs and not isinstance(outcome.row, Record):
        return "sender-admin"
    if outcome.from_outside and "recipient-admin" in meaning.acts[1:]:
        return meaning.acts[0]
    both = meaning.acts[:1] == ("sender",) and "sender-admin" in meaning.acts
    return "sender" if outcome.from_own_log or (both and is_of_program(seen, outcome)) else None


def _of_meaning(meaning: Meaning | None, *, last: Actor | None = None) -> dict[str, Any]:
    if not meaning:
        return {}
    return {
        "meaning": meaning.id,
        "blocked": meaning.blocked,
        "acts": tuple(sorted(meaning.acts, key=last.__eq__)) if last else meaning.acts,
        "lifted_by": meaning.lifted_by,
    }


def _is_explicable(choice: Choice) -> bool:
    """Return whether words can say why a mail came back, or is late, where its number doesn't."""
    return choice.kind in BOUNCES and not is_restriction(choice.outcome.code or "")


def _is_bare(outcome: Outcome) -> bool:
    """Return whether a code says nothing (RFC 3463: detail 0 is "other or undefined"), and comes without words."""
    return bool(outcome.code) and outcome.decisive.is_general and not has_words(outcome.decisive)


def _untitled(choice: Choice, entry: Entry | None) -> str:
    became = f"{'Delayed' if choice.kind == 'delay' else 'Refused'} with {choice.outcome.reply}"
    return f"{became}: {clause(entry)}" if entry else f"{became}, without an enhanced status code"


def clause(entry: Entry) -> str:
    """Return what a page's title says after its code, or its range."""
    return entry.title.partition(": ")[2]


def title_of(code: str, entry: Entry | None) -> str:
    """Return the title of a code's page, or what can be said of a code without one."""
    if entry:
        return f"{code}: {clause(entry)}"
    if is_restriction(code):
        return f"{code}: in the tenant-restriction family (5.7.7xx), but not documented"
    return f"{code}: there is no page for this code"


def _permanence(choice: Choice, meaning: Meaning | None) -> Permanence:
    """Return whether this message is retried: as the report says, otherwise as the meaning or the number says."""
    if choice.kind in BOUNCES:
        return "permanent" if choice.kind == "failure" else "transient"
    if meaning:
        return meaning.permanence
    code, reply = choice.outcome.code, choice.outcome.reply
    permanent = code.startswith("5") if code else (reply or PERMANENT) >= PERMANENT
    return "permanent" if permanent else "transient"
