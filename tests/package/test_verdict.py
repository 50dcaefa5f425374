"""The verdict on a whole input: what it says, and that nothing in an input makes it fail."""

import json
import random

import pytest

from ndr_checker import check
from ndr_checker.base.limits import MAX_RECIPIENTS
from tests.support.expectation import Record, faults, judge
from tests.support.golden import INPUTS
from tests.support.reading import NOTICE, report

MAIL = """\
From {sender}@contoso.com Fri Nov 20 08:15:29 2026
From: {sender}@contoso.com
Message-ID: <{sender}@contoso.com>
MIME-Version: 1.0

{words}

"""
REFUSED = "Delivery has failed: 550 5.7.{} Access denied"
#: What a report's fields say that hold no code.
UNCODED = "Reporting-MTA: dns;mail.contoso.com\n\nFinal-Recipient: rfc822;pat@fabrikam.com\nAction: failed\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("550 5.7.705 Access denied", {"kind": "failure", "code": "5.7.705", "reply": 550, "page": "codes/5.7.705/"}),
        (
            "550 5.7.712 Access denied",
            {"code": "5.7.712", "page": "codes/5.7.700-749/"},
        ),
        (
            "550 5.7.799 Access denied",
            {"code": "5.7.799", "page": None, "blocked": None, "permanence": "permanent", "certainty": "certain"},
        ),
        ("550 4.4.7 Message expired", {"kind": "failure", "code": "4.4.7", "permanence": "permanent"}),
        ("450 4.9.9 Later", {"kind": "delay", "code": "4.9.9", "page": None, "permanence": "transient"}),
        (
            "Final-Recipient: rfc822;pat@fabrikam.com\nAction: delayed\nStatus: 4.9.9",
            {"kind": "delay", "code": "4.9.9", "reply": None, "permanence": "transient"},
        ),
        ("500 Command not known", {"kind": "failure", "code": None, "reply": 500, "permanence": "permanent"}),
        ("554 Too many connections", {"kind": "failure", "code": None, "reply": 554, "permanence": "permanent"}),
        ("421 Try again", {"kind": "delay", "code": None, "reply": 421, "permanence": "transient"}),
        ("What does 5.7.705 mean?", {"kind": "mention", "certainty": "likely", "recipients": [], "whose": "unknown"}),
        ("Lunch at noon?", {"kind": "not-a-bounce", "certainty": "certain", "code": None}),
        ("", {"kind": "not-a-bounce", "title": None}),
    ],
)
def test_the_verdict_names_kind_code_and_page(text: str, expected: Record) -> None:
    assert faults(expected, judge(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "550 5.7.705 Access denied",
        "What does 5.7.705 mean?",
        MAIL.format(sender="kim", words="Hello").replace("MIME-", "Subject: 550 5.7.705 again?\nMIME-"),
        "Tenant has exceeded threshold.",
        NOTICE,
        "Lunch at noon?",
    ],
)
def test_any_verdict_names_its_source(text: str) -> None:
    assert judge(text, source="a.eml")["source"] == "a.eml"


@pytest.mark.parametrize("code", ["5.7.705", "5.7.712", "5.3.5"])
def test_the_title_is_the_page_s_with_the_code_itself(code: str) -> None:
    verdict = check(f"550 {code} no")
    assert verdict.entry
    assert verdict.title == verdict.entry.title.replace(verdict.entry.code, code)


@pytest.mark.parametrize(
    ("code", "title"),
    [
        ("5.7.799", "5.7.799: in the tenant-restriction family (5.7.7xx), but not documented"),
        ("5.7.78", "5.7.78: there is no page for this code"),
        ("5.9.999", "5.9.999: there is no page for this code"),
    ],
)
def test_of_a_code_without_a_page_the_title_says_so_and_whether_it_is_of_the_family(code: str, title: str) -> None:
    assert judge(f"550 {code} no")["title"] == title


def test_words_without_a_code_may_name_one_but_never_for_certain() -> None:
    answer = judge("Your message couldn't be delivered. Access denied, tenant has exceeded threshold.")
    assert faults({"kind": "failure", "code": "5.7.705", "certainty": "likely", "reply": None}, answer) == []
    assert [(item["kind"], item["decisive"]) for item in answer["evidence"]] == [("phrase", True)]


