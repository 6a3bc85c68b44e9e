"""A building per m², each figure on its own line: its own past, its present, and its like."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from klimamosaik.drawing.chart import Chart, ChartPen, KeyEntry, key
from klimamosaik.drawing.palette import Paint, colour
from klimamosaik.drawing.scale import Scale
from klimamosaik.terms.estimate import Estimate
from klimamosaik.terms.text import Language, Text, decimal

LETTERS = 11.0  # [px]
TOP, ROW, BAND = 26.0, 42.0, 12.0  # [px] the key; a figure with its name; the middle half
LINE = 16.0  # [px] the line of the key about its like
NUMBER = 52.0  # [px] kept for the number of the last year
DOT = 4.6  # [px] half a mark


@dataclass(frozen=True)
class BesideFigure:
    """One figure per m²; None: not known."""

    name: str  # with its unit
    digits: int
    before: float | None  # first year
    now: float | None  # last year
    like: Estimate | None  # median of its like, and their middle half


def beside_chart(
    figures: Sequence[BesideFigure], years: tuple[int, int], language: Language, *, width: float
) -> Chart:
    """Draw a line per figure, each from zero to its own largest value."""
    said = " ".join(spoken(figure, years, language) for figure in figures)
    return Chart(said, partial(beside_svg, figures, years, width, language))


def beside_svg(
    figures: Sequence[BesideFigure],
    years: tuple[int, int],
    width: float,
    language: Language,
    paint: Paint,
    said: str,
) -> str:
    """The key, then the figures below each other."""
    pen = ChartPen(paint, language, LETTERS)
    signs = [
        KeyEntry(lambda x, y: pen.dot(x + 8, y, DOT, "buildings"), str(years[1])),
    ]
    if years[0] != years[1]:
        signs.insert(0, KeyEntry(lambda x, y: ring(x + 8, y, pen), str(years[0])))
    parts, top = [key(signs, 0, LETTERS, pen)], TOP
    if any(figure.like is not None for figure in figures):
        like = KeyEntry(lambda x, y: tick(x + 8, y, pen), LIKE.in_(language))
        parts.append(key([like], 0, LETTERS + LINE, pen))
        top += LINE
    for place, figure in enumerate(figures):
        parts.append(line_of(figure, top + ROW * place, width, pen))
    return pen.whole(parts, size=(width, top + ROW * len(figures)), said=said)


def line_of(figure: BesideFigure, top: float, width: float, pen: ChartPen) -> str:
    """One figure: name and line, the middle half of the like, and the marks."""
    drawn = (figure.before, figure.now, figure.like.high if figure.like else None)
    x = Scale(0.0, max((value for value in drawn if value), default=1.0), DOT, width - NUMBER)
    y = top + LETTERS + BAND
    parts = [
        pen.words(0, top + LETTERS, figure.name),
        pen.line(f"M{x.start:.1f} {y:.1f}H{x.end:.1f}"),
    ]
    if figure.like is not None:
        left, wide = x(figure.like.low), x(figure.like.high) - x(figure.like.low)
        parts.append(pen.bar(left, y - BAND / 2, max(wide, 1), BAND, colour("edge", pen.paint)))
        parts.append(tick(x(figure.like.mean), y, pen))
    if figure.before is not None:
        parts.append(ring(x(figure.before), y, pen))
    if figure.now is not None:
        parts.append(pen.dot(x(figure.now), y, DOT, "buildings"))
    number = written(figure.now, figure.digits, pen.language)
    parts.append(pen.words(width, y + LETTERS / 3, number, anchor="end", ink="ink"))
    return "".join(parts)


def ring(x: float, y: float, pen: ChartPen) -> str:
    """The first year."""
    tint = colour("ink", pen.paint)
    return (
        f'<circle fill="none" stroke="{tint}" stroke-width="1.4" cx="{x:.1f}" cy="{y:.1f}"'
        f' r="{DOT - 0.7}"/>'
    )


def tick(x: float, y: float, pen: ChartPen) -> str:
    """The median of the like."""
    return pen.line(f"M{x:.1f} {y - BAND / 2 - 2:.1f}v{BAND + 4:.1f}", "ink", 1.8)


def spoken(figure: BesideFigure, years: tuple[int, int], language: Language) -> str:
    """The numbers of one figure in words."""
    parts = [f"{years[1]} {written(figure.now, figure.digits, language)}"]
    if years[0] != years[1]:
        parts.insert(0, f"{years[0]} {written(figure.before, figure.digits, language)}")
    if figure.like is not None:
        median = written(figure.like.mean, figure.digits, language)
        parts.append(f"{MEDIAN.in_(language)} {median}")
    return f"{figure.name}: {', '.join(parts)}."


def written(value: float | None, digits: int, language: Language) -> str:
    """A number; a question mark where it is not known."""
    return "?" if value is None else decimal(value, digits=digits, language=language)


LIKE = Text("Median und mittlere Hälfte der Art", "median and middle half of the kind")
MEDIAN = Text("Median der Art", "median of the kind")
