"""A reply's words choose among a code's meanings, or name a code where there is none."""

import re
from collections import Counter

import pytest

from ndr_checker.base.normalise import normalise
from ndr_checker.rules.catalogue import Entry, Meaning, entries, lookup
from ndr_checker.rules.phrases import meaning_of, names, spoken
from tests.support.expectation import judge


def _meaning(name: str, *phrases: str) -> Meaning:
    return Meaning(
        id=name,
        phrases=phrases,
        says="It says so.",
        acts=("sender",),
        lifted_by=("sender",),
        blocked="message",
        permanence="permanent",
        unblock=(),
    )


def _entry(*meanings: Meaning) -> Entry:
    return Entry(code="5.7.1", title="5.7.1: refused", stands_for="It is refused.", meanings=meanings, front={})


TWO = _entry(_meaning("relay", "unable to relay", "relay"), _meaning("spam", "spam", "content rejected"))


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("Access DENIED", "access denied"),
        (" a\n\t b\xa0c ", "a b c"),
        ("isn’t ‘so’", "isn't 'so'"),
        ("„so“ “so”", '"so" "so"'),
    ],
)
def test_text_is_compared_in_one_form(text: str, normal: str) -> None:
    assert normalise(text) == normal


@pytest.mark.parametrize(
    ("reply", "meaning", "torn"),
    [
        ("Unable to\nrelay", "relay", False),
        ("your SPAM", "spam", False),
        ("relay of content rejected", "spam", False),  # the longer phrase
        ("spam relay", "relay", False),
        ("something else", None, False),
        ("", None, False),
    ],
)
def test_the_longest_phrase_chooses_the_meaning(reply: str, meaning: str | None, torn: bool) -> None:  # noqa: FBT001 – a column
    found, fits_two = meaning_of(TWO, reply)
    assert (found.id if found else None, fits_two) == (meaning, torn)


def test_two_that_fit_equally_choose_none() -> None:
    entry = _entry(_meaning("one", "one thing"), _meaning("two", "two thing"))
    assert meaning_of(entry, "one thing or two thing") == (None, True)


def test_words_that_fit_no_phrase_choose_no_meaning() -> None:
    assert meaning_of(_entry(_meaning("only", "a phrase")), "other words") == (None, False)


def test_a_page_is_named_by_any_of_its_phrases() -> None:
    assert names(TWO, "CONTENT\nrejected")
    assert not names(TWO, "content")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Access denied, tenant has exceeded threshold", "5.7.705"),
        ("Client blocked from sending from unregistered domains", "5.7.750"),
    ],
)
def test_words_alone_name_a_code(text: str, code: str) -> None:
    assert {entry.code for _, entry, _ in spoken(text)} == {code}


def test_other_words_name_none() -> None:
    assert spoken("The weather is fine.") == []


def test_every_phrase_of_a_page_alone_chooses_its_own_meaning() -> None:
    assert [
        (entry.code, phrase)
        for entry in entries()
        for meaning in entry.meanings
        for phrase in meaning.phrases
        if meaning_of(entry, phrase)[0] != meaning
    ] == []


def test_every_phrase_of_a_page_alone_names_its_code() -> None:
    assert [
        (entry.code, phrase)
        for entry in entries()
        for meaning in entry.meanings
        for phrase in meaning.phrases
        if entry.code not in {named.code for _, named, _ in spoken(phrase)}
    ] == []


def test_every_wording_that_only_one_page_has_is_heard_under_a_number_without_a_page() -> None:
    rows = [(entry, meaning, words) for entry in entries() for meaning in entry.meanings for words in meaning.also]
    times = Counter(words for _, _, words in rows)
    several = re.compile(r"[^ ] [^ ]|[\u2e80-\U0010ffff]")
    number = {"permanent": "550 5.9.9", "transient": "450 4.9.9"}
    assert [
        (entry.code, words)
        for entry, meaning, words in rows
        if times[words] == 1 and several.search(words) and meaning.speaker in {None, "other"}
        if "temporar" not in words  # a brief fault names no cause
        if judge(f"{number[meaning.permanence]} Sorry: {words}")["meaning"] != meaning.id
    ] == []


def test_the_two_blocks_are_never_named_by_the_words_of_a_quota() -> None:
    quotas = [entry for code in ("5.7.232", "5.7.233", "5.7.236", "5.1.90") if (entry := lookup(code))]
    words = [phrase for entry in quotas for meaning in entry.meanings for phrase in meaning.phrases]
    assert words
    assert [p for p in words for _, entry, _ in spoken(p) if entry.code in {"5.7.705", "5.7.750"}] == []


@pytest.mark.parametrize(
    ("words", "meaning"),
    [
        ("5.1.10 not found", "recipient-not-found"),
        ("5.1.10 Empfänger nicht gefunden", "recipient-not-found"),
        ("5.1.10 Destinataire introuvable", "recipient-not-found"),
        ("5.1.1 unknown", "recipient-unknown"),
        ("5.1.1 Benutzer unbekannt", "recipient-unknown"),
        ("5.1.1 usuario desconocido", "recipient-unknown"),
        ("5.1.1 пользователь не найден", "recipient-unknown"),
        ("5.1.1 ユーザーが見つかりません", "recipient-unknown"),
        ("5.2.2 full", "mailbox-full"),
        ("5.2.2 Postfach voll", "mailbox-full"),
        ("5.2.2 boîte pleine", "mailbox-full"),
        ("5.2.2 buzón lleno", "mailbox-full"),
    ],
)
def test_a_few_words_in_any_language_confirm_what_the_code_says(words: str, meaning: str) -> None:
    assert judge(f"550 {words}")["meaning"] == meaning


@pytest.mark.parametrize(
    "words",
    [
        *("5.1.10 sender unknown", "5.1.1 Absender unbekannt", "5.1.1 domain not found", "5.1.1 host unknown"),
        *("5.1.10 mailbox full", "5.1.1 Zugriff verweigert", "5.2.2 Absenderpostfach voll", "5.2.2 not found"),
        f"5.1.1 {'Unsere Regeln sind hier erklärt. ' * 3} Benutzer unbekannt",
    ],
)
def test_but_not_words_about_something_else_or_of_something_more(words: str) -> None:
    entry = lookup(words.partition(" ")[0])
    assert entry
    assert judge(f"550 {words}")["meaning"] not in {meaning.id for meaning in entry.meanings}
