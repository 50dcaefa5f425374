"""A third invented organization, Coho Clinic: a blocked account (5.7.705) and unregistered domains (5.7.750) at once.

Its trace comes from a French computer in days that could be months, its later list from the Japanese admin center three
hours behind UTC and cut off. One admin changed the old connector, another one created a new one, and from the same
address somebody gave the blocked account an inbox rule.
"""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from tests.support import organization as org
from tests.support.organization import Mail, Table

SCANNER, PROBE, RELAY, INTRUDER = "198.51.100.20", "198.51.100.30", "203.0.113.70", "203.0.113.9"
_SCAN, _PAY, _NODE = "press@scan.coho.example", "x@pay-refund.example", "robot@node.coho-labs.example"
_NINA, _OMAR = "nina@coho.example", "omar@coho.example"
_UNREGISTERED = "5.7.750 Service unavailable. Client blocked from sending from unregistered domains"
_BLOCKED = "5.7.705 Access denied, tenant has exceeded threshold"


def _mail(number: int, time: str, *rest: str) -> Mail:
    return Mail(number, f"2027-03-{time}Z", *rest)._replace(subject='Rapport "5.4.1"\nsuite')


#: What the trace has, newest first.
TRACED = (
    _mail(16, "10T15:20:00", _NINA, "r5@tailspin.example", "failed"),
    _mail(15, "10T15:10:00", _NINA, "r1@tailspin.example", "pending"),
    _mail(14, "10T14:30:00", _OMAR, "a@fabrikam.example", "delivered"),
    _mail(13, "10T14:04:00", _NINA, "r4@tailspin.example", "failed"),
    _mail(12, "10T14:03:00", _NINA, "r3@tailspin.example", "failed"),
    _mail(11, "10T14:02:00", _NINA, "r2@tailspin.example", "delivered"),
    _mail(10, "10T14:01:00", _NINA, "r1@tailspin.example", "delivered"),
    _mail(9, "10T13:50:00", _NINA, _OMAR, "delivered"),
    _mail(8, "10T13:45:00", "a@fabrikam.example", _OMAR, "delivered", "192.0.2.14"),
    _mail(7, "10T13:40:00", _SCAN, "b@adatum.example", "failed", SCANNER),
    _mail(6, "10T13:06:00", _PAY, "e@wingtip.example", "failed", RELAY),
    _mail(5, "10T13:05:10", _SCAN, "a@fabrikam.example", "failed", SCANNER, "Imaging"),
    _mail(4, "10T12:58:00", _PAY, "d@tailspin.example", "failed", RELAY),
    _mail(3, "10T12:50:00", _PAY, "c@tailspin.example", "delivered", RELAY),
    _mail(2, "10T11:00:00", _NODE, "b@adatum.example", "delivered", PROBE),
    _mail(1, "09T10:00:00", _SCAN, "a@fabrikam.example", "delivered", SCANNER),
)
#: What the extended report has, and why each failed.
_REASONS = {5: _UNREGISTERED, 6: _UNREGISTERED, 12: _BLOCKED, 16: _BLOCKED}
#: What the admin center's list has; it is cut in its last row.
_LISTED = (
    _mail(21, "11T02:30:00", _SCAN, "a@fabrikam.example", "delivered"),
    _mail(22, "11T03:00:00", _OMAR, "b@adatum.example", "pending"),
    _mail(23, "11T03:10:00", _OMAR, "c@tailspin.example", "failed"),
)


def _written(table: Table, place: int, mails: Sequence[Mail], form: str, ahead: int = 0) -> Table:
    times = [datetime.fromisoformat(mail.time[:19]) + timedelta(hours=ahead) for mail in mails]
    rows = zip(table[1:], times, strict=True)
    return [table[0], *([*row[:place], time.strftime(form), *row[place + 1 :]] for row, time in rows)]


def _extended() -> Table:
    mails = [mail for mail in TRACED if mail.number in _REASONS]
    head, *rows = org.extended(mails)
    reasons = [_REASONS[mail.number] for mail in mails for _ in range(3)]
    for row, reason in zip(rows, reasons, strict=True):
        if row[head.index("event_id")] == "FAIL":
            row[0] = f"{row[0][:17]}{int(row[0][17:19]) + 2:02}.5000000Z"  # each is refused two seconds later
            row[head.index("recipient_status")] = f"[{{LED=550 {reason}}};{{MSG=}};{{FQDN=}};{{IP=}}]"
    return [head, *reversed(rows)]