def test_words_that_fit_two_codes_name_none_and_are_unsure() -> None:
    answer = judge("Your message couldn't be delivered. Hop count exceeded - possible mail loop")
    assert faults({"kind": "failure", "code": None, "certainty": "unsure", "meaning": None}, answer) == []


def test_a_bounce_without_code_or_known_words_is_a_bounce_all_the_same() -> None:
    answer = judge("Delivery has failed to these recipients or groups:\n\npat@fabrikam.com\n\nNobody knows why.")
    assert faults({"kind": "failure", "code": None, "recipients": [{"address": "pat@fabrikam.com"}]}, answer) == []


def test_a_report_without_a_code_tells_all_else_that_it_holds() -> None:
    long = "x\n" * 700_000
    answer = judge(report(notice=f"{NOTICE}See https://aka.ms/x\n{long}", status=UNCODED))
    links = [{"host": "aka.ms", "microsoft": True}]
    assert faults({"kind": "failure", "code": None, "whose": "sender-side", "links": links}, answer) == []
    assert [(item["part"], item["code"], item["decisive"]) for item in answer["evidence"]] == [
        ("original", "5.1.10", False)
    ]
    assert answer["defects"] == ["The text is very long; only its beginning and its end were read."]


def test_a_report_without_a_code_is_known_by_the_words_of_its_notice() -> None:
    answer = judge(report(notice="Access denied, tenant has exceeded threshold\n", status=UNCODED))
    assert faults({"kind": "failure", "code": "5.7.705", "certainty": "likely"}, answer) == []


def test_words_that_go_over_from_one_part_into_the_next_name_no_code() -> None:
    notice = "Access denied, tenant has\n--b1\nContent-Type: text/plain\n\nexceeded threshold\n"
    verdict = check(report(notice=notice, status=UNCODED, original="Subject: x\n"))
    assert (verdict.kind, verdict.code, verdict.certainty, verdict.evidence) == ("failure", None, "likely", ())


@pytest.mark.parametrize(
    "text",
    [
        MAIL.format(sender="kim", words="Your message to pat@fabrikam.com couldn't be delivered."),
        "Tenant has exceeded threshold: " + "we wrote about that in spring, and again in autumn. " * 12,
        "Here it is.\n\n--- Below this line is a copy of the message.\n\n550 5.7.705 tenant has exceeded threshold\n",
    ],
    ids=["a person's mail", "an article", "a copy"],
)
def test_what_only_speaks_of_a_bounce_is_none(text: str) -> None:
    assert faults({"kind": "not-a-bounce", "code": None}, judge(text)) == []


def test_a_success_is_told_only_by_the_words_of_its_page() -> None:
    assert judge("250 2.1.5 RESOLVER.OOF.IntToExt; handled")["kind"] == "mention"
    assert judge("250 2.1.5 Recipient OK")["kind"] == "not-a-bounce"


def test_a_code_that_only_the_subject_names_is_explained_like_any_other() -> None:
    mail = "From: kim@contoso.com\nMIME-Version: 1.0\nSubject: 550 5.7.705 again?\n\nHello, all is well.\n"
    assert (
        faults({"kind": "mention", "code": "5.7.705", "meaning": "tenant-threshold", "reply": 550}, judge(mail)) == []
    )


@pytest.mark.parametrize(
    ("words", "meaning", "certainty"),
    [
        ("Unable to relay", "unable-to-relay", "likely"),
        ("Refused", None, "certain"),
        ("Client was not authenticated, network is on our block list", None, "unsure"),
    ],
)
def test_who_acts_is_what_the_meaning_says_and_open_where_no_meaning_or_two_fit(
    words: str, meaning: str | None, certainty: str
) -> None:
    verdict = check(f"550 5.7.1 {words}")
    assert verdict.entry
    chosen = next((m for m in verdict.entry.meanings if m.id == meaning), None)
    assert (verdict.meaning, verdict.certainty) == (meaning, certainty)
    assert (verdict.acts, verdict.lifted_by) == ((chosen.acts, chosen.lifted_by) if chosen else ((), ()))
    assert verdict.blocked == (chosen.blocked if chosen else None)


