"""`_headers`, for hosts that read it: what a page can't say of itself, and what a browser may keep forever."""

import re
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def rules(site: Path) -> dict[str, dict[str, str]]:
    """Return the headers by the path that they are for."""
    found: dict[str, dict[str, str]] = {}
    path = ""
    for line in (site / "_headers").read_text(encoding="utf-8").splitlines():
        if line.startswith("  "):
            name, value = line.strip().split(": ", 1)
            found[path][name] = value
        else:
            path = line
            found[path] = {}
    return found


def test_every_address_gets_what_a_page_can_not_say_of_itself(rules: dict[str, dict[str, str]]) -> None:
    everywhere = rules["/*"]
    assert everywhere["Content-Security-Policy"].endswith("; frame-ancestors 'none'")
    assert everywhere["X-Content-Type-Options"] == "nosniff"
    assert everywhere["X-Frame-Options"] == "DENY"
    assert everywhere["Referrer-Policy"] == "no-referrer"
    assert everywhere["Cross-Origin-Opener-Policy"] == "same-origin"
    assert everywhere["Cross-Origin-Embedder-Policy"] == "require-corp"
    assert everywhere["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "geolocation=()" in everywhere["Permissions-Policy"]
    assert int(everywhere["Strict-Transport-Security"].partition("max-age=")[2].partition(";")[0]) >= 31_536_000


def test_only_files_whose_name_has_a_hash_of_their_content_are_kept_for_ever(
    site: Path, rules: dict[str, dict[str, str]]
) -> None:
    kept = [path for path, headers in rules.items() if "immutable" in headers.get("Cache-Control", "")]
    assert len(kept) >= 3
    for path in kept:
        names = [found.relative_to(site).as_posix() for found in (site / path.strip("/*")).iterdir()]
        assert names
        assert [name for name in names if not re.search(r"[./][0-9a-f]{8,12}[./]", name)] == []
