"""Pages on tasks: what everyone owes, and the form of one."""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from klimamosaik.measures.forms.rows import OrganisationForm, TaskForm
from klimamosaik.measures.models import Measure, Task
from klimamosaik.measures.operations import assign_task, finish_task
from klimamosaik.measures.queries import (
    MeasureRights,
    Owed,
    open_tasks_of,
    organisation_of,
    organisations_of,
    parts_of,
    rights_on,
)
from klimamosaik.measures.views.measure_page import Needs, measure_page, refuse_others, rights_in
from klimamosaik.measures.views.rows import back, removed, shown
from klimamosaik.people.access import municipality_page, visited
from klimamosaik.people.models import Organisation, OrganisationKind, Role
from klimamosaik.people.requests import current_user
from klimamosaik.places.models import Municipality
from klimamosaik.records.forms import stored
from klimamosaik.records.operations import save
from klimamosaik.records.paging import asked, found_in, paged
from klimamosaik.terms.text import Text

NEW = Text("Was ist zu tun?", "What is to be done?")
CHANGE = Text("Aufgabe ändern", "Change a task")
TOLD = Text("{first:n} bis {last:n} von {all:n} Aufgaben", "{first:n} to {last:n} of {all:n} tasks")


@municipality_page(Role.READER)
def tasks(request: HttpRequest, municipality: Municipality) -> HttpResponse:
    """What my organisation owes by when, and what others owe."""
    own = organisation_of(user=current_user(request), municipality=municipality)
    found = open_tasks_of(municipality=municipality, today=timezone.localdate(), own=own)
    words = asked(request)
    page = {
        "own": own,
        "tasks": len(found),
        "own_tasks": sum(owed.own for owed in found),
        "organisations": [
            (each, OrganisationKind(each.kind).text)
            for each in organisations_of(municipality=municipality)
        ],
        "overdue": sum(owed.overdue for owed in found),
        **lines_for(request, [owed for owed in found if named(owed.task, words)]),
    }
    return render(request, "measures/tasks.html", page)


def named(task: Task, words: str) -> bool:
    """True where a task is meant: by what is to be done, its measure, or who does it."""
    return found_in(words, task.what, task.measure.name, str(task.organisation or ""))


def lines_for(request: HttpRequest, found: Iterable[Owed]) -> dict[str, object]:
    """A page of open tasks, one's own first; each with whether the visitor may change it."""
    visit = visited(request)
    listed = paged(request, sorted(found, key=lambda owed: not owed.own), told=TOLD)
    lines = [
        (owed, rights_on(visit=visit, measure=owed.task.measure).cover(owed.task))
        for owed in listed.rows
    ]
    return {
        "list": listed,
        "mine": [line for line in lines if line[0].own],
        "others": [line for line in lines if not line[0].own],
    }


@measure_page(Needs.PART)
def task(request: HttpRequest, measure: Measure, task_id: int | None = None) -> HttpResponse:
    """Write down or change a task; who works for an organisation changes its own only."""
    rights = rights_in(request)
    instance = (
        new_task(measure, rights)
        if task_id is None
        else get_object_or_404(Task, pk=task_id, measure=measure)
    )
    if task_id is not None:
        refuse_others(request, instance)
    if request.method == "POST" and "remove" in request.POST and task_id is not None:
        return removed(request, measure, instance, "tasks")
    form = TaskForm(request.POST or None, instance=instance, municipality=measure.municipality)
    if not rights.whole:
        form.only(get_object_or_404(Organisation, pk=rights.organisation))

    def assigned() -> object:
        instance.organisation = form.chosen(measure.municipality, current_user(request))
        return assign_task(task=instance, by=current_user(request))

    if stored(form, assigned):
        return back(measure, "tasks")
    title = NEW if task_id is None else CHANGE
    return shown(request, measure, form, title, removable=task_id is not None)


def new_task(measure: Measure, rights: MeasureRights) -> Task:
    """A task to be written down, first guessed to be one's own."""
    new = Task(measure=measure)
    if rights.organisation is not None:
        new.organisation_id = rights.organisation
    return new


@require_POST
@measure_page(Needs.PART)
def task_done(request: HttpRequest, measure: Measure, task_id: int) -> HttpResponse:
    """Mark a task as done today."""
    found = get_object_or_404(Task, pk=task_id, measure=measure)
    refuse_others(request, found)
    finish_task(task=found, on=timezone.localdate(), by=current_user(request))
    if request.POST.get("next") == "tasks":
        return redirect("tasks", ags=measure.municipality_id)
    return back(found.measure, "tasks")


@municipality_page(Role.READER)
def organisation(request: HttpRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """What an organisation owes by when, what others owe where it takes part, and its measures."""
    found = get_object_or_404(Organisation, pk=pk, municipality=municipality)
    parts = parts_of(organisation=found)
    here = {each.measure.pk for each in parts}
    today = timezone.localdate()
    owing = open_tasks_of(municipality=municipality, today=today, own=found)
    own = [owed for owed in owing if owed.own]
    page = {
        "organisation": found,
        "kind": OrganisationKind(found.kind).text,
        "parts": parts,
        "own_tasks": len(own),
        "overdue": sum(owed.overdue for owed in own),
        **lines_for(request, [each for each in owing if each.own or each.task.measure_id in here]),
    }
    return render(request, "measures/organisation.html", page)


@municipality_page(Role.EDITOR)
def organisation_edit(request: HttpRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """Change what an organisation is called and what kind it is."""
    found = get_object_or_404(Organisation, pk=pk, municipality=municipality)
    form = OrganisationForm(request.POST or None, instance=found)
    if stored(form, lambda: save(form.instance, by=current_user(request))):
        return redirect("organisation", ags=municipality.ags, pk=pk)
    page = {"form": form, "organisation": Organisation.objects.get(pk=pk)}
    return render(request, "measures/organisation_form.html", page)
