"""The energy report: every figure with its unit, unknown as unknown."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache, cached_property
from typing import Protocol

from klimamosaik.reports.kernel.estimated import UseQuality, weakest_use
from klimamosaik.reports.kernel.inputs import FactorGiven, Headcount, Medium, ReportInputs
from klimamosaik.reports.kernel.weather import Correction
from klimamosaik.terms.amount import Amount
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.estimate import Estimate
from klimamosaik.terms.text import Text
from klimamosaik.terms.text_enum import TextEnum


@dataclass(frozen=True, slots=True)
class YearFigures:
    """One year of one building, or of all together."""

    year: int
    use: Mapping[Medium, Amount]  # [kWh], water [m³]
    cost: Mapping[Medium, Amount]  # [EUR] gross
    co2: Mapping[Medium, Amount]  # [t] electricity and heat
    energy: Amount  # [kWh] electricity and heat
    energy_cost: Amount  # [EUR] electricity and heat
    energy_co2: Amount  # [t] electricity and heat
    heat_corrected: Amount  # [kWh] at the weather of the long-term mean
    heat_regression: Amount  # [kWh] normal use by regression, where evidence has it
    quality: Mapping[Medium, UseQuality]  # how each is known; without media nothing is due of

    def known_by(self, media: Iterable[Medium]) -> UseQuality:
        """How the use of some media together is known: as weak as its weakest part."""
        return weakest_use(self.quality[each] for each in media if each in self.quality)


def quality_by_medium(
    found: Iterable[tuple[Medium, UseQuality]],
) -> Mapping[Medium, UseQuality]:
    """How the use of each medium is known, of all its parts together."""
    parts: dict[Medium, list[UseQuality]] = {}
    for medium, quality in found:
        parts.setdefault(medium, []).append(quality)
    known = {medium: weakest_use(each) for medium, each in parts.items()}
    if any(each.estimated for each in known.values()):
        return known
    return same_for_all(frozenset(known.items()))


@cache
def same_for_all(known: frozenset[tuple[Medium, UseQuality]]) -> Mapping[Medium, UseQuality]:
    """How each medium is known where nothing is estimated; one for all years that say so."""
    return dict(known)


def per(amount: Amount, divisor: float | None) -> float | None:
    """A whole year's amount per head or m²; None where either is unknown."""
    return amount.whole / divisor if amount.whole is not None and divisor else None


class AreaFigure(TextEnum):
    """What of a building is told per m² of usable area, beside its past and its like."""

    ELECTRICITY = "electricity", Medium.ELECTRICITY.text
    HEAT = "heat", Medium.HEAT.text  # weather-corrected where it could be
    WATER = "water", Medium.WATER.text
    CO2 = "co2", Text("CO₂", "CO₂")  # of electricity and heat, not weather-corrected

    @property
    def unit(self) -> str:
        """Of the figure per m² and year."""
        return AREA_UNITS.get(self, "kWh/m²")

    @property
    def digits(self) -> int:
        """Behind the comma."""
        return 2 if self is AreaFigure.WATER else 0


AREA_FIGURES = (AreaFigure.HEAT, AreaFigure.ELECTRICITY, AreaFigure.WATER, AreaFigure.CO2)
AREA_UNITS = {AreaFigure.WATER: "m³/m²", AreaFigure.CO2: "kg/m²"}


@dataclass(frozen=True, slots=True)
class StockComparison:
    """A building among the like of the own stock, per usable area in one year."""

    subject: AreaFigure
    year: int
    value: float  # [subject.unit] heat corrected where it could be
    like: Estimate  # same unit, of all buildings of the kind: median, and their middle half
    count: int  # buildings behind it, this one included


@dataclass(frozen=True)
class BuildingTrend:
    """A building, or all, against its own past."""

    subject: AreaFigure
    first: int
    last: int
    percent: float  # [%] change of use from first to last, heat corrected where it could be
    corrected: bool


class UseSubject(StrEnum):
    """What changed."""

    COST = "cost"
    CO2 = "co2"
    ENERGY = "energy"
    COST_PER_HEAD = "cost per head"
    CO2_PER_HEAD = "co2 per head"

    @property
    def unit(self) -> str:
        """Of what changed."""
        if self in (UseSubject.CO2, UseSubject.CO2_PER_HEAD):
            return "t"
        return "kWh" if self is UseSubject.ENERGY else "€"


