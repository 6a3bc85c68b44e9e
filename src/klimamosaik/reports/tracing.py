"""From a yearly figure of a building back to what was summed, and to what was not, and why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import numpy as np

from klimamosaik.observations.models import Bill, Delivery
from klimamosaik.observations.queries import data_status
from klimamosaik.observations.queries.bills import bills_at
from klimamosaik.places.models import Building, MeterPoint, Municipality
from klimamosaik.reports.collect import PointYear, is_paid, point_years
from klimamosaik.reports.doubts import MeteredMonths, months_of
from klimamosaik.reports.estimated_days import estimated_days
from klimamosaik.reports.kernel.figures import BuildingReport, EnergyReport, YearFigures
from klimamosaik.reports.kernel.inputs import CarrierYear, FactorGiven, Medium
from klimamosaik.reports.kernel.months import MONTHS, Floats, day_number, days_due, share_out
from klimamosaik.reports.kernel.parts import Beside, FigurePart, Summed, added_up, split_total
from klimamosaik.reports.outliers import odd_days_of
from klimamosaik.reports.queries.building import building_report, changes_in
from klimamosaik.reports.traced_readings import Traced, traced_readings
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.text import Text

USE_DIGITS, COST_DIGITS, CO2_DIGITS = 0, 2, 2  # as the pages print them


@dataclass(frozen=True)
class PointTrace:
    """What one meter point contributed to a year."""

    point: MeterPoint
    from_bills: bool
    use: Summed | None  # None: nothing is known
    estimated: Text | None  # on which days its readings are estimated, as far as they count
    beside: tuple[Beside, ...]  # of the same days, in no sum
    cost: Summed | None


@dataclass(frozen=True)
class Emitted:
    """The CO2 of one carrier: use times factor."""

    item: CarrierYear
    factor: FactorGiven | None
    shown: Decimal  # [t] as printed


@dataclass(frozen=True)
class FigureTrace:
    """A yearly figure of a building, back to its readings and deliveries."""

    report: EnergyReport
    building: BuildingReport
    medium: Medium
    year: int
    points: tuple[PointTrace, ...]
    co2: tuple[Emitted, ...]
    factor: float | None  # what heat is multiplied with to be that of a mean year
    remarks: tuple[Text, ...]
    deliveries: dict[int, Delivery]
    aside: tuple[MeterPoint, ...]  # meters of this medium that are not in the figure
    changed: tuple[Text, ...] = ()  # why the building's figures are others than before

    @property
    def figures(self) -> YearFigures:
        """The figures that are explained."""
        return self.building.years[0]


def figure_trace(
    *, municipality: Municipality, building: Building, medium: Medium, year: int, today: date
) -> FigureTrace:
    """Walk a yearly figure back to readings, bills, deliveries, factors and methods.

    Raises InputRejected where nothing is known of the municipality or the building.
    """
    report = building_report(
        municipality=municipality, building=building, years=(year,), written_on=today
    )
    (found,) = report.buildings
    points = of_medium(building.meter_points.counting(), medium)
    traced = point_traces(building, points, year, found.years[0], medium)
    items = items_of(report, building, medium)
    return FigureTrace(
        report=report,
        building=found,
        medium=medium,
        year=year,
        points=traced,
        co2=emissions(report, items, found.years[0], medium),
        factor=report.correction.factors.get(year) if medium is Medium.HEAT else None,
        remarks=(*found.remarks, *odd_days_of(points, year)),
        deliveries=deliveries_of(traced),
        aside=tuple(of_medium(building.meter_points.aside(), medium)),
        changed=changes_in(report, building),
    )


def of_medium(points: Iterable[MeterPoint], medium: Medium) -> list[MeterPoint]:
    """The meter points of a medium."""
    return [point for point in points if Medium.of(Carrier(point.carrier)) is medium]


def items_of(report: EnergyReport, building: Building, medium: Medium) -> list[CarrierYear]:
    """What was given of a building's carriers."""
    given = next(each for each in report.given.buildings if each.id == building.pk)
    return [item for item in given.years if Medium.of(item.carrier) is medium]


def point_traces(
    building: Building,
    points: Sequence[MeterPoint],
    year: int,
    figures: YearFigures,
    medium: Medium,
) -> tuple[PointTrace, ...]:
    """Every meter point with its parts; together they are the printed figures."""
    metered = months_of(points, (year,), None)
    due = days_due(metered.edges, building.since, building.until)
    found = point_years(metered, np.tile(due, (len(points), 1)))
    years = [each for (each,) in found]
    uses = shares_of([each.use.amount.value for each in years], figures.use[medium].value)
    paid = [
        each.cost.amount.value if is_paid(metered, place) else None
        for place, each in enumerate(years)
    ]
    costs = shares_of(paid, figures.cost[medium].value, COST_DIGITS)
    return tuple(
        point_trace(point, place, metered, years[place], due, uses[place], costs[place])
        for place, point in enumerate(points)
    )


