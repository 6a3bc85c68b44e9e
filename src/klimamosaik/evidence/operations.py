"""Doors that change what is known about measures."""

import logging
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import date, datetime

import numpy as np
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from klimamosaik.evidence.because import Streams, because
from klimamosaik.evidence.combine import known, total_effect
from klimamosaik.evidence.kernel.effect import Effect
from klimamosaik.evidence.kernel.placebo import Placebos
from klimamosaik.evidence.kernel.question import BaselineMethod
from klimamosaik.evidence.kernel.town import town_drift
from klimamosaik.evidence.kernel.verdict import criterion_of, share_of_use
from klimamosaik.evidence.models import Assessment, MeasuredEffect, OwnDrift
from klimamosaik.evidence.own_years import (
    News,
    held_drifts,
    metered_carriers,
    news_of,
    own_placebos_of,
)
from klimamosaik.evidence.priors import shipped_priors
from klimamosaik.evidence.queries.meters import MeteredEffect, effects_at_meters
from klimamosaik.evidence.queries.newest import METHOD_VERSION, all_inputs, digest, newest_of
from klimamosaik.evidence.queries.prices import emissions, price
from klimamosaik.evidence.queries.readings import energy_datastream
from klimamosaik.measures.models import Gate, Measure
from klimamosaik.measures.models.kinds import GateVerdict
from klimamosaik.measures.operations import judge
from klimamosaik.observations.queries import readings as observations
from klimamosaik.places.models import Municipality
from klimamosaik.records.alone import EFFECTS, alone
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.complaint import InputRejected
from klimamosaik.terms.period import LOCAL
from klimamosaik.terms.text import Text

CONFIDENCE = 0.9  # of the range, where no gate asks for another
Progress = Callable[[float, Text], None]

logger = logging.getLogger("klimamosaik.evidence")


def assess(*, measure: Measure, by: AbstractBaseUser | None, at: datetime) -> Assessment:
    """Compute the measure's effect from the readings as they stand and keep the result.

    An earlier assessment stays as it is: it names the data version that reproduces it. The new
    one says why it differs from it.
    """
    inputs = all_inputs(measure)  # before anything is read: what comes meanwhile is news
    version = observations.data_version()
    confidence = confidence_of(measure)
    metered, weather = effects_at_meters(measure=measure, confidence=confidence, as_of=version)
    total = total_effect(summed(metered), confidence=confidence)
    gate = gate_of(measure, total)
    with transaction.atomic():
        judge(measure=measure, judgement=gate, by=by, at=at)
        assessment = Assessment(
            measure=measure,
            at=at,
            by_id=by.pk if by else None,
            data_version=version,
            method_version=METHOD_VERSION,
            fingerprint=digest(inputs),
            inputs=inputs,
            first_day=measure.start,
            last_day=last_day(metered),
            weather={"de": weather.de, "en": weather.en},
            gate=gate,
        )
        assessment.because = because(assessment, total, streams=read_from(measure, metered))
        assessment.save()
        rows = [stored_effect(assessment, one) for one in metered]
        if len(rows) != 1:
            rows.append(stored_total(assessment, total, rows))
        MeasuredEffect.objects.bulk_create(rows)
    return assessment


def summed(metered: Sequence[MeteredEffect]) -> list[Effect]:
    """The effects that add up: of meters that count use, or of all where none does."""
    counting = [one.effect for one in metered if one.point.counts]
    return counting or [one.effect for one in metered]


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
) -> Renewed:
    """Work out anew every effect that is older than what it stands on: once, one process at a time.

    municipality: only its measures; None: all. wait: for another process that is at it, and then
    do what it left. An effect that fails is logged and hinders no other.
    """
    with alone(EFFECTS, wait=wait) as free:
        if not free:
            return Renewed((), busy=True)
        due = outdated(municipality)
        done: list[Measure] = []
        failed: list[Measure] = []
        for number, measure in enumerate(due):
            if progress:
                progress(number / len(due), RENEWING.format(name=measure.name))
            try:
                assess(measure=measure, by=by, at=at)
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
    return [measure for measure in measures if not newest_of(measure).current]


