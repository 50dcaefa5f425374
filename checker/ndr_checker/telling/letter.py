"""The message from a user to their admin: in our words and with the code alone, nothing from the bounce.

A mail program that is a web page gets the text of a mailto: link in an address, which servers write down.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from ndr_checker.rules.catalogue import is_restriction

from .voice import first_person
from .words import KEPT, STEPS, sentence

_HINT: Final = "It contains nothing from the text you pasted. Send that too: your admin needs all of it."
_NO_MAIL_HINT: Final = f"Use chat or the phone: your mail may not arrive. {_HINT}"
#: The first sentence, by whether a log or a trace says it, and whether the mail may still arrive.
_HAPPENED: Final = {
    (False, False): "A message I sent came back.",
    (False, True): "A message I sent is delayed; it may still arrive.",
    (True, False): "A log or a message trace shows that mail was refused.",
    (True, True): "A log or a message trace shows that mail is delayed; it may still arrive.",
}
_NEEDS: Final = "I can't fix this myself; it needs an admin."
_NEEDS_LATER: Final = "If it doesn't arrive, it needs an admin: I can't fix this myself."
_FORWARD: Final = "I'm forwarding the message that {}, unchanged."
_ATTACH: Final = "I'm sending you that log or trace too, unchanged."
_NO_MAIL: Final = "My own mail may not reach you, so I'm using chat or the phone. I'll pass on {} the same way."
#: Kinds of evidence that no message has brought back.
_RECORDS: Final = ("log-reply", "trace-led")
#: What is blocked is the sender's own mail.
_OWN_MAIL: Final = ("organization", "unregistered-domains", "sender")


class Letter(NamedTuple):
    """`mail` is whether mail is a way to send it; `hint` is said to the reader before they do."""

    subject: str
    body: str
    hint: str
    mail: bool


def letter(verdict: Mapping[str, Any], site: str) -> Letter:
    """Return the message about a verdict, given as the JSON contract. `site` is the site's address, ending in `/`."""
    code = verdict["code"]
    numbers = " ".join(str(number) for number in (code and verdict["reply"], code) if number)
    mail = verdict["blocked"] not in _OWN_MAIL
    recorded = any(item["decisive"] and item["kind"] in _RECORDS for item in verdict["evidence"])
    late = verdict["kind"] == "delay"
    forward = _ATTACH if recorded else _FORWARD.format("says so" if late else "came back")
    passed_on = "the log or trace" if recorded else "the notice" if late else "the bounce"
    paragraphs = (
        ["Hello,"],
        [" ".join(_story(verdict, recorded=recorded, late=late))],
        [f"Code: {numbers}" if numbers else "", f"The bounce checker says: “{first_person(_finding(verdict))}”"],
        _pages(verdict, site),
        [forward if mail else _NO_MAIL.format(passed_on)],
        ["Thank you"],
    )
    body = "\n\n".join("\n".join(filter(None, lines)) for lines in paragraphs if any(lines))
    subject = "My mail is delayed" if late else "My mail was refused"
    return Letter(
        subject=f"{subject} with {code}" if code else subject,
        body=body,
        hint=_HINT if mail else _NO_MAIL_HINT,
        mail=mail,
    )


def _story(verdict: Mapping[str, Any], *, recorded: bool, late: bool) -> Iterator[str]:
    """Yield what became of the mail, in sentences; of one that is late also whether a server keeps it."""
    yield _HAPPENED[recorded, late]
    if late:
        yield from (fact["text"] for fact in verdict["facts"] if fact["name"] == KEPT)
    yield _NEEDS_LATER if verdict["acts"][:1] == ["itself"] else _NEEDS


def _finding(verdict: Mapping[str, Any]) -> str:
    """Return what happened; without a page, `says` tells the sender what to do, unless the admin can use it."""
    if verdict["page"] or (verdict["code"] and is_restriction(verdict["code"])):
        return str(verdict["says"])
    return f"{verdict['headline']}."


def _pages(verdict: Mapping[str, Any], site: str) -> list[str]:
    """Return the lines that lead the admin on."""
    first = verdict["way"][0] if verdict["way"] else ""
    step = STEPS.get(first.removeprefix("unblock/#"))
    return [
        f"What to do first: {sentence(step)}." if step else "",
        f"Step by step: {site}{first}" if verdict["steps"] and verdict["steps"][0]["reader"] == "admin" else "",
        f"About the code: {site}{verdict['page']}" if verdict["page"] else "",
    ]
