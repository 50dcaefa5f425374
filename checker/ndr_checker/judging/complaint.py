"""Whether a person says of their own mail that it fails with a code, where no bounce shows it."""

from ndr_checker.base.pattern import pattern
from ndr_checker.finding.context import is_explained
from ndr_checker.finding.finder import Evidence
from ndr_checker.finding.surroundings import is_only_named
from ndr_checker.reading.message import Message
from ndr_checker.rules.wording import ERROR, FIRST_PERSON, MESSAGE, NOT, OF_MAIL

#: How far from a code a person says whose mail it is: in its paragraph.
_NEAR = 240
_PARAGRAPH = "\n\n"
#: "I" or "we" as who does something, not as who would, should or may; a lower-case "i" only before what people do.
_SPEAKS = pattern(
    r"(?:\bI\b|\b[Ww]e\b|\bi (?=get|got|can|have|see)"
    r"|\b(?:[Ii]ch|[Ww]ir|[Jj]e|[Nn]ous|[Yy]o|[Nn]osotros|[Ii]o|[Nn]oi|[Ee]u|[Nn]ós|[Ii]k|[Ww]ij|[Jj]ag|[Jj]eg|[Vv]i|[Mm]inä|[Яя]|[Мм]ы)\b|\b[Jj]['’]|[我私]|우리|저는|제가)"
    r"(?!['’]d\b| (?:would|should|could|must|may|might|shall)\b)"
)
#: "My mail", "all our messages", in lower case; not our mail server, which refuses others' mail.
_OWN_MAIL = pattern(
    r"\b(?:my|our|mein\w{0,2}|unser\w{0,2}|mon|mes|notre|nos|mis?|nuestr\w{1,2}|mio|miei|mi[ae]|nostr\w|meus?|minhas?"
    r"|noss[oa]s?|mijn|onze?|min[ae]?|mitt|vår\w?|мо[йияе]|наш\w?)(?: [^\W\d_]{1,20}){0,2}? "
    rf"(?:{MESSAGE.pattern}|{OF_MAIL.pattern})\w{{0,8}}"
    r"(?![\w-]| (?:server|gateway|filter|system)s?\b)"
)
#: That somebody sends, in lower case: "our users can't send".
_SENDS = pattern(
    r"\b(?:send(?:s|ing)?|senden?|sendet|schick\w{0,3}|versend\w{1,3}|envoy\w{1,4}|envi[ae]\w{0,3}|invi[ao]\w{0,3}"
    r"|verstur\w{1,3}|verzend\w{0,3}|skicka\w{0,2}|отправ\w{1,5})\b|[发發送]"
)
#: What mail that fails does, and what its sender gets, in lower case.
_FAILS = pattern(
    r"\b(?:g[eo]t(?:s|ting)?|receiv\w{1,3}|see(?:ing)?|saw|bounc\w{1,3}|fail\w{0,4}|reject\w{0,4}|refused|blocked|back|nobody|cannot|unable"
    r"|end(?:s|ed|ing)? (?:in|with|up)|bekomm\w{0,3}|krieg\w{0,2}|erhalt\w{0,3}|zurück|re[cç][eou]\w{1,4}|revien\w{1,4}"
    r"|recib\w{1,4}|rebot\w{1,4}|ricev\w{1,4}|torna\w{0,2}|krijg\w{0,2}|ontvang\w{0,2}|terug|får"
    r"|tillbaka|tilbage|tilbake|получа\w{1,3}|возвращ\w{1,5})|[收退]|受け|戻|받"
)


def is_complaint(message: Message, e: Evidence) -> bool:
    """Return whether a person says that their own mail fails with a code that no server gives them in the text (`e`).

    "All my mails bounce with 5.7.705": whose mail it is comes before the code, or behind it if that isn't a reply's.
    A question of what the code means is about anybody's mail, and so is a sentence that explains it, or a list.
    """
    if e.part != "pasted" or e.listed or e.denied or e.subject or e.row:
        return False
    view = next((part.view for part in message.parts if part.role == "pasted"), None)
    begin = view.text.find(e.around) if view else -1
    if not view or begin < 0 or is_explained(view, begin + e.from_, begin + e.to):
        return False
    said = e.around[max(0, e.from_ - _NEAR) : e.from_].rpartition(_PARAGRAPH)[2]
    if not e.reply or is_only_named(e):
        said = f"{said} {e.around[e.to : e.to + _NEAR].partition(_PARAGRAPH)[0]}"
    low = said.lower()
    if not (_FAILS.search(low) or ERROR.search(low) or NOT.search(low)):
        return False
    own = _SPEAKS.search(said) or _OWN_MAIL.search(low) or (_SENDS.search(low) and FIRST_PERSON.search(low))
    return bool(own)
