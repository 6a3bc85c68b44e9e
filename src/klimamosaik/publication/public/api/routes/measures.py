"""Measures and what they changed."""

from django.http import HttpRequest
from ninja import Router

from klimamosaik.publication.public.api.entries.measure import (
    EffectEntry,
    MeasureEntry,
    effect_entry,
    measure_entry,
)
from klimamosaik.publication.public.api.lists import TownList, declare
from klimamosaik.publication.public.api.routing import TOWN, route
from klimamosaik.publication.public.sharing import known_of
from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.measures import public_measure, public_measures
from klimamosaik.terms.text import Text

measures = Router(tags=["measures"])


def all_measures(known: Known) -> list[MeasureEntry]:
    """All published measures."""
    return [measure_entry(each, known.town.ags) for each in public_measures(known)]


def all_effects(known: Known) -> list[EffectEntry]:
    """What was measured, or may not be told."""
    return [
        effect_entry(each)
        for each in public_measures(known)
        if each.saved is not None or each.gate is not None or each.withheld is not None
    ]


declare(
    measures,
    TownList("measure", MeasureEntry, lambda known, language: all_measures(known)),
    Text("Alle veröffentlichten Maßnahmen", "All published measures"),
    Text("Alle Maßnahmen als Datei", "All measures as a file"),
)


@route(
    measures,
    TOWN + "/measures/{int:id}",
    MeasureEntry,
    Text("Eine Maßnahme", "A measure"),
)
def measure(request: HttpRequest, ags: str, id: int) -> object:
    """One measure."""
    return measure_entry(public_measure(known_of(request, ags), id), ags)


declare(
    measures,
    TownList("effect", EffectEntry, lambda known, language: all_effects(known)),
    Text(
        "Gemessene Wirkungen mit Spanne, Kriterium und Ergebnis",
        "Measured effects with range, criterion and verdict",
    ),
    Text("Alle Wirkungen als Datei", "All effects as a file"),
)
