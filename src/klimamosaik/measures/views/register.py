"""The list of measures and the page of one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from klimamosaik.measures.models import Measure
from klimamosaik.measures.models.phase import Phase
from klimamosaik.measures.overview import overview_of
from klimamosaik.measures.page import page_of
from klimamosaik.measures.queries import (
    Before,
    Filters,
    organisations_of,
    planned_as,
    register_of,
    state_of,
    tried_before,
)
from klimamosaik.measures.views.measure_page import Needs, measure_page, rights_in
from klimamosaik.people.access import municipality_page
from klimamosaik.people.models import Role
from klimamosaik.places.models import MeterPoint, Municipality
from klimamosaik.records import paging
from klimamosaik.terms.field import Field
from klimamosaik.terms.text import Text
from klimamosaik.terms.whole_number import whole_number

TOLD = Text(
    "{first:n} bis {last:n} von {all:n} Maßnahmen", "{first:n} to {last:n} of {all:n} measures"
)
PLANNED = (Phase.IDEA, Phase.PROTOTYPE, Phase.PILOT)


@municipality_page(Role.READER)
def measures(request: HttpRequest, municipality: Municipality) -> HttpResponse:
    """All measures, by phase, with what needs a look."""
    today = timezone.localdate()
    filters = asked(request)
    everything = register_of(municipality=municipality, today=today)
    chosen = everything
    if filters != Filters():
        chosen = register_of(municipality=municipality, today=today, filters=filters)
    wanted = {state.measure.pk for state in chosen}
    words = paging.asked(request)
    listed = paging.paged(
        request,
        [each for each in everything if each.measure.pk in wanted and named(each.measure, words)],
        told=TOLD,
    )
    page = {
        "states": listed.rows,
        "list": listed,
        "overview": overview_of(everything) if everything else None,
        "filters": filters,
        "filtered": filters != Filters(),
        "phases": list(Phase),
        "fields": list(Field),
        "registers": municipality.registers.all(),
        "organisations": organisations_of(municipality=municipality),
        "metered": MeterPoint.objects.filter(building__municipality=municipality).exists(),
    }
    return render(request, "measures/measures.html", page)


def named(measure: Measure, words: str) -> bool:
    """True where a measure is meant: by its number in the plan or its name."""
    return paging.found_in(words, measure.key, measure.name)


def asked(request: HttpRequest) -> Filters:
    """The filters in the address; what is no filter asks for nothing."""
    given = request.GET
    return Filters(
        register=whole_number(given.get("liste", "")),
        phase=next((phase for phase in Phase if phase.value == given.get("phase")), None),
        field=next((field for field in Field if field.value == given.get("feld")), None),
        organisation=whole_number(given.get("stelle", "")),
        stale="still" in given,
        overdue="faellig" in given,
    )


@measure_page(Needs.READING)
def measure_register(request: HttpRequest, measure: Measure) -> HttpResponse:
    """Everything the register knows of a measure."""
    state = state_of(measure=measure, today=timezone.localdate())
    page = page_of(state=state, rights=rights_in(request), today=timezone.localdate())
    known = {"page": page, "state": state, "before": before_of(measure)}
    return render(request, "measures/register.html", known)


def before_of(measure: Measure) -> Before | None:
    """What was tried before, for a measure that is still planned or tried out."""
    if measure.phase not in PLANNED:
        return None
    return tried_before(municipality=measure.municipality, planned=planned_as(measure))
