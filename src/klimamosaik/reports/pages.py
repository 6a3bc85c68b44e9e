"""What the pages of the report, of a building and of a figure show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from klimamosaik.measures.models import Measure
from klimamosaik.measures.queries.working import working
from klimamosaik.observations.models import Datastream
from klimamosaik.observations.queries.confirmations import points_confirmed
from klimamosaik.observations.queries.newest import newest_readings
from klimamosaik.observations.queries.resolution import HOURLY, tells_use
from klimamosaik.places.models import Building, MeterPoint, Municipality
from klimamosaik.reports.areas_corrected import areas_corrected
from klimamosaik.reports.doubts import doubts_of
from klimamosaik.reports.kernel.figures import BuildingReport, EnergyReport
from klimamosaik.reports.queries.building import building_report, changes_in
from klimamosaik.signals.base_load import BaseLoad, base_load
from klimamosaik.terms.period import LOCAL
from klimamosaik.terms.text import Text

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

    report: EnergyReport  # with this building alone in it
    meters: tuple[MeterPoint, ...]
    loads: tuple[MeterLoad, ...]
    measures: tuple[tuple[Measure, Text | None], ...]  # each with when it works
    doubtful: frozenset[int] = frozenset()  # meters with values that enter no sum
    confirmed: frozenset[int] = frozenset()  # meters of which odd values were called right
    changed: tuple[Text, ...] = ()  # why its figures are others than before

    @property
    def building(self) -> BuildingReport:
        """The building in the report."""
        return self.report.buildings[0]


def building_page(
    *, municipality: Municipality, building: Building, years: Sequence[int], today: date
) -> BuildingPage:
    """Everything about a building.

    Raises InputRejected where nothing is known of the municipality.
    """
    report = building_report(
        municipality=municipality, building=building, years=years, written_on=today
    )
    points = tuple(building.meter_points.all())
    counting = building.meter_points.counting()
    loads = tuple(load for point in counting if (load := load_of(point)) is not None)
    doubtful = frozenset(doubts_of(points=list(counting)))
    changed = (*changes_in(report, building), *areas_corrected([building.pk]))
    right = points_confirmed([point.pk for point in points])
    measures = measures_of(building, today)
    return BuildingPage(report, points, loads, measures, doubtful, right, changed)


def measures_of(building: Building, today: date) -> tuple[tuple[Measure, Text | None], ...]:
    """The measures at a building or its meters, the newest first, each with when it works."""
    found = {m.pk: m for m in building.measures.all()}
    found |= {m.pk: m for m in Measure.objects.filter(meter_points__building=building)}
    ordered = sorted(found.values(), key=lambda m: m.start or date.max, reverse=True)
    return tuple((m, working(start=m.start, end=m.end, today=today)) for m in ordered)


def load_of(point: MeterPoint) -> MeterLoad | None:
    """Base load of the newest year of hourly or finer readings; None where there are none."""
    streams = [s for s in streams_of(point) if s.spacing in HOURLY and point.carrier != "water"]
    for stream in streams:
        frame = newest_readings(stream=stream, span=LAST_YEAR)
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


def streams_of(point: MeterPoint) -> list[Datastream]:
    """The datastreams that tell the use of a meter point."""
    held = Datastream.objects.filter(meter_point=point).select_related("meter_point")
    return [stream for stream in held.order_by("pk") if tells_use(stream)]
