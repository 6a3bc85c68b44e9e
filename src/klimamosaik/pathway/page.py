"""What the page of the way shows: sentences, pictures, and their tables."""

from collections.abc import Sequence
from dataclasses import dataclass

from klimamosaik.drawing.pathway_course import CoursePicture, TargetMark, course_svg
from klimamosaik.drawing.scale import Pictures, in_both_sizes
from klimamosaik.drawing.tornado import Bar, tornado_svg
from klimamosaik.pathway.page_tables import (
    AimLine,
    MeasureLine,
    YearLine,
    aim_lines,
    measure_lines,
    year_lines,
)
from klimamosaik.pathway.page_wording import (
    budget_text,
    course_text,
    goal_name,
    headline,
    milestone_name,
    swing_text,
)
from klimamosaik.pathway.projection import PathwayProjection, Sensitivity, projection_of
from klimamosaik.pathway.queries.heads import per_head_text
from klimamosaik.pathway.queries.pathways import Pathway
from klimamosaik.pathway.queries.required_reduction import Goal
from klimamosaik.pathway.queries.wording import goal_text, missing_text, need_text, notes
from klimamosaik.terms.text import Language, Text

TARGET = Text("Ziel, nötiger Pfad", "target, path needed")
BARS = 8  # inputs shown in the picture; the table has all


@dataclass(frozen=True)
class GoalLink:
    """A target as a choice above the picture."""

    key: str  # as it stands in an address
    name: Text
    here: bool


@dataclass(frozen=True)
class PathwayPage:
    """Everything the page says about the way to one target."""

    goals: tuple[GoalLink, ...]
    headline: Text
    goal_text: Text
    likely: bool  # False: no measure counts yet, so no probability is told
    need: Text
    missing: tuple[Text, ...]
    course: Pictures | None  # None: nothing to draw
    apart: bool  # earlier years were counted by another method than the start's
    years: tuple[YearLine, ...]
    aims: tuple[AimLine, ...]
    budget: tuple[Text, ...]
    swings: Pictures | None  # None: nothing is uncertain
    swing_said: Text | None
    swing_rows: tuple[Sensitivity, ...]
    per_head: Text | None
    measures: tuple[MeasureLine, ...]  # those that count
    waiting: tuple[MeasureLine, ...]  # those that do not yet
    reasons: tuple[Text, ...]  # of the trends
    notes: tuple[Text, ...]


def key_of(goal: Goal) -> str:
    """A target in an address."""
    return f"{goal.scope.value}-{goal.year}"


def chosen_way(found: Sequence[Pathway], key: str) -> Pathway:
    """The pathway asked for; else that to the whole town's last target."""
    for pathway in found:
        if key_of(pathway.goal) == key:
            return pathway
    return max(found, key=lambda one: (one.goal.scope == "town", one.goal.year))


def pathway_page(*, found: Sequence[Pathway], key: str, language: Language) -> PathwayPage:
    """Assemble the page of one target among all."""
    pathway = chosen_way(found, key)
    way = projection_of(pathway)
    swings = way.swings if way else ()
    said = course_text(way) if way else None
    lines = measure_lines(pathway)
    swing_said = swing_text(way) if way and swings else None
    return PathwayPage(
        goals=tuple(
            GoalLink(key_of(one.goal), goal_name(one.goal), one is pathway) for one in found
        ),
        headline=headline(pathway),
        goal_text=goal_text(pathway.goal),
        likely=pathway.probability is not None,
        need=need_text(pathway),
        missing=missing_text(pathway),
        course=course_pictures(way, said, language) if way and said else None,
        apart=bool(way and way.past and not way.joined),
        years=year_lines(way) if way else (),
        aims=tuple(dict.fromkeys(line for one in found for line in aim_lines(one))),
        budget=budget_text(way) if way else (),
        swings=swing_pictures(way, swing_said, language) if way and swing_said else None,
        swing_said=swing_said,
        swing_rows=swings,
        per_head=per_head_text(pathway),
        measures=tuple(line for line in lines if line.in_target_year is not None),
        waiting=tuple(line for line in lines if line.in_target_year is None),
        reasons=pathway.start.reasons if pathway.start else (),
        notes=notes(pathway),
    )


def course_pictures(way: PathwayProjection, said: Text, language: Language) -> Pictures:
    """The course in both sizes."""
    course = course_of(way, said)
    return in_both_sizes(
        lambda size, ident: course_svg(course, size=size, language=language, ident=ident), "course"
    )


def course_of(way: PathwayProjection, said: Text) -> CoursePicture:
    """The course as the picture takes it."""
    goal, limit = way.pathway.goal, way.pathway.limit_t
    assert limit is not None
    aims = [
        TargetMark(
            stand.milestone.year,
            stand.milestone.limit_t,
            milestone_name(stand.milestone),
            final=False,
        )
        for stand in way.milestones
        if stand.chance
    ]
    aims.append(TargetMark(goal.year, limit, TARGET, final=True))
    counted = any(one.counted for one in way.pathway.known)
    return CoursePicture(
        past=[(point.year, point.emissions_t) for point in way.past],
        joined=way.joined,
        start=(way.start.year, way.start.emissions_t),
        years=way.years,
        alone=way.alone,
        planned=way.planned if counted else None,
        needed=((way.start.year, way.start.emissions_t), (goal.year, limit)),
        aims=aims,
        said=said,
    )


def swing_pictures(way: PathwayProjection, said: Text, language: Language) -> Pictures:
    """The widest swings in both sizes."""
    bars = [
        Bar(
            swing.name,
            (swing.influence.at_lowest, swing.influence.at_highest),
            trend=swing.influence.trend,
        )
        for swing in way.swings[:BARS]
    ]
    mean = way.planned[-1].mean
    return in_both_sizes(
        lambda size, ident: tornado_svg(
            bars, mean_t=mean, said=said, size=size, language=language, ident=ident
        ),
        "swing",
    )
