"""Which network a request comes from: what limits are counted by."""

import re
from ipaddress import IPv4Address, IPv6Network, ip_address

from django.conf import settings
from django.http import HttpRequest

from confsite import proxies

# As proxies write addresses: 192.0.2.1:4711, [2001:db8::1]:4711, [2001:db8::1].
PORT = re.compile(r"^(?:([\d.]+):\d{1,5}|\[([^\]]*)\](?::\d{1,5})?)$")


def network_address(request: HttpRequest) -> str:
    """Where a request comes from; X-Forwarded-For counts only behind own proxies.

    What is no address there is nobody's: the proxy's own counts instead.
    """
    peer = network(str(request.META.get("REMOTE_ADDR", "")))
    if settings.PROXIES:
        header = request.headers.get("X-Forwarded-For", "")
        forwarded = [entry.strip() for entry in header.split(",") if entry.strip()]
        if len(forwarded) >= settings.PROXIES:
            return network(forwarded[-settings.PROXIES]) or peer
    else:
        proxies.note_if_there_is_one(request)
    return peer


def network(written: str) -> str:
    """An address without its port, of IPv6 the network of a house; or else nothing.

    Whoever has such an address has 2^64 of them (RFC 6177).
    """
    host = PORT.sub(r"\1\2", written).partition("%")[0]
    try:
        found = ip_address(host)
    except ValueError:
        return ""
    if isinstance(found, IPv4Address):
        return str(found)
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return str(IPv6Network((found, 64), strict=False))
