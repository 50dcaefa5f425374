"""What in a line of a bounce tells who or where: patterns, in the order in which they are tried.

A line is read with what earlier rules took replaced by `TAKEN`, which no pattern here steps over unless it names it.
Too much is hidden rather than too little: the reader sees what is hidden, and can have it back.
"""

import re
from typing import Final, NamedTuple

TAKEN: Final = "\n"

#: Each is also the word in its replacement: `[address 1]`.
KINDS: Final = ("address", "name", "host", "IP", "id", "link", "phone", "subject", "word")


class Rule(NamedTuple):
    """Hides its group `hide` or `quoted`, or all that it matches; the kind `""` keeps what it matches readable."""

    kind: str
    pattern: re.Pattern[str]


def _rule(kind: str, *pieces: str, flags: re.RegexFlag = re.IGNORECASE) -> Rule:
    return Rule(kind, re.compile("".join(pieces), flags))


def _exact(kind: str, *pieces: str) -> Rule:
    return _rule(kind, *pieces, flags=re.NOFLAG)


#: A character of an address, in whatever script; an apostrophe and a comment only inside.
_PIECE = r"(?:[^\s<>\"'’`,;:()\[\]{}|]|(?<=\w)['’](?=\w)|(?<=\w)\([^()\s]{0,64}\)(?=@))"
#: Where an address may begin: tried at every character, a long word would cost its square.
_START = r"(?<![^\s<>\"'’`,;:()\[\]{}|])"
_AT = (
    r"(?:[@\uff20\ufe6b]|%(?:25)?40|=40|&#0*64;?|&#x0*40;?|&commat;|\\u0040"
    r"|[ \t\u00a0]{0,2}[\[({][ \t]?at[ \t]?[\])}][ \t\u00a0]{0,2}"
    r"|[ \t\u00a0]{1,2}@[ \t\u00a0]{1,2}|(?<=[a-z])[ \t\u00a0]{1,2}@)"
)
_FIELD = r"(?:(?:to|from|orig_to|sender|recipient|rcpt|user|login|username|sasl_username|mailto|smtp|sip|rfc822)[=:;])?"
_DOMAIN = rf"(?:\[[^\]\n]*\]?|{_PIECE}+)"
#: Help pages of Microsoft's without a query: the words of their paths are judged like any others.
_HELP = (
    r"go\.microsoft\.com/fwlink/(?:p/)?\?link_?id=\d{1,9}(?:&clcid=0x[0-9a-f]{1,5})?(?![\w/?#=&%@-])"
    r"|(?:aka\.ms|(?:learn|docs|support|technet)\.microsoft\.com|sender\.office\.com)/(?=[\w/.-]*(?![\w/?#=&%@-]))"
)
_DN = r"(?:CN|OU|DC|O|C|L|ST|UID|E|EMAILADDRESS|SERIALNUMBER)="
_VALUE = r"(?:\\.|[^,;\n\"'>\]\\])+"
_LAST_VALUE = r"(?:\\.|[^,;\n\"'>\]\\ ])+"
_SUBJECT = "subject|betreff|objet|asunto|oggetto|onderwerp|assunto|ämne|emne|тема|件名|主题|主旨|제목"
_IDS = (
    "(?:x-)?(?:[a-z]+-)*message[ -]?id|in-reply-to|references|internal-?id|msgid"
    "|(?:queue|correlation|request|trace|tenant|object|client|session)[ -]?id|id"
)
#: Mixed case is read as the end of a sentence, but for the most common.
_TLD = (
    r"(?:[a-z]{2,24}|[A-Z]{2,24}|(?i:com|net|org|edu|gov|info|biz|local|lan|corp|internal|test|example|[a-z]{2})"
    r"|(?i:xn--[a-z0-9-]+)|[^\W\d_a-zA-Z]{2,24})"
)
_AS_LABEL = "com|net|org|edu|gov|info|eu|de|ch|at|fr|it|nl|uk|se|dk|es|pl|au|ca|br|jp"
_ROLES = "hostname|computer|machine|netbios|relay|client|tenant|organi[sz]ation|domain"
#: Zones of Microsoft's servers, those with a tenant's name before them, and others that are named in sentences.
_SERVERS = "prod\\.protection\\.outlook|prod\\.outlook|prod\\.exchangelabs|outbound\\.protection\\.outlook"
_ZONES = rf"{_SERVERS}|(?:mail\.)?protection\.outlook|outlook|(?:mail\.)?onmicrosoft|sharepoint|microsoft|office365"
_OF_TENANTS = r"\.(?:mail\.protection\.outlook|mail\.onmicrosoft|onmicrosoft|sharepoint)\.com(?!\.?[\w-])"
_ERRORS = (
    r"(?:RESOLVER|STOREDRV|SMTPSEND|ROUTING|TRANSPORT\.RULES)"
    r"\.[A-Z][A-Za-z]+(?:\.[A-Z][A-Za-z]+)*(?!\.?\w)(?<!\.COM|\.NET|\.ORG)"
)
_MONTHS = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
_HEX = "[0-9A-Fa-f]"
_OCTET = r"(?:25[0-5]|2[0-4]\d|1?\d?\d)"
_IPV4 = rf"{_OCTET}(?:(?:\.|\[\.\]|\(\.\)){_OCTET}){{3}}"
_SPACED_IPV4 = rf"{_OCTET}(?: ?[.,] ?{_OCTET}){{3}}"
_IPV6 = rf"(?=(?:{_HEX}*:){{7}}|{_HEX}{{0,4}}(?::{_HEX}{{1,4}}){{0,6}}::){_HEX}{{0,4}}(?::{_HEX}{{0,4}}){{2,7}}"

