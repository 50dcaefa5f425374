"""Records of delivery logs: what a mail server wrote of one recipient.

Postfix: "to=<a@b>, relay=..., dsn=5.7.705, status=bounced (host ... said: 550 ...)"; with soft_bounce = yes it keeps
what it would have bounced: "dsn=4.7.705, status=SOFTBOUNCE (host ... said: 550 5.7.705 ...)".
Exim: "** a@b R=... : SMTP error ... 550 ..." failed, "== a@b ... defer" deferred, "=>" delivered.
Sendmail: "to=<a@b>, ... dsn=5.1.1, stat=User unknown".
Exim that takes no mail: "H=mx [192.0.2.1] F=<a@b> rejected RCPT <c@d>: relay not permitted".
qmail: "starting delivery 7: msg 12 to remote a@b", "delivery 7: failure: Unable_to_run_qmail-remote./".
OpenSMTPD: "rcpt=<-> ... to=<a@b> ... result="TempFail" stat="Network error on destination MXs"", and in older versions
"relay: TempFail for c534b8c7: ... to=<a@b> ... stat=Network error on destination MXs".
Stalwart: "Message rescheduled for delivery ... to = ["<a@b>"], ... nextRetry = 2026-11-20T17:01:29Z".
IronPort: "MID 4 ICID 7 RID 0 To: <a@b>", "Bounced: DCID 3 MID 4 to RID 0 - 5.1.0 - ... ('550', ['...'])".
Haraka: "[outbound] Temp failing 1792000000_1792000064_6_23_mx for 64 seconds: Tried all MXs".
amavis: "Blocked SPAM {DiscardedInbound}, [192.0.2.1] <a@b> -> <c@d>,<e@f>".
Barracuda: "1792000000-0f8241-7-0 1792000000 1792000002 RECV a@b c@d 0 0 -", "1792000000-0f8241-7-0 0 0 SEND ENC 2 ...".
Momentum: "1792000000@8A/12-04711-D2C0B6CA@...@B@a@b@...@smtp;550 5.1.1 ...", fields with at signs between.
"""

import re
from collections.abc import Callable, Iterator
from itertools import islice
from typing import NamedTuple

from ndr_checker.base.limits import MAX_CODES
from ndr_checker.base.normalise import line_around
from ndr_checker.base.pattern import pattern
from ndr_checker.rules.wording import ADDRESS

