"""Verdicts on columns of mails: Arrow record batches in, Arrow record batches out. Needs pyarrow.

It is stateless, so an engine that hands Arrow batches to Python (Spark's mapInArrow, Dask, DuckDB) can distribute it.
"""

from collections.abc import Iterable, Iterator
from itertools import repeat
from typing import Final

from .row import check_row

try:
    import pyarrow as pa
except ImportError as error:
    raise ImportError("ndr_checker.columns needs pyarrow 18 or newer: python -m pip install pyarrow") from error

__all__ = ["SCHEMA", "check_batches"]

_TEXT: Final = pa.string()
_NUMBER: Final = pa.int64()


def _is(name: str, kind: pa.DataType = _TEXT) -> pa.Field:
    return pa.field(name, kind, nullable=False)


def _rows(name: str, *fields: pa.Field) -> pa.Field:
    return _is(name, pa.list_(_is("item", pa.struct(fields))))


def _words(name: str) -> pa.Field:
    return _is(name, pa.list_(_is("item")))


def _maybe(name: str, kind: pa.DataType = _TEXT) -> pa.Field:
    return pa.field(name, kind)


#: The JSON contract, version 1, as Arrow types: the same fields in the same order, and null only where the JSON may be.
SCHEMA: Final = pa.schema(
    [
        _is("version", _NUMBER),
        _is("source"),
        _is("kind"),
        _maybe("code"),
        _maybe("reply", _NUMBER),
        _maybe("meaning"),
        _is("certainty"),
        _maybe("title"),
        _maybe("page"),
        _maybe("permanence"),
        _maybe("blocked"),
        _words("acts"),
        _words("lifted_by"),
        _is("whose"),
        _rows(
            "recipients",
            _is("address"),
            _maybe("code"),
            _maybe("reply", _NUMBER),
            _maybe("action"),
            _maybe("evidence", _NUMBER),
        ),
        _rows(
            "evidence",
            _is("kind"),
            _is("part"),
            _maybe("code"),
            _is("text"),
            _maybe("line", _NUMBER),
            _maybe("start", _NUMBER),
            _maybe("end", _NUMBER),
            _is("decisive", pa.bool_()),
        ),
        _rows("other_codes", _is("code"), _is("why_not")),
        _rows("links", _is("host"), _is("microsoft", pa.bool_())),
        _is("headline"),
        _maybe("says"),
        _words("way"),
        _maybe("sender", pa.struct([_is("address"), _is("domain")])),
        _maybe("time"),
        _maybe("server"),
        _maybe("id"),
        _words("defects"),
        _is("severity"),
        _is("badge"),
        _maybe("answer"),
        _maybe("notice"),
        _rows("steps", _is("address"), _is("text"), _is("reader")),
        _rows("facts", _is("name"), _is("text")),
        _words("offers"),
        _is("because", pa.struct([_maybe("kind", _NUMBER), _maybe("whose", _NUMBER)])),
    ],
    metadata={"ndr_checker": "verdict, version 1"},
)

_ROW: Final = pa.struct(list(SCHEMA))
#: The types of a column that can be judged; one in which every cell is null may have no other type.
_READABLE: Final = (
    pa.null(),
    *(pa.binary(), pa.large_binary(), pa.binary_view()),
    *(pa.string(), pa.large_string(), pa.string_view()),
)
#: So many rows a batch: one of the longest verdicts there can be still fits into memory.
_ROWS: Final = 1024


def check_batches(
    batches: Iterable[pa.RecordBatch], *, column: str, source: str | None = None
) -> Iterator[pa.RecordBatch]:
    """Judge each mail of a column, and yield a row of SCHEMA for each row, in the same order.

    Args:
        batches: `pyarrow.RecordBatch`es of any size.
        column: the column with one mail a row. Binary columns (`binary`, `large_binary`, `binary_view`) hold files'
            bytes, string columns (`string`, `large_string`, `string_view`) text; both may be dictionaries. In a
            column of type `null` every cell is null.
        source: the column whose text becomes the verdicts' `source`, for instance a path or a message's id; None
            leaves `source` empty.

    Yields batches of at most 1,024 rows. A null cell gives a row too, `not-a-bounce` and `unsure`, and a sentence in
    `defects` says so, as it does for a mail that can't be read: no row is lost, and none stops the others. Of an mbox
    in a cell the first bounce is judged, as `check` does.

    Raises KeyError if a batch lacks a column, TypeError if `column` holds neither bytes nor text, or if `batches` isn't
    record batches.

    """
    for batch in batches:
        if not isinstance(batch, pa.RecordBatch):
            raise TypeError("batches must be record batches: give [batch] for one, and table.to_batches() for a table")
        for start in range(0, batch.num_rows, _ROWS):
            piece = batch.slice(start, _ROWS)
            mails = _cells(piece, column)
            names = map(_text, _cells(piece, source)) if source is not None else repeat("", piece.num_rows)
            rows = [check_row(mail, source=name).to_dict() for mail, name in zip(mails, names, strict=True)]
            found = pa.RecordBatch.from_struct_array(pa.array(rows, _ROW))  # a third of what from_pylist takes
            yield found.cast(SCHEMA)


def _cells(batch: pa.RecordBatch, column: str) -> Iterator[bytes | str | None]:
    """Return a column's cells, one at a time, since a batch of mails can be most of the memory there is."""
    if column not in batch.schema.names:
        raise KeyError(f"there is no column {column!r}; the columns are: {', '.join(batch.schema.names)}")
    array = batch.column(column)
    if _values(array.type) not in _READABLE:
        raise TypeError(f"column {column!r} contains {array.type}, not bytes or text")
    return (_cell(scalar) for scalar in array)


def _values(kind: pa.DataType) -> pa.DataType:
    return _values(kind.value_type) if pa.types.is_dictionary(kind) else kind


def _cell(scalar: pa.Scalar) -> bytes | str | None:
    if isinstance(scalar, pa.DictionaryScalar):
        return _cell(scalar.value)
    try:
        cell: bytes | str | None = scalar.as_py()
    except UnicodeDecodeError:  # Arrow doesn't check that text is UTF-8
        cell = scalar.as_buffer().to_pybytes()
    return cell


def _text(name: bytes | str | None) -> str:
    return name.decode(errors="replace") if isinstance(name, bytes) else name or ""
