"""A table says the same in whatever way it is written, and one that isn't about mail never reports a failure."""

import json
import re
import textwrap
from collections.abc import Callable
from typing import NamedTuple

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.support.expectation import judge
from tests.support.tables import NAMED, WAYS, Table, json_lines, stacked

_SENDER = "sam@contoso.example"
_LED = "LED=550 5.7.705 Access denied, tenant has exceeded threshold"
_FULL = "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup"
_REPLIES = {"": None, _LED: "5.7.705", _FULL: "5.1.10"}
#: The names that the same columns have in the exports of different systems.
_NAMES = (
    ("Received", "SenderAddress", "RecipientAddress", "Subject", "Status", "Detail"),
    ("Date", "From", "To", "Subject", "Event", "Reason"),
    ("timestamp", "mail_from", "rcpt_to", "subj", "delivery_status", "smtp_response"),
    ("Datum", "Absender", "Empfänger", "Betreff", "Status", "Fehlergrund"),
    ("Fecha", "Remitente", "Destinatario", "Asunto", "Estado", "Motivo"),
    ("When", "Sender", "Recipient", "Title", "Result", "Response text"),
)
_WORDS = st.sampled_from([("Delivered", "Failed"), ("sent", "bounced"), ("Delivered", "Hard bounce")])
_SUBJECTS = st.sampled_from(["Hello", "Plan 5.1.8 rev C", "Undeliverable: 550 5.7.1 rejected", "Invoice 550"])
_TITLES = st.sampled_from(["", "Mail report\n", "#TYPE Selected.System.Object\n"])
_WITH_TITLE = ("commas", "quoted", "semicolons", "tabs", "bars")


class _Shape(NamedTuple):
    """How a table is written: the way, the order of its columns, a title, and whether a person's words are round it."""

    way: str
    order: list[int]
    title: str
    in_prose: bool

    def written(self, table: Table) -> str:
        """Return the table written so."""
        order = [place for place in self.order if place < len(table[0])]
        text = WAYS[self.way]([[row[place] for place in order] for row in table])
        if self.in_prose:
            return f"Hi team,\nthis is what the portal shows:\n\n{text}\nCan you have a look?\nThanks, Kim\n"
        return (self.title if self.way in _WITH_TITLE else "") + text


_SHAPES = st.builds(_Shape, st.sampled_from(sorted(WAYS)), st.permutations(range(7)), _TITLES, st.booleans())


class _Mail(NamedTuple):
    failed: bool
    subject: str
    reply: str


_MAILS = st.lists(st.builds(_Mail, st.booleans(), _SUBJECTS, st.sampled_from(sorted(_REPLIES))), min_size=2, max_size=6)


def _address(place: int) -> str:
    return f"r{place}@fabrikam.example"


def _table(mails: list[_Mail], names: tuple[str, ...], words: tuple[str, str]) -> Table:
    rows = [
        [
            f"2026-11-20 14:0{place}:11",
            "sam@contoso.example",
            _address(place),
            mail.subject,
            words[mail.failed],
            mail.reply if mail.failed else "",
        ]
        for place, mail in enumerate(mails)
    ]
    return [list(names), *rows]


def _failed(text: str) -> tuple[str, list[str]]:
    verdict = judge(text)
    failed = sorted(row["address"] for row in verdict["recipients"] if row["action"] != "delivered")
    return verdict["kind"], failed


def _expected(mails: list[_Mail]) -> tuple[str, list[str]]:
    failed = [_address(place) for place, mail in enumerate(mails) if mail.failed]
    return "failure" if failed else "not-a-bounce", failed


@given(mails=_MAILS, names=st.sampled_from(_NAMES), words=_WORDS, shape=_SHAPES)
def test_a_table_of_deliveries_says_the_same_in_each_way(
    mails: list[_Mail], names: tuple[str, ...], words: tuple[str, str], shape: _Shape
) -> None:
    table = [[*row, "EU 5.7.1" if at else "Region"] for at, row in enumerate(_table(mails, names, words))]
    text = shape.written(table)
    assert _failed(text) == _expected(mails), text
    codes = {_REPLIES[mail.reply] for mail in mails if mail.failed} - {None}
    assert judge(text)["code"] in (codes or {None}), text


@given(mails=_MAILS, names=st.sampled_from(_NAMES[1:]), shape=_SHAPES)
def test_a_word_beside_a_reply_says_the_same_without_it(
    mails: list[_Mail], names: tuple[str, ...], shape: _Shape
) -> None:
    assume(any(mail.failed and mail.reply for mail in mails))
    text = shape.written(_table(mails, names, ("HNDOVR", "XPRD")))
    assert _failed(text) == _expected(mails), text


