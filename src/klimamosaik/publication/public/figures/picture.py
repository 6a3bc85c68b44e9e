"""The picture of a figure, drawn from exactly its data: what was narrowed is narrowed here, too."""

from klimamosaik.drawing.chart import ChartPen
from klimamosaik.drawing.figure_bars import bars_svg
from klimamosaik.drawing.figure_columns import columns_svg
from klimamosaik.drawing.figure_lines import lines_svg
from klimamosaik.drawing.figure_marks import FigureMark, FigureSheet
from klimamosaik.drawing.figure_ranges import ranges_svg
from klimamosaik.drawing.figure_steps import figure_steps_svg
from klimamosaik.drawing.figure_stones import stones_svg
from klimamosaik.drawing.palette import Paint
from klimamosaik.drawing.scale import Size
from klimamosaik.drawing.year_panels import unit_in
from klimamosaik.publication.kernel.periods import first_day, short_period
from klimamosaik.publication.queries.results import Datum, FigureShape, PublicFigure
from klimamosaik.terms.text import Language

COMPARED = ("measured", "expected")  # series between which the difference is shaded
FIRST, LAST = "before", "after"  # series of the years that steps lead from and to
HEIGHT = 340.0  # [px] of pictures that can be any height


def picture_of(
    figure: PublicFigure,
    language: Language,
    paint: Paint = Paint.PAGE,
    *,
    width: float = Size.BROAD.width,
    height: float = HEIGHT,
    kind: str = "chart",
) -> str:
    """The figure as SVG, `width` [px] wide; the sentence beside it says what it shows.

    `kind` is its class; `height` [px] holds for lines over time, the others are as high as they
    need to be. Screen readers skip it: sentence and table say the same.
    """
    marks = [mark_of(each, language) for each in figure.data]
    pen = ChartPen(paint, language, Size.BROAD.letters)
    ident = f"{figure.key}-{width:.0f}-{paint.value}"
    sheet = FigureSheet(pen, width, shown_digits(figure), ident, kind, height)
    match figure.shape:
        case FigureShape.LINES:
            return lines_svg(marks, sheet, start=figure.marked, between=COMPARED)
        case FigureShape.RANGES:
            return ranges_svg(marks, sheet)
        case FigureShape.STONES:
            return stones_svg(marks, sheet)
        case FigureShape.STEPS if leads(figure):
            return figure_steps_svg(marks, sheet)
    return columns_svg(marks, sheet) if len(figure.periods) > 1 else bars_svg(marks, sheet)


def shown_digits(figure: PublicFigure) -> int:
    """Decimals all its values are written with: the fewest that lose nothing."""
    known = [each.value for each in figure.data if each.value is not None]
    known += [end for e in figure.data if e.estimate for end in (e.estimate.low, e.estimate.high)]
    fitting = (d for d in range(figure.digits) if all(round(v, d) == v for v in known))
    return next(fitting, figure.digits)


def mark_of(datum: Datum, language: Language) -> FigureMark:
    """A value with its words in one language."""
    return FigureMark(
        series=datum.series,
        name=datum.named.in_(language),
        place=datum.place.in_(language) if datum.place else "",
        when=first_day(datum.period),
        period=short_period(datum.period, language),
        value=datum.value,
        unit=unit_in(datum.unit, language),
        spread=datum.estimate,
        said=datum.note.in_(language) if datum.note else "",
    )


def leads(figure: PublicFigure) -> bool:
    """True where steps lead from a known year to a known one."""
    ends = [each.series for each in figure.data[:1] + figure.data[-1:]]
    return ends == [FIRST, LAST] and all(each.value is not None for each in figure.data)
