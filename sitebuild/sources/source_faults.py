"""What can be wrong with the Markdown of any page, each fault with its remedy; page_faults has more on code pages."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from ndr_checker.rules.catalogue import front_matter
from sitebuild.sources.page_faults import DESCRIPTION, SOURCE, days, shape

_FIELDS: Final[Mapping[str, type]] = {"title": str, "description": str, "reviewed": str}
_REMEDY: Final = "write one JSON object between two lines of ---, in UTF-8, without tabs and \\u escapes"
_FENCES: Final = re.compile(r"^(`{3,}|~{3,}).*?^\1`*[ \t]*$", re.MULTILINE | re.DOTALL)
_HEADING: Final = re.compile(r"^#{1,6} .*$", re.MULTILINE)
_ID: Final = re.compile(r"\{[^{}]*#[a-z0-9][a-z0-9-]*[^{}]*\}[ \t]*$")


def source_faults(pages: Mapping[str, str], mkdocs_reads: Callable[[str], Mapping[str, Any]]) -> Iterator[str]:
    """Yield what is wrong with the pages (path -> text). `mkdocs_reads` returns the front matter as MkDocs has it."""
    described = defaultdict(list)
    for path, text in pages.items():
        try:
            front = front_matter(text)
        except ValueError as error:
            if not path.startswith("codes/"):  # whose own reader says so
                yield f"{path}: {error}: {_REMEDY}"
            continue
        described[front.get("description")].append(path)
        if mkdocs_reads(text) != front:
            yield f"{path}: MkDocs reads its front matter differently: {_REMEDY}"
        if not path.startswith("codes/"):
            yield from (f"{path}: {fault}" for fault in _front(front))
        yield from (f"{path}: {fault}" for fault in _headings(text))
    for description, paths in described.items():
        if description and len(paths) > 1:
            yield f"{' and '.join(paths)}: they have the same description: say what tells them apart"


def _front(front: dict[str, Any]) -> Iterator[str]:
    wrong = [*shape("", front, _FIELDS, {"sources": list, "hide": list})]
    sources = front.get("sources")
    for number, source in enumerate(sources if isinstance(sources, list) else (), 1):
        wrong += shape(f"sources, number {number}: ", source, SOURCE, {})
    yield from wrong
    if wrong:
        return  # the rest would stumble over it
    if len(front["description"]) > DESCRIPTION:
        yield f"its description has {len(front['description'])} characters: shorten it to {DESCRIPTION}"
    yield from days(front)


def _headings(text: str) -> Iterator[str]:
    for heading in _HEADING.findall(_FENCES.sub("", text)):
        if not _ID.search(heading):
            yield f'"{heading}" has no id of its own: end it with {{#some-words}}, since its address is to last'
