"""What the workspace found as one object: the JSON contract, version 1."""

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from . import answers
from .join import Join, Sums

if TYPE_CHECKING:
    from .workspace import Found, Workspace

#: Lists longer than these are cut, and `defects` says so.
_MOST: Final = {
    "files": 200,
    "domains": 200,
    "connectors": 200,
    "accounts": 50,
    "acts": 200,
    "hours": 2000,
    "counts": 500,
}
_SOURCES: Final = 20
_LOST: Final = "Lists were exported as System.String[]: join them before the export (-join ';')."
_CHARTED: Final = 20


def result(workspace: "Workspace") -> dict[str, Any]:
    """Return what the files say together: keys in the contract's order, ties by name, times in UTC."""
    workspace.stamps.settle()
    join = Join(workspace)
    files = [_file(found, workspace) for found in workspace.files]
    defects = [*workspace.refused, *workspace.defects, *_defects(workspace)]
    lists: dict[str, list[Any]] = {
        "files": files,
        "domains": _domains(join),
        "connectors": _connectors(join),
        "accounts": _accounts(join, workspace),
        "acts": join.acts,
        "hours": list(_hours(join)),
        "counts": [_count(count) for count in workspace.settings["counts"]],
    }
    for name, most in _MOST.items():
        if len(lists[name]) > most:
            defects.append(f"Of {len(lists[name]):,} {name}, the first {most:,} are listed.")
            lists[name] = lists[name][:most]
    lists["acts"] = [_act(act, join) for act in lists["acts"]]
    found = {"version": 1, "files": lists["files"], "messages": _messages(join, files), **lists}
    said, missing = answers.answers(found, join, workspace)
    return {**found, "answers": said, "missing": missing, "defects": defects}


def _file(found: "Found", workspace: "Workspace") -> dict[str, Any]:
    times = sorted(filter(None, (workspace.stamps.text(time) for span in found.hours.values() for time in span)))
    return {
        "name": found.name,
        "format": found.format,
        "rows": found.rows,
        "used": found.used,
        "first": times[0] if times else None,
        "last": times[-1] if times else None,
        "zone": found.zone if found.rows_of == "deliveries" and times else None,
        "cut": " ".join([*found.cut, *([_LOST] if found.lost else [])]) or None,
    }


def _messages(join: Join, files: list[dict[str, Any]]) -> dict[str, Any]:
    sums = join.sums.values()
    times = [file[key] for file in files for key in ("first", "last") if file[key]]
    return {
        "all": len(join.book.rows.rank),
        "outside": sum(item.all for item in sums),
        "failed": sum(item.failed for item in sums),
        "delivered": sum(item.delivered for item in sums),
        "waiting": sum(item.waiting for item in sums),
        "first": min(times, default=None),
        "last": max(times, default=None),
    }


def _domains(join: Join) -> list[dict[str, Any]]:
    ranked = sorted(join.sums.items(), key=lambda item: (-item[1].failed, -item[1].all, item[0]))
    return [_domain(name, sums, join) for name, sums in ranked]


def _domain(name: str, sums: Sums, join: Join) -> dict[str, Any]:
    registered = join.registered(name)
    times = sums.failures or sums.deliveries
    sources = sorted(sums.sources.items(), key=lambda item: (-item[1], item[0].address, item[0].connector))
    return {
        "domain": name,
        "registered": registered,
        "messages": sums.all,
        "failed": sums.failed,
        "delivered": sums.delivered,
        "waiting": sums.waiting,
        "codes": dict(sorted(sums.codes.items())),
        "first": min(times, default=None),
        "last": max(times, default=None),
        "last_good": sums.last_good,
        "first_bad": sums.first_bad,
        "delivered_again": sums.again,
        "sources": [
            {
                "address": source.address or None,
                "connector": source.connector or None,
                "how": source.how,
                "messages": count,
                **({"also": list(source.also)} if source.also else {}),
            }
            for source, count in sources[:_SOURCES]
        ],
        "advice": _advice(registered, sums, join),
    }


def _advice(registered: str, sums: Sums, join: Join) -> str | None:
    """Return what to do about a domain: a forgotten one is registered, a stranger's is stopped."""
    if not sums.failed:
        return None
    if registered == "subdomain":
        return "register"
    by_new = any(join.is_new(name) for source in sums.sources for name in source.connectors)
    return "stop" if registered == "foreign" and by_new else "look"


