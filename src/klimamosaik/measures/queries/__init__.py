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
from klimamosaik.measures.queries.newest import measures_reading
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
    OrganisationPart,
    Owed,
    open_tasks_of,
    organisation_of,
    organisations_of,
    parts_of,
)
from klimamosaik.measures.queries.tempo import Passage, Tempo, tempo_of
