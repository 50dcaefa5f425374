"""The workspace: an admin's exports in, and out come the domain, the connector, the account and the hour."""

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, FilePayload, Locator, Page, Request, Route, expect

from ndr_checker.__main__ import main
from ndr_checker.triage.report import REGISTERED
from tests.support import organization as org
from tests.support import railway, sample_files
from tests.support.checker_page import PATIENCE, CheckerPage, python_requests, shared_page
from tests.support.paths import DOCS
from tests.support.recording import forms

CANARY = "kanarie-7f3a9c@canary.example"
#: Contoso Dairy's files, all that an answer needs.
FILES = {
    "summary.csv": org.text(org.summary()).encode("utf-16"),
    "accepted.csv": org.text(org.ACCEPTED).encode(),
    "connectors.json": org.objects(org.CONNECTORS).encode(),
    "detail.csv": org.text(org.details()).encode(),
    "audit.csv": org.text(org.AUDIT).encode(),
}
_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
_AXE = """async (tags) => {
  const options = { runOnly: tags, resultTypes: ["violations"], rules: { "target-size": { enabled: true } } };
  const { violations } = await axe.run("html", options);
  return violations.map(({ id, help, nodes }) => `${id} (${help}): ${nodes.map(({ target }) => target).join(", ")}`);
}"""


class Workspace:
    """What an admin sees of the workspace and does with it."""

    def __init__(self, page: Page, server: str) -> None:
        self.page = page
        self.url = f"{server}triage/"
        self.page.goto(self.url)
        self.wait()

    def wait(self) -> None:
        """Wait until the page's own script has come."""
        self.page.locator(".ndr-triage[data-wired]").wait_for()
        self.status = self.page.locator("#ndr-triage-status")
        self.result = self.page.locator("#ndr-triage-result")

    def choose(self, files: dict[str, bytes]) -> None:
        """Choose files, and wait for the answers."""
        payloads = [FilePayload(name=name, mimeType="", buffer=data) for name, data in files.items()]
        self.page.locator("#ndr-triage-file").set_input_files(payloads)
        self.answered()

    def answered(self) -> None:
        """Wait for the answers."""
        expect(self.status).to_contain_text("Read ", timeout=PATIENCE)
        self.page.locator(".ndr-triage[data-state=answered]").wait_for(timeout=PATIENCE)

    def button(self, name: str) -> Locator:
        """Return a button by what is written on it."""
        return self.page.locator(".ndr-triage").get_by_role("button", name=name, exact=True)

    def clear(self) -> None:
        """Take everything away."""
        self.button("Clear").click()
        expect(self.result).to_be_empty()

    def rows(self, name: str) -> Locator:
        """Return the rows of a table."""
        return self.page.get_by_role("table", name=name).locator("tbody tr")

    def saved(self, form: str, button: str = "Save as a file") -> str:
        """Save an export and return its text."""
        if form:
            self.page.get_by_role("radio", name=form).check()
        with self.page.expect_download() as download:
            self.button(button).click()
        return Path(download.value.path()).read_bytes().decode()


@pytest.fixture(scope="module")
def shared(browser: Browser, server: str) -> Iterator[Workspace]:
    """Open the workspace once: Python stays."""
    with shared_page(browser, server) as page:
        page.set_default_timeout(20_000)
        yield Workspace(page, server)


@pytest.fixture
def workspace(shared: Workspace) -> Workspace:
    """Begin with an empty workspace in the usual window."""
    shared.page.emulate_media(media="null", color_scheme="null")
    shared.page.set_viewport_size({"width": 1280, "height": 900})
    if shared.button("Clear").is_visible():
        shared.clear()
    return shared


def command(files: dict[str, bytes], folder: Path, capsys: pytest.CaptureFixture[str], *form: str) -> str:
    """Return what the command line prints on the same files."""
    for name, data in files.items():
        (folder / name).write_bytes(data)
    main(["triage", *form, *(str(folder / name) for name in files)])
    return capsys.readouterr().out


