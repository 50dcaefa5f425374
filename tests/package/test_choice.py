"""What decides among several replies, what kind of report it makes, and how sure that is."""

import pytest

from ndr_checker.finding.finder import find
from ndr_checker.judging.choice import Choice, certainty, choose, has_rivals
from ndr_checker.judging.form import Form
from ndr_checker.judging.outcome import outcomes
from ndr_checker.reading.message import read

HEAD = "Message-ID: <1@contoso.com>\nMIME-Version: 1.0\n"
DAEMON = HEAD + "From: MAILER-DAEMON@contoso.com\nSubject: {}\n\n{}\n"
ANSWER = HEAD + "From: kim@contoso.com\nAuto-Submitted: auto-replied\n\nI am away. {}\n"
DSN = "Final-Recipient: rfc822;{}@fabrikam.com\nAction: {}\nStatus: {}\n\n"


def form(text: str) -> Form:
    """Return what the form of the one message says that a text is."""
    (message,) = read(text)
    return Form(message=message, evidence=find(message))


def chosen(text: str) -> Choice | None:
    """Choose what decides in a text."""
    seen = form(text)
    return choose(outcomes(seen.evidence), seen)


@pytest.mark.parametrize(
    ("text", "code", "kind"),
    [
        ("550 5.7.705 Access denied", "5.7.705", "failure"),
        ("451 4.7.700 Access denied, please try again later", "4.7.700", "delay"),
        ("What does 5.7.705 mean?", "5.7.705", "mention"),
        (DSN.format("a", "failed", "5.7.705"), "5.7.705", "failure"),
        (DSN.format("a", "delayed", "4.4.7"), "4.4.7", "delay"),
        (DSN.format("a", "failed", "4.4.7"), "4.4.7", "failure"),
        ("Delivery has failed to these recipients:\n\nRemote Server returned '451 4.7.700 wait'", "4.7.700", "failure"),
        ("Delivery is delayed to these recipients:\n\nError code: 5.7.705", "5.7.705", "delay"),
        ("Delivery is delayed to these recipients:\n\nsaid: 500 5.5.2 no", "5.5.2", "delay"),
        ("Status code: 4.7.700", "4.7.700", "delay"),
        ("Status code: 5.7.705", "5.7.705", "failure"),
        (DAEMON.format("Delivery has failed", "Look up 5.7.705 in the list."), "5.7.705", "failure"),
        (DAEMON.format("Delivery has failed", "It is not 5.7.705."), "5.7.705", "mention"),
        (DAEMON.format("Delivery delayed", "Look up 4.4.7 in the list."), "4.4.7", "mention"),
        (DAEMON.format("Hello", "Look up 5.7.705 in the list."), "5.7.705", "mention"),
    ],
)
def test_the_kind_is_told_by_action_then_lead_then_reply_then_class(text: str, code: str, kind: str) -> None:
    choice = chosen(text)
    assert choice is not None
    assert (choice.outcome.code, choice.kind) == (code, kind)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Remote Server returned '550 5.7.705 x'\n\n550 5.1.1 unknown user", "5.7.705"),
        (DSN.format("a", "failed", "5.7.705") + "\n\nRemote Server returned '550 5.1.1 x'", "5.7.705"),
        (DSN.format("a", "failed", "5.1.1") + DSN.format("b", "failed", "5.7.705"), "5.7.705"),
        (DSN.format("a", "failed", "5.1.1") + DSN.format("b", "failed", "5.7.750"), "5.7.750"),
        (DSN.format("a", "failed", "5.1.1") + DSN.format("b", "failed", "5.2.2"), "5.1.1"),
        (DSN.format("a", "delayed", "4.4.7") + DSN.format("b", "failed", "5.2.2"), "5.2.2"),
        (DSN.format("a", "delivered", "5.7.705") + DSN.format("b", "failed", "5.2.2"), "5.2.2"),
        ("said: 550 5.2.2 full\n\n> said: 550 5.7.705 Access denied", "5.2.2"),
        ("It is not 5.7.705 but 5.7.750", "5.7.750"),
        ("Status: 5.0.0\nAction: failed\nFinal-Recipient: rfc822;a@b.example\n\n\nsaid: 550 5.7.1 no", "5.7.1"),
    ],
)
def test_of_several_replies_the_strongest_newest_or_widest_decides(text: str, code: str) -> None:
    choice = chosen(text)
    assert choice is not None
    assert choice.outcome.code == code


