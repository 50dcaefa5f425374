"""What can be wrong with one code page, each fault with its remedy."""

import re
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Any, Final

from ndr_checker.base.normalise import normalise
from ndr_checker.rules.catalogue import CODE, EXCEPTIONS, SHARED, codes_of
from ndr_checker.telling.words import BLOCKED, PERMANENCE, WHO

STEPS: Final = ("contain", "domains", "connectors", "on-premises", "bulk", "support", "after")
HEADINGS: Final = ("meaning", "sender", "admin", "example", "not-this", "sources")
_FIELDS: Final[Mapping[str, type]] = {
    "title": str, "description": str, "code": str, "meanings": list, "confused_with": list, "sources": list,
    "reviewed": str,
}  # fmt: skip
#: The rule: a page's where its meanings agree, otherwise each meaning's.
_RULE: Final[Mapping[str, type]] = {
    "permanence": str, "blocked": str, "acts": list, "lifted_by": list, "unblock": list, "speaker": str,
}  # fmt: skip
_OPTIONAL: Final[Mapping[str, type]] = {
    "only": list, "stands_for": str, "retired": bool, "keywords": list, **dict.fromkeys(EXCEPTIONS, list), **_RULE,
}  # fmt: skip
SOURCE: Final[Mapping[str, type]] = {"title": str, "url": str, "checked": str}
THEIRS: Final[Mapping[str, type]] = {"headline": str, "says": str}
#: What each object of a list must have, and what it may have.
_ROWS: Final[Mapping[str, tuple[Mapping[str, type], Mapping[str, type]]]] = {
    "meanings": (
        {"id": str, "phrases": list, "says": str},
        {"headline": str, "blocks": str, "also": list, "either_side": bool, "theirs": dict, **_RULE},
    ),
    "confused_with": ({"code": str, "because": str}, {}),
    "sources": (SOURCE, {}),
}
_TOKENS: Final[Mapping[str, Collection[str]]] = {
    "permanence": PERMANENCE, "blocked": BLOCKED, "acts": WHO, "lifted_by": WHO, "unblock": STEPS,
}  # fmt: skip
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_SPEAKER = re.compile(r"[a-z0-9]+(?:[-.][a-z0-9]+)*")
#: As in the titles after their colon.
_HEADLINE = re.compile(r"[a-z]\S*(?: \S+)*(?<!\.)")
_MARKDOWN = re.compile(r"[*`]|\]\(")
_KINDS = {str: "a string", list: "a list", dict: "an object", bool: "true or false"}
_HEADING = re.compile(r"^## .*\{#([a-z-]+)\}[ \t]*$", re.MULTILINE)
_HTTPS: Final = re.compile(r"https://[a-z0-9.-]+(?:[/?#][A-Za-z0-9._~:/?#@!$&'*+,;=%-]*)?")
#: Search engines show no more of a description.
DESCRIPTION: Final = 160
#: What a verdict opens with: three lines on a phone, with the code.
HEADLINE: Final = 60


def page_faults(name: str, front: dict[str, Any], text: str) -> Iterator[str]:
    """Yield what is wrong with a page: `name` is its file's without `.md`, `text` the whole file."""
    wrong = [*shape("", front, _FIELDS, _OPTIONAL)]
    for field, (row, optional) in _ROWS.items():
        for number, item in enumerate(front[field] if isinstance(front.get(field), list) else (), 1):
            wrong += shape(f"{field}, number {number}: ", item, row, optional)
    yield from wrong
    if wrong:
        return  # the rest would stumble over it
    yield from _code(name, front)
    yield from _rule("", front)
    yield from _meanings(front["meanings"])
    yield from _shared(front)
    if not front["sources"]:
        yield "it has no source: add the official page and the day it was checked"
    yield from days(front)
    said = [front.get("stands_for", ""), *(meaning["says"] for meaning in front["meanings"])]
    said += [meaning.get("headline", "") for meaning in front["meanings"]]
    said += [meaning.get("blocks", "") for meaning in front["meanings"]]
    said += [words for meaning in front["meanings"] for words in meaning.get("theirs", {}).values()]
    said += [row["because"] for row in front["confused_with"]]
    yield from (f'"{words}" is shown as it is: take the Markdown out' for words in said if _MARKDOWN.search(words))
    yield from _body(text)


def shape(where: str, item: object, fields: Mapping[str, type], optional: Mapping[str, type]) -> Iterator[str]:
    """Yield what an object of front matter lacks, has too much or has of another kind."""
    if not isinstance(item, dict):
        yield f"{where}must be an object with {', '.join(fields)}"
        return
    for field in fields:
        if field not in item:
            yield f"{where}{field} is missing: add it"
    for field, kind in {**fields, **optional}.items():
        value = item.get(field)
        if field in item and not isinstance(value, kind):
            yield f"{where}{field} must be {_KINDS[kind]}"
        elif isinstance(value, str) and not value.strip():
            yield f"{where}{field} is empty: fill it in"
        elif isinstance(value, list) and field not in _ROWS and not all(isinstance(part, str) for part in value):
            yield f"{where}{field} must be a list of strings"
    for field in item.keys() - fields.keys() - optional.keys():
        yield f"{where}{field} isn't a known field: remove it, or correct its name"


