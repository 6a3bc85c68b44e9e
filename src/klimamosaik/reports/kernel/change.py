"""Why did it change? The change between two years in parts that add up to it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import fsum, prod

import numpy as np

from klimamosaik.reports.kernel.figures import (
    CausePart,
    UseCause,
    UseChange,
    UseChanges,
    UseSubject,
)
from klimamosaik.reports.kernel.inputs import BuildingGiven, CarrierYear, ReportInputs
from klimamosaik.reports.kernel.shapley import shares
from klimamosaik.reports.kernel.weather import Correction
from klimamosaik.terms.amount import Amount
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.text import Text, about

SAME_STOCK_DAYS = 1.5  # [d] a leap day apart is the same stock of buildings
LAST_CAUSE = {UseSubject.COST: UseCause.PRICE, UseSubject.CO2: UseCause.FACTOR}
TOTAL_SUBJECTS = tuple(UseSubject)
BUILDING_SUBJECTS = (UseSubject.COST, UseSubject.CO2, UseSubject.ENERGY)


@dataclass(frozen=True)
class CarrierChange:
    """One carrier of one building in two years, as the product of its factors."""

    building: int
    causes: tuple[UseCause, ...]  # of the factors
    before: tuple[float, ...]  # the factors in the first year; their product is the value
    after: tuple[float, ...]


class ExplainedChanges(UseChanges):
    """The changes of a report, each subject and pair of years worked out once it is asked for."""

    def __init__(
        self, given: ReportInputs, correction: Correction, *, alone: int | None = None
    ) -> None:
        """alone: the one building that is told of, without a total; None: all, and the total."""
        self.given, self.correction, self.alone = given, correction, alone
        self.pairs = list(pairwise(given.years))
        if len(given.years) > 2:
            self.pairs.append((given.years[0], given.years[-1]))
        self.found: dict[tuple[UseSubject, int, int], Mapping[int | None, UseChange]] = {}
        self.wholes: dict[tuple[UseSubject, int, int], UseChange | None] = {}

    def between(
        self, subject: UseSubject, first: int, second: int
    ) -> Mapping[int | None, UseChange]:
        """The changes of a subject by building, None for all together, which comes first."""
        asked = subject, first, second
        if (first, second) not in self.pairs:
            return {}
        if asked not in self.found:
            self.found[asked] = {
                each.building: each
                for each in explain_pair(self.given, self.correction, *asked)
                if self.alone is None or each.building == self.alone
            }
        return self.found[asked]

    def altogether(self, subject: UseSubject, first: int, second: int) -> UseChange | None:
        """The change of all buildings together, without that of each."""
        asked = subject, first, second
        if asked not in self.wholes:
            told = self.alone is None and (first, second) in self.pairs
            found = carriers_in_both(self.given, self.correction, *asked) if told else None
            self.wholes[asked] = None if found is None else found.altogether(*asked)
        return self.wholes[asked]

    def __iter__(self) -> Iterator[UseChange]:
        """All changes from year to year, and from the first to the last."""
        for first, second in self.pairs:
            for subject in TOTAL_SUBJECTS:
                yield from self.between(subject, first, second).values()


@dataclass(frozen=True)
class CarriersInBoth:
    """What can be compared of two years: carriers of buildings, with the parts of each change."""

    rows: list[CarrierChange]
    parts: list[Mapping[UseCause, float]]  # of each row
    left_out: Mapping[int, list[Text]]  # by building

    def altogether(self, subject: UseSubject, first: int, second: int) -> UseChange:
        """The change of all buildings together."""
        everything = [name for names in self.left_out.values() for name in names]
        return change_of(subject, None, first, second, self.rows, self.parts, everything)

    def by_building(
        self, given: ReportInputs, subject: UseSubject, first: int, second: int
    ) -> Iterator[UseChange]:
        """The change of each building."""
        places: dict[int, list[int]] = defaultdict(list)
        for i, row in enumerate(self.rows):
            places[row.building].append(i)
        for building in given.buildings:
            own = places.get(building.id, [])
            rows, parts = [self.rows[i] for i in own], [self.parts[i] for i in own]
            out = self.left_out.get(building.id, [])
            yield change_of(subject, building.id, first, second, rows, parts, out)


def explain_pair(
    given: ReportInputs, correction: Correction, subject: UseSubject, first: int, second: int
) -> list[UseChange]:
    """The changes of one subject between two years: all together first, then each building."""
    found = carriers_in_both(given, correction, subject, first, second)
    if found is None:
        return []
    each = subject in BUILDING_SUBJECTS
    own = found.by_building(given, subject, first, second) if each else ()
    return [found.altogether(subject, first, second), *own]


def carriers_in_both(
    given: ReportInputs, correction: Correction, subject: UseSubject, first: int, second: int
) -> CarriersInBoth | None:
    """What two years can be compared by; None per head where nobody knows the heads."""
    base = {UseSubject.COST_PER_HEAD: UseSubject.COST, UseSubject.CO2_PER_HEAD: UseSubject.CO2}
    people = given.town.people(first), given.town.people(second)
    if subject in base and not all(people):
        return None
    rows: list[CarrierChange] = []
    left_out: dict[int, list[Text]] = defaultdict(list)
    for building in given.buildings:
        for before, after in carrier_pairs(building, first, second):
            row = row_of(given, correction, base.get(subject, subject), building, before, after)
            if row is None:
                left_out[building.id].append(named(building.name, before.carrier))
            elif subject in base:
                heads = tuple(1 / p.inhabitants for p in people if p)
                rows.append(with_factor(row, UseCause.POPULATION, heads[0], heads[1]))
            else:
                rows.append(row)
    return CarriersInBoth(rows, split(rows), left_out)


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


def split(rows: list[CarrierChange]) -> list[Mapping[UseCause, float]]:
    """The parts of each row's change; rows with the same causes are computed together."""
    parts: list[Mapping[UseCause, float]] = [{} for _ in rows]
    by_causes: dict[tuple[UseCause, ...], list[int]] = defaultdict(list)
    for i, row in enumerate(rows):
        by_causes[row.causes].append(i)
    for causes, members in by_causes.items():
        before = np.array([rows[i].before for i in members]).T
        after = np.array([rows[i].after for i in members]).T
        for i, column in zip(members, shares(before, after).T, strict=True):
            parts[i] = dict(zip(causes, map(float, column), strict=True))
    return parts


def change_of(
    subject: UseSubject,
    building: int | None,
    first: int,
    second: int,
    rows: list[CarrierChange],
    parts: list[Mapping[UseCause, float]],
    left_out: list[Text],
) -> UseChange:
    """Add up rows and their parts."""
    by_cause: dict[UseCause, list[float]] = defaultdict(list)
    for row_parts in parts:
        for cause, amount in row_parts.items():
            by_cause[cause].append(amount)
    return UseChange(
        subject=subject,
        building=building,
        first=first,
        second=second,
        before=fsum(prod(row.before) for row in rows),
        after=fsum(prod(row.after) for row in rows),
        parts=tuple(
            CausePart(cause, fsum(by_cause[cause])) for cause in UseCause if cause in by_cause
        ),
        left_out=tuple(left_out),
        compared=len(rows),
    )
