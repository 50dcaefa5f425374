"""Files in pieces: long ones to their end, packed ones opened, and those that aren't read named for what they are."""

import gzip
import io
import json
import struct
import tarfile
import tracemalloc
import zipfile
import zlib
from collections.abc import Sequence
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ndr_checker.__main__ import main
from ndr_checker.judge import decide
from ndr_checker.reading.files import archive, unread
from ndr_checker.reading.files.intake import Intake
from tests.support import organization as org
from tests.support.compound_file import compound
from tests.support.expectation import judge

BOUNCE = b"Remote Server returned '550 5.7.705 Access denied, tenant has exceeded threshold'"
Capture = pytest.CaptureFixture[str]


def verdicts(data: bytes, size: int = 65_536, name: str = "x") -> list[dict[str, Any]]:
    """Return the verdicts on a file that comes in pieces of a size."""
    intake = Intake(name)
    pieces = (data[at : at + size] for at in range(0, len(data), size))
    documents = chain(chain.from_iterable(map(intake.feed, pieces)), intake.end())
    return [
        decide(message, source=document.name).to_dict() for document in documents for message in document.messages()
    ]


def zipped(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a zip with these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as file:
        for name, data in files.items():
            file.writestr(name, data)
    return out.getvalue()


UNREAD = {
    "PDF": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n550 5.7.705\n",
    "picture": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    "picture.": b"\xff\xd8\xff\xe0\0\x10JFIF\0",
    "Outlook data file": b"!BDN\0\0\0\0SM",
    "winmail.dat": b"\x78\x9f\x3e\x22\1\0",
    "Word": zipped({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<w>550 5.7.705</w>"}),
    "Excel": zipped({"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b"<w/>", "xl/a.xml": BOUNCE}),
    "password": zipped({"a.eml": BOUNCE}).replace(b"PK\3\4\x14\0\0\0", b"PK\3\4\x14\0\1\0"),
    "damaged": zipped({"a.eml": BOUNCE * 99})[:60],
    "damaged.": gzip.compress(BOUNCE * 99)[:40],
    "archive": b"7z\xbc\xaf\x27\x1c\0\4",
    "inside another": zipped({"b.gz": gzip.compress(BOUNCE)}),
    "binary": bytes(range(256)) * 20,
}


@pytest.mark.parametrize("name", UNREAD)
def test_a_file_that_is_not_read_is_named_and_never_called_no_bounce(
    name: str, tmp_path: Path, capsys: Capture
) -> None:
    for verdict in (judge(UNREAD[name]), *verdicts(UNREAD[name], 7)):
        assert (verdict["kind"], verdict["certainty"]) == ("not-a-bounce", "unsure")
        assert name.rstrip(".").lower() in verdict["defects"][-1].lower()
    path = tmp_path / "file"
    path.write_bytes(UNREAD[name])
    for form in ([], ["--markdown"]):
        assert main(["check", *form, str(path)]) == 2
        out = capsys.readouterr().out
        assert name.rstrip(".").lower() in out.lower()
        assert "isn't a bounce" not in out.lower()


def test_each_file_of_a_zip_gets_a_verdict_under_its_name() -> None:
    data = zipped({"one.eml": BOUNCE, "sub/": b"", "sub/two.csv": org.text(org.trace()).encode(), "__MACOSX/x": b"\0"})
    for method in (zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED):
        data = zipped({"one.eml": BOUNCE, "sub/": b"", "sub/two.csv": org.text(org.trace()).encode()}, method)
        found = [(verdict["source"], verdict["kind"], verdict["code"]) for verdict in verdicts(data, 100, "a.zip")]
        assert found == [("a.zip/one.eml", "failure", "5.7.705"), ("a.zip/sub/two.csv", "failure", None)]


def tarred(files: dict[str, bytes], form: int, mode: Any = "w") -> bytes:
    """Return a tar file with these files, and a folder and a link."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode, format=form) as tar:
        for name, kind in (("folder", tarfile.DIRTYPE), ("link", tarfile.SYMTYPE)):
            member = tarfile.TarInfo(name)
            member.type, member.linkname = kind, "one.eml"
            tar.addfile(member)
        for name, data in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            tar.addfile(member, io.BytesIO(data))
    return out.getvalue()


@pytest.mark.parametrize("form", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
@pytest.mark.parametrize("mode", ["w", "w:gz"])
def test_each_file_of_a_tar_gets_a_verdict_under_its_name(form: int, mode: str) -> None:
    long = f"{'f' * 90}/{'é' * 20}/b.eml"
    files = {"one.eml": BOUNCE, "empty": b"", long: BOUNCE * 20, "e.eml": BOUNCE.replace(b"705", b"750")}
    for size in (100, 512, 70_000):
        found = [(verdict["source"], verdict["code"]) for verdict in verdicts(tarred(files, form, mode), size, "a.tgz")]
        assert found == [
            ("a.tgz/one.eml", "5.7.705"),
            ("a.tgz/empty", None),
            (f"a.tgz/{long}", "5.7.705"),
            ("a.tgz/e.eml", "5.7.750"),
        ]


@pytest.mark.parametrize("at", [300, 600, 1024 + 512 + 40])
def test_a_tar_that_is_cut_or_damaged_is_named(at: int) -> None:
    data = tarred({"one.eml": BOUNCE * 9, "two.eml": BOUNCE}, tarfile.USTAR_FORMAT)
    for broken in (data[: 1024 + at], data[: 1024 + 124] + b"x" + data[1024 + 125 :]):
        assert verdicts(broken, 99)[-1]["defects"] == [unread.DAMAGED]


def test_a_text_with_the_mark_of_a_tar_is_read() -> None:
    text = BOUNCE.ljust(257) + b"ustar\n" + b"x" * 600
    assert [verdict["code"] for verdict in verdicts(text)] == ["5.7.705"]


def test_only_a_tar_is_opened_inside_a_gzip_file() -> None:
    inner = tarred({"one.eml": BOUNCE}, tarfile.USTAR_FORMAT)
    for data in (zipped({"a.tar": inner}), tarred({"b.tar": inner, "c": BOUNCE}, tarfile.USTAR_FORMAT)):
        assert verdicts(data)[0]["defects"] == [unread.NESTED]
    assert judge(gzip.compress(inner))["code"] == "5.7.705"
    assert judge(inner)["code"] == "5.7.705"


def test_a_zip_written_to_a_pipe_is_read() -> None:
    class Pipe(io.RawIOBase):
        """What can't be sought in: the sizes then follow each entry."""

        def __init__(self) -> None:
            super().__init__()
            self.data = b""

        def writable(self) -> bool:
            return True

        def write(self, data: Any) -> int:
            self.data += bytes(data)
            return len(data)

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("one.eml", BOUNCE)
        file.writestr("two.eml", BOUNCE.replace(b"5.7.705", b"5.7.750"))
    assert [verdict["code"] for verdict in verdicts(pipe.data, 33)] == ["5.7.705", "5.7.750"]


def _entry(name: bytes, data: bytes, *, described: bytes | None = None) -> bytes:
    """Return a deflated entry of a zip, or one whose sizes follow it in a descriptor."""
    packed = zlib.compress(data, wbits=-15)
    sizes = (0, 0, 0) if described is not None else (zlib.crc32(data), len(packed), len(data))
    head = struct.pack("<4sHHHHHIIIHH", b"PK\3\4", 20, 8 if described is not None else 0, 8, 0, 0, *sizes, len(name), 0)
    return head + name + packed + (described or b"")


@pytest.mark.parametrize("signature", [b"PK\7\x08", b""])
@pytest.mark.parametrize("size", ["<II", "<QQ"])
def test_a_zip_whose_checksum_looks_like_a_record_is_read(signature: bytes, size: str) -> None:
    described = signature + b"aPKb" + struct.pack(size, 9, len(BOUNCE))
    data = _entry(b"one.eml", BOUNCE, described=described) + _entry(b"two.eml", BOUNCE) + b"PK\5\6" + bytes(18)
    for piece in (1, 7, len(data)):
        assert [verdict["code"] for verdict in verdicts(data, piece)] == ["5.7.705"] * 2


def test_what_follows_an_entry_of_a_zip_and_is_no_record_is_not_searched() -> None:
    data = _entry(b"one.eml", BOUNCE) + bytes(100)
    first, last = verdicts(data, 1000)
    assert (first["code"], last["defects"]) == ("5.7.705", [unread.DAMAGED])
    with pytest.raises(archive.RefusedError, match="damaged"):
        list(archive.Zip(archive.Budget()).feed(data))


def test_a_zip_of_very_many_small_entries_is_read_whole() -> None:
    count = 30_000
    zip_file = archive.Zip(archive.Budget())
    found = zip_file.feed(_entry(b"a", b"x") * count + b"PK\5\6" + bytes(18))
    assert sum(piece.last for piece in found) == count
    assert list(zip_file.end()) == []


def test_a_rotated_log_is_read_under_its_own_name() -> None:
    (verdict,) = verdicts(gzip.compress(BOUNCE) + gzip.compress(b" again"), 9, "mail.log.1.gz")
    assert (verdict["source"], verdict["code"]) == ("mail.log.1.gz", "5.7.705")


@pytest.mark.parametrize("between", [b"", bytes(5)])
@pytest.mark.parametrize("after", [b"", b"\x1f", b"not packed"])
def test_no_member_of_a_gzip_file_is_lost_wherever_its_pieces_end(between: bytes, after: bytes) -> None:
    members = [b"Nov 20\n" * 9, b"", BOUNCE]
    data = between.join(map(gzip.compress, members)) + after
    for size in range(1, len(data)):
        file = archive.Gzip(archive.Budget())
        pieces = chain.from_iterable(file.feed(data[at : at + size]) for at in range(0, len(data), size))
        assert b"".join(piece.data for piece in (*pieces, *file.end())) == b"".join(members)


@pytest.mark.parametrize("pack", [gzip.compress, lambda data: zipped({"a": data})])
def test_a_bomb_is_refused(pack: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "_FREE", 1024)
    (verdict,) = verdicts(pack(b"\n" * 10_000_000))
    assert verdict["defects"] == [unread.TOO_LARGE]


def test_too_many_entries_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "_MOST_ENTRIES", 3)
    found = verdicts(zipped({f"{n}.txt": BOUNCE for n in range(5)}))
    assert [verdict["code"] for verdict in found] == ["5.7.705"] * 3 + [None]
    assert found[-1]["defects"] == [unread.TOO_LARGE]


def sent(number: int) -> str:
    """Return a line of Postfix's log on a mail that arrived."""
    return (
        f"Nov 20 09:{number // 60 % 60:02}:{number % 60:02} relay postfix/smtp[1]: 4A{number:06X}:"
        f" to=<u{number}@fabrikam.example>, relay=mx.example[192.0.2.1]:25, dsn=2.6.0, status=sent (250 2.6.0 queued)\n"
    )


def test_a_long_log_is_read_to_its_end() -> None:
    refused = sent(1).replace(
        "dsn=2.6.0, status=sent (250 2.6.0 queued)", f"dsn=5.7.705, status=bounced ({BOUNCE.decode()})"
    )
    log = "".join(map(sent, range(20_000))) + refused
    for text in (log, log.replace("\n", "\r\n")):
        (verdict,) = verdicts(text.encode())
        decisive = next(item for item in verdict["evidence"] if item["decisive"])
        assert (verdict["code"], decisive["line"]) == ("5.7.705", 20_001)
        assert text[decisive["start"] : decisive["end"]] == "5.7.705"


def test_of_a_log_that_has_another_code_in_each_long_line_a_bounded_part_is_kept() -> None:
    intake = Intake("mail.log")
    tracemalloc.start()
    for at in range(4000):
        said = f"dsn=5.{at % 10}.{at // 10}, status=bounced (550 {'x' * 15_000})"
        list(intake.feed(sent(at).replace("dsn=2.6.0, status=sent (250 2.6.0 queued)", said).encode()))
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 25 * 2**20
    (document,) = intake.end()
    assert [decide(message, source="").kind for message in document.messages()] == ["failure"]


def test_a_long_table_is_read_to_its_end_and_its_evidence_keeps_its_place() -> None:
    table = org.extended()
    delivered = [row for row in table[1:] if "LED=550" not in row[13]] * 200
    for newline in ("\n", "\r\n"):
        text = "#TYPE x" + newline + org.text([table[0], *delivered, *table[1:]], newline=newline)
        assert len(text) > 1_500_000
        (verdict,) = verdicts(text.encode("utf-16"), 99_999)
        decisive = next(item for item in verdict["evidence"] if item["decisive"])
        assert verdict["code"] == "5.7.750"
        given = "\ufeff" + text
        assert given[decisive["start"] : decisive["end"]] == "5.7.750"
        assert given[: decisive["start"]].count("\n") + 1 == decisive["line"]


def many(mails: Sequence[org.Mail], times: int) -> list[dict[str, str]]:
    """Return the rows of a trace of so many times some mails."""
    rows = json.loads(org.objects(org.trace(mails)))
    return [{**row, "MessageTraceId": f"{row['MessageTraceId']}{n}"} for n in range(times) for row in rows]


@pytest.mark.parametrize("form", ["list", "wrapped", "lines"])
def test_a_long_list_of_json_is_read_to_its_end(form: str) -> None:
    rows = many([mail for mail in org.MAILS if mail.state != "failed"], 900)
    rows += json.loads(org.objects(org.trace(org.FAILED)))
    if form == "lines":
        text = "\n".join(map(json.dumps, rows))
    else:
        text = json.dumps(rows if form == "list" else {"@odata.context": "x", "value": rows}, indent=1)
    (verdict,) = verdicts(text.encode())
    assert verdict["title"] == "5 of 5,405 messages failed; this export has no reason"


@pytest.mark.parametrize("form", ["list", "lines"])
def test_an_item_of_a_long_list_that_cannot_be_read_costs_only_itself(form: str) -> None:
    rows = [json.dumps(row) for row in many(org.FAILED, 900)]
    odd = ["[" * 5000 + "]" * 5000, "9" * 5000, "tru"]
    rows[3:6] = [f'{row[:-1]}, "Odd": {value}}}' for row, value in zip(rows[3:6], odd, strict=True)]
    cut = '\n{"Status": "Failed", "Received'
    text = f"[{', '.join(rows)}]" if form == "list" else "\n".join(rows) + cut
    (verdict,) = verdicts(text.encode())
    assert verdict["title"] == "4,498 of 4,498 messages failed; this export has no reason"
    assert "2 items of this JSON couldn't be read, so they aren't counted." in verdict["defects"]
    assert ("This JSON is cut off or damaged; the rest wasn't read." in verdict["defects"]) == (form == "lines")


def test_a_list_that_is_cut_between_two_items_is_reported() -> None:
    rows = [json.dumps(row) for row in many(org.FAILED, 900)]
    (verdict,) = verdicts(f"[{', '.join(rows)},".encode())
    assert "This JSON is cut off or damaged; the rest wasn't read." in verdict["defects"]


@given(size=st.integers(1, 400), codec=st.sampled_from(["utf-8", "utf-16", "utf-16-be", "cp1252"]))
def test_the_size_of_the_pieces_changes_nothing(size: int, codec: str) -> None:
    text = org.text([[*row, "é", "a\nb"] for row in org.tracking()], newline="\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("ndr_checker.reading.files.intake._LOOK", 2000)
        whole = judge(text.encode(codec))
        (pieces,) = verdicts(text.encode(codec), size)
    assert {**pieces, "source": ""} == whole


def test_a_long_text_without_rows_of_mail_is_read_as_far_as_text_is() -> None:
    (verdict,) = verdicts(b"Sender,Notes\n" + b"ann@fabrikam.example,called\n" * 60_000)
    assert (verdict["kind"], verdict["certainty"]) == ("not-a-bounce", "unsure")


def test_of_a_list_that_is_damaged_nothing_is_kept() -> None:
    intake, piece = Intake("damaged.json"), b"x" * 2**20
    list(intake.feed(b'[{"SenderAddress":"sam@contoso.com","Detail":"' + piece))
    tracemalloc.start()
    for _ in range(60):
        list(intake.feed(piece))
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 30 * 2**20


def test_one_file_that_takes_too_much_memory_costs_only_its_own_verdict(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, data in (("a.txt", BOUNCE), ("bad.txt", b"poison"), ("c.txt", BOUNCE)):
        (tmp_path / name).write_bytes(data)

    def poisoned(message: Any, *, source: str) -> Any:
        if "poison" in message.source.text:
            raise MemoryError
        return decide(message, source=source)

    monkeypatch.setattr("ndr_checker.command.records.decide", poisoned)
    assert main(["check", "--json", *(str(tmp_path / name) for name in ("a.txt", "bad.txt", "c.txt"))]) == 2
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [verdict["code"] for verdict in found] == ["5.7.705", None, "5.7.705"]
    assert "couldn't be read" in found[1]["defects"][0]


def test_another_file_of_office_is_no_message() -> None:
    verdict = judge(compound({"WordDocument": BOUNCE}))
    assert (verdict["kind"], verdict["certainty"]) == ("not-a-bounce", "unsure")
    assert "Office" in verdict["defects"][-1]
