"""What a verdict says to the reader who holds the bounce: every sentence of the card, the terminal and the JSON.

The reader is the sender, or acts for them. Somebody outside a blocked organization gets its code too, when the
recipient's organization forwards mail and is the blocked one: then everything is said about the recipient.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from ndr_checker.base.terms import Actor, Blocked, Certainty, Kind, Offer, Permanence, Severity, Whose
from ndr_checker.rules.catalogue import WIDE, Meaning, is_restriction
from ndr_checker.verdict import BOUNCES, Fact, Step, Verdict

from .voice import third_person
from .words import BLOCKED, CERTAINTY, ORIGIN, PERMANENCE, PLACE, WHO, WHOSE, in_order, sentence

#: Nothing is blocked that could be lifted.
_NO_BLOCK = ("message", "nothing", None)
_READER = {"sender": "you", "sender-admin": "your admin"}

_NOT_A_BOUNCE = "This is not a bounce, or not all of one."
_UNKNOWN = "The checker can't say what this is."
_PASTE = (
    "Paste the message that came back to you, often called “Undeliverable” or “Delivery has failed”, with everything "
    "below its headline."
)
_NO_CODE = "Look for a line with a number such as 550 5.7.705 further down in the message and paste that too."
_NO_PAGE = "This site has no page for this code. Give the whole bounce to your admin."
_FAMILY = (
    "Codes that begin with 5.7.7 restrict a whole organization, but Microsoft has not documented this one. "
    "The admin takes the same steps as for 5.7.705."
)
_FORWARDED = "The recipient's organization took this mail and isn't allowed to send it on."
_NOTHING_TO_FIX = "There is nothing to fix on the sender's side: reach the recipient some other way."
_NOTICES = {
    "delay": "This is a delay: the mail may still arrive, and the server keeps trying. Don't send it again yet.",
    "mention": "This text mentions the code but isn't a bounce.",
    "link": "You opened a link to this code. Paste your own bounce to see whether it is the same one.",
}


class _Case(NamedTuple):
    """What every sentence depends on, but for those about this one mail: no more than a code and the catalogue's words.

    `page` is that of the code, `unblock` the first step of the guide, both None where there is none. `place` is the
    kind of the evidence that decided. `outside`: the recipient's organization is the blocked one. `alone`: somebody
    typed a code and nothing else. `unvouched`: it is a mail, and no report, for which no mail server vouches.
    """

    kind: Kind
    code: str | None
    page: str | None
    meaning: str | None
    unblock: str | None
    certainty: Certainty
    place: str | None
    permanence: Permanence | None
    blocked: Blocked | None
    acts: tuple[Actor, ...]
    lifted_by: tuple[Actor, ...]
    whose: Whose
    outside: bool
    alone: bool
    unvouched: bool


class _Advice(NamedTuple):
    """What is said in a case; `facts` come before those about this one mail, `last` after them."""

    severity: Severity
    answer: str | None
    steps: tuple[Step, ...]
    way: tuple[str, ...]
    facts: tuple[Fact, ...]
    last: tuple[Fact, ...]
    offers: tuple[Offer, ...]


def advised(verdict: Verdict) -> Verdict:
    """Return the verdict with everything that it says to its reader, from what was decided.

    A headline, a meaning or a step that a table has given already stays.
    """
    meaning = _meaning(verdict)
    case = _case(verdict, meaning)
    advice = _advice(case)
    about = _about(case)
    return verdict._replace(
        title=third_person(verdict.title, about) if verdict.title and case.outside else verdict.title,
        acts=case.acts,
        lifted_by=case.lifted_by,
        headline=verdict.headline or _headline(verdict, about),
        says=verdict.says or _says(verdict, meaning, about, outside=case.outside),
        way=advice.way or tuple([step.address for step in verdict.steps]),
        severity=advice.severity,
        answer=advice.answer,
        notice=None if case.alone else _NOTICES.get(verdict.kind),
        steps=advice.steps or verdict.steps,
        facts=(*advice.facts, *_of_this_mail(verdict), *advice.last),
        offers=advice.offers,
    )


def _case(verdict: Verdict, meaning: Meaning | None) -> _Case:
    outside = verdict.whose == "recipient-side" and verdict.blocked in WIDE
    return _Case(
        kind=verdict.kind,
        code=verdict.code,
        page=verdict.entry.page if verdict.entry else None,
        meaning=verdict.meaning,
        unblock=meaning.unblock[0] if meaning and meaning.unblock else None,
        certainty=verdict.certainty,
        place=verdict.decisive[0].kind if verdict.decisive else None,
        permanence=verdict.permanence,
        blocked=verdict.blocked,
        acts=_for_outsider(verdict.acts) if outside else verdict.acts,
        lifted_by=_for_outsider(verdict.lifted_by) if outside else verdict.lifted_by,
        whose=verdict.whose,
        outside=outside,
        alone=verdict.kind == "mention" and any(e.text.strip() == verdict.code for e in verdict.decisive),
        unvouched=verdict.unvouched,
    )


@lru_cache(maxsize=1024)
def _advice(case: _Case) -> _Advice:
    severity, answer = _answer(case)
    steps = tuple(_steps(case))
    return _Advice(
        severity=severity,
        answer=answer,
        steps=steps,
        way=tuple(step.address for step in steps),
        facts=tuple(_facts(case)),
        last=tuple(_last(case)),
        offers=tuple(_offers(case, severity)),
    )


def _about(case: _Case) -> str:
    """Return about whom the catalogue's words to the blocked sender are, if not about the reader."""
    if case.outside:
        return "the recipient"
    return "the sender" if case.kind == "mention" and not case.alone else ""  # a text may be about anybody


