"""Pages of the mosaic: the wall, its target, and what is expected of a measure."""

from dataclasses import dataclass

from django import forms
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language

from klimamosaik.measures.field import Field
from klimamosaik.measures.models import Measure
from klimamosaik.pathway.documents import pathways_document
from klimamosaik.pathway.forms import ExpectationForm, TargetForm, written
from klimamosaik.pathway.models import ExpectedEffect, Scope, Target
from klimamosaik.pathway.mosaic.picture import Orientation
from klimamosaik.pathway.need import Goal, goals_of
from klimamosaik.pathway.operations import expect, set_target
from klimamosaik.pathway.page import page_of, wall
from klimamosaik.pathway.queries import pathways_of, wall_of
from klimamosaik.pathway.wording import goal_text
from klimamosaik.places.access import municipality_page
from klimamosaik.places.models import Municipality, Role
from klimamosaik.terms.complaint import Refused
from klimamosaik.terms.text import Language, Text


def reading() -> Language:
    """The reader's language."""
    return "en" if (get_language() or "de").startswith("en") else "de"


@dataclass(frozen=True)
class GoalLine:
    """A target as one line of the page."""

    goal: Goal

    @property
    def text(self) -> Text:
        """The target in a sentence."""
        return goal_text(self.goal)

    @property
    def year(self) -> str:
        """Its year, as it stands in an address."""
        return str(self.goal.year)

    @property
    def shown(self) -> bool:
        """True where there is a wall for it."""
        return self.goal.scope is Scope.TOWN


def asked_year(text: str) -> int | None:
    """The year of the target asked for; anything that is no year asks for none."""
    return int(text) if text.isdecimal() and len(text) == 4 else None


@municipality_page(Role.READER)
def mosaic(request: HttpRequest, municipality: Municipality) -> HttpResponse:
    """Was fehlt noch? A thousand stones."""
    assert isinstance(request.user, User)
    known = {
        "goals": [GoalLine(goal) for goal in goals_of(municipality=municipality)],
        "measures": Measure.objects.filter(municipality=municipality).order_by("name"),
    }
    try:
        found = wall_of(
            municipality=municipality,
            year=asked_year(request.GET.get("jahr", "")),
            by=request.user,
            at=timezone.now(),
        )
        page = page_of(pathway=found, language=reading())
    except Refused as refusal:
        texts = [complaint.text for complaint in refusal.complaints]
        return render(request, "pathway/mosaic.html", known | {"complaints": texts})
    return render(request, "pathway/mosaic.html", known | {"page": page})


@municipality_page(Role.READER)
def picture(request: HttpRequest, municipality: Municipality) -> HttpResponse:
    """The wall as a file of its own, for posters."""
    assert isinstance(request.user, User)
    found = wall_of(municipality=municipality, by=request.user, at=timezone.now())
    if found.need_t is None or found.need_t <= 0:
        raise Http404
    drawn = wall(found, reading(), Orientation.LYING, alone=True)
    answer = HttpResponse(drawn.svg, content_type="image/svg+xml")
    answer["Content-Disposition"] = f'attachment; filename="mosaik-{municipality.ags}.svg"'
    return answer


@municipality_page(Role.READER)
def pathway_json(request: HttpRequest, municipality: Municipality) -> HttpResponse:
    """The figures of the page for machines; unknown is null."""
    assert isinstance(request.user, User)
    found = pathways_of(municipality=municipality, by=request.user, at=timezone.now())
    return JsonResponse(pathways_document(found))


@municipality_page(Role.EDITOR)
def target(request: HttpRequest, municipality: Municipality) -> HttpResponse:
    """Enter what the council decided; the same scope and year replaces what was there."""
    form = TargetForm(request.POST or None, instance=Target(municipality=municipality))
    if form.is_valid():
        assert isinstance(request.user, User)
        try:
            set_target(target=form.instance, by=request.user)
        except Refused as refusal:
            complain(form, refusal)
        else:
            return redirect("mosaic", ags=municipality.ags)
    return render(request, "pathway/target_form.html", {"form": form})


@municipality_page(Role.EDITOR)
def expectation(request: HttpRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """Write down what a measure is expected to bring."""
    measure = get_object_or_404(Measure, pk=pk, municipality=municipality)
    known = ExpectedEffect.objects.filter(measure=measure).first()
    form = ExpectationForm(request.POST or None, initial=written(known))
    if form.is_valid():
        assert isinstance(request.user, User)
        try:
            expect(
                measure=measure,
                effect=form.effect,
                field=Field(form.cleaned_data["field"]),
                reasoning=form.cleaned_data["reasoning"],
                by=request.user,
            )
        except Refused as refusal:
            complain(form, refusal)
        else:
            return redirect("mosaic", ags=municipality.ags)
    return render(request, "pathway/expectation_form.html", {"form": form, "measure": measure})


def complain(form: forms.BaseForm, refusal: Refused) -> None:
    """Put what the door refused beside the field it is about."""
    for complaint in refusal.complaints:
        field = complaint.column if complaint.column in form.fields else None
        form.add_error(field, complaint.text.in_(reading()))
