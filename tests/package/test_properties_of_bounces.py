"""What is true of the verdict on a bounce, however it is handed over and whatever surrounds it."""

import base64
import html
import json
import quopri
import textwrap
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from ndr_checker.reading.source import Source
from ndr_checker.rules.catalogue import Entry, Meaning
from tests.support.expectation import judge
from tests.support.strategies import (
    GOLDENS,
    LOGS,
    PAGES,
    REPORTS,
    Bounce,
    Shape,
    addresses,
    bounces,
    chatter,
    codes,
    dsn,
    pasted,
    replies,
)

whole = st.one_of(
    bounces().map(lambda bounce: bounce.text), st.sampled_from(GOLDENS).map(lambda path: Source(path.read_bytes()).text)
)


told = st.lists(st.tuples(replies, addresses), min_size=1, max_size=6, unique_by=lambda row: row[1])
meanings = st.sampled_from([(e, m, phrase) for e in PAGES for m in e.meanings for phrase in m.phrases])


def named(text: str) -> list[tuple[str, str]]:
    """Return the recipients of a bounce, each with its code."""
    return [(row["address"], row["code"]) for row in judge(text)["recipients"]]


def verdict_but_place(data: str | bytes) -> dict[str, Any]:
    """Return the verdict without what changes with the newlines: where the evidence stands."""
    verdict = judge(data)
    for item in verdict["evidence"]:
        del item["start"], item["end"]
    return verdict


def in_mail(body: str, encoding: str) -> str:
    """Return a raw mail from a mail system with this body."""
    return (
        "From: postmaster@contoso.com\nTo: robin@contoso.com\nSubject: Undeliverable: Hello\nMIME-Version: 1.0\n"
        f"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: {encoding}\n\n{body}\n"
    )


@given(bounces())
def test_a_bounce_has_the_code_and_reply_it_was_built_with(bounce: Bounce) -> None:
    answer = judge(bounce.text)
    assert (answer["code"], answer["reply"]) == (bounce.code, bounce.reply)
    assert answer["certainty"] in {"certain", "unsure"}
    # A notice that says "couldn't be delivered" is a failure whatever class its reply has: the mail has expired. But an
    # Action in the fields of a DSN outranks the notice.
    expired = "couldn't be delivered" in bounce.text and "Action: delayed" not in bounce.text
    assert answer["kind"] == ("failure" if bounce.reply >= 500 or expired else "delay")


@given(bounces())
def test_a_bounce_names_the_recipient_it_was_built_with(bounce: Bounce) -> None:
    answer = judge(bounce.text)
    assert [row["address"] for row in answer["recipients"]] == ([bounce.recipient] if bounce.recipient else [])


@given(told)
def test_a_report_names_each_recipient_with_its_own_code(rows: list[tuple[str, str]]) -> None:
    assert named(dsn(*rows)) == [(address, reply.split()[1]) for reply, address in rows]


@given(told, st.sampled_from(LOGS))
def test_a_log_names_each_recipient_that_failed_with_its_own_code_or_else_each_that_waits(
    rows: list[tuple[str, str]], shape: Shape
) -> None:
    failed = [(reply, address) for reply, address in rows if reply.startswith("5")]
    expected = [(address, reply.split()[1]) for reply, address in failed or rows]
    assert named("".join(shape(*row) for row in rows)) == expected


@given(
    told,
    st.sampled_from(
        [
            "{address}\nRemote Server returned '{reply}'\n",
            "{address}: Remote Server returned '{reply}'\n",
            "<{address}>: host mx.example.net[192.0.2.10] said: {reply}\n",
            "<{address}>:\n    host mx.example.net[192.0.2.10] said:\n    {reply}\n",
            "{address}\nmx.example.net gave this error:\n{reply}\n",
        ]
    ),
)
def test_a_notice_names_each_recipient_with_its_own_code_though_no_line_is_blank(
    rows: list[tuple[str, str]], shape: str
) -> None:
    notice = "".join(shape.format(reply=reply, address=address) for reply, address in rows)
    assert named(notice) == [(address, reply.split()[1]) for reply, address in rows]


