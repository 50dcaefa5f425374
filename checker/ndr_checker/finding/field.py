"""Where a part holds the fields of a DSN or the records of a log, and what they say of which recipient."""

from operator import attrgetter
from typing import Final, NamedTuple

from ndr_checker.base.terms import EvidenceKind
from ndr_checker.reading.dsn import Group
from ndr_checker.reading.log import Record
from ndr_checker.reading.message import Part

#: The fields that give a code, and the kind of evidence in each.
_START = attrgetter("start")
_FIELDS: Final[tuple[tuple[str, EvidenceKind], ...]] = (
    ("status", "status-field"),
    ("diagnostic-code", "diagnostic-code"),
    # of an event in JSON: a reply, a number alone, and what may be a reply or what somebody wrote of one
    ("reply", "remote-reply"),
    ("number", "remote-reply"),
    ("said", "smtp-reply"),
)


class Place(NamedTuple):
    """One field or record, `text[start:end]`: the kind of evidence in it, whose it is, and what became of the mail."""

    start: int
    end: int
    kind: EvidenceKind
    row: Group | Record
    action: str | None


def places_of(part: Part) -> list[Place]:
    """Return the places of a part in the order of the text."""
    places = [
        Place(field.start, field.end, kind, group, group.action)
        for group in part.groups[1]
        for name, kind in _FIELDS
        if (field := group.fields.get(name))
    ]
    places += [Place(record.start, record.end, "log-reply", record, record.action) for record in part.records]
    return sorted(places, key=_START) if len(places) > 1 else places
