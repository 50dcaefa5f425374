"""Raw mail is split into its parts, however odd or damaged it is, and each part is decoded."""

from base64 import b64encode
from quopri import encodestring

import pytest

from ndr_checker.base.limits import MAX_DEPTH, MAX_HEAD, MAX_PARTS, MAX_TAIL
from ndr_checker.reading.mime import decode_base64, decode_quoted, fields, is_mail, split
from ndr_checker.reading.source import Source
from tests.support.expectation import judge
from tests.support.reading import report

HEAD = "Received: from mail.fabrikam.com\nSubject: x\n"


def _split(data: str | bytes) -> tuple[list[tuple[str, int, str]], list[str]]:
    """Return role, depth and text of each part, and the defects."""
    source, defects = Source(data), list[str]()
    leaves = list(split(source, 0, len(source.text), defects))
    return [(leaf.role, leaf.report, leaf.view.text.strip()) for leaf in leaves], defects


def _body(data: str | bytes) -> str:
    return _split(data)[0][-1][2]


def _nested(kind: str, *pieces: str, boundary: str = "b1") -> str:
    inside = "".join(f"--{boundary}\n{piece}\n" for piece in pieces)
    return f'{HEAD}Content-Type: {kind}; boundary="{boundary}"\n\nPreamble\n{inside}--{boundary}--\nEpilogue\n'


@pytest.mark.parametrize(
    "text",
    [
        HEAD + "\nBody",
        HEAD,
        "\n\n " + HEAD + "\nBody",
        "\ufeff" + HEAD + "\nBody",
        "From sam@contoso.com Fri Nov 20 08:15:31 2026\n" + HEAD + "\nBody",
        ">From sam@contoso.com Fri Nov 20 08:15:31 2026\n" + HEAD + "\nBody",
        "Received: from a\n\tby b\nSubject: x\n\nBody",
        "RECEIVED: from a\nsubject: x\n \nBody",
    ],
)
def test_a_head_that_only_machines_write_makes_a_mail(text: str) -> None:
    assert is_mail(text, 0)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Body",
        "Subject: x\nTo: y\n\nBody",  # as people write it, too
        "Received: from mail.fabrikam.com\n\nBody",  # one field alone
        HEAD + "and no blank line below",
        "Hello\n" + HEAD + "\nBody",
        "From sam@contoso.com Fri Nov 20 08:15:31 2026",
    ],
)
def test_any_other_text_is_none(text: str) -> None:
    assert not is_mail(text, 0)


def test_fields_are_unfolded_and_the_first_of_a_name_wins() -> None:
    assert fields("Subject: one\n  two\nTo : pat\nsubject: three\n") == {"subject": "one two", "to": "pat"}


def test_a_report_has_its_notice_its_fields_and_what_came_back() -> None:
    leaves, defects = _split(report(notice="Notice", status="Status: 5.7.705", original="Subject: y"))
    assert [leaf[0] for leaf in leaves] == ["headers", "notice", "status", "original"]
    assert [leaf[2] for leaf in leaves[1:]] == ["Notice", "Status: 5.7.705", "Subject: y"]
    assert defects == []


def test_a_mail_attached_to_another_is_one_level_deeper() -> None:
    attached = "Content-Type: message/rfc822\n\n" + HEAD + "\nInner"
    leaves, _ = _split(_nested("multipart/mixed", "\nOuter", attached))
    assert leaves[1:] == [("notice", 0, "Outer"), ("notice", 1, "Inner")]


@pytest.mark.parametrize(
    "kind",
    ["message/rfc822", "message/global", "text/rfc822-headers", "text/rfc822-header", "message/global-headers"],
)
def test_in_a_report_a_mail_or_its_head_is_what_came_back(kind: str) -> None:
    piece = f"Content-Type: {kind}\n\nSubject: y"
    assert _split(_nested("multipart/report", "\nNotice", piece))[0][-1] == ("original", 0, "Subject: y")


def test_a_mixed_mail_with_a_status_part_is_a_report_too() -> None:
    status = "Content-Type: message/delivery-status\n\nStatus: 5.1.1"
    leaves, _ = _split(_nested("multipart/mixed", "\nNotice", status, "Content-Type: message/rfc822\n\nSubject: y"))
    assert [leaf[0] for leaf in leaves] == ["headers", "notice", "status", "original"]


def test_the_words_of_an_attachment_are_not_read() -> None:
    pieces = ("Content-Type: application/pdf\n\nx", "Content-Type: text/plain\nContent-Disposition: attachment\n\nx")
    leaves, _ = _split(_nested("multipart/mixed", "\nNotice", *pieces))
    assert [leaf[::2] for leaf in leaves[1:]] == [("notice", "Notice"), ("file", "x")]


