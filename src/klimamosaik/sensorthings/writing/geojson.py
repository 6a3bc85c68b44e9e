"""What is a place in GeoJSON (RFC 7946): on the globe, and as many positions as its shape needs."""

from typing import Any

DEPTH = {  # of the lists in `coordinates`, by type of geometry
    "Point": 0,
    "MultiPoint": 1,
    "LineString": 1,
    "MultiLineString": 2,
    "Polygon": 2,
    "MultiPolygon": 3,
}
LEAST = {"LineString": 2, "MultiLineString": 2, "Polygon": 3, "MultiPolygon": 3}  # corners
COLLECTIONS = {"FeatureCollection": "features", "GeometryCollection": "geometries"}
EAST, NORTH = 180, 90  # [degrees]


def is_geojson(value: Any) -> bool:
    """True for a geometry, a feature or a collection of these."""
    if not isinstance(value, dict):
        return False
    kind = str(value.get("type"))
    if kind == "Feature":
        return value.get("geometry") is None or is_geojson(value["geometry"])
    if kind in COLLECTIONS:
        held = value.get(COLLECTIONS[kind])
        return isinstance(held, list) and all(is_geojson(each) for each in held)
    if kind not in DEPTH:
        return False
    return are_positions(value.get("coordinates"), DEPTH[kind], LEAST.get(kind, 0))


def are_positions(value: Any, depth: int, least: int) -> bool:
    """True for lists in lists, `depth` deep, of positions; least: different ones of a line."""
    if not depth:
        return is_position(value)
    if not isinstance(value, list) or not all(
        are_positions(one, depth - 1, least) for one in value
    ):
        return False
    return depth > 1 or len({(each[0], each[1]) for each in value}) >= least


def is_position(value: Any) -> bool:
    """True for longitude and latitude [degrees], or more numbers."""
    if not isinstance(value, list) or len(value) < 2:
        return False
    if not all(isinstance(each, int | float) and not isinstance(each, bool) for each in value):
        return False
    return bool(abs(value[0]) <= EAST and abs(value[1]) <= NORTH)
