"""What the pages of the report, of a building and of a figure show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import numpy as np
import polars as pl

from klimamosaik.measures.models import Measure
from klimamosaik.observations import queries as observations
from klimamosaik.observations.models import Bill, Datastream, Delivery, Latest
from klimamosaik.places.models import Building, MeterPoint, Municipality
from klimamosaik.publication.changes import Figure, why_changed
from klimamosaik.publication.gathering import tells_use
from klimamosaik.publication.kernel.base_load import BaseLoad, base_load
from klimamosaik.publication.kernel.figures import BuildingReport, EnergyReport
from klimamosaik.publication.kernel.given import CarrierYear, FactorGiven, Medium
from klimamosaik.publication.queries import energy_report, totals_of
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.complaint import Refused, refuse
from klimamosaik.terms.period import LOCAL, midnight
from klimamosaik.terms.text import Text

HOURLY = ("PT1M", "PT5M", "PT10M", "PT15M", "PT30M", "PT1H")  # spacings that tell night from day
LAST_YEAR = timedelta(days=365)


@dataclass(frozen=True)
class MeterLoad:
    """Base load of one meter point."""

    point: MeterPoint
    load: BaseLoad
    first: date  # local days of the readings behind it
    last: date


@dataclass(frozen=True)
class BuildingPage:
    """One building: its figures, meters, base load and measures."""

    report: EnergyReport
    building: BuildingReport
    meters: tuple[MeterPoint, ...]
    loads: tuple[MeterLoad, ...]
    measures: tuple[Measure, ...]
    changed: tuple[Text, ...] = ()  # why its figures are others than before


@dataclass(frozen=True)
class MonthOfPoint:
    """One reading or bill behind a figure."""

    start: date  # first local day
    end: date  # first local day after
    value: float | None  # [kWh], [m³] or [EUR]
    quality: str
    delivery: Delivery | None


@dataclass(frozen=True)
class PointTrace:
    """What one meter point contributed to a year."""

    point: MeterPoint
    streams: tuple[Datastream, ...]
    readings: tuple[MonthOfPoint, ...]  # as read, or by month where there are too many
    by_month: bool  # True where fine readings are summed by month
    bills: tuple[MonthOfPoint, ...]


@dataclass(frozen=True)
class FigureTrace:
    """A yearly figure of a building, back to its readings and deliveries."""

    report: EnergyReport
    building: BuildingReport
    medium: Medium
    year: int
    items: tuple[CarrierYear, ...]
    factors: tuple[FactorGiven, ...]
    points: tuple[PointTrace, ...]
    deliveries: tuple[Delivery, ...]
    aside: tuple[MeterPoint, ...]  # meters of this medium that are not in the figure


def building_page(
    *, municipality: Municipality, building: Building, years: Sequence[int], today: date
) -> BuildingPage:
    """Everything about a building. Raises Refused where nothing is known of the municipality."""
    report = energy_report(municipality=municipality, years=years, written_on=today)
    found = building_in(report, building)
    points = tuple(building.meter_points.all())
    counting = building.meter_points.counting()
    loads = tuple(load for point in counting if (load := load_of(point)) is not None)
    measures = {m.pk: m for m in building.measures.all()}
    measures |= {m.pk: m for m in Measure.objects.filter(meter_points__building=building)}
    ordered = sorted(measures.values(), key=lambda m: m.start or date.max, reverse=True)
    changed = changes_in(report, building)
    return BuildingPage(report, found, points, loads, tuple(ordered), changed)


def changes_in(report: EnergyReport, building: Building) -> tuple[Text, ...]:
    """What corrections changed in the figures of a building."""
    given = report.given

    def figures(version: int) -> list[Figure]:
        try:
            then = energy_report(
                municipality=building.municipality,
                years=given.years,
                written_on=given.written_on,
                as_of=version,
                known_at=given.master_data_of,
            )
        except Refused:  # nothing at all was known then
            return totals_of(given.years, {})
        years = next((each.years for each in then.buildings if each.id == building.pk), ())
        return totals_of(given.years, {one.year: one for one in years})

    return why_changed(
        points=building.meter_points.counting(),
        years=given.years,
        upto=given.data_version,
        figures=figures,
    )


def building_in(report: EnergyReport, building: Building) -> BuildingReport:
    """The building in the report. Raises Refused where it was not in use in these years."""
    found = next((b for b in report.buildings if b.id == building.pk), None)
    if found is None:
        span = f"{report.years[0]}–{report.years[-1]}"
        raise refuse(
            "not_in_use",
            f"{building.name} war {span} nicht in Nutzung: Wählen Sie andere Jahre.",
            f"{building.name} was not in use in {span}: choose other years.",
        )
    return found


def load_of(point: MeterPoint) -> MeterLoad | None:
    """Base load of the newest year of hourly or finer readings; None where there are none."""
    streams = [s for s in streams_of(point) if s.spacing in HOURLY and point.carrier != "water"]
    for stream in streams:
        frame = last_year(stream)
        if not len(frame["value"]):
            continue
        start = frame["start"].dt.convert_time_zone(str(LOCAL)).dt.replace_time_zone(None)
        hours = (frame["end"] - frame["start"]).dt.total_seconds().to_numpy() / 3600
        fine = hours <= 1
        load = base_load(
            start.to_numpy()[fine], hours[fine], frame["value"].to_numpy().astype(float)[fine]
        )
        if load.night_kw is not None:
            first, last = start.dt.date().min(), start.dt.date().max()
            assert isinstance(first, date)
            assert isinstance(last, date)
            return MeterLoad(point, load, first, last)
    return None


def last_year(stream: Datastream) -> pl.DataFrame:
    """The newest 365 days of readings of a datastream."""
    newest = Latest.objects.filter(datastream=stream).first()
    if newest is None or newest.start is None:
        return observations.readings(datastreams=[], as_of=0)
    return observations.readings(
        datastreams=[stream.pk], start=datetime.fromtimestamp(newest.start / 1e6, UTC) - LAST_YEAR
    )


def streams_of(point: MeterPoint) -> list[Datastream]:
    """The datastreams that tell the use of a meter point."""
    held = Datastream.objects.filter(meter_point=point).select_related("meter_point")
    return [stream for stream in held.order_by("pk") if tells_use(stream)]


def figure_trace(
    *, municipality: Municipality, building: Building, medium: Medium, year: int, today: date
) -> FigureTrace:
    """Walk a yearly figure back to readings, bills, deliveries, factors and methods."""
    report = energy_report(municipality=municipality, years=(year,), written_on=today)
    found = building_in(report, building)
    given = next(b for b in report.given.buildings if b.id == building.pk)
    items = tuple(i for i in given.years if Medium.of(i.carrier) is medium)
    points = tuple(
        point_trace(point, year)
        for point in building.meter_points.counting()
        if Medium.of(Carrier(point.carrier)) is medium
    )
    aside = [
        point
        for point in building.meter_points.aside()
        if Medium.of(Carrier(point.carrier)) is medium
    ]
    deliveries = {
        row.delivery.seq: row.delivery
        for point in points
        for row in (*point.readings, *point.bills)
        if row.delivery is not None
    }
    carriers = {item.carrier for item in items}
    return FigureTrace(
        report,
        found,
        medium,
        year,
        items,
        tuple(f for f in report.factors if f.carrier in carriers),
        points,
        tuple(deliveries[seq] for seq in sorted(deliveries)),
        tuple(aside),
    )


MANY = 40  # readings of a year above which they are shown by month


def point_trace(point: MeterPoint, year: int) -> PointTrace:
    """The readings and bills of a meter point that touch the year."""
    streams = streams_of(point)
    first, end = date(year, 1, 1), date(year + 1, 1, 1)
    frame = observations.readings(
        datastreams=[s.pk for s in streams],
        start=midnight(first.replace(year=year - 2)),
        end=midnight(end),
    )
    frame = frame.filter(frame["end"] > midnight(first).astimezone(UTC))
    seqs = sorted(set(frame["seq"].to_list()))
    deliveries = Delivery.objects.select_related("by").in_bulk(seqs)
    rows = [
        MonthOfPoint(local_day(start), local_day(stop), value, quality, deliveries.get(seq))
        for start, stop, value, quality, seq in frame.select(
            "start", "end", "value", "quality", "seq"
        ).rows()
    ]
    bills = Bill.objects.filter(meter_point=point, end__gt=first, start__lt=end)
    paid = tuple(
        MonthOfPoint(b.start, b.end, float(b.amount), "", b.delivery)
        for b in bills.select_related("delivery__by").order_by("start")
    )
    many = len(rows) > MANY
    shown = tuple(month_sums(rows)) if many else tuple(rows)
    return PointTrace(point, tuple(streams), shown, many, paid)


def local_day(moment: datetime) -> date:
    """The local day of a moment."""
    return moment.astimezone(LOCAL).date()


def month_sums(rows: Sequence[MonthOfPoint]) -> list[MonthOfPoint]:
    """Fine readings as months, with the newest delivery of each."""
    by_month: dict[date, list[MonthOfPoint]] = {}
    for row in rows:
        by_month.setdefault(row.start.replace(day=1), []).append(row)
    return [
        MonthOfPoint(
            month,
            (month + timedelta(days=32)).replace(day=1),
            float(np.nansum([np.nan if r.value is None else r.value for r in own])),
            f"{len(own)}",
            max((r.delivery for r in own if r.delivery), key=lambda d: d.seq, default=None),
        )
        for month, own in sorted(by_month.items())
    ]


def usual_years(*, today: date) -> tuple[int, ...]:
    """The last three whole calendar years: the span a report is about unless another is chosen."""
    return tuple(range(today.year - 3, today.year))
