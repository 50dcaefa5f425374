"""Whether the words around a code or a reply are a server's, a program's, or those of a person who mentions it."""

import re

from ndr_checker.base.normalise import line_around, normalise
from ndr_checker.base.pattern import pattern
from ndr_checker.base.terms import EvidenceKind
from ndr_checker.rules.wording import DELAYED, FAILED

from .evidence import REPLIED, Evidence
from .occurrence import Occurrence
from .reply import closing, opens_line, refuses

#: A reply in quotes after a colon, or Python's pair of number and words after one.
_QUOTED = pattern(r":[ \t]?['\"“„«‘(]$")
#: A program's chain of reasons: "could not send email 1: Mail: 501 Mail from address must be ...".
_CHAINED = pattern(r"\b(?:e?mails?|smtp|rcpt|recipients?|message|login)\b", re.IGNORECASE)
_FAILING = pattern(
    r"\b(?:could not|couldn't|cannot|can't|unable|fail(?:ed|ure)|reject(?:ed)?|refused|invalid)\b", re.IGNORECASE
)
#: A server's words after a code, which begin with whom it refuses: "5.1.1 <a@b>: Recipient address rejected".
_ADDRESSED = pattern(r"[ ]<[^<>@\s]{1,64}@[^<>@\s]{1,255}>(:|\.\.\.)? ")
#: What comes right before the last of them: a colon, and quotes and brackets.
_REASON = pattern(r"[:\[({][ \n\\'\"]{1,3}$")
_QUOTE, _CHAIN = 4, 200
#: An address right before a reply.
_ADDRESSEE = pattern(r"@[\w.-]{1,255}[>)\]'\"]{0,3},? $")
#: Two words of a sentence, and a reply after them, perhaps in quotes: what a program writes there has a colon.
_QUOTING = pattern(r"[\w'’]{1,20},?[ \n][a-z'’]{1,20},?[ \n]['\"“„«‘`(]{0,2}$")
_WORDS = 60
#: What comes after a reply in Markdown's marks of code, where its line goes on in words: only a person writes that.
_MARKED = pattern(r"[^`\n]{0,300}`[.,;:!?]?[ ]\(?[^\W\d_]{2}")
#: Three words of a sentence, in a step of a numbered list.
_STEP = pattern(r"[ \t>]{0,20}(?P<number>[0-9]{1,2})[.)][ \t](?:[^\n]{0,200}?[ \t])?(?:[^\W\d_]{1,20},?[ ]){3}")
_NUMBERED = pattern(r"[ \t>]{0,20}([0-9]{1,2})[.)][ \t]")
#: A code with an ending, as a noun has one: "Az 550 5.4.1-es hiba", "5.4.1'in".
_INFLECTED = pattern(r"(?:-|['’](?:[a-zà-öø-ÿ]{2})?)[a-zà-öø-ÿ]{1,2}[ ,.:\n]")
#: Only a blank between a word and the code.
_IN_SENTENCE = pattern(r"\w[ \n]$")
#: How a sentence goes on after a code that it mentions, where a reply would give its words: "... when I send".
_IN_PASSING = pattern(
    r"['\"`*”’)]{0,3}(?:[ \n](?:an?|and|as|at|but|by|errors?|for|from|if|in|is|it|on|or|so|than|that|the|to|was|we"
    r"|when|which|while|with)\b|[.,;!]?[ \n]*\Z|[.!] )",
)
#: What comes right before a reply that a sentence only names: a word, in scripts without blanks a letter, or a quote.
_LEADS_ON = pattern(
    r"(?:[^\W\d_][ \n]|[^\W\d_\x00-\u2fff]|['\"“„«‘`(\[\u300c\u300e\uff08])[*_'\"“„«‘`(\[\u300c\u300e\uff08]{0,3}$"
)
#: ... and what comes right after it: the sentence goes on in lower case or in such a letter, or it ends.
_GOES_ON = pattern(
    r"[*_]{0,2}['\"`”’»)\]\u300d\u300f\uff09]{0,2}[*_]{0,2}"
    r"(?:[ \n][a-zà-öø-ÿ]|[^\W\d_\x00-\u2fff]|[,.;!\u3001\u3002](?:[ \n]+[^\W\d_(]|\s*\Z))"
)
#: The title of a linked page in Markdown, up to a code and after it: "[Fix error 550 5.1.10](https://...)".
_TITLE = pattern(r"\[[^\[\]\n]{0,160}[^\W\d_]{2}[^\[\]\n]{0,40}$")
_LINKED = pattern(r"[^\[\]\n]{0,160}\]\(\S")
#: The server that Microsoft names at the end of a reply.
_TAG = pattern(r"[^\n\[]{1,200}\[[\w.-]{1,100}\.outlook\.com[ \]]", re.IGNORECASE)
_SENTENCE_END = pattern(r"[.!?](?=\s|$)|\n")
_CAPITAL = pattern(r"[ \-]<?[A-Z]")
#: How far after a reply its server's name, or the end of its sentence, is looked for.
_AFTER = 300
_IN_WORDS, _AFTER_WORDS = r"[^\n\t0-9_<>=@/\\\[\]{}|#*+~^%&$`.:;!?]", r"[.:;!?](?!\w)"
#: Running words, in any language: what a program prints has signs, digits and joined words among them.
_RUNNING = pattern(rf"(?:{_IN_WORDS}|{_AFTER_WORDS}){_IN_WORDS}*(?:{_AFTER_WORDS}{_IN_WORDS}*)*")
_SHORTEST = 10
#: The label of what is below a line: "Reason: ...".
_LABEL = pattern(r"\s{1,40}[-*_•■]{0,3}[ ]?([^\W\d_][^\n:]{0,30})[*_]{0,2}:")
#: Blanks that a run of words has; in scripts without blanks a letter takes three bytes.
_BLANKS = 4
_BYTES_PER_LETTER = 2.5
#: Bytes of a sentence, of what makes a person's text and an article, and of what is read on each side of the replies.
_SENTENCE_BYTES, _PERSONS, _ARTICLE, _READ = 30, 70, 300, 4000
#: What closes a quotation, by what opens it.
_QUOTED_BY = {'"': '"', "“": "”", "„": "“”", "«": "»"}
#: Who may get a reply, or will get it when they do something: what an article tells its readers, and no report says.
_READERS = r"(?:you|they|users?|people|senders?|customers?)"
_TAUGHT = pattern(
    rf"\b{_READERS}(?:(?:'ll| will| could| can)(?: [a-z]{{2,10}})? (?:get|receive|encounter)\b"
    r"| (?:may|might)(?: [a-z]{2,10})? (?:get|receive|encounter|see|find|notice)\b)"
    rf"|\b(?:if|when|whenever|once) [^.!?]{{1,160}}? {_READERS}(?:'ll| will)? (?:get|receive|encounter|see)s?\b"
)

