"""What a building or a municipality can use at most, from plausible.yaml."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

from klimamosaik.sources.tables import SeriesPreview
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.yaml_text import read_yaml

DAYS = 365.25  # of a year
DAY = 86_400.0  # [s]


@cache
def limits() -> dict[str, Any]:
    """The limits, read once."""
    path = resources.files("klimamosaik.observations") / "data" / "plausible.yaml"
    found: dict[str, Any] = read_yaml(path.read_text(encoding="utf-8"))
    return found


@dataclass(frozen=True)
class TownScale:
    """What the municipality already has, as far as rules ask for it."""

    inhabitants: int | None = None  # None: not known
    buildings: int = 0
    areas: Mapping[int, float] = field(default_factory=dict)  # usable area [m²] by building's id
    kinds: Mapping[int, str] = field(default_factory=dict)  # what buildings are used for, by id
    addresses: Mapping[str, str] = field(default_factory=dict)  # by normalised name


def per_day(series: SeriesPreview) -> float:
    """What a series counts in a day on average [its unit]; shorter ones are taken as one day."""
    if series.first is None or series.last is None:
        return 0.0
    seconds = (series.last - series.first).total_seconds()
    return abs(series.total) / max(1.0, seconds / DAY)


def beyond_physics(series: SeriesPreview) -> bool:
    """True where no meter of a town can have counted so much in that time."""
    most = float(limits()["physics"]["m3_per_hour" if series.unit == "m³" else "kw"])
    return not per_day(series) / 24 <= most  # not a number is beyond, too


def impossible(series: SeriesPreview) -> bool:
    """True where all people together do not use so much, or where it is no number."""
    return not abs(series.total) <= float(limits()["physics"]["all_people"])


def most_of_building(*, unit: str, kind: str | None, area: float | None, town: TownScale) -> float:
    """What a building of this kind uses at most [unit a day]; kind None: not known."""
    known = limits()
    if unit == "m³":
        return float(known["m3_per_day"]["any"])
    small, dense, head = (
        known["kwh_per_day_small"],
        known["kwh_per_m2_and_year"],
        known["kwh_per_head_and_day"],
    )
    if area:
        usual = kind in dense["kinds"]
        return float(area * dense["usual" if usual else "any"] / DAYS)
    if kind in small["kinds"]:
        return float(small["any"])
    most = float(known["kwh_per_day"]["any"])
    if town.inhabitants is None:
        return most
    return min(most, float(max(head["least"], town.inhabitants * head["any"])))


def most_of_town(*, carrier: Carrier, town: TownScale) -> float | None:
    """What all a town's buildings use of a carrier at most [kWh or m³ a day]; None: not known."""
    water = carrier is Carrier.WATER
    known = limits()["town_m3_per_head_and_year" if water else "town_kwh_per_head_and_year"]
    if town.inhabitants is None or carrier.value not in known:
        return None
    a_day = town.inhabitants * known[carrier.value] * known["times"] / DAYS
    return float(max(known["least"], a_day))
