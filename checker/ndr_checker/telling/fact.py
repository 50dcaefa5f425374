"""The rows that the card and the terminal list, each with its name."""

from collections.abc import Iterator
from itertools import starmap

from ndr_checker.judging.other_reason import OtherReason
from ndr_checker.verdict import BOUNCES, Fact, Verdict

from .situation import ROWS, Situation
from .voice import third_person
from .words import (
    BLOCKED,
    CERTAINTY,
    DOUBT,
    HELD,
    KEPT,
    OPEN,
    ORIGIN,
    PERMANENCE,
    PLACE,
    RETRIED,
    WHO,
    WHOSE,
    in_order,
    sentence,
)

#: Nothing is blocked that could be lifted.
_NO_BLOCK = ("message", "nothing", None)


def facts(case: Situation) -> Iterator[Fact]:
    """Yield what the card and the terminal list first, each with its name."""
    if case.kind == "not-a-bounce":
        return
    if case.meaning and not (case.mention or case.either_side):
        yield Fact(name="Who must act", text=sentence(in_order(case.acts)) + ".")
    if case.kind != "link":
        yield Fact(name="How sure", text=_sureness(case))
    if case.mention or case.complaint:
        return  # no mail is refused and nobody blocked, as far as the text shows
    if case.permanence:
        yield Fact(name=KEPT, text=sentence(_becomes(case)) + ".")
    if case.blocked not in (None, "nothing") and not _is_misaddressed(case):
        yield Fact(name="What is blocked", text=sentence(case.blocks or BLOCKED[case.blocked or ""]) + ".")
    if "itself" in case.lifted_by or (case.lifted_by and not (case.blocked in _NO_BLOCK or _is_misaddressed(case))):
        yield Fact(name="How long", text=_duration(case))


def of_this_mail(verdict: Verdict) -> Iterator[Fact]:
    """Yield the facts that are read from the bounce."""
    if verdict.kind not in BOUNCES:
        return
    if verdict.other_reasons:
        name = "Other recipients" if verdict.decisive else "Reasons"
        yield Fact(
            name=name, text=" ".join(starmap(_of_others if verdict.decisive else _of_some, verdict.other_reasons))
        )
    if verdict.sender:
        yield Fact(name="Sent from", text=verdict.sender.address)
    if verdict.server and verdict.time:
        yield Fact(name=_of_server(verdict), text=f"{verdict.time}, by {verdict.server}")
    elif verdict.server:
        yield Fact(name="Microsoft's server", text=verdict.server)
    if verdict.id:
        yield Fact(name="Microsoft's ID", text=verdict.id)


def _of_server(verdict: Verdict) -> str:
    """Return what the server did that a reply names; of the mail's route (RFC 3463, section 3.5) it only reports."""
    if (verdict.code or "")[1:].startswith(".4."):
        return "Reported"
    return "Deferred" if verdict.kind == "delay" else "Refused"


def last(case: Situation) -> Iterator[Fact]:
    """Yield the facts that come last: whose side refused, and who wrote it."""
    if case.kind in BOUNCES and (case.whose != "unknown" or case.either_side):
        name = "Whose side deferred it" if case.kind == "delay" else "Whose side refused"
        yield Fact(name=name, text=sentence(WHOSE[case.whose]) + ".")
    if case.kind in BOUNCES or case.mention:
        yield Fact(name="Who wrote it", text=ORIGIN)


def _of_others(reason: OtherReason, count: int) -> str:
    """Return why some recipients didn't get the mail that others didn't get for the verdict's reason."""
    many = "1 other recipient" if count == 1 else f"{count:,} other recipients"
    became = "still wait" + ("s" if count == 1 else "") if reason.late else "failed"
    meaning = reason.meaning
    if not meaning:
        return f"{many} {became} for another reason: {reason.number}. Who must act depends on the wording."
    told = third_person(reason.happened, "the sender")
    number = f"{reason.number}, " if reason.number else ""
    return f"{many} {became} for another reason: {number}{told}. Who must act: {in_order(meaning.acts)}."


def _of_some(reason: OtherReason, count: int) -> str:
    """Return why some mails of a table, which has only words on that, didn't arrive."""
    became = ("waits" if count == 1 else "wait") if reason.late else "failed"
    acts = in_order(reason.meaning.acts if reason.meaning else ())
    return f"{count:,} {became}: {third_person(reason.happened, 'the sender')}. Who must act: {acts}."


def _sureness(case: Situation) -> str:
    """Return how sure the verdict is: of all it says, or where the words leave the reason open, of the rest."""
    place = PLACE.get(case.place or "")
    opened = place and case.kind in BOUNCES and not case.meaning and case.place != ROWS
    sure = CERTAINTY[case.certainty]
    if opened and case.certainty == "certain":
        of = "about the code" if case.code else f"that mail {'is delayed' if case.kind == 'delay' else 'was refused'}"
        return f"{sure} {of}: read from {place}. {OPEN}"
    read = f"{sure}: read from {place}." if place and case.certainty != "unsure" else f"{sure}."
    if case.complaint:
        return f"{read} No bounce confirms it."
    if case.certainty != "likely":
        return read
    said = f"{read} Not certain, because {DOUBT[case.doubts[0]]}." if case.doubts else read
    return f"{said} {OPEN}" if opened else said


def _becomes(case: Situation) -> str:
    """Return what becomes of this message: whoever has it may try again, whatever the number of the reply."""
    if case.kind == "delay":
        return HELD[case.holder]
    return RETRIED if case.holder else PERMANENCE[case.permanence or "permanent"]


def _is_misaddressed(case: Situation) -> bool:
    """Return whether a wrong address is the reason: nobody blocks mail to one that the sender can correct."""
    return case.blocked == "recipient" and "sender" in case.lifted_by


def _is_over(case: Situation) -> bool:
    """Return whether nobody tries this message again, though what refused it ends by itself."""
    return case.kind == "failure" and not case.holder


def _duration(case: Situation) -> str:
    """Return how long the block lasts, or the delay."""
    lifted_by = [actor for actor in case.lifted_by if actor != "itself"]
    if not lifted_by:
        return "It ends by itself; then the message has to be sent again." if _is_over(case) else "It ends by itself."
    who = " or ".join(WHO[actor] for actor in lifted_by)
    fixed_by_own = lifted_by[0] in ("sender", "sender-admin")  # others lift it then, such as a blocklist
    ends = "has fixed the cause" if fixed_by_own else "changes it" if case.blocked == "recipient" else "lifts it"
    if "itself" in case.lifted_by:
        return f"It ends by itself, or when {who} {ends}."
    return f"Until {who} {ends}."