class UseCause(TextEnum):
    """What a change is split into."""

    WEATHER = "weather", Text("Witterung", "weather")
    QUANTITY = (  # what is left of heat after the weather; electricity, which does not follow it
        "quantity",
        Text("Verbrauch (ohne Witterung)", "use (without the weather)"),
    )
    QUANTITY_AND_WEATHER = (  # where weather could not be told apart
        "quantity and weather",
        Text("Verbrauch (nicht witterungsbereinigt)", "use (not weather-corrected)"),
    )
    PRICE = "price", Text("Preis", "price")
    FACTOR = "factor", Text("Emissionsfaktor", "emission factor")
    POPULATION = "population", Text("Einwohnerzahl", "population")
    STOCK = "stock", Text("Gebäudebestand", "building stock")  # buildings taken into or out of use


@dataclass(frozen=True, slots=True)
class CausePart:
    """The part a cause had in a change."""

    cause: UseCause
    amount: float  # in the unit of the change


@dataclass(frozen=True, slots=True)
class UseChange:
    """A change between two years, over what can be compared, and its parts that add up to it."""

    subject: UseSubject
    building: int | None  # id; None: all together
    first: int
    second: int
    before: float  # [EUR], [t] or [kWh], of what was compared
    after: float
    parts: tuple[CausePart, ...]
    left_out: tuple[Text, ...]  # what could not be compared: "Rathaus: Strom"
    compared: int  # rows of building and carrier behind it; 0: not decidable

    @property
    def amount(self) -> float:
        """The change itself."""
        return self.after - self.before

    @property
    def decidable(self) -> bool:
        """False where nothing could be compared."""
        return self.compared > 0


class UseChanges(Protocol):
    """The changes from year to year, and from the first to the last, per building and in all."""

    def between(
        self, subject: UseSubject, first: int, second: int
    ) -> Mapping[int | None, UseChange]:
        """The changes of a subject by building, None for all together; empty: none is known."""

    def altogether(self, subject: UseSubject, first: int, second: int) -> UseChange | None:
        """The change of all buildings together, without that of each; None: it is not known."""

    def __iter__(self) -> Iterator[UseChange]:
        """All of them, by years and subjects."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that should be known and is not."""

    building: str
    carrier: Carrier
    year: int
    months: tuple[int, ...]  # 1..12; empty: the whole year
    what: Text  # use or bills
    why: Text


@dataclass(frozen=True)
class BuildingReport:
    """One building in all years."""

    id: int
    name: str
    kind: str
    kind_name: Text
    area: float | None  # [m²]
    years: tuple[YearFigures, ...]
    comparisons: tuple[StockComparison, ...]
    trends: tuple[BuildingTrend, ...]
    gaps: tuple[Gap, ...]
    remarks: tuple[Text, ...]  # split by days, from bills, estimated
    carriers: tuple[Carrier, ...]
    alike: Mapping[AreaFigure, int]  # of its kind with a whole last year and a known area

    def beside(self, subject: AreaFigure) -> StockComparison | None:
        """The building among its like; None where too few are known."""
        return next((each for each in self.comparisons if each.subject is subject), None)

    def trend(self, subject: AreaFigure) -> BuildingTrend | None:
        """The building against its own first year; None where one of the years is not whole."""
        return next((each for each in self.trends if each.subject is subject), None)


@dataclass(frozen=True)
class TotalYear:
    """All buildings in one year."""

    figures: YearFigures
    people: Headcount | None
    lacking: Mapping[Medium, int]  # buildings whose use is not known for the whole year
    due: Mapping[Medium, int]  # buildings that have such a meter


@dataclass(frozen=True)
class LikeForLike:
    """The same buildings in every year: only those known for all whole years."""

    medium: Medium
    buildings: int
    use: tuple[float, ...]  # [kWh], water [m³], by year
    corrected: tuple[float, ...] | None  # [kWh] by year, heat only
    left_out: tuple[str, ...]  # names of buildings with gaps


@dataclass(frozen=True)
class EnergyReport:
    """Costs, use and CO2 of a municipality's buildings over calendar years."""

    given: ReportInputs
    correction: Correction
    buildings: tuple[BuildingReport, ...]
    totals: tuple[TotalYear, ...]
    like_for_like: Mapping[Medium, LikeForLike]
    changes: UseChanges = field(compare=False)  # follow from what is given
    gaps: tuple[Gap, ...]
    factors: tuple[FactorGiven, ...]  # those used

    @property
    def years(self) -> tuple[int, ...]:
        """The calendar years of the report, ascending."""
        return self.given.years

    @cached_property
    def has_regression(self) -> bool:
        """True where evidence gave a normal year for some building."""
        return any(y.heat_regression.value is not None for b in self.buildings for y in b.years)

    def change(
        self, subject: UseSubject, first: int, second: int, building: int | None = None
    ) -> UseChange | None:
        """The change of a subject between two years."""
        return self.changes.between(subject, first, second).get(building)
