"""Pages on tasks: what everyone owes, and the form of one."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from klimamosaik.measures.forms.rows import OrganisationForm, TaskForm
from klimamosaik.measures.models import Measure, Task
from klimamosaik.measures.operations import assign_task, finish_task
from klimamosaik.measures.queries import (
    open_tasks_of,
    organisation_of,
    organisations_of,
    task_rights,
)
from klimamosaik.measures.views.asking import measure_in
from klimamosaik.measures.views.rows import back, removed, shown
from klimamosaik.people.access import includes, municipality_page, visited
from klimamosaik.people.models import Organisation, OrganisationKind, Role
from klimamosaik.people.requests import current_user
from klimamosaik.places.models import Municipality
from klimamosaik.records.forms import stored
from klimamosaik.records.operations import save
from klimamosaik.terms.text import Text

NEW = Text("Was ist zu tun?", "What is to be done?")
CHANGE = Text("Aufgabe ändern", "Change a task")


@municipality_page(Role.READER)
def tasks(request: HttpRequest, municipality: Municipality) -> HttpResponse:
    """What my organisation owes by when, and what others owe."""
    own = organisation_of(user=current_user(request), municipality=municipality)
    found = open_tasks_of(municipality=municipality, today=timezone.localdate(), own=own)
    rights = task_rights(user=current_user(request), municipality=municipality)
    lines = [(owed, rights.cover(owed.task)) for owed in found]
    page = {
        "own": own,
        "mine": [line for line in lines if line[0].own],
        "others": [line for line in lines if not line[0].own],
        "organisations": [
            (each, OrganisationKind(each.kind).text)
            for each in organisations_of(municipality=municipality)
        ],
        "overdue": sum(line[0].overdue for line in lines),
    }
    return render(request, "measures/tasks.html", page)


@municipality_page(Role.READER)
def task(
    request: HttpRequest, municipality: Municipality, pk: int, task_id: int | None = None
) -> HttpResponse:
    """Write down or change a task; who works for an organisation changes its own only."""
    measure = measure_in(municipality, pk)
    own = organisation_of(user=current_user(request), municipality=municipality)
    instance = (
        new_task(measure, own)
        if task_id is None
        else get_object_or_404(Task, pk=task_id, measure=measure)
    )
    refuse_others(request, instance)
    if request.method == "POST" and "remove" in request.POST and task_id is not None:
        return removed(request, measure, instance, "tasks")
    form = TaskForm(request.POST or None, instance=instance, municipality=municipality)
    if own is not None and not includes(visited_role(request), Role.EDITOR):
        form.only(own)

    def assigned() -> object:
        instance.organisation = form.chosen(municipality, current_user(request))
        refuse_others(request, instance)
        return assign_task(task=instance, by=current_user(request))

    if stored(form, assigned):
        return back(measure, "tasks")
    title = NEW if task_id is None else CHANGE
    return shown(request, measure, form, title, removable=task_id is not None)


@municipality_page(Role.EDITOR)
def organisation(request: HttpRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """Change what an organisation is called and what kind it is."""
    found = get_object_or_404(Organisation, pk=pk, municipality=municipality)
    form = OrganisationForm(request.POST or None, instance=found)
    if stored(form, lambda: save(form.instance, by=current_user(request))):
        return redirect("tasks", ags=municipality.ags)
    page = {"form": form, "organisation": Organisation.objects.get(pk=pk)}
    return render(request, "measures/organisation_form.html", page)


def new_task(measure: Measure, own: Organisation | None) -> Task:
    """A task to be written down, first guessed to be one's own."""
    return Task(measure=measure, organisation=own) if own else Task(measure=measure)


@require_POST
@municipality_page(Role.READER)
def task_done(
    request: HttpRequest, municipality: Municipality, pk: int, task_id: int
) -> HttpResponse:
    """Mark a task as done today."""
    found = get_object_or_404(Task, pk=task_id, measure=measure_in(municipality, pk))
    refuse_others(request, found)
    finish_task(task=found, on=timezone.localdate(), by=current_user(request))
    if request.POST.get("next") == "tasks":
        return redirect("tasks", ags=municipality.ags)
    return back(found.measure, "tasks")


def visited_role(request: HttpRequest) -> Role:
    """The role the person has on this page."""
    visit = visited(request)
    assert visit is not None
    return visit.role


def refuse_others(request: HttpRequest, found: Task) -> None:
    """403 for a task the person may not change."""
    rights = task_rights(user=current_user(request), municipality=found.measure.municipality)
    if not rights.cover(found):
        raise PermissionDenied
