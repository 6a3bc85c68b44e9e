"""The course of emissions: known years, the trend's fan, the fan with measures, and the aims."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from klimamosaik.drawing.scale import AxisUnit, Scale, Size, round_steps, unit_for
from klimamosaik.drawing.svg import safe
from klimamosaik.terms.estimate import Estimate
from klimamosaik.terms.text import Language, Text

HEIGHT = 380.0  # [px]
LEFT, BOTTOM = 58.0, 30.0  # [px] margins
TOP = {Size.BROAD: 34.0, Size.NARROW: 78.0}  # [px] narrow: room for the key
RIGHT = {Size.BROAD: 176.0, Size.NARROW: 16.0}  # [px] broad: room for names beside the lines
KEY = 36.0  # [px] from above to the key's first line
APART = 18.0  # [px] between two names beside each other

HALF = 18.0  # [px] half the width of a year


@dataclass(frozen=True)
class TargetMark:
    """A target or a milestone."""

    year: int
    limit_t: float  # [t CO2e/a]
    name: Text
    final: bool  # False: a milestone on the way


@dataclass(frozen=True)
class CoursePicture:
    """Everything the picture shows."""

    past: Sequence[tuple[int, float]]  # year, [t CO2e/a]; earlier years
    joined: bool  # past and start were counted by the same method
    start: tuple[int, float]  # year, [t CO2e/a]
    years: NDArray[np.int64]  # (Y,) of the next two
    alone: Sequence[Estimate]  # [t CO2e/a] (Y,)
    planned: Sequence[Estimate] | None  # [t CO2e/a] (Y,) None: no measure counts
    aims: Sequence[TargetMark]
    said: Text  # what the picture shows, in words


ALONE = Text("weiter wie bisher", "as things are")
PLANNED = Text("mit allen Maßnahmen", "with all measures")


def course_svg(course: CoursePicture, *, size: Size, language: Language, ident: str) -> str:
    """Draw the course as SVG; colours come from the page."""
    unit = unit_for(most_of(course))
    steps = round_steps(min(0.0, least_of(course)), most_of(course), 5)
    x = Scale(first_year(course), int(course.years[-1]), LEFT, size.width - RIGHT[size])
    y = Scale(steps[0], steps[-1], HEIGHT - BOTTOM, TOP[size])
    parts = [
        axes(course, steps, unit, x, y, language),
        fan(course, course.alone, x, y, "alone"),
        fan(course, course.planned, x, y, "planned") if course.planned else "",
        known_line(course, x, y),
        "".join(aim_mark(aim, x, y, language) for aim in course.aims),
        names(course, x, y, language) if size is Size.BROAD else key(course, language),
    ]
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="course {size.value}" lang="{language}"'
        f' viewBox="0 0 {size.width:.0f} {HEIGHT:.0f}" role="img"'
        f' aria-labelledby="{ident}-t"><title id="{ident}-t">{safe(course.said.in_(language))}'
        "</title>"
    )
    return head + "".join(parts) + "</svg>"


def first_year(course: CoursePicture) -> int:
    """The first year shown."""
    return min([course.start[0], *(year for year, _ in course.past)])


def most_of(course: CoursePicture) -> float:
    """The largest value shown [t CO2e/a]."""
    tops = [max(each.high for each in course.alone), course.start[1]]
    tops += [value for _, value in course.past]
    return max(*tops, *(aim.limit_t for aim in course.aims), 1.0)


def least_of(course: CoursePicture) -> float:
    """The smallest value shown [t CO2e/a]."""
    return min(each.low for each in course.planned) if course.planned else 0.0


def axes(
    course: CoursePicture,
    steps: list[float],
    unit: AxisUnit,
    x: Scale,
    y: Scale,
    language: Language,
) -> str:
    """Lines at round numbers with their tonnes, and the years below."""
    lines = "".join(
        f'<path class="{"ground" if step == 0 else "grid"}" d="M{LEFT:.0f} {y(step):.1f}'
        f'H{x.end:.1f}"/><text x="{LEFT - 8:.0f}" y="{y(step) + 5:.1f}" text-anchor="end">'
        f"{unit.written(step, language)}</text>"
        for step in steps
    )
    first, last = first_year(course), int(course.years[-1])
    years = "".join(
        f'<text x="{min(x(year), x.end + 12 - HALF):.1f}" y="{HEIGHT - 8:.0f}"'
        f' text-anchor="middle">{year}</text>'
        for year in labelled_years(first, last, x)
    )
    return f'<text x="4" y="16">{unit.name(language)}</text>{lines}{years}'


def labelled_years(first: int, last: int, x: Scale) -> list[int]:
    """First and last year, and every fifth or tenth between that has room."""
    every = 5 if (x.end - x.start) / max(last - first, 1) * 5 >= 44 else 10
    room = 44 / ((x.end - x.start) / max(last - first, 1))
    between = [
        year
        for year in range(first + 1, last)
        if year % every == 0 and year - first >= room and last - year >= room
    ]
    return [first, *between, last]


def fan(course: CoursePicture, band: Sequence[Estimate], x: Scale, y: Scale, name: str) -> str:
    """A range that opens from the start, and its mean."""
    year, value = course.start
    start = f"{x(year):.1f} {y(value):.1f}"

    def points(values: Iterable[float]) -> list[str]:
        return [f"{x(a):.1f} {y(b):.1f}" for a, b in zip(course.years, values, strict=True)]

    upper, lower = points(each.high for each in band), points(each.low for each in band)
    mean = points(each.mean for each in band)
    area = "L".join([start, *upper, *reversed(lower)])
    line = "L".join([start, *mean])
    return f'<path class="range {name}" d="M{area}Z"/><path class="mean {name}" d="M{line}"/>'


def known_line(course: CoursePicture, x: Scale, y: Scale) -> str:
    """Years whose emissions are known, as dots; a line joins those of one method."""
    past = [(x(year), y(value)) for year, value in course.past]
    start = (x(course.start[0]), y(course.start[1]))
    line = [*past, start] if course.joined else past
    drawn = "L".join(f"{a:.1f} {b:.1f}" for a, b in line)
    dots = "".join(
        f'<circle class="known" cx="{a:.1f}" cy="{b:.1f}" r="4.5"/>' for a, b in [*past, start]
    )
    return (f'<path class="known" d="M{drawn}"/>' if len(line) > 1 else "") + dots


def aim_mark(aim: TargetMark, x: Scale, y: Scale, language: Language) -> str:
    """A diamond: full for the target, hollow for a milestone."""
    a, b, r = x(aim.year), y(aim.limit_t), 8.0
    shape = f"M{a:.1f} {b - r:.1f}l{r} {r}l{-r} {r}l{-r} {-r}Z"
    name = safe(aim.name.in_(language))
    kind = "target" if aim.final else "milestone"
    return f'<path class="{kind}" d="{shape}"><title>{name}</title></path>'


def names(course: CoursePicture, x: Scale, y: Scale, language: Language) -> str:
    """Names beside the ends of the lines, moved apart where they would meet."""
    ends = [(y(course.alone[-1].mean), ALONE, "alone")]
    if course.planned:
        ends.append((y(course.planned[-1].mean), PLANNED, "planned"))
    ends += [(y(aim.limit_t), aim.name, "target") for aim in course.aims if aim.final]
    placed: list[str] = []
    lowest = TOP[Size.BROAD] - APART
    for place, text, kind in sorted(ends, key=lambda end: end[0]):
        lowest = max(place + 5, lowest + APART)
        placed.append(
            f'<text class="name {kind}" x="{x.end + 14:.1f}" y="{lowest:.1f}">'
            f"{safe(text.in_(language))}</text>"
        )
    return "".join(placed)


def key(course: CoursePicture, language: Language) -> str:
    """On a phone the names stand above, each with its line."""
    entries = [(ALONE, "alone")] + ([(PLANNED, "planned")] if course.planned else [])
    right = Size.NARROW.width - RIGHT[Size.NARROW]
    return "".join(
        f'<path class="mean {kind}" d="M{right - 28:.0f} {KEY + 20 * row:.0f}h28"/>'
        f'<text class="name {kind}" x="{right - 34:.0f}" y="{KEY + 5 + 20 * row:.0f}"'
        f' text-anchor="end">{safe(text.in_(language))}</text>'
        for row, (text, kind) in enumerate(entries)
    )
