"""Doors that read who owes what."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import User

from klimamosaik.measures.models import Task
from klimamosaik.measures.models.phase import Phase
from klimamosaik.people.models import Membership, Organisation, Role
from klimamosaik.places.models import Municipality


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


@dataclass(frozen=True)
class TaskRights:
    """Which tasks a person may change."""

    all: bool
    organisation: int | None  # id of the one whose tasks they may change; None: no single one

    def cover(self, task: Task) -> bool:
        """True where the person may change the task."""
        return self.all or (
            self.organisation is not None and self.organisation == task.organisation_id
        )


def task_rights(*, user: User, municipality: Municipality) -> TaskRights:
    """Who edits for the whole municipality changes all tasks, who works for one organisation
    changes its own, who only reads changes none."""
    found = Membership.objects.filter(user=user, municipality=municipality).first()
    if found is None or found.role == Role.READER:
        return TaskRights(False, None)
    if found.role == Role.ADMIN or found.organisation_id is None:
        return TaskRights(True, None)
    return TaskRights(False, found.organisation_id)
