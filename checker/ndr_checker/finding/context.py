"""What comes before a code or reply in its text, and what that makes of it."""

import re
from collections.abc import Iterator

from ndr_checker.base.pattern import pattern
from ndr_checker.base.terms import EvidenceKind
from ndr_checker.reading.view import View
from ndr_checker.rules.wording import DENIED, DENIED_ENDS, FIRST_PERSON, GAP, LABELS

_ENDINGS = tuple(words for _, endings, _ in LABELS for words in endings)
_BEFORE = 120
_DENYING = 40
_SENTENCE = 100
_NAMES = "subject|betreff|objet|oggetto|asunto|onderwerp|assunto|re|fw|fwd|aw|wg"
_SUBJECT = pattern(rf"[ \t]*(?:{_NAMES}) ?:", re.IGNORECASE)
_SUBJECT_LINE = pattern(rf"\n[ \t]*(?=[abforsw])(?:{_NAMES}) ?:[^\n]*")
_SESSION = pattern(
    r"\n[ \t]{0,3}(?:[<>~*-]{1,3} ?|[sc]: ?)?(?:(?:220|221|235|250|334|354)[ -]|ehlo |helo |mail from:|rcpt to:"
    r"|starttls$|quit$|auth (?:login|plain))"
    r"|(?:<-- |--> |\b(?:cmd|rsp|sent|received): )(?:(?:220|250|354)[ -]|ehlo |helo |mail from:|rcpt to:)",
    re.MULTILINE,
)
#: A subject as a program prints it, as far as the string is open: `"subject": "...`, `subject="...`.
_SUBJECT_KEY = pattern(
    r"\b(?:subject|betreff|summary)['\"]?[ \t]{0,9}(?:[:=]|=>)[ \t]{0,9}['\"][^'\"\n]{0,200}$", re.IGNORECASE
)
_KEY = 240
_THING = "(?:error|code|bounce|ndr|status|response|failure|rejection|refusal)s?"
_MOSTLY = "(?:usually|typically|often|commonly|generally|normally|mostly)"
_TURNS = r"(?:appears|occurs|happens|means|indicates|signifies|refers to|shows up)\b"
_WHENCE = "(?:that|which|when|where|indicat|caus|return|generat|mean|you|in|from|with)"
#: From one code to another: "550 5.1.1 through 5.1.20", "5.7.500-5.7.699". Both only name a family.
_UP_TO = r"(?: (?:through|thru|to|until|bis) |[-–])"
_TO_CODE = pattern(rf"{_UP_TO}(?:[45][0-9]{{2}} )?[45]\.[0-9]\.[0-9]")
_FROM_CODE = pattern(rf"[45]\.[0-9]\.[0-9]{{1,3}}{_UP_TO}$")
#: How a sentence goes on that says what a code is, when it comes up, or what to do about it.
_EXPLAINED = pattern(
    rf"['\"`*”’)]{{0,3}}(?: {_THING}){{0,2}} (?:{_MOSTLY} )?(?:{_TURNS}|is (?:{_MOSTLY}|caused|triggered)\b)"
    r"|[ \t]?[:–—|-] ?(?:(?:common )?causes?\b|meaning|how to|what (?:it|does|is)|why|fix(?:es)?\b|solution|explained)"
    rf"|[^.!?\n]{{0,80}}? (?:is|are) (?:an?|the|one of the) (?:[\w-]{{1,20}} ){{0,4}}{_THING} {_WHENCE}"
    rf"|[^.!?\n]{{0,80}}? {_MOSTLY} {_TURNS}| to (?:the|this|our) (?:list|table|docs|documentation)\b"
    r"| (?:instead of|rather than) |[^\n]{0,80}? (?:return(?:s|ed|ing)?|gives?|sends?) this (?:error|code|reply)\b",
)
#: A sentence whose subject is the code: "550 5.1.1 is no longer taken for temporary"; a server writes no verb there.
_SUBJECT_OF = pattern(
    r"(?: / [^\s]{1,30})?['\"`*”’)]{0,3}(?: (?:errors?|codes?|replies|reply|responses?|bounces?))?"
    r"[ \n](?:is|are|was|were|isn't|wasn't|has|had|will|would|should|must|can|may|might|does|did)[ \n]"
)
#: What comes before a code in a sentence about what a server or a program does, may do or should do with it.
_GENERAL = pattern(
    r"\b(?:(?:should|must|may|might|can|could|would|will) (?:also |then |still )?"
    r"(?:return|answer|reply|respond|give|say|send|show|read|be|treat|map|handle|retry|reject|receive|see"
    r"|get|encounter)"
    r"|(?:when(?:ever)?|if|unless|until) (?:[\w-]{1,20} ){1,4}"
    r"(?:returns|answers|replies|responds|gives|says|sends|rejects|is|are|contains|matches|equals)"
    r"|(?:when(?:ever)?|upon) (?:receiving|getting|seeing|handling|parsing)"
    r"|(?:treat|map|handle|parse|detect|recogni[sz]e|classif[yi]|ignore|catch|convert|translate|retr(?:y|ied) on"
    r"|support|consider|message for|text for)(?:e?[sd]|ing)?)"
    r"(?: (?:with|an?|the|any|all|smtp|error|code|reply|response|status|message|mail|client|sender|and|or"
    r"|[45][0-9]{2} [45]\.[0-9]\.[0-9]{1,3},?)){0,4}"
    r" ['\"`(]{0,2}$",
)
#: A setting's value, or what can be seen in general: "by default, ... with '550 ...'", "(default: `450 ...`)".
_USUAL = pattern(
    r"\b(?:by default\b[^.!?\n]{0,160}|defaults?(?: (?:is|to|value|reply))?[ :=]{0,3}"
    r"|(?:can|may|might) (?:also )?be (?:seen|found|observed)[^.!?\n]{0,80}[ :])['\"`(“„«]{1,2}$",
    by_letter=True,
)
#: What replies of a kind look like: "it usually reads `550 ...`".
_LIKENED = pattern(rf"\b{_MOSTLY} (?:looks? like|reads?|says|is)[ :]{{1,2}}['\"`(“„«]{{1,2}}$")
#: The rest of a quoted reply, where a sentence goes on after it.
_QUOTED = pattern(r"[^'\"`”»\n]{0,200}['\"`”»](?=,? )")
#: How it goes on if it compares the reply with another: '"421 ..." instead of "550 ..."'.
_COMPARED = pattern(r",? (?:instead of|rather than|(?:but )?not) (?:an? |the )?['\"`“„«(]?[45][0-9]{2}\b")
_OPENING = ("'", '"', "`", "“", "„", "«", "‘")
#: How it goes on if it is about what a server does, not what it did.
_QUOTED_SUBJECT = pattern(
    r" (?:[a-z-]{2,20}=[a-z]{2,20}(?=\n|\Z)"
    r"|(?:can|may|might|will|would|should|must|are|means|indicates|appears"
    r"|is (?:returned|sent|shown|displayed|logged|given|issued|generated|used))\b)"
    r"(?![^.!?\n]{0,80}\b(?:i|my|we|our)\b)",
    re.IGNORECASE,
)
#: What to do about a code that is in brackets: "- Keep ... for fatal errors (550 5.7.1), ...".
_INSTRUCTING = pattern(
    r"(?:(?:^|\n)[ \t>*•–-]{0,12}|[:.][ \t*_]{1,5}|,[ \t])(?:we |please |always |never )?"
    r"(?:keep|add|pause|stop|consider|retry|treat|handle|use|prefer|drop|skip|suppress|remove|mark|map|disable|avoid|raise"
    r"|count|merge|split|detect|separate|distinguish|abort|kill|quarantine|classify|ignore|move|log|switch|make)"
    r"\b[^.!?\n@]{0,200}\($",
)
#: A program's rule: "When a tenant is over its threshold (550 5.7.705), the worker waits an hour".
_CONDITION = pattern(r"\b(?:when(?:ever)?|if|once|as soon as)\b[^.!?\n@]{0,160}\($")
_CONSEQUENCE = pattern(r"\), (?:then |the |this |it )[a-z]")
_CLOSED = pattern(r"\)(?:[,.;]|[ \t]|\n|\Z)")
#: What comes before a code that a question or a heading is about.
_ASKED = pattern(
    r"\b(?:how (?:to|do (?:i|you|we)|can (?:i|you|we))|what (?:does|is|are|causes)|fix(?:ing)?"
    r"|(?:re)?solv(?:e|ing)|troubleshoot(?:ing)?|understanding|guide to|causes? of)\b[^.?!:\n'\"`<(]{0,30}['\"`“]?$",
)


