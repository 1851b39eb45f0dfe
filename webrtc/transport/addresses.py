"""Which addresses of this machine the node listens on, and which it announces."""

import ipaddress
from collections.abc import Iterable

import ifaddr

LOOPBACK = "127.0.0.1"


def own_addresses() -> tuple[str, ...]:
    """List this machine's addresses: loopback, then IPv4, then IPv6; link-local ones left out."""
    found: set[str] = set()
    for adapter in ifaddr.get_adapters():
        for entry in adapter.ips:
            text = entry.ip if isinstance(entry.ip, str) else entry.ip[0]
            address = ipaddress.ip_address(text.split("%")[0])
            if not (address.is_link_local or address.is_loopback or address.is_multicast):
                found.add(str(address))
    ordered = sorted(found, key=lambda text: (":" in text, text))
    return (LOOPBACK, *ordered)


def announced(configured: Iterable[str], bound: Iterable[str]) -> tuple[str, ...]:
    """Return what browsers are told, best first: the operator's list, or what is bound.

    Behind NAT only the operator knows. Loopback comes last: only this machine's browsers use it.
    """
    return tuple(configured) or tuple(sorted(bound, key=lambda one: one == LOOPBACK))
