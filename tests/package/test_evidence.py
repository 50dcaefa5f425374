"""Each code and reply is found with its kind, its place and the line itself."""

import pytest

from ndr_checker.base.limits import MAX_LINE
from ndr_checker.finding.finder import KINDS, spoken
from tests.support.reading import ORIGINAL, STATUS, evidence, message, report

REPLY = "550 5.7.705 Access denied"


def _kinds(text: str) -> list[tuple[str, str | None, int | None]]:
    return [(e.kind, e.code, e.reply) for e in evidence(text)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Status: 5.7.705", "status-field"),
        (f"Diagnostic-Code: smtp;{REPLY}", "diagnostic-code"),
        (f"Reason: [{{LED={REPLY}}};{{MSG=}}]", "trace-led"),
        (f"mail postfix/smtp[1]: 4F: to=<pat@fabrikam.com>, status=bounced (host x said: {REPLY})", "log-reply"),
        (f"Remote Server returned '{REPLY}'", "remote-reply"),
        (f"host mail.fabrikam.com said: {REPLY}", "remote-reply"),
        (f"<<< {REPLY}", "remote-reply"),
        (f"The response from the remote server was:\n{REPLY}", "remote-reply"),
        (f"Reported error: {REPLY}", "notice-line"),
        ("Status code: 550 5.7.705", "notice-line"),
        (f'{{"response": "{REPLY}"}}', "remote-reply"),
        (f'{{"ticket": "{REPLY}"}}', "smtp-reply"),
        (REPLY, "smtp-reply"),
        ("we get 5.7.705 Access denied, tenant has exceeded threshold", "phrase"),
        ("we get 5.7.705", "code-alone"),
    ],
)
def test_the_kind_tells_in_what_place_the_code_is(text: str, kind: str) -> None:
    assert [(e.kind, e.code) for e in evidence(text)] == [(kind, "5.7.705")]


def test_a_report_s_own_fields_are_stronger_than_a_reply_and_that_than_a_code_in_prose() -> None:
    assert sorted(["code-alone", "smtp-reply", "remote-reply", "status-field"], key=KINDS.index) == [
        "status-field",
        "remote-reply",
        "smtp-reply",
        "code-alone",
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("554 Too many hops", ("smtp-reply", None, 554)),
        ("mail.fabrikam.com: 554 Too many hops", ("smtp-reply", None, 554)),
        ("one\ntwo\nthree\nfour\nsaid: 550 unknown user", ("remote-reply", None, 550)),
        ("220 x\nEHLO y\n250 Ok\nMAIL FROM:<a@b>\n550 denied", ("smtp-reply", None, 550)),
        ("Action: failed\nStatus: none\nDiagnostic-Code: smtp;554 denied", ("diagnostic-code", None, 554)),
        ("said: 511 sorry, no mailbox here (#5.1.1 - chkuser)", ("remote-reply", "5.1.1", 511)),
    ],
)
def test_a_reply_without_a_code_is_evidence_where_it_is_one(
    text: str, found: tuple[str, str | None, int | None]
) -> None:
    assert _kinds(text) == [found]


def test_a_field_s_reply_is_evidence_beside_a_status_that_is_without_one() -> None:
    text = "Status: 5.0.0\nDiagnostic-Code: smtp;550 denied"
    assert _kinds(text) == [("status-field", "5.0.0", None), ("diagnostic-code", None, 550)]


@pytest.mark.parametrize("text", ["Rooms:\nthere are\nmany,\nsome\n550 large", "about 550 people came", "", "2.1.5"])
def test_other_numbers_are_no_evidence(text: str) -> None:
    assert _kinds(text) == []


def test_a_field_and_a_log_tell_what_became_of_which_recipient() -> None:
    two = STATUS + "\n" + STATUS.replace("pat", "kim").replace("failed", "delivered").replace("5.7.705", "2.1.5")
    found = [e for e in evidence(report(status=two)) if e.part == "status"]
    assert [(e.kind, e.action, e.counts) for e in found] == [
        ("status-field", "failed", True),
        ("diagnostic-code", "failed", True),
        ("diagnostic-code", "delivered", False),
    ]
    assert found[0].row is found[1].row is not found[2].row


@pytest.mark.parametrize("part", ["headers", "original"])
def test_what_is_in_a_head_or_in_what_came_back_does_not_count(part: str) -> None:
    text = report(original=ORIGINAL).replace("Delivery dates", "about 5.7.711")
    assert [(e.code, e.counts) for e in evidence(text) if e.part == part] == [
        ("5.7.711" if part == "headers" else "5.1.10", False)
    ]


def test_what_is_in_other_fields_of_a_head_is_no_evidence() -> None:
    text = report().replace("MIME-Version", "X-Note: 550 5.7.711 Access denied\nMIME-Version")
    assert "5.7.711" not in {e.code for e in evidence(text)}


@pytest.mark.parametrize("action", ["delivered", "relayed", "expanded"])
def test_a_recipient_whose_copy_went_through_does_not_count(action: str) -> None:
    found = evidence(STATUS.replace("failed", action))
    assert found
    assert [e for e in found if e.counts] == []


