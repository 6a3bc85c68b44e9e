"""What worked and what did not on one scale: a bar from low to high, a mark at its middle."""

from collections.abc import Sequence

from klimamosaik.drawing.chart import LETTER, feet, uprights
from klimamosaik.drawing.figure_marks import UNKNOWN, FigureMark, FigureSheet, pointed
from klimamosaik.drawing.palette import colour
from klimamosaik.drawing.scale import Scale, numbers_along, round_steps
from klimamosaik.terms.estimate import Estimate
from klimamosaik.terms.figure import Verdict

ROW, BAR, TOP, BOTTOM = 72.0, 14.0, 6.0, 40.0  # [px] a row, its bar, above and below all rows
NAME, SAID, BEGIN = 17.0, 36.0, 44.0  # [px] from the top of a row: name, words, bar
EDGE = 22.0  # [px] at both sides, for numbers below
SMALL = 13.0  # [px] letters of what is said
INKS = {Verdict.SAVED: "good", Verdict.USED_MORE: "warning"}


def ranges_svg(marks: Sequence[FigureMark], sheet: FigureSheet) -> str:
    """Draw each range; pale where it crosses zero, in the colour of warnings where all is below."""
    pen = sheet.pen
    ends = [end for mark in marks for end in ends_of(mark)]
    steps = round_steps(min([0.0, *ends]), max([0.0, *ends]), 6 if sheet.width > 500 else 4)
    x = Scale(steps[0], max(steps[-1], steps[0] + 1e-9), EDGE, sheet.width - EDGE)
    foot = TOP + ROW * len(marks)
    unit = marks[0].unit if marks else ""
    written = numbers_along(steps, pen.language)
    named = [(x(step), f"{written(step)}\u00a0{unit}") for step in steps]
    parts = [
        uprights([x(step) for step in steps], TOP, foot, pen),
        pen.line(f"M{x(0.0):.1f} {TOP:.0f}V{foot + 4:.0f}", "ink", 2.0),
        *(range_row(mark, TOP + ROW * place, x, sheet) for place, mark in enumerate(marks)),
        feet(named, foot + 22, pen, within=(0, sheet.width)),
    ]
    return sheet.whole(parts, foot + BOTTOM)


def ends_of(mark: FigureMark) -> list[float]:
    """All numbers of a mark."""
    spread = mark.spread
    known = [spread.low, spread.high] if spread else []
    return [*known, *([mark.value] if mark.value is not None else [])]


def range_row(mark: FigureMark, top: float, x: Scale, sheet: FigureSheet) -> str:
    """Name, what is said of it, bar and mark."""
    pen = sheet.pen
    words = backed(mark.place or mark.name, top + NAME, sheet, pen.letters, "ink")
    words += backed(mark.said, top + SAID, sheet, SMALL, "second")
    if mark.value is None:
        return words + pen.words(x(0.0) + 6, top + BEGIN + BAR, UNKNOWN)
    bar = range_bar(mark.spread, top, x, sheet) if mark.spread else ""
    middle = pen.line(f"M{x(mark.value):.1f} {top + BEGIN - 3:.1f}v{BAR + 6:g}", "ink", 3.0)
    return words + pointed(bar + middle, range_in_words(mark, sheet))


def backed(text: str, y: float, sheet: FigureSheet, size: float, ink: str) -> str:
    """Words on a ground of paper of their own length, so that no line runs through them."""
    most = int(sheet.width / (LETTER * size))
    cut = text if len(text) <= most else text[: most - 1].rstrip() + "…"
    room, ground = len(cut) * LETTER * size, colour("paper", sheet.pen.paint)
    return sheet.pen.bar(0, y - size, room, size * 1.3, ground) + sheet.pen.words(
        0, y, cut, ink=ink, size=size
    )


def range_bar(spread: Estimate, top: float, x: Scale, sheet: FigureSheet) -> str:
    """From the low to the high end."""
    paint = sheet.pen.paint
    ink = INKS.get(spread.verdict)
    edge = f' stroke="{colour(ink or "line", paint)}"' + ("" if ink else ' stroke-dasharray="4 3"')
    low, high = x(spread.low), x(spread.high)
    return sheet.pen.bar(low, top + BEGIN, high - low, BAR, colour(ink or "pale", paint), edge)


def range_in_words(mark: FigureMark, sheet: FigureSheet) -> str:
    """The mark with its range in words."""
    if mark.spread is None:
        return sheet.mark_in_words(mark)
    low, high = sheet.number(mark.spread.low), sheet.number(mark.spread.high)
    return f"{sheet.mark_in_words(mark)} ({low} … {high})"
