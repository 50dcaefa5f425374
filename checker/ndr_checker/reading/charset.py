"""Bytes as text, by the charset that a mail names, which may be wrong or no charset at all."""

from ndr_checker.base.pattern import pattern

from .source import printable

#: Charsets under names that mail programs know and Python doesn't: of real bounces, the first Microsoft's SMTP
#: service's, and labels of the Encoding Standard (section 4.2).
_LABELS = {
    "utf-7": "unicode-1-1-utf-7",
    "cp850": "cp-850",
    "latin-1": "x-unknown",
    "utf-8": "us-ascii ascii",
    "utf-16-le": "unicode unicodefeff csunicode ucs-2 iso-10646-ucs-2",
    "utf-16-be": "unicodefffe",
    "cp874": "windows-874 dos-874",
    "cp932": "windows-31j",
    "cp949": "windows-949 ks_c_5601-1989 ksc_5601 csksc56011987 iso-ir-149 cseuckr",
    "gbk": "csgb2312 gb_2312 gb_2312-80",
    "big5": "cn-big5",
    "euc-jp": "cseucpkdfmtjapanese",
    "iso-8859-6": "iso-8859-6-i iso-8859-6-e csiso88596i csiso88596e",
    "iso-8859-8": "iso-8859-8-i iso-8859-8-e csiso88598i csiso88598e logical visual",
    "koi8-r": "koi koi8",
    "koi8-u": "koi8-ru",
    "mac-roman": "mac csmacintosh",
}
_ALIASES = {label: codec for codec, labels in _LABELS.items() for label in labels.split()}
#: Codecs that are no charsets, or cost more than linear time.
_REFUSED = pattern(
    r"idna|punycode|unicode.?escape|raw.?unicode|rot.?13|undefined|mbcs|oem|hex|base.?64|zlib|bz2|uu|quopri"
)


def decoded(data: bytes, charset: str) -> str:
    """Return text in a charset, otherwise in UTF-8, otherwise in windows-1252; newlines are LF.

    UTF-16 without a NUL, which every line break in it has, is some other charset under a wrong name.
    """
    name = _ALIASES.get(charset) or charset.removeprefix("x-") or "utf-8"
    if name.startswith("utf-16") and b"\0" not in data:
        name = "utf-8"
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
