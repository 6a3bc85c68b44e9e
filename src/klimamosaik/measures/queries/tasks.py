"""Doors that read who owes what."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import User

from klimamosaik.measures.models import Measure, Task
from klimamosaik.measures.models.kinds import InvolvementRole
from klimamosaik.measures.models.phase import Phase
from klimamosaik.people.models import Membership, Organisation
from klimamosaik.places.models import Municipality
from klimamosaik.terms.text import Text


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
        .prefetch_related("measure__involvements", "measure__tasks")
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
class OrganisationPart:
    """What an organisation has to do with one measure."""

    measure: Measure
    roles: tuple[Text, ...]  # () where it owes tasks only


def parts_of(*, organisation: Organisation) -> tuple[OrganisationPart, ...]:
    """The running measures an organisation takes part in or owes something to, by name."""
    roles: dict[int, list[Text]] = defaultdict(list)
    for each in organisation.involvements.order_by("role"):
        roles[each.measure_id].append(InvolvementRole(each.role).text)
    owing = organisation.tasks.values_list("measure_id", flat=True)
    found = Measure.objects.filter(pk__in={*roles, *owing}).exclude(phase=Phase.STOPPED)
    return tuple(OrganisationPart(each, tuple(roles[each.pk])) for each in found.order_by("name"))
