"""What the readings say of a measure by now: worked out, and nothing stored."""

from dataclasses import dataclass
from datetime import date, datetime

from klimamosaik.evidence.models import MeasuredEffect
from klimamosaik.evidence.queries.estimated import note_in_whole
from klimamosaik.evidence.queries.inputs import inputs_of
from klimamosaik.evidence.queries.meters import effects_at_meters
from klimamosaik.evidence.rows import whole_of, with_worth
from klimamosaik.measures.models import Gate, Measure
from klimamosaik.observations.queries import readings as observations
from klimamosaik.terms.estimate import CONFIDENCE
from klimamosaik.terms.period import local_day
from klimamosaik.terms.text import Text


@dataclass(frozen=True)
class EffectAnswer:
    """An effect as it would be stored."""

    inputs: tuple[str, ...]  # what it stands on
    version: int  # of the data
    rows: tuple[MeasuredEffect, ...]  # of each meter
    whole: MeasuredEffect
    weather: Text
    last_day: date | None  # first day after the last one any effect was summed over


def effect_answer(measure: Measure, *, at: datetime) -> EffectAnswer:
    """Work out the measure's effect from the readings as they stand."""
    inputs = inputs_of([measure])[
        measure.pk
    ]  # before anything is read: what comes meanwhile is news
    version = observations.data_version()
    confidence = confidence_of(measure)
    asked = effects_at_meters(measure=measure, confidence=confidence, as_of=version)
    today = local_day(at)
    first, last = measure.start or today, asked.last_day or measure.start or today
    rows = tuple(with_worth(row, first=first, last=last) for row in asked.rows)
    whole = whole_of(rows, confidence=confidence)
    note_in_whole(whole, rows)
    return EffectAnswer(tuple(inputs), version, rows, whole, asked.weather, asked.last_day)


def effect_answer_of(pk: int, at: datetime) -> EffectAnswer:
    """The same by the measure's id, which is all that travels to another machine."""
    return effect_answer(Measure.objects.select_related("municipality").get(pk=pk), at=at)


def confidence_of(measure: Measure) -> float:
    """The confidence the gate asks for, else the usual one."""
    gate = Gate.objects.filter(measure=measure).first()
    return gate.confidence if gate else CONFIDENCE
