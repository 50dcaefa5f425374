"""The code pages keep what they promise: their examples are run, their phrases choose, their links lead somewhere."""

import re
from collections import defaultdict
from pathlib import Path

import pytest

from expectation import judge
from ndr_checker.catalogue import Entry, lookup, page
from ndr_checker.normal import normalise
from ndr_checker.phrases import meaning_of
from strict_catalogue import load

DOCS = Path(__file__).parents[1] / "docs"
ENTRIES = load()
PAGES = sorted(DOCS.rglob("*.md"))

#: Pages of a success, whose example is no bounce.
SUCCESSES = {"2.1.5"}
#: The same words in a delay and in a refusal, or in two codes for one loop: only the code tells them apart.
TWINS = {
    *(("4.7.5", "5.7.5"), ("4.7.321", "5.7.321"), ("4.7.322", "5.7.322"), ("4.7.323", "5.7.323")),
    *(("4.7.324", "5.7.324"), ("4.7.325", "5.7.325"), ("5.4.6", "5.4.14")),
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
    ("5.7.1", "client was not authenticated"),
    ("5.7.1", "domain is listed in spamhaus"),
    ("5.7.13", "not authenticated for public folder"),
    ("5.7.139", "security defaults policy"),
    ("5.7.139", "federated sts"),
    ("5.7.139", "the request did not meet the criteria to be authenticated"),
}
#: What may stand where PowerShell expects a command, beside a cmdlet.
KEYWORDS = {"do", "if"}

_FENCE = re.compile(r"^```ndr\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_POWERSHELL = re.compile(r"^```powershell\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_QUOTED = re.compile(r"'[^'\n]*'|\"[^\"\n]*\"|#.*")
#: A word in the place of a command: at a line's start, behind a pipe, a brace, a parenthesis, a semicolon or `=`.
_COMMAND = re.compile(r"(?:^|[|{(;=])[ \t]*([A-Za-z][\w-]*)(?![\w-]*[ \t]*=)", re.MULTILINE)
_CMDLET = re.compile(r"[A-Z][a-z]+-(?:[A-Z]+[a-z]+)+(?:V2)?")
_CODE = re.compile(r"^```.*?^```$|`[^`\n]+`", re.MULTILINE | re.DOTALL)
#: A link with braces is filled in by the build, whose strict mode checks it.
_LINK = re.compile(r"\]\(([^)\s{]+)\)")

each_entry = pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.code)


def examples(entry: Entry) -> list[str]:
    """Return the bounces in a page's fences."""
    return _FENCE.findall(page(entry.code))


def _commands() -> list[str]:
    """Return the commands that the pages show, without comments and quoted words."""
    texts = [path.read_text(encoding="utf-8") for path in PAGES]
    return [_QUOTED.sub('""', block) for text in texts for block in _POWERSHELL.findall(text)]


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


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_every_relative_link_leads_to_a_file(path: Path) -> None:
    links = _LINK.findall(_CODE.sub("", path.read_text(encoding="utf-8")))
    targets = [link.partition("#")[0] for link in links if not link.startswith(("https://", "#"))]
    assert [target for target in targets if not (path.parent / target).is_file()] == []


def test_every_command_is_a_cmdlet_as_microsoft_spells_them() -> None:
    commands = {command for block in _commands() for command in _COMMAND.findall(block)}
    assert commands > KEYWORDS
    assert [command for command in commands - KEYWORDS if not _CMDLET.fullmatch(command)] == []


def test_no_cmdlet_is_spelled_in_two_ways() -> None:
    spelled = {cmdlet for block in _commands() for cmdlet in re.findall(r"\b[A-Za-z]+-[A-Za-z]\w+", block)}
    assert len(spelled) == len({cmdlet.lower() for cmdlet in spelled})
