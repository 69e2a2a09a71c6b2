"""What a request leaves behind for a day: keyed hashes by which the next one is compared, no address."""

from __future__ import annotations

from ipaddress import ip_address, ip_network

from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from clinic.network import visitor_address

# What one customer of a network provider may have, so that a new address is not a new place.
IPV4_BITS, IPV6_BITS = 24, 56
IPV4 = 4
# Inside one machine or one building: behind a proxy that is not named in TRUSTED_PROXIES everybody
# comes from here.
NOBODY_S = tuple(
    ip_network(network)
    for network in (
        "127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16",
        "::1/128", "fc00::/7", "fe80::/10",
    )
)  # fmt: skip
LENGTH = 32


def digest(kind: str, value: str) -> str:
    """The value so that only this installation can compare it; nothing for nothing."""
    if not value:
        return ""
    return salted_hmac(f"leads.traces.{kind}", value, algorithm="sha256").hexdigest()[:LENGTH]


def network_of(request: HttpRequest) -> str:
    """The network a request came from, as a keyed hash; nothing where it tells nobody apart."""
    address = visitor_address(request)
    if not address:
        return ""
    visitor = ip_address(address)
    if any(visitor in network for network in NOBODY_S):
        return ""
    bits = IPV4_BITS if visitor.version == IPV4 else IPV6_BITS
    return digest("network", str(ip_network((visitor, bits), strict=False)))
