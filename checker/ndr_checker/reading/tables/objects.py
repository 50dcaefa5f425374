"""JSON: mails as Microsoft Graph gives them, and the rows of a message trace from Graph or PowerShell."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import islice
from typing import Any, Final

from ndr_checker.base.limits import MAX_HEADERS, MAX_ORIGINAL, MAX_PARTS, MAX_RECIPIENTS
from ndr_checker.base.normalise import normalise
from ndr_checker.reading.mime import Leaf, clipped, decode_base64, note_file
from ndr_checker.reading.source import printable
from ndr_checker.reading.view import View
from ndr_checker.rules.wording import DAEMON, FAILED

from . import foreign, items
from .columns import Columns, export_of
from .delivery import CODE, REPLY, WORDED, address
from .grid import FEWEST
from .meant import meant
from .table import Reading, Rows

#: Each value costs some 60 bytes at least.
_MOST: Final = 1_000_000
#: Names of fields that make the columns of a table.
_MOST_NAMES: Final = 200
_ESCAPED: Final = re.compile(r"\\.", re.DOTALL)
_NO_MARK: Final = re.compile(r"[^\[\]{},]+")
#: Where a preview of a body lost the end of a line: "recipients or groups:kim@fabrikam.comYour message".
_GLUED: Final = re.compile(r"(?<=[a-z]:)(?=[^\s/])|(?<=[a-z])(?=[A-Z][a-z']{1,20}[ ,.])")

Object = Mapping[str, Any]


def load(text: str, defects: list[str]) -> list[Object]:
    """Return the objects in a JSON text, in order and by lower-case keys; none if it isn't JSON or is too large."""
    # What is no string is every other piece between quotation marks.
    marks = _NO_MARK.sub("", "".join(_ESCAPED.sub("", text).split('"')[::2]))
    if len(marks) > _MOST:
        return []
    waiting = [_named(_whole(marks, text, defects))]
    found: list[Object] = []
    while waiting:
        value = waiting.pop()
        if isinstance(value, list):
            waiting += reversed(value)
        elif isinstance(value, dict):
            item = {name.lower(): part for name, part in value.items()}
            found.append(item)
            if not _is_mail(item):
                waiting += reversed(item.values())
    return found


def _whole(marks: str, text: str, defects: list[str]) -> Any:
    """Return the value of a JSON text, or a list of those of its items that can be read."""
    depth = deepest = 0
    for mark in marks:
        depth += (mark in "[{") - (mark in "]}")
        deepest = max(deepest, depth)
    if deepest <= items.DEEPEST:
        with suppress(ValueError):
            return items.DECODER.decode(text.lstrip("\ufeff"))
    found, lost = items.items(text)
    if found and lost:
        defects.append(items.unread(lost))
    return found


def _named(value: Any) -> Any:
    """Return a list of rows as objects, with the names that are in its first one; any other value as it is."""
    if not isinstance(value, list) or len(value) <= 1:
        return value
    if not all(isinstance(row, list) and len(row) == len(value[0]) >= FEWEST for row in value):
        return value
    names, *rows = value
    if not all(isinstance(name, str) and not address(name) for name in names):
        return value
    return [dict(zip(names, row, strict=True)) for row in rows]


def mails(objects: Sequence[Object], defects: list[str]) -> Iterator[Leaf]:
    """Yield the parts of the mails among the objects: of several, those that are reports, side by side."""
    found = [item for item in objects if _is_mail(item)]
    reports = [item for item in found if _is_report(item)] or found
    if len(reports) > MAX_PARTS:
        defects.append(f"There are more than {MAX_PARTS} messages; the rest weren't read.")
    for item in reports[:MAX_PARTS]:
        yield from _parts(item, defects)


def rows(objects: Sequence[Object], defects: list[str]) -> Reading | None:
    """Return what the objects say as rows of an export that is known; None where they are no mails and no settings."""
    names, lines = _table([item for item in objects if _is_row(item)])
    return _read(Columns(names), lines, defects) if names else None


def rows_of_services(objects: Sequence[Object], defects: list[str]) -> Reading | None:
    """Return what the objects say as rows of any table about deliveries; None where they aren't that.

    As of other events (`events`), those of mails that arrived aren't listed beside a failure.
    """
    for names, lines in _tables(objects, fewest=2):
        columns = meant(names, lines)
        is_told = columns and (len(names) >= FEWEST or columns.is_tally)
        reading = _read(columns, lines, defects) if columns and is_told else None
        if reading:
            missed = tuple(record for record in reading.records if record.action in ("failed", "delayed"))
            return reading._replace(records=missed or reading.records)
    return None


