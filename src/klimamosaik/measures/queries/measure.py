"""Doors that say which measures read a meter."""

from collections import defaultdict
from collections.abc import Collection, Mapping

from klimamosaik.measures.models import Measure


def measures_reading(*, meter_points: Collection[int]) -> Mapping[int, tuple[Measure, ...]]:
    """Which measures read each meter point, measured or for comparison; empty where none does."""
    found: dict[int, list[Measure]] = defaultdict(list)
    for link in ("meter_points", "comparison_points"):
        table = Measure._meta.get_field(link).remote_field.through  # type: ignore[union-attr]
        rows = table.objects.filter(meterpoint__in=meter_points).select_related("measure")
        for row in rows:
            if row.measure not in found[row.meterpoint_id]:
                found[row.meterpoint_id].append(row.measure)
    return {point: tuple(found[point]) for point in meter_points}
