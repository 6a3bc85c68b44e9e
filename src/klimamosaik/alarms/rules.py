"""The rules of data/rules.yaml, read once."""

from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import Any

from klimamosaik.observations.models import Datastream
from klimamosaik.terms.yaml_text import read_yaml


@dataclass(frozen=True)
class StuckRule:
    """How long the same number may be said."""

    count: int
    seconds: int


@dataclass(frozen=True)
class ReadingRules:
    """What readings of one kind of thing are held to; None: no such rule."""

    name: str
    least: float | None = None  # [unit]
    most: float | None = None  # [unit]
    stuck: StuckRule | None = None
    leap: float | None = None  # [unit]
    leap_seconds: int = 3600
    drift: float | None = None  # [unit]


@cache
def facts() -> dict[str, Any]:
    """All rules as they are written."""
    path = resources.files("klimamosaik.alarms") / "data" / "rules.yaml"
    found: dict[str, Any] = read_yaml(path.read_text(encoding="utf-8"))
    return found


def version() -> str:
    """The day these rules were made."""
    return str(facts()["since"])


NO_RULES = ReadingRules("")


def rules_for(stream: Datastream) -> ReadingRules:
    """The rules readings of a datastream are held to, by what it observes and its unit."""
    fitting = (row for row in facts()["readings"]["kinds"] if fits(row, stream))
    row = next(fitting, None)
    found = NO_RULES if row is None else read_rules(row)
    if stream.meter_point_id is not None or found.least is not None or found.most is not None:
        return found
    from klimamosaik.streams.queries.sources import bounds_of  # it loads what reads readings

    bounds = bounds_of(observed=observed(stream), name="", unit=symbol(stream))
    return found if bounds is None else replace(found, least=bounds[0], most=bounds[1])


def fits(row: dict[str, Any], stream: Datastream) -> bool:
    """True where a row is about what a datastream observes."""
    if "quantities" in row:
        point = stream.meter_point
        known = point is not None and point.carrier in row["carriers"]
        return known and stream.quantity in row["quantities"]
    said = observed(stream)
    return symbol(stream) == row["unit"] and any(word in said for word in row["words"])


def observed(stream: Datastream) -> str:
    """What a datastream says it observes, in small letters."""
    about = stream.observed_property
    words = (stream.quantity, stream.name, *((about.name, about.definition) if about else ()))
    return " ".join(words).lower()


def symbol(stream: Datastream) -> str:
    """Its unit as it is written behind a number, with names the world gives to the same one."""
    return SAME.get(stream.unit.strip().lower(), stream.unit.strip())


SAME = {
    "c": "°C", "degc": "°C", "degree celsius": "°C", "celsius": "°C", "grad celsius": "°C",
    "percent": "%", "prozent": "%", "%rh": "%", "vol.-%": "%", "db(a)": "dB", "dba": "dB",
    "ug/m3": "µg/m³", "µg/m3": "µg/m³", "μg/m³": "µg/m³", "mbar": "hPa", "volt": "V",
}  # fmt: skip


def read_rules(row: dict[str, Any]) -> ReadingRules:
    """One row of the file."""
    stuck = row.get("stuck")
    return ReadingRules(
        name=row["name"],
        least=row.get("low"),
        most=row.get("high"),
        stuck=StuckRule(stuck["count"], 3600 * stuck["hours"]) if stuck else None,
        leap=row.get("leap"),
        leap_seconds=3600 * row.get("leap_hours", 1),
        drift=row.get("drift"),
    )
