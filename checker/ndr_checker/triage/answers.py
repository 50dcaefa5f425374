"""The questions, each with its answer in sentences, the files behind it, and what is missing for it."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from .book import FAILED

if TYPE_CHECKING:
    from .join import Join
    from .workspace import Workspace

_SHOWN: Final = 5
#: Of a packed folder with many, the first are named.
_FILES: Final = 20
QUESTIONS: Final = {
    "domains": "Which sender domains fail, and which of them are unregistered?",
    "path": "Which server and connector did they use?",
    "since": "Since when?",
    "hours": "How many per hour?",
    "accounts": "Which of your own accounts fail or send the most?",
    "ongoing": "Is it still going on?",
    "again": "Is mail flowing again?",
    "support": "What do I tell Support?",
}
#: What an export is called, and the command of the guide that makes it.
EXPORTS: Final = {
    "trace": (
        "message trace",
        (
            "$now = (Get-Date).ToUniversalTime(); Get-MessageTraceV2 -StartDate $now.AddDays(-2) -EndDate $now"
            " -ResultSize 5000 | Export-Csv trace.csv -NoTypeInformation"
        ),
    ),
    "reason": (
        "message trace details",
        (
            'Get-MessageTraceDetailV2 -MessageTraceId "00000000-0000-0000-0000-000000000000"'
            " -RecipientAddress pat@fabrikam.com | Export-Csv detail.csv -NoTypeInformation"
        ),
    ),
    "accepted": (
        "accepted domains",
        "Get-AcceptedDomain -ResultSize Unlimited | Export-Csv accepted.csv -NoTypeInformation",
    ),
    "connectors": (
        "inbound connectors",
        "Get-InboundConnector -ResultSize Unlimited | ConvertTo-Json -Depth 3 > connectors.json",
    ),
    "audit": (
        "audit log",
        (
            "Search-UnifiedAuditLog -StartDate (Get-Date).AddDays(-30) -EndDate (Get-Date)"
            " -Operations New-InboundConnector,"
            "Set-InboundConnector,Remove-InboundConnector,New-InboxRule -ResultSize 5000"
            " | Export-Csv audit.csv -NoTypeInformation"
        ),
    ),
}
_MEANS: Final = {
    "accepted": "registered",
    "covered": "covered by an accepted parent domain",
    "subdomain": "a subdomain of yours that isn't registered",
    "foreign": "not one of your domains",
    "unknown": "may or may not be registered: that needs the accepted domains",
}

Answer = dict[str, Any]


def answers(found: dict[str, Any], join: "Join", workspace: "Workspace") -> tuple[list[Answer], list[Answer]]:
    """Return the answers that the files allow, and for each question what is missing for it."""
    by_rows: dict[str, list[str]] = {}
    for file in workspace.files:
        if file.used:
            by_rows.setdefault(file.rows_of, []).append(file.name)
    texts = _texts(found, join, workspace) if found["messages"]["all"] else _of_details(join)
    behind = {
        "domains": ("deliveries", "domains"),
        "path": ("deliveries", "connectors", "acts"),
        "accounts": ("deliveries", "domains", "counts"),
        "support": ("deliveries", "domains", "connectors"),
    }
    said = []
    for question in filter(texts.get, QUESTIONS):
        names = [name for rows in behind.get(question, ("deliveries",)) for name in by_rows.get(rows, ())]
        said.append({"question": question, "text": texts[question], "files": names[:_FILES]})
    lacking = [
        {"question": question, "format": EXPORTS[what][0], "command": EXPORTS[what][1]}
        for question, what in _missing(found, join, by_rows)
    ]
    return said, lacking


def main_source(row: Answer) -> Answer:
    """Return where most of a domain's mail came from, of what is known."""
    known = (source for source in row["sources"] if source["address"] or source["connector"])
    return next(known, {"address": None, "connector": None})


