"""The page the office opens on."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from klimamosaik.agenda.queries import agenda_of
from klimamosaik.people.access import municipality_page
from klimamosaik.people.models import Role
from klimamosaik.places.models import Municipality
from klimamosaik.records.lasting import good_until


@municipality_page(Role.READER)
def today(request: HttpRequest, municipality: Municipality) -> HttpResponse:
    """What is to be done, the most urgent first; where nothing is, it says so."""
    agenda = agenda_of(municipality=municipality, now=timezone.now())
    return good_until(render(request, "agenda/today.html", {"agenda": agenda}), agenda.until)
