"""What a verdict says to its reader: is it me, who has to act, where do I go next."""

import re
from operator import attrgetter

import pytest

from ndr_checker import Verdict, check
from ndr_checker.judge import of_code
from ndr_checker.rules.catalogue import Entry, entries, lookup
from ndr_checker.telling.report import to_markdown, to_text
from ndr_checker.telling.voice import first_person, given_up, third_person
from tests.support.paths import GOLDENS

_SECOND = re.compile(r"\b(?:you|your|yours|yourself)\b", re.IGNORECASE)
OUTSIDER = GOLDENS / "705-dsn-outsider-recipient-organization-barred.eml"


def fact(verdict: Verdict, name: str) -> str | None:
    """Return a row of what the verdict lists."""
    return next((row.text for row in verdict.facts if row.name == name), None)


@pytest.mark.parametrize(
    ("line", "severity", "answer"),
    [
        ("550 5.7.705 tenant has exceeded threshold", "organization", "Not your fault. Your admin needs to act, then"),
        (
            "550 5.7.750 unregistered domains",
            "organization",
            "Not your fault. Your admin needs to act, then Microsoft.",
        ),
        ("550 5.7.711 Access denied", "admin", "Not your fault. Your admin needs to act."),
        ("550 5.1.8 bad outbound sender", "admin", "You can't fix this yourself. Your admin needs to act."),
        ("550 5.2.2 Submission quota exceeded", "you", "You need to act, then your admin."),
        ("550 5.0.350 policy violation detected (AS345)", "open", "Who has to act depends on the reason"),
        ("554 5.2.2 mailbox full; STOREDRV", "recipient", "Not your fault. The recipient needs to act, then the rec"),
        (
            "550 5.4.1 Recipient address rejected: Access denied",
            "recipient",
            "The recipient's admin needs to act, then you",
        ),
        ("432 4.3.2 recipient thread limit exceeded", "wait", "Nobody has to act: just wait."),
        ("550 5.7.1 Refused", "open", "Who has to act depends on the reason"),
        ("550 5.9.9 Refused", "open", "The checker can't tell from this text who has to act."),
        ("What does 5.7.705 mean?", "info", "This text mentions the code but isn't a bounce."),
        ("5.7.705 or 5.7.750?", "info", "This text mentions 2 codes, first 5.7.705, but isn't a bounce."),
        ("5.7.705", "organization", "Not your fault. Your admin needs to act, then Microsoft."),
    ],
)
def test_the_first_line_answers_whether_it_is_me_and_who_has_to_act(line: str, severity: str, answer: str) -> None:
    verdict = check(line)
    assert verdict.severity == severity
    assert verdict.answer
    assert verdict.answer.startswith(answer)
    assert f"  In short: {verdict.answer}\n" in to_text(verdict)


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("550 5.7.705 tenant has exceeded threshold", True),
        ("5.7.750", True),
        ("550 5.1.8 bad outbound sender", False),
        ("Our supplier gets 5.7.705, why?", False),
    ],
)
def test_where_an_organization_is_blocked_a_step_is_for_somebody_outside_it(text: str, *, offered: bool) -> None:
    assert ("not-yours/" in check(text).way) == offered


def test_an_outsider_hears_the_same_in_the_json_the_terminal_and_the_note() -> None:
    verdict = check(OUTSIDER.read_bytes())
    assert verdict.says
    for text in (to_text(verdict), to_markdown(verdict), str(verdict.to_dict())):
        assert "the recipient's organization is blocked" in text
        assert "Microsoft has stopped the recipient's whole organization" in text
        assert "not-yours/" in text or "explain" in text
        assert not re.search("your (?:whole )?organization|[Yy]our admin|sender's (?:organization|admin)", text)


@pytest.mark.parametrize("entry", [entry for entry in entries() if len(entry.meanings) > 1], ids=attrgetter("code"))
def test_a_verdict_opens_with_the_meaning_that_its_words_have(entry: Entry) -> None:
    code = entry.codes()[0]
    for meaning in entry.meanings:
        for phrase in (*meaning.phrases, *meaning.also):
            verdict = check(f"{550 if meaning.permanence == 'permanent' else 450} {code} {phrase}")
            assert verdict.headline == f"{code}: {meaning.headline}", phrase
            assert verdict.title == f"{code}: {entry.title.partition(': ')[2]}"


