"""Who did not get the mail, each with the code and what became of it."""

import pytest

from ndr_checker import check
from ndr_checker.base.limits import MAX_RECIPIENTS
from ndr_checker.judging.outcome import outcomes
from tests.support.expectation import judge
from tests.support.reading import STATUS, evidence, report

LEAD = "Your message couldn't be delivered.\n"
Row = tuple[str, str | None, int | None, str | None]


def _recipients(text: str) -> list[Row]:
    return [(r["address"], r["code"], r["reply"], r["action"]) for r in judge(text)["recipients"]]


def _decisive(text: str) -> list[tuple[str, str | None, int | None]]:
    return [(o.decisive.kind, o.code, o.reply) for o in outcomes(evidence(text))]


@pytest.mark.parametrize(
    ("status", "diagnostic", "decisive"),
    [
        ("5.7.705", "550 5.7.705 denied", ("status-field", "5.7.705", 550)),
        ("5.0.0", "550 5.7.705 denied", ("diagnostic-code", "5.7.705", 550)),
        ("5.1.0", "550 5.1.1 unknown", ("diagnostic-code", "5.1.1", 550)),
        ("5.0.0", "550 5.0.0 denied", ("status-field", "5.0.0", 550)),
        ("5.0.0", "550 denied", ("status-field", "5.0.0", 550)),
        ("5.1.1", "550 5.7.705 denied", ("diagnostic-code", "5.7.705", 550)),
        ("4.4.7", "550 5.7.705 denied", ("status-field", "4.4.7", 550)),
        ("550", "5.2.1 mailbox disabled", ("diagnostic-code", "5.2.1", 550)),
        ("(none)", "550 5.7.705 denied", ("diagnostic-code", "5.7.705", 550)),
    ],
)
def test_the_status_decides_unless_the_diagnostic_code_knows_more(
    status: str, diagnostic: str, decisive: tuple[str, str | None, int | None]
) -> None:
    assert _decisive(f"Action: failed\nStatus: {status}\nDiagnostic-Code: smtp;{diagnostic}\n") == [decisive]


def test_a_log_s_dsn_stands_for_the_reply_it_was_taken_from() -> None:
    text = "to=<pat@fabrikam.com>, dsn=5.7.705, status=bounced (host x said: 550 5.7.705 denied (in reply to DATA))"
    assert _decisive(text) == [("log-reply", "5.7.705", 550)]


def test_replies_outside_fields_stand_alone_and_in_order() -> None:
    assert _decisive("said: 550 5.1.1 x\n\nsaid: 550 5.7.705 y") == [
        ("remote-reply", "5.1.1", 550),
        ("remote-reply", "5.7.705", 550),
    ]


def test_a_report_s_recipients_come_in_its_order_each_with_its_fate() -> None:
    waits = STATUS.replace("pat", "kim").replace("failed", "delayed").replace("5.7.705", "4.4.7").replace("550", "451")
    assert _recipients(report(status=f"{STATUS}\n{waits}")) == [
        ("pat@fabrikam.com", "5.7.705", 550, "failed"),
        ("kim@fabrikam.com", "4.4.7", 451, "delayed"),
    ]


def test_the_recipients_of_a_report_that_came_back_are_not_its_own() -> None:
    returned = f"Subject: x\n\n{STATUS.replace('pat', 'kim')}"
    assert [row[0] for row in _recipients(report(original=returned))] == ["pat@fabrikam.com"]


def test_a_recipient_that_is_reported_twice_is_named_once() -> None:
    assert len(_recipients(report(status=f"{STATUS}\n{STATUS}"))) == 1


def test_of_a_log_s_recipients_those_are_named_who_did_not_get_the_mail() -> None:
    log = "mail postfix/smtp[1]: 4F: to=<{}@fabrikam.com>, relay=x, dsn={}, status={}\n"
    text = log.format("pat", "5.7.705", "bounced (said: 550 5.7.705 denied)") + log.format(
        "kim", "2.0.0", "sent (250 Ok)"
    )
    assert _recipients(text) == [("pat@fabrikam.com", "5.7.705", 550, "failed")]


@pytest.mark.parametrize(
    "text",
    [
        "Delivery has failed to these recipients:\n\npat@fabrikam.com\n\nRemote Server returned '550 5.1.1 x'",
        "Recipient: pat@fabrikam.com\n550 5.1.1 x",
        "Empfänger: pat@fabrikam.com\n550 5.1.1 x",
        "pat@fabrikam.com<mailto:pat@fabrikam.com>\n550 5.1.1 x",
        "[pat@fabrikam.com](mailto:pat@fabrikam.com)\n550 5.1.1 x",
        "Pat Jones (pat@fabrikam.com)\nRemote Server returned '550 5.1.1 x'",
        "<pat@fabrikam.com>: host x said: 550 5.1.1 x",
        "Your message to pat@fabrikam.com couldn't be delivered.\nRemote Server returned '550 5.1.1 x'",
        "'recipient': 'pat@fabrikam.com', 'response': '550 5.1.1 x'",
        "{'pat@fabrikam.com': (550, b'5.1.1 User unknown')}",
        "550 5.1.1 <pat@fabrikam.com>: Recipient address rejected",
        "550 5.1.1 pat@fabrikam.com... User unknown",
        "550 5.1.1 Recipient: pat@fabrikam.com not allowed",
    ],
)
def test_a_recipient_is_found_where_the_words_name_one(text: str) -> None:
    assert _recipients(text) == [("pat@fabrikam.com", "5.1.1", 550, None)]


