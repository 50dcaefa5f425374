"""Rows with more cells than columns: one cell holds the delimiter and should have been quoted."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from .delivery import address

if TYPE_CHECKING:
    from .columns import Columns

_OPENS, _CLOSES = "[{", "]}"


def whole(values: list[str], columns: "Columns", delimiter: str) -> list[str]:
    """Return a row's cells, as many as there are columns, where brackets or the addresses show which belong together.

    What remains of a row that shows neither is returned as it is.
    """
    width = len(columns.given)
    end = len(values)
    while end > width and not values[end - 1]:
        end -= 1
    values = values[:end]
    if len(values) > width:
        values = bracketed(values, delimiter)
    if len(values) <= width:
        return values
    more = len(values) - width + 1
    for place in dict.fromkeys((*columns.reasons, *columns.places("subject"))):
        merged = [*values[:place], delimiter.join(values[place : place + more]), *values[place + more :]]
        if _fits(merged, columns, place):
            return merged
    return values


def bracketed(values: Sequence[str], delimiter: str) -> list[str]:
    """Return the cells, those that a bracket holds together as one: "[{LRT=...};{LED=550 ...};{IP=}]"."""
    return list(_joined(values, delimiter))


def _joined(values: Sequence[str], delimiter: str) -> Iterator[str]:
    held: list[str] = []
    depth = 0
    for cell in values:
        if held or "[{" in cell or cell.lstrip()[:1] in tuple(_OPENS):
            held.append(cell)
            depth += sum(map(cell.count, _OPENS)) - sum(map(cell.count, _CLOSES))
            if depth > 0:
                continue
            yield delimiter.join(held)
            held, depth = [], 0
        else:
            yield cell
    yield from held


def _fits(values: Sequence[str], columns: "Columns", merged: int) -> bool:
    """Tell whether the addresses of a row are where they belong, and the cell that was put together has none."""
    listed = [place for role in ("recipient", "sender") for place in columns.places(role)[:1]]
    return merged not in listed and all(not values[place] or address(values[place]) for place in listed)
