"""Raw mail split into its parts, with offsets.

The standard library's parser gives no offsets, recurses with the nesting, and costs twenty times a scan; of MIME
this needs only which part plays which role (RFC 2045, 2046; reports: RFC 6522, 3464).
"""

import binascii
import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from ndr_checker.base.limits import MAX_DEPTH, MAX_HEAD, MAX_HEADERS, MAX_PARTS, MAX_TAIL
from ndr_checker.base.pattern import pattern
from ndr_checker.rules.wording import DAEMON

from .charset import decoded
from .head import begin, borders, content_type, fields, is_mail, is_of_part
from .source import Source
from .view import View

__all__ = ["Leaf", "clipped", "decode_base64", "decode_quoted", "fields", "is_mail", "split"]

_REPORTS = frozenset({"message/delivery-status", "message/global-delivery-status"})
_MAILS = frozenset({"message/rfc822", "message/global", "message/rfc2822"})
#: What a mail program shows as an appointment or a contact (RFC 5545, 6350), shortcuts, which are nothing but a link,
#: and rich text, which has its links in plain words: they are read for their links alone.
_CARDS = frozenset({"text/calendar", "application/ics", "text/vcard", "text/x-vcard", "text/directory"})
_DATA = frozenset({*_CARDS, "text/csv"})
_CARD_FILE = pattern(
    r"\b(?:application/(?:internet-shortcut|x-url|x-mswebsite|x-desktop|rtf)|text/(?:uri-list|x-uri|rtf))\b"
    r"|\.(?:ics|ifb|vcs|vcf|url|website|webloc|desktop|rtf)[ \t'\"]{0,9}(?:;|$)"
)
#: A part that is elsewhere: a mail program makes a link of its fields (RFC 2017).
_ELSEWHERE = "message/external-body"
#: Roles of parts whose words aren't read.
_UNREAD = (None, "card", "page", "file")
_HEADERS = frozenset({"text/rfc822-headers", "text/rfc822-header", "message/global-headers"})
#: Pages that a browser opens, by their type or their file's name.
_PAGE = pattern(
    r"\b(?:text/html|application/xhtml|image/svg)\b|\.(?:[sx]?html?|xht|hta|mht(?:ml?)?|svg)[ \t'\"]{0,9}(?:;|$)"
)
_MAIL_FILE = pattern(r"\bapplication/vnd\.ms-outlook\b|\.(?:eml|msg)[ \t'\"]{0,9}(?:;|$)")
#: How a file's name goes on in the next parameter (RFC 2231, section 3), and how it is encoded (RFC 2047).
_CONTINUED = pattern(r'"? ?; ?(?:file)?name\*[1-9][0-9]?\*? ?= ?"?', re.IGNORECASE)
_WORD = pattern(r"=\?[^?\s]{1,40}\?([bq])\?([^?\s]{1,400})\?=", re.IGNORECASE)
#: The line above the next part, where no head of a mail names the boundary.
_BORDER = pattern(r"\n--([^\n]{1,80})\n(?=content-[a-z-]{2,40}:)", re.IGNORECASE)
_TYPE = pattern(r"[a-z0-9.+-]{1,60}/[a-z0-9.+-]{1,60}")
_NAMED = 5
#: Pieces of base64, each with its own padding, as programs that encode in blocks join them.
_PIECES = 100
#: Said where pages are attached: opening them is what many a forged bounce asks for.
_SKIPPED = "A web page is attached. It wasn't read, and its links aren't listed."
_SKIPPED_MAIL = "A message is attached as a file. It wasn't read, and its links aren't listed."
_READ = "A web page is attached. The links in it are listed, but a script in it can lead anywhere."


#: A line of format=flowed that goes on in the next one, without the blank at its end (RFC 3676, section 4.2).
_FLOWED = pattern(r" \n(?<!\n-- \n)(>*) ?")
#: A line break in an appointment that isn't one, and what is escaped there (RFC 5545, sections 3.1 and 3.3.11).
_CARD_FOLD = pattern(r"\n[ \t]")
_CARD_ESCAPE = pattern(r"\\([\\;,:nN])")


class Leaf(NamedTuple):
    """One part: its role, the depth of the mail it is in, its text.

    The role is `headers`, `notice`, `status`, `original`, or, for what is read for its links alone,
    `card`, `page` and `file`.

    `head` are the fields of a `headers` part, where they were read.
    """

    role: str
    report: int
    view: View
    markup: bool = False
    head: dict[str, str] | None = None


class _Task(NamedTuple):
    start: int
    end: int
    depth: int
    report: int
    inner: bool  # inside a report: a mail in it is the one that came back


