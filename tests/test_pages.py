"""The code pages keep what they promise: their examples are run, their phrases choose, their links lead somewhere."""

import re
from collections import defaultdict
from pathlib import Path

import pytest

from expectation import judge
from ndr_checker.catalogue import Entry, load, lookup, page
from ndr_checker.phrases import meaning_of

DOCS = Path(__file__).parents[1] / "docs"
ENTRIES = load().entries
PAGES = sorted(DOCS.rglob("*.md"))

#: Pages of a success, whose example is no bounce.
SUCCESSES = {"2.1.5"}
#: The same words in a delay and in a refusal, or in two codes for one loop: only the code tells them apart.
TWINS = {
    *(("4.7.5", "5.7.5"), ("4.7.321", "5.7.321"), ("4.7.322", "5.7.322"), ("4.7.323", "5.7.323")),
    *(("4.7.324", "5.7.324"), ("4.7.325", "5.7.325"), ("5.4.6", "5.4.14")),
}

_FENCE = re.compile(r"^```ndr\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"^```.*?^```$|`[^`\n]+`", re.MULTILINE | re.DOTALL)
#: A link with braces is filled in by the build, whose strict mode checks it.
_LINK = re.compile(r"\]\(([^)\s{]+)\)")

each_entry = pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.code)


def examples(entry: Entry) -> list[str]:
    """Return the bounces in a page's fences."""
    return _FENCE.findall(page(entry.code))


@each_entry
def test_a_page_is_that_of_its_own_code(entry: Entry) -> None:
    assert page(entry.code).startswith(f"# {entry.title}\n")


@each_entry
def test_every_example_gives_the_code_of_its_page(entry: Entry) -> None:
    verdicts = [judge(example) for example in examples(entry)]
    assert verdicts != []
    assert [(v["kind"], v["code"]) for v in verdicts if v["page"] != entry.page or not entry.covers(v["code"])] == []


@each_entry
def test_an_example_is_a_bounce_unless_its_code_is_a_success(entry: Entry) -> None:
    bounces = {"mention", "not-a-bounce"} if entry.code in SUCCESSES else {"failure", "delay"}
    assert {judge(example)["kind"] for example in examples(entry)} <= bounces


def test_every_example_has_a_meaning_but_those_of_a_success() -> None:
    assert {
        entry.code for entry in ENTRIES for example in examples(entry) if judge(example)["meaning"] is None
    } == SUCCESSES


@each_entry
def test_every_phrase_chooses_its_own_meaning(entry: Entry) -> None:
    chosen = [(phrase, meaning, meaning_of(entry, phrase)) for meaning in entry.meanings for phrase in meaning.phrases]
    assert [phrase for phrase, meaning, got in chosen if got != (meaning, False)] == []


def test_no_two_pages_share_a_phrase_but_the_twins() -> None:
    holders = defaultdict(list)
    for entry in ENTRIES:
        for phrase in {phrase for meaning in entry.meanings for phrase in meaning.phrases}:
            holders[phrase].append(entry.code)
    assert {tuple(codes) for codes in holders.values() if len(codes) > 1} == TWINS


@each_entry
def test_a_page_is_confused_with_other_pages_only(entry: Entry) -> None:
    others = [lookup(other["code"]) for other in entry.front["confused_with"]]
    assert None not in others
    assert entry not in others


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_every_relative_link_leads_to_a_file(path: Path) -> None:
    links = _LINK.findall(_CODE.sub("", path.read_text(encoding="utf-8")))
    targets = [link.partition("#")[0] for link in links if not link.startswith(("https://", "#"))]
    assert [target for target in targets if not (path.parent / target).is_file()] == []