@pytest.mark.parametrize(
    "piece",
    [
        "Content-Type: text/html; name=x\nContent-Disposition: attachment",
        "Content-Type: application/octet-stream; name=Message.HTML",
        'Content-Type: application/octet-stream\nContent-Disposition: attachment; filename="a.b.htm"; size=9',
        "Content-Type: application/xhtml+xml",
        "Content-Type: image/svg+xml",
        'Content-Type: application/x; name="Open me.html "',
        "Content-Type: application/x\nContent-Disposition: attachment; filename*=utf-8''Open%20me.hta",
        "Content-Disposition: attachment; filename=page.mht\nContent-Type: message/x",
        'Content-Type: application/x\nContent-Disposition: attachment; filename*0="a." ;\n filename*1="html"',
        "Content-Type: application/x; name*=utf-8''a%2Ehtml",
        f'Content-Type: application/x; name="=?utf-8?B?{b64encode(b"a.html").decode()}?="',
        'Content-Type: application/x; name="=?utf-8?Q?a=2Ehtml?="',
    ],
)
def test_a_page_that_is_attached_is_named_once(piece: str) -> None:
    leaves, defects = _split(_nested("multipart/mixed", "\nNotice", *[f"{piece}\n\n<a href=//x.example>"] * 3))
    assert [leaf[0] for leaf in leaves[1:]] == ["notice", *["page"] * 3]
    assert defects == ["A web page is attached. The links in it are listed, but a script in it can lead anywhere."]


@pytest.mark.parametrize(
    "piece",
    [
        "Content-Type: application/octet-stream; name=Bounce.EML",
        "Content-Type: application/vnd.ms-outlook",
        'Content-Disposition: attachment; filename="a.msg"\nContent-Type: application/x',
    ],
)
def test_a_mail_that_is_attached_as_a_file_is_named_once(piece: str) -> None:
    leaves, defects = _split(_nested("multipart/mixed", "\nNotice", *[f"{piece}\n\nx"] * 3))
    assert [leaf[0] for leaf in leaves[1:]] == ["notice"]
    assert defects == ["A message is attached as a file. It wasn't read, and its links aren't listed."]


@pytest.mark.parametrize("piece", ["image/png; name=logo.png", "application/pdf; name=html.pdf", "text/calendar"])
def test_other_attachments_beside_a_text_are_not_worth_a_word(piece: str) -> None:
    assert _split(_nested("multipart/mixed", "\nNotice", f"Content-Type: {piece}\n\nx"))[1] == []


@pytest.mark.parametrize("kind", ["application/x-notice", "text/calendar; method=REPLY", "image/png"])
def test_a_mail_without_a_text_that_is_read_says_what_it_has(kind: str) -> None:
    name = kind.partition(";")[0]
    for mail in (f"{HEAD}Content-Type: {kind}\n\nx", _nested("multipart/mixed", f"Content-Type: {kind}\n\nx")):
        assert _split(mail)[1] == [f"The message has no text that can be read, only {name}."]


def test_a_type_that_could_act_in_a_ticket_is_not_repeated() -> None:
    assert _split(f"{HEAD}Content-Type: image/`*<b>`\n\nx")[1] == []


@pytest.mark.parametrize("kind", ["html", "text", "", ";", "/plain", "text/", "text/unheard-of", "charset=utf-8"])
def test_what_is_no_type_is_plain_text(kind: str) -> None:
    assert _body(f"{HEAD}Content-Type: {kind}\n\nBody") == "Body"


@pytest.mark.parametrize(
    ("body", "pieces"),
    [
        ("--b1\n\nOne\n--b1\n\nTwo\n--b1--\n", ["One", "Two"]),
        ("--b1\n\nOne\n--b1\n\nTwo", ["One", "Two"]),
        ("--b1\n--b1\n\nTwo\n--b1--", ["", "Two"]),
        ("--b1\n--b1--", [""]),
        ("--b1 \t\n\nOne\n--b1--", ["One"]),
        ("no boundary line\n", ["no boundary line"]),
        ("--b1", ["--b1"]),
    ],
    ids=["whole", "never closed", "empty part", "only an empty part", "blanks behind", "none", "cut off"],
)
def test_pieces_are_between_boundary_lines(body: str, pieces: list[str]) -> None:
    leaves, _ = _split(f"{HEAD}Content-Type: multipart/mixed; boundary=b1\n\n{body}")
    assert [leaf[2] for leaf in leaves[1:]] == pieces


