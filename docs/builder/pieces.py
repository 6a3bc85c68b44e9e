"""Pieces that pages ask for and the code answers, so that no page can tell of yesterday's code.

A page writes ```{doors} evidence``` (in lines of its own) where the doors of a stage shall stand.
"""

from collections.abc import Callable, Sequence

from docs.builder.code import DOORS, Named, data_of, doors_of, rooms_of
from docs.builder.river import river

READS = {"operations": "change something", "queries": "read"}
KERNEL = """<details><summary><code>{stage}.kernel</code>: {count} modules that compute</summary>

{table}

</details>"""


def doors(stage: str) -> str:
    """Operations, queries and kernel of a stage, each with its promise."""
    parts = []
    for door in DOORS:
        if found := doors_of(stage, door):
            parts.append(f"`{stage}.{door}`: doors that {READS[door]}\n\n{_table('door', found)}")
    if kernel := rooms_of(f"{stage}/kernel"):
        table = _table("module", kernel)
        parts.append(KERNEL.format(stage=stage, count=len(kernel), table=table))
    return "\n\n".join(parts)


def data(stage: str) -> str:
    """The models of a stage."""
    return _table("model", data_of(stage))


def rooms(stage: str) -> str:
    """The modules of a stage."""
    return _table("module", rooms_of(stage))


def _table(kind: str, found: Sequence[Named]) -> str:
    rows = [f"| `{each.name}` | {each.promise.replace('|', chr(92) + '|')} |" for each in found]
    return "\n".join([f"| {kind} | what it promises |", "|---|---|", *rows])


PIECES: dict[str, Callable[[str], str]] = {
    "river": river,
    "doors": doors,
    "data": data,
    "rooms": rooms,
}
