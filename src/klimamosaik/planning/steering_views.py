"""Pages of the steering list."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone

from klimamosaik.evidence.queries.stand import stand_of_measures
from klimamosaik.people.access import municipality_page
from klimamosaik.people.models import Role
from klimamosaik.places.models import Municipality
from klimamosaik.planning.steering import Steering, SteeringState, steering_document, steering_of
from klimamosaik.terms.text import Text


@municipality_page(Role.READER)
def steering(request: HttpRequest, municipality: Municipality) -> HttpResponse:
    """Which measures need a decision: the three that lag most, then all."""
    found = steering_of(municipality=municipality, at=timezone.now())
    known = {
        "steering": found,
        "headline": headline(found),
        "rest": rest(found),
        "stand": stand_of_measures(municipality),
    }
    return render(request, "planning/steering.html", known)


@municipality_page(Role.READER)
def steering_json(request: HttpRequest, municipality: Municipality) -> HttpResponse:
    """The list for machines."""
    found = steering_of(municipality=municipality, at=timezone.now())
    return JsonResponse(steering_document(found) | stand_of_measures(municipality).as_record())


def headline(found: Steering) -> Text:
    """How many lag."""
    behind, whole = found.count(SteeringState.BEHIND), len(found.lines)
    if not whole:
        return Text("Noch gibt es nichts zu steuern", "There is nothing to steer yet")
    if not behind:
        return Text("Nichts liegt hinter Plan", "Nothing lags behind plan")
    return Text(
        "{behind} von {whole} Maßnahmen {verb} hinter Plan",
        "{behind} of {whole} measures {verb} behind plan",
    ).format(
        behind=behind,
        whole=whole,
        verb=Text("liegt", "lags") if behind == 1 else Text("liegen", "lag"),
    )


def rest(found: Steering) -> Text:
    """How the others stand."""
    others = (
        SteeringState.ON_PLAN,
        SteeringState.NOT_SHOWN,
        SteeringState.STALE,
        SteeringState.NO_PLAN,
    )
    parts = [(found.count(course), course.text) for course in others]
    return Text(
        ", ".join(f"{count} {word.de}" for count, word in parts) + ".",
        ", ".join(f"{count} {word.en}" for count, word in parts) + ".",
    )
