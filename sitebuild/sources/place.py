"""Where in a page's file a fault is: faults are printed as `docs/codes/5.7.705.md:12: what, and what to do`."""

import json
import re
from typing import Final

_QUOTED: Final = re.compile(r'"([^"]+)"')
_MEANING: Final = re.compile(r"meaning ([a-z0-9-]+)")
#: What a fault begins with: `meaning ID: FIELD: `, or one of the two.
_WITHIN: Final = re.compile(r"(?:^meaning ([^:]+)|(?:^|(?<=: ))([a-z_]+)):")
_ROW: Final = re.compile(r"^([a-z_]+), number ([0-9]+)")
_FIELD: Final = re.compile(r"[a-z_]{4,}")
_JSON: Final = "JSON has double quotes, a comma between two fields and none after the last; compare another page"


def placed(page: str, text: str, fault: str) -> str:
    """Return a fault with its file and line. `page` is the file below docs/, `text` what it holds."""
    return f"docs/{page}:{line(text, fault)}: {fault}"


def line(text: str, fault: str) -> int:
    """Return the line that a fault is about: the first with what it quotes, with its meaning or its field; else 1."""
    front = text.partition("\n---")[0]
    if row := _ROW.match(fault):
        return _row(front, row[1], int(row[2]))
    start = 0
    for name in _WITHIN.findall(fault):
        start = max(front.find(f'"id": "{name[0]}"' if name[0] else f'"{name[1]}":', start), start)
    sought = [json.dumps(words, ensure_ascii=False)[1:-1] for words in _QUOTED.findall(fault)]
    sought += [f'"id": "{name}"' for name in _MEANING.findall(fault)]
    sought += [f'"{name}":' for name in _FIELD.findall(fault)]
    found = (text.find(words, begin) for words in sought for begin in (start, 0))
    return text.count("\n", 0, next((at for at in found if at >= 0), 0)) + 1


def _row(front: str, field: str, number: int) -> int:
    """Return the line where an object of a list begins."""
    start = max(front.find(f'"{field}":'), 0)
    braces = [found.start() for found in re.finditer(r"\{", front[start:])]
    at = start + (braces[number - 1] if number <= len(braces) else 0)
    return front.count("\n", 0, at) + 1


def unreadable(page: str, text: str, error: ValueError) -> str:
    """Return why a page's front matter can't be read, with file, line and remedy."""
    if not isinstance(error, json.JSONDecodeError):
        return f"docs/{page}:1: {error}"
    start = text.partition("\n")[2].lstrip()
    if not start.startswith(("{", "[")):
        return f"docs/{page}:2: the front matter isn't JSON: write {{...}} between the --- lines, not YAML"
    return f"docs/{page}:{error.lineno}: {error.msg}, column {error.colno}: {_JSON}"
