"""What an organization says of itself in organization.json, and where its readers see it."""

import json
import re
from pathlib import Path

import pytest

from sitebuild.build_error import BuildError
from sitebuild.sources.organization import load
from tests.support.checkout import Checkout

_CODES = {"5.7.705", "5.7.750"}


@pytest.fixture
def written(repo: Path) -> dict[str, object]:
    """Return the example that comes with the project."""
    found: dict[str, object] = json.loads((repo / "organization.example.json").read_text(encoding="utf-8"))
    return found


def refusal(settings: object, folder: Path) -> list[str]:
    """Return the faults of these settings."""
    path = folder / "organization.json"
    path.write_text(settings if isinstance(settings, str) else json.dumps(settings), encoding="utf-8")
    with pytest.raises(BuildError) as error:
        load(path, _CODES)
    return str(error.value).splitlines()


def test_without_the_file_nothing_is_said(tmp_path: Path) -> None:
    assert load(tmp_path / "organization.json", _CODES) is None


def test_all_faults_are_told_at_once_each_with_its_remedy(written: dict[str, object], tmp_path: Path) -> None:
    del written["name"]
    told = refusal(
        written
        | {
            "help_desk": "two\nlines",
            "help_desk_link": "javascript:alert(1)",
            "first_steps": {"5.7.999": "Wait.", "5.7.750": ""},
            "helpdesk": "x",
        },
        tmp_path,
    )
    assert told == [
        "organization.json: name is missing: add it",
        "organization.json: helpdesk isn't a known field: remove it, or correct its name",
        "organization.json: help_desk must be one line without double quotes",
        "organization.json: help_desk_link: begin it with https://, mailto:, tel: without spaces, brackets or quotes",
        "organization.json: first_steps: 5.7.999 has no page: use a code or a range as /codes/ lists it",
        "organization.json: first_steps: 5.7.750 must be one line of words",
    ]


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ("{", ":1: the file ends too early"),
        ('{\n  "name": "Contoso",\n  "help_desk": "x",\n}', ":3: there is a comma after the last entry: remove"),
        ('{"name": "Contoso",\n"first_steps": {\n"5.7.705": "Call.",\n}}', ":3: there is a comma after the last entry"),
        ('{\n  "name": "Contoso"\n  "help_desk": "x"\n}', ":2: a comma is missing at the end of this line"),
        ('{\n  “name”: "Contoso"}', ":2: “ isn't a straight double quote"),
        ('{\n  "name": "Contoso,\n  "help_desk": "x"}', ":2: a value in this line has no double quote at its end"),
        ('{\n  "name": Contoso}', ":2: it isn't JSON from column 11 on: compare the line with the example"),
        ("[]", "must be an object with name, help_desk"),
        ({"name": "Contoso", "help_desk": ""}, "help_desk is empty: fill it in"),
        ({"name": "Contoso", "help_desk": "x", "first_steps": []}, "first_steps must be an object"),
        ({"name": 1, "help_desk": "x"}, "name must be a string"),
    ],
)
def test_settings_of_another_shape_are_told(settings: object, told: str, tmp_path: Path) -> None:
    assert any(told in fault for fault in refusal(settings, tmp_path))


def test_a_file_that_begins_with_a_mark_of_its_charset_is_read(written: dict[str, object], tmp_path: Path) -> None:
    path = tmp_path / "organization.json"
    path.write_text(json.dumps(written), encoding="utf-8-sig")
    assert load(path, _CODES)


def test_faulty_settings_are_told_together_with_the_faults_of_pages(repo: Path, tmp_path: Path) -> None:
    checkout = Checkout(repo, tmp_path / "checkout")
    (checkout.folder / "organization.json").write_text("{}")
    checkout.change("docs/codes/5.1.8.md", '"permanence": "permanent",', "")
    told = checkout.faults()
    assert "organization.json: name is missing: add it" in told
    assert re.search(r"5\.1\.8\.md:[0-9]+: meaning bad-outbound-sender: permanence is missing: add it here", told)


def test_the_page_on_copies_shows_the_example_as_it_is(repo: Path, written: dict[str, object]) -> None:
    page = (repo / "docs/about/fork.md").read_text(encoding="utf-8")
    (shown,) = re.findall(r"^```json\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    assert json.loads(shown) == written
