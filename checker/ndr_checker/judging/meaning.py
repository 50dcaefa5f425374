"""Which of a code's meanings a reply has: by its wording, and by who speaks.

A wording that fits names the meaning, and so do a few words that say the same in any language. Without one, the only
meaning that Microsoft can have is taken if nothing speaks against it: the reply has no words, Microsoft speaks, or only
Microsoft uses the code. Otherwise the meaning stays open.
"""

import re
from collections.abc import Iterable

from ndr_checker.base.normalise import normalise
from ndr_checker.base.pattern import pattern
from ndr_checker.base.terms import Kind, Permanence
from ndr_checker.finding.finder import Evidence
from ndr_checker.reading.dsn import Group
from ndr_checker.reading.message import Message
from ndr_checker.rules.catalogue import Entry, Meaning, lookup
from ndr_checker.rules.phrases import meaning_of, meaning_without_code
from ndr_checker.rules.wording import FILLED, NO_RECIPIENT, UNKNOWN

from .address import answers_sender
from .outcome import Outcome

_MICROSOFT = ("exchange-online", "exchange-server", "outlook.com")
#: The speaker of a meaning that any system can have except Microsoft's; also who speaks, where that is all that shows.
_OTHER = "other"
#: How each system shows in its replies, the most telling first: by words that are only its own, by a tag.
_SAYS = (
    ("gmail", ("google.com/", "gmail"), pattern(r"[ ([-]gsmtp\b")),
    ("yahoo", ("yahoo", "aol.com"), pattern(r"\[tss?[0-9]{2}\]")),
    (
        "outlook.com",
        (
            *("sendersupport.olc", ".olc.protection.", "postmaster.live", "mail.live.com", "hotmail"),
            "our block list",
        ),
        pattern(r"\((?:s[0-9]{3,12}|(?:rp|dy|ou|sc)-00[0-9])\)"),
    ),
    (
        "postfix",
        tuple(
            f"in {of} {what} table"
            for of in ("virtual", "local", "relay")
            for what in ("mailbox", "alias", "recipient")
        ),
        pattern(
            r">: (?:sender|client host|helo command|recipient|relay|end-of-data|data)[a-z ]{0,20}(?:rejected|denied)"
        ),
    ),
    (
        "exchange-online",
        (
            *(".prod.outlook.com", ".protection.outlook.com", "fwlink", "go.microsoft.com", "aka.ms/"),
            *("learn.microsoft.com", "office365", "office 365", "storedrv", "mapiexception", "tenantattribution"),
            *("exchange online", "[message="),
        ),
        pattern(
            r"[^\w.](?:(?:resolver|smtpsend|queue|routing|transport|approval|content)\.[a-z]{3}"
            r"|as\([0-9]{3,}\)|attr[0-9]{1,3}\b|prx[0-9])"
        ),
    ),
)
#: Who a host is, by the end of its name.
_HOSTS = (
    (".olc.protection.outlook.com", "outlook.com"),
    ("outlook.com", "exchange-online"),
    ("mx.microsoft", "exchange-online"),
    ("google.com", "gmail"),
    ("googlemail.com", "gmail"),
    ("yahoodns.net", "yahoo"),
    ("yahoo.com", "yahoo"),
)
#: Who says what follows: "host mx.fabrikam.com[192.0.2.1] said:", "mx.fabrikam.com gave this error:".
_SPOKE = pattern(r" (?:said|gave this error|rejected|responded|replied)\b")
_NEAR = 400
#: Words of any code's brief fault, which name no cause.
_PASSING = ("temporary server error", "temporary error", "temporary failure", "temporarily unavailable", "try later")
#: A service sent nothing, since the address is on its own list, as its words say; no server refused that mail. The page
#: and its meaning on that.
_HELD_BACK_AS = ("5.1.0", "suppressed")
_HELD_BACK = pattern(r"\bsuppress(?:ed|ion)\b|\bpreviously (?:bounced|unsubscribed)\b")
#: A code on addresses (RFC 3463, section 3.2), and the words of a reply that refuses the sender's.
_ON_ADDRESSES = "1"
_OF_SENDER = pattern(
    r"\bsender(?:'s)? (?:(?:address|mailbox|account|domain)(?! ?:)|verif|not\b|unknown|reject|refus|den|is\b|does)"
    r"|\b(?:unknown|invalid|bad) sender|\bin reply to mail from\b"
)
#: So long is a wording at least that says in any sentence of a notice what happened, and so much of it is read.
_SENTENCE, _READ = 18, 64 * 1024
#: Between two parts: no phrase goes over from one into the next.
_APART = "\n\0\n"
#: So many characters has a reply that says just one thing.
_FEW = 80
#: How Postfix names what it refused, and RFC 5321 (section 4.2.3) that something was, before the words that say why.
_FRAMED = pattern(
    r"\b(?:recipient|sender) address rejected: |\brequested (?:mail )?action not taken(?:: mailbox unavailable)?"
)
#: What Postfix writes after a reply about a recipient or a message; it isn't the server's.
_ASKED = pattern(r"\(in reply to (?:rcpt to|end of data) command\)")
#: Replies to RCPT that refuse a mailbox, and the pages of what a few words may say of it.
_OF_MAILBOX = range(550, 555)
_PAGES = {UNKNOWN: "5.1.1", FILLED: "5.2.2"}
#: In a session, the client's next command ends a server's reply.
_COMMAND = pattern(r"\n[ \t]{0,9}(?:C:|>>>|->|=>)[ \t]")
#: Letters of a reply's own words; those of a diagnostic tag or a type don't count.
_WORDY = pattern(r"[^\W\d_]{2,}")
_NO_WORDS = pattern(r"\[[^\]\n]{0,200}\]|\b(?:smtp|dns|rfc822|error|status|code)\b")
#: The codes that IANA registers (Enumerated Status Codes): up to these details any server uses them in their sense.
_REGISTERED = {"0": 0, "1": 10, "2": 4, "3": 5, "4": 7, "5": 6, "6": 10, "7": 30}
#: Of these, the details that Microsoft's table uses in another sense.
_OTHERWISE = frozenset(
    "1.0 1.2 1.4 1.5 1.6 1.8 1.10 3.3 3.5 4.3 4.4 5.0 5.2 5.4 5.6 6.1 7.0 7.3 7.4 7.5 7.12".split()  # noqa: SIM905
)


