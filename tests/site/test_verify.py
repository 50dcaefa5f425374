"""The weekly comparison goes red when the published site is not what was built, and names what differs."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools import verify
from tools.serve import SiteServer, running


@pytest.fixture
def published(site: Path, tmp_path: Path) -> Iterator[SiteServer]:
    """Publish a copy of the built site."""
    shutil.copytree(site, tmp_path / "published")
    with running(SiteServer(tmp_path / "published", prefix="/ndr/")) as server:
        yield server


def compare(url: str, site: Path) -> subprocess.CompletedProcess[str]:
    """Run the command."""
    return subprocess.run(
        [sys.executable, "-m", "tools.verify", url, site], capture_output=True, text=True, check=False
    )


def test_the_same_site_passes(site: Path, published: SiteServer) -> None:
    run = compare(published.url, site)
    assert (run.returncode, run.stdout, run.stderr) == (0, "Every published file is equal to the build\n", "")


def test_one_changed_byte_one_missing_and_one_added_file_are_named(site: Path, published: SiteServer) -> None:
    page = published.site / "codes" / "5.7.705" / "index.html"
    page.write_bytes(page.read_bytes().replace(b"blocked", b"blooked", 1))
    (published.site / "codes.json").unlink()
    with (published.site / "SHA256SUMS").open("a") as listed:
        listed.write(f"{'0' * 64}  extra.mjs\n")
    run = compare(published.url, site)
    assert run.returncode == 1
    lines = run.stdout.splitlines()
    assert [line.partition(": ")[0] for line in lines] == ["extra.mjs", "codes.json", "codes/5.7.705/index.html"]
    assert "404" in lines[1]
    assert run.stderr.startswith(f"3 differences between {published.url} and the build of ")


def test_a_list_of_checksums_that_lies_hides_nothing(site: Path, published: SiteServer) -> None:
    (published.site / "SHA256SUMS").unlink()
    (published.site / "assets" / "site.mjs").write_text("alert(1)")
    found = [line.partition(": ")[0] for line in verify.differences(published.url, site)]
    assert found == ["SHA256SUMS", "assets/site.mjs"]


def test_an_address_that_is_none_is_refused(site: Path) -> None:
    assert "must begin with https://" in (verify.main("file:///etc/", site) or "")
    assert "end with a slash" in (verify.main("https://contoso.com/ndr", site) or "")
