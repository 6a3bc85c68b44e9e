"""Addresses: that of who asks, also where a proxy stands between, and that of this server."""

from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest

ONE_NETWORK = 64  # bits of an IPv6 address that one household or server is given
FORWARDED_FOR = "HTTP_X_FORWARDED_FOR"
THIS_MACHINE = ("localhost", "127.", "::1")


def client_address(request: HttpRequest) -> str:
    """The address of who asks; "" where nobody can say.

    A proxy's word (X-Forwarded-For) is taken only from the addresses in KLIMAMOSAIK_PROXIES: the
    list is read from its end, where the nearest proxy wrote, up to the first that is none of them.
    """
    nearest = read(request.META.get("REMOTE_ADDR", ""))
    for told in reversed(request.META.get(FORWARDED_FOR, "").split(",")):
        if not trusted(nearest):
            break
        nearest = read(told) or nearest
    return str(nearest or "")


def client_network(request: HttpRequest) -> str:
    """By what requests are counted: the address, of IPv6 the network it is in."""
    told = client_address(request)
    if ":" in told:
        return str(ip_network((told, ONE_NETWORK), strict=False))
    return told


def from_trusted_proxy(request: HttpRequest) -> bool:
    """True where the nearest machine is a proxy whose word is taken."""
    return trusted(read(request.META.get("REMOTE_ADDR", "")))


def trusted(address: IPv4Address | IPv6Address | None) -> bool:
    """True for the address of a known proxy."""
    return address is not None and any(address in each for each in settings.TRUSTED_PROXIES)


@lru_cache(1_000)  # asked of each request, mostly for the same few
def read(text: str) -> IPv4Address | IPv6Address | None:
    """An address as it is written in headers; None for anything else."""
    try:
        found = ip_address(text.strip().strip("[]"))
    except ValueError:
        return None
    mapped = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    return mapped or found  # ::ffff:10.0.0.1 is 10.0.0.1


def absolute(request: HttpRequest, path: str = "") -> str:
    """A path with scheme and host before it; without one the root, without a slash at its end.

    They are those of KLIMAMOSAIK_ADDRESS where it is set, else those the request was sent to.
    """
    root: str = settings.PUBLIC_ADDRESS or f"{request.scheme}://{request.get_host()}"
    return root.rstrip("/") + path


def leads_here_only(origin: str) -> bool:
    """True where an address leads to this machine alone: no phone finds what is there."""
    return (urlsplit(origin).hostname or "").startswith(THIS_MACHINE)
