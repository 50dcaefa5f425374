"""Reads the PowerShell of our pages as far as they use it: which command is called with which parameters."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final, NamedTuple

_TOKEN: Final = re.compile(r"'[^'\n]*'|\"[^\"\n]*\"|#[^\n]*|[@$][\w.]+|-?[A-Za-z][\w-]*|@?[({]|\S|\n")
_CONTINUED: Final = re.compile(r"`\n|(?<=[|,])[ \t]*\n")
_KEYWORDS: Final = {"do", "if", "while"}


class Call(NamedTuple):
    """A command, and its parameters with their dashes; those of a splatted table too."""

    command: str
    parameters: tuple[str, ...]


@dataclass(slots=True)
class _Frame:
    """What is between two brackets: the command that is being read, or that one may begin."""

    command: str = ""
    parameters: list[str] = field(default_factory=list)
    begins: bool = True


def calls(text: str) -> list[Call]:
    """Return every command of a block."""
    tokens = [token for token in _TOKEN.findall(_CONTINUED.sub(" ", text)) if not token.startswith("#")] + ["\n"]
    tables = _tables(tokens)
    return list(_calls(tokens, tables))


def _calls(tokens: list[str], tables: dict[str, list[str]]) -> Iterator[Call]:
    frames = [_Frame()]
    for token, following in zip(tokens, [*tokens[1:], "\n"], strict=True):
        frame = frames[-1]
        if token[-1] in "({":
            frame.begins = False
            frames.append(_Frame())
        elif token in {")", "}", "|", ";", "=", "\n"}:
            if frame.command:
                yield Call(frame.command, tuple(frame.parameters))
            frames[-1] = _Frame()
            if token in {")", "}"}:
                frames.pop()
        elif frame.begins:
            frame.begins = False
            if token[0].isalpha() and following != "=" and token not in _KEYWORDS:
                frame.command = token
        elif re.match("-[A-Za-z]", token):
            frame.parameters.append(token)
        elif token.startswith("@"):
            frame.parameters += tables[token[1:]]


def _tables(tokens: list[str]) -> dict[str, list[str]]:
    """Return the keys of each variable that holds a table, as the parameters that they become."""
    tables = defaultdict(list)
    variable = ""
    for token, following in pairwise(tokens):
        if token.startswith("$") and following == "=":
            variable, _, key = token[1:].partition(".")
            if key:
                tables[variable].append(f"-{key}")
        elif following == "=" and token[0].isalpha():
            tables[variable].append(f"-{token}")
    return tables
