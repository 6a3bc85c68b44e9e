"""The newest effect there is of a measure, and whether it is still that of the data."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Max, OuterRef, Prefetch, Subquery, prefetch_related_objects

from klimamosaik.evidence.models import Assessment, MeasuredEffect, OwnDrift
from klimamosaik.evidence.queries.inputs import METHOD_VERSION, inputs_of
from klimamosaik.measures.models import Measure
from klimamosaik.observations.queries.readings import data_version
from klimamosaik.records.queries import newest_records

DRAWN = ("course", "side_by_side", "model")  # what only the page of an effect shows: large


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
    same = Assessment.objects.filter(measure=OuterRef("measure")).order_by("-at", "-pk")
    rows = Assessment.objects.filter(measure__in=[each.pk for each in measures])
    newest = rows.filter(pk=Subquery(same.values("pk")[:1]))
    return {row.measure_id: row for row in newest.defer("inputs")}


def newest_with_effects(measures: Iterable[Measure]) -> dict[int, Assessment]:
    """The same with what they found, meter by meter; charts are left in the database."""
    found = newest_assessments(measures)
    rows = MeasuredEffect.objects.select_related("meter_point").defer(*DRAWN)
    prefetch_related_objects(list(found.values()), Prefetch("effects", rows))
    return found


def fingerprint(measure: Measure) -> str:
    """Everything the effect depends on, in one word."""
    return digest(inputs_of([measure])[measure.pk])


def digest(inputs: Sequence[str]) -> str:
    """Many lines in one word."""
    return hashlib.sha256("\n".join(inputs).encode()).hexdigest()


def anything_new() -> tuple[object, ...]:
    """Another one as soon as anything an effect may stand on has changed: quick to ask."""
    learnt = OwnDrift.objects.aggregate(newest=Max("pk"))["newest"]
    return (METHOD_VERSION, data_version(), learnt, *newest_records(stages=("places", "measures")))
