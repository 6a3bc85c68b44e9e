"""Where a measure meets its meters: the question each meter is asked, and its answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np
from django.db.models import Max, Q

from klimamosaik.evidence.engine import effect_of
from klimamosaik.evidence.kernel.confirmed import Confirmed
from klimamosaik.evidence.kernel.effect import unanswered
from klimamosaik.evidence.kernel.question import BASELINE_DAYS, EffectQuery
from klimamosaik.evidence.kernel.series import Series
from klimamosaik.evidence.kernel.suspicion import fell_together
from klimamosaik.evidence.models import MeasuredEffect, OwnDrift
from klimamosaik.evidence.normal import SideBySide, side_by_side, years_beside
from klimamosaik.evidence.own_years import own_priors
from klimamosaik.evidence.queries.readings import energy_datastream, energy_series
from klimamosaik.evidence.rows import SUM, not_decided, row_of, warn
from klimamosaik.evidence.weather import EffectWeather, read_weather
from klimamosaik.measures.models import Happened, Measure
from klimamosaik.observations.models import Bill, Latest
from klimamosaik.places.models import MeterPoint
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.complaint import InputRejected, Problem
from klimamosaik.terms.direction import Direction
from klimamosaik.terms.figure import Verdict
from klimamosaik.terms.happening import Happening
from klimamosaik.terms.period import LOCAL, Period
from klimamosaik.terms.text import Text

EARLIEST = date(1990, 1, 1)  # no reading is older
LATEST = date(2100, 1, 1)
NO_READINGS = Problem(
    "no_readings",
    Text(
        "Zu dieser Messstelle gibt es keine Messwerte in kWh: bitte eine Datei mit ihrem"
        " Verbrauch einlesen.",
        "This meter point has no readings in kWh: please import a file with its use.",
    ),
)


NOT_USE = Problem(
    "not_use",
    Text(
        "Ein Zähler für Einspeisung, Erzeugung, Speicher oder einen Teil eines anderen Zählers"
        " zählt keinen eigenen Verbrauch: Mehr oder weniger davon ist weder gespart noch mehr"
        " verbraucht und wird nicht beurteilt. Ob weniger Energie gebraucht wird, sagt der Zähler"
        " des Bezugs, wenn er der Maßnahme zugeordnet ist.",
        "A meter of what is fed in, generated or stored, or of a part of another meter, counts no"
        " use of its own: more or less of it is neither saved nor used more and is not judged."
        " Whether less energy is used is told by the meter of what is drawn, once it is given to"
        " the measure.",
    ),
)
OWN_USE_ALONE = Problem(
    "own_use_alone",
    Text(
        "Was selbst erzeugt und verbraucht wird, ersetzt Bezug: Allein sagt es nicht, ob mehr oder"
        " weniger Energie gebraucht wird. Ordnen Sie der Maßnahme auch den Zähler des Bezugs in"
        " diesem Gebäude zu.",
        "What is made and used on the spot stands in for what is drawn: alone it does not tell"
        " whether more or less energy is used. Give the measure the meter of what is drawn in this"
        " building, too.",
    ),
)
NOT_BEGUN = Problem(
    "not_begun",
    Text(
        "Die Maßnahme wirkt noch nicht: Es steht kein erster Tag der Wirkung dabei. Sobald er"
        " eingetragen ist, wird aus den Zählern gerechnet.",
        "The measure does not work yet: no first day of its effect is written down. Once it is,"
        " the effect is computed from the meters.",
    ),
)


@dataclass(frozen=True)
class MeterAnswers:
    """What the readings of all meters of a measure say, not yet stored."""

    rows: tuple[MeasuredEffect, ...]  # those that count use first
    weather: Text  # the sentence that names the weather used, or says what it lacks
    last_day: date | None = None  # first day after the last one any effect was summed over


def meter_points(measure: Measure) -> list[MeterPoint]:
    """The meter points the measure names, else all energy meters of its buildings."""
    named = list(measure.meter_points.select_related("building__municipality"))
    if named:
        return named
    found = MeterPoint.objects.counting().filter(building__in=measure.buildings.all())
    return list(found.exclude(carrier=Carrier.WATER).select_related("building__municipality"))


def inputs_of(measure: Measure) -> list[str]:
    """Each input of the effect with its newest version: change one and this changes."""
    points = [*meter_points(measure), *measure.comparison_points.counting()]
    streams = [stream.pk for stream in map(energy_datastream, points) if stream is not None]
    versions = Latest.objects.filter(datastream__in=streams).order_by("pk")
    weather = Latest.objects.filter(datastream__station__isnull=False)
    bills = Bill.objects.filter(meter_point__in=points)
    happened = Happened.objects.filter(measure=measure)
    town = measure.municipality
    own = OwnDrift.objects.filter(municipality=town)
    return [
        *(f"point {point.pk} {point.direction}" for point in points),
        *(f"datastream {row.pk} version {row.seq}" for row in versions),
        f"own years {own.aggregate(newest=Max('pk'))['newest']}",
        f"place {town.latitude} {town.longitude} {town.altitude} {town.state} "
        f"station {town.station_id}",
        *(f"happened {row.pk} {row.happening} {row.note}" for row in happened),
        f"weather version {weather.aggregate(newest=Max('seq'))['newest']}",
        f"bills {bills.count()} version {bills.aggregate(newest=Max('delivery'))['newest']}",
    ]


def effects_at_meters(*, measure: Measure, confidence: float, as_of: int) -> MeterAnswers:
    """Ask every meter of the measure."""
    points = meter_points(measure)
    counting = [point for point in points if point.counts]
    others = [point for point in points if not point.counts]
    aside = tuple(silent(point, NOT_USE, confidence=confidence) for point in others)
    if aside and not counting:
        return MeterAnswers(aside, NOT_USE.text)
    try:
        weather = read_weather(
            municipality=measure.municipality, needed=span_of(measure, counting), as_of=as_of
        )
    except InputRejected as refusal:
        reasons = refusal.complaints
        rows = (silent(point, *reasons, confidence=confidence) for point in counting)
        return MeterAnswers((*rows, *aside), reasons[0].text)
    controls = comparison_series(measure, as_of=as_of)
    found = [
        (silent(point, OWN_USE_ALONE, confidence=confidence), None)
        if stands_alone(point, counting)
        else metered_effect(measure, point, weather, controls, confidence=confidence, as_of=as_of)
        for point in counting
    ]
    warn_where_all_fell([row for row, _ in found])
    return MeterAnswers(
        rows=(*(row for row, _ in found), *aside),
        weather=weather.said,
        last_day=max((until for _, until in found if until is not None), default=None),
    )


def silent(point: MeterPoint, *reasons: Problem, confidence: float) -> MeasuredEffect:
    """A meter whose readings say nothing of the measure: shown, with the reasons."""
    stream = energy_datastream(point)
    return not_decided(*reasons, point=point, stream=stream, confidence=confidence)


def stands_alone(point: MeterPoint, asked: Sequence[MeterPoint]) -> bool:
    """True for own use without what the same building draws of the same carrier."""
    return point.direction == Direction.OWN_USE and not any(
        other.direction == Direction.DRAWN
        and (other.building_id, other.carrier) == (point.building_id, point.carrier)
        for other in asked
    )


def first_day(measure: Measure) -> date:
    """The first day of the effect. Raises Refused for a measure that does not work yet."""
    if measure.start is None:
        raise InputRejected([NOT_BEGUN])
    return measure.start


def span_of(measure: Measure, points: Sequence[MeterPoint]) -> Period:
    """The days whose weather must be known: a year before the measure to the newest reading.

    Raises Refused for a measure that does not work yet.
    """
    start = first_day(measure)
    baseline_end = measure.installation_start or start
    streams = [stream.pk for stream in map(energy_datastream, points) if stream is not None]
    newest = Latest.objects.filter(datastream__in=streams).aggregate(newest=Max("end"))["newest"]
    last = local_day(newest) if newest else start
    end = min(measure.end or LATEST, max(last, start + timedelta(days=1)))
    return Period(baseline_end - timedelta(days=BASELINE_DAYS), end)


def local_day(instant: int) -> date:
    """The local day of an instant [µs since 1970, UTC]."""
    return datetime.fromtimestamp(instant / 1e6, tz=LOCAL).date()


def comparison_series(measure: Measure, *, as_of: int) -> tuple[Series, ...]:
    """Readings of the meters that were left alone on purpose."""
    streams = map(energy_datastream, measure.comparison_points.counting())
    return tuple(
        energy_series(stream, first=EARLIEST, last=LATEST, as_of=as_of)
        for stream in streams
        if stream is not None
    )


def metered_effect(
    measure: Measure,
    point: MeterPoint,
    weather: EffectWeather,
    controls: tuple[Series, ...],
    *,
    confidence: float,
    as_of: int,
) -> tuple[MeasuredEffect, date | None]:
    """Ask one meter point: its row, and the first day after the last one it is summed over.

    What cannot be answered comes back as not decidable, with the reason.
    """
    stream = energy_datastream(point)
    if stream is None:
        return silent(point, NO_READINGS, confidence=confidence), None
    energy = energy_series(stream, first=EARLIEST, last=LATEST, as_of=as_of)
    if not energy.starts.size:
        return silent(point, NO_READINGS, confidence=confidence), None
    question = question_of(measure, point, energy, weather, controls, confidence)
    try:
        effect = effect_of(question, priors=own_priors(measure.municipality))
    except InputRejected as refusal:
        effect = unanswered(*refusal.complaints, method=SUM)
    beside = compared(question, weather) if question.carrier.heats else None
    row = row_of(effect, point=point, stream=stream, confidence=confidence, beside=beside)
    return row, last_reported(question)


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
) -> EffectQuery:
    """The question the measure asks of a meter."""
    start = first_day(measure)
    baseline_end = np.datetime64(measure.installation_start or start, "D")
    last = energy.days[-1] + np.timedelta64(max(round(energy.seconds[-1] / 86_400), 1), "D")
    asked_end = np.datetime64(measure.end, "D") if measure.end else last
    return EffectQuery(
        energy=energy,
        weather=weather.temperatures,
        carrier=Carrier(point.carrier),
        baseline_start=baseline_end - np.timedelta64(BASELINE_DAYS, "D"),
        baseline_end=baseline_end,
        start=np.datetime64(start, "D"),
        end=min(asked_end, last),
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
            on=row.at.astimezone(LOCAL).date(),
        )
        for row in rows
    )


def warn_where_all_fell(rows: Sequence[MeasuredEffect]) -> None:
    """Warn where heat and electricity fell at once: that is less use, not a saving."""
    ratios = {
        kind: [r for row in rows if (r := ratio(row)) and Carrier(row.carrier).heats is kind]
        for kind in (True, False)
    }
    if not ratios[True] or not ratios[False]:
        return
    warning = fell_together(min(ratios[True]), min(ratios[False]))
    if warning is not None:
        for row in rows:
            warn(row, warning)


def ratio(row: MeasuredEffect) -> float | None:
    """Measured over expected use; None where the effect cannot be decided."""
    if row.said is Verdict.NOT_DECIDABLE or not row.expected_kwh:
        return None
    return None if row.measured_kwh is None else row.measured_kwh / row.expected_kwh
