"""What the energy report is computed from, gathered from the stages upstream."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from klimamosaik.factors.queries import emission_factor
from klimamosaik.observations import queries as observations
from klimamosaik.observations.bills import bills_at
from klimamosaik.observations.models import Datastream, ObservedProperty
from klimamosaik.places.models import Building, MeterPoint
from klimamosaik.places.wording import kind_text
from klimamosaik.publication.kernel.amount import Amount, Why, total
from klimamosaik.publication.kernel.doubt import Flags, doubted_months, without
from klimamosaik.publication.kernel.given import (
    Aside,
    BuildingGiven,
    CarrierYear,
    FactorGiven,
    Headcount,
    Town,
)
from klimamosaik.publication.kernel.months import (
    MONTHS,
    Floats,
    MonthSums,
    YearSum,
    day_number,
    days_due,
    merge,
    month_edges,
    of_days,
    share_out,
    stack,
    year_sum,
)
from klimamosaik.publication.standing import MasterData
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.direction import Direction
from klimamosaik.terms.period import LOCAL, midnight

FINE = ("PT1M", "PT5M", "PT10M", "PT15M", "PT30M", "PT1H", "P1D")  # spacings kept as days
LONGEST_READING = 2  # [years] a reading may start this long before the years it tells of


@dataclass(frozen=True)
class Metered:
    """Months of all meter points: use by readings, use as billed, cost."""

    points: tuple[MeterPoint, ...]
    read: MonthSums  # [point, month] kWh or m³
    billed: MonthSums  # [point, month] kWh or m³, of bills that state a quantity
    cost: MonthSums  # [point, month] EUR
    estimated: frozenset[tuple[int, int]]  # (place of the point, year) with estimated readings
    doubted: Flags  # [point, month] left out of `read`: the unit is in doubt
    edges: Floats


def town_of(master: MasterData) -> Town:
    """The municipality as the kernel knows it."""
    municipality = master.municipality
    counts = tuple(Headcount(p.year, p.inhabitants, p.source) for p in master.population)
    return Town(
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
    metered = months_of(points, years, as_of)
    places: dict[int, list[int]] = defaultdict(list)
    for place, point in enumerate(metered.points):
        places[point.building_id].append(place)
    return tuple(
        building_given(building, metered, places.get(building.pk, []), years)
        for building in buildings
    )


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
    read, _ = readings_by_month(points, place, edges, as_of)
    found = []
    for point in points:
        building = standing[point.building_id]
        due = days_due(edges, building.since, building.until)
        amounts = tuple(
            year_sum(
                read, place[point.pk], i, due[i * MONTHS : (i + 1) * MONTHS], Why.NO_READINGS
            ).amount
            for i in range(len(years))
        )
        carrier, direction = Carrier(point.carrier), Direction(point.direction)
        found.append(Aside(building.pk, building.name, point.name, carrier, direction, amounts))
    return tuple(sorted(found, key=lambda one: (one.building_name, one.direction, one.name)))


def months_of(points: Sequence[MeterPoint], years: Sequence[int], as_of: int | None) -> Metered:
    """Read and share out everything of all meter points."""
    edges = month_edges(years[0], years[-1])
    place = {point.pk: i for i, point in enumerate(points)}
    read, estimated = readings_by_month(points, place, edges, as_of)
    billed, cost = bills_by_month(place, edges, as_of)
    carriers = [Carrier(point.carrier) for point in points]
    doubted = doubted_months(read, billed, carriers, edges)
    return Metered(tuple(points), without(read, doubted), billed, cost, estimated, doubted, edges)


def readings_by_month(
    points: Sequence[MeterPoint], place: dict[int, int], edges: Floats, as_of: int | None
) -> tuple[MonthSums, frozenset[tuple[int, int]]]:
    """Use by meter point and month from all its datastreams, fine ones by their days."""
    streams = list(
        Datastream.objects.filter(meter_point__in=place)
        .select_related("meter_point")
        .order_by("pk")
    )
    streams = [s for s in streams if tells_use(s)]
    fine = [s for s in streams if s.spacing in FINE]
    coarse = [s for s in streams if s.spacing not in FINE]
    parts, estimated = [], frozenset[tuple[int, int]]()
    if fine:
        parts.append(fine_by_month(fine, edges, as_of))
    if coarse:
        sums, estimated = coarse_by_month(coarse, place, edges, as_of)
        parts.append(sums)
    owner = np.array([place[s.meter_point_id or 0] for s in fine + coarse], dtype=np.int64)
    if not parts:
        return nothing(len(points), edges), estimated
    return merge(stack(parts), owner, count=len(points), edges=edges), estimated


def tells_use(stream: Datastream) -> bool:
    """True for energy, and for volume where the volume is what is used."""
    if stream.observed_property == ObservedProperty.ENERGY:
        return True
    water = stream.meter_point is not None and stream.meter_point.carrier == Carrier.WATER
    return water and stream.observed_property == ObservedProperty.VOLUME


def nothing(count: int, edges: Floats) -> MonthSums:
    """No day known of any series."""
    shape = (count, len(edges) - 1)
    return MonthSums(np.zeros(shape), np.zeros(shape), np.zeros(shape, dtype=np.bool_))


def fine_by_month(streams: Sequence[Datastream], edges: Floats, as_of: int | None) -> MonthSums:
    """Months of quarter-hourly, hourly and daily datastreams from the roll-up."""
    matrix = observations.daily_matrix(
        datastreams=[s.pk for s in streams],
        first=day_of(edges[0]),
        last=day_of(edges[-1]),
        as_of=as_of,
    )
    days = matrix.days.astype("datetime64[D]").astype(np.float64)
    return of_days(matrix.values, matrix.covered.astype(np.float64), days, edges)


def day_of(number: float) -> date:
    """The local day that many days after 1970-01-01."""
    return date.fromordinal(date(1970, 1, 1).toordinal() + int(number))


def coarse_by_month(
    streams: Sequence[Datastream], place: dict[int, int], edges: Floats, as_of: int | None
) -> tuple[MonthSums, frozenset[tuple[int, int]]]:
    """Months of monthly, yearly and uneven readings, shared out by days."""
    first = day_of(edges[0])
    frame = observations.readings(
        datastreams=[s.pk for s in streams],
        start=midnight(first.replace(year=first.year - LONGEST_READING)),
        end=midnight(day_of(edges[-1])),
        as_of=as_of,
    )
    row = {s.pk: i for i, s in enumerate(streams)}
    series = np.array([row[i] for i in frame["datastream"].to_list()], dtype=np.int64)
    start, end = (
        frame[name]
        .dt.convert_time_zone(str(LOCAL))
        .dt.replace_time_zone(None)
        .dt.epoch("us")
        .to_numpy()
        .astype(np.float64)
        / 86_400e6
        for name in ("start", "end")
    )
    value = frame["value"].to_numpy().astype(np.float64)
    sums = share_out(series, start, end, value, count=len(streams), edges=edges)
    guessed = np.array(frame["quality"].to_list()) == "estimated"
    years = start[guessed].astype("datetime64[D]").astype("datetime64[Y]").astype(int) + 1970
    estimated = frozenset(
        (place[streams[s].meter_point_id or 0], int(year))
        for s, year in zip(series[guessed], years, strict=True)
    )
    return sums, estimated


def bills_by_month(
    place: dict[int, int], edges: Floats, as_of: int | None
) -> tuple[MonthSums, MonthSums]:
    """Quantities and amounts of all bills, shared out by days."""
    bills = bills_at(as_of).filter(
        meter_point__in=place, end__gt=day_of(edges[0]), start__lt=day_of(edges[-1])
    )
    rows = list(bills.values_list("meter_point", "start", "end", "amount", "quantity"))
    count = len(place)
    if not rows:
        return nothing(count, edges), nothing(count, edges)
    points, starts, ends, amounts, quantities = zip(*rows, strict=True)
    series = np.array([place[point] for point in points], dtype=np.int64)
    start = np.array([day_number(day) for day in starts])
    end = np.array([day_number(day) for day in ends])
    stated = np.array([np.nan if q is None else float(q) for q in quantities])
    paid = np.array([float(amount) for amount in amounts])
    return (
        share_out(series, start, end, stated, count=count, edges=edges),
        share_out(series, start, end, paid, count=count, edges=edges),
    )


def building_given(
    building: Building, metered: Metered, places: Sequence[int], years: Sequence[int]
) -> BuildingGiven:
    """One building with all its carriers and years."""
    due = days_due(metered.edges, building.since, building.until)
    by_carrier: dict[Carrier, list[int]] = defaultdict(list)
    for place in places:
        by_carrier[Carrier(metered.points[place].carrier)].append(place)
    items = [
        carrier_year(carrier, year, i, metered, own, due)
        for carrier, own in sorted(by_carrier.items())
        for i, year in enumerate(years)
    ]
    in_use = {year: float(due[i * MONTHS : (i + 1) * MONTHS].sum()) for i, year in enumerate(years)}
    return BuildingGiven(
        building.pk,
        building.name,
        building.kind,
        kind_text(building.kind),
        building.usable_area or None,
        tuple(items),
        in_use,
    )


def carrier_year(
    carrier: Carrier,
    year: int,
    index: int,
    metered: Metered,
    places: Sequence[int],
    due: Floats,
) -> CarrierYear:
    """One carrier of a building in one year, over its meter points."""
    days = due[index * MONTHS : (index + 1) * MONTHS]
    uses, costs, billed_points = [], [], []
    for place in places:
        read = year_sum(metered.read, place, index, days, Why.NO_READINGS)
        billed = year_sum(metered.billed, place, index, days, Why.NO_READINGS)
        from_bills = better(billed.amount, read.amount)
        billed_points.append(from_bills)
        uses.append(billed if from_bills else read)
        if is_paid(metered, place):
            costs.append(year_sum(metered.cost, place, index, days, Why.NO_BILLS))
    return CarrierYear(
        carrier,
        year,
        use=total(found.amount for found in uses),
        cost=total(found.amount for found in costs),
        missing=months_missing(uses),
        missing_cost=months_missing(costs),
        from_bills=any(billed_points),
        split_use=any(found.split for found in uses),
        split_cost=any(found.split for found in costs),
        estimated=any((place, year) in metered.estimated for place in places),
        doubted=any(
            metered.doubted[place, index * MONTHS : (index + 1) * MONTHS].any() for place in places
        ),
    )


def is_paid(metered: Metered, place: int) -> bool:
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
    return tuple(sorted({month for one in found for month in one.missing}))
