"""The page the office opens on."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone

from klimamosaik.agenda.groups import agenda_document, groups_of, headline, own_group
from klimamosaik.agenda.lines import Accountable, Urgency
from klimamosaik.agenda.queries import Agenda, agenda_for
from klimamosaik.measures.queries import organisation_of
from klimamosaik.people.access import municipality_page, visited
from klimamosaik.people.models import Role
from klimamosaik.people.requests import current_user
from klimamosaik.places.models import Municipality
from klimamosaik.terms.text import about
from klimamosaik.terms.whole_number import whole_number


@municipality_page(Role.READER)
def today(request: HttpRequest, municipality: Municipality) -> HttpResponse:
    """What is to be done, the most urgent first; one's own organisation before all others."""
    whole = agenda_seen(request, municipality)
    chosen = asked(request, whole)
    shown = whole.of(chosen.pk) if chosen else whole
    own = organisation_of(user=current_user(request), municipality=municipality)
    mine = shown.of(own.pk).pressing if own and not chosen else None
    name = chosen.name if chosen else own.name if own else ""
    said = headline(mine or shown)
    rest = shown.without(mine) if mine else shown
    page = {
        "headline": about(name, said) if name else said,
        "first": [line for line in shown.lines if line.urgency is Urgency.FIRST],
        "own": own_group(mine, name, municipality) if mine else None,
        "groups": groups_of(rest, municipality, others=mine is not None),
        "organisations": whole.organisations,
        "chosen": chosen,
    }
    return render(request, "agenda/today.html", page)


@municipality_page(Role.READER)
def today_json(request: HttpRequest, municipality: Municipality) -> HttpResponse:
    """The same for machines."""
    return JsonResponse(agenda_document(agenda_seen(request, municipality), municipality))


def agenda_seen(request: HttpRequest, municipality: Municipality) -> Agenda:
    """The agenda as the person asking may see it."""
    visit = visited(request)
    assert visit is not None
    return agenda_for(
        municipality=municipality,
        user=current_user(request).pk,
        role=visit.role,
        now=timezone.now(),
    )


def asked(request: HttpRequest, whole: Agenda) -> Accountable | None:
    """The organisation in the address; None where it names none whose turn anything is."""
    wanted = whole_number(request.GET.get("stelle", ""))
    return next((one for one in whole.organisations if one.pk == wanted), None)