@pytest.mark.parametrize("files", [FILES, railway.FILES], ids=["dairy", "railway"])
def test_the_page_gives_the_command_line_s_answers_byte_for_byte(
    workspace: Workspace, files: dict[str, bytes], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace.choose(files)
    for form, name in (("--json", "Everything as JSON"), ("--csv", "Domains as CSV"), ("--markdown", "Markdown")):
        assert workspace.saved(name) == command(files, tmp_path, capsys, form)


def test_the_page_and_the_markdown_have_the_same_words_for_what_is_registered(workspace: Workspace) -> None:
    folder = workspace.page.evaluate("document.querySelector('[src$=\"page.mjs\"]').src.replace('page/page.mjs', '')")
    words = workspace.page.evaluate(
        "url => import(url).then(({ registered }) => registered)", f"{folder}strings/triage.mjs"
    )
    assert words == REGISTERED


def test_answers_come_first_and_each_domain_says_what_to_do(workspace: Workspace) -> None:
    workspace.choose(FILES)
    headings = workspace.result.get_by_role("heading").all_inner_texts()
    assert headings[:2] == ["What these files say", "Which sender domains fail, and which of them are unregistered?"]
    prize, scan = workspace.rows("Sender domains").nth(0), workspace.rows("Sender domains").nth(1)
    for words in ("big-prize.example", "Stop it", "no: not your domain", "3 of 3", "203.0.113.130 → tmp-relay"):
        expect(prize).to_contain_text(words)
    for words in (
        "scan.contoso.example",
        "Register it",
        "2 of 4",
        "5.7.750: 1",
        "2026-09-03 06:15",
        "2026-09-04 10:12",
    ):
        expect(scan).to_contain_text(words)
    for row, cells in ((prize, "`big-prize.example`"), (scan, "`scan.contoso.example`")):
        assert f"| {cells} | {row.locator('td').nth(1).inner_text()} |" in workspace.saved("Markdown")
    made = workspace.rows("Connectors, and who created them").nth(0)
    for words in ("tmp-relay", "new", "ops@contoso.example", "203.0.113.200", "2026-09-02 22:41"):
        expect(made).to_contain_text(words)
    expect(workspace.rows("Accounts").first).to_contain_text("lena@contoso.example")
    expect(workspace.rows("Admin actions")).to_have_count(2)
    expect(workspace.status).to_contain_text("Read 5 files. big-prize.example: 3 of 3 failed")


def test_a_second_organization_has_its_own_figures(workspace: Workspace) -> None:
    workspace.choose(railway.FILES)
    shown = {row.locator("th").inner_text(): row.inner_text() for row in workspace.rows("Sender domains").all()}
    assert list(shown) == list(railway.EXPECTED)
    said = {"register": "Register it", "stop": "Stop it", None: "Nothing failed"}
    for name, (_, messages, failed, codes, _, first, again, advice, (address, connector)) in railway.EXPECTED.items():
        way = f"{address} → {connector}" if address else "–"
        times = [time[:16].replace("T", " ") if time else "–" for time in (first, again)]
        for part in (said[advice], f"{failed} of {messages}", way, *times, *codes):
            assert part in shown[name]
    expect(workspace.rows("Connectors, and who created them").first).to_contain_text("Kiosks")
    expect(workspace.rows("Files read").nth(1)).to_contain_text("UTC+01:00")


def test_files_may_come_one_after_another_and_what_is_missing_has_its_command(workspace: Workspace) -> None:
    workspace.choose({"summary.csv": FILES["summary.csv"]})
    missing = workspace.page.locator(".ndr-part", has_text="What is missing")
    expect(missing).to_contain_text("Get-AcceptedDomain -ResultSize Unlimited | Export-Csv")
    expect(workspace.rows("Sender domains").first).to_contain_text("not known")
    workspace.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    missing.get_by_role("button", name="Copy this").first.click()
    assert "Get-AcceptedDomain" in workspace.page.evaluate("navigator.clipboard.readText()")
    expect(workspace.status).to_contain_text("Copied")
    workspace.choose({"accepted.csv": FILES["accepted.csv"]})
    expect(workspace.rows("Files read")).to_have_count(2)
    expect(workspace.rows("Sender domains").first).to_contain_text("no: not your domain")
    expect(missing).not_to_contain_text("Get-AcceptedDomain")


def test_what_is_dropped_or_pasted_anywhere_on_the_page_is_read(workspace: Workspace) -> None:
    script = """([kind, name, text]) => {
      const transfer = new DataTransfer();
      name ? transfer.items.add(new File([text], name)) : transfer.setData("text/plain", text);
      const options = { bubbles: true, cancelable: true, dataTransfer: transfer, clipboardData: transfer };
      const event = kind === "paste" ? new ClipboardEvent(kind, options) : new DragEvent(kind, options);
      document.querySelector("h1").dispatchEvent(event);
    }"""
    workspace.page.evaluate(script, ["drop", "trace.csv", org.text(org.trace())])
    workspace.answered()
    workspace.page.evaluate(script, ["paste", "", org.text(org.ACCEPTED)])
    expect(workspace.rows("Files read")).to_have_count(2)
    expect(workspace.rows("Files read").nth(1)).to_contain_text("pasted text")


def test_a_link_that_is_dropped_is_explained_and_the_answers_stay(workspace: Workspace) -> None:
    workspace.choose({"trace.csv": org.text(org.trace()).encode()})
    workspace.page.evaluate("""() => {
      const dataTransfer = new DataTransfer();
      dataTransfer.setData("text/uri-list", "https://evil.example/trace.csv");
      dataTransfer.setData("text/plain", "https://evil.example/trace.csv");
      document.querySelector("h1").dispatchEvent(
        new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
    }""")
    expect(workspace.page.locator("#ndr-triage-alert")).to_contain_text("links aren't followed here")
    expect(workspace.rows("Files read")).to_have_count(1)


@pytest.mark.parametrize(
    ("path", "beside", "begin"),
    [("triage/", "samples/dairy-connectors.json", 'id="ndr-triage-open"'), ("", "robots.txt", 'id="ndr-text"')],
)
def test_scripts_that_come_before_the_rest_of_the_page_wait_for_it(
    workspace: Workspace, path: str, beside: str, begin: str
) -> None:
    page, errors = workspace.page, list[str]()
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(workspace.url.replace("triage/", beside))  # no scripts there, and its links lead the same way
    write = """async ([url, begin]) => {
      const html = await (await fetch(url)).text();
      const cut = html.indexOf(begin);
      document.open();
      document.write(html.slice(0, cut));
      await new Promise((resolve) => setTimeout(resolve, 1500));
      document.write(html.slice(cut));
      document.close();
    }"""
    page.evaluate(write, [workspace.url.replace("triage/", path), begin])
    page.locator("[data-wired]").wait_for()
    assert errors == []


def test_a_file_that_is_dropped_before_the_scripts_have_come_is_read(workspace: Workspace) -> None:
    page, held = workspace.page, list[Route]()
    page.route("**/triage/workspace.mjs", lambda route: held.append(route))  # noqa: PLW0108 – Playwright marks it
    page.goto("about:blank")
    page.goto(workspace.url, wait_until="commit")
    drop = """([name, text]) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([text], name));
      const event = new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer });
      document.querySelector(".ndr-triage + *")?.dispatchEvent(event);
      return event.defaultPrevented;
    }"""
    page.wait_for_function(drop, arg=["trace.csv", org.text(org.trace())])
    for name in ("Choose files", "Try it with sample files"):
        expect(workspace.button(name)).to_be_disabled()
    for route in held:
        route.continue_()
    page.unroute("**/triage/workspace.mjs")
    workspace.answered()
    expect(workspace.rows("Files read")).to_have_count(1)
    expect(workspace.button("Choose files")).to_be_enabled()


def test_a_file_that_is_dropped_before_any_script_has_come_is_kept(workspace: Workspace, tmp_path: Path) -> None:
    page, held = workspace.page, list[Route]()
    page.route("**/page.mjs", lambda route: held.append(route))  # noqa: PLW0108 – as above
    page.goto("about:blank")
    page.goto(workspace.url, wait_until="commit")
    place = page.locator(".ndr-drop")
    place.scroll_into_view_if_needed()
    box = place.bounding_box()
    assert box
    trace = tmp_path / "trace.csv"
    trace.write_text(org.text(org.trace()), encoding="utf-8")
    mouse = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] - 5}
    data = {"items": [], "files": [str(trace)], "dragOperationsMask": 1}
    browser = page.context.new_cdp_session(page)
    for event in ("dragEnter", "dragOver", "drop"):
        browser.send("Input.dispatchDragEvent", {"type": event, **mouse, "data": data})
    page.wait_for_function("document.getElementById('ndr-triage-file').files.length")
    assert page.url == workspace.url
    for route in held:
        route.continue_()
    page.unroute("**/page.mjs")
    workspace.answered()
    expect(workspace.rows("Files read")).to_have_count(1)


