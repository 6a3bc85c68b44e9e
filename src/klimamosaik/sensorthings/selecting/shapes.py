"""Geometry: geo.* and st_* of places, reckoned by shapely and looked up by id.

Coordinates are degrees [longitude, latitude], WGS 84, and distances and lengths are degrees, too,
as in other servers of the standard.
"""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import shapely
from django.db.models import (
    BooleanField,
    Case,
    F,
    QuerySet,
    Value,
    When,
)
from numpy.typing import NDArray
from shapely.errors import ShapelyError
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from klimamosaik.observations.models import Datastream, FeatureOfInterest, Location
from klimamosaik.observations.queries.things import place_of
from klimamosaik.sensorthings.entities.sets import OBSERVATIONS
from klimamosaik.sensorthings.language.geometry import read_shape
from klimamosaik.sensorthings.language.options import (
    Expression,
    FunctionCall,
    Literal,
    PropertyPath,
)
from klimamosaik.sensorthings.language.vocabulary import BOOLEAN, NUMBER
from klimamosaik.sensorthings.selecting.columns import prefix_along
from klimamosaik.sensorthings.selecting.id_tables import Among, LookedUp
from klimamosaik.sensorthings.selecting.values import Engine, Seen, Single
from klimamosaik.terms.complaint import rejected

Shapes = Mapping[int, BaseGeometry]


def length_of_lines(shapes: Any) -> Any:
    """How long lines are [degrees]; an area has a border, but no length."""
    return np.where(shapely.get_dimensions(shapes) > 1, 0.0, shapely.length(shapes))


RELATIONS: Mapping[str, Callable[..., Any]] = {
    "geo.distance": shapely.distance,
    "geo.length": length_of_lines,
    "geo.intersects": shapely.intersects,
    "st_equals": shapely.equals,
    "st_disjoint": shapely.disjoint,
    "st_touches": shapely.touches,
    "st_within": shapely.within,
    "st_overlaps": shapely.overlaps,
    "st_crosses": shapely.crosses,
    "st_intersects": shapely.intersects,
    "st_contains": shapely.contains,
    "st_relate": shapely.relate_pattern,
}
MEASURES = frozenset({"geo.distance", "geo.length"})


def shape_column(seen: Seen, entities: str, call: FunctionCall, engine: Engine) -> Single:
    """What a function of geometry says of each entity.

    Raises InputRejected for a geometry that cannot be read, and where the shapes of two different
    entities would be compared.
    """
    kind = NUMBER if call.name in MEASURES else BOOLEAN
    paths = {each.steps for each in call.arguments if isinstance(each, PropertyPath)}
    if len(paths) > 1:
        raise rejected(
            "unsupported_shapes",
            "„{name}“ kann nur eine Eigenschaft mit einer Geometrie vergleichen.",
            "“{name}” can compare one property with a geometry only.",
            name=call.name,
        )
    if not paths:
        return Single(kind, engine.literal(reckoned(call, None).tolist(), kind))
    (steps,) = paths
    if entities == OBSERVATIONS:  # which have no place: their features are asked in conditions
        raise rejected(
            "unsupported_shapes",
            "„{name}“ kann hier nur in einer Bedingung für sich stehen.",
            "Here, “{name}” can only stand in a condition by itself.",
            name=call.name,
        )
    prefix, owner = prefix_along(steps[:-1], entities)
    shapes = shapes_of(seen.of(owner), steps[-1])
    found = reckoned(call, np.array([*shapes.values()], dtype=object))
    told = dict(zip(shapes, found.tolist(), strict=True))
    return Single(kind, looked_up(f"{prefix}pk", told, kind))


def looked_up(pk: str, told: Mapping[int, Any], kind: str) -> Any:
    """What was reckoned, as SQL; unknown where there is no shape."""
    if kind == NUMBER:
        return LookedUp(F(pk), told)
    true, false = (
        [key for key, value in told.items() if bool(value) is asked] for asked in (True, False)
    )
    return Case(
        When(Among(F(pk), true), then=Value(True)),
        When(Among(F(pk), false), then=Value(False)),
        default=None,
        output_field=BooleanField(),
    )


def reckoned(call: FunctionCall, shapes: Any) -> NDArray[Any]:
    """A call for all shapes of a property at once: distances, lengths, or truths."""
    arguments = [argument(each, shapes) for each in call.arguments]
    try:
        return np.asarray(RELATIONS[call.name](*arguments))
    except (ShapelyError, ValueError):
        raise rejected(
            "unreadable_relation",
            "„{name}“ kann mit diesen Angaben nichts anfangen.",
            "“{name}” can make nothing of what it was given.",
            name=call.name,
        ) from None


def argument(tree: Expression, shapes: Any) -> Any:
    """An argument of a function of geometry."""
    if isinstance(tree, PropertyPath):
        return shapes
    assert isinstance(tree, Literal)
    return read_shape(tree.value) if tree.kind == "geometry" else tree.value


def shapes_of(visible: "QuerySet[Any]", name: str) -> Shapes:
    """The shapes of entities by id; those without one, or with none that can be read, left out."""
    rows = visible.order_by().select_related(*TOGETHER[name])
    shapes = ((row.pk, shape_of(PLACES[name](row))) for row in rows)
    return {pk: found for pk, found in shapes if found is not None}


def place(row: Location | FeatureOfInterest) -> Any:
    """Where a Location or FeatureOfInterest is."""
    return place_of(row)[1]


def area(row: Datastream) -> Any:
    """Where a datastream observes: at its feature, where nobody said otherwise."""
    return row.observed_area or (None if row.feature is None else place(row.feature))


PLACES: Mapping[str, Callable[[Any], Any]] = {
    "location": place,
    "feature": place,
    "observedArea": area,
}
TOGETHER = {
    "location": ("building", "station"),
    "feature": ("building", "station"),
    "observedArea": ("feature__building", "feature__station"),
}


def shape_of(told: Any) -> BaseGeometry | None:
    """GeoJSON as a shape; a Feature by its geometry."""
    if not isinstance(told, dict):
        return None
    if told.get("type") == "Feature":
        return shape_of(told.get("geometry"))
    if told.get("type") == "FeatureCollection":
        parts = [shape_of(each) for each in told.get("features") or ()]
        return shapely.GeometryCollection([each for each in parts if each is not None])
    try:
        return shape(told)
    except (ShapelyError, ValueError, TypeError, KeyError, AttributeError, IndexError):
        return None