def _connectors(join: Join) -> list[dict[str, Any]]:
    messages: dict[str, int] = {}
    domains: dict[str, set[str]] = {}
    for domain, sums in join.sums.items():
        for source, count in sums.sources.items():
            for name in source.connectors:
                messages[name] = messages.get(name, 0) + count
                domains.setdefault(name, set()).add(domain)
    failed: dict[str, int] = {}
    for source, count in join.failed_by_source.items():
        for name in source.connectors:
            failed[name] = failed.get(name, 0) + count
    names = sorted({*join.connectors, *messages}, key=lambda name: (-failed.get(name, 0), -messages.get(name, 0), name))
    found = []
    for name in names:
        known, made = join.connectors.get(name), join.maker(name)
        found.append(
            {
                "name": name,
                "type": known.type if known else None,
                "enabled": known.enabled if known else None,
                "created": _utc(known.created) if known else None,
                "changed": _utc(known.changed) if known else None,
                "made_by": made.who if made else None,
                "made_from": (made.from_ or None) if made else None,
                "made_at": _utc(made.time) if made else None,
                "messages": messages.get(name, 0),
                "failed": failed.get(name, 0),
                "domains": sorted(domains.get(name, ())),
                "new": join.is_new(name),
            }
        )
    return found


def _accounts(join: Join, workspace: "Workspace") -> list[dict[str, Any]]:
    stamps, found = workspace.stamps, []
    for address, account in join.accounts.items():
        hours: Counter[str] = Counter()
        for hour, count in account.hours.items():
            hours[stamps.hour(hour)] += count
        peak = max(hours, key=lambda hour: (hours[hour], hour))
        found.append(
            {
                "address": address,
                "messages": account.messages,
                "recipients": len(account.recipients),
                "failed": account.failed,
                "peak": hours[peak],
                "peak_hour": f"{peak}:00Z" if peak else None,
                "first": min(filter(None, map(stamps.text, account.first.values())), default=None),
            }
        )
    return sorted(found, key=lambda row: (-row["failed"], -row["messages"], row["address"]))


def _hours(join: Join) -> Iterable[dict[str, Any]]:
    ranked = sorted(join.sums.items(), key=lambda item: (-item[1].failed, -item[1].all, item[0]))[:_CHARTED]
    rows = [(hour, name, counts) for name, sums in ranked for hour, counts in sums.hours.items()]
    for hour, name, (delivered, failed, waiting) in sorted(rows):
        yield {"hour": f"{hour}:00Z", "domain": name, "delivered": delivered, "failed": failed, "waiting": waiting}


def _act(act: Any, join: Join) -> dict[str, Any]:
    return {
        "time": _utc(act.time),
        "who": act.who,
        "from": act.from_ or None,
        "operation": act.operation,
        "object": act.object or act.name or None,
        "related": join.related(act)[:_SOURCES],
    }


def _count(count: Any) -> dict[str, Any]:
    return {
        "report": count.report,
        "date": count.date or None,
        "connector": count.connector or None,
        "domain": count.domain or None,
        "code": count.code or None,
        "account": count.account or None,
        "count": count.number,
        "samples": list(count.samples),
    }


def _defects(workspace: "Workspace") -> Iterable[str]:
    mails = [found for found in workspace.files if found.rows_of == "deliveries" and found.used]
    for found in mails if len(mails) > 1 else ():
        if not found.has_ids:
            yield f"{found.name}: its rows have no message IDs, so messages in several files are counted again."
    for found in workspace.files:
        for word, count in sorted(found.unknown.items(), key=lambda item: (-item[1], item[0]))[:3]:
            yield (
                f'{found.name}: unknown status word "{word}" in {count:,} rows,'
                " which are counted as neither delivered nor failed."
            )
        if found.clock and found.clock.is_unsure:
            yield (
                f"{found.name}: its dates fit both day/month and month/day. They were read with the month first."
                " Add another export of the same messages, or one with more days, to settle it."
            )
        if found.untimed:
            yield f"{found.name}: the time of {found.untimed:,} rows is missing or unreadable, so no hour counts them."


def _utc(time: str) -> str | None:
    return f"{time[:19]}Z" if time else None
