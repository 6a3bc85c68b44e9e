"""Measure-free years of a municipality's own meters, from the store."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
from django.db.models import Max, Q

from klimamosaik.evidence.kernel.checks.cleaning import clean_energy, clean_weather
from klimamosaik.evidence.kernel.days import all_days, daily_means, daily_sums
from klimamosaik.evidence.kernel.question import BASELINE_DAYS, BaselineMethod, EffectQuery
from klimamosaik.evidence.kernel.ranges.bill_placebo import bill_placebo
from klimamosaik.evidence.kernel.ranges.placebo import Placebos, joined, placebos, touches_pandemic
from klimamosaik.evidence.kernel.regression.day_types import Holidays
from klimamosaik.evidence.kernel.regression.days_expected import Days
from klimamosaik.evidence.kernel.series import Series, Spacing
from klimamosaik.evidence.models import OwnDrift
from klimamosaik.evidence.priors import Priors, TownMove, shipped_priors
from klimamosaik.evidence.queries.readings import energy_datastreams, every_series
from klimamosaik.evidence.weather import EffectWeather, read_weather
from klimamosaik.measures.models import Measure
from klimamosaik.observations.kernel.instants import stored_day
from klimamosaik.observations.models import Datastream, Latest, Quantity
from klimamosaik.places.models import MeterPoint, Municipality
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.period import Period

YEAR = np.timedelta64(BASELINE_DAYS, "D")
SETTLING = np.timedelta64(90, "D")  # after a measure's start use may still be settling
FIRST_YEAR = date(1990, 1, 1)
LAST_YEAR = date(2100, 1, 1)


@dataclass(frozen=True)
class OwnMeter:
    """A meter's readings and the days on which something was changed there."""

    series: Series  # [kWh]
    changed: tuple[tuple[np.datetime64, np.datetime64], ...]  # first to last day of each change


def own_placebos_of(
    *, municipality: Municipality, carrier: Carrier, as_of: int
) -> dict[BaselineMethod, Placebos]:
    """Pairs of years without a measure: of daily meters, and of bills and monthly readings.

    Raises InputRejected where no weather is held.
    """
    weather = read_weather(municipality=municipality, needed=_span(municipality), as_of=as_of)
    meters = own_meters(municipality=municipality, carrier=carrier, weather=weather, as_of=as_of)
    bills = [meter for meter in meters if meter.series.spacing is Spacing.BILLS]
    days = [meter for meter in meters if meter.series.spacing is not Spacing.BILLS]
    found = {BaselineMethod.BILLS: _of_bills(bills, carrier, weather)}
    if weather.months is None:
        calendar = Holidays("DE", municipality.state)
        found[BaselineMethod.DAILY] = _of_days(days, carrier, weather, calendar)
    return found


def metered_carriers(municipality: Municipality) -> list[str]:
    """Carriers of energy that a meter point of the municipality counts."""
    points = MeterPoint.objects.counting().filter(building__municipality=municipality)
    found = points.exclude(carrier=Carrier.WATER).order_by("carrier").values_list("carrier")
    return [carrier for (carrier,) in found.distinct()]


def own_priors(municipality: Municipality) -> Priors:
    """The shipped priors, moved by the newest of the municipality's own years."""
    moves = [
        TownMove(Carrier(row.carrier), row.bills, row.moved, row.pairs)
        for row in held_drifts(municipality)
    ]
    return replace(shipped_priors(), moves=tuple(moves))


def held_drifts(municipality: Municipality) -> tuple[OwnDrift, ...]:
    """The newest row of each carrier and kind of reading that moves the prior of today."""
    newest: dict[tuple[str, bool], OwnDrift] = {}
    learnt_on = shipped_priors().learnt_on
    held = OwnDrift.objects.filter(municipality=municipality, prior_learnt_on=learnt_on)
    for row in held.order_by("at", "pk"):
        newest[row.carrier, row.bills] = row
    return tuple(newest.values())


def _span(municipality: Municipality) -> Period:
    """The years of stored use, but for those the weather gives anyway."""
    points = MeterPoint.objects.counting().filter(building__municipality=municipality)
    streams = Datastream.objects.filter(meter_point__in=points, quantity=Quantity.ENERGY)
    ends = Latest.objects.filter(datastream__in=streams).aggregate(last=Max("end"))
    last = stored_day(ends["last"]) if ends["last"] else date(2000, 1, 1)
    return Period(last - timedelta(days=BASELINE_DAYS), last)