_OF_SEVERAL = (
    ("Generating server: mx.contoso.com\n\n", "{address}\nRemote Server returned '{reply}'\n\n"),
    ("Delivery has failed to these recipients:\n\n", "{address}\nmx.example.net #{reply} ##\n\n"),
    ("The mail system\n\n", "<{address}>: host mx.example.net[192.0.2.7] said:\n    {reply}\n\n"),
    ("The following addresses failed:\n\n", "  {address}\n    {reply}\n"),
    (
        "The following addresses failed:\n\n",
        "  {address}\n    SMTP error from remote mail server after RCPT TO:\n    {reply}\n\n",
    ),
    (
        "Hi. This is the qmail-send program at contoso.com.\nI've given up.\n\n",
        "<{address}>:\n192.0.2.7 does not like recipient.\nRemote host said: {reply}\nGiving up on 192.0.2.7.\n\n",
    ),
    ("I've given up.\n\n", "<{address}>:\nSorry, no mailbox here by that name. (#{code})\n\n"),
    ("   ----- The following addresses had permanent fatal errors -----\n", "<{address}>\n    (reason: {reply})\n"),
    ("Your message couldn't be delivered.\n\n", "Recipient: [{address}]\nError: {reply}\n\n"),
    ("Since Monday these come back:\n\n", "- {address}: {reply}\n"),
    ("", "{address}\n{reply}\n\n"),
)
_refused = codes.filter(lambda code: code[0] == "5")
_row = st.tuples(
    _refused, st.from_regex(r"[a-z]{3,8}[0-9]{3}", fullmatch=True), st.sampled_from(["contoso.com", "example.com"])
)


@given(
    st.lists(_row, min_size=2, max_size=12, unique_by=(lambda row: row[0], lambda row: row[1])),
    st.sampled_from(_OF_SEVERAL),
)
def test_a_report_about_several_recipients_is_no_list_of_replies(
    rows: list[tuple[str, str, str]], form: tuple[str, str]
) -> None:
    """Many people put example.com in the place of a domain of their own."""
    head, shape = form
    told = [(code, f"{name}@{domain}") for code, name, domain in rows]
    verdict = judge(
        head + "".join(shape.format(address=to, code=code, reply=f"550 {code} Refused") for code, to in told)
    )
    assert verdict["kind"] == "failure"
    assert [row["address"] for row in verdict["recipients"]] == [address for _, address in told]


@given(told)
def test_of_several_recipients_one_s_code_decides_and_the_others_are_named(rows: list[tuple[str, str]]) -> None:
    answer = judge(dsn(*rows))
    assert {answer["code"], *(other["code"] for other in answer["other_codes"])} >= {r.split()[1] for r, _ in rows}


@given(meanings)
def test_the_words_of_a_meaning_choose_it(said: tuple[Entry, Meaning, str]) -> None:
    page, meaning, phrase = said
    answer = judge(f"Remote Server returned '550 {page.codes()[0]} {phrase}'")
    assert answer["meaning"] == meaning.id or answer["certainty"] == "unsure"


@given(meanings)
def test_words_without_a_code_are_never_certain(said: tuple[Entry, Meaning, str]) -> None:
    answer = judge(f"Your message couldn't be delivered to pat@fabrikam.com: {said[2]}")
    assert answer["code"] is None or answer["certainty"] != "certain"


@given(whole, st.sampled_from(["\r\n", "\r"]))
def test_every_kind_of_newline_gives_the_same_verdict(text: str, newline: str) -> None:
    assert verdict_but_place(text.replace("\n", newline)) == verdict_but_place(text)


