"""SQL on mails: `register` adds the function `ndr` to a connection of DuckDB. Needs duckdb, pyarrow and numpy."""

import json
from typing import TYPE_CHECKING, Any

import pyarrow as pa
from duckdb.func import PythonUDFType

from .columns import SCHEMA
from .row import check_row
from .telling.report import to_json
from .workers import Workers

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["register"]


def register(connection: "DuckDBPyConnection", *, jobs: int = 1) -> None:
    """Add the SQL functions `ndr(mail)` and `ndr_json(mail)` to a connection.

    `ndr` returns the verdict as a STRUCT with the fields of `columns.SCHEMA`, `ndr_json` as the JSON contract.
    `mail` is a BLOB with a file's bytes, as `read_blob` gives them, or a VARCHAR with text. Of NULL both are NULL.

    DuckDB runs functions in Python one at a time, whatever its `threads`: `jobs` is the number of processes that share
    the work, and with 1 there are no others. Raises duckdb.Error if the connection has these functions already.

    """
    if jobs > 1:
        workers = Workers(jobs)

        def column(mails: Any) -> Any:
            answers = pa.array(workers.judged([_mail(cell) for cell in mails.to_pylist()]), pa.string())
            return pa.chunked_array([answers])

        connection.create_function("ndr_json", column, None, "VARCHAR", type=PythonUDFType.ARROW)
    else:
        connection.create_function("ndr_json", lambda mail: to_json(check_row(_mail(mail))), None, "VARCHAR")
    # DuckDB makes the struct from JSON: taking one from Python costs it as much as the verdict.
    shape = json.dumps({field.name: _shape(field.type) for field in SCHEMA})
    connection.execute(f"create temp macro ndr(mail) as from_json_strict(ndr_json(mail), '{shape}')")


def _mail(cell: Any) -> bytes | str:
    if not isinstance(cell, bytes | str):
        raise TypeError("ndr() takes a BLOB or a VARCHAR")
    return cell


def _shape(kind: pa.DataType) -> Any:
    """Return a type of Arrow as DuckDB's JSON functions write it."""
    if pa.types.is_list(kind):
        return [_shape(kind.value_type)]
    if pa.types.is_struct(kind):
        return {field.name: _shape(field.type) for field in kind}
    return {pa.string(): "VARCHAR", pa.int64(): "BIGINT", pa.bool_(): "BOOLEAN"}[kind]
