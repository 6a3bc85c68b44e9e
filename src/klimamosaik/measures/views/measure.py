"""The form of a measure with its meters and its gate; and that of its basics."""

from contextlib import suppress

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from klimamosaik.measures.forms.basics import BasicsForm
from klimamosaik.measures.forms.measure import MeasureForm
from klimamosaik.measures.models import Measure, Network, Register
from klimamosaik.measures.models.kinds import RegisterKind
from klimamosaik.measures.operations import (
    note_since,
    write_basics,
    write_measure,
)
from klimamosaik.measures.queries import Before, MeasureIdea, planned_as, tried_before
from klimamosaik.measures.queries.register_page import register_page
from klimamosaik.measures.views.measure_page import Needs, measure_page
from klimamosaik.people.access import municipality_page
from klimamosaik.people.models import Role
from klimamosaik.people.requests import current_user
from klimamosaik.places.models import Municipality
from klimamosaik.records.done_messages import Deed, tell_done
from klimamosaik.records.forms import stored
from klimamosaik.records.operations import save
from klimamosaik.records.undoing import noting
from klimamosaik.records.withdrawal import remember, stored_undoably
from klimamosaik.terms.text import Text


@municipality_page(Role.EDITOR)
def new(request: HttpRequest, municipality: Municipality) -> HttpResponse:
    """Write down a new measure."""
    return edited(
        request, municipality, Measure(municipality=municipality, name=asked_name(request))
    )


def asked_name(request: HttpRequest) -> str:
    """A name given in the address: its form shows what was tried before under a like one."""
    return request.GET.get("name", "").strip()[:160]


@measure_page(Needs.WHOLE)
def edit(request: HttpRequest, measure: Measure) -> HttpResponse:
    """Change a measure."""
    return edited(request, measure.municipality, measure)


def edited(request: HttpRequest, municipality: Municipality, measure: Measure) -> HttpResponse:
    """Show the form, or save it and go on to its page."""
    form = MeasureForm(request.POST or None, instance=measure, municipality=municipality)
    before = tried_before(municipality=municipality, planned=planned_in(form))

    def written() -> object:
        return write_measure(
            measure=form.instance,
            buildings=list(form.cleaned_data["buildings"]),
            meter_points=list(form.cleaned_data["meter_points"]),
            comparison_points=list(form.cleaned_data["comparison_points"]),
            aim=form.aim,
            stated=form.stated,
            since=form.came_on,
            by=current_user(request),
            at=timezone.now(),
        )

    new = measure.pk is None
    with noting() as act:
        done = form.is_valid() and may_store(request, form, before) and stored(form, written)
    if done:
        list_or_page = list_of(municipality) if new else register_page(measure)
        undo = remember(request, act, back=list_or_page)
        tell_done(request, Deed.MEASURE_SAVED, saved_text(measure, form), measure.pk, undo)
        return redirect(after_saving(measure, form))
    if only_looking(request, form):
        form.errors.clear()  # nobody asked for it to be stored yet
    page = {"form": form, "measure": measure, "before": before}
    return render(request, "measures/measure_form.html", page)


def only_looking(request: HttpRequest, form: MeasureForm) -> bool:
    """True where meters are looked for: by the button, or by Enter with new words."""
    do, words = request.POST.get("do"), form.looking.words
    return do == "find" or (do == "enter" and words != request.POST.get("found", ""))


def after_saving(measure: Measure, form: MeasureForm) -> str:
    """To what it brought, where meters can tell it; before its first day to what it is to bring.

    Else to its page in the register.
    """
    place = [measure.municipality_id, measure.pk]
    if leads_to_effect(measure, form):
        with suppress(NoReverseMatch):  # the page of effects lies downstream
            return reverse("effect", args=place)
    return register_page(measure)


def list_of(municipality: Municipality) -> str:
    """The address of all measures."""
    return reverse("measures", args=[municipality.ags])


def leads_to_effect(measure: Measure, form: MeasureForm) -> bool:
    """True where the page of its effect has something to say of it."""
    return measure.start is not None and (not form.begun or bool(form.cleaned_data["meter_points"]))


