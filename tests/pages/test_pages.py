"""The code pages keep what they promise: their examples are run, their phrases choose, their links lead somewhere."""

import json
import re
from collections import defaultdict
from pathlib import Path

import pytest

from ndr_checker.base.normalise import normalise
from ndr_checker.rules.catalogue import Entry, lookup, page
from ndr_checker.rules.phrases import meaning_of
from sitebuild.sources.strict_catalogue import load
from tests.support.examples import examples
from tests.support.expectation import judge
from tests.support.paths import DATA, DOCS
from tests.support.powershell import calls

ENTRIES = load()
PAGES = sorted(DOCS.rglob("*.md"))
GUIDE = DOCS / "unblock.md"
#: Pages that the build makes.
GENERATED = {DOCS / "codes" / f"{name}.md" for name in ("index", "by-wording", "by-who-acts")}

#: Pages of a success, whose example is no bounce.
SUCCESSES = {"2.1.5"}
#: The same words in two codes, mostly a delay and a refusal: only the code distinguishes them.
TWINS = {
    *(("4.7.5", "5.7.5"), ("4.7.321", "5.7.321"), ("4.7.322", "5.7.322"), ("4.7.323", "5.7.323")),
    *(("4.7.324", "5.7.324"), ("4.7.325", "5.7.325"), ("5.4.6", "5.4.14")),
    *(("4.7.230", "5.7.230"), ("4.7.27-40", "5.7.24-40"), ("4.7.27-40", "5.7.30"), ("5.7.1", "5.7.60")),
    *(("4.3.2", "5.3.2"), ("5.2.1", "5.7.510")),
}
#: Phrases that no example of their page holds: they are of older or rarer texts of the same meaning.
UNSHOWN = {
    ("5.1.1", "bad destination mailbox address"),
    ("5.2.0", "delegateuservalidationexception"),
    ("5.2.1", "email account that you tried to reach is disabled"),
    ("5.2.2", "mapiexceptionshutoffquotaexceeded"),
    ("5.2.2", "storedrv.deliver: mailbox full"),
    ("5.3.0", "undefined mail system status"),
    ("5.3.4", "message size exceeds fixed limit"),
    ("5.3.4", "message too big for system"),
    ("5.7.1", "delivery not authorized"),
    ("5.7.1", "domain is listed in spamhaus"),
    ("5.7.13", "not authenticated for public folder"),
    ("5.7.139", "security defaults policy"),
    ("5.7.139", "federated sts"),
    ("5.7.139", "the request did not meet the criteria to be authenticated"),
}
#: Cmdlets that a page only tells of: replaced ones, and ones that it says were not looked up.
TOLD_OF = {
    *("Get-MessageTrace", "Search-AdminAuditLog", "Get-LimitsEnforcementStatus", "Get-MailboxFolderStatistics"),
    "Get-OnPremServerReportInfo",
    *("Get-FrontEndTransportService", "Get-TransportService", "New-RetentionPolicyTag", "Set-UnifiedGroup"),
}
#: The commands that read, or only set up the session; what another one does is announced.
READING = {"Connect", "Export", "Format", "Get", "Group", "Search", "Select", "Sort", "Start", "Validate", "Where"}

#: Its paragraph before, and the block.
_POWERSHELL = re.compile(r"(?:([^\n]+\n(?:[^\n]+\n)*)\n)?^ *```powershell\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
_NAMED = re.compile(r"`((?:Add|Connect|Get|New|Remove|Search|Set|Start|Test|Validate)-[A-Z]\w+)")
_CODE = re.compile(r"^```.*?^```$|`[^`\n]+`", re.MULTILINE | re.DOTALL)
_PICTURE = re.compile(r"!\[([^\]]+)\]\(([^)#]+\.svg)#([a-z-]+)\)")
#: What keeps a changing command from being pasted unread: a name of nobody's, or one in angle brackets, which fails.
_PLACEHOLDER = re.compile(r"<[a-zA-Z ]+>|\b(?:contoso|fabrikam)\.com|0{8}-0000")
#: A link with braces is filled in by the build, whose strict mode checks it.
_LINK = re.compile(r"\]\(([^)\s{]+)\)")

each_entry = pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.code)


def blocks(text: str) -> list[tuple[str, str]]:
    """Return a page's PowerShell, each block with the paragraph before it."""
    return _POWERSHELL.findall(text)


@pytest.fixture(scope="module")
def reference() -> dict[str, set[str]]:
    """Return the parameters of each cmdlet that was looked up."""
    lines = (DATA / "cmdlets.txt").read_text(encoding="utf-8").splitlines()
    return {cmdlet: set(parameters) for cmdlet, *parameters in map(str.split, lines) if cmdlet != "#"}


@each_entry
def test_a_page_is_that_of_its_own_code(entry: Entry) -> None:
    assert page(entry.code).startswith(f"# {entry.title}\n")


@each_entry
def test_every_example_gives_the_code_of_its_page(entry: Entry) -> None:
    verdicts = [judge(example) for example in examples(entry)]
    assert verdicts != []
    assert [(v["kind"], v["code"]) for v in verdicts if v["page"] != entry.page or v["code"] not in entry.codes()] == []


