"""How a page says when it was last reviewed, and against which sources."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

_HEADING: Final = re.compile(r"^## .*\{#sources\}[ \t]*$", re.MULTILINE)


def with_review(markdown: str, front: Mapping[str, Any]) -> str:
    """Return a page's Markdown with its sources, if it has some, and the day of its last review at the end."""
    if sources := source_list(front.get("sources", ())):
        if not _HEADING.search(markdown):
            markdown += "\n\n## Sources {#sources}\n"
        markdown = _HEADING.sub(lambda heading: f"{heading[0]}\n\n{sources}", markdown)
    return f"{markdown.rstrip()}\n\n*Last reviewed: {front['reviewed']}*\n"


def source_list(sources: Sequence[Mapping[str, str]]) -> str:
    """Return the Markdown list of a page's sources."""
    return "".join(f"- [{source['title']}]({source['url']}), checked {source['checked']}\n" for source in sources)
