"""The code pages keep what they promise: their examples are run, their phrases choose, their links lead somewhere."""

import json
import re
from collections import defaultdict
from pathlib import Path

from ndr_checker.rules.catalogue import lookup, page
from sitebuild.sources.page_rules import reference, rule_faults
from sitebuild.sources.powershell import calls
from sitebuild.sources.strict_catalogue import load
from tests.support.paths import DOCS

ENTRIES = load()
PAGES = sorted(DOCS.rglob("*.md"))
GUIDE = DOCS / "unblock.md"
#: Pages that the build makes.
GENERATED = {DOCS / "codes" / f"{name}.md" for name in ("index", "by-wording", "by-who-acts")}

#: The commands that read, or only set up the session; what another one does is announced.
READING = {"Connect", "Export", "Format", "Get", "Group", "Search", "Select", "Sort", "Start", "Validate", "Where"}

_POWERSHELL = re.compile(r"^ *```powershell\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"^```.*?^```$|`[^`\n]+`", re.MULTILINE | re.DOTALL)
_PICTURE = re.compile(r"!\[([^\]]+)\]\(([^)#]+\.svg)#([a-z-]+)\)")
#: What keeps a changing command from being pasted unread: a name of nobody's, or one in angle brackets, which fails.
_PLACEHOLDER = re.compile(r"<[a-zA-Z ]+>|\b(?:contoso|fabrikam)\.com|0{8}-0000")
#: A link with braces is filled in by the build, whose strict mode checks it.
_LINK = re.compile(r"\]\(([^)\s{]+)\)")


def blocks(text: str) -> list[tuple[str, str]]:
    """Return a page's PowerShell, each block with the paragraph before it."""
    found = [(text[: block.start()].rstrip("\n"), block[1]) for block in _POWERSHELL.finditer(text)]
    return [(before.rpartition("\n\n")[2], block) for before, block in found]


def test_a_page_is_that_of_its_own_code() -> None:
    assert [entry.code for entry in ENTRIES if not page(entry.code).startswith(f"# {entry.title}\n")] == []


def test_every_page_keeps_the_rules_and_states_its_exceptions() -> None:
    texts = {path.relative_to(DOCS).as_posix(): path.read_text(encoding="utf-8") for path in PAGES}
    assert [*rule_faults(ENTRIES, texts)] == []


def test_a_page_is_confused_with_other_pages_only() -> None:
    named = [(entry, other["code"]) for entry in ENTRIES for other in entry.front["confused_with"]]
    assert [(entry.code, other) for entry, other in named if lookup(other) in (None, entry)] == []


def _targets(path: Path) -> list[Path]:
    links = _LINK.findall(_CODE.sub("", path.read_text(encoding="utf-8")))
    return [path.parent / link.partition("#")[0] for link in links if not link.startswith(("https://", "#"))]


def test_every_relative_link_leads_to_a_file() -> None:
    links = [(path, target) for path in PAGES for target in _targets(path)]
    assert [(path, target) for path, target in links if not target.is_file() and target not in GENERATED] == []


def test_no_cmdlet_or_parameter_is_listed_that_no_page_uses() -> None:
    used: dict[str, set[str]] = defaultdict(set)
    for path in PAGES:
        for _, block in blocks(path.read_text(encoding="utf-8")):
            for command, parameters in calls(block):
                used[command] |= set(parameters)
    assert used == reference()


def _changes(block: str) -> list[str]:
    """Return the commands of a block that do more than read."""
    return [call.command for call in calls(block) if call.command.partition("-")[0] not in READING]


def test_a_block_that_changes_something_is_announced_stands_alone_and_fails_if_pasted_unread() -> None:
    found = [(path, *pair) for path in PAGES for pair in blocks(path.read_text(encoding="utf-8"))]
    changing = [(path, block) for path, _, block in found if _changes(block)]
    announced = [(path, block) for path, before, block in found if before.startswith("**Changes**")]
    assert announced == changing
    assert [pair for pair in changing if len(calls(pair[1])) != 1] == [], "more than the one change"
    assert [pair for pair in changing if not _PLACEHOLDER.search(pair[1])] == [], "no placeholder"


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
