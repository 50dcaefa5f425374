"""Read an input, raw mail or pasted text, into parts with a role.

1. Nothing raises: what is damaged or too long is clipped, and `Message.defects` says so.
2. What came back (`original`, `headers`) is kept apart from what refused it: it never decides.
3. Every part is a View, so evidence can be shown where it is in the reader's own text.
"""

from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from ndr_checker.base.limits import MAX_ORIGINAL, MAX_PIECES
from ndr_checker.base.pattern import pattern
from ndr_checker.reading.files import unread

from . import dsn, events, log, mbox, mime
from .plain import hidden, plain
from .section import sections
from .source import Source
from .summary import Summary
from .view import View

if TYPE_CHECKING:
    from ndr_checker.reading.tables.among import Tables
    from ndr_checker.reading.tables.table import Reading

#: How a compound file begins, as Outlook's .msg is one (MS-CFB, section 2.2).
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_CALENDAR = pattern(r"\s{0,99}BEGIN:V(?:CALENDAR|CARD)")
#: Streams of the other compound files that people have: Word's, Excel's, PowerPoint's.
_OFFICE = ("WordDocument\0", "Workbook\0", "PowerPoint Document\0")
#: How gzip and zip files begin (RFC 1952; PKWARE's APPNOTE, section 4.3.7).
_PACKED = (b"\x1f\x8b\x08", b"PK\x03\x04")
#: Enough of a file to see that it holds no text.
_LOOK = 4096
#: Fewer commas than each row of Exchange's logs has.
_COMMAS = 6
#: Fewer pairs than a record has.
_PAIRS = 3
#: Roles of parts that can't decide: a mail's own head, what came back, and what a table about something else or a
#: string in a program's source quotes.
UNDECIDING = ("headers", "original", "table", "source")
#: What a text with a string of several lines in a program's source has one of.
_STRING_MARKS = ('"""', "'''", "`", "<<")
#: Blank lines above what tells the kind of a text.
_START = 99


class Part:
    """A piece of the input with one role.

    `role`: `status` (message/delivery-status), `notice` (a report's words to a person), `headers` (of the mail itself),
    `original` (what came back), `table` (what a table about something else quotes), `source` (what a string in a
    program's source holds), `pasted` (text as someone pasted it). `report` is the depth in a thread or in nested mails:
    0 for the newest, 1 for the one it answers or forwards, and so on; reports side by side have the same number.
    `rows` are the records of a message trace, whose text is its rows and no prose. `inline` is a part that a
    mail program shows as words of the mail itself, also below a divider. `own` is a part that can decide; `words` are
    those of them that are written for a person.
    """

    def __init__(
        self, role: str, report: int, view: View, rows: tuple[log.Record, ...] | None = None, *, inline: bool = True
    ) -> None:
        self.role = role
        self.own = role not in UNDECIDING
        self.words = role in ("notice", "pasted")
        self.report = report
        self.view = view
        self.rows = rows
        self.inline = inline

    @cached_property
    def groups(self) -> tuple[dsn.Group, list[dsn.Group]]:
        """The fields of a DSN in the part: those of the message, and those of each recipient."""
        if self.role == "pasted" and self.rows is None and events.is_json(self.view.text):
            return dsn.Group(), events.groups(self.view.text)
        return dsn.groups(self.view)

    @cached_property
    def records(self) -> list[log.Record]:
        """The records of a delivery log in the part."""
        return log.records(self.view.text) if self.rows is None else list(self.rows)


class Message(NamedTuple):
    """What was read: the parts in order, the head of a raw mail by lower-case field name, and what was lost.

    `table` is what a table says as a whole, None for anything else. `unread`: the input is a file that isn't read, and
    the last of the defects says what it is. `told`: it has a table with replies, and nothing there shows whose mail was
    refused.
    """

    source: Source
    parts: tuple[Part, ...]
    head: dict[str, str]
    defects: tuple[str, ...]
    table: Summary | None = None
    unread: bool = False
    told: bool = False


