"""A raw mail that imitates, quotes or carries a report never makes it certain that its reader is blocked."""

from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ndr_checker import check
from tests.support.expectation import judge
from tests.support.forged_mail import (
    BY_EXCHANGE,
    CARRIED,
    HEADS,
    MARK,
    NOTICE,
    RECEIVED,
    forged_mails,
    forms,
    mail,
    parts,
    saved,
)

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
OWN: Final = f"From: postmaster@contoso.com\n{MARK}"
#: How Exchange, in the cloud and on premises, writes that it took a mail.
OF_EXCHANGE: Final = (
    BY_EXCHANGE,
    "Received: from EX01.contoso.com (192.0.2.4) by EX02.contoso.com (192.0.2.5) with Microsoft SMTP Server id 15\n",
    "Received: from EX01.contoso.com ([fe80::1]) by EX01.contoso.com ([fe80::1%12]) with mapi id 15.02.1544.004; Fri\n",
    "Received: from ZZ1PR05MB0615.zzzprd05.prod.outlook.com by ZZ0PR05MB0699.zzzprd05.prod.outlook.com with HTTPS; F\n",
)
#: What says that a mail marked as internal isn't.
CONTRADICTIONS: Final = (
    "X-MS-Exchange-CrossTenant-AuthAs: Anonymous\n",
    "x-ms-exchange-crosstenant-authas : anonymous\n",
    "X-MS-Exchange-Organization-AuthAs: Anonymous\n",
    "Authentication-Results: spf=fail (sender IP is 192.0.2.7); dmarc=fail action=none header.from=contoso.com\n",
    "Authentication-Results: mx.contoso.com;\n dmarc=fail header.from=contoso.com\n",
    "Authentication-Results: spf=none; dmarc=none; compauth=fail reason=601\n",
)


def test_there_are_sixty_of_every_kind() -> None:
    assert len(FORGED) >= 600
    assert len(set(FORGED.values())) >= 500


def test_no_forged_mail_makes_it_certain_that_you_are_blocked() -> None:
    verdicts = {name: check(text.encode()) for name, text in FORGED.items()}
    bounces = {name: v.certainty for name, v in verdicts.items() if v.kind not in ("mention", "not-a-bounce")}
    assert [name for name, certainty in bounces.items() if certainty == "certain"] == []


@pytest.mark.parametrize("name", CARRIED)
def test_a_strangers_mail_in_the_form_of_no_report_is_a_mention_whatever_it_carries(name: str) -> None:
    for form, kind, body in forms(CARRIED[name]):
        if form in ("text", "base64", "quoted-printable", "html", "pre", "inline part", "alternative", "not displayed"):
            assert check(mail(HEADS["news"], kind, body)).kind in ("mention", "not-a-bounce"), form


@pytest.mark.parametrize(("received", "said"), [(RECEIVED, True), (BY_EXCHANGE, False)])
def test_the_first_line_of_a_mention_says_so_if_no_mail_server_vouches_for_it(received: str, *, said: bool) -> None:
    verdict = check(mail(HEADS["news"] + MARK, "text/plain", f"Hello,\n\nwe got this: {ACCUSING[0]}\n", received))
    assert verdict.kind == "mention"
    assert ("No mail server vouches for this mail" in (verdict.answer or "")) == said


@pytest.mark.parametrize("name", HEADS)
def test_a_mail_that_outlook_saved_is_judged_as_the_raw_one(name: str) -> None:
    verdict = check(saved(HEADS[name], NOTICE))
    assert verdict.kind in ("mention", "not-a-bounce") or verdict.certainty != "certain"


def _report(head: str, reply: str, received: str = RECEIVED) -> str:
    fields = f"Final-Recipient: rfc822;pat@fabrikam.com\nAction: failed\nStatus: {reply.split()[1]}\n"
    status = f"Reporting-MTA: dns;mx\n\n{fields}Diagnostic-Code: smtp;{reply}\n"
    report = parts("report; report-type=delivery-status", ("Content-Type: message/delivery-status", status))
    return mail(head, *report, received)


@pytest.mark.parametrize("reply", ACCUSING)
@pytest.mark.parametrize("head", ["null sender", "own postmaster", "exchange"])
def test_a_report_of_any_block_is_certain_only_if_exchange_vouches_for_its_sender(reply: str, head: str) -> None:
    assert judge(_report(HEADS[head], reply))["certainty"] == "likely"
    assert judge(_report(HEADS[head], reply, BY_EXCHANGE))["certainty"] == "likely"
    assert judge(_report(HEADS[head] + MARK, reply, BY_EXCHANGE))["certainty"] == "certain"


