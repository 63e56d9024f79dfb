"""Where a request comes from: the page's origin, and the address behind a trusted proxy (pure)."""
from __future__ import annotations

import ipaddress
from typing import Mapping, Optional, Sequence, Tuple, Union
from urllib.parse import urlsplit

Network = Union[ipaddress.IPv4Network, ipaddress.IPv6Network]


def origin_allowed(headers: Mapping[str, str], allowed: Sequence[str]) -> bool:
    """Whether a page of this origin may talk with the server.

    A browser names the origin with every websocket and with every request to another site; it cannot be left out or forged by a page. Without
    one it is the own page or no browser, unless the browser says that it is another site's page.

    Args:
        headers: lower-case names; origin, host and sec-fetch-site are read.
        allowed: origins such as "https://example.org", beside the server's own.
    """
    origin = headers.get("origin")
    if origin is None:
        return headers.get("sec-fetch-site", "same-origin") in ("same-origin", "none")
    return origin.lower() in allowed or is_own(origin, headers.get("host", ""))


def is_own(origin: str, host: str) -> bool:
    """Whether an origin is the server's own, by the host that the browser asked for (a proxy may speak https for us)."""
    parts = urlsplit(origin)
    return parts.scheme in ("http", "https") and bool(host) and parts.netloc.lower() == host.lower()


def address_of(peer: str, forwarded: Optional[str], trusted: Sequence[Network]) -> str:
    """Whom a request is counted for: the peer, or behind trusted proxies the last address that is none of them.

    Of an IPv6 address the first 64 bits count, since one household has them all.

    Args:
        peer: the address that connected.
        forwarded: the header X-Forwarded-For; only read when the peer is trusted.
    """
    address = peer
    for hop in reversed((forwarded or "").split(",")):
        if not _is_in(address, trusted) or not hop.strip():
            break
        address = hop.strip()
    return _counted(address)


def _is_in(address: str, networks: Sequence[Network]) -> bool:
    try:
        return any(ipaddress.ip_address(address) in network for network in networks)
    except ValueError:
        return False


def _counted(address: str) -> str:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)


def read_networks(value: str) -> Tuple[Network, ...]:
    """A comma list of addresses and networks.

    Raises:
        ValueError: if one of them is neither.
    """
    return tuple(ipaddress.ip_network(part.strip(), strict=False) for part in value.split(",") if part.strip())
