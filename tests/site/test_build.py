"""`mkdocs build`: what it refuses and what it says then, and that it gives the same bytes every time."""

import filecmp
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import urlopen

import pytest

from pyodide_start.runtime import NoRuntime, runtime
from sitebuild.finish import finished_page
from tests.support.checkout import Checkout
from tests.support.paths import ROOT
from tests.support.ways_in import IN_FRONT_MATTER, IN_MARKDOWN
from tools.checkout import environment

_ANOTHER_DAY = ROOT / "tests" / "support" / "another_day"
_PAGE = "docs/codes/5.7.703.md"
pytestmark = pytest.mark.node


@pytest.fixture
def checkout(repo: Path, tmp_path: Path) -> Checkout:
    """Return a copy of the project."""
    return Checkout(repo, tmp_path / "checkout")


def test_broken_front_matter_stops_the_build_and_every_fault_is_told_with_its_remedy(checkout: Checkout) -> None:
    checkout.change(_PAGE, '"blocked": "recipient"', '"blocked": "everybody"')
    checkout.change(_PAGE, '"permanence": "permanent",', "")
    checkout.change("docs/codes/5.1.8.md", '"code": "5.1.8",', '"code": "5.1.8"')
    checkout.change("docs/codes/5.7.1.md", "{#admin}", "{#administrator}")
    told = re.sub(r"\.md:[0-9]+: ", ".md: ", checkout.refusal())
    assert "5.7.703.md: meaning tenant-block-list: permanence is missing: add it here" in told
    assert "5.1.8.md: " in told
    assert "5.7.1.md: its headings must be" in told


def test_sources_without_a_fault_pass(checkout: Checkout) -> None:
    assert checkout.faults() == ""


def test_front_matter_that_mkdocs_would_drop_in_silence_is_refused(checkout: Checkout) -> None:
    checkout.change("docs/unblock.md", '"title"', "title")
    checkout.change("docs/index.md", '"title": "', '"title": "\\ud83d')
    told = re.sub(r"\.md:[0-9]+: ", ".md: ", checkout.faults())
    assert "unblock.md: Expecting property name enclosed in double quotes" in told
    assert "index.md: MkDocs reads its front matter differently: write one JSON object" in told


def test_a_page_without_its_fields_or_with_a_heading_that_has_no_id_is_refused(checkout: Checkout) -> None:
    checkout.change("docs/unblock.md", '"reviewed"', '"review"')
    checkout.change("docs/about/verdict.md", '"description": "', '"description": "' + "long " * 40)
    checkout.change(
        "docs/codes/5.7.703.md", "## What it means {#meaning}", "## What it means {#meaning}\n\n### And more"
    )
    told = re.sub(r"\.md:[0-9]+: ", ".md: ", checkout.faults())
    assert "unblock.md: reviewed is missing: add it" in told
    assert "unblock.md: review isn't a known field: remove it, or correct its name" in told
    assert re.search(r"about/verdict.md: its description has \d+ characters: shorten it to 160", told)
    assert 'codes/5.7.703.md: "### And more" has no id' in told


def test_two_pages_with_one_description_are_refused(checkout: Checkout) -> None:
    described = re.search(r'"description": "(.*)"', (checkout.folder / _PAGE).read_text(encoding="utf-8"))
    other = re.search(r'"description": "(.*)"', (checkout.folder / "docs/unblock.md").read_text(encoding="utf-8"))
    assert described
    assert other
    checkout.change("docs/unblock.md", other[1], described[1])
    assert "codes/5.7.703.md and unblock.md: they have the same description" in checkout.faults()


def test_pages_that_are_more_than_words_stop_the_build_all_of_them_named(checkout: Checkout) -> None:
    front = {"title": "Page", "reviewed": "2026-11-23"}
    pages = [(front, body) for body in IN_MARKDOWN.values()] + [(front | more, "") for more in IN_FRONT_MATTER.values()]
    for number, (fields, body) in enumerate(pages):
        text = json.dumps({"description": f"Page {number}."} | fields, ensure_ascii=False)
        path = checkout.folder / f"docs/way-{number}.md"
        path.write_text(f"---\n{text}\n---\n\n# Page {{#page}}\n\n{body}\n", encoding="utf-8")
    told = checkout.refusal()
    assert [number for number in range(len(pages)) if f"way-{number}.md:" not in told] == []


def test_a_page_that_is_sound_but_for_a_script_in_it_stops_the_build_too(checkout: Checkout) -> None:
    checkout.change(_PAGE, "The list is your organization's own.", "<script>alert(1)</script>")
    checkout.change("docs/unblock.md", "{#contain}", "{#ndr-text}")
    told = checkout.refusal()
    assert re.search(r"docs/codes/5\.7\.703\.md:[0-9]+: <script> isn't allowed in a page", told)
    assert re.search(r'docs/unblock\.md:[0-9]+: the id "ndr-text" isn\'t allowed', told)
    assert not checkout.site.exists()


def test_a_script_in_a_template_stops_the_build(checkout: Checkout) -> None:
    checkout.change("docs/overrides/main.html", "  {{ super() }}", "  {{ super() }}<script>alert(1)</script>")
    assert "an inline script that nobody has reviewed" in checkout.refusal()


