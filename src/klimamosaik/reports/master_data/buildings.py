"""The list of buildings: what they are, and the course of what they use."""

from collections import defaultdict
from collections.abc import Sequence
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
from klimamosaik.records.paging import asked, found_in, paged
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
    """All buildings, with what the energy report needs of them, a page at a time."""
    known = list(municipality.buildings.all())
    without_area = [building for building in known if not building.usable_area]
    only_lacking = request.GET.get("nur") == LACKING
    words = asked(request)
    wanted = [each for each in (without_area if only_lacking else known) if fits(each, words)]
    listed = paged(request, wanted, told=TOLD, size=A_PAGE)
    page = {
        "rows": rows(municipality, listed.rows),
        "list": listed,
        "count": len(known),
        "without_area": len(without_area),
        "only_lacking": only_lacking,
    }
    return render(request, "reports/buildings.html", page)


def fits(building: Building, words: str) -> bool:
    """True where a building is meant: by name, address, postcode, district or use."""
    kind = BuildingKind(building.kind).text
    place = (building.address, building.postcode, building.district)
    return found_in(words, building.name, *place, kind.de, kind.en)


def rows(municipality: Municipality, buildings: Sequence[Building]) -> list[BuildingRow]:
    """These buildings with the course of each meter that counts."""
    inside = {building.pk for building in buildings}
    known = states(municipality=municipality, now=timezone.now())
    counted = finest([state for state in known if state.counts and state.building in inside])
    drawn = curves(datastreams=[state.datastream for state in counted])
    meters: dict[int, list[DatastreamState]] = defaultdict(list)
    for state in counted:
        meters[state.building].append(state)
    return [
        BuildingRow(
            building=building,
            kind=BuildingKind(building.kind).text,
            courses=tuple(
                (state.carrier, drawn.get(state.datastream, ()))
                for state in sorted(meters[building.pk], key=lambda s: not s.carrier.heats)
            ),
        )
        for building in buildings
    ]


A_PAGE = 30  # buildings: each has a picture of every meter
LACKING = "ohne-flaeche"  # in the address: only those without a usable area
TOLD = Text(
    "{first:n} bis {last:n} von {all:n} Gebäuden", "{first:n} to {last:n} of {all:n} buildings"
)
