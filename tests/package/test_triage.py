"""Which domain, which connector, since when: the answers of an invented organization's files."""

import csv
import io
import json
import re
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import fastjsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ndr_checker.__main__ import main
from ndr_checker.reading.files.unread import OverdueError
from ndr_checker.triage import Workspace, book
from ndr_checker.triage.report import to_case, to_csv, to_markdown, to_text
from ndr_checker.triage.workspace import File
from tests.support import clinic, railway
from tests.support import organization as org
from tests.support.organization import MAILS
from tests.support.paths import ROOT

TODAY = "2026-09-10"
VALIDATE = fastjsonschema.compile(json.loads((ROOT / "docs/schema/triage-1.json").read_text(encoding="utf-8")))
Capture = pytest.CaptureFixture[str]
FILES: dict[str, bytes] = {
    "summary.csv": org.text(org.summary()).encode("utf-16"),
    "accepted.csv": org.text(org.ACCEPTED).encode(),
    "connectors.json": org.objects(org.CONNECTORS).encode(),
    "detail.csv": org.text(org.details()).encode(),
    "audit.csv": org.text(org.AUDIT).encode(),
}


def triage(files: dict[str, bytes], size: int = 10_000) -> dict[str, Any]:
    """Return what files say together; each comes in pieces of a size."""
    workspace = Workspace(TODAY)
    for name, data in files.items():
        file = workspace.open(name)
        for at in range(0, len(data), size):
            file.feed(data[at : at + size])
        file.end()
    found = workspace.result()
    VALIDATE(found)
    return found


def domains(found: dict[str, Any]) -> dict[str, Any]:
    """Return the rows of the domains by name."""
    return {row["domain"]: row for row in found["domains"]}


def without_names(found: dict[str, Any]) -> dict[str, Any]:
    """Return the part of a result that doesn't name files."""
    return {key: found[key] for key in ("messages", "domains", "connectors", "accounts", "hours")}


def test_each_domain_has_its_sums_its_path_and_what_to_do() -> None:
    found = domains(triage(FILES))
    scan, prize = found["scan.contoso.example"], found["big-prize.example"]
    assert {key: scan[key] for key in ("registered", "messages", "failed", "delivered", "codes", "advice")} == {
        "registered": "subdomain",
        "messages": 4,
        "failed": 2,
        "delivered": 2,
        "codes": {"5.7.750": 1},
        "advice": "register",
    }
    assert [scan[key] for key in ("last_good", "first_bad", "last", "delivered_again")] == [
        "2026-09-02T09:00:00Z",
        "2026-09-03T06:15:09Z",
        "2026-09-03T06:20:30Z",
        "2026-09-04T10:12:13Z",
    ]
    assert scan["sources"] == [
        {"address": org.SCANNER, "connector": "Scanners", "how": "named", "messages": 4},
    ]
    assert [prize[key] for key in ("registered", "messages", "failed", "advice", "last_good", "delivered_again")] == [
        *("foreign", 3, 3, "stop", None, None),
    ]
    assert prize["sources"] == [{"address": org.RELAY, "connector": "tmp-relay", "how": "address", "messages": 3}]
    assert found["eu.contoso-shop.example"]["registered"] == "covered"
    assert found["contoso.example"]["advice"] is None
    assert "fabrikam.example" not in found


def figures(found: dict[str, Any]) -> dict[str, tuple[Any, ...]]:
    """Return of each domain what `railway` and `clinic` expect."""
    return {
        name: (
            *(row[key] for key in ("registered", "messages", "failed", "codes")),
            *(row[key] for key in ("last_good", "first_bad", "delivered_again", "advice")),
            (row["sources"][0]["address"], row["sources"][0]["connector"]),
        )
        for name, row in domains(found).items()
    }


def test_a_second_organization_in_another_language_and_time_zone() -> None:
    found = triage(railway.FILES)
    assert figures(found) == railway.EXPECTED
    (made,) = [row for row in found["connectors"] if row["made_by"]]
    assert (made["name"], made["made_by"], made["made_from"], made["new"]) == (
        *("mx-backup", "root@northwind.example", "2001:db8::7", True),
    )
    assert [file["zone"] for file in found["files"][:2]] == ["UTC", "UTC+01:00"]
    assert found["missing"] == []


@pytest.mark.parametrize("order", ["given", "reversed", "sorted"])
def test_a_third_organization_with_a_blocked_account_in_any_order(order: str) -> None:
    ways: dict[str, Callable[[list[str]], list[str]]] = {
        "given": list,
        "reversed": lambda names: names[::-1],
        "sorted": sorted,
    }
    found = triage({name: clinic.FILES[name] for name in ways[order](list(clinic.FILES))})
    assert figures(found) == clinic.EXPECTED
    assert {key: found["messages"][key] for key in clinic.MESSAGES} == clinic.MESSAGES
    keys = ("address", "messages", "recipients", "failed", "peak", "peak_hour", "first")
    assert [tuple(row[key] for key in keys) for row in found["accounts"]] == clinic.ACCOUNTS
    edge = next(row for row in found["connectors"] if row["name"] == "edge-2")
    assert (edge["made_by"], edge["made_from"], edge["made_at"], edge["new"], edge["failed"]) == (
        *("it2@coho.example", clinic.INTRUDER, "2027-03-05T23:10:00Z", True, 2),
    )
    assert [(act["operation"], act["related"]) for act in found["acts"]] == [
        ("New-InboundConnector", ["edge-2"]),
        ("New-InboxRule", ["edge-2"]),
        ("Set-InboundConnector", []),
    ]
    assert [(row["account"], row["count"]) for row in found["counts"]] == [("nina@coho.example", 412)]
    zones = {file["name"]: file["zone"] for file in found["files"]}
    assert (zones["suivi.csv"], zones["一覧.csv"]) == ("UTC", "UTC-03:00")
    assert [file["name"] for file in found["files"] if file["cut"]] == ["一覧.csv"]
    assert found["missing"] == []


