"""What may follow the `#` of a link to the home page: codes, near misses of codes, and random texts."""

import random
from collections.abc import Iterable, Mapping
from typing import Final

from ndr_checker.rules.catalogue import entries, is_restriction
from tests.support.payloads import PAYLOADS

#: Every code that a link may name.
CODES: Final = [code for entry in entries() for code in entry.codes()]


def _names(code: str) -> Iterable[str]:
    yield code
    if code.startswith("5.7."):
        yield code.removeprefix("5.")
    if is_restriction(code):
        yield code.removeprefix("5.7.")


#: What a link may name, and which code it means.
NAMED: Final = {name: code for code in CODES for name in _names(code)}


def fragments(*, atleast: int) -> Mapping[str, list[str]]:
    """Return texts by class: the same ones in each run, `atleast` altogether, which random ones fill up."""
    found = {
        "codes": [f"code={name}" for name in NAMED],
        "near misses": [text for code in CODES for text in _near(code)],
        "payloads as codes": [f"code={payload}" for payload in PAYLOADS],
        "payloads": list(PAYLOADS),
    }
    return found | {"random": list(_random(atleast - sum(map(len, found.values()))))}


def _near(code: str) -> Iterable[str]:
    yield from (f"code={code} ", f"code= {code}", f"Code={code}", f"code={code}.", f"code=%35{code[1:]}")
    yield from (f"code={code}&code={code}", f"code=0{code}", f"code={code}#x", f"code={code}\n", f"x&code={code}")


def _random(count: int) -> Iterable[str]:
    chance = random.Random(7)  # noqa: S311 – the same ones in each run
    signs = "0123456789.5.7.705-%#&=/:;<>\"'`${}()[] \t\0\u202e\u0665\uff15\ud7ffabcxyzcode"
    for _ in range(count):
        length = chance.randrange(14)
        start = "code=" if chance.random() < 0.8 else ""
        yield start + "".join(chance.choices(signs, k=length))
