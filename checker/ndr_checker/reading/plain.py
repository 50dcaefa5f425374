"""Text as a person reads it: no tags, quote marks, invisible characters or escapes; what is hidden in base64, found."""

import re
from collections.abc import Iterator

from ndr_checker.base.limits import MAX_HEAD
from ndr_checker.base.pattern import pattern

from . import events, literals, mime
from .view import View

#: The full-width forms of ASCII, and full stops, as East Asian keyboards type them.
_WIDE = {wide: wide - 0xFF01 + 0x21 for wide in range(0xFF01, 0xFF5F)} | {0x3002: 0x2E, 0xFF61: 0x2E}
_SPACES = dict.fromkeys((0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000, 0x0B, 0x0C), 0x20)
_HYPHENS = dict.fromkeys((0x2010, 0x2011, 0x2012), 0x2D)
_PLAIN = {chr(odd): chr(usual) for odd, usual in (_WIDE | _SPACES | _HYPHENS | {0: 0x20}).items()}
#: Few characters are odd: `str.translate` looks each one up, which costs twenty times as much.
_ODD = pattern(f"[{''.join(_PLAIN)}]")
#: Zero width, soft hyphen, and the marks that turn the direction of text.
_INVISIBLE = pattern("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]+")
QUOTE = pattern(r"^(?:[ \t]*(?:[>|]|#(?=[ \t])))+[ \t]?", re.MULTILINE)
_QUOTED_LINE = pattern(r"\n[ \t]*(?:[>|]|#[ \t])")
#: A mark that a text has for Markdown to show as itself: "5\\.7\\.1" (CommonMark, section 2.4).
_MARKED = pattern(r"\\([!-/:-@\[-`{-~])")
#: ... of an address, where one is enough; in a link, a browser reads a slash in its place.
_MARKED_AT = pattern(r"(?<![^\s<(\[,;'\"*])([\w.+-]{1,64})\\@")
#: ... of which the strings of programs have these as well, and the end of a line breaks it (section 6.7).
_OF_STRINGS = "\\\"'/"
_BROKEN = "\\\n"
#: As many and more are no accident.
_MARKS = 4
#: A character reference; without its semicolon it may be a part of a link.
REFERENCE = pattern(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_ESCAPED = pattern(r"\\(r\\n|[nrt\"'/]|u[0-9a-fA-F]{4})")
_ESCAPES = {"r\\n": "\n", "n": "\n", "r": "\n", "t": " "}
#: A link, which keeps its plus signs, or a reply as IIS and logs of the web write it:
#: "550+5.7.705+Access+denied,+tenant+has+exceeded+threshold".
_PLUSES = pattern(r"://[^\s<>\"']+|(?<![^\s\"'=,;])[245][0-5][0-9]\+[^\s+]{1,80}\+[^\s]{1,2000}")
#: The first of its plus signs, to be found fast.
_PLUS = pattern(r"\+(?<=[245][0-5][0-9]\+)")
#: What became of a mail, as qmail-send says it.
_BECAME = ("failure", "deferral", "success")
#: What qmail-send logs of a delivery, without blanks: "failure: 192.0.2.1_failed./Remote_host_said:_550_no_such_user/".
_QMAIL = pattern(rf"\b(?:{'|'.join(_BECAME)}):[ \t]\S{{1,4000}}")
#: Where a mail program wrapped it, which ends with a slash: within a word, or within an address.
_WRAPPED = pattern(rf"{_QMAIL.pattern}(?<!/)(\n)(?=[^\s@0-9]\S{{0,400}}[ \t]*(?:\n|\Z))")
#: Its blanks; an address in brackets may have underscores of its own.
_BLANKED = pattern(r"(<[^<>\s]{3,320}>)|_")
#: A Markdown link whose words have an address: "[a@b](mailto:a@b)", "[<a@b>](https://webmail.example/?to=a%40b)".
_LINKED = pattern(r"\[(?=[^\[\]\n@]{0,80}@)([^\[\]\n]{1,400})\]\([^()\n]{0,600}\)")
#: What a forum's BBCode marks: "[email]a@b[/email]", "[url=https://webmail.example]a@b[/url]".
_TAGGED = pattern(r"\[(email|url)(?:=[^\[\]\n]{1,400})?\]([^\[\]\n]{1,400})\[/\1\]", re.IGNORECASE)
#: An address in a link, where every character may be escaped (RFC 6068, section 2).
_MAILTO = pattern(r"mailto:[^\s<>\"'()\[\]@:]{1,250}@")
_PERCENT = pattern(r"%([2-7][0-9A-Fa-f])")
#: What sets colours on a terminal (ECMA-48, section 5.4).
_TERMINAL = pattern(r"\x1b\[[0-9;]{0,16}[A-Za-z]")
#: From the end of the line on and back: a blank is after every word.
_BLANK_END = pattern(r"\n(?<=[ \t]\n)")
_SOFT_BREAK = pattern(r"=[ \t]*\n")
#: In quoted-printable text every "=" begins an escape or a soft break (RFC 2045, section 6.7).
_NO_ESCAPE = pattern(r"=(?![0-9A-Fa-f]{2}|[ \t]*(?:\n|$))")
#: Of random bytes taken for text far less can be printed.
_READABLE = 0.97
_CONTROLS = bytes({*range(32)} - set(b"\t\n\r"))
_BASE64 = pattern(r"\n(?=[A-Za-z0-9+/]{16})(?:[A-Za-z0-9+/]{16,}\n)*[A-Za-z0-9+/]{16,}={0,2}[ \t]*$", re.MULTILINE)


def plain(view: View, *, is_html: bool | None = None) -> View:
    """Return a view as a person reads it: no tags, quote marks, invisible characters or quoted-printable escapes."""
    if is_html or "<" in view.text:
        from . import markup  # noqa: PLC0415 – only for such a text

        view = markup.strip(view) if is_html or (is_html is None and markup.is_markup(view.text)) else view
    view = _spelled(view)
    view = literals.as_json(view)
    if "\\" in view.text:
        view = _unprinted(view)
    if "+" in view.text or "delivery " in view.text or "_host_said:_" in view.text:
        view = _blanks(view)
    if "](" in view.text or "mailto:" in view.text or "[/" in view.text:
        view = _unlinked(view)
    if "\x1b" in view.text:
        view = view.replace(_TERMINAL, lambda _: "")
    if " \n" in view.text or ("\t" in view.text and "\t\n" in view.text):
        view = view.edited([(start, end, "") for start, end in _trailing(view.text)])
    if (">" in view.text or "|" in view.text or "#" in view.text) and _QUOTED_LINE.search(view.lines):
        view = view.replace(QUOTE, lambda _: "", lines=True)
    if "=" in view.text and _SOFT_BREAK.search(view.text) and not _NO_ESCAPE.search(view.text):
        view = View.of_decoded(mime.decode_quoted(view.text).decode("utf-8", "replace"))
    return view


def _spelled(view: View) -> View:
    """Return a text in the characters that it means: no references, no odd or invisible ones, no marks escaped."""
    if "&" in view.text:
        view = view.replace(REFERENCE, _character)
    if "\0" in view.text or not view.text.isascii():
        view = view.with_text(_ODD.sub(lambda match: _PLAIN[match[0]], view.text)).replace(_INVISIBLE, lambda _: "")
    return _unmarked(view) if "\\" in view.text else view


def _blanks(view: View) -> View:
    """Return a log's text with its blanks, for which IIS writes plus signs and qmail-send underscores."""
    if _PLUS.search(view.text):
        view = view.replace(_PLUSES, lambda match: match[0] if match[0][0] == ":" else match[0].replace("+", " "))
    if not any(f"{became}:" in view.text for became in _BECAME):
        return view
    view = view.edited([(*match.span(1), "") for match in _WRAPPED.finditer(view.text)])
    return view.replace(_QMAIL, lambda match: _BLANKED.sub(lambda blank: blank[1] or " ", match[0]))


def _unlinked(view: View) -> View:
    """Return a text with the addresses that its links show, and without the links' escapes."""
    if "](" in view.text:
        view = view.replace(_LINKED, lambda match: match[1])
    if "[/" in view.text:
        view = view.replace(_TAGGED, lambda match: match[2])
    if "%" not in view.text:
        return view
    return view.replace(_MAILTO, lambda match: _PERCENT.sub(lambda escape: chr(int(escape[1], 16)), match[0]))


def _character(reference: re.Match[str]) -> str:
    from .tags import character  # noqa: PLC0415 – only for such a text

    return character(reference[0])


def _unmarked(view: View) -> View:
    """Return a text whose marks were escaped for Markdown without those backslashes; any other text as it is.

    A program that escapes a mark does so everywhere but where it needs it, in a list or a link. Patterns, paths and
    strings have the same mark bare as well, or a backslash before a letter.
    """
    marks = [mark for mark in _MARKED.findall(view.text) if mark not in _OF_STRINGS]
    if len(marks) < _MARKS:
        return view.replace(_MARKED_AT, lambda match: f"{match[1]}@") if "@" in marks else view
    bare = _MARKED.sub("", view.text).replace(_BROKEN, "\n")
    is_escaped = "\\" not in bare and 4 * sum(map(bare.count, set(marks))) <= len(marks)
    return view.replace(_MARKED, lambda match: match[1]) if is_escaped else view


def _unprinted(view: View) -> View:
    """Return a string that JSON or a program printed without its escapes; any other text as it is."""
    quotes = events.is_json(view.text)
    if not quotes and "\\n" not in view.text:
        return view
    return view.replace(_ESCAPED, lambda match: _unescaped(match, quotes=quotes))


def _unescaped(match: re.Match[str], *, quotes: bool) -> str:
    """Return what an escape stands for; `quotes` keeps those of JSON, which end no string."""
    said = match[1]
    if said[0] == "u":
        return events.character(said[1:])
    return match[0] if quotes and said == '"' else _ESCAPES.get(said, said)


def _trailing(text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of the blanks at the end of each line."""
    for match in _BLANK_END.finditer(text + "\n"):
        end = match.start()
        begin = text.rfind("\n", 0, end) + 1
        yield begin + len(text[begin:end].rstrip(" \t")), end


def hidden(view: View) -> Iterator[View]:
    """Yield what blocks of base64, pasted as they are, hold, where that is text."""
    for match in _BASE64.finditer("\n" + view.text, 0, MAX_HEAD):
        data = mime.decode_base64(match[0])
        if len(data.translate(None, _CONTROLS)) <= _READABLE * len(data):  # as in a picture
            continue
        decoded = data.decode("utf-8", "replace")
        readable = sum(map(str.isprintable, decoded)) + sum(map(decoded.count, "\r\n\t"))
        if " " in decoded and readable > _READABLE * len(decoded):
            yield plain(View.of_decoded(decoded.replace("\r\n", "\n")))
