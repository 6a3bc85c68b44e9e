"""The leading question in numbers: what all measures together bring, and how sure that is."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from klimamosaik.measures.models import Measure
from klimamosaik.measures.models.phase import Phase
from klimamosaik.pathway.kernel.contribution import NOTHING
from klimamosaik.pathway.queries.grade import EvidenceClass, grade_of
from klimamosaik.pathway.queries.headline import headline_of
from klimamosaik.pathway.queries.measure_outlook import MeasureOutlook
from klimamosaik.pathway.queries.pathways import Pathway
from klimamosaik.pathway.queries.saving import SavingBasis
from klimamosaik.places.models import Municipality, Population
from klimamosaik.planning.assumptions import assumed
from klimamosaik.planning.price import Abatement, Priced, abatement_of
from klimamosaik.planning.steering import town_pathway
from klimamosaik.terms.complaint import InputRejected, Problem
from klimamosaik.terms.estimate import Estimate, together
from klimamosaik.terms.period import LOCAL
from klimamosaik.terms.text import Text
from klimamosaik.terms.tonnes import tonnes


@dataclass(frozen=True)
class Contribution:
    """What one measure brings."""

    measure: Measure
    grade: EvidenceClass
    saved_mwh: float | None  # [MWh/a] measured; None: not measured, or about zero
    tonnes: Estimate | None  # [t CO2e/a] measured where a meter saw it, else believed
    euro_per_t: float | None  # [EUR/t]; None: cost, life or effect unknown
    gross: bool = False  # True: what it saves in energy cost is not known and not taken off

    @property
    def only_expected(self) -> bool:
        """True where its tonnes are expected and no meter has shown them."""
        return self.grade is not EvidenceClass.MEASURED and self.tonnes is not None

    @property
    def figure(self) -> Text | None:
        """Its tonnes as they are written everywhere; None where they are unknown."""
        return tonnes(self.tonnes.mean) if self.tonnes else None

    @property
    def ends(self) -> Text | None:
        """The ends of its range."""
        if self.tonnes is None:
            return None
        ends = (self.tonnes.low, self.tonnes.high)
        low, high = (tonnes(end, beside=self.tonnes.mean) for end in ends)
        return Text(
            "{low} … {high}",
            "{low} … {high}",
        ).format(low=low, high=high)


@dataclass(frozen=True)
class MeasureSum:
    """Several measures together."""

    count: int
    tonnes: Estimate  # [t CO2e/a] zero where there are none


@dataclass(frozen=True)
class JointEffect:
    """The page's figures."""

    municipality: Municipality
    lines: tuple[Contribution, ...]  # measured first, large before small
    stopped: int
    measured: MeasureSum
    expected: MeasureSum
    saved_mwh: float  # [MWh/a] measured
    abatement: Abatement | None  # what a tonne costs; None: see the complaints
    complaints: tuple[Problem, ...]  # why no price could be worked out; usually none
    population: Population | None

    @property
    def euro_per_t(self) -> float | None:
        """Mean of those whose saved money is known, with what failed [EUR/t]."""
        return self.abatement.mean.eur_per_t if self.abatement else None

    @property
    def kwh_per_head(self) -> float | None:
        """Measured energy per head [kWh/a]."""
        return self.saved_mwh * 1000 / self.population.inhabitants if self.population else None

    @property
    def kg_per_head(self) -> float | None:
        """Measured emissions per head [kg CO2e/a]."""
        kilograms = self.measured.tonnes.mean * 1000
        return kilograms / self.population.inhabitants if self.population else None


