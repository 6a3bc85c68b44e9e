"""The cost of a tonne, cheapest first: width is tonnes, height is EUR per tonne."""

from collections.abc import Sequence
from dataclasses import dataclass

from klimamosaik.drawing.chart import LETTER, ChartPen, feet, levels, room_beside
from klimamosaik.drawing.palette import Paint, colour, fill_of, patterns
from klimamosaik.drawing.scale import Scale, Size, numbers_along, round_steps
from klimamosaik.terms.text import Language, Text

HEIGHT, TOP, BOTTOM, LEFT, RIGHT = 380.0, 26.0, 48.0, 66.0, 14.0  # [px] without the names
NAMED, ROW = 12, 19.0  # names above the steps, and the height of each [px]
HALO = ' stroke-width="4" stroke-linejoin="round" paint-order="stroke"'  # of names over lines
ROOM = 26.0  # [px] a number needs
CROWN = 4  # [px] half the end of a whisker
ASIDE = 5.0  # [px] from a line to its name
BROAD = 0.64  # width of a letter of a name relative to its size in the broadest letters
ACROSS = Text("t CO₂e im Jahr", "t CO₂e a year")
UPRIGHT = Text("Euro je Tonne", "EUR per tonne")


@dataclass(frozen=True)
class CostStep:
    """One measure."""

    field: str  # colour
    known: bool  # measured; False: expected
    before_t: float  # [t CO₂e/a] of the cheaper ones
    tonnes: float  # [t CO₂e/a]
    price: float  # [EUR/t]
    least: float | None  # [EUR/t] low end of its range; None: open
    most: float | None  # [EUR/t] high end; None: open
    name: str  # of the measure


@dataclass(frozen=True)
class CurveGround:
    """Where the steps are drawn."""

    x: Scale
    y: Scale
    pen: ChartPen
    ident: str
    above: float  # [px] room for the names


def cost_curve_svg(
    steps: Sequence[CostStep], *, said: Text, size: Size, language: Language, ident: str
) -> str:
    """Draw the steps, each with its name, the range of its price and its place in the table."""
    pen = ChartPen(Paint.PAGE, language, size.letters)
    lows = [0.0, *(one.price for one in steps)]
    lows += [one.least for one in steps if one.least is not None]
    numbers = round_steps(min(lows), most_shown(steps), 5)
    written = numbers_along(numbers, language)
    whole = sum(one.tonnes for one in steps)
    above = ROW * min(len(steps), NAMED)
    ground = CurveGround(
        Scale(0.0, whole, max(LEFT, room_beside(numbers, written, pen)), size.width - RIGHT),
        Scale(numbers[0], numbers[-1], above + HEIGHT - BOTTOM, above + TOP),
        pen,
        ident,
        above,
    )
    parts = [
        f"<defs>{patterns(ident, pen.paint, sorted({one.field for one in steps}))}</defs>",
        levels(numbers, ground.x, ground.y, written, pen),
        *(step_bar(one, place, ground) for place, one in enumerate(steps, 1)),
        names_above(steps, ground),
        tonnes_below(whole, 5 if size is Size.BROAD else 3, ground),
        pen.words(2, above + 14, UPRIGHT.in_(language)),
        pen.words(ground.x.end, above + HEIGHT - 6, ACROSS.in_(language), anchor="end"),
    ]
    return pen.in_size(parts, size, above + HEIGHT, said, ident)


def tonnes_below(whole: float, about: int, ground: CurveGround) -> str:
    """Round numbers of tonnes below the curve."""
    x, pen, y = ground.x, ground.pen, ground.above + HEIGHT - BOTTOM + 20
    steps = round_steps(0.0, whole, about)
    written = numbers_along(steps, pen.language)
    marks = ((x(tonnes), written(tonnes)) for tonnes in steps if tonnes <= whole)
    return feet(marks, y, pen, within=(0, x.end))


def most_shown(steps: Sequence[CostStep]) -> float:
    """Top of the picture: the dearest step and a part of its range; the table has all of it."""
    dearest = max(0.0, *(one.price for one in steps))
    ranges = [one.most for one in steps if one.most is not None]
    return max(dearest, min(max([0.0, *ranges]), 1.6 * dearest), 1.0)


