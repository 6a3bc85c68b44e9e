"""The course of use: before the measure, expected without it, and measured."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from klimamosaik.drawing.chart import ChartPen, KeyEntry, feet, key, levels, room_beside
from klimamosaik.drawing.curves import along, runs
from klimamosaik.drawing.geometry import Point
from klimamosaik.drawing.palette import Paint
from klimamosaik.drawing.scale import (
    Pictures,
    Scale,
    Size,
    in_both_sizes,
    numbers_along,
    round_steps,
)
from klimamosaik.terms.text import Language, Text

HEIGHT, TOP, BOTTOM, LEFT, RIGHT = 340.0, 66.0, 30.0, 66.0, 14.0  # [px]
ROOM = 62.0  # [px] a month takes below the picture
IN_MWH = 10_000.0  # [kWh] from here on an axis counts MWh
MEASURED = Text("gemessen", "measured")
EXPECTED = Text("erwartet ohne die Maßnahme", "expected without the measure")
START = Text("Maßnahme", "measure")


class MonthOfUse(Protocol):
    """A month of use [kWh]; unknown is None."""

    @property
    def first(self) -> date: ...
    @property
    def expected(self) -> float | None: ...
    @property
    def measured(self) -> float | None: ...
    @property
    def before(self) -> bool: ...


@dataclass(frozen=True)
class UseGround:
    """Where months and their use are drawn."""

    x: Scale  # of days
    y: Scale  # [kWh]
    pen: ChartPen

    def points(self, values: Sequence[tuple[date, float | None]]) -> list[Point | None]:
        """Places of known values; None where nothing is known."""
        return [None if v is None else (self.x(day.toordinal()), self.y(v)) for day, v in values]


def use_pictures(
    months: Sequence[MonthOfUse], *, start: date, language: Language, name: str
) -> Pictures:
    """Draw months: measured solid, expected dashed, the difference after the start shaded."""
    said = spoken(months, start)

    def drawn(size: Size, ident: str) -> str:
        return use_svg(months, start=start, said=said, size=size, language=language, ident=ident)

    return in_both_sizes(drawn, name)


def use_svg(
    months: Sequence[MonthOfUse],
    *,
    start: date,
    said: Text,
    size: Size,
    language: Language,
    ident: str,
    paint: Paint = Paint.PAGE,
) -> str:
    """The months for one size of page, or for paper."""
    pen = ChartPen(paint, language, size.letters)
    values = [v for m in months for v in (m.measured, m.expected) if v is not None]
    steps = round_steps(min([0.0, *values]), max([1.0, *values]), 5)
    days = sorted([m.first.toordinal() for m in months] + [start.toordinal()])
    unit, divisor = ("MWh", 1000.0) if max(map(abs, steps)) >= IN_MWH else ("kWh", 1.0)
    written = numbers_along(steps, language, divisor)
    left = max(LEFT, room_beside(steps, written, pen))
    x = Scale(days[0], max(days[-1], days[0] + 1), left, size.width - RIGHT)
    ground = UseGround(x, Scale(steps[0], steps[-1], HEIGHT - BOTTOM, TOP), pen)
    expected = ground.points([(m.first, m.expected) for m in months])
    measured = ground.points([(m.first, m.measured) for m in months])
    parts = [
        pen.words(4, 16, unit),
        names(size, pen),
        levels(steps, x, ground.y, written, pen),
        *(shade(run, pen) for run in saved_runs(months, ground)),
        *(pen.line(along(run), "buildings", 2.0, dash="6 4") for run in runs(expected)),
        *(pen.line(along(run), "ink", 2.6) for run in runs(measured)),
        begin(start, ground),
        feet(months_below(months, x), HEIGHT - 8, pen),
    ]
    return pen.in_size(parts, size, HEIGHT, said, ident)


def names(size: Size, pen: ChartPen) -> str:
    """Both lines by name, below each other on a phone."""
    entries = [
        KeyEntry(
            lambda x, y: pen.line(f"M{x:.1f} {y:.1f}h28", "ink", 2.6), MEASURED.in_(pen.language)
        ),
        KeyEntry(
            lambda x, y: pen.line(f"M{x:.1f} {y:.1f}h28", "buildings", 2.0, dash="6 4"),
            EXPECTED.in_(pen.language),
        ),
    ]
    if size is Size.BROAD:
        return key(entries, LEFT, 40, pen)
    return key(entries[:1], LEFT, 34, pen) + key(entries[1:], LEFT, 54, pen)


def saved_runs(
    months: Sequence[MonthOfUse], ground: UseGround
) -> list[tuple[list[Point], list[Point]]]:
    """Expected and measured points of the stretches since the measure in which both are known."""
    known = [not m.before and m.expected is not None and m.measured is not None for m in months]
    values = ((m.expected, m.measured) for m in months)
    both = [
        ground.points([(m.first, e if use else None), (m.first, u if use else None)])
        for m, use, (e, u) in zip(months, known, values, strict=True)
    ]
    above, below = ([pair[side] for pair in both] for side in (0, 1))
    return list(zip(runs(above), runs(below), strict=True))


def shade(run: tuple[list[Point], list[Point]], pen: ChartPen) -> str:
    """The difference of a stretch."""
    above, below = run
    return pen.area(along([*above, *reversed(below)]) + "z", "electricity", 0.3)


def begin(start: date, ground: UseGround) -> str:
    """The day from which the measure works; its word keeps inside the picture."""
    x, pen = ground.x(start.toordinal()), ground.pen
    word = START.in_(pen.language)
    room = ground.x.end - x > pen.room([word]) + 6
    line = pen.line(f"M{x:.1f} {TOP - 4:.0f}V{HEIGHT - BOTTOM:.0f}", "second")
    anchor, beside = ("start", 5) if room else ("end", -5)
    return line + pen.words(x + beside, TOP + 8, word, anchor=anchor)


def months_below(months: Sequence[MonthOfUse], x: Scale) -> list[tuple[float, str]]:
    """Every so many months one that is named, from the first on."""
    width = x.end - x.start
    fitting = (n for n in (1, 2, 3, 6, 12, 24, 48, 96) if len(months) * ROOM / n <= width)
    every = next(fitting, 192)
    shown = [m.first for m in months if (m.first.month - 1) % min(every, 12) == 0]
    shown = shown[:: max(every // 12, 1)]
    half = ROOM / 2 - 8
    return [(min(x(day.toordinal()), x.end + RIGHT - half), f"{day:%m/%y}") for day in shown]


def spoken(months: Sequence[MonthOfUse], start: date) -> Text:
    """The chart in words for who cannot see it."""
    after = [
        month
        for month in months
        if month.first >= start.replace(day=1)
        and month.expected is not None
        and month.measured is not None
    ]
    expected = sum(month.expected or 0.0 for month in after)
    measured = sum(month.measured or 0.0 for month in after)
    return SINCE.format(expected=expected, measured=measured)


SINCE = Text(
    "Seit der Maßnahme {expected:n} kWh erwartet ohne sie, {measured:n} kWh gemessen.",
    "Since the measure {expected:n} kWh expected without it, {measured:n} kWh measured.",
)