def test_the_connector_is_traced_to_who_made_it_and_what_else_they_did() -> None:
    found = triage(FILES)
    relay = next(row for row in found["connectors"] if row["name"] == "tmp-relay")
    assert (relay["made_by"], relay["made_from"], relay["made_at"], relay["new"], relay["failed"]) == (
        *("ops@contoso.example", "203.0.113.200", "2026-09-02T22:41:00Z", True, 3),
    )
    assert [(act["operation"], act["related"]) for act in found["acts"]] == [
        ("New-InboundConnector", ["tmp-relay"]),
        ("New-InboxRule", ["tmp-relay"]),
    ]
    assert not next(row for row in found["connectors"] if row["name"] == "Scanners")["new"]


def test_where_connectors_share_an_address_all_of_them_are_named() -> None:
    """Exchange doesn't say which of them took the mail, so none of them is said to be the one."""
    head, *rows = org.CONNECTORS
    old = "tmp-relay"
    twin = [["A twin", *row[1:]] for row in rows if row[0] == old]
    connectors = org.objects([head, *rows, *twin]).encode()
    found = triage({"trace.csv": org.text(org.trace()).encode(), "connectors.json": connectors})
    (source,) = domains(found)["big-prize.example"]["sources"]
    assert (source["connector"], source["how"], source["also"]) == ("A twin", "address", [old])
    counts = {row["name"]: (row["messages"], row["failed"]) for row in found["connectors"]}
    assert counts["A twin"] == counts[old] == (3, 3)
    said = {answer["question"]: answer["text"] for answer in found["answers"]}
    assert f'from {org.RELAY} through one of these connectors: "A twin", created' in said["path"]
    assert f"connector A twin or {old};" in said["support"]
    assert f"`A twin` or `{old}` |" in to_markdown(found)
    assert f"A twin; {old}" in to_csv(found)
    assert to_case(found)["senders"][0]["connector"] == f"A twin or {old}"


def test_the_answers_name_their_files() -> None:
    found = triage(FILES)
    said = {answer["question"]: answer for answer in found["answers"]}
    assert "scan.contoso.example: 2 of 4 failed (5.7.750: 1)" in said["domains"]["text"]
    assert "The reason is known for 1 of 5 failures." in said["domains"]["text"]
    assert said["domains"]["files"] == ["summary.csv", "detail.csv", "accepted.csv"]
    assert "by ops@contoso.example from 203.0.113.200" in said["path"]["text"]
    assert "These files end 2026-09-04 10:12 UTC; the last failure is 2026-09-03 06:20 UTC" in said["ongoing"]["text"]
    assert "big-prize.example: nothing was delivered after the last failure" in said["again"]["text"]
    assert found["missing"] == []


@pytest.mark.parametrize(
    ("name", "question", "format_", "command"),
    [
        ("accepted.csv", "domains", "accepted domains", "Get-AcceptedDomain"),
        ("connectors.json", "path", "inbound connectors", "Get-InboundConnector"),
        ("audit.csv", "path", "audit log", "Search-UnifiedAuditLog"),
        ("detail.csv", "domains", "message trace details", "Get-MessageTraceDetailV2"),
        ("summary.csv", "domains", "message trace", "Get-MessageTraceV2"),
    ],
)
def test_what_is_missing_is_named_with_its_command(name: str, question: str, format_: str, command: str) -> None:
    found = triage({key: data for key, data in FILES.items() if key != name})
    lacking = [(row["question"], row["format"], row["command"].split()[0]) for row in found["missing"]]
    assert (question, format_) in [row[:2] for row in lacking]
    assert any(command in row["command"] for row in found["missing"])


def test_without_accepted_domains_nothing_is_called_unregistered() -> None:
    found = triage({key: data for key, data in FILES.items() if key != "accepted.csv"})
    assert {row["registered"] for row in found["domains"]} == {"unknown"}
    assert "isn't registered" not in json.dumps(found["answers"])


SAME: dict[str, bytes] = {
    "V2": org.text(org.trace()).encode(),
    "V2, semicolons": org.text(org.trace(), ";", quoted=False).encode("cp1252"),
    "V2, Format-List": org.printed(org.trace()).encode(),
    "V2, JSON": org.objects(org.trace()).encode(),
    "V2, a page's border twice": org.text(org.trace() + org.trace()[4:6]).encode(),
    "summary": FILES["summary.csv"],
    "extended": org.text(org.extended()).encode("utf-16-le"),
}


