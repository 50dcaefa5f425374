"""Each limit, at it and one over it: what is within is read whole, what is over is left out, and nothing raises."""

import json
import tracemalloc
from collections.abc import Callable

import pytest

from ndr_checker.base import limits
from ndr_checker.finding.finder import find
from ndr_checker.reading.files import intake
from ndr_checker.reading.tables import listing
from tests.support.expectation import judge
from tests.support.reading import ORIGINAL, message, report

_LINE = "Remote Server returned '550 5.7.705 Access denied'\n"
_HEAD = "MIME-Version: 1.0\nReturn-Path: <>\n"
#: Limits that need a file of another kind, and where they are tried.
_ELSEWHERE = {"MAX_STREAMS": "test_compound.py", "MAX_INPUT": "below"}


def _depth(levels: int) -> bool:
    """Nest a part so many multiparts deep."""
    opened = "".join(f'Content-Type: multipart/mixed; boundary="b{n:02}"\n\n--b{n:02}\n' for n in range(levels))
    answer = judge(f"{_HEAD}{opened}\n{_LINE}")
    assert (answer["code"] == "5.7.705") == (answer["defects"] == [])
    return bool(answer["code"])


def _parts(count: int) -> bool:
    """Make a mail of so many parts, itself the first."""
    parts = ["--b\n\nHello\n"] * (count - 2) + [f"--b\n\n{_LINE}"]
    answer = judge(f'{_HEAD}Content-Type: multipart/mixed; boundary="b"\n\n{"".join(parts)}--b--\n')
    assert (answer["code"] == "5.7.705") == (answer["defects"] == [])
    return bool(answer["code"])


def _headers(size: int) -> bool:
    """Write a head of so many characters."""
    fields = [f"X-{n}: {'y' * 1000}\n" for n in range(300)]
    head = (_HEAD + "".join(fields))[: size - 1] + "z"
    return any("z" in part.view.text for part in message(f"{head}\n\nHello\n").parts if part.role == "headers")


def _field(size: int) -> bool:
    """Write a field of a head whose value has so many characters."""
    return len(message(f"{_HEAD}Subject: {'y' * size}\n\nHello\n").head["subject"]) == size


def _text(size: int) -> bool:
    """Write a text of so many characters."""
    answer = judge("x" * (size - 1) + "\n")
    (part,) = message("a" * limits.MAX_HEAD + "b" * (size - limits.MAX_HEAD)).parts
    assert part.view.text.count("a") == limits.MAX_HEAD
    return not answer["defects"] and part.view.text.count("b") == size - limits.MAX_HEAD


def _original(size: int) -> bool:
    """Return a mail of so many characters, its last line about a code."""
    code = "\n5.1.10"
    original = ORIGINAL.replace("5.1.10", "it")
    original += "y" * (size - len(original) - len(code)) + code
    codes = [other["code"] for other in judge(report(original=original))["other_codes"]]
    return codes == ["5.1.10"]


def _markup(size: int) -> bool:
    """Write HTML source whose first tags end so far from its start."""
    tags = "<p>Hello</p>"
    (part,) = message("x" * (size - len(tags)) + tags).parts
    return tags not in part.view.text


def _sections(count: int) -> bool:
    """Paste a thread of so many mails, each below a line of its own."""
    mails = message("-----Original Message-----\nHello\n" * count).parts
    return [part.view.text.count("Hello") for part in mails] == [1] * count


def _pieces(count: int) -> bool:
    """Paste so many pieces: words, and below them blocks of base64 with words of their own."""
    block = "ZXJyb3I6IDUuNy4x\n-\n"
    return not judge("delivery failed\n" + block * (count - 1))["defects"]


def _found(count: int) -> bool:
    """Quote so many replies in several parts, the last two of them with a code."""
    full, rest = divmod(count - 2, limits.MAX_CODES)
    texts = ["said: 550 no\n" * number for number in (rest, *[limits.MAX_CODES] * full)]
    body = "".join(f"--b\n\n{text}" for text in (*texts, "error: 5.7.1\nerror: 5.7.705\n"))
    found = find(message(f'{_HEAD}Content-Type: multipart/mixed; boundary="b"\n\n{body}--b--\n'))
    return found[-1].code == "5.7.705"


def _lead(size: int) -> bool:
    """Say what became of the mail so many characters into the text."""
    before, words = "pat@fabrikam.com ", " undeliverable"
    return bool(judge(before + "x" * (size - len(before) - len(words)) + words)["kind"] == "failure")


def _codes(count: int) -> bool:
    """Name so many codes, the last of them another one."""
    answer = judge("550 5.1.1 Unknown\n\n" * (count - 1) + _LINE)
    assert answer["code"] == "5.7.705" or answer["code"] == "5.1.1"
    return "5.7.705" in {answer["code"], *(other["code"] for other in answer["other_codes"])}


def _evidence(count: int) -> bool:
    """Name so many codes to show."""
    return len(judge("550 5.1.1 Unknown\n\n" * count)["evidence"]) == count


def _recipients(count: int) -> bool:
    """Name so many recipients of one report."""
    fields = "\n\n".join(f"Final-Recipient: rfc822;a{n}@b.example\nAction: failed\nStatus: 5.1.1" for n in range(count))
    return len(judge(report(status=f"Reporting-MTA: dns;mx.contoso.com\n\n{fields}"))["recipients"]) == count


