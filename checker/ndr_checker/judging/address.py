"""Addresses that a field, a reply or a notice's words name as a recipient's."""

import re
from collections.abc import Callable, Iterator

from ndr_checker.base.normalise import line_around, lined, normalise
from ndr_checker.base.pattern import pattern
from ndr_checker.finding.finder import Evidence
from ndr_checker.rules.wording import ADDRESS, BLANKS, RECIPIENT, SENDER_FIRST

#: Labels of a recipient; and those that only a line which begins with one makes theirs.
_NOUN = (
    r"(?:(?:failed|original|intended) ?)?recipients?(?: ?address)?|(?:adresse du )?destinataire|destinat[aá]rio"
    r"|empfänger(?:adresse)?|geadresseerde|mottagare|получатель|příjemce|odbiorca|adresat|címzett"
    r"|al\u0131c\u0131|收件[人者]|宛先|받는 ?사람|수신자?"
)
_TO = (
    rf"{_NOUN}|to(?: email)?|e-?mail|address|rcpt to|indirizzo(?: del)? destinatario|dirección del destinatario"
    r"|endereço do destinatário|an|aan|till?|кому|komu|do"
)
#: A label may say it in a second language: "收件人/To :", "Recipient / Příjemce:".
_LABEL = rf"(?:[^\n:@/\"]{{1,20}}/[ ]?)?(?:{_TO})(?:[ ]?/[^\n:@\"]{{1,20}})?"
#: The name of a pair, and what opens its value: `rcpt=a@b`, `to = ["a@b"]`, `:to=>["a@b"]`, `TO:<a@b>`.
_PAIR = (
    r"(?<![\w.-])(?:rcpt(?:[_ -]?to)?|to|recipients?(?:[_-]?address)?)['\"]?"
    r"(?:[ ]?=>?[ ]?[\[({]{0,2}['\"]?|:[ ]?(?=<))"
)
#: Outlook writes after each recipient when it failed, in the reader's language; some take the date out.
_WHEN = (
    r"(?:(?:on|am|le|el|il|em|op|den|dne) (?:\w{2,9}[.,]{0,2} )?[0-9]|[0-9]{1,4}[./-] ?[0-9]{1,2}[./-])[^\n]{1,60}"
    r"|on \W?date\W?"
)
#: What is wrong with a recipient, in the words of a notice that names the address beside it.
_WRONG = (
    "unknown|full|quota|exceed(?:s|ed)|invalid|not found|undeliverable|affected|failed|errors?|no such|not exist"
    "|disabled|unbekannt|ungültig|inconnue?|in(?:valide|válid[ao])|introuvable|desconocid[ao]|desconhecid[ao]"
    "|sconosciut[ao]|non valid[ao]|onbekend|ongeldig|okänd|ogiltig|ukendt|ukjent|ugyldig|неизвестный|неверный"
    "|nieznany|nieprawidłowy|neznámý|neplatný|ismeretlen|bilinmeyen|geçersiz"
)


#: An address of a list, when it isn't the first of it.
_BARE = r"[<'\"]?[^\s<>,;@'\"]{1,64}@[\w.-]{1,255}[>'\"]?"


def _written(name: str) -> str:
    """Return the pattern of an address as mail programs print it: bare, in brackets, with itself or its link after.

    Asterisks before it are Markdown's, but not where they hide all that is before the @: "******@fabrikam.com".
    """
    link = rf"(?:[ \t]?[<(\[](?:mailto:)?{ADDRESS.pattern}[^>)\]\n]{{0,80}}[>)\]]{{1,3}})?"
    return rf"(?:(?!\*{{1,64}}@)[<(\[*`]){{0,8}}(?:mailto:|smtp:)?(?P<{name}>{ADDRESS.pattern})[>)\]*`]{{0,8}}{link}"


