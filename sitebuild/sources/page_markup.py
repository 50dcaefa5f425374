"""A page is words: the markup that a page's Markdown may make, as an allow list.

This reads what the Markdown was turned into, so it doesn't matter which way a tag, an attribute or an address got in:
raw HTML, an attribute list, a reference, an entity, or the front matter.
"""

import re
from collections.abc import Iterator
from html import unescape
from itertools import chain
from typing import Final, NamedTuple

from sitebuild.markup import COMMENT, END, MALFORMED, START, Token, tokens

#: What HTML closes by itself; few of them are allowed.
_VOID: Final = frozenset({
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
})  # fmt: skip
_TAGS: Final = frozenset({
    "a", "blockquote", "br", "code", "dd", "del", "details", "div", "dl", "dt", "em", "figcaption", "figure", "h1",
    "h2", "h3", "h4", "hr", "img", "kbd", "li", "ol", "p", "pre", "span", "strong", "sub", "summary", "sup", "table",
    "tbody", "td", "th", "thead", "tr", "ul",
})  # fmt: skip
_EVERYWHERE: Final = frozenset({"class", "id"})
_ATTRIBUTES: Final = {
    "a": frozenset({"href", "title"}),
    "details": frozenset({"open"}),
    "img": frozenset({"alt", "height", "src", "width"}),
    "ol": frozenset({"start"}),
    "td": frozenset({"style"}),
    "th": frozenset({"style"}),
}
#: Where Markdown aligns a column; page_repairs makes a class of it.
_ALIGNED: Final = re.compile(r"text-align: (?:left|center|right);")
#: Those that the style sheet has for pages. The checker's scripts look for other classes, so a page can't have those.
_CLASSES: Final = frozenset({
    "admonition", "admonition-title", "filename", "headerlink", "highlight", "info", "ndr-blocks", "ndr-example",
    "ndr-facts", "ndr-filter", "ndr-lead", "ndr-promises", "ndr-read", "note", "tip", "warning",
})  # fmt: skip
#: For which codes a step of the guide is; its script filters by them.
_STEP_CLASS: Final = re.compile(r"for-(?:705|708|711|750|518|quota)")
#: What colours code: k, nb, s2.
_CODE_CLASS: Final = re.compile(r"[a-z]{1,2}[0-9]?|err|language-[a-z]+")
_COMMENT: Final = re.compile(r"checker|triage|(?:end of )?(?:browser|build|chart|classifier|exports|hostile)")
_ID: Final = re.compile(r"(?!ndr-)[a-z0-9]+(?:-[a-z0-9]+)*")
_HOST: Final = r"[a-z0-9-]+(?:\.[a-z0-9-]+)+"
_PATH: Final = r"[A-Za-z0-9._~!$&'()*+,;=:@%/-]*"
_ADDRESS: Final = re.compile(
    rf"https://{_HOST}(?:[/?#][!-~]*)?|mailto:[a-z0-9._+-]+@{_HOST}|tel:\+?[0-9-]+"
    rf"|(?!/|[^/?#]*:){_PATH}(?:\#[a-z0-9-]*)?"
)
_PICTURE: Final = re.compile(r"(?:\.\./)*assets/[a-z0-9-]+\.(?:svg|png)(?:#only-(?:light|dark))?")
_HEADING: Final = re.compile(r'<h[1-6] [^<>]*\bid="([^"]+)"')


class Fault(NamedTuple):
    """What a page may not hold; `line` of its file, 0 where it can't be found there."""

    line: int
    words: str


def named(page: str, html: str, source: str) -> list[str]:
    """Return what a page may not hold, with its file and the line. `page` is its file below docs/."""
    return [f"docs/{page}{f':{line}' if line else ''}: {words}" for line, words in faults(html, source)]


def faults(html: str, source: str) -> Iterator[Fault]:
    """Yield what a page may not hold.

    `html` is what its Markdown was turned into, without the theme; `source` is the whole file, for the lines.
    """
    opened: list[Token] = []
    ids: set[str] = set()
    for token in tokens(html):
        for wrong in _wrong(token, opened, ids):
            yield Fault(_line(token, html, source), wrong)
    for token in opened:
        yield Fault(_line(token, html, source), f"{token.source} is never closed: close it")


def _wrong(token: Token, opened: list[Token], ids: set[str]) -> Iterator[str]:
    """Yield what is wrong with one token. `opened` and `ids` hold what came before it, and take it in."""
    if token.kind == MALFORMED:
        yield f"{token.source!r} isn't plain markup: write \\< or put it between backticks if it is to be read"
    elif token.kind == COMMENT and not _COMMENT.fullmatch(token.text):
        yield f"the comment {token.source} would be published: take it out"
    elif token.kind == END:
        if opened and opened[-1].name == token.name:
            opened.pop()
        else:
            yield f"{token.source} closes nothing that is open there: take it out"
    elif token.kind == START:
        if token.name not in _VOID:
            opened.append(token)
        if token.name not in _TAGS:
            yield f"<{token.name}> isn't allowed in a page: write Markdown, or put it between backticks"
        else:
            for name, value in token.attributes.items():
                yield from _attribute(token.name, name, unescape(value))
            name = token.attributes.get("id", "")
            if name in ids:
                yield f'the id "{name}" is there twice: rename one'
            ids.update({name} - {""})


def _attribute(tag: str, name: str, value: str) -> Iterator[str]:
    if name not in _EVERYWHERE | _ATTRIBUTES.get(tag, frozenset()):
        yield f"the attribute {name} isn't allowed on <{tag}>: take it out"
    elif name == "style" and not _ALIGNED.fullmatch(value):
        yield f'style="{value}" isn\'t allowed: use a class that docs/assets/site.css has for pages'
    elif name == "href" and not _ADDRESS.fullmatch(value):
        yield f"{value!r} isn't an address that a page may link to: use https://, mailto:, tel:, #id or a file of docs/"
    elif name == "src" and not _PICTURE.fullmatch(value):
        yield f"{value!r} isn't one of this site's pictures: put it in docs/assets/ and link it relative to the page"
    elif name == "id" and not _ID.fullmatch(value):
        yield f"the id \"{value}\" isn't allowed: use lower-case words joined by -, and don't begin with ndr-"
    elif name == "class":
        for other in value.split():
            if other in _CLASSES or _CODE_CLASS.fullmatch(other) or _STEP_CLASS.fullmatch(other):
                continue
            yield f'the class "{other}" isn\'t one for pages: use one of {", ".join(sorted(_CLASSES))}'


def _line(token: Token, html: str, source: str) -> int:
    """Return the line of the file that made a token: the first one below its heading that has something of it."""
    lines = source.split("\n")
    first: int = 0
    for name in _HEADING.findall(html[: token.at]):
        marked = re.compile(rf"\{{[^}}]*#{re.escape(name)}[\s}}]")
        first = next((at for at in range(first, len(lines)) if marked.search(lines[at])), first)
    values = [unescape(value) for value in token.attributes.values()]
    attributes = sorted((*values, *token.attributes.values(), *token.attributes), key=len, reverse=True)
    for sought in (token.source, f"<{token.name}" if token.name else "<", *attributes):
        for at in chain(range(first, len(lines)), range(first)):
            if sought and sought.casefold() in lines[at].casefold():
                return at + 1
    return first + 1