@given(whole, st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_text_and_its_bytes_give_the_same_verdict(text: str, encoding: str) -> None:
    assert verdict_but_place(text.encode(encoding)) == verdict_but_place(text)


@given(bounces())
def test_windows_1252_bytes_give_the_same_code_and_recipients(bounce: Bounce) -> None:
    answer = judge(bounce.text.encode("cp1252"))
    assert answer["code"] == bounce.code
    assert [row["address"] for row in answer["recipients"]] == ([bounce.recipient] if bounce.recipient else [])


@given(bounces(), st.sampled_from([" ", "\t", "   \t"]))
def test_blanks_at_line_ends_change_no_code(bounce: Bounce, blanks: str) -> None:
    assert judge(bounce.text.replace("\n", f"{blanks}\n"))["code"] == bounce.code


@given(pasted, st.lists(st.sampled_from(["> ", ">", "| ", "\t", "    "]), min_size=1, max_size=4).map("".join))
def test_quoting_and_indenting_change_no_code(bounce: Bounce, mark: str) -> None:
    assert judge(textwrap.indent(bounce.text, mark, lambda _: True))["code"] == bounce.code


@given(pasted, st.integers(60, 90))
def test_hard_wrapping_changes_no_code(bounce: Bounce, width: int) -> None:
    wrapped = "\n".join(
        textwrap.fill(line, width, break_long_words=False, break_on_hyphens=False) for line in bounce.text.split("\n")
    )
    assert judge(wrapped)["code"] == bounce.code


@given(pasted, chatter, chatter)
def test_words_above_and_below_change_no_code(bounce: Bounce, above: str, below: str) -> None:
    assert judge(f"{above}\n\n{bounce.text}\n\n{below}\n")["code"] == bounce.code


@given(whole, chatter, chatter)
def test_unrelated_words_never_turn_one_certain_code_into_another(text: str, above: str, below: str) -> None:
    before, after = judge(text), judge(f"{above}\n\n{text}\n\n{below}\n")
    assume(before["certainty"] == after["certainty"] == "certain")
    assert after["code"] == before["code"]


@given(pasted, codes)
def test_a_code_in_the_returned_original_never_decides(bounce: Bounce, other: str) -> None:
    original = f"Received: from mx.example.net (192.0.2.7) by mx.contoso.com\nSubject: about 550 {other} again\n"
    assert judge(f"{bounce.text}\n\nOriginal Message Headers\n\n{original}")["code"] == bounce.code


@given(bounces(REPORTS), pasted)
def test_an_older_mail_of_the_thread_never_decides(newest: Bounce, older: Bounce) -> None:
    thread = f"{newest.text}\n\n-----Original Message-----\nFrom: Kim\nSent: Friday\n\n{older.text}"
    assert judge(thread)["code"] == newest.code


@given(
    pasted, st.sampled_from([(" ", "\u00a0"), (".", "\uff0e"), ("7", "\uff17"), ("5.", "5.\u200b"), ("-", "\u2011")])
)
def test_wide_characters_and_invisible_ones_change_no_code(bounce: Bounce, change: tuple[str, str]) -> None:
    assert judge(bounce.text.replace(*change))["code"] == bounce.code


@given(pasted)
def test_preformatted_html_gives_the_same_code(bounce: Bounce) -> None:
    assert judge(f"<html><body><pre>{html.escape(bounce.text)}</pre></body></html>")["code"] == bounce.code


@given(pasted)
def test_html_with_a_break_a_line_gives_the_same_code(bounce: Bounce) -> None:
    assert judge(f"<div>{html.escape(bounce.text)}</div>".replace("\n", "<br>\n"))["code"] == bounce.code


@given(pasted)
def test_base64_in_a_mail_gives_the_same_code(bounce: Bounce) -> None:
    body = base64.encodebytes(bounce.text.encode()).decode()
    assert judge(in_mail(body, "base64"))["code"] == bounce.code


@given(pasted)
def test_quoted_printable_in_a_mail_gives_the_same_code(bounce: Bounce) -> None:
    body = quopri.encodestring(bounce.text.encode()).decode()
    assert judge(in_mail(body, "quoted-printable"))["code"] == bounce.code


@given(
    replies,
    addresses,
    st.sampled_from(["8bit", "base64", "quoted-printable"]),
    st.sampled_from([(0, 1), (0, 2), (0, 3), (1, 2), (1, 3)]),
    st.sampled_from(["", "--b1\n"]),
    st.sampled_from(["", "Content-Description: Notification\n", "MIME-Version: 1.0\n"]),
)
def test_parts_that_were_cut_out_of_a_report_say_what_it_said(  # noqa: PLR0913, PLR0917 – what such parts are made of
    reply: str, address: str, encoding: str, cut: tuple[int, int], border: str, field: str
) -> None:
    notice = f"Your message could not be delivered.\n\n<{address}>: host mx.example.net said: {reply}\n"
    data = notice.encode()
    encoded = {"base64": base64.encodebytes, "quoted-printable": quopri.encodestring}.get(encoding)
    heads = [
        f"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: {encoding}\n",
        "Content-Type: message/delivery-status\n",
        "Content-Type: message/rfc822\n",
    ]
    bodies = [
        encoded(data).decode() if encoded else notice,
        dsn((reply, address)).partition("message/delivery-status\n\n")[2].partition("\n--b1")[0],
        "From: kim@contoso.com\nTo: lee@contoso.com\nSubject: Hello\n\nLast week it was 550 5.7.705 Access denied.\n",
    ]
    parts = [f"{field}{head}\n{body}\n" for head, body in zip(heads, bodies, strict=True)][slice(*cut)]
    verdict = judge(border + "--b1\n".join(parts))
    assert (verdict["kind"] in {"failure", "delay"}, verdict["code"]) == (True, reply.split(" ", 2)[1])
    assert [row["address"] for row in verdict["recipients"]] == [address]


@given(bounces())
def test_a_bounce_inside_a_json_string_gives_the_same_code(bounce: Bounce) -> None:
    assert judge(json.dumps(bounce.text, ensure_ascii=False))["code"] == bounce.code
