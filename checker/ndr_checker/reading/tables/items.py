"""JSON item by item: those of a list, or values one after the other; one that can't be read costs only itself."""

import json
import re
from typing import Any, Final, NamedTuple

from ndr_checker.base.limits import MAX_DEPTH
from ndr_checker.base.pattern import pattern

#: Who reads a value calls itself for what is inside; a mail in Graph's JSON is five deep.
DEEPEST: Final = 2 * MAX_DEPTH
#: Numbers stay as they are written: a cell is text, and Python refuses an integer of more than 4,300 digits.
DECODER: Final = json.JSONDecoder(parse_int=str, parse_float=str)
#: A text in which so many can't be read isn't JSON. Each costs a look at all above it, where Python counts the lines.
MOST_LOST: Final = 100
_BETWEEN = pattern(r"[ \n\t,\ufeff]*")
#: A string (an open one ends with the text), or a bracket.
_MARK = pattern(r'"(?:[^"\\]|\\.)*+\\?(?:"|\Z)|[\[\]{}]', re.DOTALL)


class Item(NamedTuple):
    """A value and where it ends; one that is `lost` has an end, but isn't JSON or goes too deep."""

    value: Any
    end: int
    lost: bool = False


def begin(text: str) -> int:
    """Return where the first item is: after the bracket of a list, also if that is the "value" of an object."""
    bracket = text.find("[")
    is_list = bracket >= 0 and (text.lstrip("\ufeff \n\t").startswith("[") or '"value"' in text[:bracket])
    return bracket + 1 if is_list else 0


def following(text: str, at: int) -> int:
    """Return where the next item begins, or the list ends, at or after a place."""
    found = _BETWEEN.match(text, at)
    return found.end() if found else at


def item(text: str, at: int) -> Item | None:
    """Return the item that begins at a place, None if it has no end there."""
    try:
        value, end = DECODER.raw_decode(text, at)
    except (ValueError, RecursionError):
        closed = _closed(text, at)
        return Item(None, closed[0], lost=True) if closed else None
    if text.count("[", at, end) + text.count("{", at, end) > DEEPEST:
        closed = _closed(text, at)
        if closed and closed[1] > DEEPEST:
            return Item(None, end, lost=True)
    return Item(value, end)


def items(text: str) -> tuple[list[Any], int]:
    """Return the values that can be read, and how many can't; none if what is between them is no JSON."""
    found: list[Any] = []
    lost, at = 0, following(text, begin(text))
    while at < len(text) and text[at] != "]":
        one = item(text, at)
        if not one:
            return [], 0
        if one.lost:
            lost += 1
            if lost > MOST_LOST:
                return [], 0
        else:
            found.append(one.value)
        at = following(text, one.end)
    return found, lost


def unread(lost: int) -> str:
    """Return the sentence for items that can't be read."""
    if lost == 1:
        return "One item of this JSON couldn't be read, so it isn't counted."
    return f"{lost:,} items of this JSON couldn't be read, so they aren't counted."


def _closed(text: str, at: int) -> tuple[int, int] | None:
    """Return where the brackets are closed that open at a place, and how deep they go."""
    if text[at : at + 1] not in ("[", "{"):
        return None
    depth = deepest = 0
    for match in _MARK.finditer(text, at):
        mark = match[0]
        depth += (mark in "[{") - (mark in "]}")
        deepest = max(deepest, depth)
        if not depth:
            return match.end(), deepest
    return None