def labelled(text: str, start: int) -> EvidenceKind | None:
    """Return the kind of evidence that the words before `start` make of what is there; None for plain prose."""
    before = " ".join(text[max(0, start - _BEFORE) : start].lower().split())
    if not before:
        return None
    said = before.rstrip(GAP)
    led = said.endswith(_ENDINGS)
    for kind, endings, patterns in LABELS:
        if led and said.endswith(endings) and any(_ends(said, words) for words in endings):
            return kind
        for part, words_before in patterns:
            if part in before and words_before.search(before):
                return kind
    return None


def _ends(said: str, words: str) -> bool:
    """Return whether a text ends with these words, and not just with the end of a longer one."""
    previous = said[: -len(words)][-1:]
    return said.endswith(words) and not (previous.isalnum() or previous == "_")


def is_denied(text: str, start: int) -> bool:
    """Return whether the words before `start` rule out what is there."""
    before = text[max(0, start - _DENYING) : start]
    return before.rstrip(" \t\n'\"(").lower().endswith(DENIED_ENDS) and bool(DENIED.search(before))


def is_explained(view: View, start: int, end: int) -> bool:
    """Return whether a sentence explains a code, as an article does: "the 550 5.7.26 error appears when ...".

    A person's report of a refusal quotes the reply, and says no such thing of it. A server's words that begin with such
    a verb have a capital, so that one isn't looked for in lower case.
    """
    lines, at, behind = view.lines, start + 1, end + 1
    said_of = (
        _TO_CODE.match(lines, behind, behind + _BEFORE)
        or _EXPLAINED.match(lines, behind, behind + _BEFORE)
        or _SUBJECT_OF.match(view.text, end, end + _BEFORE)
        or (_LIKENED.search(lines, max(0, at - _DENYING), at) and not _is_personal(view.text, start))
    )
    if said_of or lines[start] == "\n":  # of a sentence, nothing is before a code that begins its line
        return bool(said_of)
    return bool(
        _FROM_CODE.search(lines, max(0, at - _DENYING), at)
        or _ASKED.search(lines, max(0, at - _DENYING), at)
        or _USUAL.search(lines, max(0, at - _KEY), at)
        or (_CLOSED.match(lines, behind) and _INSTRUCTING.search(lines, max(0, at - _KEY), at))
        or (_CONSEQUENCE.match(view.text, end) and _CONDITION.search(lines, max(0, at - _KEY), at))
        or _GENERAL.search(lines, max(0, at - _SENTENCE), at)
    )


