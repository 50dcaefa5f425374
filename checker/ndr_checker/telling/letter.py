"""The message from a user to their admin: in our words and with the code alone, nothing from the bounce.

A mail program that is a web page gets the text of a mailto: link in an address, which servers write down.
"""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from ndr_checker.rules.catalogue import is_restriction

from .voice import first_person
from .words import STEPS, sentence

_HINT: Final = "It contains nothing from the text you pasted. Send that too: your admin needs all of it."
_NO_MAIL_HINT: Final = f"Use chat or the phone: your mail may not arrive. {_HINT}"
_CAME_BACK: Final = "A message I sent came back. I can't fix this myself; it needs an admin."
_RECORDED: Final = "A log or a message trace shows that mail was refused. I can't fix this myself; it needs an admin."
_FORWARD: Final = "I'm forwarding the message that came back, unchanged."
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
    forward = _ATTACH if recorded else _FORWARD
    paragraphs = (
        ["Hello,"],
        [_RECORDED if recorded else _CAME_BACK],
        [f"Code: {numbers}" if numbers else "", f"The bounce checker says: “{first_person(_finding(verdict))}”"],
        _pages(verdict, site),
        [forward if mail else _NO_MAIL.format("the log or trace" if recorded else "the bounce")],
        ["Thank you"],
    )
    body = "\n\n".join("\n".join(filter(None, lines)) for lines in paragraphs if any(lines))
    return Letter(
        subject=f"My mail was refused with {code}" if code else "My mail was refused",
        body=body,
        hint=_HINT if mail else _NO_MAIL_HINT,
        mail=mail,
    )


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