def shares_of(
    values: Sequence[float | None], total: float | None, digits: int = USE_DIGITS
) -> list[Decimal | None]:
    """What each meter point is printed with; None where it is unknown or nothing is."""
    if total is None:
        return [None] * len(values)
    shown = iter(split_total([value for value in values if value is not None], total, digits))
    return [None if value is None else next(shown) for value in values]


def point_trace(
    point: MeterPoint,
    place: int,
    metered: MeteredMonths,
    found: PointYear,
    due: Floats,
    use: Decimal | None,
    cost: Decimal | None,
) -> PointTrace:
    """The parts of one meter point, and what stands beside them."""
    bills = list(bills_of(point, metered.edges))
    billed = bill_parts(bills, metered.edges, due, [bill.quantity for bill in bills])
    readings = traced_readings(point, metered.edges, due, metered.doubted[place])
    parts = billed if found.from_bills else readings.counted
    if use is None:
        readings, parts = readings.none_counts(), []
    paid = bill_parts(bills, metered.edges, due, [float(bill.amount) for bill in bills])
    return PointTrace(
        point=point,
        from_bills=found.from_bills,
        use=None if use is None else added_up(parts, use, USE_DIGITS),
        estimated=None if use is None else estimated_days(point, found, metered.edges),
        beside=beside(readings, billed, from_bills=found.from_bills),
        cost=None if cost is None else added_up(paid, cost, COST_DIGITS),
    )


def beside(
    readings: Traced, billed: Sequence[FigurePart], *, from_bills: bool
) -> tuple[Beside, ...]:
    """What is known of the same days and does not count, each with its reason."""
    found = list(readings.beside)
    if from_bills and readings.counted:
        found.append(Beside(BILLS_COUNT, tuple(readings.counted)))
    if not from_bills and billed:
        found.append(Beside(READINGS_COUNT, tuple(billed)))
    return tuple(found)


def bills_of(point: MeterPoint, edges: Floats) -> Sequence[Bill]:
    """The bills of a meter point that touch the year."""
    first, last = (np.datetime64(int(edges[i]), "D").astype(date) for i in (0, -1))
    found = bills_at(None).filter(meter_point=point, end__gt=first, start__lt=last)
    return list(found.order_by("start"))


def bill_parts(
    bills: Sequence[Bill], edges: Floats, due: Floats, values: Sequence[float | None]
) -> list[FigurePart]:
    """Bills by what falls into the year; those without a value are no part."""
    if not bills:
        return []
    sums = share_out(
        np.arange(len(bills)),
        np.array([day_number(bill.start) for bill in bills]),
        np.array([day_number(bill.end) for bill in bills]),
        np.array([np.nan if value is None else value for value in values], dtype=np.float64),
        count=len(bills),
        edges=edges,
    )
    counted = np.where(due[:MONTHS] > 0, sums.amount, 0.0).sum(axis=1)
    return [
        FigurePart(bill.start, bill.end, value, float(amount), seqs_of(bill))
        for bill, value, amount in zip(bills, values, counted, strict=True)
        if value is not None
    ]


def seqs_of(bill: Bill) -> tuple[int, ...]:
    """The delivery that brought a bill, if a file did."""
    return () if bill.delivery_id is None else (bill.delivery_id,)


def emissions(
    report: EnergyReport, items: Sequence[CarrierYear], figures: YearFigures, medium: Medium
) -> tuple[Emitted, ...]:
    """CO2 by carrier; together the printed figure."""
    total = figures.co2[medium].value if medium is not Medium.WATER else None
    if total is None:
        return ()
    known = [
        (item, factor, item.use.value * factor.grams / 1e6)
        for item in items
        if item.use.value is not None and (factor := report.given.factor(item.carrier, item.year))
    ]
    shown = split_total([tonnes for *_, tonnes in known], total, CO2_DIGITS)
    return tuple(
        Emitted(item, factor, each) for (item, factor, _), each in zip(known, shown, strict=True)
    )


def deliveries_of(points: Sequence[PointTrace]) -> dict[int, Delivery]:
    """The files behind all rows of a page, by number."""
    seqs = {
        seq
        for point in points
        for parts in (
            *(summed.parts for summed in (point.use, point.cost) if summed),
            *(each.parts for each in point.beside),
        )
        for part in parts
        for seq in part.deliveries
    }
    return data_status.deliveries_of(seqs)


BILLS_COUNT = Text(
    "Ablesungen. Es zählen die Rechnungen: Sie decken mehr Tage des Jahres ab.",
    "Readings. The bills count: they cover more days of the year.",
)
READINGS_COUNT = Text(
    "Mengen auf Rechnungen. Es zählen die Ablesungen.", "Quantities on bills. The readings count."
)
