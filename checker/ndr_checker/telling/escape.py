"""Untrusted text made safe to print: a bounce can carry terminal commands, and marks that turn text round."""

import re
from collections.abc import Iterable

from ndr_checker.base.pattern import pattern

#: Controls, format characters, line separators and surrogates (categories Cc, Cf, Zl, Zp, Cs), and what is
#: shown as nothing: fillers, variation selectors, the rest of the block of tags. A test asks all of Unicode.
_UNSAFE = pattern(
    "[\x00-\x1f\x7f-\x9f\u00ad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u17b4\u17b5"
    "\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ud800-\udfff\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    "\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)


#: Where a cell may begin: Excel parts cells at semicolons where the comma is for decimals, and quotes count only at a
#: cell's start. Then, what a spreadsheet takes for a formula (OWASP, CSV Injection), wide forms too.
_FORMULA = pattern(r"(^|[,;])(?=[\s\"]*[=+@\uff1d\uff0b\uff0d\uff20-])")
#: What parts cells in one country or another: Excel takes the semicolon where the comma is for decimals.
_PARTING = frozenset(',;"')


def visible(text: str) -> str:
    r"""Return text on one line with every character that a terminal would act on written out: `\x1b`, `\u202e`."""
    line = text.replace("\t", " ")
    return line if line.isascii() and line.isprintable() else _UNSAFE.sub(_written, line)


def _written(match: re.Match[str]) -> str:
    number = ord(match[0])
    return f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"  # noqa: PLR2004


def cell(text: str) -> str:
    """Return text for a cell of CSV: on one line, and not a formula to any spreadsheet, wherever it parts cells."""
    return _FORMULA.sub(r"\1'", visible(text))


def csv_row(values: Iterable[object]) -> str:
    """Return a row of CSV (RFC 4180) without its end; None is an empty cell. Where Excel parts cells doesn't matter."""
    cells = (cell("" if value is None else str(value)) for value in values)
    return ",".join('"' + text.replace('"', '""') + '"' if _PARTING.intersection(text) else text for text in cells)


def code_fence(text: str) -> tuple[str, str]:
    """Return what goes before and after a text to make a Markdown code span that its own backticks can't end.

    CommonMark, section 6.1.
    """
    fence = "`" * (max((len(run) for run in re.findall("`+", text)), default=0) + 1)
    pad = " " if "`" in text or not text.strip() else ""
    return fence + pad, pad + fence