#: Where a notice names who did not get the mail: after a label, alone on a line, before the reply, as a program's key.
#: What each of them can begin with comes first: other characters are done with at once.
_ABOVE = pattern(
    r"(?=['\"ymdtr \t]|^)(?:"
    + "|".join(
        (
            rf"(?:^{BLANKS}|['\"])(?:{_LABEL})['\"]?{BLANKS}[:|]{BLANKS}['\"]?{_written('labelled')}",
            (
                rf"^{BLANKS}(?:[^\n@:]{{1,80}}[ \t])?['\"]?{_written('alone')}['\"]?(?:[,;][ ]?{_BARE}){{0,20}}"
                rf"(?:(?<=['\"])[,;])?{BLANKS}(?:{_WHEN})?$"
            ),
            rf"^{BLANKS}\"{_written('quoted')}\"(?: <[^>\n]{{3,200}}>)?{BLANKS}$",
            rf"^{BLANKS}{_written('first')}[ \t;,|](?=[^\n@]{{0,120}}(?:remote server|#|smtp|status:|[45]\d\d ))",
            rf"^{BLANKS}(?:[*•-] )?{_written('before')}(?: ?:|\.\.\.)(?=\s)",
            rf"^{BLANKS}<(?P<bracketed>(?:\"[^\"\n]{{1,64}}\"|[^\s<>@\"]{{1,64}})@[\w.-]{{1,255}})>:(?=\s)",
            rf"^{BLANKS}{_written('refusing')} (?:(?:is|has|was|just|now|always) )?(?:reject|refus|bounc)",
            rf"^{BLANKS}{_written('origin')} \([^\W\d_][^()<>@\n]{{2,40}}(?:<|$)",
            rf"[ \t]{_written('prefix')} ?:[ \t]{{0,3}}$",
            rf"[ \t](?:{_NOUN}|\*[ \t]{{1,3}}to)[ ]?[:\uff1a][ \t]{{0,3}}{_written('inline')}",
            (
                r"\b(?:(?:mail|message)(?: that you sent)? (?:to|for)|(?:delivered|addressed) to"
                rf"|msg [0-9]{{1,12}} to remote|rcpt to(?=:)):?{BLANKS}['\"]?{_written('told')}"
            ),
            rf"{_PAIR}{_written('pair')}",
            rf"[ \t]address:?[ \t]['\"]?{_written('refused')}['\"]? (?:was |is )?(?:rejected|refused|not accepted)",
            rf"\brecipient[ \t]{BLANKS}['\"]?{_written('meant')}",
            rf"['\"]{_written('key')}['\"] ?:",
            rf"^[^\n@]{{0,80}}\b(?:{_WRONG})\b[^\n@:]{{0,40}}:{BLANKS}{_written('named')}",
            rf"^{BLANKS}{_written('listed')}[ \t]{{1,9}}(?=[\[(.-][^\n]{{0,60}}(?:{_WRONG}))",
        )
    )
    + ")",
    re.MULTILINE | re.IGNORECASE,
)
#: The reply itself names the recipient: "<a@b>: Recipient address rejected", "a@b... User unknown".
_INSIDE = pattern(
    rf"^(?![^@\n]{{0,40}}\bsender\b)[^@\n]{{0,40}}?[<\[]?(?<![\w=.+-])(?<!from )(?!(?:from|sender)=)"
    rf"(?P<address>{ADDRESS.pattern})[>'\]]?[:.]{{0,8}}\s{{1,40}}"
    r"(?!sender|from |(?:is |are )?not (?:allowed|permitted|authori[sz]ed|owned)|to (?:be|get|request))"
    r"(?:\S{1,380}\s{1,40}){0,3}?"
    r"(?:recipient|user|mailbox|account|address|unknown|does|is|not|no)\b",
    re.IGNORECASE,
)
#: Where a reply's line ends: none begins with what ends a word, so such a line was wrapped.
_WRAP = pattern(r"\n(?![:;,] )")
#: An address in brackets, which show where it ends: its domain may have no dot.
_BRACKETED = r"<(?P<address>[^\s<>@]{1,64}@[^\s<>@]{1,255})>"
#: The reply's own line goes on with it in Postfix's log: "...; from=<a@b> to=<c@d> proto=ESMTP".
_LOGGED = pattern(rf"[ ,;]to={_BRACKETED}")
#: A program says right before the reply of whom it is; the reply may name another one, to whom a server passed it on.
_REPORTED = pattern(
    rf"\b(?:recipient|rcpt to|to)[ :]{{1,2}}['\"<]{{0,2}}(?P<address>{ADDRESS.pattern})['\">]{{0,2}},? "
    r"(?:(?:is|was|has been) )?(?:rejected|refused|failed|bounced|denied|not accepted)[^\n@]{0,30}: ?['\"]?$",
    re.IGNORECASE,
)
#: The row of a table or a list begins with the address, and the reply is in a later cell, in brackets, after a label,
#: or after the name of a server: "a@b at remote mailserver mx.fabrikam.com: ...".
_ROW = pattern(
    rf"{BLANKS}(?:[*•-] |[0-9]{{1,3}}[.)] )?{_written('address')}[ \t]{{0,20}}"
    rf"(?:\(|[|;,\t](?:[^\n@]{{0,120}}[|;,\t:])?{BLANKS}"
    rf"|(?<=[ \t])(?=[^\n@]{{0,60}} [\w-]{{1,63}}\.[\w-])(?![^\n]{{0,200}}\bsen[dt]\b)[^\n@]{{0,200}}: )['\"]?$",
    re.IGNORECASE,
)
#: What divides the cells of a table's row, and the marks round a cell.
_CELLS = pattern(r"[\t,;|]| {2}")
_MARKED = " \"'*`"
#: How many addresses a row of a trace has: the sender's and the recipient's.
_SENT_AND_MEANT = 2
#: A queue's listing has the recipients below the reply, far to the right: "(host ... said: 451 ...)".
_QUEUED = pattern(rf"[^\n]{{0,400}}\)\n[ \t]{{8,160}}(?P<address>{ADDRESS.pattern})[ \t]*(?:\n|\Z)")
#: The reply refuses the address it begins with, as the recipient's: "<a@b>: Relay access denied".
_REFUSED = pattern(
    rf"[ \t]?{_BRACKETED}(?::|\.\.\.)? (?:[45][0-9]{{2}} )?(?:relay access denied|relaying denied"
    r"|host unknown|remote protocol error|deferred"
    r"|recipient address rejected|(?:user|recipient|mailbox) unknown|unknown user|no such user)",
    re.IGNORECASE,
)
#: Where the words of the reply begin that is in another: "... not permitted to relay -> 554 5.7.1 <a@b>: ...".
_NESTED = pattern(r"->[ \t]?[45][0-9]{2}[ -](?:[45]\.[0-9]\.[0-9]{1,3}(?=[ \t]))?")
#: The reply begins with an address and says nothing of a sender: "<a@b> - 192.0.2.1 has sent to too many recipients".
_OPENING = pattern(
    rf"[ \t]?{_BRACKETED}"
    r"(?![^\n]{0,200}\b(?:sender|from|as|access denied|not (?:allowed|permitted|authori[sz]ed|owned))\b)",
    re.IGNORECASE,
)
#: The reply names whom it is for: "Unable to relay for a@b", "No such user - a@b", "Quota exceeded for mailbox a@b",
#: "The user <a@b> has been suspended"; not who sends: "User a@b is not allowed to send".
_MEANT = pattern(
    r"\b(?:(?:unable to|can ?not|can't|could(?: not|n't)|not|failed to) (?:relay|deliver|send|accept|route)"
    r"(?: [a-z-]{1,20}){0,3} (?:for|to)|relay(?:ing)? (?:for|to)"
    r"|(?<!sender )(?<!your )(?<!by )(?:recipient|mailbox|user|account|address)(?: (?!as|from|sen[dt])[a-z]{1,4}){0,5})"
    rf"[ \t:-]{{1,3}}['\"<(]{{0,2}}(?P<address>{ADDRESS.pattern})"
    r"(?![^\n]{0,80}\b(?:sen[dt]|sending|out(?:going|bound)|submit|log ?in|authenticat))",
    re.IGNORECASE,
)
#: The tenant's own block list: "Your message can't be delivered because messages to a@b are blocked by ...".
_BLOCKED = pattern(rf"because messages to (?P<address>{ADDRESS.pattern})")
#: The reply refuses a name that isn't an address, such as an empty variable: "501 <null>: recipient address must ...".
_NOBODY = pattern(r"[ \t]?<[^<>@\s]{0,60}>:? (?:recipient|user|mailbox|address)\b", re.IGNORECASE)
#: The address that a reply begins with, in brackets or not.
_FIRST = pattern(r"[ \t('\"<]{0,3}(?P<address>[^\s<>@]{1,64}@[^\s<>@:,;'\")]{1,255})")
#: How Python's smtplib calls what refuses a sender, whose address it gives; in lower case.
_SENDER_REFUSED = "senderrefused"
_NAME = 40
#: Whom a program lists as refused: "rejected: [ 'a@b', 'c@d' ]".
_REJECTED = pattern(r"\brejected['\"]?[ \t]?:[ \t]?\[([^\]@]{0,80}@[^\]]{1,2000})\]")
#: PowerShell's list: "Recipients      : {a@b, c@d}".
_BRACED = pattern(r"\bRecipients?[ ]{0,60}: ?\{([^{}@]{1,80}@[^{}]{1,2000})\}")
#: A line that says where an address comes from, and not that it failed; one that names who sent or who helps.
_OF_ANOTHER = pattern(
    r"(?:generated|expanded|forwarded|redirected|relayed) (?:from|by|via)"
    r"|\b(?:from|sender|contact|help|questions?|support|write to|reply-to|cc)[ :=][^\n@]{0,60}@"
    r"|(?:\n|\()[ \t]{0,9}account[ :=]{1,3}[^\s@]{1,80}@[^\s@]{1,80}(?: from\b|[ \t]{0,9}$)"
    r"|\b(?:with|using|through) (?:the )?(?:account|login|user(?:name)?)\b|\b(?:f=|rejected mail )<[^\n@]{0,64}@",
    by_letter=True,
)
#: The line above the recipients that a mail did not reach.
_HEADING = pattern(
    r"\b(?:following|these|failed) (?:e-?mail )?(?:recipient|address|people)[^\n]{0,80}:?[ \t]*$",
    re.MULTILINE,
    by_letter=True,
)
#: What a line ends with that announces a list, and how much of it is read.
_COLONS, _LABELLED = (":", "\uff1a"), 160
#: A field that holds one of these holds more than the address: a name, Markdown, a type, a route (RFC 5321, 4.1.1.3).
_APART = frozenset(" <>,;:[]()")
#: An address whose local part is in quotes, so that it may have blanks: "no one"@fabrikam.com (RFC 5321, 4.1.2).
_QUOTED = pattern(r"\"[^\"\n@]{1,64}\"@(?:[\w-]{1,63}\.){1,127}[\w-]{2,63}")
#: What a log has before a recipient.
_KEYS = frozenset(("rcpt", "rcpt_to", "rcptto", "recipient", "to", "mail_to", "duser", "email", "address"))
#: A line names its recipient so though it names another address too: a log's pairs, "<a@b> (expanded from <c@d>)".
_OWN = ("pair", "origin")
#: What isn't one address: a place that a template leaves open for one, "${to}", "#{to}", "{{to}}", "%s@fabrikam.com",
#: "%(to)s", and any of a domain, "*@fabrikam.com".
_OPEN = pattern(r"[$#]\{|\{\{|%\(|%[sdv](?=@|$)|^\*@")
#: How the addresses begin that programs write from, in lower case.
MACHINES = ("postmaster@", "mailer-daemon@", "microsoftexchange")