@pytest.mark.parametrize(
    "text", ["Lunch at noon?", "", "Version 5.7.1 is out", "Subject: 5.7.705\n\nHello, all is well."]
)
def test_where_no_code_is_in_its_own_words_nothing_decides(text: str) -> None:
    assert chosen(text) is None


@pytest.mark.parametrize(
    ("head", "report"),
    [
        ("Content-Type: multipart/report; report-type=delivery-status", True),
        ("Content-Type: multipart/report; report-type=feedback-report", False),
        ("From: MAILER-DAEMON@contoso.com", True),
        ("X-Failed-Recipients: pat@fabrikam.com", True),
        ("Return-Path: <>", True),
        ("From: kim@contoso.com", False),
    ],
)
def test_a_mail_is_a_report_by_its_head(head: str, *, report: bool) -> None:
    mail = f"{HEAD}{head}\n\nDelivery has failed: 550 5.7.705 Access denied\n"
    assert form(mail).report is report


def test_pasted_words_have_no_head_to_tell_a_report() -> None:
    assert form("Delivery has failed: 550 5.7.705 Access denied").report is None


def test_an_automatic_reply_that_quotes_a_code_is_an_answer_and_only_mentions_it() -> None:
    mail = HEAD + "From: kim@contoso.com\nAuto-Submitted: {}\n\nI am away. Server said: 550 5.7.705 Access denied\n"
    replied, human = mail.format("auto-replied"), mail.format("no")
    assert (form(replied).answer, form(human).answer) == (True, False)
    choice = chosen(replied)
    assert choice is not None
    assert choice.kind == "mention"


@pytest.mark.parametrize(
    ("text", "torn", "sure"),
    [
        ("Remote Server returned '550 5.7.705 x'", False, "certain"),
        ("Remote Server returned '550 5.7.705 x'", True, "unsure"),
        ("550 5.7.705 x", False, "certain"),
        ("What does 5.7.705 mean?", False, "likely"),
        ("Status code: 550 5.7.705 x\n\nStatus code: 550 5.1.1 y", False, "certain"),
        (ANSWER.format("Remote Server returned '550 5.7.705 Access denied'"), False, "likely"),
    ],
)
def test_how_sure_a_choice_is_depends_on_its_place(text: str, sure: str, *, torn: bool) -> None:
    choice = chosen(text)
    assert choice is not None
    assert certainty(choice, torn=torn) == sure


@pytest.mark.parametrize(
    ("text", "competes"),
    [
        ("550 5.7.705 x\n\n550 5.7.750 y", True),
        ("5.1.1\n\n550 5.7.750 y", False),
        ("Status code: 550 5.7.705 x\n\nStatus code: 550 5.1.1 y", False),
    ],
)
def test_another_reply_competes_with_one_that_no_words_introduce(text: str, *, competes: bool) -> None:
    choice = chosen(text)
    assert choice is not None
    assert has_rivals(choice.outcome.decisive, outcomes(form(text).evidence)) is competes


@pytest.mark.parametrize(
    ("replies", "code", "beside"),
    [
        ("550 5.7.1 no", "5.7.1", "5.0.0"),
        ("said: 550 5.7.1 no\n\nsaid: 550 5.1.1 no", "5.0.0", None),
        ("said: 451 4.7.1 no", "5.0.0", None),
    ],
)
def test_a_general_status_yields_to_the_one_reply_that_is_finer(replies: str, code: str, beside: str | None) -> None:
    choice = chosen(DSN.format("a", "failed", "5.0.0") + "\n" + replies)
    assert choice is not None
    assert choice.outcome.code == code
    assert (choice.outcome.beside.code if choice.outcome.beside else None) == beside
