"""Hide in a line of a bounce what tells who or where, so that the line can go into a ticket.

The same thing gets the same number wherever it stands: `[address 1]`.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import zip_longest
from typing import NamedTuple

from ndr_checker.base.limits import MAX_LINE
from ndr_checker.base.normalise import normalise
from ndr_checker.rules.catalogue import entries

from .private_patterns import KINDS, RULES, TAKEN

#: Words of reports and protocols that the pages don't use.
_OF_REPORTS = """
a about accepted account action active address agent an and are arrival as at attempted authentication been belongs
bonjour bounced busy by can can't cannot ciao client closed code command configured connection content could currently
data date deactivated dear deferred delay deleted delivery description detail diagnostic diagnostics disabled does
doesn't dr dsn due ehlo email end envelope error esmtp exceeded exception exchange exim exist exists expired failed
failure final for found fqdn frau from full generating hallo has have hello helo here herr hi hola hold host if in
inactive internal invalid ip is isn't it its known last lastattemptedip lastattemptedservername led liebe lieber line
locally locked lookup lrt mail mailbox mailer message microsoft missing moved mr mrs ms msg mta name names new no none
nonexistent not not-found notification of ok on online open or original outboundproxytargethostname
outboundproxytargetip outlook over owner permanent please policy postfix queue quota rcpt reason received recipient
recipientstatus refused rejected relay remote remote-mta reply report reporting response restricted returned said see
sender sendmail sent server service size smtp smtpexception smtps socket spf status storage subject such suspended
system table temporarily temporary terminated that the there this timeout tls to too transaction unable unavailable
undeliverable undelivered under unknown user using utc verification verify via was wasn't which while who will with x
you your
"""
#: Local parts and labels of hosts that name nobody.
_OF_NOBODY = """
admin autodiscover bounce bounces cloud contact daemon example exchange gateway gmail google hello help helpdesk host
hotmail info internal local localhost mail mailer mailserver microsoft mxin news newsletter noreply notify office
onmicrosoft outbound outlook owner post postmaster protection relay reply sales server service smtp smtprelay srs0
srs1 support team test user webmail www yahoo
"""
_PARTICLES = "al bin da de del den der di dos du el la le ten ter und van von y zu"
_WORD = re.compile(r"[^\W\d_](?:[\w'’.-]*\w)?")
_BETWEEN_NAMES = re.compile(r",? ")
#: Right behind a name: its address, in brackets or not.
_BEHIND = re.compile(rf"['\"]? {{0,2}}(?:[<(\[]+ ?(?:mailto:)?)?{TAKEN}", re.IGNORECASE)
#: Right before a name.
_FIELDS = (
    "from|to|cc|bcc|sender|recipient|user|name|display ?name|mailbox|von|an|de|para|à|da|a|från|van|aan|от|кому"
    "|发件人|收件人|差出人|宛先"
)
_GREETINGS = (
    "dear|hello|hi|hallo|lieber?|bonjour|hola|ciao|mr|mrs|ms|dr|herr|frau|sehr geehrter?|guten tag|regards,?|signed"
)
_OWNERS = "user(?: ?name)?|mailbox|recipient|account|alias|login|member|tenant|organi[sz]ation|company|customer"
_LABEL = re.compile(
    rf"\b(?:(?:{_FIELDS})['\"]?[ \t]*[:=\uff1a][ \t]*|(?:{_GREETINGS})\.? |(?:{_OWNERS})['\"]?:? )['\"(<]?$",
    re.IGNORECASE,
)
#: A sentence or a quotation begins here, so that a capital letter means nothing.
_BEGINS = frozenset(".!?:;>-\u2013=[({'\"“„|")
_QUOTED = re.compile(r"[\"“]([^\"”\n]{2,80})[\"”](?= {0,2}[<(\[])")


class Piece(NamedTuple):
    """A piece of the line; where `kind` isn't empty, `by` is what may stand for it."""

    text: str
    kind: str = ""
    by: str = ""


def redact(line: str, known: Iterable[str] = ()) -> tuple[Piece, ...]:
    """Return the line in pieces, which joined are the line again, with what to show in place of the private ones.

    `known` are addresses of the same bounce: names and domains in them are hidden in the line as well.
    A sentence in which a name stands like any other word can keep it: the reader has to look, as the page asks.
    """
    spans: list[tuple[int, int, str]] = []
    left = line
    for kind, pattern in RULES:
        left = _take(left, _spans(pattern, kind, left), spans)
    if len(line) >= MAX_LINE:  # cut from a longer one: its ends may be the rest of anything
        left = _take(left, _spans(re.compile(r"^\S+|\S+$"), "id", left), spans)
    left = _take(left, list(_names(left)), spans)
    persons, places = _derived([*known, *(line[a:b] for a, b, kind in spans if kind in ("address", "host"))])
    left = _take(left, _of_words(persons, "name", left), spans)
    _take(left, _of_words(places, "host", left), spans)
    return tuple(_pieces(line, sorted(spans)))


