"""HTML source is read as its reader would see it."""

import pytest

from ndr_checker import check
from ndr_checker.base.limits import MAX_MARKUP
from ndr_checker.reading.markup import QUOTED, is_markup, strip
from ndr_checker.reading.view import View


def _seen(html: str) -> str:
    return strip(View.of(html)).text


@pytest.mark.parametrize(
    "text",
    ["<html><body>x", "<p>one</p>", "text<br>text<br/>", "<!DOCTYPE html><p>", "<DIV\nclass=a>x</DIV>", "<o:p></o:p>"],
)
def test_two_tags_make_markup(text: str) -> None:
    assert is_markup(text)


@pytest.mark.parametrize(
    "text",
    [
        "550 5.7.705",
        "one <b> alone",
        "<pat@fabrikam.com> <sam@contoso.com>",
        "<mail.fabrikam.com #5.7.1 smtp;550 5.7.1> <a.fabrikam.com #5.1.1>",
        "<https://aka.ms/x> <https://aka.ms/y>",
        "<bold> <people>",
        "1 < 2 and <p without an end <p",
    ],
)
def test_angle_brackets_of_mails_make_none(text: str) -> None:
    assert not is_markup(text)


@pytest.mark.parametrize(
    ("html", "seen"),
    [
        ("<b>550</b> 5.<i>7</i>.705", "550 5.7.705"),
        ("<p>one</p><p>two</p>", "\none\n\ntwo\n"),
        ("one<br>two<BR/>three", "one\ntwo\nthree"),
        ("<td>550</td><td>5.7.705</td>", " 550 5.7.705"),
        ("<wbr>5.7.<wbr>705", "5.7.705"),
        ("&lt;pat@fabrikam.com&gt; &amp; &quot;x&quot; &#53;&#x2e;7 &nbsp;", '<pat@fabrikam.com> & "x" 5.7 \xa0'),
        ("&unknown; &", "&unknown; &"),
        ("<pat@fabrikam.com> <#5.7.1 smtp;550>", "<pat@fabrikam.com> <#5.7.1 smtp;550>"),
        ("<!doctype html><html>x</html>", "x"),
    ],
)
def test_tags_go_and_entities_are_read(html: str, seen: str) -> None:
    assert _seen(html) == seen


@pytest.mark.parametrize(
    "hidden",
    ["<!-- 5.7.705 -->", "<style>a{b:5.7.705}</style>", "<SCRIPT>5.7.705</SCRIPT>", "<!-- never closed 5.7.705"],
)
def test_what_a_browser_hides_is_not_read(hidden: str) -> None:
    assert _seen(f"<p>before</p>{hidden}").strip() == "before"


def test_what_is_after_something_hidden_is_read() -> None:
    assert _seen("<!-- a --><p>one</p><!-- b --><p>two</p>").split() == ["one", "two"]


@pytest.mark.parametrize(
    ("html", "seen"),
    [
        ('<a href="https://aka.ms/x">help</a>', "help<https://aka.ms/x>"),
        ("<A class=a HREF='https://aka.ms/x'>help</A>", "help<https://aka.ms/x>"),
        ('<a href="mailto:pat@fabrikam.com">Pat</a>', "Pat"),
        ('<a href="//aka.ms/550 5.7.705 denied">help</a>', "help<https://aka.ms/550%205.7.705%20denied>"),
        ('<a href="//aka.ms/550&#32;5.7.705&nbsp;x">help</a>', "help<https://aka.ms/550%205.7.705%20x>"),
        ('<a href="//aka.ms/550\0\x1f5.7.705">help</a>', "help<https://aka.ms/550%20%205.7.705>"),
        ("""<a href="//aka.ms/<550>'5.7.705">help</a>""", "help<https://aka.ms/%3c550%3e%275.7.705>"),
        ("<a name=x>here</a>", "here"),
        ("</a>", ""),
    ],
)
def test_where_a_link_leads_comes_after_its_words(html: str, seen: str) -> None:
    assert _seen(html) == seen


def test_a_quoted_mail_begins_with_the_line_that_outlook_draws() -> None:
    assert _seen("new<blockquote type=cite>old</blockquote>").split("\n") == ["new", QUOTED, "old", ""]


def test_a_letter_that_grows_when_it_is_made_small_does_not_move_what_is_hidden() -> None:
    assert "5.7.705" in _seen("<p>İİİİİİİİİİİİ</p><!-- x -->5.7.705")


def test_a_character_is_found_again_in_the_markup() -> None:
    html = "<p>&lt;x&gt; <b>5.7.</b><i>705</i></p>"
    view = strip(View.of(html))
    at = view.text.index("5.7.705")
    span = view.span(at, at + 7)
    assert span is not None
    assert html[slice(*span)] == "5.7.</b><i>705"


def test_very_long_markup_is_read_to_its_end() -> None:
    assert _seen("<p>Hello</p>" + "x " * MAX_MARKUP + "<p>5.7.705</p>").strip().endswith("5.7.705")


_REPLY = "Remote Server returned '550 5.7.705 Access denied, tenant has exceeded threshold'"


@pytest.mark.parametrize(
    "element",
    [
        '<div style="display:none">{}</div>',
        '<div style="DISPLAY : none !important"><b>{}</b></div>',
        "<div hidden>{}</div>",
        '<p style="visibility:hidden">{}<p>Bye',
        '<span style="font-size:0px">{}</span>',
        '<div style="max-height:0;overflow:hidden">{}</div>',
        '<div style="opacity:0">{}</div>',
        '<p><font color="#FFFFFF">{}</font></p>',
        '<div style="color:white">{}</div>',
        '<style>.x {{ display:none }}</style><div class="x y">{}</div>',
        "<!-- {} -->",
    ],
)
def test_words_that_a_mail_program_does_not_show_are_not_read(element: str) -> None:
    verdict = check(f"<html><body><p>Hello Sam</p>{element.format(_REPLY)}</body></html>")
    assert (verdict.kind, verdict.code) == ("not-a-bounce", None)


@pytest.mark.parametrize(
    "element",
    [
        '<div style="background:#c00"><span style="color:#fff">{}</span></div>',
        '<td bgcolor="#0078d4"><font color="white">{}</font></td>',
        '<td style="font-size:0"><span style="font-size:14px">{}</span></td>',
        '<div style="display:none">x</div>{}',
        '<div style="display:none"><p>a<p>b</div>{}',
        '<p style="display:none">x<p>{}',
        "<style>@media print {{ .x {{ display:none }} }}</style><div class='x'>{}</div>",
    ],
)
def test_words_that_a_mail_program_shows_are_read(element: str) -> None:
    assert check(f"<html><body><p>Hello Sam</p>{element.format(_REPLY)}</body></html>").code == "5.7.705"
