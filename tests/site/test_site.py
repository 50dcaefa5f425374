"""The built site as its readers, their browsers and their scripts find it."""

import base64
import hashlib
import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from ndr_checker.rules.catalogue import Entry
from ndr_checker.telling.words import BLOCKED, PERMANENCE, WHO
from sitebuild.sources.page_faults import HEADINGS, STEPS
from sitebuild.sources.strict_catalogue import load
from tests.support import html_page

ENTRIES = load()
each_entry = pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.code)


@pytest.fixture(scope="session")
def codes(site: Path) -> dict[str, Any]:
    """Return codes.json as a script reads it, by code."""
    return {record["code"]: record for record in json.loads((site / "codes.json").read_bytes())["codes"]}


def policies(page: html_page.HtmlPage) -> list[str | None]:
    """Return the content of every policy of a page."""
    return [
        element.attributes["content"]
        for element in page.named("meta")
        if element.attributes.get("http-equiv") == "Content-Security-Policy"
    ]


def test_every_page_has_the_one_policy_before_anything_that_it_binds(site: Path) -> None:
    pages = html_page.pages(site)
    (policy,) = policies(pages["index.html"])
    assert policy is not None
    assert {path for path, page in pages.items() if policies(page) != [policy]} == set()
    for page in pages.values():
        metas = [element.attributes for element in page.elements if element.tag not in {"html", "head"}]
        assert metas[0] == {"charset": "utf-8"}
        assert metas[1]["content"] == policy
        assert metas[2] == {"name": "referrer", "content": "no-referrer"}
    assert "unsafe-inline" not in policy
    assert "'unsafe-eval'" not in policy
    assert f"Content-Security-Policy: {policy};" in (site / "_headers").read_text()


def test_the_policy_names_every_inline_script_and_there_is_no_other_inline_code(site: Path) -> None:
    pages = html_page.pages(site)
    allowed = set(re.findall(r"'(sha256-[^']+)'", policies(pages["index.html"])[0] or ""))
    found = set()
    for page in pages.values():
        for script in page.named("script"):
            if "src" not in script.attributes and script.attributes.get("type") != "application/json":
                digest = hashlib.sha256("".join(script.text).encode()).digest()
                found.add(f"sha256-{base64.b64encode(digest).decode()}")
        assert not list(page.named("style"))
        assert not page.values("style")
        assert not [name for element in page.elements for name in element.attributes if name.startswith("on")]
    assert found == allowed


def test_nothing_that_a_page_loads_comes_from_elsewhere(site: Path) -> None:
    loaded = {
        link
        for page in html_page.pages(site).values()
        for element in page.elements
        for name in ("src", "href", "srcset", "data", "poster")
        if (link := element.attributes.get(name))
        and element.tag != "a"
        and element.attributes.get("rel") != "canonical"
    }
    styles = "".join(path.read_text(encoding="utf-8") for path in site.rglob("*.css"))
    assert "@import" not in styles
    loaded |= set(re.findall(r"url\(['\"]?([^)'\"]*)", styles))
    assert len(loaded) > 10, "the styles and scripts of the theme and ours"
    assert {link for link in loaded if urlsplit(link).netloc or urlsplit(link).scheme not in {"", "data"}} == set()


def test_every_local_link_leads_to_a_file_and_an_id_that_are_there(site: Path) -> None:
    pages = html_page.pages(site)
    dead = []
    for path, page in pages.items():
        if path == "404.html":  # its links start at the root of the host
            continue
        for element in page.elements:
            for name in ("href", "src"):
                link = urlsplit(element.attributes.get(name) or "")
                if link.scheme or link.netloc or (not link.path and not link.fragment):
                    continue
                target = (site / path).parent.joinpath(link.path).resolve() if link.path else site / path
                target = target / "index.html" if target.is_dir() else target
                readable = target.suffix in {".html", ".svg"} and target.is_file()
                ids = html_page.read(target).values("id") if readable else []
                if not target.is_file() or (link.fragment and link.fragment not in ids):
                    dead.append(f"{path}: {element.attributes[name]}")
    assert dead == []


@each_entry
def test_a_code_page_has_its_title_its_facts_and_its_six_ids_in_order(entry: Entry, site: Path) -> None:
    page = html_page.read(site / entry.page / "index.html")
    (title,) = page.named("h1")
    assert "".join(title.text) == entry.title
    assert [name for name in page.values("id") if name in HEADINGS] == list(HEADINGS)
    assert entry.front["reviewed"] in page.text
    for meaning in entry.meanings:
        assert (meaning.blocks or BLOCKED[meaning.blocked])[1:] in page.text
        for token in (*meaning.acts, *meaning.lifted_by):
            assert WHO[token][1:] in page.text


@each_entry
def test_a_code_page_lists_what_it_is_not_and_its_sources(entry: Entry, site: Path) -> None:
    page = html_page.read(site / entry.page / "index.html")
    links = page.values("href")
    for other in entry.front["confused_with"]:
        assert " ".join(other["because"].split()) in page.text
    for source in entry.front["sources"]:
        assert source["url"] in links
        assert f"checked {source['checked']}" in page.text


def test_the_checker_is_on_the_home_page_and_on_every_code_page_before_the_first_steps(site: Path) -> None:
    for path in ("", *(entry.page for entry in ENTRIES)):
        page = html_page.read(site / path / "index.html")
        ids = page.values("id")
        assert ids.count("ndr-text") == 1
        assert "sender" not in ids or ids.index("ndr-text") < ids.index("sender")
        assert "{root}" not in page.text
        assert not [link for link in page.values("href") if "{root}" in link]