def _spans(pattern: re.Pattern[str], kind: str, left: str) -> list[tuple[int, int, str]]:
    found = []
    for match in pattern.finditer(left):
        group = next((name for name in ("hide", "quoted") if match.groupdict().get(name)), 0)
        start, end = match.span(group)
        end -= len(left[start:end]) - len(left[start:end].rstrip(".!?")) if kind else 0
        if start < end:
            found.append((start, end, kind))
    return found


def _take(left: str, found: list[tuple[int, int, str]], spans: list[tuple[int, int, str]]) -> str:
    for start, end, kind in found:
        # A rule may reach over what is taken, to hide its surroundings; what is kept stays kept.
        pieces = re.finditer(rf"[^{TAKEN}]+", left[start:end])
        spans.extend((start + piece.start(), start + piece.end(), kind) for piece in pieces)
        left = left[:start] + TAKEN * (end - start) + left[end:]
    return left


def _derived(private: list[str]) -> tuple[set[str], set[str]]:
    """Return the words of persons and of organizations in addresses and hosts."""
    persons: set[str] = set()
    places: set[str] = set()
    for text in private:
        local, at, domain = text.rpartition("@")
        labels = re.split(r"[.\s]", domain if at else text)
        words = {word for label in labels[:-1] for word in (label, *label.split("-"))}
        places |= {word for word in words if len(word) > 3}  # noqa: PLR2004 – mx, www, com
        persons |= {word for word in re.split(r"[\W\d_]+", local) if len(word) > 2}  # noqa: PLR2004 – initials
    common = {*_OF_NOBODY.split(), *vocabulary()}
    return {word for word in persons if word.casefold() not in common}, {
        word for word in places if word.casefold() not in common
    }


def _of_words(words: set[str], kind: str, left: str) -> list[tuple[int, int, str]]:
    if not words:
        return []
    either = "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word))))
    return _spans(re.compile(rf"(?<![^\W\d_])(?:{either})(?![^\W\d_])", re.IGNORECASE), kind, left)


def _names(left: str) -> Iterator[tuple[int, int, str]]:
    """Yield names by how they are written: with capitals that no sentence asks for, or in a name's place."""
    yield from ((*match.span(1), "name") for match in _QUOTED.finditer(left))
    words = list(_WORD.finditer(left))
    plain = [word[0].casefold() in vocabulary() for word in words if word[0].islower() and len(word[0]) > 2]  # noqa: PLR2004
    english = sum(plain) * 2 > len(plain)
    run: list[re.Match[str]] = []
    for word, following in zip_longest(words, words[1:]):
        labelled = run[0] if run else word
        if _capital(word[0]) or (run and word[0] in _PARTICLES.split()) or _is_labelled(left, labelled, word[0]):
            run.append(word)
            if following and _BETWEEN_NAMES.fullmatch(left[word.end() : following.start()]):
                continue
        if run and _is_name(left, run, english=english):
            yield run[0].start(), run[-1].end(), "name"
        run = []


def _is_labelled(left: str, first: re.Match[str], word: str) -> bool:
    """Tell whether a word, written as it may be, stands where a name belongs: `User anna unknown`."""
    return word.casefold() not in vocabulary() and bool(_LABEL.search(left[max(0, first.start() - 40) : first.start()]))


def _capital(word: str) -> bool:
    first = word[0]
    return (first.isupper() or first.lower() == first.upper()) and word.casefold() not in vocabulary()


def _is_name(left: str, run: list[re.Match[str]], *, english: bool) -> bool:
    before, behind = left[: run[0].start()], left[run[-1].end() :]
    if behind.startswith("="):
        return False  # a field of a log
    if _BEHIND.match(behind) or _LABEL.search(before[-40:]) or _is_dotted(run[0][0]):
        return True
    cased = [word[0] for word in run if word[0][0].isupper()]
    return len(cased) > 1 or (english and bool(cased) and not _begins(before))


def _begins(before: str) -> bool:
    """Tell whether a sentence or a quotation begins behind these words."""
    said = before.rstrip()
    return not said or said[-1] in _BEGINS or said[-1].isdecimal() or TAKEN in before[len(said) :]


def _is_dotted(word: str) -> bool:
    parts = word.split(".")
    return len(parts) > 1 and not any(part.casefold() in vocabulary() for part in parts)


@cache
def vocabulary() -> frozenset[str]:
    """Return words that are no names: those of the pages' phrases and meanings, and of reports in general."""
    said = (text for entry in entries() for meaning in entry.meanings for text in (*meaning.phrases, meaning.says))
    found = {word[0] for text in said for word in _WORD.finditer(normalise(text))}
    return frozenset({*_OF_REPORTS.split(), *found})


def _pieces(line: str, spans: list[tuple[int, int, str]]) -> Iterator[Piece]:
    numbers: dict[str, dict[str, int]] = {kind: {} for kind in KINDS}
    done = 0
    for start, end, kind in spans:
        if not kind:
            continue
        if start > done:
            yield Piece(text=line[done:start])
        text = line[start:end]
        number = numbers[kind].setdefault(text.casefold(), len(numbers[kind]) + 1)
        yield Piece(text=text, kind=kind, by=f"[{kind} {number}]")
        done = end
    if done < len(line):
        yield Piece(text=line[done:])
