"""On the guide an admin ticks steps off; that stays in this browser, and goes out by the admin's hand alone."""

import json
import re

import pytest
from playwright.sync_api import Page, expect

from tests.support.guide_page import ACCOUNTS, ALERTS, CASE, Guide
from tests.support.matrix import sample

KEY = "ndr-checker:/ndr/:steps"
CHOSEN = "ndr-checker:/ndr/:block"
#: What somebody else may have written where the ticks are kept: no object, one without ticks, ticks without times.
_FOREIGN = sample(
    ["", "null", "7", '"x"'], ["{}", '{"done":7}'], ['{"done":{"alerts":"x"}}', '{"done":{"alerts":7}}'], each=1
)


@pytest.fixture
def guide(cleared_page: Page, server: str) -> Guide:
    """Open the guide with nothing kept."""
    return Guide(cleared_page, server)


def test_every_step_has_one_tick_that_is_named_after_it(guide: Guide) -> None:
    headings = guide.page.locator("article :is(h2, h3)[id]:has(+ .ndr-tick)").evaluate_all(
        "nodes => nodes.map(n => n.id)"
    )
    names = [tick.get_attribute("aria-label") for tick in guide.page.locator(".ndr-tick input").all()]
    assert len(headings) == len(names) > 20
    assert {"alerts", "accounts", "find-domain", "audit", "on-premises", "resend"} <= set(headings)
    assert not {"roles", "how-long", "contain"} & set(headings), "what only explains, or has steps below it"
    expect(guide.step(ALERTS)).not_to_be_checked()
    expect(guide.box).to_contain_text(f"0 of {len(headings)} steps done")


