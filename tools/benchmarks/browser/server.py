"""The built site as a host like GitHub Pages sends it, with one variant's script in it, over a line as slow as asked.

- Text and .wasm go out as gzip, anything else as it is; caches may keep each file for ten minutes.
- The line is slow here and not in the browser, whose own throttle may not reach workers.
"""

import gzip
import time
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import urlsplit

#: Type by ending, and whether such a host compresses it.
_TYPES = {
    ".css": ("text/css", True),
    ".html": ("text/html; charset=utf-8", True),
    ".js": ("text/javascript", True),
    ".json": ("application/json", True),
    ".mjs": ("text/javascript", True),
    ".svg": ("image/svg+xml", True),
    ".wasm": ("application/wasm", True),
}
_OTHER = ("application/octet-stream", False)
#: What zlib does unless told otherwise, and hosts too.
_GZIP_LEVEL = 6
#: How much of a file goes on the line at once; small enough for files that are under way together to share it.
_CHUNK = 4096


@dataclass(slots=True)
class Line:
    """A line that all connections share: bytes a second, and seconds until an answer begins."""

    speed: float
    delay: float
    #: The moment from which nothing is under way any more.
    free: float = 0.0
    _lock: Lock = field(default_factory=Lock)

    def carry(self, length: int) -> None:
        """Return when that many bytes are through."""
        with self._lock:
            self.free = max(self.free, time.monotonic()) + length / self.speed
            until = self.free
        time.sleep(max(0.0, until - time.monotonic()))


class _Handler(BaseHTTPRequestHandler):
    server: "BenchServer"
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        body, kind, compressed = self.server.answer(urlsplit(self.path).path)
        line = self.server.line
        if line:
            time.sleep(line.delay)
        self.send_response(HTTPStatus.NOT_FOUND if body is None else HTTPStatus.OK)
        body = body or b""
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "max-age=600")
        if compressed:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        for start in range(0, len(body), _CHUNK if line else len(body) or 1):
            chunk = body[start : start + _CHUNK] if line else body
            if line:
                line.carry(len(chunk))
            self.wfile.write(chunk)

    def log_message(self, *args: Any) -> None:
        """Keep quiet: requests are noted in the server's `sent`."""


class BenchServer(ThreadingHTTPServer):
    """Serve `site` under /ndr/. `swapped` maps addresses below it to the files that are there instead, or besides."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, site: Path) -> None:
        self.site = site
        self.swapped: dict[str, Path] = {}
        self.line: Line | None = None
        #: Address and length of each answer, in order.
        self.sent: list[tuple[str, int]] = []
        self._packed: dict[Path, bytes] = {}
        super().__init__(("127.0.0.1", 0), _Handler)
        self.url = f"http://127.0.0.1:{self.server_port}/ndr/"

    def answer(self, address: str) -> tuple[bytes | None, str, bool]:
        """Return body, type and whether the body is compressed."""
        name = address.removeprefix("/ndr/")
        path = self.swapped.get(name, self.site / name)
        if path.is_dir():
            path /= "index.html"
        kind, compressed = _TYPES.get(path.suffix, _OTHER)
        body = self._body(path, compressed) if address.startswith("/ndr/") and path.is_file() else None
        self.sent.append((name, len(body or b"")))
        return body, kind, compressed and body is not None

    def _body(self, path: Path, compressed: bool) -> bytes:  # noqa: FBT001 - the type's own word
        if path not in self._packed:
            data = path.read_bytes()
            self._packed[path] = gzip.compress(data, _GZIP_LEVEL, mtime=0) if compressed else data
        return self._packed[path]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Pass over a browser that was closed in the midst of an answer."""