def meaning(entry: Entry, outcome: Outcome, kind: Kind) -> tuple[Meaning | None, bool]:
    """Return the meaning of an outcome's code, None where it stays open, and whether two fit equally well.

    What a code on addresses means of a recipient's, no reply means that refuses the sender's, unless it means both.
    Nor does it mean anything of the recipient's server if a service held the mail back.
    """
    if _is_held_back(outcome):
        return None, False
    found, torn = _named(entry, outcome, kind)
    of_both = found and any("sender" in phrase for phrase in found.phrases)
    if found and found.blocked == "recipient" and not of_both and _refuses_sender(outcome):
        return None, False
    return found, torn


def is_registered(code: str) -> bool:
    """Return whether IANA registers a code; one whose detail is beyond those is Microsoft's, or no code."""
    _, subject, detail = code.split(".")
    return int(detail) <= _REGISTERED.get(subject, -1)


def of_words(outcome: Outcome) -> tuple[Entry, Meaning] | None:
    """Return the page and the meaning that an outcome's words alone have, where its code, if any, doesn't say it.

    The number says whether the refusal is for good, also where the server that sent the mail keeps it.
    """
    if _is_held_back(outcome):
        code, meant = _HELD_BACK_AS
        entry = lookup(code)
        return next(((entry, m) for m in entry.meanings if m.id == meant), None) if entry else None
    number = str(outcome.reply or outcome.code)
    permanence: Permanence = "permanent" if number.startswith("5") else "transient"
    said = normalise(_COMMAND.split(outcome.words, maxsplit=1)[0])
    if outcome.code and permanence == "transient" and _is_passing(said):
        return None
    who = _speakers(outcome) or (_OTHER,)
    of_sender = _OF_SENDER.search(said)
    for words in dict.fromkeys((_FRAMED.sub(" ", said), said)):
        found = meaning_without_code(words, permanence, speakers=who)
        if found and not (of_sender and found[1].blocked == "recipient"):
            return found
    return None if of_sender else _of_few_words(outcome)


def words_of(message: Message, records: Iterable[str] = ()) -> str:
    """Return what a message says in words, or else these records of its log."""
    said = (part.view.text for part in message.parts if part.words)
    return _APART.join(records or said)[:_READ]


def of_notice(text: str, *, late: bool) -> tuple[Entry, Meaning] | None:
    """Return the page and the meaning that a notice's sentences have, which give no code, or one that says little."""
    return meaning_without_code(text, "transient" if late else "permanent", speakers=(), least=_SENTENCE)


def _of_few_words(outcome: Outcome) -> tuple[Entry, Meaning] | None:
    """Return the page and the meaning of few words on a recipient, in any language, after a number that is about one.

    552 is about room (RFC 5321, 4.2.3); of the others, 550 and those after it refuse a mailbox.
    """
    thing = _of_recipient(outcome) if outcome.reply in _OF_MAILBOX else None
    entry = lookup(_PAGES[thing]) if thing else None
    return (entry, entry.meanings[0]) if entry else None


def _is_held_back(outcome: Outcome) -> bool:
    row = outcome.row
    fields = " ".join(map(row.text, ("diagnostic-code", "reply", "said"))) if isinstance(row, Group) else ""
    return bool(_HELD_BACK.search(f"{outcome.said} {normalise(fields)}"))


