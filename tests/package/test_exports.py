"""Microsoft's exports, each judged by what its rows say, however its columns are named, ordered, quoted or encoded."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ndr_checker import check
from ndr_checker.telling.report import to_markdown, to_text
from tests.support import organization as org
from tests.support.expectation import judge
from tests.support.organization import MAILS, Table

NO_REASON = "5 of 11 messages failed; this export has no reason"
WITHOUT_REASON: dict[str, str | bytes] = {
    "trace": org.text(org.trace()),
    "trace with #TYPE": "#TYPE Microsoft.Exchange.Management.MessageTrace\n" + org.text(org.trace()),
    "trace, semicolons": org.text(org.trace(), ";"),
    "trace, tabs in UTF-16": org.text(org.trace(), "\t").encode("utf-16"),
    "trace, JSON": org.objects(org.trace()),
    "trace, JSON lines": "\n".join(
        org.objects([org.trace()[0], row]).strip("[]\n").replace("\n", "") for row in org.trace()[1:]
    ),
    "trace, Format-List": org.printed(org.trace()),
    "trace, Format-Table": org.columns([[row[2], row[3], row[4], row[7], row[8], row[0]] for row in org.trace()]),
    "trace of Graph": org.trace_of_graph(),
    "summary report": org.text(org.summary()).encode("utf-16"),
    "summary report without a mark": org.text(org.summary()).encode("utf-16-le"),
    "summary report from Excel": org.text(org.summary(), ";", quoted=False).encode("cp1252"),
    "admin center": org.text(org.listed()),
    "admin center, German": org.text(
        [
            ["Datum (UTC+00:00)", "Absender", "Empfänger", "Betreff", "Status"],
            *org.listed(words=("Zugestellt", "Fehlgeschlagen", "Ausstehend"))[1:],
        ],
        ";",
    ),
    "admin center, Japanese": org.text(
        [
            ["日付 (UTC+09:00)", "送信者", "受信者", "件名", "状態"],
            *org.listed(words=("配信済み", "失敗", "保留中"))[1:],
        ]
    ),
}


@pytest.mark.parametrize("name", WITHOUT_REASON)
def test_an_export_without_a_reason_says_how_many_failed_and_where_the_reason_is(name: str) -> None:
    verdict = judge(WITHOUT_REASON[name])
    assert (verdict["kind"], verdict["code"], verdict["title"]) == ("failure", None, NO_REASON)
    assert "Get-MessageTraceDetailV2" in verdict["says"]
    assert verdict["defects"] == []
    failed = [row["address"] for row in verdict["recipients"] if row["action"] == "failed"]
    assert sorted(failed) == sorted(mail.recipient for mail in org.FAILED)
    assert [code for code in verdict["other_codes"] if code["code"] == "5.1.1"] == []


def facts(data: str | bytes) -> dict[str, str]:
    """Return the rows that a verdict lists, by their names."""
    return {row["name"]: row["text"] for row in judge(data)["facts"]}


def test_it_names_the_senders_domains_and_when_the_failures_began_and_ended() -> None:
    found = facts(org.text(org.trace()))
    assert found["Sender domains of failed messages"] == "big-prize.example (3), scan.contoso.example (2)"
    assert found["First failure"] == "2026-09-03 06:10:00 UTC"
    assert found["Last failure"] == "2026-09-03 06:20:30 UTC"
    assert found["Last delivery"] == "2026-09-04 10:12:13 UTC"


def test_the_senders_domains_are_private_in_the_note() -> None:
    text = to_markdown(check(org.text(org.trace())))
    assert "- Sender domains of failed messages: `[host 1] (3), [host 2] (2)`" in text
    assert "big-prize" not in text
    assert "big-prize.example (3)" in to_markdown(check(org.text(org.trace())), show_names=True)


@pytest.mark.parametrize("data", [org.text(org.trace()), org.text(org.details()), org.SESSION])
def test_an_export_is_not_said_to_look_like_a_bounce_and_what_was_read_is_named(data: str) -> None:
    found = facts(data)
    assert found["Who wrote it"].startswith("Anyone can write a text like this.")
    assert re.match("Certain: read from .", found["How sure"])


@pytest.mark.parametrize(
    "data",
    [
        org.text(org.extended()).encode("utf-16-le"),
        org.text(org.extended(), quoted=False),
        org.text(org.details()),
        org.text([row[2:6] for row in org.details()]),
        org.printed([[row[2], row[3], row[5]] for row in org.details()]),
        org.columns([[row[2], row[3], row[5]] for row in org.details()]),
        org.objects(org.details()),
        org.text(org.tracking()),
        org.printed(org.tracking()),
        org.text([[*row, "" if at else "FailDetail"] for at, row in enumerate(org.trace())]).replace(
            '"Failed","48",""', f'"Failed","48","{org.LED}"'
        ),
        org.SESSION,
        "\n".join(org.SESSION.split("\n")[3:]),
    ],
)
def test_a_reply_in_any_cell_decides(data: str | bytes) -> None:
    verdict = judge(data)
    assert (verdict["kind"], verdict["code"], verdict["certainty"]) == ("failure", "5.7.750", "certain")


def test_a_reply_in_a_table_with_unknown_columns_decides_but_is_not_certain() -> None:
    rows = [[row[2], "Fehler", "", row[5]] for row in org.details()[1:]]
    verdict = judge(org.text([["Date", "Ereignis", "Aktion", "Detail"], *rows]))
    assert (verdict["kind"], verdict["code"], verdict["certainty"]) == ("failure", "5.7.750", "likely")


@pytest.mark.parametrize(
    ("data", "lists"),
    [
        (org.text(org.ACCEPTED), "accepted domains (3 rows)"),
        (org.printed(org.ACCEPTED), "accepted domains (3 rows)"),
        (org.columns(org.ACCEPTED), "accepted domains (3 rows)"),
        (org.objects(org.CONNECTORS), "inbound connectors (3 rows)"),
        (org.text(org.CONNECTORS, "|"), "inbound connectors (3 rows)"),
        (org.text(org.AUDIT), "actions from the audit log (2 rows)"),
        ("JobId,ReportTitle,Status,Rows,FileUrl\n1,plant,Done,4,https://x.example/\n", "historical searches"),
        ("date-time,session,source,Destination,direction,description\n1,2,SMTP,mx,+,x\n", "connections"),
    ],
)
def test_an_export_without_mails_is_named_for_what_it_is(data: str, lists: str) -> None:
    verdict = judge(data)
    assert (verdict["kind"], verdict["certainty"], verdict["code"]) == ("not-a-bounce", "certain", None)
    assert verdict["headline"].startswith(f"This file lists {lists}")
    assert [row["name"] for row in verdict["facts"]] == ["Export"]
    assert f"\n  What to do: {verdict['says']}\n" in to_text(check(data))


def test_lists_that_powershell_lost_are_noticed() -> None:
    connectors = [[cell.replace("smtp:*;1", "System.Object[]") for cell in row] for row in org.CONNECTORS]
    assert "-join" in " ".join(judge(org.text(connectors))["defects"])
    tracked = [[cell.replace(org.LED, "System.String[]") for cell in row] for row in org.tracking()]
    verdict = judge(org.text(tracked))
    assert (verdict["kind"], verdict["code"]) == ("failure", None)
    assert "-join" in verdict["says"]


def test_a_queue_s_last_error_is_a_delay() -> None:
    for data in (org.text(org.QUEUES), org.printed(org.QUEUES), org.text(org.QUEUES, "\t", quoted=False)):
        assert (judge(data)["kind"], judge(data)["code"]) == ("delay", "4.7.500")


def test_without_a_failure_it_says_so() -> None:
    verdict = judge(org.text(org.trace([mail for mail in MAILS if mail.state == "delivered"])))
    assert (verdict["kind"], verdict["certainty"]) == ("not-a-bounce", "certain")
    assert verdict["headline"] == "5 messages, none failed"


def test_mail_that_only_waits_is_a_delay() -> None:
    verdict = judge(org.text(org.trace([mail for mail in MAILS if mail.state != "failed"])))
    assert (verdict["kind"], verdict["title"]) == ("delay", "1 of 6 messages waiting to be delivered; none failed")


def test_an_unknown_status_word_is_reported_and_its_rows_are_kept() -> None:
    words = ("Delivered", "Failed", "Kwijtgeraakt")
    verdict = judge(org.text(org.listed(words=words)))
    assert verdict["title"] == NO_REASON
    assert 'Unknown status word "Kwijtgeraakt": 1 row is counted as neither delivered nor failed.' in verdict["defects"]


def test_rows_that_paging_repeats_are_counted_once() -> None:
    table = org.trace()
    assert judge(org.text(table + table[3:6]))["title"] == NO_REASON


def test_of_two_recipients_in_one_row_only_the_refused_one_failed() -> None:
    mail = org.tracking()[2]
    mail[4], mail[5] = "ann@fabrikam.example;bob@adatum.example", f"{org.LED};250 2.1.5 Recipient OK"
    actions = {row["address"]: row["action"] for row in judge(org.text([org.tracking()[0], mail]))["recipients"]}
    assert actions == {"ann@fabrikam.example": "failed", "bob@adatum.example": "delivered"}


def test_recipients_in_one_cell_are_bounded() -> None:
    table = org.tracking()
    table[2][4] = ";".join(f"a{n}@b.example" for n in range(5000))
    assert len(judge(org.text(table))["recipients"]) == 1000


@pytest.mark.parametrize(
    "text", ["Recipient,Notes\nann@fabrikam.example,called her\n", "Code,Words\n5.7.750,unregistered\n"]
)
def test_other_tables_are_read_as_text(text: str) -> None:
    assert judge(text)["kind"] in ("not-a-bounce", "mention")


_SHAPES = st.tuples(
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"]),
)
_EXPORTS: dict[str, Table] = {
    "trace": org.trace(),
    "summary": org.summary(),
    "extended": org.extended(),
    "details": org.details(),
    "events": org.events(),
    "tracking": org.tracking(),
    "accepted": org.ACCEPTED,
    "connectors": org.CONNECTORS,
    "queues": org.QUEUES,
}


def _said(verdict: dict[str, Any]) -> dict[str, Any]:
    return {key: verdict[key] for key in ("kind", "code", "reply", "title", "recipients", "certainty", "defects")}


@given(name=st.sampled_from(sorted(_EXPORTS)), shape=_SHAPES, data=st.data())
def test_the_shape_of_an_export_changes_nothing(
    name: str, shape: tuple[str, str, bool, str], data: st.DataObject
) -> None:
    table = [list(row) for row in _EXPORTS[name]]
    more = data.draw(st.integers(0, 3))
    extra = data.draw(
        st.lists(st.sampled_from(["", "x", 'a "quoted" word', "two\nlines", "1,5;2"]), min_size=more, max_size=more)
    )
    wide = [[*row, *([f"Extra{n}" for n in range(more)] if not at else extra)] for at, row in enumerate(table)]
    order = data.draw(st.permutations(range(len(wide[0]))))
    delimiter, newline, quoted, codec = shape
    written = org.text([[row[place] for place in order] for row in wide], delimiter, newline, quoted=quoted)
    assert _said(judge(written.encode(codec))) == _said(judge(org.text(table)))


def test_a_list_in_a_language_that_is_not_known_is_read_and_its_words_are_reported() -> None:
    head = ["Kuupäev (UTC+02:00)", "Saatja", "Adressaat", "Teema", "Olek"]
    verdict = judge(org.text([head, *org.listed(words=("Kohale toimetatud", "Nurjus", "Ootel"))[1:]], ";"))
    assert (verdict["kind"], verdict["certainty"], verdict["code"]) == ("not-a-bounce", "unsure", None)
    assert "11 messages, none failed; 11 with an unknown status word" in verdict["headline"]


def test_rows_of_hyphens_are_read_once() -> None:
    lines = "Status RecipientAddress\n------ ----------------\n" + "------ ----------------\n" * 20_000
    assert judge(lines)["kind"] == "not-a-bounce"
