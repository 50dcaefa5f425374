"""It is known where fields and records are, and what they say of which recipient."""

from ndr_checker.finding.field import Place, places_of
from ndr_checker.reading.message import Part
from ndr_checker.reading.view import View

DSN = """\
Final-Recipient: rfc822;pat@fabrikam.com
Action: failed
Status: 5.7.705
Diagnostic-Code: smtp;550 5.7.705 Access denied

Final-Recipient: rfc822;sam@fabrikam.com
Action: delayed
Status: 4.7.500
"""
LOG = "mx postfix/smtp[1]: 4F1: to=<kim@fabrikam.com>, dsn=5.1.1, status=bounced (said: 550 5.1.1 unknown)"


def _places(text: str) -> list[Place]:
    return places_of(Part(role="pasted", report=0, view=View.of(text)))


def test_a_place_is_that_of_a_field_s_value() -> None:
    assert [(place.kind, DSN[place.start : place.end]) for place in _places(DSN)] == [
        ("status-field", "5.7.705"),
        ("diagnostic-code", "smtp;550 5.7.705 Access denied"),
        ("status-field", "4.7.500"),
    ]


def test_the_fields_of_one_recipient_share_a_row_and_its_action() -> None:
    first, second, other = _places(DSN)
    assert first.row is second.row is not other.row
    assert [place.action for place in (first, second, other)] == ["failed", "failed", "delayed"]


def test_a_record_of_a_log_is_a_place_too() -> None:
    place = _places(LOG)[0]
    assert (place.kind, place.action) == ("log-reply", "failed")
    assert LOG[place.start : place.end] == LOG


def test_prose_has_no_places() -> None:
    assert _places("Your message was refused: 550 5.7.705 Access denied") == []