def _meaning(verdict: Verdict) -> Meaning | None:
    """Return the meaning that the wording confirms."""
    meanings = verdict.entry.meanings if verdict.entry and verdict.meaning else ()
    return next((meaning for meaning in meanings if meaning.id == verdict.meaning), None)


def _for_outsider(tokens: Iterable[Actor]) -> tuple[Actor, ...]:
    return tuple("recipient-admin" if token == "sender-admin" else token for token in tokens)  # noqa: S105 – no password


def _headline(verdict: Verdict, about: str) -> str:
    if verdict.kind == "not-a-bounce":
        return _UNKNOWN if verdict.certainty == "unsure" else _NOT_A_BOUNCE
    title = verdict.title or ""
    return third_person(title, about) if about else title


def _says(verdict: Verdict, meaning: Meaning | None, about: str, *, outside: bool) -> str:
    entry = verdict.entry
    if verdict.kind == "not-a-bounce":
        return _PASTE
    if not verdict.code:
        return _NO_CODE
    if not entry:
        return _FAMILY if is_restriction(verdict.code) else _NO_PAGE
    if not meaning:
        return f"Microsoft's table says of {verdict.code}: {entry.stands_for} The wording here doesn't confirm that."
    said = third_person(meaning.says, about) if about else meaning.says
    return f"{_FORWARDED} {said} {_NOTHING_TO_FIX}" if outside else said


def _answer(case: _Case) -> tuple[Severity, str | None]:
    """Return how serious it is for the reader, and the answer to "is it me, and who has to act?"."""
    if case.kind == "not-a-bounce":
        return "info", None
    if case.unvouched:
        return "info", "No mail server vouches for this mail, so don't rely on what it says."
    if not case.page:
        return "open", "Who has to act can't be told from this text."
    if not case.meaning:
        return "open", "Who has to act depends on the wording, which fits none of the known meanings."
    if case.kind == "mention" and not case.alone:
        return "info", f"Who has to act: {in_order(case.acts)}."
    severity = _severity(case.acts, case.blocked)
    return severity, _blame(severity, case) + _need(case.acts)


def _severity(acts: tuple[Actor, ...], blocked: Blocked | None) -> Severity:
    first: Actor = acts[0] if acts else "itself"
    admin: Severity = "organization" if blocked in WIDE else "admin"
    known: dict[Actor, Severity] = {"itself": "wait", "sender": "you", "sender-admin": admin, "microsoft": admin}
    return known.get(first, "recipient")


def _blame(severity: str, case: _Case) -> str:
    """Return whether it is the reader's fault, where that can be said."""
    if case.outside:
        return "Not your fault, and nothing on your side is blocked. "
    if severity == "admin" and case.blocked not in ("connector", "ip"):
        return "You can't fix this yourself. "
    told = severity in ("organization", "admin", "recipient") and "sender" not in case.acts
    return "Not your fault. " if told else ""


