"""Pages on places and people."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from klimamosaik.people.access import municipality_page
from klimamosaik.people.models import Role
from klimamosaik.people.requests import current_user, notify
from klimamosaik.places.models import Building, MeterPoint, Municipality, Population
from klimamosaik.places.operations import assign
from klimamosaik.records.done_messages import Deed, tell_done
from klimamosaik.records.forms import stored
from klimamosaik.records.operations import replace, save
from klimamosaik.reports.master_data.forms import (
    BuildingForm,
    MeterPointForm,
    MunicipalityForm,
    PopulationForm,
)
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
    if stored(form, lambda: save(form.instance, by=current_user(request))):
        told = BUILDING_SAVED.format(name=form.instance.name)
        tell_done(request, Deed.BUILDING_SAVED, told, form.instance.pk)
        return redirect("buildings", ags=municipality.ags)
    return render(request, "reports/building_form.html", {"form": form, "building": building})


@municipality_page(Role.EDITOR)
def meter_point_edit(request: HttpRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """Change where a meter belongs, what it is called and which way it flows."""
    point = get_object_or_404(MeterPoint, pk=pk, building__municipality=municipality)
    form = MeterPointForm(request.POST or None, instance=point, municipality=municipality)
    if stored(form, lambda: assign(point=form.instance, by=current_user(request))):
        return redirect("meters", ags=municipality.ags)
    return render(request, "reports/meter_point_form.html", {"form": form, "point": point})


@municipality_page(Role.EDITOR)
def municipality_edit(request: HttpRequest, municipality: Municipality) -> HttpResponse:
    """Change where the municipality lies and whose weather counts."""
    form = MunicipalityForm(
        request.POST if "name" in request.POST else None, instance=municipality, prefix=None
    )
    if stored(form, lambda: save(form.instance, by=current_user(request))):
        notify(request, Text("Gespeichert.", "Saved."))
        return redirect("municipality", ags=municipality.ags)
    people_form = PopulationForm(instance=Population(municipality=municipality))
    page = {"form": form, "people_form": people_form, "years": municipality.populations.all()}
    return render(request, "reports/municipality_form.html", page)


@municipality_page(Role.EDITOR)
def population(request: HttpRequest, municipality: Municipality) -> HttpResponse:
    """Write down the inhabitants of a year, or correct them."""
    form = PopulationForm(request.POST or None, instance=Population(municipality=municipality))
    by = current_user(request)
    if stored(form, lambda: replace(form.instance, same=form.same, by=by)):
        return redirect("municipality", ags=municipality.ags)
    page = {
        "form": MunicipalityForm(instance=municipality),
        "people_form": form,
        "years": municipality.populations.all(),
    }
    return render(request, "reports/municipality_form.html", page)


BUILDING_SAVED = Text("„{name}“ ist gespeichert.", "“{name}” is saved.")
