"""A person's text cut into what refused the mail, what came back, and older mails of the thread."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from ndr_checker.base.limits import MAX_ORIGINAL, MAX_SECTIONS
from ndr_checker.base.pattern import pattern
from ndr_checker.rules.wording import BLANKS, DAEMON

from .head import HEAD
from .view import View


def _lines(*patterns: str) -> str:
    return "|".join(patterns)


#: Exchange's heading over the returned headers, as real notices and Microsoft's help texts have it.
_HEADING = _lines(
    "original message headers",
    r"en-t[eê]tes? de message d['’]origine",
    "en-t[eê]tes de message originaux",
    "intestazioni (?:originali del messaggio|del messaggio originale)",
    "(?:oorspronkelijke|originele) bericht(?:koppen|headers)",
    "cabeçalhos (?:originais da mensagem|da mensagem original)",
    "ursprungshuvuden",
    "исходные заголовки сообщения",
    "encabezados (?:de mensajes? originales|originales del mensaje|del mensaje original)",
    "(?:ursprüngliche|originale) nachrichten(?:kopfzeilen|header)",
    "元のメッセージ ヘッダー",
    "원본 메시지 헤더",
    "原始邮件头",
    "原始郵件標頭",
)
#: What other mail systems write above what came back, after a rule of hyphens.
_RULE = _lines(
    "this is a copy of (?:the|your) message",
    "a copy of (?:the|your) (?:original )?message",
    "below this line is a copy of the message",
    "original message (?:follows|text)",
    "the (?:header and top|headers? of the|body of the)",
    "message headers? follows?",
    "(?:returned|unsent|undelivered) message",
)
#: The same without a rule.
_ABOVE = _lines(
    "the (?:original|returned) message (?:headers? )?(?:follows|is attached)",
    "(?:original|returned) message (?:headers? )?(?:follows|is attached)",
    rf"content-type:{BLANKS}(?:message/rfc822|text/rfc822-headers|message/global)\b",
)
#: A line only a machine writes on top of a mail: in pasted text, the head of what came back.
_HEAD = _lines(
    rf"received:[ \t]{BLANKS}(?:from|by|\()",
    rf"return-path:{BLANKS}<",
    rf"mime-version:{BLANKS}1\.0",
    rf"dkim-signature:{BLANKS}v=",
    r"authentication-results:[ \t]",
)
#: The first two lines of the block that Outlook puts over the mail it answers.
FROM = "from|von|van|de|da|från|fra|lähettäjä|od|от|发件人|寄件者|差出人|보낸 사람"
_SENT = _lines(
    r"sent|gesendet|verzonden|envoyé|enviad[ao](?: em)?|inviato|skickat|sendt|lähetetty|wysłano",
    "отправлено|发送时间|寄件日期|送信日時|보낸 날짜",
)
#: Where an older mail of a thread begins: words between rules of hyphens,
_FORWARDED = _lines(
    r"(?:original|forwarded) (?:message|appointment)",
    r"(?:ursprüngliche|weitergeleitete|oorspronkelijk|doorgestuurd)\w{0,30} (?:nachricht|bericht)",
    r"messag[eg]\w{0,30} (?:d['’]origine|transféré|originale|inoltrato)",
    r"mens\w{1,30} (?:original|reenviado|encaminhada)",
)
#: or a line of its own.
_OLDER = _lines(
    rf"-{{2,998}}{BLANKS}(?:{_FORWARDED}){BLANKS}--",
    "_{20}",
    "begin forwarded message:",
    r"on [^\n]{6,120} wrote:",
    r"am [^\n]{6,120} schrieb[^\n]{0,80}:",
    r"le [^\n]{6,120} a écrit ?:",
    r"il [^\n]{6,120} ha scritto ?:",
    r"el [^\n]{6,120} escribió ?:",
    r"em [^\n]{6,120} escreveu ?:",
    r"op [^\n]{6,120} schreef[^\n]{0,80}:",
    rf"(?:{FROM}) ?:[^\n]{{0,998}}\n{BLANKS}(?:\n{BLANKS})?(?:{_SENT}) ?:",
)
#: Where a second report is beside the first.
_BESIDE = _lines(
    "delivery has failed to these recipients",
    r"your message to [^\n]{1,200} could(?:n['’]t| not) be delivered",
    "reporting-mta:",
)
#: What came back begins there.
_BACK = rf"(?P<head>{_HEAD})|(?P<original>-{{2,998}}{BLANKS}(?:{_RULE})|{_ABOVE}|(?:{_HEADING}){BLANKS}:?{BLANKS}$)"
#: The first letters of all these come first: other lines are done with at once.
_MARK = pattern(
    rf"\n{BLANKS}(?=[-_abcdefilmortuvy]|[^\x00-\x7f])(?:{_BACK}|(?P<older>{_OLDER})|(?P<beside>{_BESIDE}))",
    re.MULTILINE,
)
#: The same of a line alone, which nothing is older than or beside: half as much to compile for a reply in one line.
_ALONE = pattern(rf"\n{BLANKS}(?:{_BACK})", re.MULTILINE)


#: A number that a reply or a code has.
_NUMBER = pattern(r"[45](?:[0-9]{2}|\.[0-9]\.)")


class Section(NamedTuple):
    """A piece of a text: `role` is `words`, `original` or `headers`; `depth` counts the mails of the thread above."""

    role: str
    depth: int
    view: View


def sections(view: View) -> Iterator[Section]:
    """Yield the sections of a text in order; of a text with very many, the last one is all the rest."""
    text, at, depth, role = view.text, 0, 0, "words"
    marks = _MARK if "\n" in text.rstrip() else _ALONE
    for mark in islice(marks.finditer(view.lines), MAX_SECTIONS):
        start, kind = mark.start(), mark.lastgroup
        returned = kind in ("head", "original")
        if start < at or (role == "original" and returned):
            continue
        above = text[at:start].strip()
        if above:
            yield Section(role, depth, _bounded(view, role, at, start))
        if kind == "head" and role == "words" and (not above or _begins_report(text, at, start)):
            # A head on top of the paste, or of a report below somebody's words, is that of the pasted mail itself.
            at = _head_end(text, start)
            yield Section("headers", depth, view.cut(start, at))
            continue
        if kind == "older":
            depth += bool(text[:start].strip())
        at, role = start, "original" if returned else "words"
    if text[at:].strip():
        yield Section(role, depth, _bounded(view, role, at, len(text)))


def _begins_report(text: str, at: int, start: int) -> bool:
    """Return whether a head is that of a report that somebody pasted below words of their own, without any reply."""
    replied = _NUMBER.search(text, at, start)
    return not replied and DAEMON.search(text, start, _head_end(text, start)) is not None


def _head_end(text: str, start: int) -> int:
    head = HEAD.match(text, start)
    end = head.end() if head else start
    return end if end > start else (text.find("\n", start) + 1 or len(text))


def _bounded(view: View, role: str, start: int, end: int) -> View:
    return view.cut(start, min(end, start + MAX_ORIGINAL) if role == "original" else end)
