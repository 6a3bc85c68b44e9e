"""The page "Was soll es bringen?": a measure before its first day; nothing is measured yet."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from klimamosaik.evidence.queries.meters import meter_points
from klimamosaik.measures.models import Measure
from klimamosaik.measures.models.phase import Phase
from klimamosaik.measures.queries import MeasureState
from klimamosaik.measures.queries.question import question_of
from klimamosaik.pathway.models import ExpectedEffect
from klimamosaik.places.models import MeterPoint
from klimamosaik.reports.queries.effects import gate_sentence
from klimamosaik.terms.text import Text, decimal
from klimamosaik.terms.tonnes import tonnes


@dataclass(frozen=True)
class PlannedPage:
    """What is hoped for, what it is to cost, who does it and when."""

    measure: Measure
    state: MeasureState
    title: Text
    when: Text
    expected: ExpectedEffect | None
    gate: Text | None
    meters: tuple[MeterPoint, ...]  # that will show it

    @property
    def entered(self) -> Text | None:
        """The three figures somebody entered, where one is told of them."""
        if self.expected is None:
            return None
        low, likely, high = self.expected.low_t, self.expected.likely_t, self.expected.high_t
        return ENTERED.format(low=tonnes(low), likely=tonnes(likely), high=tonnes(high))

    @property
    def expectation_link(self) -> str:
        """Where the expected effect is entered."""
        return reverse("expectation", args=[self.measure.municipality_id, self.measure.pk])


def begun(measure: Measure, today: date) -> bool:
    """True from the first day of a measure's effect on."""
    return measure.start is not None and measure.start <= today


def planned_page(*, state: MeasureState) -> PlannedPage:
    """Assemble the page of a measure that has not begun."""
    measure = state.measure
    return PlannedPage(
        measure=measure,
        state=state,
        title=question_of(begun=False, stopped=state.phase is Phase.STOPPED),
        when=when_of(measure),
        expected=getattr(measure, "expected_effect", None),
        gate=gate_sentence(measure),
        meters=tuple(meter_points(measure)),
    )


def when_of(measure: Measure) -> Text:
    """The first day of the effect, else the years of the work, else that nobody said."""
    if measure.start is not None:
        return Text("wirkt ab {day:short}", "works from {day:short}").format(day=measure.start)
    first, last = measure.first_year, measure.last_year
    if first is None and last is None:
        return Text("noch ohne ersten Tag", "no first day yet")
    years = f"{first}–{last}" if first and last and first != last else f"{first or last}"
    return Text(
        "Umsetzung {years}, noch ohne ersten Tag der Wirkung",
        "work {years}, no first day of its effect yet",
    ).format(years=years)


def cost_said(state: MeasureState, *, begun: bool) -> Text | None:
    """What was spent, else what is planned; None where nobody said."""
    actual, planned, cost = state.budget.actual, state.budget.planned, state.measure.cost
    if begun and actual is not None:
        return euros(SPENT, actual)
    if planned is not None:
        return euros(PLANNED, planned)
    return euros(COST if begun else PLANNED, cost) if cost is not None else None


def euros(words: Text, amount: float | object) -> Text:
    """An amount in a sentence."""
    value = float(str(amount))
    return Text(words.de.format(n=decimal(value)), words.en.format(n=decimal(value, language="en")))


ENTERED = Text(
    "eingetragen: {low}, {likely}, {high} t; gesagt wird das Mittel",
    "entered: {low}, {likely}, {high} t; the mean is told",
)
SPENT = Text("Ausgegeben sind bisher {n} €.", "Spent so far are {n} €.")
PLANNED = Text("Geplant sind {n} €.", "Planned are {n} €.")
COST = Text("Kosten: {n} €.", "Cost: {n} €.")
