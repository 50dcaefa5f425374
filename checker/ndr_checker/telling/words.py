"""The catalogue's tokens in plain words, for a page's facts box and for a verdict."""

from collections.abc import Iterable
from typing import Final

from ndr_checker.base.terms import Doubt

KIND: Final = {
    "failure": "The mail wasn't delivered.",
    "delay": "The mail is delayed.",
    "mention": "The text mentions this code but isn't a bounce.",
    "not-a-bounce": "This isn't a bounce, or it's only part of one.",
}
#: The same of a failure beside which other recipients got the mail.
PARTLY: Final = "Some of the mail wasn't delivered."
#: Recipients that a text lists, and the name of the row that counts the others; the JSON has them all.
LISTED: Final = 5
MORE: Final = "More recipients"
#: A link's host that isn't on the list, and evidence that is on no line of its own.
FOREIGN: Final = "Not a known Microsoft host, check it before you open it"
ON_NO_LINE: Final = "decoded or put together"
CERTAINTY: Final = {
    "certain": "Certain",
    "likely": "Likely",
    "unsure": "Unsure: the text can be read in more than one way. Compare it with the page before you act",
}
OPEN: Final = "The reason is open: the checker doesn't recognize the wording."
#: Where the evidence is that decided, by its kind: "Certain: read from ...".
PLACE: Final = {
    "status-field": "a Status field",
    "diagnostic-code": "a Diagnostic-Code field",
    "trace-led": "the last error (LED) in a trace, a log or a queue",
    "log-reply": "a server's reply in a log",
    "remote-reply": "the refusing server's reply",
    "notice-line": "an error line",
    "smtp-reply": "a server's reply",
    "phrase": "the wording alone",
    "code-alone": "the code alone",
    "rows": "the rows of a table",
}
#: Anyone can write what a bounce, a log or an export says.
ORIGIN: Final = (
    "Anyone can write a text like this. The checker reads what it says, not who sent it. "
    "Don't sign in, call or pay because it asks you to."
)
#: "Not certain, because ...".
DOUBT: Final[dict[Doubt, str]] = {
    "unvouched": "nothing in the mail proves which server sent it",
    "open-side": "the text doesn't show whose organization is blocked",
    "other-words": "these words usually come with another code",
    "either-setup": "the fault may be in either side's setup",
    "rivals": "another code in the text competes with it",
    "typed": "somebody may have typed the words around it",
    "sample": "the address is reserved for examples",
    "unattested": "it isn't part of a report, a log or an error that the checker recognizes",
    "no-code": "the text has no enhanced status code",
}
#: The row that says what becomes of the one message, which isn't how long a block lasts.
KEPT: Final = "This message"
PERMANENCE: Final = {
    "permanent": "it won't be retried",
    "transient": "the mail server keeps retrying",
}
#: What becomes of a mail that was put off, by who has it.
HELD: Final = {
    "server": PERMANENCE["transient"],
    "stopped": "nobody sends it until the mail system is started again",
    "client": "no server keeps it; the program or mail app has to send it again",
    None: "a mail server that was sending it keeps retrying; a program or a mail app has to send it again",
}
RETRIED: Final = "the text says that it's being retried, although a reply that begins with 5 is final"
BLOCKED: Final = {
    "organization": "the whole organization",
    "unregistered-domains": "mail from domains that the organization hasn't registered",
    "connector": "mail through one connector",
    "sender": "one sender",
    "recipient": "mail to one recipient",
    "ip": "an IP address",
    "message": "this one message",
    "nothing": "nothing",
}
#: Serves `acts` and `lifted_by`.
WHO: Final = {
    "sender": "the sender",
    "sender-admin": "the sender's admin",
    "recipient": "the recipient",
    "recipient-admin": "the recipient's admin",
    "microsoft": "Microsoft",
    "itself": "nobody: it ends by itself",
}
WHOSE: Final = {
    "sender-side": "the sender's organization",
    "recipient-side": "the recipient's organization",
    "unknown": "can't be told from this text",
}
#: What the guide's parts ask the admin to do, by their ids.
STEPS: Final = {
    "contain": "stop what is sending the unwanted mail",
    "domains": "register every domain that mail is sent from",
    "connectors": "look for unusual connectors",
    "on-premises": "lock down the servers that send through Exchange Online",
    "bulk": "move bulk mail to a service made for it",
    "support": "ask Microsoft Support to lift the block",
    "after": "send again what was refused",
}


def result(kind: str, actions: Iterable[str | None]) -> str:
    """Return what became of the mail, by what became of each recipient's."""
    return PARTLY if kind == "failure" and "delivered" in actions else KIND[kind]


def in_order(tokens: Iterable[str]) -> str:
    """Return who acts, one after the other; nobody where there are no tokens, and nobody yet where waiting is first."""
    first, *later = [*tokens] or [""]
    if first == "itself" and later:
        return f"nobody yet: just wait; if the mail still doesn't arrive, {in_order(later)}"
    return ", then ".join(WHO[token] for token in (first, *later)) if first else "nobody: just wait"


def sentence(words: str) -> str:
    """Return the words with a capital first letter."""
    return words[:1].upper() + words[1:]
