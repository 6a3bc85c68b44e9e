"""Geometry: geo.* and st_* of places, reckoned by shapely and looked up by id.

Coordinates are degrees [longitude, latitude], WGS 84, and distances and lengths are degrees, too,
as in other servers of the standard.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any, Protocol

import numpy as np
import shapely
from django.db.models import (
    BooleanField,
    Case,
    F,
    Field,
    FloatField,
    Func,
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
from klimamosaik.sensorthings.language.geometry import read_shape
from klimamosaik.sensorthings.language.options import (
    Expression,
    FunctionCall,
    Literal,
    PropertyPath,
)
from klimamosaik.sensorthings.language.vocabulary import BOOLEAN, NUMBER
from klimamosaik.sensorthings.selecting.columns import FIELDS, TARGETS
from klimamosaik.sensorthings.selecting.values import Single
from klimamosaik.terms.complaint import rejected

Shapes = Mapping[int, BaseGeometry]


class Visible(Protocol):
    """Who asks, and what of each set they may see."""

    def of(self, entities: str) -> "QuerySet[Any]":
        """The visible entities of a set."""


RELATIONS: Mapping[str, Callable[..., Any]] = {
    "geo.distance": shapely.distance,
    "geo.length": shapely.length,
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


class Among(Func):
    """Whether an id is one of many, however many these are."""

    output_field: "Field[Any, Any]" = BooleanField()

    def __init__(self, column: Any, ids: list[int]) -> None:
        super().__init__(column)
        self.ids = ids

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        """SQLite allows a limited number of parameters; this is one."""
        sql, params = compiler.compile(self.source_expressions[0])
        return f"({sql} IN (SELECT value FROM json_each(%s)))", (*params, json.dumps(self.ids))

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        """One array."""
        sql, params = compiler.compile(self.source_expressions[0])
        return f"({sql} = ANY(%s::bigint[]))", (*params, self.ids)


class LookedUp(Func):
    """The number known of an id."""

    output_field: "Field[Any, Any]" = FloatField()

    def __init__(self, column: Any, numbers: Mapping[int, float]) -> None:
        super().__init__(column)
        self.numbers = numbers

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        """From a JSON object."""
        sql, params = compiler.compile(self.source_expressions[0])
        return f"json_extract(%s, '$.' || {sql})", (self.told, *params)

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        """From a JSON object."""
        sql, params = compiler.compile(self.source_expressions[0])
        return f"((%s::jsonb ->> ({sql})::text)::double precision)", (self.told, *params)

    @property
    def told(self) -> str:
        """The numbers as JSON."""
        return json.dumps({str(pk): number for pk, number in self.numbers.items()})


def shape_column(seen: Visible, entities: str, call: FunctionCall) -> Single:
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
        field = FloatField() if kind == NUMBER else BooleanField()
        return Single(kind, Value(reckoned(call, None).tolist(), output_field=field))
    (steps,) = paths
    prefix, owner = "", entities
    for step in steps[:-1]:
        prefix, owner = f"{prefix}{FIELDS[owner, step]}__", TARGETS[step]
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
