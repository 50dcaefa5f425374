"""An mbox file as its mails, one at a time, so that a file of any size needs the memory of its largest mail."""

from collections.abc import Iterator
from io import BufferedIOBase

from ndr_checker.base.limits import MAX_INPUT
from ndr_checker.base.pattern import pattern

#: The line before each mail (RFC 4155), "From ", a sender and a date, and under it the mail's first field: a body may
#: have a line like the first. The bounds keep a line of a million times of day from being tried from each of them.
_FROM = r"From [^ \n]{1,320} [^\n]{0,80}\d\d:\d\d[^\n]{0,80}\n[!-9;-~]{1,100}[ \t]*:"
_LONGEST = 700
_FIRST = pattern(rb"(?:\xef\xbb\xbf)?[ \t\r\n]{0,99}" + _FROM.encode())
_NEXT = pattern(rb"\n\r?\n(?=" + _FROM.encode() + rb")")
_BEGIN = pattern(rf"[\ufeff \t\n]{{0,99}}(?={_FROM})")
_BORDER = pattern(rf"\n\n{_FROM}")
_START = 99 + len("From ")
_PIECE = 256 * 1024


def is_mbox(start: bytes) -> bool:
    """Return whether a file begins as an mbox does."""
    return bool(_FIRST.match(start))


class Mailbox:
    """Takes an mbox in pieces of any size and gives its mails, each with the line before it.

    Of a mail that is too long its beginning is kept.
    """

    def __init__(self) -> None:
        self._mail = bytearray()
        self._rest = b""

    def feed(self, piece: bytes) -> Iterator[bytes]:
        """Take a piece; yield the mails that end in it."""
        data, done = self._rest + piece, 0
        for border in _NEXT.finditer(data):
            self._keep(data[done : border.end()])
            yield from self._taken()
            done = border.end()
        # What may be the beginning of a border waits for the next piece.
        decided = max(done, len(data) - _LONGEST)
        self._keep(data[done:decided])
        self._rest = data[decided:]

    def end(self) -> Iterator[bytes]:
        """Yield the last mail."""
        self._keep(self._rest)
        self._rest = b""
        yield from self._taken()

    def _keep(self, data: bytes) -> None:
        self._mail += data[: max(0, MAX_INPUT + 1 - len(self._mail))]

    def _taken(self) -> Iterator[bytes]:
        mail = bytes(self._mail)
        self._mail.clear()
        if mail:
            yield mail


def mails(file: BufferedIOBase) -> Iterator[bytes]:
    """Yield the mails of an mbox."""
    mailbox = Mailbox()
    while piece := file.read1(_PIECE):
        yield from mailbox.feed(piece)
    yield from mailbox.end()


def spans(text: str) -> list[tuple[int, int]]:
    """Return start and end of each mail of an mbox in memory; no span for a text that isn't one."""
    if not text[:_START].lstrip("\ufeff \t\n").startswith("From "):
        return []
    first = _BEGIN.match(text)
    starts = [first.end()] if first else []
    starts += (border.start() + len("\n\n") for border in _BORDER.finditer(text, *starts))
    return list(zip(starts, [*starts[1:], len(text)], strict=True)) if starts else []
