"""The page /codes/by-who-acts/: the codes by who must act first; each meaning of a code puts it into its place."""

from collections.abc import Iterable
from typing import Final

from ndr_checker.rules.catalogue import Entry
from ndr_checker.telling.words import WHO, in_order, sentence
from sitebuild.pages.what_happened import what_happened

_HEAD: Final = """---
title: Codes by who must act
description: "Exchange Online's NDR codes by who has to act first: the sender, the recipient, an admin, or nobody."
reviewed: "{reviewed}"
search:
  exclude: true
---

Who has to act first after a bounce, and who acts next.
A code with several meanings is listed under each person who may have to act first.
You can also look codes up [by code](index.md) or [by wording](by-wording.md).

"""
_TABLE: Final = """| Code | What happened | Then |
| --- | --- | --- |
"""


def markdown(entries: Iterable[Entry]) -> str:
    """Return the page's Markdown. It is as fresh as the page that was reviewed last."""
    entries = tuple(entries)
    rows: dict[str, list[str]] = {token: [] for token in WHO}
    for entry in entries:
        for meaning in entry.meanings:
            first, *others = meaning.acts or ("itself",)
            then = sentence(in_order(others)) if others else ""
            rows[first].append(f"| [{entry.code}]({entry.code}.md) | {what_happened(entry, meaning)} | {then} |\n")
    head = _HEAD.format(reviewed=max(entry.front["reviewed"] for entry in entries))
    return head + "\n".join(
        f"## {sentence(WHO[token])} {{#{token}}}\n\n{_TABLE}{''.join(lines)}" for token, lines in rows.items() if lines
    )
