"""What the page's worker calls: an input in, the contract's JSON out."""

import json
from pathlib import Path

import pytest

import ndr_checker
from ndr_checker import browser
from test_goldens import INPUTS, ITEM_KEYS, KEYS

LINE = "550 5.7.705 Access denied, tenant has exceeded threshold"


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: path.stem)
def test_the_page_gets_the_verdict_that_a_program_gets_and_nothing_else(path: Path) -> None:
    answer = json.loads(browser.check(path.read_bytes()))
    assert answer == ndr_checker.check(path.read_bytes()).to_dict()
    assert list(answer) == KEYS
    assert {key: [item for item in answer[key] if list(item) != keys] for key, keys in ITEM_KEYS.items()} == {
        key: [] for key in ITEM_KEYS
    }


@pytest.mark.parametrize("data", [LINE, LINE.encode(), LINE.encode("utf-16")], ids=["text", "bytes", "UTF-16"])
def test_text_and_bytes_are_judged_alike(data: str | bytes) -> None:
    answer = json.loads(browser.check(data))
    assert (answer["version"], answer["source"], answer["kind"], answer["code"]) == (1, "", "failure", "5.7.705")


@pytest.mark.parametrize("data", ["", b"\xff\x00", "\ud800", "\x00" * 1000])
def test_no_input_makes_it_fail(data: str | bytes) -> None:
    assert json.loads(browser.check(data))["kind"] == "not-a-bounce"


def test_places_are_code_points_of_the_text_as_given() -> None:
    text = f"🙂🙂\n{LINE}"
    (item,) = json.loads(browser.check(text))["evidence"]
    assert text[item["start"] : item["end"]] == "5.7.705"
    assert item["line"] == 2


def test_an_mbox_that_comes_in_pieces_gives_a_verdict_for_each_mail() -> None:
    mail = f"From MAILER-DAEMON Fri Nov 20 08:14:05 2026\nSubject: Undeliverable\n\n{LINE}\n\n".encode()
    whole = mail * 2 + mail.replace(b"5.7.705", b"5.7.750")
    mailbox = browser.Mailbox("all.mbox")
    pieces = [mailbox.feed(whole[at : at + 50]) for at in range(0, len(whole), 50)]
    found = [verdict for answer in (*pieces, mailbox.end()) for verdict in json.loads(answer)]
    assert [(verdict["source"], verdict["code"]) for verdict in found] == [
        ("all.mbox#1", "5.7.705"),
        ("all.mbox#2", "5.7.705"),
        ("all.mbox#3", "5.7.750"),
    ]
    assert [list(verdict) for verdict in found] == [KEYS] * 3
