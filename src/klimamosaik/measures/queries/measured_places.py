"""Buildings and meters that measures have, so that they stay in the register."""

from collections.abc import Collection

from klimamosaik.measures.models import Happened, Measure
from klimamosaik.observations.queries.place_keepers import KeptPlaces
from klimamosaik.records.batched_ids import at_once
from klimamosaik.terms.text import Text

OF_MEASURE = Text("gehört zur Maßnahme „{name}“", "belongs to the measure “{name}”")


def of_measures(buildings: Collection[int], points: Collection[int]) -> KeptPlaces:
    """Those of some buildings and meters that a measure has, with its name."""
    return KeptPlaces(
        linked(Measure.buildings.through, "building", buildings),
        linked(Measure.meter_points.through, "meterpoint", points)
        | linked(Measure.comparison_points.through, "meterpoint", points)
        | linked(Happened, "meter_point", points),
    )


def linked(table: type, column: str, ids: Collection[int]) -> dict[int, Text]:
    """The measure of each that a table links to one."""
    found: dict[int, Text] = {}
    for some in at_once(sorted(ids)):
        rows = table.objects.filter(**{f"{column}__in": some})  # type: ignore[attr-defined]
        for pk, name in rows.values_list(f"{column}_id", "measure__name"):
            found[pk] = OF_MEASURE.format(name=name)
    return found
