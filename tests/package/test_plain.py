"""A text is read as a person reads it, whatever a program did to it on the way."""

from base64 import b64encode

import pytest

from ndr_checker.reading.plain import hidden, plain
from ndr_checker.reading.view import View

REPLY = "Remote Server returned '550 5.7.705 Access denied, tenant has exceeded threshold'"


def _plain(text: str) -> str:
    return plain(View.of(text)).text


@pytest.mark.parametrize(
    ("text", "read"),
    [
        pytest.param("> > 550\n>> 5.7.705", "550\n5.7.705", id="quote marks"),
        pytest.param("| 550\n  | > 5.7.705", "550\n5.7.705", id="bars"),
        pytest.param("# 550\n#5.7.705", "550\n#5.7.705", id="comment marks, but not the one of a code"),
        pytest.param("550\xa05.7.705\u30005\u20096", "550 5.7.705 5 6", id="blanks of all kinds"),
        pytest.param("\uff15\uff0e\uff17\uff0e\uff17\uff10\uff15 5\u30027", "5.7.705 5.7", id="full width"),
        pytest.param("5.7\u200b.7\u00ad05\ufeff \u202e550\u202c", "5.7.705 550", id="invisible characters"),
        pytest.param("550\u20105.7.26\u2011x", "550-5.7.26-x", id="hyphens"),
        pytest.param("a\0b", "a b", id="NUL"),
        pytest.param("é\0b", "é b", id="NUL beside a letter"),
        pytest.param("550   \n5.7.705", "550\n5.7.705", id="blanks at a line's end"),
        pytest.param("550\t\t\n5.7.705", "550\n5.7.705", id="tabs at a line's end"),
        pytest.param("| 550", "550", id="one bar"),
        pytest.param('said: \\"550\\r\\n5.7.705\\"\\n', 'said: "550\n5.7.705"\n', id="escapes of JSON"),
        pytest.param(
            "\\<a\\@b\\.c> 550 5\\.1\\.1\\. \\\\o/", "<a@b.c> 550 5.1.1. \\o/", id="marks escaped for Markdown"
        ),
        pytest.param(
            "1. a\\_b 1\\.5\\\n> \\[x\\]", "1. a_b 1.5\\\n[x]", id="marks escaped beside those of a list and a quote"
        ),
        pytest.param("/5\\.7\\.1.*(a\\.b|a\\.c)[.+]/", "/5\\.7\\.1.*(a\\.b|a\\.c)[.+]/", id="a pattern"),
        pytest.param("5\\.7\\.1 \\[x\\] C:\\temp", "5\\.7\\.1 \\[x\\] C:\\temp", id="a backslash before a letter"),
        pytest.param("a&nbsp;5&#46;7&#x2e;1&lt;b&gt;", "a 5.7.1<b>", id="character references"),
        pytest.param("/?a=1&copy=2&unknown;", "/?a=1&copy=2&unknown;", id="what only looks like references"),
        pytest.param("C:\\temp\\reports", "C:\\temp\\reports", id="a path"),
        pytest.param("\x1b[31;1m550\x1b[0m 5.7.705", "550 5.7.705", id="colours of a terminal"),
        pytest.param("5.7.=\n705=20Access", "5.7.705 Access", id="quoted-printable"),
        pytest.param("a = b=\nc", "a = b=\nc", id="an equals sign that is none of it"),
        pytest.param("<p>550</p><p>5.7.705</p>", "\n550\n\n5.7.705\n", id="markup"),
    ],
)
def test_what_a_program_added_is_gone(text: str, read: str) -> None:
    assert _plain(text) == read


def test_text_of_a_part_that_is_no_html_keeps_its_tags() -> None:
    assert plain(View.of("<b>x</b>"), is_html=False).text == "<b>x</b>"


def test_plain_text_stays_the_same_view() -> None:
    view = View.of(REPLY)
    assert plain(view) is view


def test_a_text_of_nothing_but_quote_marks_and_blanks_is_read_too() -> None:
    assert _plain("> " * 50 + "\n" + " " * 5000 + "\n|").strip() == ""


@pytest.mark.parametrize("width", [76, 10_000])
def test_a_block_of_base64_is_read(width: int) -> None:
    encoded = b64encode(f"Hello,\r\n\r\n{REPLY}\r\n".encode()).decode()
    lines = "\n".join(encoded[at : at + width] for at in range(0, len(encoded), width))
    found = list(hidden(View.of(f"before\n\n{lines}\n\nafter")))
    assert [view.text for view in found] == [f"Hello,\n\n{REPLY}\n"]
    assert found[0].span(0, 5) is None


@pytest.mark.parametrize(
    "text",
    [
        b64encode(bytes(range(256))).decode(),
        "AM0CONTOSO01017A5C3DAM0CONTOSO0101",
        b64encode(b"onelongwordwithoutanyblank").decode(),
        "short",
    ],
    ids=["bytes of a picture", "an id", "a word", "short"],
)
def test_what_only_looks_like_base64_is_not_read(text: str) -> None:
    assert list(hidden(View.of(text))) == []


def test_a_code_with_its_marks_escaped_is_shown_as_it_was_given() -> None:
    text = r"\<\<\< 550&nbsp;5\.1\.1 User&#8203;unknown\."
    view = plain(View.of(text))
    at = view.text.index("5.1.1")
    assert view.span(at, at + len("5.1.1")) == (text.index(r"5\."), text.index(r"5\.") + len(r"5\.1\.1"))
