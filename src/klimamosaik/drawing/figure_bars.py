"""A figure as bars below each other, under the name of the place they belong to."""

from collections.abc import Sequence
from itertools import groupby

from klimamosaik.drawing.figure_columns import INKS
from klimamosaik.drawing.figure_marks import FigureMark, FigureSheet, pointed, stacked
from klimamosaik.drawing.palette import colour
from klimamosaik.drawing.scale import Scale

ROW, BAR, HEAD = 34.0, 15.0, 34.0  # [px] a row, its bar, a place's name
NAMES = 0.36  # of the width is for names


def bars_svg(marks: Sequence[FigureMark], sheet: FigureSheet) -> str:
    """Draw a bar a value, all on one scale, with its number at its end."""
    pen = sheet.pen
    values = [mark.value or 0.0 for mark in marks]
    low, high = min([0.0, *values]), max([0.0, *values])
    numbers = pen.room(sheet.number(mark.value) for mark in marks) + 10
    left = sheet.width * NAMES + (numbers if low < 0 else 0)
    x = Scale(low, high if high > low else low + 1.0, left, sheet.width - numbers)
    parts = [pen.words(sheet.width, 16, f"[{marks[0].unit}]", anchor="end")] if marks else []
    y = 0.0
    for place, group in groupby(marks, key=lambda mark: mark.place):
        if place:
            parts.append(pen.words(0, y + 20, pen.shortened(place, sheet.width - 90), ink="ink"))
        y += HEAD if place or not y else 0
        for mark in group:
            parts.append(bar_row(mark, y, x, sheet))
            y += ROW
    if marks:
        parts.append(pen.line(f"M{x(0.0):.1f} 28V{y:.1f}", "line"))
    return sheet.whole(parts, y + 6)


def bar_row(mark: FigureMark, top: float, x: Scale, sheet: FigureSheet) -> str:
    """Name, bar and number on one line; what is unknown has no bar."""
    pen, middle = sheet.pen, top + ROW / 2
    name = stacked(mark.name, middle, sheet.width * NAMES - 8, pen)
    ends = sorted((x(0.0), x(mark.value or 0.0)))
    below = (mark.value or 0.0) < 0
    number = pen.words(
        ends[0] - 6 if below else ends[1] + 6,
        middle + sheet.pen.letters / 3,
        sheet.number(mark.value),
        anchor="end" if below else "start",
        ink="ink",
    )
    tint = colour(INKS.get(mark.series, "electricity" if below else "buildings"), pen.paint)
    drawn = mark.value is not None
    bar = pen.bar(ends[0], top + (ROW - BAR) / 2, ends[1] - ends[0], BAR, tint) if drawn else ""
    return pointed(name + bar + number, sheet.mark_in_words(mark))
