"""Whose networks an address is in: the same as asking each network, found in a time that doesn't grow with them."""

from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ndr_checker.triage.networks import Networks
from ndr_checker.triage.settings import Connector


def _connector(name: str, *addresses: str) -> Connector:
    return Connector(name, "OnPremises", enabled=True, addresses=addresses, certificate="", created="", changed="")


@st.composite
def _networks(draw: st.DrawFn) -> IPv4Network | IPv6Network:
    address = draw(st.ip_addresses(network="198.51.100.0/22") | st.ip_addresses(network="2001:db8::/120"))
    return ip_network((address, draw(st.integers(0, address.max_prefixlen))), strict=False)


@given(
    st.lists(st.lists(_networks(), max_size=4), max_size=4),
    st.ip_addresses(network="198.51.100.0/22") | st.ip_addresses(network="2001:db8::/120"),
)
def test_the_connectors_found_are_those_with_a_network_around_the_address(
    listed: list[list[IPv4Network | IPv6Network]], address: object
) -> None:
    connectors = [_connector(f"c{n}", *map(str, networks)) for n, networks in enumerate(listed)]
    around = [f"c{n}" for n, networks in enumerate(listed) if any(ip_address(str(address)) in net for net in networks)]
    assert Networks(reversed(connectors)).of(str(address)) == tuple(around)


@pytest.mark.parametrize("written", ["198.51.100.0/33", "mail.contoso.com", "smtp:*", "", "198.51.100.1-198.51.100.9"])
def test_what_is_no_network_is_nobodys(written: str) -> None:
    assert Networks([_connector("c", written, "203.0.113.7")]).of("198.51.100.1") == ()
    assert Networks([_connector("c", written, "203.0.113.7")]).of("203.0.113.7") == ("c",)


@pytest.mark.parametrize("address", ["", "unknown", "198.51.100", "[203.0.113.7]"])
def test_what_is_no_address_is_in_no_network(address: str) -> None:
    assert Networks([_connector("c", "0.0.0.0/0")]).of(address) == ()
