"""A person's text cut into what refused the mail, what came back, and older mails of the thread."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .limits import MAX_ORIGINAL
from .view import View


def _lines(*patterns: str) -> str:
    return "|".join(patterns)


#: Exchange's heading over the returned headers, as real notices and Microsoft's help texts have it.
_HEADING = _lines(
    "original message headers",
    r"en-t[eê]tes? de message d['’]origine",
    "en-t[eê]tes de message originaux",
    "intestazioni originali del messaggio",
    "oorspronkelijke berichtkoppen",
    "cabeçalhos originais da mensagem",
    "ursprungshuvuden",
    "исходные заголовки сообщения",
    "encabezados de mensaje originales",
    "ursprüngliche nachrichtenkopfzeilen",
    "元のメッセージ ヘッダー",
    "원본 메시지 헤더",
    "原始邮件头",
    "原始郵件標頭",
)
#: What other mail systems write above what came back.
_RULE = _lines(
    r"-{2,}[ \t]*this is a copy of (?:the|your) message.*",
    r"-{2,}[ \t]*a copy of (?:the|your) (?:original )?message.*",
    r"-{2,}[ \t]*below this line is a copy of the message.*",
    r"-{2,}[ \t]*original message (?:follows|text).*",
    r"-{2,}[ \t]*the (?:header and top|headers? of the|body of the).*",
    r"-{2,}[ \t]*message headers? follows?.*",
    r"-{2,}[ \t]*(?:returned|unsent|undelivered) message.*",
    r"(?:the )?(?:original|returned) message (?:headers? )?(?:follows|is attached).*",
    r"content-type:[ \t]*(?:message/rfc822|text/rfc822-headers|message/global)\b.*",
)
#: A line only a machine writes on top of a mail: in pasted text, the head of what came back.
_HEAD = _lines(
    r"received:[ \t]+(?:from|by|\().*",
    r"return-path:[ \t]*<.*",
    r"mime-version:[ \t]*1\.0.*",
    r"dkim-signature:[ \t]*v=.*",
    r"authentication-results:[ \t].*",
)
_ORIGINAL = re.compile(
    rf"^[ \t]*(?:(?:{_HEADING})[ \t]*:?[ \t]*$|(?:{_RULE})|(?P<head>{_HEAD}))", re.MULTILINE | re.IGNORECASE
)
#: Where an older mail of a thread begins.
_OLDER = _lines(
    r"-{2,}[ \t]*(?:original|forwarded) (?:message|appointment)[ \t]*-{2,}",
    "_{20,}",
    "begin forwarded message:",
    r"on [^\n]{6,120} wrote:",
    r"from:[^\n]*\n[ \t]*(?:\n[ \t]*)?sent:",
    r"de ?:[^\n]*\n[ \t]*envoyé",
    r"von:[^\n]*\n[ \t]*gesendet",
    r"da:[^\n]*\n[ \t]*inviato",
)
#: Where another report stands beside the first.
_BESIDE = _lines(
    "delivery has failed to these recipients",
    r"your message to [^\n]{1,200} could(?:n['’]t| not) be delivered",
    "reporting-mta:",
)
_NEXT = re.compile(rf"^[ \t]*(?:(?P<older>{_OLDER})|{_BESIDE})", re.MULTILINE | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Section:
    """A piece of a text: `role` is `words`, `original` or `headers`; `depth` counts the mails of the thread above."""

    role: str
    depth: int
    view: View


def sections(view: View) -> Iterator[Section]:
    """Yield the sections of a text in order."""
    text, at, depth = view.text, 0, 0
    begins = list(_NEXT.finditer(text))
    while at < len(text):
        original = _ORIGINAL.search(text, at)
        end = original.start() if original else len(text)
        if original and original["head"] and not text[at:end].strip():
            # A head on top of the paste is that of the pasted mail itself: below it stands a notice.
            blank = text.find("\n\n", end)
            stop = blank + 2 if blank >= 0 else len(text)
            yield Section("headers", depth, view.cut(at, stop))
            at = stop
            continue
        for begin in (match for match in begins if at <= match.start() < end):
            if text[at : begin.start()].strip():
                yield Section("words", depth, view.cut(at, begin.start()))
                depth += bool(begin["older"])
                at = begin.start()
        if text[at:end].strip():
            yield Section("words", depth, view.cut(at, end))
        at = end
        if original:
            following = next((match for match in begins if match.start() > end), None)
            at = following.start() if following else len(text)
            yield Section("original", depth, view.cut(end, min(at, end + MAX_ORIGINAL)))
            depth += bool(following and following["older"])
