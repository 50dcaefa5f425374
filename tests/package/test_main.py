"""The command line: what goes in, what comes out, and the exit code."""

import io
import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from ndr_checker.__main__ import main
from ndr_checker.rules.catalogue import entries
from tests.support.paths import ROOT

LINE = "550 5.7.705 Access denied, tenant has exceeded threshold\n"
MAIL = """\
From {0}@contoso.com Fri Nov 20 08:15:29 2026
From: {0}@contoso.com
Message-ID: <1@contoso.com>
MIME-Version: 1.0

{1}

"""

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def bounce(tmp_path: Path) -> str:
    """Return the name of a file with a bounce."""
    return written(tmp_path / "bounce.txt", LINE)


def written(path: Path, text: str) -> str:
    """Write a file and return its name."""
    path.write_bytes(text.encode())
    return str(path)


def given(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """Give a text as standard input."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(text.encode()))))


def objects(capsys: Capture) -> list[dict[str, object]]:
    """Return what was printed as one JSON object a line."""
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


@pytest.mark.parametrize("arguments", [["check", "--json"], ["check", "--json", "-"]], ids=["no file", "-"])
def test_standard_input_is_judged_under_the_name_of_a_dash(
    arguments: list[str], monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    given(monkeypatch, LINE)
    assert main(arguments) == 0
    assert [(o["source"], o["code"]) for o in objects(capsys)] == [("-", "5.7.705")]


def test_json_is_one_object_a_line_in_the_order_of_the_files(bounce: str, tmp_path: Path, capsys: Capture) -> None:
    other = written(tmp_path / "a.txt", LINE.replace("705", "750"))
    assert main(["check", "--json", bounce, other, bounce]) == 0
    assert [(o["source"], o["code"]) for o in objects(capsys)] == [
        (bounce, "5.7.705"),
        (other, "5.7.750"),
        (bounce, "5.7.705"),
    ]


def test_text_and_markdown_are_the_other_forms(bounce: str, capsys: Capture) -> None:
    assert main(["check", bounce]) == 0
    assert capsys.readouterr().out.startswith(f"{bounce}: 5.7.705: your organization is blocked from sending\n")
    assert main(["check", "--markdown", "--show-names", bounce]) == 0
    assert capsys.readouterr().out.startswith(f"`{bounce}`: **5.7.705: the sender's organization is blocked from")


def test_a_note_hides_what_is_private_unless_names_are_asked_for(tmp_path: Path, capsys: Capture) -> None:
    bounce = written(tmp_path / "a.txt", f"keller@contoso.com: {LINE}")
    assert main(["check", "--markdown", bounce]) == 0
    assert "keller" not in capsys.readouterr().out
    assert main(["check", "--markdown", "--show-names", bounce]) == 0
    assert "keller@contoso.com" in capsys.readouterr().out
    assert main(["check", "--markdown", "--show-names", "--hide", "Tenant, ACCESS", "--hide", "contoso", bounce]) == 0
    assert "keller@[hidden].com: 550 5.7.705 [hidden] denied, [hidden] has" in capsys.readouterr().out
    for option in (["--show-names"], ["--hide", "contoso"]):
        with pytest.raises(SystemExit, match="2"):
            main(["check", *option, bounce])
        assert f"{option[0]} needs --markdown" in capsys.readouterr().err


def test_each_mail_of_an_mbox_gets_a_number(tmp_path: Path, capsys: Capture) -> None:
    mails = [MAIL.format("postmaster", f"Delivery has failed: 550 5.7.{detail} no") for detail in (705, 750)]
    name = written(tmp_path / "all.mbox", "".join(mails))
    assert main(["check", "--json", name]) == 0
    assert [(o["source"], o["code"], o["defects"]) for o in objects(capsys)] == [
        (f"{name}#1", "5.7.705", []),
        (f"{name}#2", "5.7.750", []),
    ]


def test_one_mail_under_an_mbox_line_has_no_number(tmp_path: Path, capsys: Capture) -> None:
    name = written(tmp_path / "one.mbox", MAIL.format("postmaster", f"Delivery has failed: {LINE}"))
    assert main(["check", "--json", name]) == 0
    assert [o["source"] for o in objects(capsys)] == [name]


def test_an_input_without_a_code_makes_the_exit_code_1(bounce: str, tmp_path: Path, capsys: Capture) -> None:
    lunch = written(tmp_path / "lunch.txt", "Lunch at noon?")
    assert main(["check", "--json", lunch, bounce]) == 1
    assert [o["kind"] for o in objects(capsys)] == ["not-a-bounce", "failure"]


def test_a_file_that_cannot_be_read_is_named_and_the_others_are_judged(
    bounce: str, tmp_path: Path, capsys: Capture
) -> None:
    missing = str(tmp_path / "gone\x1b[2J.eml")
    assert main(["check", "--json", missing, f"{bounce}/a.eml", bounce]) == 2
    out, err = capsys.readouterr()
    assert [json.loads(line)["source"] for line in out.splitlines()] == [bounce]
    assert [line.endswith(("No such file or directory", "Not a directory")) for line in err.splitlines()] == [
        True,
        True,
    ]
    assert "gone\\x1b[2J.eml can't be read" in err


def test_terminal_commands_in_a_bounce_are_shown_and_not_sent(tmp_path: Path, capsys: Capture) -> None:
    name = written(tmp_path / "x.txt", "550 5.7.705 Access\x1b]0;owned\x07 denied\u202e, tenant has exceeded threshold")
    for arguments in (["check", name], ["check", "--markdown", name], ["check", "--json", name]):
        assert main(arguments) == 0
        assert {"\x1b", "\x07", "\u202e"} & set(capsys.readouterr().out) == set()


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("705", "5.7.705: "),
        ("7.705", "5.7.705: "),
        ("5.7.705", "5.7.705: "),
        (" 5.7.705 ", "5.7.705: "),
        ("712", "5.7.700-749: "),
        ("5.7.700-749", "5.7.700-749: "),
        ("1.8", "5.1.8: "),
        ("4.7.700", "4.7.700: "),
        ("5,7,705", "5.7.705: "),
        ("550 5.7.705", "5.7.705: "),
        ("#5.7.705", "5.7.705: "),
        ("550 5.7.750 Client blocked from sending from unregistered domains", "5.7.750: "),
    ],
)
def test_explain_prints_the_page_of_a_code_that_may_be_cut_short(typed: str, title: str, capsys: Capture) -> None:
    assert main(["explain", typed]) == 0
    out = capsys.readouterr().out
    assert out.startswith(f"# {title}")
    assert "{#admin}" in out


@pytest.mark.parametrize("typed", ["5.9.9", "hello\x1b[2J", "", "../../README"])
def test_explain_says_that_no_page_explains_an_unknown_code(typed: str, capsys: Capture) -> None:
    assert main(["explain", typed]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("ndr-checker: there is no page for ")
    assert "\x1b" not in err


@pytest.mark.parametrize(("name", "code"), [("705", "5.7.705"), ("5,7,750", "5.7.750"), ("bounce.eml", "")])
def test_a_code_in_place_of_a_file_leads_to_explain(
    name: str, code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["check", name]) == 2
    hint = f"; for the page of the code: ndr-checker explain {code}" if code else ""
    assert capsys.readouterr().err == f"ndr-checker: {name} can't be read: No such file or directory{hint}\n"


def test_the_version_is_that_of_the_project(capsys: Capture) -> None:
    with pytest.raises(SystemExit) as left:
        main(["--version"])
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert (left.value.code, capsys.readouterr().out) == (0, f"ndr-checker {project['version']}\n")


def test_codes_lists_every_page_in_order_with_its_title(capsys: Capture) -> None:
    assert main(["codes"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == [entry.code for entry in entries()]
    assert "5.7.705      your organization is blocked from sending" in lines


def test_codes_as_json_have_code_title_and_page(capsys: Capture) -> None:
    assert main(["codes", "--json"]) == 0
    assert [(o["code"], o["title"], o["page"]) for o in objects(capsys)] == [
        (entry.code, entry.title, f"codes/{entry.code}/") for entry in entries()
    ]


@pytest.mark.parametrize(
    "arguments", [[], ["chek"], ["check", "--json", "--markdown"], ["explain"], ["check", "--xml"]]
)
def test_wrong_usage_is_said_and_exits_with_2(arguments: list[str], capsys: Capture) -> None:
    with pytest.raises(SystemExit) as left:
        main(arguments)
    assert left.value.code == 2
    assert "usage: ndr-checker" in capsys.readouterr().err


def test_help_shows_examples(capsys: Capture) -> None:
    with pytest.raises(SystemExit) as left:
        main(["--help"])
    assert left.value.code == 0
    out = capsys.readouterr().out
    for example in ("ndr-checker check bounce.eml", "ndr-checker check --json *.eml", "ndr-checker explain 705"):
        assert f"\n  {example}" in out


def test_the_module_is_the_command_and_hands_on_its_exit_code() -> None:
    command = [sys.executable, "-m", "ndr_checker", "check", "--json"]
    done = subprocess.run(command, input=LINE.encode(), capture_output=True, check=False)
    assert (done.returncode, done.stderr, json.loads(done.stdout)["code"]) == (0, b"", "5.7.705")
    assert subprocess.run(command, input=b"Lunch?", capture_output=True, check=False).returncode == 1


def test_a_reader_who_has_seen_enough_is_no_error() -> None:
    command = [sys.executable, "-m", "ndr_checker", "codes", "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.readline()
        running.stdout.close()
        assert running.stderr.read() == b""
    assert running.returncode == 0


_TYPES_IN_QUOTES = """
import sys
from typing import ForwardRef

from ndr_checker.__main__ import main

main(["check"])
classes = [(name, one) for name, module in [*sys.modules.items()] if name.startswith("ndr_checker.")
           for one in vars(module).values() if hasattr(one, "_fields")]
print(len({one for _, one in classes}) > 20)
print([name for name, one in classes if any(isinstance(kind, ForwardRef) for kind in one.__annotations__.values())])
"""


def test_a_start_parses_no_type_that_is_in_quotes() -> None:
    """For the first one Python makes the classes of its whole syntax, which takes a fiftieth of the start."""
    run = subprocess.run(
        [sys.executable, "-c", _TYPES_IN_QUOTES], input=LINE, capture_output=True, text=True, check=True
    )
    assert run.stdout.splitlines()[-2:] == ["True", "[]"]


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["check", "--help"], ["check", "--nothing"]])
def test_what_judges_nothing_imports_nothing_that_judges(arguments: list[str]) -> None:
    program = "import atexit, sys; atexit.register(lambda: print('ndr_checker.judge' in sys.modules));"
    program += "from ndr_checker.__main__ import main; main(sys.argv[1:])"
    run = subprocess.run([sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=False)
    assert run.stdout.splitlines()[-1] == "False"
