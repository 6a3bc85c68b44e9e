"""A figure as steps: a whole year, what each cause added or took away, the year it leads to."""

from collections.abc import Sequence
from itertools import pairwise

from klimamosaik.drawing.figure_bars import BAR, NAMES
from klimamosaik.drawing.figure_marks import FigureMark, FigureSheet, names_room, pointed, stacked
from klimamosaik.drawing.palette import colour
from klimamosaik.drawing.scale import Scale
from klimamosaik.drawing.steps import signed

ROW, HEAD, GAP = 34.0, 26.0, 8.0  # [px] a row, the unit above, between name and bar


def figure_steps_svg(marks: Sequence[FigureMark], sheet: FigureSheet) -> str:
    """Draw the first mark, the steps and the last one below each other; values are all known."""
    pen = sheet.pen
    reached = levels(marks)
    numbers = pen.room(label(mark, place, marks, sheet) for place, mark in enumerate(marks)) + 10
    ends = [0.0, *reached]
    low, high = min(ends), max(ends)
    names = (mark.name for mark in marks)
    left = names_room(names, sheet.width * NAMES - GAP, sheet.width / 2, pen) + GAP
    x = Scale(low, high if high > low else low + 1.0, left, sheet.width - numbers)
    spans = [(0.0, reached[0]), *pairwise(reached[:-1]), (0.0, reached[-1])]
    parts = [pen.words(sheet.width, 16, f"[{marks[0].unit}]", anchor="end")]
    for place, (mark, span) in enumerate(zip(marks, spans, strict=True)):
        words = label(mark, place, marks, sheet)
        parts.append(step_row(mark, words, span, HEAD + ROW * place, x, sheet))
    foot = HEAD + ROW * len(marks)
    parts.append(pen.line(f"M{x(0.0):.1f} {HEAD:.0f}V{foot:.0f}", "line"))
    return sheet.whole(parts, foot + 6)


def levels(marks: Sequence[FigureMark]) -> list[float]:
    """Where the first mark, each step and the last mark lead to [unit]."""
    reached = [marks[0].value or 0.0]
    for mark in marks[1:-1]:
        reached.append(reached[-1] + (mark.value or 0.0))
    return [*reached, marks[-1].value or 0.0]


def label(mark: FigureMark, place: int, marks: Sequence[FigureMark], sheet: FigureSheet) -> str:
    """The number of a row; steps have a sign."""
    if place in (0, len(marks) - 1):
        return sheet.number(mark.value)
    return signed(mark.value or 0.0, sheet.digits, sheet.pen.language)


def step_row(
    mark: FigureMark,
    words: str,
    span: tuple[float, float],
    top: float,
    x: Scale,
    sheet: FigureSheet,
) -> str:
    """Name, floating bar and number on one line; the names of causes may take two."""
    pen, middle = sheet.pen, top + ROW / 2
    low, high = sorted(map(x, span))
    whole = span[0] == 0.0
    ink = "second" if whole else "buildings" if span[1] > span[0] else "electricity"
    bar = pen.bar(low, middle - BAR / 2, max(high - low, 1.0), BAR, colour(ink, pen.paint))
    number = pen.words(high + 6, middle + pen.letters / 3, words, ink="ink")
    return pointed(
        stacked(mark.name, middle, x.start - GAP, pen) + bar + number, sheet.mark_in_words(mark)
    )