def _links(count: int) -> bool:
    """Link to so many hosts."""
    return len(judge(_LINE + " ".join(f"https://h{n}.example.com/" for n in range(count)))["links"]) == count


def _line(size: int) -> bool:
    """Write a line of so many characters round a code."""
    line = f"550 5.7.705 {'x' * (size - 12)}"
    (item,) = judge(line)["evidence"]
    return bool(item["text"] == line)


#: The limit that each of these runs into.
_WHOLE: dict[str, Callable[[int], bool]] = {
    "MAX_DEPTH": _depth,
    "MAX_PARTS": _parts,
    "MAX_HEADERS": _headers,
    "MAX_FIELD": _field,
    "MAX_HEAD": lambda size: _text(size + limits.MAX_TAIL),
    "MAX_TAIL": lambda size: _text(size + limits.MAX_HEAD),
    "MAX_ORIGINAL": _original,
    "MAX_MARKUP": _markup,
    "MAX_SECTIONS": _sections,
    "MAX_PIECES": _pieces,
    "MAX_LEAD": _lead,
    "MAX_CODES": _codes,
    "MAX_FOUND": _found,
    "MAX_EVIDENCE": _evidence,
    "MAX_RECIPIENTS": _recipients,
    "MAX_LINKS": _links,
    "MAX_LINE": _line,
}


def test_every_limit_is_tried() -> None:
    assert {name for name in vars(limits) if name.startswith("MAX_")} == {*_WHOLE, *_ELSEWHERE}


@pytest.mark.parametrize("name", _WHOLE)
def test_what_is_at_the_limit_is_read_whole_and_what_is_one_over_is_not(name: str) -> None:
    limit, whole = int(vars(limits)[name]), _WHOLE[name]
    assert (whole(limit), whole(limit + 1)) == (True, False)


def test_of_an_input_that_is_too_long_the_rest_is_left_out_and_said() -> None:
    line = f"\n{_LINE.strip()}"
    at, over = ("x" * (limits.MAX_INPUT - len(line) + more) + line for more in (0, 1))
    answer = judge(at)
    assert answer["code"] == "5.7.705"
    assert [defect for defect in answer["defects"] if "longer than" in defect] == []
    assert [defect for defect in judge(over)["defects"] if "longer than" in defect]
    assert message(over).parts[0].view.text.endswith("denied")


def test_a_long_file_is_held_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "MAX_INPUT", 2**22)
    file = intake.Intake("x")
    tracemalloc.start()
    for _ in range(17):
        assert not list(file.feed(b"x" * 2**18))
    (document,) = file.end()
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert isinstance(document.content, bytes)
    assert len(document.content) == 2**22 + 1
    assert most < 1.8 * 2**22


def test_of_very_many_other_codes_the_first_are_listed() -> None:
    lines = [f"550 5.1.{detail} no\n\n" for detail in range(1, 2 * limits.MAX_EVIDENCE)]
    answer = judge("".join(lines))
    assert len(answer["other_codes"]) == limits.MAX_EVIDENCE
    assert answer["defects"] == [f"At most {limits.MAX_EVIDENCE} other codes are listed."]


@pytest.mark.parametrize(
    ("number", "last"),
    [("error: 5.7.1", _LINE), ("version 5.4.2", _LINE), ("550 5.1.1 Unknown", _LINE), ("450 things", "550 Denied\n")],
)
def test_of_more_codes_than_are_read_it_says_so_and_is_not_sure_that_it_is_no_bounce(number: str, last: str) -> None:
    said = f"at most {limits.MAX_CODES} of one part and {limits.MAX_FOUND} of the whole mail."
    for count in (limits.MAX_CODES - 1, limits.MAX_CODES):
        answer = judge(f"{number}\n\n" * count + last)
        assert any(defect.endswith(said) for defect in answer["defects"]) == (count == limits.MAX_CODES)
    assert (answer["kind"], answer["certainty"]) != ("not-a-bounce", "certain")


def test_of_very_many_recipients_in_one_cell_the_first_are_listed() -> None:
    listed = ";".join(f"a{n}@b.example##Fail" for n in range(2 * limits.MAX_RECIPIENTS))
    row = {"SenderAddress": "c@d.example", "RecipientAddress": listed, "Status": "Failed", "Detail": "550 5.7.1 no"}
    answer = judge(json.dumps([row]))
    assert (answer["code"], len(answer["recipients"])) == ("5.7.1", limits.MAX_RECIPIENTS)
    assert answer["defects"] == [f"At most {limits.MAX_RECIPIENTS} recipients are listed."]


def test_of_very_many_objects_that_powershell_printed_the_first_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "_MOST_OBJECTS", 3)
    one = "SenderAddress    : sam@contoso.com\nRecipientAddress : p№@fabrikam.com\nStatus           : Failed\n"
    printed = [one.replace("№", str(n)) for n in range(4)]
    answers = [judge("\n".join(printed[:count])) for count in (3, 4)]
    assert [len(answer["recipients"]) for answer in answers] == [3, 3]
    cut = "There are more than 3 objects; the rest weren't read."
    assert [cut in answer["defects"] for answer in answers] == [False, True]
