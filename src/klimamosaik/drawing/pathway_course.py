"""The course of emissions: known years, the trend's fan, the fan with measures, and the aims."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from klimamosaik.drawing.chart import ChartPen, feet, levels, room_beside
from klimamosaik.drawing.palette import Paint, colour
from klimamosaik.drawing.scale import Scale, Size, numbers_along, round_steps, unit_for
from klimamosaik.drawing.svg import safe
from klimamosaik.terms.estimate import Estimate
from klimamosaik.terms.text import Language, Text

HEIGHT = 380.0  # [px]
LEFT, BOTTOM = 58.0, 30.0  # [px] margins
TOP = {Size.BROAD: 34.0, Size.NARROW: 98.0}  # [px] narrow: room for the key
RIGHT = {Size.BROAD: 192.0, Size.NARROW: 16.0}  # [px] broad: room for names beside the lines
KEY = 36.0  # [px] from above to the key's first line
APART = 18.0  # [px] between two names beside each other
HALF = 18.0  # [px] half the width of a year
ROOM = 44.0  # [px] a year takes below the picture


@dataclass(frozen=True)
class TargetMark:
    """A target or a milestone."""

    year: int
    limit_t: float  # [t CO₂e/a]
    name: Text
    final: bool  # False: a milestone on the way


@dataclass(frozen=True)
class CoursePicture:
    """Everything the picture shows."""

    past: Sequence[tuple[int, float]]  # year, [t CO₂e/a]; earlier years
    joined: bool  # past and start were counted by the same method
    start: tuple[int, float]  # year, [t CO₂e/a]
    years: NDArray[np.int64]  # (Y,) of the next two
    alone: Sequence[Estimate]  # [t CO₂e/a] (Y,)
    planned: Sequence[Estimate] | None  # [t CO₂e/a] (Y,) None: no measure counts
    needed: Sequence[tuple[int, float]]  # year, [t CO₂e/a]; the ends of the straight line
    aims: Sequence[TargetMark]
    said: Text  # what the picture shows, in words


DOTS = "2 5"  # of the path needed
NEEDED = Text("nötiger Pfad", "path needed")
ALONE = Text("weiter wie bisher", "as things are")
PLANNED = Text("mit allen Maßnahmen", "with all measures")


@dataclass(frozen=True)
class CourseGround:
    """Where the course is drawn."""

    x: Scale
    y: Scale
    pen: ChartPen


def course_svg(course: CoursePicture, *, size: Size, language: Language, ident: str) -> str:
    """Draw the course as SVG; colours come from the page."""
    unit = unit_for(most_of(course))
    steps = round_steps(min(0.0, least_of(course)), most_of(course), 5)
    written = numbers_along(steps, language, unit.size)
    pen = ChartPen(Paint.PAGE, language, size.letters)
    first, last = first_year(course), int(course.years[-1])
    left = max(LEFT, room_beside(steps, written, pen))
    x = Scale(first, last, left, size.width - RIGHT[size])
    ground = CourseGround(x, Scale(steps[0], steps[-1], HEIGHT - BOTTOM, TOP[size]), pen)
    years = ((min(x(y), x.end + 12 - HALF), str(y)) for y in labelled_years(first, last, x))
    parts = [
        pen.words(4, 16, unit.name.in_(language)),
        levels(steps, x, ground.y, written, pen),
        feet(years, HEIGHT - 8, pen),
        fan(course, course.alone, ALONE, ground),
        fan(course, course.planned, PLANNED, ground) if course.planned else "",
        needed_line(course, ground),
        known_line(course, ground),
        *(aim_mark(aim, ground) for aim in course.aims),
        names(course, ground) if size is Size.BROAD else names_above(course, pen),
    ]
    return pen.in_size(parts, size, HEIGHT, course.said, ident)


def first_year(course: CoursePicture) -> int:
    """The first year shown."""
    return min([course.start[0], *(year for year, _ in course.past)])


def most_of(course: CoursePicture) -> float:
    """The largest value shown [t CO₂e/a]."""
    tops = [max(each.high for each in course.alone), course.start[1]]
    tops += [value for _, value in course.past]
    return max(*tops, *(aim.limit_t for aim in course.aims), 1.0)


def least_of(course: CoursePicture) -> float:
    """The smallest value shown [t CO₂e/a]."""
    return min(each.low for each in course.planned) if course.planned else 0.0


def labelled_years(first: int, last: int, x: Scale) -> list[int]:
    """First and last year, and every fifth or tenth between that has room."""
    a_year = (x.end - x.start) / max(last - first, 1)  # [px]
    every = 5 if a_year * 5 >= ROOM else 10
    room = ROOM / a_year
    between = [
        year
        for year in range(first + 1, last)
        if year % every == 0 and year - first >= room and last - year >= room
    ]
    return [first, *between, last]


def fan(course: CoursePicture, band: Sequence[Estimate], name: Text, ground: CourseGround) -> str:
    """A range that opens from the start, and its mean."""
    x, y, pen = ground.x, ground.y, ground.pen
    year, value = course.start
    start = f"{x(year):.1f} {y(value):.1f}"

    def points(values: Iterable[float]) -> list[str]:
        return [f"{x(a):.1f} {y(b):.1f}" for a, b in zip(course.years, values, strict=True)]

    upper, lower = points(each.high for each in band), points(each.low for each in band)
    mean = points(each.mean for each in band)
    tint, opacity = ("green", 0.32) if name is PLANNED else ("line", 0.2)
    area = pen.area(f"M{'L'.join([start, *upper, *reversed(lower)])}Z", tint, opacity)
    return area + mean_line(f"M{'L'.join([start, *mean])}", name, pen)


def mean_line(d: str, name: Text, pen: ChartPen) -> str:
    """The mean: full with the measures, dashed without."""
    return pen.line(d, "good", 3.5) if name is PLANNED else pen.line(d, "second", 2.5, dash="7 5")


def needed_line(course: CoursePicture, ground: CourseGround) -> str:
    """The straight line from the start to the target."""
    ends = "L".join(f"{ground.x(year):.1f} {ground.y(t):.1f}" for year, t in course.needed)
    return ground.pen.line(f"M{ends}", "warning", 2, dash=DOTS) if len(course.needed) > 1 else ""


def known_line(course: CoursePicture, ground: CourseGround) -> str:
    """Years whose emissions are known, as dots; a line joins those of one method."""
    x, y, pen = ground.x, ground.y, ground.pen
    past = [(x(year), y(value)) for year, value in course.past]
    start = (x(course.start[0]), y(course.start[1]))
    line = [*past, start] if course.joined else past
    drawn = "L".join(f"{a:.1f} {b:.1f}" for a, b in line)
    dots = "".join(pen.dot(a, b, 4.5, "ink") for a, b in [*past, start])
    return (pen.line(f"M{drawn}", "ink", 2.5) if len(line) > 1 else "") + dots


def aim_mark(aim: TargetMark, ground: CourseGround) -> str:
    """A diamond: full for the target, hollow for a milestone."""
    a, b, r = ground.x(aim.year), ground.y(aim.limit_t), 8.0
    paper, warning = (colour(name, ground.pen.paint) for name in ("paper", "warning"))
    fill, stroke, width = (warning, paper, 1.5) if aim.final else (paper, warning, 2.5)
    shape = f"M{a:.1f} {b - r:.1f}l{r} {r}l{-r} {r}l{-r} {-r}Z"
    return (
        f'<path fill="{fill}" stroke="{stroke}" stroke-width="{width}" d="{shape}">'
        f"<title>{safe(aim.name.in_(ground.pen.language))}</title></path>"
    )


def names(course: CoursePicture, ground: CourseGround) -> str:
    """Names beside the ends of the lines, moved apart where they would meet."""
    y, pen = ground.y, ground.pen
    ends = [(y(course.alone[-1].mean), ALONE, "ink")]
    if course.planned:
        ends.append((y(course.planned[-1].mean), PLANNED, "ink"))
    ends += [(y(aim.limit_t), aim.name, "warning") for aim in course.aims if aim.final]
    placed: list[str] = []
    lowest = TOP[Size.BROAD] - APART
    for place, text, ink in sorted(ends, key=lambda end: end[0]):
        lowest = max(place + 5, lowest + APART)
        placed.append(pen.words(ground.x.end + 14, lowest, text.in_(pen.language), ink=ink))
    return "".join(placed)


def names_above(course: CoursePicture, pen: ChartPen) -> str:
    """On a phone the names stand above, each with its line."""
    right = Size.NARROW.width - RIGHT[Size.NARROW]
    return "".join(
        mean_line(f"M{right - 28:.0f} {KEY + 20 * row:.0f}h28", text, pen)
        + pen.words(right - 34, KEY + 5 + 20 * row, text.in_(pen.language), anchor="end", ink="ink")
        for row, text in enumerate([ALONE, PLANNED] if course.planned else [ALONE])
    ) + needed_above(course, pen, right)


def needed_above(course: CoursePicture, pen: ChartPen, right: float) -> str:
    """The path needed with its line, on the last row of the key."""
    y = KEY + 20 * (2 if course.planned else 1)
    line = pen.line(f"M{right - 28:.0f} {y:.0f}h28", "warning", 2, dash=DOTS)
    text = NEEDED.in_(pen.language)
    return line + pen.words(right - 34, y + 5, text, anchor="end", ink="ink")
