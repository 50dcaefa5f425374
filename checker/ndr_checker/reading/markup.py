"""HTML source as the text a reader would see, in one linear pass; nothing is ever rendered."""

import re
from itertools import islice

from ndr_checker.base.limits import MAX_MARKUP
from ndr_checker.base.pattern import pattern

from .concealed import Concealment
from .mime import decode_base64
from .tags import Tag, character, tags, unescaped
from .view import View

_KNOWN = (
    "a abbr area article b base big blockquote body br button center code dd div dl dt em font footer form h1"
    " h2 h3 h4 h5 h6 head header hr html i iframe img input li link main map mark meta nav o:p ol p path pre s"
    " script section small span strike strong style sub sup svg table tbody td tfoot th thead title tr tt u ul"
    " wbr"
)
_NAMES = frozenset(_KNOWN.split())
#: What may be a tag; it is one if its name is known: `<user@contoso.com>` and `<#5.7.1 smtp;550 ...>` are text.
_TAG = pattern(r"<(?:(/?)([a-z][a-z0-9:]*)(?=[\s/>])|!doctype)[^<>]*>", re.IGNORECASE)
_BREAKS = "br p div tr li h1 h2 h3 h4 h5 h6 table hr pre title ul ol dt dd section article"
#: Tabs and line breaks in an address, and controls and blanks round it, don't count (URL Standard, section 4.4).
_UNREAD = pattern(r"[\t\n\r]")
_AROUND = "".join(map(chr, range(0x21)))
#: What would end an address where the text is read.
_ENDING = pattern(r"[\s\x00-\x1f<>\"']")
_SCHEME = pattern(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
#: Schemes whose addresses have a host, with or without slashes before it (URL Standard, section 3.1).
_WITH_HOST = ("http", "https", "ftp", "ws", "wss")
#: Addresses that lead to no host.
_WITHOUT_HOST = ("mailto", "tel", "cid")
_BARE = pattern(r"(?:[a-z0-9-]{1,63}\.){1,9}[a-z]{2,24}/", re.IGNORECASE)
_AUTHORITY_END = pattern(r"[/\\?#]")
#: ASCII that would end a host where the text is read, or be taken for an entity.
_ODD = pattern("[!\"$&'()*+,;<=>^`{|}~]")
#: What a click, a submission or a refresh follows, on whatever element; a `link` is no link.
_LEADING = ("href", "xlink:href", "action", "formaction", "ping")
#: What an animation of a drawing puts into an attribute, one value after the other (SVG Animations, section 2.2).
_ANIMATIONS = ("animate", "set")
_ANIMATED = ("values", "from", "to", "by")
_FRAMES = {"iframe": "src", "frame": "src", "embed": "src", "object": "data"}
#: All of these attributes, with those that hold a page or where it is refreshed from.
_FOLLOWED = frozenset((*_LEADING, *_ANIMATED, *_FRAMES.values(), "srcdoc", "content"))
#: What comes before a page that is an address by itself, with "base64" where it is in that (RFC 2397).
_PAGE = pattern(r"data:(?:text/html|application/xhtml\+xml|image/svg\+xml)([^,]{0,200}),", re.IGNORECASE)
#: Pages in the source of pages are read so deep.
_DEEPEST = 3
_REFRESH = pattern(r"^[\s0-9.,;]*(?:url\s*=\s*)?['\"]?", re.IGNORECASE)
_URL = pattern(r"[a-z]{3,5}://[^\s<>\"']{1,400}", re.IGNORECASE)
_ENTITY = pattern(r"&(?:#0*[0-9]{1,7}|#[xX]0*[0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});?")
#: Is in the text where a quoted mail begins in the markup; Outlook draws the same line in plain text.
QUOTED = "_" * 32
#: What a reader sees in place of a tag, opened and closed; what a mail program quotes is an older mail.
_NO_GAP = ("", "")
_GAPS = {
    **dict.fromkeys(_NAMES, _NO_GAP),
    **dict.fromkeys(_BREAKS.split(), ("\n", "\n")),
    **dict.fromkeys(("td", "th"), (" ", "")),
    "blockquote": (f"\n{QUOTED}\n", "\n"),
}
#: Comments, and elements whose content nobody sees.
_HIDDEN = ("!--", "#script", "#style", "#iframe", "#noembed", "#noframes")


def is_markup(text: str) -> bool:
    """Return whether a text is HTML source: it has at least two tags of known names near its start."""
    if "<" not in text:
        return False
    tags = (match for match in _TAG.finditer(text, 0, MAX_MARKUP) if _is_known(_name(match)))
    return len(list(islice(tags, 2))) == 2  # noqa: PLR2004 – one may be a quoted "<b>"


def _name(match: re.Match[str]) -> str:
    return (match[2] or "").lower()


def _is_known(name: str) -> bool:
    """Return whether a tag is HTML's, by its name: "" is that of a document type, v: Outlook's drawings."""
    return name in _NAMES or not name or name.startswith("v:")


def strip(view: View) -> View:
    """Return what a reader would see of HTML source: no tags, no styles or scripts, nothing hidden, entities read.

    Where a link leads is written after its words, `<https://...>`, as Outlook does in plain text.
    """
    edits: list[tuple[int, int, str]] = []
    link, concealment, shown = "", Concealment(), 0
    for tag in tags(view.text):
        if concealment.hides and tag.start > shown:
            edits.append((shown, tag.start, _written_links(view.text[shown : tag.start])))
        shown = tag.end
        concealment.follow(tag)
        if tag.name == "#style":
            concealment.learn(view.text[tag.start : tag.end])
        if tag.name[:1] in ("!", "#"):
            start = tag.start if tag.name in _HIDDEN else tag.end
            edits.append((start, tag.end, "".join(map(_target, tag.inside))))
        elif tag.name in ("a", "body", "html"):  # a link that nobody closed ends with the next one, or with the page
            edits.append((tag.start, tag.end, link))
            link = "" if tag.closes else _target(tag)
        else:
            start = tag.start if _is_known(tag.name) else tag.end
            put = _GAPS.get(tag.name, _NO_GAP)[tag.closes]
            edits.append((start, tag.end, put + _target(tag) if tag.attributes else put))
    edits.append((len(view.text), len(view.text), link))
    return view.edited([edit for edit in edits if edit[0] < edit[1] or edit[2]]).replace(
        _ENTITY, lambda match: character(match[0])
    )


def targets(text: str) -> str:
    """Return where the links of HTML or SVG source lead, or those that another text spells out, as `<https://...>`."""
    if not is_markup(text) and "<svg" not in text:
        return _written_links(text)
    found = (_target(tag) + "".join(map(_target, tag.inside)) for tag in tags(text))
    return "\n".join(filter(None, found))


def _written_links(hidden: str) -> str:
    """Return the links that hidden words hold, for they are named wherever they stand."""
    return "".join(f"<{link}>" for link in _URL.findall(hidden)) if "://" in hidden else ""


def _target(tag: Tag, depth: int = 0) -> str:
    """Return where a tag leads as `<https://...>`, as a browser reads it; nothing where it leads to no host.

    `depth` is that of the page in a frame of a page.
    """
    if tag.closes or tag.name == "link" or _FOLLOWED.isdisjoint(tag.attributes):
        return ""
    found = [unescaped(tag.attributes[name]) for name in _LEADING if name in tag.attributes]
    if tag.name in _ANIMATIONS:
        found += (value for name in _ANIMATED for value in unescaped(tag.attributes.get(name, "")).split(";"))
    inside = ""
    if tag.name in _FRAMES:
        framed = unescaped(tag.attributes.get(_FRAMES[tag.name], ""))
        inside = unescaped(tag.attributes.get("srcdoc", "")) or _page(framed)
        found += [framed] if not inside else []
    if tag.name == "meta" and unescaped(tag.attributes.get("http-equiv", "")).lower() == "refresh":
        content = unescaped(tag.attributes.get("content", ""))
        return _written(_REFRESH.sub("", content))
    pages = "".join(_target(one, depth + 1) for one in tags(inside)) if depth < _DEEPEST else ""
    return "".join(_written(url) for url in found if url) + pages


def _page(url: str) -> str:
    """Return the source of the page that an address is; "" where it isn't one."""
    url = _UNREAD.sub("", url.strip(_AROUND))
    begin = _PAGE.match(url)
    if not begin:
        return ""
    from urllib.parse import unquote  # noqa: PLC0415 – hardly ever needed, and slow to import

    source = unquote(url[begin.end() :])
    return decode_base64(source).decode("utf-8", "replace") if "base64" in begin[1].lower() else source


def _written(url: str) -> str:
    """Return an address as text that leads to the same host (URL Standard, section 4.4); "" where it names none."""
    url = _UNREAD.sub("", url.strip(_AROUND))
    scheme = _SCHEME.match(url)
    name, rest = (scheme[1].lower(), url[scheme.end() :]) if scheme else ("https", url)
    behind = rest.lstrip("/\\")
    slashes = len(rest) - len(behind)
    if name in _WITHOUT_HOST or (name == "file" and slashes % 2):  # file:///C:/x is the reader's own
        return ""
    if slashes < 2 and not (scheme and name in _WITH_HOST):  # noqa: PLR2004 – "//" before a host
        # Another program's address may hold one of the web's; some mail programs add the scheme that a host lacks.
        holds = scheme and any(sign in rest.lower() for sign in ("//", "\\\\", "%2f", "%5c"))
        return f"<{_ENDING.sub(_encoded, url)}>" if holds or (not scheme and _BARE.match(url)) else ""
    authority = _AUTHORITY_END.split(behind, maxsplit=1)[0]
    host = _ODD.sub(_encoded, authority)
    # Blanks, controls, angles and quotes are percent-encoded (URL Standard, section 4.1): the words of an address never
    # pass for those of the notice.
    return f"<{name}://{_ENDING.sub(_encoded, host + behind[len(authority) :])}>"


def _encoded(match: re.Match[str]) -> str:
    return "%20" if match[0] < "!" or match[0].isspace() else f"%{ord(match[0]):02x}"
