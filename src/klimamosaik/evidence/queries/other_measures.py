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
    every = begun_at({point.pk for each in measures for point in points[each.pk]})
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


def begun_at(points: set[int]) -> dict[int, Measure]:
    """Measures that have a first day and name one of these meters or a building of one; by id."""
    named = Measure.meter_points.through.objects.filter(meterpoint__in=points)
    inside = Measure.buildings.through.objects.filter(building__meter_points__in=points)
    near = {pk for links in (named, inside) for pk in links.values_list("measure_id", flat=True)}
    rows = Measure.objects.filter(pk__in=near).exclude(start=None)
    return {each.pk: each for each in rows.order_by("name", "pk")}


def days_of(measure: Measure) -> MeasureDays:
    """When a measure that has a first day changes something."""
    assert measure.start is not None
    begins = measure.installation_start or measure.start
    return MeasureDays(measure.name, begins, measure.start, measure.end)