_PAGES = st.tuples(
    st.sampled_from(["", "Message History\n", "Suivi des messages\n", "Portal\nLast 7 days\n"]),
    st.permutations(range(5)),
    st.sampled_from(["", "3 items\n", "Rows per page 25\n1-2 of 2\n"]),
)


@given(mails=_MAILS, names=st.sampled_from(_NAMES), words=_WORDS, page=_PAGES)
def test_a_cell_a_line_says_the_same(
    mails: list[_Mail], names: tuple[str, ...], words: tuple[str, str], page: tuple[str, list[int], str]
) -> None:
    above, order, below = page
    table = _table([mail._replace(reply="") for mail in mails], names, words)
    text = above + stacked([[row[place] for place in order] for row in table]) + below
    assert _failed(text) == _expected(mails), text


@given(mails=_MAILS, names=st.sampled_from(_NAMES), words=_WORDS)
def test_lines_of_json_say_the_same(mails: list[_Mail], names: tuple[str, ...], words: tuple[str, str]) -> None:
    text = json_lines(_table(mails, names, words))
    assert _failed(text) == _expected(mails), text


#: The names of tables that may have several rows for a mail; Microsoft's message trace has one for each.
_NAMES_OF_EVENTS = st.sampled_from(_NAMES[1:])


class _Later(NamedTuple):
    """How a table with a later row on a mail is written: in which order of time, and in which way."""

    order: str
    way: str

    def written(self, table: Table, place: int, row: list[str]) -> str:
        """Return the table with a row of an hour later, which in mixed order is above that of its mail."""
        head, *rows = table
        later = [row[0].replace(" 14:", " 15:"), *row[1:]]
        rows.insert(place if self.order == "mixed" else len(rows), later)
        whole = [head, *(reversed(rows) if self.order == "falling" else rows)]
        whole = [row[1:] for row in whole] if self.order == "untimed" else whole
        return json_lines(whole) if self.way == "json" else WAYS[self.way](whole)


_LATER = st.builds(
    _Later, st.sampled_from(["rising", "falling", "mixed", "untimed"]), st.sampled_from(["json", *sorted(WAYS)])
)


@given(mails=_MAILS, names=_NAMES_OF_EVENTS, words=_WORDS, later=_LATER, which=st.integers(0, 5))
def test_a_mail_that_arrived_in_the_end_is_no_failure(
    mails: list[_Mail], names: tuple[str, ...], words: tuple[str, str], later: _Later, which: int
) -> None:
    place = which % len(mails)
    mails[place] = mails[place]._replace(failed=True)
    table = _table(mails, names, words)
    text = later.written(table, place, [*table[place + 1][:4], words[0], ""])
    mails[place] = mails[place]._replace(failed=False)
    assert _failed(text) == _expected(mails), text
    codes = {_REPLIES[mail.reply] for mail in mails if mail.failed} - {None}
    assert judge(text)["code"] in (codes or {None}), text


@given(mails=_MAILS, names=_NAMES_OF_EVENTS, words=_WORDS, later=_LATER)
def test_what_arrived_at_somebody_else_settles_nothing(
    mails: list[_Mail], names: tuple[str, ...], words: tuple[str, str], later: _Later
) -> None:
    mails[0] = mails[0]._replace(failed=True)
    table = _table(mails, names, words)
    text = later.written(table, 0, [*table[1][:2], "another@fabrikam.example", table[1][3], words[0], ""])
    assert _failed(text) == _expected(mails), text


@given(names=_NAMES_OF_EVENTS, words=_WORDS, later=_LATER)
def test_what_a_relay_took_and_then_bounced_is_a_failure(
    names: tuple[str, ...], words: tuple[str, str], later: _Later
) -> None:
    table = _table([_Mail(failed=False, subject=subject, reply="") for subject in ("Plan", "Map")], names, words)
    text = later.written(table, 0, [*table[1][:4], words[1], _LED])
    assert _failed(text) == ("failure", [_address(0)]), text
    assert judge(text)["code"] == "5.7.705", text