def test_the_chart_has_a_name_a_table_and_a_picture_to_save(workspace: Workspace) -> None:
    workspace.choose(FILES)
    chart = workspace.page.get_by_role("img", name="Mail to outside addresses, by hour")
    expect(chart).to_contain_text("scan.contoso.example")
    expect(chart).to_contain_text("first failure")
    expect(chart).to_contain_text("1, 2")
    found = json.loads(workspace.saved("Everything as JSON"))
    workspace.page.get_by_text("The same as a table").click()
    rows = workspace.rows("The same as a table")
    expect(rows).to_have_count(len(found["hours"]))
    expect(rows.first).to_be_visible()
    picture = ET.fromstring(workspace.saved("", "Save the chart as SVG"))  # noqa: S314 – our own
    assert picture.tag == "{http://www.w3.org/2000/svg}svg"
    drawn = [node for node in picture.iter() if node.tag.endswith("rect")]
    assert len(drawn) > 6
    assert all(node.get("fill") for node in drawn), "a picture by itself has no style sheet"


def test_a_picture_of_ten_thousand_years_has_no_more_labels_than_room(workspace: Workspace) -> None:
    times = ("0001-01-01T00:00:00Z", "2026-09-03T06:00:00Z", "9999-12-31T23:00:00Z")
    mails = [
        org.Mail(at, time, "a@contoso.example", "b@fabrikam.example", "failed", "203.0.113.9", "x")
        for at, time in enumerate(times)
    ]
    workspace.choose({"trace.csv": org.text(org.extended(mails)).encode()})
    picture = ET.fromstring(workspace.saved("", "Save the chart as SVG"))  # noqa: S314 – our own
    assert sum(node.tag.endswith("rect") for node in picture.iter()) >= len(times)
    assert sum(node.tag.endswith("text") for node in picture.iter()) < 50