def is_subject(text: str, start: int, end: int) -> bool:
    """Return whether a sentence goes on after a quoted reply to say what is done with it: '"550 ..." is sent'.

    So does a program's configuration: `reply "421 ..." mode=defer`; after `=` it is one value of a log's line.
    """
    if text[start - 1 : start] not in _OPENING or text[start - 2 : start - 1] == "=":
        return False
    behind = end + _KEY
    quoted = _QUOTED.match(text, end, behind)
    if not quoted:
        return False
    if _QUOTED_SUBJECT.match(text, quoted.end(), behind):
        return True
    return bool(_COMPARED.match(text, quoted.end(), behind)) and not _is_personal(text, start)


def _is_personal(text: str, start: int) -> bool:
    """Return whether the words before a reply have an "I" or a "we": then it was of a mail of theirs."""
    return bool(FIRST_PERSON.search(text[max(0, start - _KEY) : start].lower()))


def in_subject(text: str, at: int) -> bool:
    """Return whether `at` is in a subject line, or in a program's field for one."""
    line = text.rfind("\n", 0, at) + 1
    if _SUBJECT.match(text, line, at):
        return True
    begin = max(line, at - _KEY)
    quoted = text.find('"', begin, at) >= 0 or text.find("'", begin, at) >= 0
    return quoted and bool(_SUBJECT_KEY.search(text, begin, at))


def subjects(lines: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of each subject line of a text, which is given as `lined` gives it."""
    return ((match.start(), match.end() - 1) for match in _SUBJECT_LINE.finditer(lines))


def is_session(lines: str, last: int | None = None) -> bool:
    """Return whether a text, given as `lined` gives it, is an SMTP session, of which the last reply counts.

    `last` is where its last refusal is: a report that counts replies may end with 250, which opens no session.
    """
    found = _SESSION.finditer(lines)
    return any(last is None or mark.start() <= last or "250" not in mark[0] for mark in found)