@given(mails=_MAILS, answers=st.sampled_from([("Yes", "No"), ("true", "false"), ("1", "0"), ("x", "")]), shape=_SHAPES)
def test_a_yes_below_a_status_word_is_that_status(mails: list[_Mail], answers: tuple[str, str], shape: _Shape) -> None:
    yes, no = answers
    rows = [
        [_address(place), mail.subject, no if mail.failed else yes, yes if mail.failed else no]
        for place, mail in enumerate(mails)
    ]
    assume(yes != "x" or len({mail.failed for mail in mails}) == 2)  # a column of nothing says nothing
    text = shape.written([["Recipient", "Subject", "Delivered", "Bounced"], *rows])
    assert _failed(text) == _expected(mails), text


@given(
    first=_MAILS,
    second=_MAILS,
    names=st.sampled_from(_NAMES),
    words=_WORDS,
    way=st.sampled_from(["commas", "markdown"]),
)
def test_a_failure_counts_in_the_second_table_too(
    first: list[_Mail], second: list[_Mail], names: tuple[str, ...], words: tuple[str, str], way: str
) -> None:
    tables = [_table(first, names, words), _table(second, _NAMES[1], ("Delivered", "Failed"))]
    below = [[cell.replace("r", "q", 1) if cell[:1] == "r" else cell for cell in row] for row in tables[1][1:]]
    text = f"{WAYS[way](tables[0])}\nThe other server has this.\n\n{WAYS[way]([tables[1][0], *below])}"
    verdict = judge(text)
    assert (verdict["kind"] == "failure") == any(mail.failed for mail in (*first, *second)), text
    failed = {row["address"] for row in verdict["recipients"] if row["action"] == "failed"}
    expected = {_address(place) for place, mail in enumerate(first) if mail.failed}
    expected |= {_address(place).replace("r", "q", 1) for place, mail in enumerate(second) if mail.failed}
    assert failed == expected, text


def _pairs(table: Table, way: str) -> str:
    """Return the first row as a table of names and values."""
    return WAYS[way]([["Name", "Value"], *map(list, zip(*table[:2], strict=True))])


_DRAWN = st.sampled_from(["markdown", "boxed", "html", "asciidoc", "asciidoc-cells", "dokuwiki", "mediawiki"])


@given(mails=_MAILS, names=st.sampled_from(_NAMES), words=_WORDS, way=_DRAWN)
def test_a_table_of_names_and_values_says_the_same(
    mails: list[_Mail], names: tuple[str, ...], words: tuple[str, str], way: str
) -> None:
    text = _pairs(_table(mails, names, words), way)
    assert _failed(text) == _expected(mails[:1]), text


@given(way=_DRAWN, name=st.sampled_from(["event", "eventType", "delivery_status"]))
def test_a_mail_s_id_and_a_word_make_a_table_of_names_and_values_a_mail_s(way: str, name: str) -> None:
    table = [["message_id", name, "SMTPCode", "Error"], ["<1f2c@contoso.example>", "delayed", "0", "delivering..."]]
    assert judge(_pairs(table, way))["kind"] == "delay"


@given(mails=_MAILS, names=st.sampled_from(_NAMES[:3]), words=_WORDS, way=st.sampled_from(sorted(NAMED)))
def test_cells_with_their_names_say_the_same(
    mails: list[_Mail], names: tuple[str, ...], words: tuple[str, str], way: str
) -> None:
    text = NAMED[way](_table(mails, names, words))
    assert _failed(text) == _expected(mails), text
    codes = {_REPLIES[mail.reply] for mail in mails if mail.failed} - {None}
    assert judge(text)["code"] in (codes or {None}), text


