"""Accepted domains, connectors, what admins did, and reports that only count, from the rows of their exports."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from ndr_checker.base.pattern import pattern
from ndr_checker.reading.source import printable
from ndr_checker.reading.tables import items, times
from ndr_checker.reading.tables.columns import Columns
from ndr_checker.reading.tables.delivery import LOST

_SPLIT = pattern(r"[;,|\s{}]+")
_LONGEST: Final = 64 * 1024
_MOST: Final = 200
#: No address is longer (RFC 5321, section 4.5.3.1), and no name of a connector: so much is kept of one.
NAME: Final = 320
_COUNTS: Final = ("count", "volume", "messagessent", "forwardcount")
_TRUE: Final = ("true", "1", "yes")


class Domain(NamedTuple):
    """An accepted domain; `covers` its subdomains, `disabled` for sending."""

    name: str
    covers: bool
    disabled: bool


class Connector(NamedTuple):
    """An inbound connector; times are ISO 8601 in UTC or ""."""

    name: str
    type: str
    enabled: bool
    addresses: tuple[str, ...]
    certificate: str
    created: str
    changed: str


class Act(NamedTuple):
    """What somebody did; `name` is what the parameters call the object."""

    time: str
    who: str
    from_: str
    operation: str
    object: str
    name: str


class Count(NamedTuple):
    """A row of a report that only counts, as the report says it; what it doesn't have is ""."""

    report: str
    date: str
    connector: str
    domain: str
    code: str
    account: str
    number: int
    samples: tuple[str, ...]


def domain(columns: Columns, values: Sequence[str]) -> Domain | None:
    """Return the accepted domain of a row."""
    named = columns.named
    name = named(values, "domainname").strip().lower()[:NAME]
    if not name:
        return None
    return Domain(
        name, _is_true(named(values, "matchsubdomains")), _is_true(named(values, "sendingfromdomaindisabled"))
    )


def connector(columns: Columns, values: Sequence[str]) -> Connector | None:
    """Return the connector of a row."""
    named = columns.named
    name = named(values, "name") or named(values, "identity")
    if not name:
        return None
    listed = named(values, "senderipaddresses")
    addresses = () if listed.startswith(LOST) else tuple(filter(None, _SPLIT.split(listed[:_LONGEST])))
    return Connector(
        name[:NAME],
        named(values, "connectortype")[:NAME],
        _is_true(named(values, "enabled")),
        addresses,
        named(values, "tlssendercertificatename")[:NAME],
        *(_time(named(values, f"when{what}utc") or named(values, f"when{what}")) for what in ("created", "changed")),
    )


def act(columns: Columns, values: Sequence[str]) -> Act | None:
    """Return what a row of the audit log says."""
    data = columns.named(values, "auditdata")
    found = _json(data) if data else dict(zip(columns.given, values, strict=False))
    item = {str(name).lower(): value for name, value in found.items()} if isinstance(found, dict) else {}
    named = columns.named
    said = {name: printable(value) for name, value in item.items() if isinstance(value, str)}.get
    time = _time(said("creationtime") or named(values, "creationdate"))
    who = said("userid") or named(values, "userids") or named(values, "userid")
    operation = said("operation") or named(values, "operations") or named(values, "operation")
    address = said("clientip") or said("clientipaddress") or ""
    object_ = said("objectid") or ""
    name = _named(item.get("parameters"))
    return Act(time, *(cell[:NAME] for cell in (who.lower(), _bare(address), operation, object_, name)))


def _named(listed: object) -> str:
    """Return the parameter that is called Name."""
    if isinstance(listed, str) and listed.startswith("["):
        listed = _json(listed)
    pairs = (part for part in listed[:_MOST] if isinstance(part, dict)) if isinstance(listed, list) else ()
    value = next((part.get("Value") for part in pairs if part.get("Name") == "Name"), "")
    return printable(value) if isinstance(value, str) else ""


def _json(text: str) -> object:
    """Return what a cell of JSON holds, None if it can't be read."""
    found = items.item(text, items.following(text, 0))
    return found.value if found else None


def count(columns: Columns, values: Sequence[str]) -> Count | None:
    """Return what a row of a report that only counts says."""
    cell = columns.named
    how_many = next(filter(None, (cell(values, name) for name in _COUNTS)), "")
    digits = "".join(filter(str.isdecimal, how_many))
    if not digits or len(digits) > len("1000000000000"):
        return None
    samples = tuple(filter(None, _SPLIT.split(cell(values, "samplemessages")[:_LONGEST])))
    return Count(
        columns.export.name if columns.export else "",
        _time(cell(values, "date") or cell(values, "firstforwarddate"))[:10],
        (cell(values, "inboundconnectorname") or cell(values, "connectordirectionandname"))[:NAME],
        (cell(values, "senderdomain") or cell(values, "domain")).lower()[:NAME],
        cell(values, "errorcode")[:NAME],
        (cell(values, "senderaddress") or cell(values, "forwarders")).lower()[:NAME],
        int(digits),
        samples[:_MOST],
    )


def _is_true(cell: str) -> bool:
    return cell.strip().lower() in _TRUE


def _time(text: str) -> str:
    time = times.read(text.strip())
    return time.first or time.second


def _bare(address: str) -> str:
    """Return an address without its port: 203.0.113.77:50122, [2001:db8::1]:50122."""
    if address.startswith("["):
        return address[1:].partition("]")[0]
    return address.partition(":")[0] if address.count(":") == 1 else address


READERS: Final[Mapping[str, Callable[[Columns, Sequence[str]], Any]]] = {
    "domains": domain,
    "connectors": connector,
    "acts": act,
    "counts": count,
}
