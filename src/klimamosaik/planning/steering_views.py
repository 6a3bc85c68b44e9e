"""Pages of the steering list."""

from collections.abc import Sequence

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
    parts = [
        COUNTED.format(count=count, word=course.text)
        for course in others
        if (count := found.count(course))
    ]
    return listed(parts)


def listed(parts: Sequence[Text]) -> Text:
    """Several parts after one another, with a full stop; nothing where there is none."""
    if not parts:
        return Text("", "")
    told = parts[0]
    for part in parts[1:]:
        told = AND_THEN.format(told=told, part=part)
    return STOP.format(told=told)


COUNTED = Text("{count:n} {word}", "{count:n} {word}")
AND_THEN = Text("{told}, {part}", "{told}, {part}")
STOP = Text("{told}.", "{told}.")
