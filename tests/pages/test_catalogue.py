"""The code pages as rules: found by code, in order, and read strictly where they are broken."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ndr_checker.rules.catalogue import codes_of, entries, front_matter, lookup, order, page
from sitebuild.sources.page_faults import HEADINGS, page_faults
from sitebuild.sources.strict_catalogue import CatalogueError, load
from tests.support.paths import DOCS

CODES = DOCS / "codes"

Change = Callable[[dict[str, Any]], object]


def written(front: dict[str, Any], body: str) -> str:
    """Write a page's file."""
    return f"---\n{json.dumps(front, ensure_ascii=False)}\n---\n{body}"


def whole() -> tuple[dict[str, Any], str]:
    """Return front matter and body of a page that has no fault."""
    text = (CODES / "5.7.705.md").read_text(encoding="utf-8")
    return front_matter(text), text.partition("\n---\n")[2]


def faults(change: Change) -> list[str]:
    """Say what is wrong with that page after a change of its front matter."""
    front, body = whole()
    change(front)
    return list(page_faults("5.7.705", front, written(front, body)))


def headed(front: dict[str, Any], headline: str) -> None:
    """Give the page a second meaning, with a headline."""
    front["meanings"].append({**front["meanings"][0], "id": "x", "headline": headline})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a copy of the pages that a test may break."""
    return Path(shutil.copytree(CODES, tmp_path / "codes"))


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("5.7.705", "5.7.705"),
        ("5.7.700", "5.7.700-749"),
        ("5.7.749", "5.7.700-749"),
        ("5.7.750", "5.7.750"),
        ("5.7.703", "5.7.703"),
        ("5.7.606-649", "5.7.606-649"),
    ],
)
def test_a_code_leads_to_its_own_page_or_else_to_that_of_its_range(code: str, name: str) -> None:
    entry = lookup(code)
    assert entry is not None
    assert (entry.code, entry.page) == (name, f"codes/{name}/")


@pytest.mark.parametrize("code", ["5.7.751", "5.7.7050", "5.7", "", "../../README", "705", "5.7.705 ", "*"])
def test_what_is_no_known_code_leads_nowhere(code: str) -> None:
    assert lookup(code) is None
    with pytest.raises(KeyError):
        page(code)


def test_a_range_is_all_its_codes() -> None:
    codes = codes_of("5.7.700-749")
    assert (len(codes), codes[0], codes[-1]) == (50, "5.7.700", "5.7.749")
    assert codes_of("5.7.705") == ("5.7.705",)


def test_a_page_covers_its_codes_and_no_other() -> None:
    entry = lookup("5.7.700-749")
    assert entry is not None
    assert [code for code in ("5.7.699", "5.7.700", "5.7.749", "5.7.750") if code in entry.codes()] == [
        "5.7.700",
        "5.7.749",
    ]


def test_codes_are_ordered_by_their_numbers_and_a_range_comes_after_its_first_code() -> None:
    mixed = ["5.7.64", "5.7.700-749", "5.7.700", "5.1.90", "4.7.700", "5.7.233"]
    assert sorted(mixed, key=order) == ["4.7.700", "5.1.90", "5.7.64", "5.7.233", "5.7.700", "5.7.700-749"]


def test_every_page_is_listed_in_order() -> None:
    listed = [entry.code for entry in entries()]
    assert listed == [entry.code for entry in load()]
    assert listed == sorted((path.stem for path in CODES.glob("*.md")), key=order)


def test_a_page_is_its_title_and_body_without_the_front_matter() -> None:
    text = page("5.7.703")
    assert text.startswith(
        "# 5.7.703: a recipient is on your organization's own block list\n\n## What it means {#meaning}"
    )
    assert '"permanence"' not in text


@pytest.mark.parametrize("text", ["", "# A page\n", "---\ntitle: YAML\n---\n", '---\n{"a": 1}\n', "---\n[1]\n---\n"])
def test_what_is_no_json_front_matter_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"front matter|Expecting value"):
        front_matter(text)


def test_every_fault_of_every_page_is_listed_at_once_with_its_remedy(folder: Path) -> None:
    front, body = whole()
    front |= {"blocked": "everything", "confused_with": [{"code": "5.9.9", "because": "It is another."}]}
    del front["confused_with"][0]["code"], front["reviewed"]
    (folder / "5.7.705.md").write_text(written(front, body), encoding="utf-8")
    front, _ = whole()
    front |= {"code": "5.7.751", "title": "Blocked", "confused_with": [{"code": "5.9.9", "because": "No page."}]}
    (folder / "5.7.751.md").write_text(written(front, "No body.\n"), encoding="utf-8")
    (folder / "5.7.752.md").write_text("# No front matter\n", encoding="utf-8")
    with pytest.raises(CatalogueError) as caught:
        load(folder)
    for fault in (
        "5.7.705.md: reviewed is missing: add it",
        "5.7.705.md: confused_with, number 1: code is missing: add it",
        "5.7.751.md: its title must begin with the code",
        f"5.7.751.md: its headings must be ## … {{#id}} with the ids {' '.join(HEADINGS)}, in this order; found none",
        "5.7.751.md: it has no example: add a made-up bounce",
        '5.7.751.md: confused_with has "5.9.9", which has no page: write one, or remove it',
        "5.7.752.md: no front matter: begin the file with a JSON object between two lines of ---",
    ):
        assert fault in re.sub(r"docs/codes/([^:]+):[0-9]+: ", r"\1: ", str(caught.value))


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('"blocked": "recipient",', '"blocked": "recipient"', ":9: Expecting ',' delimiter"),
        ('"blocked": "recipient",', '"blocked": "recipients",', ':8: blocked: "recipients" is not a known token'),
        ('"reviewed": "', '"reviewed": "2', ":31: reviewed"),
        ("---\n{", "---\ntitle: YAML\n{", ":2: the front matter isn't JSON: write {...}"),
        ('"code": "5.7.1",', '"code": "5.9.9",', ':20: confused_with has "5.9.9"'),
        ('"says": "', '"headline": "it is",\n      "says": "', ':15: meaning tenant-block-list: headline: "it is" is'),
    ],
)
def test_a_fault_has_its_line_in_the_file(folder: Path, old: str, new: str, told: str) -> None:
    path = folder / "5.7.703.md"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CatalogueError) as caught:
        load(folder)
    assert f"docs/codes/5.7.703.md{told}" in str(caught.value)


def test_a_folder_without_pages_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="has no pages"):
        load(tmp_path)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda f: f.update(blocked="all"), 'blocked: "all" is not a known token: use organization, '),
        (lambda f: f.update(permanence="ever"), 'permanence: "ever" is not a known token: use permanent, transient'),
        (lambda f: f["acts"].append("police"), 'acts: "police" is not a known token: use sender, '),
        (lambda f: f.update(unblock=["wait"]), 'unblock: "wait" is not a known token: use contain, '),
        (lambda f: f["meanings"][0].update(acts=["me"]), 'meaning tenant-threshold: acts: "me" is not a known token'),
        (lambda f: f["meanings"][0].update(acts=f["acts"]), "meaning tenant-threshold: acts is the page's: remove it"),
        (lambda f: f["meanings"][0].update(acts=[]), "acts: every meaning states its own: remove the page's"),
        (lambda f: f.pop("blocked"), "meaning tenant-threshold: blocked is missing: add it here, or to the page"),
        (lambda f: f.update(speaker="Gmail"), 'speaker: "Gmail" must be lower-case words'),
        (lambda f: f["meanings"].append({**f["meanings"][0], "id": "x", "phrases": []}), "stands_for is missing: say"),
        (lambda f: f["meanings"].append({**f["meanings"][0], "id": "x"}), "meaning x: headline is missing: say what"),
        (lambda f: f["meanings"][0].update(headline="it is blocked"), 'headline: "it is blocked" is superfluous'),
        (lambda f: headed(f, "x" * 61), f'meaning x: headline: "{"x" * 61}" has 61 characters: shorten'),
        (lambda f: f["meanings"][0].update(blocks="Mail from it."), 'blocks: "Mail from it." must begin in lower case'),
        (lambda f: f["meanings"][0].update(theirs={"says": "It is."}), "theirs: headline is missing"),
        (
            lambda f: f["meanings"][0].update(theirs={"headline": "It is", "says": "It is."}),
            'theirs: headline: "It is" must begin in lower case',
        ),
        (lambda f: headed(f, "It is blocked"), 'headline: "It is blocked" must begin in lower case, have single'),
        (lambda f: headed(f, "it is blocked."), 'headline: "it is blocked." must begin in lower case'),
        (lambda f: headed(f, "it is  blocked"), 'headline: "it is  blocked" must begin in lower case'),
        (lambda f: headed(f, "it is `blocked`"), '"it is `blocked`" is shown as it is: take the Markdown out'),
        (lambda f: f.update(code="5.7.706"), 'its code "5.7.706" must be the file\'s name'),
        (lambda f: f.update(title="Blocked"), "its title must begin with the code"),
        (lambda f: f.update(title=" "), "title is empty: fill it in"),
        (lambda f: f.update(title=["x"]), "title must be a string"),
        (lambda f: f.update(acts="microsoft"), "acts must be a list"),
        (lambda f: f.update(colour="red"), "colour isn't a known field: remove it, or correct its name"),
        (lambda f: f.update(description="x" * 161), "its description has 161 characters: shorten it to 160"),
        (lambda f: f.update(meanings=[]), "it has no meaning: add at least one to meanings"),
        (lambda f: f["meanings"].append(f["meanings"][0]), 'meaning "tenant-threshold": its id must be unique'),
        (
            lambda f: f["meanings"][0].update(id="Not kebab"),
            'meaning "Not kebab": its id must be unique, of lower-case',
        ),
        (lambda f: f["meanings"][0].update(phrases=["Upper case"]), 'the phrase "Upper case" must be lower-case'),
        (lambda f: f["meanings"][0].update(phrases=["two  blanks"]), 'the phrase "two  blanks" must be lower-case'),
        (lambda f: f["meanings"][0].update(says="**Bold**"), '"**Bold**" is shown as it is: take the Markdown out'),
        (lambda f: f["meanings"].append("x"), "meanings, number 2: must be an object with id, phrases, says"),
        (lambda f: f.update(sources=[]), "it has no source: add the official page"),
        (lambda f: f["sources"][0].update(url="http://x"), 'the source "http://x" must be an https address'),
        (lambda f: f["sources"][0].update(checked="today"), 'checked "today" must be a day such as 2026-11-23'),
        (lambda f: f.update(reviewed="23.11.2026"), 'reviewed "23.11.2026" must be a day such as 2026-11-23'),
    ],
)
def test_each_fault_of_a_page_is_said_with_its_remedy(change: Change, fault: str) -> None:
    assert [said for said in faults(change) if fault in said] != []


def test_a_page_without_a_fault_has_none_and_may_be_retired() -> None:
    assert faults(lambda front: front.update(retired=True)) == []


def test_headings_in_another_order_and_escapes_that_mkdocs_drops_are_faults() -> None:
    front, body = whole()
    swapped = body.replace("{#sender}", "{#x}").replace("{#admin}", "{#sender}").replace("{#x}", "{#admin}")
    (fault,) = page_faults("5.7.705", front, written(front, swapped))
    assert fault.startswith("its headings must be")
    escaped = written(front, body).replace("5.7.705: your", "5.7.705: \\u0079our")
    (fault,) = page_faults("5.7.705", front, escaped)
    assert fault.endswith("write the character itself")
