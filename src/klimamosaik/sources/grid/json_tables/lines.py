"""JSON lines: one record a line, as devices, network servers and their stores write them."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from klimamosaik.sources.grid.json_tables.cells import is_cell

LEAST = 2  # lines; one alone is plain JSON


def records_of_lines(text: str) -> list[dict[str, Any]] | None:
    """A record of each line, flat, called by the last words of its keys; None for other texts.

    Lists within a record are left out: they are of gateways and the like.
    """
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) < LEAST or not all(line.lstrip().startswith("{") for line in lines):
        return None
    try:
        parsed = [json.loads(line) for line in lines]
    except ValueError:
        return None
    flat = [dict(cells_of(record, ())) for record in parsed]
    names = short_names({path for record in flat for path in record})
    return [{names[path]: value for path, value in record.items()} for record in flat]


def cells_of(node: dict[str, Any], path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every cell within a record, with the keys that lead to it."""
    for key, value in node.items():
        inner = (*path, str(key))
        if isinstance(value, dict):
            yield from cells_of(value, inner)
        elif is_cell(value):
            yield inner, value


def short_names(paths: set[tuple[str, ...]]) -> dict[tuple[str, ...], str]:
    """Each path by its last key; by all of them where two end alike."""
    ends = Counter(path[-1] for path in paths)
    return {path: path[-1] if ends[path[-1]] == 1 else ".".join(path) for path in paths}
