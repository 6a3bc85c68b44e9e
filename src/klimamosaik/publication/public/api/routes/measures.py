"""Measures and what they changed."""

from django.http import HttpRequest, HttpResponse
from ninja import Router

from klimamosaik.publication.public.api.entries.measure import (
    EffectEntry,
    MeasureEntry,
    measure_entry,
)
from klimamosaik.publication.public.api.entries.page import EntryPage
from klimamosaik.publication.public.api.files import MEDIA, Suffix
from klimamosaik.publication.public.api.lists import listed, whole
from klimamosaik.publication.public.api.paging import stand_of
from klimamosaik.publication.public.api.parameters import USUAL
from klimamosaik.publication.public.api.routing import TOWN, Limit, route
from klimamosaik.publication.public.sharing import known_of
from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.measures import public_measure, public_measures
from klimamosaik.terms.text import Text

measures = Router(tags=["measures"])
TABLES = (MEDIA["csv"], MEDIA["parquet"])


def all_measures(known: Known) -> list[MeasureEntry]:
    """All published measures."""
    return [measure_entry(each, known.town.ags) for each in public_measures(known)]


def all_effects(known: Known) -> list[EffectEntry]:
    """What was measured, or may not be told."""
    return [
        EffectEntry.model_validate(each)
        for each in public_measures(known)
        if each.saved is not None or each.gate is not None or each.withheld is not None
    ]


@route(
    measures,
    TOWN + "/measures",
    EntryPage[MeasureEntry],
    Text("Alle veröffentlichten Maßnahmen", "All published measures"),
)
def measure_list(
    request: HttpRequest, response: HttpResponse, ags: str, limit: Limit = USUAL, cursor: str = ""
) -> object:
    """Measures page by page."""
    known = known_of(request, ags)
    found, stand = all_measures(known), stand_of(known)
    return listed(request, response, found, limit=limit, cursor=cursor, stand=stand)


@route(
    measures,
    TOWN + "/measures.{suffix}",
    EntryPage[MeasureEntry],
    Text("Alle Maßnahmen als Datei", "All measures as a file"),
    files=TABLES,
)
def measure_list_file(request: HttpRequest, ags: str, suffix: Suffix) -> object:
    """All measures in one go."""
    return whole(suffix, f"measures-{ags}", MeasureEntry, all_measures(known_of(request, ags)))


@route(
    measures,
    TOWN + "/measures/{int:id}",
    MeasureEntry,
    Text("Eine Maßnahme", "A measure"),
)
def measure(request: HttpRequest, ags: str, id: int) -> object:
    """One measure."""
    return measure_entry(public_measure(known_of(request, ags), id), ags)


@route(
    measures,
    TOWN + "/effects",
    EntryPage[EffectEntry],
    Text(
        "Gemessene Wirkungen mit Spanne, Kriterium und Ergebnis",
        "Measured effects with range, criterion and verdict",
    ),
)
def effect_list(
    request: HttpRequest, response: HttpResponse, ags: str, limit: Limit = USUAL, cursor: str = ""
) -> object:
    """Effects page by page."""
    known = known_of(request, ags)
    found, stand = all_effects(known), stand_of(known)
    return listed(request, response, found, limit=limit, cursor=cursor, stand=stand)


@route(
    measures,
    TOWN + "/effects.{suffix}",
    EntryPage[EffectEntry],
    Text("Alle Wirkungen als Datei", "All effects as a file"),
    files=TABLES,
)
def effect_list_file(request: HttpRequest, ags: str, suffix: Suffix) -> object:
    """All effects in one go."""
    return whole(suffix, f"effects-{ags}", EffectEntry, all_effects(known_of(request, ags)))
