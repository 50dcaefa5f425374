"""Read an input, raw mail or pasted text, into parts with a role.

1. Nothing raises: what is damaged or too long is clipped, and `Message.defects` says so.
2. What came back (`original`, `headers`) is kept apart from what refused it: it never decides.
3. Every part is a View, so evidence can be shown where it stands in the reader's own text.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from . import dsn, log, mbox, mime
from .limits import MAX_ORIGINAL
from .plain import hidden, plain
from .section import sections
from .source import Source
from .view import View


@dataclass(frozen=True, kw_only=True)
class Part:
    """A piece of the input with one role.

    `role`: `status` (message/delivery-status), `notice` (a report's words to a person), `headers` (of the mail itself),
    `original` (what came back), `pasted` (text as someone pasted it). `report` is the depth in a thread or in nested
    mails: 0 for the newest, 1 for the one it answers or forwards, and so on; reports side by side have the same number.
    """

    role: str
    report: int
    view: View

    @cached_property
    def groups(self) -> tuple[dsn.Group, list[dsn.Group]]:
        """The fields of a DSN in the part: those of the message, and those of each recipient."""
        return dsn.groups(self.view.text)

    @cached_property
    def records(self) -> list[log.Record]:
        """The records of a delivery log in the part."""
        return list(log.records(self.view.text))


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What was read: the parts in order, the head of a raw mail by lower-case field name, and what was lost."""

    source: Source
    parts: tuple[Part, ...]
    head: dict[str, str]
    defects: tuple[str, ...]


def read(data: bytes | str) -> Iterator[Message]:
    """Read an input of any kind: the mails of an mbox one by one, of any other input the one message it is.

    Args:
        data: `bytes` are a file's bytes, `str` is text; neither is ever taken for a path.

    """
    source = Source(data)
    for start, end in mbox.spans(source.text):
        defects = list(source.defects)
        head: dict[str, str] = {}
        if mime.is_mail(source.text, start):
            leaves = list(mime.split(source, start, end, defects))
            head = mime.fields(leaves[0].view.text) if leaves else {}
            parts = [part for leaf in leaves for part in _leaf_parts(leaf)]
        else:
            parts = list(_parts("pasted", 0, plain(mime.clipped(View.of(source.text, start, end), defects))))
        yield Message(source=source, parts=tuple(parts), head=head, defects=tuple(defects))


def _leaf_parts(leaf: mime.Leaf) -> Iterator[Part]:
    if leaf.role == "notice":
        yield from _parts("notice", leaf.report, plain(leaf.view, is_html=leaf.markup or None))
    elif leaf.role == "original":
        yield Part(role="original", report=leaf.report, view=leaf.view.cut(0, min(len(leaf.view.text), MAX_ORIGINAL)))
    else:
        yield Part(role=leaf.role, report=leaf.report, view=leaf.view)


def _parts(role: str, report: int, view: View) -> Iterator[Part]:
    depth = 0
    for section in sections(view):
        depth = section.depth
        yield Part(role=role if section.role == "words" else section.role, report=report + depth, view=section.view)
    for inside in hidden(view):
        yield from _parts(role, report + depth, inside)