def test_the_same_headline_is_first_in_the_terminal_and_in_the_note() -> None:
    verdict = check("550 5.2.2 STOREDRV.Submission.Exception:QuotaExceededException")
    assert to_text(verdict).startswith("5.2.2: your own mailbox is full, so it can't send\n")
    assert to_markdown(verdict).startswith("**5.2.2: the sender's own mailbox is full, so it can't send**\n")


def test_a_headline_in_a_text_about_somebody_is_about_the_sender() -> None:
    asked = check("What does 5.2.2 Submission quota exceeded mean?")
    assert (asked.kind, asked.meaning) == ("mention", "submission-quota")
    assert asked.headline == "5.2.2: the sender's mailbox is over one of its sending limits"


@pytest.mark.parametrize(
    ("text", "headline"),
    [
        ("550 5.7.1 Refused", "5.7.1: refused for one of several reasons"),
        ("450 4.2.0 Not now", "4.2.0: delayed for one of several reasons"),
        ("550 5.1.0 Go away", "5.1.0: refused for one of several reasons"),
        ("554 5.7.0 Go away", "5.7.0: refused for one of several reasons"),
    ],
)
def test_a_meaning_left_open_isn_t_given_by_the_headline(text: str, headline: str) -> None:
    assert check(text).headline == headline


@pytest.mark.parametrize(
    ("text", "sure", "headline"),
    [
        (
            "550 5.7.1",
            "Certain about the code: read from a server's reply.",
            "5.7.1: delivery not authorized, for one",
        ),
        (
            "550 5.7.1 Refused",
            "Certain about the code: read from a server's reply.",
            "5.7.1: refused for one of several reasons",
        ),
        (
            "450 4.7.0",
            "Certain about the code: read from a server's reply.",
            "4.7.0: delayed for now, for one of several",
        ),
        (
            "554 5.2.0 Go away",
            "Certain about the code: read from a server's reply.",
            "5.2.0: refused for one of several reasons",
        ),
        ("550 5.9.9 Go away", "Certain about the code: read from a server's reply.", "5.9.9: there is no page"),
        ("smtp; 550 Go away", "Certain that mail was refused: read from", "Refused with 550"),
        ("smtp; 450 Not now", "Certain that mail is delayed: read from", "Delayed with 450"),
        (
            "550 5.5.0 Go away",
            "Certain about the code: read from a server's reply.",
            "5.5.0: refused for one of several reasons",
        ),
        (
            "450 4.4.4 Go away",
            "Certain about the code: read from a server's reply.",
            "4.4.4: delayed; the usual wording",
        ),
    ],
)
def test_of_an_open_reason_only_what_was_read_is_called_certain(text: str, sure: str, headline: str) -> None:
    verdict = check(text)
    assert (verdict.meaning, verdict.severity) == (None, "open")
    said = fact(verdict, "How sure") or ""
    assert said.startswith(sure)
    assert said.endswith("The reason is open: the checker doesn't recognize the wording.")
    assert verdict.headline.startswith(headline)
    assert not fact(verdict, "Who must act")


@pytest.mark.parametrize("entry", [entry for entry in entries() if len(entry.meanings) == 1], ids=attrgetter("code"))
def test_words_that_dont_confirm_a_codes_only_meaning_dont_open_with_it(entry: Entry) -> None:
    code = next(code for code in entry.codes() if lookup(code) == entry)
    for reply in (f"{code[0]}50 {code} Go away", f"{code[0]}50 {code} Temporary error"):
        verdict = check(f"Final-Recipient: rfc822; pat@fabrikam.com\nStatus: {code}\nDiagnostic-Code: smtp; {reply}\n")
        if verdict.kind in ("failure", "delay") and not verdict.meaning:
            became = "refused" if verdict.kind == "failure" else "delayed"
            assert verdict.headline == f"{code}: {became}; the usual wording for this code is missing"
            assert (verdict.acts, fact(verdict, "Who must act")) == ((), None)


