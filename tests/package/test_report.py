"""A verdict in its three forms: JSON by the contract, text for a terminal, Markdown for a ticket."""

import base64
import json
import re

import pytest

from ndr_checker import Verdict, check
from ndr_checker.base.limits import MAX_EVIDENCE
from ndr_checker.telling.report import to_json, to_markdown, to_text
from ndr_checker.telling.words import DOUBT, ORIGIN
from tests.support.contract import KEYS
from tests.support.reading import report

HINT = "Look for a line with a number such as 550 5.1.10 further down in the message, and paste that too."
UNSAFE = [
    *map(chr, [*range(0x20), 0x7F, *range(0x80, 0xA0)]),
    *"\u00ad\u061c\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e",
    *"\u180e\u2060\u2066\u2067\u2068\u2069\ufe0f\ufeff\ud800\U000e0041",
]
NOTICE = """\
Delivery has failed to these recipients or groups:

pat@fabrikam.com
Remote Server returned '550 5.7.705 Access denied, tenant has exceeded threshold -> 554 5.7.1 no'
See https://learn.microsoft.com/x and https://microsoft.evil.example/x
"""


def hostile(text: str) -> Verdict:
    """Return a verdict with the text in every place that a bounce fills."""
    verdict = check(NOTICE, source=text)
    return verdict._replace(
        recipients=tuple(r._replace(address=text, action=text) for r in verdict.recipients),
        evidence=tuple(e._replace(text=text) for e in verdict.evidence),
        decisive=tuple(e._replace(text=text) for e in verdict.decisive),
        links=tuple(link._replace(host=text) for link in verdict.links),
        defects=(text,),
    )


@pytest.mark.parametrize("text", [NOTICE, "Lunch at noon?", "What does 5.7.705 mean?", "421 Try again"])
def test_json_has_the_contracts_keys_in_their_order_whatever_the_kind(text: str) -> None:
    assert list(check(text).to_dict()) == KEYS
    assert list(json.loads(to_json(check(text)))) == KEYS


def test_json_is_one_line_of_ascii_without_blanks_between() -> None:
    line = to_json(check(NOTICE.replace("Access", "Zugriff für \u202e nötig"), source="bounce \u2028.eml"))
    assert line.isascii()
    assert "\n" not in line
    assert line.startswith('{"version":1,"source":"bounce \\u2028.eml","kind":"failure","code":"5.7.705","reply":550,')


def test_json_cuts_a_flood_of_evidence_but_never_what_decides() -> None:
    text = "5.1.1 \n" * (MAX_EVIDENCE + 50) + "\n\nRemote Server returned '550 5.7.705 Access denied'"
    shown = json.loads(to_json(check(text)))["evidence"]
    assert len(shown) == MAX_EVIDENCE + 1
    assert [item["code"] for item in shown if item["decisive"]] == ["5.7.705"]


def test_text_says_code_meaning_actors_evidence_and_the_way_on() -> None:
    text = to_text(check(NOTICE, source="bounce.eml"))
    assert text.startswith(
        "bounce.eml: 5.7.705: your organization is blocked from sending\n"
        "  In short: Not your fault. Your admin needs to act, then Microsoft.\n"
        "  Result: The mail wasn't delivered."
    )
    for line in (
        "  Who must act: The sender's admin, then Microsoft.",
        "  What is blocked: The whole organization.",
        "  How sure: Certain: read from the refusing server's reply.",
        "  Evidence, line 4: Remote Server returned '550 5.7.705 Access denied",
        "  Recipient: pat@fabrikam.com (5.7.705)",
        "  Not 5.7.1: It's the other server's own reply, wrapped in this one.",
        "  Not a known Microsoft host, check it before you open it: microsoft[.]evil[.]example",
        "  What to do: ndr-checker explain 5.7.705",
    ):
        assert f"\n{line}" in text
    assert "learn.microsoft.com" not in text


def test_markdown_is_a_list_under_the_title_with_the_page() -> None:
    note = to_markdown(check(NOTICE, source="bounce.eml"))
    assert note.startswith("`bounce.eml`: **5.7.705: the sender's organization is blocked from sending**\n\n- Result: ")
    assert note.endswith("\n- Page: `codes/5.7.705/`")
    assert all(line.startswith("- ") for line in note.splitlines()[2:])


def test_what_is_no_bounce_is_said_in_one_sentence() -> None:
    assert to_text(check("Lunch?", source="-")) == "-: This isn't a bounce, or it's only part of one."
    assert to_markdown(check("Lunch?")).strip() == "**This isn't a bounce, or it's only part of one.**"


@pytest.mark.parametrize("unsafe", [c for c in UNSAFE if c != "\t"], ids=lambda c: f"U+{ord(c):04X}")
def test_no_character_that_a_terminal_acts_on_gets_through(unsafe: str) -> None:
    verdict = hostile(f"a{unsafe}b")
    for told in (to_text(verdict), to_markdown(verdict)):
        assert f"a{unsafe}b" not in told
        assert re.search(r"a\\(x[0-9a-f]{2}|u[0-9a-f]{4}|U[0-9a-f]{8})b", told)


