"""Whether a person says something on the line of a reply: a question about it, or that it is over."""

from ndr_checker.base.normalise import normalise
from ndr_checker.base.pattern import pattern
from ndr_checker.finding.evidence import Evidence
from ndr_checker.rules.catalogue import Meaning, is_restriction
from ndr_checker.rules.wording import FAILED, FIRST_PERSON

from .attested import is_of_program
from .form import Form
from .outcome import Outcome

#: What introduces a reply on its line, in lower case.
_INTRODUCED = pattern(
    r"(?:remote server (?:returned|said)|smtp error from remote (?:mail )?server after [^:]{3,60}|said|returned|reply"
    r"|response(?: was)?|(?:reported |last )?error(?: code)?|reason)[^\w\n]{0,4}$"
)
#: Words of a sentence, more than a label has.
_WORDS = 3
#: The same in Chinese or Japanese.
_LETTERS = 12
#: A notice in another language introduces its reply in so few words: "De externe server heeft '...' geretourneerd".
_SERVER, _NOTICE = "serv", 6
_ASKED = ("?", "\uff1f")
#: How the sentence of a reply goes on: the rest of a word, and of a clause.
_CLAUSE = pattern(r"\w*(?: ?[;,(-][^.'\"»]*)?")
#: What may follow a reply: tags of a server or a program, and links.
_TAGS = pattern(r"\[[^\]\[]*\]|\{[^}{]*\}|\([^)(]*\)|https?://\S+|rfc822;\S+|\b(?:as|s|attr)[(\d][\d)]*")
#: How the sentence begins with which servers end a reply.
_LAST = pattern(r"\b(?:for more|please|see|visit|contact|go to|in reply to)\b")


def is_aside(seen: Form, outcome: Outcome, meaning: Meaning | None) -> bool:
    """Return whether pasted text only mentions an organization's block, on the line of its reply.

    Servers and programs write a reply alone, right behind what introduces it, or behind a notice's sentence.
    """
    if not is_restriction(outcome.code or "") or outcome.row or seen.report:
        return False
    e = outcome.decisive
    return (_has_more_above(e) or _has_more_below(e, meaning)) and not is_of_program(seen, outcome)


def _has_more_above(e: Evidence) -> bool:
    before = normalise(e.around[: e.from_].rpartition("\n")[2])
    if not _is_sentence(before) or not _is_sentence(_INTRODUCED.sub("", before)):
        return False
    return not FAILED.search(before) or bool(FIRST_PERSON.search(before))


def _has_more_below(e: Evidence, meaning: Meaning | None) -> bool:
    said = normalise(e.around[e.to :].partition("\n")[0])
    ends = [said.find(phrase) + len(phrase) for phrase in (meaning.phrases if meaning else ()) if phrase in said]
    behind = said[max(ends) :] if ends else ""
    if not any(map(str.isalpha, behind)):
        return False
    goes_on = _CLAUSE.match(behind)
    behind = _TAGS.sub(" ", behind[goes_on.end() if goes_on else 0 :])
    words = [word for word in _LAST.split(behind)[0].split() if any(map(str.isalpha, word))]
    # A single word may be the verb: 'Der Remote-Server hat "..." zurückgegeben.'
    return len(words) > 1 or behind.rstrip().endswith(_ASKED)


def _is_sentence(text: str) -> bool:
    """Return whether a text has running words, or more letters of a script without blanks than a label."""
    are_words = [word.strip(",:'’").isalpha() for word in text.split()]
    if _SERVER in text and len(are_words) <= _NOTICE:
        return False
    spaced = any(all(are_words[at : at + _WORDS]) for at in range(len(are_words) - _WORDS + 1))
    return spaced or sum("\u2e7f" < letter < "\uac00" for letter in text) > _LETTERS