def connectors_of(source: Answer) -> list[str]:
    """Return the connector that mail came by; several where it came by one of them."""
    return [source["connector"], *source.get("also", ())] if source["connector"] else []


def _missing(found: dict[str, Any], join: "Join", by_rows: dict[str, list[str]]) -> Iterator[tuple[str, str]]:
    messages = found["messages"]
    if not messages["all"]:
        yield "domains", "trace"
    if not join.accepted:
        yield "domains", "accepted"
    known = sum(sum(row["codes"].values()) for row in found["domains"])
    if messages["all"] and known == 0 and messages["failed"]:
        yield "domains", "reason"
    if not join.connectors:
        yield "path", "connectors"
    if not by_rows.get("acts"):
        yield "path", "audit"


def _texts(found: dict[str, Any], join: "Join", workspace: "Workspace") -> dict[str, str]:
    rows = [row for row in found["domains"] if row["failed"]]
    cut = [file.name for file in workspace.files if file.rows_of == "deliveries" and file.cut]
    lost = [file.name for file in workspace.files if file.rows_of == "connectors" and file.lost]
    outbound = [file.name for file in workspace.files if file.outbound]
    return {
        "domains": _of_domains(found, rows, join),
        "path": _of_paths(found, rows, join, lost) + _of_outbound(outbound),
        "since": _of_since(found, rows, cut),
        "hours": _of_hours(found),
        **({"accounts": _of_accounts(found, join)} if found["accounts"] else {}),
        "ongoing": _of_ongoing(found, join),
        "again": _of_again(rows),
        **({"support": _of_support(rows)} if rows else {}),
    }


def _of_details(join: "Join") -> dict[str, str]:
    """Return what is true of messages whose sender or recipient no file names, as in a trace's details."""
    details, stamps = list(join.book.details.values()), join.book.stamps
    if not details:
        return {}
    failed = [one for one in details if one.rank == FAILED]
    codes = Counter(one.code for one in failed if one.code)
    reasons = ", ".join(f"{code}: {count:,}" for code, count in sorted(codes.items()))
    senders = sorted({one.sender.rpartition("@")[2] for one in details if one.sender})[:_SHOWN]
    by = f"; the senders' domains are {', '.join(senders)}" if senders else ""
    ways = Counter(join.source(*one.way) for one in details if any(one.way))
    path = [
        f"{_many(count, 'message')} from {source.address or 'an unknown address'}" + _by(source.connectors) + "."
        for source, count in sorted(ways.items(), key=lambda item: (-item[1], item[0].address, item[0].connector))
    ]
    times = sorted(filter(None, (stamps.text(one.time) for one in failed)))
    return {
        "domains": (
            f"These files don't show each message's sender and recipient, so they can't show which domains fail."
            f" {len(failed):,} of {_many(len(details), 'message')} failed{f' ({reasons})' if reasons else ''}{by}."
        ),
        **({"path": " ".join(path[:_SHOWN])} if path else {}),
        **({"since": f"First failure {_plain(times[0])}, last failure {_plain(times[-1])}."} if times else {}),
    }


def _of_domains(found: dict[str, Any], rows: list[Answer], join: "Join") -> str:
    messages = found["messages"]
    if not rows:
        return f"None of the {messages['outside']:,} messages to outside addresses failed.{_of_envelopes(join)}"
    known = sum(sum(row["codes"].values()) for row in rows)
    said = [
        f"{row['domain']}: {row['failed']:,} of {row['messages']:,} failed{_codes(row)}; {_means(row, join)}."
        for row in rows[:_SHOWN]
    ]
    more = f" {len(rows) - _SHOWN:,} more domains have failures." if len(rows) > _SHOWN else ""
    reason = f" The reason is known for {known:,} of {messages['failed']:,} failures."
    return " ".join(said) + more + reason + _of_envelopes(join)


def _means(row: Answer, join: "Join") -> str:
    known = join.accepted.get(row["domain"])
    off = ", but sending from it is turned off (SendingFromDomainDisabled)" if known and known.disabled else ""
    return f"{_MEANS[row['registered']]}{off}"


