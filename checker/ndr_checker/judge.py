"""Judge one input: what it says, how sure that is, and on which evidence.

The wording chooses among a code's meanings, or names a code if there is no number. If two fit equally well, the
verdict is unsure.
"""

from ndr_checker.base.limits import MAX_EVIDENCE
from ndr_checker.finding.finder import find, left_out
from ndr_checker.judging.choice import choose
from ndr_checker.judging.form import Form
from ndr_checker.judging.outcome import outcomes
from ndr_checker.judging.recipient import recipients
from ndr_checker.judging.vouched import is_unvouched
from ndr_checker.reading.message import Message, read, unread_message
from ndr_checker.rules.catalogue import Entry
from ndr_checker.ruling.by_code import by_code, title_of, with_meaning
from ndr_checker.ruling.by_words import by_words, named_by_words
from ndr_checker.telling.advice import advised

from .verdict import BOUNCES, Verdict


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
    note = (
        f"This file contains {len(messages)} messages; only the first bounce was judged. The command line judges all."
    )
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
    verdict = Verdict(source="", kind="link", code=code, title=title_of(code, entry), entry=entry)
    return advised(with_meaning(verdict, meaning))


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
    seen, found = Form(message=message, evidence=evidence), outcomes(evidence)
    choice = choose(found, seen)
    if choice and not choice.outcome.code and choice.kind == "failure":
        choice = named_by_words(message, choice)
    table = message.table
    if table and (not choice or (table.kind == "failure" and choice.kind != "failure")):
        from ndr_checker.ruling.by_table import by_table  # noqa: PLC0415 – only for a table

        return by_table(source, message, table, recipients(message, evidence, found))
    if choice and not (choice.kind == "delay" and seen.unexplained):
        verdict = by_code(source, seen, choice, found)
        told = verdict.kind == "mention" and not seen.report and is_unvouched(message)
        return verdict._replace(doubts=("unvouched",)) if told else verdict
    return by_words(source, seen, found)
