"""Pages of the register: the list, and the form of a measure."""

from django import forms
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language

from klimamosaik.measures.forms import MeasureForm
from klimamosaik.measures.models import Measure
from klimamosaik.measures.operations import write_measure
from klimamosaik.measures.queries import measures_of
from klimamosaik.places.access import municipality_page
from klimamosaik.places.models import MeterPoint, Municipality, Role
from klimamosaik.terms.complaint import Refused


@municipality_page(Role.READER)
def measures(request: HttpRequest, municipality: Municipality) -> HttpResponse:
    """All measures, newest first."""
    found = measures_of(municipality=municipality)
    metered = MeterPoint.objects.filter(building__municipality=municipality).exists()
    return render(request, "measures/measures.html", {"measures": found, "metered": metered})


@municipality_page(Role.EDITOR)
def new(request: HttpRequest, municipality: Municipality) -> HttpResponse:
    """Write down a new measure."""
    return edited(request, municipality, Measure(municipality=municipality))


@municipality_page(Role.EDITOR)
def edit(request: HttpRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """Change a measure."""
    return edited(
        request, municipality, get_object_or_404(Measure, pk=pk, municipality=municipality)
    )


def edited(request: HttpRequest, municipality: Municipality, measure: Measure) -> HttpResponse:
    """Show the form, or save it and go on to the list."""
    form = MeasureForm(request.POST or None, instance=measure, municipality=municipality)
    if form.is_valid():
        assert isinstance(request.user, User)
        try:
            write_measure(
                measure=form.instance,
                buildings=list(form.cleaned_data["buildings"]),
                meter_points=list(form.cleaned_data["meter_points"]),
                comparison_points=list(form.cleaned_data["comparison_points"]),
                aim=form.aim,
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refusal:
            complain(form, refusal)
        else:
            return redirect("measures", ags=municipality.ags)
    return render(request, "measures/measure_form.html", {"form": form, "measure": measure})


def complain(form: forms.BaseForm, refusal: Refused) -> None:
    """Put what the door refused beside the field it is about."""
    for complaint in refusal.complaints:
        field = complaint.column if complaint.column in form.fields else None
        form.add_error(field, complaint.text.in_(get_language() or "de"))