#: What a value of data, or of a program, has before it.
_VALUE = pattern(r"[:=] ?['\"]$")
_QUOTES = ("'", '"', "`")
#: How far a reply may go on.
_LONG = 800
_WORD = pattern(r"[^\W\d_]{2}")


def is_reason(text: str, o: Occurrence) -> bool:
    """Return whether a code without a number ends a program's chain of reasons, or is after a label in any language.

    Words follow it, those of a refusal after a label.
    """
    addressed = _ADDRESSED.match(text, o.end)
    if not o.reply and addressed and addressed[1]:
        return True
    if o.reply or not _REASON.search(text, max(0, o.start - _QUOTE), o.start):
        return False
    chained = addressed or _is_chained(text, o.start) or refuses(text, o.start)
    return bool(chained) and not _IN_PASSING.match(text, o.end)


def is_spoken_of(text: str, o: Occurrence, kind: str) -> bool:
    """Return whether a sentence mentions the code: "error 5.7.750" without a reply or a colon, or a question.

    So does one that gives it an ending.
    """
    if kind == "notice-line" and o.from_ == o.start:
        return bool(_IN_SENTENCE.search(text, max(0, o.from_ - _QUOTE), o.from_))
    if kind == "smtp-reply" and _INFLECTED.match(text, o.end):
        return True
    if kind != "smtp-reply" or opens_line(text, o.from_):
        return False
    ended = _SENTENCE_END.search(text, o.end, o.end + _AFTER)
    return ended is not None and ended[0] == "?"


def is_in_prose(text: str, o: Occurrence) -> bool:
    """Return whether a sentence quotes a reply, or goes on after it: then a person wrote it, of whatever mail."""
    if opens_line(text, o.from_) or is_tagged(text, o):
        return False
    if _QUOTING.search(text, max(0, o.from_ - _WORDS), o.from_):
        return True
    return text[o.from_ - 1].isspace() and bool(_IN_PASSING.match(text, o.end))


def marked(text: str, o: Occurrence) -> int | None:
    """Return where the Markdown code begins that a reply is in, if the sentence round it goes on; None otherwise."""
    line = text.rfind("\n", max(0, o.from_ - _LONG), o.from_) + 1
    opened = text.rfind("`", line, o.from_)
    inside = opened >= 0 and text.count("`", line, o.from_) % 2 == 1
    return opened + 1 if inside and _MARKED.match(text, o.end) else None


