"""What a verdict says to the reader who holds the bounce: every sentence of the card, the terminal and the JSON.

The reader is the sender, or acts for them. Somebody outside a blocked organization gets its code too, when the
recipient's organization forwards mail and is the blocked one: then everything is said about the recipient.
"""

from collections.abc import Iterable, Iterator
from functools import cache

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


def advised(verdict: Verdict) -> Verdict:
    """Return the verdict with everything that it says to its reader, from what was decided.

    A headline, a meaning or a step that a table has given already stays.
    """
    outside, alone = _is_outsider(verdict), _is_code_alone(verdict)
    if outside:
        verdict = verdict._replace(acts=_for_outsider(verdict.acts), lifted_by=_for_outsider(verdict.lifted_by))
    about = _about(verdict, outside=outside, alone=alone)
    meaning = _meaning(verdict)
    severity, answer = _answer(verdict, outside=outside, alone=alone)
    steps = tuple(_steps(verdict, meaning, outside=outside))
    return verdict._replace(
        title=third_person(verdict.title, about) if verdict.title and outside else verdict.title,
        headline=verdict.headline or _headline(verdict, about),
        says=verdict.says or _says(verdict, meaning, about, outside=outside),
        way=tuple([step.address for step in steps]),
        severity=severity,
        answer=answer,
        notice=None if alone else _NOTICES.get(verdict.kind),
        steps=steps,
        facts=tuple(_facts(verdict)),
        offers=tuple(_offers(verdict, severity)),
    )


def _is_outsider(verdict: Verdict) -> bool:
    """Return whether the recipient's organization is the blocked one, not the sender's."""
    return verdict.whose == "recipient-side" and verdict.blocked in WIDE


def _is_code_alone(verdict: Verdict) -> bool:
    """Return whether somebody typed a code and nothing else: a question, and no text that isn't a bounce."""
    return verdict.kind == "mention" and any(e.text.strip() == verdict.code for e in verdict.decisive)


def _about(verdict: Verdict, *, outside: bool, alone: bool) -> str:
    """Return about whom the catalogue's words to the blocked sender are, if not about the reader."""
    if outside:
        return "the recipient"
    return "the sender" if verdict.kind == "mention" and not alone else ""  # a text may be about anybody


def _meaning(verdict: Verdict) -> Meaning | None:
    """Return the meaning that the wording confirms."""
    meanings = verdict.entry.meanings if verdict.entry and verdict.meaning else ()
    return next((meaning for meaning in meanings if meaning.id == verdict.meaning), None)


def _for_outsider(tokens: Iterable[str]) -> tuple[str, ...]:
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


def _answer(verdict: Verdict, *, outside: bool, alone: bool) -> tuple[str, str | None]:
    """Return how serious it is for the reader, and the answer to "is it me, and who has to act?"."""
    if verdict.kind == "not-a-bounce":
        return "info", None
    if not verdict.entry:
        return "open", "Who has to act can't be told from this text."
    if not verdict.meaning:
        return "open", "Who has to act depends on the wording, which fits none of the known meanings."
    if verdict.kind == "mention" and not alone:
        return "info", f"Who has to act: {in_order(verdict.acts)}."
    severity = _severity(verdict.acts, verdict.blocked)
    return severity, _blame(severity, verdict, outside=outside) + _need(verdict.acts)


def _severity(acts: tuple[str, ...], blocked: str | None) -> str:
    first = acts[0] if acts else "itself"
    admin = "organization" if blocked in WIDE else "admin"
    known = {"itself": "wait", "sender": "you", "sender-admin": admin, "microsoft": admin}
    return known.get(first, "recipient")


def _blame(severity: str, verdict: Verdict, *, outside: bool) -> str:
    """Return whether it is the reader's fault, where that can be said."""
    if outside:
        return "Not your fault, and nothing on your side is blocked. "
    if severity == "admin" and verdict.blocked not in ("connector", "ip"):
        return "You can't fix this yourself. "
    told = severity in ("organization", "admin", "recipient") and "sender" not in verdict.acts
    return "Not your fault. " if told else ""


@cache
def _need(acts: tuple[str, ...]) -> str:
    """Return who needs to act, to the sender: `Your admin needs to act, then Microsoft.`."""
    if acts in ((), ("itself",)):
        return "Nobody has to act: wait."
    if acts == ("sender",):
        return "You can fix this yourself."
    first, *later = (_READER.get(token, WHO[token]) for token in acts)
    verb = "need" if first == "you" else "needs"
    return sentence(", then ".join([f"{first} {verb} to act", *later])) + "."


