"""What a golden or a trap expects of a verdict, and where the verdict differs.

An expectation names only the keys that matter. Its keys are those of the verdict's JSON contract, and two of its own:

- a single value: equal to it; a list of single values: one of them;
- `acts`, `lifted_by`, `way`: the same list;
- `recipients`: the same number in the same order, each with the values that the expectation names;
- `other_codes`, `links`: the verdict has each of them, in any order;
- `not_codes`: the verdict's code is none of them;
- `unseen`: strings that are no codes at all: they are nowhere among the codes of the verdict.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from operator import eq
from typing import Any

from ndr_checker import check

# One way to write a newline, and one type of the input: what a paste box, a file or a program hands over.
FORMS = ("lf-text", "crlf-text", "lf-bytes", "crlf-bytes")

Record = Mapping[str, Any]

#: The keys of an expectation that a verdict doesn't have.
_OWN = ("not_codes", "unseen")


def in_form(text: str, form: str, encoding: str = "utf-8") -> str | bytes:
    """Return the text, whose newlines are LF, in one of FORMS."""
    newline, kind = form.split("-")
    text = text.replace("\n", "\r\n") if newline == "crlf" else text
    return text.encode(encoding) if kind == "bytes" else text


def judge(data: str | bytes, *, source: str = "") -> dict[str, Any]:
    """Check an input and return the verdict as the JSON contract has it."""
    return check(data, source=source).to_dict()


def faults(expected: Record, verdict: Record) -> list[str]:
    """Say each difference between the expectation and the verdict in a line."""
    found = []
    for key, want in expected.items():
        if key not in verdict and key not in _OWN:
            found.append(
                f"{key}: a verdict has no such key; it has {', '.join(verdict)}, and {', '.join(_OWN)} are ours"
            )
            continue
        got = list(codes_seen(verdict)) if key == "unseen" else verdict["code" if key == "not_codes" else key]
        if not _JUDGES.get(key, _single)(want, got):
            found.append(f"{key}: expected {want!r}, got {got!r}")
    return found


def codes_seen(verdict: Record) -> Iterator[str | None]:
    """Yield each code that the verdict names anywhere."""
    yield verdict["code"]
    for key in ("recipients", "evidence", "other_codes"):
        yield from (item["code"] for item in verdict[key])


def _single(want: object, got: object) -> bool:
    return got in want if isinstance(want, list) else got == want


def _in_order(want: Sequence[Record], got: Sequence[Record]) -> bool:
    return len(want) == len(got) and all(w.items() <= g.items() for w, g in zip(want, got, strict=True))


def _each(want: Sequence[Record], got: Sequence[Record]) -> bool:
    return all(any(w.items() <= g.items() for g in got) for w in want)


_JUDGES: dict[str, Callable[[Any, Any], bool]] = {
    "recipients": _in_order,
    "other_codes": _each,
    "links": _each,
    "facts": _each,
    "acts": eq,
    "lifted_by": eq,
    "way": eq,
    "not_codes": lambda want, got: got not in want,
    "unseen": lambda want, got: not set(want) & set(got),
}
