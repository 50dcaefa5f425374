"""Many verdicts at a glance: the summary, and the table for a spreadsheet."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ndr_checker import check
from ndr_checker.__main__ import main
from ndr_checker.command import summary, table
from ndr_checker.telling.escape import cell
from tools.benchmarks import mail

Capture = pytest.CaptureFixture[str]

LINE = "Remote Server returned '{}'"
BLOCKED = "From: anna@{0}\n\n" + LINE.format("550 5.7.705 Access denied, tenant has exceeded threshold")


@pytest.fixture
def bounces(tmp_path: Path) -> str:
    """Return a folder with bounces of every kind that a summary tells apart."""
    texts = {
        **{f"{number}.eml": mail.report(number).decode() for number in range(24)},
        "a.txt": LINE.format("550 5.7.233 Tenant has exceeded its daily quota"),
        "b.txt": "Lunch at noon?",
        "c.pdf": "%PDF-1.7",
        "d.txt": LINE.format("451 4.7.500 Server busy. Please try again later"),
        "e.txt": "What does 5.7.705 mean?",
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return str(tmp_path)


def test_a_summary_begins_with_blocked_organizations_and_counts_everything(bounces: str, capsys: Capture) -> None:
    assert main(["check", "--summary", bounces]) == 2
    lines = capsys.readouterr().out.splitlines()
    assert lines[:5] == [
        "Organizations blocked as a whole, by domain:",
        "        3  5.7.705    your organization is blocked from sending",
        "            3  contoso.com",
        "        3  5.7.750    mail from unregistered domains is blocked",
        "            3  contoso.com",
    ]
    codes, kinds = lines.index("Codes in the bounces:"), lines.index("Kinds:")
    assert sum(int(line.split()[0]) for line in lines[codes + 1 : kinds - 1]) == 26  # the mention is no bounce
    assert lines[kinds + 1 :] == [
        "       25  failure",
        "        1  delay",
        "        1  mention",
        "        1  not read",
        "        1  not-a-bounce",
        "       29  total",
    ]


def test_restrictions_come_before_quotas_that_end_by_themselves(tmp_path: Path, capsys: Capture) -> None:
    quota = LINE.format("550 5.7.233 Tenant has exceeded its daily quota")
    for number, text in enumerate([quota, quota, LINE.format("550 5.7.750 Client blocked")]):
        (tmp_path / f"{number}.txt").write_text(text, encoding="utf-8")
    main(["check", "--summary", str(tmp_path)])
    assert [line.split()[1] for line in capsys.readouterr().out.splitlines() if " 5.7." in line][:2] == [
        "5.7.750",
        "5.7.233",
    ]


def test_domains_can_fill_neither_the_memory_nor_the_terminal(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    monkeypatch.setattr(summary, "_MOST_DOMAINS", 30)
    counts = summary.Summary()
    for number in range(50):
        counts.add(f"failure\t5.7.705\t{number}.example")
    counts.end()
    lines = capsys.readouterr().out.splitlines()
    assert lines[2] == "           20  other domains"
    assert lines[lines.index("") - 1] == "           11  11 more"
    assert len(lines) < 40


def read(text: str) -> list[dict[str, str]]:
    """Return the rows of a table."""
    return list(csv.DictReader(io.StringIO(text)))


def test_a_table_has_a_row_a_verdict(bounces: str, capsys: Capture) -> None:
    assert main(["check", "--csv", f"{bounces}/1.eml", f"{bounces}/b.txt", f"{bounces}/c.pdf"]) == 2
    report, lunch, pdf = read(capsys.readouterr().out)
    shown = check(Path(bounces, "1.eml").read_bytes(), source=f"{bounces}/1.eml").to_dict()
    for name in ("source", "kind", "code", "meaning", "certainty", "title", "blocked", "whose", "severity", "page"):
        assert report[name] == shown[name]
    assert (report["reply"], report["acts"]) == ("550", "sender-admin microsoft")
    assert (report["recipient"], report["recipients"]) == ("recipient1@fabrikam.com", "1")
    assert (report["sender"], report["sender_domain"]) == ("user1@contoso.com", "contoso.com")
    assert (lunch["kind"], lunch["code"], lunch["recipients"]) == ("not-a-bounce", "", "0")
    assert "PDF" in pdf["defects"]


def test_a_table_without_rows_has_its_head(capsys: Capture, tmp_path: Path) -> None:
    (tmp_path / "none").touch()
    assert main(["check", "--csv", "--files-from", str(tmp_path / "none")]) == 0
    assert capsys.readouterr().out == f"{table.head()}\n"


@given(st.text(alphabet=st.sampled_from("=+-@＝＋－＠ \t\r\n\"',;a\u202e\x00\u00a0\u3000")))
def test_no_cell_is_a_formula_or_more_than_one(text: str) -> None:
    written = cell(text)
    assert not written.strip().startswith(tuple("=+-@＝＋－＠"))
    assert not set(written) & set("\t\r\n\x00\u202e")
    row = table.row(check(text, source=text))
    (read_again,) = csv.reader(io.StringIO(row))
    assert read_again[0] == written
    assert len(read_again) == len(table.head().split(","))
    assert row.isprintable() or "\u00a0" in row or "\u3000" in row
