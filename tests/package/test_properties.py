"""What is true of the verdict on any input at all."""

import html
import json
import unicodedata

from hypothesis import assume, given
from hypothesis import strategies as st

from ndr_checker import check
from ndr_checker.base.limits import MAX_EVIDENCE, MAX_LINE, MAX_LINKS, MAX_RECIPIENTS
from ndr_checker.browser import check as check_json
from ndr_checker.reading.source import Source
from ndr_checker.telling.escape import visible
from ndr_checker.telling.report import to_markdown, to_text
from tests.support.contract import breaches
from tests.support.expectation import codes_seen, judge
from tests.support.soup import soup
from tests.support.strategies import CODES, Bounce, addresses, chatter, codes, pasted

anything = st.one_of(soup, st.text(st.characters()), st.binary(), soup.map(lambda text: text.encode(errors="replace")))


@given(anything)
def test_any_input_gets_a_verdict_that_keeps_the_contract(data: str | bytes) -> None:
    assert [*breaches(judge(data))] == []


@given(anything)
def test_the_same_input_gives_the_same_json(data: str | bytes) -> None:
    assert check_json(data) == check_json(data)


@given(anything)
def test_the_json_is_ascii_and_says_what_the_verdict_says(data: str | bytes) -> None:
    text = check_json(data)
    assert text.isascii()
    assert "\n" not in text
    assert json.loads(text) == judge(data)


@given(anything)
def test_every_text_in_a_verdict_can_be_written_as_utf_8(data: str | bytes) -> None:
    assert json.dumps(judge(data), ensure_ascii=False).encode()


@given(anything)
def test_what_is_printed_does_nothing_to_a_terminal(data: str | bytes) -> None:
    verdict = check(data)
    lines = [*to_text(verdict).split("\n"), *to_markdown(verdict).split("\n")]
    assert [line for line in lines if visible(line) != line] == []


@given(anything)
def test_the_lists_of_a_verdict_keep_their_limits(data: str | bytes) -> None:
    answer = judge(data)
    assert len(answer["evidence"]) <= MAX_EVIDENCE + 1
    assert len(answer["recipients"]) <= MAX_RECIPIENTS
    assert len(answer["links"]) <= MAX_LINKS
    assert all(len(item["text"]) <= MAX_LINE for item in answer["evidence"])


@given(anything)
def test_what_is_no_bounce_has_no_code_and_empty_lists(data: str | bytes) -> None:
    answer = judge(data)
    assume(answer["kind"] == "not-a-bounce")
    said = ("version", "kind", "certainty", "whose", "headline", "says", "because", "defects", "severity", "badge")
    assert [key for key, value in answer.items() if value and key not in said] == []
    assert answer["because"] == {"kind": None, "whose": None}


@given(anything)
def test_other_codes_never_name_the_code_and_each_only_once(data: str | bytes) -> None:
    answer = judge(data)
    named = [other["code"] for other in answer["other_codes"]]
    assert answer["code"] not in named
    assert len(named) == len(set(named))


@given(anything)
def test_a_code_is_never_without_the_evidence_that_decided(data: str | bytes) -> None:
    answer = judge(data)
    assert answer["code"] in {None, *(item["code"] for item in answer["evidence"] if item["decisive"])}


@given(anything)
def test_evidence_is_inside_the_input_and_holds_the_digits_of_its_code(data: str | bytes) -> None:
    text = Source(data).given
    for item in (item for item in judge(data)["evidence"] if item["start"] is not None):
        assert 0 <= item["start"] < item["end"] <= len(text)
        held = iter(unicodedata.normalize("NFKC", html.unescape(text[item["start"] : item["end"]])))
        assert item["kind"] == "phrase" or all(digit in held for digit in (item["code"] or "").replace(".", "")), item


@given(pasted, chatter)
def test_the_evidence_of_a_pasted_bounce_is_its_code_itself(bounce: Bounce, above: str) -> None:
    text = f"{above}\r\n{bounce.text}"
    decisive = [item for item in judge(text)["evidence"] if item["decisive"]]
    assert [text[item["start"] : item["end"]] for item in decisive] == [bounce.code]


@given(anything)
def test_the_hosts_of_links_are_lower_case_and_without_userinfo(data: str | bytes) -> None:
    hosts = [link["host"] for link in judge(data)["links"]]
    assert [host for host in hosts if host != host.lower() or set("@/\\?# \n") & set(host)] == []
    assert len(hosts) == len(set(hosts))


@given(soup)
def test_recipients_are_pieces_of_the_text(text: str) -> None:
    assume("=" not in text and "&" not in text and "base64" not in text)
    assert [row for row in judge(text)["recipients"] if row["address"] not in text] == []


@given(codes, st.sampled_from(["{}.7", "{}.7.1", "1.{}", "9{}", ".{}", "192.{}", "{}0000", "{}.0.1"]))
def test_a_number_next_to_a_digit_or_a_dot_is_no_code(code: str, form: str) -> None:
    assert set(codes_seen(judge(f"Delivery has failed: {form.format(code)} is what it says."))) <= {None}


@given(st.ip_addresses(v=4).map(str))
def test_an_ip_address_is_no_code(address: str) -> None:
    text = f"550 Mail from {address} refused, [{address}]:25 ({address}), {address}"
    assert set(codes_seen(judge(text))) <= {None}


@given(
    codes, st.sampled_from(["PHP {}", "version {}", "Exim/{}", "v{}", "mail-{}@example.com", "https://x.example/{}"])
)
def test_a_version_an_address_and_a_link_are_no_code(code: str, form: str) -> None:
    assert set(codes_seen(judge(f"Delivery has failed to pat@fabrikam.com. {form.format(code)}"))) <= {None}


@given(addresses, st.sampled_from(CODES))
def test_a_person_s_mail_that_names_a_code_is_at_most_a_mention(address: str, code: str) -> None:
    head = f"Message-ID: <1@contoso.com>\nFrom: {address}\nTo: sam@contoso.com\nSubject: question\n"
    assert judge(f"{head}\nWhat does {code} mean?\n")["kind"] in {"mention", "not-a-bounce"}
