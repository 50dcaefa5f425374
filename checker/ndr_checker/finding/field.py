"""Where a part holds the fields of a DSN or the records of a log, and what they say of which recipient."""

from typing import NamedTuple

from ndr_checker.reading.message import Part

#: The fields that give a code, and the kind of evidence in each.
_FIELDS = (("status", "status-field"), ("diagnostic-code", "diagnostic-code"))


class Place(NamedTuple):
    """One field or record, `text[start:end]`: the kind of evidence in it, its group's number and action."""

    start: int
    end: int
    kind: str
    group: int
    action: str | None


def places_of(part: Part, first: int) -> tuple[list[Place], int]:
    """Return the places of a part, their groups numbered from `first` on, and how many groups there are."""
    groups, records = part.groups[1], part.records
    if not groups and not records:
        return [], 0
    places: list[Place] = []
    for number, group in enumerate(groups, first):
        action = group.action
        for name, kind in _FIELDS:
            field = group.fields.get(name)
            if field:
                places.append(Place(field.start, field.end, kind, number, action))
    places += [
        Place(record.start, record.end, "log-reply", number, record.action)
        for number, record in enumerate(records, first + len(groups))
    ]
    return places, len(groups) + len(records)
