"""Columns of mails: the verdicts of `check`, as Arrow."""

import json
import subprocess
import sys
from collections.abc import Iterable, Mapping
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ndr_checker import check, row
from ndr_checker.columns import SCHEMA, check_batches
from ndr_checker.telling.report import to_json
from tests.support.golden import INPUTS, golden
from tests.support.paths import DOCS

_MAIL = b"550 5.7.705 Access denied, tenant has exceeded threshold"
_CONTRACT = json.loads((DOCS / "schema" / "verdict-1.json").read_text(encoding="utf-8"))
_PLAIN = {"string": pa.string(), "integer": pa.int64(), "boolean": pa.bool_()}


def _batch(cells: Iterable[bytes | str | None], kind: pa.DataType | None = None) -> pa.RecordBatch:
    return pa.record_batch([pa.array(cells, kind or pa.binary())], names=["content"])


def _rows(*batches: pa.RecordBatch, **options: str) -> list[dict[str, Any]]:
    found = [*check_batches(batches, column="content", **options)]
    for batch in found:
        batch.validate(full=True)
        assert batch.schema.equals(SCHEMA, check_metadata=True)
    rows: list[dict[str, Any]] = pa.Table.from_batches(found, schema=SCHEMA).to_pylist()
    return rows


def _json(row: Mapping[str, Any]) -> str:
    return json.dumps(row, separators=(",", ":"))


def _field(name: str, rule: Mapping[str, Any]) -> pa.Field:
    """Return the field of Arrow that a rule of the JSON Schema asks for."""
    options = [rule, *rule.get("anyOf", ())]
    if "$ref" in rule:
        return _field(name, _CONTRACT["$defs"][rule["$ref"].rpartition("/")[2]])
    named = {
        kind
        for option in options
        for kind in [option.get("type", ())]
        for kind in ([kind] if isinstance(kind, str) else kind)
    }
    values = [*rule.get("enum", ()), *([rule["const"]] if "const" in rule else ())]
    nullable = "null" in named or None in values
    named |= {{int: "integer", str: "string"}[type(value)] for value in values if value is not None}
    (kind,) = named - {"null"}
    if kind == "array":
        return pa.field(name, pa.list_(_field("item", rule["items"])), nullable=nullable)
    if kind == "object":
        (shape,) = [option for option in options if "properties" in option]
        assert shape["required"] == list(shape["properties"])
        return pa.field(name, pa.struct([_field(*row) for row in shape["properties"].items()]), nullable=nullable)
    return pa.field(name, _PLAIN[kind], nullable=nullable)


def test_the_schema_is_that_of_the_json_field_by_field() -> None:
    wanted = pa.schema([_field(name, rule) for name, rule in _CONTRACT["properties"].items()])
    assert [str(field) for field in SCHEMA] == [str(field) for field in wanted]
    assert SCHEMA.equals(wanted)


def test_the_schema_says_which_version_it_is() -> None:
    version = _CONTRACT["properties"]["version"]["const"]
    assert SCHEMA.metadata == {b"ndr_checker": f"verdict, version {version}".encode()}


@pytest.mark.parametrize(
    "kind", [pa.string(), pa.large_string(), pa.string_view(), pa.dictionary(pa.int32(), pa.string())], ids=str
)
def test_text_is_judged_as_text(kind: pa.DataType) -> None:
    texts = [golden(path).text for path in INPUTS]
    assert [_json(row) for row in _rows(_batch(texts, kind))] == [to_json(check(text)) for text in texts]


@pytest.mark.parametrize("kind", [pa.large_binary(), pa.binary_view(), pa.dictionary(pa.int8(), pa.binary())], ids=str)
def test_any_column_of_bytes_will_do(kind: pa.DataType) -> None:
    assert _rows(_batch([_MAIL], kind)) == _rows(_batch([_MAIL]))


def test_rows_keep_their_order_over_slices_and_long_batches() -> None:
    codes = [f"5.7.{number}" for number in range(700, 740)]
    batch = _batch([f"550 {code} Access denied".encode() for code in codes] * 60)
    found = _rows(batch.slice(3, 2), batch.slice(0, 0), batch)
    assert [row["code"] for row in found] == [*codes[3:5], *codes * 60]


