"""Addresses that a sentence or a program's line names as those of who didn't get the mail."""

import re
from collections.abc import Iterator
from itertools import islice

from ndr_checker.base.limits import MAX_CODES, MAX_RECIPIENTS
from ndr_checker.base.normalise import line_around, lined
from ndr_checker.base.pattern import pattern
from ndr_checker.finding.finder import Evidence
from ndr_checker.rules.wording import ADDRESS, DELIVERY, FAILED, FIRST_PERSON, LATE, MAIL, NOT

from .address import MACHINES, bare, is_of_another, last_of, spans_of_others

#: A program says to whom it was sending: `Sending email to "a@b" failed`, "Could not send to a@b", "Email To: a@b".
_SENDING = pattern(
    r"\b(?:send(?:ing)?|sent|deliver(?:y|ing)?|(?:e-?)?mail(?:ing)?|message|notification)[^\n@]{0,40}"
    rf"(?:from:?[ \t]{{0,3}}['\"<(]{{0,2}}{ADDRESS.pattern}['\">)]{{0,2}},?[ \t])?"
    r"\b(?:to\b:?[ \t]{0,3}(?:(?:the|this|that|your) (?:[a-z]{1,12} ){0,2}(?:e-?mail )?address:? )?"
    r"|(?:an|à|a|para|aan|till?)(?::|[ \t])[ \t]{0,3})"
    rf"['\"`<(\[]{{0,3}}(?P<address>{ADDRESS.pattern})",
    re.IGNORECASE,
)
#: More recipients after the first, with a mark or only a blank between them: "Sending e-mails to: a@b c@d".
_MORE = pattern(rf"[>)\]'\"]{{0,2}}[,;]?[ \t]{{1,3}}[<(\['\"]{{0,2}}(?P<address>{ADDRESS.pattern})")
#: Sendmail and Postfix name what forwards to a recipient, Exim what runs a program: "(expanded from: <a@b>)".
_EXPANDED = pattern(rf"\b(?:expanded|generated) (?:from|by):?\s{{1,40}}<?(?P<address>{ADDRESS.pattern})")
#: Where a sentence goes on in the next line.
_WRAPPED = pattern(r"(?<=[\w,'\")> ])\n(?=[^\W\d_A-Z][^\n@]*$)", re.MULTILINE)
#: What a sentence says of a sender after the address: "sam@contoso.com has sent", "... can't send".
_SENDS = pattern(r"[>'\"]?(?: [\w']{1,12}){0,3} (?:sen[dt]|writes?|wrote)\b")
#: What a line says of a recipient that a mail couldn't get to.
_UNABLE = pattern(
    r"\b(?:unable|fail(?:ed|s|ure)|undeliver(?:able|ed)|re(?:ject|fus|turn)(?:ed|s)|bounc(?:e[ds]?|ing))\b",
    re.IGNORECASE,
)
#: Between the recipients that a sentence names: "a@b, c@d and <e@f>".
_AND = pattern(
    r"[>)\]*`'\"]{0,4}(?:[,;]|[,;]? (?:and|or|und|oder|et|ou|e|o|y|en|of|och|og|i|и|ja|ve|és|a))\s{1,2}"
    r"[<(\[*`'\"]{0,4}",
    re.IGNORECASE,
)


def of_program(e: Evidence) -> list[str]:
    """Return to whom a program says it was sending when it met the reply: the last one above it."""
    return of_sending(e.above)


def of_sending(text: str) -> list[str]:
    """Return to whom a program says last that it is sending, all of them where it lists several."""
    sending = [_listed(text, match) for match in islice(_SENDING.finditer(text), MAX_CODES)]
    return next((named for named in reversed(sending) if not named[0].lower().startswith(MACHINES)), [])


def _listed(text: str, first: re.Match[str]) -> list[str]:
    named, end = [first["address"].strip(".'")], first.end()
    while len(named) < MAX_RECIPIENTS and (more := _MORE.match(text, end)):
        named.append(more["address"].strip(".'"))
        end = more.end()
    return named


