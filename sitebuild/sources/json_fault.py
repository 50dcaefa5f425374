"""What is wrong with a file of JSON, for people who don't program: the parser names what it expected next."""

import json
from typing import Final

_CURLY: Final = "“”„‟«»'‘’"


def json_fault(text: str, error: json.JSONDecodeError) -> tuple[int, str]:
    """Return the line that is to be changed, and how."""
    before, rest = text[: error.pos].rstrip(), text[error.pos :].lstrip()
    if rest[:1] == "," and rest[1:].lstrip()[:1] in ("}", "]"):  # where Python 3.13 points at the comma itself
        before, rest = text[: error.pos + 1], rest[1:].lstrip()
    line = before.count("\n") + 1
    if before[-1:] == "," and rest[:1] in ("}", "]"):
        return line, "there is a comma after the last entry: remove the comma at the end of this line"
    if not rest:
        return line, "the file ends too early: close what is open with a double quote, ] or }"
    if rest[:1] in _CURLY:
        return error.lineno, f"{rest[0]} isn't a straight double quote: write \" around every name and value"
    if error.msg.startswith("Expecting ',' delimiter") and rest[:1] == '"':
        return line, "a comma is missing at the end of this line"
    if error.msg.startswith("Invalid control character") or error.msg.startswith("Unterminated string"):
        return error.lineno, "a value in this line has no double quote at its end"
    return error.lineno, f"it isn't JSON from column {error.colno} on: compare the line with the example"
