"""SQL on mails: DuckDB's function gives the verdicts of `check`."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from ndr_checker import check, workers
from ndr_checker.duckdb import register
from ndr_checker.telling.report import to_json
from tests.support.golden import INPUTS, golden

_MAIL = "550 5.7.705 Access denied, tenant has exceeded threshold"


@pytest.fixture(params=[1, 2], ids="jobs={}".format)
def database(request: pytest.FixtureRequest) -> Iterator[duckdb.DuckDBPyConnection]:
    """Return a connection that has the functions."""
    with duckdb.connect() as connection:
        register(connection, jobs=request.param)
        yield connection


def test_text_is_judged_as_text(database: duckdb.DuckDBPyConnection) -> None:
    texts = [golden(path).text for path in INPUTS]
    rows = database.execute("select ndr_json(text) from (select unnest(?) as text)", [texts]).fetchall()
    assert [row[0] for row in rows] == [to_json(check(text)) for text in texts]


def test_a_folder_is_counted_in_one_query(database: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    for number in range(200):
        (tmp_path / f"{number}.eml").write_text(_MAIL if number % 4 else "Lunch?", encoding="utf-8")
    query = "select ndr(content).code as code, count(*) from read_blob(?) group by 1 order by 1"
    assert database.execute(query, [f"{tmp_path}/*.eml"]).fetchall() == [("5.7.705", 150), (None, 50)]


def test_of_null_the_verdict_is_null(database: duckdb.DuckDBPyConnection) -> None:
    query = "select ndr(mail) is null, ndr(mail).code from (select unnest(?) as mail)"
    assert database.execute(query, [[None, _MAIL]]).fetchall() == [(True, None), (False, "5.7.705")]


def test_what_is_no_mail_is_refused_and_the_next_query_runs(database: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(duckdb.Error, match=r"ndr\(\) takes a BLOB or a VARCHAR"):
        database.execute("select ndr(5)")
    assert database.execute("select ndr(?).code", [_MAIL]).fetchall() == [("5.7.705",)]


@pytest.mark.skipif(sys.platform == "win32", reason="a signal ends no process there")
def test_what_a_killed_worker_had_is_judged_by_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[subprocess.Popen[bytes]] = []
    start = subprocess.Popen

    def recorded(*arguments: Any, **options: Any) -> subprocess.Popen[bytes]:
        started.append(start(*arguments, **options))
        return started[-1]

    monkeypatch.setattr(subprocess, "Popen", recorded)
    with duckdb.connect() as database:
        register(database, jobs=2)
        query = "select ndr(? || i).code, count(*) from range(200) as numbers(i) group by 1"
        assert database.execute(query, [_MAIL]).fetchall() == [("5.7.705", 200)]
        killed = len(started)
        for worker in started:
            worker.send_signal(signal.SIGKILL)
        assert database.execute(query, [_MAIL]).fetchall() == [("5.7.705", 200)]
        assert len(started) > killed > 0


def test_mails_that_end_each_process_end_the_query_with_a_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "ndr_checker").mkdir()
    (tmp_path / "ndr_checker" / "__init__.py").touch()
    (tmp_path / "ndr_checker" / "workers.py").write_text("raise SystemExit(7)", encoding="utf-8")
    monkeypatch.setattr(workers, "_HOME", str(tmp_path))
    with duckdb.connect() as database:
        register(database, jobs=2)
        with pytest.raises(duckdb.Error, match="so did the next one on the same messages, with exit code 7"):
            database.execute("select ndr(?)", [_MAIL])
