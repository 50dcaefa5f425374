"""The weekly comparison goes red when a reader would get something else than what was built, and names what differs."""

import gzip
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from sitebuild.finish import checksums, content_policy
from tools import published, verify
from tools.serve import SiteServer, running

_PAGE = b"<!doctype html><p>words</p>"
_FILES = {
    "index.html": _PAGE,
    "404.html": b"<!doctype html><p>nothing here</p>",
    "codes/5.7.705/index.html": _PAGE,
    "assets/site.mjs": b"export {};",
    "assets/python/stdlib.bin": b"\x00" * 1000,
    "codes.json": b"{}",
    "version.json": b'{"version": "0.1.0", "commit": "", "date": ""}',
}
_TYPES = {".html": "text/html; charset=utf-8", ".mjs": "text/javascript", ".json": "application/json"}

#: Status, headers and body of an answer, and what a lying host makes of them for a path.
Said = tuple[int, dict[str, str], bytes]
Lie = Callable[[str, Said, BaseHTTPRequestHandler], Said | None]


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """Return the folder of a small site."""
    for name, body in _FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)
    (tmp_path / "_headers").write_text(content_policy.headers("default-src 'none'", ()))
    (tmp_path / checksums.NAME).write_text(checksums.text(tmp_path))
    return tmp_path


