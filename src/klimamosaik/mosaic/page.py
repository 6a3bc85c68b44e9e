"""What the page of the mosaic shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from klimamosaik.drawing.palette import Paint
from klimamosaik.mosaic.kernel.caption import marks_in
from klimamosaik.mosaic.kernel.layout import lay
from klimamosaik.mosaic.kernel.moment import Moment, WallMoment
from klimamosaik.mosaic.kernel.mosaic import Mosaic, mosaic
from klimamosaik.mosaic.kernel.picture import Orientation
from klimamosaik.mosaic.kernel.published_names import NamedStones
from klimamosaik.mosaic.kernel.stone import StoneAccount
from klimamosaik.mosaic.kernel.table import as_html
from klimamosaik.mosaic.kernel.wording import LEGEND
from klimamosaik.mosaic.lede import lede, per_head, why_years_differ
from klimamosaik.mosaic.queries.households import household_electricity, in_households
from klimamosaik.mosaic.summary import MeasureSummary, summary_of, whys
from klimamosaik.mosaic.wall_years import choice_of, chosen
from klimamosaik.mosaic.without_stones import Unlaid, unlaid
from klimamosaik.pathway.kernel.contribution import ContributionState, YearContribution
from klimamosaik.pathway.models import Scope
from klimamosaik.pathway.queries.headline import headline_of
from klimamosaik.pathway.queries.in_plan import InPlan, in_plan_of
from klimamosaik.pathway.queries.pathways import Pathway, stones_in
from klimamosaik.pathway.queries.required_reduction import goals_of
from klimamosaik.pathway.queries.undecided import undecided_of
from klimamosaik.pathway.queries.wording import (
    goal_text,
    missing_text,
    need_text,
    notes,
    notes_without_names,
)
from klimamosaik.places.models import Municipality
from klimamosaik.terms.field import Field
from klimamosaik.terms.period import local_day
from klimamosaik.terms.text import Language, Text
from klimamosaik.terms.tonnes import tonnes

HEAVY = 80_000  # [characters] of two walls; above, only the lying one, so that the page stays light


@dataclass(frozen=True)
class TargetLine:
    """A target as one line."""

    text: Text
    year: str  # as it stands in an address; empty where there is no wall for it


@dataclass(frozen=True)
class MosaicPage:
    """Sentence, picture in two forms, table, and what it stands on."""

    lying: str  # SVG; empty where nothing can be drawn
    standing: str  # SVG; empty where the page would get too heavy
    headline: Text | None
    lede: Text | None  # the same in per cent of what is needed
    per_head: Text | None  # need, measured and planned per head, with the people counted
    change: Text | None  # why another year has other measured stones
    table: str  # HTML
    legend: tuple[tuple[str, Text], ...]  # the mark's name in the stylesheet, and what it means
    fields: tuple[Field, ...]
    stone: Text | None  # what one stone is
    stone_like: Text | None  # the same in things people know
    stone_source: Text | None  # where that comes from
    year: int  # the target's
    shown: WallMoment
    choice: tuple[WallMoment, ...]  # the years a wall is there for; empty where there is but one
    goal: Text
    goals: tuple[TargetLine, ...]
    need: Text
    estimated: bool  # the need stands on public statistics alone
    missing: tuple[Text, ...]
    unlaid: tuple[Unlaid, ...]
    in_plan: InPlan  # how many measures stand in the plan, and what is missing of them
    told: MeasureSummary  # what worked, what did not, what comes next
    notes: tuple[Text, ...]
    at: datetime


def page_of(
    *,
    pathway: Pathway,
    language: Language,
    year: int | None = None,
    named: NamedStones | None = None,
) -> MosaicPage:
    """Assemble the page; without a need there are sentences only.

    `year` asks for the wall of another year than this, of the same need, `named` for what
    strangers see of it. Raises InputRejected where there is no such wall.
    """
    choice = choice_of(pathway)
    seen = chosen(choice, year)
    lines = summary_of(pathway, local_day(pathway.at))
    stones = stones_of(pathway, seen, lines, whys(pathway) if named is None else {})
    if named is not None:
        stones = named.all_shown(stones, language)
    coloured = {stone.field for stone in stones if stone.tonnes.mean != 0}
    need = pathway.need_t
    able = need is not None and need > 0
    walls = [wall(pathway, stones, seen, language, each) for each in Orientation if able]
    one = need / 1000 if walls and need is not None else None
    light = sum(len(drawn.svg) for drawn in walls) < HEAVY
    return MosaicPage(
        lying=walls[0].svg if walls else "",
        standing=walls[1].svg if walls and light else "",
        headline=walls[0].headline if walls else None,
        lede=lede(pathway, stones, seen) if walls else None,
        per_head=per_head(pathway, stones) if walls else None,
        change=why_years_differ(pathway, choice) if walls else None,
        table=as_html(walls[0].table, language) if walls else "",
        legend=legend_of(walls[0].account) if walls else (),
        fields=tuple(field for field in Field if field in coloured),
        stone=one_stone(one) if one else None,
        stone_like=in_households(one) if one else None,
        stone_source=household_electricity().source if one else None,
        year=pathway.goal.year,
        shown=seen,
        choice=choice if len(choice) > 1 and walls else (),
        goal=goal_text(pathway.goal),
        goals=aims(pathway),
        need=need_text(pathway),
        estimated=pathway.start is not None and pathway.start.estimated,
        missing=missing_text(pathway),
        unlaid=unlaid(pathway, stones, seen, lines),
        in_plan=in_plan_of(pathway),
        told=lines,
        notes=notes(pathway) if named is None else notes_without_names(pathway),
        at=pathway.at,
    )


def aims(pathway: Pathway) -> tuple[TargetLine, ...]:
    """All targets there are."""
    return tuple(
        TargetLine(goal_text(goal), str(goal.year) if goal.scope is Scope.TOWN else "")
        for goal in goals_of(municipality=pathway.municipality)
    )


def stones_of(
    pathway: Pathway, seen: WallMoment, lines: MeasureSummary, readings: Mapping[int, str]
) -> tuple[YearContribution, ...]:
    """The stones of a year with the way to their measure and to its readings, by measure."""
    if pathway.outlook is None:
        return ()
    headlines = ((one.measure.pk, headline_of(one)) for one in pathway.known if not one.stopped)
    figures = {measure: each.tonnes.mean for measure, each in headlines if each is not None}
    return tuple(
        replace(
            stone,
            href=lines.pages[int(stone.code)],
            why=readings.get(int(stone.code)),
            headline_t=figures.get(int(stone.code)),
        )
        for stone in laid_in(pathway, seen)
        if stone.tonnes.mean != 0
        or stone.state is not ContributionState.STOPPED  # nobody expected anything of it
    )


def laid_in(pathway: Pathway, seen: WallMoment) -> tuple[YearContribution, ...]:
    """What is in force in a year; in the target's also what would be, were it decided."""
    if seen.moment is Moment.TARGET or pathway.outlook is None:
        return (*pathway.stones, *undecided_of(pathway))
    return stones_in(pathway.outlook, pathway.known, seen.year)