def of_field(address: str | None) -> str:
    """Return the address in a field that may hold more than it; "" for none."""
    quoted = _QUOTED.search(address) if address and '"@' in address else None
    if quoted:
        return quoted[0]
    named = (address or "").strip("<>'\" ")
    match = ADDRESS.search(named) if not _APART.isdisjoint(named) or named[:1] == "@" else None
    return match[0].strip(".") if match else named.rstrip("*") or named


def of_reply(e: Evidence, seen: dict[str, str]) -> list[str]:
    """Return whom a reply, its line, or the notice above it names as the recipient; `seen` as in `_last`."""
    words = _WRAP.split(e.around[e.to :], maxsplit=1)[0].replace("\n", "")
    nested = _NESTED.search(words) if "->" in words else None
    words = words[nested.end() :] if nested else words
    line = e.above.rpartition("\n")[2]
    match = (_LOGGED.search(words) if "to=<" in words else None) or _REPORTED.search(line) or _REFUSED.match(words)
    match = match or _ROW.match(line) or _QUEUED.match(e.around, e.to)
    named = match["address"] if match else _between(e) or _of_trace(line) or _last(e.above, seen)
    named = named or _inside(words, e.words)
    if not named and answers_sender(e):
        named = next(addresses(e.around[e.to :], "told"), None)  # for whom the mail is, a session says after that
    accepted = _of_transaction(e.above) if named else []
    return accepted if named in accepted else [named] if named else []


