"""What public statistics say about every municipality, as arrays."""

from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

import numpy as np

Floats = np.ndarray[Any, np.dtype[np.float64]]
Texts = np.ndarray[Any, np.dtype[np.str_]]
Flags = np.ndarray[tuple[int], np.dtype[np.bool]]


class Branch(StrEnum):
    """Branch of industry whose plants take part in emission trade."""

    BASIC_CHEMICALS = "basic_chemicals"
    OTHER_CHEMICALS = "other_chemicals"
    CEMENT_LIME = "cement_lime"
    GLASS_CERAMICS = "glass_ceramics"
    PRIMARY_STEEL = "primary_steel"
    SECONDARY_STEEL = "secondary_steel"
    NONFERROUS_METALS = "nonferrous_metals"
    PAPER = "paper"
    FOOD = "food"
    OTHER_INDUSTRY = "other_industry"


AGE_CLASSES = (  # last year of construction of each class of flats
    1918,
    1948,
    1978,
    1986,
    1990,
    1995,
    2000,
    2004,
    2008,
    2011,
)


@dataclass(frozen=True)
class Municipalities:
    """Statistics of all municipalities of a year; one row each, in the order of their keys."""

    ags: Texts  # eight digits
    name: Texts
    population: Floats  # persons
    area: Floats  # ha
    traffic_area: Floats  # ha
    farmland: Floats  # ha
    water_area: Floats  # ha
    commercial_area: Floats  # ha, industry and commerce; 0 may stand for "not published"
    area_type: Floats  # RegioStaR 7: 71 .. 77; 0 unknown
    living_area: Floats  # m²
    flats: Floats  # number
    flats_district_heated: Floats  # number
    flats_by_age: Floats  # [municipality, AGE_CLASSES], number
    small_house_flats: Floats  # flats in houses of one or two
    train_km: Floats  # million km a year of regional trains in the district
    tram_km: Floats  # million km a year of trams and metros in the district
    district_population: Floats  # persons in the district or independent city
    plant_emissions: Floats  # [municipality, Branch], t CO2 a year in emission trade
    pv_power: Floats  # kW installed
    wind_power: Floats  # kW, on shore
    biomass_power: Floats  # kW electric
    hydro_power: Floats  # kW; pumped storage is not told apart

    def __post_init__(self) -> None:
        lengths = {len(getattr(self, field.name)) for field in fields(self)}
        if len(lengths) != 1:
            raise ValueError(f"all columns have one row per municipality: {lengths}")

    def __len__(self) -> int:
        return len(self.ags)

    def row(self, ags: str) -> int | None:
        """The row of a municipality; None where the key is not among them."""
        place = int(np.searchsorted(self.ags, ags))
        return place if place < len(self) and self.ags[place] == ags else None


def is_municipality(keys: list[str]) -> list[bool]:
    """Which keys of a list of states, districts and municipalities stand for a municipality.

    A district (three zeros at the end) is one where it has no members of its own: an independent
    city; a state where it has no districts: Hamburg, Berlin.
    """
    with_members = {key[:5] for key in keys if not key.endswith("000")}
    with_districts = {key[:2] for key in keys if not key.endswith("000000")}
    return [
        key.isdecimal()
        and (
            not key.endswith("000")
            or (not key.endswith("000000") and key[:5] not in with_members)
            or (key.endswith("000000") and key[:2] not in with_districts)
        )
        for key in keys
    ]
