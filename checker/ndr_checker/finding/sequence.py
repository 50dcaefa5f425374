"""Several codes in one text: in an SMTP session the last refusal counts, in an article's list none does."""

import re
from collections.abc import Iterator
from itertools import islice

from ndr_checker.base.limits import MAX_CODES, MAX_RECIPIENTS
from ndr_checker.base.normalise import line_around
from ndr_checker.base.pattern import pattern
from ndr_checker.reading.events import is_json
from ndr_checker.reading.view import View
from ndr_checker.rules.wording import ADDRESS, ARTICLE, FIRST_PERSON

from .context import is_session
from .evidence import ALONE, REPLIED, Evidence
from .listing import diff_start, is_of_diff
from .occurrence import PERMANENT
from .reply import is_multiline
from .surroundings import (
    are_explained,
    ends_reply,
    is_cited,
    is_long,
    is_only_named,
    is_paragraph,
    is_running,
    is_step,
    is_taught,
    is_told,
)

#: The number of an item, in digits or letters: "1.", "a)", "IV.", "二、", "③".
_ORDINAL = r"(?:[^\W_]{1,4}(?:[.)](?=[ \t*`])|[、\uff0e\uff09])|[①-⑳])"
#: What a line of a list begins with, up to its code: a bullet, a number, a cell's bar, a heading's or Markdown's marks.
_ITEM = pattern(
    rf"[ \t]{{0,80}}(?P<mark>(?:[-*+•–#|>`\"'(]|{_ORDINAL})[-*+•–#|>`\"'( \t]{{0,12}})?"
    r"(?:[245][0-7][0-9][ \-:;,|*`]{1,4})?[*`'\"(]{0,4}$"
)
_ITEM_START = 110
#: Headings of an article.
_HEADING = pattern(
    r"\n[ \t#*_]{0,12}(?:(?P<why>(?:root )?causes?)|(?P<how>resolutions?|solutions?|workarounds?))[ \t:*_]{0,9}"
    r"(?=\n|\Z)"
)
_LIST, _MARKED_LIST = 3, 2
#: A time of day, as each row of a log or an export has one.
_TIME = pattern(r"[0-9]:[0-5][0-9]")
#: A server's address.
_IP = pattern(r"[0-9](?:\.[0-9]{1,3}){3}(?![0-9.])")
#: A line that begins with a reply, after a number and a label at most, as articles list them.
_LISTED_REPLY = pattern(
    rf"\n[ \t>*+•–`|-]{{0,12}}(?:{_ORDINAL}[ \t*`]{{0,4}})?"
    r"(?:[^\W\d_][^\n:\uff1a0-9@]{0,40}+(?:[0-9]{1,2})?[:\uff1a] ?)?"
    r"['\"`“]?([45][0-57][0-9][ \-:])(?![^\n]{0,80}@)[^\n]{3}"
)
#: The server at the end of a reply of Microsoft's, in lower case.
_SERVER_NAMED = pattern(r"\[[\w-]{8,40}\.[\w.-]{1,80}\.outlook\.com[\] ]")
#: An article has so many characters, at least, and so many paragraphs below its title.
_ARTICLE, _PARAGRAPHS = 120, 3
#: How a session names a recipient, and what a server says that took a mail (RFC 3463: success, of the mail itself).
_RCPT = pattern(r"\brcpt to: ?<([^<>\s]{1,320})>")
_DONE, _TAKEN = 250, ("2.0.0", "2.6.0")
#: So far replies are compared.
_SAME = 40
#: How Microsoft labels what it posts on an incident ("How to check Microsoft 365 service health"), and how many labels
#: make a text one.
_INCIDENT = pattern(
    r"\n[ \t*_•-]{0,9}((?:user |service )?impact|scope of impact|(?:current|issue) status|issue description|more info"
    r"|(?:final|latest|next) update(?: by)?"
    r"|(?:preliminary )?root cause|final status)[ \t*_]{0,4}:"
)
_LABELS = 2
#: What a newsletter has at its end, and how far from there.
_UNSUBSCRIBE = pattern(r"\bunsubscribe\b|\babmelden\b|\bse désabonner\b|\bdarse de baja\b|\bafmelden\b")
_FOOTER = 300
#: So far on either side of its "@" an address is read.
_NEAR = 64
_CODE = pattern(r"[45]\.[0-9]\.[0-9]{1,3}")
#: Three codes or more, with a comma or a word between them: "550 5.7.703, 550 5.7.705 and 550 5.7.708".
_ENUMERATED = pattern(
    r"[45]\.[0-9]\.[0-9]{1,3}"
    r"(?:(?:[,;/、]{1,2} ?|,? [^\W\d_]{1,5} )(?:[45][0-5][0-9][ -])?[45]\.[0-9]\.[0-9]{1,3}){2,99}"
)
#: A question, and no part of a link.
_ASKED = pattern(r"[?\uff1f\u061f](?!\w)")
_MARKS, _BULLETS = " #*`:", frozenset("-*•–■▪→➤")
_QUESTIONS = ("?", "\uff1f")
#: What is beside a word in a link or an address, and in no sentence.
_OF_LINK = ("/", "-", "=", "@", "_")
#: What a code that is only named may be in.
_OPENS, _CLOSES = "([`'\"“„«", ")]`'\"”“»"