def read(data: bytes | str) -> Iterator[Message]:
    """Read an input of any kind: the mails of an mbox one by one, of any other input the one message it is.

    Args:
        data: `bytes` are a file's bytes, `str` is text; neither is ever taken for a path.

    """
    if isinstance(data, bytes) and (data.startswith(_PACKED) or unread.is_tar(data) or unread.sentence(data[:_LOOK])):
        from ndr_checker.reading.files import intake  # noqa: PLC0415 – only for such a file

        yield from (message for document in intake.inside(data) for message in document.messages())
        return
    if isinstance(data, bytes) and data.startswith(_COMPOUND):
        from ndr_checker.reading.outlook import msg  # noqa: PLC0415 – only for such a file

        if any(name.encode("utf-16-le") in data for name in _OFFICE):
            yield unread_message(unread.OLD_OFFICE)
            return
        source = Source("")
        yield _mail(source, msg.parts(data, source.defects), source.defects)
        return
    source = Source(data)
    if source.text[:_START].lstrip("\ufeff \n").startswith("{\\rtf"):
        yield _rich(source)
        return
    mails = mbox.spans(source.text)
    for start, end in mails or [(0, len(source.text))]:
        defects = list(source.defects)
        if mails or mime.is_mail(source.text, start):
            yield _mail(source, mime.split(source, start, end, defects), defects)
        else:
            yield _objects(source, defects) or pasted(source, start, end, defects)


def _rich(source: Source) -> Message:
    from ndr_checker.reading import rtf  # noqa: PLC0415 – only for such a text

    defects = list(source.defects)
    view = mime.clipped(View.of_decoded(rtf.shown(source.text)), defects)
    read = plain(view, is_html=rtf.holds_html(source.text) or None)
    return Message(source, _bounded(_parts("pasted", 0, read), defects), {}, tuple(defects))


def unread_message(sentence: str) -> Message:
    """Return the message for a file that isn't read; the sentence says what it is and what to do instead."""
    return Message(Source(""), (), {}, (sentence,), unread=True)


def _objects(source: Source, defects: list[str]) -> Message | None:
    """Return what a text of JSON holds; None for any other, and for JSON that is neither a mail nor a trace."""
    if not source.text[:_START].lstrip("\ufeff \t\n").startswith(("{", "[")):
        return None
    from ndr_checker.reading.tables import foreign  # noqa: PLC0415 – only for such a text
    from ndr_checker.reading.tables import objects as graph  # noqa: PLC0415

    objects = graph.load(source.text, defects)
    mails = list(graph.mails(objects, defects))
    if mails:
        return _mail(source, mails, defects)
    rows = graph.rows(objects, defects) or graph.rows_of_services(objects, defects)
    if rows:
        return _trace(source, rows, defects)
    if graph.is_foreign(objects):
        return Message(source, (), {}, (*defects, foreign.FOREIGN))
    notices = (mime.clipped(View.of_decoded(notice), defects) for notice in graph.notices(objects))
    parts = _bounded((part for notice in notices for part in _texts(notice)), defects)
    return Message(source, parts, {}, tuple(defects)) if parts else None


def pasted(source: Source, start: int, end: int, defects: list[str]) -> Message:
    """Read text that isn't a raw mail: tables, what PowerShell printed, and words as someone pasted them."""
    found = _tables(source.text, start, end, defects)
    readings = found.readings if found else ()
    parts = [Part("pasted", 0, reading.view, reading.records) for reading in readings]
    view = View.of(source.text, start, end)
    if found:
        view = view.edited([(a - start, b - start, "") for a, b in found.spans])
        parts += _bounded((part for text in found.texts for part in _texts(mime.clipped(text, defects))), defects)
        parts += (Part("table", 0, mime.clipped(quoted, defects)) for quoted in found.quoted)
    if not parts or view.text.strip("\ufeff \n"):
        parts += _bounded(_texts(mime.clipped(view, defects)), defects)
    worst = min((reading.summary for reading in readings), key=_severity, default=None)
    told = found is not None and found.told
    return Message(source, tuple(parts), {}, tuple(defects), worst, told=told)


