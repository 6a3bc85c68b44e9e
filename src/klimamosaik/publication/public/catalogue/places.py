"""Published buildings on a map, as GeoJSON (RFC 7946)."""

import json
from typing import Any

from klimamosaik.publication.queries.buildings import public_buildings
from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.paths import building_path, figure_path, page_path
from klimamosaik.publication.queries.results import PublicBuilding
from klimamosaik.terms.text import Text

PLACES = Text("Gebäude auf der Karte", "Buildings on the map")


def places_path(ags: str) -> str:
    """Where the places of a municipality stand."""
    return page_path(ags, "orte.geojson")


def located(known: Known) -> tuple[PublicBuilding, ...]:
    """Published buildings whose place is known and may be told."""
    return tuple(
        each
        for each in public_buildings(known)
        if each.latitude is not None and each.longitude is not None
    )


def places(known: Known, root: str) -> bytes:
    """All located buildings as a feature collection, with licence and whose they are."""
    town = known.town
    document = {
        "type": "FeatureCollection",
        "title": town.name,
        "licence": town.licence.web,
        "attribution": town.attribution.de,
        "features": [feature(known, each, root) for each in located(known)],
    }
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def feature(known: Known, building: PublicBuilding, root: str) -> dict[str, Any]:
    """One building: longitude first, as the standard wants it."""
    ags = known.town.ags
    return {
        "type": "Feature",
        "id": root + building_path(ags, building.id),
        "geometry": {
            "type": "Point",
            "coordinates": [building.longitude, building.latitude],
        },
        "properties": {
            "name": building.name,
            "kind": building.kind_code,
            "kind_de": building.kind.de,
            "kind_en": building.kind.en,
            "usable_area_m2": building.area,
            "address": building.address or None,
            "postcode": building.postcode or None,
            "district": building.district or None,
            "measures": [pk for pk, _ in building.measures],
            "page": root + building_path(ags, building.id),
            "figure": root + figure_path(ags, building.figure),
        },
    }