@pytest.mark.parametrize(
    ("line", "permanence", "lifted_by"),
    [
        ("550 5.2.2 Submission quota exceeded", "permanent", ("itself",)),
        ("554 5.2.2 mailbox full; STOREDRV", "permanent", ("recipient", "recipient-admin")),
        ("432 4.3.2 STOREDRV.Deliver; recipient thread limit exceeded", "transient", ("itself",)),
        ("554 4.3.2 mailbox busy; STOREDRV.Deliver.Exception", "permanent", ("recipient", "recipient-admin")),
        ("554 4.3.2 Not now", "permanent", ()),
    ],
)
def test_a_verdict_does_not_contradict_itself(line: str, permanence: str, lifted_by: tuple[str, ...]) -> None:
    verdict = check(line)
    assert (verdict.permanence, verdict.lifted_by) == (permanence, lifted_by)


def test_a_mention_has_neither_recipients_nor_a_side() -> None:
    answer = judge(MAIL.format(sender="kim", words="550 5.7.705 pat@fabrikam.com... User unknown"))
    assert faults({"kind": "mention", "code": "5.7.705", "recipients": [], "whose": "unknown"}, answer) == []


def test_that_not_all_recipients_are_listed_is_said() -> None:
    rows = "".join(f"Final-Recipient: rfc822;p{n}@fabrikam.com\nAction: failed\n\n" for n in range(MAX_RECIPIENTS))
    assert judge(f"550 5.7.705 Access denied\n\n{rows}")["defects"] == ["At most 1000 recipients are listed."]


@pytest.mark.parametrize("before", [[("kim", "Lunch?")], []])
def test_of_an_mbox_the_first_bounce_is_judged_and_that_is_said(before: list[tuple[str, str]]) -> None:
    mbox = "".join(
        MAIL.format(sender=sender, words=words)
        for sender, words in [
            *before,
            ("postmaster", REFUSED.format(705)),
            ("postmaster", REFUSED.format(750)),
            ("kim", "Dinner?"),
        ]
    )
    answer = judge(mbox, source="all.mbox")
    assert faults({"kind": "failure", "code": "5.7.705", "source": "all.mbox"}, answer) == []
    told = f"This file contains {len(before) + 3} messages; only the first bounce was judged."
    assert answer["defects"][0].startswith(told)


def test_of_an_mbox_without_a_bounce_the_first_mail_is_judged() -> None:
    mbox = "".join(MAIL.format(sender=sender, words="Lunch?") for sender in ("kim", "sam"))
    answer = judge(mbox)
    assert answer["kind"] == "not-a-bounce"
    assert len(answer["defects"]) == 1


def test_of_a_very_long_text_both_ends_are_judged_and_that_is_said() -> None:
    for text in ("550 5.7.705 Access denied\n" + "x\n" * 1_000_000, "x\n" * 1_000_000 + "550 5.7.705 Access denied\n"):
        answer = judge(text)
        assert faults({"code": "5.7.705"}, answer) == []
        assert answer["defects"] == ["The text is very long; only its beginning and its end were read."]


def test_that_none_was_found_in_a_very_long_text_is_unsure() -> None:
    answer = judge("x\n" * 1_000_000)
    assert (answer["kind"], answer["certainty"], len(answer["defects"])) == ("not-a-bounce", "unsure", 1)


def test_a_text_is_never_taken_for_a_path() -> None:
    assert judge(str(INPUTS[0]))["kind"] == "not-a-bounce"