def test_each_bar_is_as_high_as_its_number_in_the_table(workspace: Workspace) -> None:
    workspace.choose(railway.FILES)
    found = json.loads(workspace.saved("Everything as JSON"))
    bars: list[tuple[str, dict[str, float]]] = workspace.page.evaluate("""() =>
      [...document.querySelectorAll(".ndr-chart g")].map((bar) => [
        bar.querySelector("title").textContent,
        Object.fromEntries([...bar.querySelectorAll("rect")].map((part) =>
          [part.getAttribute("class").replace("ndr-", ""), Number(part.getAttribute("height"))])),
      ])""")
    counted = {"failed": 0, "delivered": 0, "waiting": 0}
    for title, heights in bars:
        numbers = {state: int(number) for number, state in re.findall(r"(\d+) (failed|delivered|waiting)", title)}
        assert numbers.keys() == heights.keys()
        for state, number in numbers.items():
            counted[state] += number
        tallest = max(numbers, key=lambda state: numbers[state])
        for state, number in numbers.items():
            assert heights[state] == pytest.approx(max(2, heights[tallest] * number / numbers[tallest]), abs=0.2)
    assert counted == {state: sum(row[state] for row in found["hours"]) for state in counted}
    highest = max(sum(heights.values()) for _, heights in bars)
    assert sum(sum(heights.values()) == highest for _, heights in bars) >= len(
        {row["domain"] for row in found["hours"]}
    )


