"""Meters whose readings are public."""

from django.http import HttpRequest, HttpResponse
from ninja import Router

from klimamosaik.publication.public.api.entries.meter import MeterEntry, meter_entry
from klimamosaik.publication.public.api.entries.page import EntryPage
from klimamosaik.publication.public.api.files import MEDIA, Suffix
from klimamosaik.publication.public.api.lists import listed, whole
from klimamosaik.publication.public.api.paging import stand_of
from klimamosaik.publication.public.api.parameters import USUAL
from klimamosaik.publication.public.api.routing import TOWN, Limit, route
from klimamosaik.publication.public.sharing import known_of
from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.meters import public_meter, public_meters
from klimamosaik.terms.text import Text

meters = Router(tags=["meters"])


def all_meters(known: Known) -> list[MeterEntry]:
    """All meters whose readings are public."""
    return [meter_entry(each, known.town.ags) for each in public_meters(known)]


@route(
    meters,
    TOWN + "/meters",
    EntryPage[MeterEntry],
    Text(
        "Alle Zähler, deren Messwerte veröffentlicht sind, mit ihren Messreihen",
        "All meters whose readings are published, with their series",
    ),
)
def meter_list(
    request: HttpRequest, response: HttpResponse, ags: str, limit: Limit = USUAL, cursor: str = ""
) -> object:
    """Meters page by page."""
    known = known_of(request, ags)
    found, stand = all_meters(known), stand_of(known)
    return listed(request, response, found, limit=limit, cursor=cursor, stand=stand)


@route(
    meters,
    TOWN + "/meters.{suffix}",
    EntryPage[MeterEntry],
    Text("Alle Zähler als Datei", "All meters as a file"),
    files=(MEDIA["csv"], MEDIA["parquet"]),
)
def meter_list_file(request: HttpRequest, ags: str, suffix: Suffix) -> object:
    """All meters in one go."""
    return whole(suffix, f"meters-{ags}", MeterEntry, all_meters(known_of(request, ags)))


@route(
    meters,
    TOWN + "/meters/{int:id}",
    MeterEntry,
    Text("Ein Zähler", "A meter"),
)
def meter(request: HttpRequest, ags: str, id: int) -> object:
    """One meter."""
    return meter_entry(public_meter(known_of(request, ags), id), ags)
