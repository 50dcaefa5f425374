"""A message, a recipient or an attachment in an .msg file, by its properties (MS-OXMSG, MS-OXPROPS)."""

import re
import struct
from functools import cached_property
from typing import Final

from ndr_checker.base.limits import MAX_FIELD, MAX_HEAD, MAX_HEADERS, MAX_ORIGINAL, MAX_RECIPIENTS, MAX_TAIL
from ndr_checker.reading.source import printable

from .compound import Compound

# Properties by number (MS-OXPROPS); what ends in _R is a recipient's.
_CLASS: Final = 0x001A
_SUBJECT: Final = 0x0037
_HEADERS: Final = 0x007D
_SENDER: Final = (0x5D01, 0x0C1F)
#: To whom the report went, otherwise who sent the mail it tells of.
_SENT_TO: Final = (0x5D07, 0x0076, 0x0067)
_DISPLAY_TO: Final = 0x0E04
_REPORTING_MTA: Final = 0x6820
_BODY: Final = 0x1000
_REPORT_TEXT: Final = 0x1001
_HTML: Final = 0x1013
#: Rich text, packed (PidTagRtfCompressed, binary).
_RICH: Final = "10090102"
_ADDRESS_R: Final = (0x39FE, 0x3003, 0x3001)
_SAID_R: Final = 0x0C1B
_STATUS_R: Final = 0x0C20
_REMOTE_MTA_R: Final = 0x0C21

#: The end of a report's class -> what became of the mail, as a DSN says it (MS-OXOMSG, section 2.2.2.1).
_ACTIONS: Final = {
    "NDR": "failed",
    "DELAYED": "delayed",
    "RELAYED.DR": "relayed",
    "EXPANDED.DR": "expanded",
    "DR": "delivered",
}
#: "<server.fabrikam.com #5.7.705 smtp;550 5.7.705 Access denied>" (MS-OXCMAIL, section 2.2.3.7.1.2).
_SAID = re.compile(r"<?([^\s#]*) ?#([245]\.\d{1,3}\.\d{1,3})(?: (.*?))?>?\s*", re.DOTALL)
_EXACT = re.compile("[245][0-9][1-9]")
_FIXED = struct.Struct("<2xH4xI4x")
TEXT_LIMIT: Final = 2 * (MAX_HEAD + MAX_TAIL)


class Item:
    """A message, a recipient or an attachment: a storage with properties; `codec` is that of its narrow strings."""

    def __init__(self, file: Compound, path: tuple[str, ...], codec: str) -> None:
        self.file, self.path, self.codec = file, path, codec

    def read(self, name: str, limit: int) -> bytes | None:
        """Return the property whose number and type in hexadecimal are `name`."""
        return self.file.read((*self.path, f"__SUBSTG1.0_{name}"), limit)

    def below(self, prefix: str) -> list["Item"]:
        """Return the storages right below whose names begin with `prefix`."""
        return [Item(self.file, path, self.codec) for path in self.file.storages(self.path, prefix)]

    def inside(self, number: int) -> "Item | None":
        """Return the message that an attachment is."""
        return next(iter(self.below(f"__SUBSTG1.0_{number:04X}000D")), None)

    def string(self, number: int, limit: int = MAX_FIELD) -> str:
        """Return a text property, "" where there is none: UTF-16, or bytes in the message's code page."""
        wide = self.read(f"{number:04X}001F", 2 * limit)
        if wide is not None:
            return _lines(wide.decode("utf-16-le", "replace"))
        narrow = self.read(f"{number:04X}001E", limit) or self.read(f"{number:04X}0102", limit) or b""
        try:
            return _lines(narrow.decode(self.codec, "replace"))
        except LookupError:
            return _lines(narrow.decode("cp1252", "replace"))

    def address(self, numbers: tuple[int, ...]) -> str:
        """Return the first of some properties that is a mail address: there may be an X.500 name as well."""
        return next((found for found in map(self.string, numbers) if "@" in found), "")

    def number(self, number: int) -> int | None:
        """Return a property of four bytes; None where there is none."""
        return self._numbers.get(number)

    @cached_property
    def _numbers(self) -> dict[int, int]:
        data = self.file.read((*self.path, "__PROPERTIES_VERSION1.0"), MAX_HEADERS) or b""
        # Rows of 16 bytes; the head above them has 32, 24 or 8, and of what it holds nothing looks like a property.
        return dict(_FIXED.iter_unpack(data[len(data) % _FIXED.size :]))

    @cached_property
    def action(self) -> str | None:
        """What became of the mail that a report tells of; None for what is no report."""
        kind = self.string(_CLASS).upper()
        return next((action for end, action in _ACTIONS.items() if kind.endswith(f".{end}")), None)

    @property
    def head(self) -> str:
        """The head: first what the properties say, then the fields that it came with, if it came from outside."""
        sent_to = self.address(_SENT_TO) or ("" if self.action else self.string(_DISPLAY_TO))
        own = {
            "Content-Type": "multipart/report" if self.action else "",
            "From": self.address(_SENDER),
            "To": sent_to,
            "Subject": self.string(_SUBJECT),
        }
        lines = [f"{name}: {' '.join(value.split())}" for name, value in own.items() if value]
        return "\n".join([*lines, self.string(_HEADERS, MAX_HEADERS).strip("\n")])

    @property
    def text(self) -> tuple[str, bool]:
        """What a person reads, and whether it is HTML source."""
        body = self.string(_BODY, TEXT_LIMIT) or self.string(_REPORT_TEXT, TEXT_LIMIT)
        html = "" if body.strip() else self.string(_HTML, TEXT_LIMIT)
        packed = b"" if body.strip() or html.strip() else self.read(_RICH, TEXT_LIMIT) or b""
        if packed:
            from ndr_checker.reading import rtf  # noqa: PLC0415 – few messages have nothing else

            source = rtf.unpacked(packed).decode("latin-1")
            return rtf.shown(source), rtf.holds_html(source)
        return (html, True) if html else (body, False)

    @property
    def original(self) -> str:
        """A mail that came back, as raw mail."""
        return f"{self.head}\n\n{self.string(_BODY, MAX_ORIGINAL)}"

    def status(self, *, has_text: bool) -> str:
        """Write what the table of recipients says as the fields of a DSN (RFC 3464).

        The number at hand for a code is made of three digits, 5.7.705 becomes 570: so one that ends in 0 is no code.
        Where that is all there is, the report's text says more.
        """
        groups = [f"Reporting-MTA: {self.string(_REPORTING_MTA) or 'unknown'}"]
        for recipient in self.below("__RECIP_VERSION1.0_")[:MAX_RECIPIENTS]:
            said = " ".join(recipient.string(_SAID_R).split())
            match = _SAID.fullmatch(said)
            number = str(recipient.number(_STATUS_R))
            code = match[2] if match else ".".join(number) if _EXACT.fullmatch(number) else ""
            if not (said or code) and has_text:
                continue
            fields = {
                "Final-Recipient": recipient.address(_ADDRESS_R) or recipient.string(_ADDRESS_R[-1]),
                "Action": self.action,
                "Status": code,
                "Remote-MTA": recipient.string(_REMOTE_MTA_R),
                "Diagnostic-Code": match[3] if match else said,
            }
            groups.append("\n".join(f"{name}: {' '.join(value.split())}" for name, value in fields.items() if value))
        return "\n\n".join(groups)


def _lines(text: str) -> str:
    return printable(text.rstrip("\0").replace("\r\n", "\n").replace("\r", "\n"))