def _between(e: Evidence) -> str:
    """Return the address between a reply's number and its code: `(550): Failed to add recipient "a@b" (5.1.1 ...)`."""
    between = e.around[e.from_ : e.to]
    match = ADDRESS.search(between) if "@" in between else None
    return match[0] if match else ""


def _of_trace(line: str) -> str:
    """Return the second of two addresses in a row without headings: every trace names the sender first.

    A row has a cell that says more, so that it isn't a list of recipients.
    """
    if line.count("@") < _SENT_AND_MEANT:
        return ""
    cells = [cell for cell in (cell.strip(_MARKED) for cell in _CELLS.split(line)[:-1]) if cell]
    named = [cell for cell in cells if "@" in cell and ADDRESS.fullmatch(cell)]
    return named[1] if len(named) == _SENT_AND_MEANT < len(cells) else ""


def _of_transaction(above: str) -> list[str]:
    """Return for whom a session's mail was whose data the reply refuses; [] where it refuses another command."""
    low = above.lower()
    begin, data = low.rfind("mail from:"), low.rfind("354")
    return list(addresses(above[begin:data], "told")) if 0 <= begin < low.rfind("rcpt to:") < data else []


def answers_sender(e: Evidence) -> bool:
    """Return whether a session's reply is to the command that names the sender: it is on the line above."""
    return "mail from:" in e.above.rpartition("\n")[0].rpartition("\n")[2].lower()


