"""Words that the reader names are in no piece of the note: neither in what is shown nor in what can be shown again."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ndr_checker import check
from ndr_checker.telling.hide import HIDDEN, hide
from ndr_checker.telling.note import Form, note, plain, redacted
from ndr_checker.telling.redact import Piece

#: A word as it is typed, and as the line has it.
TYPED = {
    "ops-team": "OPS-Team",
    "@keller": "@Keller",
    "o'neil": "O'Neil",
    "job_7#=:x": "job_7#=:X",
    "[a.b]*(c": "[a.b]*(c",
    "\U0001f511key": "\U0001f511KEY",
    "müller": "Mu\u0308ller",
    "muller": "MÜLLER",
    "STRASSE": "straße",
    "two  words": "two \n words",
    "keller": "kel\u00adl\u200ber",
    "ﬁnance": "FINANCE",
    "\\d+$": "\\d+$",
    "ΣΊΣΥΦΟΣ": "σίσυφος",
    "xf": "x\ufb01",
}


@pytest.mark.parametrize(("typed", "word"), TYPED.items(), ids=list(TYPED))
def test_a_word_is_plain_text_in_any_case_with_or_without_accents(typed: str, word: str) -> None:
    assert plain(hide([Piece(text=f"before {word} after")], [typed])) == f"before {HIDDEN} after"


def test_several_words_are_typed_between_commas_and_may_overlap() -> None:
    assert plain(hide([Piece(text="abcdef gh")], ["bcd, cde ,,  , x"])) == f"a{HIDDEN}f gh"


def test_a_word_that_runs_over_pieces_is_hidden_in_each_and_marked_once() -> None:
    pieces = [Piece(text="Dear An"), Piece(text="na Keller", kind="name", by="[name 1]"), Piece(text=" and so on")]
    found = hide(pieces, ["anna keller and"])
    assert redacted(found) == plain(found) == f"Dear {HIDDEN} so on"
    found = hide(pieces, ["keller and"])
    assert redacted(found) == "Dear An[name 1] so on"
    assert plain(found) == f"Dear Anna {HIDDEN} so on"


def test_what_is_hidden_already_comes_back_without_the_word() -> None:
    (found,) = hide([Piece(text="anna@contoso.com", kind="address", by="[address 1]")], ["contoso"])
    assert found == Piece(text=f"anna@{HIDDEN}.com", kind="address", by="[address 1]")


@given(st.lists(st.text(max_size=12), max_size=6), st.text(max_size=3))
def test_no_word_that_was_typed_is_in_any_piece(texts: list[str], word: str) -> None:
    assume("," not in word)
    kinds = [("", ""), ("word", "[word 1]")]
    pieces = [Piece(text, *kinds[at % 2]) for at, text in enumerate(texts)]
    found = hide(pieces, [word])
    left = plain(found).replace(HIDDEN, "\0")
    assert not word.strip() or word not in left
    assert plain(hide(pieces, [""])) == "".join(texts)
    assert {piece.by for piece in found} <= {"", HIDDEN, "[word 1]"}


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_in_a_note_it_is_hidden_in_our_words_too_and_its_labels_and_markup_stay(form: Form) -> None:
    verdict = check("From: <anna@contoso.com>\n\nanna: 550 5.7.705 Access `denied`, tenant has exceeded threshold")
    pieces = note(verdict.to_dict(), form, hidden=["access, BLOCKED,anna,`,*,evidence"])
    for text in (plain(pieces), redacted(pieces)):
        assert [
            word for word in ("access", "blocked", "anna") if word in text.replace("What is blocked", "").lower()
        ] == []
        assert f"{HIDDEN} {HIDDEN}denied{HIDDEN}, tenant has exceeded threshold" in text
        assert "Evidence, line 3: " in text
    if form == "markdown":
        assert plain(pieces).startswith("**5.7.705: ")


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("bounce.eml", "bounce.eml"),
        ("mailbox.mbox#1204", "mailbox.mbox#1204"),
        ("-", "-"),
        ("Undeliverable Offer for Anna Keller.msg", "Undeliverable Offer for [word 1] [word 2].msg"),
        ("mails.zip/Re Angebot Contoso.eml", "[host 1]/[word 1] [word 2] [word 3].eml"),
        ("offer.Anna#Keller", "offer.[word 1]#[word 2]"),
    ],
)
def test_of_a_files_name_what_may_be_the_subject_is_hidden(source: str, shown: str) -> None:
    pieces = note(check("550 5.7.705 tenant has exceeded threshold", source=source).to_dict(), "text")
    assert redacted(pieces).startswith(f"{shown}: 5.7.705: ")
    assert plain(pieces).startswith(f"{source}: 5.7.705: ")
