"""Whose networks a client's address is in."""

from collections import defaultdict
from collections.abc import Iterable
from ipaddress import ip_address, ip_network

from .settings import Connector


class Networks:
    """The connectors' networks by their length (RFC 4632): a client is looked up once a length, not once a network.

    Of several connectors with one network the first by name is kept.
    """

    def __init__(self, connectors: Iterable[Connector]) -> None:
        self._names: dict[tuple[int, int], dict[int, str]] = defaultdict(dict)
        for connector in connectors:
            for written in connector.addresses:
                try:
                    network = ip_network(written, strict=False)
                except ValueError:
                    continue
                free = network.max_prefixlen - network.prefixlen
                names, place = self._names[network.version, free], int(network.network_address) >> free
                names[place] = min(connector.name, names.get(place, connector.name))

    def of(self, address: str) -> str:
        """Return the first by name of the connectors that an address belongs to, "" if it belongs to none."""
        try:
            client = ip_address(address)
        except ValueError:
            return ""
        lengths = (
            names.get(int(client) >> free, "")
            for (version, free), names in self._names.items()
            if version == client.version
        )
        return min(filter(None, lengths), default="")