def of_list(e: Evidence) -> list[str]:
    """Return whom a program lists beside a reply as refused, or the last list of PowerShell's above it names."""
    listed = _REJECTED.search(e.around) if "rejected" in e.around else None
    if not listed and "{" in e.above:
        listed = next(reversed(list(_BRACED.finditer(e.above))), None)
    return ADDRESS.findall(listed[1]) if listed else []


def is_open(address: str) -> bool:
    """Return whether an address is one that a template leaves open, or a pattern for those of a domain."""
    return bool(_OPEN.search(address))


def sender_refused(e: Evidence) -> str:
    """Return the address that a reply begins with and refuses as the sender's, in lower case; "" for none.

    A session may name the same one as the recipient's: somebody writes to themselves.
    """
    named = _FIRST.match(e.around, e.to)
    address = named["address"].lower() if named else ""
    if not named or f"rcpt to:<{address}>" in e.above.lower():
        return ""
    return address if SENDER_FIRST.match(normalise(e.around[named.end() : named.end() + _NAME])) else ""


def names_nobody(e: Evidence) -> bool:
    """Return whether a reply refuses a name that isn't an address, or the sender's."""
    return bool(_NOBODY.match(e.around, e.to)) or _SENDER_REFUSED in e.above[-_NAME:].lower()


