"""The cost of an input grows with its size, not with the square of it; `python -m tools.fuzz.growth` measures it."""

from itertools import product

import pytest

from tools.fuzz.growth import SHAPES, UNITS, ratio

_SIZE = 2_000
_FACTOR = 16
#: Linear is 16 times as much, quadratic 256: what other work on the machine adds can't reach this.
_LIMIT = 64


def test_there_are_enough_units_and_shapes() -> None:
    assert len(UNITS) >= 60
    assert len(SHAPES) >= 4


#: Units that fill the lists of a verdict, in the shapes that multiply them.
_MANY = ("codes on lines", "records", "DSN groups", "replies", "notices side by side", "codes that differ", "links")
_MULTIPLIED = [*product(_MANY, ("parts", "thread")), ("recipients that differ", "status"), ("DSN groups", "status")]
_MULTIPLIED += [("recipients of a cell", "cell"), ("semicolons", "cell"), ("endpoints and recipients", "parts")]


@pytest.mark.parametrize(("unit", "shape"), _MULTIPLIED)
def test_nor_do_parts_sections_cells_and_recipients(unit: str, shape: str) -> None:
    assert ratio(unit, shape, _SIZE, factor=_FACTOR, limit=_LIMIT) < _LIMIT


@pytest.mark.parametrize("unit", UNITS)
def test_sixteen_times_the_text_costs_nowhere_near_the_square(unit: str) -> None:
    assert ratio(unit, "pasted", _SIZE, factor=_FACTOR, limit=_LIMIT) < _LIMIT