def learn_drift(
    *, municipality: Municipality, by: AbstractBaseUser | None, at: datetime
) -> list[OwnDrift]:
    """Let the municipality's own years without a measure take over from the shipped prior.

    Returns what holds now, one row for each carrier and kind of reading. Earlier rows stay, and
    a row that says the same is not written again; effects assessed from now on use the newest.
    Raises Refused where no weather is held.
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
    found = {}
    for municipality in Municipality.objects.all():
        found[municipality.pk] = news_of(municipality)
        if found[municipality.pk] != seen.get(municipality.pk):
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


def confidence_of(measure: Measure) -> float:
    """The confidence the gate asks for, else the usual one."""
    gate = Gate.objects.filter(measure=measure).first()
    return gate.confidence if gate else CONFIDENCE


def read_from(measure: Measure, metered: Sequence[MeteredEffect]) -> Streams:
    """The datastreams an effect was read from."""
    others = map(energy_datastream, measure.comparison_points.counting())
    streams = [*(one.datastream for one in metered), *others]
    return Streams(
        meters=frozenset(stream.pk for stream in streams if stream is not None),
        points=frozenset(one.point.pk for one in metered),
    )


def gate_of(measure: Measure, total: Effect) -> GateVerdict:
    """Compare the whole effect with the gate; open where it has no percentage to compare."""
    gate = Gate.objects.filter(measure=measure).first()
    if gate is None or total.saved_percent is None:
        return GateVerdict.OPEN
    low, high = (
        share_of_use(end, expected=total.expected_kwh, saved=total.saved_kwh)
        for end in (total.low_kwh, total.high_kwh)
    )
    return criterion_of(asked=gate.saving_percent, low=low, high=high)


def last_day(metered: Sequence[MeteredEffect]) -> date | None:
    """First day after the last one any meter's effect was summed over."""
    return max((one.until for one in metered if one.until is not None), default=None)


def stored_effect(assessment: Assessment, one: MeteredEffect) -> MeasuredEffect:
    """The row of one meter point."""
    row = effect_row(assessment, one.effect)
    row.meter_point = one.point
    row.datastream = one.datastream.pk if one.datastream else None
    row.carrier = one.point.carrier
    row.course = course_of(one.effect)
    source = one.effect.drift_source
    row.drift_source = {"de": source.de, "en": source.en} if source else {}
    row.side_by_side = asdict(one.side_by_side) if one.side_by_side else {}
    first = assessment.first_day or assessment.at.astimezone(LOCAL).date()
    last = assessment.last_day or first
    worth = price(point=one.point, first=first, last=last)
    emitted = emissions(carrier=Carrier(one.point.carrier), year=last.year)
    row.price, row.price_source = worth.per_kwh, {"de": worth.source.de, "en": worth.source.en}
    row.factor_source = {"de": emitted.source.de, "en": emitted.source.en}
    row.saved_eur = product(row.saved_kwh, worth.per_kwh)
    row.saved_tonnes = product(row.saved_kwh, emitted.per_kwh)
    return row


def stored_total(
    assessment: Assessment, total: Effect, rows: Sequence[MeasuredEffect]
) -> MeasuredEffect:
    """The row of the whole measure: known only where every part is."""
    row = effect_row(assessment, total)
    parts = [part for part in rows if part.counts]
    row.saved_eur = known([part.saved_eur for part in parts])
    row.saved_tonnes = known([part.saved_tonnes for part in parts])
    return row


def effect_row(assessment: Assessment, effect: Effect) -> MeasuredEffect:
    """The figures of an effect as a row."""
    return MeasuredEffect(
        assessment=assessment,
        verdict=effect.verdict.value,
        saved_kwh=effect.saved_kwh,
        saved_percent=effect.saved_percent,
        low_kwh=effect.low_kwh,
        high_kwh=effect.high_kwh,
        confidence=effect.confidence,
        expected_kwh=effect.expected_kwh,
        measured_kwh=effect.measured_kwh,
        noise_kwh=effect.noise_kwh,
        drift_kwh=effect.drift_kwh,
        cvrmse=effect.cvrmse,
        days_used=effect.days_used,
        days_reported=effect.days_reported,
        method=effect.method,
        model=model_of(effect),
        warnings=[
            {"code": warning.code, "de": warning.text.de, "en": warning.text.en}
            for warning in effect.warnings
        ],
    )


def model_of(effect: Effect) -> dict[str, object]:
    """The fitted model as it is stored and shown."""
    if effect.model is None:
        return {}
    return {
        "type": effect.model.type,
        "balance_points": list(effect.model.balance_points),
        "coefficients": [
            {"name": c.name, "value": c.value, "unit": c.unit} for c in effect.model.coefficients
        ],
    }


def course_of(effect: Effect) -> dict[str, list[object]]:
    """Interval by interval: before (measured and fitted) and after (measured and expected)."""
    expectation = effect.expectation
    if expectation is None:
        return {}
    before = expectation.fitted + expectation.residuals
    return {
        "days": [str(day) for day in (*expectation.residual_days, *expectation.days)],
        "expected": [rounded(v) for v in (*expectation.fitted, *expectation.expected)],
        "measured": [rounded(v) for v in (*before, *expectation.measured)],
    }


def rounded(value: float) -> float | None:
    """A figure for a chart; unknown stays unknown."""
    return round(float(value), 3) if np.isfinite(value) else None


def product(quantity: float | None, per_unit: float | None) -> float | None:
    """Known only where both are."""
    return None if quantity is None or per_unit is None else quantity * per_unit


RENEWING = Text("Wirkung: {name}", "Effect: {name}")
