"""Inputs made to mislead: each says its trap in a sentence and what the verdict must or must not say.

`traps/<family>.toml` holds a table a trap: `says`, `paste`, and the expectation (see `expectation`), "none" for null.
`encoding` makes the paste a file of these bytes, `newline` writes other newlines, `before` comes `repeat` times first.
"""

import json
import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pytest

from tests.support.expectation import FORMS, codes_seen, faults, in_form, judge
from tests.support.paths import TRAPS as FOLDER

_CODE = re.compile(r"[245](\.[0-9]{1,3}){2}", re.ASCII)

# What a web page hides inside long words.
INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))

# Letters that a person or text recognition took for a digit.
MISREAD = dict(zip(map(ord, "OoIl"), "0011", strict=True))


@dataclass(frozen=True)
class Trap:
    """A misleading input in the forms in which it may come, and what the verdict must say of it."""

    name: str
    says: str
    forms: Mapping[str, str | bytes]
    expected: Mapping[str, Any]

    @cached_property
    def verdicts(self) -> Mapping[str, dict[str, Any]]:
        """The verdict on each form."""
        return {form: judge(data) for form, data in self.forms.items()}


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


def test_there_are_traps_enough() -> None:
    assert len(TRAPS) >= 75


@pytest.mark.parametrize("trap", TRAPS, ids=lambda trap: trap.name)
def test_the_verdict_does_not_step_into_the_trap(trap: Trap) -> None:
    found = {form: faults(trap.expected, verdict) for form, verdict in trap.verdicts.items()}
    assert {form: faults for form, faults in found.items() if faults} == {}, trap.says


def test_every_code_is_an_error_in_ascii_digits() -> None:
    codes = {(trap.name, code) for trap in TRAPS for verdict in trap.verdicts.values() for code in codes_seen(verdict)}
    assert [(name, code) for name, code in codes if code and not _CODE.fullmatch(code)] == []


def test_a_verdict_with_a_code_shows_the_evidence_that_decided() -> None:
    verdicts = [(trap.name, verdict) for trap in TRAPS for verdict in trap.verdicts.values()]
    shown = [(name, v["code"], {item["code"] for item in v["evidence"] if item["decisive"]}) for name, v in verdicts]
    assert [(name, code) for name, code, decisive in shown if code not in {None, *decisive}] == []


def _points_at_its_code(item: Mapping[str, Any], text: str) -> bool:
    if item["start"] is None or item["code"] is None or item["kind"] == "phrase":
        return True
    written = text[item["start"] : item["end"]].translate(INVISIBLE | MISREAD)
    shown = iter(unicodedata.normalize("NFKC", written))
    return all(digit in shown for digit in item["code"].replace(".", ""))


def test_evidence_points_at_the_digits_of_its_code() -> None:
    texts = [(trap, form, data) for trap in TRAPS for form, data in trap.forms.items() if isinstance(data, str)]
    items = [(trap.name, text, item) for trap, form, text in texts for item in trap.verdicts[form]["evidence"]]
    assert [(name, item) for name, text, item in items if not _points_at_its_code(item, text)] == []


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
