"""A rewritten text still knows where each of its characters was in the input."""

import random
import re

from ndr_checker.reading.view import View


def test_a_piece_of_the_input_knows_where_it_stood() -> None:
    view = View.of("one two three", 4, 7)
    assert (view.text, view.span(0, 3)) == ("two", (4, 7))


def test_characters_after_a_removed_piece_keep_their_place() -> None:
    view = View.of("> > 5.7.705").replace(re.compile("> > "), lambda _: "")
    assert (view.text, view.span(0, 7)) == ("5.7.705", (4, 11))


def test_a_span_over_a_removed_piece_covers_that_too() -> None:
    view = View.of("550 5.7.=\n705 Access denied").replace(re.compile("=\n"), lambda _: "")
    assert view.text.startswith("550 5.7.705")
    assert view.span(4, 11) == (4, 13)


def test_what_is_put_in_is_where_the_replaced_piece_stood() -> None:
    view = View.of("a &lt; b").replace(re.compile("&lt;"), lambda _: "<")
    assert (view.text, view.origin(2), view.span(4, 5)) == ("a < b", 2, (7, 8))


def test_a_text_without_a_match_stays_the_same_view() -> None:
    view = View.of("nothing here")
    assert view.replace(re.compile("x"), lambda _: "y") is view


def test_exchanged_characters_keep_their_place() -> None:
    view = View.of("ab", 0, 2).with_text("xb")
    assert (view.text, view.span(0, 2)) == ("xb", (0, 2))


def test_the_beginning_and_the_end_of_a_long_text_keep_their_place() -> None:
    view = View.of("head, and much more, tail").ends(4, 4)
    assert (view.text, view.span(0, 4), view.span(4, 8)) == ("headtail", (0, 4), (21, 25))


def test_an_empty_piece_is_a_view_too() -> None:
    assert View.of("text").cut(2, 2).text == ""


def test_the_line_before_a_character_is_that_of_the_input() -> None:
    view = View.of("first\n> > 5.7.705").replace(re.compile("^[> ]+", re.MULTILINE), lambda _: "")
    assert view.line(view.text.index("5.7")) == "> > "


def test_decoded_text_is_nowhere_in_the_input() -> None:
    assert View.of_decoded("5.7.705").span(0, 7) is None


def test_decoded_text_keeps_its_lines_where_they_are_asked_for() -> None:
    decoded, quote = View.of_decoded("> 5.7.705"), re.compile("^> ")
    assert decoded.replace(quote, lambda _: "", lines=True).line(0) == "> "
    assert decoded.replace(quote, lambda _: "").line(0) == ""


def test_however_a_text_is_rewritten_its_own_characters_lead_to_themselves() -> None:
    dice = random.Random(20261123)  # noqa: S311 – repeatable, not secret
    for _ in range(100):
        base = "".join(dice.choice("abcde") for _ in range(60))
        view = View.of(base)
        for _ in range(5):
            piece = re.compile(re.escape("".join(dice.choice("abcde") for _ in range(dice.randint(1, 2)))))
            put = dice.choice(["", "-", "----"])
            view = view.replace(piece, lambda _, put=put: put)  # type: ignore[misc]
            start = dice.randint(0, 3)
            view = view.cut(start, max(start, len(view.text) - dice.randint(0, 3)))
        assert [c for i, c in enumerate(view.text) if c != "-" and base[view.origin(i)] != c] == []
        origins = [view.origin(i) for i, c in enumerate(view.text) if c != "-"]
        assert origins == sorted(set(origins))