#: The bounds are those of an address (RFC 5321, section 4.5.3.1): without them a line of "to=to=" costs its square.
#: Sendmail writes a local name without brackets, "to=root, ctladdr=root (0/0), delay=00:00:10"; that isn't an address.
_TO = pattern(
    r"\bto=(?:(?:<((?:\"[^\"\n]{0,64}\"@)?[^<>\s]{0,320})>|([^\s,<>@]{1,64}+@[^\s,<>]{1,255}+))(?=,| rcpt=)"
    r"|[\w.+-]{1,64}(?=,? (?:ctladdr|delay)=))"
)
_STATUS = pattern(r"\bstatus=([a-zA-Z]+)")
_RESULT = pattern(r'\bresult="(Ok|TempFail|PermFail)"')
#: ... which older versions have before the recipient, and before the name of the mail.
_RESULTED = pattern(r": (Ok|TempFail|PermFail) for ([0-9a-f]{8,16}): ")
_STAT = pattern(r'\bstat="?(\w+)')
#: Exim, whose debugging output has the number of the process in the place of the time.
_EXIM = pattern(
    r"^(?:\S.{0,120}?|[ \t]{1,9}[0-9]{1,7}[ \t]{0,9})[ \t]"
    r"(\*\*|==|=>|->)[ \t]+(?:\S{1,100}[ \t]+)??<?([^\s<>]{1,64}@[^\s<>:]{1,255})>?",
    re.MULTILINE,
)
_REJECTED = pattern(r"\brejected (?:RCPT <([^<>\s]{1,320})>|MAIL <|(?:after )?DATA\b)")
_STARTED = pattern(r"\bstarting delivery ([0-9]{1,12}): msg [0-9]{1,12} to (?:local|remote) (\S{1,320})")
_QMAIL = pattern(r"delivery ([0-9]{1,12}): (failure|deferral|success): ")
_RID = pattern(r"\bMID\s([0-9]{1,12})\s(?:ICID\s[0-9]{1,12}\s)?RID\s([0-9]{1,9})\sTo:\s<([^\s<>]{1,320})>")
_IRONPORT = pattern(
    r"\b(Bounced|Delayed|Message\sdone):?\s{1,3}DCID\s{1,3}[0-9]{1,12}\s{1,3}MID\s{1,3}([0-9]{1,12})\s{1,3}"
    r"(?:to\s{1,3}|From:\s{1,3}<[^<>\n]{0,320}>\s{1,3}To:\s{1,3}<(?P<to>[^\s<>]{1,320})>\s{1,3})RID"
    r"\s{1,3}(?:(?P<one>[0-9]{1,9})|\[(?P<several>[0-9,\s]{1,400})\])"
)
#: What an IronPort appliance writes before its next record.
_LEVEL = pattern(r" (?:Info|Warning|Critical): ")
#: A Barracuda gateway's ID of a mail, with the recipient where it took the mail, and with what became of it.
_TAKEN = pattern(
    r" (\d{9,11}-[\w\-]{4,60}) \d{9,11} \d{9,11} (?:RECV|SCAN) (?:\S{1,320} ){1,2}([^\s@<>]{1,64}@[^\s@<>]{1,255}) "
)
_SENT = pattern(r" (\d{9,11}-[\w\-]{4,60}) 0 0 SEND (?:(?:-|ENC) )?([1-4]) ")
#: The time, the IDs of the message, its batch and the connection, what happened, and to whose mail.
_MOMENTUM = pattern(
    r"^[0-9]{9,11}@[0-9A-F/-]{9,40}@[0-9A-F/-]{9,40}@[0-9A-F/-]{9,40}@([BPTD])@([^\s@]{1,64}@[^\s@]{1,255})@",
    re.MULTILINE,
)
_OF_MOMENTUM = ("@B@", "@P@", "@T@", "@D@")
#: Postfix met a server that greeted it with a refusal: it asks the next one, and then keeps the mail
#: (postconf(5), smtp_skip_5xx_greeting). Only the record that ends the attempt names the recipient.
_GREETED = pattern(r"\bsmtp\[[0-9]{1,9}\]: ([0-9A-Za-z]{5,20}:) host [^\s]{1,300} refused to talk to me: ")
#: Postfix didn't get as far as that: it says so of the server, before it names the recipient or tries the next server.
_UNREACHED = pattern(r"\b[sl]mtp\[[0-9]{1,9}\]: connect to [^\s]{1,300}: ")
#: When a server tries again, in a field of its own, and the field of those to whom.
_NEXT = pattern(r"ext(?<=\b[nN]ext)[ _-]?(?:[rR]etry|[tT]ry|[aA]ttempt)\w{0,20}[\"']? ?[=:] ?[\"']?[1-9]")
_WHOM = pattern(r"\b(?:to|rcpts?|recipients?)[\"']? ?[=:] ?(\[[^\]\n]{1,4000}|\S{1,400})")
#: Haraka keeps a mail, and names its file and for how long; Markdown's marks are round what people show.
_HARAKA = pattern(r"\[outbound\] [*_`]{0,3}Temp failing[*_`]{0,3} (\S{1,400}) for [0-9]{1,9} sec")
#: At signs of one record, at least: most texts have fewer, and one character is counted fast.
_AT_SIGNS = 9
#: Postfix's queue manager gave up on a mail, for each recipient that was left.
_EXPIRED = pattern(r": from=<[^<>\s]{0,320}>, status=(?:force-)?expired")
#: A server's own notice that a mail failed, whose name in the queue comes before or after: of Sendmail, Exim, Postfix.
_NOTICE = pattern(r": (?:DSN|return to sender|sender notify|postmaster notify): | <= <> R=|notification: (\w{6,20})")
#: What Exim writes before whom a mail was delivered to, as lists do anything, and how it names the mail before that.
_TOOK = ("=>", "->")
_ID = pattern(r"\w-\w{6,11}-\w{2,4}$")
#: A server's own notice, of Postfix, after the name of the mail.
_RETURNED = pattern(r"(?<=\s)(\w{5,20}:) sender non-delivery notification: ")
#: What Exim says of a mail on whose recipient it gave up.
_GAVE_UP = pattern(r"\*\* \S{1,320}: retry timeout exceeded")
_REPLIED = pattern(r"(?<![0-9.])[45][0-5][0-9][ \-]")
_ADDRESS = pattern(r"<([^\s<>@]{1,64}@[^\s<>]{1,255})>")
_ACTIONS = {
    "bounced": "failed",
    "expired": "failed",
    "undeliverable": "failed",
    "deferred": "delayed",
    "softbounce": "delayed",
    "sent": "delivered",
    "deliverable": "delivered",
    "**": "failed",
    "==": "delayed",
    "=>": "delivered",
    "->": "delivered",
    "Bounced": "failed",
    "Delayed": "delayed",
    "Message done": "delivered",
    "failure": "failed",
    "deferral": "delayed",
    "success": "delivered",
    "tempfail": "delayed",
    "permfail": "failed",
    "ok": "delivered",
    "B": "failed",
    "P": "failed",
    "T": "delayed",
    "D": "delivered",
}
#: What a Barracuda gateway's numbers say of a mail that it sent on: delivered, rejected, deferred, expired.
_SENDS = {"1": "delivered", "2": "failed", "3": "delayed", "4": "failed"}
#: What amavis, which a mail server asks about content, did not let through; the arrow from sender to recipients.
_BLOCKED = pattern(r"Blocked [A-Z][A-Z-]{2,20}[ ,]")
_ARROW = pattern(r"> -> (?=<)")
#: The year and month that a line begins with, the day, and the time.
_STAMP = r"(\d{4}-\d\d-|[A-Z][a-z]{2} {1,2})(\d{1,2})[T ](\d\d:\d\d:\d\d)"
_TIMED = pattern(_STAMP)
_NEXT_LINE = pattern(rf"\n{_STAMP}")
_MAX_RECORD = 4000
_WORD = 400
#: A name or a domain alone, and no address, even one that is hidden: "pat(at)fabrikam.com".
_BARE = pattern(r"[\w.+-]{1,320}")


