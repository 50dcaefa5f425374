"""Other addresses of a code's page: /5.7.705/, /705/, and every number inside a range."""

from collections.abc import Iterable, Mapping

from ndr_checker.rules.catalogue import Entry


def aliases(entries: Iterable[Entry], patterns: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    """Return each page's other addresses, by the page's code. An own page beats a range.

    `patterns` maps what a code begins with to the addresses it has, with `{code}` and its `{last}` number in them.
    """
    entries = tuple(entries)
    own = {entry.code for entry in entries}
    return {entry.code: tuple(_of(entry, own, patterns)) for entry in entries}


def _of(entry: Entry, own: set[str], patterns: Mapping[str, Iterable[str]]) -> Iterable[str]:
    for code in dict.fromkeys((entry.code, *entry.codes())):
        if code != entry.code and code in own:
            continue
        for start, addresses in patterns.items():
            if code.startswith(start):
                named = (address.format(code=code, last=code.rpartition(".")[2]) for address in addresses)
                yield from (address for address in named if address != entry.page)
