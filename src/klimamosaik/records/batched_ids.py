"""Long lists of ids in queries, some of them at a time."""

from collections.abc import Container, Iterator, Sequence
from typing import TypeVar

ASKED_AT_ONCE = 500  # ids a query; SQLite allows a limited number of parameters
FEW = 50  # ids asked for each by itself
CLOSE = 4  # of so many ids in a row at least one is wanted
Id = TypeVar("Id")


def at_once(ids: Sequence[Id], most: int = ASKED_AT_ONCE) -> Iterator[Sequence[Id]]:
    """The ids in their order, as many at a time as one query takes."""
    for begin in range(0, len(ids), most):
        yield ids[begin : begin + most]


def wanted(ids: Sequence[int]) -> Iterator[tuple[Container[int], str, Sequence[int]]]:
    """Some ids at a time, with how SQL asks for them and its values: "IN (%s, %s)".

    By a range, where they stand close together: it is asked for much faster than each by its id.
    What else lies in it is left out by the reader.
    """
    known = sorted(ids)
    while known:
        few, several = known[:ASKED_AT_ONCE], known[: CLOSE * ASKED_AT_ONCE]
        if len(several) > FEW and several[-1] - several[0] < CLOSE * len(several):
            yield set(several), "BETWEEN %s AND %s", [several[0], several[-1]]
            known = known[len(several) :]
        else:
            yield set(few), "".join(("IN (", ", ".join(["%s"] * len(few)), ")")), few
            known = known[len(few) :]
