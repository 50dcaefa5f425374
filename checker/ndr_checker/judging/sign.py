"""What in a text that is called no bounce looks like one: then the verdict isn't certain, and says what it saw."""

from collections.abc import Iterator
from itertools import islice

from ndr_checker.base.limits import MAX_CODES, MAX_LEAD
from ndr_checker.base.normalise import line_around, lined, normalise
from ndr_checker.base.pattern import pattern
from ndr_checker.finding.context import labelled
from ndr_checker.finding.finder import Evidence
from ndr_checker.finding.surroundings import is_running
from ndr_checker.reading.message import Message
from ndr_checker.rules.wording import ERROR, FAILED, FULL, MAIL, NOT, OF_MAIL, RECIPIENT

from .program_error import EVENT
from .sentence import in_sentence

#: Each with what a reader calls it. They are searched in lower case, after a line break.
_SIGNS = (
    (
        pattern(
            r"(?<![\w.,])[45](?:,[0-9],[0-9]{1,3}(?![0-9,])|\.[0-9]\. [0-9]{3}\b"
            r"|[ -][0-7][ -][1-9][0-9]{0,2}\b(?![.,:/-])|\.[0-9ol]\.[0-9]{0,2}[ol][0-9]{0,2}\b"
            r"|\.[0-9]\.[0-9]{0,2}-?\n[0-9])"
        ),
        "a number that looks like a code",
    ),
    (
        pattern(
            r"\n[ \t>*|_`-]{0,20}(?:(?:final|original)-recipient|diagnostic-code|action|status|remote-mta|reporting-mta"
            r"|x-failed-recipients|x-supplementary-info)[ \t*_`]{0,4}[:=]"
        ),
        "a field of a report",
    ),
    (
        pattern(
            r"(?:['\"(:=;>] ?|\b(?:errors?|code|status|reply|response|said|returned|smtp)[ :#]{1,3})"
            r"(?:4(?:21|[3-5][0-9])|5[0-57][0-9])(?![0-9.,:%/-][0-9]|[0-9%€$])"
            r"|\n[ \t>*|`'\"-]{0,20}(?:4(?:21|[3-5][0-9])|5[0-57][0-9])[ \t:;,|-]{1,3}"
            r"[^\n]{0,60}?\b(?:address|block|denied|error|invalid|mail|message|recipient|refused|reject|relay|sender|server|service|spam|unknown|user)"
        ),
        "a number that looks like a reply code",
    ),
    (
        pattern(
            r"\b(?:to|from|rcpt|relay|dsn|stat|status|led|recipient_?status)=\S|\b(?:postfix|exim|sendmail|sm-mta|smtpd|qmail"
            r"|haraka|opensmtpd)[\[/:-]|-[0-9a-z]{2,11} (?:<=|=>|->|\*\*|==) \S{1,80}@"
        ),
        "a log record",
    ),
    (pattern(r"> -> <"), "a log record"),
    (pattern(r"\[(?<=[\w.-]\[)[\w.:]{2,45}\]:[0-9]{2,5}\b"), "a server's name with its address"),
    (
        pattern(
            r"^\s{0,99}(?=[^\n]{0,400}(?:recipient|sender|message.?id|delivery|bounce|event|status)[^\n]{0,60}[,;\t\n])"
            r"(?:[^\n,;\t]{0,60}[,;\t]){2}|[\"'](?:event|bounce\w*|recipient\w*|delivery[\w-]*|hard_?bounce)[\"'] ?:"
        ),
        "columns of an export",
    ),
    (
        pattern(
            r"\n[ \t]{0,80}(?:t(?:[ \t]{1,9}[0-9]{1,5}){4}|count[ \t]{1,9}volume[ \t]{1,9}oldest)[ \t]"
            r"|\n(?:-- [0-9]{1,9} kbytes in |[ \t]{0,40}total requests: )[0-9]|\nmessages in queue"
        ),
        "a queue summary",
    ),
    (
        pattern(
            r"below this line is a copy|\(in reply to |\.prod\.(?:protection\.)?outlook\.com"
            r"|\b(?:smtp|(?:hard|soft)?[_ -]?bounce[ds]?\b|bouncing|undeliver|mailer-daemon|non-?delivery|postmaster@"
            r"|returned mail"
            r"|mail delivery|delivery (?:failed|failure|has failed|report|incomplete)"
            r"|(?:not|never) (?:be )?(?:delivered|sent\b)"
            r"|(?:\bcannot|\bcan't|\bnot|unable to) (?:send|submit|deliver) (?:\w{1,5} )?(?:e-?)?m(?:ail|essage)"
            r"|mailbox (?:unavailable|not found|full|disabled|has moved|status|address)"
            r"|(?:destination|sender's) mailbox|not (?:a )?member"
            r"|relay(?:ing)? (?:access )?denied|(?:server|host) (?:response|responded"
            r"|replied|said|rejected|refused)|(?:message|mail|recipient|sender|address) (?:was |is |has been )?"
            r"(?:rejected|refused|blocked|denied))"
        ),
        "words about delivery",
    ),
    (
        pattern(r"\b250[ -](?:2\.[0-9]\.[0-9] )?o\.?k\b|\bqueued (?:as|for|mail)\b|\baccepted for delivery"),
        "a server's reply that it took a mail",
    ),
)
#: How Postfix and Exim log the sender of a notice: none.
_OF_NOTICE = ("from=<>", " <= <> ")
#: How near to an error the words of mail are.
_NEAR = 60
#: What a program says goes on after the error's name: "Error: …", "**错误**: …", "Fehler (0x80042109)", "erreur « …",
#: "Fehler beim Senden: …".
_GOES_ON = pattern(r"[^\n.!?:\uff1a]{0,60}[:\uff1a]|[\w.-]{0,60}[ \xa0*_`]{0,4}[(「『“«\"]")
#: Before an error that there wasn't, or of the reader's: "if you received this email in error".
_UNLIKE = (" no ", " without ", " in ", " por ", " par ", " per ", " ved en ")
#: What is in the place of something that a template leaves open: "<the server's answer>", "{reason}", "[...]".
_PLACEHOLDER = pattern(r"<[^<>@\n]{2,80}>|\{[\w .-]{2,40}\}|\[[\w .-]{2,40}\]|\.\.\.|\u2026")
#: Kinds of evidence that such a place is of, by the words before it.
_OF_SERVER = ("remote-reply", "diagnostic-code")
_PLACES = 50
#: Letters of scripts that no list of words is in, such as Hebrew, Thai and Georgian.
_UNREAD = pattern("[\u0530-\u10ff\u1200-\u1cff]")


