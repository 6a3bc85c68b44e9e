"""Where one lands: the day's work or the mosaic of one's municipality, or the choice of several."""

from datetime import datetime

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from klimamosaik.agenda.queries import agenda_of
from klimamosaik.evidence.queries.data_status import status_of_measures
from klimamosaik.measures.models import Measure
from klimamosaik.mosaic.queries.walls import mosaic_page
from klimamosaik.observations.queries.data_status import DataStatus, status_at
from klimamosaik.observations.queries.readings import data_version
from klimamosaik.observations.queries.states import next_silence, states
from klimamosaik.people.access import municipality_page, works_in
from klimamosaik.people.models import Role
from klimamosaik.people.queries import municipalities_of
from klimamosaik.places.models import Municipality
from klimamosaik.records.language import reader_language
from klimamosaik.records.valid_until import good_until
from klimamosaik.reports.queries.energy import corrected_since
from klimamosaik.reports.queries.year_changes import what_changed
from klimamosaik.terms.complaint import InputRejected
from klimamosaik.terms.period import local_day
from klimamosaik.terms.text import Text
from klimamosaik.terms.years import calendar_year
from klimamosaik.web.overview import EnergyOverview, overview_of
from klimamosaik.web.totals import Totals, town_totals, years_beside
from klimamosaik.web.towns import towns_page


def start(request: HttpRequest) -> HttpResponse:
    """Lead on: to set-up, to log-in, to one's municipality, or to the choice of several."""
    if not isinstance(request.user, User):
        return redirect("login" if get_user_model().objects.exists() else "setup")
    towns = municipalities_of(user=request.user)
    if len(towns) == 1:
        page = "today" if works_in(request.user, towns[0]) else "town"
        return redirect(page, ags=towns[0].ags)
    found = towns_page(request=request, towns=towns, language=reader_language(), at=timezone.now())
    known = {"towns": towns, "page": found, "stand": status_at(data_version())}
    return render(request, "towns.html", known)


@municipality_page(Role.READER)
def town(request: HttpRequest, municipality: Municipality) -> HttpResponse:
    """The mosaic: what lies, what is planned, what is missing."""
    now = timezone.now()
    found = states(municipality=municipality, now=now)
    agenda = agenda_of(municipality=municipality, now=now)
    target = calendar_year(request.GET.get("jahr", ""))
    used = overview_of(municipality=municipality, now=now)
    known = {
        "todo": agenda.count,
        "overview": used,
        "totals": totals_beside(municipality, used, now),
        "changed": changed_in(municipality, used, now) if used else (),
        "measures": Measure.objects.filter(municipality=municipality).order_by("name"),
        "asked_target": target,
        "stand": status_of_measures(municipality),
    }
    try:
        page = mosaic_page(
            municipality=municipality,
            target_year=target,
            year=calendar_year(request.GET.get("stand", "")),
            language=reader_language(),
            at=now,
        )
    except InputRejected as refusal:
        texts = [complaint.text for complaint in refusal.complaints]
        said = render(request, "town.html", known | {"complaints": texts})
        return good_until(said, next_silence(found, now))
    return good_until(
        render(request, "town.html", known | {"page": page}), next_silence(found, now)
    )


@municipality_page(Role.READER)
def energy(request: HttpRequest, municipality: Municipality) -> HttpResponse:
    """The energy of the municipality's own buildings at a glance: one number, one picture."""
    now = timezone.now()
    found = states(municipality=municipality, now=now)
    used = overview_of(municipality=municipality, now=now)
    page = {
        "overview": used,
        "picture": used.picture(reader_language()) if used else "",
        "totals": totals_beside(municipality, used, now),
        "meters": len(found),
        "stand": energy_status(municipality, used),
    }
    return render(request, "energy.html", page)


def totals_beside(
    municipality: Municipality, used: EnergyOverview | None, now: datetime
) -> Totals | None:
    """The report's totals of the years the picture shows."""
    if used is None:
        return None
    today = local_day(now)
    return town_totals(municipality=municipality, overview=used, today=today)


def changed_in(municipality: Municipality, used: EnergyOverview, now: datetime) -> tuple[Text, ...]:
    """What changed in the newest year, from the report the totals are from."""
    years = years_beside(used)
    return what_changed(municipality=municipality, year=used.year, at=now, years=years)


def energy_status(municipality: Municipality, used: EnergyOverview | None) -> DataStatus:
    """The data behind the energy of a year, and what corrections changed in it."""
    version = data_version()
    if used is None:
        return status_at(version)
    told = corrected_since(
        municipality=municipality, years=[used.year], written_on=timezone.localdate()
    )
    return status_at(version, changed=told)
