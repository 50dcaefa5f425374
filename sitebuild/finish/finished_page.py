"""What a finished page may hold: the scripts that were reviewed, and no other markup that acts by itself.

page_markup.py judges what a page's author wrote; this judges the theme, docs/overrides and the build's own parts too.
"""

import base64
import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from html import unescape
from typing import Final

from sitebuild.markup import COMMENT, MALFORMED, START, Token, tokens

#: The theme's inline scripts, each read by a person. After an update of the theme: read the script that a fault shows,
#: then put its hash here.
REVIEWED: Final = {
    "sha256-exqRXrW/0laiImCrTE8a70vxyyY10FJVIppytLf/dbY=": "what the theme keeps: functions over localStorage",
    "sha256-DrEMJJ29sL7vIloQzly+VUGMxKcBTMII+OfW7Y8AkG4=": "the colours that a reader has chosen",
    "sha256-/8wPdzX9q0NNJXyA5lzsLojXFpkeaXVxhbfkUOQaWy8=": "which tab of a set is open",
}
#: The first of them names the path of the site, which each copy has for itself.
_SCOPE: Final = re.compile(r'(?<=^__md_scope=new URL\(")[A-Za-z0-9._~%/-]*(?=",location\),)')
_MODULES: Final = re.compile(
    r"(?:(?:\.\./)+|\./|/(?:[A-Za-z0-9._~%-]+/)*)?assets/"
    r"(?:javascripts/bundle\.[0-9a-f]+\.min\.js|(?:site|redirect)\.mjs|checker/[0-9a-f]{12}/web/page/page\.mjs)"
)
_CONFIG: Final = {"id": "__config", "type": "application/json"}
_TAGS: Final = frozenset({
    "a", "article", "blockquote", "body", "br", "button", "code", "dd", "del", "details", "div", "dl", "dt", "em",
    "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "head", "header", "hr", "html", "img", "input",
    "kbd", "label", "li", "link", "main", "meta", "nav", "noscript", "ol", "p", "path", "pre", "progress", "script",
    "section", "select", "option", "span", "strong", "sub", "summary", "sup", "svg", "table", "tbody", "td",
    "textarea", "th", "thead", "title", "tr", "ul",
})  # fmt: skip
_ACTING: Final = frozenset({
    "action", "archive", "background", "classid", "code", "codebase", "data", "formaction", "is", "itemid", "lowsrc",
    "manifest", "nonce", "ping", "poster", "profile", "srcdoc", "srcset", "style", "xlink:href",
})  # fmt: skip
_LINKS: Final = frozenset({" alternate", "canonical", "icon", "modulepreload", "next", "preload", "prev", "stylesheet"})
#: The only refresh: moved.py's, for readers without JavaScript, to another page of the site.
_REFRESH: Final = re.compile(r"0; url=(?:\.\./)*[A-Za-z0-9.-]+/(?:[A-Za-z0-9./-]*/)?(?:#[a-z0-9-]*)?")
_RUNS: Final = re.compile(r"(?:javascript|vbscript|data|blob):", re.IGNORECASE)
#: Browsers pass over these in an address.
_SKIPPED: Final = re.compile(r"[\x00-\x20]")


def read(html: str) -> tuple[set[str], list[str]]:
    """Return the sources that a policy names for a page's inline scripts, and what the page may not hold."""
    found = [*tokens(html)]
    hashes = {_hash(token.text) for token in found if _is_inline(token)}
    ids = Counter(token.attributes["id"] for token in found if token.kind == START and "id" in token.attributes)
    faults = [fault for token in found for fault in _wrong(token)]
    faults += [
        f'the id "{name}" is there {times} times: rename all but one' for name, times in ids.items() if times > 1
    ]
    return {f"'{digest}'" for digest in hashes}, faults


def _is_inline(token: Token) -> bool:
    return (
        token.name == "script" and token.kind == START and "src" not in token.attributes and token.attributes != _CONFIG
    )


def _hash(script: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}"


def _wrong(token: Token) -> Iterator[str]:
    if token.kind == MALFORMED:
        yield f"{token.source!r} isn't plain markup: write it so, or escape it"
    elif token.kind == COMMENT or token.kind != START:
        return
    elif token.name not in _TAGS:
        yield f"{token.source} isn't allowed: take it out"
    else:
        for name, value in token.attributes.items():
            if name.lower().startswith("on") or name.lower() in _ACTING:
                yield f"{name}={value!r} on <{token.name}> acts by itself: use a class, or a module"
            if name.lower() in {"href", "src"} and _RUNS.match(_SKIPPED.sub("", unescape(value))):
                yield f"{name}={value!r} runs what it says: take it out"
        yield from _of_its_own(token)


def _of_its_own(token: Token) -> Iterator[str]:
    attributes = token.attributes
    if token.name == "script" and "src" in attributes:
        if not _MODULES.fullmatch(attributes["src"]) or token.text:
            yield f"{token.source} isn't a script of this site: list it in finished_page.py once it has been reviewed"
    elif _is_inline(token):
        digest = _hash(_SCOPE.sub("/", token.text))
        if digest not in REVIEWED or attributes:
            yield (
                f"an inline script that nobody has reviewed, {digest}: {token.text[:80]!r}:"
                " take it out; if the theme brought it, read all of it and list it in finished_page.py"
            )
    elif token.name == "meta" and "http-equiv" in attributes:
        if attributes["http-equiv"] != "refresh" or not _REFRESH.fullmatch(attributes.get("content", "")):
            yield f"{token.source} acts by itself: take it out"
    elif token.name == "link" and attributes.get("rel") not in _LINKS:
        yield f"{token.source} isn't a link that a page needs: take it out"
