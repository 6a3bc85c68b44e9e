"""Pages that ask what happened at a measure's meters, and take an answer back."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from klimamosaik.measures.forms.rows import HappenedForm
from klimamosaik.measures.models import Happened, Measure
from klimamosaik.measures.operations import say_what_happened
from klimamosaik.measures.views.measure_page import Needs, measure_page
from klimamosaik.people.requests import current_user
from klimamosaik.places.models import MeterPoint
from klimamosaik.records.forms import stored
from klimamosaik.records.withdrawal import Dropping, PageBefore, drop_page
from klimamosaik.terms.happening import Happening
from klimamosaik.terms.text import Text


@measure_page(Needs.WHOLE)
def happened(request: HttpRequest, measure: Measure, point_id: int) -> HttpResponse:
    """Ask what happened at a meter of the measure, and show what was said."""
    town = measure.municipality
    point = get_object_or_404(MeterPoint, pk=point_id, building__municipality=town)
    form = HappenedForm(request.POST if request.method == "POST" else None)

    def noted() -> object:
        return say_what_happened(
            measure=measure,
            meter_point=point,
            happening=Happening(form.cleaned_data["happening"]),
            note=form.cleaned_data["note"],
            by=current_user(request),
            at=timezone.now(),
        )

    if stored(form, noted):
        return to_effect(measure)
    said = Happened.objects.filter(measure=measure, meter_point=point).select_related("by")
    page = {"measure": measure, "point": point, "form": form, "said": said}
    return render(request, "measures/happened_form.html", page)


@require_POST
@measure_page(Needs.WHOLE)
def take_back(request: HttpRequest, measure: Measure, happened_id: int) -> HttpResponse:
    """Take back what was said of a meter; the history keeps it."""
    row = get_object_or_404(Happened, pk=happened_id, measure=measure)
    address = reverse("effect", args=[measure.municipality_id, measure.pk])
    before = PageBefore(Text(measure.name, measure.name), address)
    return drop_page(request, row, HAPPENED, before=before, by=current_user(request))


HAPPENED = Dropping(
    Happened,
    Text("Diese Antwort zurücknehmen?", "Take this answer back?"),
    lambda row: Happening(row.happening).text,
    Text(
        "Die Frage zu diesem Zähler wird wieder gestellt. Das Änderungsprotokoll behält die "
        "Antwort.",
        "The question about this meter is asked again. The history keeps the answer.",
    ),
    Text("Die Antwort ist zurückgenommen.", "The answer is taken back."),
    Text("Zurücknehmen", "Take back"),
)


def to_effect(measure: Measure) -> HttpResponse:
    """To the page of the measure's effect."""
    return redirect("effect", ags=measure.municipality_id, pk=measure.pk)
