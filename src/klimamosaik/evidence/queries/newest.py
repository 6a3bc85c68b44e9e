"""The newest effect there is of a measure, and whether it is still that of the data."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import Max, OuterRef, Prefetch, QuerySet, Subquery

from klimamosaik.evidence.models import Assessment, MeasuredEffect
from klimamosaik.evidence.queries.inputs import inputs_of
from klimamosaik.measures.models import Measure
from klimamosaik.places.models import MeterPoint
from klimamosaik.records.memory_cache import HeldResults
from klimamosaik.records.query_log import aside

DRAWN = ("course", "side_by_side", "model")  # what only the page of an effect shows: large
READ = HeldResults[Assessment](most=4000, seconds=26 * 3600)  # with what they found


@dataclass(frozen=True)
class NewestAssessment:
    """The newest assessment of a measure."""

    assessment: Assessment | None  # None: none was made yet
    current: bool  # False: what it stands on has changed, it is being worked out anew


def newest_of(measure: Measure) -> NewestAssessment:
    """The newest assessment, as it is stored: who looks computes nothing."""
    return newest_of_each([measure])[measure.pk]


def newest_of_each(measures: Sequence[Measure]) -> dict[int, NewestAssessment]:
    """The same of many measures by their ids, in as many questions as of one."""
    found = newest_assessments(measures)
    inputs = inputs_of([measure for measure in measures if measure.pk in found])
    return {
        # before its first day there is nothing to be worked out
        measure.pk: NewestAssessment(None, current=measure.start is None)
        if (assessment := found.get(measure.pk)) is None
        else NewestAssessment(
            assessment, current=assessment.fingerprint == digest(inputs[measure.pk])
        )
        for measure in measures
    }


def newest_assessment(measure: Measure) -> Assessment | None:
    """The newest assessment of a measure; None before the first."""
    return newest_assessments([measure]).get(measure.pk)


def newest_assessments(measures: Iterable[Measure]) -> dict[int, Assessment]:
    """The newest assessment of each measure that has one, by the measure's id."""
    return {row.measure_id: row for row in newest_rows(measures).defer("inputs")}


def newest_rows(measures: Iterable[Measure]) -> "QuerySet[Assessment]":
    """The rows of the newest assessments."""
    same = Assessment.objects.filter(measure=OuterRef("measure")).order_by("-at", "-pk")
    rows = Assessment.objects.filter(measure__in=[each.pk for each in measures])
    return rows.filter(pk=Subquery(same.values("pk")[:1]))


def newest_with_effects(measures: Iterable[Measure]) -> dict[int, Assessment]:
    """The same with what they found, meter by meter; charts are left in the database.

    Nobody changes an assessment: as long as the meters are the same, which say whether their use
    counts, each is read once and handed to all who ask, who only read it. Not inside a transaction,
    which may never be.
    """
    if connection.in_atomic_block:
        return {each.measure_id: each for each in with_effects(newest_rows(measures))}
    meters = MeterPoint.history.aggregate(newest=Max("history_id"))["newest"]
    rows = newest_rows(measures).values_list("measure_id", "pk", "at")
    names = {measure: (pk, f"{pk} {at} {meters}") for measure, pk, at in rows}
    found = {measure: READ.find(name) for measure, (_, name) in names.items()}
    missing = [names[measure][0] for measure, row in found.items() if row is None]
    with aside():  # their names say what they stand on
        read = with_effects(Assessment.objects.filter(pk__in=missing)) if missing else ()
    for row in read:
        found[row.measure_id] = READ.keep(names[row.measure_id][1], row)
    return {measure: row for measure, row in found.items() if row is not None}


def with_effects(rows: "QuerySet[Assessment]") -> Sequence[Assessment]:
    """Assessments with what they found, without what is drawn of it."""
    effects = MeasuredEffect.objects.select_related("meter_point").defer(*DRAWN)
    return list(rows.defer("inputs").prefetch_related(Prefetch("effects", effects)))


def fingerprint(measure: Measure) -> str:
    """Everything the effect depends on, in one word."""
    return digest(inputs_of([measure])[measure.pk])


def digest(inputs: Sequence[str]) -> str:
    """Many lines in one word."""
    return hashlib.sha256("\n".join(inputs).encode()).hexdigest()
