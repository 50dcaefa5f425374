"""The indexes of the codes, by wording and by who must act, hold every page at the right place."""

import json
import re
from collections.abc import Mapping
from pathlib import Path

from ndr_checker.rules.catalogue import Entry, entries
from ndr_checker.telling.words import WHO
from sitebuild.pages import actor_index, code_index, wording_index
from tests.support import html_page

ENTRIES = entries()
_ROW = re.compile(r"^\| `(.+)` \| \[(.+)\]\(\2\.md\) \| (.+) \|$", re.MULTILINE)
_SECTION = re.compile(r"^## .* \{#([a-z-]+)\}$", re.MULTILINE)


def _entry(*meanings: Mapping[str, object]) -> Entry:
    return Entry.of(
        {
            "code": "5.7.1",
            "title": "5.7.1: not authorized",
            "permanence": "permanent",
            "blocked": "message",
            "lifted_by": [],
            "reviewed": "2026-11-23",
            "unblock": [],
            "meanings": [{"phrases": [], "acts": [], **meaning} for meaning in meanings],
        }
    )


def _sections(markdown: str) -> dict[str, list[str]]:
    """Return the codes of each section, by its id."""
    _, *parts = _SECTION.split(markdown)
    return {name: re.findall(r"\| \[(.+?)\]", text) for name, text in zip(parts[::2], parts[1::2], strict=True)}


def test_the_index_of_all_codes_has_each_page_once_and_the_two_blocks_first() -> None:
    sections = _sections(code_index.markdown(ENTRIES))
    assert next(iter(sections)) == "blocked"
    assert sections["blocked"] == ["5.7.705", "5.7.750"]
    codes = [code for group in sections.values() for code in group]
    assert sorted(codes) == sorted(entry.code for entry in ENTRIES)


def test_every_wording_of_every_page_is_beside_its_code() -> None:
    rows = [(phrase, code) for phrase, code, _ in _ROW.findall(wording_index.markdown(ENTRIES))]
    known = [(phrase, entry.code) for entry in ENTRIES for meaning in entry.meanings for phrase in meaning.phrases]
    assert sorted(rows) == sorted(known)


def test_wordings_are_in_the_order_of_the_alphabet_under_their_letter() -> None:
    words = ["zone", "] alias", "421 again", "apple"]
    entry = _entry(*({"id": word, "phrases": [word], "says": "It is so."} for word in words))
    _, *parts = _SECTION.split(wording_index.markdown([entry]))
    assert [
        (section, [row[0] for row in _ROW.findall(text)]) for section, text in zip(*[iter(parts)] * 2, strict=True)
    ] == [
        ("numbers", ["421 again"]),
        ("a", ["] alias", "apple"]),
        ("z", ["zone"]),
    ]


def test_a_wording_of_one_meaning_among_several_tells_that_one() -> None:
    entry = _entry(
        {"id": "relay", "phrases": ["unable to relay"], "says": "It is so.", "headline": "the server won't pass it on"},
        {"id": "list", "phrases": ["is listed"], "says": "It is so.", "headline": "the server is on a list"},
    )
    assert _ROW.findall(wording_index.markdown([entry])) == [
        ("is listed", "5.7.1", "The server is on a list"),
        ("unable to relay", "5.7.1", "The server won't pass it on"),
    ]


def test_a_wording_of_the_only_meaning_tells_the_page_s_title() -> None:
    entry = _entry({"id": "one", "phrases": ["not authorized"], "says": "A long sentence."})
    assert _ROW.findall(wording_index.markdown([entry])) == [("not authorized", "5.7.1", "Not authorized")]


def test_every_code_is_under_who_acts_first_once_for_each_meaning() -> None:
    sections = _sections(actor_index.markdown(ENTRIES))
    assert set(sections) <= set(WHO)
    for who, codes in sections.items():
        first = [entry.code for entry in ENTRIES for m in entry.meanings if (m.acts or ("itself",))[0] == who]
        assert codes == first
    assert {code for codes in sections.values() for code in codes} == {entry.code for entry in ENTRIES}


def test_who_acts_after_the_first_is_told_in_order() -> None:
    entry = _entry({"id": "one", "acts": ["sender", "sender-admin", "microsoft"], "says": "It is blocked."})
    assert "| Not authorized | The sender's admin, then Microsoft |" in actor_index.markdown([entry])


def test_the_indexes_lead_to_each_other_and_stay_out_of_the_search(site: Path) -> None:
    names = {"codes/", "codes/by-wording/", "codes/by-who-acts/"}
    for name in names - {"codes/"}:
        links = html_page.read(site / name / "index.html").values("href")
        others = {f"codes/{link.removeprefix('../')}" for link in links if link and link.startswith("../")}
        assert names - {name} <= others
    found = json.loads((site / "search" / "search_index.json").read_bytes())["docs"]
    assert not [section["location"] for section in found if section["location"].startswith("codes/by-")]