class Record(NamedTuple):
    """One recipient's record: `text[start:end]`; `action` is a DSN's word: failed, delayed or delivered.

    `mail` is the queue's name for the mail; "" where there is none.
    """

    start: int
    end: int
    address: str
    action: str
    mail: str = ""


def _stat(word: str) -> str:
    """Return the state that the first word of Sendmail's or OpenSMTPD's `stat=` says: a word, or a reply."""
    if word[:1] in ("2", "4") and word.isdigit():
        return "sent" if word[0] == "2" else "deferred"
    return word if word in ("sent", "deferred") else "bounced"


def records(text: str) -> list[Record]:
    """Return the log records of a text, in order; an attempt has the outcome that the mail had in the end.

    What a server calls a recipient may be no address: a local name, or a domain alone.
    """
    return [r._replace(address="") if _BARE.fullmatch(r.address) else r for r in _judged(text)]


def _judged(text: str) -> list[Record]:
    found = list(_records(text)) or list(_of_connections(text))
    if not found:
        return found
    notices = {m[1] or _last_word(text, 0, m.start()) for m in islice(_NOTICE.finditer(text), MAX_CODES)}
    others = [r for r in found if r.mail.rstrip(":") not in notices]  # the recipient of one sent the mail
    returned = [*others, *_of_returned(text, {r.mail for r in others})]
    if returned:
        # What refused a notice refused nobody's mail.
        lost = (r for r in found if r.mail.rstrip(":") in notices and r.action in ("failed", "delayed"))
        found = [*returned, *(r._replace(address="", action="relayed") for r in lost)]
    ordered = sorted(found, key=lambda r: r.start)
    if _falls(text, ordered[0], ordered[-1]):
        ordered.reverse()
    ended: dict[tuple[str, str], tuple[int, Record]] = {}
    for at, r in enumerate(ordered):
        if r.action != "delayed":
            ended.update(((r.mail, to), (at, r)) for to in (r.address, "") if r.mail or to)
            before = ordered[at - 1] if at else r
            if _is_hidden(before, r, text):
                ended.setdefault((r.mail, before.address), (at, r))
    expired = set()
    if "expired" in text:
        expired = {_last_word(text, 0, m.start() + 1) for m in islice(_EXPIRED.finditer(text), MAX_CODES)}
    if not ended and not expired:
        return found
    told = {id(r): _ended(r, at, ended, expired, text) for at, r in enumerate(ordered) if r.action != "delivered"}
    return [r._replace(action=told.get(id(r), r.action)) for r in found]


def _ended(
    attempt: Record, at: int, ended: dict[tuple[str, str], tuple[int, Record]], expired: set[str], text: str
) -> str:
    """Return what became of a mail after an attempt; a failure with a reply of its own leaves the attempt a delay.

    Where the log doesn't name the mail, one that failed for good isn't the next one to the same recipient.
    """
    place, end = ended.get((attempt.mail, attempt.address), (-1, attempt))
    if attempt.action == "failed":
        return end.action if attempt.mail and place > at else "failed"
    if place > at and not (end.action == "failed" and (not attempt.mail or _REPLIED.search(text, end.start, end.end))):
        return end.action
    return "failed" if attempt.mail in expired else attempt.action