@contextmanager
def lying(site: Path, lie: Lie = lambda _path, said, _request: said) -> Iterator[str]:
    """Serve a site as an honest host does, but for what the lie makes of an answer. Yield its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path.removeprefix("/ndr/")
            file = site / (f"{path}index.html" if path.endswith("/") or not path else path)
            there = file.is_file()
            body = (file if there else site / "404.html").read_bytes()
            kind = _TYPES.get(file.suffix if there else ".html", "application/octet-stream")
            said = lie(path, (200 if there else 404, {"Content-Type": kind}, body), self)
            if said is None:
                return
            status, headers, body = said
            self.send_response(status)
            for name, value in ({"Content-Length": str(len(body))} | headers).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        thread = Thread(target=server.serve_forever, args=[0.02])
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/ndr/"
        finally:
            server.shutdown()
            thread.join()


def found(site: Path, lie: Lie) -> list[str]:
    """Return the differences between a site and what a lying host serves of it."""
    with lying(site, lie) as url:
        return [*verify.differences(url, site)]


def test_the_same_site_passes(site: Path) -> None:
    with running(SiteServer(site, prefix="/ndr/")) as server:
        run = subprocess.run(
            [sys.executable, "-m", "tools.verify", server.url, site], capture_output=True, text=True, check=False
        )
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout == "Every published address answers with the build's file\n"


def test_a_host_that_reads_the_file_of_headers_passes_and_so_does_one_that_compresses(built: Path) -> None:
    def sends_more(_path: str, said: Said, _request: BaseHTTPRequestHandler) -> Said:
        status, headers, body = said
        policy = "default-src 'none'; frame-ancestors 'none'"
        return status, headers | {"Content-Security-Policy": policy, "Content-Encoding": "gzip"}, gzip.compress(body)

    assert found(built, sends_more) == []


def test_a_page_that_is_another_at_its_folder_s_address_is_named(built: Path) -> None:
    def at_folders(path: str, said: Said, _request: BaseHTTPRequestHandler) -> Said:
        return (*said[:2], b"<script>alert(1)</script>") if not path or path.endswith("5/") else said

    assert [line.partition(": ")[0] for line in found(built, at_folders)] == ["/", "/codes/5.7.705/"]


def test_a_page_that_is_another_for_browsers_is_named(built: Path) -> None:
    def for_browsers(path: str, said: Said, request: BaseHTTPRequestHandler) -> Said:
        reader = "Mozilla" in request.headers["User-Agent"] and "text/html" in request.headers["Accept"]
        return (*said[:2], b"<p>other") if reader and path == "index.html" else said

    (line,) = found(built, for_browsers)
    assert line.startswith("/index.html: sha256 ")


def test_a_page_that_is_another_where_a_browser_s_encodings_are_taken_is_named(built: Path) -> None:
    def for_browsers(path: str, said: Said, request: BaseHTTPRequestHandler) -> Said:
        takes_all = "br" in request.headers["Accept-Encoding"]
        return (*said[:2], b"<p>other") if takes_all and path == "index.html" else said

    (line,) = found(built, for_browsers)
    assert line.startswith("/index.html: sha256 ")


def test_a_host_that_sends_brotli_where_it_is_taken_is_asked_for_gzip(built: Path) -> None:
    def sends(_path: str, said: Said, request: BaseHTTPRequestHandler) -> Said:
        takes_all = "br" in request.headers["Accept-Encoding"]
        return (said[0], said[1] | {"Content-Encoding": "br"}, b"?") if takes_all else said

    assert found(built, sends) == []


def test_a_script_that_is_another_where_a_page_asks_for_it_is_named(built: Path) -> None:
    def for_pages(_path: str, said: Said, request: BaseHTTPRequestHandler) -> Said:
        wanted = request.headers["Sec-Fetch-Dest"] == "script" and request.headers["Accept"] == "*/*"
        return (*said[:2], b"alert(1)") if wanted else said

    (line,) = found(built, for_pages)
    assert line.startswith("/assets/site.mjs: sha256 ")


@pytest.mark.parametrize("to", ["5.7.705/", "/ndr/codes/5.7.705/", ""])
def test_a_folder_s_address_without_its_slash_may_lead_to_the_folder_or_show_the_page(built: Path, to: str) -> None:
    def leads_on(path: str, said: Said, _request: BaseHTTPRequestHandler) -> Said:
        if path != "codes/5.7.705":
            return said
        return (301, {"Location": to}, b"") if to else (200, said[1], _PAGE)

    assert found(built, leads_on) == []


@pytest.mark.parametrize(
    "said",
    [
        (302, {"Location": "https://evil.example/"}, b""),
        (302, {"Location": "//evil.example/ndr/codes/5.7.705/"}, b""),
        (301, {"Location": "5.7.705/", "Set-Cookie": "id=1"}, b""),
        (302, {}, b"<script>alert(1)</script>"),
        (200, {"Content-Type": "text/html"}, b"<script>alert(1)</script>"),
        (404, {"Content-Type": "text/html"}, b"<script>alert(1)</script>"),
    ],
)
def test_any_other_answer_there_is_named(built: Path, said: Said) -> None:
    def answers(path: str, honest: Said, _request: BaseHTTPRequestHandler) -> Said:
        return said if path == "codes/5.7.705" else honest

    lines = found(built, answers)
    assert lines
    assert {line.partition(": ")[0] for line in lines} == {"/codes/5.7.705"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Refresh", "0; url=https://evil.example/"),
        ("Link", "<https://evil.example/x.css>; rel=stylesheet"),
        ("Set-Cookie", "id=1"),
        ("Content-Security-Policy", "script-src * 'unsafe-inline'"),
        ("Content-Security-Policy-Report-Only", "default-src 'none'; report-uri https://evil.example/"),
        ("Report-To", '{"endpoints": [{"url": "https://evil.example/"}]}'),
        ("Accept-CH", "Sec-CH-UA-Model"),
        ("Attribution-Reporting-Register-Source", '{"destination": "https://evil.example"}'),
        ("Sec-Session-Registration", '(ES256);path="/x";challenge="y"'),
        ("Speculation-Rules", '"https://evil.example/x.json"'),
        ("Content-Disposition", "attachment; filename=x.exe"),
        ("SourceMap", "https://evil.example/x.map"),
        ("Content-Type", "text/html; charset=utf-7"),
        ("Content-Type", "application/xhtml+xml"),
        ("Content-Type", ""),
        ("Content-Encoding", "br"),
    ],
)
def test_a_header_that_a_browser_acts_on_is_named(built: Path, name: str, value: str) -> None:
    def sends(path: str, said: Said, _request: BaseHTTPRequestHandler) -> Said:
        return (said[0], said[1] | {name: value}, said[2]) if path == "codes/5.7.705/" else said

    (line,) = found(built, sends)
    assert line.startswith("/codes/5.7.705/: ")


@pytest.mark.parametrize("line", ["NotAField", "ReFresh : 0;url=//evil.example", "Re\x01fresh: 0", " "])
def test_a_head_that_a_browser_reads_on_where_python_stops_is_named(built: Path, line: str) -> None:
    def sends(path: str, said: Said, request: BaseHTTPRequestHandler) -> Said | None:
        if path != "codes.json":
            return said
        head = f"HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n{line}\r\nRefresh: 0;url=//evil.example\r\n\r\n"
        request.wfile.write(head.encode() + said[2])
        return None

    (difference,) = found(built, sends)
    assert difference.startswith("/codes.json: ")


def test_an_answer_that_is_shorter_than_its_length_is_named(built: Path) -> None:
    def cuts(path: str, said: Said, _request: BaseHTTPRequestHandler) -> Said:
        return (said[0], said[1] | {"Content-Length": "5"}, said[2]) if path == "codes.json" else said

    assert found(built, cuts) == ["/codes.json: it ended 3 bytes before its Content-Length"]


@pytest.mark.parametrize("more", [b"", gzip.compress(b"")], ids=["a file name without end", "members without end"])
def test_a_gzip_file_that_never_ends_is_given_up(built: Path, monkeypatch: pytest.MonkeyPatch, more: bytes) -> None:
    monkeypatch.setattr(published, "SECONDS_AN_ANSWER", 2)

    def endless(path: str, said: Said, request: BaseHTTPRequestHandler) -> Said | None:
        if path != "codes.json":
            return said
        request.wfile.write(b"HTTP/1.0 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\n\r\n")
        request.wfile.write(more or b"\x1f\x8b\x08\x08\x00\x00\x00\x00\x00\x03")
        try:
            while True:
                request.wfile.write(more or b"x" * 65536)
        except OSError:
            return None

    (difference,) = found(built, endless)
    assert difference.startswith("/codes.json: ")


@pytest.mark.parametrize(("file", "kind"), [("codes.json", "text/html"), ("assets/site.mjs", "text/plain")])
def test_a_type_that_makes_another_thing_of_a_file_is_named(built: Path, file: str, kind: str) -> None:
    def types(path: str, said: Said, _request: BaseHTTPRequestHandler) -> Said:
        return (said[0], {"Content-Type": kind}, said[2]) if path == file else said

    assert found(built, types) == [f"/{file}: the type {kind}"]


def test_python_s_library_is_no_page(built: Path) -> None:
    def types(path: str, said: Said, _request: BaseHTTPRequestHandler) -> Said:
        return (said[0], {"Content-Type": "text/html"}, said[2]) if path.endswith(".bin") else said

    assert found(built, types) == ["/assets/python/stdlib.bin: the type text/html"]


def test_no_redirect_is_followed(built: Path) -> None:
    asked: list[str] = []

    def leads_on(path: str, said: Said, _request: BaseHTTPRequestHandler) -> Said:
        asked.append(path)
        return (302, {"Location": "elsewhere/"}, b"") if path == "codes/5.7.705/" else said

    lines = found(built, leads_on)
    assert "/codes/5.7.705/: status 302 instead of 200" in lines
    assert "/codes/5.7.705/: the header location: elsewhere/" in lines
    assert "elsewhere/" not in asked


def test_an_address_that_leads_nowhere_answers_with_the_site_s_own_page(built: Path) -> None:
    def parks(_path: str, said: Said, _request: BaseHTTPRequestHandler) -> Said:
        return (200, said[1], b"<script>alert(1)</script>") if said[0] == 404 else said

    address = "/no-such-page-0f3a9c/: "
    lines = [line.removeprefix(address) for line in found(built, parks) if line.startswith(address)]
    assert [line[:10] for line in lines] == ["status 200", "sha256 5c1"]


def test_a_file_that_is_missing_and_one_that_is_too_many_are_named(built: Path, tmp_path: Path) -> None:
    def other(path: str, said: Said, _request: BaseHTTPRequestHandler) -> Said:
        if path == "SHA256SUMS":
            return *said[:2], said[2] + b"0" * 64 + b"  extra.mjs\n"
        return (
            (404, {"Content-Type": "text/html"}, (tmp_path / "404.html").read_bytes()) if path == "codes.json" else said
        )

    lines = found(built, other)
    assert lines[0] == "extra.mjs: published, but not in the build"
    assert {line.partition(": ")[0] for line in lines} == {"extra.mjs", "/SHA256SUMS", "/codes.json"}


@pytest.mark.parametrize("listed", [b"", b"\xff\xfe", b"no list", b"x\n" * 3_000_000])
def test_a_list_of_checksums_that_lies_hides_nothing(built: Path, listed: bytes) -> None:
    def list_and_script(path: str, said: Said, _request: BaseHTTPRequestHandler) -> Said:
        changed = {"SHA256SUMS": listed, "assets/site.mjs": b"alert(1)"}
        return *said[:2], changed.get(path, said[2])

    names = [line.partition(": ")[0] for line in found(built, list_and_script)]
    assert names == ["/SHA256SUMS", "/assets/site.mjs"]


def test_nothing_of_a_host_s_reaches_the_terminal_raw(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def speaks(path: str, said: Said, _request: BaseHTTPRequestHandler) -> Said:
        if path == "SHA256SUMS":
            names = "".join(f"{'0' * 64}  \x1b]0;owned\x07{number}\u202e{'x' * 1000}\n" for number in range(1000))
            return *said[:2], names.encode()
        return said[0], said[1] | {"Refresh": "\x1b[2J\x9b31m"}, said[2]

    with lying(built, speaks) as url:
        ended = verify.main(url, built)
    out = capsys.readouterr().out
    assert "\\x1b]0;owned" in out
    assert all(line.isprintable() and len(line) <= 300 for line in out.splitlines())
    assert len(out.splitlines()) == 201
    assert ended
    assert ended.startswith("1")


def test_an_answer_that_is_too_long_is_not_read_to_its_end(built: Path) -> None:
    def endless(path: str, said: Said, request: BaseHTTPRequestHandler) -> Said | None:
        if path != "codes.json":
            return said
        request.wfile.write(b"HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n\r\n")
        try:
            while True:
                request.wfile.write(b"x" * 65536)
        except OSError:
            return None

    assert found(built, endless) == ["/codes.json: it is longer than the 2 bytes of the build"]


def test_a_small_answer_that_unpacks_to_a_big_one_is_not_unpacked(built: Path) -> None:
    packed = gzip.compress(bytes(100_000_000), 1)

    def bomb(path: str, said: Said, _request: BaseHTTPRequestHandler) -> Said:
        return (said[0], said[1] | {"Content-Encoding": "gzip"}, packed) if path == "codes.json" else said

    tracemalloc.start()
    lines = found(built, bomb)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert lines == ["/codes.json: it is longer than the 2 bytes of the build"]
    assert peak < 4_000_000


@pytest.mark.parametrize(
    "sent", [b"", b"HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n\r\n"], ids=["head", "body"]
)
def test_a_host_that_sends_a_byte_now_and_then_is_given_up(
    built: Path, monkeypatch: pytest.MonkeyPatch, sent: bytes
) -> None:
    monkeypatch.setattr(published, "SECONDS_AN_ANSWER", 2)

    def drips(path: str, said: Said, request: BaseHTTPRequestHandler) -> Said | None:
        if path != "assets/python/stdlib.bin":
            return said
        request.wfile.write(sent)
        try:
            for _ in range(600):
                request.wfile.write(b"H")
                time.sleep(0.1)
        except OSError:
            pass
        return None

    (line,) = found(built, drips)
    assert line.startswith("/assets/python/stdlib.bin: ")


@pytest.mark.parametrize("broken", [b"", b"\x1b[2J\r\n\r\n", b"HTTP/1.0 200 OK\r\n" + b"X: y\r\n" * 1000])
def test_an_answer_that_is_none_is_named_and_the_rest_is_compared(built: Path, broken: bytes) -> None:
    def breaks(path: str, said: Said, request: BaseHTTPRequestHandler) -> Said | None:
        if path != "codes.json":
            return said
        request.wfile.write(broken)
        return None

    (line,) = found(built, breaks)
    assert line.startswith("/codes.json: ")


def test_an_address_that_is_none_is_refused(built: Path) -> None:
    assert "must begin with https://" in (verify.main("file:///etc/", built) or "")
    assert "end with a slash" in (verify.main("https://contoso.com/ndr", built) or "")