def split(source: Source, start: int, end: int, defects: list[str]) -> Iterator[Leaf]:
    """Yield the parts of the raw mail at `start` in order; `defects` is told what is left out."""
    text = source.text
    tasks, parts = [_Task(begin(text, start), end, 0, 0, inner=False)], 0
    unread: list[str] = []
    is_read = False
    while tasks:
        task = tasks.pop()
        parts += 1
        if parts > MAX_PARTS or task.depth > MAX_DEPTH:
            defects.append("The message has too many parts or is nested too deeply; the rest wasn't read.")
            return
        head_end, body = borders(text, task.start, task.end)
        if head_end - task.start >= MAX_HEADERS:
            defects.append("A message has a very long header; only its beginning was read.")
        head = fields(text[task.start : head_end])
        kind, parameters = content_type(head.get("content-type", "text/plain"))
        if task.depth == 0:
            if kind in _MAILS and is_of_part(head):
                tasks.append(task._replace(start=body))
                continue
            yield Leaf("headers", 0, View.of(text, task.start, head_end), head=head)
            task = task._replace(inner=_is_daemon(head))
        role = _role(kind, head, inner=task.inner)
        held = _held(text, task, body, head, parameters.get("boundary", "") if role == "multipart" else None)
        if held:
            tasks += reversed(held)
            continue
        role = "notice" if role == "multipart" else role
        if role == "mail":
            tasks.append(_Task(body, task.end, task.depth + 1, task.report + 1, inner=False))
        elif role == "original":
            yield Leaf("original", task.report, View.of(text, body, task.end))
        elif role:
            yield _leaf(source, role, task, task.start if kind == _ELSEWHERE else body, head, parameters, defects)
        else:
            note_file(_names(head), defects)
        defects += [_READ] if role == "page" and _READ not in defects else []
        unread += [kind] if role in _UNREAD else []
        is_read = is_read or role not in (*_UNREAD, "mail")
    defects += [] if is_read else _without_text(unread)


def _held(text: str, task: _Task, body: int, head: dict[str, str], boundary: str | None) -> list[_Task]:
    """Return the parts that a part holds, or that come after one in a row: those were cut out of their mail.

    `boundary` is that of a multipart, None for any other part.
    """
    if boundary is not None:
        found = _pieces(text, body, task.end, boundary)
    elif task.depth == 0 and is_of_part(head):
        found = _row(text, task.start, task.end)
    else:
        return []
    pieces = list(islice(found, MAX_PARTS))
    inner = task.inner or head.get("content-type", "").lower().startswith("multipart/report")
    inner = inner or any(_is_status(text, *piece) for piece in pieces)
    return [_Task(*piece, task.depth + 1, task.report, inner) for piece in pieces]


def _names(head: dict[str, str]) -> str:
    """Return the type of a part and the names of its file, in lower case, as a mail program reads them."""
    from urllib.parse import unquote  # noqa: PLC0415 – only where something is attached

    fields = f"{head.get('content-type', '')};{head.get('content-disposition', '')}"
    return unquote(_WORD.sub(_decoded_word, _CONTINUED.sub("", fields))).lower()


def _decoded_word(word: re.Match[str]) -> str:
    data = decode_base64(word[2]) if word[1] in "bB" else decode_quoted(word[2])
    return data.decode("utf-8", "replace")


def note_file(names: str, defects: list[str]) -> None:
    """Note in the defects, once, that a part that isn't read is a page or a mail, by its type and its file's name."""
    said = _SKIPPED if _PAGE.search(names.lower()) else _SKIPPED_MAIL if _MAIL_FILE.search(names.lower()) else ""
    if said and said not in defects:
        defects.append(said)


def _without_text(kinds: list[str]) -> list[str]:
    """Return what to say of a mail in which no part is read, by the types of its parts."""
    named = dict.fromkeys(filter(_TYPE.fullmatch, kinds[:_NAMED]))
    return [f"The message has no text that can be read, only {', '.join(named)}."] if named else []


def _is_daemon(head: dict[str, str]) -> bool:
    """Return whether a program sent the mail because another one failed: a mail inside is the one that came back."""
    return (
        "x-failed-recipients" in head
        or "<>" in (head.get("return-path"), head.get("from"))
        or bool(DAEMON.search(head.get("from", "")))
    )


def _role(kind: str, head: dict[str, str], *, inner: bool) -> str | None:
    """Return the role of a part, `multipart` and `mail` for those that hold others; None for what isn't read.

    `inner`: inside a report, where a mail is the one that came back.
    """
    if kind.startswith("multipart/"):
        return "multipart"
    if kind in _MAILS and not inner:
        # RFC 2045, section 6.4 forbids to encode a mail; some gateways do, and then its text is read as a notice's.
        return "notice" if "base64" in head.get("content-transfer-encoding", "").lower() else "mail"
    if kind in _MAILS or kind in _HEADERS:
        return "original"
    if kind in _REPORTS:
        return "status"
    if kind in _CARDS or kind == _ELSEWHERE:
        return "card"
    attached = head.get("content-disposition", "").lower().startswith("attachment")
    is_text = kind.startswith("text/") and kind not in _DATA and not attached
    return "notice" if is_text else _role_of_file(kind, _names(head))


