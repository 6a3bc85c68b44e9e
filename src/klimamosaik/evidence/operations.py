"""Doors that change what is known about measures."""

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from klimamosaik.evidence.change_reason import Streams, because
from klimamosaik.evidence.kernel.question import BaselineMethod
from klimamosaik.evidence.kernel.ranges.placebo import Placebos
from klimamosaik.evidence.kernel.ranges.town_drift import town_drift
from klimamosaik.evidence.models import Assessment, MeasuredEffect, OwnDrift
from klimamosaik.evidence.own_years import held_drifts, metered_carriers, own_placebos_of
from klimamosaik.evidence.priors import shipped_priors
from klimamosaik.evidence.queries.answers import EffectAnswer, effect_answer, effect_answer_of
from klimamosaik.evidence.queries.newest import digest, newest_of, newest_of_each
from klimamosaik.evidence.queries.news import METHOD_VERSION, News, news_of_each
from klimamosaik.evidence.queries.readings import energy_datastream
from klimamosaik.measures.models import Gate, Measure
from klimamosaik.measures.operations import judge
from klimamosaik.observations.queries import readings as observations
from klimamosaik.places.models import Municipality
from klimamosaik.records.exclusive_work import EFFECTS, alone
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.complaint import InputRejected
from klimamosaik.terms.estimate import criterion_of
from klimamosaik.terms.figure import GateVerdict
from klimamosaik.terms.text import Text

Progress = Callable[[float, Text], None]

logger = logging.getLogger("klimamosaik.evidence")


def assess(*, measure: Measure, by: AbstractBaseUser | None, at: datetime) -> Assessment:
    """Compute the measure's effect from the readings as they stand and keep the result.

    An earlier assessment stays as it is: it names the data version that reproduces it. The new
    one says why it differs from it.
    """
    return keep_answer(effect_answer(measure, at=at), measure=measure, by=by, at=at)


def keep_answer(
    answer: EffectAnswer, *, measure: Measure, by: AbstractBaseUser | None, at: datetime
) -> Assessment:
    """Store what was worked out, wherever that was."""
    gate = gate_of(measure, answer.whole)
    with transaction.atomic():
        judge(measure=measure, judgement=gate, by=by, at=at)
        assessment = Assessment(
            measure=measure,
            at=at,
            by_id=by.pk if by else None,
            data_version=answer.version,
            method_version=METHOD_VERSION,
            fingerprint=digest(answer.inputs),
            inputs=list(answer.inputs),
            first_day=measure.start,
            last_day=answer.last_day,
            weather=answer.weather.both(),
            gate=gate,
        )
        streams = read_from(measure, answer.rows)
        assessment.because = because(assessment, answer.whole, streams=streams)
        assessment.save()
        alone_in_it = answer.whole in answer.rows
        keep(assessment, answer.rows if alone_in_it else [*answer.rows, answer.whole])
    return assessment


def keep(assessment: Assessment, rows: Sequence[MeasuredEffect]) -> None:
    """Store what an assessment found."""
    for row in rows:
        row.assessment = assessment
    MeasuredEffect.objects.bulk_create(rows)


def up_to_date(*, measure: Measure, by: AbstractBaseUser | None, at: datetime) -> Assessment:
    """Return the newest assessment; made anew where readings, weather or the measure changed.

    For commands and the work in the background: pages show the newest there is. Who comes while
    another works it out waits and takes what came of it.
    """
    with alone(EFFECTS, wait=True):
        newest = newest_of(measure)
        if newest.current and newest.assessment is not None:
            return newest.assessment
        return assess(measure=measure, by=by, at=at)


# Ids of measures and the moment -> for each, in this order, what waits for its answer.
Asking = Callable[[Sequence[int], datetime], Iterator[Callable[[], EffectAnswer]]]


def in_turn(measures: Sequence[int], at: datetime) -> Iterator[Callable[[], EffectAnswer]]:
    """One after the other, right here."""
    return (partial(effect_answer_of, pk, at) for pk in measures)


@dataclass(frozen=True)
class Renewed:
    """What a round of renewing did."""

    measures: tuple[Measure, ...]  # whose effect was worked out anew
    failed: tuple[Measure, ...] = ()  # whose effect could not be; the log says why
    busy: bool = False  # another process was at it; nothing was done


