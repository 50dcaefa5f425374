"""Serve a built site on this machine the way a static host does.

- Files get the types that browsers insist on: a module or a wasm of another type is refused.
- The site can be under a path such as `/ndr/`, as a project's page on GitHub Pages does.
- An address that leads nowhere gets the site's own 404.html; folders are not listed.
- The browser asks again for each file, so what was just built is what is seen.
"""

import argparse
import errno
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, TypeVar
from urllib.parse import unquote


class _Handler(SimpleHTTPRequestHandler):
    """Answer one request for a site."""

    server: "SiteServer"
    protocol_version = "HTTP/1.1"
    # Named here and not left to the machine's own table, which may lack them.
    extensions_map = SimpleHTTPRequestHandler.extensions_map | {
        ".css": "text/css; charset=utf-8",
        ".js": "text/javascript; charset=utf-8",
        ".json": "application/json",
        ".md": "text/markdown; charset=utf-8",
        ".mjs": "text/javascript; charset=utf-8",
        ".svg": "image/svg+xml",
        ".wasm": "application/wasm",
    }

    def translate_path(self, path: str) -> str:
        """Find the file for an address; one outside the prefix has none."""
        self.directory = str(self.server.site)
        path, prefix = path.partition("?")[0].partition("#")[0], self.server.prefix
        if not f"{path}/".startswith(prefix) or "\0" in unquote(path):  # which no file's name holds
            return ""
        return super().translate_path("/" + path[len(prefix) :])

    def list_directory(self, path: Any) -> None:  # noqa: ARG002 - the base class names it
        """Refuse, as static hosts do."""
        self.send_error(HTTPStatus.NOT_FOUND)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Show the site's own page where nothing is found."""
        page = self.server.site / "404.html"
        if code != HTTPStatus.NOT_FOUND or not page.is_file():
            super().send_error(code, message, explain)
            return
        body = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def end_headers(self) -> None:
        """Have the browser ask again each time."""
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def log_message(self, *args: Any) -> None:
        """Keep quiet: the terminal is for the address."""


class SiteServer(ThreadingHTTPServer):
    """Serve a folder on the loopback address, under `prefix`, which starts and ends with `/`.

    `port` 0 takes one that is free; `url` is where the site then stands.
    Raises OSError where the port is taken.
    """

    def __init__(self, site: Path, *, port: int = 0, prefix: str = "/") -> None:
        self.site = site
        self.prefix = prefix
        super().__init__(("127.0.0.1", port), _Handler)
        self.url = f"http://127.0.0.1:{self.server_port}{prefix}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Pass over a browser that hung up; anything else is a fault of ours."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


_Server = TypeVar("_Server", bound=ThreadingHTTPServer)


@contextmanager
def running(server: _Server) -> Iterator[_Server]:
    """Serve in the background for as long as the context lasts."""
    with server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def main() -> None:
    """Serve the site named on the command line until interrupted."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("site", type=Path)
    parser.add_argument("--port", type=int, default=8000)
    arguments = parser.parse_args()
    try:
        server = SiteServer(arguments.site, port=arguments.port)
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        sys.exit(f"Port {arguments.port} is taken. Choose another: make serve PORT={arguments.port + 1}")
    print(f"The site is at {server.url} until you press Ctrl+C", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        server.server_close()


if __name__ == "__main__":
    main()
