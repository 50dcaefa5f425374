"""Every way in gives the same JSON, byte for byte: the command on one core and on two, Arrow, DuckDB.

The page's Python is compared in tests/browser/test_same_in_the_browser.py, Spark and Dask by `make engines`.
"""

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from ndr_checker import check
from ndr_checker.columns import check_batches
from ndr_checker.duckdb import register
from ndr_checker.reading import mbox
from ndr_checker.telling.report import to_json
from tests.support.corpus import CORPUS
from tests.support.golden import INPUTS

_SOURCE = re.compile(r'"source":"(?:[^"\\]|\\.)*"')


def _mails() -> Iterator[bytes]:
    """Yield the goldens and the corpus; of an mbox each mail."""
    folder = CORPUS / "samples"
    paths = [*INPUTS, *(sorted(folder.rglob("*")) if folder.is_dir() else ())]
    for path in (path for path in paths if path.is_file()):
        data = path.read_bytes()
        if mbox.is_mbox(data):
            mailbox = mbox.Mailbox()
            yield from [*mailbox.feed(data), *mailbox.end()]
        else:
            yield data


def _command(mails: Sequence[bytes], folder: Path, jobs: int) -> list[str]:
    for number, mail in enumerate(mails):
        (folder / f"{number:05}.eml").write_bytes(mail)
    command = [sys.executable, "-m", "ndr_checker", "check", "--json", f"--jobs={jobs}", str(folder)]
    run = subprocess.run(command, capture_output=True, encoding="ascii", check=False)
    return [_SOURCE.sub('"source":""', line, count=1) for line in run.stdout.splitlines()]


def _arrow(mails: Sequence[bytes], _folder: Path) -> list[str]:
    batch = pa.record_batch({"content": pa.array(mails, pa.binary())})
    found = pa.Table.from_batches(check_batches([batch], column="content"))
    return [json.dumps(row, separators=(",", ":")) for row in found.to_pylist()]


def _duckdb(mails: Sequence[bytes], _folder: Path, function: str, jobs: int) -> list[str]:
    with duckdb.connect() as database:
        register(database, jobs=jobs)
        database.register("mails", pa.table({"content": pa.array(mails, pa.binary())}))
        rows = database.execute(f"select {function}(content) from mails").fetchall()  # noqa: S608 – a name of ours
    return [json.dumps(row, separators=(",", ":")) if isinstance(row, dict) else row for (row,) in rows]


_WAYS: dict[str, Callable[[Sequence[bytes], Path], list[str]]] = {
    "--jobs 1": lambda mails, folder: _command(mails, folder, 1),
    "--jobs 2": lambda mails, folder: _command(mails, folder, 2),
    "Arrow": _arrow,
    "ndr": lambda mails, folder: _duckdb(mails, folder, "ndr", 1),
    "ndr_json": lambda mails, folder: _duckdb(mails, folder, "ndr_json", 1),
    "ndr with two jobs": lambda mails, folder: _duckdb(mails, folder, "ndr", 2),
}


@pytest.fixture(scope="module")
def wanted() -> dict[bytes, str]:
    """Return the JSON of `check` for each mail."""
    return {mail: to_json(check(mail)) for mail in _mails()}


@pytest.mark.parametrize("way", _WAYS)
def test_each_way_gives_the_json_of_check(way: str, wanted: dict[bytes, str], tmp_path: Path) -> None:
    assert len(wanted) >= len(INPUTS) > 40
    found = _WAYS[way]([*wanted], tmp_path)
    assert len(found) == len(wanted)
    assert [number for number, both in enumerate(zip(found, wanted.values(), strict=True)) if both[0] != both[1]] == []