def _of_envelopes(join: "Join") -> str:
    """Return where the envelope names another sender's domain than the header, the most mail first."""
    ranked = sorted(join.envelopes.items(), key=lambda item: (-item[1], item[0]))[:_SHOWN]
    said = [
        f" {header}: in {_many(count, 'message')} the envelope (MAIL FROM) has a different domain, {envelope}:"
        f" {_MEANS[join.registered(envelope)]}."
        for (header, envelope), count in ranked
    ]
    return "".join(said)


def _codes(row: Answer) -> str:
    return f" ({', '.join(f'{code}: {count:,}' for code, count in row['codes'].items())})" if row["codes"] else ""


def _of_paths(found: dict[str, Any], rows: list[Answer], join: "Join", lost: list[str]) -> str:
    made = {row["name"]: row for row in found["connectors"]}
    said = []
    sources = [(row, main_source(row)) for row in (rows or found["domains"])[:_SHOWN]]
    for row, source in sources:
        if not (source["address"] or source["connector"]):
            said.append(f"{row['domain']}: the files don't show a server.")
            continue
        text = f"{row['domain']}: from {source['address'] or 'an unknown address'}"
        names = [name for name in connectors_of(source) if name in made]
        if names:
            text += _by(names, lambda name: _created(made[name]))
        elif join.connectors:
            text += "; no connector in the files has that address (one that uses a certificate can't be found this way)"
        said.append(f"{text}.")
    shown = dict.fromkeys(name for _, source in sources for name in connectors_of(source))
    said += [sentence for name in shown if name in made for sentence in _others(made[name], found)]
    command = EXPORTS["connectors"][1]
    if not join.connectors and any(source["address"] and not source["connector"] for _, source in sources):
        said.append(f"To match an address to its connector, add the inbound connectors ({command}).")
    if lost:
        said.append(f"Addresses may be missing from {', '.join(lost)} (System.String[]); export it again ({command}).")
    return " ".join(said)


def _of_outbound(files: list[str]) -> str:
    """Return why a column that names connectors isn't used."""
    if not files:
        return ""
    return (
        f" The connector_id in {', '.join(files)} isn't used: in a summary report, that of outgoing mail is the"
        " connector to the destination, not the one that the mail came in by."
    )


def _by(names: Sequence[str], more: Callable[[str], str] = lambda _: "") -> str:
    """Return through which connector mail came, or that it came through one of several, with more on each."""
    if not names:
        return ""
    what = "the connector" if len(names) == 1 else "one of these connectors:"
    named = (f'"{name}"{more(name)}' for name in names)
    return f" through {what} {'; '.join(named)}"


def _created(connector: Answer) -> str:
    by = f", created by {connector['made_by']}" if connector["made_by"] else ""
    by += f" from {connector['made_from']}" if connector["made_from"] else ""
    at = connector["made_at"] or connector["created"]
    when = f"{', created' if not by else ''} {_plain(at)}" if at else ""
    return by + when + (": new" if connector["new"] else "")


def _others(connector: Answer, found: dict[str, Any]) -> list[str]:
    """Return what else the account or the address did that created a new connector, as sentences."""
    name = connector["name"]
    related = [act for act in found["acts"] if name in act["related"] and not _is_creation(act, name)]
    said = [
        act["operation"]
        + (f' "{act["object"]}"' if act["object"] else "")
        + (f" as {act['who']}" if act["who"] != connector["made_by"] else "")
        + (f" from {act['from']}" if act["from"] != connector["made_from"] and act["from"] else "")
        + f" ({_plain(act['time'])})"
        for act in related[:_SHOWN]
    ]
    if not said:
        return []
    more = f"; {len(related) - _SHOWN:,} more are listed below" if len(related) > _SHOWN else ""
    return [f'The account or address that created "{name}" also did this: {"; ".join(said)}{more}.']


