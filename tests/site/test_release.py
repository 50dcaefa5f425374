"""A release: the archive runs from any web server with the files of the published site, and can be made again."""

import base64
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.support.checker_page import CheckerPage, shared_page
from tests.support.sha256sum import complaints
from tools import release, release_notes


@pytest.fixture(scope="module")
def dist(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a release of the built site."""
    folder = tmp_path_factory.mktemp("release") / "dist"
    release.make(site, folder)
    return folder


@pytest.fixture(scope="module")
def unpacked(dist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Unpack the archive, which holds one folder."""
    folder = tmp_path_factory.mktemp("unpacked")
    shutil.unpack_archive(one(dist, "*.zip"), folder)
    return one(folder, "*")


@pytest.fixture(scope="module")
def address(unpacked: Path) -> Iterator[str]:
    """Serve the unpacked site with the server that every Python has, as README.txt says."""
    command = re.search(r"^ +python3 (-m http\.server .*) 8000$", (unpacked / "README.txt").read_text(), re.MULTILINE)
    assert command
    server = subprocess.Popen(
        [sys.executable, "-u", *command[1].split(), "0"],
        cwd=unpacked,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    with server:
        assert server.stdout
        said = re.search(r"\((http://[^)]+/)\)", server.stdout.readline())
        assert said
        yield said[1]
        server.terminate()


def one(folder: Path, pattern: str) -> Path:
    """Return the one file that fits."""
    (found,) = folder.glob(pattern)
    return found


def test_the_archive_holds_the_published_files_and_nothing_else(unpacked: Path, site: Path) -> None:
    assert (unpacked / "site" / "SHA256SUMS").read_bytes() == (site / "SHA256SUMS").read_bytes()
    assert complaints(unpacked / "site") == ""
    names = {path.relative_to(unpacked).as_posix() for path in unpacked.rglob("*") if path.is_file()}
    listed = re.findall(r"^\S+  (.+)$", (site / "SHA256SUMS").read_text(), re.MULTILINE)
    assert names == {"README.txt", "LICENSE", "site/SHA256SUMS", *(f"site/{name}" for name in listed)}


def test_the_unpacked_site_judges_a_bounce_behind_any_web_server(browser: Browser, address: str) -> None:
    with shared_page(browser, address) as page:
        checker = CheckerPage(page, address)
        checker.paste("550 5.7.705 Access denied, tenant has exceeded threshold")
        checker.see("5.7.705", "your organization is blocked")
        page.goto(f"{address}705/#admin")
        page.wait_for_url(f"{address}codes/5.7.705/#admin")


def test_a_release_made_again_is_the_same_to_the_byte(dist: Path, site: Path, tmp_path: Path) -> None:
    for path in site.rglob("*"):
        os.utime(path, (2_000_000_000, 2_000_000_000))
    release.make(site, tmp_path / "dist")
    assert {path.name: path.read_bytes() for path in (tmp_path / "dist").iterdir()} == {
        path.name: path.read_bytes() for path in dist.iterdir()
    }


def test_the_release_lists_its_checksums_and_carries_the_wheel_of_the_site(dist: Path, site: Path) -> None:
    assert complaints(dist) == ""
    assert len([*dist.iterdir()]) == len((dist / "SHA256SUMS").read_text().splitlines()) + 1 == 5
    wheel = one(dist, "*.whl")
    assert wheel.read_bytes() == (site / "downloads" / wheel.name).read_bytes()


def test_the_sdist_holds_all_that_the_wheel_is_built_from(dist: Path) -> None:
    with zipfile.ZipFile(one(dist, "*.whl")) as wheel, tarfile.open(one(dist, "*.tar.gz")) as sdist:
        sources = {name.partition("/")[2] for name in sdist.getnames()}
        carried = {name for name in wheel.namelist() if not name.partition("/")[0].endswith(".dist-info")}
    assert carried
    assert {
        re.sub("^ndr_checker/", "checker/ndr_checker/", name) for name in carried if "/codes/" not in name
    } <= sources
    assert {re.sub("^ndr_checker/", "docs/", name) for name in carried if "/codes/" in name} <= sources


def test_the_bill_of_materials_names_every_locked_package_with_its_hashes(dist: Path, repo: Path) -> None:
    bill = json.loads(one(dist, "*.cdx.json").read_bytes())
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    rows = {row["purl"]: row for row in bill["components"]}
    for lock in ("dev.txt", "pyodide-build.txt"):
        for name, version in re.findall(r"^([\w.-]+)==(\S+)", (repo / "requirements" / lock).read_text(), re.MULTILINE):
            assert rows[f"pkg:pypi/{name}@{version}"]["hashes"]
    packages = json.loads((repo / "package-lock.json").read_bytes())["packages"]
    assert len(rows) == len(bill["components"]) >= len(packages)
    pyodide = packages["node_modules/pyodide"]
    (digest,) = rows[f"pkg:npm/pyodide@{pyodide['version']}"]["hashes"]
    assert base64.b64encode(bytes.fromhex(digest["content"])).decode() == pyodide["integrity"].removeprefix("sha512-")
    carried = {row["name"] for row in bill["components"] if row["scope"] == "required"}
    assert carried == {"pyodide", "mkdocs-material"}
    assert bill["dependencies"][0]["dependsOn"] == [row["bom-ref"] for row in rows.values() if row["name"] in carried]


def test_the_release_s_notes_are_its_section_of_the_changelog() -> None:
    log = "# Changelog\n\n## Unreleased\n\n- c\n\n## 0.2.0 - 2026-12-24\n\n- b\n\n## 0.1.0 - 2026-11-29\n\n- a\n"
    assert release_notes.notes(log, "0.2.0") == "- b\n"
    assert release_notes.notes(log, "0.1.0") == "- a\n"


@pytest.mark.parametrize("log", ["", "## 0.1.0\n\n- a\n", "## 0.1.0 - soon\n", "## 10.1.0 - 2026-11-29\n"])
def test_a_version_that_the_changelog_gives_no_date_is_not_released(log: str) -> None:
    with pytest.raises(ValueError, match=r"no section for 0\.1\.0 with a date"):
        release_notes.notes(log, "0.1.0")


def test_the_version_of_the_package_has_its_dated_section(repo: Path) -> None:
    version = tomllib.loads((repo / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert "- " in release_notes.notes((repo / "CHANGELOG.md").read_text(encoding="utf-8"), version)