#: Tables of other things, which have what looks like codes, or words that mails fail with.
_FOREIGN: dict[str, Table] = {
    "prices": [
        ["Pos.", "Article", "Description", "Quantity", "Total"],
        ["5.7.1", "PU-550", "Pump 550 l/min", "2", "2408.00"],
        ["5.7.2", "FI-9", "Filter, rejected in test", "1", "41.00"],
    ],
    "versions": [
        ["Host", "Product", "Installed", "Available", "Update status"],
        ["db01", "Server", "5.7.44", "8.0.40", "Pending"],
        ["db02", "Server", "5.7.1", "8.0.40", "Failed"],
    ],
    "requirements": [
        ["Req.", "Chapter", "Text", "Result"],
        ["R-101", "5.7.1", "The pump shall reject access.", "failed"],
        ["R-102", "5.4.1", "Access denied is shown.", "passed"],
    ],
    "jobs": [
        ["Job", "Owner", "Start", "Status", "Agent"],
        ["Mail archive", "ops@contoso.example", "2026-11-23 22:00", "Failed", "5.7.1"],
        ["Files", "ops@contoso.example", "2026-11-23 23:00", "Success", "5.7.1"],
    ],
    "payments": [
        ["Created", "Amount", "Status", "Decline reason", "Customer email"],
        ["2026-11-20 10:10", "550.00", "Failed", "insufficient_funds", "pat@fabrikam.example"],
        ["2026-11-20 10:12", "42.00", "Paid", "none", "kim@fabrikam.example"],
    ],
    "parcels": [
        ["Tracking No", "Consignee", "E-mail", "Status", "Code", "Remark"],
        ["JD5710001", "Pat", "pat@fabrikam.example", "Delivered", "250", "left with neighbour"],
        ["JD5710002", "Kim", "kim@fabrikam.example", "Delivery failed", "550", "recipient unknown, returned to sender"],
    ],
    "texts": [
        ["date", "sender", "msisdn", "status", "error", "text"],
        ["2026-11-24", "SHOP", "+46700000001", "DELIVRD", "000", "Your code is 5.7.1"],
        ["2026-11-24", "SHOP", "+46700000002", "UNDELIV", "550", "Your code is 551"],
    ],
    "accounts": [
        ["Name", "Primary address", "Kind", "Office"],
        ["Pat", "pat@contoso.example", "UserMailbox", "Room 5.1.1"],
        ["Undeliverable Mail", "undeliverable@contoso.example", "SharedMailbox", "Room 5.7.1"],
    ],
}


@given(name=st.sampled_from(sorted(_FOREIGN)), shape=_SHAPES)
def test_a_table_of_something_else_is_no_bounce(name: str, shape: _Shape) -> None:
    text = shape.written(_FOREIGN[name])
    assert judge(text)["kind"] == "not-a-bounce", text


@given(name=st.sampled_from(sorted(_FOREIGN)), way=_DRAWN)
def test_names_and_values_of_something_else_are_text(name: str, way: str) -> None:
    """As in the text of a person, words such as "undeliverable" beside an address count there, but prove nothing."""
    head, *rows = _FOREIGN[name]
    verdicts = [judge(_pairs([head, row], way)) for row in rows]
    assert not any(
        verdict["kind"] in {"failure", "delay"} and verdict["certainty"] == "certain" for verdict in verdicts
    )


@pytest.mark.parametrize("name", sorted(_FOREIGN))
def test_lines_of_json_on_something_else_are_no_bounce(name: str) -> None:
    assert judge(json_lines(_FOREIGN[name]))["kind"] == "not-a-bounce"


@pytest.mark.parametrize("way", sorted(set(NAMED) - {"logfmt", "cef"}))
@pytest.mark.parametrize("name", sorted(_FOREIGN))
def test_records_of_something_else_are_no_bounce(name: str, way: str) -> None:
    head = [name.replace(".", "") for name in _FOREIGN[name][0]]
    text = NAMED[way]([head, *_FOREIGN[name][1:]])
    assert judge(text)["kind"] == "not-a-bounce", text


#: Tables of numbers like those of codes and replies, beside the addresses of people.
_NUMBERED: dict[str, Table] = {
    "rooms": [
        ["Name", "Extension", "Room", "Mail"],
        ["Pat", "550", "5.7.1", "pat@contoso.example"],
        ["Kim", "451", "4.4.7", "kim@contoso.example"],
    ],
    "articles": [
        ["Article code", "Description", "Quantity", "Contact"],
        ["5.7.1", "Hinge", "550", "sales@fabrikam.example"],
        ["5.1.10", "Lock", "12", "info@fabrikam.example"],
    ],
    "firewall": [
        ["Rule", "Port", "Action", "Owner", "Deputy"],
        ["5.7.1", "550", "Reject", "ops@contoso.example", "pat@contoso.example"],
        ["5.4.1", "554", "Reject", "ops@contoso.example", "pat@contoso.example"],
    ],
    "printers": [
        ["Printer", "Error code", "Firmware", "Contact"],
        ["P-550", "5.7.1", "2.1.1", "ops@contoso.example"],
        ["P-551", "5.2.2", "2.1.1", "ops@contoso.example"],
    ],
}


@pytest.mark.parametrize("way", sorted({*WAYS, *NAMED} - {"logfmt", "cef", "turned"}))
@pytest.mark.parametrize("name", sorted(_NUMBERED))
def test_numbers_beside_the_addresses_of_people_are_no_codes(name: str, way: str) -> None:
    text = {**WAYS, **NAMED}[way](_NUMBERED[name])
    assert judge(text)["kind"] == "not-a-bounce", text
    assert judge(json_lines(_NUMBERED[name]))["kind"] == "not-a-bounce"


