"""The goldens: whole bounces with the verdicts that they must get, and what every verdict is made of."""

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

KEYS = [
    *("version", "source", "kind", "code", "reply", "meaning", "certainty", "title", "page", "permanence", "blocked"),
    *("acts", "lifted_by", "whose", "recipients", "evidence", "other_codes", "links", "headline", "says", "way"),
    *(
        "sender",
        "time",
        "server",
        "id",
        "defects",
        "severity",
        "answer",
        "notice",
        "steps",
        "facts",
        "offers",
        "because",
    ),
]
ITEM_KEYS = {
    "recipients": ["address", "code", "reply", "action", "evidence"],
    "evidence": ["kind", "part", "code", "text", "line", "start", "end", "decisive"],
    "other_codes": ["code", "why_not"],
    "links": ["host", "microsoft"],
    "steps": ["address", "text", "reader"],
    "facts": ["name", "text"],
}
WORDS: dict[str, set[str | None]] = {
    "kind": {"failure", "delay", "mention", "not-a-bounce"},
    "certainty": {"certain", "likely", "unsure"},
    "permanence": {"permanent", "transient", None},
    "blocked": {
        *("organization", "unregistered-domains", "connector", "sender", "recipient", "ip", "message", "nothing"),
        None,
    },
    "whose": {"sender-side", "recipient-side", "unknown"},
    "severity": {"organization", "admin", "you", "recipient", "wait", "open", "info"},
}
ACTORS = {"sender", "sender-admin", "recipient", "recipient-admin", "microsoft", "itself"}


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
