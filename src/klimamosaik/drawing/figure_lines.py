"""A figure as lines over time: several series, gaps where nothing is known, a measure's start."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from klimamosaik.drawing.chart import KeyEntry, feet, key, levels, room_beside
from klimamosaik.drawing.curves import along, runs
from klimamosaik.drawing.figure_marks import FigureMark, FigureSheet, pointed, rows_of
from klimamosaik.drawing.geometry import Point
from klimamosaik.drawing.palette import colour
from klimamosaik.drawing.scale import Scale, numbers_along, round_steps
from klimamosaik.drawing.use_over_time import START
from klimamosaik.terms.text import Text

BOTTOM, RIGHT, LINE = 30.0, 14.0, 20.0  # [px] below, on the right, of a line of words
NEAR = 7.0  # [px] within which a pointer finds a value
POINTED = 240  # values of a series a pointer finds; of more, none could be told from the next
STYLES = (  # ink, width [px] and dashes of the series in their order
    ("ink", 2.6, ""),
    ("buildings", 2.0, "6 4"),
    ("electricity", 2.4, "2 3"),
    ("transport", 2.4, "10 4"),
    ("green", 2.4, "8 3 2 3"),
)
NOTHING = Text("keine Werte", "no values")


@dataclass(frozen=True)
class LinesGround:
    """Where days and values lie."""

    x: Scale  # of days
    y: Scale  # [unit]
    sheet: FigureSheet

    def at(self, mark: FigureMark) -> Point | None:
        """The place of a value; None where it is unknown."""
        if mark.value is None or mark.when is None:
            return None
        return self.x(mark.when.toordinal()), self.y(mark.value)


def lines_svg(
    marks: Sequence[FigureMark],
    sheet: FigureSheet,
    *,
    start: date | None = None,
    between: tuple[str, str] | None = None,
) -> str:
    """Draw each series; the room between the two of `between` is shaded since the start."""
    rows = rows_of(marks)
    if not any(mark.value is not None for mark in marks):
        return sheet.whole([sheet.pen.words(4, 24, NOTHING.in_(sheet.pen.language))], 40)
    names = [name_entry(row, place, sheet) for place, row in enumerate(rows)]
    top = (54 if start else 40) + LINE * len(names)
    values = [mark.value for mark in marks if mark.value is not None]
    steps = round_steps(min([0.0, *values]), max([1e-9, *values]), 5)
    written = numbers_along(steps, sheet.pen.language)
    left = room_beside(steps, written, sheet.pen) + 4
    ground = LinesGround(
        days(marks, start, left, sheet.width - RIGHT),
        Scale(steps[0], steps[-1], sheet.height - BOTTOM, top),
        sheet,
    )
    parts = [
        sheet.pen.words(4, 16, marks[0].unit),
        *(key([entry], 4, 22 + LINE * (n + 1), sheet.pen) for n, entry in enumerate(names)),
        levels(steps, ground.x, ground.y, written, sheet.pen),
        *(shaded(rows, between, start, ground) if between else ()),
        *(line for n, row in enumerate(rows) for line in lines(row, n, ground)),
        began(start, ground, top) if start else "",
        feet(below(marks, ground), sheet.height - 8, sheet.pen),
        *(found for row in rows for found in points(row, ground)),
    ]
    return sheet.whole(parts, sheet.height)


def days(marks: Sequence[FigureMark], start: date | None, left: float, right: float) -> Scale:
    """From the first day to the last; a single one lies in the middle."""
    known = [mark.when.toordinal() for mark in marks if mark.when]
    seen = sorted([*known, *([start.toordinal()] if start else [])])
    if seen[0] == seen[-1]:
        return Scale(seen[0] - 1, seen[0] + 1, left, right)
    return Scale(seen[0], seen[-1], left, right)


def style_of(place: int) -> tuple[str, float, str]:
    """Ink, width and dashes of the series at a place."""
    return STYLES[place % len(STYLES)]


def name_entry(row: Sequence[FigureMark], place: int, sheet: FigureSheet) -> KeyEntry:
    """The name of a series beside its line."""
    ink, width, dash = style_of(place)
    words = sheet.pen.shortened(row[0].whole_name, sheet.width - 60)
    return KeyEntry(
        lambda x, y: sheet.pen.line(f"M{x:.1f} {y:.1f}h28", ink, width, dash=dash), words
    )


def lines(row: Sequence[FigureMark], place: int, ground: LinesGround) -> list[str]:
    """A series: a stretch is a line, a single value a dot."""
    pen, (ink, width, dash) = ground.sheet.pen, style_of(place)
    return [
        pen.line(along(run), ink, width, dash=dash)
        if len(run) > 1
        else disc(run[0], 4.0, colour(ink, pen.paint))
        for run in runs([ground.at(mark) for mark in row])
    ]


def disc(at: Point, radius: float, fill: str) -> str:
    """A round mark."""
    return f'<circle cx="{at[0]:.1f}" cy="{at[1]:.1f}" r="{radius:g}" fill="{fill}"/>'


def points(row: Sequence[FigureMark], ground: LinesGround) -> list[str]:
    """Places a pointer finds, with the value each has; they are not seen."""
    if len(row) > POINTED:
        return []
    return [
        pointed(disc(at, NEAR, "transparent"), ground.sheet.mark_in_words(mark))
        for mark in row
        if (at := ground.at(mark)) is not None
    ]


def shaded(
    rows: Sequence[Sequence[FigureMark]],
    between: tuple[str, str],
    start: date | None,
    ground: LinesGround,
) -> list[str]:
    """What lies between two series where both are known, since the measure's first month."""
    since = start.replace(day=1) if start else date.min
    one, other = ({m.when: ground.at(m) for r in rows for m in r if m.series == s} for s in between)
    both = [
        (one[when], other.get(when))
        if when and when >= since and one[when] and other.get(when)
        else (None, None)
        for when in one
    ]
    above, below_ = (list(runs([pair[side] for pair in both])) for side in (0, 1))
    pen = ground.sheet.pen
    return [
        pen.area(along([*upper, *reversed(lower)]) + "z", "electricity", 0.3)
        for upper, lower in zip(above, below_, strict=True)
    ]


def began(start: date, ground: LinesGround, top: float) -> str:
    """The day from which the measure works; its word keeps inside the picture."""
    x, pen = ground.x(start.toordinal()), ground.sheet.pen
    word = START.in_(pen.language)
    room = ground.x.end - x > pen.room([word]) + 6
    anchor, beside = ("start", 5) if room else ("end", -5)
    line = pen.line(f"M{x:.1f} {top - 14:.0f}V{ground.y.start:.0f}", "second")
    return line + pen.words(x + beside, top - 4, word, anchor=anchor)


def below(marks: Sequence[FigureMark], ground: LinesGround) -> list[tuple[float, str]]:
    """Periods below the picture, as many as there is room for; of long courses the Januaries."""
    pen, x = ground.sheet.pen, ground.x
    named = {mark.when: mark.period for mark in marks if mark.when}
    room = pen.room(named.values()) + 16
    most = max(int((x.end - x.start + room) / room), 1)
    shown = [when for when in sorted(named) if when.month == 1] if len(named) > 2 * most else []
    shown = shown if len(shown) > 2 else sorted(named)
    shown = shown[:: -(-len(shown) // most)]
    half = room / 2 - 8
    return [(min(x(day.toordinal()), x.end + RIGHT - half), named[day]) for day in shown]
