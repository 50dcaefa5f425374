"""Ask a host for an address the way a reader's browser does, within limits, and note what a browser would act on."""

import re
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from http.client import HTTPConnection, HTTPException, HTTPMessage
from socket import SHUT_RDWR, socket
from threading import Timer
from typing import Any, Final, NamedTuple, Self
from urllib.error import HTTPError
from urllib.request import BaseHandler, HTTPHandler, HTTPRedirectHandler, HTTPSHandler, Request, build_opener

#: A host may answer a browser otherwise than a program, so it is asked as a browser asks.
_AS_A_BROWSER: Final = {
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    "Accept-Language": "en-US,en;q=0.9",
    "Accept-Encoding": "gzip, deflate, br, zstd",
    # Nothing between here and the host may answer from what it has kept.
    "Cache-Control": "no-cache",
}
#: What it adds when a reader opens a page, and when a page asks for a file (Fetch Metadata, section 2).
_FOR_A_PAGE: Final = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Upgrade-Insecure-Requests": "1",
    "Sec-Fetch-Mode": "navigate",
    "Sec-Fetch-Site": "none",
    "Sec-Fetch-User": "?1",
}
_FOR_A_FILE: Final = {"Accept": "*/*", "Sec-Fetch-Mode": "cors", "Sec-Fetch-Site": "same-origin"}
#: What is asked for where a browser would get an encoding that Python can't read.
_READABLE: Final = {"Accept-Encoding": "gzip"}
_PIECE: Final = 65536
#: RFC 9110, section 5.6.2.
_TOKEN: Final = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
#: A server that sends a byte now and then must not hold up the comparison for hours.
SECONDS_A_READ: Final = 30
SECONDS_AN_ANSWER: Final = 120


class Answer(NamedTuple):
    """What a host sent: `headers` by their names in lower case, each with every value it was sent with."""

    status: int
    headers: dict[str, list[str]]
    body: bytes


class AskError(Exception):
    """There was no answer, or it went beyond a limit."""


class _EncodedError(AskError):
    """It came in another encoding than gzip."""


class _NoRedirect(HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        """Follow nothing: where an address leads on is part of the answer."""


class _Cut:
    """Cut the connections of an opener after some seconds, even while the host is still sending its headers."""

    def __init__(self, seconds: float) -> None:
        self._sockets: list[socket] = []
        self._timer = Timer(seconds, self._cut)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    def _cut(self) -> None:
        for one in self._sockets:
            with suppress(OSError):
                one.shutdown(SHUT_RDWR)

    def handlers(self) -> Iterator[BaseHandler]:
        """Yield urllib's handlers, which note their sockets here."""
        for kind in (HTTPHandler, HTTPSHandler):
            handler = kind()
            handler.do_open = partial(self._open, handler.do_open)  # type: ignore[method-assign]
            yield handler

    def _open(self, do_open: Callable[..., Any], http_class: Any, request: Request, **options: Any) -> Any:
        def connection(host: str, **more: Any) -> HTTPConnection:
            made: HTTPConnection = http_class(host, **more)
            made.connect = partial(self._connect, made, made.connect)  # type: ignore[method-assign]
            return made

        return do_open(connection, request, **options)

    def _connect(self, connection: HTTPConnection, connect: Callable[[], None]) -> None:
        connect()
        self._sockets.append(connection.sock)  # the connection lets go of it where the body has no length


def ask(url: str, most: int, dest: str = "document") -> Answer:
    """Return what is at an address, of which `most` bytes are read, compressed or not. Raises AskError.

    Args:
        url: the address.
        most: the bytes that are read.
        dest: what a browser wants it for: "document", "script", "style", "image", or "empty" for a fetch.

    """
    headers = _AS_A_BROWSER | (_FOR_A_PAGE if dest == "document" else _FOR_A_FILE) | {"Sec-Fetch-Dest": dest}
    try:
        return _asked(url, most, headers)
    except _EncodedError:
        return _asked(url, most, headers | _READABLE)


def _asked(url: str, most: int, headers: dict[str, str]) -> Answer:
    asked = Request(url, headers=headers)  # noqa: S310 – verify.py takes http addresses only
    until = time.monotonic() + SECONDS_AN_ANSWER
    try:
        with _Cut(SECONDS_AN_ANSWER) as cut:
            try:
                answer = build_opener(_NoRedirect, *cut.handlers()).open(asked, timeout=SECONDS_A_READ)
            except HTTPError as error:
                answer = error
            with answer:
                return Answer(answer.status, _headers(answer.headers), _body(answer, most, _pieces(answer, until)))
    except (OSError, HTTPException, EOFError, zlib.error, ValueError) as error:
        raise AskError(str(error) or type(error).__name__) from error


def _headers(message: HTTPMessage) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    # A browser skips a line that isn't a field, and acts on those after it.
    if message.defects or message.get_payload() or not all(map(_TOKEN.fullmatch, message.keys())):
        raise AskError("a line of its head is no header field (RFC 9112, section 5)")
    for name, value in message.items():
        found.setdefault(name.lower(), []).append(value)
    return found


def _pieces(answer: Any, until: float) -> Iterator[bytes]:
    """Yield what is sent, piece by piece, as long as there is time."""
    while piece := answer.read1(_PIECE):
        if time.monotonic() > until:
            raise AskError(f"it took more than {SECONDS_AN_ANSWER} seconds")
        yield piece
    if answer.length:
        raise AskError(f"it ended {answer.length} bytes before its Content-Length")


def _body(answer: Any, most: int, pieces: Iterator[bytes]) -> bytes:
    """Put a body together. One byte more than `most` is enough to see that it is too long."""
    coded = answer.headers.get("Content-Encoding", "identity").lower()
    if coded not in {"identity", "gzip"}:
        raise _EncodedError(f"it came in the encoding {coded}, which can't be read here")
    found = b""
    for piece in _unpacked(pieces, most) if coded == "gzip" else pieces:
        found += piece
        if len(found) > most:
            break
    return found[: most + 1]


def _unpacked(pieces: Iterator[bytes], most: int) -> Iterator[bytes]:
    """Yield what a gzip file of one member holds (RFC 1952), each time at most a byte more than `most`."""
    decoder = zlib.decompressobj(zlib.MAX_WBITS | 16)
    for piece in pieces:
        yield decoder.decompress(piece, most + 1)
        if decoder.unused_data:
            raise AskError("there is more behind the end of its gzip file")
    if not decoder.eof:
        raise AskError("its gzip file ends too soon")
