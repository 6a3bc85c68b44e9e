"""What is said on the way to a table within JSON: name, unit, meter, place."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from klimamosaik.sources.grid.json_tables.cells import DATE, is_cell

UNIT_KEY = re.compile(r"(?i)^(unit|units|einheit|unit_?of_?measure(ment)?|uom|measure_?unit)$")
UNITS_KEY = re.compile(r"(?i)^(units|einheiten)$")
NAME_KEY = re.compile(r"(?i)^(name|title|label|series|target|type|key|bezeichnung|entity_?id)$")
PLACE_KEY = re.compile(  # in snake case; "type" and "series" name no place
    r"(?i)^((device|sensor|meter|site|building|location|facility|asset|station)_)?(name|label)$"
    r"|^(bezeichnung|building|site|location|facility|gebäude|gebaeude|standort|objekt|liegenschaft)$"
)
METER_KEY = re.compile(
    r"(?i)(^|_)(id|number|serial(_?number)?|meter|zaehler|zähler|malo|melo|mpan)$"
)
CARRIER_KEY = re.compile(
    r"(?i)^(medium|sparte|carrier|commodity|utility|fuel|energietr(ä|ae)ger|energieart|energy_?type)$"
)
SHORT = re.compile(r"\d{1,3}")  # 1, 2, 3 number something else than meters
FEW_WORDS = 12  # facts said around a table that go above it


@dataclass(frozen=True)
class Around:
    """What is said on the way to a table."""

    path: tuple[str, ...] = ()
    name: str = ""
    meter: str = ""
    carrier: str = ""
    unit: str = ""
    obis: str = ""
    place: str = ""  # whose the values are, where a key says so
    offset: int | None = None  # [s] of local times from UTC
    units: Mapping[str, str] = field(default_factory=dict)  # by column
    facts: tuple[str, ...] = ()


@dataclass(frozen=True)
class FoundTable:
    """One table on its way."""

    around: Around
    columns: dict[str, list[Any]]


def is_units(key: str) -> bool:
    """True for a key whose dictionary names units of columns."""
    return key.endswith("_units") or bool(UNITS_KEY.match(key))


def around_of(node: Mapping[str, Any], around: Around) -> Around:
    """What a dictionary says of the tables within it."""
    said = _said_beside(node) | {
        str(key): value for key, value in node.items() if isinstance(value, str | int | float)
    }
    texts = {key: value for key, value in said.items() if isinstance(value, str) and value}
    unit = next((value for key, value in texts.items() if UNIT_KEY.match(key)), around.unit)
    name = next((value for key, value in texts.items() if NAME_KEY.match(key)), around.name)
    place = next((value for key, value in texts.items() if is_place(key)), around.place)
    carrier = next((v for key, v in texts.items() if CARRIER_KEY.match(_snake(key))), "")
    obis = next((value for key, value in texts.items() if "obis" in key.lower()), around.obis)
    numbers = (str(value) for key, value in said.items() if is_meter(key))
    meter = next((each for each in numbers if each and not SHORT.fullmatch(each)), around.meter)
    offset = said.get("utc_offset_seconds", around.offset)
    facts = tuple(f"{key}: {value}"[:80] for key, value in said.items() if value not in ("", unit))
    return replace(
        around,
        unit=unit[:20],
        name=name[:80],
        meter=meter[:80],
        carrier=(carrier or around.carrier)[:40],
        place=place[:80],
        obis=obis[:40],
        offset=offset if isinstance(offset, int) else None,
        facts=(*around.facts, *facts)[:FEW_WORDS],
    )


def _said_beside(node: Mapping[str, Any]) -> dict[str, Any]:
    """What dictionaries of nothing but facts say of the tables beside them, where they agree."""
    flat = [
        child for key, child in node.items()
        if isinstance(child, dict) and all(map(is_cell, child.values()))
        and not is_units(str(key)) and not any(map(DATE.match, map(str, child)))
    ]  # fmt: skip
    pairs = [(str(key), value) for child in flat for key, value in child.items()]
    alone = {key for key, _ in pairs if len({str(v) for k, v in pairs if k == key}) == 1}
    return {key: v for key, v in pairs if key in alone and isinstance(v, str | int | float)}


def _snake(key: str) -> str:
    return re.sub(r"(?<=[a-zäöü])(?=[A-Z])", "_", key).lower()


def is_meter(key: str) -> bool:
    """True for a key that holds the number of a meter."""
    return bool(METER_KEY.search(_snake(key)))


def is_place(key: str) -> bool:
    """True for a key that holds the name of a place."""
    return bool(PLACE_KEY.match(_snake(key)))
