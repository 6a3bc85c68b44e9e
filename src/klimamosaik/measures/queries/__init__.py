"""Doors that read the register of measures."""

from klimamosaik.measures.queries.lessons import Before, MeasureIdea, planned_as, tried_before
from klimamosaik.measures.queries.measure import measures_reading
from klimamosaik.measures.queries.state import (
    Filters,
    MeasureBudget,
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
    "Filters",
    "MeasureBudget",
    "MeasureIdea",
    "MeasureState",
    "NextDate",
    "Owed",
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