class _Waiting(NamedTuple):
    """A mail in a queue: how many recipients it has, why it waits, and whether another recipient has it already."""

    recipients: int
    reason: str
    is_partly_sent: bool = False


_REASONS = st.sampled_from(
    ["", "connect to mx.fabrikam.example[203.0.113.9]:25: Connection timed out", "450 4.2.0 Greylisted, see (docs)"]
)
_QUEUES = st.lists(st.builds(_Waiting, st.integers(1, 3), _REASONS, st.booleans()), min_size=1, max_size=5)


def _waiting_in(queue: list[_Waiting], *, has_reasons: bool = True) -> list[str]:
    """Return who waits for a reason, or everybody if the listing gives no reasons."""
    explained = has_reasons and any(mail.reason for mail in queue)
    return [
        f"r{at}.{place}@fabrikam.example"
        for at, mail in enumerate(queue)
        if mail.reason or not explained
        for place in range(mail.recipients)
    ]


def _mailq(queue: list[_Waiting]) -> str:
    lines = ["-Queue ID-  --Size-- ----Arrival Time---- -Sender/Recipient-------"]
    for at, mail in enumerate(queue):
        lines.append(
            f"4F2A{at}0AB1C2{' ' if mail.reason else '*'}     1120 Fri Nov 20 14:0{at}:11  sam@contoso.example"
        )
        lines += [f"({mail.reason})"] if mail.reason else []
        lines += [f"{'':41}r{at}.{place}@fabrikam.example" for place in range(mail.recipients)] + [""]
    return "\n".join([*lines, f"-- 5 Kbytes in {len(queue)} Requests.", ""])


def _sendmail(queue: list[_Waiting]) -> str:
    lines = [
        "\t\t/var/spool/mqueue (9 requests)",
        "-----Q-ID----- --Size-- -----Q-Time----- ------------Sender/Recipient--",
    ]
    for at, mail in enumerate(queue):
        lines.append(f"5AKE{at}B1x004412     2210 Fri Nov 20 14:0{at} <sam@contoso.example>")
        lines += [f"                 (Deferred: {mail.reason})"] if mail.reason else []
        lines += [f"\t\t\t\t\t <r{at}.{place}@fabrikam.example>" for place in range(mail.recipients)]
    return "\n".join([*lines, "\t\tTotal requests: 9", ""])


def _exim(queue: list[_Waiting]) -> str:
    lines = []
    for at, mail in enumerate(queue):
        lines.append(f" {at + 1}h  3.4K 1vEk7{at}-0000000Abcd-2LMn <sam@contoso.example>")
        lines += ["          D done@fabrikam.example"] if mail.is_partly_sent else []
        lines += [f"            r{at}.{place}@fabrikam.example" for place in range(mail.recipients)] + [""]
    return "\n".join(lines)


#: What becomes of a listing's blanks where somebody copies it.
_COPIES: dict[str, Callable[[str], str]] = {
    "set in": lambda text: textwrap.indent(text, "    "),
    "quoted": lambda text: textwrap.indent(text, "> "),
    "columns lost": lambda text: re.sub(r"[ \t]+", " ", text),
    "columns and margin lost": lambda text: re.sub(r"(?m)^ ", "", re.sub(r"[ \t]+", " ", text)),
    "tabs": lambda text: re.sub(r" {2,}", "\t", text),
    "head lost": lambda text: text.partition("-Sender/Recipient")[2].partition("\n")[2],
}


@given(queue=_QUEUES, shape=st.sampled_from([_mailq, _sendmail]), copy=st.sampled_from(sorted(_COPIES)))
def test_the_copy_of_a_queue_says_the_same(
    queue: list[_Waiting], shape: Callable[[list[_Waiting]], str], copy: str
) -> None:
    waiting = _waiting_in(queue)
    text = _COPIES[copy](shape(queue))
    assert _failed(text) == ("delay", sorted(waiting)), text


def _postqueue(queue: list[_Waiting]) -> str:
    lines = []
    for at, mail in enumerate(queue):
        why = {"delay_reason": mail.reason} if mail.reason else {}
        names = [{"address": f"r{at}.{place}@fabrikam.example", **why} for place in range(mail.recipients)]
        head = {"queue_name": "deferred" if mail.reason else "active", "queue_id": f"4F2A{at}0AB1C2"}
        lines.append(json.dumps({**head, "arrival_time": 1795083600 + at, "sender": _SENDER, "recipients": names}))
    return "\n".join(lines)


