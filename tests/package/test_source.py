"""The input as given, in any charset and with any newlines, and where in it an offset stands."""

import codecs

import pytest

from ndr_checker.base.limits import MAX_INPUT
from ndr_checker.reading import source
from ndr_checker.reading.source import Source, printable

TEXT = "Zugestellt? Nein: “5.7.705”\n"


@pytest.mark.parametrize(
    ("data", "text"),
    [
        pytest.param(TEXT.encode(), TEXT, id="UTF-8"),
        pytest.param(TEXT.encode("utf-8-sig"), "\ufeff" + TEXT, id="UTF-8 with a mark"),
        pytest.param(codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), "\ufeff" + TEXT, id="UTF-16 LE"),
        pytest.param(codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "\ufeff" + TEXT, id="UTF-16 BE"),
        pytest.param(codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"), "\ufeff" + TEXT, id="UTF-32 LE"),
        pytest.param(codecs.BOM_UTF32_BE + TEXT.encode("utf-32-be"), "\ufeff" + TEXT, id="UTF-32 BE"),
        pytest.param(TEXT.encode("utf-16-le"), TEXT, id="UTF-16 LE without a mark"),
        pytest.param(TEXT.encode("utf-16-be"), TEXT, id="UTF-16 BE without a mark"),
        pytest.param(TEXT.encode("cp1252"), TEXT, id="Windows"),
        pytest.param("caf\u00e9".encode("cp1252"), "café", id="Windows, a letter at its end"),
    ],
)
def test_bytes_are_read_in_the_charset_they_are_in(data: bytes, text: str) -> None:
    read = Source(data)
    assert (read.text, read.defects) == (text, [])


@pytest.mark.parametrize("given", ["a\nb\nc", "a\r\nb\r\nc", "a\rb\rc", "a\r\nb\nc", "a\r\nb\rc"])
def test_every_newline_is_read_as_lf(given: str) -> None:
    assert Source(given).text == "a\nb\nc"


@pytest.mark.parametrize(
    "given", ["one\ntwo\nthree", "one\r\ntwo\r\nthree", "\r\n\r\none\rtwo\nthree\r\n\r\n", "\r\r\nx"]
)
def test_each_character_is_found_again_in_the_text_as_given(given: str) -> None:
    read = Source(given)
    shown = [given[read.locate(i)] for i in range(len(read.text))]
    assert [(c, g) for c, g in zip(read.text, shown, strict=True) if c != g and (c, g) != ("\n", "\r")] == []
    assert read.locate(len(read.text)) == len(given)


def test_a_span_does_not_end_after_the_cr_of_its_newline() -> None:
    given = "550\r\n5.7.705\r\nnext"
    read = Source(given)
    assert given[read.locate(4) : read.locate(11)] == "5.7.705"


@pytest.mark.parametrize("given", ["\nb\nc", "\r\nb\r\nc", "\rb\rc"])
def test_lines_are_counted_from_one(given: str) -> None:
    read = Source(given)
    assert [read.line(offset) for offset in range(len(read.text))] == [1, 2, 2, 3]


@pytest.mark.parametrize("data", ["x" * (MAX_INPUT + 1), b"x" * (MAX_INPUT + 1)], ids=["text", "bytes"])
def test_of_an_input_that_is_too_long_the_beginning_is_read_and_that_is_said(data: str | bytes) -> None:
    read = Source(data)
    assert len(read.text) == MAX_INPUT
    assert read.defects == ["The input is longer than 32 MB; the rest wasn't read."]


def test_a_character_cut_in_two_at_the_limit_does_not_spoil_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "MAX_INPUT", 5)
    assert Source("grüße".encode()).text == "grü"
    assert Source("grüßen".encode("cp1252")).text == "grüße"


@pytest.mark.parametrize("data", [b"gr\xfc\xdfe \x81", "grüße".encode(), "grüße".encode("utf-16")])
def test_the_bytes_of_a_piece_come_back_for_another_charset(data: bytes) -> None:
    read = Source(data)
    assert read.encode(read.text) == data


def test_what_neither_utf_8_nor_a_page_can_carry_is_replaced() -> None:
    assert printable("a\ud83db") == "a\ufffdb"