def test_a_tick_has_its_time_and_outlives_the_page(guide: Guide) -> None:
    guide.step(ALERTS).check()
    expect(guide.time(ALERTS)).to_have_text(re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d UTC"))
    expect(guide.page.get_by_role("status")).to_have_text(re.compile(r"1 of \d+ steps done"))
    time = guide.time(ALERTS).get_attribute("datetime")
    guide.open()
    expect(guide.step(ALERTS)).to_be_checked()
    expect(guide.time(ALERTS)).to_have_attribute("datetime", str(time))
    guide.step(ALERTS).uncheck()
    expect(guide.time(ALERTS)).to_have_text("")
    guide.open()
    expect(guide.step(ALERTS)).not_to_be_checked()


def test_ticks_outlive_instant_navigation_and_are_drawn_once(guide: Guide) -> None:
    guide.step(ALERTS).check()
    guide.page.get_by_role("link", name="Codes").first.click()
    guide.page.wait_for_url("**/codes/")
    guide.page.go_back()
    expect(guide.step(ALERTS)).to_be_checked()
    expect(guide.page.locator(".ndr-steps")).to_have_count(1)


def test_what_is_kept_is_ids_times_and_the_chosen_code_and_nothing_else(guide: Guide) -> None:
    guide.step(ALERTS).check()
    guide.box.get_by_label("5.7.750").check()
    kept = guide.page.evaluate("({ ...localStorage })")
    found = json.loads(kept[KEY])
    assert list(found) == ["version", "done"]
    assert list(found["done"]) == ["alerts"]
    assert sorted(name for name in kept if name.startswith("ndr-checker")) == [CHOSEN, KEY]
    assert kept[CHOSEN] == '"for-750"'
    assert guide.page.evaluate("Object.keys(sessionStorage).filter((key) => key.includes('ndr'))") == []


def test_what_somebody_else_has_written_into_the_storage_does_no_harm(guide: Guide) -> None:
    for kept in _FOREIGN:
        guide.page.evaluate("([key, kept]) => localStorage.setItem(key, kept)", [KEY, kept])
        guide.open()
        expect(guide.box, kept).to_contain_text(re.compile(r"\b0 of \d+ steps done"))
        guide.step(ALERTS).check()
        assert list(json.loads(guide.page.evaluate("key => localStorage.getItem(key)", KEY))["done"]) == ["alerts"], (
            kept
        )
    guide.open()
    expect(guide.step(ALERTS)).to_be_checked()


def test_a_step_that_the_guide_no_longer_has_stays_in_the_record(guide: Guide) -> None:
    kept = {"version": 1, "done": {"gone-step": "2026-11-20T08:00:00.000Z", "alerts": "2026-11-20T09:00:00.000Z"}}
    guide.page.evaluate("([key, kept]) => localStorage.setItem(key, kept)", [KEY, json.dumps(kept)])
    guide.open()
    expect(guide.step(ALERTS)).to_be_checked()
    text = guide.copied(guide.unfold("Export"))
    assert "[x] gone-step (a step that is no longer in the guide), 2026-11-20 08:00 UTC" in text


@pytest.mark.parametrize("how", ["blocked", "full"])
def test_where_the_browser_keeps_nothing_the_page_says_so_and_goes_on(page: Page, server: str, how: str) -> None:
    refuse = "() => { throw new DOMException('no') }"
    blocked = f"Object.defineProperty(window, 'localStorage', {{ get: {refuse} }})"
    page.add_init_script(blocked if how == "blocked" else f"Storage.prototype.setItem = {refuse}")
    guide = Guide(page, server)
    guide.step(ALERTS).check()
    expect(guide.box).to_contain_text("This browser doesn't store anything for this site")
    assert f"[x] {ALERTS}, 20" in guide.copied(guide.unfold("Export"))
    fold = guide.unfold(CASE)
    fold.get_by_label("Keep these fields in this browser").check()
    expect(fold).to_contain_text("This browser doesn't store anything for this site: copy the text before you leave.")


def test_a_step_ticked_after_the_storage_is_full_stays_ticked_beside_those_that_were_kept(guide: Guide) -> None:
    guide.step(ALERTS).check()
    guide.page.evaluate("() => { Storage.prototype.setItem = () => { throw new DOMException('full'); }; }")
    guide.step(ACCOUNTS).check()
    expect(guide.step(ACCOUNTS)).to_be_checked()
    expect(guide.step(ALERTS)).to_be_checked()
    expect(guide.box).to_contain_text("This browser doesn't store anything for this site")


def test_a_second_tab_sees_what_the_first_one_ticks(guide: Guide) -> None:
    other = Guide(guide.page.context.new_page(), guide.url.removesuffix("unblock/"))
    guide.step(ALERTS).check()
    expect(other.step(ALERTS)).to_be_checked()
    other.step(ACCOUNTS).check()
    expect(guide.step(ACCOUNTS)).to_be_checked()
    expect(guide.step(ALERTS)).to_be_checked()


@pytest.mark.parametrize("form", ["Plain text", "Markdown", "JSON"])
def test_the_record_is_copied_as_it_is_shown_and_saved_as_a_file(guide: Guide, form: str) -> None:
    guide.step(ALERTS).check()
    fold = guide.unfold("Export")
    fold.get_by_label(form).check()
    text = guide.copied(fold)
    assert text == fold.locator("pre").text_content()
    with guide.page.expect_download() as download:
        fold.get_by_role("button", name="Save as a file").click()
    assert download.value.path().read_text(encoding="utf-8") == text
    assert (
        download.value.suggested_filename
        == f"unblock-progress.{ {'Plain text': 'txt', 'Markdown': 'md', 'JSON': 'json'}[form] }"
    )
    if form == "JSON":
        steps = {step["id"]: step for step in json.loads(text)["steps"]}
        assert steps["alerts"]["done"] == guide.time(ALERTS).get_attribute("datetime")
        assert steps["accounts"] == {"id": "accounts", "title": ACCOUNTS, "url": f"{guide.url}#accounts", "done": None}
    else:
        assert re.search(rf"\[x\] {ALERTS}, \d{{4}}-\d\d-\d\d \d\d:\d\d UTC", text)
        assert f"[ ] {ACCOUNTS}" in text
        assert f"{guide.url}#accounts" in text


def test_the_record_has_the_steps_of_the_chosen_code_and_counts_them_as_the_page_does(guide: Guide) -> None:
    guide.step(ALERTS).check()
    guide.box.get_by_label("5.7.750").check()
    text = guide.unfold("Export").locator("pre")
    count = guide.page.locator(".ndr-count")
    expect(count).to_have_text(re.compile(r"1 of \d+ steps done"))
    expect(text).to_contain_text(str(count.text_content()))
    assert str(text.text_content()).count("[ ] ") + 1 == guide.page.locator(".ndr-tick:visible").count()


def test_the_chosen_code_outlives_the_page_and_what_somebody_else_wrote_there_does_no_harm(guide: Guide) -> None:
    guide.box.get_by_label("5.7.750").check()
    guide.open()
    expect(guide.box.get_by_label("5.7.750")).to_be_checked()
    guide.box.get_by_label("every code").check()
    guide.open()
    expect(guide.box.get_by_label("every code")).to_be_checked()
    for kept in ('"for-999"', '"constructor"', '{"a": 1}', "["):
        guide.page.evaluate("([key, kept]) => localStorage.setItem(key, kept)", [CHOSEN, kept])
        guide.open()
        expect(guide.box.get_by_label("every code")).to_be_checked()


def test_clear_asks_once_and_takes_everything_away(guide: Guide) -> None:
    guide.box.get_by_label("5.7.750").check()
    guide.step(ALERTS).check()
    fold = guide.unfold(CASE)
    fold.get_by_label("Tenant ID").fill("contoso")
    fold.get_by_label("Keep these fields in this browser").check()
    clear = guide.box.get_by_role("button", name="Clear", exact=True)
    clear.click()
    guide.page.get_by_role("button", name="Keep them").click()
    expect(guide.step(ALERTS)).to_be_checked()
    clear.click()
    guide.page.keyboard.press("Escape")
    expect(guide.step(ALERTS)).to_be_checked()
    clear.click()
    guide.page.get_by_role("button", name="Clear all").click()
    expect(guide.step(ALERTS)).not_to_be_checked()
    expect(clear).to_be_focused()
    expect(guide.box.get_by_label("every code")).to_be_checked()
    assert guide.page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('ndr-checker'))") == []
    expect(guide.unfold(CASE).get_by_label("Tenant ID")).to_have_value("")


