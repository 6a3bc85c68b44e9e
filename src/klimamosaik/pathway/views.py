"""Pages of the way: its course and chances, milestones, earlier years, and dropping a target."""

import re

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from klimamosaik.evidence.queries.data_status import status_of_measures
from klimamosaik.pathway.documents import pathways_document
from klimamosaik.pathway.forms import MilestoneForm, PastYearsForm, TargetForm
from klimamosaik.pathway.models import Milestone, PastUse, PastYear, Target
from klimamosaik.pathway.operations import (
    set_milestone,
    set_target,
    write_past_years,
)
from klimamosaik.pathway.page import PathwayPage, pathway_page
from klimamosaik.pathway.page_wording import milestone_name
from klimamosaik.pathway.past_years import entered_years, past_changes, past_lines
from klimamosaik.pathway.queries.cache import cached
from klimamosaik.pathway.queries.pathways import pathways_of
from klimamosaik.pathway.queries.required_reduction import goal_of
from klimamosaik.pathway.queries.wording import goal_text
from klimamosaik.people.access import municipality_page
from klimamosaik.people.models import Role
from klimamosaik.people.requests import current_user, notify
from klimamosaik.places.models import Municipality
from klimamosaik.records.done_messages import Deed, tell_done
from klimamosaik.records.forms import stored
from klimamosaik.records.language import reader_language
from klimamosaik.records.withdrawal import Dropping, PageBefore, drop_page
from klimamosaik.terms.text import Text

KEY = re.compile(r"[a-z]+-\d{4}")  # of a target in an address
SAVED = Text("Gespeichert.", "Saved.")
TARGET_SAVED = Text(
    "Das Ziel ist gespeichert. Pfad und Mosaik rechnen jetzt damit.",
    "The target is saved. Pathway and mosaic reckon with it now.",
)
WAY = Text("Minderungspfad", "Reduction pathway")
PAST_YEAR = Text("{year}, {source}", "{year}, {source}")


@municipality_page(Role.READER)
def way(request: HttpRequest, municipality: Municipality) -> HttpResponse:
    """Der Weg: how emissions go on, and how likely each target is."""
    asked = request.GET.get("ziel", "")
    key, at = asked if KEY.fullmatch(asked) else "", timezone.now()

    def made() -> PathwayPage:
        found = pathways_of(municipality=municipality, at=at)
        return pathway_page(found=found, key=key, language=reader_language())

    page = cached(municipality, ("way", key, reader_language()), at, made)
    changes = past_changes(municipality=municipality)
    known = {"page": page, "changes": changes, "stand": status_of_measures(municipality)}
    return render(request, "pathway/way.html", known)


@municipality_page(Role.EDITOR)
def milestone(request: HttpRequest, municipality: Municipality) -> HttpResponse:
    """Write a milestone down; the same scope and year replaces what was there."""
    form = MilestoneForm(request.POST or None, instance=Milestone(municipality=municipality))
    if stored(form, lambda: set_milestone(milestone=form.instance, by=current_user(request))):
        notify(request, SAVED)
        return redirect("way", ags=municipality.ags)
    return render(request, "pathway/milestone_form.html", {"form": form})


@municipality_page(Role.EDITOR)
def past_years(request: HttpRequest, municipality: Municipality) -> HttpResponse:
    """Write earlier years down, a year a line; below, those there are."""
    form = PastYearsForm(request.POST or None, municipality=municipality)

    def written() -> object:
        return write_past_years(
            municipality=municipality,
            use=PastUse(form.cleaned_data["use"]),
            years=entered_years(form.cleaned_data["years"], reader_language()),
            source=form.cleaned_data["source"],
            by=current_user(request),
        )

    if stored(form, written):
        notify(request, SAVED)
        return redirect("way", ags=municipality.ags)
    known = {"form": form, "lines": past_lines(municipality=municipality)}
    return render(request, "pathway/past_form.html", known)


DROPPINGS = {
    "target": Dropping(
        Target,
        Text("Dieses Ziel entfernen?", "Remove this target?"),
        lambda target: goal_text(goal_of(target)),
        Text(
            "Ist kein anderes Ziel für die ganze Gemeinde eingetragen, gilt das Jahr des Gesetzes. "
            "Das Änderungsprotokoll behält das Ziel.",
            "Where no other target is entered for the whole municipality, the law's year stands "
            "in. The history keeps the target.",
        ),
        Text("Das Ziel ist entfernt.", "Target removed."),
    ),
    "milestone": Dropping(
        Milestone,
        Text("Dieses Zwischenziel entfernen?", "Remove this milestone?"),
        milestone_name,
        Text("Das Änderungsprotokoll behält es.", "The history keeps it."),
        Text("Das Zwischenziel ist entfernt.", "Milestone removed."),
    ),
    "past year": Dropping(
        PastYear,
        Text("Dieses frühere Jahr entfernen?", "Remove this earlier year?"),
        lambda row: PAST_YEAR.format(year=row.year, source=row.source),
        Text(
            "Der Trend wird ohne es neu gerechnet. Das Änderungsprotokoll behält es.",
            "The trend is worked out anew without it. The history keeps it.",
        ),
        Text("Das Jahr ist entfernt.", "Year removed."),
    ),
}


@municipality_page(Role.EDITOR)
def drop(request: HttpRequest, municipality: Municipality, kind: str, pk: int) -> HttpResponse:
    """Ask, then take a target, a milestone or an earlier year back."""
    dropping = DROPPINGS[kind]
    row = get_object_or_404(dropping.model, pk=pk, municipality=municipality)
    before = PageBefore(WAY, reverse("way", args=[municipality.ags]))
    return drop_page(request, row, dropping, before=before, by=current_user(request))


@municipality_page(Role.READER)
def pathway_json(request: HttpRequest, municipality: Municipality) -> HttpResponse:
    """The figures of the page for machines; unknown is null."""
    found = pathways_of(municipality=municipality, at=timezone.now())
    return JsonResponse(pathways_document(found) | status_of_measures(municipality).as_record())


@municipality_page(Role.EDITOR)
def target(request: HttpRequest, municipality: Municipality) -> HttpResponse:
    """Enter what the council decided; the same scope and year replaces what was there."""
    form = TargetForm(request.POST or None, instance=Target(municipality=municipality))
    if stored(form, lambda: set_target(target=form.instance, by=current_user(request))):
        tell_done(request, Deed.TARGET_SET, TARGET_SAVED)
        return redirect("mosaic", ags=municipality.ags)
    return render(request, "pathway/target_form.html", {"form": form})
