"""Climate adaptation: indicators and targets that no tonne tells of."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from klimamosaik.measures.forms.rows import AdaptationTargetForm
from klimamosaik.measures.models import AdaptationTarget, Measure
from klimamosaik.measures.queries import adaptation_of
from klimamosaik.people.access import municipality_page
from klimamosaik.people.models import Role
from klimamosaik.people.requests import current_user
from klimamosaik.places.models import Municipality
from klimamosaik.records.forms import stored
from klimamosaik.records.operations import save
from klimamosaik.records.withdrawal import Dropping, PageBefore, drop_page
from klimamosaik.terms.text import Text

TITLE = Text("Klimaanpassung", "Climate adaptation")
NEW = Text("Ein Ziel der Gemeinde", "A target of the municipality")
CHANGE = Text("Ziel ändern", "Change the target")
DROPPING = Dropping(
    AdaptationTarget,
    Text("Dieses Ziel entfernen?", "Remove this target?"),
    lambda row: Text(row.name, row.name),
    Text("Die Messwerte bleiben.", "The readings stay."),
    Text("Entfernt.", "Removed."),
    Text("Entfernen", "Remove"),
)


@municipality_page(Role.READER)
def adaptation(request: HttpRequest, municipality: Municipality) -> HttpResponse:
    """All of them, with what is wanted and how it stands."""
    page = {
        "lines": adaptation_of(municipality=municipality),
        "measures": Measure.objects.filter(municipality=municipality).order_by("name"),
    }
    return render(request, "measures/adaptation_page.html", page)


@municipality_page(Role.EDITOR)
def target(
    request: HttpRequest, municipality: Municipality, target_id: int | None = None
) -> HttpResponse:
    """Write down, change or remove a target of the whole municipality."""
    known = target_id is not None
    instance = (
        get_object_or_404(AdaptationTarget, pk=target_id, municipality=municipality)
        if known
        else AdaptationTarget(municipality=municipality)
    )
    address = reverse("adaptation", args=[municipality.ags])
    by = current_user(request)
    if request.method == "POST" and "remove" in request.POST and known:
        return drop_page(request, instance, DROPPING, before=PageBefore(TITLE, address), by=by)
    form = AdaptationTargetForm(request.POST or None, instance=instance, municipality=municipality)
    if stored(form, lambda: save(form.instance, by=by)):
        return redirect(address)
    page = {"form": form, "heading": CHANGE if known else NEW, "removable": known}
    return render(request, "measures/adaptation_form.html", page)
