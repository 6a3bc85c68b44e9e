"""Meters whose readings are public."""

from django.http import HttpRequest
from ninja import Router

from klimamosaik.publication.public.api.entries.meter import MeterEntry, meter_entry
from klimamosaik.publication.public.api.lists import TownList, declare
from klimamosaik.publication.public.api.routing import TOWN, route
from klimamosaik.publication.public.sharing import known_of
from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.meters import public_meter, public_meters
from klimamosaik.terms.text import Language, Text

meters = Router(tags=["meters"])


def all_meters(known: Known, language: Language) -> list[MeterEntry]:
    """All meters whose readings are public."""
    return [meter_entry(each, known.town.ags) for each in public_meters(known)]


declare(
    meters,
    TownList("meter", MeterEntry, all_meters),
    Text(
        "Alle Zähler, deren Messwerte veröffentlicht sind, mit ihren Messreihen",
        "All meters whose readings are published, with their series",
    ),
    Text("Alle Zähler als Datei", "All meters as a file"),
)


@route(
    meters,
    TOWN + "/meters/{int:id}",
    MeterEntry,
    Text("Ein Zähler", "A meter"),
)
def meter(request: HttpRequest, ags: str, id: int) -> object:
    """One meter."""
    return meter_entry(public_meter(known_of(request, ags), id), ags)
