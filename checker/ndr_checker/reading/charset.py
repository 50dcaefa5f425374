"""Bytes as text, by the charset that a mail names, which may be wrong or no charset at all."""

from ndr_checker.base.pattern import pattern

from .source import printable

#: Charsets of real bounces under names Python doesn't know; the first is Microsoft's SMTP service's.
_ALIASES = {
    "unicode-1-1-utf-7": "utf-7",
    "cp-850": "cp850",
    "x-unknown": "latin-1",
    "us-ascii": "utf-8",
    "ascii": "utf-8",
}
#: Codecs that are no charsets, or cost more than linear time.
_REFUSED = pattern(
    r"idna|punycode|unicode.?escape|raw.?unicode|rot.?13|undefined|mbcs|oem|hex|base.?64|zlib|bz2|uu|quopri"
)


def decoded(data: bytes, charset: str) -> str:
    """Return text in a charset, else in UTF-8, else in windows-1252; newlines are LF."""
    name = _ALIASES.get(charset, charset) or "utf-8"
    if not _REFUSED.search(name):
        try:
            return _newlines(data.decode(name))
        except (LookupError, UnicodeError, ValueError):
            pass
    try:
        return _newlines(data.decode())
    except UnicodeDecodeError:
        return _newlines(data.decode("cp1252", "replace"))


def _newlines(text: str) -> str:
    return printable(text.replace("\r\n", "\n").replace("\r", "\n"))  # UTF-7 can decode to lone surrogates
