"""What the page's worker calls: an input in, the contract's JSON out."""

import json
from pathlib import Path
from typing import Any

import pytest

import ndr_checker
from ndr_checker import browser
from ndr_checker.triage import rows
from tests.support import organization
from tests.support.contract import breaches
from tests.support.golden import INPUTS

LINE = "550 5.7.705 Access denied, tenant has exceeded threshold"


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: path.stem)
def test_the_page_gets_the_verdict_that_a_program_gets_and_nothing_else(path: Path) -> None:
    answer = json.loads(browser.check(path.read_bytes()))
    assert answer == ndr_checker.check(path.read_bytes()).to_dict()
    assert [*breaches(answer)] == []


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
    mailbox = browser.Pieces("all.mbox")
    pieces = [mailbox.feed(whole[at : at + 50]) for at in range(0, len(whole), 50)]
    found = [verdict for answer in (*pieces, mailbox.end()) for verdict in json.loads(answer)]
    assert [(verdict["source"], verdict["code"]) for verdict in found] == [
        ("all.mbox#1", "5.7.705"),
        ("all.mbox#2", "5.7.705"),
        ("all.mbox#3", "5.7.750"),
    ]
    assert [breach for verdict in found for breach in breaches(verdict)] == []


def ask(question: dict[str, Any], body: bytes = b"", desk: browser.Desk | None = None) -> Any:
    """Lay a question on a desk, as the page's worker does, and take the answer away."""
    Path("question.json").write_text(json.dumps(question), encoding="utf-8")
    Path("body").write_bytes(body)
    (desk or browser.Desk()).answer()
    return json.loads(Path("answer.json").read_text(encoding="ascii"))


