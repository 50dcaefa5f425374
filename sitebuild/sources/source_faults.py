"""What can be wrong with the Markdown of any page, each fault with its remedy; page_faults has more on code pages."""

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from ndr_checker.rules.catalogue import CODE, front_matter
from ndr_checker.telling.escape import visible
from sitebuild.sources import place
from sitebuild.sources.page_faults import DESCRIPTION, SOURCE, days, shape

_FIELDS: Final[Mapping[str, type]] = {"title": str, "description": str, "reviewed": str}
_REMEDY: Final = "write one JSON object between two lines of ---, in UTF-8, without tabs and \\u escapes"
_FENCES: Final = re.compile(r"^(`{3,}|~{3,}).*?^\1`*[ \t]*$", re.MULTILINE | re.DOTALL)
_HEADING: Final = re.compile(r"^#{1,6} .*$", re.MULTILINE)
#: What `make page` leaves to be written.
FILL_IN: Final = "FILL IN"
#: A string of the front matter goes into HTML by many ways, the theme's own among them, and not all of them escape it.
_MARKUP: Final = re.compile(r"[<`\\]|&#?[A-Za-z0-9]+;")
_IN_AN_ATTRIBUTE: Final = ("title", "description")
_ID: Final = re.compile(r"\{[^{}]*#[a-z0-9][a-z0-9-]*[^{}]*\}[ \t]*$")


def source_faults(pages: Mapping[str, str], mkdocs_reads: Callable[[str], Mapping[str, Any]]) -> Iterator[str]:
    """Yield what is wrong with the pages (path -> text). `mkdocs_reads` returns the front matter as MkDocs has it."""
    described = defaultdict(list)
    for path, text in pages.items():
        open_lines = (number for number, words in enumerate(text.split("\n"), 1) if FILL_IN in words)
        yield from (f"docs/{path}:{number}: fill in this line" for number in open_lines)
        yield from (f"docs/{path}:{number}: {fault}" for number, fault in _unseen(text))
        try:
            front = front_matter(text)
        except ValueError as error:
            if not path.startswith("codes/"):  # whose own reader says so
                yield place.unreadable(path, text, error)
            continue
        described[front.get("description")].append(path)
        if mkdocs_reads(text) != front:
            yield f"docs/{path}:2: MkDocs reads its front matter differently: {_REMEDY}"
        if not path.startswith("codes/"):
            yield from (place.placed(path, text, fault) for fault in _front(front))
        elif not CODE.fullmatch(path.removeprefix("codes/").removesuffix(".md")):
            yield f"docs/{path}:1: a page in codes/ is named after its code: call it codes/5.7.705.md, or move it"
        yield from (f"docs/{path}:{_line(text, words)}: {fault}" for words, fault in _strings(front))
        yield from (place.placed(path, text, fault) for fault in _headings(text))
    for description, paths in described.items():
        if description and len(paths) > 1:
            yield f"{' and '.join(paths)}: they have the same description: say what distinguishes them"


def _front(front: dict[str, Any]) -> Iterator[str]:
    wrong = [*shape("", front, _FIELDS, {"sources": list, "hide": list, "keywords": list, "unchecked": list})]
    sources = front.get("sources")
    for number, source in enumerate(sources if isinstance(sources, list) else (), 1):
        wrong += shape(f"sources, number {number}: ", source, SOURCE, {})
    yield from wrong
    if wrong:
        return  # the rest would stumble over it
    if len(front["description"]) > DESCRIPTION:
        yield f"its description has {len(front['description'])} characters: shorten it to {DESCRIPTION}"
    yield from days(front)


def _unseen(text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines with what nobody sees: a command to copy would be another than the one that was reviewed."""
    for number, line in enumerate(text.split("\n"), 1):
        if (shown := visible(line)) != line.replace("\t", " "):
            yield number, f"{shown!r} has an invisible character in it, or one that reverses text: remove it"


def _strings(front: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with a string anywhere in the front matter: the string, and the fault."""
    for words in strings(front):
        if _MARKUP.search(words):
            yield words, f'"{words}" has markup in it: write plain words, without < ` \\ and entities such as &lt;'
        if not words.isprintable():
            yield words, f"{words!r} has a line break or an invisible character in it: take it out"
    for field in _IN_AN_ATTRIBUTE:
        if '"' in str(front.get(field, "")):
            yield front[field], f"{field} has a double quote in it: use single quotes"


def strings(value: object) -> Iterator[str]:
    """Yield every string in a JSON value, the names of its fields too."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield name
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)


def _line(text: str, words: str) -> int:
    """Return the first line that has these words as JSON writes them."""
    return text.count("\n", 0, max(text.find(json.dumps(words, ensure_ascii=False)[1:-1]), 0)) + 1


def _headings(text: str) -> Iterator[str]:
    for heading in _HEADING.findall(_FENCES.sub("", text)):
        if not _ID.search(heading):
            yield f'"{heading}" has no id: end it with {{#some-words}}, so that its address lasts'