def _list() -> str:
    table = _written(org.listed(_LISTED, ("配信済み", "失敗", "保留中")), 0, _LISTED, "%Y/%m/%d %H:%M:%S", ahead=-3)
    table[0] = ["日付 (UTC-03:00)", "送信者", "受信者", "件名", "状態"]
    text = org.text(table, "\t")
    return text[: text.index("tailspin.example")]


def _connectors() -> Table:
    head = ["Name", "Enabled", "ConnectorType", "SenderIPAddresses", "TlsSenderCertificateName", "WhenCreatedUTC"]
    return [
        head,
        ["Imaging", "True", "OnPremises", "{198.51.100.0/26}", "", "2024-02-02T00:00:00Z"],
        ["By certificate", "True", "Partner", "{}", "mail.coho.example", "2023-02-02T00:00:00Z"],
        ["edge-2", "True", "OnPremises", "{192.0.2.200, 203.0.113.64/26}", "", "2027-03-05T23:10:00Z"],
    ]


def _act(time: str, who: str, from_: str, operation: str, object_: str) -> list[str]:
    data = {"CreationTime": time, "Operation": operation, "ObjectId": object_, "UserId": who, "ClientIP": from_}
    return ["1", time, who, operation, json.dumps(data), "1"]


def _audit() -> Table:
    head = ["RecordType", "CreationDate", "UserIds", "Operations", "AuditData", "ResultIndex"]
    rows = [
        _act("2027-03-08T09:00:00", "it1@coho.example", "192.0.2.9:4001", "Set-InboundConnector", "Imaging"),
        _act("2027-03-06T00:05:00", "Nina@coho.example", f"{INTRUDER}:4002", "New-InboxRule", "nina\\.. move"),
        _act("2027-03-05T23:10:00", "it2@coho.example", f"{INTRUDER}:4001", "New-InboundConnector", "edge-2"),
    ]
    return [head, *rows, *rows[1:]]  # pages of the audit log overlap


FILES = {
    "suivi.csv": org.text(_written(org.trace(TRACED), 2, TRACED, "%d/%m/%Y %H:%M:%S"), ";").encode("utf-8-sig"),
    "MTDetail.csv": org.text(_extended()).encode("utf-16-le"),
    "一覧.csv": _list().encode("utf-16"),
    "domaines.json": json.dumps(
        [
            {"DomainName": "coho.example", "MatchSubDomains": False},
            {"DomainName": "coho-labs.example", "MatchSubDomains": True},
        ]
    ).encode(),
    "connecteurs.txt": org.printed(_connectors()).encode("cp850"),
    "audit.csv": org.text(_audit(), "|").encode(),
    "clients.csv": b"Sender address,Domain,TLS 1.0,TLS 1.2,Messages sent\nnina@coho.example,coho.example,0,412,412\n",
}
#: Of each domain as in `railway`.
EXPECTED: dict[str, tuple[Any, ...]] = {
    "coho.example": (
        *("accepted", 8, 3, {"5.7.705": 2}),
        *("2027-03-10T14:02:00Z", "2027-03-10T14:03:02Z", None, "look", (None, None)),
    ),
    "scan.coho.example": (
        *("subdomain", 4, 2, {"5.7.750": 1}),
        *("2027-03-09T10:00:00Z", "2027-03-10T13:05:12Z", "2027-03-11T02:30:00Z", "register", (SCANNER, "Imaging")),
    ),
    "pay-refund.example": (
        *("foreign", 3, 2, {"5.7.750": 1}),
        *("2027-03-10T12:50:00Z", "2027-03-10T12:58:00Z", None, "stop", (RELAY, "edge-2")),
    ),
    "node.coho-labs.example": ("covered", 1, 0, {}, "2027-03-10T11:00:00Z", None, None, None, (PROBE, "Imaging")),
}
MESSAGES = {"all": 18, "outside": 16, "failed": 7, "delivered": 7, "waiting": 2}
#: Address, messages, recipients, failed, most in an hour, that hour, first.
ACCOUNTS = [
    (_NINA, 6, 5, 3, 4, "2027-03-10T14:00Z", "2027-03-10T14:01:00Z"),
    (_OMAR, 2, 2, 0, 1, "2027-03-11T03:00Z", "2027-03-10T14:30:00Z"),
    (_NODE, 1, 1, 0, 1, "2027-03-10T11:00Z", "2027-03-10T11:00:00Z"),
]
