"""What must be true of the verdict on any input, said without knowing how it was reached.

It must be a verdict at all, keep the published schema, come out the same twice, show its evidence where that is,
and name no code that the input doesn't hold.
"""

import html
import json
import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import Any

import fastjsonschema

from ndr_checker import check
from ndr_checker.base.limits import MAX_EVIDENCE
from ndr_checker.reading.source import Source
from ndr_checker.telling.report import to_json, to_markdown, to_text
from tools.paths import ROOT

from .targets import PLANTED_LINK, PLANTED_WORD

_schema: Callable[[object], object] = fastjsonschema.compile(
    json.loads((ROOT / "docs" / "schema" / "verdict-1.json").read_text(encoding="utf-8"))
)
#: Codes that a phrase or a page names; their digits needn't be in the text.
_WORDED = "phrase"
_PLAIN_HOST = re.compile(r"(?:[a-z0-9-]+\.)+(?:ms|com|microsoft)")
_PLANTED = re.compile(rf"(?<!\w){PLANTED_WORD.decode().strip()}(?!\w)")
#: Letters that text recognition reads for digits.
_MISREAD = str.maketrans("OoIl", "0011")
#: The characters of a code that a person typed, with what may be round it.
_TYPED = 20
_SURROGATE = re.compile("[\ud800-\udfff]")


def faults(data: bytes | str) -> Iterator[str]:
    """Yield what is wrong with the verdict on `data`, a sentence each. An exception of the checker's passes through."""
    verdict = check(data)
    told = to_json(verdict)
    if told != to_json(check(data)):
        yield "The same input gives another verdict the second time."
    if not told.isascii() or "\n" in told:
        yield "The JSON is not one line of ASCII."
    answer = json.loads(told)
    for text in (json.dumps(answer, ensure_ascii=False), to_text(verdict), to_markdown(verdict)):
        if _SURROGATE.search(text):
            yield "A report can't be written as UTF-8."
    yield from wrong(answer, Source(data).given)
    if _PLANTED.search(to_markdown(verdict)):
        yield "The note shows the planted word."


def wrong(answer: dict[str, Any], given: str) -> Iterator[str]:
    """Yield what is wrong with a verdict, as JSON gives it, on a text."""
    try:
        _schema(answer)
    except fastjsonschema.JsonSchemaValueException as error:
        yield f"The schema says: {error}"
        return
    for item in answer["evidence"]:
        yield from _misplaced(item, given)
    yield from _invented(answer)
    yield from _mistaken(answer, given)


def _mistaken(answer: dict[str, Any], given: str) -> Iterator[str]:
    """Yield what is wrong with the hosts of links."""
    hosts = [link["host"] for link in answer["links"]]
    unread = answer["headline"] in answer["defects"]
    if PLANTED_LINK.decode() in given and "planted.example" not in hosts and not unread:
        yield f"The planted link isn't listed: {hosts}"
    if len(set(hosts)) < len(hosts) or not all(hosts):
        yield f"A host is listed twice, or is empty: {hosts}"
    odd = [link["host"] for link in answer["links"] if link["microsoft"] and not _PLAIN_HOST.fullmatch(link["host"])]
    if odd:
        yield f"Called Microsoft's: {odd}"


def _misplaced(item: dict[str, Any], given: str) -> Iterator[str]:
    """Yield where a piece of evidence isn't where it says, or isn't in its own line."""
    line, start, end = item["line"], item["start"], item["end"]
    if (line is None, end is None) != (start is None, start is None):
        yield f"Evidence has half a place: {item}"
    elif start is not None and not 0 <= start < end <= len(given):
        yield f"Evidence stands outside the input of {len(given)}: {item}"
    elif item["kind"] != _WORDED and item["code"]:
        if start is not None and not _holds(given[start:end], item["code"]):
            yield f"Evidence points at {given[start:end]!r}: {item}"
        if not _holds(item["text"], item["code"]):
            yield f"Evidence shows a line without its code: {item}"


def _holds(text: str, code: str) -> bool:
    """Return whether a text holds the numbers of a code, in order: full-width, as entities, between tags or hyphens.

    Of a code that is all there is, its last numbers are enough: `705`, `5.750`.
    """
    read = unicodedata.normalize("NFKC", html.unescape(text)).translate(_MISREAD)
    held, digits = iter(read), code.replace(".", "")
    if all(digit in held for digit in digits):
        return True
    typed = "".join(character for character in read if character.isdecimal())
    return len(read) <= _TYPED and len(typed) >= len("705") and digits.endswith(typed[-3:]) and _is_in(typed, digits)


def _is_in(digits: str, code: str) -> bool:
    """Return whether digits are in those of a code, in order."""
    held = iter(code)
    return all(digit in held for digit in digits)


def _invented(answer: dict[str, Any]) -> Iterator[str]:
    """Yield the codes of a verdict that none of its evidence has."""
    shown = {item["code"] for item in answer["evidence"]}
    decisive = {item["code"] for item in answer["evidence"] if item["decisive"]}
    if answer["code"] not in decisive | {None}:
        yield f"No evidence that decides has the code {answer['code']}."
    named = {row["code"] for key in ("recipients", "other_codes") for row in answer[key]} - {None}
    if named - shown and len(answer["evidence"]) < MAX_EVIDENCE:
        yield f"No evidence has {sorted(named - shown)}."
