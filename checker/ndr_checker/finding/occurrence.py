"""Enhanced status codes and reply codes as they appear in text, told from numbers that only look like them.

RFC 3463, section 2: class "." subject "." detail, one digit, and one to three digits each without leading zeros;
no subject above 7 is registered, but Exchange has used others, so any digit is read.
RFC 5321, section 4.2: a reply code is three digits; only refusals (4yz, 5yz) matter here.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from ndr_checker.base.limits import MAX_CODES
from ndr_checker.base.pattern import pattern

#: Reply codes from here on are final (RFC 5321, section 4.2.1: 4yz transient, 5yz permanent).
PERMANENT = 500

#: From its first dot on: a pattern that begins with one character is searched for ten times as fast as any other.
#: Of "5.7.7xx" and "5.7.7 xx", which name a family, nothing is a code.
_DOTTED = pattern(r"\.[0-9]\.(?<=[245]\.[0-9]\.)(?:0|[1-9][0-9]{0,2})(?![0-9])(?!\.[0-9])(?! ?[xX]{2}\b)")
#: A reply code right before a code: "550 5.7.705", "550;5.7.711", "#550 5.5.3", "smtp;554-5.4.14", "(535): 5.7.8".
_REPLY = pattern(r"(?<![0-9.])([245][0-7][0-9])[\s\-;:,#*_`'\"“”„«()<>\[=]{0,12}(?:b['\"‘’“”])?$")
#: Words a translation put between: "550 служба 5.7.750", "550 o serviço 5.7.750".
_REPLY_WORDS = pattern(r"(?<![0-9.])([45][0-7][0-9])[ \n](?:[^\W\d_]+[ \n]){1,3}$")
#: A reply code with a slip, as a person types it: "5554 5.7.1", "55 5.1.1", "55O 5.7.1".
_SLIPPED = pattern(r"(?<![\w.,:/-])([45](?:[0-9]|[0-9]{3}|[0-9]?[OoIl][0-9]?))[ \-]$")
#: "PHP 5.5.9", "Swiftmailer 5.4.2", "version 5.7.1": perfect codes, only the word before tells.
_PROGRAMS = (
    *("version", "versions", "ver", "release", "build", "revision", "rev", "v", "section", "chapter", "firmware"),
    *("kernel", "schemaversion", "php", "mailer", "swiftmailer", "phpmailer", "wordpress", "postfix", "exim"),
    *("sendmail", "python", "perl", "ruby", "node", "java", "openssl", "mysql", "mariadb", "nginx", "apache", "linux"),
)
_VERSION = pattern(
    rf"(?:\b(?:{'|'.join(_PROGRAMS)})[\s.:=(]{{0,3}}|[A-Za-z][A-Za-z0-9]{{0,20}}/|[A-Za-z]-)$", re.IGNORECASE
)
#: A standard, or the sign for a section, up to the number of one: "(see RFC 2821, Abschnitt 4.1.3)", "§ 4.1.3"; the
#: code that a standard defines is called one.
_CITED = pattern(
    r"(?:\brfc[ \-]?[0-9]{3,5}[ ,;:(]{0,3}(?!\w*(?:[ck][oó]d|stat|err))(?:[^\W\d_]{1,14}\.?[ ]?)?§{0,2}|§)[ ]?$",
    re.IGNORECASE,
)
_STANDARD = 40
#: The code goes on: over the edge of a terminal, or with a letter that text recognition took for a digit.
_CUT = pattern(r"[=-]?\n[0-9]{1,2}(?![0-9.])|[OoIl](?:[0-9]|\b)|=\n?$")
#: A host name goes on: 5.7.705.example.com.
_HOST = pattern(r"\.[a-z0-9-]+\.[a-z]")
#: What no link goes on after.
_LINK_BREAKS = tuple(" \t\n\r\v\f<>\"'")
_GLUED = pattern(r"[A-Za-z_]|\.[A-Za-z]")
_LITERAL_BREAK = pattern(r"\\[nrt]$")
_TOKEN_BREAK = pattern(r"[\s<>()\[\]{}\"',;|`]")
#: What no address and no link goes on after.
_BREAKS = frozenset(("", *" \t\n<>\"'"))
_CUT_BY = frozenset("=-\nOoIl")
_VERSION_ENDS = (*_PROGRAMS, "/", "-")
_TOKEN = 200
_WORDS = 80
#: A reply code, or the name of a program, and what may be between that and the code.
_BEFORE = 20


class Occurrence(NamedTuple):
    """A code in a text: `text[start:end]`; where a reply code is before it, that begins at `from_`.

    `typed`: it isn't written as a server writes it, with dots and digits alone.
    """

    code: str
    reply: int | None
    start: int
    end: int
    from_: int
    typed: bool = False


def occurrences(text: str, start: int = 0, end: int | None = None) -> Iterator[Occurrence]:
    """Yield the codes of a text, or of a piece of it, in order, of the first MAX_CODES numbers that look like one."""
    end = len(text) if end is None else end
    links = _Links(text)
    for match in islice(_DOTTED.finditer(text, start, end), MAX_CODES):
        found = _judge(text, links, match.start() - 1, match.end())
        if found:
            yield found
    if text.find("-4-", start, end) >= 0 or text.find("-5-", start, end) >= 0:
        yield from _hyphenated(text, start, end)


def has_more_codes(text: str) -> bool:
    """Return whether a text has more numbers that look like a code than are read."""
    if text.count(".") <= 2 * MAX_CODES:
        return False
    return next(islice(_DOTTED.finditer(text), MAX_CODES, None), None) is not None


class _Links:
    """The links of a text, asked in order: each character is looked at once, however long a link is."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._inside = False

    def hold(self, start: int) -> bool:
        """Return whether what is before `start` belongs to a link that goes on."""
        begun = self._text.rfind("://", max(self._at - len("://"), 0), start)
        if begun >= 0 or self._inside:
            since = max(begun, self._at)
            self._inside = all(self._text.find(mark, since, start) < 0 for mark in _LINK_BREAKS)
        self._at = start
        return self._inside


