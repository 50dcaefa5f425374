"""Whose networks a client's address is in."""

from collections import defaultdict
from collections.abc import Iterable
from ipaddress import ip_address, ip_network

from .settings import Connector


class Networks:
    """The connectors' networks by their length (RFC 4632): a client is looked up once a length, not once a network."""

    def __init__(self, connectors: Iterable[Connector]) -> None:
        self._names: dict[tuple[int, int], dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
        for connector in connectors:
            for written in connector.addresses:
                try:
                    network = ip_network(written, strict=False)
                except ValueError:
                    continue
                free = network.max_prefixlen - network.prefixlen
                self._names[network.version, free][int(network.network_address) >> free].add(connector.name)

    def of(self, address: str) -> list[str]:
        """Return the names of the connectors that an address belongs to, in order."""
        try:
            client = ip_address(address)
        except ValueError:
            return []
        found: set[str] = set()
        for (version, free), names in self._names.items():
            if version == client.version:
                found |= names.get(int(client) >> free, set())
        return sorted(found)
