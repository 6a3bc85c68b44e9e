"""Buildings, and indicators with their series."""

from django.http import HttpRequest, HttpResponse
from ninja import Router

from klimamosaik.publication.public.api.entries.building import BuildingEntry, building_entry
from klimamosaik.publication.public.api.entries.indicator import IndicatorEntry, indicator_entry
from klimamosaik.publication.public.api.entries.page import EntryPage
from klimamosaik.publication.public.api.files import MEDIA, Suffix, own_place
from klimamosaik.publication.public.api.lists import listed, whole
from klimamosaik.publication.public.api.paging import stand_of
from klimamosaik.publication.public.api.parameters import USUAL
from klimamosaik.publication.public.api.problems import language_of
from klimamosaik.publication.public.api.routing import TOWN, Limit, route
from klimamosaik.publication.public.sharing import known_of
from klimamosaik.publication.queries.buildings import public_building, public_buildings
from klimamosaik.publication.queries.figures.every import public_figure
from klimamosaik.publication.queries.indicators import public_indicator, public_indicators
from klimamosaik.publication.queries.known import Known
from klimamosaik.terms.text import Language, Text

buildings = Router(tags=["buildings"])


def all_buildings(known: Known) -> list[BuildingEntry]:
    """All published buildings."""
    return [building_entry(each, known.town.ags) for each in public_buildings(known)]


def all_indicators(known: Known, language: Language) -> list[IndicatorEntry]:
    """All published indicators with their series."""
    return [
        indicator_entry(each, public_figure(known, each.figure), language)
        for each in public_indicators(known)
    ]


@route(
    buildings,
    TOWN + "/buildings",
    EntryPage[BuildingEntry],
    Text(
        "Alle veröffentlichten Gebäude; ihr Verbrauch steht in ihrer Zahl",
        "All published buildings; their use is in their figure",
    ),
)
def building_list(
    request: HttpRequest, response: HttpResponse, ags: str, limit: Limit = USUAL, cursor: str = ""
) -> object:
    """Buildings page by page."""
    known = known_of(request, ags)
    found, stand = all_buildings(known), stand_of(known)
    return listed(request, response, found, limit=limit, cursor=cursor, stand=stand)


@route(
    buildings,
    TOWN + "/buildings.{suffix}",
    EntryPage[BuildingEntry],
    Text("Alle Gebäude als Datei", "All buildings as a file"),
    files=tuple(MEDIA.values()),
)
def building_list_file(request: HttpRequest, ags: str, suffix: Suffix) -> object:
    """All buildings in one go."""
    found = all_buildings(known_of(request, ags))
    return whole(suffix, f"buildings-{ags}", BuildingEntry, found, place=own_place)


@route(
    buildings,
    TOWN + "/buildings/{int:id}",
    BuildingEntry,
    Text("Ein Gebäude", "A building"),
)
def building(request: HttpRequest, ags: str, id: int) -> object:
    """One building."""
    return building_entry(public_building(known_of(request, ags), id), ags)


@route(
    buildings,
    TOWN + "/indicators",
    EntryPage[IndicatorEntry],
    Text(
        "Alle veröffentlichten Kennzahlen mit ihren Reihen",
        "All published indicators with their series",
    ),
)
def indicator_list(
    request: HttpRequest, response: HttpResponse, ags: str, limit: Limit = USUAL, cursor: str = ""
) -> object:
    """Indicators page by page."""
    known = known_of(request, ags)
    found, stand = all_indicators(known, language_of(request)), stand_of(known)
    return listed(request, response, found, limit=limit, cursor=cursor, stand=stand)


@route(
    buildings,
    TOWN + "/indicators.{suffix}",
    EntryPage[IndicatorEntry],
    Text("Alle Kennzahlen als Datei", "All indicators as a file"),
    files=(MEDIA["csv"], MEDIA["parquet"]),
)
def indicator_list_file(request: HttpRequest, ags: str, suffix: Suffix) -> object:
    """All indicators in one go."""
    found = all_indicators(known_of(request, ags), language_of(request))
    return whole(suffix, f"indicators-{ags}", IndicatorEntry, found)


@route(
    buildings,
    TOWN + "/indicators/{int:id}",
    IndicatorEntry,
    Text("Eine Kennzahl mit ihrer Reihe", "An indicator with its series"),
)
def indicator(request: HttpRequest, ags: str, id: int) -> object:
    """One indicator."""
    known = known_of(request, ags)
    found = public_indicator(known, id)
    return indicator_entry(found, public_figure(known, found.figure), language_of(request))
