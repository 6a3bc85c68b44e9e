"""A port that is named is free, and named to nobody else."""

import socket
from pathlib import Path

from tests.ports import LOOPBACK, are_free, free_port

GIVEN_AWAY = Path("/proc/sys/net/ipv4/ip_local_port_range")


def test_no_port_is_named_twice() -> None:
    assert len({free_port() for _ in range(20)}) == 20


def test_a_port_that_is_taken_is_not_named() -> None:
    after = free_port() + 1
    with socket.socket() as taken:
        taken.bind((LOOPBACK, after))
        assert not are_free(range(after, after + 1))
        assert free_port() != after


def test_ports_in_a_row_are_named_to_nobody_else() -> None:
    first = free_port(together=2)
    assert are_free(range(first, first + 2))
    assert free_port() > first + 1


def test_the_system_gives_none_of_them_away() -> None:
    if GIVEN_AWAY.exists():  # Linux alone says so
        assert free_port() < int(GIVEN_AWAY.read_text().split()[0])
