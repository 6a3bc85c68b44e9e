"""Pages on places and people."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from klimamosaik.places.access import municipality_page
from klimamosaik.places.forms import (
    BuildingForm,
    InviteForm,
    MeterPointForm,
    MunicipalityForm,
    PopulationForm,
)
from klimamosaik.places.models import Building, MeterPoint, Municipality, Population, Role
from klimamosaik.places.operations import (
    assign,
    change_role,
    invite,
    record,
    renew_password,
    work_for,
)
from klimamosaik.places.queries import awaited, people_of
from klimamosaik.places.speaking import person, speak
from klimamosaik.places.wording import ROLES, role_text
from klimamosaik.terms.complaint import Refused
from klimamosaik.terms.text import Text


@municipality_page(Role.EDITOR)
def building_new(request: HttpRequest, municipality: Municipality) -> HttpResponse:
    """Write down a new building."""
    return edited(request, municipality, Building(municipality=municipality))


@municipality_page(Role.EDITOR)
def building_edit(request: HttpRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """Change what is known of a building."""
    building = get_object_or_404(Building, pk=pk, municipality=municipality)
    return edited(request, municipality, building)


def edited(request: HttpRequest, municipality: Municipality, building: Building) -> HttpResponse:
    """Show a building's form, or save it and go back to the list."""
    form = BuildingForm(request.POST or None, instance=building)
    if form.is_valid():
        record(form.instance, by=person(request))
        return redirect("buildings", ags=municipality.ags)
    return render(request, "places/building_form.html", {"form": form, "building": building})


@municipality_page(Role.EDITOR)
def meter_point_edit(request: HttpRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """Change where a meter belongs, what it is called and which way it flows."""
    point = get_object_or_404(MeterPoint, pk=pk, building__municipality=municipality)
    form = MeterPointForm(request.POST or None, instance=point, municipality=municipality)
    if form.is_valid():
        assign(point=form.instance, by=person(request))
        return redirect("meters", ags=municipality.ags)
    return render(request, "places/meter_point_form.html", {"form": form, "point": point})


@municipality_page(Role.EDITOR)
def municipality_edit(request: HttpRequest, municipality: Municipality) -> HttpResponse:
    """Change where the municipality lies and whose weather counts."""
    form = MunicipalityForm(
        request.POST if "name" in request.POST else None, instance=municipality, prefix=None
    )
    if form.is_valid():
        record(form.instance, by=person(request))
        messages.success(request, speak(Text("Gespeichert.", "Saved.")))
        return redirect("municipality", ags=municipality.ags)
    page = {"form": form, "people_form": PopulationForm(), "years": municipality.populations.all()}
    return render(request, "places/municipality_form.html", page)


@municipality_page(Role.EDITOR)
def population(request: HttpRequest, municipality: Municipality) -> HttpResponse:
    """Write down the inhabitants of a year, or correct them."""
    year = request.POST.get("year", "")
    known = municipality.populations.filter(year=int(year)).first() if year.isdecimal() else None
    instance = known or Population(municipality=municipality)
    form = PopulationForm(request.POST or None, instance=instance)
    if form.is_valid():
        form.save()
        return redirect("municipality", ags=municipality.ags)
    page = {
        "form": MunicipalityForm(instance=municipality),
        "people_form": form,
        "years": municipality.populations.all(),
    }
    return render(request, "places/municipality_form.html", page)


@municipality_page(Role.ADMIN)
def people(request: HttpRequest, municipality: Municipality) -> HttpResponse:
    """Who may do what; add a person with a one-time password that is shown once."""
    form = InviteForm(request.POST or None)
    invited = None
    if form.is_valid():
        try:
            invited = invite(
                municipality=municipality,
                username=form.cleaned_data["username"],
                full_name=form.cleaned_data["full_name"],
                role=Role(form.cleaned_data["role"]),
                by=person(request),
                at=timezone.now(),
            )
            form = InviteForm()
        except Refused as refusal:
            for complaint in refusal.complaints:
                form.add_error("username", speak(complaint.text))
    return people_page(request, municipality, form=form, invited=invited)


def people_page(
    request: HttpRequest, municipality: Municipality, *, form: InviteForm, invited: object = None
) -> HttpResponse:
    """The list of people, with the form for one more."""
    waiting = awaited(municipality=municipality)
    page = {
        "form": form,
        "invited": invited,
        "people": [
            (membership, role_text(membership.role), membership.user_id in waiting)
            for membership in people_of(municipality=municipality)
        ],
        "roles": [(role.value, text) for role, text in ROLES.items()],
        "organisations": municipality.organisations.all(),
    }
    return render(request, "places/people.html", page)


def whole(text: str) -> int:
    """A number of a form; 0, which nothing has, for anything else."""
    return int(text) if text.isdecimal() and len(text) < 10 else 0


@require_POST
@municipality_page(Role.ADMIN)
def person_change(request: HttpRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """Give another role, no role, an organisation, or a new one-time password."""
    membership = get_object_or_404(people_of(municipality=municipality), pk=pk)
    wish = request.POST.get("role", "")
    try:
        if wish == "password":
            invited = renew_password(membership=membership, by=person(request), at=timezone.now())
            return people_page(request, municipality, form=InviteForm(), invited=invited)
        if "organisation" in request.POST:
            chosen = municipality.organisations.filter(pk=whole(request.POST["organisation"]))
            work_for(membership=membership, organisation=chosen.first(), by=person(request))
        role = Role(wish) if wish in Role.values else None
        if role or wish == "none":
            change_role(membership=membership, role=role, by=person(request))
            messages.success(
                request, speak(Text("Die Rolle ist geändert.", "The role has changed."))
            )
    except Refused as refusal:
        for complaint in refusal.complaints:
            messages.error(request, speak(complaint.text))
    return redirect("people", ags=municipality.ags)
