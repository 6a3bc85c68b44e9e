"""Buildings and meters that a source reports of, so that they stay in the register."""

from collections.abc import Collection

from django.db.models import Q

from klimamosaik.observations.queries.place_keepers import KeptPlaces
from klimamosaik.records.batched_ids import at_once
from klimamosaik.streams.models import SourceSeries
from klimamosaik.terms.text import Text

REPORTED = Text("die Quelle „{name}“ meldet dafür", "the source “{name}” reports of it")


def of_sources(buildings: Collection[int], points: Collection[int]) -> KeptPlaces:
    """Those of some buildings and meters that a source reports of, with its name."""
    at_meters = (("datastream__meter_point", points), ("counts_for__meter_point", points))
    metered = [found for path, ids in at_meters for found in reported(path, ids)]
    return KeptPlaces(
        dict(reported("datastream__thing__building", buildings)),
        dict(metered),
    )


def reported(path: str, ids: Collection[int]) -> list[tuple[int, Text]]:
    """What sources tell of along a path, with the source."""
    return [
        (pk, REPORTED.format(name=name))
        for some in at_once(sorted(ids))
        for pk, name in SourceSeries.objects.filter(Q(**{f"{path}__in": some})).values_list(
            path, "source__name"
        )
    ]
