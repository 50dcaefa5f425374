"""The page /codes/: every code, as Markdown."""

import re
from collections.abc import Iterable
from typing import Final

from ndr_checker.rules.catalogue import Entry
from ndr_checker.telling.words import in_order, sentence
from sitebuild.pages.what_happened import what_happened

_HEAD = """---
title: All codes
description: Every Exchange Online NDR code that this site explains, with who must act.
keywords: [all codes, list of codes, code list, error codes, status codes, table of NDR codes, 5.7.x codes]
reviewed: "{reviewed}"
---

Each code has its own page.
If you aren't sure which code it is, paste the bounce [on the home page](../index.md).
You can also look codes up [by wording](by-wording.md) or [by who must act](by-who-acts.md).

<div class="ndr-filter"></div>
"""
_TABLE: Final = "\n| Code | What happened | Who acts |\n| --- | --- | --- |\n"
#: Heading, id, and which codes: the first group that a code fits.
_GROUPS: Final = (
    ("Your organization is blocked", "blocked", re.compile(r"5\.7\.7(05|50)$")),
    ("5.7: security and policy", "policy", re.compile(r"5\.7\.")),
    ("5.1: addresses and senders", "addresses", re.compile(r"5\.1\.")),
    ("5.2: mailboxes", "mailboxes", re.compile(r"5\.2\.")),
    ("5.0 and 5.3 to 5.6: servers, routing and content", "servers", re.compile(r"5\.")),
    ("4: delays", "delays", re.compile(r"4\.")),
    ("2: nothing has failed", "success", re.compile(r"2\.")),
)


def markdown(entries: Iterable[Entry]) -> str:
    """Return the page's Markdown. It is as fresh as the page that was reviewed last."""
    entries = tuple(entries)
    groups: dict[str, list[Entry]] = {name: [] for _, name, _ in _GROUPS}
    for entry in entries:
        groups[next(name for _, name, codes in _GROUPS if codes.match(entry.code))].append(entry)
    return _HEAD.format(reviewed=max(entry.front["reviewed"] for entry in entries)) + "".join(
        f"\n## {heading} {{#{name}}}\n{_TABLE}{''.join(map(_row, groups[name]))}"
        for heading, name, _ in _GROUPS
        if groups[name]
    )


def _row(entry: Entry) -> str:
    return f"| [{entry.code}]({entry.code}.md) | {what_happened(entry)} | {_who(entry)} |\n"


def _who(entry: Entry) -> str:
    """Return who acts; where the meanings differ, each of the answers."""
    return sentence("; or ".join(dict.fromkeys(in_order(meaning.acts) for meaning in entry.meanings)))
