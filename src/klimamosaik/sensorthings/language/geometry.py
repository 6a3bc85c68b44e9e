"""Geometries as well-known text."""

from functools import lru_cache

import shapely
from shapely.errors import ShapelyError
from shapely.geometry.base import BaseGeometry

from klimamosaik.sensorthings.language.moments import shortened
from klimamosaik.terms.complaint import rejected


@lru_cache(100)
def read_shape(text: str) -> BaseGeometry:
    """A geometry from well-known text. Raises InputRejected for what is none."""
    try:
        found = shapely.from_wkt(text.partition(";")[2] if text.startswith("SRID=") else text)
    except ShapelyError:
        found = None
    if found is None:
        raise rejected(
            "unreadable_geometry",
            "„{text}“ ist keine Geometrie wie POINT (8.05 52.27).",
            "“{text}” is no geometry such as POINT (8.05 52.27).",
            text=shortened(text),
        )
    return found
