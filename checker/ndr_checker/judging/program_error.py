"""Whether a program says that it couldn't send a mail: by its exception's name, or in an interface's answer."""

import re
from itertools import islice

from ndr_checker.base.limits import MAX_CODES, MAX_LEAD
from ndr_checker.base.normalise import line_around
from ndr_checker.base.pattern import pattern
from ndr_checker.reading import events
from ndr_checker.reading.message import Message
from ndr_checker.rules.wording import FIRST_PERSON

#: An exception or an error that has mail in its name, and what it says: "smtplib.SMTPRecipientsRefused: {}",
#: "System.Net.Mail.SmtpException: Failure sending mail", "SMTP Error: data not accepted"; or one about a host for SMTP.
#: In lower case.
_NAMED = pattern(
    r"\b(?:smtp|mail|storedrv)[\w.$\\:]{0,80}(?:exception|error|refused|disconnected)(?:\)?:[ \t]{0,9}\S|\)? \S)"
    r"|\b(?:smtp|mailer)(?: [45]xx)? error:[ \t]{0,9}[^\s%{$]|\bsmtp connect\(\) failed"
    r"|(?:exception|error): [^\n]{0,120}\bsmtp(?:[.:][a-z0-9]| host| server)"
)
#: The name of an error of Exchange Web Services and Microsoft Graph that only sending has: "ErrorSendAsDenied".
_OF_SENDING = r"error(?:[a-z]{0,40}(?:send|submi|recipient)|[a-z]{0,20}message(?:limit|size))"
#: How Microsoft's interfaces and programs say it: such a name as a code, as a class or in XML; an answer to SendItem;
#: the calls above one; a verdict of Outlook.com's on its user; Outlook's numbers for SMTP, and in a report of its own;
#: PowerShell's commands that mail; what all of them say of a recipient whom nobody knows.
_MICROSOFTS = pattern(
    rf"(?:[.\n'\"]|: ){_OF_SENDING}[a-z]{{0,40}}: \S|>{_OF_SENDING}[a-z]{{0,40}}</"
    rf"|\bcode['\"]? ?: ?['\"]?{_OF_SENDING}[a-z]{{0,40}}['\"]?,?\s{{0,40}}['\"]?message['\"]? ?:"
    r"|\bsenditemresponsemessage[^>\n]{0,60} responseclass=['\"]error"
    r"|\bat microsoft\.exchange\.[\w.$]{1,120}\.send\w{0,30}\(|\bwascl useraction verdict is not none"
    r"|\bsending['\"] reported error \(0x[0-9a-f]|(?:\(|error number: ?)0x800ccc[67][0-9a-f]\b"
    r"|\brecipients must be resolved\s{1,20}before a message can be submitted"
    r"|\[0x80[0-9a-f]{6}-0x[0-9a-f]{8}-0x[0-9a-f]{8}\]"
    r"|\bsend-m(?:ailmessage|gusermail\w{0,9}) ?: \S"
)
#: PowerShell calls a method "Send", and says in its own language that the call failed, and with what.
_CALLED = pattern(r"['\"«“][ \xa0]?send(?:mail)?(?:async)?[ \xa0]?['\"»”][^\n:]{0,60}:\s{1,4}['\"«“]")
#: The words of any other exception.
_EXCEPTION = pattern(r"[a-z](?:exception|error)['\"]?\)?:[ \t]{1,9}([^\n]{1,400})")
#: What a line of a log says: "Failed sending email to a@b: timeout", "msmtp: could not send mail (account default)",
#: "Failed to authenticate on SMTP server", cPanel's of a limit; what a device quotes of a server; and how a library's
#: error shows: Amazon's, Nodemailer's, gen_smtp's, msmtp's, PHPMailer's, curl's, that of SwiftMailer and others that
#: expected a reply which only SMTP has, a device's that logs its number alone, a trace of calls through one.
_LOGGED = pattern(
    r"\b(?:fail(?:ed|ure)?|could not|couldn't|cannot|can't|unable|errors?)(?: (?:to|while|when|in|be))? "
    r"(?:send(?:ing)?|sent|deliver(?:ing)?)(?: [\w-]{1,20}){0,3}? (?:e-?)?mails?\b"
    r"(?: to [^\s@{$%]{1,64}@|[^\n:]{0,120}: ?(?=[^\s%$'\"`+,)])(?!\{[a-z0-9_.]{0,30}\}))"
    r"|\b(?:failed to|could not|couldn't|cannot|can't|unable to) e-?mail [^\n@]{0,100}\bto [^\s@]{1,64}@"
    r"|\([a-z]{3,40}\) when calling the send\w{0,20}email operation: \S"
    r"|\berror(?: [a-z]\w{0,20})?(?: ['\"`]|: )send\w{0,20}email(?:['\"`] on |[,:] )\S"
    r"|\b(?:ssmtp|msmtp|esmtp|sendmail|send-mail)(?:\[[0-9]{1,9}\])?: [^\n]{0,80}?\b(?:could not|cannot|failed)\b"
    r"|\bexpected (?:response|smtp|reply) code \"?(?:2[235][0-9]|334|354)\b[^\n]{0,20}?,? (?:but )?got "
    r"|\bmessagerejected: \S"
    r"|\b(?:failed to|could not|couldn't|cannot|can't|unable to) (?:authenticate|connect|log ?in|sign in|establish)"
    r"[^\n]{0,60}\bsmtp\b"
    r"|\bsmtp\w{0,3}\b[^\n]{0,80}\bcode(?:[.:]? ?\[|=)5[0-57][0-9]\b"
    r"|\bcode: ?'e(?:auth|envelope|message|connection|socket|timedout|tls|dns)'[^}]{0,200}\bcommand: ?'"
    r"|\bserver (?:said|answered|replied|response|reply)[: ]{1,3}[^\n]{0,40}?"
    r"\b(?:sender|recipient|relay(?:ing)?|mailbox)\b[^\n]{0,40}?\b(?:not|denied|refused|rejected|invalid|unknown)\b"
    r"|\bcould not instantiate mail function|\brcpt failed: [45][0-9]{2}\b"
    r"|\b(?:helo|ehlo|mail from|rcpt to|starttls|auth (?:login|plain))\b[^\n]{0,60}?\b(?:(?:wrong|unexpected|bad) "
    r"(?:response|reply|answer)|(?:rejected|refused|failed)(?:,? server (?:said|answered|replied))?): ?(?=[a-z])"
    r"|\b(?:no_more_hosts|retries_exceeded)\b[^\n]{0,40}\b(?:permanent|temporary|network)_failure\b"
    r"|\berrormsg='[^'\n]{1,300}' exitcode=ex_(?!ok)|\bhas exceeded the max [a-z ]{1,40} per hour\b"
    r"|\bat [\w.$/]{0,120}smtp\w{0,20}\.[\w.$<>]{1,80}\(|\bnet/smtp\.rb:[0-9]|\bsmtplib\.py['\"], line [0-9]",
    by_letter=True,
)
_QUOTE = pattern(r"[`\"“„«]")
#: What comes before the name in a program's source, which only provides for it.
_PROVIDING = ("except", "catch", "rescue", "raise", "throw", "throws", "new")
#: What a program's source has before a text that it may print or expect: "log.error('SendError: ...', e)".
_IN_SOURCE = pattern(r"\([ \t]{0,9}[frbu]?['\"/`][\w.$\\ ]{0,120}$")
_SOURCE = 140
#: A name that only an error has, in XML and in JSON, and what an interface says of it, in lower case.
_ELEMENT = pattern(r"(?:error|exception|fault)[a-z]{0,20}>")
_ERROR = pattern(
    r"['\"][a-z_.]{0,20}(?:error|exception)[a-z_.]{0,20}['\"][ \t]{0,9}:|['\"]level['\"][ \t]{0,9}:[ \t]{0,9}['\"]error"
    r"|['\"](?:status_?code|status|code)['\"][ \t]{0,9}:[ \t]{0,9}['\"]?[45][0-9]{2}\b"
)
#: An event that something failed, as parcels, text messages and payments have it too; or an answer that it did.
EVENT = pattern(
    r"['\"](?:event|type|state|status)['\"][ \t]{0,9}:[ \t]{0,9}['\"](?:error|fail|bounce|drop|reject)"
    r"|['\"](?:sent|success|ok|delivered|status)['\"][ \t]{0,9}:[ \t]{0,9}false\b"
)
_SAYING = pattern(
    r"['\"](?:message|msg|errors?|error_?message|description|detail|title|reason)['\"]"
    r"\s{0,40}:\s{0,40}\[?\s{0,40}\"([^\"]{1,400})"
    r"|<(?:[a-z]{1,20}:)?(?:message|msg|description|detail|reason|faultstring)>([^<]{1,400})"
)
#: That mail wasn't sent takes all three: what was to be done, with what, and that it wasn't.
_SENDING = pattern(
    r"\b(?:send|sent|sending|deliver(?:y|ed|ing)?|smtp)\b|\bsubmi\w{1,6} (?:the |this )?(?:message|mail)"
    r"|\b(?:message|mail)\b[^,.]{0,40} submi(?:t|ssion)"
)
_MAIL = pattern(r"\b(?:e-?)?mails?\b|\b(?:smtp|recipients?|messages?)\b")
_ONLY_MAIL = pattern(r"\be-?mails?\b|\b(?:smtp|mailbox|bounced|unsubscribed)\b")
_NOT = pattern(
    r"n't\b|\b(?:not|cannot|unable|inactive|invalid|fail\w{0,4}|den(?:y|ied)|reject\w{0,4}|refus\w{0,4}|block\w{0,4}"
    r"|suspend\w{0,4}|exceed\w{0,4})\b"
)


