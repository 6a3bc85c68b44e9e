"""What is told inside a place's GeoJSON as SQL: `location/type`, `location/coordinates/0`.

Map programs ask for it before they show a layer. The point of a building or station stands in its
own columns, and an area nobody told is the place of the feature.
"""

from collections.abc import Sequence
from typing import Any

from django.db.models import BooleanField, Case, F, FloatField, Q, TextField, Value, When
from django.db.models.functions import Coalesce

from klimamosaik.sensorthings.selecting.database import DatabaseEngine
from klimamosaik.sensorthings.selecting.json_columns import json_value
from klimamosaik.sensorthings.selecting.values import Manifold

ENGINE = DatabaseEngine()
WHOSE = ("building", "station")
POINT = ("latitude", "longitude")
PLACES: dict[tuple[str, ...], str] = {
    ("coordinates", "0"): "longitude",
    ("coordinates", "1"): "latitude",
}
FIELDS = {"location": "location", "feature": "feature", "observedArea": "observed_area"}


def place_column(name: str, prefix: str, deeper: tuple[str, ...]) -> Manifold:
    """What stands at a path inside a place. name: "location", "feature" or "observedArea"."""
    sent = json_value(f"{prefix}{FIELDS[name]}", deeper)
    if name != "observedArea":
        return first_of([sent, point_column(prefix, deeper)])
    about = f"{prefix}feature__"
    ways = [deeper, ("geometry", *deeper)]  # a feature may hold its geometry a step deeper
    places = [json_value(f"{about}feature", way) for way in reversed(ways)]
    return first_of([sent, *places, point_column(about, deeper)])


def point_column(prefix: str, deeper: tuple[str, ...]) -> Manifold:
    """The same of the point of a building or station; unknown where there is none."""
    unknown = Value(None, output_field=TextField())
    field = PLACES.get(deeper)
    text: Any = unknown
    number: Any = Value(None, output_field=FloatField())
    if deeper == ("type",):
        placed = (Q(**{f"{prefix}{who}__{each}__isnull": False for each in POINT}) for who in WHOSE)
        found = (When(each, then=Value("Point")) for each in placed)
        text = Case(*found, default=unknown, output_field=TextField())
    elif field is not None:
        number = Coalesce(*(F(f"{prefix}{who}__{field}") for who in WHOSE))
        text = ENGINE.number_text(number)
    return Manifold(number, text, Value(None, output_field=BooleanField()), ENGINE.unknown(text))


def first_of(found: Sequence[Manifold]) -> Manifold:
    """The first that tells something, each kind by itself."""
    return Manifold(
        Coalesce(*(each.number for each in found), output_field=FloatField()),
        Coalesce(*(each.text for each in found), output_field=TextField()),
        Coalesce(*(each.boolean for each in found), output_field=BooleanField()),
        ENGINE.every(*(each.missing for each in found)),
    )
