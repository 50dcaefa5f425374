"""The same input gives the same JSON, byte for byte, in every Python that is on the machine."""

import sys
from pathlib import Path

import pytest

from tests.support.matrix import sample
from tests.support.pythons import SEEDS, Python, different, inputs, pythons, running

pytestmark = pytest.mark.long

_FOUND = pythons()
#: Every Python with another seed than the one it is compared with; in a whole run, with each seed.
_CASES = sample(*([(python, seed) for seed in reversed(SEEDS)] for python in _FOUND), each=1)


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> dict[Path, str]:
    """Return what the running Python makes of each file."""
    return running(inputs(tmp_path_factory.mktemp("inputs")))


def test_another_seed_gives_the_same_json(expected: dict[Path, str]) -> None:
    this = Python(sys.version.split()[0], Path(sys.executable))
    assert different(this, expected, seed=SEEDS[1]) == []
    assert all(python.version >= "3.11" for python in _FOUND)


@pytest.mark.skipif(not _FOUND, reason="no other Python from 3.11 on is on this machine")
@pytest.mark.parametrize(("python", "seed"), _CASES, ids=lambda given: getattr(given, "version", given))
def test_another_python_gives_the_same_json(python: Python, seed: str, expected: dict[Path, str]) -> None:
    assert different(python, expected, seed=seed) == []
