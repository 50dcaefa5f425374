"""What a verdict says to the reader who holds the bounce: every sentence of the card, the terminal and the JSON.

The reader is the sender, or acts for them. Somebody outside a blocked organization gets its code too, when the
recipient's organization forwards mail and is the blocked one: then everything is said about the recipient.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from ndr_checker.base.terms import Actor, Blocked, Offer, Severity
from ndr_checker.judging.meaning import has_words
from ndr_checker.rules.catalogue import WIDE, Meaning, is_restriction
from ndr_checker.verdict import BOUNCES, Fact, Step, Verdict

from .fact import facts, last, of_this_mail
from .situation import ROWS, Situation, meaning_of, situation
from .voice import given_up, of_either, third_person
from .words import WHO, sentence

_READER = {"sender": "you", "sender-admin": "your admin"}

_NOT_A_BOUNCE = "This isn't a bounce, or it's only part of one."
_UNKNOWN = "The checker can't tell what this is."
_PASTE = (
    "Paste the message that came back to you, often called “Undeliverable” or “Delivery has failed”, including "
    "everything below its headline."
)
_NO_CODE = "Look for a line with a number such as 550 5.1.10 further down in the message, and paste that too."
_WORDS_ONLY = (
    "The reply has no enhanced status code. Its words, and a link in them if there is one, are all there is to go on."
)
_NO_PAGE = "There's no page for this code. Go by the words beside it, and give your admin the whole bounce."
_FAMILY = (
    "Codes that begin with 5.7.7 restrict a whole organization, but Microsoft hasn't documented this one. "
    "The admin should take the same steps as for 5.7.705."
)
#: What an open meaning begins with: where the reply has words, and where it has none.
_OTHERWISE = "This is what {} usually means, but the words here don't confirm it, so go by those words."
_USUALLY = "This is what {} usually means; nothing here confirms it."
#: What became of mail whose reply has words that don't confirm the page's title, or no words and one meaning.
_UNEXPLAINED = {
    "failure": "refused; the usual wording for this code is missing",
    "delay": "delayed; the usual wording for this code is missing",
}
_UNDECIDED = {"failure": "refused for one of several reasons", "delay": "delayed for one of several reasons"}
_FORWARDED = "The recipient's organization accepted this mail but isn't allowed to forward it."
_NOTHING_TO_FIX = "There is nothing to fix on the sender's side: reach the recipient another way."
_EITHER = "This text doesn't show whose organization is blocked, yours or the recipient's. If it's yours, "
_MENTION = "This text mentions the code but isn't a bounce."
_MENTIONS = "This text mentions {} codes, first {}, but isn't a bounce."
_UNVOUCHED = "No mail server vouches for this mail, so don't rely on what it says."
_IF_A_BOUNCE = "If you have a bounce with this code: {}"
_PASTE_YOURS = "If you have a bounce with this code, paste it to see who has to act."
_PASTE_IT = (
    "No bounce here confirms that. Paste the message that came back, all of it: its words show the reason, and whose "
    "server refused."
)
_COMPLAINED = "If your mail fails with this code, {}"
_BY_ITS_WORDS = "who has to act depends on the words of the bounce."
_IF_YOURS = "If this is a bounce of yours, {}"
_OPEN = "Who has to act depends on the reason, which the checker can't tell from this text."
_NOBODY_NAMED = "The checker can't tell from this text who has to act."
#: How serious it is, beside the colour.
_BADGES: dict[Severity, str] = {
    "organization": "Urgent",
    "admin": "Needs an admin",
    "you": "You can fix it",
    "recipient": "On the recipient's side",
    "wait": "Just wait",
    "open": "Needs a closer look",
    "info": "Nothing to act on",
}
_CONDITIONAL = ", if it's yours"
_DELAYS = {
    "server": "This is a delay: the mail may still arrive, and the server keeps trying. Don't send it again yet.",
    "stopped": "This is a delay, but the mail system isn't running: nothing is sent until its admin starts it again.",
    "client": (
        "The refusal is temporary, but no server keeps the mail: the program or mail app has to send it again later."
    ),
    None: (
        "This is a delay: a mail server that was sending the mail keeps trying, so don't send it again yet. "
        "A program or a mail app that got this reply has to send the mail again later."
    ),
}
_INBOUND = "This is from the log of the server that refused. “You” is whoever sent the mail, not that server's admin."
_NOTICES = {
    "mention": _MENTION,
    "link": "You opened a link to this code. Paste your own bounce to see whether it has the same code.",
}


class _Advice(NamedTuple):
    """What is said in a case; `facts` come before those about this one mail, `last` after them."""

    severity: Severity
    badge: str
    answer: str | None
    steps: tuple[Step, ...]
    way: tuple[str, ...]
    facts: tuple[Fact, ...]
    last: tuple[Fact, ...]
    offers: tuple[Offer, ...]


def advised(verdict: Verdict) -> Verdict:
    """Return the verdict with everything that it says to its reader, from what was decided.

    A headline, an answer, a meaning, a step or a fact that a table has given already stays.
    """
    meaning = meaning_of(verdict)
    case = situation(verdict, meaning)
    advice = _advice(case)
    return verdict._replace(
        title=_title(verdict, case),
        acts=case.acts,
        lifted_by=case.lifted_by,
        headline=verdict.headline or _headline(verdict, meaning, case),
        says=verdict.says or _says(verdict, meaning, case),
        way=advice.way or tuple([step.address for step in verdict.steps]),
        severity=advice.severity,
        badge=advice.badge,
        answer=verdict.answer or advice.answer,
        notice=_notice(case),
        steps=advice.steps or verdict.steps,
        facts=(*advice.facts, *verdict.facts, *of_this_mail(verdict), *advice.last),
        offers=advice.offers,
    )


@lru_cache(maxsize=1024)
def _advice(case: Situation) -> _Advice:
    severity, answer = _answer(case)
    steps = tuple(_steps(case))
    return _Advice(
        severity=severity,
        badge=_badge(severity, case),
        answer=answer,
        steps=steps,
        way=tuple(step.address for step in steps),
        facts=tuple(facts(case)),
        last=tuple(last(case)),
        offers=tuple(_offers(case, severity)),
    )


def _to_reader(text: str, case: Situation) -> str:
    """Return the catalogue's words, which are to the blocked sender, as what they are to this reader."""
    if case.either_side:
        return of_either(text)
    if case.outside:
        return third_person(text, "the recipient")
    if case.kind == "failure" or case.holder in ("client", "stopped"):
        text = given_up(text)
    anybodys = case.mention or case.complaint or case.alarming
    return third_person(text, "the sender") if anybodys else text


