"""What a page owes the others: each broken rule is a fault of the build, with its line and what to do."""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from mkdocs.utils import meta

from ndr_checker.rules import catalogue, phrases
from sitebuild.sources.page_rules import rule_faults
from sitebuild.sources.source_faults import source_faults
from sitebuild.sources.strict_catalogue import CatalogueError, load
from tests.support.paths import DOCS
from tools import new_page

Change = Callable[[str, str, str], None]
_PAGE = "codes/5.7.703.md"


@pytest.fixture
def change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Change]:
    """Return what replaces text in a file of a copy of docs/, from which the checker then reads its pages."""
    shutil.copytree(DOCS, tmp_path / "docs")
    monkeypatch.setattr(catalogue, "FOLDER", str(tmp_path / "docs" / "codes"))

    def replace(page: str, old: str, new: str) -> None:
        path = tmp_path / "docs" / page
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    yield replace
    monkeypatch.undo()
    phrases.forget()


def told(docs: Path) -> list[str]:
    """Return the faults of the pages in a folder."""
    texts = {path.relative_to(docs).as_posix(): path.read_text(encoding="utf-8") for path in sorted(docs.rglob("*.md"))}
    return [f"{page}:{line}: {words}" for page, line, words in rule_faults(load(docs / "codes"), texts)]


#: Name -> page, what is replaced in it, and what the fault then says.
_BROKEN = {
    "another page's example": (
        _PAGE,
        "```ndr\n",
        "```ndr\n550 5.7.750 Client blocked from sending\n```\n\n```ndr\n",
        "example 1 gives 5.7.750: ",
    ),
    "a question as example": (
        _PAGE,
        "```ndr\n",
        "```ndr\nWhat does 5.7.703 mean?\n```\n\n```ndr\n",
        "example 1 reads as mention: ",
    ),
    "a phrase that is not shown": (
        _PAGE,
        '"using tenant allow',
        '"never seen", "using tenant allow',
        'the phrase "never seen" is not in an example: ',
    ),
    "an exception for nothing": (
        _PAGE,
        '"reviewed"',
        '"unshown": ["never seen"],\n  "reviewed"',
        'unshown: no meaning has "never seen": ',
    ),
    "a share of nothing": (
        _PAGE,
        '"reviewed"',
        '"shares_words": ["5.7.705"],\n  "reviewed"',
        "shares_words: nothing is shared with 5.7.705",
    ),
    "an unknown cmdlet": (
        _PAGE,
        "Remove-TenantAllowBlockListItems -",
        "Remove-TenantAllowBlockListEntries -",
        "Remove-TenantAllowBlockListEntries isn't in sitebuild/sources/cmdlets.txt",
    ),
    "an unknown parameter": (
        _PAGE,
        "Remove-TenantAllowBlockListItems -",
        "Remove-TenantAllowBlockListItems -Everything -",
        "-Everything isn't in sitebuild/sources/cmdlets.txt",
    ),
    "a cmdlet in a sentence": (
        _PAGE,
        "## If you sent the mail",
        "`Set-Everything` helps.\n\n## If you sent the mail",
        "Set-Everything was not looked up",
    ),
    "a cmdlet that needs no exception": (
        "unblock.md",
        '"unchecked": [',
        '"unchecked": ["Get-Mailbox", ',
        "unchecked: Get-Mailbox needs no exception",
    ),
}


@pytest.mark.parametrize("name", _BROKEN)
def test_a_broken_rule_is_a_fault_of_the_page_with_its_line(change: Change, tmp_path: Path, name: str) -> None:
    page, old, new, fault = _BROKEN[name]
    change(page, old, new)
    found = [line for line in told(tmp_path / "docs") if fault in line]
    assert found
    assert all(line.startswith(f"{page}:") and int(line.split(":")[1]) > 1 for line in found)


def test_a_phrase_that_takes_another_page_s_wording_is_a_fault_of_that_page_which_names_the_taker(
    change: Change, tmp_path: Path
) -> None:
    change("codes/5.1.8.md", '"phrases": [', '"phrases": ["access denied, tenant has exceeded threshold", ')
    lines = [line for line in told(tmp_path / "docs") if line.startswith("codes/5.7.705.md:")]
    assert lines
    assert 'the phrase "access denied, tenant has exceeded threshold" of 5.1.8 would claim this wording' in lines[0]


@pytest.mark.usefixtures("change")
@pytest.mark.parametrize("code", ["5.7.69", "4.4.77", "5.7.80-89"])
def test_a_new_page_builds_into_faults_that_say_what_to_fill_in(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], code: str
) -> None:
    docs = tmp_path / "docs"
    assert new_page.main(code, docs / "codes") is None
    assert f"Wrote docs/codes/{code}.md" in capsys.readouterr().out
    text = (docs / "codes" / f"{code}.md").read_text(encoding="utf-8")
    faults = [*source_faults({f"codes/{code}.md": text}, lambda text: meta.get_data(text)[1])]
    with pytest.raises(CatalogueError) as caught:
        load(docs / "codes")
    faults += str(caught.value).splitlines()
    assert len(faults) > 10
    assert all(re.match(rf"docs/codes/{re.escape(code)}\.md:[0-9]+: ", fault) for fault in faults)
    for field in ("blocked", "acts", "lifted_by"):
        assert any(f'{field}: "FILL IN" is not a known token: use ' in fault for fault in faults)


@pytest.mark.parametrize(
    ("code", "why"), [("5.7.705", "is there already"), ("5.7", "isn't a code"), ("../x", "isn't a code"), ("", "isn't")]
)
def test_a_page_that_can_not_be_is_not_written(tmp_path: Path, code: str, why: str) -> None:
    assert why in (new_page.main(code, tmp_path) or "")
    assert [*tmp_path.iterdir()] == []