def answer_of(
    *, municipality: Municipality, at: datetime, only: Collection[int] | None = None
) -> JointEffect:
    """Add up what is measured and what is expected, apart from each other.

    `only` counts these measures (ids) alone; None: all.
    """
    pathway = town_pathway(municipality=municipality, at=at)
    if only is not None:
        known = tuple(one for one in pathway.known if one.measure.pk in only)
        pathway = replace(pathway, known=known)
    today = at.astimezone(LOCAL).date()
    found, complaints = priced_of(pathway, today)
    steps = {one.measure.pk: one for one in found.all_steps} if found else {}
    going = [one for one in pathway.known if one.measure.phase != Phase.STOPPED]
    lines = [contribution(one, steps.get(one.measure.pk)) for one in going]
    order = list(EvidenceClass)
    lines.sort(key=lambda line: (order.index(line.grade), -size_of(line), line.measure.name))
    return JointEffect(
        municipality=municipality,
        lines=tuple(lines),
        stopped=len(pathway.known) - len(going),
        measured=added([line for line in lines if line.grade is EvidenceClass.MEASURED]),
        expected=added([line for line in lines if line.only_expected]),
        saved_mwh=sum(line.saved_mwh or 0.0 for line in lines),
        abatement=found,
        complaints=complaints,
        population=municipality.populations.order_by("-year").first(),
    )


def priced_of(pathway: Pathway, today: date) -> tuple[Abatement | None, tuple[Problem, ...]]:
    """What a tonne of each measure costs, or why that is not known."""
    interest = assumed("interest").percent / 100
    try:
        return abatement_of(pathway=pathway, today=today, interest=interest, life=None), ()
    except InputRejected as refusal:
        return None, refusal.complaints


def contribution(one: MeasureOutlook, priced: Priced | None) -> Contribution:
    """One measure: the measurement itself where there is one, else the expectation."""
    price = priced.step.euro_per_tonne if priced else None
    gross = priced is not None and priced.basis is SavingBasis.UNKNOWN
    grade = grade_of(one)
    told = headline_of(one)
    if told is None:
        return Contribution(one.measure, grade, None, None, price, gross)
    mwh = one.saved_energy.mean / 1000 if one.saved_energy and one.laid else None
    return Contribution(one.measure, grade, mwh, told.tonnes, price, gross)


def size_of(line: Contribution) -> float:
    """Tonnes to sort by [t CO2e/a]."""
    return line.tonnes.mean if line.tonnes else 0.0


def added(lines: Sequence[Contribution]) -> MeasureSum:
    """The sum with its range."""
    sizes = [line.tonnes for line in lines if line.tonnes is not None]
    return MeasureSum(len(lines), together(sizes) if sizes else NOTHING)


def answer_document(found: JointEffect) -> dict[str, Any]:
    """The figures for machines; unknown is null."""
    return {
        "municipality": found.municipality.ags,
        "synthetic": found.municipality.synthetic,
        "measures": len(found.lines),
        "stopped": found.stopped,
        "measured": sum_document(found.measured) | {"saved_mwh_a_year": found.saved_mwh},
        "expected": sum_document(found.expected),
        "eur_per_t": found.euro_per_t,
        **prices_document(found.abatement),
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
                "t_co2e_a_year": line.tonnes.mean if line.tonnes else None,
                "low_t": line.tonnes.low if line.tonnes else None,
                "high_t": line.tonnes.high if line.tonnes else None,
                "eur_per_t": line.euro_per_t,
                "saving_known": None if line.euro_per_t is None else not line.gross,
            }
            for line in found.lines
        ],
    }


def prices_document(found: Abatement | None) -> dict[str, Any]:
    """How many measures are behind the mean, the money that failed, and the group apart."""
    return {
        "priced_measures": found.mean.count if found else 0,
        "eur_per_t_without_failed": found.mean.alone if found else None,
        "failed_measures": found.mean.failed if found else 0,
        "failed_eur": found.mean.spent if found else 0.0,
        "eur_per_t_saving_not_known": found.gross_mean.eur_per_t if found else None,
        "saving_not_known_measures": found.gross_mean.count if found else 0,
    }


def sum_document(found: MeasureSum) -> dict[str, Any]:
    """A sum for machines."""
    return {
        "measures": found.count,
        "t_co2e_a_year": found.tonnes.mean,
        "low_t": found.tonnes.low,
        "high_t": found.tonnes.high,
    }