def bare(address: str) -> str:
    """Return an address without a log's key before it, `rcpt=pat@contoso.com`, and without Markdown's bold."""
    key, _, rest = address.partition("=")
    address = rest if key.lower() in _KEYS else address
    return address.strip("*") if address.strip("*")[:1] != "@" else address


def of_list_below(text: str) -> list[str]:
    """Return the addresses that a notice lists below the line that announces them, each on a line of its own."""
    below = below_heading(text)
    return list(addresses(below, "alone", "before")) if len(below) < len(text) else []


def announced(text: str) -> list[str]:
    """Return the addresses right below a line that announces recipients, in any language, each on a line of its own.

    "Delivery is delayed to these recipients or groups:".
    """
    found, below = list[str](), False
    for line in text.split("\n") if "@" in text else ():
        named = next(addresses(line, "alone", "before"), "") if below else ""
        found += [named] if named else []
        if line.strip() and not named:
            if found:
                break
            below = line.rstrip(" \t*").endswith(_COLONS) and bool(RECIPIENT.search(line[-_LABELLED:].lower()))
    return found


def below_heading(text: str) -> str:
    """Return what follows the line that announces the recipients, if an address does."""
    heading = _HEADING.search(lined(text))
    below = text[heading.end() - 1 :] if heading else text
    return below if "@" in below else text


def addresses(text: str, *kinds: str) -> Iterator[str]:
    """Yield the addresses that a text names as recipients; only in the ways named by `kinds`, if any are."""
    at = text.find("@")
    while at >= 0:
        begin, end = line_around(text, at)
        yield from _of_line(text, begin, end, *kinds)
        at = text.find("@", end)


def _of_line(text: str, begin: int, end: int, *kinds: str) -> Iterator[str]:
    others = spans_of_others(lined(text[begin:end]))
    for match in _ABOVE.finditer(text, begin, end + 1):
        kind = str(match.lastgroup)
        start, stop = match.span(kind)
        address = str(match[kind]).strip(".'")
        if (kind not in _OWN and is_of_another(start - begin, stop - begin, others)) or _closes(
            text, begin, start, stop
        ):
            continue
        if (not kinds or kind in kinds) and not address.lower().startswith(MACHINES):
            yield address


def spans_of_others(low: str) -> list[tuple[int, int]]:
    """Return where a line, as `lined` gives it, says that the address there, or the next one, is not a recipient's."""
    return [(m.start() - 1, m.end() - 1 if "@" in m[0] else len(low)) for m in _OF_ANOTHER.finditer(low)]


def is_of_another(start: int, stop: int, others: list[tuple[int, int]]) -> bool:
    """Return whether an address, by its place in a line, is one of those of others."""
    return any(begin < stop and start < end for begin, end in others)


def _closes(text: str, begin: int, start: int, end: int) -> bool:
    """Return whether a bracket that opened on a line above closes after an address: "(expanded from", "<a@b>):"."""
    return text[end : end + 2].lstrip(">")[:1] == ")" and "(" not in text[begin:start]


def _last(above: str, seen: dict[str, str]) -> str:
    """Return the last address that a text names as a recipient, "" for none.

    `seen`: what was found in each line. Replies side by side have most of the lines above them in common.
    """
    return last_of(above, seen, _named)


def _named(line: str) -> str:
    return next(reversed([*_of_line(line, 0, len(line.rstrip("\n")))]), "")


def last_of(text: str, seen: dict[str, str], find: Callable[[str], str]) -> str:
    """Return what is found in the last line with an address in which something is found; `seen`: in each line."""
    at = text.rfind("@")
    while at >= 0:
        begin, end = line_around(text, at)
        line = text[begin : end + 1]
        if line not in seen:
            seen[line] = find(line)
        if seen[line]:
            return seen[line]
        at = text.rfind("@", 0, begin)
    return ""


def _inside(line: str, words: str) -> str | None:
    if "@" not in words:
        return None
    match = _OPENING.match(line) or _INSIDE.search(words.strip()) or _MEANT.search(line) or _BLOCKED.search(line)
    return match["address"].strip(".") if match else next(addresses(words, "labelled", "meant"), None)