@given(queue=_QUEUES, shape=st.sampled_from([_mailq, _sendmail, _exim, _postqueue]))
def test_those_in_a_queue_wait_for_its_reasons_or_all(
    queue: list[_Waiting], shape: Callable[[list[_Waiting]], str]
) -> None:
    waiting = _waiting_in(queue, has_reasons=shape is not _exim)
    text = shape(queue)
    assert _failed(text) == ("delay", sorted(waiting)), text
    codes = {"4.2.0" if mail.reason.startswith("450") else None for mail in queue}
    assert judge(text)["code"] in (codes if shape is not _exim else {None}), text


_NO_ROUTE = "There is currently no route to the mailbox database."
#: What queues of Exchange's are, and whether their mail waits: the domain, the status, the last error.
_OF_EXCHANGE = {
    ("fabrikam.example", "Ready", ""): False,
    ("mdb-04", "Active", ""): False,
    ("hub2.contoso.example", "Connecting", ""): False,
    ("fabrikam.example", "Suspended", ""): True,
    ("fabrikam.example", "Retry", ""): True,
    ("mdb-04", "Ready", _NO_ROUTE): True,
    ("Unreachable Domain", "Ready", ""): True,
    ("Poison Message", "Ready", ""): True,
}
_SIZED = st.tuples(st.sampled_from(sorted(_OF_EXCHANGE)), st.sampled_from([0, 1, 5, 550]))


def _format_list(table: Table) -> str:
    names, *rows = table
    return "\n\n".join("\n".join(map("{:14}: {}".format, names, row)) for row in rows) + "\n"


_PRINTED: dict[str, Callable[[Table], str]] = {
    **{way: WAYS[way] for way in ("printed", "commas", "semicolons", "tabs", "markdown", "html")},
    "json": json_lines,
    "list": _format_list,
}


@given(queues=st.lists(_SIZED, min_size=1, max_size=6), way=st.sampled_from(sorted(_PRINTED)))
def test_the_mails_in_queues_are_counted(queues: list[tuple[tuple[str, str, str], int]], way: str) -> None:
    names = ["Identity", "Status", "MessageCount", "NextHopDomain", "LastError"]
    rows = [[f"HUB1\\{at}", one[1], str(size), one[0], one[2]] for at, (one, size) in enumerate(queues)]
    text = _PRINTED[way]([names, *rows])
    waiting = sum(size for one, size in queues if _OF_EXCHANGE[one])
    verdict = judge(text)
    assert verdict["kind"] == ("delay" if waiting else "not-a-bounce"), text
    total = sum(size for _, size in queues)
    assert verdict["headline"].startswith(f"{waiting:,} of {total:,} " if waiting else f"{total:,} "), text


#: Words of which each is of mail only, and whether a mail that has it failed.
_KINDS = {"Hard bounce": True, "Soft bounce": True, "Undelivered": True, "Deferred": False, "Delivered": False}
_TALLIES = st.dictionaries(st.sampled_from(sorted(_KINDS)), st.integers(1, 600), min_size=3)


@given(tally=_TALLIES, names=st.sampled_from([("Type", "Count"), ("Event", "Total"), ("Result", "Messages")]))
@pytest.mark.parametrize("way", ["printed", "markdown", "html", "json"])
def test_a_table_that_counts_failures_gives_no_reason(tally: dict[str, int], names: tuple[str, str], way: str) -> None:
    text = {**WAYS, "json": json_lines}[way]([list(names), *([kind, str(count)] for kind, count in tally.items())])
    failed = sum(count for kind, count in tally.items() if _KINDS[kind])
    verdict = judge(text)
    assert (verdict["kind"], verdict["code"]) == ("failure", None), text
    assert verdict["headline"].startswith(f"{failed:,} failure"), text


@pytest.mark.parametrize("words", [("Passed", "Failed", "Skipped"), ("Delivered", "Failed", "Delayed")])
@pytest.mark.parametrize("way", ["printed", "markdown", "html", "json"])
def test_a_table_that_counts_anything_else_is_no_bounce(words: tuple[str, ...], way: str) -> None:
    text = {**WAYS, "json": json_lines}[way]([["Result", "Count"], *([word, "550"] for word in words)])
    assert judge(text)["kind"] == "not-a-bounce", text
