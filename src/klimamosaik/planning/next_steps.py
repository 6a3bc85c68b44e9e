"""What to do next about a measure: one thing, and the page where it is done."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from klimamosaik.measures.queries import MeasureState
from klimamosaik.pathway.queries.measure_outlook import MeasureOutlook
from klimamosaik.terms.text import Text


@dataclass(frozen=True)
class NextStep:
    """One thing to do about a measure."""

    text: Text
    link: str


def next_step(
    state: MeasureState, known: MeasureOutlook | None, *, steered: bool
) -> NextStep | None:
    """The first of what is open about a measure; None where nothing is.

    steered: something of it can be compared with a plan; else what would make it comparable.
    """
    found = (*overdue(state), *comparable(state, known, steered=steered), *gate(state))
    return next(iter(found), None)


def overdue(state: MeasureState) -> Iterator[NextStep]:
    """News and tasks that should have come."""
    if state.stale:
        yield step(state, REPORT, "measure_row_new", "stand")
    for task in state.overdue:
        yield step(state, DUE.format(what=task.what), "task", task.pk)


def comparable(
    state: MeasureState, known: MeasureOutlook | None, *, steered: bool
) -> Iterator[NextStep]:
    """What is to be written down so that the measure can be compared with a plan."""
    if steered:
        return
    measure = state.measure
    in_tonnes = any(field.has_tonnes for field in measure.fields) or not measure.fields
    if in_tonnes and (known is None or known.expected is None):
        yield step(state, EXPECT, "expectation")
    if not in_tonnes and not any(one.wanted_value is not None for one in measure.indicators.all()):
        yield step(state, WANT, "measure_row_new", "kennzahl")
    lines = list(measure.cost_lines.all())
    if not any(line.planned is not None for line in lines):
        yield step(state, PLAN_MONEY, "measure_row_new", "kosten")
    if state.begun and in_tonnes and not measure.meter_points.exists():
        yield step(state, METERS, "measure_edit")
    if measure.start is None:
        yield step(state, BEGIN, "measure_edit")


def gate(state: MeasureState) -> Iterator[NextStep]:
    """What the next phase still asks for, or that the way there is open."""
    if state.gate is None:
        return
    phase = state.gate.to.text
    said = (
        READY.format(phase=phase)
        if state.gate.open
        else MISSING.format(phase=phase, what=state.gate.missing[0].text)
    )
    yield step(state, said, "measure_step")


def step(state: MeasureState, text: Text, page: str, *more: object) -> NextStep:
    """A step with the address of its page."""
    measure = state.measure
    return NextStep(text, reverse(page, args=[measure.municipality_id, measure.pk, *more]))


REPORT = Text("Sachstand melden", "Report its state")
DUE = Text("Überfällig: {what}", "Overdue: {what}")
EXPECT = Text("Erwartete Minderung eintragen", "Enter the expected reduction")
WANT = Text("Kennzahl mit gewünschtem Wert eintragen", "Enter an indicator with a wanted value")
PLAN_MONEY = Text("Geplante Kosten eintragen", "Enter the planned cost")
METERS = Text("Zähler zuordnen", "Assign its meters")
BEGIN = Text("Ersten Tag der Wirkung eintragen", "Enter the first day of its effect")
READY = Text("Bereit für die Phase {phase}", "Ready for the phase {phase}")
MISSING = Text("Offen vor der Phase {phase}: {what}", "Open before the phase {phase}: {what}")