def _tables(objects: Sequence[Object], *, fewest: int = FEWEST) -> Iterator[tuple[list[str], list[list[str]]]]:
    """Yield what may be tables among the objects: all of them, columns beside their rows, or the items of a list.

    Those of a list have so many fields at least.
    """
    if _are_alike(objects):
        yield _table(objects)
        return
    for item in objects:
        columns, lines = item.get("columns"), item.get("rows") or item.get("data")
        if isinstance(columns, list) and isinstance(lines, list):  # Kusto's API, and other databases'
            names = [cell(one.get("name")) if isinstance(one, dict) else cell(one) for one in columns]
            yield names, [[cell(value) for value in line] for line in lines if isinstance(line, list)]
        by_column = {name: value for name, value in item.items() if isinstance(value, list) and not _dicts(value)}
        if len(by_column) >= FEWEST and len({len(value) for value in by_column.values()}) == 1:
            yield list(by_column), [list(map(cell, row)) for row in zip(*by_column.values(), strict=True)]
    lists = [_dicts(value) for item in objects for value in item.values()]
    for listed in (list(_outermost(objects)), *lists):
        spread = [row for item in listed for row in _spread(item)]
        if len(listed) > 1 and len(spread[0]) >= fewest:
            yield _table(spread)


def _dicts(value: object) -> list[Object]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _outermost(objects: Sequence[Object]) -> Iterator[Object]:
    """Yield the objects that are inside no other one: those inside follow theirs."""
    at = 0
    while at < len(objects):
        yield objects[at]
        at += _count(objects[at])


def _count(value: object) -> int:
    """Return how many objects a value is and has in it."""
    if isinstance(value, list):
        return sum(map(_count, value))
    return 1 + sum(map(_count, value.values())) if isinstance(value, dict) else 0


def _spread(item: Object) -> list[Object]:
    """Return an object as rows: what is in an object of its own beside the rest, and a row for each named recipient."""
    row: dict[str, Any] = {}
    several: list[dict[str, Any]] = []
    for name, value in item.items():
        if isinstance(value, dict):
            row |= {f"{name} {key}": part for key, part in value.items()}
        elif not several and any("@" in cell(part) for one in _dicts(value) for part in one.values()):
            several = [{f"{name} {key}": part for key, part in one.items()} for one in _dicts(value)[:MAX_RECIPIENTS]]
        else:
            row[name] = value
    return [{**row, **one} for one in several] or [row]


def notices(objects: Sequence[Object]) -> list[str]:
    """Return the values that are texts of several lines, as a help desk's tickets have them: a notice's words."""
    others = (_foreign(names, lines) for names, lines in _tables(objects))
    held = (cell for other in others if other and other.role == "texts" for _, cell in other.cells)
    return [cell for cell in held if "\n" in cell]


def is_foreign(objects: Sequence[Object]) -> bool:
    """Return whether the objects are rows of a table that looks as if it were about deliveries, and isn't."""
    around = [cell(value) for item in _outermost(objects) for value in item.values() if isinstance(value, str)]
    if not _are_alike(objects) and any(form.search(said) for said in around for form in (REPLY, CODE, WORDED)):
        return False
    found = list(_tables(objects))
    others = [_foreign(names, lines) for names, lines in found]
    return any(other and other.role == "titles" for other in others) and not any(
        meant(names, lines) for names, lines in found
    )


def _foreign(names: Sequence[str], lines: Sequence[Sequence[str]]) -> foreign.Foreign | None:
    return foreign.read("\n".join(map("\n".join, lines)), names, lines)


def _read(columns: Columns, lines: Sequence[Sequence[str]], defects: list[str]) -> Reading | None:
    table = Rows(columns)
    length, pieces = 0, []
    for values in lines:
        text = "\n".join(values)
        table.add(values, text, length)
        pieces.append(text)
        length += len(text)
    return table.reading("".join(pieces), defects, decoded=True)


def _are_alike(objects: Sequence[Object]) -> bool:
    """Return whether there are several objects with the same fields and nothing inside them: rows of a table."""
    names = objects[0].keys() if objects else set()
    return (
        len(objects) > 1
        and len(names) >= FEWEST
        and all(
            item.keys() == names and not any(isinstance(value, dict | list) for value in item.values())
            for item in objects
        )
    )