@pytest.fixture
def at_the_desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in a folder of its own."""
    monkeypatch.chdir(tmp_path)


@pytest.mark.usefixtures("at_the_desk")
def test_a_text_and_a_file_are_answered_alike_but_for_what_only_bytes_can_be() -> None:
    text = f"Ünzustellbar\n{LINE}"
    assert ask({"kind": "text"}, text.encode()) == json.loads(browser.check(text))
    assert ask({"kind": "file"}, text.encode("utf-16")) == json.loads(browser.check(text.encode("utf-16")))
    assert ask({"kind": "text"}, text.encode())["evidence"][0]["start"] == text.index("5.7.705")


@pytest.mark.usefixtures("at_the_desk")
def test_a_note_is_answered_in_both_forms_in_pieces() -> None:
    text = f"to alex@contoso.example: {LINE}, says contoso"
    made = {"site": "https://ndr.example/", "day": "2026-11-23", "version": "0.1.0"}
    verdict = ask({"kind": "text"}, text.encode())
    answer = ask({"kind": "note", "verdict": verdict, "made": made, "hidden": "denied, tenant"}, text.encode())
    assert list(answer) == ["text", "markdown"]
    for pieces in answer.values():
        whole = "".join(piece["text"] for piece in pieces)
        assert text.replace("denied", "[hidden]").replace("tenant", "[hidden]") in whole
        assert "https://ndr.example/codes/5.7.705/" in whole
        shown = "".join(piece["by"] or piece["text"] for piece in pieces)
        assert "alex" not in shown
        assert "contoso" not in shown


@pytest.mark.usefixtures("at_the_desk")
def test_a_letter_and_a_case_are_answered() -> None:
    verdict = ask({"kind": "text"}, LINE.encode())
    answer = ask({"kind": "letter", "verdict": verdict, "site": "https://ndr.example/"})
    assert (answer["mail"], "https://ndr.example/unblock/#contain" in answer["body"]) == (False, True)
    assert ask({"kind": "case", "verdict": verdict})["fields"] == {"code": "550 5.7.705"}


@pytest.mark.usefixtures("at_the_desk")
def test_an_mbox_is_answered_piece_by_piece_and_a_second_one_counts_again() -> None:
    mail = f"From MAILER-DAEMON Fri Nov 20 08:14:05 2026\nSubject: Undeliverable\n\n{LINE}\n\n".encode()
    desk = browser.Desk()
    for name in ("first.mbox", "second.mbox"):
        found = [
            *ask({"kind": "mails", "name": name, "first": True, "last": False}, mail + mail[:20], desk),
            *ask({"kind": "mails", "name": name, "first": False, "last": False}, mail[20:], desk),
            *ask({"kind": "mails", "name": name, "first": False, "last": True}, b"", desk),
        ]
        assert [(verdict["source"], verdict["code"]) for verdict in found] == [
            (f"{name}#1", "5.7.705"),
            (f"{name}#2", "5.7.705"),
        ]


@pytest.mark.usefixtures("at_the_desk")
def test_a_rehearsal_leaves_nothing_behind() -> None:
    browser.Desk.rehearse()
    assert list(Path().iterdir()) == []
    assert ask({"kind": "text"}, b"Lunch?")["kind"] == "not-a-bounce"


@pytest.mark.usefixtures("at_the_desk")
def test_an_admin_s_files_are_read_piece_by_piece_and_answered_together() -> None:
    desk = browser.Desk()
    ask({"kind": "triage", "today": "2026-09-10"}, desk=desk)
    files = {
        "trace.csv": organization.text(organization.trace()),
        "domains.csv": organization.text(organization.ACCEPTED),
    }
    for name, text in files.items():
        data = text.encode()
        ask({"kind": "triage-piece", "name": name, "first": True, "last": False}, data[:500], desk)
        ask({"kind": "triage-piece", "name": name, "first": False, "last": True}, data[500:], desk)
    answered = ask({"kind": "triage-result"}, desk=desk)
    found = json.loads(answered["json"])
    assert list(answered) == ["questions", "case", "json", "markdown", "csv"]
    assert [row["chosen"] for row in answered["case"]["senders"]] == [True, True]
    assert {answer["question"] for answer in found["answers"]} <= set(answered["questions"])
    assert [file["name"] for file in found["files"]] == list(files)
    assert found["messages"]["failed"] == 5
    assert ask({"kind": "triage", "today": "2026-09-10"}, desk=desk) is None
    assert json.loads(ask({"kind": "triage-result"}, desk=desk)["json"])["files"] == []


@pytest.mark.parametrize("error", [MemoryError, ValueError])
@pytest.mark.usefixtures("at_the_desk")
def test_a_file_that_fails_costs_no_other_its_answers(error: type[Exception], monkeypatch: pytest.MonkeyPatch) -> None:
    desk = browser.Desk()
    ask({"kind": "triage", "today": "2026-09-10"}, desk=desk)
    add = rows.Table.add

    def fail(table: rows.Table, values: list[str], *place: Any) -> None:
        if "poison" in values:
            raise error
        add(table, values, *place)

    monkeypatch.setattr(rows.Table, "add", fail)
    trace = organization.text(organization.trace())
    for name, text in (("trace.csv", trace), ("bad.csv", "Sender,Recipient,Status\npoison,b@c.example,Failed\n")):
        ask({"kind": "triage-piece", "name": name, "first": True, "last": False}, text.encode(), desk)
        ask({"kind": "triage-piece", "name": name, "first": False, "last": True}, b"", desk)
    found = json.loads(ask({"kind": "triage-result"}, desk=desk)["json"])
    assert found["messages"]["failed"] == 5
    assert [file["cut"] is None for file in found["files"]] == [True, False]
    assert "couldn't be read" in found["files"][1]["cut"]


@pytest.mark.usefixtures("at_the_desk")
def test_a_fresh_python_doesn_t_answer_for_files_that_another_one_had() -> None:
    with pytest.raises(LookupError):
        ask({"kind": "triage-piece", "name": "x", "first": False, "last": True}, b"a", browser.Desk())
    with pytest.raises(LookupError):
        ask({"kind": "triage-result"}, desk=browser.Desk())


@pytest.mark.usefixtures("at_the_desk")
def test_any_file_may_come_in_pieces() -> None:
    desk = browser.Desk()
    data = organization.text(organization.trace()).encode("utf-16")
    for at in range(0, len(data), 999):
        assert ask({"kind": "mails", "name": "x", "first": not at, "last": False}, data[at : at + 999], desk) == []
    (verdict,) = ask({"kind": "mails", "name": "x", "first": False, "last": True}, b"", desk)
    assert verdict["headline"].startswith("5 of 11 messages failed")