def _is_creation(act: Answer, name: str) -> bool:
    return (act["operation"].lower(), act["object"]) == ("new-inboundconnector", name)


def _of_since(found: dict[str, Any], rows: list[Answer], cut: list[str]) -> str:
    if not rows:
        return "These files contain no failures."
    said = []
    for row in rows[:_SHOWN]:
        before = f"last delivered {_plain(row['last_good'])}" if row["last_good"] else "none delivered before"
        said.append(f"{row['domain']}: {before}, first failure {_plain(row['first_bad'])}.")
    begins = f" These files begin {_plain(found['messages']['first'])}."
    return " ".join(said) + begins + (f" Cut off, so it may have begun earlier: {', '.join(cut)}." if cut else "")


def _of_hours(found: dict[str, Any]) -> str:
    failed: dict[str, int] = {}
    for row in found["hours"]:
        failed[row["hour"]] = failed.get(row["hour"], 0) + row["failed"]
    if not any(failed.values()):
        return "There were no failures in any hour."
    worst = min(failed, key=lambda hour: (-failed[hour], hour))
    return f"Most failures in one hour: {failed[worst]:,}, from {_plain(worst)}."


def _of_accounts(found: dict[str, Any], join: "Join") -> str:
    """Return who of the organization sends; a relayed domain has no account in it, so that is only counted."""
    said = [
        f"{row['address']}: {_many(row['messages'], 'message')} to {_many(row['recipients'], 'recipient')},"
        f" at most {row['peak']:,} in an hour, {row['failed']:,} failed."
        for row in found["accounts"][:_SHOWN]
    ]
    if not join.accepted:
        said.append("These are all senders: which of them are your own accounts needs the accepted domains.")
    others = [row for row in found["domains"] if row["registered"] in ("subdomain", "foreign")]
    if others:
        sent, failed = (sum(row[what] for row in others) for what in ("messages", "failed"))
        said.append(
            f"Not counted here, because their domains aren't registered: {_many(sent, 'message')} from"
            f" {', '.join(row['domain'] for row in others[:_SHOWN])}"
            f"{f' and {len(others) - _SHOWN:,} more' if len(others) > _SHOWN else ''}, {failed:,} failed."
        )
    return " ".join(said)


def _many(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _of_ongoing(found: dict[str, Any], join: "Join") -> str:
    last = found["messages"]["last"]
    if not last:
        return "The files have no times."
    bad = join.last_bad
    hour = last[:13]
    rows = [row for row in found["hours"] if row["hour"][:13] == hour]
    failed = sum(row["failed"] for row in rows)
    total = failed + sum(row["delivered"] + row["waiting"] for row in rows)
    failure = f"; the last failure is {_plain(bad)}" if bad else "; none failed"
    share = f"in the last hour, {failed:,} of {total:,} failed"
    return f"These files end {_plain(last)}{failure}; {share}."


def _of_again(rows: list[Answer]) -> str:
    said = [
        f"{row['domain']}: delivered again {_plain(row['delivered_again'])}."
        if row["delivered_again"]
        else f"{row['domain']}: nothing was delivered after the last failure; send a test."
        for row in rows[:_SHOWN]
    ]
    return " ".join(said) or "These files contain no failures."


def _of_support(rows: list[Answer]) -> str:
    said = []
    for row in rows[:_SHOWN]:
        source = main_source(row)
        connector = " or ".join(connectors_of(source)) or "unknown"
        said.append(
            f"Domain {row['domain']}; {_MEANS[row['registered']]}; connector {connector};"
            f" server {source['address'] or 'unknown'}; last seen {_plain(row['last'])}; moved or stopped: ____."
        )
    return " ".join(said)


def _plain(time: str | None) -> str:
    """Return a time as people read it: 2026-11-20 08:41 UTC."""
    return f"{time[:10]} {time[11:16]} UTC" if time else "at an unknown time"
