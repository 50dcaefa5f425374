"""The search finds what people type. It is asked as a page would ask it: the theme's worker with the site's index."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from sitebuild.sources.strict_catalogue import load
from tests.support.matrix import sample
from tests.support.paths import DATA

SUPPORT = Path(__file__).parent.parent / "support"
#: What people type, and the page that must come first.
QUERIES: dict[str, str] = json.loads((DATA / "queries.json").read_text(encoding="utf-8"))


def ask(site: Path, folder: Path, queries: list[str]) -> list[list[str]]:
    """Return the pages found for each query, best first."""
    node = shutil.which("node")
    assert node
    (folder / "queries.json").write_text(json.dumps(queries), encoding="utf-8")
    command = [node, str(SUPPORT / "search.mjs"), str(site), str(folder / "queries.json")]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    found: list[list[str]] = json.loads(done.stdout)
    return found


@pytest.fixture(scope="module")
def found(site: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """Return the pages found for each query of ours."""
    return dict(zip(QUERIES, ask(site, tmp_path_factory.mktemp("search"), list(QUERIES)), strict=True))


@pytest.mark.parametrize(("query", "page"), QUERIES.items(), ids=list(QUERIES))
def test_the_right_page_comes_first(found: dict[str, list[str]], query: str, page: str) -> None:
    assert found[query][:1] == [page]


def test_words_that_say_nothing_are_searched_for_where_there_is_nothing_else(site: Path, tmp_path: Path) -> None:
    (pages,) = ask(site, tmp_path, ["how to"])
    assert pages


#: A code as people type it, or as it is in a reply.
FORMS = ("{}.{}.{}", "550 {}.{}.{} and the reason", "#{},{},{}", "{} {} {}")


@pytest.mark.parametrize("form", FORMS)
def test_a_code_finds_its_own_page_first(site: Path, tmp_path: Path, form: str) -> None:
    entries = load()
    own = {entry.code for entry in entries}
    pages = {code: entry.page for entry in entries for code in entry.codes() if code == entry.code or code not in own}
    codes = sample(tuple(pages), each=len(pages) if form == FORMS[0] else 25)
    found = ask(site, tmp_path, [form.format(*code.split(".")) for code in codes])
    assert {code: first for code, (first, *_) in zip(codes, found, strict=True) if first != pages[code]} == {}


def test_a_code_without_its_dots_and_one_that_is_still_being_typed_find_its_page(site: Path, tmp_path: Path) -> None:
    found = ask(site, tmp_path, ["57705", "5.7.75"])
    assert [pages[0] for pages in found] == ["codes/5.7.705/", "codes/5.7.750/"]


def test_the_words_of_a_rule_find_its_page(site: Path, tmp_path: Path) -> None:
    pages: dict[str, list[str]] = {}
    for entry in load():
        for phrase in (phrase for meaning in entry.meanings for phrase in meaning.phrases):
            pages.setdefault(phrase, []).append(entry.page)
    found = dict(zip(pages, ask(site, tmp_path, list(pages)), strict=True))
    # Several codes have the same words, or one has them and more.
    assert [phrase for phrase in pages if not set(pages[phrase]) & set(found[phrase][:5])] == []
    assert sum(found[phrase][0] in pages[phrase] for phrase in pages) > 0.9 * len(pages)


@pytest.mark.parametrize(
    ("query", "same"),
    [
        pytest.param("unregstered domain", "unregistered domain", id="a letter is missing"),
        pytest.param("unreggistered domain", "unregistered domain", id="a letter too many"),
        pytest.param("unregisterad domain", "unregistered domain", id="a wrong letter"),
        pytest.param("unregisterde domain", "unregistered domain", id="two letters are swapped"),
        pytest.param("unregi", "unregistered", id="still being typed"),
        pytest.param("mailboxes full", "mailbox full", id="plural"),
        pytest.param("organisation blocked", "organization blocked", id="British spelling"),
        pytest.param("boite pleine", "boîte pleine", id="no accent"),
        pytest.param("cant send", "can't send", id="no apostrophe"),
        pytest.param("black listed", "blacklisted", id="a word in two"),
        pytest.param("mailboxfull", "mailbox full", id="two words in one"),
        pytest.param("Remove-BlockedConnector", "blockedconnector", id="a command by its noun"),
        pytest.param('"mailbox" +full', "mailbox full", id="no expressions"),
    ],
)
def test_what_is_typed_otherwise_finds_the_same_page(site: Path, tmp_path: Path, query: str, same: str) -> None:
    found, expected = ask(site, tmp_path, [query, same])
    assert found[0] == expected[0]


def test_a_pasted_reply_is_words_whatever_its_signs_mean_to_the_theme(site: Path, tmp_path: Path) -> None:
    replies = [
        "450 4.7.321 starttls-not-supported: Destination mail server must support TLS to receive mail",
        "Reporting-MTA: dns;mail.contoso.com Status: 5.7.705 ^ ~2 + - *",
    ]
    assert [pages[0] for pages in ask(site, tmp_path, replies)] == ["codes/4.7.321/", "codes/5.7.705/"]


def test_a_word_that_a_page_has_only_in_its_text_finds_it(site: Path, tmp_path: Path) -> None:
    (pages,) = ask(site, tmp_path, ["ResendFailedMail"])
    assert pages == ["unblock/"]
