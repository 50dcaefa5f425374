"""Strings of several lines in a program's source: a sample, a template or a test's input, and nobody's mail.

Python, Java and others write them between triple quotes, JavaScript and Go between backticks; shells, Perl, PHP and
Ruby as here-documents. A statement opens each of them, which Markdown's fences, a log and words in backticks lack.
"""

import re
from collections.abc import Iterator

from ndr_checker.base.limits import MAX_SECTIONS
from ndr_checker.base.pattern import pattern

#: What opens a string, or a here-document, which a line with its word ends.
_MARK = pattern(
    r"(?P<triple>\"\"\"|''')|(?P<tick>(?<!`)`(?!`))"
    r"|<<[-~<]?[ ]?(?P<quote>['\"]?)(?P<word>[A-Za-z_]\w{1,30})(?P=quote)(?=[ \t;,.)|>\n])"
)
_TICK = pattern(r"(?<!\\)`")
#: What GNU's programs put round a name: `smtp.contoso.com'.
_NAME = pattern(r"`[^`'\n]{0,200}'(?!\w)")
#: What a statement has before a string on its line: an assignment, a call, a keyword, a key, a sum.
_LED = pattern(
    r"(?:[\w\])][ \t]{0,9}(?:[:+?|&]{0,2}=|=>)|(?:^|=>|[{;:?])[ \t]{0,99}(?:return|yield|raise|throw|print|echo)"
    r"|['\"][\w.-]{1,60}['\"][ \t]?(?::|=>)|\w\((?:[^()\n]{0,200},)?|@\w{1,60}|[)\w'\"`] ?\+)[ \t]{0,9}[A-Za-z]{0,2}$"
)
#: All that may be there where the line above leads to it: nothing, or the name of a value.
_ALONE = pattern(r"[ \t]{0,160}(?:\w{1,60}:[ \t]{1,9})?[A-Za-z]{0,2}$")
#: How that one ends: as a statement that goes on, with the string before it in a list, or with what has a docstring.
_LEADING = pattern(
    r"(?:=>|[\w\])] ?=|\w\(|^[ \t]{0,160}(?:return )?\(|[\[{]|[\"'`],)$"
    r"|^[ \t]{0,160}(?:async )?(?:def|class) [^\n]{1,200}:$"
)
#: A line that is shown, and in no source: after a prompt, or with a time.
_SHOWN = pattern(r"[ \t]{0,9}(?:[\w.@:~/\[\]-]{0,80}[$#%>+]|PS [^>\n]{0,80}>) |[^\n]{0,40}[0-9]{2}:[0-9]{2}:[0-9]{2}")
#: How much of a line is read, and how long a string may be.
_LINE, _LONGEST = 300, 40_000


def strings(text: str) -> list[tuple[int, int]]:
    """Return start and end of what is in each string of several lines that a program's statement opens."""
    return [span for span in _strings(text) if "\n" in text[slice(*span)]]


def _strings(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for _ in range(MAX_SECTIONS):
        mark = _MARK.search(text, at)
        if not mark:
            return
        at = mark.end()
        ended = _end(text, mark)
        if ended and _is_opened(text, mark):
            start = text.find("\n", at) if mark["word"] else at
            at = ended.end()
            yield start, ended.start()
        elif ended and mark["tick"] and "\n" not in text[at : ended.start()]:
            at = ended.end()


def _end(text: str, mark: re.Match[str]) -> re.Match[str] | None:
    """Return what ends a string; one between triple quotes may go on to the end of a text that was cut."""
    word, limit = mark["word"], mark.end() + _LONGEST
    if word:
        return re.compile(rf"(?<=\n)[ \t]{{0,80}}{word}\b").search(text, mark.end(), limit)
    closing = _TICK if mark["tick"] else re.compile(rf"{mark['triple']}|\Z")
    return closing.search(text, mark.end(), limit)


def _is_opened(text: str, mark: re.Match[str]) -> bool:
    """Return whether a statement opens a string."""
    line = text.rfind("\n", 0, mark.start()) + 1
    before = text[max(line, mark.start() - _LINE) : mark.start()]
    if mark["word"]:
        return bool(before.strip()) and not _SHOWN.match(before)
    if mark["tick"] and _NAME.match(text, mark.start()):
        return False
    above = text[max(0, line - _LINE) : line].rstrip().rpartition("\n")[2]
    return bool(_LED.search(before) or (_ALONE.match(before) and _LEADING.search(above)))
