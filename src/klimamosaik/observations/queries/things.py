"""What is measured in a municipality, and whose a thing is."""

from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from klimamosaik.observations.models import FeatureOfInterest, Location, Thing
from klimamosaik.observations.models.sensing import GEOJSON, PlaceOfThing
from klimamosaik.observations.operations.things import STATION
from klimamosaik.places.models import Building, BuildingKind

PLAIN = "text/plain"


def things_in(ags: str) -> "QuerySet[Thing]":
    """The things of a municipality: its own and its buildings."""
    owner = Coalesce("building__municipality", "municipality")
    found: QuerySet[Thing] = Thing.objects.annotate(owner=owner).filter(owner=ags)
    return found


def name_of(row: Thing | PlaceOfThing) -> str:
    """What a thing or a place is called: as its building or station where it is one of these."""
    if row.building is not None:
        return str(row.building.name)
    return str(row.station) if row.station is not None else row.name


def description_of(row: Thing | PlaceOfThing) -> str:
    """What a thing or place is, in German as all that is stored; as it was described, if it was."""
    if row.description or (row.building is None and row.station is None):
        return row.description
    return BuildingKind(row.building.kind).text.de if row.building is not None else STATION


def place_of(row: Location | FeatureOfInterest) -> tuple[str, Any]:
    """Encoding and content of a place: GeoJSON in degrees [longitude, latitude], WGS 84.

    A building without a point is at its address, one without an address at its name.
    """
    whose = row.building or row.station
    if whose is None:
        return row.encoding_type, row.location if isinstance(row, Location) else row.feature
    if whose.latitude is not None and whose.longitude is not None:
        return GEOJSON, {"type": "Point", "coordinates": [whose.longitude, whose.latitude]}
    told = address_of(row.building) if row.building is not None else ""
    return PLAIN, told or name_of(row)


def address_of(building: Building) -> str:
    """Street, postcode: as far as they are known."""
    return ", ".join(each for each in (building.address, building.postcode) if each)