def sign(message: Message, evidence: tuple[Evidence, ...]) -> str | None:
    """Return a sentence on what looks like a bounce and was not used; None where nothing does."""
    seen = next((f"a code, {e.code}" for e in evidence if e.code), None)
    texts = [*_texts(message)]
    seen = seen or next((name for says, name in _SIGNS if any(says.search(text) for text in texts)), None)
    if not seen and any(map(_has_mail_error, texts)):
        seen = "an error and words of mail"
    if not seen and any(map(_introduces_no_reply, texts)):
        seen = "words that introduce a server's reply"
    if not seen and any(in_sentence(text, {}) for text in texts):
        seen = "a sentence that says something about an address was refused or didn't work"
    return f"It has {seen}, but nothing shows that a server refused a message." if seen else None


def against_success(message: Message) -> str | None:
    """Return a sentence on what looks like a failure beside records of mail that went through; None where nothing does.

    A server took that mail; another program on it may have failed to store it, or thrown it away.
    """
    for part in (part for part in message.parts if part.own and part.records):
        text = part.view.text
        own = sorted({line_around(text, record.start) for record in part.records})
        if any("discard" in text[begin:end].lower() for begin, end in own):
            return "A server took the mail and says that it discarded it, so the recipient may not have got it."
        if any(mark in text for mark in _OF_NOTICE):
            return "A mail that was delivered has no sender, as a notice that another mail failed."
        ends = [0, *(end for _, end in own)]
        others = (text[end:begin] for end, begin in zip(ends, [*(begin for begin, _ in own), len(text)], strict=True))
        if any(_says_failure(line) for other in others for line in other.split("\n")):
            return "It has words of a failure beside the mail that was delivered."
    return None


def _says_failure(line: str) -> bool:
    """Return whether a line says that something failed; one on a connection is of an attempt before the last."""
    low = normalise(line)
    if not low or "connect" in low:
        return False
    if "bounced" in low or FAILED.search(low) or FULL.search(low) or _has_mail_error(lined(line)):
        return True
    return bool(MAIL.search(low) and NOT.search(low)) and is_running(line)  # a person says that nothing arrives


def may_be_about_mail(message: Message) -> bool:
    """Return whether the text has a word of mail, or is in a script that isn't read.

    Something that mail did may be told in words that nobody listed.
    """
    return any(_is_of_mail(text) or _UNREAD.search(text) for text in _texts(message))


def _texts(message: Message) -> Iterator[str]:
    """Yield the texts that may be a bounce's, and what a program's source quotes: that may have been somebody's."""
    return (part.view.lines[:MAX_LEAD] for part in message.parts if part.own or part.role == "source")


def _has_mail_error(text: str) -> bool:
    """Return whether a text with words of mail has an error beside them, or one that only a program would say."""
    if not _is_of_mail(text):
        return False
    if EVENT.search(text):
        return True
    for match in islice(ERROR.finditer(text), MAX_CODES):
        if text.endswith(_UNLIKE, 0, match.start()):
            continue
        begin, end = line_around(text, match.start())
        near = text[max(begin, match.start() - _NEAR) : min(end, match.end() + _NEAR)]
        if _is_of_mail(near) or _GOES_ON.match(text, match.end()):
            return True
    return False


def _is_of_mail(text: str) -> bool:
    return bool(OF_MAIL.search(text) or RECIPIENT.search(text))


def _introduces_no_reply(text: str) -> bool:
    """Return whether a place is left open for a reply, as where somebody explains how a notice is made."""
    places = islice(_PLACEHOLDER.finditer(text), _PLACES)
    return any(labelled(text, place.start()) in _OF_SERVER for place in places)
