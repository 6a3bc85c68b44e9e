"""Pages of the steering list."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone

from klimamosaik.evidence.queries.data_status import status_of_measures
from klimamosaik.people.access import municipality_page
from klimamosaik.people.models import Role
from klimamosaik.places.models import Municipality
from klimamosaik.planning.steering import (
    Steering,
    SteeringLine,
    SteeringState,
    steering_document,
    steering_of,
)
from klimamosaik.records.paging import A_PAGE, asked, found_in, paged
from klimamosaik.terms.text import Text, joined


@municipality_page(Role.READER)
def steering(request: HttpRequest, municipality: Municipality) -> HttpResponse:
    """Which measures need a decision: the three that lag most, then all, a page at a time."""
    found = steering_of(municipality=municipality, at=timezone.now())
    words = asked(request)
    compared = [line for line in found.compared if meant(line, words)]
    uncompared = [line for line in found.uncompared if meant(line, words)]
    only = WITHOUT if request.GET.get("nur") == WITHOUT or not compared else ""
    listed_ones = paged(request, uncompared if only else compared, told=TOLD)
    folded = [] if only else uncompared
    whole = not listed_ones.asked and listed_ones.page.number == 1 and not only
    known = {
        "steering": found,
        "list": listed_ones,
        "long": listed_ones.asked or len(found.lines) > A_PAGE,
        "only": only,
        "first": found.first if whole else (),
        "uncompared": folded,
        "further": len(folded) if len(folded) > FOLDED else 0,
        "headline": headline(found),
        "rest": rest(found),
        "stand": status_of_measures(municipality),
    }
    return render(request, "planning/steering.html", known)


def meant(line: SteeringLine, words: str) -> bool:
    """True where a measure is meant: by its name, number or who leads it."""
    measure, desks = line.state.measure, line.state.desks
    who = (text for each in desks for text in (each.organisation.name, each.desk))
    return found_in(words, measure.name, measure.key, *who)


WITHOUT = "ohne"  # in the address: those without a plan
FOLDED = 25  # without a plan, on the page of the others; more have pages of their own
TOLD = Text(
    "{first:n} bis {last:n} von {all:n} Maßnahmen", "{first:n} to {last:n} of {all:n} measures"
)


@municipality_page(Role.READER)
def steering_json(request: HttpRequest, municipality: Municipality) -> HttpResponse:
    """The list for machines."""
    found = steering_of(municipality=municipality, at=timezone.now())
    return JsonResponse(steering_document(found) | status_of_measures(municipality).as_record())


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
    return STOP.format(told=joined(parts)) if parts else Text("", "")


COUNTED = Text("{count:n} {word}", "{count:n} {word}")
STOP = Text("{told}.", "{told}.")