@pytest.mark.parametrize("name", SAME)
def test_every_trace_gives_the_same_sums(name: str) -> None:
    found = triage({"trace": SAME[name], "accepted": FILES["accepted.csv"], "connectors": FILES["connectors.json"]})
    sums = {row["domain"]: (row["messages"], row["failed"], row["first_bad"], row["last"]) for row in found["domains"]}
    assert sums["scan.contoso.example"] == (4, 2, "2026-09-03T06:15:09Z", "2026-09-03T06:20:30Z")
    assert sums["big-prize.example"] == (3, 3, "2026-09-03T06:10:00Z", "2026-09-03T06:10:02Z")
    assert found["messages"]["waiting"] == 1


@given(names=st.permutations(list(FILES)), size=st.integers(1, 500))
def test_neither_the_order_of_files_nor_their_pieces_change_anything(names: list[str], size: int) -> None:
    found = triage({name: FILES[name] for name in names}, size)
    assert without_names(found) == without_names(triage(FILES))


#: Files of the clinic whose rows come in no order, with their charset and delimiter.
SHUFFLED = {"suivi.csv": ("utf-8-sig", ";"), "MTDetail.csv": ("utf-16-le", ","), "audit.csv": ("utf-8", "|")}


def shuffled(data: bytes, encoding: str, delimiter: str, chance: Random) -> bytes:
    """Return a table with rows in another order, some of them twice, columns in another order, and one column more."""
    head, *rows = csv.reader(io.StringIO(data.decode(encoding), newline=""), delimiter=delimiter)
    rows += chance.sample(rows, 2)
    chance.shuffle(rows)
    places = chance.sample(range(len(head)), len(head))
    table = [[*(row[place] for place in places), "x"] for row in [head, *rows]]
    text = org.text(table, chance.choice(",;\t|"), chance.choice(("\n", "\r\n")))
    return text.encode(chance.choice(("utf-8", "utf-8-sig", "utf-16", "utf-16-le")))


@given(chance=st.randoms(use_true_random=False), names=st.permutations(list(clinic.FILES)), size=st.integers(50, 9000))
def test_no_order_of_rows_columns_or_files_changes_anything(chance: Random, names: list[str], size: int) -> None:
    files = {
        name: shuffled(clinic.FILES[name], *SHUFFLED[name], chance) if name in SHUFFLED else clinic.FILES[name]
        for name in names
    }
    assert without_names(triage(files, size)) == without_names(triage(clinic.FILES))


def test_two_time_zones_are_told_apart() -> None:
    ahead = [[cell.replace("UTC+00:00", "UTC+02:00") for cell in row] for row in org.listed()]
    found = triage({"list.csv": org.text(ahead).encode()})
    assert found["files"][0]["zone"] == "UTC+02:00"
    assert domains(found)["scan.contoso.example"]["first_bad"] == "2026-09-03T04:15:09Z"


def test_a_date_that_may_be_read_both_ways_is_settled_by_another_file_or_reported() -> None:
    day_first = [list(row) for row in org.trace()]
    for row, mail in zip(day_first[1:], MAILS, strict=True):
        row[2] = f"{int(mail.time[8:10])}/{int(mail.time[5:7])}/2026 {mail.time[11:19]}"
    alone = triage({"trace.csv": org.text(day_first).encode()})
    assert alone["defects"] == [], "three days in a row are likelier than one in each of three months"
    for first, second in (("a.csv", "b.csv"), ("b.csv", "a.csv")):
        both = {"a.csv": org.text(day_first).encode(), "b.csv": FILES["summary.csv"]}
        found = triage({first: both[first], second: both[second]})
        assert domains(found)["scan.contoso.example"]["first_bad"] == "2026-09-03T06:15:09Z"
        assert not any("day or month" in defect for defect in found["defects"])


def _twelve(time: datetime) -> str:
    return f"{time.hour % 12 or 12}:{time:%M:%S}"


#: How Windows writes a time in other languages than English (United States).
WRITTEN: dict[str, Callable[[datetime], str]] = {
    "Australia": lambda time: f"{time.day}/{time:%m/%Y} {_twelve(time)} {time:%p}",
    "Canada (French)": lambda time: f"{time:%Y-%m-%d %H:%M:%S}",
    "Finland": lambda time: f"{time.day}.{time.month}.{time.year} {time.hour}.{time:%M.%S}",
    "Greece": lambda time: f"{time.day}/{time.month}/{time.year} {_twelve(time)} {'πμ' if time.hour < 12 else 'μμ'}",
    "Hungary": lambda time: f"{time:%Y. %m. %d.} {time.hour}:{time:%M:%S}",
    "Japan": lambda time: f"{time:%Y/%m/%d} {time.hour}:{time:%M:%S}",
    "Korea": lambda time: f"{time:%Y-%m-%d} {'오전' if time.hour < 12 else '오후'} {_twelve(time)}",
    "Mexico": lambda time: f"{time:%d/%m/%Y} {_twelve(time)} {'a. m.' if time.hour < 12 else 'p. m.'}",
    "Netherlands": lambda time: f"{time:%d-%m-%Y %H:%M:%S}",
    "Taiwan": lambda time: (
        f"{time.year}/{time.month}/{time.day} {'上午' if time.hour < 12 else '下午'} {_twelve(time)}"
    ),
    "Thailand": lambda time: f"{time.day}/{time.month}/{time.year + 543} {time.hour}:{time:%M:%S}",
    "India, with its offset": lambda time: f"{(time + timedelta(minutes=330)).isoformat()}.0000000+05:30",
    "Chile, with its offset": lambda time: f"{(time - timedelta(hours=4)).isoformat()}-0400",
}


