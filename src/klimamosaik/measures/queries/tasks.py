"""Doors that read who owes what."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import User

from klimamosaik.measures.models import Task
from klimamosaik.measures.phase import Phase
from klimamosaik.places.models import Membership, Municipality, Organisation


@dataclass(frozen=True)
class Owed:
    """A task that is still open."""

    task: Task
    overdue: bool
    own: bool  # of the organisation the person asking belongs to


def open_tasks_of(
    *, municipality: Municipality, today: date, own: Organisation | None = None
) -> tuple[Owed, ...]:
    """All open tasks of running measures, the soonest due first; without a day last."""
    tasks = (
        Task.objects.filter(measure__municipality=municipality, done_on=None)
        .exclude(measure__phase=Phase.STOPPED)
        .select_related("measure", "organisation")
    )
    return tuple(
        Owed(task, task.due is not None and task.due < today, task.organisation == own)
        for task in tasks
    )


def organisation_of(*, user: User, municipality: Municipality) -> Organisation | None:
    """The organisation a person works for in a municipality; None: for the whole of it."""
    membership = (
        Membership.objects.filter(user=user, municipality=municipality)
        .select_related("organisation")
        .first()
    )
    return membership.organisation if membership else None


def organisations_of(*, municipality: Municipality) -> Sequence[Organisation]:
    """All organisations that take part, by name."""
    return list(municipality.organisations.all())
