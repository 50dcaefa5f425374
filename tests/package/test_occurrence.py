"""A code is told from a number that only looks like one."""

import pytest

from ndr_checker.base.limits import MAX_CODES
from ndr_checker.finding.occurrence import occurrences, typed
from tests.support.expectation import judge


def _codes(text: str) -> list[tuple[str, int | None]]:
    return [(o.code, o.reply) for o in occurrences(text)]


@pytest.mark.parametrize(
    ("text", "code", "reply"),
    [
        ("550 5.7.705 Access denied", "5.7.705", 550),
        ("550;5.7.711", "5.7.711", 550),
        ("550-5.7.26 This mail", "5.7.26", 550),
        ("#550 5.5.3", "5.5.3", 550),
        ("550\n5.7.705", "5.7.705", 550),
        ("(550, b'5.7.705 Access denied')", "5.7.705", 550),
        ("'550' `5.7.705`", "5.7.705", 550),
        ("550 служба 5.7.750", "5.7.750", 550),
        ("550 o serviço não 5.7.750", "5.7.750", 550),
        ("452 4.3.1 Insufficient", "4.3.1", 452),
        ("250 2.1.5 Ok", "2.1.5", 250),
        ("发送的5.7.750 客户端", "5.7.750", None),
        ("The code 5.7.705.", "5.7.705", None),
        ("(5.1.1)", "5.1.1", None),
        ("<#5.1.1>", "5.1.1", None),
        ("dsn=5.7.705,", "5.7.705", None),
        ("line\\n5.7.705 x", "5.7.705", None),
        ("1550 5.7.705", "5.7.705", None),
        ("550 5.0.0", "5.0.0", 550),
        ("550 5.9.1", "5.9.1", 550),
    ],
)
def test_a_code_is_found_with_the_reply_before_it(text: str, code: str, reply: int | None) -> None:
    assert _codes(text) == [(code, reply)]


@pytest.mark.parametrize(
    "text",
    [
        "10.5.7.233",
        "5.7.705.1",
        "15.7.705",
        "5.7.7508",
        "5.7.07",
        "1.7.705 3.7.705 6.7.705",
        "5.10.1",
        "2.1.5 RESOLVER.OOF",
        "version 5.7.1",
        "PHP/5.5.9",
        "Swift Mailer 5.4.2",
        "v5.7.705",
        "lib_5.7.1 x-5.7.1 user@5.7.1",
        "5.7.705@fabrikam.com",
        "550 5.7.705@fabrikam.com",
        "https://example.com/550-5.7.705",
        "5.7.705.example.com",
        "5.7.705a",
        "https://example.com/5.7.705",
        "www.example.com/?5.7.705",
        "https://example.com/?code=5.7.705",
        "id=5.7.705-x@contoso.com",
        "call +49-5.7.705",
        "lib5.7.1",
        "<5.7.705.ABC@contoso.com>",
        "+44.5.7.705",
        "550 5.7.7\n05",
        "550 5.7.7O5",
    ],
)
def test_a_number_that_only_looks_like_a_code_is_none(text: str) -> None:
    assert _codes(text) == []


@pytest.mark.parametrize("length", [0, 100, 500, 5000])
@pytest.mark.parametrize("glue", ["dsn=", ";550-", "&code=", "%20(", "/x:"])
def test_a_code_in_a_link_is_none_however_long_the_link_is(length: int, glue: str) -> None:
    link = f"https://a.example/?{'x' * length}{glue}5.7.705,{glue}5.7.750)"
    assert _codes(f"see {link}{'y' * length}{glue}5.1.8") == []
    assert _codes(f"dsn=5.1.1, see {link} dsn=5.7.711") == [("5.1.1", None), ("5.7.711", None)]


def test_a_link_is_looked_through_once_whatever_codes_it_has() -> None:
    looked = 0

    class Counted(str):
        """A text that counts how much of it is searched backwards."""

        __slots__ = ()

        def rfind(self, mark: str, start: int = 0, end: int | None = None, /) -> int:  # type: ignore[override]
            nonlocal looked
            looked += (len(self) if end is None else end) - start
            return super().rfind(mark, start, end)

    text = Counted("https://a.example/?" + ";5.7.1" * 500)
    assert list(occurrences(text)) == []
    assert looked <= 12 * len(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("see 451-4-7-500-699 there, and some more words", [("4.7.500", 451)]),
        ("rooms 5 7 705 are free, and there are some more words", []),
        ("call 5-7-705 when you are there, and some more words", []),
        ("451-4-7-500 here, and 550 5 7 750 there, in the same text", [("4.7.500", 451)]),
        ("550 5 7 750 stands in a sentence of its own here", []),
    ],
)
def test_a_code_with_hyphens_counts_after_its_reply(text: str, found: list[tuple[str, int | None]]) -> None:
    assert _codes(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("550 5 7 750", [("5.7.750", 550)]),
        ("5-7-705", [("5.7.705", None)]),
        ("5 7 705 please", [("5.7.705", None)]),
        ("705", [("5.7.705", None)]),
        ("error 705?", [("5.7.705", None)]),
        ("7.705", [("5.7.705", None)]),
        ("5,7,705", [("5.7.705", None)]),
        ("550 5,7,705 refused", [("5.7.705", 550)]),
        ("550 5.7.7O5 refused", [("5.7.705", 550)]),
        ("550 5.7. 705 refused", [("5.7.705", 550)]),
        ("Status code: 5.7.7O8", [("5.7.708", None)]),
        ("404", []),
        ("550", []),
        ("2026", []),
        ("rooms 5 7 705 are free, and there are some more words", []),
        ("the year 5,7,705 and a bit", []),
        ("550 5,000 people", []),
        ("550 5.7.705 refused", []),
        ("please write to 550 5.7.7O5@contoso.com", []),
    ],
)
def test_a_code_with_a_slip_of_the_hand_counts_alone_or_after_a_reply_or_a_label(
    text: str, found: list[tuple[str, int | None]]
) -> None:
    assert [(o.code, o.reply) for o in typed(text)] == found


def test_where_a_code_and_its_reply_stand_is_told() -> None:
    text = "said: 550 5.7.705 Access denied"
    (o,) = occurrences(text)
    assert (text[o.start : o.end], text[o.from_ : o.end]) == ("5.7.705", "550 5.7.705")


def test_codes_come_in_the_order_of_the_text() -> None:
    assert _codes("550 5.7.705 and 5.1.1 and 421 4.2.0") == [("5.7.705", 550), ("5.1.1", None), ("4.2.0", 421)]


def test_of_a_text_full_of_codes_the_first_are_weighed() -> None:
    assert len(_codes("550 5.7.705\n" * (2 * MAX_CODES))) == MAX_CODES


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (
            "550 5.7.\n750 Service unavail-\nable. Client blocked from send-\ning from unregistered do-\nmains.",
            "5.7.750",
        ),
        ("550 5.7.\n705 Access de-\nnied", "5.7.705"),
        ("55O 5.7.75O Service unavailable. Client blocked frorn sending", "5.7.750"),
        ("550 5.7.75O Service unavailable.", "5.7.750"),
        ("55O 5.1.1O Recipient not found", "5.1.10"),
    ],
)
def test_a_code_that_was_broken_or_misread_is_likely(text: str, code: str) -> None:
    verdict = judge(text)
    assert (verdict["kind"], verdict["code"], verdict["certainty"]) == ("failure", code, "likely")
