"""The catalogue's tokens in plain words, for a page's facts box, the checker in it, the terminal and the ticket."""

from collections.abc import Iterable, Mapping
from typing import Final

KIND: Final = {
    "failure": "The mail was refused.",
    "delay": "The mail is late; it may still arrive.",
    "mention": "The text names this code, but it is no bounce.",
    "not-a-bounce": "This is not a bounce, or not all of one.",
}
CERTAINTY: Final = {
    "certain": "certain: the report itself gives the code",
    "likely": "likely: the words point there, no report's own field says it",
    "unsure": "unsure: two readings fit equally well",
}
#: Anyone can write what a bounce says.
ORIGIN: Final = "it looks like a bounce, but anyone can write such a text; who sent it was not checked"
PERMANENCE: Final = {
    "permanent": "permanent: the mail will not be tried again",
    "transient": "temporary: the mail server tries again by itself",
}
BLOCKED: Final = {
    "organization": "the whole organization",
    "unregistered-domains": "mail from domains that the organization has not registered",
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
    "unknown": "not to be seen from this text",
}

WORDS: Final[Mapping[str, Mapping[str, str]]] = {"permanence": PERMANENCE, "blocked": BLOCKED, "who": WHO}


def in_order(tokens: Iterable[str]) -> str:
    """Return who acts, one after the other; nobody where there are no tokens."""
    return ", then ".join(WHO[token] for token in tokens) or "nobody: just wait"


def sentence(words: str) -> str:
    """Return the words with a capital first letter."""
    return words[:1].upper() + words[1:]