def test_a_multipart_without_a_boundary_is_read_as_text() -> None:
    assert _body(f"{HEAD}Content-Type: multipart/mixed\n\nBody") == "Body"


@pytest.mark.parametrize(
    ("charset", "codec"),
    [
        ("utf-8", "utf-8"),
        ("iso-8859-1", "latin-1"),
        ("windows-1252", "cp1252"),
        ("unicode-1-1-utf-7", "utf-7"),
        ("us-ascii", "utf-8"),
        ("x-unknown", "latin-1"),
        ("nobody-knows-this", "utf-8"),
        ("nobody-knows-this", "cp1252"),
        ("rot13", "utf-8"),
        ("", "utf-8"),
        ("unicode", "utf-16-le"),
        ("ucs-2", "utf-16-le"),
        ("unicodefffe", "utf-16-be"),
        ("utf-16", "latin-1"),
        ("unicode", "utf-8"),
        ("x-cp1252", "cp1252"),
        ("x-mac-roman", "mac-roman"),
    ],
)
@pytest.mark.parametrize("encoding", ["base64", "quoted-printable"])
def test_an_encoded_part_is_decoded_in_its_charset(charset: str, codec: str, encoding: str) -> None:
    data = "Größe überschritten\r\n".encode(codec)
    encoded = (b64encode if encoding == "base64" else encodestring)(data).decode()
    head = f"{HEAD}Content-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: {encoding}\n\n"
    assert _body(head + encoded) == "Größe überschritten"


@pytest.mark.parametrize("charset", ["iso-2022-jp", "koi8-r", "utf-7"])
def test_a_part_in_bytes_of_another_charset_than_the_file_s_is_decoded(charset: str) -> None:
    words = {"iso-2022-jp": "配信不能", "koi8-r": "не удалось", "utf-7": "Größe"}[charset]
    assert _body(f'{HEAD}Content-Type: text/plain; charset="{charset}"\n\n'.encode() + words.encode(charset)) == words


@pytest.mark.parametrize(
    ("charset", "text"),
    [
        ("KS_C_5601-1989", "똠방각하"),
        ("windows-949", "보낸 사람"),
        ("Windows-31J", "①配信不能"),
        ("x-sjis", "配信不能"),
        ("GB_2312-80", "无法送达"),
        ("x-gbk", "無法送達"),
        ("cn-big5", "無法傳遞"),
        ("ISO-8859-8-I", "שלום"),
        ("windows-874", "ไม่สามารถ"),
        ("koi8-ru", "письмо"),
    ],
)
def test_a_charset_has_the_names_that_mail_programs_know(charset: str, text: str) -> None:
    codec = {"KS": "cp949", "wi": "cp949", "Wi": "cp932", "x-": "sjis", "GB": "gbk", "cn": "big5", "IS": "iso8859-8"}
    data = text.encode("cp874" if "874" in charset else "gbk" if "gbk" in charset else codec.get(charset[:2], "koi8-u"))
    head = f"{HEAD}Content-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: base64\n\n"
    assert _body(head + b64encode(data).decode()) == text


def test_text_as_it_was_pasted_is_not_decoded_again() -> None:
    words = "配信不能"
    assert _body(f"{HEAD}Content-Type: text/plain; charset=iso-2022-jp\n\n{words}") == words


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("NTUwIDUuNy43MDU=", b"550 5.7.705"),
        ("NTUw\nIDUu\n  Ny43MDU=\n", b"550 5.7.705"),
        ("NTUwIDUuNy43MDU", b"550 5.7.705"),
        ("NTUwIDUuNy43MA", b"550 5.7.70"),
        ("NTUwI", b"550"),
        ("NTUw*!IDUu", b"550 5."),
        ("NTUwIA==NS43LjcwNQ==", b"550 5.7.705"),
        ("NTUwIA==\nNS43LjcwNQ==\n", b"550 5.7.705"),
        ("=" * 300 + "NTUw", b"550"),
        ("", b""),
    ],
)
def test_base64_is_read_as_far_as_it_goes(text: str, data: bytes) -> None:
    assert decode_base64(text) == data


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("5.7.=\n705", b"5.7.705"),
        ("=35.7", b"5.7"),
        ("=ZZ stays", b"=ZZ stays"),
        ("ü", "ü".encode()),
        ("\ud83d", b"?"),
        ("=", b""),
    ],
)
def test_quoted_printable_is_read_as_far_as_it_goes(text: str, data: bytes) -> None:
    assert decode_quoted(text) == data


