"""The same input gives the same JSON, byte for byte, in every Python that is on the machine."""

import sys
from pathlib import Path

import pytest

from tests.support.pythons import SEEDS, Python, different, inputs, pythons

_FOUND = pythons()


@pytest.fixture(scope="module")
def paths(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Return the files that are judged."""
    return inputs(tmp_path_factory.mktemp("inputs"))


def test_this_python_is_among_those_found_or_is_the_one_that_they_are_compared_with(paths: list[Path]) -> None:
    running = Python(sys.version.split()[0], Path(sys.executable))
    assert different(running, paths, seed=SEEDS[1]) == []
    assert all(python.version >= "3.11" for python in _FOUND)


@pytest.mark.skipif(not _FOUND, reason="no other Python from 3.11 on is on this machine")
@pytest.mark.parametrize("python", _FOUND, ids=lambda python: python.version)
@pytest.mark.parametrize("seed", SEEDS)
def test_another_python_gives_the_same_json(python: Python, seed: str, paths: list[Path]) -> None:
    assert different(python, paths, seed=seed) == []