def _code(name: str, front: dict[str, Any]) -> Iterator[str]:
    code = front["code"]
    first, last = (code.rpartition(".")[2].split("-") * 2)[:2]
    if code != name or not CODE.fullmatch(code) or int(first) > int(last):
        yield f'its code "{code}" must be the file\'s name, as 5.7.705 or 5.7.606-649'
    if not set(front.get("only", ())) <= set(codes_of(code) if CODE.fullmatch(code) else ()):
        yield f"only has a code that isn't in the range {code}: take it out"
    if not front["title"].startswith(f"{code}: "):
        yield "its title must begin with the code and a colon"
    if len(front["description"]) > DESCRIPTION:
        yield f"its description has {len(front['description'])} characters: shorten it to {DESCRIPTION}"
    if any(row["code"] == code for row in front["confused_with"]):
        yield "confused_with names the page's own code: take it out"


def _body(text: str) -> Iterator[str]:
    found = _HEADING.findall(text)
    if [heading for heading in found if heading in HEADINGS] != list(HEADINGS):
        ids = " ".join(HEADINGS)
        yield f"its headings must be ## … {{#id}} with the ids {ids}, in this order; found {' '.join(found) or 'none'}"
    if "```ndr" not in text:
        yield "it has no example: add a made-up bounce as a fenced ```ndr block under {#example}"
    if re.search(r"\\u[0-9a-fA-F]{4}", text.partition("\n---")[0]):
        yield "its front matter has a \\u escape, which MkDocs drops in silence: write the character itself"


def _meanings(meanings: list[dict[str, Any]]) -> Iterator[str]:
    if not meanings:
        yield "it has no meaning: add at least one to meanings"
    ids = [meaning["id"] for meaning in meanings]
    for meaning in meanings:
        yield from _rule(f"meaning {meaning['id']}: ", meaning)
        yield from _headline(f"meaning {meaning['id']}: ", meaning.get("headline"), several=len(meanings) > 1)
        yield from _theirs(f"meaning {meaning['id']}: theirs: ", meaning)
        blocks = meaning.get("blocks", "one sender")
        if not _HEADLINE.fullmatch(blocks):
            yield f'meaning {meaning["id"]}: blocks: "{blocks}" must begin in lower case and end without a full stop'
        if not _ID.fullmatch(meaning["id"]) or ids.count(meaning["id"]) > 1:
            yield f'meaning "{meaning["id"]}": its id must be unique, of lower-case words joined by -'
        for phrase in (*meaning["phrases"], *meaning.get("also", ())):
            if not phrase or phrase != normalise(phrase):
                yield f'meaning {meaning["id"]}: the phrase "{phrase}" must be lower-case, with straight quotes'
    phrases = [phrase for meaning in meanings for phrase in (*meaning["phrases"], *meaning.get("also", ()))]
    for phrase in sorted({phrase for phrase in phrases if phrases.count(phrase) > 1}):
        yield f'the phrase "{phrase}" is in two meanings: keep it only where it distinguishes them'


def _theirs(where: str, meaning: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is wrong with what a meaning says where the recipient's own server refused."""
    theirs = meaning.get("theirs")
    if theirs is not None:
        wrong = [*shape(where, theirs, THEIRS, {})]
        yield from wrong or _headline(where, theirs["headline"], several=True)


def _headline(where: str, headline: str | None, *, several: bool) -> Iterator[str]:
    """Yield what is wrong with the clause that a meaning has where the page's title doesn't say which one it is."""
    if headline is None:
        if several:
            yield f"{where}headline is missing: say what happened in a short clause, as a title does after its colon"
    elif not several:
        yield f'{where}headline: "{headline}" is superfluous: the title says it, so remove it'
    elif len(headline) > HEADLINE:
        yield f'{where}headline: "{headline}" has {len(headline)} characters: shorten it to {HEADLINE}'
    elif not _HEADLINE.fullmatch(headline):
        yield f'{where}headline: "{headline}" must begin in lower case, have single spaces and end without a full stop'


def _rule(where: str, row: Mapping[str, Any]) -> Iterator[str]:
    """Yield the unknown tokens of the fields that a page or a meaning states."""
    for field, known in _TOKENS.items():
        found = row.get(field, [])
        yield from _tokens(f"{where}{field}", [found] if isinstance(found, str) else found, known)
    if "speaker" in row and not _SPEAKER.fullmatch(row["speaker"]):
        yield f'{where}speaker: "{row["speaker"]}" must be lower-case words joined by - or .: outlook.com'


def _shared(front: Mapping[str, Any]) -> Iterator[str]:
    """Yield what a meaning lacks, or states although the page does; what the page states for nothing."""
    meanings = front["meanings"]
    if len(meanings) > 1 and "stands_for" not in front:
        yield "stands_for is missing: say in a short sentence what the code means in Microsoft's table"
    for field in SHARED:
        without = [meaning["id"] for meaning in meanings if field not in meaning]
        if field in front:
            same = [meaning["id"] for meaning in meanings if meaning.get(field) == front[field]]
            yield from (f"meaning {name}: {field} is the page's: remove it here" for name in same)
            if meanings and not without:
                yield f"{field}: every meaning states its own: remove the page's"
        elif field != "speaker":
            yield from (f"meaning {name}: {field} is missing: add it here, or to the page" for name in without)


def days(front: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is wrong with the day of the review and with the sources, which a page need not have."""
    for field, day in (
        ("reviewed", front["reviewed"]),
        *(("checked", source["checked"]) for source in front.get("sources", ())),
    ):
        if not _is_day(day):
            yield f'{field} "{day}" must be a day such as 2026-11-23'
    for source in front.get("sources", ()):
        if not _HTTPS.fullmatch(source["url"]):
            url = source["url"]
            yield f'the source "{url}" must be an https address without spaces, quotes or brackets'


def _tokens(field: str, found: list[str], known: Collection[str]) -> Iterator[str]:
    for token in found:
        if token not in known:
            yield f'{field}: "{token}" is not a known token: use {", ".join(known)}'


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
