"""Many verdicts in few lines: whole organizations that are blocked first, then all codes, then the kinds."""

import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Final

from ndr_checker.rules.catalogue import WIDE, is_restriction, lookup, order
from ndr_checker.telling.escape import visible
from ndr_checker.verdict import BOUNCES, Verdict

_UNREAD: Final = "not read"
_UNKNOWN: Final = "domain unknown"
#: Domains come from the bounces: no sender of them may fill the memory, or the terminal.
_MOST_DOMAINS: Final = 10_000
_SHOWN: Final = 20


def counted(verdict: Verdict) -> str:
    """Return what of a verdict is counted: its kind, its code, and the domain of a blocked organization."""
    kind = _UNREAD if verdict.unread else verdict.kind
    return "\t".join((kind, verdict.code or "", visible(_barred(verdict)) if _is_wide(verdict) else ""))


def _is_wide(verdict: Verdict) -> bool:
    """Return whether a bounce says that a whole organization is blocked; the code alone does where no wording fits."""
    open_ = not verdict.meaning and is_restriction(verdict.code or "")
    return verdict.kind in BOUNCES and (verdict.blocked in WIDE or open_)


def _barred(verdict: Verdict) -> str:
    """Return the domain of the organization that is blocked: the sender's, or that of a recipient who forwards."""
    if verdict.whose == "recipient-side":
        addresses = (recipient.address or "" for recipient in verdict.recipients)
        return next(filter(None, (address.rpartition("@")[2].lower() for address in addresses)), _UNKNOWN)
    return verdict.sender.domain if verdict.sender else _UNKNOWN


class Summary:
    """Counts, and prints the counts at the end."""

    def __init__(self) -> None:
        self._kinds: Counter[str] = Counter()
        self._codes: Counter[str] = Counter()
        self._domains: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self._known = 0

    def add(self, text: str) -> None:
        """Take what is counted of a verdict."""
        kind, code, domain = text.split("\t")
        self._kinds[kind] += 1
        if kind in BOUNCES:
            self._codes[code] += 1
        if domain:
            domains = self._domains[code]
            self._known += domain not in domains
            domains[domain if domain in domains or self._known <= _MOST_DOMAINS else "other domains"] += 1

    def flush(self) -> None:
        """Nothing is to be seen before the end."""

    def end(self) -> None:
        """Print the counts."""
        sys.stdout.write("".join(f"{line}\n" for line in self._lines()))

    def _lines(self) -> Iterator[str]:
        if self._domains:
            yield "Organizations blocked as a whole, by domain:"
            # Only Microsoft Support lifts a restriction; a daily quota, for instance, ends by itself.
            for code in sorted(self._domains, key=lambda code: (not is_restriction(code), *self._by_number(code))):
                domains = self._domains[code]
                yield _line(domains.total(), f"{code:<10} {_title(code)}")
                shown = sorted(domains.items(), key=lambda item: (-item[1], item[0]))
                yield from (f"    {_line(count, domain)}" for domain, count in shown[:_SHOWN])
                if len(shown) > _SHOWN:
                    yield f"    {_line(sum(count for _, count in shown[_SHOWN:]), f'{len(shown) - _SHOWN:,} more')}"
            yield ""
        if self._codes:
            yield "Codes in the bounces:"
            for code in sorted(self._codes, key=self._by_number):
                yield _line(self._codes[code], f"{code:<10} {_title(code)}" if code else "without a code")
            yield ""
        yield "Kinds:"
        yield from (
            _line(self._kinds[kind], kind) for kind in sorted(self._kinds, key=lambda kind: (-self._kinds[kind], kind))
        )
        yield _line(self._kinds.total(), "total")

    def _by_number(self, code: str) -> tuple[int, list[int]]:
        return -self._codes[code], order(code)


def _line(count: int, what: str) -> str:
    return f"{count:>9,}  {what}"


def _title(code: str) -> str:
    entry = lookup(code)
    return entry.title.partition(": ")[2] if entry else "there is no page for this code"