def test_the_domains_go_into_the_case_for_support_as_far_as_they_are_chosen(workspace: Workspace) -> None:
    workspace.choose(FILES)
    page = workspace.page
    workspace.result.get_by_role("link", name="Put the domains into the case for Support").click()
    page.wait_for_url("**/unblock/#support-text")
    text = page.get_by_role("region", name="the text of the case, as it will be copied")
    expect(text).to_contain_text(
        "scan.contoso.example: 2 of 4 messages failed; our subdomain, not registered; connector Scanners;"
        " server 198.51.100.7; last failure 2026-09-03 06:20 UTC"
    )
    expect(text).to_contain_text("NDR code: 5.7.750")
    expect(page.get_by_label("First refused message (UTC)")).to_have_value("2026-09-03T06:10:00Z")
    page.get_by_role("checkbox", name="big-prize.example").uncheck()
    page.get_by_role("checkbox", name="with their servers").uncheck()
    expect(text).not_to_contain_text("big-prize.example")
    expect(text).not_to_contain_text("198.51.100.7")
    expect(text).to_contain_text("connector Scanners")
    assert "contoso.example" not in page.evaluate("JSON.stringify(localStorage)")
    page.go_back()
    workspace.wait()
    workspace.clear()


def test_after_a_whole_load_the_reader_is_asked_for_the_files_again(workspace: Workspace) -> None:
    workspace.page.goto("about:blank")
    workspace.page.goto(f"{workspace.url}#brought")
    workspace.wait()
    asked = "Your files stayed on the page that you came from. Drop or choose them again here."
    expect(workspace.page.locator("#ndr-triage-doing")).to_have_text(asked)
    expect(workspace.status).to_have_text(asked)
    assert workspace.page.url == workspace.url
    workspace.choose({"audit.csv": FILES["audit.csv"]})
    expect(workspace.page.locator("#ndr-triage-doing")).to_be_hidden()


def test_the_sample_is_small_and_made_by_its_generator(workspace: Workspace) -> None:
    made = sample_files.files()
    assert {path.name: path.read_bytes() for path in (DOCS / "samples").glob("dairy-*")} == made
    assert sum(map(len, made.values())) < 40_000
    workspace.button("Try it with sample files").click()
    workspace.answered()
    expect(workspace.rows("Files read")).to_have_count(5)
    expect(workspace.rows("Sender domains").first).to_contain_text("40 of 80")


def test_own_files_replace_the_sample(workspace: Workspace) -> None:
    workspace.button("Try it with sample files").click()
    workspace.answered()
    sample = workspace.result.get_by_text("These are invented sample files.")
    expect(sample).to_be_visible()
    workspace.choose({"audit.csv": FILES["audit.csv"]})
    expect(workspace.rows("Files read")).to_have_count(1)
    expect(sample).to_have_count(0)
    workspace.choose({"accepted.csv": FILES["accepted.csv"]})
    expect(workspace.rows("Files read")).to_have_count(2)


def test_clear_takes_everything_away_in_python_too(workspace: Workspace) -> None:
    workspace.choose(FILES)
    workspace.clear()
    expect(workspace.button("Choose files")).to_be_focused()
    expect(workspace.status).to_have_text("Everything is cleared.")
    workspace.choose({"audit.csv": FILES["audit.csv"]})
    expect(workspace.rows("Files read")).to_have_count(1)
    expect(workspace.rows("Sender domains")).to_have_count(0)