def traced(write: Callable[[datetime], str], mails: Sequence[org.Mail] = MAILS) -> bytes:
    """Return a trace whose times are written in a way of their own."""
    table = [list(row) for row in org.trace(mails)]
    for row, mail in zip(table[1:], mails, strict=True):
        row[2] = write(datetime.fromisoformat(mail.time[:19]))
    return org.text(table, ";").encode("utf-8-sig")


@pytest.mark.parametrize("country", WRITTEN)
def test_times_are_read_as_windows_writes_them_in_other_countries(country: str) -> None:
    afternoon = [mail._replace(time=mail.time.replace("T06:", "T18:")) for mail in MAILS]
    found = triage({"trace.csv": traced(WRITTEN[country], afternoon), "accepted.csv": FILES["accepted.csv"]})
    assert found["defects"] == []
    scan = domains(found)["scan.contoso.example"]
    assert [scan[key] for key in ("last_good", "first_bad", "delivered_again")] == [
        "2026-09-02T09:00:00Z",
        "2026-09-03T18:15:09Z",
        "2026-09-04T10:12:13Z",
    ]


@pytest.mark.parametrize(
    "write",
    [
        *("%d %b %Y, %H:%M:%S", "%m/%d/%Y at %H h %M", ""),
        # What no calendar or clock has: a browser couldn't draw it.
        *("%Y-13-%dT%H:%M:%SZ", "%Y-02-30T%H:%M:%SZ", "2026-02-29T%H:%M:%SZ", "0000-%m-%dT%H:%M:%SZ"),
        *("%Y-%m-%dT29:%M:%SZ", "%Y-%m-%dT%H:79:%SZ", "%Y-%m-%dT%H:%M:61Z", "31.11.%Y %H:%M:%S"),
    ],
)
def test_a_time_that_cannot_be_read_is_reported_and_no_midnight(write: str) -> None:
    found = triage({"trace.csv": traced(lambda time: time.strftime(write))})
    assert found["hours"] == []
    assert any("the time of 11 rows is missing or unreadable" in defect for defect in found["defects"])


def test_the_dates_of_one_day_alone_are_reported_as_unsettled() -> None:
    one_day = [mail for mail in MAILS if mail.time.startswith("2026-09-03")]
    found = triage({"trace.csv": traced(lambda time: f"{time.day}/{time.month}/{time.year} {time:%H:%M:%S}", one_day)})
    assert any("both day/month and month/day" in defect for defect in found["defects"])


def test_where_envelope_and_header_differ_is_shown() -> None:
    table = [list(row) for row in org.extended()]
    for row in table[1:7]:
        row[table[0].index("return_path")] = "bounce+1@mailer.example"
    found = triage({"extended.csv": org.text(table).encode(), "accepted.csv": FILES["accepted.csv"]})
    said = found["answers"][0]["text"]
    assert "scan.contoso.example: in 2 messages the envelope (MAIL FROM) has a different domain, mailer.example" in said
    assert "mailer.example" not in domains(found)


def test_an_accepted_domain_that_may_not_send_says_so() -> None:
    accepted = [list(row) for row in org.ACCEPTED]
    accepted.append(["scan.contoso.example", "Authoritative", "False", "True", "False"])
    said = triage({**FILES, "accepted.csv": org.text(accepted).encode()})["answers"][0]["text"]
    assert "registered, but sending from it is turned off" in said


def test_settings_as_windows_powershell_wraps_them_in_json() -> None:
    items = [dict(zip(org.CONNECTORS[0], row, strict=True)) for row in org.CONNECTORS[1:]]
    wrapped = [
        item | {"SenderIPAddresses": {"value": [item["SenderIPAddresses"]], "Count": 1}, "Enabled": True}
        for item in items
    ]
    assert without_names(triage({**FILES, "connectors.json": json.dumps(wrapped).encode("utf-16")})) == without_names(
        triage(FILES)
    )


def test_messages_are_told_apart_where_python_s_hashes_have_32_bits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(book, "_IS_WIDE", False)  # as in the browser
    monkeypatch.setattr(book, "hash", len, raising=False)
    mails = [MAILS[1]._replace(number=number, recipient=f"{number}@fabrikam.example") for number in range(100)]
    found = triage({"trace.csv": org.text(org.trace(mails)).encode(), "accepted.csv": FILES["accepted.csv"]})
    assert found["messages"]["failed"] == len(mails)
    assert domains(found)["scan.contoso.example"]["messages"] == len(mails)


def test_cuts_and_lost_lists_are_noticed() -> None:
    thousand = [org.trace()[0], *([f"id{n}", *row[1:]] for n in range(100) for row in org.trace()[1:])][:1001]
    assert "exactly 1,000 rows" in triage({"x": org.text(thousand).encode()})["files"][0]["cut"]
    assert "last line" in triage({"x": org.text(org.trace()).encode()[:-9]})["files"][0]["cut"]
    lost = org.text(org.CONNECTORS).replace("198.51.100.0/28", "System.Object[]")
    assert "-join" in triage({"x": lost.encode()})["files"][0]["cut"]


