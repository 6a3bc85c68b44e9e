"""Where a measure meets its meters: each is asked, and its answer is a row to store."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import prefetch_related_objects

from klimamosaik.evidence.engine import effect_of, effects_of
from klimamosaik.evidence.kernel.days_alone import EARLIEST, LATEST, DaysAlone
from klimamosaik.evidence.kernel.effect import Effect, unanswered
from klimamosaik.evidence.kernel.question import EffectQuery
from klimamosaik.evidence.kernel.series import Series
from klimamosaik.evidence.kernel.suspicion import fell_together
from klimamosaik.evidence.models import MeasuredEffect
from klimamosaik.evidence.own_years import own_priors
from klimamosaik.evidence.priors import Priors
from klimamosaik.evidence.queries.estimated import note_estimated
from klimamosaik.evidence.queries.other_measures import days_of, other_measures
from klimamosaik.evidence.queries.points import points_of
from klimamosaik.evidence.queries.question import (
    compared,
    comparison_series,
    last_reported,
    question_of,
    span_of,
)
from klimamosaik.evidence.queries.readings import (
    energy_datastream,
    energy_datastreams,
    every_series,
)
from klimamosaik.evidence.rows import SUM, not_decided, row_of, warn
from klimamosaik.evidence.weather import EffectWeather, read_weather
from klimamosaik.measures.models import Measure
from klimamosaik.places.models import MeterPoint
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.complaint import InputRejected, Problem, problem
from klimamosaik.terms.direction import Direction
from klimamosaik.terms.figure import Verdict
from klimamosaik.terms.text import Text

NO_READINGS = problem(
    "no_readings",
    "Zu diesem Zähler gibt es keine Messwerte in kWh: bitte eine Datei mit seinem"
    " Verbrauch einlesen.",
    "This meter has no readings in kWh: please import a file with its use.",
)


NOT_USE = problem(
    "not_use",
    "Ein Zähler für Einspeisung, Erzeugung, Speicher oder einen Teil eines anderen Zählers"
    " zählt keinen eigenen Verbrauch: Mehr oder weniger davon ist weder gespart noch mehr"
    " verbraucht und wird nicht beurteilt. Ob weniger Energie gebraucht wird, sagt der Zähler"
    " des Bezugs, wenn er der Maßnahme zugeordnet ist.",
    "A meter of what is fed in, generated or stored, or of a part of another meter, counts no"
    " use of its own: more or less of it is neither saved nor used more and is not judged."
    " Whether less energy is used is told by the meter of what is drawn, once it is given to"
    " the measure.",
)
OWN_USE_ALONE = problem(
    "own_use_alone",
    "Was selbst erzeugt und verbraucht wird, ersetzt Bezug: Allein sagt es nicht, ob mehr oder"
    " weniger Energie gebraucht wird. Ordnen Sie der Maßnahme auch den Zähler des Bezugs in"
    " diesem Gebäude zu.",
    "What is made and used on the spot stands in for what is drawn: alone it does not tell"
    " whether more or less energy is used. Give the measure the meter of what is drawn in this"
    " building, too.",
)


@dataclass(frozen=True)
class MeterAnswers:
    """What the readings of all meters of a measure say, not yet stored."""

    rows: tuple[MeasuredEffect, ...]  # those that count use first
    weather: Text  # the sentence that names the weather used, or says what it lacks
    last_day: date | None = None  # first day after the last one any effect was summed over


def meter_points(measure: Measure) -> list[MeterPoint]:
    """The meter points the measure names, else all energy meters of its buildings."""
    found = points_of([measure])[measure.pk]
    prefetch_related_objects(found, "building__municipality")
    return found


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
    alone = [stands_alone(point, counting) for point in counting]
    asked = [point for point, lone in zip(counting, alone, strict=True) if not lone]
    told = iter(
        metered_effects(measure, asked, weather, controls, confidence=confidence, as_of=as_of)
    )
    found = [
        (silent(point, OWN_USE_ALONE, confidence=confidence), None) if lone else next(told)
        for point, lone in zip(counting, alone, strict=True)
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


def metered_effects(
    measure: Measure,
    points: Sequence[MeterPoint],
    weather: EffectWeather,
    controls: tuple[Series, ...],
    *,
    confidence: float,
    as_of: int,
) -> list[tuple[MeasuredEffect, date | None]]:
    """Ask meter points, all at once: their rows, and the first day after the last ones summed.

    What cannot be answered comes back as not decidable, with the reason.
    """
    streams = energy_datastreams(point.pk for point in points)
    read = every_series(list(streams.values()), first=EARLIEST, last=LATEST, as_of=as_of)
    energy = {stream.meter_point_id: series for stream, series in read if series.starts.size}
    alone = alone_at(measure, points)
    questions = {
        point.pk: question_of(
            measure, point, energy[point.pk], weather, controls, confidence, alone[point.pk]
        )
        for point in points
        if point.pk in energy and alone[point.pk].any
    }
    effects = answered(questions, own_priors(measure.municipality))
    found: list[tuple[MeasuredEffect, date | None]] = []
    rows: dict[int, MeasuredEffect] = {}  # by datastream
    for point in points:
        if point.pk not in questions:
            reasons = [NO_READINGS] if alone[point.pk].any else alone[point.pk].problems
            found.append((silent(point, *reasons, confidence=confidence), None))
            continue
        question, stream = questions[point.pk], streams[point.pk]
        beside = compared(question, weather) if question.carrier.heats else None
        effect = effects[point.pk]
        row = row_of(effect, point=point, stream=stream, confidence=confidence, beside=beside)
        for note in alone[point.pk].shortening(question):
            warn(row, note)
        rows[stream.pk] = row
        found.append((row, last_reported(question)))
    note_estimated(rows, list(streams.values()), as_of=as_of)
    return found


def alone_at(measure: Measure, points: Sequence[MeterPoint]) -> Mapping[int, DaysAlone]:
    """The days in which no other measure changes what a meter counts, by its id."""
    own, others = days_of(measure), other_measures([measure], {measure.pk: list(points)})
    at = others[measure.pk]
    return {point.pk: DaysAlone(own, tuple(at[point.pk])) for point in points}


def answered(questions: Mapping[int, EffectQuery], priors: Priors) -> dict[int, Effect]:
    """The effect of each question; where one of them is refused, each is asked by itself."""
    try:
        effects = effects_of(list(questions.values()), priors=priors)
        return dict(zip(questions, effects, strict=True))
    except InputRejected:
        return {pk: answered_alone(asked, priors) for pk, asked in questions.items()}


def answered_alone(question: EffectQuery, priors: Priors) -> Effect:
    """The effect of a question, or why it is refused."""
    try:
        return effect_of(question, priors=priors)
    except InputRejected as refusal:
        return unanswered(*refusal.complaints, method=SUM)


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