@pytest.mark.parametrize(
    ("reply", "named"),
    [
        ("450 4.7.5", False),
        ("450 4.7.5 Server certificate not trusted", False),
        ("550 5.7.5 Cryptographic failure", False),
        ("450 4.7.5 Try again later", False),
        ("4.7.5", False),
        ("450 4.7.5 Remote certificate failed MTA-STS validation. Reason: ExpiredCertificate", True),
        ("550 5.7.5 Remote certificate failed MTA-STS validation. Reason: UntrustedRoot", True),
    ],
)
def test_a_policy_is_named_only_where_the_words_do(reply: str, *, named: bool) -> None:
    verdict = check(reply)
    assert verdict.code
    assert verdict.code in reply
    assert ("MTA-STS" in verdict.headline, "MTA-STS" in (verdict.title or "")) == (named, False)


def test_what_becomes_of_the_message_is_not_how_long_the_block_lasts() -> None:
    quota = check("550 5.1.90 daily limit for message recipients")
    assert (fact(quota, "This message"), fact(quota, "How long")) == (
        "It won't be retried.",
        "It ends by itself; then the message has to be sent again.",
    )
    block = check("550 5.7.705 tenant has exceeded threshold")
    assert fact(block, "How long") == "Until Microsoft lifts it."
    assert "permanent" not in to_text(block).lower()


@pytest.mark.parametrize("entry", entries(), ids=attrgetter("code"))
def test_what_is_blocked_is_said_as_the_page_says_it(entry: Entry) -> None:
    for meaning in entry.meanings:
        verdict = of_code(entry.codes()[0], entry._replace(meanings=(meaning,)))
        blocked = fact(verdict, "What is blocked")
        assert meaning.blocks is None or blocked == f"{meaning.blocks[0].upper()}{meaning.blocks[1:]}."
        # Nothing is called one sender's that is counted or banned for others of the organization, too.
        wide = re.search(r"[Oo]rganization's \S+ addresses|one of the domains", meaning.says)
        assert not (wide and blocked == "One sender.")


@pytest.mark.parametrize("reply", ["550 5.1.1 User unknown", "535 5.7.8 Authentication failed"])
def test_a_wrong_address_or_password_blocks_nothing(reply: str) -> None:
    facts = {fact.name for fact in check(reply).facts}
    assert not {"What is blocked", "How long"} & facts


def test_a_delay_that_ends_by_itself_says_so_beside_who_else_can_end_it() -> None:
    verdict = check("421 4.3.2 Service not available, closing transmission channel\n")
    assert fact(verdict, "How long") == "It ends by itself, or when the recipient's admin changes it."


def test_words_without_a_page_of_their_own_number_lead_to_the_page_that_explains_them() -> None:
    for reply, number in (("550 No such user here", "Refused with 550"), ("550 5.9.9 No such user here", "5.9.9")):
        verdict = check(reply)
        assert verdict.headline == f"{number}: the recipient's address doesn't exist"
        assert [step.text for step in verdict.steps] == ["What you can do", "All about 5.1.1"]
        assert (verdict.explained, verdict.certainty) == ("5.1.1", "likely")
        assert "link" not in verdict.offers  # a link carries the code, which has no page


@pytest.mark.parametrize("code", ["5.7.705", "5.7.606-649"])
def test_the_site_can_leave_the_code_of_a_link_open(code: str) -> None:
    entry = lookup(code)
    assert entry
    verdict = of_code("{code}", entry)
    assert "link" in verdict.offers
    assert verdict.steps[-1].text == "All about {code}"


def test_whose_side_refused_is_said_only_where_the_text_shows_it() -> None:
    assert fact(check("550 5.7.705 tenant has exceeded threshold"), "Whose side refused") is None
    assert fact(check(OUTSIDER.read_bytes()), "Whose side refused") == "The recipient's organization."


