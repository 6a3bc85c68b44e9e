"""What the energy report is computed from, gathered from the stages upstream."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

import numpy as np

from klimamosaik.factors.queries import emission_factor
from klimamosaik.places.models import Building, BuildingKind
from klimamosaik.reports.bill_checks import differences_of
from klimamosaik.reports.doubts import MeteredMonths, months_of
from klimamosaik.reports.kernel.estimated import estimated_of
from klimamosaik.reports.kernel.inputs import (
    Aside,
    BuildingGiven,
    CarrierYear,
    FactorGiven,
    Headcount,
    ReportTown,
)
from klimamosaik.reports.kernel.months import (
    MONTHS,
    Floats,
    YearSum,
    days_due,
    month_edges,
    year_sums,
)
from klimamosaik.reports.master_data.as_of import MasterData
from klimamosaik.reports.metering import readings_by_month
from klimamosaik.terms.amount import Amount, UnknownBecause, total
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.direction import Direction
from klimamosaik.terms.text import Text


def town_of(master: MasterData) -> ReportTown:
    """The municipality as the kernel knows it."""
    municipality = master.municipality
    counts = tuple(Headcount(p.year, p.inhabitants, p.source) for p in master.population)
    return ReportTown(
        municipality.ags,
        municipality.name,
        municipality.synthetic,
        municipality.state,
        counts,
    )


def factors_of(carriers: Iterable[Carrier], years: Sequence[int], code: str) -> list[FactorGiven]:
    """The emission factors of the carriers in the years, as far as there are any."""
    found = []
    for carrier in carriers:
        for year in years:
            factor = emission_factor(carrier=carrier, year=year, factors=code)
            if factor is not None:
                found.append(
                    FactorGiven(
                        carrier,
                        year,
                        factor.stands_for,
                        factor.value,
                        factor.unit,
                        factor.status,
                        factor.source,
                        factor.quality,
                    )
                )
    return found


def buildings_of(
    master: MasterData, years: Sequence[int], as_of: int | None
) -> tuple[BuildingGiven, ...]:
    """All buildings in use in the years, with their use and cost."""
    buildings = in_use(master.buildings, years)
    standing = {building.pk for building in buildings}
    points = [point for point in master.points if point.building_id in standing]
    metered = months_of(points, years, as_of, master.moment)
    due = {each.pk: days_due(metered.edges, each.since, each.until) for each in buildings}
    sums = point_years(metered, np.array([due[point.building_id] for point in points]))
    places: dict[int, list[int]] = defaultdict(list)
    for place, point in enumerate(metered.points):
        places[point.building_id].append(place)
    notes: dict[int, list[Text]] = defaultdict(list)
    for each in differences_of(points, metered.doubts, first=years[0], last=years[-1], as_of=as_of):
        notes[each.point.building_id].append(each.text)
    return tuple(
        replace(
            building_given(
                building, due[building.pk], metered, sums, places.get(building.pk, []), years
            ),
            notes=tuple(notes[building.pk]),
        )
        for building in buildings
    )


def buildings_again(
    master: MasterData,
    years: Sequence[int],
    before: Sequence[BuildingGiven],
    moved: Collection[int],
) -> tuple[BuildingGiven, ...]:
    """The same as they stand now; but for those moved (ids) they are those of before.

    So is one that moved in nothing that is given of it.
    """
    some = replace(master, buildings=tuple(each for each in master.buildings if each.pk in moved))
    anew = buildings_of(some, years, None) if some.buildings else ()
    found = {each.id: each for each in before}
    found |= {each.id: each for each in anew if each != found.get(each.id)}
    return tuple(found[building.pk] for building in in_use(master.buildings, years))


def in_use(buildings: Sequence[Building], years: Sequence[int]) -> list[Building]:
    """Those the municipality used at some time in the years."""
    first, end = date(years[0], 1, 1), date(years[-1] + 1, 1, 1)
    return [
        building
        for building in buildings
        if (building.until is None or building.until > first)
        and (building.since is None or building.since < end)
    ]


def aside_of(master: MasterData, years: Sequence[int], as_of: int | None) -> tuple[Aside, ...]:
    """What the meters counted that are in no sum, in buildings in use in the years."""
    standing = {building.pk: building for building in in_use(master.buildings, years)}
    points = [point for point in master.aside if point.building_id in standing]
    if not points:
        return ()
    edges = month_edges(years[0], years[-1])
    place = {point.pk: i for i, point in enumerate(points)}
    read = readings_by_month(points, place, edges, as_of)
    homes = [standing[point.building_id] for point in points]
    due = np.array([days_due(edges, home.since, home.until) for home in homes])
    sums = year_sums(read, due, UnknownBecause.NO_READINGS)
    found = []
    for point, building, own in zip(points, homes, sums, strict=True):
        amounts = tuple(each.amount for each in own)
        carrier, direction = Carrier(point.carrier), Direction(point.direction)
        found.append(Aside(building.pk, building.name, point.name, carrier, direction, amounts))
    return tuple(sorted(found, key=lambda one: (one.building_name, one.direction, one.name)))


@dataclass(frozen=True)
class PointYear:
    """One meter point in one year: what its readings and its bills tell, and which counts."""

    read: YearSum
    billed: YearSum
    cost: YearSum
    from_bills: bool  # the bills tell of more days than the readings
    doubted: bool  # readings are left out, as their unit is in doubt

    @property
    def use(self) -> YearSum:
        """What counts."""
        return self.billed if self.from_bills else self.read


def building_given(
    building: Building,
    due: Floats,
    metered: MeteredMonths,
    sums: Sequence[Sequence[PointYear]],
    places: Sequence[int],
    years: Sequence[int],
) -> BuildingGiven:
    """One building with all its carriers and years.

    due: days of each month in use [d]; sums: of all meter points, by place and year; places: of
    those of the building.
    """
    by_carrier: dict[Carrier, list[int]] = defaultdict(list)
    for place in places:
        by_carrier[Carrier(metered.points[place].carrier)].append(place)
    items = [
        carrier_year(carrier, year, metered, {place: sums[place][i] for place in own})
        for carrier, own in sorted(by_carrier.items())
        for i, year in enumerate(years)
    ]
    in_use = {year: float(due[i * MONTHS : (i + 1) * MONTHS].sum()) for i, year in enumerate(years)}
    return BuildingGiven(
        building.pk,
        building.name,
        building.kind,
        BuildingKind(building.kind).text,
        building.usable_area or None,
        tuple(items),
        in_use,
    )


def point_years(metered: MeteredMonths, due: Floats) -> list[list[PointYear]]:
    """The one decision between readings and bills, for report and "why?" alike; by place and year.

    due: days due of each meter point and month [d], shape (point, month).
    """
    due = due.reshape(len(metered.points), len(metered.edges) - 1)  # of no points, too
    read = year_sums(metered.read, due, UnknownBecause.NO_READINGS)
    billed = year_sums(metered.billed, due, UnknownBecause.NO_READINGS)
    cost = year_sums(metered.cost, due, UnknownBecause.NO_BILLS)
    doubted = np.any(
        metered.doubted.reshape(len(due), due.shape[1] // MONTHS, MONTHS), axis=2
    ).tolist()
    return [
        [
            PointYear(r, b, c, better(b.amount, r.amount), doubt)
            for r, b, c, doubt in zip(*own, strict=True)
        ]
        for own in zip(read, billed, cost, doubted, strict=True)
    ]


def carrier_year(
    carrier: Carrier,
    year: int,
    metered: MeteredMonths,
    found: Mapping[int, PointYear],
) -> CarrierYear:
    """One carrier of a building in one year, over its meter points, by their places."""
    uses = [each.use for each in found.values()]
    costs = [each.cost for place, each in found.items() if is_paid(metered, place)]
    return CarrierYear(
        carrier,
        year,
        use=total(each.amount for each in uses),
        cost=total(each.amount for each in costs),
        missing=months_missing(uses),
        missing_cost=months_missing(costs),
        from_bills=any(each.from_bills for each in found.values()),
        split_use=any(each.split for each in uses),
        split_cost=any(each.split for each in costs),
        estimated=estimated_of(each.estimated for each in uses),
        doubted=any(each.doubted for each in found.values()),
    )


def is_paid(metered: MeteredMonths, place: int) -> bool:
    """True where a bill is due: what is made and used on the spot costs nothing by itself."""
    own = metered.points[place].direction == Direction.OWN_USE
    return not own or bool(metered.cost.days[place].any())


def better(billed: Amount, read: Amount) -> bool:
    """True where the bills tell of more days than the readings."""
    if read.whole is not None or billed.value is None:
        return False
    return read.value is None or billed.covered > read.covered


def months_missing(found: Sequence[YearSum]) -> tuple[int, ...]:
    """Months in which some meter point lacks days."""
    return same_months(tuple(sorted({month for one in found for month in one.missing})))


@cache
def same_months(months: tuple[int, ...]) -> tuple[int, ...]:
    """These months, one tuple for all who name them; there are 4,096 at most."""
    return months
