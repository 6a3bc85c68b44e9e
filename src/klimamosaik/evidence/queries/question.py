"""The question a measure asks of a meter: its days, weather, comparison and what happened."""

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
from django.db.models import Max, Q

from klimamosaik.evidence.kernel.confirmed import Confirmed
from klimamosaik.evidence.kernel.days_alone import EARLIEST, LATEST, DaysAlone
from klimamosaik.evidence.kernel.question import BASELINE_DAYS, EffectQuery
from klimamosaik.evidence.kernel.series import Series
from klimamosaik.evidence.normalised_years import SideBySide, side_by_side, years_beside
from klimamosaik.evidence.queries.readings import energy_datastream, energy_series
from klimamosaik.evidence.weather import EffectWeather
from klimamosaik.measures.models import Happened, Measure
from klimamosaik.observations.kernel.instants import stored_day
from klimamosaik.observations.models import Latest
from klimamosaik.places.models import MeterPoint
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.complaint import InputRejected, problem
from klimamosaik.terms.direction import Direction
from klimamosaik.terms.happening import Happening
from klimamosaik.terms.period import Period, local_day

YEAR = np.timedelta64(BASELINE_DAYS, "D")
NOT_BEGUN = problem(
    "not_begun",
    "Die Maßnahme wirkt noch nicht: Es steht kein erster Tag der Wirkung dabei. Sobald er"
    " eingetragen ist, wird aus den Zählern gerechnet.",
    "The measure does not work yet: no first day of its effect is written down. Once it is,"
    " the effect is computed from the meters.",
)


def first_day(measure: Measure) -> date:
    """The first day of the effect. Raises InputRejected for a measure that does not work yet."""
    if measure.start is None:
        raise InputRejected([NOT_BEGUN])
    return measure.start


def span_of(measure: Measure, points: Sequence[MeterPoint]) -> Period:
    """The days whose weather must be known: a year before the measure to the newest reading.

    Raises InputRejected for a measure that does not work yet.
    """
    start = first_day(measure)
    baseline_end = measure.installation_start or start
    streams = [stream.pk for stream in map(energy_datastream, points) if stream is not None]
    newest = Latest.objects.filter(datastream__in=streams).aggregate(newest=Max("end"))["newest"]
    last = stored_day(newest) if newest else start
    end = min(measure.end or LATEST, max(last, start + timedelta(days=1)))
    return Period(baseline_end - timedelta(days=BASELINE_DAYS), end)


def comparison_series(measure: Measure, *, as_of: int) -> tuple[Series, ...]:
    """Readings of the meters that were left alone on purpose."""
    streams = map(energy_datastream, measure.comparison_points.counting())
    return tuple(
        energy_series(stream, first=EARLIEST, last=LATEST, as_of=as_of)
        for stream in streams
        if stream is not None
    )


def last_reported(question: EffectQuery) -> date | None:
    """First local day after the last reading of the days asked about."""
    reported = question.reporting
    known = np.isfinite(reported.values)
    if not known.any():
        return None
    seconds = np.rint(reported.seconds[known][-1]).astype("timedelta64[s]")
    until: date = (reported.local[known][-1] + seconds).astype("datetime64[D]").astype(object)
    return until


def question_of(
    measure: Measure,
    point: MeterPoint,
    energy: Series,
    weather: EffectWeather,
    controls: tuple[Series, ...],
    confidence: float,
    alone: DaysAlone,
) -> EffectQuery:
    """The question the measure asks of a meter; alone: the days in which only it changes it."""
    start = first_day(measure)
    baseline_end = np.datetime64(measure.installation_start or start, "D")
    last = energy.days[-1] + np.timedelta64(max(round(energy.seconds[-1] / 86_400), 1), "D")
    asked_end = np.datetime64(measure.end, "D") if measure.end else last
    return EffectQuery(
        energy=energy,
        weather=weather.temperatures,
        carrier=Carrier(point.carrier),
        baseline_start=max(baseline_end - YEAR, np.datetime64(alone.first, "D")),
        baseline_end=baseline_end,
        start=np.datetime64(start, "D"),
        end=min(asked_end, last, np.datetime64(alone.until, "D")),
        confidence=confidence,
        controls=controls,
        subdivision=measure.municipality.state,
        country="DE",
        station=weather.months,
        confirmed=confirmed_at(measure, point),
        zeros_count=point.direction != Direction.DRAWN,
    )


def confirmed_at(measure: Measure, point: MeterPoint) -> tuple[Confirmed, ...]:
    """What people said happened at a meter, or at all meters of the measure."""
    there = Q(meter_point=point) | Q(meter_point=None)
    rows = Happened.objects.filter(there, measure=measure).select_related("by")
    return tuple(
        Confirmed(
            what=Happening(row.happening),
            note=row.note,
            by=row.by.get_username() if row.by else "",
            on=local_day(row.at),
        )
        for row in rows
    )


def compared(question: EffectQuery, weather: EffectWeather) -> SideBySide:
    """The customary figures of the years before and after."""
    before, after = years_beside(question)
    return side_by_side(
        energy=question.energy,
        weather=weather,
        baseline_start=before,
        start=after,
        climate_factors=(weather.climate_factor(before), weather.climate_factor(after)),
    )