def as_a_whole(view: View, found: list[Evidence]) -> list[Evidence]:
    """Return a part's evidence as the form of its text has it: in a session the last refusal counts, in a list none."""
    impersonal = len({e.code for e in found if e.code}) > 1 and not _is_of_a_mail(view) and not is_personal(view, found)
    listed = {e.at for e in found} if impersonal and is_json(view.text) else _in_diff(view, found)
    if listed:
        return [_as_listed(e) if e.at in listed else e for e in found]
    if all(e.row for e in found):  # the fields of a report and the records of a log are neither
        return found
    if _is_list_of_replies(view, found) or _is_article(view):
        return [e if e.row else _as_listed(e) for e in found]
    if len(found) < 2 and "|" not in view.base:  # noqa: PLR2004 – one is no list, and nothing comes after it
        return found
    refusals = [e for e in found if e.rank == REPLIED and not e.passed]
    if is_session(view.lines, refusals[-1].at if refusals else None):
        return _in_session(view, found, refusals)
    listed = _listed(view, found) | (_named(view, found) if impersonal else set())
    return [_as_listed(e) if e.at in listed else e for e in found]


def _as_listed(e: Evidence) -> Evidence:
    return e._replace(rank=ALONE, listed=True, wrapped="")


def as_told(view: View, found: list[Evidence]) -> list[Evidence]:
    """Return the evidence of a pasted text: a person's where sentences are around it, no refusal where they teach."""
    replied = [e for e in found if e.rank <= REPLIED]
    if _is_of_no_mails(view, replied or found) or any(is_so(view, replied) for is_so in _ARTICLES):
        return [_as_listed(e) for e in found]
    if not replied:
        return found
    if is_json(view.text):  # where no name and no field beside it says that it's a reply, it may be anybody's words
        return [e._replace(typed=True) if e.rank == REPLIED else e for e in found]
    if is_told(view.text, replied):
        if _teaches(view, replied) and not is_personal(view, found):
            return [e._replace(rank=max(e.rank, ALONE), wrapped="") for e in found]
        return [e._replace(typed=True) for e in found]
    of_a_mail = _is_of_a_mail(view)
    return [e._replace(typed=True) if is_step(e) or (not of_a_mail and is_cited(view.text, e)) else e for e in found]


def _teaches(view: View, replied: list[Evidence]) -> bool:
    """Return whether the sentences of a text say who may get a reply, or are about no one mail and too many.

    Who asks something wants to know it of their own mail.
    """
    if is_taught(view.text, min(e.at for e in replied)):
        return True
    return not _asks(view, replied) and not _is_of_a_mail(view) and is_long(view.text, replied)


def _asks(view: View, replied: list[Evidence]) -> bool:
    """Return whether a text asks something, in other words than those of a reply."""
    said = _by_line(view, replied)
    return any(not _is_in_reply(view, at.start(), said) for at in islice(_ASKED.finditer(view.text), MAX_CODES))


def _explains_each(view: View, replied: list[Evidence]) -> bool:
    """Return whether several replies, not all of them of a mail that is named, each have below them what they mean."""
    named = all("@" in e.text or _is_of_one(e) for e in replied)
    several = len({e.code for e in replied}) > 1 and not named
    return several and are_explained(view.text, [e.at for e in replied]) and not is_personal(view, replied)


def _only_names(view: View, replied: list[Evidence]) -> bool:
    """Return whether sentences on no one's mail name replies by their numbers, and don't give their words.

    A text may call itself an article; its addresses are examples then, and its "we" are those who wrote it.
    """
    if not replied or len(view.text) < _ARTICLE or not all(map(is_only_named, replied)):
        return False
    if ARTICLE.search(view.lines):
        return True
    if not is_paragraph(view.text) and not _is_titled(view, replied):
        return False
    return not _asks(view, replied) and not _is_of_a_mail(view) and not is_personal(view, replied)