def test_of_a_mail_with_too_many_parts_the_first_are_read_and_that_is_said() -> None:
    leaves, defects = _split(_nested("multipart/mixed", *(f"\npart {n}" for n in range(2 * MAX_PARTS))))
    assert leaves[1][2] == "part 0"
    assert len(leaves) <= MAX_PARTS
    assert defects == ["The message has too many parts or is nested too deeply; the rest wasn't read."]


@pytest.mark.parametrize("depth", [MAX_DEPTH - 2, 50 * MAX_DEPTH])
def test_a_mail_nested_too_deeply_is_not_followed_to_its_end_and_that_is_said(depth: int) -> None:
    leaves, defects = _split(HEAD + "Content-Type: message/rfc822\n\n" * depth + HEAD + "\nInnermost")
    assert (leaves[-1][2] == "Innermost") == (defects == []) == (depth < MAX_DEPTH)


def test_of_a_very_long_text_both_ends_are_read_and_that_is_said() -> None:
    leaves, defects = _split(f"{HEAD}\nbeginning\n" + "x" * (MAX_HEAD + MAX_TAIL) + "\nend")
    assert leaves[-1][2].startswith("beginning")
    assert leaves[-1][2].endswith("end")
    assert len(leaves[-1][2]) <= MAX_HEAD + MAX_TAIL
    assert defects == ["The text is very long; only its beginning and its end were read."]


def test_a_text_that_is_not_quite_too_long_is_read_whole() -> None:
    assert _split(f"{HEAD}\n" + "x" * (MAX_HEAD + MAX_TAIL))[1] == []


def _hosts(kind: str, body: str) -> list[str]:
    data = f"{HEAD}Return-Path: <>\nContent-Type: {kind}\n\n550 5.7.705 Access denied\n{body}"
    return [link["host"] for link in judge(data)["links"]]


@pytest.mark.parametrize(
    ("body", "hosts"),
    [
        ("https://exa \nmple.c \nom/x", ["example.com"]),
        ("> https://exa \n> mple.com/x", ["example.com"]),
        ("https://example.com \n> .example.net/x", ["example.com"]),  # quoted: another paragraph
        ("https://exa \n mple.com/x", ["example.com"]),  # stuffed with a blank
    ],
)
def test_a_link_in_flowed_text_goes_over_its_lines(body: str, hosts: list[str]) -> None:
    assert _hosts("text/plain; format=flowed; delsp=yes", body) == hosts


def test_flowed_text_that_keeps_its_blanks_keeps_them_in_links_too() -> None:
    assert _hosts("text/plain; format=flowed", "https://example.com \n.example.net") == ["example.com"]


APPOINTMENT = """BEGIN:VCALENDAR
BEGIN:VEVENT
LOCATION:https://location.exam
 ple/
DESCRIPTION:Sign in at https://description.example\\nor call
URL:https://url.example/
X-ALT-DESC;FMTTYPE=text/html:<html><a href="&#104;ttps://alternative.example">x</a></html>
SUMMARY:550 5.7.750 Service unavailable
END:VEVENT
END:VCALENDAR
"""


@pytest.mark.parametrize(
    "kind",
    ["text/calendar; method=REQUEST", "application/ics", "text/x-vcard", 'application/octet-stream; name="invite.ics"'],
)
@pytest.mark.parametrize("encoding", ["7bit", "base64"])
def test_an_appointment_is_read_for_its_links_alone(kind: str, encoding: str) -> None:
    card = b64encode(APPOINTMENT.encode()).decode() if encoding == "base64" else APPOINTMENT
    inner = f"Content-Type: {kind}\nContent-Transfer-Encoding: {encoding}\nContent-Disposition: attachment\n\n{card}"
    verdict = judge(_nested("multipart/mixed", "\n550 5.7.705 Access denied, tenant has exceeded threshold", inner))
    assert [link["host"].partition(".")[0] for link in verdict["links"]] == [
        *("location", "description", "url", "alternative")
    ]
    assert verdict["code"] == "5.7.705"


@pytest.mark.parametrize(
    "inner",
    [
        "text/vcard\n\nVERSION:2.1\nURL;ENCODING=QUOTED-PRINTABLE:https:=2F=2Fexample.com",
        'message/external-body; access-type=URL; URL="https://example.com/x"\n\nContent-Type: text/html\n\n',
    ],
)
def test_a_link_of_a_part_that_a_click_opens_is_listed(inner: str) -> None:
    verdict = judge(_nested("multipart/mixed", "\n550 5.7.705 Access denied", f"Content-Type: {inner}"))
    assert [link["host"] for link in verdict["links"]] == ["example.com"]