@each_entry
def test_an_example_is_a_bounce_unless_its_code_is_a_success(entry: Entry) -> None:
    bounces = {"mention", "not-a-bounce"} if entry.code in SUCCESSES else {"failure", "delay"}
    assert {judge(example)["kind"] for example in examples(entry)} <= bounces


def test_every_example_has_a_meaning() -> None:
    assert {
        entry.code for entry in ENTRIES for example in examples(entry) if judge(example)["meaning"] is None
    } == set()


@each_entry
def test_every_phrase_chooses_its_own_meaning(entry: Entry) -> None:
    chosen = [(phrase, meaning, meaning_of(entry, phrase)) for meaning in entry.meanings for phrase in meaning.phrases]
    assert [phrase for phrase, meaning, got in chosen if got != (meaning, False)] == []


def test_every_phrase_is_met_by_an_example_of_its_page_but_the_excepted_ones() -> None:
    assert {
        (entry.code, phrase)
        for entry in ENTRIES
        for meaning in entry.meanings
        for phrase in meaning.phrases
        if phrase not in normalise(" ".join(examples(entry)))
    } == UNSHOWN


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


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(DOCS).as_posix())
def test_every_relative_link_leads_to_a_file(path: Path) -> None:
    links = _LINK.findall(_CODE.sub("", path.read_text(encoding="utf-8")))
    targets = [path.parent / link.partition("#")[0] for link in links if not link.startswith(("https://", "#"))]
    assert [target for target in targets if not target.is_file() and target not in GENERATED] == []


def test_every_cmdlet_and_parameter_was_found_in_the_reference_and_nothing_else_stands_in_the_list(
    reference: dict[str, set[str]],
) -> None:
    used: dict[str, set[str]] = defaultdict(set)
    for path in PAGES:
        for _, block in blocks(path.read_text(encoding="utf-8")):
            for command, parameters in calls(block):
                used[command] |= set(parameters)
    assert used == reference


def test_a_cmdlet_that_a_sentence_names_was_found_in_the_reference_but_for_those_only_told_of(
    reference: dict[str, set[str]],
) -> None:
    named = {name for path in PAGES for name in _NAMED.findall(path.read_text(encoding="utf-8"))}
    assert named - set(reference) == TOLD_OF


def _changes(block: str) -> list[str]:
    """Return the commands of a block that do more than read."""
    return [call.command for call in calls(block) if call.command.partition("-")[0] not in READING]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(DOCS).as_posix())
def test_a_block_that_changes_something_is_announced_stands_alone_and_fails_if_pasted_unread(path: Path) -> None:
    for before, block in blocks(path.read_text(encoding="utf-8")):
        changes = _changes(block)
        assert before.startswith("**Changes**") == bool(changes), block
        assert not changes or len(calls(block)) == 1, f"more than the one change: {block}"
        assert not changes or _PLACEHOLDER.search(block), f"no placeholder: {block}"


def test_the_guide_connects_before_any_other_command_of_exchange() -> None:
    first, *_ = blocks(GUIDE.read_text(encoding="utf-8"))
    assert calls(first[1])[0].command == "Connect-ExchangeOnline"


def test_one_page_says_how_far_the_commands_were_checked_and_the_guide_leads_there() -> None:
    about = (DOCS / "about" / "guide.md").read_text(encoding="utf-8")
    assert "## Commands {#checked}" in about
    assert "**None was run on a tenant.**" in about
    assert "about/guide.md#checked" in GUIDE.read_text(encoding="utf-8")


#: The guide's steps say for which codes they are; a step without a class is for all of them.
_STEP = re.compile(r"^##+ .*\{#([a-z-]+)((?: \.[a-z0-9-]+)*)\}$", re.MULTILINE)
_FOR = {"for-705", "for-750", "for-711", "for-518", "for-708", "for-quota"}


def test_the_guide_marks_for_which_codes_a_step_is_and_has_at_most_fifteen_for_5_7_750() -> None:
    found = _STEP.findall(GUIDE.read_text(encoding="utf-8"))
    classes = {name: set(text.replace(".", "").split()) for name, text in found}
    assert {word for words in classes.values() for word in words} == _FOR | {"ndr-read"}
    parts = {"contain", "domains", "connectors", "support", "after"}
    steps = {name: words for name, words in classes.items() if name not in parts and "ndr-read" not in words}
    assert len([name for name, words in steps.items() if not words or "for-750" in words]) <= 15


def test_the_guide_is_short_enough_to_be_read_at_night() -> None:
    body = GUIDE.read_text(encoding="utf-8").split("\n---\n", 1)[1]
    assert len(body.split()) <= 3300


def test_every_picture_is_shown_in_the_colours_of_the_page_with_the_same_words_for_both() -> None:
    shown = [found for path in PAGES for found in _PICTURE.findall(path.read_text(encoding="utf-8"))]
    assert shown
    for light, dark in zip(shown[::2], shown[1::2], strict=True):
        assert light[:2] == dark[:2], "one picture, and the same words about it"
        assert (light[2], dark[2]) == ("only-light", "only-dark")


def test_the_settings_that_the_page_for_copies_shows_are_those_of_the_example_file() -> None:
    text = (DOCS / "about" / "fork.md").read_text(encoding="utf-8")
    (shown,) = re.findall(r"^```json\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    assert json.loads(shown) == json.loads((DOCS.parent / "organization.example.json").read_text(encoding="utf-8"))
