"""What a building's carriers say of two years: each as a product of factors, before and after."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from klimamosaik.reports.kernel.figures import UseCause, UseSubject
from klimamosaik.reports.kernel.inputs import BuildingGiven, CarrierYear, ReportInputs
from klimamosaik.reports.kernel.weather import Correction
from klimamosaik.terms.amount import Amount
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.text import Text, about

SAME_STOCK_DAYS = 1.5  # [d] a leap day apart is the same stock of buildings
LAST_CAUSE = {UseSubject.COST: UseCause.PRICE, UseSubject.CO2: UseCause.FACTOR}


@dataclass(frozen=True, slots=True)
class CarrierChange:
    """One carrier of one building in two years, as the product of its factors."""

    building: int
    causes: tuple[UseCause, ...]  # of the factors
    before: tuple[float, ...]  # the factors in the first year; their product is the value
    after: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class BuildingRows:
    """What can be compared of a building, as it was given, and the carriers that cannot."""

    building: BuildingGiven
    rows: tuple[CarrierChange, ...]
    left_out: tuple[Text, ...]


def building_rows(
    given: ReportInputs,
    correction: Correction,
    subject: UseSubject,
    building: BuildingGiven,
    first: int,
    second: int,
) -> BuildingRows:
    """The carriers of a building in two years."""
    rows: list[CarrierChange] = []
    left_out: list[Text] = []
    for before, after in carrier_pairs(building, first, second):
        row = row_of(given, correction, subject, building, before, after)
        if row is None:
            left_out.append(named(building.name, before.carrier))
        else:
            rows.append(row)
    return BuildingRows(building, tuple(rows), tuple(left_out))


@lru_cache(maxsize=10_000)  # each pair of years and each subject leaves out the same ones
def named(name: str, carrier: Carrier) -> Text:
    """'Rathaus: Strom'."""
    return about(name, carrier.text)


def carrier_pairs(
    building: BuildingGiven, first: int, second: int
) -> Iterable[tuple[CarrierYear, CarrierYear]]:
    """The electricity and heat carriers of a building in both years."""
    after = {item.carrier: item for item in building.years if item.year == second}
    for before in building.years:
        carrier = before.carrier
        if before.year == first and carrier in after and carrier is not Carrier.WATER:
            yield before, after[carrier]


def row_of(
    given: ReportInputs,
    correction: Correction,
    subject: UseSubject,
    building: BuildingGiven,
    before: CarrierYear,
    after: CarrierYear,
) -> CarrierChange | None:
    """Both years as products of factors; None where it cannot be decided."""
    values = [value_of(given, subject, item) for item in (before, after)]
    uses = [amount_or_zero(item.use) for item in (before, after)]
    if None in values or None in uses:
        return None
    v0, v1 = (float(value or 0.0) for value in values)
    days = [building.days_in_use.get(item.year, 0.0) for item in (before, after)]
    if abs(days[1] - days[0]) > SAME_STOCK_DAYS:
        return CarrierChange(building.id, (UseCause.STOCK,), (v0,), (v1,))
    weather = weather_factors(correction, before, after)
    causes, f0, f1 = quantity_factors(before, uses, weather)
    if subject is UseSubject.ENERGY:
        return CarrierChange(building.id, causes, f0, f1)
    prices = unit_values((v0, v1), (float(uses[0] or 0.0), float(uses[1] or 0.0)))
    if prices is None:
        return None
    row = CarrierChange(building.id, causes, f0, f1)
    return with_factor(row, LAST_CAUSE[subject], *prices)


def with_factor(row: CarrierChange, cause: UseCause, before: float, after: float) -> CarrierChange:
    """The row with one more factor; a change of stock stays one, at each year's own value."""
    return CarrierChange(
        row.building, (*row.causes, cause), (*row.before, before), (*row.after, after)
    )


def value_of(given: ReportInputs, subject: UseSubject, item: CarrierYear) -> float | None:
    """What changed, in one year: [EUR], [t] or [kWh]; None where unknown."""
    if subject is UseSubject.COST:
        return amount_or_zero(item.cost)
    use = amount_or_zero(item.use)
    if use is None or subject is UseSubject.ENERGY:
        return use
    factor = given.factor(item.carrier, item.year)
    return None if factor is None else use * factor.grams / 1e6


def amount_or_zero(amount: Amount) -> float | None:
    """The whole year's value; zero only where the building was not in use at all."""
    return 0.0 if amount.nothing_due else amount.whole


def weather_factors(
    correction: Correction, before: CarrierYear, after: CarrierYear
) -> tuple[float, float] | None:
    """How much heat the weather asked for, relative to the long-term mean; None if unknown."""
    factors = [correction.factors.get(item.year) for item in (before, after)]
    if factors[0] and factors[1]:
        return 1 / factors[0], 1 / factors[1]
    return None


def quantity_factors(
    before: CarrierYear, uses: list[float | None], weather: tuple[float, float] | None
) -> tuple[tuple[UseCause, ...], tuple[float, ...], tuple[float, ...]]:
    """Use as weather times quantity; electricity does not follow the weather here."""
    e0, e1 = float(uses[0] or 0.0), float(uses[1] or 0.0)
    if not before.carrier.heats:
        return (UseCause.QUANTITY,), (e0,), (e1,)
    if weather is None:
        return (UseCause.QUANTITY_AND_WEATHER,), (e0,), (e1,)
    w0, w1 = weather
    return (UseCause.WEATHER, UseCause.QUANTITY), (w0, e0 / w0), (w1, e1 / w1)


def unit_values(
    values: tuple[float, float], uses: tuple[float, float]
) -> tuple[float, float] | None:
    """Value per unit of use in both years.

    A year in which nothing was used and nothing paid has no price of its own: the other year's
    stands for it, so that the whole change is quantity. Nothing used but something paid: None.
    """
    prices = [v / e if e else None for v, e in zip(values, uses, strict=True)]
    if any(price is None and value for price, value in zip(prices, values, strict=True)):
        return None
    p0, p1 = prices
    p0, p1 = (p1 if p0 is None else p0), (p0 if p1 is None else p1)
    return p0 or 0.0, p1 or 0.0
