"""What in a text that is called no bounce looks like one: then the verdict isn't certain, and says what it saw."""

from ndr_checker.base.limits import MAX_LEAD
from ndr_checker.base.pattern import pattern
from ndr_checker.finding.finder import Evidence
from ndr_checker.reading.message import Message

#: Each with what a reader calls it.
_SIGNS = (
    (
        pattern(
            r"(?<![\w.,])[45](?:,[0-9],[0-9]{1,3}(?![0-9,])|\.[0-9]\. [0-9]{3}\b|\.[0-9ol]\.[0-9]{0,2}[ol][0-9]{0,2}\b)"
        ),
        "a number that looks like a code",
    ),
    (
        pattern(r"\n[ \t>*|-]{0,20}(?:final-recipient|diagnostic-code|action|remote-mta|reporting-mta)[ \t]*:"),
        "a report's field",
    ),
    (
        pattern(r"['\"(:] ?(?:4[25][0-9]|5[05][0-9])(?:[ -](?=[a-z<'\"#])|[-#;]?(?=[245]\.))"),
        "a number that looks like a reply code",
    ),
    (
        pattern(
            r"\b(?:status=|stat=|dsn=|led=|recipient_?status|smtp error|bounced?\b|undeliver|mailer-daemon"
            r"|non-?delivery)"
        ),
        "words of a delivery",
    ),
)


def sign(message: Message, evidence: tuple[Evidence, ...]) -> str | None:
    """Return a sentence on what looks like a bounce and was not used; None where nothing does."""
    seen = next((f"a code, {e.code}" for e in evidence if e.code), None)
    texts = [part.view.lines[:MAX_LEAD] for part in message.parts if part.role in ("notice", "pasted", "status")]
    seen = seen or next((name for says, name in _SIGNS if any(says.search(text) for text in texts)), None)
    return f"It has {seen}, but nothing shows that a server refused a message." if seen else None