def is_named(text: str, o: Occurrence) -> bool:
    """Return whether a sentence names a code in quotes that hold nothing else: no server's words are quoted then."""
    quoted = text[o.from_ - 1 : o.from_] in _QUOTES and text[o.end : o.end + 1] in _QUOTES
    return quoted and bool(_QUOTING.search(text, max(0, o.from_ - _WORDS), o.from_))


def is_title(text: str, o: Occurrence) -> bool:
    """Return whether a code is in the title of a page that Markdown links to."""
    if text.find("](", o.end, o.end + _AFTER) < 0 or not _LINKED.match(text, o.end):
        return False
    return bool(_TITLE.search(text, max(0, o.from_ - _CHAIN), o.from_))


def is_only_named(e: Evidence) -> bool:
    """Return whether a sentence names a reply by its numbers and doesn't give its words: "the 550 5.4.1 error"."""
    before, after = e.around[: e.from_], e.around[e.to :]
    if e.row or e.rank != REPLIED or not e.code or not _LEADS_ON.search(before[-_QUOTE:]) or not _GOES_ON.match(after):
        return False
    return not refuses(e.around[: e.to + _WORDS], e.from_, anywhere=True)


def is_tagged(text: str, o: Occurrence) -> bool:
    """Return whether a reply ends as Microsoft's do: `[AM0PR01CA0001.eurprd01.prod.outlook.com]`."""
    end = o.end + _AFTER
    return text.find(".outlook.com", o.end, end) >= 0 and bool(_TAG.match(text, o.end, end))


def quoted(text: str, o: Occurrence) -> EvidenceKind | None:
    """Take a quoted reply after a colon for a server's, whatever the language of the label."""
    if _QUOTED.search(text, max(0, o.start - _QUOTE), o.start):
        return "remote-reply"
    return "smtp-reply" if text[o.start - 2 : o.start] == ": " and _is_chained(text, o.start) else None


def is_after_address(text: str, o: Occurrence) -> bool:
    """Return whether a program says whom it couldn't send to, and then the reply: "failed to alert [a@b] 553 ..."."""
    if not _ADDRESSEE.search(text, max(0, o.start - _CHAIN), o.start):
        return False
    return bool(_FAILING.search(text, line_around(text, o.start)[0], o.start)) and refuses(text, o.start, anywhere=True)


def is_said(text: str, o: Occurrence) -> bool:
    """Return whether somebody who has said that mail failed gives a server's reply right after a word.

    "war unzustellbar, mit 550 User unknown", "发送失败,提示501 ..."; in lower case after a blank, it may be a number of
    things.
    """
    led = text[max(0, o.start - 2) : o.start]
    glued = led[-1:].isalpha() and not led[-1:].isascii()
    if not glued and not (led[-1:] == " " and led[:1].isalpha() and _CAPITAL.match(text, o.end)):
        return False
    if not refuses(text, o.start, anywhere=True):
        return False
    return bool(FAILED.search(normalise(text[max(0, o.start - _READ) : o.start])))


def _is_chained(text: str, at: int) -> bool:
    """Return whether what begins at `at` ends a program's chain of reasons: what failed, and that it was mail."""
    before = text[max(0, at - _CHAIN) : at].rpartition("\n")[2]
    return bool(_FAILING.search(before) and _CHAINED.search(before))


def is_told(text: str, replied: list[Evidence]) -> bool:
    """Return whether a person's sentences, in whatever language, are around these replies.

    Their text may be about anybody's mail, or about none. What a notice says above its reply is the server's.
    """
    return _told(text, replied, _PERSONS) or any(_is_inside(text, e) for e in replied)


def is_long(text: str, replied: list[Evidence]) -> bool:
    """Return whether these sentences are more than a person says of a mail that just came back.

    A reply that a server's or a program's words introduce may be that mail's, however much is said of it.
    """
    if any((e.rank < REPLIED and not ends_reply(e)) or _is_chained(text, e.at) for e in replied):
        return False
    start = min(e.at for e in replied)
    line = text.rfind("\n", 0, start) + 1
    return _told(text, replied, _ARTICLE - _running(text[max(line, start - _READ) : start]))


def ends_reply(e: Evidence) -> bool:
    """Return whether a code is at the end of its reply, as qmail writes it: "(#5.4.6)"."""
    return e.around[e.from_ - 1 : e.from_] == "#"


def _told(text: str, replied: list[Evidence], least: int) -> bool:
    """Return whether so many bytes of sentences are around these replies, above a notice's own."""
    start, end = min(e.at for e in replied), max(_closed(text, e) for e in replied)
    ended = text.find("\n\n", end, end + _READ)
    below = _running(text[ended : ended + _READ]) if ended >= 0 else 0
    above = text[max(0, start - _READ) : text.rfind("\n", 0, start) + 1]
    if below + _running(above) < least:
        return False
    return below + _running(_above_notice(above)) >= least


