"""The server shows a site as a static host does."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection
from typing import NamedTuple

import pytest

from tools.serve import SiteServer, running

_FILES = ("index.html", "404.html", "page.mjs", "python.wasm", "twin.md", "folder/index.html", "bare/file.txt")


class Answer(NamedTuple):
    """What a browser gets."""

    status: int
    type: str | None
    body: str
    location: str | None


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SiteServer]:
    """Serve files that hold their own names, under /ndr/."""
    site = tmp_path_factory.mktemp("files")
    for name in _FILES:
        (site / name).parent.mkdir(exist_ok=True)
        (site / name).write_text(name)
    with running(SiteServer(site, prefix="/ndr/")) as server:
        yield server


def _get(server: SiteServer, path: str) -> Answer:
    with closing(HTTPConnection("127.0.0.1", server.server_port)) as connection:
        connection.putrequest("GET", path, skip_host=True)  # which would have to be found in any path
        connection.endheaders()
        got = connection.getresponse()
        return Answer(got.status, got.headers["Content-Type"], got.read().decode(), got.headers["Location"])


@pytest.mark.parametrize(
    ("path", "type_"),
    [
        ("/ndr/page.mjs", "text/javascript; charset=utf-8"),
        ("/ndr/python.wasm", "application/wasm"),
        ("/ndr/twin.md", "text/markdown; charset=utf-8"),
        ("/ndr/", "text/html"),
    ],
)
def test_file_has_the_type_that_browsers_insist_on(server: SiteServer, path: str, type_: str) -> None:
    answer = _get(server, path)
    assert (answer.status, answer.type) == (200, type_)


def test_folder_without_its_slash_leads_to_the_folder(server: SiteServer) -> None:
    assert _get(server, "/ndr/folder").location == "/ndr/folder/"
    assert _get(server, "/ndr").location == "/ndr/"
    assert _get(server, "/ndr/folder/?q=1").body == "folder/index.html"


@pytest.mark.parametrize(
    "path",
    ["/", "/index.html", "/ndrindex.html", "/ndr/nowhere/", "/ndr/bare/", "/ndr/../x", "/ndr/%00", "/%00/", "http://["],
)
def test_address_that_leads_nowhere_gets_the_site_s_own_page(server: SiteServer, path: str) -> None:
    answer = _get(server, path)
    assert (answer.status, answer.body) == (404, "404.html")


def test_taken_port_is_said_in_a_sentence(server: SiteServer) -> None:
    command = [sys.executable, "-m", "tools.serve", str(server.site), "--port", str(server.server_port)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 1
    assert (
        run.stderr == f"Port {server.server_port} is taken. Choose another: make serve PORT={server.server_port + 1}\n"
    )