def test_answers_outlive_instant_navigation_and_not_a_reload(workspace: Workspace) -> None:
    workspace.choose(FILES)
    workspace.page.get_by_role("link", name="the guide's trace").click()
    workspace.page.wait_for_url("**/unblock/**")
    workspace.page.get_by_role("link", name="workspace").first.click()
    workspace.page.wait_for_url("**/triage/")
    workspace.wait()
    expect(workspace.rows("Files read")).to_have_count(5)
    workspace.page.reload()
    workspace.wait()
    expect(workspace.result).to_be_empty()


def test_an_export_in_the_paste_box_comes_along(workspace: Workspace, server: str) -> None:
    checker = CheckerPage(workspace.page, server)
    checker.hand_over("drop", "trace.csv", org.text(org.trace()))
    checker.see("5 of 11 messages failed")
    checker.card.get_by_role("link", name="Join it with your other exports").click()
    workspace.wait()
    workspace.answered()
    expect(workspace.rows("Files read")).to_have_count(1)
    expect(workspace.rows("Files read")).to_contain_text("trace.csv")
    workspace.clear()
    workspace.page.goto(workspace.url)
    workspace.wait()
    expect(workspace.result).to_be_empty()


def test_a_verdict_on_a_blocked_organization_leads_here(workspace: Workspace, server: str) -> None:
    checker = CheckerPage(workspace.page, server)
    checker.paste("550 5.7.750 Service unavailable. Client blocked from sending from unregistered domains")
    checker.see("5.7.750")
    link = checker.card.get_by_role("link", name="Find the domain, account or connector")
    expect(link).to_have_attribute("href", workspace.url)
    workspace.page.goto(workspace.url)
    workspace.wait()


def test_hostile_cells_are_text_in_the_page_and_in_the_exports(workspace: Workspace) -> None:
    mails = [
        org.Mail(n, f"2026-09-03T06:1{n}:00Z", f"a@{domain}", "b@fabrikam.example", "failed", "203.0.113.9", name)
        for n, (domain, name) in enumerate(
            (
                ("=hyperlink(0).example", "=1+1|<b>x</b>"),
                ("<img src=x onerror=top.pwned=7>.example", '"><svg onload=top.pwned=7>'),
                ("\u202eelpmaxe.\x1b[31mred.example", "\u2066iso`|`\u2069"),
            )
        )
    ]
    files = {"<i>x</i>.csv": org.text(org.extended(mails)).encode(), "accepted.csv": FILES["accepted.csv"]}
    workspace.choose(files)
    page = workspace.page
    expect(workspace.rows("Sender domains")).to_have_count(3)
    assert workspace.result.locator("img, i, b, svg svg, script").count() == 0
    assert page.evaluate("window.pwned") is None
    shown = workspace.page.locator(".ndr-part:not(.ndr-export)").all_inner_texts()
    acting = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\u202a-\u202e\u2066-\u2069]")
    assert [text for text in shown if acting.search(text)] == []
    table = workspace.saved("Domains as CSV")
    assert re.search(r'(?:^|,)"?[=+@-]', table, re.MULTILINE) is None, "a spreadsheet would take it for a formula"
    for text in (table, workspace.saved("Markdown"), workspace.saved("Everything as JSON")):
        assert acting.search(text) is None
    picture = ET.fromstring(workspace.saved("", "Save the chart as SVG"))  # noqa: S314 – our own
    assert {node.tag.rpartition("}")[2] for node in picture.iter()} <= {
        "svg",
        "title",
        "desc",
        "rect",
        "text",
        "line",
        "g",
        "path",
    }


