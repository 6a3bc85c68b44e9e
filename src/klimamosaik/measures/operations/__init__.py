"""Doors that change the register of measures."""

from klimamosaik.measures.operations.chain import enter_value, write_cost, write_indicator
from klimamosaik.measures.operations.happened import say_what_happened
from klimamosaik.measures.operations.involvement import (
    assign_task,
    finish_task,
    involve,
    organisation_named,
    report_status,
    write_network,
    write_organisation,
    write_register,
)
from klimamosaik.measures.operations.keeping import remove
from klimamosaik.measures.operations.life import step_up, stop, take_up_again, write_lesson
from klimamosaik.measures.operations.measure import (
    CriterionDraft,
    judge,
    write_basics,
    write_gate,
    write_measure,
)

__all__ = [
    "CriterionDraft",
    "assign_task",
    "enter_value",
    "finish_task",
    "involve",
    "judge",
    "organisation_named",
    "remove",
    "report_status",
    "say_what_happened",
    "step_up",
    "stop",
    "take_up_again",
    "write_basics",
    "write_cost",
    "write_gate",
    "write_indicator",
    "write_lesson",
    "write_measure",
    "write_network",
    "write_organisation",
    "write_register",
]
