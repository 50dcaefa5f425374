"""Servers that write down all that they are asked for: the site's own, and a stranger's that lets everyone in."""

import base64
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler
from pathlib import Path
from typing import Any
from urllib.parse import quote
from urllib.request import urlopen

from tools.serve import SiteServer

#: What reaches the network from a worker, or starts another that could; the running checker has none of it.
NETWORK = [
    *("fetch", "XMLHttpRequest", "WebSocket", "WebSocketStream", "EventSource", "WebTransport", "RTCPeerConnection"),
    *("importScripts", "Worker", "SharedWorker", "caches", "Cache", "CacheStorage", "FontFace", "fonts"),
]


class RecordingServer(SiteServer):
    """`asked` holds every request as text: its first line, its headers and its body.

    `appended` maps the end of an address to what the server puts after that file.
    """

    def __init__(self, site: Path, appended: dict[str, str] | None = None) -> None:
        super().__init__(site, prefix="/ndr/")
        self.RequestHandlerClass: Any = type("Recording", (_Recording, self.RequestHandlerClass), {})
        self.asked: list[str] = []
        self.appended = appended or {}


class _Recording(SimpleHTTPRequestHandler):
    server: RecordingServer

    def parse_request(self) -> bool:
        """Write the request down."""
        if not super().parse_request():
            return False
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.server.asked.append(f"{self.requestline}\n{self.headers}\n{body.decode('latin-1')}")
        return True

    def do_GET(self) -> None:
        """Send a file, some of them with an appendix."""
        appendix = next((text for end, text in self.server.appended.items() if self.path.endswith(end)), None)
        if appendix is None:
            super().do_GET()
            return
        body = Path(self.translate_path(self.path)).read_bytes() + appendix.encode()
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", self.guess_type(self.path))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class Stranger(RecordingServer):
    """Another origin, with an open door: `x.mjs` is a module for everyone."""

    def __init__(self, folder: Path) -> None:
        (folder / "x.mjs").write_text("export {};\n", encoding="utf-8")
        super().__init__(folder)
        self.RequestHandlerClass: Any = type("Open", (_Open, self.RequestHandlerClass), {})


class _Open(SimpleHTTPRequestHandler):
    def end_headers(self) -> None:
        """Let pages of other origins read the answer."""
        self.send_header("Access-Control-Allow-Origin", "*")
        super().end_headers()


def prove_that_it_answers(stranger: Stranger) -> None:
    """Ask for a file once, so that not being asked later means something."""
    with urlopen(f"{stranger.url}x.mjs") as answer:  # noqa: S310 – our own server
        assert answer.status == HTTPStatus.OK
    assert len(stranger.asked) == 1
    stranger.asked.clear()


def forms(secret: str) -> set[str]:
    """Return the ways in which a text may travel: plain, as in an address, in hex, and in base64 at any place."""
    data = secret.encode()
    moved = ((skip, base64.b64encode(bytes(skip) + data).decode()) for skip in range(3))
    return {secret, quote(secret, safe=""), data.hex(), *(text[skip and skip + 1 : -4] for skip, text in moved)}