def test_by_keyboard_alone_files_are_tried_read_and_cleared(workspace: Workspace) -> None:
    page = workspace.page
    workspace.button("Choose files").focus()
    page.keyboard.press("Tab")
    expect(workspace.button("Try it with sample files")).to_be_focused()
    page.keyboard.press("Enter")
    workspace.answered()
    workspace.button("Choose files").focus()
    page.keyboard.press("Tab")
    expect(workspace.button("Clear")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("region", name="Sender domains").last).to_be_focused()
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"


def test_progress_and_the_result_are_announced_and_a_failure_is_an_alarm(workspace: Workspace) -> None:
    page = workspace.page
    page.evaluate("""() => {
      window.heard = [];
      const node = document.getElementById("ndr-triage-status");
      new MutationObserver(() => node.textContent && heard.push(node.textContent)).observe(node, { childList: true });
    }""")
    long = org.text(org.trace(org.MAILS * 1500)).encode()
    workspace.choose({"long.csv": long})
    heard: list[str] = page.evaluate("heard")
    assert any(re.fullmatch(r"Reading: \d+\.\d of \d+\.\d MB\.", text) for text in heard)
    assert heard[-1].startswith("Read 1 file. ")
    workspace.clear()
    page.route("**/samples/**", lambda route: route.abort())
    workspace.button("Try it with sample files").click()
    expect(page.get_by_role("alert")).to_contain_text("The connection, a filter or a browser policy may be blocking it")
    page.unroute("**/samples/**")
    workspace.button("Try again").click()
    workspace.answered()
    expect(page.get_by_role("alert")).to_be_empty()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_the_page_fits_a_phone(workspace: Workspace, repo: Path, scheme: Any) -> None:
    page = workspace.page
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.evaluate((repo / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8"))
    workspace.choose({name: data for name, data in FILES.items() if name != "audit.csv"})
    for width in (1350, 320):
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_timeout(300)  # the theme makes stops of what scrolls
        assert page.evaluate(_AXE, _TAGS) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    grid = page.get_by_role("table", name="Sender domains")
    assert grid.evaluate("node => node.scrollWidth <= node.parentElement.clientWidth"), "it needs no scrolling"
    cell = grid.get_by_role("row").nth(1).get_by_role("cell").nth(2)
    assert cell.evaluate("node => getComputedStyle(node, '::before').content").startswith('"Failed"')


def test_a_wide_window_breaks_no_address_and_a_long_name_stays_in_its_column(workspace: Workspace) -> None:
    long = "x" * 300
    workspace.page.set_viewport_size({"width": 1366, "height": 768})
    workspace.choose(FILES | {"connectors.json": FILES["connectors.json"].replace(b"Scanners", long.encode())})
    table = workspace.page.get_by_role("table", name="Connectors, and who created them")
    lines = (
        "node => { const text = new Range(); text.selectNode(node.firstChild); return text.getClientRects().length; }"
    )
    assert table.get_by_text("ops@contoso.example", exact=True).evaluate(lines) == 1
    assert table.get_by_text(long).evaluate("node => node.clientWidth") < 350


def test_a_phone_cuts_nothing_off_a_table_that_is_shown_as_a_list(workspace: Workspace) -> None:
    workspace.page.set_viewport_size({"width": 320, "height": 900})
    workspace.choose(FILES)
    boxes = workspace.page.locator(".ndr-wide:has(.ndr-grid--stacked)")
    sizes = boxes.evaluate_all("boxes => boxes.map(({ scrollWidth, clientWidth }) => [scrollWidth, clientWidth])")
    assert len(sizes) > 3
    assert [wide for wide, room in sizes if wide > room] == []


@pytest.mark.parametrize("hour", ["2026-09-02T22", "2026-09-03T06"], ids=["apart", "beside the first failure"])
@pytest.mark.parametrize("width", [320, 1280])
def test_no_words_of_the_chart_are_crossed_or_covered_or_left_out(workspace: Workspace, width: int, hour: str) -> None:
    workspace.page.set_viewport_size({"width": width, "height": 900})
    workspace.choose(FILES | {"audit.csv": FILES["audit.csv"].replace(b"2026-09-02T22", hour.encode())})
    chart = workspace.page.locator(".ndr-chart")
    for words in ("delivered", "waiting", "failed", "first failure", "1, 2"):
        expect(chart.get_by_text(words, exact=True)).to_have_count(1)
    crossed = chart.evaluate("""(chart) => {
      const boxes = [...chart.querySelectorAll("text, line[class*=ink], line[class*=failed], path")].map((node) => {
        const { x, y, width, height } = node.getBBox();
        return { node, x, y, right: x + width, bottom: y + height };
      });
      const meet = (a, b) => a.x <= b.right && b.x <= a.right && a.y < b.bottom && b.y < a.bottom;
      const isText = ({ node }) => node.tagName === "text";
      return boxes.flatMap((one, at) => boxes.slice(at + 1)
        .filter((other) => (isText(one) || isText(other)) && meet(one, other))
        .map((other) => [one.node.textContent || one.node.tagName, other.node.textContent || other.node.tagName]));
    }""")
    assert crossed == []
    cut = chart.evaluate("""(chart) => [...chart.querySelectorAll("text")].filter((text) => {
      const { x, width } = text.getBBox();
      return x < 0 || x + width > chart.viewBox.baseVal.width;
    }).length""")
    assert cut == 0


def test_what_is_dark_on_the_screen_is_readable_in_both(workspace: Workspace) -> None:
    page = workspace.page
    fills = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.locator(f"body[data-md-color-scheme={'slate' if scheme == 'dark' else 'default'}]").wait_for()
        if scheme == "light":
            workspace.choose(FILES)
        fills.append(page.locator(".ndr-chart text").first.evaluate("node => getComputedStyle(node).fill"))
    page.emulate_media(media="print", color_scheme="dark")
    assert fills[0] != fills[1]
    expect(page.locator(".ndr-chart text").first).to_have_css("fill", fills[0])  # paper is white


def test_on_paper_are_the_answers_the_chart_and_all_tables_and_nothing_to_press(workspace: Workspace) -> None:
    workspace.choose(FILES)
    page = workspace.page
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    for name in ("Sender domains", "The same as a table", "Connectors, and who created them"):
        expect(page.get_by_role("table", name=name)).to_be_visible()
    expect(page.locator(".ndr-chart")).to_be_visible()
    for name in ("Choose files", "Clear", "Save as a file", "Save the chart as SVG", "Copy this"):
        expect(page.get_by_role("button", name=name)).to_have_count(0)
    page.evaluate("dispatchEvent(new Event('afterprint'))")


def test_nothing_is_fetched_before_the_reader_acts_and_nothing_of_the_files_is_sent_or_kept(
    page: Page, server: str
) -> None:
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(f"{request.method} {request.url} {request.post_data or ''} {request.headers}")

    page.on("request", note)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    workspace = Workspace(page, server)
    page.mouse.wheel(0, 2000)
    page.wait_for_load_state("networkidle")
    assert python_requests(asked) == []
    assert [line for line in asked if "/samples/" in line or "codes.json" in line] == []
    before = _kept(page)
    mails = [org.Mail(1, "2026-09-03T06:10:00Z", CANARY, f"x.{CANARY}", "failed")]
    workspace.choose({f"{CANARY}.csv": org.text(org.trace(mails)).encode()})
    expect(workspace.rows("Sender domains").first).to_contain_text("canary.example")
    workspace.saved("Everything as JSON")
    assert [line for line in asked if any(form in line for form in forms(CANARY))] == []
    assert _kept(page) == before
    assert page.url == workspace.url
    assert said == [], "the policy is kept"


def _kept(page: Page) -> object:
    return page.evaluate("""async () => ({
      local: { ...localStorage }, session: { ...sessionStorage }, cookie: document.cookie, title: document.title,
      databases: await indexedDB.databases(), caches: await caches.keys(), history: history.length,
    })""")