@pytest.mark.parametrize("seed", range(10))
def test_no_damage_to_a_bounce_makes_the_checker_fail_and_each_verdict_comes_again(seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 – damage, no secret
    for _ in range(30):
        data = bytearray(dice.choice(INPUTS).read_bytes())
        for _ in range(dice.randint(1, 20)):
            at, size = dice.randrange(len(data)), dice.choice([1, 1, 2, 8, 200])
            data[at : at + size] = dice.choice(
                [
                    b"",
                    dice.randbytes(size),
                    bytes(data[at : at + size]) * 2,
                    b"\n\n",
                    b"550 5.7.705 ",
                    b"--",
                    b"=?utf-8?q?",
                ]
            )
            data = data or bytearray(b"\n")
        for given in (bytes(data), data.decode("utf-8", "surrogateescape")):
            answer = judge(given)
            assert answer["kind"] in {"failure", "delay", "mention", "not-a-bounce"}
            assert json.dumps(answer) == json.dumps(judge(given))


def test_words_of_a_failure_without_an_address_are_an_unsure_no_bounce_and_other_words_a_certain_one() -> None:
    assert (check("Delivery has failed.").kind, check("Delivery has failed.").certainty) == ("not-a-bounce", "unsure")
    assert (check("Delivery is delayed.").kind, check("Delivery is delayed.").certainty) == ("not-a-bounce", "unsure")
    assert check("Lunch at noon?").certainty == "certain"


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("couldn't be delivered", "failure"),
        ("has not yet been delivered, delivery is delayed", "delay"),
        ("couldn't be delivered; delivery was delayed before", "failure"),
    ],
)
def test_a_bounce_without_a_code_is_what_its_words_say_nothing_that_fits_unsays_it(words: str, kind: str) -> None:
    verdict = check(f"Your message to pat@fabrikam.com {words}.\n")
    assert (verdict.kind, verdict.certainty, verdict.code) == (kind, "likely", None)
    assert verdict.title == f"A {'bounce' if kind == 'failure' else 'delay'} without an enhanced status code"
    assert [row.address for row in verdict.recipients] == ["pat@fabrikam.com"]


@pytest.mark.parametrize(
    ("phrase", "code", "kind", "permanence"),
    [
        ("tenant has exceeded threshold", "5.7.705", "failure", "permanent"),
        ("banned sending IP", "5.7.606", "failure", "permanent"),
        ("PFA agent busy", "4.7.700", "delay", "transient"),
    ],
)
def test_a_phrase_alone_names_its_page_its_meaning_and_where_it_is(
    phrase: str, code: str, kind: str, permanence: str
) -> None:
    verdict = check(f"Your message to pat@fabrikam.com couldn't be delivered: {phrase}.\n")
    assert verdict.entry
    assert (verdict.kind, verdict.code, verdict.certainty) == (kind, code, "likely")
    assert (verdict.title, verdict.permanence) == (verdict.entry.title, permanence)
    assert (verdict.meaning, verdict.acts) in {(meaning.id, meaning.acts) for meaning in verdict.entry.meanings}
    assert [(e.kind, e.code) for e in verdict.decisive] == [("phrase", code)]
    assert verdict.evidence == verdict.decisive


@pytest.mark.parametrize(
    "text",
    [
        *("250 2.1.5 Recipient OK", "250 2.1.5", "250 2.0.0 OK", "250 2.6.0 Queued mail for delivery"),
        "Remote server returned '250 2.1.5 Recipient OK'",
    ],
)
def test_a_reply_of_success_says_that_nothing_failed(text: str) -> None:
    verdict = judge(text)
    assert (verdict["kind"], verdict["severity"]) == ("not-a-bounce", "info")
    assert verdict["headline"].startswith("This reports a success, not a failure")


@pytest.mark.parametrize("text", ["550 5.7.7-\n50 Service unavailable", "error 550", "mail was 5 7 1 rejected"])
def test_what_can_t_be_read_needs_a_closer_look(text: str) -> None:
    verdict = judge(text)
    assert (verdict["kind"], verdict["certainty"], verdict["severity"]) == ("not-a-bounce", "unsure", "open")


@pytest.mark.parametrize("text", ["ההודעה שלך תגיע מאוחר יותר", "ข้อความของคุณล่าช้า", "თქვენი წერილი აგვიანებს"])
def test_what_is_in_letters_that_it_cannot_read_is_not_certainly_no_bounce(text: str) -> None:
    assert (check(text).kind, check(text).certainty) == ("not-a-bounce", "likely")


def test_a_log_may_begin_with_bytes_that_a_disk_lost() -> None:
    log = b"Nov 25 08:00:01 mx1 postfix/smtp[1]: C1: to=<pat@fabrikam.com>, relay=x, dsn=5.1.1, status=bounced (no)\n"
    assert [check(bytes(lost) + log).code for lost in (0, 1, 100, 5000)] == ["5.1.1"] * 4
    assert check("Nov 25: 550 5.1.1 No such user".encode("utf-16-le")).code == "5.1.1"
