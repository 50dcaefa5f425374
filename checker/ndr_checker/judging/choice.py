"""Choose what decides, and say what kind of report it makes.

1. A report's own fields outrank the quoted remote reply, that the notice, that the rest (`evidence.KINDS`).
2. What is in the original message that came back, or in a subject, never decides; an older mail of the thread
   only where no newer one holds a report.
3. An organization-wide block is chosen if one recipient's report has it, then a blocked IP address, which blocks
   mail to others as well; otherwise the first failed recipient's code.
"""

import re
from itertools import islice
from typing import NamedTuple

from ndr_checker.base.limits import MAX_EVIDENCE
from ndr_checker.base.normalise import normalise
from ndr_checker.base.pattern import pattern
from ndr_checker.base.terms import Certainty, Kind
from ndr_checker.finding.finder import ALONE, INTRODUCED, REPLIED, Evidence
from ndr_checker.finding.occurrence import PERMANENT
from ndr_checker.rules.catalogue import WIDE, is_restriction, lookup
from ndr_checker.rules.wording import ENDED, RETRIED

from .form import Form
from .meaning import is_registered
from .outcome import Outcome

#: How far after a code the reply inside its own may begin.
_INSIDE = 200
#: "Delivery time expired" (RFC 3463, section 3.5), which of a mail that still waits says no more than that it does.
_LATE = "4.4.7"
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
#: What comes right before a version: "fixed in 5.1.0", "since 5.2.1", "upgrade to 5.4.1".
_CHANGED = pattern(
    r"\b(?:(?:add|broke|chang|deprecat|fix|includ|introduc|land|releas|remov|ship|support|work|available|new)\w{0,5}"
    r" (?:in|since|as of|from|until|before|after)|since|as of|until|prior to"
    r"|(?:up|down)grad\w{1,3} (?:to|from)|updat\w{1,3} (?:to|from)|bump\w{0,3} to)[ \n]$",
    re.IGNORECASE,
)
_BEFORE = 40
#: So long is a question about a code, or a line about it.
_SHORT = 160
#: What Postfix writes before a greeting that refuses its connection, in lower case.
_GREETED = " refused to talk to me:"


class Choice(NamedTuple):
    """The outcome that decides, and the kind it makes of the message: failure, delay or mention."""

    outcome: Outcome
    kind: Kind


def choose(outcomes: list[Outcome], seen: Form) -> Choice | None:
    """Return what decides among the outcomes; None where no code and no reply is in the report's own words."""
    usable = [o for o in outcomes if o.decisive.counts]
    if not usable:
        return None
    pool = [o for o in usable if o.decisive.rank <= INTRODUCED and not o.decisive.denied and not seen.answer]
    if seen.report is False:
        # A stranger's mail is no report, whatever it quotes; what it forwards may be one.
        pool = [o for o in pool if o.decisive.report and seen.forwards]
    elif not pool:
        # A reply in prose, or a phrase beside a code, decides only without a report, never in a stranger's mail.
        pool = [o for o in usable if o.decisive.rank <= REPLIED + 1 and not o.decisive.denied]
    if pool:
        return _first(pool, usable, outcomes, seen)
    coded = _bare(usable)
    if not coded or seen.is_beside_success(coded.decisive):
        return None
    told = (seen.report or ((seen.begins or seen.unreached) and not coded.decisive.listed)) and seen.failed
    return Choice(outcome=coded, kind=_kind(coded, seen) if told and not coded.decisive.denied else "mention")


def _bare(usable: list[Outcome]) -> Outcome | None:
    """Return the first code that isn't a version, one that isn't denied before one that is.

    A text whose first codes, as many as a verdict shows, are all versions has a list of them.
    """
    denied = None
    for outcome in islice((o for o in usable if o.code), MAX_EVIDENCE):
        if _is_version(outcome.decisive):
            continue
        if not outcome.decisive.denied:
            return outcome
        denied = denied or outcome
    return denied


