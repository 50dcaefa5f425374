"""The pages stay readable for somebody whose English is of level B2; tools/readability.py prints the figures."""

from tests.support.paths import DOCS
from tools import readability


def test_a_text_is_counted_without_code_tables_and_addresses() -> None:
    plain = readability.measure("The cat sat. It was fat.\n")
    assert (plain.words, plain.sentences) == (6, 2)
    decorated = (
        "The cat [sat](https://example.com/elsewhere).\n\n```text\nnot counted\n```\n\n| nor | this |\n\nIt was fat.\n"
    )
    assert readability.measure(decorated) == plain


def test_long_words_and_sentences_are_harder() -> None:
    easy = readability.measure("The mail came back. Call them.\n")
    hard = readability.measure(
        "Organizational unavailability necessitates administrative intervention, notwithstanding.\n"
    )
    assert hard.ease < easy.ease


def test_the_guide_and_the_first_sections_of_the_code_pages_are_plain_english() -> None:
    figures = dict(readability.rows(DOCS))
    assert len(figures) > 100
    assert figures["unblock.md"].ease >= 55
    assert {name: round(ease.ease) for name, ease in figures.items() if ease.ease < 40} == {}
    assert {name: round(ease.per_sentence) for name, ease in figures.items() if ease.per_sentence > 25} == {}
