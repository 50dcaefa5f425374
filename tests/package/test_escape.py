"""Nothing that is in a bounce acts on a terminal or breaks out of a ticket's code span."""

import csv
import sys
import unicodedata

import pytest

from ndr_checker.telling.escape import code_fence, csv_row, visible

CONTROLS = [chr(n) for n in (*range(0x20), *range(0x7F, 0xA0)) if chr(n) != "\t"]
DIRECTIONS = [chr(n) for n in (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))]
HIDDEN = (0xAD, 0x180E, *range(0x200B, 0x200E), 0x2028, 0x2029, 0x2060, 0xFE0F, 0xFEFF, 0xE0041, 0xE0100, 0xD83D)
ACTING = [*CONTROLS, *DIRECTIONS, *map(chr, HIDDEN)]


@pytest.mark.parametrize("character", ACTING, ids=lambda c: f"U+{ord(c):04X}")
def test_a_character_that_acts_or_hides_is_written_out(character: str) -> None:
    shown = visible(f"a{character}b")
    assert shown.isascii()
    assert shown.isprintable()
    assert f"{ord(character):02x}" in shown


def test_nothing_in_all_of_unicode_that_acts_or_hides_stays() -> None:
    every = map(chr, range(sys.maxunicode + 1))
    acting = {"Cc", "Cf", "Cs", "Zl", "Zp"}
    left = [f"U+{ord(c):04X}" for c in every if unicodedata.category(c) in acting and c != "\t" and visible(c) == c]
    assert left == []


def test_nothing_that_is_shown_is_written_out() -> None:
    kept = {"L", "N", "P", "S"}
    blank = {0x115F, 0x1160, 0x3164, 0xFFA0}  # the fillers of Hangul are letters that nobody sees
    every = (chr(n) for n in range(sys.maxunicode + 1) if n not in blank)
    lost = [f"U+{ord(c):04X}" for c in every if unicodedata.category(c)[0] in kept and visible(c) != c]
    assert lost == []


@pytest.mark.parametrize("text", ["Größe 12 €", "メールエラー通知", "не удалось", "a\\b", "👋"])
def test_what_people_write_stays_as_it_is(text: str) -> None:
    assert visible(text) == text


def test_a_tab_is_a_blank() -> None:
    assert visible("a\tb") == "a b"


@pytest.mark.parametrize(
    ("character", "written"), [("\x1b", "\\x1b"), ("\u202e", "\\u202e"), ("\U000e0041", "\\U000e0041"), ("\n", "\\x0a")]
)
def test_it_is_written_as_python_writes_it(character: str, written: str) -> None:
    assert visible(character) == written


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("550 5.7.705", "`550 5.7.705`"),
        ("a`b", "`` a`b ``"),
        ("``", "``` `` ```"),
        ("`a``b`", "``` `a``b` ```"),
        ("", "`  `"),
        ("<b>[x](y)", "`<b>[x](y)`"),
    ],
)
def test_a_code_span_ends_only_after_its_text(text: str, span: str) -> None:
    assert text.join(code_fence(text)) == span


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("before", ["", " ", ";", "a;", "a,", "a; ", ';"', ';""', 'a ";', "\t", "a\t;"])
@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\uff1d", "\uff20"])
def test_no_cell_of_csv_is_a_formula_wherever_a_spreadsheet_parts_cells(sign: str, before: str, delimiter: str) -> None:
    line = csv_row(["x", f"{before}{sign}HYPERLINK(A1);b", None, 1])
    assert not [cell for cell in next(csv.reader([line], delimiter=delimiter)) if cell.lstrip(' "').startswith(sign)]


@pytest.mark.parametrize("text", ["a-b", "a=b", "x@y.example", "1 - 2", "550-5.7.1", "a; b, c"])
def test_no_sign_inside_a_cell_is_taken_for_a_formula(text: str) -> None:
    assert next(csv.reader([csv_row([text])])) == [text]