def _refuses_sender(outcome: Outcome) -> bool:
    on_addresses = (outcome.code or "")[2:].startswith(_ON_ADDRESSES)
    return on_addresses and (bool(_OF_SENDER.search(outcome.said)) or answers_sender(outcome.decisive))


def _named(entry: Entry, outcome: Outcome, kind: Kind) -> tuple[Meaning | None, bool]:
    speakers = _speakers(outcome) if any(m.speaker for m in entry.meanings) else ()
    found, torn = meaning_of(entry, outcome.said, speakers=speakers)
    found = found or (None if torn else _in_few_words(entry, outcome))
    own = [m for m in entry.meanings if m.speaker != _OTHER]
    own = [m for m in own if not _is_ruled_out(m, kind)] or own
    if found or torn or len(own) != 1:
        return found, torn
    only = own[0]
    if only.speaker:
        return (only if only.speaker in speakers else None), False
    if not has_words(*(e for e in (outcome.decisive, outcome.beside) if e)):
        return (None if _is_anyones(outcome) else only), False
    if _is_passing(outcome.said):
        return None, False
    who = speaker(outcome)
    return (only if who in _MICROSOFT or (who is None and not is_registered(outcome.code or "")) else None), False


def only_meaning(entry: Entry) -> Meaning | None:
    """Return the one meaning that a code has where Microsoft speaks; None if it has several."""
    own = [m for m in entry.meanings if m.speaker != _OTHER]
    return own[0] if len(own) == 1 and own[0].speaker in (None, *_MICROSOFT) else None


def _is_passing(said: str) -> bool:
    return any(passing in said for passing in _PASSING)


def _in_few_words(entry: Entry, outcome: Outcome) -> Meaning | None:
    """Return the one meaning whose phrases say the same as the few words of a reply, in English or another language."""
    thing = _of_recipient(outcome)
    same = [m for m in entry.meanings if thing and thing in map(_thing, (*m.phrases, *m.also))]
    return same[0] if len(same) == 1 and same[0].blocked == "recipient" else None


def _of_recipient(outcome: Outcome) -> re.Pattern[str] | None:
    """Return which of two things the few words of a reply say of a recipient."""
    said = normalise(" ".join(e.reply_words for e in (outcome.decisive, outcome.beside) if e))
    said = _ASKED.sub("", said)
    return _thing(said) if len(said) <= _FEW else None


def _thing(said: str) -> re.Pattern[str] | None:
    """Return which of two things words say of a recipient, None if they say neither or may be about another one."""
    words = next((words for words in (UNKNOWN, FILLED) if words.search(said)), None)
    return words if words and not NO_RECIPIENT.search(said) else None


def _is_ruled_out(meaning: Meaning, kind: Kind) -> bool:
    """Return whether what became of the mail rules a meaning out: that it was given up, or that it only waits."""
    if kind == "delay":
        return meaning.permanence == "permanent"
    return kind == "failure" and meaning.permanence == "transient" and not meaning.acts


def _speakers(outcome: Outcome) -> tuple[str, ...]:
    """Return who may be speaking: one of Microsoft's services is hard to tell from another."""
    who = speaker(outcome)
    return _MICROSOFT if who in _MICROSOFT else (who, _OTHER) if who else ()


def speaker(outcome: Outcome) -> str | None:
    """Return who speaks: a system of the catalogue, `_OTHER` for another one; None where nothing shows it."""
    words = f" {outcome.said.partition('->')[0].rstrip()}"  # so that a word begins after something
    for name, own, tag in _SAYS:
        if any(text in words for text in own) or tag.search(words):
            return name
    e = outcome.decisive
    host = _host(e.around[max(0, e.from_ - _NEAR) : e.from_].lower())
    if not host and isinstance(outcome.row, Group):
        host = outcome.row.text("remote-mta").lower()
    if not host:
        return None
    return next((name for end, name in _HOSTS if host.endswith(end)), _OTHER)


def _host(before: str) -> str:
    """Return the host that the words before a reply name as the one who gave it; "" where they name none."""
    ends = [match.start() for match in _SPOKE.finditer(before)]
    named = before[: ends[-1]].split() if ends else []
    host = named[-1].partition("[")[0].strip("<>()'\":;,") if named else ""
    return host if "." in host and "@" not in host else ""


def _is_anyones(outcome: Outcome) -> bool:
    """Return whether a report's code without words may have IANA's sense, which isn't Microsoft's."""
    own = isinstance(outcome.row, Group) and (outcome.code or "")[2:] in _OTHERWISE
    return own and speaker(outcome) not in _MICROSOFT


def has_words(*evidence: Evidence) -> bool:
    """Return whether replies say anything beside their numbers."""
    return any(_WORDY.search(_NO_WORDS.sub(" ", e.reply_words.lower())) for e in evidence)
