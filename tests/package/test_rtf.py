"""Rich text, saved by itself or as the only body of an Outlook message."""

import struct

import pytest

from ndr_checker.reading import rtf
from tests.support.compound_file import compound, message
from tests.support.expectation import judge

SAVED = (
    r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fswiss Calibri 5.1.1;}}{\*\generator Riched 550 5.1.10;}"
    r"Delivery has failed to these recipients or groups:\par pat@fabrikam.com\par"
    "\n"
    r"Gr\'fc\'dfe \u8364?\u-10179?\u-8704? \{x\}\par pat@fabrikam.com\par"
    "\n"
    r"Remote Server returned '550 5.7.705 Access denied, tenant has exceeded threshold'\par}"
)


def test_a_saved_message_is_judged_by_the_text_that_it_shows() -> None:
    verdict = judge(SAVED.encode())
    assert (verdict["kind"], verdict["code"], verdict["certainty"]) == ("failure", "5.7.705", "certain")
    assert [row["address"] for row in verdict["recipients"]] == ["pat@fabrikam.com"]
    assert verdict["other_codes"] == []


def test_escapes_are_the_characters_that_they_stand_for() -> None:
    assert "Grüße €😀 {x}" in rtf.shown(SAVED)


@pytest.mark.parametrize(
    "source", ["{\\rtf1", "{\\rtf1}}}}", "{\\rtf1\\'zz\\u", "{\\rtf1" + "{" * 100_000, "\\ansicpg99999 x"]
)
def test_what_is_damaged_raises_nothing(source: str) -> None:
    assert isinstance(rtf.shown(source), str)


@pytest.mark.parametrize(
    "instruction",
    [
        r'{\*\fldinst HYPERLINK "https://example.com/a"}',
        r"{\fldinst HYPERLINK https://example.com/a}",
        r'{\*\fldinst{\rtlch\fcs1 HYPERLINK {"https://ex\'61mple.com/a" \\o "5.1.1"}}}',
    ],
)
def test_a_link_is_written_as_outlook_writes_it_in_plain_text(instruction: str) -> None:
    source = rf"{{\rtf1\ansi 550 5.7.705 {{\field{instruction}{{\fldrslt Open}}}} now}}"
    assert rtf.shown(source) == "550 5.7.705 <https://example.com/a>Open now"
    assert judge(source)["links"] == [{"host": "example.com", "microsoft": False}]


def test_any_other_field_shows_its_result_alone() -> None:
    assert rtf.shown(r"{\rtf1 a{\field{\*\fldinst PAGE 5.7.705}{\fldrslt 3}}b}") == "a3b"


def test_packed_text_is_unpacked_as_microsoft_s_example_has_it() -> None:
    """MS-OXRTFCP, section 3.1: the first example."""
    packed = bytes.fromhex(
        "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0"
    )
    assert rtf.unpacked(packed) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"
    cut = rtf.unpacked(packed[:30])
    assert rtf.unpacked(packed).startswith(cut)
    assert cut
    assert rtf.unpacked(b"") == b""


def test_the_only_body_of_an_outlook_message_may_be_rich_text() -> None:
    source = SAVED.replace(r"\'fc\'df", "").encode("ascii")
    packed = struct.pack("<II4sI", len(source) + 12, len(source), b"MELA", 0) + source
    item = message({0x001A: "IPM.Note", 0x0037: "Undeliverable: Offer", 0x1009: packed})
    assert judge(compound(item))["code"] == "5.7.705"


#: HTML as Outlook keeps it in rich text (MS-OXRTFEX, section 4), with a link for programs that don't know HTML.
FROM_HTML = r"""{\rtf1\ansi\ansicpg1252\fromhtml1 \deff0{\fonttbl{\f0\fswiss Arial;}}
{\*\htmltag19 <html>}{\*\htmltag50 <body>}{\*\htmltag64 <p>}\htmlrtf \par \htmlrtf0
550 5.7.705 Access denied, tenant has exceeded threshold{\*\htmltag84 &nbsp;}\htmlrtf \'a0\htmlrtf0
{\*\htmltag84 <a href="https://example.com/a">}\htmlrtf {\b \htmlrtf0 Open\htmlrtf }\htmlrtf0 {\*\htmltag92 </a>}
{\*\mhtmltag84 <a href="https://never.example/">}{\*\htmltag58 </body>}}"""


def test_links_of_html_inside_rich_text_are_listed() -> None:
    assert "Open</a>" in rtf.shown(FROM_HTML)
    packed = struct.pack("<II4sI", len(FROM_HTML) + 12, len(FROM_HTML), b"MELA", 0) + FROM_HTML.encode("ascii")
    item = compound(message({0x001A: "IPM.Note", 0x0037: "Undeliverable: Offer", 0x1009: packed}))
    for verdict in (judge(FROM_HTML), judge(item)):
        assert verdict["code"] == "5.7.705"
        assert verdict["links"] == [{"host": "example.com", "microsoft": False}]


def test_rich_text_that_is_not_made_of_html_hides_nothing_of_it() -> None:
    source = r"{\rtf1\ansi 550 5.7.705 \\fromhtml1 \htmlrtf https://example.com/a\htmlrtf0}"
    assert judge(source)["links"] == [{"host": "example.com", "microsoft": False}]