def _title(verdict: Verdict, case: Situation) -> str | None:
    told = case.outside or case.either_side
    return _to_reader(verdict.title, case) if verdict.title and told else verdict.title


def _headline(verdict: Verdict, meaning: Meaning | None, case: Situation) -> str:
    if verdict.kind == "not-a-bounce":
        return _UNKNOWN if verdict.certainty == "unsure" else _NOT_A_BOUNCE
    title = verdict.title or ""
    number = title.partition(": ")[0]
    said = f"{number}: {meaning.headline}" if meaning and meaning.headline else title
    if case.kind in BOUNCES and verdict.entry and not meaning:
        if len(verdict.entry.meanings) == 1:
            return f"{number}: {_UNEXPLAINED[case.kind]}"
        if has_words(*verdict.decisive):
            said = f"{number}: {_UNDECIDED[case.kind]}"
    inner = verdict.inner
    if inner and inner.meaning:
        said = f"{number}: {inner.happened} ({inner.number})"
    elif inner and inner.title and not (inner.late or inner.passed_on):
        said = f"{said}; the reply inside it, {inner.number}, says why"
    return _to_reader(said, case)


def _says(verdict: Verdict, meaning: Meaning | None, case: Situation) -> str:
    entry = verdict.entry
    if verdict.kind == "not-a-bounce":
        return _PASTE
    if not entry:
        return _without_page(verdict)
    if not meaning:
        usually = _OTHERWISE if case.kind in BOUNCES and has_words(*verdict.decisive) else _USUALLY
        return f"{usually.format(verdict.code)} {entry.stands_for}"
    inner = verdict.inner
    if inner and inner.meaning:
        whose = "other server's reply" if inner.passed_on else "reply inside it"
        return f"The {whose}, {inner.number}, gives the reason: {_to_reader(inner.meaning.says, case)}"
    said = _to_reader(meaning.says, case)
    return f"{_FORWARDED} {said} {_NOTHING_TO_FIX}" if case.outside else said


def _without_page(verdict: Verdict) -> str:
    if verdict.code:
        return _FAMILY if is_restriction(verdict.code) else _NO_PAGE
    return _WORDS_ONLY if verdict.reply else _NO_CODE


