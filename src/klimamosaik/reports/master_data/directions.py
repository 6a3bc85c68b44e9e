"""Meters stored with one direction whose name says another: the office looks, and says which."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from klimamosaik.observations.queries.states import DatastreamState
from klimamosaik.people.access import municipality_page
from klimamosaik.people.models import Role
from klimamosaik.people.requests import current_user
from klimamosaik.places.models import MeterPoint, Municipality
from klimamosaik.places.operations import assign, confirm_direction
from klimamosaik.records.undoing import noting
from klimamosaik.records.withdrawal import offer_undo
from klimamosaik.sources.tables.basics.vocabulary import direction_of
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.direction import Direction
from klimamosaik.terms.text import Text

ODD = "richtung"  # in the address: only those whose direction is to be looked at
TURNED = Text(
    "„{name}“ zählt jetzt als: {way}. Summen und Berichte folgen.",
    "“{name}” counts as: {way} from now on. Sums and reports follow.",
)
CONFIRMED = Text("„{name}“ bleibt: {way}.", "“{name}” stays: {way}.")


def named_direction(carrier: Carrier, direction: Direction, name: str) -> Direction | None:
    """The direction a meter's name speaks of, where sums change by it; None where they agree.

    Of electricity alone: heat that is made is used.
    """
    if carrier is not Carrier.ELECTRICITY:
        return None
    told = direction_of(name)
    return told if told is not None and told.counts != direction.counts else None


def odd_directions(
    municipality: Municipality, states: Sequence[DatastreamState]
) -> dict[int, Direction]:
    """By meter point, what its name says; those of which a person said it are absent."""
    found = {
        state.meter_point: told
        for state in states
        if (told := named_direction(state.carrier, state.direction, state.meter_point_name))
    }
    mine = MeterPoint.objects.filter(building__municipality=municipality, pk__in=found)
    open_ones = mine.filter(read_as="").values_list("pk", flat=True) if found else ()
    return {pk: found[pk] for pk in open_ones}


@require_POST
@municipality_page(Role.EDITOR)
def meter_direction(request: HttpRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """Take the direction the form names, or keep the one there is; either is said once."""
    point = get_object_or_404(MeterPoint, pk=pk, building__municipality=municipality)
    wanted = request.POST.get("direction", "")
    back = f"{reverse('meters', args=[municipality.ags])}?nur={ODD}"
    ways = [each.value for each in Direction]
    turns = wanted in ways and wanted != point.direction
    with noting() as act:
        if turns:
            point.direction = wanted
            assign(point=point, by=current_user(request))
        else:
            confirm_direction(point=point, by=current_user(request))
    told = TURNED if turns else CONFIRMED
    offer_undo(request, told.format(name=point.name, way=point.direction_text), act, back=back)
    return redirect(back)
