"""What comes before a code says what it is."""

import pytest

from ndr_checker.base.normalise import lined
from ndr_checker.finding.context import in_subject, is_session, labelled


@pytest.mark.parametrize(
    ("before", "kind"),
    [
        ("Remote Server returned '", "remote-reply"),
        ("Remote Server returned:\n  ", "remote-reply"),
        ("host mail.fabrikam.com[192.0.2.1] said: ", "remote-reply"),
        ("The response from the remote server was: ", "remote-reply"),
        ("<<< ", "remote-reply"),
        ("#< #5.7.705 smtp;", "remote-reply"),
        ("Diagnostic-Code: smtp;", "diagnostic-code"),
        ("Diagnostic-Code:\n\tX-Postfix; ", "diagnostic-code"),
        ("Action: failed\nStatus: ", "status-field"),
        ("{LED=", "trace-led"),
        ("Status code: ", "notice-line"),
        ("Reported error: ", "notice-line"),
        ("Error:\u00a0", "notice-line"),
    ],
)
def test_the_words_before_a_code_make_it_evidence_of_a_kind(before: str, kind: str) -> None:
    assert labelled(f"{before}550 5.7.705", len(before)) == kind


@pytest.mark.parametrize(
    "before", ["", "We have seen ", "They said that we should look for the code ", "terror ", "SLED "]
)
def test_in_plain_prose_a_code_is_of_no_kind(before: str) -> None:
    assert labelled(f"{before}5.7.705", len(before)) is None


def test_words_far_above_do_not_count() -> None:
    before = "Remote Server returned" + " " * 500
    assert labelled(f"{before}5.7.705", len(before)) is None


def test_words_after_a_code_do_not_count() -> None:
    assert labelled("5.7.705 is what the remote server returned", 0) is None


@pytest.mark.parametrize(
    "line", ["Subject: 5.7.705", "SUBJECT : about 5.7.705", "Betreff: 5.7.705", "  Re: your 5.7.705", "Fwd: 5.7.705"]
)
def test_a_subject_line_is_known_in_many_languages(line: str) -> None:
    text = f"To: pat@fabrikam.com\n{line}\n"
    assert in_subject(text, text.index("5.7.705"))


@pytest.mark.parametrize("text", ["5.7.705", "Subject: x\n5.7.705", "Regarding: 5.7.705", "The subject: 5.7.705"])
def test_any_other_line_is_no_subject(text: str) -> None:
    assert not in_subject(text, text.index("5.7.705"))


@pytest.mark.parametrize(
    "text",
    [
        "220 mail.fabrikam.com ESMTP\nEHLO contoso.com\n",
        "telnet opened\nehlo contoso.com\n",
        "MAIL FROM:<robin@contoso.com>\n550 5.7.705 Access denied\n",
        "<<< 250-mail.fabrikam.com\n",
        "x\nrcpt to:<pat@fabrikam.com>",
    ],
)
def test_the_lines_of_a_dialogue_make_a_session(text: str) -> None:
    assert is_session(lined(text))


@pytest.mark.parametrize(
    "text", ["", "550 5.7.705 Access denied", "They said 220 times: no", "2200 mails", "hello there"]
)
def test_any_other_text_is_no_session(text: str) -> None:
    assert not is_session(lined(text))