def test_the_guide_has_the_ids_that_links_to_its_steps_rest_on(site: Path) -> None:
    ids = html_page.read(site / "unblock" / "index.html").values("id")
    assert [step for step in STEPS if step not in ids] == []


def test_the_index_of_codes_leads_to_every_page(site: Path) -> None:
    links = html_page.read(site / "codes" / "index.html").values("href")
    assert [entry.code for entry in ENTRIES if f"{entry.code}/" not in links] == []


def test_codes_json_holds_every_page_s_front_matter_with_its_addresses(site: Path, codes: dict[str, Any]) -> None:
    assert json.loads((site / "codes.json").read_bytes())["version"] == 1
    assert list(codes) == [entry.code for entry in ENTRIES]
    for entry in ENTRIES:
        record = dict(codes[entry.code])
        assert record.pop("page") == entry.page
        assert f"{entry.code}/" in record.pop("aliases")
        card = record.pop("card")
        assert card["kind"] == "link"
        assert card["headline"].startswith("{code}: ")
        assert card["answer"]
        assert set(card["offers"]) - {"link"} == set(card) & {"letter", "case"}
        assert record == entry.front


def test_the_published_schema_names_the_fields_and_tokens_of_codes_json(site: Path, codes: dict[str, Any]) -> None:
    schema = json.loads((site / "schema" / "codes-1.json").read_bytes())["$defs"]
    fields = schema["code"]["properties"]
    assert {field for record in codes.values() for field in record} <= set(fields)
    assert set(schema["code"]["required"]) == set.intersection(*map(set, codes.values()))
    for name in ("meanings", "confused_with", "sources"):
        rows = [set(row) for record in codes.values() for row in record[name]]
        items = fields[name]["items"]
        assert set().union(*rows) <= set(items["properties"])
        assert set.intersection(*rows) >= set(items["required"])
    rule = fields["meanings"]["items"]["properties"]
    assert rule["blocked"]["enum"] == list(BLOCKED)
    assert rule["permanence"]["enum"] == list(PERMANENCE)
    assert schema["who"]["items"]["enum"] == list(WHO)
    for name, values in {
        "code-or-range": [*codes] + [row["code"] for record in codes.values() for row in record["confused_with"]],
        "id": [row["id"] for record in codes.values() for row in record["meanings"]],
        "address": [address for record in codes.values() for address in (record["page"], *record["aliases"])],
    }.items():
        assert [value for value in values if not re.search(schema[name]["pattern"], value)] == []
    assert rule["unblock"]["items"]["enum"] == list(STEPS)


def test_every_alias_leads_to_its_page(site: Path, codes: dict[str, Any]) -> None:
    for record in codes.values():
        for alias in record["aliases"]:
            page = html_page.read(site / alias / "index.html")
            (link,) = page.named("a")
            target = (site / alias / (link.attributes["href"] or "")).resolve()
            assert target == (site / record["page"]).resolve()
            assert (target / "index.html").is_file()


def test_each_number_of_a_range_has_an_address_and_an_own_page_beats_the_range(codes: dict[str, Any]) -> None:
    aliases = codes["5.7.700-749"]["aliases"]
    own = {"5.7.703", "5.7.705", "5.7.708", "5.7.711"}
    for number in range(700, 750):
        code = f"5.7.{number}"
        for alias in (f"{code}/", f"codes/{code}/", f"{number}/"):
            assert (alias in aliases) == (code not in own)
    assert {"5.7.705/", "705/"} <= set(codes["5.7.705"]["aliases"])
    assert "57/" not in codes["5.7.57"]["aliases"]


def test_no_address_leads_to_two_pages(codes: dict[str, Any]) -> None:
    addresses = [address for record in codes.values() for address in (record["page"], *record["aliases"])]
    assert sorted(addresses) == sorted(set(addresses))


@each_entry
def test_the_markdown_twin_says_what_the_page_says(entry: Entry, site: Path) -> None:
    twin = (site / f"codes/{entry.code}.md").read_text(encoding="utf-8")
    assert twin.startswith(f"# {entry.title}\n")
    assert [name for name in re.findall(r"\{#([a-z-]+)\}", twin) if name in HEADINGS] == list(HEADINGS)
    for source in entry.front["sources"]:
        assert f"[{source['title']}]({source['url']}), checked {source['checked']}" in twin
    prose = re.sub(r"^```.*?^```", "", twin, flags=re.MULTILINE | re.DOTALL)
    for link in re.findall(r"\]\((?!https?:)([^)#]+)", prose):
        assert (site / "codes" / link).is_file()


def test_the_search_index_holds_titles_codes_phrases_headings_and_beginnings(site: Path) -> None:
    sections = json.loads((site / "search" / "search_index.json").read_bytes())["docs"]
    by_place = {section["location"]: section for section in sections}
    own = {entry.code for entry in ENTRIES}
    for entry in ENTRIES:
        section = by_place[entry.page]
        assert section["title"] == entry.title
        assert section["text"] == entry.front["description"]
        alone = [code for code in entry.codes() if code == entry.code or code not in own]
        assert section["codes"].split() == [code.replace(".", "_") for code in alone]
        phrases = [phrase for meaning in entry.meanings for phrase in meaning.phrases]
        assert set(phrases) == set(by_place[f"{entry.page}#meaning"]["replies"])
    assert max(len(section["text"]) for section in sections) <= 400, "the index is fetched whole"
    assert not [section for section in sections if "</" in section["text"]]
    assert {"unblock/", "unblock/#connectors", "about/verdict/#rank", "codes/5.7.705/#outsider"} <= set(by_place)
