"""An mbox is read mail by mail."""

from io import BytesIO
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ndr_checker.reading import mbox
from ndr_checker.reading.mbox import Mailbox, is_mbox, mails, spans

LINE = "From sam@contoso.com Fri Nov 20 08:15:31 2026\n"
FIRST = f"{LINE}Subject: one\nTo: pat@fabrikam.com\n\nBody of one\n\n"
SECOND = f"{LINE}Subject: two\nTo: pat@fabrikam.com\n\nBody of two\n"


def _mails(text: str) -> list[str]:
    return [mail.decode() for mail in mails(BytesIO(text.encode()))]


@pytest.mark.parametrize(
    "line",
    [
        "From sam@contoso.com Fri Nov 20 08:15:31 2026",
        "From MAILER-DAEMON Fri Nov 20 08:15:31 2026 +0100",
        "From - Fri Nov 20 08:15:31 2026",
        "From sam@contoso.com  Fri Nov 20 08:15 2026\r",
    ],
)
def test_a_file_that_begins_with_a_from_line_is_an_mbox(line: str) -> None:
    assert is_mbox(f"{line}\nSubject: x\n".encode())


@pytest.mark.parametrize(
    "text", ["", "From: sam@contoso.com\nSubject: x\n", "Received: from x\n", "550 5.7.705", "From here on it fails.\n"]
)
def test_any_other_file_is_none(text: str) -> None:
    assert not is_mbox(text.encode())


def test_the_mails_come_one_by_one_each_with_its_from_line() -> None:
    assert _mails(FIRST + SECOND) == [FIRST, SECOND]


def test_mails_with_crlf_are_told_apart_too() -> None:
    assert _mails((FIRST + SECOND).replace("\n", "\r\n")) == [mail.replace("\n", "\r\n") for mail in (FIRST, SECOND)]


@pytest.mark.parametrize(
    "body",
    [
        "above\n\n>From sam@contoso.com Fri Nov 20 08:15:31 2026\nbelow\n",
        "above\n\nFrom now on it fails.\n",
        "above\n\nFrom the new one and\n\nFrom Sam\n",
        "above\nFrom sam@contoso.com Fri Nov 20 08:15:31 2026\nbelow\n",
    ],
    ids=["quoted", "prose", "short words", "no blank line above"],
)
def test_a_body_s_own_lines_divide_nothing(body: str) -> None:
    assert _mails(FIRST + body) == [FIRST + body]


def test_of_a_mail_that_is_too_long_the_beginning_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mbox, "MAX_INPUT", 200)
    first, second = _mails(FIRST + "more\n" * 500 + "\n" + SECOND)
    assert first.startswith(FIRST)
    assert len(first) < 300
    assert second == SECOND


def test_nothing_comes_of_an_empty_file() -> None:
    assert _mails("") == []


@pytest.mark.parametrize(("text", "count"), [(FIRST, 1), (FIRST + SECOND, 2), (FIRST * 3 + SECOND, 4), ("", 0)])
def test_an_mbox_in_memory_is_cut_at_the_same_lines(text: str, count: int) -> None:
    found = spans(text)
    assert len(found) == count
    assert [text[start:end].strip() for start, end in found] == [mail.strip() for mail in _mails(text)]


@pytest.mark.parametrize("text", ["x", "From Pat: Hello\n", "From 08:14 on\n\nsubject: none\n"])
def test_any_other_text_has_no_mail_of_an_mbox(text: str) -> None:
    assert spans(text) == []


def test_a_from_line_without_a_header_under_it_is_a_body_s() -> None:
    text = f"{FIRST}{LINE}Fri, and so on\n\n{SECOND}"
    assert len(spans(text)) == 2
    assert len(_mails(text)) == 2


@given(st.lists(st.sampled_from([FIRST, SECOND, "\n", LINE, "body\n", "\n\n", "Fri\n"]), max_size=12), st.data())
def test_it_makes_no_difference_in_which_pieces_an_mbox_comes(parts: list[str], data: st.DataObject) -> None:
    text = (FIRST + "".join(parts)).encode()
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=8)))
    mailbox = Mailbox()
    found = [mail for start, end in pairwise([0, *cuts, len(text)]) for mail in mailbox.feed(text[start:end])]
    assert [*found, *mailbox.end()] == [mail.encode() for mail in _mails(text.decode())]


def test_a_border_may_be_cut_at_any_byte() -> None:
    text = (FIRST + SECOND).encode()
    for at in range(len(text)):
        mailbox = Mailbox()
        assert [*mailbox.feed(text[:at]), *mailbox.feed(text[at:]), *mailbox.end()] == [FIRST.encode(), SECOND.encode()]


def test_a_line_of_nothing_but_times_of_day_divides_nothing_and_holds_nobody_up() -> None:
    text = f"{FIRST}From x {'12:34 ' * 200_000}\nno header\n"
    assert len(spans(text)) == 1
    assert len(_mails(text)) == 1
