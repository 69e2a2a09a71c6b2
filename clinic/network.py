"""Where a request comes from: the visitor's own address, also behind proxies."""

from __future__ import annotations

from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any

from django.conf import settings
from django.http import HttpRequest

# A home or an office gets 64 bits of IPv6 addresses and may use a new one for every request.
HOUSEHOLD_BITS = 64
LONGEST_NAME = 255
Address = IPv4Address | IPv6Address


def visitor_address(request: HttpRequest) -> str:
    """The visitor's address in plain form; empty when the server does not know one.

    A proxy writes whom it serves at the end of X-Forwarded-For. So the list is read from its end, for
    as long as the one who wrote is trusted; what strangers put before that is not believed.
    """
    visitor = _parsed(request.META.get("REMOTE_ADDR", ""))
    if visitor is None:
        return ""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    while forwarded and _is_trusted(visitor):
        before = _parsed(forwarded.pop())
        if before is None:
            break
        visitor = before
    return str(visitor)


def network_address(request: HttpRequest) -> str:
    """What counts as one place: the visitor's address, or the first of an IPv6 household's many."""
    visitor = _parsed(visitor_address(request))
    if isinstance(visitor, IPv6Address):
        return str(IPv6Network((visitor, HOUSEHOLD_BITS), strict=False).network_address)
    return str(visitor or "")


def name_tried(request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """The name somebody tried to sign in with, as the throttle's column can hold it."""
    given = (credentials or {}).get("username") or request.POST.get("username") or ""
    return str(given).replace("\0", "")[:LONGEST_NAME]


def unnamed(*_who: object) -> str:
    """How the throttle's log lines call whoever tried: names and addresses stay out of logs."""
    return "somebody"


def _is_trusted(address: Address) -> bool:
    trusted = (ip_network(listed) for listed in settings.TRUSTED_PROXIES)
    return any(address in network for network in trusted)


@lru_cache(maxsize=1024)
def _parsed(written: str) -> Address | None:
    """An address as proxies write it: some add a port, and IPv4 may come in IPv6 dress."""
    text = written.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
