"""Doors that change the register of measures."""

from klimamosaik.measures.operations.chain import enter_value, write_indicator
from klimamosaik.measures.operations.involvement import (
    assign_task,
    finish_task,
    involve,
    organisation_named,
    report_status,
)
from klimamosaik.measures.operations.life import (
    say_what_happened,
    step_up,
    stop,
    take_up_again,
    write_lesson,
)
from klimamosaik.measures.operations.measure import (
    CriterionDraft,
    judge,
    note_since,
    write_basics,
    write_gate,
    write_measure,
)
