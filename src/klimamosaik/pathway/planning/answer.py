"""The leading question in numbers: what all measures together bring, and how sure that is."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from klimamosaik.measures.models import Measure
from klimamosaik.measures.phase import Phase
from klimamosaik.pathway.kernel.abatement import Step
from klimamosaik.pathway.known import Known
from klimamosaik.pathway.planning.assumptions import assumed
from klimamosaik.pathway.planning.grade import Grade, grade_of
from klimamosaik.pathway.planning.price import abatement_of
from klimamosaik.pathway.planning.steering import town_pathway
from klimamosaik.pathway.queries import Pathway
from klimamosaik.places.models import Municipality, Population
from klimamosaik.terms.complaint import Complaint, Refused
from klimamosaik.terms.period import LOCAL


@dataclass(frozen=True)
class Contribution:
    """What one measure brings."""

    measure: Measure
    grade: Grade
    saved_mwh: float | None  # [MWh/a] measured; None: not measured, or about zero
    mean_t: float | None  # [t CO2e/a] measured where a meter saw it, else believed; None: unknown
    low_t: float | None
    high_t: float | None
    euro_per_t: float | None  # [EUR/t]; None: cost, life or effect unknown


@dataclass(frozen=True)
class Sum:
    """Several measures together; independent doubts add in quadrature."""

    count: int
    mean_t: float  # [t CO2e/a]
    low_t: float
    high_t: float


@dataclass(frozen=True)
class Answer:
    """The page's figures."""

    municipality: Municipality
    lines: tuple[Contribution, ...]  # measured first, large before small
    stopped: int
    measured: Sum
    expected: Sum
    saved_mwh: float  # [MWh/a] measured
    euro_per_t: float | None  # [EUR/t] of all measures whose cost is known, measured or expected
    priced: int  # measures behind it
    complaints: tuple[Complaint, ...]  # why no price could be worked out; usually none
    population: Population | None

    @property
    def kwh_per_head(self) -> float | None:
        """Measured energy per head [kWh/a]."""
        return self.saved_mwh * 1000 / self.population.inhabitants if self.population else None

    @property
    def kg_per_head(self) -> float | None:
        """Measured emissions per head [kg CO2e/a]."""
        return (
            self.measured.mean_t * 1000 / self.population.inhabitants if self.population else None
        )


def answer_of(*, municipality: Municipality, at: datetime) -> Answer:
    """Add up what is measured and what is expected, apart from each other."""
    pathway = town_pathway(municipality=municipality, at=at)
    today = at.astimezone(LOCAL).date()
    steps, complaints = steps_of(pathway, today)
    going = [one for one in pathway.known if one.measure.phase != Phase.STOPPED]
    lines = [contribution(one, steps.get(one.measure.pk)) for one in going]
    order = list(Grade)
    lines.sort(key=lambda line: (order.index(line.grade), -(line.mean_t or 0), line.measure.name))
    tonnes = sum(step.tonnes for step in steps.values())
    cost = sum(step.euro_per_tonne * step.tonnes for step in steps.values())
    return Answer(
        municipality=municipality,
        lines=tuple(lines),
        stopped=len(pathway.known) - len(going),
        measured=added([line for line in lines if line.grade is Grade.MEASURED]),
        expected=added([line for line in lines if line.grade is Grade.EXPECTED]),
        saved_mwh=sum(line.saved_mwh or 0.0 for line in lines),
        euro_per_t=cost / tonnes if tonnes > 0 else None,
        priced=len(steps),
        complaints=complaints,
        population=municipality.populations.order_by("-year").first(),
    )


def steps_of(pathway: Pathway, today: date) -> tuple[dict[int, Step], tuple[Complaint, ...]]:
    """The price of a tonne of each measure, or why there is none."""
    interest = assumed("interest").percent / 100
    try:
        found = abatement_of(pathway=pathway, today=today, interest=interest, life=None)
    except Refused as refusal:
        return {}, refusal.complaints
    return {one.measure.pk: one.step for one in found.steps}, ()


def contribution(one: Known, step: Step | None) -> Contribution:
    """One measure: the measurement itself where there is one, else the expectation."""
    price = step.euro_per_tonne if step else None
    grade = grade_of(one)
    if one.measured is not None and one.laid:
        seen = one.measured.evidence
        mwh = one.measured.saved_kwh / 1000
        return Contribution(one.measure, grade, mwh, seen.mean, seen.low, seen.high, price)
    if grade is Grade.EXPECTED and one.expected is not None and one.belief is not None:
        low, high = one.expected.low_t, one.expected.high_t
        return Contribution(one.measure, grade, None, one.belief.mean, low, high, price)
    return Contribution(one.measure, grade, None, None, None, None, price)


def added(lines: Sequence[Contribution]) -> Sum:
    """The sum with its range."""
    mean = math.fsum(line.mean_t or 0.0 for line in lines)
    below = [(line.mean_t or 0.0) - (line.low_t or 0.0) for line in lines]
    above = [(line.high_t or 0.0) - (line.mean_t or 0.0) for line in lines]
    return Sum(len(lines), mean, mean - math.hypot(*below), mean + math.hypot(*above))


def answer_document(found: Answer) -> dict[str, Any]:
    """The figures for machines; unknown is null."""
    return {
        "municipality": found.municipality.ags,
        "synthetic": found.municipality.synthetic,
        "measures": len(found.lines),
        "stopped": found.stopped,
        "measured": sum_document(found.measured) | {"saved_mwh_a_year": found.saved_mwh},
        "expected": sum_document(found.expected),
        "eur_per_t": found.euro_per_t,
        "priced_measures": found.priced,
        "per_head": {
            "kwh_a_year": found.kwh_per_head,
            "kg_co2e_a_year": found.kg_per_head,
            "inhabitants": found.population.inhabitants if found.population else None,
            "year": found.population.year if found.population else None,
        },
        "lines": [
            {
                "measure": line.measure.name,
                "evidence": line.grade.value,
                "saved_mwh_a_year": line.saved_mwh,
                "t_co2e_a_year": line.mean_t,
                "low_t": line.low_t,
                "high_t": line.high_t,
                "eur_per_t": line.euro_per_t,
            }
            for line in found.lines
        ],
    }


def sum_document(found: Sum) -> dict[str, Any]:
    """A sum for machines."""
    return {
        "measures": found.count,
        "t_co2e_a_year": found.mean_t,
        "low_t": found.low_t,
        "high_t": found.high_t,
    }
