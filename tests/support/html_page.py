"""A built page, read as far as the tests ask: its elements, its ids, its text."""

from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple


class Element(NamedTuple):
    """A start tag, and what is before the next tag."""

    tag: str
    attributes: dict[str, str | None]
    text: list[str]


class HtmlPage(HTMLParser):
    """Reads a page once; `elements` holds all its elements in order."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self._words: list[str] = []
        self._inside = False
        self.feed(path.read_text(encoding="utf-8"))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.elements.append(Element(tag, dict(attrs), []))
        self._inside = True

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 – the name is html.parser's
        """Note that what follows belongs to no element that is asked about."""
        self._inside = False

    def handle_data(self, data: str) -> None:
        """Note words."""
        self._words.append(data)
        if self._inside:
            self.elements[-1].text.append(data)

    def named(self, *tags: str) -> Iterator[Element]:
        """Yield the elements with one of these tags."""
        return (element for element in self.elements if element.tag in tags)

    def values(self, attribute: str) -> list[str]:
        """Return every value of an attribute, in order."""
        return [value for element in self.elements if (value := element.attributes.get(attribute)) is not None]

    @property
    def text(self) -> str:
        """The page's words with single blanks."""
        return " ".join("".join(self._words).split())


@cache
def read(path: Path) -> HtmlPage:
    """Return the page in a file."""
    return HtmlPage(path)


def pages(site: Path) -> dict[str, HtmlPage]:
    """Return every HTML page of a built site by its path."""
    return {str(path.relative_to(site)): read(path) for path in sorted(site.rglob("*.html"))}