def _role_of_file(kind: str, names: str) -> str | None:
    if _PAGE.search(names):
        return "page"
    # Some mail programs show an attached text below the mail's own.
    return "card" if _CARD_FILE.search(names) else "file" if kind.startswith("text/") else None


def _pieces(text: str, start: int, end: int, boundary: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of each piece between boundary lines (RFC 2046, section 5.1.1)."""
    if not boundary:
        return
    line, begin = f"--{boundary}", -1
    at = text.find(line, start, end)
    while at >= 0:
        behind = at + len(line)
        if at == 0 or text[at - 1] == "\n":
            closes = text.startswith("--", behind)
            next_line = text.find("\n", behind, end) + 1
            # Only blanks may follow a boundary: "--b1" is no border where "--b10" is one.
            if closes or not text[behind : next_line or end].strip(" \t\n"):
                if begin >= 0:
                    yield begin, max(begin, at - 1)
                if closes or not next_line:
                    return
                begin = next_line
        at = text.find(line, behind, end)
    if begin >= 0:
        yield begin, end


def _row(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield start and end of parts that were cut out of their mail in a row; nothing for one alone."""
    border = _BORDER.search(text, start, end)
    if border:
        yield start, border.start()
        yield from _pieces(text, border.start(), end, border[1].rstrip())


def _is_status(text: str, start: int, end: int) -> bool:
    return "delivery-status" in text[start : min(end, start + 400)].partition("\n\n")[0].lower()


def _leaf(  # noqa: PLR0913, PLR0917 – all that is known of one part
    source: Source,
    role: str,
    task: _Task,
    start: int,
    head: dict[str, str],
    parameters: dict[str, str],
    defects: list[str],
) -> Leaf:
    view = clipped(View.of(source.text, start, task.end), defects)
    encoding = head.get("content-transfer-encoding", "").lower()
    charset = parameters.get("charset", "").lower()
    if "base64" in encoding or "quoted-printable" in encoding:
        data = decode_base64(view.text) if "base64" in encoding else decode_quoted(view.text)
        view = View.of_decoded(decoded(data, charset))
    elif source.codec and charset and charset not in ("utf-8", "us-ascii", "iso-8859-1", "windows-1252"):
        text = decoded(source.encode(view.text), charset)
        view = view if text == view.text else View.of_decoded(text)
    if parameters.get("delsp", "").lower() == "yes" and parameters.get("format", "").lower() == "flowed":
        view = _joined(view)
    if role == "card":
        view = card(view)
    return Leaf(role, task.report, view, head.get("content-type", "").lower().startswith("text/html"))


def _joined(view: View) -> View:
    """Return flowed text with its lines joined, where they are quoted equally deep."""
    text, edits = f"\n{view.text}", []
    for match in _FLOWED.finditer(text):
        line = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
        if len(line) - len(line.lstrip(">")) == len(match[1]):
            edits.append((match.start() - 1, match.end() - 1, ""))
    return view.edited(edits)


def card(view: View) -> View:
    """Return the text of an appointment or a contact without folds and escapes (RFC 5545, section 3.1; RFC 6350)."""
    if "quoted-printable" in view.text.lower():  # version 2.1 of a contact says so of each field
        view = View.of_decoded(decode_quoted(view.text).decode("utf-8", "replace"))
    return view.replace(_CARD_FOLD, lambda _: "").replace(_CARD_ESCAPE, _card_sign)


def _card_sign(escape: re.Match[str]) -> str:
    return "\n" if escape[1] in "nN" else escape[1]


def clipped(view: View, defects: list[str]) -> View:
    """Return a text's beginning and end, where it is too long to read whole; `defects` is told."""
    if len(view.text) <= MAX_HEAD + MAX_TAIL:
        return view
    defects.append("The text is very long; only its beginning and its end were read.")
    return view.ends(MAX_HEAD, MAX_TAIL)


def decode_base64(text: str) -> bytes:
    """Return the bytes of base64 text, also of a hundred padded pieces; of damaged text, the beginning."""
    return b"".join(map(_decode_piece, text.split("=", _PIECES - 1)))


def _decode_piece(text: str) -> bytes:
    clean = re.sub(r"[^A-Za-z0-9+/]", "", text)
    return binascii.a2b_base64(
        clean[: len(clean) // 4 * 4] + {2: clean[-2:] + "==", 3: clean[-3:] + "="}.get(len(clean) % 4, "")
    )


def decode_quoted(text: str) -> bytes:
    """Return the bytes of quoted-printable text, which is ASCII (RFC 2045, section 6.7); what isn't stays as UTF-8."""
    return binascii.a2b_qp(text.encode("utf-8", "replace"))
