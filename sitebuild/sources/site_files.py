"""Which files docs/ may hold. MkDocs publishes every file that it finds there, so a page could bring a script along."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from sitebuild.markup import MALFORMED, START, Token, tokens

_DATA: Final = r"[a-z0-9][a-z0-9._-]*\.(?:csv|eml|json|log|mbox|txt)"
_KNOWN: Final = re.compile(
    rf"""(?:[a-z0-9-]+/)*[a-z0-9][a-z0-9._-]*\.md
    |assets/[a-z0-9-]+\.(?:css|mjs|png|svg)
    |overrides/(?:main\.html|404\.html|sitemap\.xml)
    |(?:schema|samples)/{_DATA}
    |redirects\.json|urls\.lock""",
    re.VERBOSE,
)
_SVG: Final = re.compile(r".*\.svg")
_PREFACE: Final = re.compile(r"(?:<!--[^<>]*-->\s*)?")
#: A picture is shapes and words. One that is opened by itself is a document that no policy binds.
#: What fetches something from elsewhere, in an attribute or in the style, and what could spell such a thing out.
_FETCHING: Final = re.compile(
    r"(?i)\b(?:url|src|image|image-set)\((?![\"']?#)|@(?:import|font-face)|xml:base|\\|&(?!(?:amp|lt|gt);)"
)
_SHAPES: Final = frozenset({
    "circle", "defs", "desc", "ellipse", "g", "line", "linearGradient", "marker", "path", "polygon", "polyline",
    "rect", "stop", "style", "svg", "text", "title", "tspan",
})  # fmt: skip


def faults(docs: Path) -> Iterator[str]:
    """Yield which files may not be published, each with its remedy."""
    for path in sorted(docs.rglob("*")):
        name = path.relative_to(docs).as_posix()
        if path.is_symlink():
            yield f"docs/{name}: it is a symbolic link: put the file itself there"
        elif path.is_file() and not _KNOWN.fullmatch(name):
            yield (
                f"docs/{name}: no file of that name may be published: pages are .md, pictures go in docs/assets/;"
                " list anything else in sitebuild/sources/site_files.py"
            )
        elif _SVG.fullmatch(name) and path.is_file():
            text = path.read_text(encoding="utf-8")
            yield from (f"docs/{name}:{line}: {words}" for line, words in _picture(text))


def _picture(text: str) -> Iterator[tuple[int, str]]:
    preface = _PREFACE.match(text)
    start = preface.end() if preface else 0
    for found in _FETCHING.finditer(text, start):
        line = text.count("\n", 0, found.start()) + 1
        yield line, f"{found[0]!r} isn't allowed in a picture: it may fetch something, or hide what does"
    for token in tokens(text[start:]):
        line = text.count("\n", 0, start + token.at) + 1
        yield from ((line, words) for words in _shape(token))


def _shape(token: Token) -> Iterator[str]:
    if token.kind == MALFORMED:
        yield f"{token.source!r} isn't plain markup: write each attribute once, in double quotes"
    elif token.kind == START and token.name not in _SHAPES:
        yield f"<{token.name}> isn't allowed in a picture: draw shapes and write text"
    elif token.kind == START:
        for name in token.attributes:
            if name.lower().startswith("on") or name in {"href", "xlink:href", "style"}:
                yield f"the attribute {name} isn't allowed in a picture: take it out"
