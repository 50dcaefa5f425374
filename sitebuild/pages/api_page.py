"""The reference in about/python.md, as Markdown: what `ndr_checker.__all__` names, from its docstrings.

griffe reads the source without importing it, so the page shows each type as it is written there.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import griffe

_PACKAGE: Final = "ndr_checker"
#: What a reader looks for first; the types that a verdict carries follow by name.
_FIRST: Final = ("check", "Verdict")
#: What heads the table of a docstring's section.
_TABLES: Final = {
    griffe.DocstringSectionKind.parameters: "Argument",
    griffe.DocstringSectionKind.attributes: "Field",
}


def reference(folder: Path) -> str:
    """Return the reference of the package in `folder`.

    Raises KeyError if `__all__` names what isn't there.
    """
    package = griffe.load(_PACKAGE, search_paths=[folder], docstring_parser="google")
    names = sorted(
        map(str, package.exports or ()), key=lambda name: (name not in _FIRST, name == "Verdict", name.lower())
    )
    return "\n".join(line for name in names for line in _entry(name, package[name].final_target))


def _entry(name: str, described: griffe.Object) -> Iterator[str]:
    yield f"### `{name}` {{#{name.lower()}}}\n"
    if isinstance(described, griffe.Function):
        yield from _function(described, name)
    elif isinstance(described, griffe.Class):
        yield from _words(described)
        for member in described.functions.values():
            if not member.name.startswith("_"):
                yield from _function(member, f"{name}.{member.name}")


def _function(function: griffe.Function, name: str) -> Iterator[str]:
    yield f"```python\n{function.signature(name=name)}\n```\n"
    yield from _words(function)


def _words(described: griffe.Object) -> Iterator[str]:
    """Yield the docstring's text, with its arguments or fields as a table."""
    for section in described.docstring.parsed if described.docstring else ():
        if section.kind in _TABLES:
            yield from _table(_TABLES[section.kind], ((of.name, of.annotation, of.description) for of in section.value))
        elif section.kind is griffe.DocstringSectionKind.text:
            yield f"{section.value}\n"


def _table(head: str, rows: Iterable[tuple[str, object, str]]) -> Iterator[str]:
    lines = [f"| `{name}` | `{_cell(kind)}` | {_cell(words)} |" for name, kind, words in rows]
    if lines:
        yield "\n".join((f"| {head} | Type | What it is |\n| --- | --- | --- |", *lines, ""))


def _cell(value: object) -> str:
    return " ".join(str(value).split()).replace("|", "\\|")
