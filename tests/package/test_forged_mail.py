"""A raw mail that imitates, quotes or carries a report never makes it certain that its reader is blocked."""

from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ndr_checker import check
from ndr_checker.judging.vouched import is_vouched_for
from tests.support.expectation import judge
from tests.support.forged_mail import CARRIED, HEADS, NOTICE, forged_mails, forms, mail, parts, saved

FORGED: Final = dict(forged_mails())
#: Refusals that say that the sender, or something of the sender's, is blocked.
ACCUSING: Final = (
    "550 5.7.705 Access denied, tenant has exceeded threshold",
    "550 5.7.750 Service unavailable. Client blocked from sending from unregistered domains",
    "550 5.7.708 Service unavailable. Access denied, traffic not accepted from this IP",
    "550 5.7.711 Access denied, bad inbound connector. AS(2204).",
    "550 5.1.8 Access denied, bad outbound sender",
    "550 5.7.511 Access denied, banned sender[192.0.2.7].",
    "550 5.7.799 Access denied",
)
VOUCHED: Final = (
    "From: postmaster@contoso.com\nX-MS-Exchange-Organization-AuthAs: Internal\n",
    "From: postmaster@contoso.com\nAuthentication-Results: mx; dmarc=pass action=none header.from=contoso.com\n",
    "From: <postmaster@outlook.com>\nAuthentication-Results: mx;\n dmarc=pass header.from=outlook.com\n",
)


def test_there_are_sixty_of_every_kind() -> None:
    assert len(FORGED) >= 600
    assert len(set(FORGED.values())) >= 500


@pytest.mark.parametrize("name", FORGED)
def test_no_forged_mail_makes_it_certain_that_you_are_blocked(name: str) -> None:
    verdict = check(FORGED[name].encode())
    assert verdict.kind in ("mention", "not-a-bounce") or verdict.certainty != "certain"


@pytest.mark.parametrize("name", CARRIED)
def test_a_strangers_mail_in_the_form_of_no_report_is_a_mention_whatever_it_carries(name: str) -> None:
    for form, kind, body in forms(CARRIED[name]):
        if form in ("text", "base64", "quoted-printable", "html", "pre", "inline part", "alternative", "not displayed"):
            assert check(mail(HEADS["news"], kind, body)).kind in ("mention", "not-a-bounce"), form


@pytest.mark.parametrize(("mark", "said"), [("", True), ("X-MS-Exchange-Organization-AuthAs: Internal\n", False)])
def test_the_first_line_of_a_mention_says_so_if_no_mail_server_vouches_for_it(mark: str, *, said: bool) -> None:
    verdict = check(mail(HEADS["news"] + mark, "text/plain", f"Hello,\n\nwe got this: {ACCUSING[0]}\n"))
    assert verdict.kind == "mention"
    assert ("No mail server vouches for this mail" in (verdict.answer or "")) == said


@pytest.mark.parametrize("name", HEADS)
def test_a_mail_that_outlook_saved_is_judged_as_the_raw_one(name: str) -> None:
    verdict = check(saved(HEADS[name], NOTICE))
    assert verdict.kind in ("mention", "not-a-bounce") or verdict.certainty != "certain"


def _report(head: str, reply: str) -> str:
    fields = f"Final-Recipient: rfc822;pat@fabrikam.com\nAction: failed\nStatus: {reply.split()[1]}\n"
    status = f"Reporting-MTA: dns;mx\n\n{fields}Diagnostic-Code: smtp;{reply}\n"
    return mail(head, *parts("report; report-type=delivery-status", ("Content-Type: message/delivery-status", status)))


@pytest.mark.parametrize("reply", ACCUSING)
@pytest.mark.parametrize("head", ["null sender", "own postmaster", "exchange"])
def test_a_report_of_any_block_is_certain_only_if_a_server_vouches_for_its_sender(reply: str, head: str) -> None:
    assert judge(_report(HEADS[head], reply))["certainty"] == "likely"
    assert {judge(_report(vouched, reply))["certainty"] for vouched in VOUCHED} == {"certain"}


def test_a_refusal_that_blocks_nothing_of_the_senders_stays_certain() -> None:
    assert judge(_report(HEADS["null sender"], "550 5.1.1 User unknown"))["certainty"] == "certain"


@given(
    st.sampled_from(list(HEADS.values())),
    st.sampled_from([form for form, _, _ in forms("")]),
    st.sampled_from(ACCUSING),
    st.sampled_from(["{}", "Hello,\n\n{}\n", f"{NOTICE}{{}}", "error: {}", "> {}"]),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=60),
)
def test_no_head_form_and_words_together_make_it_certain(
    head: str, form: str, reply: str, around: str, more: str
) -> None:
    text = f"{around.format(reply)}\n{more}"
    _, kind, body = next(found for found in forms(text, head) if found[0] == form)
    verdict = check(mail(head, kind, body))
    assert verdict.kind in ("mention", "not-a-bounce") or verdict.certainty != "certain"


@pytest.mark.parametrize(
    ("sender", "recipient", "results", "vouched"),
    [
        ("a@contoso.com", "b@contoso.com", "dmarc=pass header.from=contoso.com", True),
        ("a@contoso.com", "b@fabrikam.com", "dmarc=pass header.from=contoso.com", False),
        ("a@contoso.com", "b@contoso.com", "dmarc=pass header.from=evil.example", False),
        ("a@contoso.com", "b@contoso.com", "dmarc=none header.from=contoso.com", False),
        ("a@contoso.com", "b@contoso.com", "dkim=pass header.from=contoso.com", False),
        ("a@evilmicrosoft.com", "b@contoso.com", "dmarc=pass header.from=evilmicrosoft.com", False),
        ("Outlook <a@x.microsoft.com>", "b@contoso.com", "dmarc=pass header.from=x.microsoft.com", True),
        ("a@microsoft.com <b@evil.example>", "b@contoso.com", "dmarc=pass header.from=microsoft.com", False),
        ("a@contoso.com", "b@contoso.com", "", False),
        ("", "", "", False),
    ],
)
def test_a_server_vouches_for_the_readers_own_side_alone(
    sender: str, recipient: str, results: str, *, vouched: bool
) -> None:
    head = {"from": sender, "to": recipient, "authentication-results": f"mx.contoso.com; {results}"}
    assert is_vouched_for(head) is vouched
    assert is_vouched_for(head | {"x-ms-exchange-organization-authas": "Internal"})
    assert is_vouched_for(head | {"x-ms-exchange-organization-authas": "Anonymous"}) is vouched
