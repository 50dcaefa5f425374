"""How easily the pages read: Flesch reading ease and words a sentence, of the guide and the code pages' first sections.

python -m tools.readability prints one line a page; the higher the ease, the easier: 60 to 70 is plain English, and
B2 readers manage from about 50. Syllables are counted by pyphen, which hyphenates as a dictionary does.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Final, NamedTuple

import pyphen

from tools.paths import ROOT

DOCS: Final = ROOT / "docs"
#: The sections of a code page that everybody reads.
FIRST: Final = ("meaning", "sender")
_NOISE: Final = re.compile(
    r"^ *```.*?^ *```|^\|[^\n]*$|^![^\n]*$|^\{[^\n]*\}$|<!--.*?-->|<[^>\n]+>|\{[^}\n]*\}", re.MULTILINE | re.DOTALL
)
_CODE: Final = re.compile(r"`[^`]*`")
_LINK: Final = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_ITEM: Final = re.compile(r"^\s*(?:[-*]|\d+\.|#+|>)\s+", re.MULTILINE)
_END: Final = re.compile(r"[.!?:](?:\s|$)|\n\s*\n|\n(?=\s*(?:[-*]|\d+\.|#)\s)")
_WORD: Final = re.compile(r"[A-Za-z]+(?:['’][a-z]+)?")
_SYLLABLES: Final = pyphen.Pyphen(lang="en_US")


class Ease(NamedTuple):
    """The figures of one text; `ease` is Flesch's formula of 1948."""

    words: int
    sentences: int
    syllables: int

    @property
    def per_sentence(self) -> float:
        """The words of a sentence, on average."""
        return self.words / max(1, self.sentences)

    @property
    def ease(self) -> float:
        """206.835 - 1.015 words a sentence - 84.6 syllables a word."""
        return 206.835 - 1.015 * self.per_sentence - 84.6 * self.syllables / max(1, self.words)


def measure(markdown: str) -> Ease:
    """Return the figures of a page's prose: without code, tables, pictures and addresses."""
    prose = _LINK.sub(r"\1", _CODE.sub("it", _NOISE.sub("", markdown)))
    sentences = [words for part in _END.split(prose) if (words := _WORD.findall(_ITEM.sub("", part)))]
    words = [word for sentence in sentences for word in sentence]
    syllables = sum(_SYLLABLES.inserted(word.lower()).count("-") + 1 for word in words)
    return Ease(words=len(words), sentences=len(sentences), syllables=syllables)


def body(page: Path) -> str:
    """Return a page without its front matter."""
    return page.read_text(encoding="utf-8").split("\n---\n", 1)[1]


def first_sections(markdown: str) -> str:
    """Return what a code page says to everybody."""
    parts = re.split(r"^## .*\{#([a-z-]+)\}[ \t]*$", markdown, flags=re.MULTILINE)
    return parts[0] + "".join(text for name, text in zip(parts[1::2], parts[2::2], strict=True) if name in FIRST)


def rows(docs: Path) -> Iterator[tuple[str, Ease]]:
    """Yield the guide and every code page, with their figures."""
    yield "unblock.md", measure(body(docs / "unblock.md"))
    for page in sorted((docs / "codes").glob("*.md")):
        yield f"codes/{page.name}", measure(first_sections(body(page)))


def main(docs: Path) -> None:
    """Print the guide, the hardest code pages and the median of all."""
    (_, guide), *codes = rows(docs)
    print(f"{'unblock.md':24} ease {guide.ease:5.1f}  {guide.per_sentence:4.1f} words a sentence  {guide.words} words")
    for name, ease in sorted(codes, key=lambda row: row[1].ease)[:10]:
        print(f"{name:24} ease {ease.ease:5.1f}  {ease.per_sentence:4.1f} words a sentence")
    eases, lengths = median(ease.ease for _, ease in codes), median(ease.per_sentence for _, ease in codes)
    print(f"{'code pages, median':24} ease {eases:5.1f}  {lengths:4.1f} words a sentence  {len(codes)} pages")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else DOCS)