def own_meters(
    *, municipality: Municipality, carrier: Carrier, weather: EffectWeather, as_of: int
) -> list[OwnMeter]:
    """Cleaned readings of every meter of the carrier, with its measures."""
    points = MeterPoint.objects.counting().filter(
        building__municipality=municipality, carrier=carrier
    )
    air = clean_weather(weather.temperatures).series
    streams = energy_datastreams([point.pk for point in points])
    changed = changes_at(municipality, points)
    found = {}
    for stream, series in every_series(
        list(streams.values()), first=FIRST_YEAR, last=LAST_YEAR, as_of=as_of
    ):
        if series.starts.size:
            cleaned = clean_energy(series, carrier, air).series
            point = stream.meter_point_id or 0
            found[point] = OwnMeter(cleaned, changed.get(point, ()))
    return [found[point] for point in sorted(found)]


def changes_at(
    municipality: Municipality, points: Iterable[MeterPoint]
) -> dict[int, tuple[tuple[np.datetime64, np.datetime64], ...]]:
    """Days from the first disturbance to the last settling of each measure, by meter."""
    named: dict[int, set[int]] = defaultdict(set)  # measures by what they name
    housed: dict[int, set[int]] = defaultdict(set)
    own = Q(meter_points__building__municipality=municipality)
    own |= Q(buildings__municipality=municipality)
    measures = Measure.objects.filter(own, start__isnull=False).distinct()
    for measure in measures.prefetch_related("meter_points", "buildings"):
        metered = measure.meter_points.all()
        for point in metered:
            named[point.pk].add(measure.pk)
            if not point.counts:
                # A plant or its feed-in at the building changes what is drawn there, too.
                housed[point.building_id].add(measure.pk)
        for building in measure.buildings.all() if not metered else ():
            housed[building.pk].add(measure.pk)
    spans = {measure.pk: spans_of(measure) for measure in measures}
    return {
        point.pk: tuple(
            span
            for measure in sorted(named[point.pk] | housed[point.building_id])
            for span in spans[measure]
        )
        for point in points
    }


def spans_of(measure: Measure) -> list[tuple[np.datetime64, np.datetime64]]:
    """Days in which a measure began, and in which it ended, with what settles after."""
    begun = measure.installation_start or measure.start
    return [
        (np.datetime64(first, "D"), np.datetime64(last, "D") + SETTLING)
        for first, last in ((begun, measure.start), (measure.end, measure.end))
        if first and last
    ]


def _free(meter: OwnMeter, start: np.datetime64, end: np.datetime64) -> bool:
    """Whether nothing was changed at the meter from `start` up to `end`."""
    return not any(first < end and last > start for first, last in meter.changed)


def _starts(meters: Sequence[OwnMeter]) -> list[np.datetime64]:
    """First days of calendar years that readings of two years may follow."""
    if not meters:
        return []
    first = min(meter.series.days[0] for meter in meters).astype("datetime64[Y]")
    last = max(meter.series.days[-1] for meter in meters).astype("datetime64[Y]")
    years = [year.astype("datetime64[D]") for year in np.arange(first, last)]
    return [start for start in years if not touches_pandemic(start, start + 2 * YEAR)]


def _of_days(
    meters: Sequence[OwnMeter], carrier: Carrier, weather: EffectWeather, calendar: Holidays
) -> Placebos:
    """All meters of a year at once."""
    parts = []
    for start in _starts(meters):
        days = all_days(start - 2, start + 2 * YEAR)
        kept = np.array([_free(meter, start, start + 2 * YEAR) for meter in meters])
        use = np.array([daily_sums(meter.series, days) for meter in meters])
        use[~kept] = np.nan
        data = Days(days, use, daily_means(weather.temperatures, days), carrier)
        middle = start + YEAR
        parts.append(
            placebos(
                data,
                baseline=data.flags(start, middle),
                reporting=data.flags(middle, middle + YEAR),
                calendar=calendar,
            )
        )
    return joined(parts)


def _of_bills(meters: Sequence[OwnMeter], carrier: Carrier, weather: EffectWeather) -> Placebos:
    parts = []
    for number, meter in enumerate(meters):
        for start in _starts([meter]):
            middle = (start.astype("datetime64[Y]") + 1).astype("datetime64[D]")
            end = (start.astype("datetime64[Y]") + 2).astype("datetime64[D]")
            if not _free(meter, start, end):
                continue
            pair = bill_placebo(
                EffectQuery(
                    energy=meter.series,
                    weather=weather.temperatures,
                    carrier=carrier,
                    baseline_start=start,
                    baseline_end=middle,
                    start=middle,
                    end=end,
                    method=BaselineMethod.BILLS,
                    station=weather.months,
                )
            )
            parts.append(replace(pair, meter=np.full(len(pair.change), float(number))))
    return joined(parts)