def _is_hidden(attempt: Record, end: Record, text: str) -> bool:
    """Return whether Exim gave up on a recipient right after an attempt, and only the hiding of names tells them apart.

    Exim writes that of the address whose attempt it was. Whoever hides names may give each line another one.
    """
    same = attempt.mail == end.mail and attempt.address.rpartition("@")[2] == end.address.rpartition("@")[2]
    return bool(same and end.mail and _GAVE_UP.search(text, end.start, end.end)) and attempt.action == "delayed"


def _falls(text: str, first: Record, last: Record) -> bool:
    """Return whether the last record is older than the first, as a log's viewer may show the newest first."""
    above, below = (_TIMED.match(text, text.rfind("\n", 0, r.start) + 1) for r in (first, last))
    if not above or not below or above[1].rstrip() != below[1].rstrip():
        return False
    return (below[2].rjust(2), below[3]) < (above[2].rjust(2), above[3])


def _records(text: str) -> Iterator[Record]:
    for mark, records_of in _PROGRAMS:
        if mark in text:
            yield from records_of(text)
    # Most texts are no logs, and a single character is looked for ten times as fast as two.
    if "=" not in text and "*" not in text and ">" not in text:
        return
    starts = list(islice(_TO.finditer(text), MAX_CODES)) if "=" in text and "to=" in text else []
    for i, match in enumerate(starts):
        line = text.rfind("\n", 0, match.start()) + 1
        limit = text.rfind("\n", 0, starts[i + 1].start()) if i + 1 < len(starts) else len(text)
        program = text.find("postfix/", match.end(), limit)  # the next line is another one's, and may say no to=
        limit = _before_next(text, match.end(), text.rfind("\n", 0, program) if program >= 0 else limit)
        end = min(max(limit, match.end()), line + _MAX_RECORD)
        resulted = _RESULTED.search(text, line, match.start())
        status = resulted or _STATUS.search(text, match.end(), end) or _RESULT.search(text, match.end(), end)
        stat = None if status else _STAT.search(text, match.end(), end)
        if status or stat:
            word = status[1].lower() if status else _stat(stat[1].lower()) if stat else ""
            mail = resulted[2] if resulted else _last_word(text, line, match.start())
            yield Record(line, end, match[1] or match[2] or "", _ACTIONS.get(word, "failed"), mail)
    marked = (
        ("*" in text and " ** " in text)
        or ("=" in text and (" == " in text or " => " in text))
        or (">" in text and " -> " in text)
    )
    exim = list(islice(_EXIM.finditer(text), MAX_CODES)) if marked else []
    for i, match in enumerate(exim):
        limit = _before_next(text, match.end(), exim[i + 1].start() if i + 1 < len(exim) else len(text))
        mail = _last_word(text, match.start(), match.start(1))
        if match[1] in _TOOK and not _ID.search(mail):
            continue
        yield Record(match.start(), min(limit, match.start() + _MAX_RECORD), match[2], _ACTIONS[match[1]], mail)


def _before_next(text: str, start: int, limit: int) -> int:
    """Return where a record ends at the latest: before the next line that begins with a time, as a log's lines do."""
    following = _NEXT_LINE.search(text, start, limit)
    return following.start() if following else limit


def _of_exim(text: str) -> Iterator[Record]:
    """Yield what Exim didn't take."""
    for match in islice(_REJECTED.finditer(text), MAX_CODES) if "H=" in text else ():
        for_now = text.endswith("temporarily ", 0, match.start())
        yield Record(*line_around(text, match.start()), match[1] or "", "delayed" if for_now else "failed")


def _of_amavis(text: str) -> Iterator[Record]:
    """Yield what amavis blocked, for each recipient; what it passed goes on, and may fail yet."""
    done = 0
    for arrow in islice(_ARROW.finditer(text), MAX_CODES):
        start, end = line_around(text, arrow.start())
        start, end = max(start, arrow.start() - _MAX_RECORD), min(end, arrow.end() + _MAX_RECORD)
        blocked = text.rfind("Blocked ", start, arrow.start())
        if arrow.start() >= done and blocked >= 0 and _BLOCKED.match(text, blocked):
            action = "delayed" if text.find("TempFailed", start, arrow.start()) >= 0 else "failed"
            named = _ADDRESS.finditer(text[arrow.end() : end].partition(">, ")[0] + ">")
            yield from (Record(start, end, address[1], action) for address in named)
            done = end


def _of_barracuda(text: str) -> Iterator[Record]:
    """Yield what a Barracuda gateway sent on, whose line names only the mail."""
    named = {match[1]: match[2] for match in islice(_TAKEN.finditer(text), MAX_CODES)}
    for match in islice(_SENT.finditer(text), MAX_CODES):
        yield Record(*line_around(text, match.start()), named.get(match[1], ""), _SENDS[match[2]], match[1])