RULES: Final = (
    _rule("subject", rf"\b(?:{_SUBJECT})['\"]?[ \t]*[:=\uff1a][ \t]*(?:\"(?P<quoted>[^\"\n]*)\"|(?P<hide>[^\n]+))"),
    _rule("subject", r"(?<![\w.])(?:re|fw|fwd|aw|wg|tr|rv|sv|vs|antw) ?: *(?P<hide>[^\n]+)"),
    _rule("", rf"https?://(?:{_HELP})"),
    _rule("link", r"\b(?:https?|hxxps?|ftp|file|ldaps?|callto|cid)(?::|\[:\])[/\\]{0,3}[^\s<>\"'`]+"),
    _rule("link", r"\bwww\.[^\s<>\"'`]+"),
    _rule("id", rf"\b(?:{_IDS})['\"]?[ \t]*[:=][ \t]*['\"]?(?P<hide><[^>\n]*>?|[^\s,;<>'\"\]]+)"),
    _exact("id", r"\bE?SMTPS?A? id (?P<hide>[\w.-]+)"),
    # Addresses, in every dress: x500 and what Exchange makes of it, names of a directory, quoted, spelled out.
    _rule("", r"(?<![\w.+-])delist@microsoft\.com(?!\.?[\w-])"),
    _rule("address", r"\bIMCEA\w*-[^\s<>\"']+"),
    _rule("address", r"/o=[^\n\"'<>]*/cn=[^\s\"'<>;,\]]+(?: [A-Z][\w'’-]*)*"),
    _exact("address", rf"\b{_DN}{_VALUE}(?:[,;] ?{_DN}{_LAST_VALUE})+"),
    _exact("address", r"\bCN=(?P<hide>\w[\w'’-]*(?: [A-Z][\w'’-]*)*(?![\w.]))"),
    _rule("address", rf"\"(?:\\.|[^\"\\\n])*\"{_AT}{_DOMAIN}"),
    _rule("address", rf"{_START}{_FIELD}(?P<hide>{_PIECE}*{_AT}{_DOMAIN})"),
    _rule("address", rf"{_START}(?P<hide>{_PIECE}+{_AT})(?=\s|$)"),
    _exact("address", r"\b[\w.+-]+ (?:at|AT) [\w-]+(?: (?:dot|DOT) \w+)+"),
    # What says nothing of the reader and much of the fault: Microsoft's servers, codes, times, classes of errors.
    _rule(
        "",
        rf"(?<![\w.@-])(?:mail-)?(?=[a-z]*\d)[a-z0-9]{{6,24}}(?:\.[a-z0-9-]{{3,24}}){{0,3}}\.(?:{_SERVERS})\.com(?!\.?[\w-])",
    ),
    _exact("", r"(?<![\w.@-])(?=(?:[A-Z]*\d){3})[A-Z0-9]{8,24}\.mail\.protection\.outlook\.com(?!\.?[\w-])"),
    _rule("", rf"(?<![\w.@-])(?:{_ZONES})\.com(?!\.?[\w-])"),
    _rule(
        "",
        r"(?<![0-9A-Za-z.@_-])(?<!\d,)(?<!\d \. )(?<!\d\[\.\])(?:[245]\d\d[ \-;:#,]{1,3}){0,2}",  # no IP's last number
        r"[245]\.\d{1,3}\.\d{1,3}(?:(?<=\d{3})-\d{3})?(?!\d|-\d|\.\w)",
    ),
    _rule("", r"(?<![\w.])[245]\d\d[ -][245][ -][0-7][ -]\d{1,3}(?:-\d{1,3})?(?![\w-])"),
    # The name of the machine that wrote a log's line comes after the time.
    _exact("host", r"\b[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d (?P<hide>[\w.-]+)(?= [\w./-]+(?:\[\d+\])?:)"),
    _exact("host", r"\dT\d\d:\d\d:\d\d\S* (?P<hide>[\w.-]+)(?= [\w./-]+\[\d+\]:)"),
    _exact(
        "",
        # A date without a time of day, or of the last century, may be somebody's birthday.
        r"(?<![\w.])20\d\d-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?: ?Z|[ ]?[+-]\d\d:?\d\d)?(?!\w)",
        r"|(?<![\w.])\d{1,2}[/.]\d{1,2}[/.]20\d\d(?=,?[ T]\d\d?:\d\d)",
        r"|(?<![\w:.])\d\d?:\d\d(?::\d\d(?:\.\d+)?)?(?: ?[AP]M)?(?![\w:])",
    ),
    # What a log measures, who wrote it, ports, and codes of errors.
    _exact("", r"\b(?:delays?|size|nrcpt|conn_use)=[\d./]+", r"|(?<=\w)\[\d{1,7}\](?=:)|(?<=\]):(?:25|465|587)\b"),
    _exact(
        "",
        rf"(?<!\w)(?:{_MONTHS}) [ \d]\d(?= \d\d:\d\d)",
        r"|\b0x(?:80[0-9A-F]{2}|C000|0000)[0-9A-F]{4}\b|(?<=code: )\d{1,5}\b",
    ),
    _rule("", r"(?<=\berror code )\d{1,5}\b|(?<=\bsocket error )\d{1,5}\b"),
    _exact("", r"\bKB ?\d{6,7}(?![\w-])"),
    _rule("", r"(?<![\w.@-])e(?=-mails?(?![\w.@-]))"),
    _exact(
        "",
        r"\b(?:ATTR|PRX)\d{1,2}\b|(?<=\()S\d{3,10}(?=\))",
        r"|\bRFC[ -]?\d{3,4}(?: section \d(?:\.\d{1,2}){0,3})?|\b[xX]\.400\b",
    ),
    _exact("", rf"\b{_ERRORS}|\bQUEUE\.Expired\b|\b(?:System\.Net|Microsoft\.Exchange)(?:\.[A-Z][A-Za-z]+)+(?!\.?\w)"),
    _exact("", r"\bA?S(?:\(\d{1,10}\)|\d{1,9}\b)|\bAADSTS\d{1,9}\b|\bTLS(?:v?[\d._]+)?\b|\bRFC ?\d+\b|\bLinkId=\d+"),
    # Hosts: of Microsoft's names that hold a tenant's, only that; then all others; then those without a dot.
    _rule("host", rf"(?<![\w@.-])(?P<hide>[\w-]+(?:\.[\w-]+)*?)(?={_OF_TENANTS})"),
    _rule("", rf"(?<={TAKEN}){_OF_TENANTS}"),
    _exact("host", rf"(?<![\w@])[\w-]+(?:\.[\w-]+)*\.{_TLD}\.?(?![\w-])"),
    _rule("host", rf"(?<![\w@])\w+(?:-\w+)*-(?:{_AS_LABEL})(?![\w-])"),
    # "Unable to relay: ..." gives a reason, "relay: ..." a name.
    _rule("host", rf"(?<!\bto )\b(?:{_ROLES})[ \t]*[=:][ \t]*(?!none\b|unknown\b|local\b)(?P<hide>[\w-]+)"),
    _rule("host", r"\b(?:EHLO|HELO)[ \t=:]+[<(\[]?(?P<hide>[\w-]+)"),
    _exact("host", r"\bH=\(?(?P<hide>[\w-]+)|\b(?:from|by) (?P<quoted>[\w-]+) (?=\(|\[\S*\])"),
    _rule("IP", rf"(?<![\w.])(?:IPv6:)?(?:{_IPV6}(?::?{_IPV4})?)(?:%[\w.-]+)?(?:/\d{{1,3}})?(?![\w:])"),
    _rule("IP", rf"(?<![\w.])(?:IPv4:)?(?:{_IPV4}|{_SPACED_IPV4})(?::\d{{1,5}}|/\d{{1,2}})?(?!\w|\.\d)"),
    # Names of accounts and of folders, encoded ones (RFC 2047), and whatever is alone between angle brackets.
    _exact("name", r"=\?[\w-]+\?[BbQq]\?[^?\s]*\??=?"),
    _rule("name", r"<(?P<hide>(?!/?(?:a|b|br|div|font|hr|i|li|p|pre|span|td|tr|ul)\b)[^\s<>@]{2,64})>"),
    _exact("name", r"\b[A-Za-z]:\\[^\s\"'<>]+|\\\\[^\s\"'<>]+|(?<!\w)/(?:home|Users|var/(?:spool/)?mail)/[^\s\"'<>]+"),
    _exact("name", r"(?<![\w\\])[A-Za-z][\w.-]{1,30}\\\w[\w.$-]{2,}"),
    # phone numbers, then everything that looks made by a machine.
    _rule("phone", r"(?:\btel:)?(?<![\w.])(?:\+|00)\d[\d ().\-/\u00a0]{6,18}\d(?!\w)"),
    _exact(
        "phone", r"(?<!\w)\(0?\d{2,5}\)[ \-]?\d[\d \-]{4,12}\d(?!\w)|(?<![\w.])0\d{1,4}[ /\-]\d[\d \-]{4,12}\d(?!\w)"
    ),
    _exact("phone", r"(?<![\w.-])\d{3}[\-. ]\d{3}[\-. ]\d{4}(?!\w)"),
    _exact("id", rf"\{{?{_HEX}{{8}}-(?:{_HEX}{{4}}-){{3}}{_HEX}{{12}}\}}?|\bS-1-\d+(?:-\d+)+"),
    _exact("id", rf"(?<![\w:]){_HEX}{{2}}(?:[:-]{_HEX}{{2}}){{5,}}(?![\w:])"),
    _exact("id", r"(?<!\w)[0-9A-Za-z]{6}-[0-9A-Za-z]{6,11}-[0-9A-Za-z]{2,4}(?!\w)"),
    _exact("id", r"(?<!\w)(?=[\w+/~-]*\d)(?=[\w+/~-]*[^\W\d_])[\w+/~-]{8,}={0,2}"),
    _exact("id", r"(?<![\w.])\d{7,}(?!\w)"),
)