@pytest.mark.parametrize("numbers", [(1, 2, 3), (3, 2, 1), (2, 3, 1)])
def test_an_account_s_first_message_has_its_time(numbers: tuple[int, ...]) -> None:
    times = {1: "2026-09-03T07:50:11Z", 2: "2026-09-03T07:55:00Z", 3: "2026-09-03T08:10:00Z"}
    lena = next(mail for mail in MAILS if mail.sender == "lena@contoso.example")
    mails = [lena._replace(number=number, time=times[number]) for number in numbers]
    found = triage({"trace.csv": org.text(org.trace(mails)).encode(), "accepted.csv": FILES["accepted.csv"]})
    assert [row["first"] for row in found["accounts"]] == [times[1]]


def test_of_a_relayed_domain_no_sender_is_called_an_account_and_its_mail_is_counted() -> None:
    lena = next(mail for mail in MAILS if mail.sender == "lena@contoso.example")
    relayed = [lena._replace(number=90 + at, sender=f"offer{at}@promo-kranich.example") for at in range(7)]
    trace = {"trace.csv": org.text(org.trace([lena, *relayed])).encode()}
    said = {
        answer["question"]: answer["text"] for answer in triage({**trace, "a.csv": FILES["accepted.csv"]})["answers"]
    }
    assert said["accounts"].startswith("lena@contoso.example: 1 message ")
    assert "7 messages from promo-kranich.example, " in said["accounts"]
    assert "offer" not in said["accounts"]
    said = {answer["question"]: answer["text"] for answer in triage(trace)["answers"]}
    assert "offer0@promo-kranich.example: 1 message " in said["accounts"]
    assert "These are all senders: which of them are your own accounts needs the accepted domains." in said["accounts"]


def test_without_the_connectors_none_is_said_to_lack_an_address() -> None:
    files = {"trace.csv": org.text(org.trace()).encode(), "audit.csv": FILES["audit.csv"]}
    needed = "add the inbound connectors (Get-InboundConnector"
    for more, needs in (({}, True), ({"connectors.json": FILES["connectors.json"]}, False)):
        said = {answer["question"]: answer["text"] for answer in triage({**files, **more})["answers"]}
        assert (needed in said["path"]) == needs
    summary = {name: data for name, data in FILES.items() if name != "connectors.json"}
    said = {answer["question"]: answer["text"] for answer in triage(summary)["answers"]}
    assert "no connector in the files has that address" not in said["path"]


def test_only_a_cut_trace_makes_the_beginning_doubtful() -> None:
    lost = org.text(org.CONNECTORS).replace("198.51.100.0/28", "System.Object[]").encode()
    said = {answer["question"]: answer["text"] for answer in triage({**FILES, "lost.csv": lost})["answers"]}
    assert "lost.csv" not in said["since"]
    assert "missing from lost.csv" in said["path"]
    cut = triage(
        {**FILES, "cut.csv": org.text(org.trace()).encode()[:-9], "cut-too.csv": org.text(org.AUDIT).encode()[:-9]}
    )
    since = next(answer["text"] for answer in cut["answers"] if answer["question"] == "since")
    assert since.endswith("Cut off, so it may have begun earlier: cut.csv.")


def test_the_path_names_what_else_the_creator_of_a_connector_did() -> None:
    said = {answer["question"]: answer["text"] for answer in triage(FILES)["answers"]}
    assert "created by ops@contoso.example from 203.0.113.200 2026-09-02 22:41 UTC" in said["path"]
    assert (
        'The account or address that created "tmp-relay" also did this: '
        'New-InboxRule "lena\\Rule" as lena@contoso.example (2026-09-02 22:55 UTC).'
    ) in said["path"]
    without = triage({name: data for name, data in FILES.items() if name != "audit.csv"})["answers"]
    assert "The account or address that created" not in " ".join(answer["text"] for answer in without)


def test_the_case_has_the_code_the_first_failure_and_the_unregistered_domains() -> None:
    case = to_case(triage(clinic.FILES))
    assert case["fields"] == {"code": "5.7.750", "first": "2027-03-10T12:58:00Z"}
    assert [(row["domain"], row["chosen"], row["connector"]) for row in case["senders"]] == [
        ("coho.example", False, None),
        ("scan.coho.example", True, "Imaging"),
        ("pay-refund.example", True, "edge-2"),
    ]
    assert to_case(triage({"trace.csv": clinic.FILES["suivi.csv"]}))["fields"] == {"first": "2027-03-10T12:58:00Z"}


def test_details_without_a_trace_say_what_they_hold_and_ask_for_it() -> None:
    found = triage({"detail.csv": FILES["detail.csv"], "other.csv": org.text(org.details(org.FAILED[2])).encode()})
    said = {answer["question"]: answer["text"] for answer in found["answers"]}
    assert "can't show which domains fail. 2 of 2 messages failed (5.7.750: 2)." in said["domains"]
    assert said["path"] == (
        '1 message from 198.51.100.7 through the connector "Scanners".'
        ' 1 message from 203.0.113.130 through the connector "tmp-relay".'
    )
    assert said["since"] == "First failure 2026-09-03 06:10 UTC, last failure 2026-09-03 06:15 UTC."
    assert ("domains", "message trace") in [(row["question"], row["format"]) for row in found["missing"]]
    assert found["domains"] == []


