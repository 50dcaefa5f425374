"""Whose networks a client's address is in."""

from collections import defaultdict
from collections.abc import Iterable
from heapq import nsmallest
from ipaddress import ip_address, ip_network
from typing import Final

from .settings import Connector

#: Connectors that are named where an address belongs to more of them.
_MOST: Final = 20


class Networks:
    """The connectors' networks by their length (RFC 4632): a client is looked up once a length, not once a network."""

    def __init__(self, connectors: Iterable[Connector]) -> None:
        named: dict[tuple[int, int], dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
        for connector in connectors:
            for written in connector.addresses:
                try:
                    network = ip_network(written, strict=False)
                except ValueError:
                    continue
                free = network.max_prefixlen - network.prefixlen
                named[network.version, free][int(network.network_address) >> free].add(connector.name)
        self._names = {
            length: {place: nsmallest(_MOST, names) for place, names in places.items()}
            for length, places in named.items()
        }

    def of(self, address: str) -> tuple[str, ...]:
        """Return the connectors that an address belongs to by name, the first ones of very many."""
        try:
            client = ip_address(address)
        except ValueError:
            return ()
        lengths = (
            names.get(int(client) >> free, ())
            for (version, free), names in self._names.items()
            if version == client.version
        )
        return tuple(nsmallest(_MOST, {name for names in lengths for name in names}))
