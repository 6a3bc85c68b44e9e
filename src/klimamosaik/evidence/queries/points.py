"""The meters measures are judged by, asked for many measures at once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from klimamosaik.measures.models import Measure
from klimamosaik.places.models import MeterPoint
from klimamosaik.terms.carrier import Carrier

Points = Mapping[int, list[MeterPoint]]  # by id of the measure


def points_of(measures: Iterable[Measure]) -> Points:
    """The meter points each measure names, else all energy meters of its buildings."""
    found = linked(Measure.meter_points.through, measures)
    lacking = [measure for measure in measures if not found[measure.pk]]
    houses = Measure.buildings.through.objects.filter(measure__in=[each.pk for each in lacking])
    measures_of = defaultdict(list)
    for measure, house in houses.values_list("measure_id", "building_id"):
        measures_of[house].append(measure)
    inside = MeterPoint.objects.counting().filter(building__in=list(measures_of))
    for point in inside.exclude(carrier=Carrier.WATER):
        for measure in measures_of[point.building_id]:
            found[measure].append(point)
    return found


def comparison_points_of(measures: Iterable[Measure]) -> Points:
    """The meters each measure is compared with."""
    found = linked(Measure.comparison_points.through, measures)
    return {each.pk: [point for point in found[each.pk] if point.counts] for each in measures}


def linked(links: Any, measures: Iterable[Measure]) -> dict[int, list[MeterPoint]]:
    """Meter points by the measure that links (of a many-to-many field) tie them to.

    In their usual order.
    """
    rows = links.objects.filter(measure__in=[each.pk for each in measures])
    order = (f"meterpoint__{field}" for field in MeterPoint._meta.ordering or ())
    found: dict[int, list[MeterPoint]] = defaultdict(list)
    for row in rows.order_by(*order).select_related("meterpoint"):
        found[row.measure_id].append(row.meterpoint)
    return found
