"""Buildings, and indicators with their series."""

from django.http import HttpRequest
from ninja import Router

from klimamosaik.publication.public.api.entries.building import BuildingEntry, building_entry
from klimamosaik.publication.public.api.entries.more import IndicatorEntry, indicator_entry
from klimamosaik.publication.public.api.files import own_place
from klimamosaik.publication.public.api.lists import TownList, declare
from klimamosaik.publication.public.api.problems import language_of
from klimamosaik.publication.public.api.routing import TOWN, route
from klimamosaik.publication.public.sharing import known_of
from klimamosaik.publication.queries.buildings import public_building, public_buildings
from klimamosaik.publication.queries.figures.every import public_figure
from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.measures import public_indicator, public_indicators
from klimamosaik.terms.text import Language, Text

buildings = Router(tags=["buildings"])


def all_buildings(known: Known, language: Language) -> list[BuildingEntry]:
    """All published buildings."""
    return [building_entry(each, known.town.ags) for each in public_buildings(known)]


def all_indicators(known: Known, language: Language) -> list[IndicatorEntry]:
    """All published indicators with their series."""
    return [
        indicator_entry(each, public_figure(known, each.figure), language)
        for each in public_indicators(known)
    ]


declare(
    buildings,
    TownList("building", BuildingEntry, all_buildings, place=own_place),
    Text(
        "Alle veröffentlichten Gebäude; ihr Verbrauch steht in ihrer Zahl",
        "All published buildings; their use is in their figure",
    ),
    Text("Alle Gebäude als Datei", "All buildings as a file"),
)


@route(
    buildings,
    TOWN + "/buildings/{int:id}",
    BuildingEntry,
    Text("Ein Gebäude", "A building"),
)
def building(request: HttpRequest, ags: str, id: int) -> object:
    """One building."""
    return building_entry(public_building(known_of(request, ags), id), ags)


declare(
    buildings,
    TownList("indicator", IndicatorEntry, all_indicators),
    Text(
        "Alle veröffentlichten Kennzahlen mit ihren Reihen",
        "All published indicators with their series",
    ),
    Text("Alle Kennzahlen als Datei", "All indicators as a file"),
)


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
