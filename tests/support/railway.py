"""A second invented organization, Northwind Rail, whose exports come from a German computer.

Its kiosks send from a subdomain that nobody registered. In January somebody made a connector and sent vouchers by it.
The trace is Get-MessageTraceV2 with -UseCulture, the hours after it are the admin center's list an hour ahead of UTC.
"""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from tests.support import organization as org
from tests.support.organization import Mail, Table

KIOSK, RELAY = "198.51.100.66", "203.0.113.5"
_KIOSK, _GIFT, _YARD = (
    "tickets@kiosk.northwind.example",
    "gift@voucher-fest.example",
    "depot@yard.northwind-cargo.example",
)


def _mail(number: int, time: str, *rest: str) -> Mail:
    return Mail(number, f"2026-01-{time}Z", *rest)._replace(subject="Fahrplanänderung 5.7.1")


#: What the trace has.
TRACED = (
    _mail(1, "12T21:30:00", _KIOSK, "ida@adatum.example", "delivered", KIOSK),
    _mail(2, "13T02:15:00", _GIFT, "a@tailspin.example", "delivered", RELAY),
    _mail(3, "13T02:59:59", _GIFT, "b@tailspin.example", "failed", RELAY),
    _mail(4, "13T03:00:01", _KIOSK, "ida@adatum.example", "failed", KIOSK),
    _mail(5, "13T03:10:00", _KIOSK, "jon@adatum.example", "failed", KIOSK),
    _mail(6, "13T03:20:00", _KIOSK, "kai@wingtip.example", "failed", KIOSK),
    _mail(7, "13T04:00:00", _YARD, "ida@adatum.example", "delivered", KIOSK),
    _mail(8, "13T04:05:00", "ida@adatum.example", "olga@northwind.example", "delivered", "192.0.2.71"),
)
#: What the admin center's list has.
LISTED = (
    _mail(9, "13T23:45:10", "olga@northwind.example", "ida@adatum.example", "delivered"),
    _mail(10, "14T00:10:20", _KIOSK, "ida@adatum.example", "delivered"),
    _mail(11, "14T00:20:30", "olga@northwind.example", "jon@adatum.example", "pending"),
)
_ACCEPTED: Table = [
    ["DomainName", "DomainType", "MatchSubDomains", "SendingFromDomainDisabled"],
    ["northwind.example", "Authoritative", "False", "False"],
    ["northwind-cargo.example", "Authoritative", "True", "False"],
]


def _german(table: Table, place: int, mails: Sequence[Mail], ahead: int = 0) -> Table:
    times = (datetime.fromisoformat(mail.time[:19]) + timedelta(hours=ahead) for mail in mails)
    rows = (
        [*row[:place], f"{time:%d.%m.%Y %H:%M:%S}", *row[place + 1 :]]
        for row, time in zip(table[1:], times, strict=True)
    )
    return [table[0], *rows]


def _list() -> Table:
    head, *rows = org.listed(LISTED, ("Zugestellt", "Fehlgeschlagen", "Ausstehend"))
    head = ["Datum (UTC+01:00)", "Absender", "Empfänger", "Betreff", "Status"]
    return _german([head, *rows], 0, LISTED, ahead=1)


def _connectors() -> str:
    found = [("Kiosks", [KIOSK], "2022-05-06T07:08:09Z"), ("mx-backup", ["203.0.113.0/29"], "2026-01-13T01:02:03Z")]
    items = [
        {
            "Name": name,
            "Enabled": True,
            "ConnectorType": "OnPremises",
            "SenderIPAddresses": {"value": addresses, "Count": 1},
            "WhenCreatedUTC": time,
            "WhenChangedUTC": time,
        }
        for name, addresses, time in found
    ]
    return json.dumps(items)


def _audit() -> Table:
    by, what = "root@northwind.example", "New-InboundConnector"
    made = {
        "CreationTime": "2026-01-13T01:02:03",
        "Operation": what,
        "ObjectId": "mx-backup",
        "UserId": by,
        "ClientIP": "[2001:db8::7]:50100",
        "Parameters": [{"Name": "Name", "Value": "mx-backup"}],
    }
    head = ["RecordId", "CreationDate", "RecordType", "Operation", "UserId", "AuditData"]
    return [head, ["1", "2026-01-13T01:02:03.0000000Z ", "1", what, by, json.dumps(made)]]


FILES = {
    "Ablauf.csv": org.text(_german(org.trace(TRACED), 2, TRACED), ";").encode("cp1252"),
    "Liste.csv": org.text(_list(), "\t").encode("utf-16"),
    "Domänen.txt": org.printed(_ACCEPTED).encode("utf-16"),
    "Verbinder.json": _connectors().encode("utf-16-le"),
    "Protokoll.csv": org.text(_audit()).encode("utf-8-sig"),
    "Einzelheiten.csv": org.text(_german(org.details(TRACED[3]), 2, [TRACED[3]] * 2), ";").encode(),
}
#: Of each domain: registered, messages, failed, codes, last delivered before, first failure, delivered again, advice,
#: and the way that its mail came.
EXPECTED: dict[str, tuple[Any, ...]] = {
    "kiosk.northwind.example": (
        *("subdomain", 5, 3, {"5.7.750": 1}),
        *("2026-01-12T21:30:00Z", "2026-01-13T03:00:01Z", "2026-01-14T00:10:20Z", "register", (KIOSK, "Kiosks")),
    ),
    "voucher-fest.example": (
        *("foreign", 2, 1, {}),
        *("2026-01-13T02:15:00Z", "2026-01-13T02:59:59Z", None, "stop", (RELAY, "mx-backup")),
    ),
    "northwind.example": ("accepted", 2, 0, {}, "2026-01-13T23:45:10Z", None, None, None, (None, None)),
    "yard.northwind-cargo.example": ("covered", 1, 0, {}, "2026-01-13T04:00:00Z", None, None, None, (KIOSK, "Kiosks")),
}