def _steps(verdict: Verdict, meaning: Meaning | None, *, outside: bool) -> Iterator[Step]:
    """Yield where this reader goes next, the best first."""
    entry = verdict.entry
    if not entry:
        yield from verdict.steps
        return
    page = Step(address=entry.page, text=f"All about {verdict.code}", reader="all")
    first = verdict.acts[0] if verdict.acts else None
    if outside:
        yield Step(address="not-yours/", text="What you can do", reader="sender")
    elif first in ("sender-admin", "microsoft"):
        step = meaning.unblock[0] if meaning and meaning.unblock else None
        address = f"unblock/#{step}" if step else f"{entry.page}#admin"
        yield Step(address=address, text="What to do, step by step", reader="admin")
        if verdict.blocked in WIDE:
            yield Step(address="triage/", text="Find the domain, account or connector", reader="admin")
        yield Step(address=f"{entry.page}#sender", text="If you only sent the mail", reader="sender")
    elif meaning:
        yield Step(address=f"{entry.page}#sender", text="What you can do", reader="sender")
    yield page


def _facts(verdict: Verdict) -> Iterator[Fact]:
    """Yield what the card and the terminal list, each with its name."""
    if verdict.kind == "not-a-bounce":
        return
    if verdict.meaning:
        yield _acting(verdict.acts)
    if verdict.kind != "link":
        yield Fact(name="How sure", text=_sureness(verdict))
    if verdict.permanence:
        yield Fact(name="This message", text=_fate(verdict))
    if verdict.blocked not in (None, "nothing"):
        yield Fact(name="What is blocked", text=sentence(BLOCKED[verdict.blocked or ""]) + ".")
    if verdict.lifted_by:
        yield _lifted(verdict.lifted_by, verdict.blocked)
    if verdict.kind in BOUNCES:
        yield from _of_this_bounce(verdict)


@cache
def _acting(acts: tuple[str, ...]) -> Fact:
    return Fact(name="Who must act", text=sentence(in_order(acts)) + ".")


def _of_this_bounce(verdict: Verdict) -> Iterator[Fact]:
    if verdict.sender:
        yield Fact(name="Sent from", text=verdict.sender.address)
    if verdict.server and verdict.time:
        yield Fact(name="Refused", text=f"{verdict.time}, by {verdict.server}")
    elif verdict.server:
        yield Fact(name="Microsoft's server", text=verdict.server)
    if verdict.id:
        yield Fact(name="Microsoft's id", text=verdict.id)
    if verdict.whose != "unknown":
        yield Fact(name="Whose side refused", text=sentence(WHOSE[verdict.whose]) + ".")
    yield Fact(name="Who wrote it", text=ORIGIN)


def _offers(verdict: Verdict, severity: str) -> Iterator[str]:
    """Yield what can be passed on: a note for a ticket, a letter to the admin, a link, a case for Support."""
    if verdict.kind == "not-a-bounce":
        return
    if verdict.kind != "link":
        yield "note"
    if "sender-admin" in verdict.acts or not verdict.entry:
        yield "letter"
    if verdict.entry:
        yield "link"
    if severity == "organization":
        yield "case"


def _sureness(verdict: Verdict) -> str:
    place = PLACE.get(verdict.decisive[0].kind) if verdict.decisive else None
    sure = CERTAINTY[verdict.certainty]
    return f"{sure}: read from {place}." if place and verdict.certainty != "unsure" else f"{sure}."


def _fate(verdict: Verdict) -> str:
    """Say what becomes of this one message, which is another thing than how long a block lasts."""
    if verdict.kind in BOUNCES:
        return "It won't be tried again." if verdict.permanence == "permanent" else "The mail server keeps trying."
    return sentence(PERMANENCE[verdict.permanence or "permanent"]) + "."


@cache
def _lifted(tokens: tuple[str, ...], blocked: str | None) -> Fact:
    """Return how long the block lasts, or who can change what refused this message."""
    if tokens == ("itself",):
        return Fact(name="How long", text="It ends by itself.")
    who = " or ".join(WHO[token] for token in tokens)
    if blocked in _NO_BLOCK:
        return Fact(name="Who can change it", text=sentence(who) + ".")
    return Fact(name="How long", text=f"Until {who} {'changes' if blocked == 'recipient' else 'lifts'} it.")