def _notice(case: Situation) -> str | None:
    """Return what is said below the answer; a code that was only typed gets none."""
    if case.alone:
        return None
    if case.mention and not case.doubts:
        return _IF_A_BOUNCE.format(_need(case.acts)) if case.acts else _PASTE_YOURS
    if case.complaint:
        return _PASTE_IT
    if case.inbound and case.kind == "failure":
        return _INBOUND
    return _DELAYS[case.holder] if case.kind == "delay" else _NOTICES.get(case.kind)


def _answer(case: Situation) -> tuple[Severity, str | None]:
    """Return how serious it is for the reader, and the answer to "is it me, and who has to act?"."""
    if case.kind == "not-a-bounce":
        return "open" if case.certainty == "unsure" else "info", None
    if case.mention:
        return "info", _UNVOUCHED if case.doubts else _mentioned(case)
    need = _need(case.acts, again=case.kind == "failure" or case.holder == "client")
    known = bool(case.page and case.meaning)
    severity: Severity = "open" if case.either_side or not known else _severity(case.acts, case.blocked)
    if case.complaint:
        return severity, _COMPLAINED.format(_lower(need) if known else _BY_ITS_WORDS)
    if case.acts[:1] == ("itself",):
        return "wait", need
    if not known:
        return severity, _OPEN if case.page else _NOBODY_NAMED
    return severity, _told(need, severity, case)


def _mentioned(case: Situation) -> str:
    return _MENTIONS.format(case.codes, case.code) if case.codes > 1 else _MENTION


def _badge(severity: Severity, case: Situation) -> str:
    """Return how serious it is, in a few words; on a text that may be about nobody's mail, on that condition."""
    return _BADGES[severity] + (_CONDITIONAL if severity == "organization" and case.certainty != "certain" else "")


def _told(need: str, severity: str, case: Situation) -> str:
    """Return who needs to act on a bounce, and whose fault it is, or on which condition they need to."""
    if case.alarming:
        return _IF_YOURS.format(_lower(need))
    return f"{_EITHER}{_lower(need)}" if case.either_side else f"{_blame(severity, case)}{need}"


def _severity(acts: tuple[Actor, ...], blocked: Blocked | None) -> Severity:
    first: Actor = acts[0] if acts else "itself"
    admin: Severity = "organization" if blocked in WIDE else "admin"
    known: dict[Actor, Severity] = {"itself": "wait", "sender": "you", "sender-admin": admin, "microsoft": admin}
    return known.get(first, "recipient")


def _blame(severity: str, case: Situation) -> str:
    """Return whether it is the reader's fault, where that can be said."""
    if case.outside:
        return "Not your fault, and nothing on your side is blocked. "
    if "sender" in case.acts:
        return ""
    if severity == "admin" and case.blocked not in ("connector", "ip"):
        return "You can't fix this yourself. "
    return "Not your fault. " if severity in ("organization", "admin", "recipient") else ""


def _need(acts: tuple[str, ...], *, again: bool = False) -> str:
    """Return who needs to act, to the sender: `Your admin needs to act, then Microsoft.`.

    `again`: the mail has to be sent again, even where nobody has to fix anything.
    """
    if acts in ((), ("itself",)):
        return f"Nobody has to {'fix anything: wait, then send the mail again' if again else 'act: just wait'}."
    if acts[0] == "itself":
        return f"Nobody has to act yet: just wait. If the mail still doesn't arrive, {_lower(_need(acts[1:]))}"
    if acts == ("sender",):
        return "You can fix this yourself."
    first, *later = (_READER.get(token, WHO[token]) for token in acts)
    verb = "need" if first == "you" else "needs"
    return sentence(", then ".join([f"{first} {verb} to act", *later])) + "."


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _steps(case: Situation) -> Iterator[Step]:
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
        if case.blocked in WIDE and not case.mention:
            yield Step(address="not-yours/", text="It isn't my organization", reader="all")
    elif case.meaning:
        yield Step(address=f"{case.page}#sender", text="What you can do", reader="sender")
    yield Step(address=case.page, text=f"All about {case.explained}", reader="all")


def _offers(case: Situation, severity: str) -> Iterator[Offer]:
    """Yield what can be passed on: a note for a ticket, a letter to the admin, a link, a case for Support.

    The letter is for a reply that somebody got; whoever has a table of what became of mails is an admin.
    """
    if case.kind == "not-a-bounce":
        return
    if case.kind != "link":
        yield "note"
    if not (case.mention or case.complaint or case.place == ROWS) and ("sender-admin" in case.acts or not case.page):
        yield "letter"
    if case.page and case.code == case.explained:
        yield "link"
    if severity == "organization" and not case.complaint:
        yield "case"
