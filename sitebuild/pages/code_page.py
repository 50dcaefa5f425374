"""A code's page: its Markdown with what the front matter knows put in, so that no page says it twice.

Markdown in, Markdown out: links to other pages stay links to files, which the strict build then checks.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from ndr_checker.rules.catalogue import Entry
from ndr_checker.telling.words import BLOCKED, PERMANENCE, WHO, in_order, sentence
from sitebuild.pages.review import source_list

#: Stands where the checker goes, in index.md by hand; it is replaced in the finished page, out of the search's sight.
CHECKER_MARK: Final = "<!-- checker -->"
_HEADING = re.compile(r"^## .*\{#(sender|not-this|sources)\}[ \t]*$", re.MULTILINE)


def markdown(entry: Entry, body: str, files: Mapping[str, str]) -> str:
    """Return the page's Markdown with facts, checker and lists.

    `body` is the file without its front matter, `files` says in which file beside it a code is.
    """
    facts = f'<div class="ndr-facts" markdown="1">\n\n{_facts(entry)}\n</div>\n\n'
    return facts + _fill(entry, body, files, before_sender=f"{CHECKER_MARK}\n\n")


def twin(entry: Entry, body: str, files: Mapping[str, str]) -> str:
    """Return the page as Markdown that is complete in itself, for tools that would rather read that than HTML."""
    return f"# {entry.title}\n\n{_facts(entry)}\n{_fill(entry, body, files, before_sender='')}"


def _fill(entry: Entry, body: str, files: Mapping[str, str], before_sender: str) -> str:
    lists = {"not-this": _confused(entry, files), "sources": source_list(entry.front["sources"])}

    def put(heading: re.Match[str]) -> str:
        name = heading[1]
        return f"{before_sender}{heading[0]}" if name == "sender" else f"{heading[0]}\n\n{lists[name]}"

    return _HEADING.sub(put, body)


def _facts(entry: Entry) -> str:
    meanings = entry.meanings
    facts = {
        "Blocked": _each(m.blocks or BLOCKED[m.blocked] for m in meanings),
        "Who acts": _each(in_order(m.acts) for m in meanings),
        "Lifted by": _each(", or ".join(WHO[token] for token in m.lifted_by) for m in meanings),
        "This message": _each(PERMANENCE[m.permanence] for m in meanings),
        "Last reviewed": entry.front["reviewed"],
    }
    if entry.front.get("retired"):
        facts["Retired"] = "Exchange Online no longer sends this code"
    return "".join(f"- **{name}:** {sentence(words)}\n" for name, words in facts.items() if words)


def _each(words: Iterable[str]) -> str:
    """Return what all meanings say, or each of their answers where the wording decides."""
    answers = list(dict.fromkeys(filter(None, words)))
    return "; or ".join(answers) + (" (depending on the wording)" if len(answers) > 1 else "")


def _confused(entry: Entry, files: Mapping[str, str]) -> str:
    return "".join(
        f"- **[{other['code']}]({files[other['code']]}):** {other['because']}\n"
        for other in entry.front["confused_with"]
    )
