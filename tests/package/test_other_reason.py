"""Recipients who didn't get the mail for another reason than the one that decides: who acts there is said, too."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ndr_checker import check

UNKNOWN = ("5.1.10", "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup")
RULE = ("5.7.1", "550 5.7.1 RESOLVER.RST.NotAuthorized; not authorized")
RELAY = ("5.7.1", "550 5.7.1 Unable to relay")
LISTED = ("5.7.703", "550 5.7.703 Messages to them are blocked by your organization using Tenant Allow Block List")
FULL = ("5.2.2", "554 5.2.2 mailbox full; STOREDRV.Deliver")
OF_LISTED = "5.7.703, a recipient is on the sender's organization's own block list. Who must act: the sender's admin."


def report(*rows: tuple[str, str, str]) -> str:
    """Return a report with a recipient for each action, status and reply."""
    groups = (
        f"Final-Recipient: rfc822; user{number}@fabrikam.com\nAction: {action}\nStatus: {status}\n"
        f"Diagnostic-Code: smtp; {reply}\n"
        for number, (action, status, reply) in enumerate(rows)
    )
    return "\n".join(("Reporting-MTA: dns; mail.contoso.com\n", *groups))


def others(text: str) -> str | None:
    """Return what the verdict says of the other recipients."""
    return next((fact.text for fact in check(text).facts if fact.name == "Other recipients"), None)


def test_another_reason_is_named_with_who_acts_there() -> None:
    text = report(("failed", *UNKNOWN), ("failed", *LISTED))
    assert check(text).code == "5.1.10"
    assert others(text) == f"1 other recipient failed for another reason: {OF_LISTED}"


def test_several_recipients_with_a_reason_are_counted_and_several_reasons_told() -> None:
    text = report(("failed", *UNKNOWN), ("failed", *LISTED), ("failed", *FULL), ("failed", *LISTED))
    assert others(text) == (
        f"2 other recipients failed for another reason: {OF_LISTED} 1 other recipient failed for another reason: 5.2.2,"
        " the recipient's mailbox is full. Who must act: the recipient, then the recipient's admin."
    )


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ((("failed", *UNKNOWN), ("failed", *UNKNOWN)), None),
        ((("failed", *UNKNOWN), ("delivered", "2.0.0", "250 2.0.0 OK")), None),
        ((("failed", *UNKNOWN), ("relayed", *LISTED)), None),
        (
            (("failed", *UNKNOWN), ("delayed", "4.2.2", "450 4.2.2 mailbox full")),
            "1 other recipient still waits for another reason: 4.2.2",
        ),
        (
            (("failed", *RULE), ("failed", *RELAY)),
            "1 other recipient failed for another reason: 5.7.1, the server won't relay mail",
        ),
        (
            (("failed", *UNKNOWN), ("failed", "5.7.1", "550 5.7.1 Go away")),
            "1 other recipient failed for another reason: 5.7.1. Who must act depends on the wording.",
        ),
        (
            (("failed", *UNKNOWN), ("failed", "5.9.9", "550 5.9.9 Go away")),
            "1 other recipient failed for another reason: 5.9",
        ),
    ],
)
def test_only_who_failed_for_another_reason_is_named(rows: tuple[tuple[str, str, str], ...], said: str | None) -> None:
    found = others(report(*rows))
    assert (found or "").startswith(said) if said else found is None


@pytest.mark.parametrize(
    "text",
    [
        f"Your message couldn't be delivered.\n\npat@fabrikam.com:\n{UNKNOWN[1]}\n\nlee@adatum.com:\n{LISTED[1]}\n",
        (
            f"This is the mail system at host mail.contoso.com.\n\n<pat@fabrikam.com>: host mx[192.0.2.1] said:"
            f" {UNKNOWN[1]} (in reply to RCPT TO command)\n\n<lee@adatum.com>: {LISTED[1]}\n"
        ),
    ],
    ids=["a notice", "Postfix's"],
)
def test_a_notice_in_words_says_it_too(text: str) -> None:
    assert others(text) == f"1 other recipient failed for another reason: {OF_LISTED}"


def test_a_reason_further_down_the_thread_is_no_other_recipients() -> None:
    text = f"Your message to pat@fabrikam.com couldn't be delivered.\n{UNKNOWN[1]}\n\n"
    quoted = f"Your message to lee@adatum.com couldn't be delivered.\n{LISTED[1]}\n"
    assert others(text + "".join(f"> {line}\n" for line in quoted.split("\n"))) is None


@given(st.lists(st.sampled_from([UNKNOWN, LISTED, FULL]), min_size=2, max_size=12))
def test_every_recipient_who_failed_is_told_of_or_failed_for_the_verdicts_reason(
    reasons: list[tuple[str, str]],
) -> None:
    text = report(*(("failed", *reason) for reason in reasons))
    verdict, said = check(text), others(text) or ""
    for code in {code for code, _ in reasons}:
        count = sum(1 for other, _ in reasons if other == code)
        told = f"{count} other recipient{'s' if count > 1 else ''} failed for another reason: {code}, "
        assert (told in said) is (code != verdict.code)


EXIM = (
    "2026-11-20 10:00:01 1aBcDe-000001-AB ** pat@fabrikam.com R=dnslookup T=remote_smtp H=mx.fabrikam.com [192.0.2.1]:"
    " SMTP error from remote mail server after RCPT TO:<pat@fabrikam.com>: 550 5.1.1 User unknown\n"
)


def test_a_reason_in_the_words_of_a_log_counts_without_a_code() -> None:
    line = "2026-11-20 10:00:02 1aBcDe-000002-AB ** kim@adatum.com R=user T=local: mailbox is full\n"
    assert others(EXIM + line) == (
        "1 other recipient failed for another reason: the recipient's mailbox is full."
        " Who must act: the recipient, then the recipient's admin."
    )
    assert others(EXIM + line.replace("mailbox is full", "quux")) is None


@pytest.mark.parametrize(("words", "others_of"), [("The mailbox is full", 1), ("User unknown", 0), ("Quux", 0)])
def test_a_reason_in_the_words_of_a_table_counts_if_it_is_another_one(words: str, others_of: int) -> None:
    rows = f"recipient,event,reason\na@fabrikam.com,bounced,550 5.1.1 User unknown\nb@fabrikam.com,bounced,{words}\n"
    assert len(check(rows).other_reasons) == others_of
