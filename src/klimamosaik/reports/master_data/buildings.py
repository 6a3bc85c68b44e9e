"""The list of buildings: what they are, and the course of what they use."""

from collections import defaultdict
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from klimamosaik.observations.queries.curves import Curve, curves
from klimamosaik.observations.queries.resolution import finest
from klimamosaik.observations.queries.states import DatastreamState, states
from klimamosaik.people.access import municipality_page
from klimamosaik.people.models import Role
from klimamosaik.places.models import Building, BuildingKind, Municipality
from klimamosaik.places.queries.places import buildings_of
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.text import Text


@dataclass(frozen=True)
class BuildingRow:
    """One building in the list."""

    building: Building
    kind: Text
    courses: tuple[tuple[Carrier, Curve], ...]  # one per meter that counts, heat first


@municipality_page(Role.READER)
def buildings(request: HttpRequest, municipality: Municipality) -> HttpResponse:
    """All buildings, with what the energy report needs of them."""
    found = list(buildings_of(municipality=municipality))
    known = states(municipality=municipality, now=timezone.now())
    counted = finest([state for state in known if state.counts])
    drawn = curves(datastreams=[state.datastream for state in counted])
    meters: dict[int, list[DatastreamState]] = defaultdict(list)
    for state in counted:
        meters[state.building].append(state)
    rows = [
        BuildingRow(
            building=building,
            kind=BuildingKind(building.kind).text,
            courses=tuple(
                (state.carrier, drawn.get(state.datastream, ()))
                for state in sorted(meters[building.pk], key=lambda s: not s.carrier.heats)
            ),
        )
        for building in found
    ]
    without_area = [row.building for row in rows if not row.building.usable_area]
    return render(request, "reports/buildings.html", {"rows": rows, "without_area": without_area})