def test_a_reply_without_a_sign_of_its_mail_says_why_it_is_not_certain() -> None:
    reply = "Remote Server returned '550 5.7.705 Access denied, tenant has exceeded threshold'"
    sure = {text: to_text(check(text)) for text in (f"Nya strängar:\n\n- {reply}\n", f"{reply}\n")}
    assert ["isn't part of a report" in said for said in sure.values()] == [True, False]


@pytest.mark.parametrize(
    "error",
    [
        "smtplib.SMTPDataError: (432, b'4.3.2 STOREDRV.ClientSubmit; sender thread limit exceeded')",
        "MailKit.Net.Smtp.SmtpCommandException: 4.7.0 Temporary server error. Please try again later. PRX4",
    ],
)
def test_a_program_that_is_told_to_try_later_has_to_send_the_mail_again(error: str) -> None:
    verdict = check(f"{error}\n")
    assert {fact.name: fact.text for fact in verdict.facts}["This message"].startswith("No server keeps it")
    assert "no server keeps the mail" in (verdict.notice or "")


def test_only_who_can_do_nothing_hears_so() -> None:
    contradicted = [
        verdict.answer
        for entry in entries()
        if "can't fix" in ((verdict := of_code(entry.code, entry)).answer or "") and "sender" in verdict.acts
    ]
    assert contradicted == []


def test_an_open_meaning_is_what_microsofts_table_says_and_names_nobody() -> None:
    verdict = check("550 5.7.1 Refused")
    entry = lookup("5.7.1")
    assert entry
    usually = "This is what 5.7.1 usually means, but the words here don't confirm it, so go by those words."
    assert verdict.says == f"{usually} {entry.stands_for}"
    assert (verdict.acts, verdict.lifted_by, verdict.blocked, verdict.way) == ((), (), None, (entry.page,))
    for text in (to_text(verdict), to_markdown(verdict)):
        assert "the recipient's admin" not in text
        assert "wait" not in text


@pytest.mark.parametrize(
    "code",
    [
        *("5.7.705", " 5.7.705 ", "705", "7.705", "5,7,705", "5 7 705", "5.7.7O5", "5.7.705.", "(5.7.705)", "#705"),
        *("Code 5.7.705", "NDR: 5.7.705", "error 705", "Fehler 5.7.705", "Fehlercode: 705", "code d'erreur 5.7.705"),
        *("código de error 705", "Outlook error code 5.7.705 please help", "ошибка 5.7.705", "エラーコード 705"),
    ],
)
def test_a_code_that_was_only_typed_is_no_mistake_and_a_question_is_about_anybody(code: str) -> None:
    typed, asked = check(code), check("Our supplier gets 5.7.705, why?")
    assert (typed.kind, typed.notice, typed.headline) == ("mention", None, typed.title)
    assert asked.notice == "If you have a bounce with this code: Your admin needs to act, then Microsoft."
    assert asked.headline == "5.7.705: the sender's organization is blocked from sending"
    assert asked.says
    assert not _SECOND.search(asked.says)


@pytest.mark.parametrize("text", ["705 or 750", "705, 750", "705/750", "error 705 and 750"])
def test_two_codes_that_were_typed_are_both_named(text: str) -> None:
    verdict = check(text)
    assert (verdict.kind, verdict.code, [other.code for other in verdict.other_codes]) == (
        "mention",
        "5.7.705",
        ["5.7.750"],
    )


@pytest.mark.parametrize(
    "text",
    ["705 Main Street", "room 705", "page 705", "error 404", "404 or 503", "705 750", "order 705 or 750", "705 EUR"],
)
def test_a_number_beside_other_words_is_no_code(text: str) -> None:
    assert (check(text).kind, check(text).code) == ("not-a-bounce", None)


@pytest.mark.parametrize("text", ["## Error 5.7.705\n\nWhat our customers should know.", "they got 5.7.705 today"])
def test_nor_is_a_code_in_a_text_typed_alone(text: str) -> None:
    assert check(text).severity == "info"