def test_a_few_columns_of_the_accepted_domains_are_enough() -> None:
    for left_out in ("DomainType", "MatchSubDomains", "SendingFromDomainDisabled"):
        place = org.ACCEPTED[0].index(left_out)
        accepted = org.text([[*row[:place], *row[place + 1 :]] for row in org.ACCEPTED]).encode()
        found = triage({**FILES, "accepted.csv": accepted})
        assert domains(found)["scan.contoso.example"]["registered"] == "subdomain", left_out


def test_an_unknown_status_word_is_reported() -> None:
    found = triage({"x.csv": org.text(org.listed(words=("Delivered", "Failed", "Kwijt"))).encode()})
    assert any('"Kwijt"' in defect for defect in found["defects"])
    assert found["messages"]["all"] == 11


POSTFIX = """\
Sep  3 06:15:08 gw postfix/smtpd[11]: 4AAAA1: client=press[192.0.2.50]
Sep  3 06:15:08 gw postfix/cleanup[12]: 4AAAA1: message-id=<2.dairy@contoso.example>
Sep  3 06:15:08 gw postfix/qmgr[13]: 4AAAA1: from=<press@scan.contoso.example>, size=48, nrcpt=2 (queue active)
Sep  3 06:15:09 gw postfix/smtp[14]: 4AAAA1: to=<ann@fabrikam.example>, relay=mx.example[192.0.2.1]:25, dsn=5.7.750, \
status=bounced (host mx.example[192.0.2.1] said: 550 5.7.750 Service unavailable (in reply to end of DATA command))
Sep  3 06:15:09 gw postfix/smtp[14]: 4AAAA1: to=<bob@adatum.example>, relay=mx.example[192.0.2.1]:25, dsn=2.6.0, \
status=sent (250 2.6.0 queued)
Sep  3 06:15:09 gw postfix/qmgr[13]: 4AAAA1: removed
"""


def test_a_mail_server_s_log_gives_domain_client_code_and_time() -> None:
    row = domains(triage({"maillog": POSTFIX.encode()}))["scan.contoso.example"]
    assert (row["messages"], row["failed"], row["codes"]) == (2, 1, {"5.7.750": 1})
    assert row["first_bad"] == "2026-09-03T06:15:09Z"
    assert row["sources"][0]["address"] == "192.0.2.50"


def test_a_bounce_gives_the_reason_of_its_mail() -> None:
    bounce = (
        "Remote Server returned '550 5.7.750 Service unavailable. Client blocked from sending from unregistered"
        " domains'\n"
        "bob@adatum.example\n\nOriginal message headers:\n\nFrom: press@scan.contoso.example\n"
        "Message-ID: <3.dairy@contoso.example>\n"
    )
    found = triage({"summary.csv": FILES["summary.csv"], "bounce.txt": bounce.encode()})
    assert domains(found)["scan.contoso.example"]["codes"] == {"5.7.750": 1}


def test_reports_that_only_count_are_told_as_they_are() -> None:
    head = "Date,Inbound connector name,Sender domain,Count,Sample messages\n"
    report = f"{head}9/3/2026,tmp-relay,big-prize.example,18233,<4@x>\n"
    (count,) = triage({"report.csv": report.encode()})["counts"]
    assert (count["connector"], count["domain"], count["count"], count["date"]) == (
        *("tmp-relay", "big-prize.example", 18233, "2026-09-03"),
    )


def test_a_file_that_is_not_read_is_named() -> None:
    found = triage({"x.pdf": b"%PDF-1.7\n"})
    assert found["files"][0]["format"] == "not read"
    assert "PDF" in found["defects"][0]


def written(folder: Path) -> list[str]:
    """Write the organization's files into a folder and return their names."""
    for name, data in FILES.items():
        (folder / name).write_bytes(data)
    return [str(folder / name) for name in FILES]


def test_the_command_prints_what_the_package_finds(tmp_path: Path, capsys: Capture) -> None:
    names = written(tmp_path)
    assert main(["triage", "--json", *names]) == 0
    assert json.loads(capsys.readouterr().out) == triage(FILES)
    assert main(["triage", *names]) == 0
    assert "Which sender domains fail, and which of them are unregistered?" in capsys.readouterr().out
    assert main(["triage", "--markdown", *names]) == 0
    assert (
        "| `scan.contoso.example` | no: your subdomain | `Scanners` | `198.51.100.7` | 2 of 4 |"
        in capsys.readouterr().out
    )
    assert main(["triage", "--csv", *names]) == 0
    assert capsys.readouterr().out.splitlines()[1].startswith("big-prize.example,foreign,3,3,0,0,2026-09-03T06:10:00Z")
    assert main(["triage", names[1]]) == 1
    assert main(["triage", names[1], str(tmp_path / "gone")]) == 2
    assert "can't be read" in capsys.readouterr().err


