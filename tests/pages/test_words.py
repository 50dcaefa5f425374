"""Every token of the catalogue and the contract has words, and they read as sentences."""

import pytest

from ndr_checker.telling.words import BLOCKED, CERTAINTY, KIND, PERMANENCE, WHO, WHOSE, in_order, sentence
from sitebuild.sources.strict_catalogue import load

ENTRIES = load()


def test_every_token_of_a_page_has_words_and_every_token_that_has_words_is_used_by_a_page() -> None:
    meanings = [meaning for entry in ENTRIES for meaning in entry.meanings]
    assert {meaning.blocked for meaning in meanings} == BLOCKED.keys()
    assert {meaning.permanence for meaning in meanings} == PERMANENCE.keys()
    assert {token for meaning in meanings for token in (*meaning.acts, *meaning.lifted_by)} == WHO.keys()


@pytest.mark.parametrize(
    ("table", "tokens"),
    [
        (KIND, {"failure", "delay", "mention", "not-a-bounce"}),
        (CERTAINTY, {"certain", "likely", "unsure"}),
        (WHOSE, {"sender-side", "recipient-side", "unknown"}),
    ],
)
def test_every_word_of_the_contract_is_put_in_plain_words(table: dict[str, str], tokens: set[str]) -> None:
    assert table.keys() == tokens


_TABLES = {
    "kind": KIND,
    "certainty": CERTAINTY,
    "permanence": PERMANENCE,
    "blocked": BLOCKED,
    "who": WHO,
    "whose": WHOSE,
}


@pytest.mark.parametrize("table", _TABLES.values(), ids=_TABLES)
def test_no_two_tokens_of_a_table_have_the_same_words(table: dict[str, str]) -> None:
    assert len(set(table.values())) == len(table)


@pytest.mark.parametrize(
    ("tokens", "words"),
    [
        (["sender-admin", "microsoft"], "the sender's admin, then Microsoft"),
        (["sender"], "the sender"),
        ([], "nobody: just wait"),
        (["itself"], "nobody: it ends by itself"),
        (
            ["itself", "recipient-admin", "sender-admin"],
            "nobody yet: just wait; if the mail still doesn't arrive, the recipient's admin, then the sender's admin",
        ),
    ],
)
def test_who_acts_is_told_in_order(tokens: list[str], words: str) -> None:
    assert in_order(tokens) == words


@pytest.mark.parametrize(("words", "told"), [("the sender", "The sender"), ("Microsoft", "Microsoft"), ("", "")])
def test_a_sentence_begins_with_a_capital_and_keeps_the_rest(words: str, told: str) -> None:
    assert sentence(words) == told
