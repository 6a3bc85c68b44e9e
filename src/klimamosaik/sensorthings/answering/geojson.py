"""Entities with a place as GeoJSON, for maps."""

from collections.abc import Iterator
from typing import Any

from klimamosaik.sensorthings.answering.documents import Document

PLACES = ("location", "feature", "observedArea")


def as_geojson(page: Document) -> Document:
    """A page as a FeatureCollection: one feature an entity, without a geometry if it has none."""
    beside = {name: value for name, value in page.items() if name != "value"}
    features = [feature_of(each) for each in page["value"]]
    return {"type": "FeatureCollection", **beside, "features": features}


def feature_of(document: Document) -> Document:
    """One entity as a feature; all it says are its properties."""
    said = {name: value for name, value in document.items() if name not in PLACES}
    geometry = next(geometries(document), None)
    return {"type": "Feature", "geometry": geometry, "properties": said}


def geometries(document: Document) -> Iterator[Any]:
    """Its own place, or that of what is expanded in it."""
    for name in PLACES:
        place = document.get(name)
        if isinstance(place, dict) and place.get("type") == "Feature":
            place = place.get("geometry")
        if isinstance(place, dict) and "type" in place:
            yield place
    for name in ("Locations", "FeatureOfInterest", "Thing", "Datastream"):
        inside = document.get(name, [])
        for each in inside if isinstance(inside, list) else [inside]:
            yield from geometries(each)
