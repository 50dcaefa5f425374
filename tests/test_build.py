"""`mkdocs build`: what it refuses and what it says then, and that it gives the same bytes every time."""

import filecmp
import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import urlopen

import pytest

_FOLDERS = ("checker", "docs", "requirements")
_FILES = ("mkdocs.yml", "package.json", "pyproject.toml", "README.md", "LICENSE")
_PAGE = "docs/codes/5.7.703.md"


class Checkout:
    """A copy of the project that a test may break; what is installed and compiled is shared."""

    def __init__(self, repo: Path, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()
        for name in _FOLDERS:
            shutil.copytree(repo / name, folder / name)
        for name in _FILES:
            shutil.copyfile(repo / name, folder / name)
        (folder / "node_modules").symlink_to(repo / "node_modules")
        (folder / ".cache").symlink_to(repo / ".cache")

    def change(self, name: str, old: str, new: str) -> None:
        """Replace text in a file."""
        path = self.folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    def environment(self, **more: str) -> dict[str, str]:
        """Return an environment in which the copy's own package is found before the installed one."""
        return os.environ | {"PYTHONPATH": str(self.folder / "checker"), "NO_MKDOCS_2_WARNING": "1"} | more

    def build(self, **environment: str) -> subprocess.CompletedProcess[str]:
        """Build the copy's site into its own folder `site`."""
        return subprocess.run(
            [sys.executable, "-m", "mkdocs", "build", "--strict"],
            cwd=self.folder,
            env=self.environment(**environment),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )

    def refusal(self) -> str:
        """Return what a build says that must fail."""
        done = self.build()
        assert done.returncode == 1, done.stdout
        return done.stdout


@pytest.fixture
def checkout(repo: Path, tmp_path: Path) -> Checkout:
    """Return a copy of the project."""
    return Checkout(repo, tmp_path / "checkout")


def test_broken_front_matter_stops_the_build_and_every_fault_is_told_with_its_remedy(checkout: Checkout) -> None:
    checkout.change(_PAGE, '"blocked": "recipient"', '"blocked": "everybody"')
    checkout.change(_PAGE, '"permanence": "permanent",', "")
    checkout.change("docs/codes/5.1.8.md", '"code": "5.1.8",', '"code": "5.1.8"')
    checkout.change("docs/codes/5.7.1.md", "{#admin}", "{#administrator}")
    told = checkout.refusal()
    assert "5.7.703.md: permanence is missing: add it" in told
    assert "5.1.8.md: " in told
    assert "5.7.1.md: its headings must be" in told


def test_front_matter_that_mkdocs_would_drop_in_silence_stops_the_build(checkout: Checkout) -> None:
    checkout.change("docs/unblock.md", '"reviewed"', "reviewed")
    assert "unblock.md: MkDocs reads its front matter differently: write one JSON object" in checkout.refusal()


@pytest.mark.parametrize(
    "inline",
    ['<p style="color: red">red</p>', '<p onclick="alert(1)">press</p>', "<style>p { color: red }</style>"],
    ids=["style attribute", "handler", "style element"],
)
def test_what_the_policy_would_block_stops_the_build(checkout: Checkout, inline: str) -> None:
    checkout.change(_PAGE, "No call to Support is needed.", inline)
    told = checkout.refusal()
    assert "codes/5.7.703/index.html: " in told
    assert "is inline: use a " in told


def test_aligned_table_columns_pass_since_they_become_classes(checkout: Checkout) -> None:
    checkout.change(_PAGE, "No call to Support is needed.", "| a | b |\n|:-:|--:|\n| 1 | 2 |")
    done = checkout.build()
    assert done.returncode == 0, done.stdout
    html = (checkout.folder / "site/codes/5.7.703/index.html").read_text()
    assert '<td class="ndr-center">1</td>' in html
    assert '<td class="ndr-right">2</td>' in html


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        ("package.json", '"pyodide": "', '"pyodide": "1', "package.json names 1"),
        ("checker/site/pyodide.sha256", "  pyodide.asm.wasm", "0  pyodide.asm.wasm", "pyodide.asm.wasm of pyodide"),
    ],
    ids=["another version", "another file"],
)
def test_a_pyodide_that_was_not_reviewed_stops_the_build(
    checkout: Checkout, name: str, old: str, new: str, told: str
) -> None:
    checkout.change(name, old, new)
    assert told in checkout.refusal()


def test_a_changed_page_needs_no_new_compilation(checkout: Checkout, site: Path) -> None:
    assert (site / "codes.json").is_file()  # so the checker has been compiled
    checkout.change(_PAGE, '"title": "5.7.703: a recipient', '"title": "5.7.703: one recipient')
    done = checkout.build(PATH="")  # without Node
    assert done.returncode == 0, done.stdout
    assert "5.7.703: one recipient" in (checkout.folder / "site/codes/5.7.703/index.html").read_text()


def test_another_checkout_without_a_cache_builds_the_same_bytes(checkout: Checkout, repo: Path, site: Path) -> None:
    cache = checkout.folder / ".cache"
    cache.unlink()
    cache.mkdir()
    (cache / "pyodide-build").symlink_to(repo / ".cache" / "pyodide-build")
    address = (site / "sitemap.xml").read_text().partition("<loc>")[2].partition("</loc>")[0]
    done = checkout.build(SITE_URL=address)
    assert done.returncode == 0, done.stdout
    assert (cache / "runtime").is_dir()
    other = checkout.folder / "site"
    names = sorted(str(path.relative_to(site)) for path in site.rglob("*") if path.is_file())
    assert names == sorted(str(path.relative_to(other)) for path in other.rglob("*") if path.is_file())
    assert filecmp.cmpfiles(site, other, names, shallow=False) == (names, [], [])


def test_live_reload_shows_the_site_without_the_policy_and_says_so(checkout: Checkout, site: Path) -> None:
    assert (site / "codes.json").is_file()  # so the checker has been compiled
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    command = [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", address]
    log = checkout.folder / "log"
    with (
        log.open("w") as out,
        subprocess.Popen(
            command, cwd=checkout.folder, env=checkout.environment(), stdout=out, stderr=subprocess.STDOUT
        ) as server,
    ):
        try:
            while "Serving on" not in log.read_text() and server.poll() is None:
                time.sleep(0.1)
            with urlopen(f"http://{address}/codes/5.7.750/") as answer:
                html = answer.read().decode()
        finally:
            server.terminate()
    assert "Content-Security-Policy" not in html
    assert 'id="ndr-text"' in html
    assert "Served without the Content-Security-Policy" in log.read_text()