@pytest.mark.parametrize(
    ("text", "notice"),
    [
        (
            "can you have a look at invoice 5.7.750 please?",
            "If you have a bounce with this code: Your admin needs to act, then Microsoft.",
        ),
        ("Our supplier gets 5.7.1, why?", "If you have a bounce with this code, paste it to see who has to act."),
    ],
)
def test_a_mention_says_first_that_it_is_no_bounce_and_nothing_of_a_message_or_a_block(text: str, notice: str) -> None:
    verdict = check(text)
    assert (verdict.kind, verdict.severity) == ("mention", "info")
    assert (verdict.answer, verdict.notice) == ("This text mentions the code but isn't a bounce.", notice)
    assert not {"Who must act", "This message", "What is blocked", "How long"} & {f.name for f in verdict.facts}
    assert "letter" not in verdict.offers


@pytest.mark.parametrize("entry", entries(), ids=attrgetter("code"))
def test_who_says_that_their_own_mail_fails_hears_who_acts_and_that_no_bounce_confirms_it(entry: Entry) -> None:
    code = next(code for code in entry.codes() if lookup(code) == entry)
    for text in (f"I keep getting {code} when I send mail.", f"All our messages come back with {code}!"):
        verdict = check(text)
        if code.startswith("2"):
            continue  # a success is no failure, whoever says so
        assert (verdict.kind, verdict.code, verdict.certainty) == ("mention", code, "likely")
        assert (verdict.answer or "").startswith("If your mail fails with this code, ")
        assert (verdict.notice or "").startswith("No bounce here confirms that. Paste the message that came back")
        assert (fact(verdict, "How sure") or "").endswith("No bounce confirms it.")
        assert bool(fact(verdict, "Who must act")) == bool(verdict.meaning)
        assert (verdict.severity == "open") == (verdict.meaning is None)
        assert verdict.severity != "info"
        assert not {"letter", "case"} & {*verdict.offers}
        assert not {"This message", "What is blocked", "How long"} & {f.name for f in verdict.facts}
        assert verdict.says
        assert not _SECOND.search(f"{verdict.headline} {verdict.says}")


@pytest.mark.parametrize(
    ("text", "alarmed"),
    [
        ("550 5.7.705 Access denied, tenant has exceeded threshold", True),
        ("We can't send since Monday, only 550 5.7.705 comes back.", True),
        ("Strings:\n\n- '550 5.7.705 Access denied, tenant has exceeded threshold'\n", False),
        ("Example\n\nRemote Server returned '550 5.7.705 Access denied, tenant has exceeded threshold'\n", False),
        ('{"ticket": "550 5.7.705 came up in chat; resolved"}', False),
        ("Access denied, tenant has exceeded threshold", False),
    ],
)
def test_what_may_be_nobodys_bounce_calls_no_organization_the_readers(text: str, *, alarmed: bool) -> None:
    verdict = check(text)
    assert (verdict.kind, verdict.severity) == ("failure", "organization")
    assert ("your organization" in verdict.headline) is alarmed
    assert (verdict.answer or "").startswith("Not your fault. " if alarmed else "If this is a bounce of yours, ")


@pytest.mark.parametrize("text", ["Lunch at noon?", ""])
def test_what_is_no_bounce_says_what_to_paste(text: str) -> None:
    verdict = check(text)
    assert verdict.headline == "This isn't a bounce, or it's only part of one."
    assert verdict.says
    assert verdict.says.startswith("Paste the message that came back to you")


def test_the_answer_for_refused_forwarding_and_what_it_says_name_the_same_admin() -> None:
    verdict = check("550 5.7.520 Access denied, Your organization does not allow external forwarding. AS(7555)")
    assert verdict.answer
    assert verdict.says
    assert "Your admin needs to act" in verdict.answer
    assert "Your admin decides whether to allow it" in verdict.says
    assert "If you wrote to another organization" in verdict.says


