"""llms.txt: the pages for programs that read text, each as its Markdown twin, with what it is about."""

from collections.abc import Iterable, Mapping
from typing import Any


def text(name: str, description: str, pages: Iterable[tuple[str, Mapping[str, Any]]]) -> str:
    """Return the file's text. `pages` are the addresses of the twins, each with the front matter of its page."""
    rows = (f"- [{front['title']}]({address}): {front['description']}\n" for address, front in pages)
    return f"# {name}\n\n> {description}\n\n## Pages\n\n{''.join(rows)}"
