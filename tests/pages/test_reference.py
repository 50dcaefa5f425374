"""The reference of the Python package: all that `ndr_checker.__all__` names, as a reader of the page finds it."""

import pytest

import ndr_checker
from sitebuild.pages import api_page
from tests.support.paths import ROOT


@pytest.fixture(scope="module")
def reference() -> str:
    """Return the reference, for which the whole package is read."""
    return api_page.reference(ROOT / "checker")


def test_the_reference_has_a_heading_for_every_public_name_and_begins_with_check_s_verdict(reference: str) -> None:
    headings = [line for line in reference.splitlines() if line.startswith("### ")]
    assert [heading.split("`")[1] for heading in headings[:2]] == ["check", "Verdict"]
    assert sorted(heading.split("`")[1] for heading in headings) == sorted(ndr_checker.__all__)


def test_a_function_shows_how_to_call_it_and_what_each_argument_is(reference: str) -> None:
    assert "check(data: bytes | str, *, source: str = '') -> Verdict" in reference
    assert "| `data` | `bytes \\| str` | " in reference
    assert "Verdict.to_dict() -> dict[str, object]" in reference


@pytest.mark.parametrize("name", [name for name in ndr_checker.__all__ if name != "check"])
def test_every_field_of_a_public_type_is_described(reference: str, name: str) -> None:
    section = reference.partition(f"### `{name}`")[2].partition("\n### ")[0]
    described = {line.split("`")[1] for line in section.splitlines() if line.startswith("| `")}
    assert set(getattr(ndr_checker, name)._fields) <= described
