"""What every verdict is made of, as docs/schema/verdict-1.json says it: its keys, in this order, and their values."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

import fastjsonschema

from tests.support.paths import DOCS

_SCHEMA: Final = json.loads((DOCS / "schema" / "verdict-1.json").read_text(encoding="utf-8"))
KEYS: Final = list(_SCHEMA["properties"])
_KEYS_OF_A_ROW: Final = {
    key: list(rule["items"]["properties"])
    for key, rule in _SCHEMA["properties"].items()
    if "properties" in rule.get("items", {})
}
_validate: Final = fastjsonschema.compile(_SCHEMA)


def breaches(answer: Mapping[str, Any]) -> Iterator[str]:
    """Yield what a verdict, as JSON gives it, breaks of the contract."""
    try:
        _validate(answer)
    except fastjsonschema.JsonSchemaValueException as error:
        yield str(error)
        return
    if list(answer) != KEYS:
        yield f"its keys are in another order: {list(answer)}"
    yield from (
        f"{key}: its keys are in another order: {list(row)}"
        for key, keys in _KEYS_OF_A_ROW.items()
        for row in answer[key]
        if list(row) != keys
    )