@pytest.mark.parametrize("received", OF_EXCHANGE)
@pytest.mark.parametrize("contradiction", CONTRADICTIONS)
def test_exchange_vouches_only_if_nothing_in_the_head_says_otherwise(received: str, contradiction: str) -> None:
    assert judge(_report(OWN, ACCUSING[0], received))["certainty"] == "certain"
    assert judge(_report(contradiction + OWN, ACCUSING[0], received))["certainty"] == "likely"
    assert judge(_report(OWN + contradiction, ACCUSING[0], received))["certainty"] == "likely"


#: What is no "Internal", whatever Unicode makes of its letters.
ALMOST: Final = (
    "\u0130nternal",
    "I\u0307nternal",
    "\u0131nternal",
    "\u0406nternal",
    "\uff29\uff4e\uff54\uff45\uff52\uff4e\uff41\uff4c",
    "\xa0Internal",
    "Inter\xadnal",
    "=?utf-8?Q?Internal?=",
)


@pytest.mark.parametrize(
    "taken",
    [
        BY_EXCHANGE.replace("outlook", "outloo\u212a"),
        BY_EXCHANGE.replace("SMTP", "\u017fMTP"),
        BY_EXCHANGE.replace("Microsoft", "M\u0130crosoft"),
        BY_EXCHANGE.replace(" by", "\u2003by"),
        BY_EXCHANGE.replace("outlook", "outloo\u212a")
        .replace("SMTP", "\u017fMTP")
        .replace("Microsoft", "M\u0130crosoft"),
    ],
)
def test_a_server_that_only_unicode_takes_for_exchange_vouches_for_nobody(taken: str) -> None:
    assert check(_report(OWN, ACCUSING[0], taken)).certainty == "likely"


GREETING: Final = "by b.contoso.com (192.0.2.8) with Microsoft SMTP Server id 15"


@pytest.mark.parametrize(
    "above",
    [
        "",
        RECEIVED,
        "Received: by mx.contoso.com (Postfix) with ESMTP id 4BxYz1; Fri\n",
        f"Received: from {GREETING} (192.0.2.7) by mx.contoso.com (Postfix) with ESMTP id 4BxYz1; Fri\n",
        f"Received: {GREETING}; Fri\n",
        f"Received: from x ({GREETING}) by mx.contoso.com; Fri\n",
        f"Received: from x by mx.contoso.com (Postfix)\n for <anna@contoso.com> {GREETING}; Fri\n",
    ],
)
def test_a_mark_counts_only_if_exchange_took_the_mail_last(above: str) -> None:
    below = BY_EXCHANGE if above else ""
    assert judge(_report(below + OWN, ACCUSING[0], above))["certainty"] == "likely"


@pytest.mark.parametrize(
    "mark",
    [
        MARK.replace("Organization", "Organ\u0130zation"),
        MARK.replace("Organization", "Organ\u200bization"),
        MARK.replace("-", "\uff0d"),
        MARK.replace(":", "\uff1a"),
        *(MARK.replace("Internal", value) for value in ALMOST),
        *(f"X-A: b{ending}{MARK}" for ending in "\r\x0b\x0c\x85\u2028"),
        f"X-A: b\n {MARK}",
    ],
)
def test_a_mark_that_exchange_would_not_have_seen_and_stripped_vouches_for_nobody(mark: str) -> None:
    text = _report(mark + OWN.removesuffix(MARK), ACCUSING[0], BY_EXCHANGE)
    for newline in ("\n", "\r\n"):
        assert check(text.replace("\n", newline).encode()).certainty == "likely"


@pytest.mark.parametrize("before", ["\x0c", "\x85", "\u2028", "<pre>", "> ", "- "])
def test_a_sign_before_the_head_makes_a_mail_no_notice(before: str) -> None:
    assert judge(f"{before}{_report(HEADS['own postmaster'], ACCUSING[0])}")["certainty"] == "likely"


def test_a_notice_pasted_with_what_came_back_below_it_stays_certain() -> None:
    assert judge(f"{NOTICE}Received: from a by b.contoso.com; Fri, 20 Nov 2026\n")["certainty"] == "certain"


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