def _first(pool: list[Outcome], usable: list[Outcome], outcomes: list[Outcome], seen: Form) -> Choice:
    newest = min(o.decisive.report for o in pool)
    choices = [Choice(outcome=o, kind=_kind(o, seen)) for o in pool if o.decisive.report == newest]
    if all(choice.kind == "delay" for choice in choices) and seen.counts:
        # What a summary says of mails that failed is below what it says of those that wait.
        replied = [Choice(outcome=o, kind=_kind(o, seen)) for o in usable if o.decisive.rank <= REPLIED]
        choices = [choice for choice in replied if choice.kind == "failure"] or choices
    chosen = choices[0] if len(choices) == 1 else _worded(_strongest(choices), choices)
    return Choice(outcome=_refined(chosen, usable, outcomes), kind=chosen.kind)


def _worded(chosen: Choice, choices: list[Choice]) -> Choice:
    """Return the choice, or the same reply with its words, where a notice has its numbers first: "Status code: "."""
    if chosen.outcome.row or _says_why(chosen):
        return chosen
    same = (c for c in choices if c.kind == chosen.kind and c.outcome.code == chosen.outcome.code)
    return next((c for c in same if c.outcome.reply == chosen.outcome.reply and _says_why(c)), chosen)


def _says_why(choice: Choice) -> bool:
    """Return whether a reply has words on the line of its numbers."""
    e = choice.outcome.decisive
    return bool(_WORDS.search(e.around[e.to :].partition("\n")[0]))


def _strongest(choices: list[Choice]) -> Choice:
    best = min(map(_rank, choices))
    first = [choice for choice in choices if _rank(choice) == best]
    # Where a report has fields, its words name no other recipient's block.
    failed = [choice for choice in first if choice.kind == "failure"]
    wide = [choice for choice in (choices if best else first) if choice.kind == "failure" and _is_wide(choice.outcome)]
    return (wide or [choice for choice in failed if _blocks(choice.outcome, ("ip",))] or failed or first)[0]


def _rank(choice: Choice) -> int:
    return 0 if choice.outcome.decisive.row else choice.outcome.decisive.rank


def _is_wide(outcome: Outcome) -> bool:
    return _blocks(outcome, WIDE)


def _blocks(outcome: Outcome, blocked: tuple[str, ...]) -> bool:
    entry = lookup(outcome.code) if outcome.code else None
    return entry is not None and all(meaning.blocked in blocked for meaning in entry.meanings)


def _kind(outcome: Outcome, seen: Form) -> Kind:
    """Return failure or delay: by an Action or a log's word, then the lead, the reply, the code's class (RFC 3463)."""
    action, reply = outcome.decisive.action, outcome.reply
    if action in ("failed", "delayed"):
        return "failure" if action == "failed" else "delay"
    # A notice knows better than the number of a reply whether its server keeps the mail; so does the mail's queue.
    kept = seen.report is None and not outcome.row and "\n" in outcome.decisive.above and seen.kept
    queued = outcome.decisive.kind == "trace-led" and reply and reply < PERMANENT and not ENDED.search(seen.lead)
    if kept or queued or _is_between_servers(outcome, seen):
        return "delay"
    if (reply and reply >= PERMANENT) or (seen.ended and not seen.delayed and not is_retried(outcome.decisive)):
        return "failure"
    if reply:
        return "delay"
    if seen.delayed and not seen.failed:
        return "delay"
    return "delay" if (outcome.code or "5").startswith("4") else "failure"


def _is_between_servers(outcome: Outcome, seen: Form) -> bool:
    """Return whether a server refused a connection, and nothing says that the mail failed since."""
    return _answers_connection(outcome) and (seen.waiting or not (seen.ended or _is_in_notice(outcome)))


def _answers_connection(outcome: Outcome) -> bool:
    """Return whether a server refused Postfix's connection: it keeps the mail then, whatever the number of the reply.

    It is of no mail: the next connection, or the next server of the domain, may be taken. What is near it may say that
    the mail bounced in the end.
    """
    said = (e for e in (outcome.decisive, outcome.beside) if e and normalise(e.above[-_BEFORE:]).endswith(_GREETED))
    return any("bounced" not in e.around.lower() for e in said)