def test_no_batches_and_empty_batches_give_no_rows() -> None:
    assert _rows() == _rows(_batch([])) == []


def test_a_null_gives_a_row_that_says_so() -> None:
    first, empty, last = _rows(_batch([_MAIL, None, _MAIL]))
    assert first == last == check(_MAIL).to_dict()
    assert (empty["kind"], empty["certainty"]) == ("not-a-bounce", "unsure")
    assert empty["defects"] == ["This row has no content: its cell is null."]


def test_a_column_of_nulls_alone_has_a_type_of_its_own() -> None:
    """Dask and pandas give such a batch where no row of a piece has a mail."""
    assert _rows(pa.record_batch([pa.nulls(2)], names=["content"])) == _rows(_batch([None, None]))


def test_a_column_can_be_the_source() -> None:
    batch = pa.record_batch({"content": [_MAIL] * 3, "path": ["a.eml", None, "ü.eml"]})
    assert [row["source"] for row in _rows(batch, source="path")] == ["a.eml", "", "ü.eml"]
    assert {row["source"] for row in _rows(batch)} == {""}


def test_text_that_is_not_utf_8_is_judged_as_bytes() -> None:
    mail = _MAIL + b" \xfc"
    broken = pa.Array.from_buffers(pa.string(), 1, pa.array([mail]).buffers())
    parted = pa.DictionaryArray.from_arrays(pa.array([0]), broken)
    for column in (broken, broken.view(pa.binary()).cast(pa.large_binary()).view(pa.large_string()), parted):
        assert _rows(pa.record_batch([column], names=["content"])) == [check(mail).to_dict()]


@pytest.mark.parametrize("error", [MemoryError, RecursionError, ValueError])
def test_a_mail_that_fails_costs_one_row(error: type[Exception], monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(data: bytes, *, source: str) -> Any:
        if data == b"poison":
            raise error
        return check(data, source=source)

    monkeypatch.setattr(row, "check", fail)
    first, poisoned, last = _rows(_batch([_MAIL, b"poison", _MAIL]))
    assert first == last == check(_MAIL).to_dict()
    assert (poisoned["kind"], poisoned["certainty"], len(poisoned["defects"])) == ("not-a-bounce", "unsure", 1)


@pytest.mark.parametrize(
    ("batch", "error", "words"),
    [
        (pa.record_batch({"body": [_MAIL]}), KeyError, "there is no column 'content'; the columns are: body"),
        (pa.record_batch({"content": [1]}), TypeError, "column 'content' contains int64, not bytes or text"),
        (pa.record_batch({"content": [[_MAIL]]}), TypeError, "contains list<item: binary>"),
    ],
)
def test_a_column_that_cannot_be_judged_is_refused(batch: pa.RecordBatch, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        _rows(batch)


def test_what_is_no_batch_is_refused_with_what_to_give() -> None:
    batch = _batch([_MAIL])
    for wrong in (batch, pa.Table.from_batches([batch])):
        with pytest.raises(TypeError, match=r"give \[batch\] for one, and table.to_batches\(\) for a table"):
            next(check_batches(wrong, column="content"))


@given(
    st.lists(
        st.one_of(st.none(), st.binary(max_size=200), st.sampled_from([path.read_bytes() for path in INPUTS])),
        max_size=4,
    )
)
def test_whatever_is_in_a_cell_gives_the_verdict_of_check(cells: list[bytes | None]) -> None:
    rows = _rows(_batch(cells))
    assert [_json(row) for row, cell in zip(rows, cells, strict=True) if cell is not None] == [
        to_json(check(cell)) for cell in cells if cell is not None
    ]


_WITHOUT = """
import sys
sys.modules["pyarrow"] = None
import ndr_checker
try:
    import ndr_checker.columns
except ImportError as error:
    print(error)
"""


def test_without_pyarrow_one_sentence_says_what_to_install() -> None:
    run = subprocess.run([sys.executable, "-c", _WITHOUT], capture_output=True, text=True, check=True)
    assert run.stdout == "ndr_checker.columns needs pyarrow 18 or newer: python -m pip install pyarrow\n"