def saved_text(measure: Measure, form: MeasureForm) -> Text:
    """What was saved, and what comes of it."""
    if not leads_to_effect(measure, form):
        return SAVED.format(name=measure.name)
    return (WORKED_OUT if form.begun else PLANNED).format(name=measure.name, day=measure.start)


BASICS_SAVED = Text("Gespeichert.", "Saved.")
SAVED = Text(
    "„{name}“ ist gespeichert. Was sie gebracht hat, lässt sich sagen, sobald sie wirkt und ein "
    "Zähler zugeordnet ist.",
    "“{name}” is saved. What it brought can be told as soon as it works and a meter is chosen.",
)
WORKED_OUT = Text(
    "„{name}“ ist gespeichert. Was sie gebracht hat, wird aus den Zählern gerechnet.",
    "“{name}” is saved. What it brought is worked out from the meters.",
)
PLANNED = Text(
    "„{name}“ ist gespeichert. Sie wirkt ab {day:short}; bis dahin steht hier, was sie bringen "
    "soll.",
    "“{name}” is saved. It works from {day:short}; until then this page says what it is to bring.",
)


def planned_in(form: MeasureForm) -> MeasureIdea:
    """What the form plans, as far as it is filled in."""
    measure: Measure = form.instance
    if not form.is_bound:
        return planned_as(measure) if measure.pk else MeasureIdea(measure.name)
    form.is_valid()
    given = form.cleaned_data
    points = [*given.get("meter_points", ()), *given.get("comparison_points", ())]
    buildings = [*given.get("buildings", ()), *(point.building for point in points)]
    kinds = frozenset(building.kind for building in buildings)
    return MeasureIdea(form.data.get("name", ""), measure.fields, kinds, measure.pk)


def may_store(request: HttpRequest, form: MeasureForm, before: Before) -> bool:
    """True unless something like a new measure was tried before and was not shown yet."""
    if request.POST.get("do") == "look" or only_looking(request, form):
        return False
    new = form.instance.pk is None
    return not (new and before.like) or request.POST.get("read") == before.shown


@measure_page(Needs.WHOLE)
def basics(request: HttpRequest, measure: Measure) -> HttpResponse:
    """Change what a measure is, apart from its meters."""
    municipality = measure.municipality
    form = BasicsForm(request.POST or None, instance=measure, municipality=municipality)

    def written() -> object:
        by, at = current_user(request), timezone.now()
        if since := form.cleaned_data.get("since"):
            note_since(measure=measure, since=since, by=by, at=at)
        return write_basics(
            measure=form.instance,
            registers=registers_in(form, municipality, request),
            networks=networks_in(form, municipality, request),
            by=by,
            at=at,
        )

    if stored_undoably(request, form, written, said=BASICS_SAVED, back=register_page(measure)):
        return redirect(register_page(measure))
    page = {"form": form, "measure": Measure.objects.get(pk=measure.pk)}
    return render(request, "measures/basics_form.html", page)


def registers_in(
    form: BasicsForm, municipality: Municipality, request: HttpRequest
) -> list[Register]:
    """The registers ticked, and the new one if any."""
    chosen: list[Register] = list(form.cleaned_data["registers"])
    name: str = form.cleaned_data["new_register"].strip()
    if name:
        known = Register.objects.filter(municipality=municipality, name=name).first()
        kind = form.cleaned_data["new_register_kind"] or RegisterKind.CLIMATE_PLAN
        new = Register(municipality=municipality, name=name, kind=kind)
        chosen.append(known or save(new, by=current_user(request)))
    return chosen


def networks_in(
    form: BasicsForm, municipality: Municipality, request: HttpRequest
) -> list[Network]:
    """The networks ticked, and the new one if any."""
    chosen: list[Network] = list(form.cleaned_data["networks"])
    name: str = form.cleaned_data["new_network"].strip()
    if name:
        known = Network.objects.filter(municipality=municipality, name=name).first()
        new = Network(municipality=municipality, name=name)
        chosen.append(known or save(new, by=current_user(request)))
    return chosen
