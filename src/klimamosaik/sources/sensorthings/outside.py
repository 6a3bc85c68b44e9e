"""Connections that lead outside only: a page must not be a window into our own network.

Looked at where a connection ends, before anything is asked there: a name may resolve to another
address with each question.
"""

import socket
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from urllib3.connection import HTTPConnection, HTTPSConnection

from klimamosaik.terms.text import Text

NAT64 = ip_network("64:ff9b::/96")  # an IPv4 address as IPv6 networks reach it
IPV4_BITS = 0xFFFF_FFFF
INSIDE = Text(
    "„{host}“ steht im internen Netz. Solche Server trägt ein, wer diesen Server betreibt.",
    "“{host}” stands in the internal network. Such servers are added by whoever runs this one.",
)


class LeadsInside(Exception):
    """The other end is in our own network; nothing was asked there."""


def is_outside(address: str) -> bool:
    """True for an address of a single machine that anybody can reach."""
    found: IPv4Address | IPv6Address = ip_address(address)
    if isinstance(found, IPv6Address):
        if found.is_site_local:
            return False
        hidden = IPv4Address(int(found) & IPV4_BITS) if found in NAT64 else None
        found = hidden or found.ipv4_mapped or found.sixtofour or found
    return found.is_global and not found.is_multicast


def refuse_inside(line: socket.socket | None) -> None:
    """Raises LeadsInside where the other end is none of a machine outside."""
    if line is None or not is_outside(line.getpeername()[0]):
        raise LeadsInside


class PlainOutside(HTTPConnection):
    """A connection by http."""

    def connect(self) -> None:
        """Connect, and look where it leads."""
        super().connect()
        refuse_inside(self.sock)


class SecureOutside(HTTPSConnection):
    """A connection by https."""

    def connect(self) -> None:
        """Connect, and look where it leads."""
        super().connect()
        refuse_inside(self.sock)


OUTSIDE = {"http": PlainOutside, "https": SecureOutside}
