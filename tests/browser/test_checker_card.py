"""What a verdict's card shows, and how it shows a text that strangers wrote."""

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from ndr_checker import check
from tests.support.checker_page import CheckerPage, golden_text, shared_page


@pytest.fixture(scope="module")
def checker(browser: Browser, server: str) -> Iterator[CheckerPage]:
    """Open the home page once: Python stays."""
    with shared_page(browser, server) as page:
        yield CheckerPage(page, server)


def test_a_mention_still_offers_the_page(checker: CheckerPage) -> None:
    checker.paste(golden_text("mention-question"))
    checker.see("mentions the code but isn't a bounce")
    expect(checker.card.get_by_role("link", name=re.compile("All about"))).to_be_visible()


def test_an_undocumented_code_of_the_family_is_said_to_belong_to_it(checker: CheckerPage) -> None:
    checker.paste("550 5.7.799 Access denied")
    checker.see(
        "5.7.799", "Microsoft hasn't documented this one", "The admin should take the same steps as for 5.7.705"
    )
    expect(checker.card.locator(".ndr-role a[href*=codes]")).to_have_count(0)


def test_a_code_without_a_page_is_said_to_have_none(checker: CheckerPage) -> None:
    checker.paste("550 5.9.9 Refused")
    checker.see("5.9.9", "There's no page for this code")
    expect(checker.card.locator(".ndr-role a[href*=codes]")).to_have_count(0)


def test_a_delay_says_that_the_mail_may_still_arrive(checker: CheckerPage) -> None:
    checker.paste(golden_text("delay-notice"))
    checker.see("the mail may still arrive")


def test_several_recipients_are_in_a_table(checker: CheckerPage) -> None:
    checker.paste(golden_text("750-dsn-three-recipients"))
    table = checker.card.get_by_role("table")
    expect(table.get_by_role("row")).to_have_count(4)
    expect(table.get_by_role("columnheader")).to_have_text(["Recipient", "Code", "Reply", "Action"])


def test_other_codes_are_named_with_the_reason_why_they_do_not_count(checker: CheckerPage) -> None:
    checker.paste(golden_text("705-dsn-two-recipients-original-attached"))
    checker.see("Other codes in the text, and why they don't count", "It's in the original message that came back")


def test_a_blocked_recipient_s_organization_is_told_from_the_sender_s(checker: CheckerPage) -> None:
    checker.paste(golden_text("705-dsn-outsider"))
    checker.see(
        "the recipient's organization is blocked from sending",
        "nothing on your side is blocked. The recipient's admin needs to act, then Microsoft.",
    )
    expect(checker.card).not_to_contain_text("your organization")
    expect(checker.card).to_have_attribute("data-severity", "recipient")
    link = checker.card.get_by_role("link", name="What you can do")
    expect(link).to_have_attribute("href", re.compile(r"/not-yours/$"))


def test_an_unsure_verdict_says_so_and_sends_the_reader_to_compare(page: Page, server: str) -> None:
    verdict = check("550 5.7.1 Client was not authenticated, network is on our block list").to_dict()
    judge = f"onmessage = () => postMessage({{ type: 'verdict', json: {json.dumps(json.dumps(verdict))} }});"
    script = f"export function run() {{ onmessage = () => {{ {judge} postMessage({{ type: 'ready' }}); }}; }}"
    page.route("**/worker.mjs", lambda route: route.fulfill(content_type="text/javascript", body=script))
    checker = CheckerPage(page, server)
    checker.paste("550 5.7.1 Not authorized")
    checker.see("Unsure: the text can be read in more than one way. Compare it with the page before you act.")


def test_the_evidence_is_marked_where_it_comes_after_characters_of_two_units(checker: CheckerPage) -> None:
    checker.paste("\N{AUTOMOBILE}\N{PIG} said: 550 5.7.705 Access denied, tenant has exceeded threshold\r\n\N{CAT} bye")
    mark = checker.card.locator("mark")
    expect(mark).to_have_text("decisive: 5.7.705")
    expect(checker.card.locator("pre")).to_contain_text(
        "\N{AUTOMOBILE}\N{PIG} said: 550 decisive: 5.7.705 Access denied"
    )


def test_of_a_long_text_the_lines_around_the_evidence_come_into_view(checker: CheckerPage) -> None:
    lines = [f"line {number}" for number in range(3000)]
    lines[1500:1500] = ["Remote Server returned '550 5.7.750 Client blocked from sending from unregistered domain'"]
    checker.paste("Delivery has failed to these recipients:\n" + "\n".join(lines))
    checker.see("5.7.750")
    view = checker.card.locator("pre")
    checker.card.get_by_role("region", name="Your text with the evidence marked").evaluate(
        "region => region.scrollIntoView()"
    )
    expect(checker.card.locator("mark")).to_be_in_viewport()
    expect(view).to_contain_text(re.compile(r"… 1\d{3} lines …"))
    assert len(view.inner_text()) < 2000


def test_links_of_the_bounce_are_inert_and_foreign_ones_warned_of(checker: CheckerPage) -> None:
    checker.paste("550 5.7.705 Access denied, see http://microsoft.com.evil.example/unblock?user=anna")
    checker.see("microsoft[.]com[.]evil[.]example isn't a Microsoft host", "goes by the code")
    expect(checker.card, "the scheme isn't known").not_to_contain_text("hxxp")
    links = checker.card.locator("a:not(.ndr-wrong)").evaluate_all("links => links.map(link => link.host)")
    assert set(links) == {checker.page.evaluate("location.host")}


def test_markup_in_a_bounce_stays_text(checker: CheckerPage) -> None:
    lure = "<img src=x onerror=alert(1)><a href='https://evil.example'>unblock</a>"
    checker.paste(f"To: {lure}@example.com\n550 5.7.705 {lure} Access denied, tenant has exceeded threshold")
    checker.see("5.7.705")
    expect(checker.card.locator("pre")).to_contain_text("<img src=x")
    expect(checker.card.locator("img, [href*=evil], script")).to_have_count(0)


def test_the_verdict_is_readable_without_colour(page: Page, server: str) -> None:
    page.emulate_media(forced_colors="active", reduced_motion="reduce")
    checker = CheckerPage(page, server)
    checker.paste(golden_text("705-smtp-line"))
    checker.see("5.7.705", "decisive: 5.7.705")
    style = checker.card.locator("mark").evaluate("mark => getComputedStyle(mark).outlineStyle")
    assert style == "solid"
