"""Reading the nation's figures that ship with the product."""

from dataclasses import fields
from functools import cache
from importlib import resources
from typing import Any

from klimamosaik.balance.kernel.districts import DistrictScales
from klimamosaik.balance.kernel.factor import Status
from klimamosaik.balance.kernel.grid import BalanceCarrier, Sector
from klimamosaik.balance.kernel.key_facts import KeyFacts, Mix, NationSums, StateJobs
from klimamosaik.balance.kernel.keys import BRANCH_KEYS, Key
from klimamosaik.balance.kernel.nation import (
    Generation,
    KeySource,
    Nation,
    NationalRow,
    UnspreadFigure,
)
from klimamosaik.terms.text import Text, joined
from klimamosaik.terms.yaml_text import read_yaml

MWH_PER_GWH = 1_000.0
YEARS = (2021,)


@cache
def facts(name: str) -> Any:
    """A file of facts as it is written; read once, so nobody may change what it gives."""
    path = resources.files("klimamosaik.balance") / "data" / name
    return read_yaml(path.read_text(encoding="utf-8"))


@cache
def nation(year: int) -> Nation:
    """The nation's final energy of a year; KeyError where none ships."""
    if year not in YEARS:
        raise KeyError(year)
    content = facts(f"national_{year}.yaml")
    sources = content["sources"]
    burning = facts("keys.yaml")["burning"]["rows"]
    return Nation(
        year=year,
        rows=tuple(row_of(row, sources) for row in content["rows"]),
        left_out=tuple(
            UnspreadFigure(
                Sector(row["sector"]),
                row["activity"],
                BalanceCarrier(row["carrier"]),
                row["value"] * MWH_PER_GWH,
                Text(**row["reason"]),
            )
            for row in content["left_out"]
        ),
        generation=tuple(
            Generation(
                row["plant"],
                Key(row["key"]),
                row["value"] * MWH_PER_GWH,
                Text(**sources[row["source"]]["text"]),
            )
            for row in content["generation"]
        ),
        key_sources=key_sources(),
        burning=tuple((BalanceCarrier(row["carrier"]), float(row["value"])) for row in burning),
    )


def row_of(row: Any, sources: Any) -> NationalRow:
    """One national row with its sources spelled out."""
    source = sources[row["source"]]
    text = Text(**source["text"])
    if "with" in row:
        text = joined((text, Text(**sources[row["with"]]["text"])), "; ")
    return NationalRow(
        sector=Sector(row["sector"]),
        activity=row["activity"],
        carrier=BalanceCarrier(row["carrier"]),
        key=Key(row["key"]),
        energy=row["value"] * MWH_PER_GWH,
        source=text,
        status=Status(row.get("status", source["status"])),
        confirm=row.get("confirm", False),
    )


def key_sources() -> tuple[KeySource, ...]:
    """Where the keys are from that are worked out from more than plain statistics."""
    return tuple(
        KeySource(Key(key), Text(**part["source"]["text"]), Status(part["source"]["status"]))
        for part in (*facts("keys.yaml").values(), facts("districts.yaml"))
        for key in part["keys"]
    )


@cache
def key_facts() -> KeyFacts:
    """Heat demand by year of construction, distance by kind of area."""
    content = facts("keys.yaml")
    return KeyFacts(
        floor_demand=tuple(
            (int(row["until"]), float(row["value"])) for row in content["floor_demand"]["rows"]
        ),
        daily_distance=kinds(content["daily_distance"]),
        jobs=kinds(content["jobs"]),
        usual_area=kinds(content["usual_area"]),
        mix=mix(content["mix"]),
        whole=NationSums(
            **{name: float(value) for name, value in content["whole"]["rows"].items()}
        ),
        islands=islands(),
        states=state_jobs(content["employees"]),
        districts=district_scales(facts("districts.yaml")),
    )


def kinds(block: Any) -> tuple[tuple[int, float], ...]:
    """A value for each kind of area."""
    return tuple((int(row["area_type"]), float(row["value"])) for row in block["rows"])


def state_jobs(block: Any) -> tuple[tuple[str, StateJobs], ...]:
    """Employees of each state, by the two digits of its key."""
    names = [each.name for each in fields(StateJobs)]
    return tuple(
        (row["state"], StateJobs(**{name: float(row[name]) for name in names}))
        for row in block["rows"]
    )


def district_scales(content: Any) -> DistrictScales:
    """What industry's keys are multiplied by where a district's energy is published."""
    return DistrictScales(
        by_district=tuple(
            (name, (float(bought), float(burnt)))
            for name, (bought, burnt) in content["scales"].items()
        ),
        whole=tuple((Key(key), float(value)) for key, value in content["whole"].items()),
        told=frozenset(content["published"]),
    )


def mix(block: Any) -> Mix:
    """The weights keys are mixed with."""
    return Mix(
        traffic_area=float(block["traffic_area"]),
        commercial_area=float(block["commercial_area"]),
        power_by_plants=float(block["power_by_plants"]),
        few_plants=float(block["few_plants"]),
        plants=tuple(float(block["plants"][key.value]) for key in BRANCH_KEYS),
        all_seen=frozenset(block["all_seen"]),
    )


@cache
def islands() -> frozenset[str]:
    """Keys of the municipalities on islands no road leads to."""
    return frozenset(str(row["ags"]) for row in facts("islands.yaml")["islands"])


@cache
def airports() -> frozenset[str]:
    """Keys of the municipalities with an airport of regular flights."""
    return frozenset(str(row["ags"]) for row in facts("airports.yaml")["airports"])