def _judge(text: str, links: _Links, start: int, end: int) -> Occurrence | None:
    previous, following = text[start - 1 : start], text[end : end + 1]
    if previous == "." or previous.isdigit() or following == "@" or (following == "." and _HOST.match(text, end)):
        return None
    strict = _REPLY.search(text, max(0, start - _BEFORE), start)
    reply = strict or _reply_before_words(text, start)
    apart = previous in _BREAKS
    alone = apart and following in _BREAKS
    if (text[start] == "2" and not reply) or (not apart and links.hold(start)):
        return None  # a success is worth a word only as a reply: "250 2.1.5 RESOLVER.OOF.IntToExt"
    if not strict and (_is_version(text, start) or (not alone and _in_address(text, start, end, apart=apart))):
        return None
    if reply:
        cut = following in _CUT_BY and _CUT.match(text, end)
        return None if cut else Occurrence(text[start:end], int(reply[1]), start, end, reply.start(1))
    glued = previous.isascii() and (previous.isalpha() or previous in ("_", "@", "\\"))
    if (glued and not _LITERAL_BREAK.search(text, max(0, start - 2), start)) or (not alone and _GLUED.match(text, end)):
        return None
    slipped = _SLIPPED.search(text, max(0, start - _BEFORE), start) if previous in (" ", "-") else None
    return Occurrence(text[start:end], None, start, end, slipped.start() if slipped else start, typed=bool(slipped))


def _reply_before_words(text: str, start: int) -> re.Match[str] | None:
    worded = text[start - 1 : start] in (" ", "\n") and text[start - 2 : start - 1].isalpha()
    return _REPLY_WORDS.search(text, max(0, start - _WORDS), start) if worded else None


def _is_version(text: str, start: int) -> bool:
    """Return whether the word before makes it a program's version, or a section of a standard."""
    begin = max(0, start - _BEFORE)
    before = text[begin:start].rstrip(" \t\n.:=(").lower()
    if before.endswith(_VERSION_ENDS) and _VERSION.search(text, begin, start):
        return True
    cited = text[max(0, start - _STANDARD) : start]
    return ("§" in cited or "rfc" in cited.lower()) and bool(_CITED.search(cited))


def _in_address(text: str, start: int, end: int, *, apart: bool) -> bool:
    """Return whether the code is in a mail address, a message id or a URL; `apart`: nothing of that is before it."""
    begin = start
    if not apart:
        breaks = [match.end() for match in _TOKEN_BREAK.finditer(text, max(0, start - _TOKEN), start)]
        begin = breaks[-1] if breaks else max(0, start - _TOKEN)
    stop = _TOKEN_BREAK.search(text, end, end + _TOKEN)
    token = text[begin : stop.start() if stop else end + _TOKEN]
    return "@" in token or "://" in token or token.lower().startswith("www.") or bool(re.match(r"\+[0-9]", token))


#: "451-4-7-500-699": a program's hyphens, with a reply code before.
_MANGLED = pattern(r"(?<![0-9.\-])([45][0-7][0-9])-([45])-([0-7])-([1-9][0-9]{0,2})(?![0-9.])")


def _hyphenated(text: str, start: int, end: int) -> Iterator[Occurrence]:
    links = _Links(text)
    for match in _MANGLED.finditer(text, start, min(end, 20_000)):
        if not links.hold(match.start()):
            code = f"{match[2]}.{match[3]}.{match[4]}"
            yield Occurrence(code, int(match[1]), match.start(2), match.end(), match.start(), typed=True)


