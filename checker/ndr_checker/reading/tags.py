"""Tags in HTML source and their attributes, cut as a browser cuts them (HTML, section 13.2.5).

`html.parser` is quadratic on hostile input in released Pythons and loses offsets (CVE-2025-6069, cpython#135462).
Every character is looked at a fixed number of times here.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final, NamedTuple

from ndr_checker.base.pattern import pattern

#: What opens a comment, a declaration, or a tag, or is all of a tag without attributes; `</` before anything but a
#: letter opens a comment too.
_OPENING = pattern(r"<(?:(!--)|([!?]|/(?![a-zA-Z]))|(/?)([a-zA-Z][^ \t\n\f\r/>]*)(>?))")
#: `<!-->` and `<!--->` are whole comments (13.2.5.44), and `--!>` ends one as well (13.2.5.52).
_COMMENT_END = pattern(r"--!?>")
_EMPTY_COMMENT = pattern("-?>")
#: The next attribute of a tag, or the end of the tag. A quotation mark that is never closed is the last group.
_ATTRIBUTE = pattern(
    r"[ \t\n\f\r/]*(?:(>)|([^ \t\n\f\r/>][^ \t\n\f\r/>=]*)"
    r"(?:[ \t\n\f\r]*=[ \t\n\f\r]*(?:\"([^\"]*)\"|'([^']*)'|([^ \t\n\f\r\"'>][^ \t\n\f\r>]*)|(?=>)|([\"'])))?)"
)
_LOOSE_END = pattern("[<>]")
_REFERENCE = pattern(
    r"&(?:#(?:0*[0-9]{1,7}|x0*[0-9a-f]{1,6});?|([a-z][a-z0-9]{1,31}(?:;|(?![=a-z0-9;]))))", re.IGNORECASE
)
#: A number may begin with any number of zeros (13.2.5.80); Python takes no more than 4,300 digits.
_ZEROS = pattern(r"^(&#x?)0+(?=[0-9a-f])", re.IGNORECASE)
#: Elements whose content is text up to their end tag (13.2.5.1 to 13.2.5.4, 13.1.2).
_RAW: Final = {
    name: pattern(rf"</{name}(?=[ \t\n\f\r/>])", re.IGNORECASE)
    for name in ("script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes")
}


class Tag(NamedTuple):
    """A tag, `text[start:end]`: its name in lower case, and for each name of an attribute its first value.

    The name is "" for a declaration such as a document type, "!--" for a comment, and "#" with an element's name for
    the raw text in it. `inside` are the tags in a comment or in raw text, which some mail programs show.
    """

    start: int
    end: int
    name: str
    closes: bool = False
    attributes: Mapping[str, str] = MappingProxyType({})
    inside: "tuple[Tag, ...]" = ()


def tags(text: str) -> Iterator[Tag]:
    """Yield the tags of a text in order, each comment and each element's raw text as one."""
    at, loose = 0, False
    while opening := _OPENING.search(text, at):
        comment, _, closes, name, whole = opening.groups()
        start, at = opening.span()
        if whole:
            tag = Tag(start, at, name.lower(), closes == "/")
        elif name:
            tag, closed = _tag(text, opening, len(text), loose=loose)
            loose = loose or not closed
            at = tag.end
        elif comment:
            stop = _comment_end(text, at)
            tag = Tag(start, stop, "!--", inside=_inside(text, at, stop))
            at = stop
        else:
            at = (text.find(">", at) + 1) or len(text)
            tag = Tag(start, at, "")
        yield tag
        if tag.name in _RAW and not tag.closes:
            end = _RAW[tag.name].search(text, at)
            stop = end.start() if end else len(text)
            yield Tag(at, stop, f"#{tag.name}", inside=_inside(text, at, stop))
            at = stop


def _inside(text: str, start: int, end: int) -> tuple[Tag, ...]:
    found, at, loose = [], start, False
    while opening := _OPENING.search(text, at, end):
        at = opening.end()
        if opening[4]:
            tag, closed = _tag(text, opening, end, loose=loose)
            loose = loose or not closed
            at = tag.end
            found.append(tag)
    return tuple(found)


def _comment_end(text: str, start: int) -> int:
    end = _EMPTY_COMMENT.match(text, start) or _COMMENT_END.search(text, start)
    return end.end() if end else len(text)


def _tag(text: str, opening: re.Match[str], end: int, *, loose: bool) -> tuple[Tag, bool]:
    """Return the tag that opens there, and whether it ends before `end`.

    A browser drops a tag that never ends, and all that follows. So that nothing is searched for twice, such a tag and
    all later ones are `loose`: they end at the next angle bracket, whatever is quoted.
    """
    name, closes = opening[4].lower(), bool(opening[3])
    if opening[5]:
        return Tag(opening.start(), opening.end(), name, closes), True
    if not loose:
        attributes, at, closed = _attributes(text, opening.end(), end)
        if closed:
            return Tag(opening.start(), at, name, closes, attributes), True
    bracket = _LOOSE_END.search(text, opening.end(), end)
    stop = bracket.start() if bracket else end
    attributes, _, _ = _attributes(text, opening.end(), stop)
    return Tag(opening.start(), stop + (text[stop : stop + 1] == ">"), name, closes, attributes), False


def _attributes(text: str, at: int, end: int) -> tuple[dict[str, str], int, bool]:
    """Return the attributes from `at` on, where they end, and whether a `>` ends them."""
    found: dict[str, str] = {}
    while attribute := _ATTRIBUTE.match(text, at, end):
        at = attribute.end()
        if attribute[1]:
            return found, at, True
        value = attribute[3] or attribute[4] or attribute[5] or (text[at:end] if attribute[6] else "")
        found.setdefault(attribute[2].lower(), value)
        if attribute[6]:
            break
    return found, at, False


def unescaped(value: str) -> str:
    """Return the value of an attribute with its character references read (13.2.5.73)."""
    return _REFERENCE.sub(_character, value) if "&" in value else value


def _character(reference: re.Match[str]) -> str:
    from html.entities import html5  # noqa: PLC0415 – its table is long, and only markup needs it

    name = reference[1]
    return html5.get(name, reference[0]) if name else character(reference[0])


@lru_cache(maxsize=256)
def character(reference: str) -> str:
    """Return what a character reference stands for."""
    from html import unescape  # noqa: PLC0415 – as above

    return unescape(_ZEROS.sub(r"\1", reference))
