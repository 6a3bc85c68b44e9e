"""Units as a Datastream tells them."""

from functools import cache
from pathlib import Path
from typing import Any

from klimamosaik.terms.yaml_text import read_yaml

FILE = Path(__file__).parents[1] / "data" / "units.yaml"


@cache
def known_units() -> dict[str, dict[str, str]]:
    """Name and definition of units by their symbol."""
    found: dict[str, dict[str, str]] = read_yaml(FILE.read_text(encoding="utf-8"))["units"]
    return found


def unit_of(symbol: str) -> dict[str, Any]:
    """unitOfMeasurement of a meter's or station's datastream; what is unknown is null."""
    known = known_units().get(symbol, {})
    return {
        "name": known.get("name", symbol or None),
        "symbol": symbol or None,
        "definition": known.get("definition"),
    }