def step_bar(one: CostStep, place: int, ground: CurveGround) -> str:
    """One measure: filled where measured, hatched where expected; a whisker for its range."""
    x, y, pen = ground.x, ground.y, ground.pen
    left, right = x(one.before_t), x(one.before_t + one.tonnes)
    top, bottom = sorted((y(one.price), y(0.0)))
    fill = fill_of(one.field, one.known, ground.ident, pen.paint)
    edge = f' stroke="{colour("paper", pen.paint)}"'
    number = ""
    if right - left >= ROOM:
        under = (top if top > ground.above + 40 else bottom + 20) - 4
        number = pen.words(left + 4, under, str(place), ink="ink")
    return (
        pen.bar(left, top, right - left, max(bottom - top, 1.0), fill, edge)
        + whisker(one, (left + right) / 2, y, pen)
        + number
    )


def names_above(steps: Sequence[CostStep], ground: CurveGround) -> str:
    """The names of the widest steps above the picture, each with a line down to its step.

    Those on the left begin at their line, those on the right end at it. The outermost stand
    highest, so that no line crosses a name that stands before it.
    """
    widest = sorted(steps, key=lambda one: -one.tonnes)[:NAMED]
    shown = [one for one in steps if one in widest]
    centre = (ground.x.start + ground.x.end) / 2
    left = [one for one in shown if middle_of(one, ground) < centre]
    right = [one for one in reversed(shown) if one not in left]
    rows = [*((one, "end") for one in right), *((one, "start") for one in left)]
    lines = "".join(name_line(one, row, ground) for row, (one, _) in enumerate(rows))
    outer = [ground.x.end, *(middle_of(one, ground) for one in right)]
    ends = [
        end_of(one, middle_of(one, ground), limit, ground)
        for one, limit in zip(right, outer, strict=False)
    ]
    places = [*ends, *(middle_of(one, ground) + ASIDE for one in left)]
    return lines + "".join(
        name_of(one, row, anchor, place, ground)
        for row, ((one, anchor), place) in enumerate(zip(rows, places, strict=True))
    )


def end_of(one: CostStep, line: float, limit: float, ground: CurveGround) -> float:
    """Where a name on the right ends [px]: at its line; beyond it where it lacks room before."""
    across = len(one.name) * BROAD * ground.pen.letters
    return max(line, min(across + ASIDE, limit)) - ASIDE


def middle_of(one: CostStep, ground: CurveGround) -> float:
    """The middle of a step [px]."""
    return ground.x(one.before_t + one.tonnes / 2)


def name_line(one: CostStep, row: int, ground: CurveGround) -> str:
    """A thin line from a name's row down to the top of its step."""
    foot = ground.y(max(one.price, 0.0))
    head = f"{middle_of(one, ground):.1f} {ROW * (row + 0.5):.1f}"
    return ground.pen.line(f"M{head}V{foot:.1f}", "line")


def name_of(one: CostStep, row: int, anchor: str, place: float, ground: CurveGround) -> str:
    """One name beside its line, cut where the picture ends."""
    pen = ground.pen
    room = (place if anchor == "end" else ground.x.end - place) * LETTER / BROAD
    paper = colour("paper", pen.paint)
    words = pen.words(
        place, ROW * (row + 0.5) + 5, pen.shortened(one.name, room), anchor=anchor, ink="ink"
    )
    return f'<g stroke="{paper}"{HALO}>{words}</g>'


def whisker(one: CostStep, middle: float, y: Scale, pen: ChartPen) -> str:
    """The range of a price; an end that is open or leaves the picture has no crown."""
    high = y.last if one.most is None else min(one.most, y.last)
    low = y.first if one.least is None else max(one.least, y.first)
    d = f"M{middle:.1f} {y(low):.1f}V{y(high):.1f}"
    if one.least is not None:
        d += f"M{middle - CROWN:.1f} {y(low):.1f}h{2 * CROWN}"
    if one.most is not None and one.most <= y.last:
        d += f"M{middle - CROWN:.1f} {y(high):.1f}h{2 * CROWN}"
    return pen.line(d, "ink", 1.5)
