"""An invented organization, Contoso Dairy, and its mail as each of Microsoft's exports has it.

Its scanners send from a subdomain that nobody registered, by a connector of their own. In the night before the block
somebody with an admin's password made a second connector, and sent mail from a domain of his own by it.
"""

import csv
import io
import json
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

LED = (
    "[{LED=550 5.7.750 Service unavailable. Client blocked from sending from unregistered domains"
    " [AM0PR01MB0001.eurprd01.prod.exchangelabs.example 2026-09-03T06:15:09.120Z 08DE0000A1B2C3D4]};"
    "{MSG=};{FQDN=};{IP=};{LRT=9/3/2026 6:15:09 AM}]"
)
Table = list[list[str]]


class Mail(NamedTuple):
    """One mail to one recipient; `state` is delivered, failed or pending."""

    number: int
    time: str
    sender: str
    recipient: str
    state: str
    client: str = ""
    connector: str = ""
    subject: str = "Hello"

    @property
    def id(self) -> str:
        """Its network message id."""
        return f"7c1d0000-aaaa-4bbb-8ccc-{self.number:012d}"

    @property
    def message(self) -> str:
        """Its Message-ID."""
        return f"<{self.number}.dairy@contoso.example>"

    @property
    def local(self) -> str:
        """Its time as a PC set to English (United States) writes it."""
        year, month, day = map(int, self.time[:10].split("-"))
        hour = int(self.time[11:13])
        return f"{month}/{day}/{year} {hour % 12 or 12}:{self.time[14:19]} {'AM' if hour < 12 else 'PM'}"


SCANNER, RELAY = "198.51.100.7", "203.0.113.130"
MAILS = (
    Mail(
        1,
        "2026-09-02T09:00:00Z",
        "press@scan.contoso.example",
        "ann@fabrikam.example",
        "delivered",
        SCANNER,
        "Scanners",
    ),
    Mail(
        2, "2026-09-03T06:15:09Z", "press@scan.contoso.example", "ann@fabrikam.example", "failed", SCANNER, "Scanners"
    ),
    Mail(3, "2026-09-03T06:20:30Z", "press@scan.contoso.example", "bob@adatum.example", "failed", SCANNER, "Scanners"),
    Mail(4, "2026-09-03T06:10:00Z", "win@big-prize.example", "eve@tailspin.example", "failed", RELAY, "tmp-relay"),
    Mail(5, "2026-09-03T06:10:01Z", "win@big-prize.example", "joe@wingtip.example", "failed", RELAY, "tmp-relay"),
    Mail(6, "2026-09-03T06:10:02Z", "win@big-prize.example", "kim@wingtip.example", "failed", RELAY, "tmp-relay"),
    Mail(7, "2026-09-03T07:00:00Z", "lena@contoso.example", "ann@fabrikam.example", "delivered", subject="News 5.1.1"),
    Mail(
        8,
        "2026-09-03T07:05:00Z",
        "shop@eu.contoso-shop.example",
        "bob@adatum.example",
        "delivered",
        SCANNER,
        "Scanners",
    ),
    Mail(9, "2026-09-03T07:30:00Z", "ann@fabrikam.example", "lena@contoso.example", "delivered", "192.0.2.99"),
    Mail(10, "2026-09-03T08:00:00Z", "lena@contoso.example", "slow@tailspin.example", "pending"),
    Mail(
        11,
        "2026-09-04T10:12:13Z",
        "press@scan.contoso.example",
        "ann@fabrikam.example",
        "delivered",
        SCANNER,
        "Scanners",
    ),
)
FAILED = [mail for mail in MAILS if mail.state == "failed"]


def text(table: Table, delimiter: str = ",", newline: str = "\r\n", *, quoted: bool = True) -> str:
    """Return a table as delimited text."""
    out = io.StringIO(newline="")
    if quoted:
        csv.writer(out, delimiter=delimiter, lineterminator=newline, quoting=csv.QUOTE_ALL).writerows(table)
    else:
        csv.writer(out, delimiter=delimiter, lineterminator=newline).writerows(table)
    return out.getvalue()