def says_unsent(message: Message) -> bool:
    """Return whether the text of a message is a program's error about a mail that it couldn't send."""
    texts = [part.view.lines[:MAX_LEAD] for part in message.parts if part.words]
    return any(_names_error(text) or (_is_data(text) and _is_interfaces(text)) for text in texts)


def _names_error(text: str) -> bool:
    named = islice(_NAMED.finditer(text), MAX_CODES)
    if any(not _is_provided_for(text, match.start()) for match in named):
        return True
    if _MICROSOFTS.search(text) or (("mail" in text or "smtp" in text) and _CALLED.search(text)):
        return True
    raised = (m for m in islice(_EXCEPTION.finditer(text), MAX_CODES) if _says_unsent(m[1], _ONLY_MAIL))
    if any(not _is_provided_for(text, match.start()) for match in raised):
        return True
    logged = islice(_LOGGED.finditer(text), MAX_CODES)
    said = (_QUOTE.split(text[line_around(text, match.start() + 1)[0] : match.end()])[-1] for match in logged)
    return not all(map(FIRST_PERSON.search, said))  # a person says it of a mail program


def _is_provided_for(text: str, at: int) -> bool:
    """Return whether a program's source names an error only for the case that it comes."""
    return text[:at].rstrip(" \t(").endswith(_PROVIDING) or bool(_IN_SOURCE.search(text[max(0, at - _SOURCE) : at]))


def _is_data(text: str) -> bool:
    return "</" in text or events.is_json(text)


def _is_interfaces(text: str) -> bool:
    """Return whether JSON or XML has an error, or an event, whose words say that mail wasn't sent."""
    of_mail = _MAIL if _ERROR.search(text) or _ELEMENT.search(text) else _ONLY_MAIL if EVENT.search(text) else None
    if not of_mail:
        return False
    sayings = (match[1] or match[2] for match in islice(_SAYING.finditer(text), MAX_CODES))
    return any(_says_unsent(said, of_mail) for said in sayings)


def _says_unsent(said: str, of_mail: re.Pattern[str]) -> bool:
    return bool(_SENDING.search(said) and of_mail.search(said) and _NOT.search(said))