def renew(
    *,
    municipality: Municipality | None = None,
    by: AbstractBaseUser | None,
    at: datetime,
    progress: Progress | None = None,
    wait: bool = False,
    ask: Asking = in_turn,
) -> Renewed:
    """Work out anew every effect that is older than what it stands on: once, one process at a time.

    municipality: only its measures; None: all. wait: for another process that is at it, and then
    do what it left. ask: where effects are worked out; they are stored here, in the same order.
    An effect that fails is logged and hinders no other.
    """
    with alone(EFFECTS, wait=wait) as free:
        if not free:
            return Renewed((), busy=True)
        due = outdated(municipality)
        done: list[Measure] = []
        failed: list[Measure] = []
        answers = ask([measure.pk for measure in due], at)
        for number, (measure, answer) in enumerate(zip(due, answers, strict=True)):
            if progress:
                progress(number / len(due), RENEWING.format(name=measure.name))
            try:
                keep_answer(answer(), measure=measure, by=by, at=at)
            except Exception:
                logger.exception("the effect of measure %s could not be worked out", measure.pk)
                failed.append(measure)
            else:
                done.append(measure)
        return Renewed(tuple(done), tuple(failed))


def outdated(municipality: Municipality | None) -> list[Measure]:
    """The measures whose newest effect is older than what it stands on, or that have none."""
    measures = Measure.objects.select_related("municipality").order_by("municipality", "pk")
    if municipality is not None:
        measures = measures.filter(municipality=municipality)
    newest = newest_of_each(list(measures))
    return [measure for measure in measures if not newest[measure.pk].current]


def learn_drift(
    *, municipality: Municipality, by: AbstractBaseUser | None, at: datetime
) -> list[OwnDrift]:
    """Let the municipality's own years without a measure take over from the shipped prior.

    Returns what holds now, one row for each carrier and kind of reading. Earlier rows stay, and
    a row that says the same is not written again; effects assessed from now on use the newest.
    Raises InputRejected where no weather is held.
    """
    version = observations.data_version()
    rows = [
        row_of_own_years(municipality, carrier, method, pairs)
        for carrier in map(Carrier, metered_carriers(municipality))
        for method, pairs in own_placebos_of(
            municipality=municipality, carrier=carrier, as_of=version
        ).items()
        if len(pairs.change)
    ]
    for row in rows:
        row.data_version, row.at, row.by_id = version, at, by.pk if by else None
    held = {each.says: each for each in held_drifts(municipality)}
    OwnDrift.objects.bulk_create([row for row in rows if row.says not in held])
    return [held.get(row.says, row) for row in rows]


def learn_from_news(*, seen: Mapping[str, News], at: datetime) -> dict[str, News]:
    """Learn the drift of every municipality with news since `seen`; returns the news of all.

    One without weather is left alone until there is something new again.
    """
    found = news_of_each()
    fresh = [town for town, news in found.items() if news != seen.get(town)]
    for municipality in Municipality.objects.filter(pk__in=fresh):
        with suppress(InputRejected):
            learn_drift(municipality=municipality, by=None, at=at)
    return found


def row_of_own_years(
    municipality: Municipality, carrier: Carrier, method: BaselineMethod, pairs: Placebos
) -> OwnDrift:
    """What the pairs of a carrier say, not yet stored."""
    shipped = shipped_priors()
    drift = town_drift(shipped.of(carrier, method), pairs)
    return OwnDrift(
        municipality=municipality,
        carrier=carrier,
        bills=method is BaselineMethod.BILLS,
        moved=drift.by,
        pairs=drift.pairs,
        meters=drift.meters,
        prior_learnt_on=shipped.learnt_on,
    )


def read_from(measure: Measure, rows: Sequence[MeasuredEffect]) -> Streams:
    """The datastreams an effect was read from."""
    others = map(energy_datastream, measure.comparison_points.counting())
    streams = [*(row.datastream for row in rows), *(each.pk for each in others if each is not None)]
    return Streams(
        meters=frozenset(stream for stream in streams if stream is not None),
        points=frozenset(row.meter_point_id for row in rows if row.meter_point_id is not None),
    )


def gate_of(measure: Measure, whole: MeasuredEffect) -> GateVerdict:
    """Compare the whole effect with the gate; open where it has no percentage to compare."""
    gate = Gate.objects.filter(measure=measure).first()
    return criterion_of(whole.percent, asked=gate.saving_percent) if gate else GateVerdict.OPEN


RENEWING = Text("Wirkung: {name}", "Effect: {name}")
