"""Rich text as the text that it shows (Rich Text Format specification 1.9.1), and as Outlook packs it in an .msg.

Outlook also keeps HTML in it (MS-OXRTFEX): then what it shows is that HTML's source.
"""

import re

from ndr_checker.base.pattern import pattern

_TOKEN = pattern(r"\\([a-z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-z])|([{}])|[\r\n]+|([^\\{}\r\n]+)")
#: Groups that hold no text: what a program that doesn't know them passes over, and tables of fonts and so on.
_HIDDEN = frozenset(("fonttbl", "colortbl", "stylesheet", "info", "pict", "header", "footer", "listtable", "generator"))
#: Said among the first ten control words.
_FROM_HTML = pattern(r"\s{0,99}\{\\rtf[0-9]{0,9}\s{0,9}(?:\\(?!fromhtml)[a-z]{1,32}[0-9]{0,10}\s{0,9}){0,9}\\fromhtml1")
_SHOWN = {
    "par": "\n",
    "line": "\n",
    "row": "\n",
    "tab": "\t",
    "cell": "\t",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "endash": "–",
    "bullet": "•",
}
#: Where a field leads (specification 1.9.1, "Fields"); its address may be quoted.
_HYPERLINK = pattern(r"\s*HYPERLINK\s+(?:\\[a-z]\s+)?\"?([^\s\"<>]+)")
_MARKS = {"~": " ", "_": "-", "\n": "\n", "\r": "\n"}
#: What begins every packed text (MS-OXRTFCP, section 2.1.2.1), with which its references begin.
_BEFORE = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor"
    b" MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par"
    b" \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)
_PACKED, _PLAIN = b"LZFu", b"MELA"
_WINDOW = 4096
_MOST = 4 * 1024 * 1024


def is_rtf(text: str) -> bool:
    """Return whether a text is rich text in its source."""
    return text[:64].lstrip("\ufeff \n").startswith("{\\rtf")


def holds_html(source: str) -> bool:
    """Return whether rich text was made of HTML and keeps its tags (MS-OXRTFEX, section 2.1.3.1.1)."""
    return bool(_FROM_HTML.match(source))


def shown(source: str) -> str:
    """Return the text that rich text shows, or the source of the HTML in it if `holds_html`."""
    reader = _Reader(html=holds_html(source))
    for match in _TOKEN.finditer(source):
        reader.take(match)
    return reader.text


class _Reader:
    """Reads tokens; `_hidden` has an entry for each group that is open.

    `_field` is how many groups were open, and how many pieces there were, where the instruction of a field began.
    """

    def __init__(self, *, html: bool) -> None:
        self._html = html
        self._pieces: list[str] = []
        self._field: tuple[int, int] | None = None
        self._bytes = bytearray()
        self._hidden = [False]
        self._skip = 0
        self._codec = "cp1252"

    @property
    def text(self) -> str:
        """What was shown so far; halves of surrogate pairs are joined."""
        self._flush()
        return "".join(self._pieces).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")

    def take(self, match: re.Match[str]) -> None:
        """Take the next token."""
        word, number, byte, mark, brace, text = match.groups()
        if byte:
            if not (self._hidden[-1] or self._skip):
                self._bytes.append(int(byte, 16))
            self._skip = 0
            return
        self._flush()
        if brace:
            self._group(brace)
        elif mark == "*" or word in _HIDDEN:
            self._hidden[-1] = True
        elif word == "fldinst" and not self._field:
            self._hidden[-1] = False
            self._field = len(self._hidden), len(self._pieces)
        elif self._html and word == "htmltag":
            self._hidden[-1] = False
        elif self._html and word == "htmlrtf":  # what only programs see that don't know HTML
            self._hidden[-1] = number != "0"
        elif word == "ansicpg":
            self._codec = _codec(number or "")
        elif not self._hidden[-1]:
            self._show(word, number, mark, text)

    def _group(self, brace: str) -> None:
        if brace == "{":
            self._hidden.append(self._hidden[-1])
        elif len(self._hidden) > 1:
            if self._field and self._field[0] == len(self._hidden):
                self._end_field(self._field[1])
            self._hidden.pop()

    def _end_field(self, start: int) -> None:
        """Put in place of a field's instruction where it leads, as Outlook writes links in plain text."""
        link = _HYPERLINK.match("".join(self._pieces[start:]))
        self._pieces[start:] = [f"<{link[1]}>"] if link else []
        self._field = None

    def _show(self, word: str | None, number: str | None, mark: str | None, text: str | None) -> None:
        if word == "u" and number:
            self._pieces.append(chr(int(number) & 0xFFFF))
            self._skip = 1  # what is in its place for programs that don't know it
            return
        self._pieces.append(
            _SHOWN.get(word or "", "") + _MARKS.get(mark or "", mark or "") + (text or "")[self._skip :]
        )
        self._skip = 0

    def _flush(self) -> None:
        if self._bytes:
            self._pieces.append(self._bytes.decode(self._codec, "replace"))
            self._bytes.clear()


def _codec(number: str) -> str:
    try:
        "".encode(f"cp{number}")
    except LookupError:
        return "utf-8" if number == "65001" else "cp1252"
    return f"cp{number}"


def unpacked(data: bytes) -> bytes:
    """Return rich text as Outlook packs it (MS-OXRTFCP, section 2.2); as far as it goes where it is damaged."""
    kind = data[8:12]
    if kind == _PLAIN:
        return data[16:]
    if kind != _PACKED:
        return b""
    most = min(int.from_bytes(data[4:8], "little"), _MOST)
    window = bytearray(_BEFORE.ljust(_WINDOW, b"\0"))
    at, out, write = 16, bytearray(), len(_BEFORE)
    while at < len(data) and len(out) < most:
        control = data[at]
        at += 1
        for bit in range(8):
            if at >= len(data) or len(out) >= most:
                break
            if not control >> bit & 1:
                window[write] = data[at]
                out.append(data[at])
                write = (write + 1) % _WINDOW
                at += 1
                continue
            if at + 2 > len(data):
                return bytes(out)
            reference = int.from_bytes(data[at : at + 2], "big")
            at += 2
            read, length = reference >> 4, (reference & 15) + 2
            if read == write:
                return bytes(out)
            for _ in range(length):
                window[write] = window[read]
                out.append(window[read])
                write, read = (write + 1) % _WINDOW, (read + 1) % _WINDOW
    return bytes(out)