def _need(acts: tuple[str, ...]) -> str:
    """Return who needs to act, to the sender: `Your admin needs to act, then Microsoft.`."""
    if acts in ((), ("itself",)):
        return "Nobody has to act: wait."
    if acts == ("sender",):
        return "You can fix this yourself."
    first, *later = (_READER.get(token, WHO[token]) for token in acts)
    verb = "need" if first == "you" else "needs"
    return sentence(", then ".join([f"{first} {verb} to act", *later])) + "."


def _steps(case: _Case) -> Iterator[Step]:
    """Yield where this reader goes next, the best first; nothing where the code has no page."""
    if not case.page:
        return
    if case.outside:
        yield Step(address="not-yours/", text="What you can do", reader="sender")
    elif case.acts and case.acts[0] in ("sender-admin", "microsoft"):
        address = f"unblock/#{case.unblock}" if case.unblock else f"{case.page}#admin"
        yield Step(address=address, text="What to do, step by step", reader="admin")
        if case.blocked in WIDE:
            yield Step(address="triage/", text="Find the domain, account or connector", reader="admin")
        yield Step(address=f"{case.page}#sender", text="If you only sent the mail", reader="sender")
    elif case.meaning:
        yield Step(address=f"{case.page}#sender", text="What you can do", reader="sender")
    yield Step(address=case.page, text=f"All about {case.code}", reader="all")


def _facts(case: _Case) -> Iterator[Fact]:
    """Yield what the card and the terminal list first, each with its name."""
    if case.kind == "not-a-bounce":
        return
    if case.meaning:
        yield Fact(name="Who must act", text=sentence(in_order(case.acts)) + ".")
    if case.kind != "link":
        yield Fact(name="How sure", text=_sureness(case))
    if case.permanence:
        yield Fact(name="This message", text=_fate(case))
    if case.blocked not in (None, "nothing"):
        yield Fact(name="What is blocked", text=sentence(BLOCKED[case.blocked or ""]) + ".")
    if case.lifted_by:
        yield _lifted(case.lifted_by, case.blocked)


def _of_this_mail(verdict: Verdict) -> Iterator[Fact]:
    """Yield the facts that are read from the bounce."""
    if verdict.kind not in BOUNCES:
        return
    if verdict.sender:
        yield Fact(name="Sent from", text=verdict.sender.address)
    if verdict.server and verdict.time:
        yield Fact(name="Refused", text=f"{verdict.time}, by {verdict.server}")
    elif verdict.server:
        yield Fact(name="Microsoft's server", text=verdict.server)
    if verdict.id:
        yield Fact(name="Microsoft's id", text=verdict.id)


def _last(case: _Case) -> Iterator[Fact]:
    if case.kind in BOUNCES:
        if case.whose != "unknown":
            yield Fact(name="Whose side refused", text=sentence(WHOSE[case.whose]) + ".")
        yield Fact(name="Who wrote it", text=ORIGIN)


def _offers(case: _Case, severity: str) -> Iterator[Offer]:
    """Yield what can be passed on: a note for a ticket, a letter to the admin, a link, a case for Support."""
    if case.kind == "not-a-bounce":
        return
    if case.kind != "link":
        yield "note"
    if "sender-admin" in case.acts or not case.page:
        yield "letter"
    if case.page:
        yield "link"
    if severity == "organization":
        yield "case"


def _sureness(case: _Case) -> str:
    place = PLACE.get(case.place or "")
    sure = CERTAINTY[case.certainty]
    return f"{sure}: read from {place}." if place and case.certainty != "unsure" else f"{sure}."


def _fate(case: _Case) -> str:
    """Say what becomes of this one message, which is another thing than how long a block lasts."""
    if case.kind in BOUNCES:
        return "It won't be tried again." if case.permanence == "permanent" else "The mail server keeps trying."
    return sentence(PERMANENCE[case.permanence or "permanent"]) + "."


def _lifted(tokens: tuple[str, ...], blocked: str | None) -> Fact:
    """Return how long the block lasts, or who can change what refused this message."""
    if tokens == ("itself",):
        return Fact(name="How long", text="It ends by itself.")
    who = " or ".join(WHO[token] for token in tokens)
    if blocked in _NO_BLOCK:
        return Fact(name="Who can change it", text=sentence(who) + ".")
    return Fact(name="How long", text=f"Until {who} {'changes' if blocked == 'recipient' else 'lifts'} it.")