def of_programs(text: str) -> list[str]:
    """Return to whom a program says in the lines of its log that it couldn't send."""
    found, at = list[str](), text.find("@")
    while at >= 0:
        begin, end = line_around(text, at)
        line = text[begin:end]
        low = lined(line)
        if _tells_of_failure(low):
            others = spans_of_others(low)
            named = (m for m in _SENDING.finditer(line) if not is_of_another(*m.span("address"), others))
            found += (bare(m["address"].strip(".'")) for m in named)
        at = text.find("@", end)
    return found


def of_sentence(e: Evidence, seen: dict[str, str]) -> list[str]:
    """Return the address in a notice's sentence above its reply that says that mail wasn't delivered."""
    return in_sentence(e.above, seen)


def of_sentence_below(e: Evidence) -> list[str]:
    """Return whom a notice says right below a reply, in its paragraph, that mail couldn't be delivered to."""
    named = last_of(e.around[e.to :].partition("\n")[2].partition("\n\n")[0], {}, _undelivered)
    return [named] if named else []


def of_next_notice(e: Evidence) -> list[str]:
    """Return whom a notice names that has no reply, below the last one that does."""
    below = e.around[e.to :].partition("\n\n")[2]
    named = last_of(below, {}, _undelivered)
    return [named] if named else []


def of_alias(text: str) -> list[str]:
    """Return the address that was forwarded to one that a notice doesn't show, or to a program."""
    return [match["address"] for match in _EXPANDED.finditer(text)][-1:]


def in_sentence(text: str, seen: dict[str, str]) -> list[str]:
    """Return the address in the last sentence of a notice that says, in any language, that mail wasn't delivered.

    A person mentions "my mail" or says "I"; there the address may be the person's own. `seen`: as in `last_of`.
    """
    named = last_of(_WRAPPED.sub(" ", text), seen, _unreached)
    return (alike(text, named) or [named]) if named else []


def _unreached(line: str) -> str:
    """Return the address in a line that says that mail wasn't delivered; "" for any other."""
    low = lined(line)
    if not _tells_of_failure(low) or FIRST_PERSON.search(low):
        return ""
    others = spans_of_others(low)
    for match in ADDRESS.finditer(line):
        if match[0].lower().startswith(MACHINES) or _SENDS.match(line, match.end()):
            continue
        if not is_of_another(*match.span(), others):
            return bare(match[0].strip(".'"))
    return ""


def _tells_of_failure(low: str) -> bool:
    return any(words.search(low) for words in (NOT, FAILED, LATE, _UNABLE))


def _undelivered(line: str) -> str:
    """Return the address in a line that says so, and that it was to be delivered."""
    low = lined(line)
    return _unreached(line) if FAILED.search(low) or DELIVERY.search(low) else ""


def alike(text: str, named: str) -> list[str]:
    """Return the addresses, in order, that a text names in the words in which it says that `named` failed.

    One notice has "Failed to deliver to 'a@b'" and "Failed to deliver to 'c@d'", with what happened below each; another
    one, or a person, "mail to a@b and c@d bounces".
    """
    if text.count("@") == text.count(named):
        return []
    for start, end, joined in _joined(text):
        if named in joined:
            words = lined(text[line_around(text, start)[0] : line_around(text, end)[1]])
            if _tells_of_failure(words) or MAIL.search(words) or end - start == len(words.strip()):
                return joined
    addressed = [line for line in text.split("\n") if "@" in line]
    lines = [(line, match[0].strip(".'")) for line in addressed if (match := ADDRESS.search(line))]
    said = {line.replace(address, "") for line, address in lines if address == named}
    said = {words for words in said if _tells_of_failure(lined(words))}
    return [address for line, address in lines if line.replace(address, "") in said]


def _joined(text: str) -> Iterator[tuple[int, int, list[str]]]:
    """Yield where a text names several addresses as one sentence does, and which."""
    begin, end, joined, label = 0, 0, list[str](), ""
    for match in ADDRESS.finditer(text):
        before, label = label, match[0].rpartition("=")[0]  # "sender=a@b, recipient=c@d" are no two of one kind
        if not (joined and before == label and _AND.fullmatch(text, end, match.start())):
            if len(joined) > 1:
                yield begin, end, joined
            begin, joined = match.start(), []
        end = match.end()
        joined.append(bare(match[0]))
    if len(joined) > 1:
        yield begin, end, joined