@pytest.mark.parametrize("error", [OverdueError(), MemoryError()])
@pytest.mark.parametrize("moment", ["feed", "end"])
def test_a_file_that_takes_too_long_costs_itself_and_leaves_nothing_in_the_answers(
    moment: str, error: Exception, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = written(tmp_path)
    assert main(["triage", "--json", *names]) == 0
    without = json.loads(capsys.readouterr().out)
    slow = tmp_path / "slow.csv"
    slow.write_text(org.text([org.trace()[0], *org.trace()[1:] * 5000]), encoding="utf-8")
    read = getattr(File, moment)

    def failing(file: File, *piece: bytes) -> None:
        read(file, *piece)
        if file.found and file.found.name == "slow.csv" and file.found.rows:
            raise error

    monkeypatch.setattr(File, moment, failing)
    assert main(["triage", "--json", str(slow), *names]) == 2
    out, err = capsys.readouterr()
    found = json.loads(out)
    assert "slow.csv: This file couldn't be read: " in err
    assert found["files"][0]["format"] == "not read"
    assert found["defects"][0].startswith("slow.csv: This file couldn't be read: ")
    assert {key: found[key] for key in ("domains", "messages", "answers")} == {
        key: without[key] for key in ("domains", "messages", "answers")
    }


def test_odd_values_in_json_cost_neither_their_file_nor_another() -> None:
    rows = [json.dumps(row) for row in json.loads(org.objects(org.trace()))]
    rows[1] = f'{rows[1][:-1]}, "Size": {"9" * 5000}}}'
    plain = triage({**FILES, "summary.csv": f"[{','.join(rows)}]".encode()})
    rows.insert(2, '{"MessageTraceId": ' + "[" * 5000 + "]" * 5000 + "}")
    found = triage({**FILES, "summary.csv": f"[{','.join(rows)}]".encode()})
    assert without_names(found) == without_names(plain)
    assert found["messages"]["all"] == len(MAILS)
    assert [file["cut"] for file in found["files"] if file["name"] == "summary.csv"] == [
        "One item of this JSON couldn't be read, so it isn't counted."
    ]


@pytest.mark.parametrize("odd", ["9" * 5000, "[" * 900 + "]" * 900, '"\\ud800"', "{}", "tru"])
@pytest.mark.parametrize("field", ["UserId", "ObjectId", "Operation", "ClientIP", "CreationTime", "Parameters"])
def test_odd_values_in_the_audit_log_do_no_harm(field: str, odd: str) -> None:
    head, *acts = org.AUDIT
    data = head.index("AuditData")
    odd_ = json.dumps({**json.loads(acts[0][data]), field: "ODD"}).replace('"ODD"', odd)
    table = [head, [*acts[0][:data], odd_, *acts[0][data + 1 :]], *acts[1:]]
    found = triage({**FILES, "audit.csv": org.text(table).encode()})
    assert to_text(found).encode()
    objects = {act["object"] for act in found["acts"]}
    assert {item["object"] for item in triage(FILES)["acts"][1:]} <= objects


def test_a_number_in_characters_that_are_no_digits_is_none() -> None:
    found = triage({"counts.csv": "Date,Sender domain,Count\r\n2026-09-03,scan.contoso.example,²\r\n".encode()})
    assert found["counts"] == []


def test_a_fault_of_ours_costs_its_file_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    names = written(tmp_path)
    poisoned = tmp_path / "poisoned.csv"
    poisoned.write_bytes(FILES["detail.csv"])
    feed = File.feed

    def fail(self: File, piece: bytes) -> None:
        if self._name == str(poisoned):
            raise ValueError
        feed(self, piece)

    monkeypatch.setattr(File, "feed", fail)
    assert main(["triage", "--json", *names, str(poisoned)]) == 2
    told = capsys.readouterr()
    assert without_names(json.loads(told.out)) == without_names(triage(FILES))
    assert "the checker failed on it (ValueError)" in told.err


def test_hostile_cells_do_no_harm(tmp_path: Path, capsys: Capture) -> None:
    table = [list(row) for row in org.trace()]
    table[2][3] = "=cmd|'/c calc'!A1@=1+1.example\x1b]0;x\x07\u202e"
    (tmp_path / "x.csv").write_text(org.text(table), encoding="utf-8")
    for form in ([], ["--csv"], ["--markdown"], ["--json"]):
        main(["triage", *form, str(tmp_path / "x.csv")])
        out = capsys.readouterr().out
        assert {"\x1b", "\x07", "\u202e"} & set(out) == set()
        assert not any(line.startswith("=") for line in out.splitlines())


def test_of_very_many_files_the_first_are_listed_and_all_are_counted() -> None:
    bounces = {
        f"{at}.txt": f"To: <pat{at}@fabrikam.com>\n550 5.7.705 Access denied, tenant has exceeded threshold".encode()
        for at in range(300)
    }
    found = triage(bounces | FILES)
    assert len(found["files"]) == 200
    assert "Of 305 files, the first 200 are listed." in found["defects"]
    assert max(len(answer["files"]) for answer in found["answers"]) == 20
    assert found["domains"] == triage(FILES)["domains"]


@pytest.mark.parametrize("name", FILES)
def test_no_name_is_kept_at_any_length(name: str) -> None:
    def longer(match: re.Match[str]) -> str:
        return "x" * 2000 + match[0]

    text = FILES[name].decode("utf-16" if name == "summary.csv" else "utf-8")
    long = re.sub(r"[a-z.-]+\.example|Scanners", longer, text)
    assert len(long) >= len(text) + 2000
    found = triage(FILES | {name: long.encode()})
    names = [
        cell
        for rows in ("domains", "connectors", "accounts", "acts", "counts")
        for row in found[rows]
        for cell in row.values()
        if isinstance(cell, str)
    ]
    assert max(map(len, names)) <= 320


def test_beyond_a_limit_servers_and_codes_are_not_named_and_all_mails_are_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rows = [
        ["2026-09-03", "a@b.example", f"pat{at}@fabrikam.com", "Failed", f"192.0.2.{at}", str(at), f"550 5.7.{at} x"]
        for at in range(40)
    ]
    columns = ["Received", "SenderAddress", "RecipientAddress", "Status", "FromIP", "MessageId", "Detail"]
    monkeypatch.setattr(book, "_MOST_WAYS", 10)
    monkeypatch.setattr(book, "_MOST_CODES", 10)
    (row,) = triage({"trace.csv": org.text([columns, *rows]).encode()})["domains"]
    assert (row["failed"], len(row["codes"])) == (40, 10)
    assert [source["address"] for source in row["sources"]][:2] == [None, "192.0.2.0"]
    assert sum(source["messages"] for source in row["sources"]) == 40


#: Domains as a stranger's mail may claim them, which act where an export is opened.
ACTING = (
    "x`|[click](http://evil.example)",
    "b\\\\|<img src=http://evil.example/x>",
    "=hyperlink(evil)",
    "\uff1d1+1",
    "+1",
    "-1",
    " =1+1",
    "b;=1+1",
    "b\t=1+1",
    'b";=1+1',
    "\u202eevil.example",
    "\x1b[31mred.example",
)


def _acting() -> dict[str, Any]:
    rows = [
        [f"2026-11-20T08:00:{at:02}", f"a@{domain}", "pat@fabrikam.com", "Failed", f"<{at}@x>", "550 5.7.750 x"]
        for at, domain in enumerate(ACTING)
    ]
    columns = ["Received", "SenderAddress", "RecipientAddress", "Status", "MessageId", "Detail"]
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows([columns, *rows])
    return triage({"trace.csv": out.getvalue().encode()})


def test_no_cell_of_the_csv_is_a_formula_whatever_parts_cells_in_the_readers_country() -> None:
    written = to_csv(_acting())
    assert len(written.splitlines()) == 1 + len(ACTING)
    for delimiter in ",;\t":
        for row in csv.reader(io.StringIO(written), delimiter=delimiter):
            assert [cell for cell in row if cell.lstrip()[:1] in tuple("=+-@\uff1d\uff0b\uff0d\uff20")] == []
    assert not re.search("[\x00-\x08\x0b-\x1f\u202e]", written.replace("\r\n", ""))


def test_no_cell_of_the_markdown_ends_early_or_acts() -> None:
    rows = to_markdown(_acting()).splitlines()[2:]
    assert len(rows) == len(ACTING)
    for row in rows:
        cells = row.split("|")
        assert len(cells) == 9
        assert re.fullmatch(r" (`+).+\1 ", cells[1])
        assert not re.search(r"[\[<]", "".join(cells[2:]))


def test_a_folder_is_every_file_in_it_and_a_file_that_is_there_twice_is_used_once(
    tmp_path: Path, capsys: Capture
) -> None:
    for name in ("accepted.csv", "summary.csv"):
        (tmp_path / name).write_bytes(FILES[name])
        (tmp_path / f"copy-{name}").write_bytes(FILES[name])
    assert main(["triage", "--json", str(tmp_path)]) == 0
    found = json.loads(capsys.readouterr().out)
    once = triage({name: FILES[name] for name in ("accepted.csv", "summary.csv")})
    assert without_names(found) == without_names(once)
    assert [file["format"] for file in found["files"] if "once" in file["format"]] == [
        "the same as accepted.csv, so it was used only once",
        "the same as copy-summary.csv, so it was used only once",
    ]


def test_a_report_that_counts_is_not_counted_twice() -> None:
    report = clinic.FILES["clients.csv"]
    assert triage({"a.csv": report, "b.csv": report})["counts"] == triage({"a.csv": report})["counts"] != []


def test_what_cannot_be_read_is_said_once_and_nothing_is_missing_for_it(tmp_path: Path, capsys: Capture) -> None:
    assert main(["triage", str(tmp_path / "gone.csv")]) == 2
    out, err = capsys.readouterr()
    assert (out + err).count("No such file or directory") == 1
    assert "Missing" not in out
    (tmp_path / "empty").mkdir()
    assert main(["triage", str(tmp_path / "empty")]) == 2
    assert "is a folder without files" in capsys.readouterr().err


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b"\xff\xfe\r\0\n\0"])
def test_an_empty_file_is_called_empty_everywhere(data: bytes, tmp_path: Path, capsys: Capture) -> None:
    said = "This file is empty: there is nothing in it to read."
    (file := tmp_path / "empty.csv").write_bytes(data)
    assert main(["check", str(file)]) == 2
    assert said in capsys.readouterr().out
    assert main(["triage", str(file)]) == 2
    assert capsys.readouterr().out == f"empty.csv: not read\nNote: empty.csv: {said}\n"
    assert f'emptyFile: "{said}"' in (ROOT / "checker/web/strings/check.mjs").read_text(encoding="utf-8")


def test_a_summary_s_connector_is_said_to_be_the_destination_s() -> None:
    trace = {"trace.csv": org.text(org.trace()).encode()}
    said = {answer["question"]: answer["text"] for answer in triage(trace)["answers"]}
    assert "connector_id" not in said["path"]
    said = {answer["question"]: answer["text"] for answer in triage(FILES)["answers"]}
    assert "The connector_id in summary.csv isn't used: in a summary report, that of outgoing mail" in said["path"]