def _of_momentum(text: str) -> Iterator[Record]:
    if text.count("@") >= _AT_SIGNS and any(mark in text for mark in _OF_MOMENTUM):
        for match in islice(_MOMENTUM.finditer(text), MAX_CODES):
            yield Record(*line_around(text, match.start()), match[2], _ACTIONS[match[1]])


def _of_greetings(text: str) -> Iterator[Record]:
    for match in islice(_GREETED.finditer(text), MAX_CODES):
        yield Record(*line_around(text, match.start()), "", "delayed", match[1])


def _of_returned(text: str, known: set[str]) -> Iterator[Record]:
    """Yield the mails that Postfix returned, of which the log says no more; then it logs the notice's delivery."""
    if ": sender non-delivery notification: " in text:
        for match in islice(_RETURNED.finditer(text), MAX_CODES):
            if match[1] not in known:
                yield Record(*line_around(text, match.start()), "", "failed", match[1])


def _of_connections(text: str) -> Iterator[Record]:
    """Yield what Postfix logged of a server that it didn't reach; the records of recipients say what became of it."""
    if ": connect to " in text:
        for start, end in _lines(text, _UNREACHED):
            yield Record(start, end, "", "delayed")


def _of_retries(text: str) -> Iterator[Record]:
    """Yield to whom a server tries again at a time for which it has a field; an event in JSON may be any program's."""
    for start, end in _lines(text, _NEXT) if "@" in text else ():
        whom = None if text.startswith("{", start) else _WHOM.search(text, start, end)
        for address in ADDRESS.findall(whom[1]) if whom else ():
            yield Record(start, end, address, "delayed")


def _lines(text: str, having: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Yield where each line that has a match begins and ends, once."""
    end = -1
    for match in islice(having.finditer(text), MAX_CODES):
        if match.start() > end:
            start, end = line_around(text, match.start())
            yield start, end


def _of_haraka(text: str) -> Iterator[Record]:
    for match in islice(_HARAKA.finditer(text), MAX_CODES):
        yield Record(*line_around(text, match.start()), "", "delayed", match[1])


def _of_qmail(text: str) -> Iterator[Record]:
    """Yield what qmail-send logged of each delivery, which it numbers: it names the recipient where it starts one.

    Its reasons end with a slash. The reply may name the recipient as well.
    """
    ended = list(islice(_QMAIL.finditer(text), MAX_CODES))
    named = {match[1]: match[2] for match in islice(_STARTED.finditer(text), MAX_CODES)} if ended else {}
    for match in ended:
        start, end = line_around(text, match.start())
        if "/" in text[match.end() : end]:
            said = _ADDRESS.search(text, match.end(), end)
            yield Record(start, end, named.get(match[1]) or (said[1] if said else ""), _ACTIONS[match[2]])


def _of_ironport(text: str) -> Iterator[Record]:
    """Yield what an IronPort appliance (Cisco Secure Email Gateway) logged of each recipient, whom it numbers."""
    named = {(match[1], match[2]): match[3] for match in islice(_RID.finditer(text), MAX_CODES)}
    found = list(islice(_IRONPORT.finditer(text), MAX_CODES))
    for i, match in enumerate(found):
        start, limit = match.start(), found[i + 1].start() if i + 1 < len(found) else len(text)
        again = _LEVEL.search(text, match.end(), limit)
        end = min(again.start() if again else limit, start + _MAX_RECORD)
        said = _ADDRESS.search(text, start, end)
        for number in (match["one"] or match["several"]).replace(",", " ").split():
            address = match["to"] or named.get((match[2], number)) or (said[1] if said else "")
            yield Record(start, end, address, _ACTIONS[" ".join(match[1].split())], match[2])


#: What a text has in it if it may have the records of a program, and what yields them.
_PROGRAMS: tuple[tuple[str, Callable[[str], Iterator[Record]]], ...] = (
    ("RID", _of_ironport),
    (" rejected ", _of_exim),
    ("delivery ", _of_qmail),
    ("Blocked ", _of_amavis),
    (" SEND ", _of_barracuda),
    ("@", _of_momentum),
    (" refused to talk to me: ", _of_greetings),
    ("[outbound] ", _of_haraka),
    ("ext", _of_retries),
)


def _last_word(text: str, start: int, end: int) -> str:
    return next(iter(text[max(start, end - _WORD) : end].rsplit(None, 1)[-1:]), "")