def _is_in_notice(outcome: Outcome) -> bool:
    """Return whether a reply is in the paragraph of a notice, which begins with the recipient: "<a@b>: host ...".

    Postfix writes one when it returns a mail; its log and its queue have the reply in parentheses.
    """
    e = next((e for e in (outcome.decisive, outcome.beside) if e and not e.row), None)
    paragraph = e.above.rpartition("\n\n")[2].lstrip() if e else ""
    return paragraph.startswith("<") and "(host " not in paragraph


def is_retried(e: Evidence) -> bool:
    """Return whether the words below a reply say that the server retries, as Sendmail's warning ends its transcript."""
    below = normalise(e.reply_words)
    return bool(RETRIED.search(below)) and not ENDED.search(below)


def _refined(chosen: Choice, usable: list[Outcome], outcomes: list[Outcome]) -> Outcome:
    """Return the reply that knows more than a code that says little, where the report's words quote just one.

    Detail 0 is "other or undefined" (RFC 3463, section 2): a reply inside it knows more, whatever its subject. A mail
    that is only late is so for the reason that the reply to the last attempt gives.
    """
    outcome, e = chosen.outcome, chosen.outcome.decisive
    code = outcome.code or ""
    if code == _LATE and chosen.kind == "delay":
        near = [
            o for o in outcomes if o.decisive.own and o.decisive.report == e.report and o.row in (None, outcome.row)
        ]
        near = [o for o in near if o.code != code and o.decisive.wrapped in ("", "'")]
        near = [o for o in near if not o.decisive.wrapped] or near
    elif code.endswith(".0.0"):
        near = [o for o in usable if o.decisive.report == e.report and not (o.code or "").endswith(".0")]
    elif code.endswith(".0"):
        near = [o for o in outcomes if o.decisive.part == e.part and 0 < o.decisive.at - e.at < _INSIDE]
        near = [o for o in near if f"#{o.code}" in e.around and not (o.code or "").endswith(".0")]
    else:
        return outcome
    finer = {o.code: o for o in near if o.decisive.rank <= REPLIED and o.code and o.code[0] == code[0]}
    return Outcome(next(iter(finer.values())).decisive, e) if len(finer) == 1 else outcome


def _is_like_a_version(e: Evidence) -> bool:
    """Return whether a code may be a version: it has no long detail, and the words round it aren't about mail."""
    return bool(_has_short_detail(e) and _WORDS.search(e.around) and not _OF_MAIL.search(e.around))


def _has_short_detail(e: Evidence) -> bool:
    return len((e.code or "").rpartition(".")[2]) < len("100")


def _is_version(e: Evidence) -> bool:
    """Return whether a bare code is a version: what is around it is about versions and not mail, or about a change."""
    if e.rank != ALONE:
        return False
    if _has_short_detail(e) and (_CHANGED.search(e.above[-_BEFORE:]) or _is_unheard_of(e)):
        return True
    return _is_like_a_version(e) and bool(_OF_VERSIONS.search(e.around))


def _is_unheard_of(e: Evidence) -> bool:
    """Return whether a code is nobody's: not registered, on no page, and in more than a line called none."""
    code = e.code or ""
    unknown = len(e.around) > _SHORT and not is_registered(code) and not lookup(code) and not is_restriction(code)
    return unknown and not _OF_MAIL.search(e.above[-_BEFORE:])


def certainty(choice: Choice, *, torn: bool, complained: bool = False) -> Certainty:
    """Return how sure the place of what decides makes a verdict; `torn` where two meanings fit equally well.

    `complained`: a person says that their mail fails with the code, so it isn't a version.
    """
    decisive = choice.outcome.decisive
    if torn:
        return "unsure"
    if choice.kind == "mention" and not (decisive.reply or complained) and _is_like_a_version(decisive):
        return "unsure"
    return "likely" if choice.kind == "mention" or decisive.rank > REPLIED else "certain"


def has_rivals(decisive: Evidence, outcomes: list[Outcome]) -> bool:
    """Return whether another code competes with a reply that no server's or program's words introduce."""
    if decisive.rank <= INTRODUCED:
        return False
    rivals = {o.code for o in outcomes if o.code and o.decisive.counts and o.decisive.rank <= decisive.rank}
    return len(rivals | {decisive.code}) > 1
