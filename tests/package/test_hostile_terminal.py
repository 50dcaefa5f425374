"""Whatever a bounce or a file's name holds, the command line prints text: nothing acts on a terminal or in a ticket."""

import re
import sys
import unicodedata
from io import BufferedReader, BytesIO, TextIOWrapper
from pathlib import Path
from typing import Final

import pytest

from ndr_checker.__main__ import main
from tests.support.hostile_bounces import SHAPES
from tests.support.matrix import sample
from tests.support.payloads import CLASSES, SPAN

#: C0.
_CONTROLS: Final = [chr(number) for number in range(0x20) if chr(number) not in "\t\n"]
#: DEL, C1.
_HIGH_CONTROLS: Final = [chr(number) for number in range(0x7F, 0xA0)]
#: What turns text round, has no width, breaks lines, or chooses a variant; tags.
_FORMATS: Final = [
    *"\u00ad\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e",
    *"\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\u206a\u206f\ufe00\ufe0e\ufe0f\ufeff\ufff9\ufffb",
    *"\U000e0001\U000e0041\U000e007f\U000e0100",
]
ACTING: Final = [*_CONTROLS, *_HIGH_CONTROLS, *_FORMATS]
#: What terminals are told to do: colours, titles, links, the clipboard, answers, bells, lines written over.
COMMANDS: Final = (
    "\x1b[31m",
    "\x1b[2J\x1b[H",
    "\x1b]0;title\x07",
    "\x1b]8;;https://evil.example/\x1b\\click\x1b]8;;\x1b\\",
    "\x1b]52;c;ZXZpbA==\x07",
    "\x1bP$q\x1b\\",
    "\x1b[6n",
    "\x1b[?1049h",
    "\x9b31m",
    "\x9d52;c;ZXZpbA==\x9c",
    "a\rb",
    "a\x08\x08b",
    "\x0e\x0f",
    "5.7.705\u202e507.7.5",
)
#: What a run tries in each shape and form: some of each class.
_TRIED: Final = sample(*([f"a{c}b" for c in some] for some in (_CONTROLS, _HIGH_CONTROLS, _FORMATS)), COMMANDS, each=6)
FORMS: Final[tuple[list[str], ...]] = ([], ["--markdown"], ["--json"])
CMDLET: Final = re.compile(
    r"\b(?:Add|Connect|Disable|Get|Invoke|New|Remove|Set|Start)-[A-Z]\w+|\bpowershell\b", re.IGNORECASE
)


def _raw(text: str) -> list[str]:
    """Return what acts or hides in a text; a line break is the only one that the command line writes."""
    hidden = {"Cc", "Cf", "Cs", "Zl", "Zp"}
    return [c for c in text if c in ACTING or (unicodedata.category(c) in hidden and c != "\n")]


def _run(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """Run the command line and return all that it printed."""
    main(list(arguments))
    told = capsys.readouterr()
    return told.out + told.err


def test_there_are_more_than_sixty_five_of_them() -> None:
    assert len(set(ACTING)) >= 65


@pytest.mark.parametrize("form", FORMS, ids=["text", "markdown", "json"])
@pytest.mark.parametrize("shape", SHAPES)
def test_no_character_that_acts_gets_through_from_any_field(
    shape: str, form: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "bounce.eml"
    for text in _TRIED:
        path.write_bytes(SHAPES[shape](text).encode("utf-8", "surrogatepass"))
        told = _run(capsys, "check", *form, str(path))
        assert "5.7.705" in told
        assert _raw(told) == [], ascii(text)


@pytest.mark.parametrize("form", FORMS, ids=["text", "markdown", "json"])
def test_no_character_that_acts_gets_through_from_a_file_s_name(
    form: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    line = SHAPES["a line"]("x")
    lines = _run(capsys, "check", *form, *_plain(tmp_path)).count("\n")
    for text in ("a\nb", "a\tb", *(text for text in _TRIED if "\0" not in text)):
        name = text.replace("/", "|")
        (tmp_path / name).write_text(line, encoding="utf-8")
        (tmp_path / f"{name}.mbox").write_text(f"From x Fri Nov 20 08:14:05 2026\n{line}\n\n" * 2, encoding="utf-8")
        files = [str(tmp_path / some) for some in (name, f"{name}.mbox", f"gone-{name}")]
        told = _run(capsys, "check", *form, *files)
        assert "\\" in told or text == "a\tb", "it is written out"
        assert _raw(told) == [], ascii(text)
        assert told.count("\n") == lines


def _plain(folder: Path) -> list[str]:
    """Return files like those above under plain names."""
    line = SHAPES["a line"]("x")
    (folder / "plain").write_text(line, encoding="utf-8")
    (folder / "plain.mbox").write_text(f"From x Fri Nov 20 08:14:05 2026\n{line}\n\n" * 2, encoding="utf-8")
    return [str(folder / "plain"), str(folder / "plain.mbox"), str(folder / "gone")]


def test_a_code_that_nobody_knows_is_repeated_harmlessly(capsys: pytest.CaptureFixture[str]) -> None:
    for text in (*ACTING, *COMMANDS):
        assert _raw(_run(capsys, "explain", f"a{text}b")) == [], ascii(text)


def test_an_option_that_nobody_knows_is_repeated_harmlessly(capsys: pytest.CaptureFixture[str]) -> None:
    for text in (*ACTING, *COMMANDS):
        with pytest.raises(SystemExit):
            main(["check", f"--{text}.eml"])
        assert _raw(capsys.readouterr().err) == [], ascii(text)


def test_standard_input_is_no_other_way(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    for text in COMMANDS:
        data = SHAPES["a report"](text).encode()
        monkeypatch.setattr(sys, "stdin", TextIOWrapper(BufferedReader(BytesIO(data))))
        assert _raw(_run(capsys, "check")) == [], ascii(text)


@pytest.mark.parametrize("shape", SHAPES)
def test_in_a_ticket_nothing_of_a_bounce_is_outside_of_a_code_span(
    shape: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "bounce.eml"
    for payload in sample(*CLASSES, each=8):
        path.write_text(SHAPES[shape](payload), encoding="utf-8")
        note = _run(capsys, "check", "--markdown", str(path))
        first, *lines = note.rstrip("\n").split("\n")
        assert all(line.startswith("- ") or not line for line in lines)
        ours = SPAN.sub("", "\n".join([first, *lines]))
        assert re.findall(r"[`<>\[\]|@~\\]|https?:|www\.|#\d", ours) == [], ascii(payload)


@pytest.mark.parametrize("form", [[], ["--markdown"]], ids=["text", "markdown"])
def test_no_command_is_made_from_a_bounce(form: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "bounce.txt"
    quotes = "'\u2018\u2019\u201a\u201b\"\u201c\u201d\u201e`"
    for quote in quotes:
        text = f"x{quote}; Remove-Mailbox -Identity *; $(Get-Mailbox) #{quote}"
        for shape in SHAPES.values():
            path.write_text(shape(text), encoding="utf-8")
            told = _run(capsys, "check", *form, str(path)).split("\n")
            ours = [line for line in told if not re.match("(?:  |- )(?:Evidence|Recipient|Not a known)", line)]
            assert [line for line in ours if CMDLET.search(line)] == []
