"""Doors that read the register of measures."""

from klimamosaik.measures.queries.adaptation import AdaptationLine, adaptation_of
from klimamosaik.measures.queries.after_funding import (
    AfterFundingPlan,
    FundedMeasure,
    after_funding_of,
)
from klimamosaik.measures.queries.decision import NextDate
from klimamosaik.measures.queries.gate_facts import missing_of_example
from klimamosaik.measures.queries.lessons import (
    Before,
    MeasureIdea,
    measured_by_others,
    planned_as,
    tried_before,
)
from klimamosaik.measures.queries.measure import measures_reading
from klimamosaik.measures.queries.rights import (
    ALL_RIGHTS,
    NO_RIGHTS,
    MeasureRights,
    OwnRow,
    rights_on,
)
from klimamosaik.measures.queries.state import (
    Filters,
    MeasureBudget,
    MeasureState,
    ResponsibleDesk,
    register_of,
    state_of,
)
from klimamosaik.measures.queries.tasks import (
    Owed,
    PartTaken,
    open_tasks_of,
    organisation_of,
    organisations_of,
    parts_of,
)
from klimamosaik.measures.queries.tempo import Passage, Tempo, tempo_of

__all__ = [
    "ALL_RIGHTS",
    "NO_RIGHTS",
    "AdaptationLine",
    "AfterFundingPlan",
    "Before",
    "Filters",
    "FundedMeasure",
    "MeasureBudget",
    "MeasureIdea",
    "MeasureRights",
    "MeasureState",
    "NextDate",
    "Owed",
    "OwnRow",
    "PartTaken",
    "Passage",
    "ResponsibleDesk",
    "Tempo",
    "adaptation_of",
    "after_funding_of",
    "measured_by_others",
    "measures_reading",
    "missing_of_example",
    "open_tasks_of",
    "organisation_of",
    "organisations_of",
    "parts_of",
    "planned_as",
    "register_of",
    "rights_on",
    "state_of",
    "tempo_of",
    "tried_before",
]