#: A reply code, or words that announce a code, and a code with a comma, a blank or a letter in it: "550 5.7.7O5",
#: "55O 5,7,705", "550 5.7. 705", "Status code: 5.7.7O8"; or with the edge of a terminal or a column.
_TYPED = pattern(
    r"(?<![0-9.,\w])(?:(?P<reply>[45][0-5Oo][0-9OoIl])[ \t\-:;,#]{1,3}|(?:code|error|status|ndr|bounce)[ \t:#]{1,3})"
    r"(?P<code>(?P<class>[45])[.,;][ \t]?(?P<subject>[0-7OoIl])[.,;][ \t]?\n?(?P<detail>[0-9OoIl]{1,3}))"
    r"(?!\w|[.,;][0-9])",
    re.IGNORECASE,
)
#: How such a code begins, to be found fast.
_SLIP = pattern(r"[45][.,;][ \t]?[0-7OoIl][.,;]")
#: What people write beside a code that they type: "Code", "NDR", "Fehlercode", "error code", "please help".
_BESIDE = (
    r"(?:errors?|codes?|ndr|bounced?|status|smtp|e-?mail|outlook|exchange|online|office|microsoft|365|number|please"
    r"|help|fehler(?:code|meldung|nummer)?|hilfe|bitte|erreur|codice|errore|c[oó]digo|erro|fout(?:code|melding)?|felkod"
    r"|fejl(?:kode)?|feil(?:kode)?|kode?u?|błąd|błędu|chyba|chyby|код|ошибк[аи]|d[ei]?|エラー(?:コード)?|コード"
    r"|错误|錯誤|代[码碼])"
)
_WORD_BESIDE = pattern(_BESIDE, re.IGNORECASE)
_WORD = pattern(r"[^\W_]+")
#: What else may be beside it.
_MARKS = pattern(r"[\w\s#:'\".!?()]*")
#: All that there is: "705", "7.705", "5,7,705", "5 7 705", "550 5 7 750".
_SHORT = pattern(
    r"(?:(?P<reply>[45][0-5][0-9])[ \-.,;:]{1,3})?"
    r"(?P<code>(?:(?P<class>[45])[ ,.\-]{1,2})?(?:(?P<subject>[0-7OoIl])[ ,.\-]{1,2})?"
    r"(?P<detail>[0-9OoIl]{1,3}))",
    re.IGNORECASE,
)
#: What is between such codes: "705 or 750".
_BETWEEN = pattern(r"\s?(?:[,/;&+]|\b(?:or|and|oder|und|ou|et|o|y|e)\b)\s?", re.IGNORECASE)
_PLAIN = pattern(r"[45]\.[0-9]\.[0-9]{1,3}")
_DIGITS = str.maketrans("OoIl", "0011")
_LONGEST = len("office 365 exchange online error code 550 5 , 7 , 705 ...")


def typed(text: str) -> Iterator[Occurrence]:
    """Yield the codes of a text that a person typed, or text recognition read, with a slip in them.

    Asked only where a text has no code. A number alone is a code only where it is all there is: `705` is 5.7.705.
    """
    matches: Iterable[re.Match[str]] = _short(text) if len(text) < _WORDS and len(text.strip()) <= _LONGEST else ()
    if not matches and _SLIP.search(text):
        matches = islice(_TYPED.finditer(text), MAX_CODES)
    for match in matches:
        if _PLAIN.fullmatch(match["code"]) or text.startswith("@", match.end()):
            continue
        code = ".".join(
            ((match["class"] or "5"), (match["subject"] or "7").translate(_DIGITS), match["detail"].translate(_DIGITS))
        )
        if re.fullmatch(r"[45]\.[0-7]\.(?:0|[1-9][0-9]{0,2})", code):
            reply = int(match["reply"].translate(_DIGITS)) if match["reply"] else None
            start = match.start("reply") if reply else match.start("code")
            yield Occurrence(code, reply, match.start("code"), match.end("code"), start, typed=True)


def is_beside_code(text: str) -> bool:
    """Return whether a text has no more than what people write beside a code that they type."""
    return len(text) < _WORDS and all(map(_WORD_BESIDE.fullmatch, _WORD.findall(text)))


def _short(text: str) -> list[re.Match[str]]:
    """Return the code that a short text is, or the codes that it lists, without the words beside."""
    words = [word for word in _WORD.finditer(text) if not _WORD_BESIDE.fullmatch(word[0])]
    start, end = (words[0].start(), words[-1].end()) if words else (0, 0)
    if not _MARKS.fullmatch(text[:start] + text[end:]):
        return []
    whole = _SHORT.fullmatch(text, start, end)
    if whole and _is_short(whole):
        return [whole]
    ends = [start, *(at for found in _BETWEEN.finditer(text, start, end) for at in found.span()), end]
    listed = [_SHORT.fullmatch(text, *place) for place in zip(ends[::2], ends[1::2], strict=True)]
    codes = [match for match in listed if match and _is_short(match)]
    return codes if len(codes) == len(listed) else []


def _is_short(match: re.Match[str]) -> bool:
    """Return whether a short text is a code: with its class and subject, or of the family 5.7.7xx."""
    detail = match["detail"].translate(_DIGITS)
    family = len(detail) == len("705") and detail[0] == "7"
    return bool(match["subject"] and (match["class"] or match["subject"] == "7")) or (family and not match["reply"])
