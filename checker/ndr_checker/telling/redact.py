"""Hide what tells who or where in a line of a bounce, so that the line can go into a ticket.

It fails safe: only what is known to be harmless stays readable (codes, replies, times, Microsoft's servers and help
pages, the words of `vocabulary`), and everything else is hidden until the reader shows it. The patterns of
`private_patterns` say what some of it is. The same thing always gets the same number: `[address 1]`.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from ndr_checker.base.limits import MAX_LINE
from ndr_checker.base.normalise import lined

from .private_patterns import KINDS, RULES, TAKEN
from .vocabulary import UNPARTED, WORD, plain, vocabulary

#: Local parts and labels of hosts that name nobody.
_OF_NOBODY = """
admin autodiscover bounce bounces cloud contact daemon example exchange gateway gmail google hello help helpdesk host
hotmail info internal local localhost mail mailer mailserver microsoft mxin news newsletter noreply notify office
onmicrosoft outbound outlook owner post postmaster protection relay reply sales server service smtp smtprelay srs0
srs1 support team test user webmail www yahoo
"""
#: Numbers that say nothing of a person: of replies, and short ones among words.
_FEW_DIGITS = 3
_REPLY = re.compile("[245][0-5][0-9]")
_JOINED = frozenset("./-:@_\\~+")
_BETWEEN_NAMES = re.compile(r"[ .,'\u2019-]{1,3}")


class Piece(NamedTuple):
    """A piece of the line; where `kind` isn't empty, `by` is what may replace it."""

    text: str
    kind: str = ""
    by: str = ""


def redact(line: str, known: Iterable[str] = ()) -> tuple[Piece, ...]:
    """Return the line in pieces, which joined are the line again, with what to show instead of the private ones.

    `known` are addresses of the same bounce: their names and domains are called so in the line as well. Of a line that
    is longer than evidence is, the rest is hidden unread.
    """
    spans: list[tuple[int, int, str]] = [(MAX_LINE, len(line), "word")] if len(line) > MAX_LINE else []
    left = line[:MAX_LINE]
    for kind, pattern in RULES:
        left = _take(left, _spans(pattern, kind, left), spans)
    if len(line) >= MAX_LINE:  # cut from a longer one: its ends may be the rest of anything
        left = _take(left, _spans(re.compile(r"^\S+|\S+$"), "id", left), spans)
    persons, places = _derived([*known, *(line[a:b] for a, b, kind in spans if kind in ("address", "host"))])
    left = _take(left, _of_words(persons, "name", left), spans)
    left = _take(left, _of_words(places, "host", left), spans)
    _take(left, list(_unknown(left)), spans)
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
    common = _common()
    return {word for word in persons if word.casefold() not in common}, {
        word for word in places if word.casefold() not in common
    }


@cache
def _common() -> frozenset[str]:
    """Return the words that are nobody's name, though they are in addresses and hosts."""
    return frozenset([*_OF_NOBODY.split(), *vocabulary()])


def _of_words(words: set[str], kind: str, left: str) -> list[tuple[int, int, str]]:
    """Return where words are that have no letter beside them; a pattern of them would have to be compiled first."""
    found, low = [], lined(left)[1:]
    for word in sorted(words, key=lambda word: (-len(word), word)):
        small = lined(word)[1:]
        at = low.find(small)
        while at >= 0:
            end = at + len(small)
            if not (low[max(0, at - 1) : at].isalpha() or low[end : end + 1].isalpha()):
                found.append((at, end, kind))
            at = low.find(small, end)
    return found


def _unknown(left: str) -> Iterator[tuple[int, int, str]]:
    """Yield every word, number and stray letter of a line that isn't known to be harmless.

    What is right beside a hidden word and looks like part of it is hidden with it: "Will Keller", "High Street 12".
    """
    words = list(WORD.finditer(left))
    hidden = [not _is_harmless(left, word) for word in words]
    for at, word in enumerate(words):
        beside = [other for other in (at - 1, at + 1) if 0 <= other < len(words) and hidden[other]]
        named = any(_belongs(left, word, words[other]) for other in beside)
        if not hidden[at] and not named:
            continue
        done = word.start()
        for harmless in UNPARTED.finditer(left, word.start(), word.end()):
            if done < harmless.start():
                yield done, harmless.start(), "word"
            done = harmless.end()
        if done < word.end():
            yield done, word.end(), "word"


def _is_harmless(left: str, word: re.Match[str]) -> bool:
    if word[0].isdecimal():
        return _is_plain_number(left, word)
    return plain(word[0]) in vocabulary()


def _is_plain_number(left: str, word: re.Match[str]) -> bool:
    """Return whether a number is short, ASCII, and no part of anything longer: a date, an address, a phone number."""
    if len(word[0]) > _FEW_DIGITS or not word[0].isascii():
        return False
    before, behind = left[: word.start()], left[word.end() :]
    joined = before[-1:] in _JOINED or (behind[:1] in _JOINED and behind[1:2].isalnum())
    apart = before.rstrip(" ()")[-1:], behind.lstrip(" ()")[:1]
    return not joined and not any(one.isdecimal() or one == TAKEN for one in apart if one)


def _belongs(left: str, word: re.Match[str], other: re.Match[str]) -> bool:
    """Return whether a harmless word or number belongs to the hidden word beside it."""
    between = left[word.end() : other.start()] if word.end() <= other.start() else left[other.end() : word.start()]
    if word[0].isdecimal():
        return between.isspace() and TAKEN not in between and not _REPLY.fullmatch(word[0])
    return word[0][0].isupper() and other[0][0].isupper() and bool(_BETWEEN_NAMES.fullmatch(between))


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
