"""The types as a user's mypy sees them: those of the package that is installed, in strict mode."""

import subprocess
import sys

import pytest

import ndr_checker
from tests.support.paths import ROOT

_RIGHT = """
from typing import assert_type

from ndr_checker import Entry, Evidence, Recipient, Verdict, check
from ndr_checker.columns import check_batches
from ndr_checker.duckdb import register

verdict = check(b"550 5.7.705 Access denied", source="a.eml")
assert_type(verdict, Verdict)
assert_type(verdict.code, str | None)
assert_type(verdict.recipients, tuple[Recipient, ...])
assert_type(verdict.evidence, tuple[Evidence, ...])
assert_type(verdict.entry, Entry | None)
assert_type(verdict.to_dict(), dict[str, object])
rows = list(check_batches([], column="content"))
function = register
"""
_WRONG = {
    "check(5)": "arg-type",
    "check('a', 'b.eml')": "call-arg",
    "check('a').codes": "attr-defined",
    "check('a').code.upper()": "union-attr",
    "check('a').code = '5.7.705'": "misc",
    "check_batches([])": "call-arg",
    "register()": "call-arg",
}
_IMPORTS = """
from ndr_checker import check
from ndr_checker.columns import check_batches
from ndr_checker.duckdb import register
"""


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Return what mypy says of both programs: it reads the package once for the two."""
    folder = tmp_path_factory.mktemp("programs")
    programs = {"right.py": _RIGHT, "wrong.py": "\n".join([_IMPORTS, *_WRONG])}
    for name, program in programs.items():
        (folder / name).write_text(program, encoding="utf-8")
    cache = f"--cache-dir={ROOT / '.mypy_cache' / 'typed'}"  # what it read of the package before, it needn't read again
    run = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--config-file", "", "--no-error-summary", cache, *programs],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.stderr == ""
    return run.stdout.splitlines()


def test_a_program_with_the_right_types_passes(said: list[str]) -> None:
    assert [line for line in said if not line.startswith("wrong.py:")] == []


def test_each_wrong_type_is_found(said: list[str]) -> None:
    first = len(_IMPORTS.splitlines()) + 2
    wanted = {(str(number), kind) for number, kind in enumerate(_WRONG.values(), first)}
    found = {(line.split(":")[1], line.rpartition("[")[2].rstrip("]")) for line in said if line.startswith("wrong.py:")}
    assert wanted - found == set()


def test_every_public_name_is_there() -> None:
    assert [name for name in ndr_checker.__all__ if not hasattr(ndr_checker, name)] == []
    assert sorted(ndr_checker.__all__) == ndr_checker.__all__ == dir(ndr_checker)


def test_no_other_name_is_there() -> None:
    with pytest.raises(AttributeError, match="module 'ndr_checker' has no attribute 'chekc'"):
        getattr(ndr_checker, "chekc")  # noqa: B009
