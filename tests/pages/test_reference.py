"""The reference of the Python package: all that `ndr_checker.__all__` names, as a reader of the page finds it."""

from pathlib import Path

import pytest

import ndr_checker
from sitebuild.pages import api_page


def test_the_reference_has_a_heading_for_every_public_name_and_begins_with_check_s_verdict(repo: Path) -> None:
    headings = [line for line in api_page.reference(repo / "checker").splitlines() if line.startswith("### ")]
    assert [heading.split("`")[1] for heading in headings[:2]] == ["check", "Verdict"]
    assert sorted(heading.split("`")[1] for heading in headings) == sorted(ndr_checker.__all__)


def test_a_function_shows_how_to_call_it_and_what_each_argument_is(repo: Path) -> None:
    text = api_page.reference(repo / "checker")
    assert "check(data: bytes | str, *, source: str = '') -> Verdict" in text
    assert "| `data` | `bytes \\| str` | " in text
    assert "Verdict.to_dict() -> dict[str, object]" in text


@pytest.mark.parametrize("name", [name for name in ndr_checker.__all__ if name != "check"])
def test_every_field_of_a_public_type_is_described(repo: Path, name: str) -> None:
    section = api_page.reference(repo / "checker").partition(f"### `{name}`")[2].partition("\n### ")[0]
    described = {line.split("`")[1] for line in section.splitlines() if line.startswith("| `")}
    assert set(getattr(ndr_checker, name)._fields) <= described