def _severity(summary: Summary) -> int:
    """Return how bad is what a table says as a whole, 0 for a failure."""
    return ("failure", "delay").index(summary.kind) if summary.kind in ("failure", "delay") else 2


def _texts(view: View) -> Iterator[Part]:
    """Yield the parts of pasted text, and of the JSON that is inside strings of JSON."""
    if _CALENDAR.match(view.text):  # what a person wrote into an appointment refused no mail
        yield Part("original", 0, plain(mime.card(view)))
        return
    held = _strings(view.text)
    for start, end in held:
        yield Part("source", 0, plain(view.cut(start, end)))
    outer, nested = events.nested(view.edited([(start, end, "") for start, end in held]))
    yield from _parts("pasted", 0, plain(outer))
    for inner in nested:
        yield from _texts(inner)


def _strings(text: str) -> list[tuple[int, int]]:
    """Return start and end of what is in the strings of several lines in a program's source."""
    if not any(mark in text for mark in _STRING_MARKS):
        return []
    from .strings import strings  # noqa: PLC0415 – only for such a text

    return strings(text)


def _tables(text: str, start: int, end: int, defects: list[str]) -> "Tables | None":
    """Return what the tables of a text say; None for a text without one."""
    broken = text.find("\n", start, end)
    if (broken < 0 and not _may_be_record(text[start:end])) or (broken == end - 1 and not _may_be_row(text[start:end])):
        return None
    from ndr_checker.reading.tables import among  # noqa: PLC0415 – a line alone is no table

    return among.read(text, start, end, defects)


def _may_be_record(line: str) -> bool:
    """Return whether a line alone may be a record whose cells have their names: of XML, or of `key=value`."""
    return "@" in line and (line[:1] == "<" or (line.count("=") > _PAIRS and "=<" not in line))


def _may_be_row(line: str) -> bool:
    """Return whether a line alone may be a row of a table: it has an address, or as many commas as a log's row."""
    return "@" in line or line.count(",") >= _COMMAS


def _trace(source: Source, rows: "Reading", defects: list[str]) -> Message:
    part = Part("pasted", 0, rows.view, rows.records)
    return Message(source, (part,), {}, tuple(defects), rows.summary)


def _mail(source: Source, leaves: Iterable[mime.Leaf], defects: list[str]) -> Message:
    leaves = list(leaves)
    head = (leaves[0].head or mime.fields(leaves[0].view.text)) if leaves else {}
    parts = _bounded((part for leaf in leaves for part in _of_leaf(leaf)), defects)
    return Message(source, parts, head, tuple(defects))


def _of_leaf(leaf: mime.Leaf) -> Iterator[Part]:
    if leaf.role == "notice":
        yield from _parts("notice", leaf.report, plain(leaf.view, is_html=leaf.markup or None))
    elif leaf.role == "card":  # what a person wrote into an appointment refused no mail
        yield Part("original", leaf.report, plain(leaf.view))
    elif leaf.role in ("page", "file"):
        from .markup import targets  # noqa: PLC0415 – only for such a part

        yield Part("original", leaf.report, View.of_decoded(targets(leaf.view.text)))
    else:
        view = leaf.view.cut(0, MAX_ORIGINAL) if leaf.role == "original" else leaf.view
        yield Part(leaf.role, leaf.report, view, inline=False)


def _bounded(parts: Iterator[Part], defects: list[str]) -> tuple[Part, ...]:
    """Return as many parts as one message may have; `defects` gets a sentence if there are more."""
    read = tuple(islice(parts, MAX_PIECES))
    if next(parts, None):
        defects.append(f"The text has more than {MAX_PIECES} pieces; the rest weren't read.")
    return read


def _parts(role: str, report: int, view: View) -> Iterator[Part]:
    depth = 0
    for section in sections(view):
        depth = section.depth
        yield Part(role if section.role == "words" else section.role, report + depth, section.view)
    for inside in hidden(view):
        yield from _parts(role, report + depth, inside)
