"""The leading question in numbers: what all measures together bring, and how sure that is."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from klimamosaik.measures.models import Measure
from klimamosaik.measures.models.phase import Phase
from klimamosaik.measures.queries.staff_time import SavedTime, saved_time
from klimamosaik.pathway.kernel.contribution import NOTHING
from klimamosaik.pathway.queries.grade import EvidenceClass, grade_of
from klimamosaik.pathway.queries.headline import headline_of
from klimamosaik.pathway.queries.heads import heads_on
from klimamosaik.pathway.queries.measure_outlook import MeasureOutlook
from klimamosaik.pathway.queries.pathways import Pathway
from klimamosaik.pathway.queries.saving import SavingBasis
from klimamosaik.places.models import Municipality
from klimamosaik.places.queries.heads import Heads
from klimamosaik.planning.assumptions import assumed
from klimamosaik.planning.price import Abatement, Priced, abatement_of
from klimamosaik.planning.queries.kinds import MeasureKind, kinds_of
from klimamosaik.planning.steering import town_pathway
from klimamosaik.terms.complaint import InputRejected, Problem
from klimamosaik.terms.estimate import PERCENT, Estimate, together
from klimamosaik.terms.period import local_day
from klimamosaik.terms.quality import Quality, worked_out
from klimamosaik.terms.text import Text
from klimamosaik.terms.tonnes import tonnes


@dataclass(frozen=True)
class Contribution:
    """What one measure brings."""

    measure: Measure
    grade: EvidenceClass
    energy: Estimate | None  # [MWh/a] measured; None: not measured, or about zero
    tonnes: Estimate | None  # [t CO2e/a] measured where a meter saw it, else believed
    euro_per_t: float | None  # [EUR/t]; None: cost, life or effect unknown
    price_known_by: Quality  # how that price came to be
    gross: bool = False  # True: what it saves in energy cost is not known and not taken off

    @property
    def saved_mwh(self) -> float | None:
        """What its meters save [MWh/a]."""
        return self.energy.mean if self.energy else None

    @property
    def energy_ends(self) -> Text | None:
        """The ends of what its meters save."""
        return (
            None if self.energy is None else ENDS.format(low=self.energy.low, high=self.energy.high)
        )

    @property
    def got_worse(self) -> bool:
        """True where meters have shown that more is emitted since."""
        measured = self.grade is EvidenceClass.MEASURED
        return measured and self.tonnes is not None and self.tonnes.mean < 0

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
        return Text("{low} … {high}", "{low} … {high}").format(low=low, high=high)


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
    energy: Estimate  # [MWh/a] measured; zero where nothing is
    need_t: float | None  # [t CO2e/a] to be reduced by the target's year; None: no balance
    need_known_by: Quality
    target_year: int
    kinds: tuple[MeasureKind, ...]  # which fields of action work; those most measured first
    saved_time: tuple[SavedTime, ...]  # staff time, a sum a unit; never part of energy
    abatement: Abatement | None  # what a tonne costs; None: see the complaints
    complaints: tuple[Problem, ...]  # why no price could be worked out; usually none
    population: Heads | None

    @property
    def saved_mwh(self) -> float:
        """Measured energy [MWh/a]."""
        return self.energy.mean

    @property
    def worse(self) -> tuple[Contribution, ...]:
        """Measured ones that emit more since, the worst first."""
        found = [line for line in self.lines if line.got_worse]
        return tuple(sorted(found, key=size_of))

    @property
    def share_of_target(self) -> Estimate | None:
        """The measured reduction as a share of the one needed [%]; None: that is not known."""
        if not self.need_t or self.need_t <= 0 or not self.measured.count:
            return None
        return self.measured.tonnes.times(100 / self.need_t, PERCENT, known_by=self.need_known_by)

    @property
    def euro_per_t(self) -> float | None:
        """Mean of those whose saved money is known, with what failed [EUR/t]."""
        return self.abatement.mean.eur_per_t if self.abatement else None

    @property
    def price_known_by(self) -> Quality:
        """How that came to be."""
        return self.abatement.mean.quality if self.abatement else Quality.UNKNOWN

    @property
    def kwh_known_by(self) -> Quality:
        """How the energy per head came to be."""
        return worked_out(self.energy.quality, Quality.STATED)  # people are counted elsewhere

    @property
    def kg_known_by(self) -> Quality:
        """How the emissions per head came to be."""
        return worked_out(self.measured.tonnes.quality, Quality.STATED)

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
    *,
    municipality: Municipality,
    at: datetime,
    only: Collection[int] | None = None,
    indicators: Collection[int] | None = None,
    untold: Collection[int] = (),
) -> JointEffect:
    """Add up what is measured and what is expected, apart from each other.

    `only` counts these measures (ids) alone, `indicators` these; None: all. A tonne of each costs
    what it costs beside all measures but those `untold`, also on average.
    """
    whole = town_pathway(municipality=municipality, at=at)
    pathway = whole if only is None else those(whole, only)
    today = local_day(at)
    priced, complaints = priced_of(those(whole, but=untold), today)
    steps = {one.measure.pk: one for one in priced.all_steps} if priced else {}
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
        energy=energy_of(lines),
        need_t=whole.need_t,
        need_known_by=whole.need_known_by,
        target_year=whole.goal.year,
        kinds=kinds_of(pathway.known),
        saved_time=saved_time(municipality=municipality, only=indicators),
        abatement=priced.of(only) if priced and only is not None else priced,
        complaints=complaints,
        population=heads_on(whole),
    )


def those(
    pathway: Pathway, only: Collection[int] | None = None, but: Collection[int] = ()
) -> Pathway:
    """The pathway with some of its measures alone."""
    known = (one for one in pathway.known if one.measure.pk not in but)
    return replace(
        pathway, known=tuple(one for one in known if only is None or one.measure.pk in only)
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
    price_known_by = priced.known_by if priced else Quality.UNKNOWN
    gross = priced is not None and priced.basis is SavingBasis.UNKNOWN
    grade = grade_of(one)
    told = headline_of(one)
    if told is None:
        return Contribution(one.measure, grade, None, None, price, price_known_by, gross)
    saved = one.saved_energy if one.laid else None
    energy = saved.scaled(1 / 1000, "MWh/a") if saved else None
    return Contribution(one.measure, grade, energy, told.tonnes, price, price_known_by, gross)


def size_of(line: Contribution) -> float:
    """Tonnes to sort by [t CO2e/a]."""
    return line.tonnes.mean if line.tonnes else 0.0


def energy_of(lines: Sequence[Contribution]) -> Estimate:
    """What meters save together [MWh/a]; zero where they have shown nothing."""
    parts = [line.energy for line in lines if line.energy is not None]
    return together(parts) if parts else Estimate(0.0, 0.0, 0.0, "MWh/a")


def added(lines: Sequence[Contribution]) -> MeasureSum:
    """The sum with its range."""
    sizes = [line.tonnes for line in lines if line.tonnes is not None]
    return MeasureSum(len(lines), together(sizes) if sizes else NOTHING)


ENDS = Text("{low:.1n} … {high:.1n}", "{low:.1n} … {high:.1n}")
