"""What a person says on the line of a reply that an organization is blocked: it may be over, or a question."""

import pytest

from ndr_checker import check
from ndr_checker.rules.catalogue import lookup, restrictions

REPLY = "550 5.7.705 Access denied, tenant has exceeded threshold"


@pytest.mark.parametrize(
    "text",
    [
        "What does Remote Server returned '{}' mean?",
        "Which team handles Remote Server returned '{}'",
        "OK again (was: {}) on mon01, after 3 hours",
        "Hi, last week we couldn't send mail: {}. Microsoft lifted it on Monday and mail works again.",
        "Die Sperre ist seit gestern weg (war {}). Alles geht wieder raus.",
        "C'est réglé depuis hier : plus de « {} », on peut clore.",
        "昨日ブロックは解除されました。以前は {} でした。",
        "Блокировку вчера сняли, было {} на x@fabrikam.com. Сейчас всё работает.",
    ],
)
def test_words_beside_a_reply_may_say_anything_of_the_block(text: str) -> None:
    verdict = check(text.format(REPLY))
    assert (verdict.code, verdict.certainty == "certain") == ("5.7.705", False)
    assert "your organization is blocked" not in verdict.headline


@pytest.mark.parametrize(
    "text",
    [
        "{}",
        "Error: {}.",
        "Remote Server returned '{}. AS(8131)'",
        "SMTP error from remote mail server after end of data: {} [AM0PR01CA0001.eurprd01.prod.outlook.com]",
        "{}. For more information please go to http://go.microsoft.com/fwlink/?LinkId=526653",
        "Your message to pat@fabrikam.com couldn't be delivered: {}",
        '{{"email":"pat@fabrikam.com","event":"bounce","reason":"{}"}}',
    ],
)
def test_what_servers_and_programs_write_round_a_reply_leaves_it_certain(text: str) -> None:
    assert check(text.format(REPLY)).certainty == "certain"


@pytest.mark.parametrize("code", [entry.code for entry in restrictions() if "-" not in entry.code])
def test_no_reply_of_these_codes_has_more_words_than_its_page_knows(code: str) -> None:
    entry = lookup(code)
    assert entry
    for meaning in entry.meanings:
        for phrase in meaning.phrases:
            verdict = check(f"Remote Server returned '550 {code} {phrase}'")
            assert verdict.meaning != meaning.id or "typed" not in verdict.doubts
