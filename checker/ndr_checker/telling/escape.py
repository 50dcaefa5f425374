"""Untrusted text made safe to print: a bounce can carry terminal commands, and marks that turn text round."""

import re

from ndr_checker.base.pattern import pattern

#: C0, DEL and C1 controls, soft hyphen, zero width, line separators, direction marks, surrogates, tags, variants.
_UNSAFE = pattern(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufe00-\ufe0f\ufeff\ufff9-\ufffb\U000e0000-\U000e01ef]"
)


def visible(text: str) -> str:
    r"""Return text on one line with every character that a terminal would act on written out: `\x1b`, `\u202e`."""
    return _UNSAFE.sub(_written, text.replace("\t", " "))


def _written(match: re.Match[str]) -> str:
    number = ord(match[0])
    return f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"  # noqa: PLR2004


def code_fence(text: str) -> tuple[str, str]:
    """Return what goes before and after a text to make a Markdown code span that its own backticks can't end.

    CommonMark, section 6.1.
    """
    fence = "`" * (max((len(run) for run in re.findall("`+", text)), default=0) + 1)
    pad = " " if "`" in text or not text.strip() else ""
    return fence + pad, pad + fence
