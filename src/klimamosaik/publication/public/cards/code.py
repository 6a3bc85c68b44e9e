"""Where the code on a card leads."""

from urllib.parse import urlsplit

NEAR = ("localhost", "127.", "::1")  # nobody else's phone finds what is there


def only_here(origin: str) -> bool:
    """True where an address leads to this machine alone."""
    return (urlsplit(origin).hostname or "").startswith(NEAR)
