"""Inputs made to mislead: each says its trap in a sentence and what the verdict must or must not say.

`traps/<family>.toml` holds a table a trap: `says`, `paste`, and the expectation (see `expectation`), "none" for null.
`encoding` makes the paste a file of these bytes, `newline` writes other newlines, `before` comes `repeat` times first.
"""

import json
import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import pytest

from tests.support.expectation import FORMS, codes_seen, faults, in_form, judge
from tests.support.paths import TRAPS as FOLDER

# What a web page hides inside long words.
INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))

# Letters that a person or text recognition took for a digit.
MISREAD = dict(zip(map(ord, "OoIl"), "0011", strict=True))


class Trap(NamedTuple):
    """A misleading input in the forms in which it may come, and what the verdict must say of it."""

    name: str
    says: str
    forms: Mapping[str, str | bytes]
    expected: Mapping[str, Any]


def _forms(text: str, encoding: str | None, newline: str | None) -> dict[str, str | bytes]:
    if encoding:
        return {encoding: text.encode(encoding)}
    if newline:
        text = text.replace("\n", newline)
        return {"text": text, "bytes": text.encode()}
    return {form: in_form(text, form) for form in FORMS}


def _null(value: object) -> object:
    """TOML has no null: "none" stands for it, alone and in a list."""
    return [_null(item) for item in value] if isinstance(value, list) else None if value == "none" else value


def _traps() -> Iterator[Trap]:
    for path in sorted(FOLDER.glob("*.toml")):
        for name, row in tomllib.loads(path.read_text(encoding="utf-8")).items():
            says, text = row.pop("says"), row.pop("before", "") * row.pop("repeat", 1) + row.pop("paste")
            forms = _forms(text, row.pop("encoding", None), row.pop("newline", None))
            yield Trap(f"{path.stem}-{name}", says, forms, {key: _null(value) for key, value in row.items()})


TRAPS = list(_traps())

each_trap = pytest.mark.parametrize("trap", TRAPS, ids=lambda trap: trap.name)


def test_there_are_traps_enough() -> None:
    assert len(TRAPS) >= 75


@each_trap
def test_the_verdict_does_not_step_into_the_trap(trap: Trap) -> None:
    found = {form: faults(trap.expected, judge(data)) for form, data in trap.forms.items()}
    assert {form: faults for form, faults in found.items() if faults} == {}, trap.says


@each_trap
def test_every_code_is_an_error_in_ascii_digits(trap: Trap) -> None:
    codes = {code for data in trap.forms.values() for code in codes_seen(judge(data)) if code}
    assert [code for code in codes if not re.fullmatch(r"[245](\.[0-9]{1,3}){2}", code)] == []


@each_trap
def test_a_verdict_with_a_code_shows_the_evidence_that_decided(trap: Trap) -> None:
    for verdict in (judge(data) for data in trap.forms.values()):
        assert verdict["code"] in {None, *(item["code"] for item in verdict["evidence"] if item["decisive"])}, trap.says


@each_trap
def test_evidence_points_at_the_digits_of_its_code(trap: Trap) -> None:
    for text in (data for data in trap.forms.values() if isinstance(data, str)):
        for item in judge(text)["evidence"]:
            if item["start"] is not None and item["code"] is not None and item["kind"] != "phrase":
                written = text[item["start"] : item["end"]].translate(INVISIBLE | MISREAD)
                shown = iter(unicodedata.normalize("NFKC", written))
                assert all(digit in shown for digit in item["code"].replace(".", "")), item


@pytest.mark.parametrize(
    "text",
    [
        "\ud83d Remote Server returned '550 5.7.705 \udcff Access denied'",
        "Remote Server returned '550 5.7.705 \ud83d Access denied, tenant has exceeded thres=\nhold'",
        "Final-Recipient: rfc822;b\udce7b@fabrikam.com\nAction: failed\nStatus: 5.7.705\n",
        "550 5.7.705 Access denied. See https://ex\udc9bmple.com/f\udc9bx",
        "From: postmaster@contoso.com\nContent-Type: text/plain; charset=x\udc80\n\nsaid: 550 5.7.705 \udc80",
    ],
)
def test_lone_surrogates_in_a_paste_are_survived(text: str) -> None:
    verdict = judge(text)
    json.dumps(verdict, ensure_ascii=False).encode()
    assert (verdict["kind"], verdict["code"]) == ("failure", "5.7.705")


def test_bytes_of_no_charset_are_survived() -> None:
    verdict = judge(b"\x81\x8d\x9d said: 550 5.7.705 Access denied, tenant \x90 has exceeded thres=\nhold")
    json.dumps(verdict, ensure_ascii=False).encode()
    assert (verdict["kind"], verdict["code"]) == ("failure", "5.7.705")


@pytest.mark.parametrize("data", [b"", b"\x00", b"\xff\xfe", b"\xff\xfe5", b"\xef\xbb", bytes(range(256)) * 4])
def test_bytes_that_are_no_text_are_no_bounce(data: bytes) -> None:
    assert judge(data)["kind"] == "not-a-bounce"
