"""A figure as columns: a small panel a series, a column a period, its number on top.

Panels of one unit have one scale, so that a column twice as high is twice as much.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from klimamosaik.drawing.bar_numbers import BarNumbers, numbers_over
from klimamosaik.drawing.chart import feet
from klimamosaik.drawing.figure_marks import FigureMark, FigureSheet, pointed, rows_of
from klimamosaik.drawing.palette import colour
from klimamosaik.drawing.scale import Scale

LEAST, GAP = 300.0, 32.0  # [px] width of a panel, room between two
HEIGHT, TOP, BOTTOM = 168.0, 50.0, 24.0  # [px] of a panel; above and below its columns, at least
TITLE = 28.0  # [px] its title with some air
SIDE = 2.0  # [px] left and right of the columns
LETTERS = 13.0  # [px] of numbers
INKS = {
    "heat": "heat",
    "heat_corrected": "heat",
    "electricity": "electricity",
    "energy": "buildings",
    "energy_per_head": "buildings",
    "co2": "second",
    "water": "transport",
    "transport": "transport",
}


@dataclass(frozen=True)
class ColumnPanel:
    """Where a series is drawn."""

    left: float  # [px]
    top: float  # [px]
    width: float  # [px]
    head: float  # [px] above its columns
    sheet: FigureSheet

    @property
    def foot(self) -> float:
        """Where its columns end below [px]."""
        return self.top + self.head + HEIGHT - TOP - BOTTOM


def columns_svg(marks: Sequence[FigureMark], sheet: FigureSheet) -> str:
    """Draw a panel a series, as many beside each other as there is room for."""
    rows = rows_of(marks)
    across = max(int((sheet.width + GAP) / (LEAST + GAP)), 1)
    wide = (sheet.width - GAP * (across - 1)) / across
    ends = ends_of(marks)
    head = max((head_of(row, wide, sheet) for row in rows), default=TOP)
    high = HEIGHT - TOP + head
    parts = [
        panel(
            row,
            ColumnPanel(n % across * (wide + GAP), n // across * high, wide, head, sheet),
            ends,
        )
        for n, row in enumerate(rows)
    ]
    return sheet.whole(parts, high * -(-len(rows) // across))


def head_of(row: Sequence[FigureMark], width: float, sheet: FigureSheet) -> float:
    """Room for a panel's title and for the number on its highest column [px]."""
    numbers = [sheet.number(mark.value) for mark in row]
    return max(TOP, TITLE + numbers_of(row, width, sheet).above(numbers))


def ends_of(marks: Sequence[FigureMark]) -> dict[str, tuple[float, float]]:
    """The lowest and the highest value of each unit, zero among them."""
    values = defaultdict[str, list[float]](lambda: [0.0])
    for mark in marks:
        values[mark.unit].append(mark.value or 0.0)
    return {unit: (min(found), max(found)) for unit, found in values.items()}


def panel(
    row: Sequence[FigureMark], at: ColumnPanel, ends: Mapping[str, tuple[float, float]]
) -> str:
    """Title with unit, columns from zero, periods below."""
    pen = at.sheet.pen
    low, high = ends[row[0].unit]
    y = Scale(low, high if high > low else low + 1.0, at.foot, at.top + at.head)
    band, how = (at.width - 2 * SIDE) / len(row), numbers_of(row, at.width, at.sheet)
    left = at.left + SIDE
    title = pen.shortened(row[0].whole_name, at.width - pen.room([row[0].unit]) - 20)
    parts = [
        pen.words(at.left, at.top + 18, f"{title} [{row[0].unit}]", ink="ink"),
        pen.line(f"M{at.left:.1f} {y(0.0):.1f}h{at.width:.1f}", "line"),
        *(
            column(mark, left + band * n, band, y, at.sheet, how.for_bar(n, mark.value))
            for n, mark in enumerate(row)
        ),
    ]
    periods = ((left + band * (n + 0.5), mark.period) for n, mark in enumerate(row))
    return "".join(parts) + feet(periods, at.foot + 17, pen, within=(at.left, at.left + at.width))


def numbers_of(row: Sequence[FigureMark], width: float, sheet: FigureSheet) -> BarNumbers:
    """How the numbers of a panel `width` [px] wide are written."""
    return numbers_over(
        [sheet.number(mark.value) for mark in row], (width - 2 * SIDE) / len(row), LETTERS, LETTERS
    )


def column(
    mark: FigureMark, left: float, band: float, y: Scale, sheet: FigureSheet, how: BarNumbers | None
) -> str:
    """A column with its number on top; what is unknown is a question mark, never a column.

    how: the number is written; None: it is left to the table.
    """
    pen, number = sheet.pen, sheet.number(mark.value)
    ends = sorted((y(mark.value or 0.0), y(0.0)))
    tint = colour(INKS.get(mark.series, "buildings"), pen.paint)
    words = how.written(number, left + band / 2, ends[0] - 4, pen) if how else ""
    if mark.value is None:
        return pointed(words, sheet.mark_in_words(mark))
    bar = pen.bar(left + band * 0.14, ends[0], band * 0.72, ends[1] - ends[0], tint)
    return pointed(bar + words, sheet.mark_in_words(mark))