def test_a_link_to_a_step_still_leads_to_it(guide: Guide) -> None:
    for step in ("audit", "resend", "support"):
        guide.open(f"#{step}")
        guide.page.wait_for_timeout(300)
        expect(guide.page.locator(f"#{step}")).to_be_in_viewport()


def test_what_is_not_filled_in_or_ticked_is_not_sent(guide: Guide) -> None:
    text = guide.copied(guide.unfold(CASE))
    assert text.startswith("Our organization is restricted from sending mail.")
    assert text.count("\n\n") == 1, "the first sentence and the last"
    assert not re.search(r"[:\[]|5\.7\.\d|20\d\d-", text), "no label without its value, and nothing is invented"


def test_the_case_holds_what_was_filled_in_and_the_steps_in_the_order_of_their_times(guide: Guide) -> None:
    guide.step(ACCOUNTS).check()
    guide.page.wait_for_timeout(20)
    guide.step(ALERTS).check()
    fold = guide.unfold(CASE)
    fold.get_by_label("Code in the NDR").fill("550 5.7.705")
    fold.get_by_label("Main domain").fill("*.contoso.com")
    fold.get_by_label("Cause found").fill("A stolen account.\nIt sent newsletters.")
    fold.get_by_label("the whole NDR").check()
    text = guide.copied(fold)
    assert "NDR code: 550 5.7.705\n" in text
    assert "Cause found: A stolen account.\n  It sent newsletters.\n" in text
    assert re.search(rf"- 20.{{14}} UTC: {ACCOUNTS}\n- 20.{{14}} UTC: {ALERTS}\n", text)
    assert text.partition("Attached:\n")[2].startswith("- the whole NDR\n\n")
    fold.get_by_label("Markdown").check()
    text = guide.copied(fold)
    assert text == fold.locator("pre").text_content()
    assert "- Main domain: `*.contoso.com`\n" in text
    assert "Tenant ID" not in text
    guide.step(ALERTS).uncheck()
    expect(fold.locator("pre")).not_to_contain_text(ALERTS)


def test_fields_are_kept_only_with_the_tick_and_gone_without_it(guide: Guide) -> None:
    fold = guide.unfold(CASE)
    fold.get_by_label("Tenant ID").fill("contoso")
    assert "contoso" not in str(guide.page.evaluate("Object.values({ ...localStorage, ...sessionStorage })"))
    fold.get_by_label("Keep these fields in this browser").check()
    fold.get_by_label("Main domain").fill("fabrikam.com")
    guide.open()
    fold = guide.unfold(CASE)
    expect(fold.get_by_label("Tenant ID")).to_have_value("contoso")
    expect(fold.get_by_label("Main domain")).to_have_value("fabrikam.com")
    fold.get_by_label("Keep these fields in this browser").uncheck()
    guide.open()
    expect(guide.unfold(CASE).get_by_label("Tenant ID")).to_have_value("")


def test_writing_into_a_field_starts_no_shortcut_of_the_theme(guide: Guide) -> None:
    fold = guide.unfold(CASE)
    field = fold.get_by_label("Tenant ID")
    field.focus()
    guide.page.keyboard.type("nsp/f,.")
    expect(field).to_have_value("nsp/f,.")
    assert guide.page.url == guide.url


def test_on_paper_there_are_the_ticks_and_their_times_and_not_the_tools(guide: Guide) -> None:
    guide.step(ALERTS).check()
    guide.page.emulate_media(media="print")
    expect(guide.time(ALERTS)).to_be_visible()
    expect(guide.box).to_contain_text("1 of")
    expect(guide.box.get_by_role("button", name="Print the guide")).to_be_hidden()
    expect(guide.page.locator(".ndr-case")).to_be_hidden()


def test_nothing_sticks_out_and_all_targets_are_large_enough(guide: Guide) -> None:
    guide.unfold("Export")
    guide.unfold(CASE)
    for width in (1350, 412, 320):
        guide.page.set_viewport_size({"width": width, "height": 800})
        guide.page.wait_for_function("width => document.documentElement.scrollWidth <= width", arg=width)
        heights = guide.page.locator(
            ".ndr-tick label, .ndr-tool :is(button, label, summary, input[type=text])"
        ).evaluate_all(
            "nodes => nodes.filter((node) => node.offsetParent).map((node) => node.getBoundingClientRect().height)"
        )
        assert min(heights) >= 24, width


def test_the_tools_break_no_policy(page: Page, server: str) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    guide = Guide(page, server)
    guide.step(ALERTS).check()
    guide.copied(guide.unfold("Export"))
    guide.copied(guide.unfold(CASE))
    assert said == []
