"""Doors for who has what to do with a measure: organisations, tasks, status reports."""

from datetime import date

from django.contrib.auth.models import User

from klimamosaik.measures.models import Involvement, Measure, StatusReport, Task
from klimamosaik.people.models import Organisation, OrganisationKind
from klimamosaik.places.models import Municipality
from klimamosaik.records.operations import save
from klimamosaik.terms.complaint import InputRejected, Problem, problem


def organisation_named(
    *,
    municipality: Municipality,
    name: str,
    kind: OrganisationKind = OrganisationKind.ADMINISTRATION,
    by: User | None,
) -> Organisation:
    """The organisation of that name; written down anew, as of that kind, where there is none."""
    known = Organisation.objects.filter(municipality=municipality, name=name.strip()).first()
    new = Organisation(municipality=municipality, name=name.strip(), kind=kind)
    return known or save(new, by=by)


def involve(*, involvement: Involvement, by: User | None) -> Involvement:
    """Save what an organisation has to do with a measure.

    Raises InputRejected with every complaint.
    """
    refuse_strangers(involvement.measure, involvement.organisation)
    save(involvement, by=by)
    return involvement


def assign_task(*, task: Task, by: User | None) -> Task:
    """Save a new or changed task. Raises InputRejected with every complaint."""
    refuse_strangers(task.measure, task.organisation)
    save(task, by=by)
    return task


def finish_task(*, task: Task, on: date | None, by: User | None) -> Task:
    """Mark a task as done on a day, or as open again."""
    task.done_on = on
    save(task, by=by)
    return task


def report_status(*, report: StatusReport, by: User | None) -> StatusReport:
    """Save how a measure is getting on. Raises InputRejected with every complaint."""
    if complaints := span_that_fits(report):
        raise InputRejected(complaints)
    if report.by_id is None:
        report.by = by
    save(report, by=by)
    return report


def span_that_fits(report: StatusReport) -> list[Problem]:
    """A report ends after it begins."""
    backwards = report.first_day and report.day and report.first_day > report.day
    return [SPAN_BACKWARDS] if backwards else []


def refuse_strangers(measure: Measure, organisation: Organisation) -> None:
    """Raise InputRejected for an organisation of another municipality."""
    if organisation.municipality_id != measure.municipality_id:
        raise InputRejected([OTHER_TOWNS_ORGANISATION])


OTHER_TOWNS_ORGANISATION = problem(
    "other_towns_organisation",
    "Der gewählte Akteur gehört zu einer anderen Gemeinde.",
    "The chosen organisation belongs to another municipality.",
    column="organisation",
)
SPAN_BACKWARDS = problem(
    "span_backwards",
    "Der Sachstand endet, bevor er beginnt.",
    "The status report ends before it begins.",
    column="first_day",
)
