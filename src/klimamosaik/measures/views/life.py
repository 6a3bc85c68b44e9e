"""Pages for the life of a measure: a step up, a stop, a new start."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from klimamosaik.measures.forms.rows import ReasonForm, StopForm
from klimamosaik.measures.models import Lesson, Measure
from klimamosaik.measures.models.phase import Phase
from klimamosaik.measures.operations import step_up, stop, take_up_again
from klimamosaik.measures.queries import state_of
from klimamosaik.measures.queries.register_page import register_page
from klimamosaik.measures.views.measure_page import Needs, measure_page
from klimamosaik.people.requests import current_user
from klimamosaik.records.withdrawal import stored_undoably
from klimamosaik.terms.text import Text


@measure_page(Needs.WHOLE)
def step(request: HttpRequest, measure: Measure) -> HttpResponse:
    """Take the step up, with a reason where something is missing; or start anew after a stop."""
    form = ReasonForm(request.POST if request.method == "POST" else None, measure=measure)
    door = take_up_again if measure.phase == Phase.STOPPED else step_up

    def gone() -> object:
        reason = form.cleaned_data["reason"]
        return door(measure=measure, reason=reason, by=current_user(request), at=timezone.now())

    said = TAKEN_UP if measure.phase == Phase.STOPPED else STEPPED
    if stored_undoably(request, form, gone, said=said, back=register_page(measure)):
        return redirect(register_page(measure))
    state = state_of(measure=measure, today=timezone.localdate())
    page = {"measure": measure, "state": state, "form": form}
    return render(request, "measures/step.html", page)


@measure_page(Needs.WHOLE)
def stopping(request: HttpRequest, measure: Measure) -> HttpResponse:
    """Stop a measure with what was learnt."""
    form = StopForm(
        request.POST or None,
        instance=Lesson(measure=measure),
        municipality=measure.municipality,
    )

    def stopped() -> object:
        end = form.cleaned_data["end"]
        by, at = current_user(request), timezone.now()
        return stop(measure=measure, lesson=form.instance, end=end, by=by, at=at)

    if stored_undoably(request, form, stopped, said=STOPPED, back=register_page(measure)):
        return redirect(register_page(measure))
    return render(request, "measures/stop_form.html", {"measure": measure, "form": form})


STEPPED = Text("Die Maßnahme ist einen Schritt weiter.", "The measure is one step further.")
STOPPED = Text(
    "Die Maßnahme ist gestoppt. Was daraus gelernt wurde, steht bei ihr.",
    "The measure is stopped. What was learnt from it stands with it.",
)
TAKEN_UP = Text("Die Maßnahme läuft wieder.", "The measure runs again.")