@pytest.mark.parametrize(
    ("inside", "told"),
    [
        ("<script>alert(1)</script>", "an inline script that nobody has reviewed"),
        ('<script src="../assets/other.mjs"></script>', "isn't a script of this site"),
        ('<meta http-equiv="refresh" content="0; url=https://evil.example/">', "acts by itself"),
        ('<base href="https://evil.example/">', "isn't allowed"),
        ('<link rel="preconnect" href="https://evil.example/">', "isn't a link that a page needs"),
        ('<p onclick="alert(1)">x</p>', "acts by itself"),
        ('<a href="&#1;java&Tab;script:alert(1)">x</a>', "runs what it says"),
        ('<p id="__search">x</p>', 'the id "__search" is there 2 times'),
    ],
)
def test_a_finished_page_may_hold_no_script_that_was_not_reviewed(site: Path, inside: str, told: str) -> None:
    built = (site / "unblock/index.html").read_text(encoding="utf-8")
    html = re.sub('<meta http-equiv="Content-Security-Policy"[^>]*>', "", built)  # it goes in after the check
    assert finished_page.read(html)[1] == []
    faults = finished_page.read(html.replace("</article>", f"{inside}</article>", 1))[1]
    assert any(told in fault for fault in faults), faults


def test_another_version_of_pyodide_is_refused(checkout: Checkout) -> None:
    checkout.change("package.json", '"pyodide": "', '"pyodide": "1')
    with pytest.raises(NoRuntime, match=r"package\.json names 1"):
        runtime(checkout.folder, compiled=True)


def test_a_pyodide_with_a_changed_file_is_refused(checkout: Checkout, repo: Path) -> None:
    modules = checkout.folder / "node_modules"
    modules.unlink()
    shutil.copytree(repo / "node_modules" / "pyodide", modules / "pyodide")
    with (modules / "pyodide" / "pyodide.mjs").open("a") as changed:
        changed.write("// one line more\n")
    with pytest.raises(NoRuntime, match=r"pyodide\.mjs of pyodide"):
        runtime(checkout.folder, compiled=True)


def test_another_day_place_and_time_zone_and_no_cache_give_the_same_bytes(
    checkout: Checkout, repo: Path, site: Path
) -> None:
    cache = checkout.folder / ".cache"
    cache.unlink()
    cache.mkdir()
    (cache / "pyodide-build").symlink_to(repo / ".cache" / "pyodide-build")
    for path in checkout.folder.rglob("*"):
        os.utime(path, (2_000_000_000, 2_000_000_000), follow_symlinks=False)
    checkout.umask = 0o077
    elsewhere = {
        "PYTHONPATH": f"{_ANOTHER_DAY}{os.pathsep}{checkout.folder / 'checker'}",
        "NODE_OPTIONS": f"--import={_ANOTHER_DAY / 'another_day.mjs'}",
        "TZ": "Pacific/Kiritimati",  # a day ahead; in 1980, where the dates of a zip begin, a day behind
        "LC_ALL": "C",
        "PYTHONHASHSEED": "1",
    }
    for clock in (
        [sys.executable, "-c", "from datetime import datetime; print(datetime.now().year)"],
        ["node", "--print", "new Date().getFullYear()"],
    ):
        told = subprocess.run(clock, env=os.environ | elsewhere, capture_output=True, text=True, check=True)
        assert told.stdout.strip() == "2031"
    address = (site / "sitemap.xml").read_text().partition("<loc>")[2].partition("</loc>")[0]
    other = checkout.build(SITE_URL=address, **elsewhere)
    assert (cache / "runtime").is_dir()
    names = sorted(str(path.relative_to(site)) for path in site.rglob("*") if path.is_file())
    assert names == sorted(str(path.relative_to(other)) for path in other.rglob("*") if path.is_file())
    assert filecmp.cmpfiles(site, other, names, shallow=False) == (names, [], [])


def test_live_reload_shows_a_changed_page_without_node_and_without_the_policy_and_says_so(
    checkout: Checkout, site: Path
) -> None:
    assert (site / "codes.json").is_file()  # so the checker has been compiled
    checkout.change(_PAGE, '"title": "5.7.703: a recipient', '"title": "5.7.703: one recipient')
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    command = [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", address]
    without_node = environment(checkout.folder, PATH="")
    log = checkout.folder / "log"
    with (
        log.open("w") as out,
        subprocess.Popen(
            command,
            cwd=checkout.folder,
            env=without_node,
            stdout=out,
            stderr=subprocess.STDOUT,
        ) as server,
    ):
        try:
            while "Serving on" not in log.read_text() and server.poll() is None:
                time.sleep(0.1)
            with urlopen(f"http://{address}/codes/5.7.703/") as answer:
                html = answer.read().decode()
        finally:
            server.terminate()
    assert "Content-Security-Policy" not in html
    assert 'id="ndr-text"' in html
    assert "5.7.703: one recipient" in html
    assert "Served without the Content-Security-Policy" in log.read_text()
