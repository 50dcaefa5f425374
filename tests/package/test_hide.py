"""Words that the reader names are in no piece that quotes the bounce, neither shown nor to be shown again."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ndr_checker import check
from ndr_checker.telling.hide import HIDDEN, hide
from ndr_checker.telling.note import Form, Made, note, plain, redacted
from ndr_checker.telling.redact import Piece

#: A word as it is typed, and as the line has it.
TYPED = {
    "ops-team": "OPS-Team",
    "@keller": "@Keller",
    "o'neil": "O'Neil",
    "job_7#=:x": "job_7#=:X",
    "o'brien": "O\u2019Brien",
    "d.o'hara-smith": "D.O'Hara-Smith",
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
    "\u738b\u5c0f\u660e": "\u738b\u5c0f\u660e",
}


@pytest.mark.parametrize(("typed", "word"), TYPED.items(), ids=list(TYPED))
def test_a_word_is_plain_text_in_any_case_with_or_without_accents(typed: str, word: str) -> None:
    assert plain(hide([Piece(text=f"before {word} after")], [typed])) == f"before {HIDDEN} after"


def test_several_words_are_typed_between_commas_and_may_overlap() -> None:
    assert plain(hide([Piece(text="a b-c d-e f")], ["b-c d, d-e ,,  , x"])) == f"a {HIDDEN} f"


@pytest.mark.parametrize(
    "line",
    [
        "{} can't be reached",
        "from <{}>:",
        "{}@contoso.com",
        "pat@mail.{}.example",
        "pat.{}-7@contoso.com",
        "to={};id=1",
        "job_{}_x",
        "{}2026",
        "'{}'s mailbox'",
    ],
)
def test_a_whole_word_is_hidden_around_punctuation_in_addresses_and_in_hosts(line: str) -> None:
    assert plain(hide([Piece(text=line.format("Kim"))], ["KIM"])) == line.format(HIDDEN)


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("ING, IT", "blocked from sending, write to admit"),
        ("e", "blocked from sending"),
        (".", "550 5.7.705 see example.com."),
        ("-, @, ', `", "pat-kim@contoso.com's `mail`"),
        ("7, 70", "in 70700 of 1700 cases"),
        ("or", "k\u00f6ln f\u00f6r o\u0308rebro"),
    ],
)
def test_no_part_of_a_word_or_number_is_hidden_and_no_sign_alone(typed: str, line: str) -> None:
    assert plain(hide([Piece(text=line)], [typed])) == line


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("\u738b\u5c0f\u660e", "\u60a8\u53d1\u7ed9{}\u7684\u90ae\u4ef6"),
        ("\u30bf\u30ca\u30ab", "\u69d8{}\u3055\u3093"),
        ("\uae40\ucca0\uc218", "{}\uc5d0\uac8c"),
        ("\u0e2a\u0e21\u0e0a\u0e32\u0e22", "\u0e16\u0e36\u0e07{}\u0e17\u0e35\u0e48"),
        ("\u05d3\u05d5\u05d3", "\u05dc{}"),
    ],
    ids=["Chinese", "Japanese", "Korean", "Thai", "Hebrew"],
)
def test_where_no_space_parts_words_a_name_is_hidden_anywhere(typed: str, line: str) -> None:
    assert plain(hide([Piece(text=line.format(typed))], [typed])) == line.format(HIDDEN)


def test_what_is_kept_stays_where_it_can_be_read() -> None:
    pieces = [Piece(text="kim 550 5.7.705 "), Piece(text="10.5.7.705", kind="IP", by="[IP 1]")]
    found = hide(pieces, ["705, kim 550 5, 7"], kept="5.7.705")
    assert plain(found) == f"{HIDDEN}5.7.705 10.5.{HIDDEN}.{HIDDEN}"


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


@given(st.lists(st.text(max_size=12), max_size=6), st.text(max_size=3), st.sampled_from(" .,:;<>()[]@/-_'\"=\n"))
def test_no_word_that_was_typed_is_in_any_piece(texts: list[str], word: str, sign: str) -> None:
    assume("," not in word)
    kinds = [("", ""), ("word", "[word 1]")]
    word = f"{word}x"  # signs alone are no word
    texts = [*texts, sign, word, sign]
    pieces = [Piece(text, *kinds[at % 2]) for at, text in enumerate(texts)]
    found = hide(pieces, [word])
    left = plain(found).replace(HIDDEN, "\0")
    assert f"{sign}{word.strip()}{sign}" not in left
    assert plain(hide(pieces, [""])) == "".join(texts)
    assert {piece.by for piece in found} <= {"", HIDDEN, "[word 1]"}


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_in_a_note_our_own_words_the_code_and_the_address_stay(form: Form) -> None:
    text = "From: <anna@contoso.com>\n\nanna: 550 5.7.705 Access `denied`, tenant has exceeded threshold"
    made = Made(site="https://ndr.contoso.com/5/", day="2026-11-23", version="0.1.0")
    typed = "access, BLOCKED,anna,e,.,7,705,contoso,the,`,ndr"
    verdict = check(text).to_dict()
    whole = plain(note(verdict, form, made=made)).split("\n")
    hidden = plain(note(verdict, form, made=made, hidden=[typed])).split("\n")
    changed = [line for line in hidden if line not in whole]
    assert len(whole) == len(hidden)
    assert [line.lstrip("- ").partition(":")[0] for line in changed] == ["Sent from", "Evidence, line 3"]
    assert "anna" not in "".join(changed).lower()
    assert f"{HIDDEN}: 550 5.7.705 {HIDDEN} `denied`, tenant has exceeded threshold" in changed[1]


def test_what_our_sentence_quotes_is_hidden_in_it_like_the_rest_of_the_input() -> None:
    verdict = check("x").to_dict() | {
        "defects": ['Unknown status word "lost by Zellweger": 1 row is counted as neither.']
    }
    text = plain(note(verdict, "text", hidden=["zellweger, is, row"]))
    assert f'Unknown status word "lost by {HIDDEN}": 1 row is counted as neither.' in text
    assert "Zellweger" not in redacted(note(verdict, "text"))


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