def printed(table: Table) -> str:
    """Return a table as Format-List prints it."""
    width = max(map(len, table[0]))
    rows = (
        "".join(f"{name:<{width}} : {cell}\n" for name, cell in zip(table[0], row, strict=True)) for row in table[1:]
    )
    return "\n\n" + "\n".join(rows) + "\n\n"


def columns(table: Table) -> str:
    """Return a table as Format-Table prints it, with room for all cells."""
    widths = [max(map(len, cells)) for cells in zip(*table, strict=True)]
    rows = [table[0], ["-" * len(name) for name in table[0]], *table[1:]]
    lines = [" ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n" + "\n".join(lines) + "\n\n"


def objects(table: Table) -> str:
    """Return a table as ConvertTo-Json writes it."""
    return json.dumps([dict(zip(table[0], row, strict=True)) for row in table[1:]], indent=2)


def _rows(names: str, mails: Iterable[Mail], row: Callable[[Mail], Sequence[str]]) -> Table:
    return [names.split(), *(list(row(mail)) for mail in mails)]


def trace(mails: Sequence[Mail] = MAILS) -> Table:
    """Get-MessageTraceV2."""
    names = "MessageTraceId MessageId Received SenderAddress RecipientAddress FromIP ToIP Subject Status Size"
    return _rows(
        names,
        mails,
        lambda m: (m.id, m.message, m.local, m.sender, m.recipient, m.client, "", m.subject, m.state.title(), "48"),
    )


def trace_of_graph(mails: Sequence[Mail] = MAILS) -> str:
    """Graph's messageTraces."""
    value = [
        {
            "id": m.id,
            "senderAddress": m.sender,
            "recipientAddress": m.recipient,
            "messageId": m.message,
            "receivedDateTime": m.time,
            "subject": m.subject,
            "status": m.state,
        }
        for m in mails
    ]
    return json.dumps({"@odata.context": "https://graph.microsoft.com/beta/$metadata", "value": value})


def summary(mails: Sequence[Mail] = MAILS) -> Table:
    """Return the enhanced summary report."""
    names = (
        "origin_timestamp_utc sender_address recipient_status message_subject total_bytes message_id"
        " network_message_id original_client_ip directionality connector_id delivery_priority"
    )
    said = {"delivered": "Receive, Send", "failed": "Receive, Fail", "pending": "Receive, Defer"}
    return _rows(
        names,
        mails,
        lambda m: (
            *(m.time.replace("Z", ".1234567Z"), m.sender, f"{m.recipient}##{said[m.state]}", m.subject, "48"),
            *(m.message, m.id, m.client, "Incoming" if m.sender.endswith("fabrikam.example") else "Originating"),
            *("To_DefaultOpportunisticTLS", "Normal"),
        ),
    )


def extended(mails: Sequence[Mail] = MAILS) -> Table:
    """Return the extended report: of each mail how it came, and what became of it."""
    names = (
        "date_time_utc client_ip client_hostname server_ip server_hostname source_context connector_id source event_id"
        " internal_message_id message_id network_message_id recipient_address recipient_status total_bytes"
        " recipient_count related_recipient_address reference message_subject sender_address return_path message_info"
        " directionality tenant_id original_client_ip original_server_ip custom_data"
    )
    table = [names.split()]
    for m in mails:
        last = {"delivered": "SENDEXTERNAL", "failed": "FAIL", "pending": "DEFER"}[m.state]
        why = {"failed": LED, "pending": "[{LED=451 4.4.1 Connection timed out}]"}.get(m.state, "250 2.1.5 Ok")
        came = f"S:InboundConnectorData=Name={m.connector};ConnectorType=OnPremises" if m.connector else ""
        for event, reason in (("RECEIVE", ""), ("AGENTINFO", ""), (last, why)):
            table.append(
                [
                    *(m.time, m.client, "", "", "", "", m.connector if event == "RECEIVE" else "", "SMTP", event, "1"),
                    *(m.message, m.id, m.recipient, reason, "48", "1", "", "", m.subject, m.sender, m.sender, ""),
                    *("Originating", "", m.client, "", came if event == "RECEIVE" else ""),
                ]
            )
    return table


def details(mail: Mail = FAILED[0]) -> Table:
    """Get-MessageTraceDetailV2 of one mail."""
    data = (
        f'<root><MEP Name="ClientIP" String="{mail.client}" /><MEP Name="CustomData" Blob="'
        f'S:InboundConnectorData=Name={mail.connector};ConnectorType=OnPremises" /></root>'
    )
    received = (mail.id, mail.message, mail.local, "Receive", "", "Message received by: AM0PR01MB0001", data)
    failed = (mail.id, mail.message, mail.local, "Fail", "", f"Reason: {LED}", "")
    return [["MessageTraceId", "MessageId", "Date", "Event", "Action", "Detail", "Data"], list(received), list(failed)]


def events(mails: Sequence[Mail] = MAILS) -> Table:
    """Defender's EmailEvents."""
    names = (
        "Timestamp NetworkMessageId InternetMessageId SenderMailFromAddress SenderFromAddress SenderIPv4"
        " RecipientEmailAddress Subject EmailDirection DeliveryAction DeliveryLocation Connectors"
    )
    where = {
        "delivered": ("Delivered", "On-premises/External"),
        "failed": ("Blocked", "Failed"),
        "pending": ("Delivered", ""),
    }
    return _rows(
        names,
        [mail for mail in mails if mail.state != "pending"],
        lambda m: (
            *(m.time, m.id, m.message, m.sender, m.sender, m.client, m.recipient, m.subject, "Outbound"),
            *where[m.state],
            m.connector,
        ),
    )


def listed(mails: Sequence[Mail] = MAILS, words: tuple[str, ...] = ("Delivered", "Failed", "Pending")) -> Table:
    """Return the admin center's list, its status words in some language."""
    said = dict(zip(("delivered", "failed", "pending"), words, strict=True))
    names = ["Date (UTC+00:00)", "Sender", "Recipient", "Subject", "Status"]
    return [names, *([m.local, m.sender, m.recipient, m.subject, said[m.state]] for m in mails)]


def tracking(mails: Sequence[Mail] = MAILS) -> Table:
    """Get-MessageTrackingLog with its lists joined."""
    names = "Timestamp EventId Source Sender Recipients RecipientStatus MessageSubject MessageId"
    event = {"delivered": "SENDEXTERNAL", "failed": "FAIL", "pending": "DEFER"}
    why = {"delivered": "250 2.1.5 Recipient OK", "failed": LED, "pending": "[{LED=451 4.4.1 Timed out}]"}
    return _rows(
        names,
        mails,
        lambda m: (m.local, event[m.state], "SMTP", m.sender, m.recipient, why[m.state], m.subject, m.message),
    )


ACCEPTED: Table = [
    ["DomainName", "DomainType", "MatchSubDomains", "SendingFromDomainDisabled", "Default"],
    ["contoso.example", "Authoritative", "False", "False", "True"],
    ["contoso-shop.example", "InternalRelay", "True", "False", "False"],
    ["contoso.onmicrosoft.example", "Authoritative", "False", "False", "False"],
]
CONNECTORS: Table = [
    [
        *("Name", "Enabled", "ConnectorType", "SenderIPAddresses", "SenderDomains"),
        *("TlsSenderCertificateName", "WhenCreatedUTC", "WhenChangedUTC"),
    ],
    [
        "Scanners",
        "True",
        "OnPremises",
        "198.51.100.0/28",
        "smtp:*;1",
        "",
        "2021-02-03T08:00:00Z",
        "2021-02-03T08:00:00Z",
    ],
    [
        "Branch",
        "True",
        "Partner",
        "",
        "smtp:*;1",
        "mail.contoso.example",
        "2020-02-03T08:00:00Z",
        "2020-02-03T08:00:00Z",
    ],
    [
        "tmp-relay",
        "True",
        "OnPremises",
        "203.0.113.128/25",
        "smtp:*;1",
        "",
        "2026-09-02T22:41:00Z",
        "2026-09-02T22:41:00Z",
    ],
]


def _act(time: str, who: str, operation: str, object_: str, parameters: dict[str, str]) -> list[str]:
    data = {
        "CreationTime": time,
        "Operation": operation,
        "ObjectId": object_,
        "UserId": who,
        "ClientIP": "203.0.113.200:50123",
        "Parameters": [{"Name": name, "Value": value} for name, value in parameters.items()],
    }
    return ["ExchangeAdmin", time, who, operation, json.dumps(data)]


AUDIT: Table = [
    ["RecordType", "CreationDate", "UserIds", "Operations", "AuditData"],
    _act("2026-09-02T22:41:00", "ops@contoso.example", "New-InboundConnector", "tmp-relay", {"Name": "tmp-relay"}),
    _act(
        "2026-09-02T22:55:10",
        "lena@contoso.example",
        "New-InboxRule",
        "lena\\Rule",
        {"Name": ".", "DeleteMessage": "True"},
    ),
]
QUEUES: Table = [
    ["Identity", "DeliveryType", "NextHopDomain", "Status", "MessageCount", "LastError"],
    [
        *("EX9\\7", "SmartHostConnectorDelivery", "contoso-example.mail.protection.outlook.example", "Retry", "12"),
        "[{LRT=9/3/2026 6:20:00 AM};{LED=451 4.7.500 Server busy. Please try again later};{FQDN=};{IP=192.0.2.1}]",
    ],
]
SESSION = """\
#Software: Microsoft Exchange Server
#Log-type: SMTP Send Protocol Log
#Fields: date-time,connector-id,session-id,sequence-number,local-endpoint,remote-endpoint,event,data,context
2026-09-03T06:15:00.000Z,Out,08DE0000A1B2C3D4,0,10.0.0.1:1,192.0.2.1:25,*,,attempting to connect
2026-09-03T06:15:00.100Z,Out,08DE0000A1B2C3D4,1,10.0.0.1:1,192.0.2.1:25,<,220 mx.example ready,
2026-09-03T06:15:00.200Z,Out,08DE0000A1B2C3D4,2,10.0.0.1:1,192.0.2.1:25,>,EHLO gw.contoso.example,
2026-09-03T06:15:00.300Z,Out,08DE0000A1B2C3D4,3,10.0.0.1:1,192.0.2.1:25,<,250  mx.example Hello,
2026-09-03T06:15:00.400Z,Out,08DE0000A1B2C3D4,4,10.0.0.1:1,192.0.2.1:25,>,MAIL FROM:<press@scan.contoso.example>,
2026-09-03T06:15:00.500Z,Out,08DE0000A1B2C3D4,5,10.0.0.1:1,192.0.2.1:25,>,RCPT TO:<ann@fabrikam.example>,
2026-09-03T06:15:00.600Z,Out,08DE0000A1B2C3D4,6,10.0.0.1:1,192.0.2.1:25,<,250 2.1.0 Sender OK,
2026-09-03T06:15:00.700Z,Out,08DE0000A1B2C3D4,7,10.0.0.1:1,192.0.2.1:25,<,250 2.1.5 Recipient OK,
2026-09-03T06:15:00.800Z,Out,08DE0000A1B2C3D4,8,10.0.0.1:1,192.0.2.1:25,>,BDAT 48 LAST,
2026-09-03T06:15:00.900Z,Out,08DE0000A1B2C3D4,9,10.0.0.1:1,192.0.2.1:25,<,550 5.7.750 Service unavailable,
"""