def _table(items: Sequence[Object]) -> tuple[list[str], list[list[str]]]:
    """Return the names of all fields, and the values of each object in their order."""
    names = list(dict.fromkeys(name for item in items for name in islice(item, _MOST_NAMES)))[:_MOST_NAMES]
    return names, [[cell(item.get(name)) for name in names] for item in items]


def _is_row(item: Object) -> bool:
    names = [name for name, value in item.items() if not isinstance(value, dict)]
    return len(names) > 1 and export_of(names[:_MOST_NAMES]) is not None


def cell(value: object) -> str:
    """Return a value as the cell of a table: a list with semicolons between its items, one of objects as JSON.

    Windows PowerShell 5.1 wraps some lists and dates: {"value": [...], "Count": 2}.
    """
    if isinstance(value, dict) and ("Count" in value or "DateTime" in value):
        value = value.get("value")
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, str | int | float):
        return _lines(str(value))
    if isinstance(value, list) and any(isinstance(part, dict) for part in value):
        return json.dumps(value[:MAX_RECIPIENTS])
    if isinstance(value, list):
        return ";".join(str(part) for part in value[:MAX_RECIPIENTS] if isinstance(part, str | int))
    return ""


def _is_mail(item: Object) -> bool:
    shown = isinstance(item.get("body"), dict) or _string(item.get("bodypreview"))
    return "internetmessageheaders" in item or bool(shown and "subject" in item)


def _is_report(item: Object) -> bool:
    head = _head(item)
    return (
        "multipart/report" in head.lower()
        or any(DAEMON.search(line) for line in head.split("\n") if line.startswith("From:"))
        or bool(FAILED.match(normalise(_string(item.get("subject")))))
    )


def _parts(item: Object, defects: list[str]) -> Iterator[Leaf]:
    yield Leaf("headers", 0, View.of_decoded(_head(item)))
    text, is_html = _body(item)
    yield Leaf("notice", 0, clipped(View.of_decoded(text), defects), is_html)
    attachments = item.get("attachments")
    for attached in attachments[:MAX_PARTS] if isinstance(attachments, list) else ():
        part = {name.lower(): value for name, value in attached.items()} if isinstance(attached, dict) else {}
        returned = part.get("item")
        if isinstance(returned, dict):
            returned = {name.lower(): value for name, value in returned.items()}
            original = f"{_head(returned)}\n\n{_body(returned)[0]}"
            yield Leaf("original", 0, View.of_decoded(original[:MAX_ORIGINAL]))
        elif _string(part.get("contenttype")).startswith("message/delivery-status"):
            fields = decode_base64(_string(part.get("contentbytes"))).decode("utf-8", "replace")
            yield Leaf("status", 0, View.of_decoded(_lines(fields)))
        else:
            note_file(f"{_string(part.get('contenttype'))};{_string(part.get('name'))}", defects)


def _head(item: Object) -> str:
    listed = item.get("internetmessageheaders")
    fields = [
        (_string(field.get("name") or field.get("Name")), _string(field.get("value") or field.get("Value")))
        for field in (listed if isinstance(listed, list) else ())
        if isinstance(field, dict)
    ]
    to = item.get("torecipients")
    fields += [
        ("From", _address(item.get("from") or item.get("sender"))),
        ("To", ", ".join(map(_address, to)) if isinstance(to, list) else ""),
        ("Subject", _string(item.get("subject"))),
    ]
    return "\n".join(f"{name}: {' '.join(value.split())}" for name, value in fields if name and value)[:MAX_HEADERS]


def _body(item: Object) -> tuple[str, bool]:
    body = item.get("body")
    part = {name.lower(): value for name, value in body.items()} if isinstance(body, dict) else {}
    text = _string(part.get("content")) or _GLUED.sub("\n", _string(item.get("bodypreview")))
    # PowerShell writes the type as a number or a word.
    return _lines(text), _string(part.get("contenttype")).lower() == "html" or text.lstrip()[:5].lower() == "<html"


def _address(value: object) -> str:
    """Return the address in Graph's {"emailAddress": {"address": ...}}, whatever the case of its keys."""
    for name in ("emailaddress", "address"):
        value = {key.lower(): part for key, part in value.items()}.get(name) if isinstance(value, dict) else value
    return _string(value)


def _string(value: object) -> str:
    return printable(value) if isinstance(value, str) else ""


def _lines(text: str) -> str:
    return printable(text.replace("\r\n", "\n").replace("\r", "\n"))
