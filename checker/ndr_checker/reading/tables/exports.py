"""What each of Microsoft's exports is, by its columns: a file's name says nothing, and columns come in any order.

Sources of the columns: Microsoft Learn's pages on the cmdlets and reports, and exports of live tenants.
"""

from collections.abc import Iterable
from typing import Final, NamedTuple

_NEXT_TRACE: Final = (
    "Get the reason from the trace's details (Get-MessageTraceDetailV2), from an extended report"
    " (Start-HistoricalSearch -ReportType MessageTraceDetail) or from one of the bounces."
)
_NEXT_DETAILS: Final = (
    "If the details are cut off, print them with Format-List or Export-Csv. Otherwise get the reason from an extended"
    " report (Start-HistoricalSearch -ReportType MessageTraceDetail) or from one of the bounces."
)
_TRIAGE: Final = "It says nothing about individual messages. Use it with a message trace: ndr-checker triage FILE ..."


class Export(NamedTuple):
    """One export: its name, what it lists, the columns that tell it, what its rows are, and the way on.

    `rows`: `deliveries`, `domains`, `connectors`, `acts`, `counts`, or `none` where nothing is read from them. `next`
    says what the export can't say and where that is to be had. `any_of`: one of these columns must be there as well.
    """

    name: str
    lists: str
    columns: frozenset[str]
    rows: str
    next: str = ""
    any_of: frozenset[str] = frozenset()


def _export(*said: str) -> Export:
    name, lists, columns, rows, next_, any_of = (*said, "", "")[:6]
    return Export(name, lists, frozenset(columns.split()), rows, next_, frozenset(any_of.split()))


#: The admin center's list, whose columns are named in the reader's language.
LISTED: Final = _export(
    "message trace (admin center)", "mails", "sender recipient status", "deliveries", _NEXT_TRACE, "dateutc date"
)
#: The first that fits counts.
EXPORTS: Final = (
    _export(
        "Get-AcceptedDomain",
        "accepted domains",
        "domainname",
        "domains",
        _TRIAGE,
        "domaintype matchsubdomains sendingfromdomaindisabled",
    ),
    _export(
        "Get-InboundConnector",
        "inbound connectors",
        "connectortype",
        "connectors",
        _TRIAGE,
        "senderipaddresses senderdomains tlssendercertificatename restrictdomainstoipaddresses",
    ),
    _export(
        "Get-OutboundConnector",
        "outbound connectors",
        "connectortype",
        "none",
        _TRIAGE,
        "smarthosts recipientdomains usemxrecord",
    ),
    _export("audit log", "actions from the audit log", "auditdata operations", "acts", _TRIAGE),
    _export("audit log", "actions from the audit log", "auditdata operation", "acts", _TRIAGE),
    _export("audit log", "actions from the audit log", "creationtime operation userid", "acts", _TRIAGE),
    _export(
        "Get-TransportRule",
        "mail flow rules",
        "rejectmessageenhancedstatuscode",
        "none",
        "A rule only says how mail would be rejected. Check the bounce of a message that it rejected.",
    ),
    _export(
        "Get-HistoricalSearch",
        "historical searches, not their results",
        "jobid",
        "none",
        "Download the report from the address in FileUrl, and check that file.",
        "reporttype reporttitle fileurl",
    ),
    _export(
        "EmailPostDeliveryEvents",
        "actions taken after delivery",
        "networkmessageid actiontype actionresult",
        "none",
        _TRIAGE,
    ),
    _export(
        "non-accepted domain report",
        "mail from domains that aren't accepted, by day",
        "inboundconnectorname senderdomain count",
        "counts",
        _TRIAGE,
    ),
    _export("non-delivery details report", "mails", "errorcode count samplemessages", "deliveries"),
    _export(
        "inbound messages report",
        "inbound mail by connector and day",
        "connectordirectionandname volume",
        "counts",
        _TRIAGE,
    ),
    _export(
        "inbound messages report",
        "inbound mail by connector and day",
        "connectortype forcedtls volume",
        "counts",
        _TRIAGE,
    ),
    _export(
        "SMTP AUTH clients report", "accounts that send by SMTP AUTH", "senderaddress messagessent", "counts", _TRIAGE
    ),
    _export(
        "auto-forwarded messages report", "accounts that forward mail", "forwarders forwardingtype", "counts", _TRIAGE
    ),
    _export(
        "EmailEvents", "mails", "networkmessageid recipientemailaddress", "deliveries", _NEXT_TRACE, "deliverylocation"
    ),
    _export("enhanced summary report", "mails", "origintimestamputc recipientstatus", "deliveries", _NEXT_TRACE),
    _export("extended report", "mails", "datetimeutc eventid recipientstatus", "deliveries", _NEXT_TRACE),
    _export("message tracking log", "mails", "datetime eventid recipientstatus", "deliveries", _NEXT_TRACE),
    _export(
        "Get-MessageTrackingLog",
        "mails",
        "timestamp eventid",
        "deliveries",
        "Export it again with the lists joined:"
        " Get-MessageTrackingLog ... | Select-Object Timestamp,EventId,Source,Sender,"
        "@{n='Recipients';e={$_.Recipients -join ';'}},"
        "@{n='RecipientStatus';e={$_.RecipientStatus -join ';'}},MessageId"
        " | Export-Csv tracking.csv.",
        "recipients recipientstatus",
    ),
    _export("SMTP protocol log", "mails", "sessionid sequencenumber event data", "deliveries"),
    _export("SMTP service log", "mails", "csusername csuriquery csmethod", "deliveries"),
    _export(
        "connectivity log",
        "connections to other servers, not their replies",
        "session source destination direction description",
        "none",
        "A connectivity log has no replies from the other server: use the SmtpSend protocol log for the same hour.",
    ),
    _export("queues", "mails", "nexthopdomain", "deliveries", "", "messagecount lasterror"),
    _export("messages in queues", "mails", "fromaddress lasterror", "deliveries"),
    _export(
        "message trace details",
        "mails",
        "event detail",
        "deliveries",
        _NEXT_DETAILS,
        "messagetraceid messageid date action data",
    ),
    _export(
        "message trace details",
        "mails",
        "event description datetime",
        "deliveries",
        _NEXT_DETAILS,
        "messageid data action",
    ),
    _export("message trace", "mails", "recipientaddress status messagetraceid", "deliveries", _NEXT_TRACE),
    _export(
        "message trace",
        "mails",
        "recipientaddress status",
        "deliveries",
        _NEXT_TRACE,
        "received receiveddatetime senderaddress",
    ),
    LISTED,
)


def known(names: Iterable[str]) -> Export | None:
    """Return the export that has these columns (as `columns.column` gives them); None if none does."""
    here = set(names)
    if any(name.startswith("dateutc") for name in here):  # "Date (UTC+01:00)"
        here.add("dateutc")
    fitting = (export for export in EXPORTS if export.columns <= here)
    return next((export for export in fitting if not export.any_of or export.any_of & here), None)
