"""The newest effect there is of a measure, and whether it is still that of the data."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Max

from klimamosaik.evidence.models import Assessment, OwnDrift
from klimamosaik.evidence.queries.meters import inputs_of
from klimamosaik.measures.models import Gate, Measure
from klimamosaik.observations.queries.readings import data_version
from klimamosaik.records.queries import newest_records

METHOD_VERSION = "2026-11.6"  # changes whenever the same readings would give another figure


@dataclass(frozen=True)
class NewestAssessment:
    """The newest assessment of a measure."""

    assessment: Assessment | None  # None: none was made yet
    current: bool  # False: what it stands on has changed, it is being worked out anew


def newest_of(measure: Measure) -> NewestAssessment:
    """The newest assessment, as it is stored: who looks computes nothing."""
    found = newest_assessment(measure)
    if found is None:  # before its first day there is nothing to be worked out
        return NewestAssessment(None, current=measure.start is None)
    return NewestAssessment(found, current=found.fingerprint == fingerprint(measure))


def newest_assessment(measure: Measure) -> Assessment | None:
    """The newest assessment of a measure; None before the first."""
    return Assessment.objects.filter(measure=measure).order_by("-at", "-pk").first()


def fingerprint(measure: Measure) -> str:
    """Everything the effect depends on, in one word."""
    return digest(all_inputs(measure))


def digest(inputs: Sequence[str]) -> str:
    """Many lines in one word."""
    return hashlib.sha256("\n".join(inputs).encode()).hexdigest()


def all_inputs(measure: Measure) -> list[str]:
    """Everything the effect depends on, one line each: readings, weather, bills, the measure."""
    gate = Gate.objects.filter(measure=measure).first()
    return [
        f"method {METHOD_VERSION}",
        *inputs_of(measure),
        f"days {measure.start} {measure.end} {measure.installation_start}",
        f"gate {gate.saving_percent} {gate.confidence}" if gate else "gate none",
    ]


def anything_new() -> tuple[object, ...]:
    """Another one as soon as anything an effect may stand on has changed: quick to ask."""
    learnt = OwnDrift.objects.aggregate(newest=Max("pk"))["newest"]
    return (METHOD_VERSION, data_version(), learnt, *newest_records(stages=("places", "measures")))
