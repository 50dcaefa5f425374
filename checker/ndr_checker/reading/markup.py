"""HTML source as the text a reader would see, in one linear pass.

`html.parser` is quadratic on hostile input in released Pythons and loses offsets (CVE-2025-6069, cpython#135462),
so tags are cut out here; nothing is ever rendered.
"""

import re
from functools import lru_cache
from itertools import islice

from ndr_checker.base.limits import MAX_MARKUP
from ndr_checker.base.pattern import pattern

from .view import View

_KNOWN = (
    "a abbr article b big blockquote body br center code dd div dl dt em font footer form h1 h2 h3 h4 h5 h6 head header"
    " hr html i img input li link main mark meta nav o:p ol p path pre s script section small span strike strong style"
    " sub sup svg table tbody td tfoot th thead title tr tt u ul wbr"
)
_NAMES = frozenset(_KNOWN.split())
#: What may be a tag; it is one if its name is known: `<user@contoso.com>` and `<#5.7.1 smtp;550 ...>` are text.
_TAG = pattern(r"<(?:(/?)([a-z][a-z0-9:]*)(?=[\s/>])|!doctype)[^<>]*>", re.IGNORECASE)
_BREAKS = "br p div tr li h1 h2 h3 h4 h5 h6 table hr pre title ul ol dt dd section article"
#: Where a tag leads; `data-href` leads nowhere.
_TARGET = pattern(
    r"[\s\"'/](?:xlink:)?(?:href|action|formaction)\s{0,9}=\s{0,9}"
    r"(?:\"([^\"]{1,2000})|'([^']{1,2000})|([^\s\"'>]{1,2000}))",
    re.IGNORECASE,
)
#: Tabs and line breaks in an address, and controls and blanks before it, don't count (URL Standard, section 4.4).
_UNREAD = pattern(r"^[\x00-\x20]+|[\t\n\r]")
_SPACE = pattern(r"[\s\x00-\x1f]")
_SCHEME = pattern(r"(https?:)[/\\]*|[/\\]{2,}", re.IGNORECASE)
#: Beside links and the buttons that Outlook draws (`v:roundrect`), what takes the reader elsewhere.
_FORMS = ("form", "input")
_ENTITY = pattern(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});?")
#: Stands in the text where a quoted mail begins in the markup; Outlook draws the same line in plain text.
QUOTED = "_" * 32
#: What a reader sees in place of a tag, opened and closed; what a mail program quotes is an older mail.
_NO_GAP = ("", "")
_GAPS = {
    **dict.fromkeys(_NAMES, _NO_GAP),
    **dict.fromkeys(_BREAKS.split(), ("\n", "\n")),
    **dict.fromkeys(("td", "th"), (" ", "")),
    "blockquote": (f"\n{QUOTED}\n", "\n"),
}
#: What opens and what ends a piece that nobody sees (HTML, sections 13.2.5.2 and 13.2.5.51: `--!>` ends a comment too).
_HIDDEN = pattern(r"<(?:(!--)|(style|script)(?=[\s/>]))", re.IGNORECASE)
_ENDS = {
    "!--": pattern(r"--!?>"),
    "style": pattern("</style[^>]*>?", re.IGNORECASE),
    "script": pattern("</script[^>]*>?", re.IGNORECASE),
}


def is_markup(text: str) -> bool:
    """Tell whether a text is HTML source: it has at least two tags of known names near its start."""
    if "<" not in text:
        return False
    tags = (match for match in _TAG.finditer(text, 0, MAX_MARKUP) if _is_known(_name(match)))
    return len(list(islice(tags, 2))) == 2  # noqa: PLR2004 – one may be a quoted "<b>"


def _name(match: re.Match[str]) -> str:
    return (match[2] or "").lower()


def _is_known(name: str) -> bool:
    """Tell whether a tag is HTML's, by its name: "" is that of a document type, v: Outlook's drawings."""
    return name in _NAMES or not name or name.startswith("v:")


def strip(view: View) -> View:
    """Return what a reader would see of HTML source: no tags, no styles or scripts, entities read.

    Where a link leads is written behind its words, `<https://...>`, as Outlook does in plain text.
    """
    visible = _without_hidden(view)
    links: list[str] = []

    def seen(match: re.Match[str]) -> str:
        closes, name = match.groups()
        name = (name or "").lower()
        if name == "a":
            ended = links.pop() if links else ""
            if not closes:
                links.append(_target(match[0]))
            return ended
        gap = _GAPS.get(name)
        if gap is None and not _is_known(name):
            return match[0]
        if name in ("body", "html") and links:  # a link that nobody closed ends with the page
            return links.pop()
        leads = _target(match[0]) if name in _FORMS or name.startswith("v:") else ""
        return (gap or _NO_GAP)[1 if closes else 0] + leads

    return visible.replace(_TAG, seen).replace(_ENTITY, lambda match: _read(match[0]))


def _target(tag: str) -> str:
    """Return where a tag leads as `<https://...>`, as a browser reads it; nothing where it leads to no page."""
    match = _TARGET.search(tag)
    if not match:
        return ""
    url = _UNREAD.sub("", _ENTITY.sub(lambda entity: _read(entity[0]), match[1] or match[2] or match[3]))
    scheme = _SCHEME.match(url)
    # Blanks and controls are percent-encoded (URL Standard, section 4.1): its words never pass for those of the notice.
    return f"<{scheme[1] or 'https:'}//{_SPACE.sub('%20', url[scheme.end() :])}>" if scheme else ""


@lru_cache(maxsize=256)
def _read(entity: str) -> str:
    from html import unescape  # noqa: PLC0415 – its table is long, and only markup needs it

    return unescape(entity)


def _without_hidden(view: View) -> View:
    spans, at = [], 0
    while opening := _HIDDEN.search(view.text, at):
        end = _ENDS[(opening[1] or opening[2]).lower()].search(view.text, opening.end())
        at = end.end() if end else len(view.text)
        spans.append((opening.start(), at))
    return _drop(view, spans) if spans else view


def _drop(view: View, spans: list[tuple[int, int]]) -> View:
    """Return the view with the characters of `spans` blanked out, offsets unchanged."""
    pieces, done = [], 0
    for start, end in spans:
        pieces += [view.text[done:start], " " * (end - start)]
        done = end
    return view.with_text("".join([*pieces, view.text[done:]]))
