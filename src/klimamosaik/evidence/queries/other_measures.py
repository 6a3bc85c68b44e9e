"""Other measures at the meters of some: whoever changes what a meter counts is known by it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from klimamosaik.evidence.kernel.days_alone import MeasureDays
from klimamosaik.evidence.queries.points import Points, points_of
from klimamosaik.measures.models import Measure

Others = Mapping[int, Mapping[int, Sequence[MeasureDays]]]  # by id of measure and meter point


def other_measures(measures: Sequence[Measure], points: Points) -> Others:
    """The days of all other measures that have a first day, at each meter of some; by their names.

    points: of these measures.
    """
    towns = {each.municipality_id for each in measures}
    begun = Measure.objects.filter(municipality__in=towns).exclude(start=None)
    every = {each.pk: each for each in begun.order_by("name", "pk")}
    at: dict[int, list[int]] = defaultdict(list)
    own = points_of(every.values())
    for pk in every:
        for point in own[pk]:
            at[point.pk].append(pk)
    return {
        each.pk: {
            point.pk: [days_of(every[pk]) for pk in at[point.pk] if pk != each.pk]
            for point in points[each.pk]
        }
        for each in measures
    }


def days_of(measure: Measure) -> MeasureDays:
    """When a measure that has a first day changes something."""
    assert measure.start is not None
    begins = measure.installation_start or measure.start
    return MeasureDays(measure.name, begins, measure.start, measure.end)
