"""Tables of the way: year by year, target by target, measure by measure."""

from dataclasses import dataclass

from klimamosaik.drawing.probability import chance_svg
from klimamosaik.pathway.kernel.contribution import ContributionState
from klimamosaik.pathway.kernel.simulation import TargetProbability
from klimamosaik.pathway.page_wording import chance_text, goal_name, milestone_name
from klimamosaik.pathway.projection import MilestoneChance, PathwayProjection, stands
from klimamosaik.pathway.queries.headline import headline_of
from klimamosaik.pathway.queries.measure_outlook import MeasureOutlook
from klimamosaik.pathway.queries.measure_wording import (
    inside_balance,
    inside_text,
    not_counted_text,
)
from klimamosaik.pathway.queries.pathways import Pathway
from klimamosaik.pathway.queries.steps import steps_of
from klimamosaik.pathway.queries.wording import need_text, rough
from klimamosaik.terms.estimate import Estimate
from klimamosaik.terms.text import Text
from klimamosaik.terms.tonnes import tonnes
from klimamosaik.terms.tonnes_range import tonnes_range

NOTHING = Text("–", "–")
ENDS = Text("{above.low:rough} … {above.high:rough}", "{above.low:rough} … {above.high:rough}")


@dataclass(frozen=True)
class YearLine:
    """One year of the course [t CO2e/a]; None where the year is known or lies before."""

    year: int
    known: float | None
    alone: Estimate | None
    planned: Estimate | None
    needed: float | None  # on a straight line to the target


@dataclass(frozen=True)
class AimLine:
    """A target or milestone with its chance."""

    name: Text
    limit_t: float | None  # [t CO2e/a]
    chance: Text  # or why there is none
    chance_svg: str  # the same as ten stones; empty where there is none
    above: Estimate | None  # [t CO2e/a] the limit; below zero: more than enough
    source: Text
    target: int | None  # key of the stored target; None: a milestone, or the law's
    milestone: int | None  # key of the milestone

    @property
    def gap(self) -> Text:
        """What is above the limit, as one says it."""
        return rough(self.above.mean) if self.above else NOTHING

    @property
    def gap_range(self) -> Text | None:
        """Its range; None where there is none."""
        if self.above is None or self.above.low == self.above.high:
            return None
        return ENDS.format(above=self.above)


@dataclass(frozen=True)
class MeasureLine:
    """A measure's one figure, what it is made of, and the steps away from it [t CO2e/a]."""

    pk: int
    name: str
    figures: "Figures"
    in_target_year: float | None  # [t CO2e/a] overlaps and the trend taken off; None: not counted
    steps: tuple[Text, ...]
    note: Text | None

    @property
    def in_year_said(self) -> Text:
        """What it brings in the target's year, as one writes it."""
        if self.in_target_year is None:
            return NOTHING
        return tonnes(self.in_target_year)


def year_lines(way: PathwayProjection) -> tuple[YearLine, ...]:
    """Known years, then those to come."""
    past = (*way.past, way.start)
    known = tuple(YearLine(one.year, one.emissions_t, None, None, None) for one in past)
    counted = way.pathway.measured_up
    coming = tuple(
        YearLine(int(year), None, alone, planned if counted else None, needed)
        for year, alone, planned, needed in zip(
            way.years, way.alone, way.planned, way.needed, strict=True
        )
    )
    return known + coming


def aim_lines(pathway: Pathway) -> tuple[AimLine, ...]:
    """The milestones of a target and the target itself."""
    goal, chance = pathway.goal, pathway.chance
    on_the_way = stands(pathway)
    own = AimLine(
        name=goal_name(goal),
        limit_t=pathway.limit_t,
        chance=chance_text(chance, pathway) if chance else need_text(pathway),
        chance_svg=chance_picture(chance, pathway),
        above=chance.gap if chance else None,
        source=goal.source,
        target=goal.stored.pk if goal.stored else None,
        milestone=None,
    )
    return (*(milestone_line(stand, pathway) for stand in on_the_way), own)


def chance_picture(chance: TargetProbability | None, pathway: Pathway) -> str:
    """A probability as ten stones; empty where none is told."""
    return chance_svg(chance.probability) if chance and pathway.measured_up else ""


def milestone_line(stand: MilestoneChance, pathway: Pathway) -> AimLine:
    """One milestone."""
    milestone, chance = stand.milestone, stand.chance
    past = Text("liegt nicht auf dem Pfad", "does not lie on the pathway")
    return AimLine(
        name=milestone_name(milestone),
        limit_t=milestone.limit_t,
        chance=chance_text(chance, pathway) if chance else past,
        chance_svg=chance_picture(chance, pathway),
        above=chance.gap if chance else None,
        source=Text(milestone.source, milestone.source),
        target=None,
        milestone=milestone.pk,
    )


def measure_lines(pathway: Pathway) -> tuple[MeasureLine, ...]:
    """Every measure, those with the most tonnes in the target's year first."""
    laid = {
        stone.code: stone.tonnes.mean
        for stone in pathway.stones
        if stone.state is not ContributionState.STOPPED
    }
    lines = [measure_line(one, pathway, laid.get(str(one.measure.pk))) for one in pathway.known]
    return tuple(sorted(lines, key=lambda line: -(line.in_target_year or 0.0)))


@dataclass(frozen=True)
class Figures:
    """A measure's one figure, and what was measured and entered, as one writes them."""

    headline: Text
    measured: Text
    expected: Text


def figures_of(one: MeasureOutlook) -> Figures:
    """The figures of one measure; a dash where there is none."""
    expected, headline = one.expected, headline_of(one)
    return Figures(
        headline.figure if headline else NOTHING,
        tonnes_range(one.measured) if one.measured else NOTHING,
        tonnes_range(expected.entered) if expected else NOTHING,
    )


def measure_line(one: MeasureOutlook, pathway: Pathway, in_year: float | None) -> MeasureLine:
    """One measure."""
    return MeasureLine(
        pk=one.measure.pk,
        name=one.measure.name,
        figures=figures_of(one),
        in_target_year=in_year,
        steps=tuple(step.said for step in steps_of(one, pathway)),
        note=note_on(one, pathway),
    )


def note_on(one: MeasureOutlook, pathway: Pathway) -> Text | None:
    """Why a measure does not count, or that the start holds it already."""
    if inside_balance(one, pathway):
        return inside_text(one, pathway)
    return not_counted_text(one)
