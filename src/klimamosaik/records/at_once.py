"""Long lists of ids in queries, some of them at a time."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

ASKED_AT_ONCE = 500  # ids a query; SQLite allows a limited number of parameters
Id = TypeVar("Id")


def at_once(ids: Sequence[Id], most: int = ASKED_AT_ONCE) -> Iterator[Sequence[Id]]:
    """The ids in their order, as many at a time as one query takes."""
    for begin in range(0, len(ids), most):
        yield ids[begin : begin + most]
