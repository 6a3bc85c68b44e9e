"""Rows of the database that documents are written of, a thousand at a time.

Of a Datastream only what its document says is asked for: to make Django's object of all of its
columns, with the way to each related row, takes five times as long.
"""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.db.models import QuerySet

from klimamosaik.observations.models import FeatureOfInterest
from klimamosaik.observations.queries.things import place_of
from klimamosaik.records.batched_ids import at_once
from klimamosaik.sensorthings.entities.sets import OF_PLACES, EntitySet


class DatastreamRow(NamedTuple):
    """A Datastream as far as its document tells of it."""

    pk: int
    name: str
    description: str
    quantity: str
    unit: str
    observation_type: str
    unit_of_measurement: dict[str, Any] | None
    observed_area: Any  # GeoJSON
    properties: dict[str, Any] | None
    several: bool
    feature_id: int | None

    @property
    def feature(self) -> None:
        """Its area is there already."""
        return None


ASKED = DatastreamRow._fields


def rows_in(kind: EntitySet, found: "QuerySet[Any]") -> list[Any]:
    """The entities of a set, with all that their documents tell."""
    if kind.name == "Datastreams":
        return with_areas([DatastreamRow(*told) for told in found.values_list(*ASKED)])
    return list(found.select_related(*kind.together).prefetch_related(*kind.beside))


def with_areas(rows: Sequence[DatastreamRow]) -> list[Any]:
    """The same, each with the area its feature lies in where nobody said another one."""
    asked = sorted({row.feature_id for row in rows if row.feature_id is not None})
    areas = {each.pk: area_of(each) for each in features(asked)}
    return [
        row._replace(observed_area=area) if area and not row.observed_area else row
        for row, area in ((row, areas.get(row.feature_id or 0)) for row in rows)
    ]


def features(numbers: Sequence[int]) -> Iterable[FeatureOfInterest]:
    """Features by their ids, those that are gone, too."""
    for some in at_once(numbers):
        rows = FeatureOfInterest.everything.filter(pk__in=some).order_by()
        yield from rows.prefetch_related(*OF_PLACES)


def area_of(about: FeatureOfInterest | None) -> Any:
    """Where a datastream observes: at its feature, where that is a geometry."""
    if about is None:
        return None
    _, place = place_of(about)
    if isinstance(place, dict) and place.get("type") == "Feature":
        place = place.get("geometry")
    return place if isinstance(place, dict) and "coordinates" in place else None
