"""The page /codes/by-wording/: every wording that the checker knows, from A to Z, and the code it belongs to."""

import re
from collections.abc import Iterable
from itertools import groupby
from typing import Final, NamedTuple

from ndr_checker.rules.catalogue import Entry, order
from sitebuild.pages.what_happened import what_happened

_HEAD: Final = """---
title: Codes by wording
description: "The wording of Exchange Online's refusals from A to Z, each with its code, for bounces without a number."
reviewed: "{reviewed}"
search:
  exclude: true
---

Use this list if a bounce has no number, or if somebody reads it to you on the phone.
Each line is part of a refusal's wording, in lower case; search this page for words that you see.
The [checker](../index.md) compares a whole bounce with all of them.
You can also look codes up [by code](index.md) or [by who must act](by-who-acts.md).

"""
_TABLE: Final = """| The bounce says | Code | What happened |
| --- | --- | --- |
"""


_NO_WORD: Final = re.compile(r"^[^a-z0-9]+")


class _Row(NamedTuple):
    phrase: str
    code: str
    happened: str

    @property
    def first_word(self) -> str:
        """The phrase from its first letter or digit on."""
        return _NO_WORD.sub("", self.phrase)

    @property
    def section(self) -> str:
        """The id of its heading."""
        return letter if (letter := self.first_word[:1]).isalpha() else "numbers"


def markdown(entries: Iterable[Entry]) -> str:
    """Return the page's Markdown. It is as fresh as the page that was reviewed last."""
    entries = tuple(entries)
    rows = [
        _Row(phrase, entry.code, what_happened(entry, meaning))
        for entry in entries
        for meaning in entry.meanings
        for phrase in meaning.phrases
    ]
    rows.sort(key=lambda row: (row.section != "numbers", row.first_word, order(row.code)))
    head = _HEAD.format(reviewed=max(entry.front["reviewed"] for entry in entries))
    return head + "\n".join(
        f"## {section.title()} {{#{section}}}\n\n{_TABLE}{''.join(_line(row) for row in group)}"
        for section, group in groupby(rows, lambda row: row.section)
    )


def _line(row: _Row) -> str:
    return f"| `{row.phrase}` | [{row.code}]({row.code}.md) | {row.happened} |\n"
