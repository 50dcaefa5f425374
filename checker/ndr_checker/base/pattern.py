"""Regular expressions that are compiled when they are first used.

Of a hundred patterns one input asks a third, and to compile them all took half of the start, in the browser most of it.
"""

import re
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any, AnyStr, cast

_METHODS = ("search", "match", "fullmatch", "finditer", "findall", "sub", "split")


class Lazy:
    """Stands for a compiled pattern: the first use of a method compiles it, and from then on they are its own."""

    def __init__(self, source: str | bytes, flags: int, *, by_letter: bool) -> None:
        self.pattern = source
        self.flags = flags
        self.by_letter = by_letter

    def __getattr__(self, name: str) -> object:
        if name not in _METHODS:
            raise AttributeError(name)
        compiled: re.Pattern[Any] = re.compile(
            _by_letter(str(self.pattern)) if self.by_letter else self.pattern, self.flags
        )
        self.__dict__.update({method: getattr(compiled, method) for method in _METHODS})
        return self.__dict__[name]


def pattern(source: AnyStr, flags: int = 0, *, by_letter: bool = False) -> re.Pattern[AnyStr]:
    r"""Return a pattern that is compiled when it is first used; what is wrong with it is raised then, by `re`.

    `re` tries one alternative after another, and where one of them begins with `\b`, at each character. `by_letter` is
    for many alternatives, each of which begins with a character or a class of a few: then only those are tried that
    begin with the one at hand. They keep their order, so the pattern matches the same; but groups get other numbers.
    """
    return cast("re.Pattern[AnyStr]", Lazy(source, flags, by_letter=by_letter))


#: What opens, closes or divides; escapes and classes are passed over.
_MARK = r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[()|]|$"
_FIRST = r"^(\[[^\]]+\]|\\?.)"


def _by_letter(source: str) -> str:
    rests: dict[str, list[tuple[str, str]]] = {}
    for alternative in _alternatives(source):
        plain = alternative.removeprefix(r"\b")
        first, rest = re.split(_FIRST, plain, maxsplit=1)[1:]
        for letter in first.strip("[]") if first[0] == "[" else (first,):
            edge = "" if plain == alternative else rf"(?<!\w{letter})"
            rests.setdefault(letter, []).append((edge, rest))
    return "|".join(f"{letter}(?:{'|'.join(_by_edge(rest))})" for letter, rest in rests.items())


def _by_edge(rests: list[tuple[str, str]]) -> Iterator[str]:
    """Yield alternatives with the edge that they begin at; of several in a row it is looked for once."""
    for edge, same in groupby(rests, itemgetter(0)):
        yield f"{edge}(?:{'|'.join(rest for _, rest in same)})"


def _alternatives(source: str) -> Iterator[str]:
    """Yield the alternatives of a pattern, and those of a group that one begins with, each with what follows it."""
    start, depth, closed = 0, 0, -1
    for mark in re.finditer(_MARK, source):
        depth += {"(": 1, ")": -1}.get(mark[0], 0)
        if mark[0] == ")" and not depth and closed < start:
            closed = mark.start()
        if mark[0] not in ("", "|") or depth:
            continue
        said = source[start : mark.start()]
        edge = r"\b" if said.startswith(r"\b") else ""
        if said.startswith(f"{edge}(?:"):
            inner = source[start + len(edge) + len("(?:") : closed]
            yield from (f"{edge}{one}{source[closed + 1 : mark.start()]}" for one in _alternatives(inner))
        else:
            yield said
        start = mark.end()
