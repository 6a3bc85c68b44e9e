"""What the energy report is computed from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from klimamosaik.reports.kernel.estimated import (
    NOTHING_ESTIMATED,
    EstimatedPart,
    UseQuality,
    known_use,
)
from klimamosaik.reports.kernel.register_inputs import CouncilPart
from klimamosaik.terms.amount import Amount
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.direction import Direction
from klimamosaik.terms.quality import Quality
from klimamosaik.terms.text import Text
from klimamosaik.terms.text_enum import TextEnum


class Medium(TextEnum):
    """What the report adds up: electricity, heat of all fuels, water."""

    ELECTRICITY = "electricity", Text("Strom", "electricity")
    HEAT = "heat", Text("Wärme", "heat")
    WATER = "water", Text("Wasser", "water")

    @classmethod
    def of(cls, carrier: Carrier) -> "Medium":
        """The medium a carrier belongs to."""
        if carrier.heats:
            return cls.HEAT
        return cls.WATER if carrier is Carrier.WATER else cls.ELECTRICITY


ENERGY = (Medium.ELECTRICITY, Medium.HEAT)


@dataclass(frozen=True, slots=True)
class CarrierYear:
    """One carrier of one building in one calendar year, over all its meters."""

    carrier: Carrier
    year: int
    use: Amount  # [kWh], water [m³]
    cost: Amount  # [EUR] gross
    missing: tuple[int, ...] = ()  # months 1..12 in which days of use are missing
    missing_cost: tuple[int, ...] = ()  # months 1..12 in which days of bills are missing
    from_bills: bool = False  # the use is the quantity billed, no reading covers more
    split_use: bool = False  # an interval across new year was split by days
    split_cost: bool = False  # a bill across new year was split by days
    estimated: EstimatedPart = NOTHING_ESTIMATED  # of the use
    doubted: bool = False  # readings are left out because their unit is in doubt

    def known_by(self, factor: Quality) -> UseQuality:
        """How the use is known, and by a factor known so its CO2.

        What was split by days is estimated, what a bill says is stated.
        """
        cost = Quality.ESTIMATED if self.split_cost else Quality.STATED
        if self.estimated.any or self.split_use:
            return UseQuality(Quality.ESTIMATED, self.estimated.amount, factor, cost)
        return known_use(Quality.STATED if self.from_bills else Quality.MEASURED, factor, cost)


@dataclass(frozen=True)
class BuildingGiven:
    """One building with all its years."""

    id: int
    name: str
    kind: str  # code: like is compared with like
    kind_name: Text
    area: float | None  # [m²] usable area
    years: tuple[CarrierYear, ...]
    days_in_use: Mapping[int, float]  # [d] by year
    normal_heat: Mapping[int, float] = field(default_factory=dict)  # [kWh] by regression
    notes: tuple[Text, ...] = ()  # what is odd about its readings


@dataclass(frozen=True)
class Aside:
    """A meter that is no use of its own, in no sum, with what it counted."""

    building: int
    building_name: str
    name: str
    carrier: Carrier
    direction: Direction
    years: tuple[Amount, ...]  # [kWh], water [m³], in the order of the report's years

    @property
    def unit(self) -> str:
        """Of what it counted."""
        return "m³" if self.carrier is Carrier.WATER else "kWh"


@dataclass(frozen=True)
class Headcount:
    """Inhabitants of a year."""

    year: int
    inhabitants: int
    source: str


@dataclass(frozen=True)
class ReportTown:
    """The municipality the report is about."""

    ags: str
    name: str
    synthetic: bool
    state: str  # federal state, two letters
    population: tuple[Headcount, ...] = ()

    def people(self, year: int) -> Headcount | None:
        """The headcount of the year, else the nearest (the earlier of two); None if unknown."""
        nearest = sorted(self.population, key=lambda h: (abs(h.year - year), h.year))
        return nearest[0] if nearest else None


@dataclass(frozen=True)
class WeatherGiven:
    """Degree days and climate factors by calendar year; whole years only."""

    station: str = ""  # name and number
    degree_days: Mapping[int, float] = field(default_factory=dict)  # [K d] G20/15
    climate_factors: Mapping[int, float] = field(default_factory=dict)  # 1
    climate_source: str = ""
    fallback: Text | None = None  # why it is this station, or why there is none
    source: str = ""
    where: Text | None = None  # the station, how far away and how much higher it stands


@dataclass(frozen=True)
class FactorGiven:
    """What a kilowatt-hour of a carrier emits in a year."""

    carrier: Carrier
    year: int
    stands_for: int  # the year the value was published for
    grams: float  # [g/kWh]
    unit: str
    status: str  # official | second-hand | derived
    source: Text
    quality: Quality  # how the value itself came to be

    @property
    def status_text(self) -> Text:
        """The status as a person would say it."""
        return STATUS.get(self.status, Text(self.status, self.status))


STATUS = {
    "official": Text("amtlich", "official"),
    "second-hand": Text("nach anderer Quelle", "second-hand"),
    "derived": Text("abgeleitet", "derived"),
}


@dataclass(frozen=True)
class ReportInputs:
    """Everything the report needs."""

    town: ReportTown
    years: tuple[int, ...]  # calendar years, ascending
    buildings: tuple[BuildingGiven, ...]
    weather: WeatherGiven
    factors: tuple[FactorGiven, ...]
    factor_set: Text  # name of the set
    data_version: int  # newest delivery the figures saw
    written_on: date
    master_data_of: datetime | None = None  # newest change of buildings, meters, population seen
    sources: tuple[Text, ...] = ()  # further sources of figures, as sentences
    aside: tuple[Aside, ...] = ()  # meters in no figure of the report
    changed: tuple[Text, ...] = ()  # why figures are others than before, newest first
    council: CouncilPart | None = None  # None: not told, as in what strangers get

    def factor(self, carrier: Carrier, year: int) -> FactorGiven | None:
        """The factor of a carrier in a year."""
        return self._factors.get((carrier, year))

    @cached_property
    def _factors(self) -> Mapping[tuple[Carrier, int], FactorGiven]:
        return {(f.carrier, f.year): f for f in self.factors}
