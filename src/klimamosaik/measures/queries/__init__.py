"""Doors that read the register of measures."""

from klimamosaik.measures.queries.lessons import Before, Planned, planned_as, tried_before
from klimamosaik.measures.queries.measure import measures_reading
from klimamosaik.measures.queries.state import (
    Budget,
    Filters,
    MeasureState,
    NextDate,
    register_of,
    state_of,
)
from klimamosaik.measures.queries.tasks import (
    Owed,
    TaskRights,
    open_tasks_of,
    organisation_of,
    organisations_of,
    task_rights,
)

__all__ = [
    "Before",
    "Budget",
    "Filters",
    "MeasureState",
    "NextDate",
    "Owed",
    "Planned",
    "TaskRights",
    "measures_reading",
    "open_tasks_of",
    "organisation_of",
    "organisations_of",
    "planned_as",
    "register_of",
    "state_of",
    "task_rights",
    "tried_before",
]