def _is_titled(view: View, replied: list[Evidence]) -> bool:
    """Return whether a text's title alone names a reply, above several paragraphs."""
    title = view.text.lstrip("\n #*").partition("\n\n")[0]
    return view.text.count("\n\n") >= _PARAGRAPHS and all(e.at < view.text.find(title) + len(title) for e in replied)


def _heads_each(view: View, replied: list[Evidence]) -> bool:
    """Return whether lines that begin with replies, of no mail, each have sentences below them as in a manual.

    The lines are headings, which are just numbers and codes, or the sentences are items of a list. A manual has its
    readers' questions, too: "How do I fix this?".
    """
    if len(replied) < _MARKED_LIST or any(e.rank < REPLIED or e.row for e in replied):
        return False
    if is_session(view.lines) or _is_of_a_mail(view):
        return False
    heads = {line_around(view.text, e.at): e for e in replied if _item(view.text, e)}
    bare = {at: e for at, e in heads.items() if _is_bare(e)}
    heads = bare or heads
    if len({e.text for e in heads.values()}) < _MARKED_LIST:
        return False
    starts = [*(begin for begin, _ in heads), len(view.text)]
    below = [view.text[end:start] for (_, end), start in zip(heads, starts[1:], strict=True)]
    marks = {words.lstrip()[:1] for words in below}
    if not all(map(is_running, below)) or not (bare or (len(marks) == 1 and marks.issubset(_BULLETS))):
        return False
    said = (view.text[slice(*line_around(view.text, at))] for at in _persons(view, replied))
    return all(line.rstrip().endswith(_QUESTIONS) for line in said)


def _is_bare(e: Evidence) -> bool:
    """Return whether a line is just a number and a code."""
    return e.text.strip(_MARKS) == f"{e.reply} {e.code}"


def _quotes_registry(view: View, replied: list[Evidence]) -> bool:
    """Return whether a text on no mail quotes what a sentence's codes stand for: RFC 3463 has "X.1.7" for 5.1.7."""
    codes = {e.code for e in replied if e.code}
    quoted = bool(codes) and all(f"X{code[1:]}" in view.text for code in codes)
    return quoted and all(e.typed for e in replied if e.code) and not _is_of_a_mail(view)


def _is_of_everybody(view: View, replied: list[Evidence]) -> bool:
    """Return whether a text is for many readers: a service's incident, or a newsletter that quotes replies."""
    labels = {match[1] for match in islice(_INCIDENT.finditer(view.lines), MAX_CODES)}
    if len(labels) >= _LABELS:
        return True
    return all(e.typed for e in replied) and bool(_UNSUBSCRIBE.search(view.lines, max(0, len(view.lines) - _FOOTER)))


#: What makes a text with replies one about no mail.
_ARTICLES = (_explains_each, _only_names, _heads_each, _quotes_registry, _is_of_everybody)


def _is_of_no_mails(view: View, replied: list[Evidence]) -> bool:
    """Return whether three different replies or more have nothing of a mail: a time, a server, or a recipient each.

    An article may have an address too: for questions, or the same one in each example. A server's words before a reply,
    as in "Remote Server returned", are of a mail.
    """
    codes = _different(replied)
    returned = any(e.kind == "remote-reply" and not ends_reply(e) for e in replied)
    if len(codes) < _LIST or returned or any(map(_is_of_one, replied)):
        return False
    return 2 * len(_addresses(view.text)) < len(codes)


def _in_diff(view: View, found: list[Evidence]) -> set[int]:
    """Return where the codes are that lines of a diff hold, which change a file about them."""
    start = diff_start(view)
    return set() if start is None else {e.at for e in found if e.at >= start and is_of_diff(view.text, e.at)}


def _listed(view: View, found: list[Evidence]) -> set[int]:
    """Return where the codes are that a list or a table explains."""
    coded = [e for e in found if not e.row and e.code and e.kind != "remote-reply"]  # that one has its own words above
    items = {e.at for e in coded if _item(view.text, e)}
    rows = _in_cells(view, found)
    if not rows and not (items and _is_list(view.text, found, items) and not _names_each(view.text, found)):
        return set()
    lines = {view.text.rfind("\n", 0, at) for at in items | rows}
    return {e.at for e in found if not e.row and view.text.rfind("\n", 0, e.at) in lines}


