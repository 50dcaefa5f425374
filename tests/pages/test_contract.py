"""The JSON contract is said in the schemas, in the verdict and in the page's types: all three say the same."""

import json
import re
from typing import Any, get_args

import pytest

from ndr_checker import check
from ndr_checker.base import terms
from ndr_checker.rules.catalogue import entries
from sitebuild.finish.code_list import text
from tests.support.paths import DOCS, ROOT

_TYPES = (ROOT / "checker" / "web" / "contract.d.mts").read_text(encoding="utf-8")
_VERDICT = json.loads((DOCS / "schema" / "verdict-1.json").read_text(encoding="utf-8"))
_FOUND = (ROOT / "checker" / "web" / "triage" / "found.d.mts").read_text(encoding="utf-8")
_TRIAGE = json.loads((DOCS / "schema" / "triage-1.json").read_text(encoding="utf-8"))
_CODES = json.loads((DOCS / "schema" / "codes-1.json").read_text(encoding="utf-8"))["$defs"]
_FIELDS_OF = _VERDICT["properties"]
_FIELD = re.compile(r"^  (\w+)(\?)?: (.+);$", re.MULTILINE)
#: The page's own: what a link's card carries instead of asking Python.
_OF_A_LINK = {"letter", "case"}
#: Interfaces of the page's types, and where the schema says the same.
_PARTS = {
    "Recipient": "recipients",
    "Evidence": "evidence",
    "OtherCode": "other_codes",
    "Link": "links",
    "Step": "steps",
    "Fact": "facts",
}


def fields(interface: str, types: str = _TYPES) -> dict[str, tuple[bool, str]]:
    """Return the fields of one of the page's types: whether they may be missing, and their type."""
    (body,) = re.findall(rf"^export interface {interface} {{\n(.*?)^}}", types, re.MULTILINE | re.DOTALL)
    return {name: (bool(optional), kind) for name, optional, kind in _FIELD.findall(body)}


def nullable(schema: dict[str, Any], whole: dict[str, Any] = _VERDICT) -> bool:
    """Return whether a part of a whole schema lets null through."""
    if "$ref" in schema:
        return nullable(whole["$defs"][schema["$ref"].rpartition("/")[2]], whole)
    kinds = schema.get("type", [])
    return (
        "null" in ([kinds] if isinstance(kinds, str) else kinds)
        or None in schema.get("enum", [])
        or any(nullable(one, whole) for one in schema.get("anyOf", []))
    )


def test_the_verdicts_keys_are_those_of_the_schema_and_of_the_types() -> None:
    verdict = list(check("550 5.7.705 tenant has exceeded threshold").to_dict())
    assert list(_VERDICT["properties"]) == _VERDICT["required"] == verdict
    assert set(fields("Verdict")) - _OF_A_LINK == set(verdict) - {"version"}


@pytest.mark.parametrize(("interface", "field"), _PARTS.items())
def test_each_part_has_the_schemas_fields(interface: str, field: str) -> None:
    rows = _VERDICT["properties"][field]["items"]
    assert list(fields(interface)) == list(rows["properties"]) == rows["required"]


@pytest.mark.parametrize("interface", ["Verdict", *_PARTS])
def test_what_may_be_null_may_be_null_in_the_types(interface: str) -> None:
    rows = _VERDICT if interface == "Verdict" else _VERDICT["properties"][_PARTS[interface]]["items"]
    for name, (_, kind) in fields(interface).items():
        if name not in _OF_A_LINK:
            assert ("| null" in kind) == nullable(rows["properties"][name]), name


def test_each_word_of_an_enumeration_is_one_of_the_schema() -> None:
    for name, (_, kind) in fields("Verdict").items():
        words = re.findall('"([a-z-]+)"', kind)
        schema = _VERDICT["properties"].get(name, {})
        if words:
            assert set(words) - {"link"} == set(schema.get("enum") or schema["items"]["enum"]) - {"link"}, name


@pytest.mark.parametrize(
    ("interface", "path"),
    [
        ("Found", ()),
        ("Messages", ("messages",)),
        ("Source", ("domains", "items", "sources", "items")),
        *(
            (interface, (field, "items"))
            for interface, field in {
                "Read": "files",
                "Domain": "domains",
                "Connector": "connectors",
                "Account": "accounts",
                "Act": "acts",
                "Hour": "hours",
                "Count": "counts",
                "Answer": "answers",
                "Missing": "missing",
            }.items()
        ),
    ],
)
def test_the_workspaces_types_say_what_its_schema_says(interface: str, path: tuple[str, ...]) -> None:
    rows = _TRIAGE
    for step in path:
        rows = rows[step] if step == "items" else rows["properties"][step]
    found = fields(interface, _FOUND)
    assert list(found) == list(rows["properties"])
    assert [name for name, (optional, _) in found.items() if not optional] == rows["required"]
    for name, (_, kind) in found.items():
        schema = rows["properties"][name]
        assert ("| null" in kind) == nullable(schema, _TRIAGE), name
        words = re.findall('"([a-z-]+)"', kind)
        assert sorted(words) == sorted(word for word in schema.get("enum", []) if word), name


@pytest.mark.parametrize(
    ("words", "schema"),
    [
        (terms.Kind, _FIELDS_OF["kind"]),
        (terms.Certainty, _FIELDS_OF["certainty"]),
        (terms.Permanence, _FIELDS_OF["permanence"]),
        (terms.Blocked, _FIELDS_OF["blocked"]),
        (terms.Actor, _VERDICT["$defs"]["who"]["items"]),
        (terms.Whose, _FIELDS_OF["whose"]),
        (terms.Severity, _FIELDS_OF["severity"]),
        (terms.Reader, _FIELDS_OF["steps"]["items"]["properties"]["reader"]),
        (terms.Offer, _FIELDS_OF["offers"]["items"]),
    ],
)
def test_the_packages_types_allow_the_schemas_words(words: object, schema: dict[str, Any]) -> None:
    assert set(get_args(words)) - {"link"} == set(schema["enum"]) - {"link", None}


def test_codes_json_has_the_types_fields() -> None:
    entry = json.loads(text(entries(), dict.fromkeys((entry.code for entry in entries()), ())))["codes"][0]
    assert set(fields("Entry")) <= set(entry) <= set(_CODES["code"]["properties"])
    assert set(_CODES["code"]["required"]) <= set(entry)