@pytest.mark.parametrize(
    ("diagnostic", "found"),
    [
        ("554 denied", [("status-field", "5.1.1", None), ("diagnostic-code", None, 554)]),
        ("550 5.1.1 no; 554 denied", [("status-field", "5.1.1", None), ("diagnostic-code", "5.1.1", 550)]),
    ],
)
def test_a_reply_without_a_code_is_beside_its_status_where_there_is_no_other(
    diagnostic: str, found: list[tuple[str, str | None, int | None]]
) -> None:
    text = f"Action: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp;{diagnostic}\n\n\nsaid: 553 something else"
    assert _kinds(text) == found


def test_a_code_below_the_fields_is_none_of_theirs() -> None:
    found = evidence(f"Action: failed\nStatus: 5.1.1\n\n\nsaid: {REPLY}")
    assert [(e.kind, e.row is None) for e in found] == [("status-field", False), ("remote-reply", True)]


@pytest.mark.parametrize("label", ["Subject", "Betreff", "Re", "AW"])
def test_what_is_in_a_subject_line_does_not_count(label: str) -> None:
    assert [(e.subject, e.counts) for e in evidence(f"{label}: {REPLY}")] == [(True, False)]


@pytest.mark.parametrize(
    ("text", "wrapped"),
    [
        ("Remote Server returned '550 5.7.350 Remote server returned -> 554 5.7.1 denied'", ["", "->"]),
        ("Remote Server returned '451 4.4.0 responded with: \"451 5.7.3 STARTTLS.\"'", ["", "'"]),
        ("550 5.4.1 relays failed (host x said: 550 5.1.1 no)", ["", "'"]),
        ("Status: 5.4.1\nDiagnostic-Code: smtp;550 5.4.1 failed; 550 5.1.1 no", ["", "", "'"]),
        ("said: 550 5.1.1 no\n\nsaid: 550 5.7.705 no", ["", ""]),
        ("to=<pat@fabrikam.com>, dsn=5.0.0, status=bounced (host x said: 550 5.7.705 no)", ["", ""]),
        ("{LED=550 5.1.1 no};{LED=550 5.7.705 no}", ["", ""]),
        (f"550 5.1.1 {'x ' * 400} said: 550 5.7.705", ["", ""]),
        ("220 x\nEHLO y\n501 5.5.4 no\nEHLO z\n550 5.7.705 no", ["earlier", ""]),
        ("220 x\nEHLO y\n550 5.7.705 no\nQUIT\n221 2.0.0 Bye", ["", ""]),
    ],
)
def test_how_a_reply_is_in_the_one_before_is_told(text: str, wrapped: list[str]) -> None:
    assert [e.wrapped for e in evidence(text)] == wrapped


def test_a_reply_inside_another_does_not_count() -> None:
    assert [e.counts for e in evidence("said: 550 5.7.350 returned -> 554 5.7.1 denied")] == [True, False]


@pytest.mark.parametrize("text", ["This is not 5.7.705", "it isn’t a 5.7.705", "unlike 5.7.705", "nicht '5.7.705"])
def test_a_code_that_the_words_rule_out_is_marked(text: str) -> None:
    assert [e.denied for e in evidence(text)] == [True]


@pytest.mark.parametrize("text", ["a note: 5.7.705", "not delivered: 5.7.705", "There is no doubt that it is 5.7.705"])
def test_other_negations_rule_nothing_out(text: str) -> None:
    assert [e.denied for e in evidence(text)] == [False]


def test_quote_marks_make_it_an_older_report() -> None:
    assert [e.report for e in evidence("5.7.705\n> 5.7.750\n> > 5.7.711")] == [0, 1, 2]


def test_the_line_itself_is_shown_with_its_number_and_place() -> None:
    text = f"Hello\r\n\r\n  host said: {REPLY}  \r\nBye"
    (e,) = evidence(text)
    assert (e.text, e.line) == (f"host said: {REPLY}", 3)
    assert text[e.start : e.end] == "5.7.705"


def test_a_long_line_is_shown_round_its_code() -> None:
    (e,) = evidence("x " * 1000 + REPLY + " y" * 1000)
    assert len(e.text) <= MAX_LINE
    assert REPLY in e.text


@pytest.mark.parametrize("head", [0, 10, 399, 1000])
@pytest.mark.parametrize("tail", [0, 10, 399, 1000])
def test_wherever_the_code_is_in_its_line_it_is_shown(head: int, tail: int) -> None:
    (e,) = evidence("x" * head + " 5.7.705 " + "y" * tail)
    assert "5.7.705" in e.text


def test_a_phrase_is_found_over_line_breaks_and_with_any_apostrophe() -> None:
    found = spoken(message("It isn’t\nallowed, Access  Denied"), "isn't allowed, access denied", "5.7.705")
    assert found is not None
    assert (found.kind, found.code, found.start, found.line) == ("phrase", "5.7.705", 3, 1)


def test_a_phrase_of_what_came_back_names_nothing() -> None:
    text = report(notice="", status="", original="Subject: x\n\ntenant has exceeded threshold")
    assert spoken(message(text), "tenant has exceeded threshold", "5.7.705") is None


def test_a_long_line_is_cut_between_words_and_says_so() -> None:
    words = " ".join(["lorem"] * 200)
    (e, *_) = evidence(f"{words} 550 5.7.705 Access denied {words}\n")
    assert e.text.startswith("…lorem ")
    assert e.text.endswith(" lorem…")
    assert " 550 5.7.705 Access denied " in e.text
