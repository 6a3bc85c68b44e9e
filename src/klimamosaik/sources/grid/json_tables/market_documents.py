"""Time series of market documents (IEC 62325, as Energinet's Eloverblik and ENTSO-E give them).

A series has periods with a begin and a resolution; its points are counted from 1. With curve type
A03 a point holds until the next one that is told.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

STEP = re.compile(r"PT(\d+)(M|H)|P(1)D")
BUSINESS = {"A01": "Erzeugung", "A04": "Bezug"}  # code list of the market documents
UNIT = ("measurement_Unit.name", "quantity_Measurement_Unit.name")
HELD = "A03"
Row = tuple[str, str, Any, Any]


def series_of(node: Mapping[str, Any]) -> dict[str, list[Any]] | None:
    """The columns of one such series; None where a dictionary is none."""
    periods = node.get("Period")
    listed: list[Any] = periods if isinstance(periods, list) else [periods]
    if not all(_is_period(each) for each in listed):
        return None
    held = node.get("curveType") == HELD
    try:
        rows = [row for each in listed for row in _rows(each, held=held)]
    except (KeyError, TypeError, ValueError):
        return None
    if not rows:
        return None
    start, end, quantity, quality = (list(column) for column in zip(*rows, strict=True))
    told = {
        "Zähler": node.get("mRID"),
        "Richtung": BUSINESS.get(str(node.get("businessType"))),
        "Einheit": next((node[key] for key in UNIT if node.get(key)), None),
    }
    columns = {key: [value] * len(rows) for key, value in told.items() if value}
    return columns | {"von": start, "bis": end, "Menge": quantity, "Status": quality}


def _is_period(each: Any) -> bool:
    return isinstance(each, dict) and {"timeInterval", "Point", "resolution"} <= each.keys()


def _rows(period: Mapping[str, Any], *, held: bool) -> Iterator[Row]:
    begin = datetime.fromisoformat(period["timeInterval"]["start"])
    until = datetime.fromisoformat(period["timeInterval"]["end"])
    told = STEP.fullmatch(period["resolution"])
    if told is None:
        raise ValueError(period["resolution"])
    minutes = 1_440 if told[3] else int(told[1]) * (60 if told[2] == "H" else 1)
    step = timedelta(minutes=minutes)
    points = sorted(period["Point"], key=lambda point: int(point["position"]))
    starts = [begin + (int(point["position"]) - 1) * step for point in points]
    ends = [*starts[1:], until] if held else [start + step for start in starts]
    for point, start, end in zip(points, starts, ends, strict=True):
        yield start.isoformat(), end.isoformat(), _of(point, "quantity"), _of(point, "quality")


def _of(point: Mapping[str, Any], ending: str) -> Any:
    """ "out_Quantity.quantity" and "quantity" alike."""
    return next((value for key, value in point.items() if key.lower().endswith(ending)), None)