@pytest.mark.parametrize("text", ["`", "``", "a`b", "a``b```c", "`**bold**`", "`` ` ``"])
def test_backticks_in_a_bounce_cannot_end_a_code_span(text: str) -> None:
    fence = "`" * (max(map(len, re.findall("`+", text))) + 1)
    line = to_markdown(hostile(text), show_names=True).splitlines()[0]
    assert line.startswith(f"{fence} {text} {fence}: ")


def test_a_defect_in_a_ticket_is_one_line() -> None:
    assert "\n- Note: one\\x0atwo" in to_markdown(hostile("one\ntwo"))


def test_of_a_mailing_list_the_text_names_a_few_recipients_and_json_all() -> None:
    fields = "".join(f"Final-Recipient: rfc822;u{n}@fabrikam.com\nAction: failed\nStatus: 5.1.1\n\n" for n in range(30))
    verdict = check(fields)
    assert to_text(verdict).count("  Recipient: ") == to_markdown(verdict).count("- Recipient: ") == 5
    assert "\n  More recipients: 25\n" in to_text(verdict)
    assert "\n- More recipients: 25\n" in to_markdown(verdict)
    assert len(json.loads(to_json(verdict))["recipients"]) == 30


WHOLE = """\
bounce.eml: 5.7.705: your organization is blocked from sending
  In short: Not your fault. Your admin needs to act, then Microsoft.
  Result: The mail wasn't delivered.
  Meaning: {says}
  Who must act: The sender's admin, then Microsoft.
  How sure: Likely: read from a Status field. {why}
  This message: It won't be retried.
  What is blocked: The whole organization.
  How long: Until Microsoft lifts it.
  Sent from: robin@contoso.com
  Whose side refused: The sender's organization.
  Who wrote it: {origin}
  Evidence, line 19: Status: 5.7.705
  Recipient: pat@fabrikam.com (failed, 5.7.705)
  Not 5.1.10: It's in the original message that came back, not in the refusal.
  What to do: ndr-checker explain 5.7.705"""
NOTE = """\
`bounce.eml`: **5.7.705: the sender's organization is blocked from sending**

- Result: The mail wasn't delivered.
- Code: `550 5.7.705`
- Meaning: Microsoft has stopped the sender's whole organization from sending, because too much of what it sent looked \
like spam or bulk mail. The sender's admin has to fix the cause and then ask Microsoft Support to lift the block.
- Who must act: The sender's admin, then Microsoft.
- How sure: Likely: read from a Status field. {why}
- This message: It won't be retried.
- What is blocked: The whole organization.
- How long: Until Microsoft lifts it.
- Sent from: `[address 1]`
- Whose side refused: The sender's organization.
- Who wrote it: {origin}
- Evidence, line 19: `Status: 5.7.705`
- Recipient: `[address 2]` (`failed`, `5.7.705`)
- Not 5.1.10: It's in the original message that came back, not in the refusal.
- Next: `unblock/#contain`
- Page: `codes/5.7.705/`"""


def test_the_whole_text_and_the_whole_note_of_a_report() -> None:
    verdict = check(report(), source="bounce.eml")
    assert verdict.entry
    (meaning,) = (m for m in verdict.entry.meanings if m.id == verdict.meaning)
    why, origin = f"Not certain, because {DOUBT['unvouched']}.", ORIGIN
    assert to_text(verdict) == WHOLE.format(says=meaning.says, why=why, origin=origin)
    assert to_markdown(verdict) == NOTE.format(why=why, origin=origin)


def test_a_recipient_of_whom_nothing_is_said_has_no_brackets_and_what_is_encoded_no_line() -> None:
    assert to_text(check("Your message to pat@fabrikam.com couldn't be delivered.")).split("\n") == [
        "A bounce without an enhanced status code",
        "  In short: The checker can't tell from this text who has to act.",
        "  Result: The mail wasn't delivered.",
        f"  What to do: {HINT}",
        "  How sure: Likely. Not certain, because the text has no enhanced status code.",
        f"  Who wrote it: {ORIGIN}",
        "  Recipient: pat@fabrikam.com",
    ]
    encoded = base64.encodebytes(b"Remote Server returned '550 5.7.705 Access denied'\n").decode()
    mail = f"MIME-Version: 1.0\nReturn-Path: <>\nContent-Transfer-Encoding: base64\n\n{encoded}"
    assert "  Evidence, decoded or put together: Remote Server returned" in to_text(check(mail))


def test_who_lifts_a_block_is_one_or_another() -> None:
    text = to_text(check("552 5.2.2 <pat@fabrikam.com>: mailbox is full"))
    assert "\n  How long: Until the recipient or the recipient's admin changes it.\n" in text


def test_a_verdict_that_nobody_vouches_for_says_why_it_isnt_certain() -> None:
    sure = {
        name: {fact.name: fact.text for fact in check(text).facts}["How sure"]
        for name, text in {
            "mail": report(),
            "reply": "550 5.7.705 Access denied, tenant has exceeded threshold",
            "code": "Error 5.7.705",
        }.items()
    }
    assert [name for name, text in sure.items() if DOUBT["unvouched"] in text] == ["mail"]
