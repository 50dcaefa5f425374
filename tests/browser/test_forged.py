"""A forged report is judged by its words like any other; where it leads to is named, and nothing vouches for it."""

import re
from collections.abc import Iterator
from typing import Final

import pytest
from playwright.sync_api import Browser, expect

from ndr_checker import check
from ndr_checker.telling.report import to_markdown, to_text
from tests.support.checker_page import PATIENCE, CheckerPage, shared_page
from tests.support.forged import FORGED, Forged
from tests.support.matrix import sample
from tests.support.paths import DOCS, GOLDENS

CODES: Final = DOCS / "codes"
#: What would say that a report is what it claims to be.
VOUCHED: Final = re.compile(
    r"\b(?:genuine|authentic|legitimate|trustworthy|verified|safe|real (?:report|bounce|ndr))\b", re.IGNORECASE
)
NAMES: Final = [f"{at} {forged.address!a}" for at, forged in enumerate(FORGED)]
#: A reply of Gmail's links to Google's help.
#: The help pages of other mail services, which their replies name.
HELP: Final = ("support.google.com", "postmaster.yahooinc.com")
WARNING: Final = "isn't a Microsoft host"


def _examples() -> Iterator[str]:
    """Yield the bounces of our own pages and the goldens, but those whose host replaces one of Microsoft's."""
    for page in sorted(CODES.glob("*.md")):
        yield from re.findall(r"^```ndr\n(.*?)^```", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    for path in sorted(GOLDENS.glob("*.txt")):
        text = path.read_text(encoding="utf-8", errors="replace")
        if "https://products.example.com" not in text:
            yield text


def _foreign(text: str) -> list[str]:
    return [link.host for link in check(text).links if not link.microsoft]


def test_there_are_sixty_of_them() -> None:
    assert len({forged.text for forged in FORGED}) >= 60


@pytest.mark.parametrize("forged", FORGED, ids=NAMES)
def test_the_host_that_a_lure_leads_to_is_named_and_none_of_microsoft_s(forged: Forged) -> None:
    assert _foreign(forged.text) == ([forged.host] if forged.host else [])


def _names_help(text: str) -> bool:
    return any(host in text for host in HELP)


@pytest.mark.parametrize("forged", FORGED, ids=NAMES)
def test_no_claim_makes_the_verdict_another_or_surer(forged: Forged) -> None:
    verdict = check(forged.text)
    assert (verdict.kind, verdict.code) == ("failure", "5.7.705")
    told = [line for line in to_text(verdict).split("\n") if not line.startswith("  Evidence")]
    noted = [line for line in to_markdown(verdict).split("\n") if not line.startswith("- Evidence")]
    assert [line for line in [*told, *noted] if VOUCHED.search(line)] == []


def test_reports_as_they_are_written_bring_no_warning() -> None:
    examples = [text for text in _examples() if not _names_help(text)]
    assert len(examples) >= 240
    assert {text: _foreign(text) for text in examples if _foreign(text)} == {}


def test_the_help_pages_of_other_mail_services_are_named_as_not_microsoft_s() -> None:
    assert {host for text in _examples() if _names_help(text) for host in _foreign(text)} == set(HELP)


@pytest.fixture(scope="module")
def checker(browser: Browser, server: str) -> Iterator[CheckerPage]:
    """Open the home page once: Python stays."""
    with shared_page(browser, server) as page:
        yield CheckerPage(page, server)


_JUDGED = """
async (texts) => {
  const found = [];
  const box = document.getElementById("ndr-text");
  for (const text of texts) {
    const drawn = new Promise((resolve) => {
      const observer = new MutationObserver((records) => {
        if (!records.some(({ addedNodes }) => addedNodes.length)) return;
        observer.disconnect();
        resolve();
      });
      observer.observe(document.getElementById("ndr-result"), { childList: true });
    });
    box.value = text;
    box.dispatchEvent(new InputEvent("input", { inputType: "insertFromPaste", bubbles: true }));
    await drawn;
    const card = document.querySelector(".ndr-card").cloneNode(true);
    const hrefs = [...card.querySelectorAll("[href], [src], [action]")].map((node) => node.href);
    for (const quoted of card.querySelectorAll(".ndr-view")) quoted.remove();
    found.push({ said: card.textContent, hrefs });
  }
  return found;
}
"""


def test_the_page_names_the_host_defanged_links_to_nothing_of_it_and_vouches_for_nothing(checker: CheckerPage) -> None:
    checker.page.set_default_timeout(PATIENCE)
    cards = checker.page.evaluate(_JUDGED, [forged.text for forged in FORGED])
    for forged, card in zip(FORGED, cards, strict=True):
        assert [href for href in card["hrefs"] if not href.startswith((checker.page.url, "mailto:?"))] == []
        assert "Anyone can write a text like this." in card["said"]
        assert VOUCHED.search(card["said"]) is None
        if forged.host:
            shown = f"{forged.host.replace('.', '[.]')} {WARNING}"
            assert shown in card["said"]
            assert f"https://{forged.host}" not in card["said"]
        else:
            assert "Don't sign in, call or pay because it asks you to" in card["said"]


def test_the_browser_would_go_to_the_host_that_is_named(checker: CheckerPage) -> None:
    where = "addresses => addresses.map((address) => new URL(address.replace(/^hxxp/, 'http')).hostname)"
    linked = [(forged.address, forged.host) for forged in FORGED if forged.address]
    went = checker.page.evaluate(where, [address for address, _ in linked])
    pairs = [(host, to.removesuffix(".")) for (_, host), to in zip(linked, went, strict=True)]
    assert [pair for pair in pairs if pair[0] != pair[1]] == []
    assert len(pairs) >= 40


def test_a_report_without_a_foreign_link_brings_no_warning_in_the_page(checker: CheckerPage) -> None:
    checker.page.set_default_timeout(PATIENCE)
    examples = sample([text for text in _examples() if not _names_help(text)], each=60)
    cards = checker.page.evaluate(_JUDGED, examples)
    assert [card["said"] for card in cards if WARNING in card["said"]] == []
    expect(checker.card).to_be_visible()
