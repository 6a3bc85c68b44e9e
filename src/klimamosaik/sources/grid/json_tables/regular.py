"""Values at a fixed step: {"start": "2024-06-01T00:00Z", "interval": "PT1H", "values": [...]}."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from klimamosaik.sources.grid.json_tables.cells import is_number_column

START = re.compile(r"(?i)^(start|begin|from|von|beginn)[-_ ]?(time|date|datetime|zeit)?$")
STEP = re.compile(r"(?i)^(interval|step|resolution|granularity|period|cadence|auflösung|schritt)$")
BODY = re.compile(r"(?i)^(values|data|readings|consumption|usage|werte|verbrauch)$")
LENGTHS = re.compile(r"(?i)PT(\d+)(M|H)|(\d+) ?(min|h|hours?|minutes?)")


def regular(node: Mapping[str, Any]) -> dict[str, list[Any]] | None:
    """Begin, end and value of each step; None where a dictionary is no such series.

    Steps of days and months are left: whether they follow the clock's changes is not told.
    """
    begin = next((value for key, value in node.items() if START.match(key)), None)
    step = next((_length(value) for key, value in node.items() if STEP.match(key)), None)
    values = next((value for key, value in node.items() if BODY.match(key)), None)
    if step is None or not isinstance(begin, str) or not isinstance(values, list):
        return None
    try:
        start = datetime.fromisoformat(begin.upper())
    except ValueError:
        return None
    if start.tzinfo is None or len(values) < 2 or not is_number_column(values):
        return None  # without an offset, nobody knows which hour comes twice in autumn
    moments = [(start + number * step).isoformat() for number in range(len(values) + 1)]
    return {"von": moments[:-1], "bis": moments[1:], "value": values}


def _length(told: Any) -> timedelta | None:
    found = LENGTHS.fullmatch(told.strip()) if isinstance(told, str) else None
    if found is None:
        return None
    number = int(found[1] or found[3])
    hours = (found[2] or found[4]).lower().startswith("h")
    return timedelta(hours=number) if hours else timedelta(minutes=number)