def _named(view: View, found: list[Evidence]) -> set[int]:
    """Return where the codes are that a text on no one mail names, in brackets or one after another."""
    alone = {e.at: e.code for e in found if _is_name(e)}
    enumerated = {*_CODE.findall(row[0])} if (row := _ENUMERATED.search(view.text)) else set[str]()
    listed = {e.at for e in found if e.code in enumerated and not e.row}
    return listed | alone.keys() if len({*alone.values()}) > 1 else listed


def _last(text: str, refusals: list[Evidence]) -> int:
    """Return where the last refusal of a session is: of one with several lines the first, which says most."""
    for later, e in zip(reversed(refusals), reversed(refusals[:-1]), strict=False):
        start = e.at - e.around.find(e.code or "", e.from_) + e.from_
        if (e.reply, e.code) != (later.reply, later.code) or not is_multiline(text, start):
            return later.at
    return refusals[0].at if refusals else 0


def _in_session(view: View, found: list[Evidence], refusals: list[Evidence]) -> list[Evidence]:
    """Return the evidence of a session: its last refusal counts, none if the server took the mail after all."""
    if _is_taken(view, found, refusals):
        return [e._replace(action="delivered") if e.rank == REPLIED else e for e in found]
    last = _last(view.text, refusals)
    return [e._replace(wrapped="earlier") if e.rank == REPLIED and e.at < last else e for e in found]


def _is_taken(view: View, found: list[Evidence], refusals: list[Evidence]) -> bool:
    """Return whether a server took a session's mail in the end, after it had put the same recipients off."""
    if not refusals or (refusals[-1].reply or 0) >= PERMANENT:
        return False
    last = refusals[-1].at
    if not any(e.at > last and e.reply == _DONE and e.code in _TAKEN for e in found):
        return False
    before, after = (set(_RCPT.findall(lines)) for lines in (view.lines[:last], view.lines[last:]))
    return bool(before) and before <= after


def _is_list_of_replies(view: View, found: list[Evidence]) -> bool:
    """Return whether three different replies or more begin lines that name no address, as in an article.

    A session isn't such a list, nor a report about several recipients, nor are the repeats of a program's error, nor
    replies that have words of their own on the line above: "host mx.fabrikam.com said:", or that end with the name of
    Microsoft's server. A list whose lines a page ran together has a hyphen between its items.
    """
    lines = view.lines
    if view.text.count("\n") < _LIST - 1:
        lines = lines.replace(" - ", "\n- ")
        if lines.count("\n- ") < _LIST:
            return False
    said = [e for e in found if e.kind == "remote-reply" and not e.above.rpartition("\n")[2].strip()]
    introduced = {view.text.rfind("\n", 0, e.at) for e in said}
    listed, end, number = set[str](), 0, ""
    for match in islice(_LISTED_REPLY.finditer(lines), MAX_CODES):
        # The lines of one reply follow each other, and begin with its number (RFC 5321, section 4.2.1).
        goes_on = number[:3] == match[1][:3] and (number[3:] == "-" or "\n" not in lines[end : match.start()])
        named = _SERVER_NAMED.search(lines, match.end(), lines.find("\n", match.end()))
        if not (goes_on or named or match.start() - 1 in introduced):
            listed.add(lines[match.start(1) : match.end() + _SAME])
        end, number = match.end(), match[1]
    return len(listed) >= _LIST and not is_session(view.lines) and not _names_each(view.text, found)


def _is_article(view: View) -> bool:
    """Return whether a text has the headings of an article on a cause and what helps, and names nobody's address."""
    if "@" in view.text or "ause" not in view.text:
        return False
    return len({match.lastgroup for match in islice(_HEADING.finditer(view.lines), MAX_CODES)}) > 1


def _is_name(e: Evidence) -> bool:
    """Return whether a code and its number are all that brackets or quotes hold: "hard bounces (550 5.1.1)"."""
    before, after = e.around[e.from_ - 1 : e.from_], e.around[e.to : e.to + 1]
    return bool(e.code and e.reply and before and after) and before in _OPENS and after in _CLOSES


def is_personal(view: View, found: list[Evidence]) -> bool:
    """Return whether somebody says "I" or "we" in a text, in no reply's own words and in no link.

    In other languages "i" is "in" or "and": a person's has a capital or an apostrophe.
    """
    return next(_persons(view, found), None) is not None


