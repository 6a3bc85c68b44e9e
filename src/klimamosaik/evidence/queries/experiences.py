"""What others are told of measured effects: the newest of each measure, with its method."""

from klimamosaik.evidence.models import Assessment
from klimamosaik.evidence.queries.newest import newest_with_effects
from klimamosaik.measures.models import Measure
from klimamosaik.measures.queries.measured_effect import MeasuredSummary
from klimamosaik.places.models import Municipality
from klimamosaik.terms.period import local_day


def summaries_of_effects(*, municipality: Municipality) -> dict[int, tuple[MeasuredSummary, ...]]:
    """The newest decided effect of each measure, by its id; nothing is computed for it."""
    newest = newest_with_effects(Measure.objects.filter(municipality=municipality))
    told = {pk: summary_of(assessment) for pk, assessment in newest.items()}
    return {pk: (one,) for pk, one in told.items() if one is not None}


def summary_of(assessment: Assessment) -> MeasuredSummary | None:
    """One effect; None where it could not be decided."""
    if not assessment.effects.all():
        return None
    whole = assessment.whole
    saving = whole.estimate
    if saving is None:
        return None
    return MeasuredSummary(
        day=local_day(assessment.at),
        saving=saving,
        saved_percent=whole.saved_percent,
        days=whole.days_reported,
        verdict=whole.verdict,
        method_version=assessment.method_version,
        data_version=assessment.data_version,
    )