@pytest.mark.parametrize(
    "text",
    [
        "550 5.1.8 <robin@contoso.com>: Sender address rejected",
        "550 5.7.1 Write to help@contoso.com to be let in",
        "Write to help@contoso.com for help.\n\n\nRemote Server returned '550 5.7.705 x'",
        "postmaster@contoso.com\n550 5.1.1 x",
        "MAILER-DAEMON@contoso.com\n550 5.1.1 x",
    ],
)
def test_other_addresses_are_no_recipients(text: str) -> None:
    assert _recipients(text) == []


CELLS = ("2026-11-27T06:12:33", "Robin@contoso.com", "pat@fabrikam.com", "Angebot", "Failed", "198.51.100.7", "{}")


@pytest.mark.parametrize("divided", ["\t", ",", ";", "    ", " | ", '","'])
@pytest.mark.parametrize(
    "reason", ["550 5.7.750 Service unavailable", "Reason: [{LED=550 5.7.750 Service unavailable}]"]
)
@pytest.mark.parametrize("more", [(), ("Exchange", "<a1@contoso.com>"), ("2",)])
def test_a_row_without_headings_names_the_sender_first(divided: str, reason: str, more: tuple[str, ...]) -> None:
    text = divided.join((*more, *CELLS)).format(reason)
    assert [row[0] for row in _recipients(text)] == ["pat@fabrikam.com"]


@pytest.mark.parametrize("divided", ["\t", ",", "    "])
def test_and_one_with_a_single_address_the_recipient(divided: str) -> None:
    text = divided.join((*CELLS[:1], *CELLS[2:])).format("550 5.7.750 Service unavailable")
    assert [row[0] for row in _recipients(text)] == ["pat@fabrikam.com"]


def test_each_recipient_of_a_notice_has_the_reply_under_it() -> None:
    assert _recipients("pat@fabrikam.com\nsaid: 550 5.1.1 x\n\nkim@fabrikam.com\nsaid: 550 5.7.705 y") == [
        ("pat@fabrikam.com", "5.1.1", 550, None),
        ("kim@fabrikam.com", "5.7.705", 550, None),
    ]


def test_letter_case_makes_no_second_recipient() -> None:
    text = "Pat@fabrikam.com\nsaid: 550 5.1.1 x\n\npat@fabrikam.com\nsaid: 550 5.1.1 x"
    assert [row[0] for row in _recipients(text)] == ["Pat@fabrikam.com"]


def test_a_notice_without_a_code_names_its_recipients_too() -> None:
    assert _recipients(f"{LEAD}\npat@fabrikam.com\n\npostmaster@contoso.com\n") == [
        ("pat@fabrikam.com", None, None, None)
    ]


def test_a_mention_has_no_recipients() -> None:
    assert _recipients("pat@fabrikam.com\nwhat is 5.7.705?") == []


@pytest.mark.parametrize(
    ("told", "address"),
    [
        ("rfc822;<pat@fabrikam.com>", "pat@fabrikam.com"),
        ("rfc822;Pat Jones <pat@fabrikam.com>", "pat@fabrikam.com"),
        ("rfc822;päivi@fabrikam.com", "päivi@fabrikam.com"),
        ("rfc822;/o=contoso/cn=pat", "/o=contoso/cn=pat"),
        ("rfc822;p\ud83dat@fabrikam.com", "p\ufffdat@fabrikam.com"),
    ],
)
def test_an_address_is_given_clean(told: str, address: str) -> None:
    assert [row[0] for row in _recipients(report(status=STATUS.replace("rfc822;pat@fabrikam.com", told)))] == [address]


def test_a_report_to_a_very_long_list_names_the_first_of_it() -> None:
    many = "\n".join(STATUS.replace("pat", f"pat{n}") for n in range(MAX_RECIPIENTS + 10))
    assert len(_recipients(report(status=many))) == MAX_RECIPIENTS


@pytest.mark.parametrize(
    "place", ["${to}", "#{to}", "{{ to }}", "%s", "%(to)s", "${to}@fabrikam.com", "%s@fabrikam.com"]
)
@pytest.mark.parametrize(
    "text",
    [
        "<{}>: 550 5.1.1 User unknown",
        "Final-Recipient: rfc822; {}\nAction: failed\nStatus: 5.1.1",
        '{{"to": "{}", "error": "550 5.1.1 User unknown"}}',
        "Your message to <{}> could not be delivered:\n550 5.1.1 User unknown",
    ],
)
def test_a_place_that_a_template_leaves_open_is_nobody_and_its_text_never_certain(text: str, place: str) -> None:
    verdict = judge(text.format(place))
    assert (verdict["code"], verdict["recipients"]) == ("5.1.1", [])
    assert verdict["certainty"] != "certain"


def test_a_table_says_how_many_still_wait_beside_those_whose_mail_failed() -> None:
    row = "2026-11-20 06:14:02,kim@contoso.com,{}@fabrikam.com,{},{}\n"
    table = "Date,Sender,Recipient,Status,Reason\n" + "".join(
        row.format(*cells)
        for cells in (
            ("pat", "bounced", "550 5.1.1 User unknown"),
            ("lee", "deferred", "451 4.7.1 Greylisted"),
            ("sam", "deferred", "451 4.7.1 Greylisted"),
            ("robin", "delivered", "250 2.0.0 OK"),
        )
    )
    verdict = check(table)
    failed = [r.address for r in verdict.recipients if r.action == "failed"]
    waits = [fact.text for fact in verdict.facts if fact.name == "Still waiting"]
    assert (failed, waits) == (["pat@fabrikam.com"], ["The mail to 2 other recipients."])


def test_nobody_is_sent_to_the_admin_of_a_public_service() -> None:
    notice = "Your message to pat@{} couldn't be delivered.\n550 5.1.1 No such user\n"
    acts = [check(notice.format(domain)).acts for domain in ("gmail.com", "fabrikam.com")]
    assert acts == [("sender",), ("sender", "recipient-admin")]