def _persons(view: View, found: list[Evidence]) -> Iterator[int]:
    """Yield where somebody says so."""
    text, said = view.text, _by_line(view, found)
    for match in islice(FIRST_PERSON.finditer(view.lines), MAX_CODES):
        at, end = match.start() - 1, match.end() - 1
        linked = text[at - 1 : at] in _OF_LINK or text[end : end + 1] in _OF_LINK
        if not linked and text[at:end] != "i" and not _is_in_reply(view, at, said):
            yield at


def _by_line(view: View, found: list[Evidence]) -> dict[int, int]:
    """Return where the words of the first reply begin on each line that has one, by where the line begins."""
    begins = ((view.text.rfind("\n", 0, e.at) + 1, e) for e in reversed(found))
    return {begin: begin if ends_reply(e) else e.at for begin, e in begins}


def _is_in_reply(view: View, at: int, said: dict[int, int]) -> bool:
    """Return whether a place is among the words of a reply, on the line of its code."""
    return said.get(view.text.rfind("\n", 0, at) + 1, at + 1) <= at


def _is_of_a_mail(view: View) -> bool:
    """Return whether a text shows what a mail has and an article has not: an address, a time, a server's name."""
    return "@" in view.text or _has_time_or_server(view.text, view.lines)


def _is_of_one(e: Evidence) -> bool:
    """Return whether a reply has on its line what only one mail has: a time, a server."""
    return bool(e.row) or _has_time_or_server(e.text, e.text.lower())


def _has_time_or_server(text: str, low: str) -> bool:
    return ".outlook.com" in low or bool(_TIME.search(text) or _IP.search(text))


def _item(text: str, e: Evidence) -> re.Match[str] | None:
    """Return what is before a code on its line, where that isn't more than a list's item has."""
    line = text.rfind("\n", 0, e.at) + 1
    return _ITEM.match(text, line, e.at) if e.at - line < _ITEM_START else None


def _in_cells(view: View, found: list[Evidence]) -> set[int]:
    """Return where the codes are that rows of a Markdown table explain, of no mail and no day.

    Two rows with a code each are a list of codes; of a single one another cell has to say in words what it means.
    """
    rows: dict[int, set[str]] = {}
    places = set[int]()
    for e in found if "|" in view.base else ():
        if e.row or not e.code or not view.line(e.at).lstrip(" \t").startswith("|"):
            continue
        begin, end = line_around(view.text, e.at)
        row = view.text[begin:end]
        if "@" not in row and not _TIME.search(row):
            rows.setdefault(begin, set()).add(e.code)
            places.add(e.at)
    if len(rows) == 1:
        return places if all(_is_explained_in_row(view.text, at) for at in places) else set()
    return places if len(set().union(*rows.values())) > 1 else set()


def _is_explained_in_row(text: str, at: int) -> bool:
    """Return whether a cell has a sentence, in the row of a Markdown table whose code is at `at`."""
    begin, end = line_around(text, at)
    return any(map(is_running, (text[begin:at].rpartition("|")[0] + text[at:end].partition("|")[2]).split("|")))


def _is_list(text: str, found: list[Evidence], items: set[int]) -> bool:
    listed = [e for e in found if e.at in items]
    marked = {e.code for e in listed if (item := _item(text, e)) and item["mark"]}
    least = _LIST if any(e.reply for e in listed) else _MARKED_LIST
    return len({e.code for e in listed}) >= least or len(marked) >= _MARKED_LIST


def _names_each(text: str, found: list[Evidence]) -> bool:
    """Return whether replies have an address each, above or below them, as in a report about several recipients."""
    least = max(len(_different(found)), _MARKED_LIST)
    between = text[found[0].at : found[-1].at]
    return len(_addresses(text)) >= least and len(_addresses(between)) >= least - 1


def _different(found: list[Evidence]) -> set[str | int | None]:
    """Return the codes of refusals, or their numbers, that are inside no other one."""
    return {e.code or e.reply for e in found if not (e.wrapped or e.passed)}


def _addresses(text: str) -> set[str]:
    """Return the addresses in a text: each is looked for beside its "@", because the pattern is slow elsewhere."""
    found, end = set[str](), 0
    for _ in range(MAX_RECIPIENTS):
        at = text.find("@", end)
        if at < 0:
            break
        match = ADDRESS.search(text, max(end, at - _NEAR), at + _NEAR)
        found |= {match[0].lower()} if match else set()
        end = match.end() if match else at + 1
    return found
