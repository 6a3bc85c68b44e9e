"""Ports for servers that tests start.

A port the system finds may go to another connection before the server takes it. These lie below
those it gives away by itself, each is named once, and processes begin at different places.
"""

import os
import socket
from contextlib import ExitStack
from itertools import cycle, islice

LOOPBACK = "127.0.0.1"
PORTS = range(20_000, 32_000)  # Linux gives away 32768 and more
APART = 100  # ports until those of the next process begin
waiting = islice(cycle(PORTS), os.getpid() * APART % len(PORTS), None)


def free_port(*, together: int = 1) -> int:
    """A port nobody listens on, nor on those after it: so many in a row."""
    for port in waiting:
        if are_free(range(port, port + together)):
            for _ in range(together - 1):
                next(waiting)
            return port
    raise AssertionError("a cycle has no end")


def are_free(ports: range) -> bool:
    """Whether each of them can be taken."""
    with ExitStack() as taken:
        for port in ports:
            here = taken.enter_context(socket.socket())
            try:
                here.bind((LOOPBACK, port))
            except OSError:
                return False
    return True