def _is_inside(text: str, e: Evidence) -> bool:
    """Return whether a sentence goes on around the notice that it quotes, all in one line."""
    begin, end = line_around(text, e.at)
    end = min(end, e.at + _READ)
    before = text[max(begin, e.at - _LONG) : e.at]
    opened = max(map(before.rfind, _QUOTED_BY))
    if opened < 0 or before.count(before[opened]) % 2 == 0:
        return False
    closed = min((at for mark in _QUOTED_BY[before[opened]] if (at := text.find(mark, e.at, end)) >= 0), default=-1)
    around = (before[:opened], text[closed : min(end, closed + _LONG)]) if closed >= 0 else ()
    return bool(around) and all(map(_running, around)) and sum(map(_running, around)) >= _PERSONS


def _closed(text: str, e: Evidence) -> int:
    """Return where a reply ends: what is in quotes, brackets or braces, where they close, past any blank line."""
    closed = closing(e.above, text, e.at, e.at + _LONG)
    return e.at if closed is None else closed


def is_taught(text: str, start: int) -> bool:
    """Return whether a sentence above the reply at `start` says who may get it, before a notice's own words begin."""
    said = normalise(text[max(0, start - _READ) : start])
    notice = FAILED.search(said)
    return bool(_TAUGHT.search(said[: notice.start()] if notice else said))


def are_explained(text: str, places: list[int]) -> bool:
    """Return whether below the line of each place, up to that of the next, are running words after the same label.

    So an article says what each reply means; what a person tells of each of their bounces has no such form.
    """
    ends = [line_around(text, at)[1] for at in places]
    begins = [line_around(text, at)[0] for at in places[1:]]
    below = [text[end:begin] for end, begin in zip(ends, [*begins, ends[-1] + _READ], strict=True)]
    labels = {label[1] if (label := _LABEL.match(words)) else "" for words in below}
    return len(labels) == 1 and "" not in labels and all(map(_running, below))


def is_step(e: Evidence) -> bool:
    """Return whether a reply is in the sentence of a numbered list's step, as in how to reproduce a program's fault."""
    step = None if e.row else _STEP.match(e.around[: e.from_].rpartition("\n")[2])
    if not step:
        return False
    number = int(step["number"])
    numbers = {int(match[1]) for line in e.around.split("\n") if (match := _NUMBERED.match(line))}
    return not numbers.isdisjoint((number - 1, number + 1))


def is_cited(text: str, e: Evidence) -> bool:
    """Return whether a text says more than a reply that no server's or program's words introduce.

    So an article has it in a heading or a table's cell, and a program as a value: `reply: "550 ..."`.
    """
    before, after = e.around[: e.from_].rpartition("\n")[2], e.around[e.to :].partition("\n")[0]
    if e.row or (e.rank < REPLIED and after.strip() and not _VALUE.search(before)):
        return False
    labelled = e.rank < REPLIED or before.rstrip(" '\"(").endswith(":")
    quote = before[-1:] if before[-1:] in _QUOTES else ""
    line, ended = text.rfind("\n", max(0, e.at - _READ), e.at), text.find(quote or "\n\n", e.at, e.at + _READ)
    beside = _WORD.search(text, max(0, line - _READ), max(0, line)) or (not labelled and _WORD.search(before))
    return bool(beside or (ended >= 0 and _WORD.search(text, ended, ended + _READ)))


def is_paragraph(text: str) -> bool:
    """Return whether a text has as many running words as an article's paragraph."""
    return len(text) > _SENTENCE_BYTES * _BLANKS and _running(text[:_READ]) >= _ARTICLE


def is_running(text: str) -> bool:
    """Return whether a text has running words, as a sentence has them."""
    return _running(text) > 0


def _running(text: str) -> int:
    """Return how many bytes of a text are running words; a word that goes on in digits ends no sentence."""
    total = 0
    for match in _RUNNING.finditer(text):
        if len(match[0]) < _SHORTEST or text[match.end() : match.end() + 1].isalnum():
            continue
        run = match[0].strip()
        size = len(run.encode("utf-8", "replace"))
        if size >= _SENTENCE_BYTES and (run.count(" ") >= _BLANKS or size > _BYTES_PER_LETTER * len(run)):
            total += size
    return total


def _above_notice(text: str) -> str:
    """Return what is above the paragraph with which a notice begins; all of a text that holds none."""
    at = 0
    for paragraph in text.split("\n\n"):
        said = normalise(paragraph)
        if FAILED.search(said) or DELAYED.search(said):
            return text[:at]
        at += len(paragraph) + 2
    return text
