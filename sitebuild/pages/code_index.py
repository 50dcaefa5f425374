"""The page /codes/: every code, as Markdown."""

from collections.abc import Iterable

from ndr_checker.rules.catalogue import Entry
from ndr_checker.telling.words import in_order, sentence

_HEAD = """---
title: All codes
description: Every Exchange Online NDR code that this site explains, with who must act.
reviewed: "{reviewed}"
---

One page for each code.
Paste the bounce [on the home page](../index.md) if you are not sure of the code.

| Code | What happened | Who acts |
| --- | --- | --- |
"""


def markdown(entries: Iterable[Entry]) -> str:
    """Return the page's Markdown. It is as fresh as the page that was reviewed last."""
    entries = tuple(entries)
    return _HEAD.format(reviewed=max(entry.front["reviewed"] for entry in entries)) + "".join(
        f"| [{entry.code}]({entry.code}.md) | {_title(entry)} | {_who(entry)} |\n" for entry in entries
    )


def _who(entry: Entry) -> str:
    """Return who acts; where the meanings differ, each of the answers."""
    return sentence("; or ".join(dict.fromkeys(in_order(meaning.acts) for meaning in entry.meanings)))


def _title(entry: Entry) -> str:
    return sentence(entry.title.removeprefix(f"{entry.code}:").strip()).replace("|", "\\|")
