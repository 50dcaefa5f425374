"""An Outlook .msg file as the parts of the mail in it (MS-OXMSG).

Exchange makes a report item of a DSN (MS-OXCMAIL, section 2.2.3.7): what each recipient's fields said is in the
table of recipients, and the mail that came back is an attachment.
"""

from collections.abc import Iterator
from typing import Final

from ndr_checker.base.limits import MAX_DEPTH, MAX_INPUT, MAX_ORIGINAL, MAX_PARTS
from ndr_checker.reading.mime import Leaf, clipped, is_mail, note_file, split
from ndr_checker.reading.source import Source
from ndr_checker.reading.view import View

from .compound import Compound
from .mapi import TEXT_LIMIT, Item

# Properties of attachments, and of a message whose strings aren't UTF-16 (MS-OXPROPS).
_DATA: Final = 0x3701
_TYPE: Final = 0x370E
_NAMES: Final = (0x3707, 0x3704)
_CODE_PAGES: Final = (0x3FDE, 0x3FFD)
#: Code pages by their number in Windows, where Python's name isn't "cp" and the number.
_CODECS: Final = {
    20127: "ascii",
    20866: "koi8-r",
    28591: "latin-1",
    50220: "iso2022_jp",
    54936: "gb18030",
    65001: "utf-8",
}


def parts(data: bytes, defects: list[str]) -> Iterator[Leaf]:
    """Yield the parts of the mail in an .msg file, its head first; `defects` is told what is left out."""
    if len(data) > MAX_INPUT:
        defects.append(f"The input is longer than {MAX_INPUT // 2**20} MB; the rest wasn't read.")
    file = Compound(data[:MAX_INPUT])
    top = Item(file, (), "cp1252")
    page = next(filter(None, map(top.number, _CODE_PAGES)), 1252)
    waiting, count = [(Item(top.file, top.path, _CODECS.get(page, f"cp{page}")), 0)], 0
    while waiting:
        item, report = waiting.pop()
        attachments = item.below("__ATTACH_VERSION1.0_")
        count += 1 + len(attachments)
        if count > MAX_PARTS or report > MAX_DEPTH:
            defects.append("The message has too many parts or is nested too deeply; the rest wasn't read.")
            attachments.clear()
            waiting.clear()
        yield from _own(item, report, defects)
        mails = [(mail, report + 1) for a in attachments if (mail := a.inside(_DATA)) and not item.action]
        waiting += reversed(mails)
        for attachment in attachments:
            leaves = list(_attached(attachment, report, inner=item.action is not None))
            yield from leaves
            if not leaves and not attachment.inside(_DATA):
                note_file(";".join(map(attachment.string, (_TYPE, *_NAMES))), defects)
    if file.damaged:
        defects.append("The .msg file is damaged or cut off; the verdict is based on what could be read.")


def _own(item: Item, report: int, defects: list[str]) -> Iterator[Leaf]:
    """Yield what a message says itself: its head if it is the outermost, its text, its table of recipients."""
    if not report:
        yield Leaf("headers", 0, View.of_decoded(item.head))
    text, is_html = item.text
    if text:
        yield Leaf("notice", report, clipped(View.of_decoded(text), defects), is_html)
    if item.action:
        yield Leaf("status", report, View.of_decoded(item.status(has_text=bool(text))))


def _attached(attachment: Item, report: int, *, inner: bool) -> Iterator[Leaf]:
    """Yield what is attached: a mail that came back, a DSN's part, a raw mail; `inner`: inside a report."""
    mail = attachment.inside(_DATA)
    if mail and inner:
        yield Leaf("original", report, View.of_decoded(mail.original))
    kind = attachment.string(_TYPE).lower()
    name = next(filter(None, map(attachment.string, _NAMES)), "").lower()
    if kind != "message/delivery-status" and not name.endswith(".eml") and not kind.startswith("message/rfc822"):
        return
    source = Source(attachment.read(f"{_DATA:04X}0102", TEXT_LIMIT) or b"")
    if kind == "message/delivery-status":
        yield Leaf("status", report, View.of_decoded(source.text))
    elif inner:
        yield Leaf("original", report, View.of_decoded(source.text[:MAX_ORIGINAL]))
    elif is_mail(source.text, 0):
        for leaf in split(source, 0, len(source.text), []):
            view = View.of_decoded(leaf.view.text)
            yield Leaf(leaf.role, leaf.report + report + 1, view, leaf.markup)