def wall(
    pathway: Pathway,
    stones: Sequence[YearContribution],
    seen: WallMoment,
    language: Language,
    orientation: Orientation,
    *,
    caption: Text | None = None,
) -> Mosaic:
    """The wall for a page; with a caption as a picture of its own with sentence and legend."""
    assert pathway.need_t is not None
    return mosaic(
        measures=stones,
        need_t=pathway.need_t,
        language=language,
        orientation=orientation,
        paint=Paint.ALONE if caption else Paint.PAGE,
        caption=caption,
        target_year=pathway.goal.year,
        seen=seen,
        ident=orientation.value,
    )


def poster(*, pathway: Pathway, language: Language, year: int | None = None) -> str:
    """The wall as an SVG of its own, without links, for print and downloads.

    Raises InputRejected for a year without a wall; the pathway must have a need.
    """
    seen = chosen(choice_of(pathway), year)
    stones = laid_in(pathway, seen)
    caption = whose(pathway.municipality)
    return wall(pathway, stones, seen, language, Orientation.LYING, caption=caption).svg


def whose(town: Municipality) -> Text:
    """Whose wall a picture shows: it travels without its page, so invented figures are named."""
    if not town.synthetic:
        return Text(town.name, town.name)
    return Text(
        "{town}: alle Zahlen dieser Stadt sind erfunden",
        "{town}: all figures of this town are invented",
    ).format(town=town.name)


def legend_of(account: StoneAccount) -> tuple[tuple[str, Text], ...]:
    """What the marks mean that occur in the wall."""
    states = {share.measure.state for share in account.shares}
    usual = {ContributionState.MEASURED: "laid", ContributionState.EXPECTED: "planned"}
    laid = {name for state, name in usual.items() if state in states}
    occur = {"open", *laid, *marks_in(lay(account))}
    return tuple((name, text) for name, text in LEGEND.items() if name in occur)


def one_stone(tonnes_a_year: float) -> Text:
    """What one stone stands for [t CO2e/a]."""
    one = tonnes(tonnes_a_year)
    return Text(
        "Ein Stein ist ein Tausendstel der nötigen Minderung: {one} t CO₂e im Jahr.",
        "One stone is a thousandth of the reduction needed: {one} t CO₂e a year.",
    ).format(one=one)