def test_every_sentence_of_the_catalogue_can_be_said_about_somebody_else() -> None:
    said = [text for entry in entries() for text in (entry.title, entry.stands_for, *(m.says for m in entry.meanings))]
    said += [meaning.headline for entry in entries() for meaning in entry.meanings if meaning.headline]
    said += [text for entry in entries() for meaning in entry.meanings if meaning.theirs for text in meaning.theirs]
    other = [third_person(text, "the sender") for text in said]
    assert [
        text for text in other if _SECOND.search(text) or re.search(r"sender (?:are|have|don't|do|need)\b", text)
    ] == []
    assert [text for text in said if _SECOND.search(first_person(text))] == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Your admin must act.", "The sender's admin must act."),
        ("you aren't on your own list", "the sender isn't on the sender's own list"),
        ("Yourself, or the young", "Yourself, or the young"),
    ],
)
def test_your_becomes_the_senders_word_by_word(text: str, said: str) -> None:
    assert third_person(text, "the sender") == said


def _is_complete(verdict: Verdict, entry: Entry) -> bool:
    told = verdict.headline.startswith(f"{verdict.code}: ") and verdict.answer and verdict.says
    return bool(told) and verdict.way[-1] == entry.page and (verdict.meaning is None) == (len(entry.meanings) > 1)


def test_every_code_has_an_answer_and_a_way_without_a_bounce() -> None:
    of_each = [(entry, of_code(entry.codes()[0], entry)) for entry in entries()]
    assert [verdict for entry, verdict in of_each if not _is_complete(verdict, entry)] == []


@pytest.mark.parametrize(
    ("text", "badge"),
    [
        ("550 5.7.705 Access denied, tenant has exceeded threshold", "Urgent"),
        ("Since Monday all our mail fails with 5.7.705.", "Urgent, if it's yours"),
        ("550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found", "You can fix it"),
        ("Lunch at noon?", "Nothing to act on"),
    ],
)
def test_the_badge_says_how_serious_it_is(text: str, badge: str) -> None:
    assert check(text).badge == badge


def test_a_delay_that_no_server_keeps_is_not_said_to_be_retried() -> None:
    retried = {
        m.says for entry in entries() for m in entry.meanings if re.search("keeps (?:re)?trying|is retried", m.says)
    }
    left = {says for says in retried if re.search("keeps (?:re)?trying|is retried|goes on", given_up(says))}
    assert len(retried) > 30
    assert left == {says for says in retried if "couldn't deliver the message yet and keeps trying" in says}


def test_what_follows_the_retries_is_a_sentence_of_its_own() -> None:
    says = "The server is busy. It keeps retrying for a day; the admin of that server must fix it."
    assert given_up(says) == "The server is busy. The admin of that server must fix it."
    assert given_up("It is busy. The sending server keeps retrying; nobody needs to do anything.") == "It is busy."
    failed = (
        "Final-Recipient: rfc822; pat@fabrikam.com\nAction: failed\nStatus: 4.4.1\nDiagnostic-Code: smtp; 451 4.4.1 "
    )
    verdict = check(f"{failed}Connection timed out\n")
    assert (verdict.kind, "retr" in (verdict.says or "")) == ("failure", False)


def test_the_log_of_the_server_that_refused_is_read_by_its_admin() -> None:
    reject = (
        "Nov 26 10:00:00 mx postfix/smtpd[5]: NOQUEUE: reject: RCPT from mail.contoso.com[203.0.113.66]: 554 5.7.1 "
        "Service unavailable; Client host [203.0.113.66] blocked using bl.spamcop.net; from=<kim@contoso.com> "
        "to=<pat@fabrikam.com> proto=ESMTP helo=<mail.contoso.com>\n"
    )
    assert "whoever sent the mail, not that server's admin" in (check(reject).notice or "")
    assert check("554 5.7.1 Client host [203.0.113.66] blocked using bl.spamcop.net").notice is None


def test_a_reply_inside_the_one_that_decides_speaks_alone() -> None:
    verdict = check(
        "550 5.7.57 Client not authenticated to send mail. Error: 535 5.7.139 Authentication unsuccessful,"
        " SmtpClientAuthentication is disabled for the Tenant.\n"
    )
    assert (verdict.says or "").startswith("The reply inside it, 5.7.139, gives the reason: ")
    passed_on = check("550 5.7.350 Remote server returned message detected as spam -> 554 5.7.1 Relay access denied\n")
    assert (passed_on.says or "").startswith("The other server's reply, 5.7.1, gives the reason: ")
    assert "spam" not in (passed_on.says or "")
