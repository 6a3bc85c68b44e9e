"""Pieces that pages ask for and the code answers, so that no page can tell of yesterday's code.

A page writes ```{doors} evidence``` (in lines of its own) where the doors of a stage shall stand.
"""

from collections.abc import Callable, Sequence

from docs.builder.code import DOORS, Named, data_of, doors_of, rooms_of
from docs.builder.river import river

READS = {"operations": "change something", "queries": "read"}


def doors(stage: str) -> str:
    """Operations and queries of a stage, each with its promise."""
    parts = []
    for door in DOORS:
        if found := doors_of(stage, door):
            parts.append(f"`{stage}.{door}`: doors that {READS[door]}\n\n{_table(found)}")
    return "\n\n".join(parts)


def data(stage: str) -> str:
    """The models of a stage."""
    return _table(data_of(stage))


def rooms(stage: str) -> str:
    """The modules of a stage."""
    return _table(rooms_of(stage))


def _table(found: Sequence[Named]) -> str:
    rows = [f"| `{each.name}` | {each.promise.replace('|', chr(92) + '|')} |" for each in found]
    return "\n".join(["| | |", "|---|---|", *rows])


PIECES: dict[str, Callable[[str], str]] = {
    "river": river,
    "doors": doors,
    "data": data,
    "rooms": rooms,
}
