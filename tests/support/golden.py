"""The goldens: whole bounces with the verdicts that they must get."""

import codecs
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from tests.support.expectation import in_form, judge
from tests.support.paths import GOLDENS

INPUTS = sorted(path for path in GOLDENS.iterdir() if path.suffix != ".json")
TEXTS = [path for path in INPUTS if path.suffix in {".txt", ".log"}]
SHAPES = (
    "smtp-line",
    "outlook-diagnostic",
    "exchange-online-notice",
    "dsn",
    "quoted",
    "postfix-log",
    "message-trace-led",
    "notice-html-source",
)


class Golden(NamedTuple):
    """A bounce and what the verdict must say of it."""

    text: str
    encoding: str
    expected: Mapping[str, Any]


def golden(path: Path) -> Golden:
    """Read a golden, its newlines as LF whatever the checkout made of them."""
    data = path.read_bytes()
    encoding = "utf-16" if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8"
    expected = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    del expected["story"]
    return Golden(data.decode(encoding).replace("\r\n", "\n"), encoding, expected)


def verdict(path: Path, form: str) -> dict[str, Any]:
    """Check a golden in one of FORMS."""
    text, encoding, _ = golden(path)
    return judge(in_form(text, form, encoding), source=path.name)
